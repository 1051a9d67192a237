/** Red flags: raised in one tap, read and acknowledged by protection staff alone, with a clock of their own. */
import { sql } from 'kysely'
import type * as z from 'zod'
import { accountNames } from '../../server/accounts.ts'
import type { Deed, Keyring } from '../../server/guard.ts'
import { indexAgeGroups } from '../../shared/day.ts'
import { newId } from '../../shared/id.ts'
import { orNotFound, Problem } from '../../shared/problem.ts'
import { ofPerson, peopleInBrief } from '../registry/index.ts'
import type { Flag, listFlags, raiseFlag } from './contract.ts'
import { current, openSheets, time, today } from './file.ts'
import { alertProtection } from './interview.ts'
import { ageOn } from './rules/facts.ts'
import {
  alertOf,
  clockOf,
  compareFlags,
  type RaisedFlag,
  raiseFlag as raise,
  supportsDue,
} from './rules/red-flags.ts'

interface FlagBody {
  flag: Flag['flag']
  raisedBy: Flag['raisedBy']
  note?: string
  /** What the case team sees of it, closed when it is acknowledged. */
  supportId?: string
}

interface FlagRow {
  id: string
  person_id: string
  body_sealed: Buffer
  raised_at: Date
  raised_by: string
  acknowledged_at: Date | null
  acknowledged_by: string | null
  taken_sealed: Buffer | null
}

const sealedPlace = 'assessment.red_flag.body_sealed'

const bodyOf = (ring: Keyring, row: FlagRow): FlagBody => JSON.parse(ring.open(sealedPlace, row.body_sealed))

const raisedOf = (row: FlagRow, body: FlagBody): RaisedFlag => ({
  flag: body.flag,
  raisedBy: body.raisedBy,
  raisedAt: time(row.raised_at),
  acknowledgedAt: row.acknowledged_at && time(row.acknowledged_at),
})

function flagTold(
  deed: Deed,
  ring: Keyring,
  row: FlagRow,
  body: FlagBody,
  nameOf: (account: string | null) => string,
): Flag {
  const clock = clockOf(current, raisedOf(row, body), time(deed.at))
  return {
    id: row.id,
    flag: body.flag,
    raisedBy: body.raisedBy,
    raisedAt: time(row.raised_at),
    raisedByName: nameOf(row.raised_by),
    ...(body.note ? { note: body.note } : {}),
    action: alertOf(current, body.flag).action,
    dueAt: clock.dueAt,
    state: clock.state,
    ...(row.acknowledged_at
      ? {
          acknowledged: {
            at: time(row.acknowledged_at),
            by: nameOf(row.acknowledged_by),
            ...(row.taken_sealed
              ? { taken: ring.open('assessment.red_flag.taken_sealed', row.taken_sealed) }
              : {}),
          },
        }
      : {}),
  }
}

/** The rows protection staff may read: their own grants' and, without a person named, everybody's of those. */
async function flagRows(deed: Deed, people?: readonly string[]): Promise<FlagRow[]> {
  let query = deed.db
    .selectFrom('assessment.red_flag')
    .selectAll()
    .where('tenant_id', '=', deed.actor.tenantId)
  if (people) query = query.where('person_id', 'in', [...people])
  return query.orderBy('raised_at').orderBy('id').execute()
}

export interface OpenedFlag {
  personId: string
  raised: RaisedFlag
  told: Flag
}

/** Flags with their clocks, what is due first; of these people, or of all I may read for protection. */
export async function flagsByPerson(deed: Deed, people?: readonly string[]): Promise<OpenedFlag[]> {
  const rows = await flagRows(deed, people)
  const ring = await deed.keyring(rows.map((r) => r.person_id))
  const nameOf = await accountNames(
    deed,
    rows.flatMap((r) => [r.raised_by, r.acknowledged_by]),
  )
  return rows
    .map((row) => {
      const body = bodyOf(ring, row)
      return {
        personId: row.person_id,
        raised: raisedOf(row, body),
        told: flagTold(deed, ring, row, body, nameOf),
      }
    })
    .sort((a, b) => compareFlags(current, a.raised, b.raised))
}

export const flagsOf = async (deed: Deed, _ring: Keyring, people: readonly string[]): Promise<Flag[]> =>
  (await flagsByPerson(deed, people)).map((f) => f.told)

export async function raised(
  deed: Deed,
  personId: string,
  body: z.output<(typeof raiseFlag)['body']>,
): Promise<string> {
  const { survivor } = await ofPerson(deed, personId)
  if (!(await openSheets(deed, survivor, ['core'])).has('core')) throw new Problem('grant_not_held')
  const flag = raise(current, { flag: body.flag, raisedBy: body.raisedBy, at: time(deed.at) })
  if (!flag.ok) throw new Problem('invalid', { errors: [{ path: '/flag', code: 'invalid_value' }] })
  deed.touched([survivor])
  await alertProtection(deed, survivor)
  const ring = await deed.keyring([survivor])
  const t = deed.actor.tenantId
  const support = supportsDue(current, [flag.raised])[0]
  const supportId = support ? newId() : undefined
  const sealed: FlagBody = {
    flag: body.flag,
    raisedBy: body.raisedBy,
    ...(body.note ? { note: body.note } : {}),
    ...(supportId ? { supportId } : {}),
  }
  await deed.db
    .insertInto('assessment.red_flag')
    .values({
      tenant_id: t,
      id: body.flagId,
      person_id: survivor,
      body_sealed: ring.seal(survivor, sealedPlace, JSON.stringify(sealed)),
      raised_at: deed.at,
      raised_by: deed.actor.accountId,
    })
    .execute()
  if (support && supportId)
    await deed.db
      .insertInto('assessment.urgent_support')
      .values({
        tenant_id: t,
        id: supportId,
        person_id: survivor,
        body_sealed: ring.seal(
          survivor,
          'assessment.urgent_support.body_sealed',
          JSON.stringify({ action: support.action }),
        ),
        due_at: new Date(support.dueAt),
        at: deed.at,
      })
      .execute()
  return body.flagId
}

/** What the one who raised it is told; it is their own word, and no flag of anybody else. */
export async function alertTold(deed: Deed, personId: string, body: z.output<(typeof raiseFlag)['body']>) {
  const { survivor } = await ofPerson(deed, personId)
  const alert = alertOf(current, body.flag)
  // A replay is told the deadline of the first time; the flag itself is closed to whoever raised it.
  const first = await deed.db
    .selectFrom('access.command')
    .select('at')
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('id', '=', deed.commandId)
    .executeTakeFirst()
  const at = first?.at ?? deed.at
  return {
    flagId: body.flagId,
    flag: body.flag,
    alert: alert.alert,
    action: alert.actionText,
    hours: alert.hours,
    dueAt: new Date(at.getTime() + alert.hours * 3_600_000).toISOString(),
    alerted: await alertProtection(deed, survivor),
  }
}

export async function flagPage(deed: Deed, q: z.output<(typeof listFlags)['query']>) {
  const on = await today(deed)
  const wanted = (await flagsByPerson(deed)).filter(
    (f) => (f.raised.acknowledgedAt === null) === (q.state === 'open'),
  )
  if (q.state === 'acknowledged')
    wanted.sort((a, b) => (a.raised.acknowledgedAt! < b.raised.acknowledgedAt! ? 1 : -1))
  const rows = wanted.slice((q.page - 1) * q.size, q.page * q.size)
  const people = await peopleInBrief(
    deed,
    rows.map((r) => r.personId),
  )
  return {
    total: wanted.length,
    page: q.page,
    size: q.size,
    rows: rows.flatMap((r) => {
      const found = people.get(r.personId)
      if (!found) return []
      const { birth, ...person } = found
      const { group } = ageOn(birth, on)
      return [{ ...person, ageGroup: indexAgeGroups.find((g) => g === group) ?? null, flag: r.told }]
    }),
  }
}

export async function acknowledge(deed: Deed, flagId: string, taken: string | undefined): Promise<string> {
  const row = orNotFound((await flagById(deed, flagId)) as FlagRow | undefined)
  const ring = await deed.keyring([row.person_id])
  const t = deed.actor.tenantId
  const updated = await deed.db
    .updateTable('assessment.red_flag')
    .set({
      acknowledged_at: deed.at,
      acknowledged_by: deed.actor.accountId,
      taken_sealed: taken ? ring.seal(row.person_id, 'assessment.red_flag.taken_sealed', taken) : null,
    })
    .where('tenant_id', '=', t)
    .where('id', '=', flagId)
    .where('acknowledged_at', 'is', null)
    .executeTakeFirst()
  if (updated.numUpdatedRows === 0n) throw new Problem('changed_meanwhile')
  const { supportId } = bodyOf(ring, row)
  if (supportId)
    await sql`update assessment.urgent_support set closed_at = ${deed.at}
      where tenant_id = ${t}::uuid and id = ${supportId}::uuid and closed_at is null`.execute(deed.db)
  deed.touched([row.person_id])
  return flagId
}

const flagById = (deed: Deed, flagId: string) =>
  deed.db
    .selectFrom('assessment.red_flag')
    .selectAll()
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('id', '=', flagId)
    .executeTakeFirst()

export async function oneFlag(deed: Deed, flagId: string): Promise<Flag> {
  const row = orNotFound((await flagById(deed, flagId)) as FlagRow | undefined)
  const ring = await deed.keyring([row.person_id])
  const nameOf = await accountNames(deed, [row.raised_by, row.acknowledged_by])
  deed.saw([row.person_id])
  return flagTold(deed, ring, row, bodyOf(ring, row), nameOf)
}
