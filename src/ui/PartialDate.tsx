import { FieldGroup, type FieldProps, useField } from './FieldBox.tsx'
import { useT } from './language.tsx'
import type { TypedDay } from './rules/typedDay.ts'

type Props = FieldProps & {
  value: TypedDay
  onChange: (value: TypedDay) => void
  /** Offers "about" and "not known", as birth dates need. */
  uncertain?: boolean
}

/** Three boxes that take what the person knows: a day, a month, a year, "about 1990", or nothing. */
export function PartialDate(props: Props) {
  const field = useField(props)
  const t = useT()
  const { value, onChange, uncertain = true } = props
  const box = (part: 'day' | 'month' | 'year') => (
    <div className={`date-box date-${part}`}>
      <label htmlFor={`${field.id}-${part}`}>{t(`ui.date.${part}`)}</label>
      <input
        id={`${field.id}-${part}`}
        className="input"
        type="text"
        inputMode="numeric"
        maxLength={part === 'year' ? 4 : 2}
        value={value[part]}
        disabled={value.unknown || (value.about && part !== 'year')}
        onChange={(event) => onChange({ ...value, [part]: event.target.value })}
        aria-invalid={field.error ? true : undefined}
        autoComplete="off"
      />
    </div>
  )
  const mark = (part: 'about' | 'unknown') => (
    <div className="choice">
      <input
        id={`${field.id}-${part}`}
        type="checkbox"
        checked={value[part]}
        onChange={(event) => {
          const checked = event.target.checked
          onChange({
            ...value,
            about: part === 'about' && checked,
            unknown: part === 'unknown' && checked,
          })
        }}
      />
      <label htmlFor={`${field.id}-${part}`}>
        <span>{t(`ui.date.${part}`)}</span>
      </label>
    </div>
  )
  return (
    <FieldGroup field={field} label={props.label} help={props.help ?? t('ui.date.help')}>
      <div className="date-boxes">
        {box('day')}
        {box('month')}
        {box('year')}
      </div>
      {uncertain && (
        <div className="choices choices-inline choices-small">
          {mark('about')}
          {mark('unknown')}
        </div>
      )}
    </FieldGroup>
  )
}
