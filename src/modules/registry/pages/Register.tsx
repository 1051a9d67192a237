import { useQueryClient } from '@tanstack/react-query'
import { ListChecks, UserPlus } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { newId } from '../../../shared/id.ts'
import type { Sheet } from '../../../shared/sheets.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { useGo } from '../../../ui/address.ts'
import { ApiProblem, call } from '../../../ui/api.ts'
import { Button } from '../../../ui/Button.tsx'
import { useAsk } from '../../../ui/data.ts'
import { useFormat } from '../../../ui/format.ts'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { definePage } from '../../../ui/page.ts'
import { useStored } from '../../../ui/stored.ts'
import { toast } from '../../../ui/Toast.tsx'
import type { likelyDuplicates, NewMember, noticeInForce, Registration, registerFamily } from '../contract.ts'
import { emptyCore, emptyMember, readMember, type TypedMember } from '../rules/typed.ts'
import { CardSheet } from './CardSheet.tsx'
import type { AlikePerson } from './parts/Alike.tsx'
import { type CodeOf, PersonSpeaks, useStaffLanguage } from './parts/codes.tsx'
import { RegisterAlike } from './RegisterAlike.tsx'
import { RegisterMember, type Then } from './RegisterMember.tsx'
import { RegisterNotice, type Shown } from './RegisterNotice.tsx'
import { nameOfMember, RegisterReview } from './RegisterReview.tsx'
import './registry.css'

type NoticeText = AnswerOf<typeof noticeInForce>
type Registered = AnswerOf<typeof registerFamily>

type Step =
  | { at: 'notice' }
  | { at: 'member'; index: number; again: boolean }
  | { at: 'alike'; index: number; candidates: AlikePerson[]; next: Then }
  | { at: 'review' }
  | { at: 'saved'; told: Registered; late: boolean }
  | { at: 'elsewhere'; href: string }

function Register() {
  const notice = useAsk<NoticeText>('/api/notice')
  const me = useAsk<{ sheets: Sheet[] }>('/api/me')
  const [round, setRound] = useState(0)
  return (
    <Answered query={notice}>
      {(text) =>
        me.data && (
          <Registering
            // The next family starts from nothing of this one.
            key={round}
            notice={text}
            sheets={me.data.sheets}
            onNext={() => setRound(round + 1)}
          />
        )
      }
    </Answered>
  )
}

type Props = { notice: NoticeText; sheets: readonly Sheet[]; onNext: () => void }

/** Notice, members one after another, review, cards. Ids are made here, so that what is sent twice is one. */
function Registering({ notice: inForce, sheets, onNext }: Props) {
  const t = useT()
  const client = useQueryClient()
  const staff = useStaffLanguage()
  const format = useFormat()
  const [channel, keepChannel] = useStored<CodeOf<'channel'>>('register.channel', 'office')
  const [started] = useState(() => ({
    householdId: newId(),
    today: format.today(),
  }))
  // What the family is shown stays what is recorded, even if another text comes into force meanwhile.
  const [notice, setNotice] = useState(inForce)
  const [shown, setShown] = useState<Shown>({ language: staff, how: '', interpreter: '', channel })
  const [members, setMembers] = useState<readonly TypedMember[]>(() => [emptyMember(newId(), true)])
  const [step, setStep] = useState<Step>({ at: 'notice' })
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const saving = useRef(false)
  // What was sent, and under which command: the same again is a replay, something else another command.
  const sent = useRef<{ text: string; body: Registration; commandId: string }[]>([])

  const { today } = started
  const text = notice.texts.find((one) => one.language === shown.language) ?? notice.texts[0]
  const explained = { reviewed: text?.reviewed ?? false, interpreter: shown.interpreter }
  const read = (typed: TypedMember): NewMember => readMember(typed, explained, today).value
  const put = (index: number, typed: TypedMember) =>
    setMembers((before) => before.map((old, i) => (i === index ? typed : old)))

  const add = (to: readonly TypedMember[]) => {
    const none = !to.some((member) => member.role === 'head')
    setMembers([...to, emptyMember(newId(), none)])
    setStep({ at: 'member', index: to.length, again: false })
  }
  /** Nobody is reviewed, let alone saved, with something left to correct. */
  const review = (now: readonly TypedMember[], told: Shown = shown) => {
    const reviewed = notice.texts.find((one) => one.language === told.language)?.reviewed ?? false
    const index = now.findIndex((typed) => readMember(typed, { ...told, reviewed }, today).faults.length > 0)
    setStep(index < 0 ? { at: 'review' } : { at: 'member', index, again: false })
  }
  const proceed = (then: Then, now: readonly TypedMember[]) => (then === 'another' ? add(now) : review(now))

  const alike = async (member: NewMember): Promise<AlikePerson[]> => {
    const phone = member.contact?.phone
    const { candidates } = await call<AnswerOf<typeof likelyDuplicates>>(
      'POST',
      '/api/people/likely-duplicates',
      { body: { core: member.core, ...(phone ? { phone } : {}) }, reads: true },
    )
    return candidates
  }

  const memberDone = async (index: number, typed: TypedMember, member: NewMember, then: Then) => {
    put(index, typed)
    const now = members.map((old, i) => (i === index ? typed : old))
    // Asked early for the worker's sake; the server asks again when saving.
    const candidates = await alike(member).catch(() => [])
    if (candidates.some(({ personId }) => !typed.others.includes(personId)))
      setStep({ at: 'alike', index, candidates, next: then })
    else proceed(then, now)
  }

  const remove = (index: number) => {
    const left = members.filter((_, i) => i !== index)
    const [first, ...others] = left
    // A family always has someone to refer to.
    const headed =
      first && !left.some((member) => member.role === 'head')
        ? [{ ...first, role: 'head' as const }, ...others]
        : left
    setMembers(headed)
    return headed
  }

  const save = async () => {
    // A double press is one deed.
    if (saving.current) return
    saving.current = true
    setBusy(true)
    setProblem(undefined)
    const body: Registration = {
      householdId: started.householdId,
      notice: {
        noticeId: notice.noticeId,
        language: text?.language ?? shown.language,
        how: shown.how || 'read_aloud',
        ...(shown.interpreter.trim() ? { interpreter: shown.interpreter.trim() } : {}),
      },
      channel: shown.channel,
      registeredOn: today,
      members: members.map(read),
    }
    const written = JSON.stringify(body)
    let command = sent.current.find((before) => before.text === written)
    if (!command) {
      command = { text: written, body, commandId: newId() }
      sent.current = [...sent.current, command]
    }
    try {
      await done(command, false)
    } catch (error) {
      await refused(error)
    } finally {
      saving.current = false
      setBusy(false)
    }
  }

  const done = async (command: { body: Registration; commandId: string }, late: boolean) => {
    const told = await call<Registered>('POST', '/api/households', {
      body: command.body,
      commandId: command.commandId,
    })
    setStep({ at: 'saved', told, late })
    void client.invalidateQueries({ queryKey: ['/api/people/search'] })
  }

  const refused = async (error: unknown) => {
    if (error instanceof ApiProblem && error.code === 'already_exists') {
      // An earlier try arrived though its answer did not: what it says now is the answer to that one.
      for (const before of sent.current.slice(0, -1)) {
        const told = await done(before, true).then(
          () => true,
          () => false,
        )
        if (told) return
      }
    }
    if (error instanceof ApiProblem && error.code === 'possible_duplicate') {
      const index = Number(/members[/.](\d+)/.exec(error.errors[0]?.path ?? '')?.[1] ?? Number.NaN)
      const typed = members[index]
      const candidates = typed ? await alike(read(typed)).catch(() => []) : []
      if (typed && candidates.length > 0) return setStep({ at: 'alike', index, candidates, next: 'review' })
    }
    if (error instanceof ApiProblem && error.code === 'notice_missing') {
      // Another notice came into force: it is shown before anything is saved.
      const newer = await call<NoticeText>('GET', '/api/notice').catch(() => undefined)
      if (newer && newer.noticeId !== notice.noticeId) {
        setNotice(newer)
        setShown({ ...shown, how: '' })
        setStep({ at: 'notice' })
      }
    }
    setProblem(error)
  }

  if (step.at === 'elsewhere') return <Elsewhere href={step.href} />
  if (step.at === 'saved') {
    return (
      <Stage step="saved">
        <PageHeader
          title={t('registry.register.saved.title', { count: step.told.members.length })}
          lead={t('registry.register.saved.lead')}
        />
        {step.late && (
          <Notice tone="warn" title={t('registry.register.saved.late')} live>
            <p>{t('registry.register.saved.lateHelp')}</p>
          </Notice>
        )}
        <CardSheet people={step.told.members} initial={shown.language} />
        <div className="actions screen-only">
          <Button kind="primary" icon={UserPlus} onPress={onNext}>
            {t('registry.register.saved.next')}
          </Button>
          {step.told.members
            .filter((member) => member.role === 'head')
            .map((member) => (
              <Link key={member.personId} href={`/people/${member.personId}`} look="button">
                {t('registry.register.saved.open', { name: member.name })}
              </Link>
            ))}
          <Link href="/people" look="quiet" icon={ListChecks}>
            {t('registry.register.saved.list')}
          </Link>
        </div>
      </Stage>
    )
  }

  const before = step.at === 'member' ? members[step.index - 1] : undefined
  return (
    <PersonSpeaks lang={shown.language}>
      <Stage step={step.at === 'member' || step.at === 'alike' ? `${step.at} ${step.index}` : step.at}>
        {step.at === 'notice' && (
          <RegisterNotice
            notice={notice}
            key={notice.noticeId}
            initial={shown}
            begun={members.some((member) => JSON.stringify(member.core) !== JSON.stringify(emptyCore))}
            problem={problem}
            onShown={(told) => {
              setProblem(undefined)
              setShown(told)
              keepChannel(told.channel)
              review(members, told)
            }}
          />
        )}
        {step.at === 'member' && members[step.index] && (
          <RegisterMember
            key={members[step.index]!.personId}
            number={step.index + 1}
            member={members[step.index]!}
            like={before && { name: nameOfMember(read(before)), member: before }}
            hasHead={members.some((member, i) => i !== step.index && member.role === 'head')}
            notice={explained}
            today={today}
            sheets={sheets}
            again={step.again}
            onDone={(typed, member, then) => memberDone(step.index, typed, member, then)}
            onBack={(typed) => {
              if (step.index > 0 && JSON.stringify(typed.core) === JSON.stringify(emptyCore))
                remove(step.index)
              else put(step.index, typed)
              if (step.again) review(members.map((old, i) => (i === step.index ? typed : old)))
              else if (step.index === 0) setStep({ at: 'notice' })
              else setStep({ at: 'member', index: step.index - 1, again: false })
            }}
            onRemove={members.length > 1 ? () => review(remove(step.index)) : undefined}
          />
        )}
        {step.at === 'alike' && members[step.index] && (
          <RegisterAlike
            member={read(members[step.index]!)}
            candidates={step.candidates}
            onOther={() => {
              const typed = members[step.index]!
              const others = [...new Set([...typed.others, ...step.candidates.map((c) => c.personId)])]
              put(step.index, { ...typed, others })
              proceed(
                step.next,
                members.map((old, i) => (i === step.index ? { ...typed, others } : old)),
              )
            }}
            onSame={(candidate) => {
              const left = remove(step.index)
              if (left.length === 0)
                return setStep({ at: 'elsewhere', href: `/people/${candidate.personId}` })
              toast(t('registry.register.alike.removed', { name: candidate.name }), { tone: 'info' })
              proceed(step.next, left)
            }}
            onBack={() => setStep({ at: 'member', index: step.index, again: false })}
          />
        )}
        {step.at === 'review' && (
          <RegisterReview
            shown={shown}
            members={members.map(read)}
            problem={problem}
            busy={busy}
            onEdit={(index) => setStep({ at: 'member', index, again: true })}
            onHead={(index) =>
              setMembers(
                members.map((member, i) => ({
                  ...member,
                  role: i === index ? 'head' : member.role === 'head' ? 'other_relative' : member.role,
                })),
              )
            }
            onNotice={() => setStep({ at: 'notice' })}
            onAnother={() => add(members)}
            onSave={() => void save()}
          />
        )}
      </Stage>
    </PersonSpeaks>
  )
}

/** Goes there once nothing on this page holds it back. */
function Elsewhere({ href }: { href: string }) {
  const go = useGo()
  useEffect(() => go(href), [go, href])
  return null
}

/** After every step the reader starts at its heading, at the top. */
function Stage({ step, children }: { step: string; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const before = useRef('')
  useEffect(() => {
    if (before.current && before.current !== step) {
      window.scrollTo(0, 0)
      box.current?.querySelector('h1')?.focus({ preventScroll: true })
    }
    before.current = step
  }, [step])
  return (
    <div ref={box} className="stage">
      {children}
    </div>
  )
}

export const page = definePage({
  path: '/people/register',
  title: 'registry.register.title',
  verb: 'person.register',
  Component: Register,
})
