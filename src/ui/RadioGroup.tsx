import { useId } from 'react'
import { FieldGroup, type FieldProps, useField } from './FieldBox.tsx'
import type { Choice } from './Select.tsx'

type Props<Value extends string> = FieldProps & {
  value: Value | ''
  onChange: (value: Value) => void
  choices: readonly Choice<Value>[]
  /** Answers such as "does not know", set a little apart and just as easy. */
  alsoChoices?: readonly Choice<Value>[]
  /** Side by side, for two or three short answers. */
  inline?: boolean
}

export function RadioGroup<Value extends string>(props: Props<Value>) {
  const field = useField(props)
  const group = useId()
  const one = (choice: Choice<Value>) => {
    const id = `${field.id}-${choice.value}`
    return (
      <div key={choice.value} className="choice">
        <input
          type="radio"
          id={id}
          name={group}
          value={choice.value}
          checked={props.value === choice.value}
          onChange={() => props.onChange(choice.value)}
          aria-describedby={choice.help ? `${id}-help` : undefined}
        />
        <label htmlFor={id}>
          <span lang={choice.lang}>{choice.label}</span>
        </label>
        {choice.help && (
          <span id={`${id}-help`} className="help" lang={choice.helpLang}>
            {choice.help}
          </span>
        )}
      </div>
    )
  }
  return (
    <FieldGroup field={field} label={props.label} help={props.help} role="radiogroup">
      <div className={props.inline ? 'choices choices-inline' : 'choices'}>
        {props.choices.map(one)}
        {props.alsoChoices && <div className="choices-also">{props.alsoChoices.map(one)}</div>}
      </div>
    </FieldGroup>
  )
}
