import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnswerOf } from '../../../../shared/contract.ts'
import { useGo } from '../../../../ui/address.ts'
import { call } from '../../../../ui/api.ts'
import { Badge } from '../../../../ui/Badge.tsx'
import { Button } from '../../../../ui/Button.tsx'
import { Link } from '../../../../ui/Link.tsx'
import { useT } from '../../../../ui/language.tsx'
import { Notice } from '../../../../ui/Notice.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { ProblemNotice } from '../../../../ui/ProblemNotice.tsx'
import { Section } from '../../../../ui/Sheet.tsx'
import { useStaffLanguage } from '../../../registry/panels.tsx'
import type { finishInterview, Interview, Step } from '../../contract.ts'
import { FlagButton } from '../parts/Flag.tsx'
import { instrument, useHeadingFocus, useSaid, useWords, type Words } from '../parts/words.tsx'

type Props = {
  told: Interview
  onOpen: (item: string) => void
  onNext: () => void
}

/** All that applies, by dimension, in any order: what was said, what is left, what waits for another moment. */
export function Overview({ told, onOpen, onNext }: Props) {
  const t = useT()
  const words = useWords(useStaffLanguage())
  useHeadingFocus(Boolean(words))
  const left = told.steps.some((s) => s.state === 'to_ask' || s.state === 'begun')
  if (!words) return null
  const dimensions = [...new Set(told.steps.map((s) => s.dimension))]
  const later = told.steps.filter((s) => s.state === 'later')
  return (
    <div className="stack overview">
      <PageHeader
        title={t('assessment.overview.title')}
        lead={left ? t('assessment.overview.left') : t('assessment.overview.done')}
        back={{ href: `/people/${told.personId}`, label: told.name }}
        actions={
          <>
            {left && (
              <Button kind="primary" onPress={onNext}>
                {t('assessment.overview.next')}
              </Button>
            )}
            <FlagButton personId={told.personId} />
            <Link look="quiet" href={`/people/${told.personId}`}>
              {t('assessment.interview.stop')}
            </Link>
          </>
        }
      />
      {!left && <Finish told={told} left={left} />}
      {dimensions.map((dimension) => {
        const steps = told.steps.filter((s) => s.dimension === dimension && s.state !== 'later')
        if (steps.length === 0) return null
        const title = words(dimension === null ? 'dimension.strengths' : `dimension.${dimension}`).text
        return (
          <Section key={dimension ?? 'strengths'} title={title}>
            <ul className="asked">
              {steps.map((step) => (
                <Line key={step.item} step={step} words={words} onOpen={() => onOpen(step.item)} />
              ))}
            </ul>
          </Section>
        )
      })}
      {told.oneWay.length > 0 && (
        <Section title={t('assessment.overview.oneWay')}>
          <p>{t('assessment.overview.oneWayHelp')}</p>
          <ul className="asked">
            {told.oneWay.map((id) => (
              <li key={id}>
                <span>{words(`${id}.question`).text}</span>
                <Button
                  kind="quiet"
                  onPress={() => onOpen(id)}
                  aria-label={`${t('assessment.overview.note')}: ${words(`${id}.question`).text}`}
                >
                  {t('assessment.overview.note')}
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {later.length > 0 && (
        <Section title={t('assessment.overview.later')}>
          <p>{t('assessment.overview.laterHelp')}</p>
          <ul className="asked">
            {later.map((step) => (
              <li key={step.item}>
                <span>{titleOf(words, step)}</span>
                <span className="muted">
                  {step.later.map((why) => t(`assessment.later.${why}`)).join('; ')}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {left && <Finish told={told} left={left} />}
    </div>
  )
}

function titleOf(words: Words, step: Step): string {
  const item = instrument.item(step.item)
  return words(item.askedBy === 'nobody' ? `${item.id}.name` : `${item.id}.question`).text
}

function Line({ step, words, onOpen }: { step: Step; words: Words; onOpen: () => void }) {
  const t = useT()
  const say = useSaid(words)
  const item = instrument.item(step.item)
  const shown = step.fields.filter((f) => f.state !== 'left_out')
  const known = shown.length > 0 && shown.every((f) => f.state === 'known')
  const values = shown.flatMap((f) => {
    const field = item.fields.find((x) => x.id === f.id)
    if (!field || f.value === undefined) return []
    const said = say(item, field, f.value)
    return shown.length > 1 ? [`${words(`${item.id}.field.${field.id}`).text}: ${said}`] : [said]
  })
  return (
    <li>
      <span>
        <span className={step.state === 'done' ? 'muted' : undefined}>{titleOf(words, step)}</span>
        {values.length > 0 && <span className="said">{values.join(' · ')}</span>}
      </span>
      {known && <Badge>{t('assessment.overview.known')}</Badge>}
      {item.fields.length > 0 && (
        <Button kind="quiet" onPress={onOpen} aria-label={`${t(labelOf(step))}: ${titleOf(words, step)}`}>
          {t(labelOf(step))}
        </Button>
      )}
    </li>
  )
}

const labelOf = (step: Step) =>
  step.state === 'done'
    ? 'assessment.overview.change'
    : step.state === 'begun'
      ? 'assessment.overview.goOn'
      : 'assessment.overview.ask'

/** Finishing says what comes next; what was not asked stays unasked and is held against nobody. */
function Finish({ told, left }: { told: Interview; left: boolean }) {
  const t = useT()
  const go = useGo()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const assessment = told.assessment!
  // Somebody has finished it: only protection staff complete their part.
  if (told.last?.assessmentId === assessment.id)
    return (
      <Notice title={t('assessment.overview.protectionPart')}>
        <Link look="button" href={`/people/${told.personId}/protection`}>
          {t('assessment.protection.open')}
        </Link>
      </Notice>
    )
  const finish = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      await call<AnswerOf<typeof finishInterview>>('POST', '/api/interviews/:assessmentId/finish', {
        params: { assessmentId: assessment.id },
        body: { version: assessment.version },
      })
      // Asked anew where it is next shown; this page goes away.
      await client.invalidateQueries({ refetchType: 'none' })
      go(`/people/${told.personId}/result`)
    } catch (refused) {
      setProblem(refused)
      setBusy(false)
    }
  }
  return (
    <Section title={t('assessment.overview.finishTitle')}>
      <p>{t(left ? 'assessment.overview.finishLeft' : 'assessment.overview.finishDone')}</p>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <div className="actions">
        <Button kind={left ? 'secondary' : 'primary'} busy={busy} onPress={() => void finish()}>
          {t('assessment.overview.finish')}
        </Button>
      </div>
    </Section>
  )
}
