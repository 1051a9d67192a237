import { Filter, X } from 'lucide-react'
import { useState } from 'react'
import { parseDay } from '../../../../shared/day.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Combobox } from '../../../../ui/Combobox.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'
import { NumberField } from '../../../../ui/NumberField.tsx'
import { PartialDate } from '../../../../ui/PartialDate.tsx'
import { readDay, type TypedDay, typeDay } from '../../../../ui/rules/typedDay.ts'
import { Select } from '../../../../ui/Select.tsx'
import {
  type CodeOf,
  groups,
  useChoices,
  useCode,
  useCountryChoices,
  useLanguageChoices,
  useNames,
} from './codes.tsx'

/** As they stand in the address. Nothing here is of one person alone, and there is no filter by status. */
export type Filters = {
  sex: string
  nationality: string
  language: string
  ageFrom: string
  ageTo: string
  from: string
  to: string
}

export const noFilters: Filters = {
  sex: '',
  nationality: '',
  language: '',
  ageFrom: '',
  ageTo: '',
  from: '',
  to: '',
}

type Props = {
  filters: Filters
  text: string
  onChange: (filters: Partial<Filters>) => void
  onText: () => void
}

/** What is shown, as a sentence whose parts can be taken out one by one. */
export function PeopleFilters({ filters, text, onChange, onText }: Props) {
  const t = useT()
  const format = useFormat()
  const say = useCode()
  const names = useNames()
  const [open, setOpen] = useState(false)
  const { sex, nationality, language, ageFrom, ageTo, from, to } = filters
  const isSex = (code: string): code is CodeOf<'sex'> => (groups.sex as readonly string[]).includes(code)
  const parts: { id: string; words: string; without: () => void }[] = []
  const part = (id: string, words: string, names: readonly (keyof Filters)[]) =>
    parts.push({
      id,
      words,
      without: () => onChange(Object.fromEntries(names.map((name) => [name, '']))),
    })
  if (text) parts.push({ id: 'text', words: t('registry.people.filter.text', { text }), without: onText })
  if (isSex(sex)) part('sex', t('registry.people.filter.sex', { sex: say('sex', sex) }), ['sex'])
  if (nationality)
    part('nationality', t('registry.people.filter.nationality', { country: names.country(nationality) }), [
      'nationality',
    ])
  if (language)
    part('language', t('registry.people.filter.language', { language: names.language(language) }), [
      'language',
    ])
  if (ageFrom || ageTo)
    part(
      'age',
      t('registry.people.filter.age', {
        known: ageFrom && ageTo ? 'both' : ageFrom ? 'from' : 'to',
        from: ageFrom,
        to: ageTo,
      }),
      ['ageFrom', 'ageTo'],
    )
  if (from || to)
    part(
      'registered',
      t('registry.people.filter.registered', {
        known: from && to ? 'both' : from ? 'from' : 'to',
        from: from && format.day(from),
        to: to && format.day(to),
      }),
      ['from', 'to'],
    )
  return (
    <div className="filters">
      <p className="filters-say">
        {t(parts.length === 0 ? 'registry.people.filter.all' : 'registry.people.filter.only')}
      </p>
      {parts.length > 0 && (
        <ul className="filters-parts" aria-label={t('registry.people.filter.title')}>
          {parts.map(({ id, words, without }) => (
            <li key={id}>
              <Button icon={X} onPress={without} aria-label={t('registry.people.filter.remove', { words })}>
                {words}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Button kind="quiet" icon={Filter} onPress={() => setOpen(true)}>
        {t('registry.people.filter.change')}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('registry.people.filter.title')}>
        {open && (
          <FilterForm
            filters={filters}
            onApply={(chosen) => {
              onChange(chosen)
              setOpen(false)
            }}
            onCancel={() => setOpen(false)}
          />
        )}
      </Dialog>
    </div>
  )
}

type FormProps = { filters: Filters; onApply: (filters: Filters) => void; onCancel: () => void }

function FilterForm({ filters, onApply, onCancel }: FormProps) {
  const t = useT()
  const sexes = useChoices('sex')
  const countries = useCountryChoices()
  const languages = useLanguageChoices()
  const [typed, setTyped] = useState(filters)
  const [days, setDays] = useState({ from: typedOf(filters.from), to: typedOf(filters.to) })
  const [errors, setErrors] = useState<Partial<Record<keyof Filters, string>>>({})
  const put = (name: keyof Filters) => (value: string) => setTyped({ ...typed, [name]: value })
  const apply = () => {
    const wrong: typeof errors = {}
    for (const name of ['ageFrom', 'ageTo'] as const)
      if (typed[name].trim() !== '' && !(/^\d{1,3}$/.test(typed[name].trim()) && Number(typed[name]) <= 130))
        wrong[name] = t('registry.people.filter.wrong.age')
    const read = { from: '', to: '' }
    for (const name of ['from', 'to'] as const) {
      const day = readDay(days[name])
      if (day.ok && day.day.precision === 'day')
        read[name] = [day.day.year, day.day.month, day.day.day]
          .map((n) => String(n).padStart(2, '0'))
          .join('-')
      else if (day.ok || day.reason !== 'missing') wrong[name] = t('registry.field.wrong.whole_day')
    }
    setErrors(wrong)
    if (Object.keys(wrong).length === 0)
      onApply({ ...typed, ageFrom: typed.ageFrom.trim(), ageTo: typed.ageTo.trim(), ...read })
  }
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <Select
        label={t('registry.field.sex')}
        filter
        value={typed.sex as CodeOf<'sex'> | ''}
        onChange={put('sex')}
        choices={sexes}
      />
      <Combobox
        label={t('registry.field.nationality')}
        filter
        value={typed.nationality}
        onChange={put('nationality')}
        choices={countries}
      />
      <Combobox
        label={t('registry.field.language')}
        filter
        value={typed.language}
        onChange={put('language')}
        choices={languages}
      />
      <div className="pair">
        <NumberField
          label={t('registry.people.filter.ageFrom')}
          filter
          unit={t('registry.people.filter.years')}
          value={typed.ageFrom}
          onChange={put('ageFrom')}
          error={errors.ageFrom}
        />
        <NumberField
          label={t('registry.people.filter.ageTo')}
          filter
          unit={t('registry.people.filter.years')}
          value={typed.ageTo}
          onChange={put('ageTo')}
          error={errors.ageTo}
        />
      </div>
      {(['from', 'to'] as const).map((name) => (
        <PartialDate
          key={name}
          label={t(`registry.people.filter.${name}`)}
          help={t('registry.field.wholeDayHelp')}
          filter
          uncertain={false}
          value={days[name]}
          onChange={(day) => setDays({ ...days, [name]: day })}
          error={errors[name]}
        />
      ))}
      <div className="actions">
        <Button type="submit" kind="primary">
          {t('registry.people.filter.apply')}
        </Button>
        <Button kind="quiet" onPress={onCancel}>
          {t('ui.cancel')}
        </Button>
      </div>
    </form>
  )
}

function typedOf(day: string): TypedDay {
  const read = parseDay(day)
  return read.ok && read.day.precision === 'day'
    ? typeDay(read.day)
    : { day: '', month: '', year: '', about: false, unknown: false }
}
