/** Caseloads: who waits for what. Nobody is refused anything by an order. */
import { sql } from 'kysely'
import type * as z from 'zod'
import type { Deed } from '../../server/guard.ts'
import { indexAgeGroups } from '../../shared/day.ts'
import type { Sheet } from '../../shared/sheets.ts'
import { peopleInBrief } from '../registry/index.ts'
import {
  type CaseloadRow,
  caseloadParts,
  type protectionCaseload as protectionContract,
  type readCaseload,
} from './contract.ts'
import { assessmentsOf, current, resultsOf, time, today } from './file.ts'
import { flagsByPerson } from './flags.ts'
import { fullResults, protectionDecisions } from './results.ts'
import { protectionCaseload as ordered, type ProtectionEntry, reassessAfterDays } from './rules/caseload.ts'
import { ageOn } from './rules/facts.ts'

interface Waiting {
  file: string
  state: CaseloadRow['state']
  waiting_since: Date
  due_at: Date | null
}

/** Files whose sheet a live grant of mine opens, with what they wait for and since when. */
const waiting = (deed: Deed, sheet: Sheet) =>
  sql`assessment.waiting(${deed.actor.tenantId}::uuid, ${sheet}, ${reassessAfterDays}::integer)`

type Part = (typeof caseloadParts)[number]
const inPart = (part: Part) =>
  part === 'support' ? sql`told.due_at is not null` : sql`told.state = ${part}::text`

export async function caseloadPage(deed: Deed, q: z.output<(typeof readCaseload)['query']>) {
  const parts = caseloadParts.map(
    (part) => [part, sql`count(*) filter (where ${inPart(part)})::int as ${sql.ref(part)}`] as const,
  )
  type Counts = Record<'all' | Part, number>
  const open = deed.actor.sheets.includes('assessment')
  // The counts come with the rows, or alone where nobody is in that part.
  const { rows } = open
    ? await sql<Counts & (Waiting | { file: null })>`
        with listed as materialized (
          select * from ${waiting(deed, 'assessment')} where due_at is not null or state <> 'confirmed'),
        counted as (select count(*)::int as "all", ${sql.join(parts.map(([, count]) => count))} from listed as told),
        shown as (
          select * from listed as told where ${q.part ? inPart(q.part) : sql`true`}
          order by told.due_at nulls last, told.waiting_since, told.file
          limit ${q.size} offset ${(q.page - 1) * q.size})
        select * from counted left join shown on true
        order by shown.due_at nulls last, shown.waiting_since, shown.file`.execute(deed.db)
    : { rows: [] }
  const counts = Object.fromEntries(
    (['all', ...caseloadParts] as const).map((part) => [part, rows[0]?.[part] ?? 0]),
  ) as Counts
  const shown = rows.filter((r): r is Counts & Waiting => r.file !== null)
  const people = await peopleInBrief(
    deed,
    shown.map((r) => r.file),
  )
  const supports = await supportsOf(
    deed,
    shown.filter((r) => r.due_at).map((r) => r.file),
  )
  return {
    total: counts[q.part ?? 'all'],
    page: q.page,
    size: q.size,
    counts,
    rows: shown.flatMap((r): CaseloadRow[] => {
      const found = people.get(r.file)
      if (!found) return []
      const { birth: _, ...person } = found
      const actions = supports.get(r.file)
      return [
        {
          ...person,
          state: r.state,
          waitingSince: time(r.waiting_since),
          ...(r.due_at && actions ? { support: { actions, dueAt: time(r.due_at) } } : {}),
        },
      ]
    }),
  }
}

/** The supports still to be given, the first due first. */
async function supportsOf(deed: Deed, files: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  if (files.length === 0) return found
  const { rows } = await sql<{ file: string; person_id: string; body_sealed: Buffer }>`
    with recursive record as (
      select f.id as file, f.id from unnest(${[...files]}::uuid[]) as f (id)
      union all
      select record.file, p.id from record join access.person p on p.tenant_id = ${deed.actor.tenantId}::uuid and p.merged_into = record.id)
    select record.file, s.person_id, s.body_sealed from record
    join assessment.urgent_support s on s.tenant_id = ${deed.actor.tenantId}::uuid and s.person_id = record.id and s.closed_at is null
    order by s.due_at, s.id`.execute(deed.db)
  const ring = await deed.keyring(rows.map((r) => r.person_id))
  for (const r of rows) {
    const { action } = JSON.parse(ring.open('assessment.urgent_support.body_sealed', r.body_sealed)) as {
      action: string
    }
    const before = found.get(r.file) ?? []
    if (!before.includes(action)) found.set(r.file, [...before, action])
  }
  return found
}

export async function protectionPage(deed: Deed, q: z.output<(typeof protectionContract)['query']>) {
  const rows = deed.actor.sheets.includes('protection')
    ? (await sql<Waiting>`select * from ${waiting(deed, 'protection')}`.execute(deed.db)).rows
    : []
  const files = new Map(rows.map((r) => [r.file, r]))
  const ids = [...files.keys()]
  const people = await briefly(deed, ids)
  const on = await today(deed)
  const groupOf = (id: string) => ageOn(people.get(id)!.birth, on).group ?? 'not_known'
  const here = ids.filter((id) => people.has(id))
  const mine = here.filter((id) => groupOf(id) === q.ageGroup)

  const flags = new Map<string, Awaited<ReturnType<typeof flagsByPerson>>>()
  if (mine.length > 0)
    for (const flag of await flagsByPerson(deed, mine))
      flags.set(flag.personId, [...(flags.get(flag.personId) ?? []), flag])
  const bandsOf = await bandsFor(deed, mine)
  const entries = mine.map((id): ProtectionEntry => {
    const group = groupOf(id)
    return {
      person: id,
      ageGroup: group === 'not_known' ? null : group,
      flags: (flags.get(id) ?? []).map((f) => f.raised),
      band: bandsOf.get(id)?.band ?? null,
      waitingSince: time(files.get(id)!.waiting_since),
    }
  })
  const list = ordered(current, entries)[0]?.entries ?? []
  const shown = list.slice((q.page - 1) * q.size, q.page * q.size)
  deed.saw(
    shown.map((e) => e.person),
    'listed',
  )
  return {
    groups: [...indexAgeGroups, 'not_known' as const].map((ageGroup) => ({
      ageGroup,
      people: here.filter((id) => groupOf(id) === ageGroup).length,
    })),
    total: list.length,
    page: q.page,
    size: q.size,
    rows: shown.map((e) => {
      const { birth: _, ...person } = people.get(e.person)!
      return {
        ...person,
        state: files.get(e.person)!.state,
        waitingSince: e.waitingSince,
        flags: (flags.get(e.person) ?? []).filter((f) => f.raised.acknowledgedAt === null).map((f) => f.told),
        band: e.band,
        bandLow: bandsOf.get(e.person)?.low ?? null,
      }
    }),
  }
}

/** Names for a list that is cut to a page afterwards: only those on the page are said to have been seen. */
async function briefly(deed: Deed, ids: readonly string[]) {
  return peopleInBrief({ ...deed, saw: () => undefined }, ids)
}

type BandOf = { band: NonNullable<ProtectionEntry['band']>; low: NonNullable<ProtectionEntry['band']> | null }

/** The band of each one's last finished assessment, as decided or of its upper bound. */
async function bandsFor(deed: Deed, ids: readonly string[]): Promise<Map<string, BandOf>> {
  const found = new Map<string, BandOf>()
  if (ids.length === 0) return found
  const ring = await deed.keyring(ids)
  const rows = new Map((await assessmentsOf(deed, ids)).map((r) => [r.id, r]))
  const last = new Map((await resultsOf(deed, ring, ids)).map((r) => [r.personId, r]))
  const finished = [...last.values()].flatMap((stored) => {
    const row = rows.get(stored.assessmentId)
    return row ? [{ row, stored }] : []
  })
  const full = await fullResults(deed, finished)
  const decided = await protectionDecisions(deed, ids)
  for (const { row, stored } of finished) {
    const body = full.get(row.id)!
    const decision = decided.get(row.id)
    found.set(
      stored.personId,
      decision?.band
        ? { band: decision.band, low: null }
        : { band: body.bandHigh, low: body.bandLow === body.bandHigh ? null : body.bandLow },
    )
  }
  return found
}
