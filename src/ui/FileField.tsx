import { FieldBox, type FieldProps, useField } from './FieldBox.tsx'

type Props = FieldProps & { onChange: (file: File | undefined) => void; accept?: string }

export function FileField(props: Props) {
  const field = useField(props)
  return (
    <FieldBox field={field} label={props.label} help={props.help}>
      <input
        id={field.id}
        name={props.name}
        className="input file"
        type="file"
        accept={props.accept}
        onChange={(event) => props.onChange(event.target.files?.[0])}
        aria-describedby={field.describedBy}
        aria-invalid={field.error ? true : undefined}
      />
    </FieldBox>
  )
}
