import { useState } from 'react'
import { Answered } from '../../../ui/Answered.tsx'
import { Band } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { useAsk, useDo } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Fold } from '../../../ui/Fold.tsx'
import { Form } from '../../../ui/Form.tsx'
import { useFormat } from '../../../ui/format.ts'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { PrintOnly, ScreenOnly } from '../../../ui/Print.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { definePage } from '../../../ui/page.ts'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { Section } from '../../../ui/Sheet.tsx'
import { useCan } from '../../../ui/session.tsx'
import { Textarea } from '../../../ui/Textarea.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { useForm } from '../../../ui/useForm.ts'
import { useStaffLanguage } from '../../registry/panels.tsx'
import type { ProtectionTold } from '../contract.ts'
import { FlagButton } from './parts/Flag.tsx'
import { Acknowledge, Clock, FlagText } from './parts/FlagList.tsx'
import { useWords, type Words } from './parts/words.tsx'
import { Arithmetic } from './result/Arithmetic.tsx'
import { Change } from './result/Change.tsx'
import { ActionNotes, Needs } from './result/Needs.tsx'
import './assessment.css'

type Full = NonNullable<ProtectionTold['result']>
type BandName = Full['bandHigh']
const bands = ['below', 'atRisk', 'vulnerable', 'severe'] as const
const levels = { below: 1, atRisk: 1, vulnerable: 2, severe: 3 } as const

/** A working word of the protection team: with its bounds while they lie in two. */
export function BandMark({ band, low }: { band: BandName; low?: BandName | null }) {
  const t = useT()
  const words = useWords(useStaffLanguage())
  if (!words) return null
  const high = words(`band.${band}`).text
  return (
    <Band level={levels[band]}>
      {low ? t('assessment.band.between', { low: words(`band.${low}`).text, high }) : high}
    </Band>
  )
}

/** Named protection staff alone: flags, full result and band. It is never printed. */
function Protection({ params: { personId } }: { params: { personId: string } }) {
  const query = useAsk<ProtectionTold>('/api/people/:personId/protection', { params: { personId } })
  return <Answered query={query}>{(told) => <Told told={told} />}</Answered>
}

function Told({ told }: { told: ProtectionTold }) {
  const t = useT()
  const words = useWords(useStaffLanguage())
  if (!words) return null
  const { personId, flags, result } = told
  const [open, closed] = [flags.filter((f) => !f.acknowledged), flags.filter((f) => f.acknowledged)]
  return (
    <>
      <PrintOnly>
        <p>{t('assessment.protection.notPrinted')}</p>
      </PrintOnly>
      <ScreenOnly>
        <article className="stack protected">
          <PageHeader
            title={<span dir="auto">{told.name}</span>}
            lead={t('assessment.protection.lead')}
            back={{ href: `/people/${personId}`, label: t('assessment.result.back') }}
            actions={
              <>
                <Link look="button" href={`/people/${personId}/interview?part=protection`}>
                  {t('assessment.protection.ask')}
                </Link>
                <FlagButton personId={personId} />
              </>
            }
          />
          <Section title={t('assessment.flag.list')}>
            {flags.length === 0 && <p className="muted">{t('assessment.flag.none')}</p>}
            <ul className="asked">
              {[...open, ...closed].map((flag) => (
                <li key={flag.id}>
                  <span>
                    <FlagText flag={flag} />
                  </span>
                  <Clock flag={flag} />
                  <Acknowledge flag={flag} />
                </li>
              ))}
            </ul>
          </Section>
          {result ? (
            <FullResult result={result} words={words} />
          ) : (
            <EmptyState title={t('assessment.protection.none')}>
              <p>{t('assessment.protection.noneHelp')}</p>
            </EmptyState>
          )}
        </article>
      </ScreenOnly>
    </>
  )
}

function FullResult({ result, words }: { result: Full; words: Words }) {
  const t = useT()
  const format = useFormat()
  const shown = result.decision?.band ?? result.bandHigh
  const low = result.decision?.band || result.bandLow === result.bandHigh ? null : result.bandLow
  return (
    <>
      <Section title={t('assessment.band.title')}>
        <p className="band-line">
          <BandMark band={shown} low={low} />{' '}
          <span className="muted">
            {t('assessment.result.lead', {
              when: format.day(result.assessment.finishedAt),
              by: result.assessment.finishedBy,
            })}
          </span>
        </p>
        <p>{t('assessment.band.help')}</p>
        {result.wanted.length > 0 && <Notice title={t('assessment.protection.wanted')} />}
        <Decided result={result} words={words} />
      </Section>
      <Section title={t('assessment.protection.needs')}>
        <Needs needs={result.needs} words={words} />
        <ActionNotes needs={result.needs} />
      </Section>
      {result.change && (
        <Section title={t('assessment.change.title', { when: format.day(result.change.from) })}>
          <Change change={result.change} words={words} />
        </Section>
      )}
      <Section title={t('assessment.protection.sums')}>
        <Fold title={t('assessment.arithmetic.show')}>
          <Arithmetic arithmetic={result.arithmetic} complete={result.complete} words={words} />
        </Fold>
      </Section>
    </>
  )
}

type Sent = { kind: 'confirmed' | 'overridden'; band?: BandName; reason?: string }

function Decided({ result, words }: { result: Full; words: Words }) {
  const t = useT()
  const format = useFormat()
  const may = useCan('protection.confirm')
  const [otherwise, setOtherwise] = useState(false)
  const send = useDo<ProtectionTold, Sent>('POST', '/api/interviews/:assessmentId/protection-decision', {
    params: { assessmentId: result.assessment.id },
  })
  const form = useForm<{ band: BandName | ''; reason: string }>({
    initial: { band: '', reason: '' },
    check: ({ band, reason }) => [
      ...(band ? [] : [{ path: 'band', message: t('assessment.wrong.choose') }]),
      ...(reason.trim() ? [] : [{ path: 'reason', message: t('assessment.decide.reasonMissing') }]),
    ],
    submit: async ({ band, reason }) => {
      await send.mutateAsync({ kind: 'overridden', ...(band ? { band } : {}), reason: reason.trim() })
      toast(t('assessment.decide.done'))
      setOtherwise(false)
    },
  })
  const { decision } = result
  return (
    <>
      {decision && (
        <p>
          {t(`assessment.decide.${decision.kind}`, { by: decision.by, when: format.moment(decision.at) })}
          {decision.reason && <span className="said">«{decision.reason}»</span>}
        </p>
      )}
      {send.isError && !otherwise && <ProblemNotice problem={send.error} />}
      {may && !otherwise && (
        <div className="actions">
          {!decision && (
            <Button
              kind="primary"
              busy={send.isPending}
              onPress={() =>
                send.mutate({ kind: 'confirmed' }, { onSuccess: () => toast(t('assessment.decide.done')) })
              }
            >
              {t('assessment.decide.confirm')}
            </Button>
          )}
          <Button onPress={() => setOtherwise(true)}>
            {t(decision ? 'assessment.decide.again' : 'assessment.decide.otherwise')}
          </Button>
        </div>
      )}
      {otherwise && (
        <Form
          form={form}
          label={t('assessment.decide.otherwise')}
          actions={
            <>
              <Button type="submit" kind="primary" busy={form.busy}>
                {t('assessment.decide.save')}
              </Button>
              <Button kind="quiet" onPress={() => setOtherwise(false)}>
                {t('ui.cancel')}
              </Button>
            </>
          }
        >
          <RadioGroup
            label={t('assessment.band.choose')}
            choices={bands.map((value) => ({ value, label: words(`band.${value}`).text }))}
            {...form.field('band')}
          />
          <Textarea
            label={t('assessment.decide.reason')}
            help={t('assessment.decide.reasonHelp')}
            maxLength={2000}
            {...form.field('reason')}
          />
        </Form>
      )}
    </>
  )
}

export const page = definePage({
  path: '/people/$personId/protection',
  title: 'assessment.protection.title',
  verb: 'protection.read',
  Component: Protection,
})
