import { Fragment } from 'react'
import { newId } from '../../../../shared/id.ts'
import type { PersonLanguage } from '../../../../shared/messages.ts'
import { nameOf } from '../../../../shared/messages.ts'
import { call } from '../../../../ui/api.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Checkbox } from '../../../../ui/CheckboxGroup.tsx'
import { Form } from '../../../../ui/Form.tsx'
import { useFormat } from '../../../../ui/format.ts'
import { Link } from '../../../../ui/Link.tsx'
import { useT } from '../../../../ui/language.tsx'
import { Notice } from '../../../../ui/Notice.tsx'
import { Unreviewed } from '../../../../ui/PersonText.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import { useForm } from '../../../../ui/useForm.ts'
import type { Interview, Situation } from '../../contract.ts'
import { Spoken, useWords } from '../parts/words.tsx'

const languages: readonly PersonLanguage[] = ['es', 'ht', 'en']
const settings = ['desk', 'seated', 'private'] as const
const interpreters = ['none', 'professional', 'family'] as const

/** What it is for, to be read out before the first question. */
function Purpose({ lang, respondent }: { lang: PersonLanguage; respondent: Situation['respondent'] }) {
  const t = useT()
  const words = useWords(lang)
  if (!words) return null
  const said = [
    words('frame.purpose'),
    words(respondent === 'self' ? 'frame.self' : 'frame.representative'),
  ] as const
  return (
    <section className="purpose" aria-label={t('assessment.start.purpose')}>
      <h2>{t('assessment.start.purpose')}</h2>
      <p className="purpose-words">
        {said.map((one) => (
          <Fragment key={one.text}>
            <Spoken said={one} />{' '}
          </Fragment>
        ))}
      </p>
      {!said.every((one) => one.reviewed) && <Unreviewed />}
    </section>
  )
}

/** Where and with whom, each time one sits down: it decides what may be asked here. */
export function Start({
  interview,
  protection,
  onStarted,
}: {
  interview: Interview
  /** Protection staff take up their part of the interview that was finished last. */
  protection: boolean
  onStarted: (now: Interview) => void
}) {
  const t = useT()
  const format = useFormat()
  const { assessment, last } = interview
  const before = assessment?.situation
  const form = useForm<Situation>({
    initial: before ?? {
      language: languages.includes(interview.language) ? interview.language : 'es',
      setting: protection ? 'private' : 'seated',
      respondent: 'self',
      interpreter: 'none',
      serviceNow: protection,
    },
    submit: async (situation) =>
      onStarted(
        await call<Interview>('POST', '/api/people/:personId/interview', {
          params: { personId: interview.personId },
          body: {
            assessmentId: assessment?.id ?? (protection && last ? last.assessmentId : newId()),
            phase: assessment?.phase ?? (last ? 'follow_up' : 'assessment'),
            ...situation,
            serviceNow: situation.setting === 'private' && situation.serviceNow,
          },
        }),
      ),
  })
  const { setting, interpreter } = form.values
  return (
    <Form
      form={form}
      label={t('assessment.start.title')}
      actions={
        <>
          <Button type="submit" kind="primary" busy={form.busy}>
            {assessment ? t('assessment.start.goOn') : t('assessment.start.begin')}
          </Button>
          <Link look="quiet" href={`/people/${interview.personId}`}>
            {t('assessment.start.notNow')}
          </Link>
        </>
      }
    >
      {assessment ? (
        <Notice title={t('assessment.start.underWay', { when: format.moment(assessment.startedAt) })}>
          <p>{t('assessment.start.underWayHelp')}</p>
        </Notice>
      ) : (
        last && (
          <Notice title={t('assessment.start.before', { when: format.day(last.finishedAt) })}>
            <p>{t('assessment.start.beforeHelp')}</p>
          </Notice>
        )
      )}
      {interview.missingFacts.length > 0 && (
        <Notice tone="warn" title={t('assessment.start.missing')}>
          <ul>
            {interview.missingFacts.map((fact) => (
              <li key={fact}>{t(`assessment.missing.${fact}`)}</li>
            ))}
          </ul>
          <Link href={`/people/${interview.personId}`}>{t('assessment.start.completeFile')}</Link>
        </Notice>
      )}
      <RadioGroup
        label={t('assessment.start.language')}
        choices={languages.map((value) => ({ value, label: nameOf(value) }))}
        inline
        {...form.field('language')}
      />
      <Purpose lang={form.values.language} respondent={form.values.respondent} />
      <RadioGroup
        label={t('assessment.start.setting')}
        choices={settings.map((value) => ({
          value,
          label: t(`assessment.setting.${value}`),
          help: t(`assessment.setting.${value}Help`),
        }))}
        {...form.field('setting')}
      />
      {interview.minor !== false && (
        <RadioGroup
          label={t('assessment.start.respondent')}
          help={t('assessment.start.respondentHelp')}
          choices={[
            { value: 'self', label: t('assessment.respondent.self') },
            { value: 'representative', label: t('assessment.respondent.representative') },
          ]}
          {...form.field('respondent')}
        />
      )}
      <RadioGroup
        label={t('assessment.start.interpreter')}
        choices={interpreters.map((value) => ({ value, label: t(`assessment.interpreter.${value}`) }))}
        inline
        {...form.field('interpreter')}
      />
      {interpreter === 'family' && setting === 'private' && (
        <Notice tone="warn" title={t('assessment.start.familyInterpreter')} />
      )}
      {setting === 'private' && (
        <Checkbox
          label={t('assessment.start.serviceNow')}
          help={t('assessment.start.serviceNowHelp')}
          value={form.values.serviceNow}
          onChange={(value) => form.set('serviceNow', value)}
        />
      )}
    </Form>
  )
}
