import { FieldBox, type FieldProps, useField } from './FieldBox.tsx'
import { useT } from './language.tsx'

type Props = FieldProps & {
  value: string
  onChange: (value: string) => void
  rows?: number
  maxLength?: number
}

export function Textarea(props: Props) {
  const field = useField(props)
  const t = useT()
  const left = props.maxLength === undefined ? undefined : props.maxLength - props.value.length
  return (
    <FieldBox field={field} label={props.label} help={props.help}>
      <textarea
        id={field.id}
        name={props.name}
        className="input input-full"
        rows={props.rows ?? 4}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        aria-describedby={field.describedBy}
        aria-invalid={field.error ? true : undefined}
        aria-required={field.required || undefined}
        dir="auto"
      />
      {left !== undefined && left < (props.maxLength ?? 0) / 5 && (
        <p className="help" role="status">
          {left >= 0 ? t('ui.charactersLeft', { count: left }) : t('ui.charactersOver', { count: -left })}
        </p>
      )}
    </FieldBox>
  )
}
