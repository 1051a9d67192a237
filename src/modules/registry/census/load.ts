/**
 * Loading a census: people are registered one family a transaction, together with the keys of their rows, so that
 * nothing is created twice and nothing half.
 */
import { sql } from 'kysely'
import { asProblem } from '../../../server/db.ts'
import type { Deed } from '../../../server/guard.ts'
import { seal } from '../../../server/vault.ts'
import { toStored } from '../../../shared/day.ts'
import { newId } from '../../../shared/id.ts'
import { Problem } from '../../../shared/problem.ts'
import type { NewMember, Registration } from '../contract.ts'
import { Registration as RegistrationShape } from '../contract.ts'
import { noticeForRegistering, registerFamily } from '../people.ts'
import type { Field } from '../rules/census-columns.ts'
import { type CensusGround, groundsOf, memberOf, roleIn } from '../rules/census-member.ts'
import { type Decision, householdsOf } from '../rules/census-plan.ts'
import { fold } from '../rules/names.ts'
import { type Batch, getBatch, latestDay } from './batch.ts'
import { finish } from './finish.ts'
import { placesByName } from './plan.ts'
import { type Body, loadedOf, sealedBody, stagedRows, unitRows } from './staged.ts'
import { goOn, type Job, quickly, reading, Stopped, unlessCancelled, whileIn, writing } from './step.ts'

const mostMembers = 30

/** Loads what the dry run would create. */
export async function load(job: Job): Promise<void> {
  const batch = await reading(job, (deed) => getBatch(deed, job.batchId))
  if (!batch.notice) throw new Problem('notice_missing')
  const { notice } = batch
  await reading(job, (deed) => noticeForRegistering(deed, notice))
  const [latest, places] = await reading(job, async (deed) => [
    await latestDay(deed, batch),
    await placesByName(deed),
  ])
  const context: Loading = { batch, latest, places, columns: columnsOf(batch) }
  for (let after = -1; ; ) {
    goOn(job)
    const units = await reading(job, ({ db }) =>
      db
        .selectFrom('registry.census_row')
        .select('unit')
        .distinct()
        .where('tenant_id', '=', job.tenantId)
        .where('batch_id', '=', batch.id)
        .where('outcome', '=', 'create')
        .where('state', '=', 'planned')
        .where('unit', '>', after)
        .orderBy('unit')
        .limit(200)
        .execute(),
    )
    if (units.length === 0) break
    const queue = units.map((u) => u.unit!)
    after = queue.at(-1)!
    const hands = Array.from({ length: job.atOnce ?? 3 }, async () => {
      for (let unit = queue.shift(); unit !== undefined; unit = queue.shift()) {
        goOn(job)
        await loadUnit(job, context, unit)
      }
    })
    // All hands rest before anything is decided about what went wrong.
    const ended = await Promise.allSettled(hands)
    for (const end of ended) if (end.status === 'rejected') throw end.reason
  }
  await finish(job, batch)
}

interface Loading {
  batch: Batch
  latest: string
  places: ReadonlyMap<string, string>
  columns: { grounds: ReadonlyMap<Field, CensusGround>; chosenBy: ReadonlyMap<Field, string> }
}

const columnsOf = ({ grounds }: Batch): Loading['columns'] => ({
  grounds: new Map(grounds.map((g) => [g.field, g.ground])),
  chosenBy: new Map(grounds.map((g) => [g.field, g.chosenBy])),
})

/** What concerns every family, and not this one. */
const general = new Set(['not_allowed', 'agreement_ended', 'notice_missing', 'database_away'])

async function loadUnit(job: Job, context: Loading, unit: number): Promise<void> {
  for (let tries = 2; ; tries--) {
    try {
      return await unlessCancelled(quickly(job, (deed) => loadFamily(deed, context, unit)))
    } catch (e) {
      if (e instanceof Stopped) throw e
      const problem = asProblem(e)
      if (general.has(problem.code)) throw problem
      // Two loads at once of the same row, or a household that changed hands meanwhile: look again.
      if (tries > 0) continue
      await writing(job, (deed) => holdUnit(deed, context.batch, unit))
      return
    }
  }
}

async function loadFamily(
  deed: Deed,
  { batch, latest, places, columns }: Loading,
  unit: number,
): Promise<void> {
  const { db, actor } = deed
  const t = actor.tenantId
  const rows = await stagedRows(deed, await unitRows(deed, batch.id, unit))
  if (rows.length === 0) return
  const loaded = new Set(
    (
      await loadedOf(
        deed,
        rows.map((row) => row.rowKey!),
      )
    ).map((key) => key.toString('hex')),
  )
  const again = rows.filter((row) => loaded.has(row.rowKey!.toString('hex')))
  const fresh = rows.filter((row) => !loaded.has(row.rowKey!.toString('hex')))
  if (again.length > 0)
    await sql`update registry.census_row set outcome = 'ignore', state = 'done', reasons = array['already_loaded'], body_sealed = null
      where tenant_id = ${t}::uuid and batch_id = ${batch.id}::uuid and line = any (${again.map((r) => r.line)}::int[])`.execute(
      db,
    )
  if (fresh.length > 0) {
    const number = fresh[0]!.candidate!.household
    const { blind } = await deed.tenantKeys()
    const householdKey =
      number === null
        ? null
        : blind('census household', `${batch.organizationId}\u001d${batch.source}\u001d${number}`)
    const known = householdKey ? await householdOf(deed, householdKey) : null
    const family = householdsOf(fresh)[0] ?? null
    const head = fresh.find((row) => row.line === (family?.headLine ?? row.line))!
    const householdId = known?.id ?? newId()
    const entry = toStored(head.candidate!.entry)
    const place = fresh
      .map((row) => row.candidate!.place && places.get(fold(row.candidate!.place)))
      .find(Boolean)
    const members = fresh
      // The head is registered with the first of a family too large for one go.
      .toSorted((a, b) => Number(b === head) - Number(a === head) || a.line - b.line)
      .map(({ line, candidate }) => ({
        candidate: candidate!,
        member: memberOf(candidate!, {
          role: known?.hasHead
            ? roleIn(
                { number: '', lines: [], headLine: -1, headInferred: false, severalHeads: false },
                line,
                candidate!.role,
              )
            : roleIn(family, line, candidate!.role),
          grounds: columns.grounds,
          newId,
        }),
      }))
    for (let i = 0; i < members.length; i += mostMembers) {
      const some = members.slice(i, i + mostMembers)
      const joins = known !== null || i > 0
      const body: Registration = {
        householdId,
        notice: batch.notice!,
        channel: 'census',
        registeredOn: entry.precision === 'day' && entry.date && entry.date <= latest ? entry.date : latest,
        ...(place ? { placeId: place } : {}),
        members: some.map(({ member }) => member),
      }
      checkShape(body, joins)
      await registerFamily(deed, body, { joins, groundChosenBy: chosenBy(some, columns) })
      await otherGrounds(deed, some, columns)
    }
    if (householdKey && !known) {
      const said = { household_id: householdId }
      await db
        .insertInto('registry.census_household')
        .values({ tenant_id: t, key: householdKey, ...said })
        .onConflict((c) => c.columns(['tenant_id', 'key']).doUpdateSet(said))
        .execute()
    }
    await db
      .insertInto('registry.census_key')
      .values(fresh.map((row) => ({ tenant_id: t, key: row.rowKey!, batch_id: batch.id })))
      .execute()
    await sql`update registry.census_row set state = 'done', body_sealed = null
      where tenant_id = ${t}::uuid and batch_id = ${batch.id}::uuid and line = any (${fresh.map((r) => r.line)}::int[])`.execute(
      db,
    )
  }
  // Last, since it holds up the other hands; and it tells a batch that was cancelled meanwhile.
  await whileIn(deed, batch.id, 'importing', {
    families_done: sql`families_done + 1`,
    created_count: sql`created_count + ${fresh.length}`,
    create_count: sql`create_count - ${again.length}`,
    ignore_count: sql`ignore_count + ${again.length}`,
  })
}

/** What a form would have been held to; a family that joins has its head already. */
function checkShape(body: Registration, joins: boolean): void {
  const checked = RegistrationShape.safeParse(
    joins
      ? { ...body, members: body.members.map((m, i): NewMember => (i === 0 ? { ...m, role: 'head' } : m)) }
      : body,
  )
  if (!checked.success)
    throw new Problem('invalid', { cause: new Error(checked.error.issues[0]?.path.join('.')) })
}

/** Where this number's family lives now, if it is still one and open to the actor. */
async function householdOf(deed: Deed, key: Buffer): Promise<{ id: string; hasHead: boolean } | null> {
  const { rows } = await sql<{ id: string; heads: number }>`
    select h.household_id as id, (count(*) filter (where m.role = 'head'))::int as heads
    from registry.census_household h
    join registry.household_member m on m.tenant_id = ${deed.actor.tenantId}::uuid and m.household_id = h.household_id and m.until_at is null
    where h.tenant_id = ${deed.actor.tenantId}::uuid and h.key = ${key}
    group by h.household_id`.execute(deed.db)
  const found = rows[0]
  return found ? { id: found.id, hasHead: found.heads > 0 } : null
}

type Members = readonly { candidate: NonNullable<Decision['candidate']>; member: NewMember }[]

function chosenBy(
  members: Members,
  { grounds, chosenBy: by }: Loading['columns'],
): { health?: string; identity?: string } {
  const of = (sheet: 'health' | 'identity') => {
    for (const { candidate } of members) {
      const first = groundsOf(sheet, candidate, grounds)[0]
      if (first) return by.get(first.field)
    }
    return undefined
  }
  const [health, identity] = [of('health'), of('identity')]
  return { ...(health ? { health } : {}), ...(identity ? { identity } : {}) }
}

/** A sheet stands on its first column's ground; the other grounds chosen for its columns are recorded beside it. */
async function otherGrounds(
  deed: Deed,
  members: Members,
  { grounds, chosenBy: by }: Loading['columns'],
): Promise<void> {
  const more = members.flatMap(({ candidate, member }) =>
    (['health', 'identity'] as const).flatMap((sheet) => {
      const all = groundsOf(sheet, candidate, grounds)
      return all
        .filter(({ ground }, i) => all.findIndex((other) => other.ground === ground) === i)
        .slice(1)
        .map(({ field, ground }) => ({
          tenant_id: deed.actor.tenantId,
          id: newId(),
          person_id: member.personId,
          field: sheet,
          ground,
          chosen_by: by.get(field) ?? deed.actor.accountId,
          at: deed.at,
        }))
    }),
  )
  if (more.length > 0) await deed.db.insertInto('registry.legal_ground').values(more).execute()
}

/** A family that cannot be saved is held with its rows; the others go on. */
async function holdUnit(deed: Deed, batch: Batch, unit: number): Promise<void> {
  const rows = await stagedRows(deed, await unitRows(deed, batch.id, unit))
  const { own } = await deed.tenantKeys()
  for (const { line, cells, repeat, reasons, like } of rows) {
    const body: Body = {
      cells,
      ...(repeat ? { repeat } : {}),
      like,
      candidate: null,
      reasons: [...reasons, { code: 'not_saved' }],
    }
    await deed.db
      .updateTable('registry.census_row')
      .set({
        outcome: 'hold',
        reasons: [...new Set(body.reasons.map((reason) => reason.code))],
        body_sealed: seal(own, sealedBody, JSON.stringify(body)),
      })
      .where('tenant_id', '=', deed.actor.tenantId)
      .where('batch_id', '=', batch.id)
      .where('line', '=', line)
      .execute()
  }
  await whileIn(deed, batch.id, 'importing', {
    families_done: sql`families_done + 1`,
    create_count: sql`create_count - ${rows.length}`,
    hold_count: sql`hold_count + ${rows.length}`,
  })
}
