import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { newId } from '../../../shared/id.ts'
import type { PersonLanguage } from '../../../shared/messages.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { useAddress } from '../../../ui/address.ts'
import { ApiProblem, call } from '../../../ui/api.ts'
import { Button } from '../../../ui/Button.tsx'
import { useAsk } from '../../../ui/data.ts'
import { useFormat } from '../../../ui/format.ts'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { definePage } from '../../../ui/page.ts'
import { toast } from '../../../ui/Toast.tsx'
import type { Interview as Told } from '../contract.ts'
import { evaluate } from '../instruments/expression.ts'
import type { Item } from '../instruments/types.ts'
import { environment, type Facts } from '../rules/facts.ts'
import { type Question as Asked, nextItem, nextQuestion } from '../rules/flow.ts'
import { Overview } from './interview/Overview.tsx'
import { Question } from './interview/Question.tsx'
import { Start } from './interview/Start.tsx'
import { FlagButton } from './parts/Flag.tsx'
import { type Answer, instrument } from './parts/words.tsx'
import './assessment.css'

const url = '/api/people/:personId/interview'
const addressed = { part: '' }

function Interview({ params: { personId } }: { params: { personId: string } }) {
  const asked = useAsk<Told>(url, { params: { personId } })
  return (
    <Answered query={asked}>
      {(told) => <Sitting key={told.personId} told={told} asked={personId} />}
    </Answered>
  )
}

function Sitting({ told, asked }: { told: Told; asked: string }) {
  const t = useT()
  const client = useQueryClient()
  const [{ part }] = useAddress(addressed)
  const [sat, setSat] = useState(false)
  const keep = (now: Told) => {
    client.setQueryData([url, { personId: asked }, null, null], now)
    // What else was told of this person may have changed with it.
    void client.invalidateQueries({
      predicate: ({ queryKey: [key] }) =>
        typeof key === 'string' && key !== url && /^\/api\/(people|caseload|households|protection)/.test(key),
    })
  }
  const protection = part === 'protection' && told.mayAskProtection
  if (!sat || !told.assessment?.situation)
    return (
      <>
        <PageHeader
          title={t('assessment.interview.with', { name: told.name })}
          lead={t('assessment.interview.lead')}
          back={{ href: `/people/${told.personId}`, label: told.name }}
          actions={<FlagButton personId={told.personId} />}
        />
        <Start
          interview={told}
          protection={protection}
          onStarted={(now) => {
            keep(now)
            setSat(true)
          }}
        />
      </>
    )
  return <Asking told={told} lang={told.assessment.situation.language} keep={keep} />
}

type Place = Asked | 'overview'

const fieldsOf = (told: Told, item: string) => told.steps.find((step) => step.item === item)?.fields ?? []

/** What is told apart for protection is asked field by field from what was said here; nothing of it comes back. */
function nextUnseen(
  item: Item,
  said: Readonly<Record<string, Answer>>,
  on: string,
  leaving?: string,
): Asked | null {
  const facts: Facts = {
    on,
    birth: { precision: 'unknown' },
    sex: null,
    nationalities: [],
    firstLanguage: null,
    stay: null,
    household: null,
    area: null,
    povertyLines: [],
    known: [],
  }
  const env = environment(instrument, { facts, answers: { [item.id]: said }, phase: 'assessment' }, 'full')
  const from = leaving === undefined ? 0 : item.fields.findIndex((f) => f.id === leaving) + 1
  const field = item.fields.slice(from).find((f) => !f.askIf || evaluate(f.askIf, env) === true)
  return field ? { item: item.id, field: field.id } : null
}

function Asking({ told, lang, keep }: { told: Told; lang: PersonLanguage; keep: (now: Told) => void }) {
  const t = useT()
  const today = useFormat().today()
  const plan = { steps: told.steps, missingFacts: told.missingFacts }
  const [place, setPlace] = useState<Place>(() => nextQuestion(plan) ?? 'overview')
  // Where to go once what is being saved is saved: until then nothing typed may leave the screen.
  const wanted = useRef<Place>(null)
  const [visited, setVisited] = useState<readonly Place[]>([])
  const [unseen, setUnseen] = useState<Record<string, Answer>>({})
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  // Answering again after a lost connection is the same answer.
  const [ids, setIds] = useState(() => ({ answerId: newId(), commandId: newId() }))
  const assessment = told.assessment!

  const go = (to: Place, remember = true) => {
    if (remember) setVisited((before) => [...before, place])
    setProblem(undefined)
    setIds({ answerId: newId(), commandId: newId() })
    setPlace(to)
  }
  const openItem = (id: string) => {
    const item = instrument.item(id)
    const oneWay = told.oneWay.includes(id)
    if (oneWay) setUnseen({})
    const open = oneWay ? nextUnseen(item, {}, today) : (nextQuestion(plan, id) ?? null)
    const asked =
      open?.item === id ? open : { item: id, field: fieldsOf(told, id)[0]?.id ?? item.fields[0]!.id }
    go(asked)
  }

  if (place === 'overview')
    return <Overview told={told} onOpen={openItem} onNext={() => go(nextQuestion(plan) ?? 'overview')} />

  const item = instrument.item(place.item)
  const field = item.fields.find((f) => f.id === place.field)!
  const oneWay = told.oneWay.includes(item.id)
  const step = told.steps.find((s) => s.item === item.id)
  const held = step?.fields.find((f) => f.id === field.id)

  const answer = async (value: Answer) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const now = await call<Told>('PUT', '/api/interviews/:assessmentId/items/:item', {
        params: { assessmentId: assessment.id, item: item.id },
        body: {
          answerId: ids.answerId,
          basedOn: step?.answerId ?? null,
          fields: [{ field: field.id, value }],
        },
        commandId: ids.commandId,
      })
      keep(now)
      let next = oneWay ? null : nextQuestion({ steps: now.steps, missingFacts: now.missingFacts }, item.id)
      if (oneWay) {
        const said = { ...unseen, [field.id]: value }
        setUnseen(said)
        next = nextUnseen(item, said, today, field.id)
        if (!next) toast(t('assessment.interview.putAway'))
      }
      go(wanted.current ?? next ?? 'overview')
    } catch (refused) {
      setProblem(refused)
    } finally {
      wanted.current = null
      setBusy(false)
    }
  }
  const leaveTo = (to: Place) => {
    if (busy) wanted.current = to
    else go(to)
  }
  const skip = () => {
    const next = oneWay ? null : nextItem(plan, item.id)
    leaveTo(next && next.item !== item.id ? next : 'overview')
  }
  const reload = async () => {
    const now = await call<Told>('GET', url, { params: { personId: told.personId } })
    keep(now)
    setProblem(undefined)
    setIds({ answerId: newId(), commandId: newId() })
  }
  return (
    <Question
      key={`${item.id}.${field.id}.${step?.answerId ?? ''}`}
      personId={told.personId}
      name={told.name}
      item={item}
      field={field}
      lang={lang}
      lawNote={step?.lawNote ?? false}
      unseen={oneWay}
      busy={busy}
      progress={told.progress}
      {...(held?.value !== undefined ? { value: held.value } : {})}
      problem={
        problem instanceof ApiProblem && problem.code === 'changed_meanwhile' ? (
          <Notice
            tone="warn"
            live
            title={t('assessment.interview.changed')}
            actions={<Button onPress={() => void reload()}>{t('assessment.interview.seeSaved')}</Button>}
          />
        ) : (
          problem !== undefined && <ProblemNotice problem={problem} retry={() => setProblem(undefined)} />
        )
      }
      onAnswer={(value) => void answer(value)}
      onSkip={skip}
      onOverview={() => leaveTo('overview')}
      {...(visited.length > 0 && !busy
        ? {
            onBack: () => {
              setPlace(visited.at(-1)!)
              setVisited((before) => before.slice(0, -1))
              setProblem(undefined)
              setIds({ answerId: newId(), commandId: newId() })
            },
          }
        : {})}
    />
  )
}

export const page = definePage({
  path: '/people/$personId/interview',
  title: 'assessment.interview.title',
  verb: 'interview.read',
  Component: Interview,
})
