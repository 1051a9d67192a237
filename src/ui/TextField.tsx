import type { HTMLInputAutoCompleteAttribute } from 'react'
import { FieldBox, type FieldProps, useField } from './FieldBox.tsx'

// Native inputs: the keyboard, autofill and spelling of every phone, at no cost of script.

type Props = FieldProps & {
  value: string
  onChange: (value: string) => void
  /** `date` only where a calendar day is certain, as in a filter; what people remember goes in PartialDate. */
  type?: 'text' | 'email' | 'password' | 'search' | 'url' | 'date'
  /** How wide the answer usually is, so that the box hints at it. */
  width?: 'short' | 'medium' | 'full'
  autoComplete?: HTMLInputAutoCompleteAttribute
  autoFocus?: boolean
  maxLength?: number
  spellCheck?: boolean
}

export function TextField(props: Props) {
  const field = useField(props)
  const { value, onChange, type = 'text', width = 'full', autoComplete = 'off' } = props
  return (
    <FieldBox field={field} label={props.label} help={props.help}>
      <input
        id={field.id}
        name={props.name}
        className={`input input-${width}`}
        type={type}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={field.describedBy}
        aria-invalid={field.error ? true : undefined}
        aria-required={field.required || undefined}
        autoComplete={autoComplete}
        // biome-ignore lint/a11y/noAutofocus: only pages of one question ask for it
        autoFocus={props.autoFocus}
        maxLength={props.maxLength}
        spellCheck={props.spellCheck}
        dir="auto"
      />
    </FieldBox>
  )
}
