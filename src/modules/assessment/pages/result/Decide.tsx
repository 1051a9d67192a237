import { useState } from 'react'
import { newId } from '../../../../shared/id.ts'
import { Button } from '../../../../ui/Button.tsx'
import { CheckboxGroup } from '../../../../ui/CheckboxGroup.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { useDo } from '../../../../ui/data.ts'
import { Form } from '../../../../ui/Form.tsx'
import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'
import { ProblemNotice } from '../../../../ui/ProblemNotice.tsx'
import { Section } from '../../../../ui/Sheet.tsx'
import { useCan } from '../../../../ui/session.tsx'
import { Textarea } from '../../../../ui/Textarea.tsx'
import { toast } from '../../../../ui/Toast.tsx'
import { useForm } from '../../../../ui/useForm.ts'
import type { SharedResult } from '../../contract.ts'
import { supportOf, type Words } from '../parts/words.tsx'

type Sent = {
  version: number
  kind: 'confirmed' | 'overridden'
  reason?: string
  added?: readonly string[]
  setAside?: readonly string[]
}

/** The result orients; somebody decides, and says why when it is otherwise. */
export function Decide({ result, words }: { result: SharedResult; words: Words }) {
  const t = useT()
  const format = useFormat()
  const may = useCan('result.confirm')
  const [otherwise, setOtherwise] = useState(false)
  const { id, version } = result.assessment
  const send = useDo<SharedResult, Sent>('POST', '/api/interviews/:assessmentId/decision', {
    params: { assessmentId: id },
  })
  const { decision } = result
  const names = (ids: readonly string[]) =>
    ids.map((i) => supportOf(words, i).text.replace(/\.$/, '')).join('; ')
  return (
    <Section title={t('assessment.decide.title')}>
      {decision ? (
        <>
          <p>
            {t(`assessment.decide.${decision.kind}`, {
              by: decision.by,
              when: format.moment(decision.at),
            })}
          </p>
          {decision.reason && <p dir="auto">«{decision.reason}»</p>}
          {decision.added.length > 0 && (
            <p>{t('assessment.decide.addedSaid', { what: names(decision.added) })}</p>
          )}
          {decision.setAside.length > 0 && (
            <p>{t('assessment.decide.asideSaid', { what: names(decision.setAside) })}</p>
          )}
        </>
      ) : (
        <p>{t('assessment.decide.lead')}</p>
      )}
      {send.isError && <ProblemNotice problem={send.error} />}
      {may && !otherwise && (
        <div className="actions">
          {!decision && (
            <Button
              kind="primary"
              busy={send.isPending}
              onPress={() =>
                send.mutate(
                  { version, kind: 'confirmed' },
                  { onSuccess: () => toast(t('assessment.decide.done')) },
                )
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
        <Otherwise
          result={result}
          words={words}
          onDone={() => setOtherwise(false)}
          send={(sent) => send.mutateAsync(sent)}
        />
      )}
    </Section>
  )
}

function Otherwise({
  result,
  words,
  onDone,
  send,
}: {
  result: SharedResult
  words: Words
  onDone: () => void
  send: (sent: Sent) => Promise<unknown>
}) {
  const t = useT()
  const form = useForm<{ reason: string; added: string[]; setAside: string[] }>({
    initial: {
      reason: '',
      added: result.decision?.added ?? [],
      setAside: result.decision?.setAside ?? [],
    },
    check: ({ reason }) =>
      reason.trim() ? [] : [{ path: 'reason', message: t('assessment.decide.reasonMissing') }],
    submit: async ({ reason, added, setAside }) => {
      await send({
        version: result.assessment.version,
        kind: 'overridden',
        reason: reason.trim(),
        added,
        setAside,
      })
      toast(t('assessment.decide.done'))
      onDone()
    },
  })
  const choices = (ids: readonly string[]) =>
    ids.map((value) => ({ value, label: supportOf(words, value).text }))
  const needed = result.needs.map((n) => n.indicator)
  return (
    <Form
      form={form}
      label={t('assessment.decide.otherwise')}
      actions={
        <>
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('assessment.decide.save')}
          </Button>
          <Button kind="quiet" onPress={onDone}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      {needed.length > 0 && (
        <CheckboxGroup
          label={t('assessment.decide.aside')}
          optional
          choices={choices(needed)}
          {...form.field('setAside')}
        />
      )}
      <CheckboxGroup
        label={t('assessment.decide.added')}
        optional
        choices={choices(result.arithmetic.lines.filter((l) => l.status !== 1).map((l) => l.indicator))}
        {...form.field('added')}
      />
      <Textarea
        label={t('assessment.decide.reason')}
        help={t('assessment.decide.reasonHelp')}
        maxLength={2000}
        {...form.field('reason')}
      />
    </Form>
  )
}

/** What the person says against it, and what they are answered. */
export function Contests({ result }: { result: SharedResult }) {
  const t = useT()
  const format = useFormat()
  const mayContest = useCan('result.contest')
  const mayAnswer = useCan('result.confirm')
  const [open, setOpen] = useState<'new' | string>()
  return (
    <Section
      title={t('assessment.contest.title')}
      actions={mayContest && <Button onPress={() => setOpen('new')}>{t('assessment.contest.record')}</Button>}
    >
      {result.contests.length === 0 && <p className="muted">{t('assessment.contest.none')}</p>}
      <ul className="contests">
        {result.contests.map((one) => (
          <li key={one.id} className="stack">
            <p dir="auto">«{one.words}»</p>
            <p className="muted small">
              {t('assessment.contest.recorded', { by: one.by, when: format.moment(one.at) })}
            </p>
            {one.answer ? (
              <>
                <p dir="auto">{one.answer.words}</p>
                <p className="muted small">
                  {t('assessment.contest.answered', {
                    by: one.answer.by,
                    when: format.moment(one.answer.at),
                  })}
                </p>
              </>
            ) : (
              mayAnswer && (
                <div className="actions">
                  <Button onPress={() => setOpen(one.id)}>{t('assessment.contest.answer')}</Button>
                </div>
              )
            )}
          </li>
        ))}
      </ul>
      {open && (
        <Contest
          title={t(open === 'new' ? 'assessment.contest.record' : 'assessment.contest.answer')}
          label={t(open === 'new' ? 'assessment.contest.words' : 'assessment.contest.answerWords')}
          onClose={() => setOpen(undefined)}
          url={open === 'new' ? '/api/interviews/:assessmentId/contests' : '/api/contests/:contestId/answer'}
          params={open === 'new' ? { assessmentId: result.assessment.id } : { contestId: open }}
          more={open === 'new'}
        />
      )}
    </Section>
  )
}

function Contest(props: {
  title: string
  label: string
  onClose: () => void
  url: string
  params: Record<string, string>
  more: boolean
}) {
  const t = useT()
  const [contestId] = useState(newId)
  const save = useDo<SharedResult, { words: string; contestId?: string }>('POST', props.url, {
    params: props.params,
  })
  const form = useForm({
    initial: { words: '' },
    check: ({ words }) => (words.trim() ? [] : [{ path: 'words', message: t('assessment.wrong.write') }]),
    submit: async ({ words }) => {
      await save.mutateAsync({ words: words.trim(), ...(props.more ? { contestId } : {}) })
      props.onClose()
    },
  })
  return (
    <Dialog open onClose={props.onClose} title={props.title}>
      <Form
        form={form}
        label={props.title}
        actions={
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('assessment.contest.save')}
          </Button>
        }
      >
        <Textarea label={props.label} maxLength={2000} {...form.field('words')} />
      </Form>
    </Dialog>
  )
}
