import { ArrowUpDown } from 'lucide-react'
import { Button } from '../../../../ui/Button.tsx'
import { Combobox } from '../../../../ui/Combobox.tsx'
import { useT } from '../../../../ui/language.tsx'
import { PartialDate } from '../../../../ui/PartialDate.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { useStored } from '../../../../ui/stored.ts'
import { TextField } from '../../../../ui/TextField.tsx'
import type { TypedCore, TypedLanguage } from '../../rules/typed.ts'
import { useChoices, useCountryChoices, useLanguageChoices, useQuestion } from './codes.tsx'
import { inside, type Part } from './part.ts'
import { Rows } from './Rows.tsx'

/** Names in the order in which the person says them: one surname, two or none are all normal. */
export function NameFields(part: Part<TypedCore>) {
  const t = useT()
  const question = useQuestion()
  const field = inside(part)
  const [surnamesFirst, setSurnamesFirst] = useStored('register.surnamesFirst', false)
  const given = (
    <TextField
      key="given"
      label={t('registry.field.givenNames')}
      help={question('registry.field.ask.names', t('registry.field.givenNamesHelp'))}
      maxLength={300}
      spellCheck={false}
      {...field('givenNames')}
    />
  )
  const surnames = (
    <div key="surnames" className="pair">
      <TextField
        label={t('registry.field.surname1')}
        optional
        maxLength={300}
        spellCheck={false}
        {...field('surname1')}
      />
      <TextField
        label={t('registry.field.surname2')}
        optional
        maxLength={300}
        spellCheck={false}
        {...field('surname2')}
      />
    </div>
  )
  return (
    <>
      {surnamesFirst ? [surnames, given] : [given, surnames]}
      <TextField
        label={t('registry.field.chosenName')}
        help={question('registry.field.ask.chosenName', t('registry.field.chosenNameHelp'))}
        optional
        maxLength={300}
        spellCheck={false}
        {...field('chosenName')}
      />
      <div className="actions">
        <Button kind="quiet" icon={ArrowUpDown} onPress={() => setSurnamesFirst(!surnamesFirst)}>
          {t(surnamesFirst ? 'registry.field.givenFirst' : 'registry.field.surnamesFirst')}
        </Button>
      </div>
    </>
  )
}

export function BirthField(part: Part<TypedCore>) {
  const t = useT()
  const question = useQuestion()
  return (
    <PartialDate
      label={t('registry.field.birth')}
      help={question('registry.field.ask.birth', t('registry.field.birthHelp'))}
      optional
      {...inside(part)('birth')}
    />
  )
}

export function SexField(part: Part<TypedCore>) {
  const t = useT()
  const question = useQuestion()
  const choices = useChoices('sex')
  return (
    <RadioGroup
      label={t('registry.field.sex')}
      help={question('registry.field.ask.sex')}
      optional
      inline
      choices={choices}
      {...inside(part)('sex')}
    />
  )
}

export function NationalityFields({ path, value, onChange }: Part<TypedCore>) {
  const t = useT()
  const question = useQuestion()
  const choices = useCountryChoices()
  const held = value.nationalities
  const put = (nationalities: string[]) => onChange({ ...value, nationalities })
  return (
    <Rows
      count={held.length}
      most={5}
      add={t('registry.field.addNationality')}
      onAdd={() => put([...held, ''])}
    >
      {held.map((code, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <div key={i} className="row">
          <Combobox
            label={t(i === 0 ? 'registry.field.nationality' : 'registry.field.otherNationality', {
              number: i + 1,
            })}
            help={i === 0 ? question('registry.field.ask.nationality') : undefined}
            optional
            name={`${path}.nationalities.${i}`}
            value={code}
            onChange={(chosen) => put(held.map((old, j) => (j === i ? chosen : old)))}
            choices={choices}
          />
        </div>
      ))}
    </Rows>
  )
}

export function LanguageFields({ path, value, onChange }: Part<TypedCore>) {
  const t = useT()
  const question = useQuestion()
  const choices = useLanguageChoices()
  const levels = useChoices('level')
  const spoken = value.languages
  const put = (languages: TypedLanguage[]) => onChange({ ...value, languages })
  const change = (i: number, part: Partial<TypedLanguage>) =>
    put(spoken.map((old, j) => (j === i ? { ...old, ...part } : old)))
  return (
    <Rows
      count={spoken.length}
      most={10}
      add={t('registry.field.addLanguage')}
      onAdd={() => put([...spoken, { code: '', level: 'some' }])}
    >
      {spoken.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <div key={i} className="row pair">
          <Combobox
            label={t(i === 0 ? 'registry.field.language' : 'registry.field.otherLanguage', { number: i + 1 })}
            help={i === 0 ? question('registry.field.ask.languages') : undefined}
            optional
            name={`${path}.languages.${i}`}
            value={one.code}
            onChange={(code) => change(i, { code })}
            choices={choices}
          />
          <Select
            label={t('registry.field.level', { number: i + 1 })}
            name={`${path}.languages.${i}.level`}
            value={one.level}
            onChange={(level) => level && change(i, { level })}
            choices={levels}
          />
        </div>
      ))}
    </Rows>
  )
}

export function OriginFields(part: Part<TypedCore>) {
  const t = useT()
  const question = useQuestion()
  const countries = useCountryChoices()
  const civil = useChoices('civil')
  const field = inside(part)
  return (
    <>
      <Combobox
        label={t('registry.field.countryOfBirth')}
        help={question('registry.field.ask.countryOfBirth')}
        optional
        choices={countries}
        {...field('countryOfBirth')}
      />
      <Select
        label={t('registry.field.civilStatus')}
        help={question('registry.field.ask.civilStatus')}
        optional
        choices={civil}
        {...field('civilStatus')}
      />
    </>
  )
}

/** All of the core sheet, for the page that corrects it. */
export function CoreFields(part: Part<TypedCore>) {
  return (
    <>
      <NameFields {...part} />
      <BirthField {...part} />
      <SexField {...part} />
      <NationalityFields {...part} />
      <LanguageFields {...part} />
      <OriginFields {...part} />
    </>
  )
}
