import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { newId } from '../../../shared/id.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { useGo } from '../../../ui/address.ts'
import { call } from '../../../ui/api.ts'
import { Button } from '../../../ui/Button.tsx'
import { CheckboxGroup } from '../../../ui/CheckboxGroup.tsx'
import { Form } from '../../../ui/Form.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { definePage } from '../../../ui/page.ts'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Section } from '../../../ui/Sheet.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { useForm } from '../../../ui/useForm.ts'
import type { Household as House, HouseholdMember, PersonFile, PersonRow, searchPeople } from '../contract.ts'
import { parseCode } from '../rules/code.ts'
import { type CodeOf, useChoices, useCode } from './parts/codes.tsx'
import { Members } from './person/Family.tsx'
import { useFile } from './person/file.ts'
import { useBirth } from './person/words.ts'
import './registry.css'
import './person/person.css'

type Role = CodeOf<'role'>
const changes = ['split', 'join', 'roles'] as const
type Change = (typeof changes)[number]

/** Who belongs with whom, as a history: families part, join and are reunited; nobody is in two. */
function Household({ params: { personId } }: { params: { personId: string } }) {
  const t = useT()
  const file = useFile(personId)
  return (
    <Answered query={file}>
      {(person) => (
        <>
          <PageHeader
            title={t('registry.household.title')}
            lead={t('registry.household.lead')}
            back={{ href: `/people/${personId}`, label: person.name }}
          />
          {person.household ? (
            <>
              <Members members={person.household.members} self={person.personId} />
              <Changing key={memberKey(person.household)} file={person} house={person.household} />
            </>
          ) : (
            <Notice title={t('registry.household.notOpen')} />
          )}
        </>
      )}
    </Answered>
  )
}

// A form about people who are no longer here would be about somebody else.
const memberKey = (house: House) => house.members.map((m) => m.personId + m.role).join()

function Changing({ file, house }: { file: PersonFile; house: House }) {
  const t = useT()
  const [change, setChange] = useState<Change | ''>('')
  const alone = house.members.length < 2
  return (
    <Section title={t('registry.household.what')}>
      <RadioGroup
        label={t('registry.household.whatHappened')}
        value={change}
        onChange={setChange}
        choices={changes
          .filter((one) => !alone || one === 'join')
          .map((value) => ({
            value,
            label: t(`registry.household.${value}`),
            help: t(`registry.household.${value}Help`),
          }))}
      />
      {change === 'split' && <Split file={file} house={house} />}
      {change === 'join' && <Join file={file} house={house} />}
      {change === 'roles' && <Roles file={file} house={house} />}
    </Section>
  )
}

type Moved = { personId: string; role: Role }
type Head = { householdId: string; personId: string }

function useMove(file: PersonFile) {
  const t = useT()
  const client = useQueryClient()
  const go = useGo()
  return async (householdId: string, members: readonly Moved[], newHeads: readonly Head[] = []) => {
    await call<House>('POST', '/api/households/:householdId/members', {
      params: { householdId },
      body: { members, newHeads },
    })
    await client.invalidateQueries({
      predicate: ({ queryKey: [url] }) => typeof url === 'string' && /^\/api\/(people|households)/.test(url),
    })
    toast(t('registry.household.done'))
    go(`/people/${file.personId}`)
  }
}

const byPerson = (members: readonly HouseholdMember[]) =>
  members.map((member) => ({ value: member.personId, label: member.name }))

type TypedSplit = { leaving: string[]; head: string; stayHead: string; roles: Record<string, Role | ''> }

/** Some leave and are a household of their own from now on. */
function Split({ file, house }: { file: PersonFile; house: House }) {
  const t = useT()
  const move = useMove(file)
  const headNow = house.members.find((m) => m.role === 'head')
  const form = useForm<TypedSplit>({
    initial: { leaving: [file.personId], head: '', stayHead: '', roles: {} },
    check: (typed) => {
      const leaving = house.members.filter((m) => typed.leaving.includes(m.personId))
      return [
        ...(leaving.length === 0
          ? [{ path: 'leaving', message: t('registry.household.wrongNobody') }]
          : leaving.length === house.members.length
            ? [{ path: 'leaving', message: t('registry.household.wrongEverybody') }]
            : []),
        ...(leaving.length > 1 && !typed.leaving.includes(typed.head)
          ? [{ path: 'head', message: t('registry.household.wrongHead') }]
          : []),
        ...(headNow &&
        typed.leaving.includes(headNow.personId) &&
        stayingOf(typed, house).length > 1 &&
        !stayingOf(typed, house).some((m) => m.personId === typed.stayHead)
          ? [{ path: 'stayHead', message: t('registry.household.wrongHead') }]
          : []),
      ]
    },
    submit: (typed) => {
      const leaving = house.members.filter((m) => typed.leaving.includes(m.personId))
      const head = leaving.length === 1 ? leaving[0]?.personId : typed.head
      const staying = stayingOf(typed, house)
      const stayHead =
        headNow && typed.leaving.includes(headNow.personId)
          ? staying.length === 1
            ? staying[0]?.personId
            : typed.stayHead
          : undefined
      return move(
        newId(),
        leaving.map((m) => ({
          personId: m.personId,
          role:
            m.personId === head
              ? 'head'
              : typed.roles[m.personId] || (m.role === 'head' ? 'other_relative' : m.role),
        })),
        stayHead ? [{ householdId: house.householdId, personId: stayHead }] : [],
      )
    },
  })
  const { leaving } = form.values
  const going = house.members.filter((m) => leaving.includes(m.personId))
  const staying = stayingOf(form.values, house)
  return (
    <Form form={form} label={t('registry.household.split')} actions={<Send busy={form.busy} />}>
      <CheckboxGroup
        label={t('registry.household.leaving')}
        choices={byPerson(house.members)}
        {...form.field('leaving')}
      />
      {going.length > 1 && (
        <RadioGroup
          label={t('registry.household.newHead')}
          choices={byPerson(going)}
          {...form.field('head')}
        />
      )}
      {going.length > 1 &&
        going
          .filter((m) => m.personId !== form.values.head)
          .map((m) => (
            <RoleOf
              key={m.personId}
              member={m}
              value={form.values.roles[m.personId] ?? (m.role === 'head' ? '' : m.role)}
              onChange={(role) => form.set('roles', { ...form.values.roles, [m.personId]: role })}
            />
          ))}
      {headNow && leaving.includes(headNow.personId) && staying.length > 1 && (
        <RadioGroup
          label={t('registry.household.stayHead')}
          choices={byPerson(staying)}
          {...form.field('stayHead')}
        />
      )}
    </Form>
  )
}

const stayingOf = (typed: { leaving: string[] }, house: House) =>
  house.members.filter((m) => !typed.leaving.includes(m.personId))

function Send({ busy }: { busy: boolean }) {
  const t = useT()
  return (
    <Button type="submit" kind="primary" busy={busy}>
      {t('registry.household.record')}
    </Button>
  )
}

function RoleOf({
  member,
  value,
  onChange,
  without = ['head'],
}: {
  member: Pick<HouseholdMember, 'personId' | 'name'>
  value: Role | ''
  onChange: (role: Role | '') => void
  without?: readonly Role[]
}) {
  const t = useT()
  const roles = useChoices('role', without)
  return (
    <Select
      label={t('registry.household.roleOf', { name: member.name })}
      name={`roles.${member.personId}`}
      value={value}
      onChange={onChange}
      choices={roles}
    />
  )
}

type TypedRoles = { head: string; roles: Record<string, Role | ''> }

/** Who is the reference of the family, and who each one is beside them. */
function Roles({ file, house }: { file: PersonFile; house: House }) {
  const t = useT()
  const move = useMove(file)
  const form = useForm<TypedRoles>({
    initial: {
      head: house.members.find((m) => m.role === 'head')?.personId ?? '',
      roles: Object.fromEntries(house.members.map((m) => [m.personId, m.role === 'head' ? '' : m.role])),
    },
    check: ({ head, roles }) => [
      ...(head === '' ? [{ path: 'head', message: t('registry.household.wrongHead') }] : []),
      ...house.members
        .filter((m) => m.personId !== head && !roles[m.personId])
        .map((m) => ({ path: `roles.${m.personId}`, message: t('registry.household.wrongRole') })),
    ],
    submit: ({ head, roles }) =>
      move(
        house.householdId,
        house.members.map((m) => ({
          personId: m.personId,
          role: m.personId === head ? 'head' : roles[m.personId] || 'other_relative',
        })),
      ),
  })
  return (
    <Form form={form} label={t('registry.household.roles')} actions={<Send busy={form.busy} />}>
      <RadioGroup
        label={t('registry.household.newHead')}
        choices={byPerson(house.members)}
        {...form.field('head')}
      />
      {house.members
        .filter((m) => m.personId !== form.values.head)
        .map((m) => (
          <RoleOf
            key={m.personId}
            member={m}
            value={form.values.roles[m.personId] ?? ''}
            onChange={(role) => form.set('roles', { ...form.values.roles, [m.personId]: role })}
          />
        ))}
    </Form>
  )
}

type TypedJoin = { who: string[]; stayHead: string; roles: Record<string, Role | ''> }

/** Into another household: a family that grows, or one that finds itself again. */
function Join({ file, house }: { file: PersonFile; house: House }) {
  const t = useT()
  const [other, setOther] = useState<House>()
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<readonly PersonRow[]>()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const search = async () => {
    setBusy(true)
    setProblem(undefined)
    setOther(undefined)
    try {
      const code = parseCode(typed)
      const rows = code.ok
        ? await byCode(code.code)
        : (
            await call<AnswerOf<typeof searchPeople>>('POST', '/api/people/search', {
              body: { text: typed, size: 10 },
              reads: true,
            })
          ).rows
      setFound(rows.filter((row) => row.householdId && row.householdId !== house.householdId))
    } catch {
      setFound([])
    } finally {
      setBusy(false)
    }
  }
  const choose = async (householdId: string) => {
    setBusy(true)
    try {
      setOther(await call<House>('GET', '/api/households/:householdId', { params: { householdId } }))
    } catch (refused) {
      setProblem(refused instanceof Error ? refused.message : '')
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="stack">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim()) void search()
        }}
      >
        <TextField
          label={t('registry.household.find')}
          help={t('registry.household.findHelp')}
          value={typed}
          onChange={setTyped}
          spellCheck={false}
        />
        <div className="actions">
          <Button type="submit" busy={busy}>
            {t('ui.search')}
          </Button>
        </div>
      </form>
      {problem && <Notice tone="danger" live title={problem} />}
      {found && !other && (
        <div role="status">
          {found.length === 0 ? (
            <p className="muted">{t('registry.household.notFound')}</p>
          ) : (
            <Found rows={found} onChoose={(id) => void choose(id)} />
          )}
        </div>
      )}
      {other && <JoinForm file={file} house={house} other={other} />}
    </div>
  )
}

async function byCode(code: string): Promise<PersonRow[]> {
  const { personId } = await call<{ personId: string }>('POST', '/api/people/by-code', {
    body: { code },
    reads: true,
  })
  const file = await call<PersonFile>('GET', '/api/people/:personId', { params: { personId } })
  return [
    {
      personId: file.personId,
      name: file.name,
      sex: file.core.sex,
      birth: file.core.birth,
      nationalities: file.core.nationalities,
      languages: file.core.languages,
      ...(file.household
        ? { householdId: file.household.householdId, householdSize: file.household.members.length }
        : {}),
    },
  ]
}

function Found({ rows, onChoose }: { rows: readonly PersonRow[]; onChoose: (householdId: string) => void }) {
  const t = useT()
  const birth = useBirth()
  return (
    <ul className="sentences" aria-label={t('registry.household.foundLabel')}>
      {rows.map((row) => (
        <li key={row.personId}>
          <span>
            <strong dir="auto">{row.name}</strong>{' '}
            <span className="muted">
              {birth(row.birth)} · {t('registry.household.size', { count: row.householdSize ?? 1 })}
            </span>
          </span>
          <span className="actions">
            <Button onPress={() => row.householdId && onChoose(row.householdId)}>
              {t('registry.household.thisFamily')}
              <span className="hidden"> {row.name}</span>
            </Button>
          </span>
        </li>
      ))}
    </ul>
  )
}

function JoinForm({ file, house, other }: { file: PersonFile; house: House; other: House }) {
  const t = useT()
  const say = useCode()
  const move = useMove(file)
  const headNow = house.members.find((m) => m.role === 'head')
  const otherHead = other.members.find((m) => m.role === 'head')
  const losesHead = (typed: TypedJoin) => {
    const staying = house.members.filter((m) => !typed.who.includes(m.personId))
    return headNow && typed.who.includes(headNow.personId) && staying.length > 0 ? staying : []
  }
  const form = useForm<TypedJoin>({
    initial: { who: house.members.map((m) => m.personId), stayHead: '', roles: {} },
    check: (typed) => [
      ...(typed.who.length === 0 ? [{ path: 'who', message: t('registry.household.wrongNobody') }] : []),
      ...house.members
        .filter((m) => typed.who.includes(m.personId) && !typed.roles[m.personId])
        .map((m) => ({ path: `roles.${m.personId}`, message: t('registry.household.wrongRole') })),
      ...(losesHead(typed).length > 1 && !losesHead(typed).some((m) => m.personId === typed.stayHead)
        ? [{ path: 'stayHead', message: t('registry.household.wrongHead') }]
        : []),
    ],
    submit: (typed) => {
      const staying = losesHead(typed)
      const head =
        staying.length === 1 ? staying[0]?.personId : staying.length > 1 ? typed.stayHead : undefined
      return move(
        other.householdId,
        house.members
          .filter((m) => typed.who.includes(m.personId))
          .map((m) => ({ personId: m.personId, role: typed.roles[m.personId] || 'other_relative' })),
        head ? [{ householdId: house.householdId, personId: head }] : [],
      )
    },
  })
  const staying = losesHead(form.values)
  return (
    <Form form={form} label={t('registry.household.join')} actions={<Send busy={form.busy} />}>
      <Notice title={t('registry.household.joins')}>
        <ul className="plain-list">
          {other.members.map((m) => (
            <li key={m.personId}>
              <span dir="auto">{m.name}</span> <span className="muted">{say('role', m.role)}</span>
            </li>
          ))}
        </ul>
      </Notice>
      <CheckboxGroup
        label={t('registry.household.who')}
        choices={byPerson(house.members)}
        {...form.field('who')}
      />
      {house.members
        .filter((m) => form.values.who.includes(m.personId))
        .map((m) => (
          <RoleOf
            key={m.personId}
            member={m}
            without={otherHead ? ['head'] : []}
            value={form.values.roles[m.personId] ?? ''}
            onChange={(role) => form.set('roles', { ...form.values.roles, [m.personId]: role })}
          />
        ))}
      {staying.length > 1 && (
        <RadioGroup
          label={t('registry.household.stayHead')}
          choices={byPerson(staying)}
          {...form.field('stayHead')}
        />
      )}
    </Form>
  )
}

export const page = definePage({
  path: '/people/$personId/household',
  title: 'registry.household.title',
  verb: 'household.edit',
  Component: Household,
})
