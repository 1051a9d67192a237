/** What need not be asked: from the registry, from earlier interviews, from those who live together. */
import { sql } from 'kysely'
import type { Deed, Keyring } from '../../server/guard.ts'
import type { PersonLanguage } from '../../shared/messages.ts'
import type { KnownPerson } from '../registry/index.ts'
import { difficultiesOf } from '../registry/index.ts'
import {
  current,
  type Opened,
  type ResultRow,
  resultsOf,
  type SpecialAnswer,
  specialAnswers,
} from './file.ts'
import { type Answered, foldAnswers, isUnanswered } from './rules/answers.ts'
import { ageOn, type Facts, type Known } from './rules/facts.ts'
import { knownFromRegistry, type OnRecord } from './rules/known.ts'

type Held = NonNullable<KnownPerson['documents']>[number]

const identityTypes: readonly Held['type'][] = ['passport', 'national_id', 'consular_id']
const stayTypes: readonly Held['type'][] = [
  'asylum_recognition',
  'complementary_protection',
  'visitor_regional',
  'visitor_border_worker',
  'visitor_humanitarian',
  'visitor_no_work',
  'visitor_work',
  'resident_temporary',
  'resident_temporary_student',
  'resident_permanent',
  'statelessness_recognition',
]
/** These are given for good. */
const endless: readonly Held['type'][] = [
  'asylum_recognition',
  'complementary_protection',
  'resident_permanent',
  'statelessness_recognition',
  'birth_certificate',
]
const asylum: readonly Held['type'][] = ['procedure_asylum', 'asylum_certificate']
const otherProcedures: readonly Held['type'][] = [
  'procedure_regularisation',
  'procedure_visitor_humanitarian',
  'procedure_residence',
]

/** Documents and procedures as the rules read them. */
export function onRecord(held: readonly Held[], difficulties: OnRecord['difficulties']): OnRecord {
  const validUntil = (d: Held) => d.expiresOn ?? (endless.includes(d.type) ? 'no_expiry' : null)
  const curp = held.some((d) => d.type === 'curp' || d.type === 'curp_temporary')
  return {
    documents: held.flatMap((d): OnRecord['documents'][number][] => {
      if (identityTypes.includes(d.type)) return [{ kind: 'identity', validUntil: validUntil(d) }]
      if (d.type === 'birth_certificate') return [{ kind: 'birth_certificate', validUntil: validUntil(d) }]
      if (stayTypes.includes(d.type)) return [{ kind: 'stay', validUntil: validUntil(d) }]
      return []
    }),
    // On file says that there is one, whenever it was written down.
    curp: curp ? { state: 'on_file', on: '1900-01-01' } : null,
    procedures: held.flatMap((d): OnRecord['procedures'][number][] => {
      if (asylum.includes(d.type))
        return [{ kind: 'refugee_recognition', open: true, dueOn: d.dueOn ?? null }]
      if (otherProcedures.includes(d.type)) return [{ kind: 'other', open: true, dueOn: d.dueOn ?? null }]
      return []
    }),
    difficulties,
  }
}

const wgFields = {
  seeing: 'wg_ver',
  hearing: 'wg_oir',
  walking: 'wg_caminar',
  remembering: 'wg_recordar',
  selfCare: 'wg_cuidado',
  communicating: 'wg_comunicar',
} as const
const wgCodes: Readonly<Record<string, number>> = { no_difficulty: 1, some: 2, a_lot: 3, cannot: 4 }

export function wgOf(codes: Readonly<Record<string, string>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(wgFields).flatMap(([domain, field]) => {
      const code = wgCodes[codes[domain] ?? '']
      return code === undefined ? [] : [[field, code]]
    }),
  )
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10)

/** What earlier interviews said, with the day each thing was said, the newest first. */
function earlier(results: readonly ResultRow[]): Known[] {
  return [...results]
    .reverse()
    .flatMap((result) =>
      Object.entries(result.input.answers).map(
        ([item, fields]): Known => ({ item, fields, from: 'earlier_answer', on: result.input.facts.on }),
      ),
    )
}

const householdItems = new Set(current.items.filter((i) => i.unit === 'household').map((i) => i.id))

/** What others of the household said of the household, in finished interviews and in those under way. */
async function fromHousehold(
  deed: Deed,
  ring: Keyring,
  others: readonly string[],
  on: string,
): Promise<Known[]> {
  if (others.length === 0) return []
  const known = (item: string, fields: Known['fields'], day: string): Known[] =>
    householdItems.has(item) ? [{ item, fields, from: 'household_answer', on: day }] : []
  const finished = (await resultsOf(deed, ring, others))
    .reverse()
    .flatMap((r) =>
      Object.entries(r.input.answers).flatMap(([item, fields]) => known(item, fields, r.input.facts.on)),
    )
  const { rows } = await sql<{ person_id: string; item: string; body_sealed: Buffer }>`
    select s.person_id, s.item, s.body_sealed from assessment.answer s
    join assessment.assessment a on a.tenant_id = ${deed.actor.tenantId}::uuid and a.id = s.assessment_id and a.finished_at is null
    where s.tenant_id = ${deed.actor.tenantId}::uuid and s.person_id = any (${[...others]}::uuid[])
      and s.item = any (${[...householdItems]}::text[])
    order by s.at, s.id`.execute(deed.db)
  const underWay = new Map<string, Answered[]>()
  for (const r of rows)
    underWay.set(r.person_id, [
      ...(underWay.get(r.person_id) ?? []),
      { item: r.item, fields: JSON.parse(ring.open('assessment.answer.body_sealed', r.body_sealed)) },
    ])
  const open = [...underWay.values()].flatMap((saved) =>
    Object.entries(foldAnswers(saved)).flatMap(([item, fields]) => known(item, fields, on)),
  )
  return [...open, ...finished]
}

const sexes = { female: 'female', male: 'male', x: 'other', not_known: null } as const

const spoken: Readonly<Record<string, PersonLanguage>> = {
  spa: 'es',
  hat: 'ht',
  eng: 'en',
  fra: 'fr',
  por: 'pt',
}
/** The language to begin in: their first one where it is among ours. */
export function languageFor(known: KnownPerson): PersonLanguage {
  const first = known.languages.find((l) => l.level === 'first')?.code ?? ''
  return (
    spoken[first] ?? known.languages.map((l) => spoken[l.code]).find((l): l is PersonLanguage => !!l) ?? 'es'
  )
}

export async function povertyLines(deed: Deed, on: string): Promise<Facts['povertyLines']> {
  const rows = await deed.db
    .selectFrom('assessment.poverty_line')
    .select(['month', 'area', 'centavos'])
    .where('month', '=', on.slice(0, 7))
    .execute()
  return rows.map((r) => ({ month: r.month, area: r.area as 'urban' | 'rural', centavos: r.centavos }))
}

export interface Gathered {
  facts: Facts
  members: readonly string[]
}

const gathered = new WeakMap<Opened, Promise<Gathered>>()

/** The facts of a shareable computation: nothing in them comes from anything special. */
export function gather(deed: Deed, opened: Opened): Promise<Gathered> {
  const facts = gathered.get(opened) ?? gatherNow(deed, opened)
  gathered.set(opened, facts)
  return facts
}

async function gatherNow(deed: Deed, { known, on }: Opened): Promise<Gathered> {
  const members = known.household?.members ?? []
  const others = members.map((m) => m.personId).filter((id) => !known.all.includes(id))
  const ring = others.length > 0 ? await deed.keyring([...known.all, ...others]) : known.ring
  const self = members.findIndex((m) => known.all.includes(m.personId))
  return {
    members: members.map((m) => m.personId),
    facts: {
      on,
      birth: known.birth,
      sex: sexes[known.sex],
      nationalities: known.nationalities,
      firstLanguage: known.languages.find((l) => l.level === 'first')?.code ?? null,
      // No shelter keeps its stays here yet; the person is asked.
      stay: null,
      household: self < 0 ? null : { births: members.map((m) => ageOnly(m.birth, on)), self },
      area: null,
      povertyLines: await povertyLines(deed, on),
      known: [
        ...knownFromRegistry(onRecord(known.documents ?? [], null), on).known,
        ...earlier(await resultsOf(deed, known.ring, known.all)),
        ...(await fromHousehold(deed, ring, others, on)),
      ],
    },
  }
}

/** Of others only the age on the day is kept: their birth date is in their own file. */
function ageOnly(birth: Facts['birth'], on: string): Facts['birth'] {
  const { years } = ageOn(birth, on)
  if (years === null) return { precision: 'unknown' }
  const [year, month, day] = on.split('-').map(Number) as [number, number, number]
  return { year: year - years, month, day, precision: 'day' }
}

/** What protection staff bring, for many people at once: their documents, difficulties and earlier special answers. */
export interface SpecialSources {
  documents: ReadonlyMap<string, readonly Held[]>
  difficulties: Awaited<ReturnType<typeof difficultiesOf>>
  answers: readonly SpecialAnswer[]
}

export async function specialSources(
  deed: Deed,
  ring: Keyring,
  people: readonly string[],
  documents: SpecialSources['documents'],
): Promise<SpecialSources> {
  return {
    documents,
    difficulties: await difficultiesOf(deed, people),
    answers: await specialAnswers(deed, ring, people),
  }
}

/** The special side of the facts of one person; `assessmentId`'s own special answers are left to the answers. */
export function specialFacts(
  sources: SpecialSources,
  records: readonly string[],
  members: readonly string[],
  on: string,
  assessmentId: string,
): NonNullable<Facts['special']> {
  const held = records.flatMap((id) => sources.documents.get(id) ?? [])
  const own = records.map((id) => sources.difficulties.get(id)).find(Boolean)
  const difficulties = own ? { on: dayOf(own.at), codes: wgOf(own.codes) } : null
  const before = sources.answers
    .filter((a) => records.includes(a.personId) && a.assessmentId !== assessmentId && dayOf(a.at) <= on)
    .flatMap((a): Known[] => {
      const fields = Object.fromEntries(
        Object.entries(a.fields).filter(([, v]) => v !== null && !isUnanswered(v)),
      ) as Known['fields']
      return Object.keys(fields).length > 0
        ? [{ item: a.item, fields, from: 'earlier_answer', on: dayOf(a.at) }]
        : []
    })
  return {
    known: [...knownFromRegistry(onRecord(held, difficulties), on).special, ...before],
    difficulty: members.map((id) => highest(sources, id)),
  }
}

/** The highest code somebody told, in the registry or in an interview. */
function highest(sources: SpecialSources, person: string): number | null {
  const recorded = sources.difficulties.get(person)
  const told = foldAnswers(sources.answers.filter((a) => a.personId === person && a.item === 'HE3')).HE3
  const codes = [
    ...Object.values(recorded ? wgOf(recorded.codes) : {}),
    ...Object.entries(told ?? {}).flatMap(([field, v]) =>
      field.startsWith('wg_') && typeof v === 'number' ? [v] : [],
    ),
  ]
  return codes.length > 0 ? Math.max(...codes) : null
}
