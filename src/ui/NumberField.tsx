import { FieldBox, type FieldProps, useField } from './FieldBox.tsx'

type Props = FieldProps & {
  /** What was typed, kept as typed: `12a` must come back for correction, not vanish. */
  value: string
  onChange: (value: string) => void
  unit?: string
  decimals?: boolean
}

/** A text box with a number pad: number inputs scroll values away and hide what was mistyped. */
export function NumberField(props: Props) {
  const field = useField(props)
  return (
    <FieldBox field={field} label={props.label} help={props.help}>
      <span className="input-with-unit">
        <input
          id={field.id}
          name={props.name}
          className="input input-short"
          type="text"
          inputMode={props.decimals ? 'decimal' : 'numeric'}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          aria-describedby={field.describedBy}
          aria-invalid={field.error ? true : undefined}
          aria-required={field.required || undefined}
          autoComplete="off"
        />
        {props.unit && <span className="unit">{props.unit}</span>}
      </span>
    </FieldBox>
  )
}

/** The whole or decimal number typed, thin spaces and decimal commas allowed; undefined when it is none. */
export function readNumber(typed: string): number | undefined {
  const plain = typed.replace(/[\s\u202f\u00a0]/g, '').replace(',', '.')
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined
}
