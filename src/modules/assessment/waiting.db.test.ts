/**
 * Who waits, against another way to find the same: row-level security asked at every row, as the tables' own policies
 * do. Whatever grants, mergers and interviews there are, `assessment.waiting` tells neither more nor less.
 */
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { type House, house, member, organization, type Town, town } from '../../../test/factories.ts'
import type { Tx } from '../../server/db.ts'
import { enter } from '../../server/guard.ts'
import type { Actor } from '../../shared/actor.ts'
import { newId } from '../../shared/id.ts'
import type { Sheet } from '../../shared/sheets.ts'

let h: House
beforeAll(async () => {
  h = await house()
})

interface Told {
  file: string
  due_at: Date | null
  state: string
  waiting_since: Date
}

const sorted = (rows: Told[]) => rows.sort((a, b) => (a.file < b.file ? -1 : 1))

const told = async (tx: Tx, tenantId: string, sheet: Sheet): Promise<Told[]> =>
  sorted(
    (await sql<Told>`select * from assessment.waiting(${tenantId}::uuid, ${sheet}, 180)`.execute(tx)).rows,
  )

/** The same, where every row of every table is asked for its grant. */
async function askedRowByRow(tx: Tx, tenantId: string, sheet: Sheet): Promise<Told[]> {
  const t = sql`${tenantId}::uuid`
  const { rows } = await sql<Told>`
    with recursive record as (
      select p.id as file, p.id, p.created_at from access.person p
      where p.tenant_id = ${t} and p.merged_into is null and p.state = 'active'
        and exists (select from access.person_grant g where g.tenant_id = ${t} and g.person_id = p.id
          and ${sheet} = any (g.sheets) and g.ended_at is null and g.valid_from <= now() and g.valid_until > now())
      union all
      select r.file, p.id, p.created_at from record r
      join access.person p on p.tenant_id = ${t} and p.merged_into = r.id and p.state = 'active'),
    told as (
      select f.file,
        (select min(s.due_at) from record r join assessment.urgent_support s
          on s.tenant_id = ${t} and s.person_id = r.id and s.closed_at is null where r.file = f.file) as due_at,
        (select min(c.at) from record r join assessment.contest c
          on c.tenant_id = ${t} and c.person_id = r.id and c.answered_at is null where r.file = f.file) as contested,
        (select min(least(r.created_at, (select min(g.registered_on) from registry.registration g
            where g.tenant_id = ${t} and g.person_id = r.id) + time '18:00' at time zone 'UTC'))
          from record r where r.file = f.file) as since,
        a.*
      from (select distinct file from record) f, lateral (
        select count(a.id) as assessments,
          min(a.started_at) filter (where a.finished_at is null) as open_since,
          min(a.started_at) filter (where a.finished_at is not null and a.confirmed_at is null and not exists (
            select from assessment.assessment n where n.tenant_id = ${t} and n.person_id = a.person_id
              and n.finished_at > a.finished_at)) as unconfirmed,
          max(a.confirmed_at) as confirmed, max(a.finished_at) + interval '180 days' as again
        from record r join assessment.assessment a on a.tenant_id = ${t} and a.person_id = r.id
        where r.file = f.file) a)
    select file, due_at,
      case when contested is not null then 'contested' when open_since is not null then 'interviewing'
        when unconfirmed is not null then 'to_confirm' when assessments = 0 then 'to_interview'
        when again <= now() then 'to_reassess' else 'confirmed' end as state,
      case when confirmed is null then since else coalesce(least(contested, open_since, unconfirmed),
        case when again <= now() then again end, confirmed) end as waiting_since
    from told`.execute(tx)
  return sorted(rows)
}

const sheets = ['core', 'contact', 'assessment', 'protection'] as const
const day = 86_400_000
const past = fc.integer({ min: 1, max: 400 })

const somebody = fc.record({
  state: fc.constantFrom('active', 'active', 'active', 'blocked'),
  /** Into one of those before, so that there is no circle. */
  mergedInto: fc.option(fc.nat(), { nil: null, freq: 2 }),
  createdDaysAgo: past,
  registered: fc.array(past, { maxLength: 2 }),
  grants: fc.array(
    fc.record({
      to: fc.constantFrom('office', 'office', 'me', 'other'),
      sheets: fc.subarray([...sheets], { minLength: 1 }),
      ended: fc.constantFrom('no', 'no', 'no', 'yes', 'not_yet', 'over'),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  assessments: fc.array(
    fc.record({ startedDaysAgo: past, end: fc.constantFrom('finished', 'confirmed', 'confirmed') }),
    { maxLength: 3 },
  ),
  open: fc.boolean(),
  supports: fc.array(fc.record({ inDays: fc.integer({ min: -3, max: 3 }), closed: fc.boolean() }), {
    maxLength: 2,
  }),
  contested: fc.constantFrom('no', 'no', 'yes', 'answered'),
})
type Somebody = typeof somebody extends fc.Arbitrary<infer T> ? T : never

const plain: Somebody = {
  state: 'active',
  mergedInto: null,
  createdDaysAgo: 300,
  registered: [200],
  grants: [{ to: 'office', sheets: [...sheets], ended: 'no' }],
  assessments: [],
  open: false,
  supports: [],
  contested: 'no',
}
const ofEachState: Somebody[] = [
  plain,
  { ...plain, open: true },
  { ...plain, assessments: [{ startedDaysAgo: 5, end: 'finished' }] },
  { ...plain, assessments: [{ startedDaysAgo: 5, end: 'confirmed' }] },
  { ...plain, assessments: [{ startedDaysAgo: 190, end: 'confirmed' }] },
  { ...plain, assessments: [{ startedDaysAgo: 5, end: 'confirmed' }], contested: 'yes' },
]

const until = { no: [1, null], yes: [1, new Date()], not_yet: [-1, null], over: [3, null] } as const

async function put(here: Town, me: Actor, other: string, people: readonly Somebody[]): Promise<void> {
  const { db } = h.owner
  const t = here.tenantId
  const ids = people.map(() => newId())
  const ago = (days: number) => new Date(Date.now() - days * day)
  const shown = newId()
  await sql`insert into registry.notice_shown (tenant_id, id, notice_id, language, how, at, account_id)
    values (${t}, ${shown}, ${here.noticeId}, 'es', 'read_aloud', now(), ${me.accountId})`.execute(db)
  for (const [i, one] of people.entries()) {
    const id = ids[i]!
    const into = one.mergedInto === null || i === 0 ? null : ids[one.mergedInto % i]!
    await sql`insert into access.person (tenant_id, id, state, merged_into, wrapped_key, created_at)
      values (${t}, ${id}, ${one.state}, ${into}, '\\x00', ${ago(one.createdDaysAgo)})`.execute(db)
    for (const days of one.registered)
      await sql`insert into registry.registration (tenant_id, id, person_id, notice_shown_id, organization_id, channel, registered_on, account_id)
        values (${t}, ${newId()}, ${id}, ${shown}, ${here.officeId}, 'office', ${ago(days).toISOString().slice(0, 10)}, ${me.accountId})`.execute(
        db,
      )
    for (const g of one.grants) {
      const grantee = { office: here.officeId, me: me.accountId, other }[g.to]
      const [from, ended] = until[g.ended]
      await sql`insert into access.person_grant (tenant_id, id, person_id, grantee_id, organization_id, organization_kind, sheets, purpose, ground, source, valid_from, valid_until, ended_at)
        select ${t}, ${newId()}, ${id}, ${grantee}, o.id, o.kind, ${g.sheets}::text[], 'reception', 'legal_duty', 'registration',
          ${ago(from)}, ${g.ended === 'over' ? ago(1) : ago(-30)}, ${ended}::timestamptz
        from access.organization o where o.tenant_id = ${t} and o.id = ${g.to === 'other' ? other : here.officeId}`.execute(
        db,
      )
    }
    const held = one.assessments.map((a) => ({ ...a, id: newId() }))
    const assess = (assessment: string, started: number, end: 'open' | 'finished' | 'confirmed') => {
      const finished = end === 'open' ? null : ago(started - 0.5)
      const confirmed = end === 'confirmed' ? ago(started - 0.9) : null
      const by = (when: Date | null) => (when ? me.accountId : null)
      return sql`insert into assessment.assessment (tenant_id, id, person_id, organization_id, instrument, instrument_version, definition_hash,
          phase, setting, language, started_at, started_by, finished_at, finished_by, confirmed_at, confirmed_by)
        values (${t}, ${assessment}, ${id}, ${here.officeId}, 'prueba', '1', ${'0'.repeat(64)}, 'assessment', 'desk', 'es',
          ${ago(started)}, ${me.accountId}, ${finished}, ${by(finished)}, ${confirmed}, ${by(confirmed)})`.execute(
        db,
      )
    }
    for (const a of held) await assess(a.id, a.startedDaysAgo, a.end)
    if (one.open) await assess(newId(), 0.95, 'open')
    for (const s of one.supports)
      await sql`insert into assessment.urgent_support (tenant_id, id, person_id, body_sealed, due_at, at, closed_at)
        values (${t}, ${newId()}, ${id}, '\\x00', ${ago(-s.inDays)}, now(), ${s.closed ? new Date() : null}::timestamptz)`.execute(
        db,
      )
    if (held[0] && one.contested !== 'no')
      await sql`insert into assessment.contest (tenant_id, id, assessment_id, person_id, words_sealed, at, account_id, answer_sealed, answered_at, answered_by)
        values (${t}, ${newId()}, ${held[0].id}, ${id}, '\\x00', ${ago(0.1)}, ${me.accountId},
          ${one.contested === 'answered' ? Buffer.from([0]) : null}, ${one.contested === 'answered' ? new Date() : null}::timestamptz,
          ${one.contested === 'answered' ? me.accountId : null}::uuid)`.execute(db)
  }
}

const as = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> =>
  h.app.db.transaction().execute(async (tx) => {
    await enter(tx, actor, 'caseload.read')
    return work(tx)
  })

describe('who waits', () => {
  it('is the same as where every row is asked for its grant, for any role, whatever was merged', async () => {
    const states = new Set<string>()
    let files = 0
    await fc.assert(
      fc.asyncProperty(fc.array(somebody, { minLength: 4, maxLength: 12 }), async (people) => {
        const here = await town(h)
        const other = await organization(h, here.tenantId)
        const me = await member(h, here.tenantId, here.officeId, 'case_worker')
        await put(here, me, other, people)
        for (const opened of [
          [...sheets],
          ['assessment'],
          ['core', 'assessment'],
          ['protection', 'assessment'],
          ['core'],
        ] as Sheet[][])
          for (const sheet of ['assessment', 'protection'] as const) {
            const actor = { ...me, sheets: opened }
            const [ours, theirs] = await as(actor, async (tx) => [
              await told(tx, here.tenantId, sheet),
              await askedRowByRow(tx, here.tenantId, sheet),
            ])
            if (!opened.includes(sheet)) expect(ours).toEqual([])
            else {
              expect(ours).toEqual(theirs)
              files += ours.length
              for (const { state } of ours) states.add(state)
            }
          }
      }),
      { numRuns: 25, examples: [[ofEachState]] },
    )
    expect(files).toBeGreaterThan(100)
    expect([...states].sort()).toEqual([
      'confirmed',
      'contested',
      'interviewing',
      'to_confirm',
      'to_interview',
      'to_reassess',
    ])
  })

  it('of another tenant is nobody', async () => {
    const [here, there] = [await town(h), await town(h)]
    const me = await member(h, here.tenantId, here.officeId, 'case_worker')
    const them = await member(h, there.tenantId, there.officeId, 'case_worker')
    await put(there, them, await organization(h, there.tenantId), ofEachState)
    const all = { sheets: [...sheets] as Sheet[] }
    expect(await as({ ...them, ...all }, (tx) => told(tx, there.tenantId, 'assessment'))).toHaveLength(6)
    expect(await as({ ...me, ...all }, (tx) => told(tx, there.tenantId, 'assessment'))).toEqual([])
  })
})
