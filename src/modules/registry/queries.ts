/** Reading people. Row-level security answers for the actor; nothing here repeats it. */
import { sql } from 'kysely'
import type * as z from 'zod'
import type { Deed } from '../../server/guard.ts'
import { orNotFound, Problem } from '../../shared/problem.ts'
import type { Candidate, Core, HouseholdMember, PeopleAsked, PersonFile, PersonRow } from './contract.ts'
import { blocksOf, phoneHash } from './people.ts'
import { likelyDuplicates } from './rules/duplicates.ts'
import { displayName, nameScorer, queryKeys } from './rules/names.ts'
import {
  birthOf,
  type LikenessColumns,
  likenessOf,
  likenessOfColumns,
  type NameColumns,
  namesOfColumns,
  phoneToken,
} from './shapes.ts'

export interface CoreRow extends NameColumns {
  person_id: string
  version: number
  birth_year: number | null
  birth_month: number | null
  birth_day: number | null
  birth_precision: string
  sex: string
  nationalities: string[]
  country_of_birth: string | null
  civil_status: string | null
  languages: unknown
}

export const coreOf = (r: CoreRow): Core => ({
  ...(r.given_names ? { givenNames: r.given_names } : {}),
  ...(r.surname_1 ? { surname1: r.surname_1 } : {}),
  ...(r.surname_2 ? { surname2: r.surname_2 } : {}),
  ...(r.chosen_name ? { chosenName: r.chosen_name } : {}),
  birth: birthOf(r),
  sex: r.sex as Core['sex'],
  nationalities: r.nationalities,
  ...(r.country_of_birth ? { countryOfBirth: r.country_of_birth } : {}),
  ...(r.civil_status ? { civilStatus: r.civil_status as NonNullable<Core['civilStatus']> } : {}),
  languages: r.languages as Core['languages'],
})

export const nameOf = (r: NameColumns): string => displayName(namesOfColumns(r))

/** What a list tells of a person. */
type ListedRow = Omit<CoreRow, 'version' | 'country_of_birth' | 'civil_status'>

const coreColumns = sql`c.person_id, c.version, c.given_names, c.surname_1, c.surname_2, c.chosen_name, c.birth_year, c.birth_month,
  c.birth_day, c.birth_precision, c.sex, c.nationalities, c.country_of_birth, c.civil_status, c.languages`

/** What the list is asked for, as `registry.listed` reads it. */
function askedOf(q: PeopleAsked, today: Date): Record<string, unknown> {
  const [y, m, d] = [today.getUTCFullYear(), today.getUTCMonth() + 1, today.getUTCDate()]
  const born = (age: number) => (y - age) * 10_000 + m * 100 + d
  return {
    ...(q.sex ? { sex: q.sex } : {}),
    ...(q.nationality ? { nationality: q.nationality } : {}),
    ...(q.language ? { languages: [{ code: q.language }] } : {}),
    ...(q.ageFrom !== undefined ? { bornUntil: born(q.ageFrom) } : {}),
    ...(q.ageTo !== undefined ? { bornAfter: born(q.ageTo + 1) } : {}),
    ...(q.registeredFrom ? { registeredFrom: q.registeredFrom } : {}),
    ...(q.registeredTo ? { registeredTo: q.registeredTo } : {}),
  }
}

export interface PeoplePage {
  total: number
  more?: boolean
  page: number
  size: number
  rows: PersonRow[]
}

/** A page of people within my grants. Without text or filters the total comes from the grants themselves. */
export async function peoplePage(deed: Deed, q: PeopleAsked): Promise<PeoplePage> {
  const { db, actor } = deed
  if (!actor.sheets.includes('core')) return { total: 0, page: q.page, size: q.size, rows: [] }
  if (q.text) return peopleByText(deed, q, q.text)
  const asked = askedOf(q, deed.at)
  const listed = sql`registry.listed(${actor.tenantId}::uuid, ${JSON.stringify(asked)}::jsonb) c`
  const order = q.sort === 'newest' ? sql`c.person_id desc` : sql`c.sort_key, c.person_id`
  const { rows } = await sql<CoreRow>`
    select ${coreColumns} from ${listed} order by ${order} limit ${q.size} offset ${(q.page - 1) * q.size}`.execute(
    db,
  )
  const total =
    Object.keys(asked).length === 0
      ? await countByGrants(deed)
      : (await sql<{ n: number }>`select count(*)::int as n from ${listed}`.execute(db)).rows[0]!.n
  return { total, page: q.page, size: q.size, rows: await withDetails(deed, rows) }
}

/** Everyone whose core sheet a live grant of mine opens. The grants' own policy is one comparison, not one a row. */
async function countByGrants(deed: Deed): Promise<number> {
  const t = deed.actor.tenantId
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (
      select g.person_id from access.my_grants(${t}::uuid, 'core') g
      where not exists (select 1 from access.person p where p.tenant_id = ${t}::uuid and p.id = g.person_id
        and (p.merged_into is not null or p.state <> 'active'))
      group by g.person_id) as mine`.execute(deed.db)
  return rows[0]!.n
}

/** How many names are compared at most; a search that meets more says so, and another word narrows it. */
const mostCandidates = 200

async function peopleByText(deed: Deed, q: PeopleAsked, text: string): Promise<PeoplePage> {
  const { db, actor } = deed
  const { all, any } = queryKeys(text)
  if (all.length === 0) return { total: 0, page: q.page, size: q.size, rows: [] }
  const { rows } = await sql<ListedRow>`
    select * from registry.found(${actor.tenantId}::uuid, ${all.map((r) => r.from)}::text[], ${all.map((r) => r.to)}::text[],
      ${any}::text[], ${JSON.stringify(askedOf(q, deed.at))}::jsonb, ${mostCandidates + 1}::integer)`.execute(
    db,
  )
  const compared = rows.slice(0, mostCandidates)
  const scoreOf = nameScorer(text)
  const found = compared
    .map((r) => ({ r, score: scoreOf(namesOfColumns(r)) }))
    .filter((f) => f.score >= 0.6)
    .sort((a, b) => b.score - a.score || (a.r.person_id < b.r.person_id ? -1 : 1))
  const shown = found.slice((q.page - 1) * q.size, q.page * q.size).map((f) => f.r)
  // The most alike come first: when the last one compared is not alike enough, nor is who was left out.
  const more = rows.length > compared.length && found.some((f) => f.r === compared.at(-1))
  return {
    total: found.length,
    ...(more ? { more } : {}),
    page: q.page,
    size: q.size,
    rows: await withDetails(deed, shown),
  }
}

async function withDetails(deed: Deed, rows: readonly ListedRow[]): Promise<PersonRow[]> {
  const ids = rows.map((r) => r.person_id)
  deed.saw(ids, 'listed')
  if (ids.length === 0) return []
  const { rows: details } = await sql<{
    person_id: string
    code: string | null
    registered_on: string | null
    household_id: string | null
    size: number | null
  }>`select * from registry.beside(${deed.actor.tenantId}::uuid, ${ids}::uuid[])`.execute(deed.db)
  const byId = new Map(details.map((d) => [d.person_id, d]))
  return rows.map((r) => {
    const d = byId.get(r.person_id)
    return {
      personId: r.person_id,
      name: nameOf(r),
      sex: r.sex as Core['sex'],
      birth: birthOf(r),
      nationalities: r.nationalities,
      languages: r.languages as Core['languages'],
      ...(d?.code ? { code: d.code } : {}),
      ...(d?.registered_on ? { registeredOn: d.registered_on } : {}),
      ...(d?.household_id ? { householdId: d.household_id, householdSize: d.size ?? 1 } : {}),
    }
  })
}

/** The record asked for, its survivor when one is open to me, and those merged into it, however far, that are. */
export async function ofPerson(deed: Deed, personId: string): Promise<{ survivor: string; all: string[] }> {
  const t = deed.actor.tenantId
  const { rows: up } = await sql<{ id: string }>`
    with recursive up as (
      select p.id, p.merged_into, 0 as step from access.person p where p.tenant_id = ${t}::uuid and p.id = ${personId}::uuid and p.state = 'active'
      union all
      select p.id, p.merged_into, up.step + 1 from up join access.person p on p.tenant_id = ${t}::uuid and p.id = up.merged_into and p.state = 'active'
      where up.step < 20)
    select id from up order by step desc limit 1`.execute(deed.db)
  const survivor = up[0]?.id
  if (!survivor) throw new Problem('not_found')
  const { rows: down } = await sql<{ id: string }>`
    with recursive down as (
      select p.id, 0 as step from access.person p where p.tenant_id = ${t}::uuid and p.id = ${survivor}::uuid
      union all
      select p.id, down.step + 1 from down join access.person p on p.tenant_id = ${t}::uuid and p.merged_into = down.id and p.state = 'active'
      where down.step < 20)
    select id from down order by step, id`.execute(deed.db)
  return { survivor, all: down.map((r) => r.id) }
}

const at = (d: Date): string => d.toISOString()

/** One file: the sheets my grants and my role open; the others are absent. */
export async function personFile(deed: Deed, personId: string): Promise<PersonFile> {
  const { db, actor } = deed
  const t = actor.tenantId
  const { survivor, all } = await ofPerson(deed, personId)
  const { rows: cores } = await sql<CoreRow>`select ${coreColumns} from registry.person_core c
    where c.tenant_id = ${t}::uuid and c.person_id = any (${all}::uuid[]) and c.superseded_at is null`.execute(
    db,
  )
  const core = cores.find((r) => r.person_id === survivor)
  if (!core) throw new Problem('not_found')
  deed.saw(all)
  const ring = await deed.keyring(all)
  const has = (sheet: (typeof actor.sheets)[number]) => actor.sheets.includes(sheet)

  const sealedSheet = async (
    table: 'person_contact' | 'person_situation' | 'person_work' | 'person_health' | 'person_identity',
  ) => {
    const { rows } = await sql<{
      person_id: string
      body_sealed: Buffer
      recorded_at: Date
      recorded_by: string
    }>`
      select s.person_id, s.body_sealed, s.recorded_at, s.recorded_by from ${sql.table(`registry.${table}`)} s
      where s.tenant_id = ${t}::uuid and s.person_id = any (${all}::uuid[]) and s.superseded_at is null
      order by (s.person_id = ${survivor}::uuid) desc, s.recorded_at desc limit 1`.execute(db)
    const row = rows[0]
    return (
      row && {
        body: JSON.parse(ring.open(`registry.${table}.body_sealed`, row.body_sealed)),
        recordedAt: at(row.recorded_at),
        recordedBy: row.recorded_by,
      }
    )
  }

  const { rows: codes } = await sql<{ code: string }>`select c.code from registry.person_code c
    where c.tenant_id = ${t}::uuid and c.person_id = any (${all}::uuid[])
    order by (c.person_id = ${survivor}::uuid) desc, c.given_at desc limit 1`.execute(db)
  const { rows: registrations } = await sql<{
    id: string
    organization_id: string
    name: string
    channel: string
    registered_on: string
  }>`
    select r.id, r.organization_id, o.name, r.channel, r.registered_on from registry.registration r
    join access.organization o on o.tenant_id = ${t}::uuid and o.id = r.organization_id
    where r.tenant_id = ${t}::uuid and r.person_id = any (${all}::uuid[]) order by r.registered_on`.execute(
    db,
  )

  // The policy of the grants leaves only mine.
  const { rows: opened } = await sql<{ sheet: (typeof actor.sheets)[number] }>`
    select distinct unnest(g.sheets) as sheet from access.person_grant g
    where g.tenant_id = ${t}::uuid and g.person_id = ${survivor}::uuid
      and g.ended_at is null and g.valid_from <= now() and g.valid_until > now()`.execute(db)

  const file: PersonFile = {
    personId: survivor,
    name: nameOf(core),
    ...(codes[0] ? { code: codes[0].code } : {}),
    mergedFrom: all.slice(1),
    version: core.version,
    opens: actor.sheets.filter((s) => opened.some((o) => o.sheet === s)),
    core: coreOf(core),
    registrations: registrations.map((r) => ({
      id: r.id,
      organizationId: r.organization_id,
      organizationName: r.name,
      channel: r.channel as PersonFile['registrations'][number]['channel'],
      registeredOn: r.registered_on,
    })),
  }
  if (has('contact')) setIf(file, 'contact', await sealedSheet('person_contact'))
  if (has('household')) setIf(file, 'household', await householdOf(deed, all))
  if (has('needs')) {
    const { rows } = await sql<{ need: string }>`select distinct n.need from registry.person_need n
      where n.tenant_id = ${t}::uuid and n.person_id = any (${all}::uuid[]) and n.superseded_at is null order by n.need`.execute(
      db,
    )
    if (rows.length > 0) file.needs = rows.map((r) => r.need) as NonNullable<PersonFile['needs']>
  }
  if (has('documents')) {
    const { rows } = await sql<{
      body_sealed: Buffer
      recorded_at: Date
      recorded_by: string
      superseded_at: Date | null
    }>`
      select d.body_sealed, d.recorded_at, d.recorded_by, d.superseded_at from registry.person_document d
      where d.tenant_id = ${t}::uuid and d.person_id = any (${all}::uuid[]) order by d.recorded_at desc`.execute(
      db,
    )
    if (rows.length > 0) {
      file.documents = rows.map((r) => ({
        body: JSON.parse(ring.open('registry.person_document.body_sealed', r.body_sealed)),
        recordedAt: at(r.recorded_at),
        recordedBy: r.recorded_by,
        ...(r.superseded_at ? { supersededAt: at(r.superseded_at) } : {}),
      }))
    }
    setIf(file, 'situation', await sealedSheet('person_situation'))
  }
  if (has('work')) setIf(file, 'work', await sealedSheet('person_work'))
  if (has('health')) setIf(file, 'health', await sealedSheet('person_health'))
  if (has('identity')) setIf(file, 'identity', await sealedSheet('person_identity'))
  return file
}

function setIf<K extends keyof PersonFile>(file: PersonFile, key: K, value: PersonFile[K] | undefined): void {
  if (value !== undefined) file[key] = value
}

/** The household one of these records belongs to now, with the members my grants open. */
export async function householdOf(deed: Deed, ids: readonly string[]): Promise<PersonFile['household']> {
  const t = deed.actor.tenantId
  const { rows } = await sql<CoreRow & { household_id: string; role: string; from_at: Date }>`
    select m.household_id, m.role, m.from_at, ${coreColumns}
    from registry.household_member m
    join registry.person_core c on c.tenant_id = ${t}::uuid and c.person_id = m.person_id and c.superseded_at is null
    where m.tenant_id = ${t}::uuid and m.until_at is null and m.household_id = (
      select h.household_id from registry.household_member h
      where h.tenant_id = ${t}::uuid and h.person_id = any (${[...ids]}::uuid[]) and h.until_at is null
      order by array_position(${[...ids]}::uuid[], h.person_id) limit 1)
    order by (m.role = 'head') desc, c.birth_year nulls last, c.person_id`.execute(deed.db)
  if (!rows[0]) return undefined
  deed.saw(rows.map((r) => r.person_id))
  return {
    householdId: rows[0].household_id,
    members: rows.map((r) => ({
      personId: r.person_id,
      name: nameOf(r),
      role: r.role as z.infer<typeof HouseholdMember>['role'],
      birth: birthOf(r),
      sex: r.sex as Core['sex'],
      since: at(r.from_at),
    })),
  }
}

/** A household asked by its id; nobody of it open to me is nothing. */
export async function householdById(
  deed: Deed,
  householdId: string,
): Promise<NonNullable<PersonFile['household']>> {
  const { rows } = await sql<{ person_id: string }>`select person_id from registry.household_member
    where tenant_id = ${deed.actor.tenantId}::uuid and household_id = ${householdId}::uuid and until_at is null`.execute(
    deed.db,
  )
  deed.saw([])
  return orNotFound(
    await householdOf(
      deed,
      rows.map((r) => r.person_id),
    ),
  )
}

type CandidateFound = z.infer<typeof Candidate>

/** Who is compared at most, the ones that share most first. */
const mostNear = 40

type AlikeRow = LikenessColumns & { member_no: number }

/** Who within my grants may be each of these people already: found by blocks, compared in TypeScript, with reasons. */
export async function candidatesOfAll(
  deed: Deed,
  asked: readonly { core: Core; phone?: string | undefined }[],
  except: readonly string[] = [],
): Promise<CandidateFound[][]> {
  const { blind } = await deed.tenantKeys()
  const blocks = asked.flatMap((a, i) => blocksOf(blind, a.core, a.phone).map((block) => ({ i, block })))
  if (blocks.length === 0) return asked.map(() => [])
  const { rows: near } = await sql<AlikeRow>`select * from registry.alike(${deed.actor.tenantId}::uuid,
    ${blocks.map((b) => b.i)}::integer[], ${blocks.map((b) => b.block)}::bytea[], ${[...except]}::uuid[], ${mostNear}::integer)`.execute(
    deed.db,
  )
  if (near.length === 0) return asked.map(() => [])
  return asked.map((a, i) => {
    const own = phoneHash(blind, a.phone)
    const people = near.filter((r) => r.member_no === i).map((row) => ({ ...likenessOfColumns(row), row }))
    const matches = likelyDuplicates(likenessOf(a.core, own ? phoneToken(own) : undefined), people).slice(
      0,
      10,
    )
    deed.saw(
      matches.map((m) => m.id),
      'listed',
    )
    return matches.map((m) => {
      const row = people.find((p) => p.id === m.id)!.row
      return {
        personId: m.id,
        name: nameOf(row),
        sex: row.sex as Core['sex'],
        birth: birthOf(row),
        nationalities: row.nationalities,
        band: m.band,
        reasons: m.reasons.map((r) => ({ field: r.field, agreement: r.agreement })),
      }
    })
  })
}

export const candidatesInMyGrants = async (
  deed: Deed,
  core: Core,
  phone: string | undefined,
  except: readonly string[] = [],
): Promise<CandidateFound[]> => (await candidatesOfAll(deed, [{ core, phone }], except))[0]!

/** Those of these people whose files are open to me, to tell their names. */
export async function personCores(deed: Deed, ids: readonly string[]): Promise<Map<string, CoreRow>> {
  if (ids.length === 0) return new Map()
  const t = deed.actor.tenantId
  const { rows } = await sql<CoreRow>`select ${coreColumns} from registry.listed(${t}::uuid, '{}') c
    where c.person_id = any (${[...ids]}::uuid[])`.execute(deed.db)
  return new Map(rows.map((r) => [r.person_id, r]))
}
