import { Combobox } from '../../../../ui/Combobox.tsx'
import { useT } from '../../../../ui/language.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { Textarea } from '../../../../ui/Textarea.tsx'
import { TextField } from '../../../../ui/TextField.tsx'
import type { TypedSituation, TypedWork } from '../../rules/typed.ts'
import { useChoices, useCountryChoices } from './codes.tsx'
import { inside, type Part } from './part.ts'

export function WorkFields(part: Part<TypedWork>) {
  const t = useT()
  const schooling = useChoices('schooling')
  const countries = useCountryChoices()
  const field = inside(part)
  return (
    <>
      <Select label={t('registry.field.schooling')} optional choices={schooling} {...field('schooling')} />
      <Combobox
        label={t('registry.field.schoolingCountry')}
        optional
        choices={countries}
        {...field('schoolingCountry')}
      />
      <TextField label={t('registry.field.occupation')} optional maxLength={200} {...field('occupation')} />
      <Textarea
        label={t('registry.field.experience')}
        help={t('registry.field.experienceHelp')}
        optional
        rows={3}
        maxLength={1000}
        {...field('experience')}
      />
    </>
  )
}

/** Counted under a pseudonym; nothing lists people by it. */
export function SituationFields(part: Part<TypedSituation>) {
  const t = useT()
  const group = useChoices('group')
  const stay = useChoices('stay')
  const origin = useChoices('origin')
  const field = inside(part)
  return (
    <>
      <p className="help">{t('registry.field.situationHelp')}</p>
      <Select
        label={t('registry.field.populationGroup')}
        optional
        width="full"
        choices={group}
        {...field('populationGroup')}
      />
      <Select label={t('registry.field.stayType')} optional choices={stay} {...field('stayType')} />
      <Select label={t('registry.field.originClass')} optional choices={origin} {...field('originClass')} />
    </>
  )
}
