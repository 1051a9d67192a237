import { type ReactNode, useContext } from 'react'
import { FieldGroup, type FieldProps, useField } from './FieldBox.tsx'
import { FormContext } from './formContext.ts'
import type { Choice } from './Select.tsx'

type Props<Value extends string> = FieldProps & {
  value: readonly Value[]
  onChange: (value: Value[]) => void
  choices: readonly Choice<Value>[]
}

export function CheckboxGroup<Value extends string>(props: Props<Value>) {
  const field = useField(props)
  return (
    <FieldGroup field={field} label={props.label} help={props.help}>
      <div className="choices">
        {props.choices.map((choice) => (
          <Box
            key={choice.value}
            id={`${field.id}-${choice.value}`}
            help={choice.help}
            helpLang={choice.helpLang}
            checked={props.value.includes(choice.value)}
            onChange={(checked) => {
              // In the order of the choices, so that the same answers are the same value.
              const kept = props.choices.map((c) => c.value)
              props.onChange(kept.filter((v) => (v === choice.value ? checked : props.value.includes(v))))
            }}
          >
            <span lang={choice.lang}>{choice.label}</span>
          </Box>
        ))}
      </div>
    </FieldGroup>
  )
}

type OneProps = Omit<FieldProps, 'optional' | 'help'> & {
  value: boolean
  onChange: (value: boolean) => void
  help?: string
}

/** One sentence to agree with. */
export function Checkbox(props: OneProps) {
  const field = useField({ ...props, optional: true })
  const form = useContext(FormContext)
  return (
    <div className={field.error ? 'field field-wrong' : 'field'}>
      {field.error && form && (
        <p id={`${field.id}-error`} className="field-error">
          {field.error}
        </p>
      )}
      <Box id={field.id} checked={props.value} onChange={props.onChange} help={props.help}>
        {props.label}
      </Box>
    </div>
  )
}

function Box(props: {
  id: string
  checked: boolean
  onChange: (checked: boolean) => void
  help?: string | undefined
  helpLang?: string | undefined
  children: ReactNode
}) {
  return (
    <div className="choice">
      <input
        type="checkbox"
        id={props.id}
        checked={props.checked}
        onChange={(event) => props.onChange(event.target.checked)}
        aria-describedby={props.help ? `${props.id}-help` : undefined}
      />
      <label htmlFor={props.id}>
        <span>{props.children}</span>
      </label>
      {props.help && (
        <span id={`${props.id}-help`} className="help" lang={props.helpLang}>
          {props.help}
        </span>
      )}
    </div>
  )
}
