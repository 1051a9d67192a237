/** The duplicates desk, and emergencies: finding one person, on purpose, with a trace. */
import { sql } from 'kysely'
import type * as z from 'zod'
import type { Deed } from '../../server/guard.ts'
import { seal } from '../../server/vault.ts'
import { newId } from '../../shared/id.ts'
import { orNotFound, Problem } from '../../shared/problem.ts'
import type { breakGlass, DuplicatePair, HistoryEntry, Side } from './contract.ts'
import { historyOf } from './history.ts'
import { coreOf, householdOf, nameOf } from './queries.ts'
import { parseCode } from './rules/code.ts'
import { bandOf } from './rules/duplicates.ts'
import { sortKey } from './rules/names.ts'
import { birthOf, namesOf } from './shapes.ts'

type Pair = z.infer<typeof DuplicatePair>

interface PairRow {
  id: string
  person_a: string
  person_b: string
  likeness: number
  reasons: string[]
  found_at: Date
  state: Pair['state']
  decided_at: Date | null
}

export const pairOf = (r: PairRow): Pair => ({
  id: r.id,
  band: bandOf(r.likeness) === 'same' ? 'same' : 'possible',
  reasons: r.reasons,
  foundAt: r.found_at.toISOString(),
  state: r.state,
  ...(r.decided_at ? { decidedAt: r.decided_at.toISOString() } : {}),
})

export async function duplicatePairs(deed: Deed, q: { state: string; page: number; size: number }) {
  const t = deed.actor.tenantId
  const { rows } = await sql<PairRow & { total: number }>`
    select d.*, (count(*) over ())::int as total from registry.duplicate_pair d where d.tenant_id = ${t}::uuid and d.state = ${q.state}
    order by d.likeness desc, d.found_at, d.id limit ${q.size} offset ${(q.page - 1) * q.size}`.execute(
    deed.db,
  )
  return { total: rows[0]?.total ?? 0, page: q.page, size: q.size, rows: rows.map(pairOf) }
}

export async function onePair(deed: Deed, pairId: string): Promise<PairRow> {
  const { rows } =
    await sql<PairRow>`select * from registry.duplicate_pair where tenant_id = ${deed.actor.tenantId}::uuid and id = ${pairId}::uuid`.execute(
      deed.db,
    )
  return orNotFound(rows[0])
}

export async function openPair(deed: Deed, pairId: string): Promise<void> {
  await sql`select registry.open_pair(${deed.actor.tenantId}::uuid, ${pairId}::uuid, ${newId()}::uuid, ${newId()}::uuid)`.execute(
    deed.db,
  )
}

async function side(deed: Deed, personId: string): Promise<z.infer<typeof Side>> {
  const t = deed.actor.tenantId
  const core = await deed.db
    .selectFrom('registry.person_core')
    .selectAll()
    .where('tenant_id', '=', t)
    .where('person_id', '=', personId)
    .where('superseded_at', 'is', null)
    .executeTakeFirst()
  const row = orNotFound(core)
  const ring = await deed.keyring([personId])
  const contact = await deed.db
    .selectFrom('registry.person_contact')
    .select('body_sealed')
    .where('tenant_id', '=', t)
    .where('person_id', '=', personId)
    .where('superseded_at', 'is', null)
    .executeTakeFirst()
  const phone = contact
    ? (
        JSON.parse(ring.open('registry.person_contact.body_sealed', contact.body_sealed)) as {
          phone?: string
        }
      ).phone
    : undefined
  const { rows } = await sql<{
    registered_on: string
    name: string
  }>`select r.registered_on, o.name from registry.registration r
    join access.organization o on o.tenant_id = ${t}::uuid and o.id = r.organization_id where r.tenant_id = ${t}::uuid and r.person_id = ${personId}::uuid order by r.at limit 1`.execute(
    deed.db,
  )
  const { rows: codes } = await sql<{
    code: string
  }>`select code from registry.person_code where tenant_id = ${t}::uuid and person_id = ${personId}::uuid limit 1`.execute(
    deed.db,
  )
  const household = await householdOf(deed, [personId])
  deed.saw([personId])
  return {
    personId,
    name: nameOf(row),
    ...(codes[0] ? { code: codes[0].code } : {}),
    sex: row.sex as z.infer<typeof Side>['sex'],
    birth: birthOf(row),
    nationalities: coreOf(row).nationalities,
    ...(rows[0] ? { registeredOn: rows[0].registered_on, organizationName: rows[0].name } : {}),
    ...(phone ? { phone } : {}),
    household: (household?.members ?? []).filter((m) => m.personId !== personId).map((m) => m.name),
  }
}

export async function bothSides(deed: Deed, pairId: string) {
  const pair = await onePair(deed, pairId)
  const { rows } = await sql<{ merged_into: string }>`select merged_into from access.person
    where tenant_id = ${deed.actor.tenantId}::uuid and id = any (${[pair.person_a, pair.person_b]}::uuid[]) and merged_into is not null`.execute(
    deed.db,
  )
  const survivor = rows.find((r) => r.merged_into === pair.person_a || r.merged_into === pair.person_b)
  return {
    pair: pairOf(pair),
    a: await side(deed, pair.person_a),
    b: await side(deed, pair.person_b),
    ...(survivor ? { survivorId: survivor.merged_into } : {}),
  }
}

/** One person: the other record points to the survivor, nothing moves. Not one: remembered, never asked again. */
export async function decide(
  deed: Deed,
  pairId: string,
  same: boolean,
  survivorId: string | undefined,
): Promise<void> {
  const t = deed.actor.tenantId
  const pair = await onePair(deed, pairId)
  if (pair.state !== 'open') throw new Problem('changed_meanwhile')
  if (same) {
    if (survivorId !== pair.person_a && survivorId !== pair.person_b) throw new Problem('not_found')
    const other = survivorId === pair.person_a ? pair.person_b : pair.person_a
    const { rows } = await sql<{
      id: string
      merged_into: string | null
    }>`select id, merged_into from access.person where tenant_id = ${t}::uuid and id = any (${[survivorId, other]}::uuid[])`.execute(
      deed.db,
    )
    if (rows.length < 2) throw new Problem('grant_not_held')
    if (rows.some((r) => r.merged_into)) throw new Problem('merged_elsewhere')
    await sql`update access.person set merged_into = ${survivorId}::uuid where tenant_id = ${t}::uuid and id = ${other}::uuid`.execute(
      deed.db,
    )
  }
  deed.touched([pair.person_a, pair.person_b])
  await sql`update registry.duplicate_pair set state = ${same ? 'same' : 'not_same'}, decided_at = ${deed.at}, decided_by = ${deed.actor.accountId}::uuid
    where tenant_id = ${t}::uuid and id = ${pairId}::uuid`.execute(deed.db)
}

export async function unmerge(deed: Deed, personId: string): Promise<void> {
  const t = deed.actor.tenantId
  const { rows } = await sql<{
    merged_into: string
  }>`update access.person p set merged_into = null from access.person old
    where old.tenant_id = p.tenant_id and old.id = p.id and p.tenant_id = ${t}::uuid and p.id = ${personId}::uuid and p.merged_into is not null
    returning old.merged_into`.execute(deed.db)
  const survivor = orNotFound(rows[0]).merged_into
  await sql`update registry.duplicate_pair set state = 'not_same', decided_at = ${deed.at}, decided_by = ${deed.actor.accountId}::uuid
    where tenant_id = ${t}::uuid and person_a = least(${personId}::uuid, ${survivor}::uuid) and person_b = greatest(${personId}::uuid, ${survivor}::uuid)`.execute(
    deed.db,
  )
  deed.touched([personId, survivor])
}

/** What was written to the survivor since the two were joined: to be looked through by hand. */
export async function partedFrom(deed: Deed, personId: string) {
  const t = deed.actor.tenantId
  const { rows } = await sql<{ other: string; decided_at: Date; joined_at: Date | null }>`
    select case when d.person_a = ${personId}::uuid then d.person_b else d.person_a end as other, d.decided_at, d.found_at as joined_at
    from registry.duplicate_pair d where d.tenant_id = ${t}::uuid and (d.person_a = ${personId}::uuid or d.person_b = ${personId}::uuid)
    order by d.decided_at desc nulls last limit 1`.execute(deed.db)
  const pair = orNotFound(rows[0])
  const entries = await historyOf(deed, [pair.other])
  deed.saw([personId, pair.other])
  const since = pair.joined_at?.toISOString() ?? ''
  return {
    personId,
    survivorId: pair.other,
    writtenSince: entries.filter((e: z.infer<typeof HistoryEntry>) => e.at >= since),
  }
}

export async function openInEmergency(deed: Deed, body: z.output<typeof breakGlass.body>): Promise<string> {
  const t = deed.actor.tenantId
  const parsed = body.code ? parseCode(body.code) : null
  const key = body.name ? sortKey(namesOf(body.name)) : null
  const { rows } = await sql<{
    id: string | null
  }>`select registry.find_for_glass(${t}::uuid, ${parsed ? (parsed.ok ? parsed.code : '') : null}, ${key},
    ${body.birth?.year ?? null}::integer, ${body.birth?.month ?? null}::integer, ${body.birth?.day ?? null}::integer) as id`.execute(
    deed.db,
  )
  // Nobody, or more than one: one answer, and the miss is an event.
  const personId = orNotFound(rows[0]?.id)
  const keys = await deed.tenantKeys()
  const glassId = deed.commandId
  await sql`select access.break_glass(${t}::uuid, ${glassId}::uuid, ${newId()}::uuid, ${personId}::uuid,
    ${seal(keys.own, 'access.break_glass.reason_sealed', body.reason)}::bytea, ${body.hours}::integer)`.execute(
    deed.db,
  )
  deed.touched([personId])
  return personId
}
