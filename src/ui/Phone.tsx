import { ChevronDown } from 'lucide-react'
import { useIntl } from 'react-intl'
import { FieldGroup, type FieldProps, useField } from './FieldBox.tsx'
import { useT } from './language.tsx'
import { type Country, callingCodes, type TypedPhone } from './rules/phone.ts'

type Props = FieldProps & { value: TypedPhone; onChange: (value: TypedPhone) => void }

export function Phone(props: Props) {
  const field = useField(props)
  const t = useT()
  const intl = useIntl()
  const { value, onChange } = props
  return (
    <FieldGroup field={field} label={props.label} help={props.help}>
      <div className="phone">
        <span className="select">
          <select
            className="input"
            aria-label={t('ui.phone.country')}
            value={value.country}
            onChange={(event) => onChange({ ...value, country: event.target.value as Country })}
          >
            {callingCodes.map(([country, code]) => (
              <option key={country} value={country}>
                {intl.formatDisplayName(country, { type: 'region' })} +{code}
              </option>
            ))}
            <option value="other">{t('ui.phone.other')}</option>
          </select>
          <ChevronDown aria-hidden className="icon" />
        </span>
        <input
          className="input"
          type="tel"
          aria-label={t('ui.phone.number')}
          value={value.number}
          onChange={(event) => onChange({ ...value, number: event.target.value })}
          aria-invalid={field.error ? true : undefined}
          autoComplete="off"
        />
      </div>
    </FieldGroup>
  )
}
