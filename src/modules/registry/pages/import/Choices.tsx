import { nameOf, type PersonLanguage, personLanguages } from '../../../../shared/messages.ts'
import { call } from '../../../../ui/api.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Form } from '../../../../ui/Form.tsx'
import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { useSession } from '../../../../ui/session.tsx'
import { TextField } from '../../../../ui/TextField.tsx'
import { useForm } from '../../../../ui/useForm.ts'
import type { CensusBatch } from '../../census/contract.ts'
import type { NoticeInForce } from '../../contract.ts'
import { holdsNames } from '../../rules/census-columns.ts'
import { fold } from '../../rules/names.ts'
import { type CodeOf, useChoices } from '../parts/codes.tsx'

type Ground = Exclude<CodeOf<'ground'>, 'consent'>
type Typed = {
  sexM: 'female' | 'male' | 'not_said' | ''
  sexOne: 'female' | 'male' | 'not_said' | ''
  birthOrder: 'day_first' | 'month_first' | ''
  entryOrder: 'day_first' | 'month_first' | ''
  grounds: Record<string, Ground | 'none'>
  language: PersonLanguage
  how: CodeOf<'way'> | ''
  interpreter: string
  censusDay: string
}

type Props = { batch: CensusBatch; notice: NoticeInForce; onSaid: () => Promise<unknown> }

/** What the file cannot tell by itself, asked once; then a dry run. */
export function Choices({ batch, notice, onSaid }: Props) {
  const t = useT()
  const format = useFormat()
  const { account } = useSession()
  const ways = useChoices('way')
  const grounds = useChoices('ground', ['consent'])
  const sensitive = batch.columns.filter((column) => column.sensitive)
  const chosen = Object.fromEntries(batch.grounds.map(({ field, ground }) => [field, ground]))
  const form = useForm<Typed>({
    initial: {
      sexM: batch.answers.sexM === 'x' ? '' : (batch.answers.sexM ?? ''),
      sexOne: batch.answers.sexOne ?? '',
      birthOrder: batch.answers.birthOrder ?? '',
      entryOrder: batch.answers.entryOrder ?? '',
      grounds: Object.fromEntries(sensitive.map(({ use }) => [use, chosen[use] ?? 'none'])),
      language: batch.notice?.language ?? 'es',
      how: batch.notice?.how ?? 'given_at_the_census',
      interpreter: batch.notice?.interpreter ?? '',
      censusDay: batch.censusDay ?? '',
    },
    check: ({ how }) =>
      how === '' ? [{ path: 'notice.how', message: t('registry.register.wrong.how') }] : [],
    submit: async (typed) => {
      const said = await call<CensusBatch>('PUT', '/api/census/:batchId/choices', {
        params: { batchId: batch.id },
        body: {
          version: batch.version,
          answers: {
            ...(typed.sexM && typed.sexM !== 'not_said' ? { sexM: typed.sexM } : {}),
            ...(typed.sexOne && typed.sexOne !== 'not_said' ? { sexOne: typed.sexOne } : {}),
            ...(typed.birthOrder ? { birthOrder: typed.birthOrder } : {}),
            ...(typed.entryOrder ? { entryOrder: typed.entryOrder } : {}),
          },
          grounds: Object.entries(typed.grounds).flatMap(([field, ground]) =>
            ground === 'none' ? [] : [{ field, ground }],
          ),
          notice: {
            noticeId: notice.noticeId,
            language: typed.language,
            how: typed.how,
            ...(typed.interpreter.trim() ? { interpreter: typed.interpreter.trim() } : {}),
          },
          ...(typed.censusDay ? { censusDay: typed.censusDay } : {}),
        },
      })
      await call<CensusBatch>('POST', '/api/census/:batchId/plan', {
        params: { batchId: batch.id },
        body: { version: said.version },
      })
      await onSaid()
    },
  })
  return (
    <Form
      form={form}
      label={t('registry.import.choices.title')}
      actions={
        <Button
          type="submit"
          kind="primary"
          busy={form.busy}
          disabledReason={
            !holdsNames(batch.columns)
              ? t('registry.import.choices.noName')
              : batch.problem === 'no_rows'
                ? t('registry.import.problem.no_rows')
                : undefined
          }
        >
          {t('registry.import.choices.plan')}
        </Button>
      }
    >
      {batch.questions.map((question) =>
        question.id === 'sex_m' || question.id === 'sex_numbers' ? (
          <RadioGroup
            key={question.id}
            label={t(`registry.import.${question.id}.title`, { rows: question.rows })}
            help={t('registry.import.sex.help', {
              seen: question.seen
                .slice(0, 6)
                .map(({ word, rows }) => `${word} (${format.number(rows)})`)
                .join(', '),
            })}
            choices={(['female', 'male'] as const).map((value) => ({
              value,
              label: t(`registry.import.${question.id}.${value}`),
            }))}
            alsoChoices={[{ value: 'not_said', label: t('registry.import.sex.notSaid') }]}
            {...form.field(question.id === 'sex_m' ? 'sexM' : 'sexOne')}
          />
        ) : (
          <RadioGroup
            key={question.field}
            label={t(`registry.import.order.${question.field}`)}
            help={t('registry.import.order.help', {
              dayFirst: question.evidence.dayFirst,
              monthFirst: question.evidence.monthFirst,
            })}
            choices={(['day_first', 'month_first'] as const).map((value) => ({
              value,
              label: t(`registry.import.order.${value}`),
            }))}
            {...form.field(question.field === 'birth' ? 'birthOrder' : 'entryOrder')}
          />
        ),
      )}
      {sensitive.length > 0 && (
        <fieldset className="group">
          <legend className="label">{t('registry.import.grounds.title')}</legend>
          <p className="help">{t('registry.import.grounds.help', { name: account.name })}</p>
          {sensitive.map(({ key, use, heading }) => (
            <Select
              key={key}
              label={named(heading, t(`registry.import.use.${use}`))}
              help={groundBy(use)}
              name={`grounds.${use}`}
              width="full"
              value={form.values.grounds[use] ?? 'none'}
              onChange={(ground) =>
                form.set('grounds', { ...form.values.grounds, [use]: (ground || 'none') as Ground | 'none' })
              }
              choices={[
                { value: 'none', label: t('registry.import.grounds.none') },
                ...(grounds as { value: Ground; label: string }[]),
              ]}
            />
          ))}
        </fieldset>
      )}
      <fieldset className="group">
        <legend className="label">{t('registry.import.notice.title')}</legend>
        <p className="help">{t('registry.import.notice.help', { version: notice.version })}</p>
        <RadioGroup
          label={t('registry.import.notice.language')}
          inline
          choices={personLanguages.map((value) => ({ value, label: nameOf(value) }))}
          {...form.field('language')}
        />
        <RadioGroup
          label={t('registry.register.notice.how')}
          choices={ways}
          name="notice.how"
          value={form.values.how}
          onChange={(how) => form.set('how', how)}
        />
        <TextField
          label={t('registry.field.interpreter')}
          optional
          width="medium"
          maxLength={200}
          {...form.field('interpreter')}
        />
      </fieldset>
      <TextField
        label={t('registry.import.censusDay')}
        help={t('registry.import.censusDayHelp')}
        optional
        type="date"
        width="medium"
        {...form.field('censusDay')}
      />
    </Form>
  )

  /** The heading, and what it was taken for where that is another word. */
  function named(heading: string, use: string) {
    return fold(heading) === fold(use) ? heading : t('registry.import.grounds.column', { heading, use })
  }

  function groundBy(use: string) {
    const by = batch.grounds.find(({ field }) => field === use)
    return by
      ? t('registry.import.grounds.by', { name: by.chosenBy.name, day: format.moment(by.at) })
      : undefined
  }
}
