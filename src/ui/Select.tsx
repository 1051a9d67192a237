import { ChevronDown } from 'lucide-react'
import { FieldBox, type FieldProps, useField } from './FieldBox.tsx'
import { useT } from './language.tsx'

export type Choice<Value extends string = string> = {
  value: Value
  label: string
  help?: string
  /** Of the label and of the help, where they are not in the worker's own language. */
  lang?: string
  helpLang?: string
}

type Props<Value extends string> = FieldProps & {
  value: Value | ''
  onChange: (value: Value | '') => void
  choices: readonly Choice<Value>[]
  width?: 'short' | 'medium' | 'full'
}

/** The phone's own picker; for more than some fifteen choices prefer Combobox. */
export function Select<Value extends string>(props: Props<Value>) {
  const field = useField(props)
  const t = useT()
  return (
    <FieldBox field={field} label={props.label} help={props.help}>
      <span className={`select input-${props.width ?? 'medium'}`}>
        <select
          id={field.id}
          name={props.name}
          className="input"
          value={props.value}
          onChange={(event) => props.onChange(event.target.value as Value | '')}
          aria-describedby={field.describedBy}
          aria-invalid={field.error ? true : undefined}
          aria-required={field.required || undefined}
        >
          <option value="">{t(props.filter ? 'ui.any' : 'ui.choose')}</option>
          {props.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="icon" />
      </span>
    </FieldBox>
  )
}
