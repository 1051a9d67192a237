/** What the registry already tells, for modules that must not ask it again. Sheets not open to the actor are absent. */
import { sql } from 'kysely'
import type * as z from 'zod'
import type { Deed, Keyring } from '../../server/guard.ts'
import { Problem } from '../../shared/problem.ts'
import type { Core, DocumentHeld, Health, PartialBirth } from './contract.ts'
import { type CoreRow, nameOf, ofPerson } from './queries.ts'
import { birthOf } from './shapes.ts'

export interface KnownMember {
  personId: string
  birth: PartialBirth
}

export interface KnownPerson {
  personId: string
  /** This record and those merged into it. */
  all: string[]
  name: string
  code?: string
  birth: PartialBirth
  sex: Core['sex']
  nationalities: string[]
  languages: Core['languages']
  household?: { householdId: string; members: KnownMember[] }
  documents?: z.infer<typeof DocumentHeld>[]
  ring: Keyring
}

export interface PersonInBrief {
  personId: string
  name: string
  code?: string
  birth: PartialBirth
}

const cores = async (deed: Deed, ids: readonly string[]): Promise<CoreRow[]> =>
  ids.length === 0
    ? []
    : deed.db
        .selectFrom('registry.person_core')
        .selectAll()
        .where('tenant_id', '=', deed.actor.tenantId)
        .where('person_id', 'in', [...ids])
        .where('superseded_at', 'is', null)
        .execute()

const codes = async (deed: Deed, ids: readonly string[]): Promise<Map<string, string>> => {
  const rows =
    ids.length === 0
      ? []
      : await deed.db
          .selectFrom('registry.person_code')
          .select(['person_id', 'code'])
          .where('tenant_id', '=', deed.actor.tenantId)
          .where('person_id', 'in', [...ids])
          .orderBy('given_at')
          .execute()
  return new Map(rows.map((r) => [r.person_id, r.code]))
}

/** Names, codes and birth dates of people within my grants, to be listed. */
export async function peopleInBrief(deed: Deed, ids: readonly string[]): Promise<Map<string, PersonInBrief>> {
  const byCode = await codes(deed, ids)
  const found = (await cores(deed, ids)).map((r): [string, PersonInBrief] => {
    const code = byCode.get(r.person_id)
    return [
      r.person_id,
      { personId: r.person_id, name: nameOf(r), ...(code ? { code } : {}), birth: birthOf(r) },
    ]
  })
  deed.saw(
    found.map(([id]) => id),
    'listed',
  )
  return new Map(found)
}

/** Who lives with one of these records now, for their ages alone: nobody's file is shown by it. */
async function householdMembers(
  deed: Deed,
  ids: readonly string[],
): Promise<{ householdId: string; members: KnownMember[] } | undefined> {
  const t = deed.actor.tenantId
  const { rows } = await sql<CoreRow & { household_id: string }>`
    select m.household_id, c.* from registry.household_member m
    join registry.person_core c on c.tenant_id = ${t}::uuid and c.person_id = m.person_id and c.superseded_at is null
    where m.tenant_id = ${t}::uuid and m.until_at is null and m.household_id = (
      select h.household_id from registry.household_member h
      where h.tenant_id = ${t}::uuid and h.person_id = any (${[...ids]}::uuid[]) and h.until_at is null
      order by array_position(${[...ids]}::uuid[], h.person_id) limit 1)
    order by c.person_id`.execute(deed.db)
  return rows[0]
    ? {
        householdId: rows[0].household_id,
        members: rows.map((r) => ({ personId: r.person_id, birth: birthOf(r) })),
      }
    : undefined
}

/** The members of a household whose files are open to me. */
export async function membersOf(deed: Deed, householdId: string): Promise<string[]> {
  const rows = await deed.db
    .selectFrom('registry.household_member')
    .select('person_id')
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('household_id', '=', householdId)
    .where('until_at', 'is', null)
    .orderBy('person_id')
    .execute()
  return rows.map((r) => r.person_id)
}

export async function knownOf(deed: Deed, personId: string): Promise<KnownPerson> {
  const { survivor, all } = await ofPerson(deed, personId)
  const core = (await cores(deed, [survivor]))[0]
  if (!core) throw new Problem('not_found')
  deed.saw(all)
  const ring = await deed.keyring(all)
  const byCode = await codes(deed, all)
  const code = byCode.get(survivor) ?? all.map((id) => byCode.get(id)).find(Boolean)
  const household = deed.actor.sheets.includes('household') ? await householdMembers(deed, all) : undefined
  const documents = (await documentsOf(deed, all, ring))?.map((held) => held.body)
  return {
    personId: survivor,
    all,
    name: nameOf(core),
    ...(code ? { code } : {}),
    birth: birthOf(core),
    sex: core.sex as Core['sex'],
    nationalities: core.nationalities,
    languages: core.languages as Core['languages'],
    ...(household ? { household } : {}),
    ...(documents ? { documents } : {}),
    ring,
  }
}

type Held = z.infer<typeof DocumentHeld>

/** Documents and procedures held now; undefined where the sheet is not open to the role. */
export async function documentsOf(
  deed: Deed,
  ids: readonly string[],
  ring: Keyring,
): Promise<{ personId: string; body: Held }[] | undefined> {
  if (!deed.actor.sheets.includes('documents')) return undefined
  if (ids.length === 0) return []
  const rows = await deed.db
    .selectFrom('registry.person_document')
    .select(['person_id', 'body_sealed'])
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('person_id', 'in', [...ids])
    .where('superseded_at', 'is', null)
    .execute()
  return rows.map((r) => ({
    personId: r.person_id,
    body: JSON.parse(ring.open('registry.person_document.body_sealed', r.body_sealed)),
  }))
}

type Difficulties = NonNullable<z.infer<typeof Health>['washingtonGroup']>

/** The functional difficulties on record, with the day they were told, of those whose health sheet is open to me. */
export async function difficultiesOf(
  deed: Deed,
  ids: readonly string[],
): Promise<Map<string, { codes: Difficulties; at: Date }>> {
  const found = new Map<string, { codes: Difficulties; at: Date }>()
  if (ids.length === 0 || !deed.actor.sheets.includes('health')) return found
  const ring = await deed.keyring(ids)
  const { rows } = await sql<{ person_id: string; body_sealed: Buffer; recorded_at: Date }>`
    select h.person_id, h.body_sealed, h.recorded_at from registry.person_health h
    where h.tenant_id = ${deed.actor.tenantId}::uuid and h.person_id = any (${[...ids]}::uuid[]) and h.superseded_at is null`.execute(
    deed.db,
  )
  for (const r of rows) {
    const body = JSON.parse(ring.open('registry.person_health.body_sealed', r.body_sealed)) as z.infer<
      typeof Health
    >
    if (body.washingtonGroup) found.set(r.person_id, { codes: body.washingtonGroup, at: r.recorded_at })
  }
  return found
}
