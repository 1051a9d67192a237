import type { PartialDay } from '../../../../shared/day.ts'
import { isMinor } from '../../../../shared/day.ts'
import { Combobox } from '../../../../ui/Combobox.tsx'
import { useT } from '../../../../ui/language.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { TextField } from '../../../../ui/TextField.tsx'
import {
  type Explained,
  functions,
  type TypedGround,
  type TypedHealth,
  type TypedIdentity,
} from '../../rules/typed.ts'
import { useChoices, useLanguageChoices, useQuestion } from './codes.tsx'
import { inside, type Part, partOf } from './part.ts'

export function HealthFields(part: Part<TypedHealth>) {
  const t = useT()
  const question = useQuestion()
  const difficulty = useChoices('difficulty')
  const known = useChoices('known')
  const field = inside(part)
  const ability = inside(partOf(part, 'washingtonGroup'))
  return (
    <>
      <fieldset className="group">
        <legend className="label">{t('registry.field.washingtonGroup')}</legend>
        <p className="help">{t('registry.field.washingtonGroupHelp')}</p>
        {functions.map((name) => (
          <Select
            key={name}
            label={t(`registry.field.${name}`)}
            help={question(`registry.field.ask.${name}`)}
            optional
            choices={difficulty}
            {...ability(name)}
          />
        ))}
      </fieldset>
      <RadioGroup
        label={t('registry.field.pregnant')}
        optional
        inline
        choices={known}
        {...field('pregnant')}
      />
      <TextField
        label={t('registry.field.chronic')}
        help={question('registry.field.ask.chronic', t('registry.field.chronicHelp'))}
        optional
        maxLength={500}
        {...field('chronic')}
      />
      <RadioGroup
        label={t('registry.field.respiratorySymptoms')}
        optional
        inline
        choices={known}
        {...field('respiratorySymptoms')}
      />
      <TextField label={t('registry.field.vaccination')} optional maxLength={200} {...field('vaccination')} />
    </>
  )
}

export function IdentityFields(part: Part<TypedIdentity>) {
  const t = useT()
  const question = useQuestion()
  const languages = useLanguageChoices()
  const field = inside(part)
  return (
    <>
      <TextField
        label={t('registry.field.genderIdentity')}
        help={question('registry.field.ask.genderIdentity', t('registry.field.genderIdentityHelp'))}
        optional
        width="medium"
        maxLength={100}
        {...field('genderIdentity')}
      />
      <TextField
        label={t('registry.field.indigenousPeople')}
        help={question('registry.field.ask.indigenousPeople')}
        optional
        width="medium"
        maxLength={100}
        {...field('indigenousPeople')}
      />
      <Combobox
        label={t('registry.field.indigenousLanguage')}
        optional
        choices={languages}
        {...field('indigenousLanguage')}
      />
    </>
  )
}

type GroundProps = Part<TypedGround> & { notice: Explained; birth: PartialDay; today: string }

/** Why something sensitive may be kept: express consent, or a ground of the law that the worker signs for. */
export function GroundFields({ notice, birth, today, ...part }: GroundProps) {
  const t = useT()
  const question = useQuestion()
  const grounds = useChoices('ground')
  const methods = useChoices('method')
  const assent = useChoices('assent')
  const field = inside(part)
  const minor = isMinor(birth, today)
  const consent = part.value.ground === 'consent'
  return (
    <fieldset className="group">
      <legend className="label">{t('registry.field.groundTitle')}</legend>
      <p className="help">{t('registry.field.groundHelp')}</p>
      <RadioGroup label={t('registry.field.ground')} choices={grounds} {...field('ground')} />
      {consent && (
        <>
          <RadioGroup
            label={t('registry.field.method')}
            help={question('registry.field.ask.consent')}
            choices={methods}
            {...field('method')}
          />
          {!notice.reviewed && (
            <TextField
              label={t('registry.field.interpreter')}
              help={t('registry.field.interpreterHelp')}
              optional={notice.interpreter.trim() !== ''}
              width="medium"
              maxLength={200}
              {...field('interpreter')}
            />
          )}
          {minor !== false && (
            <>
              <TextField
                label={t('registry.field.representativeName')}
                help={t('registry.field.representativeHelp')}
                optional={minor !== true}
                width="medium"
                maxLength={200}
                {...field('representativeName')}
              />
              <RadioGroup
                label={t('registry.field.childAssent')}
                optional
                choices={assent}
                {...field('childAssent')}
              />
            </>
          )}
        </>
      )}
    </fieldset>
  )
}
