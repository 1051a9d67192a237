/** Who is registered already and like a row: asked for many rows at once, within the actor's grants. */
import { sql } from 'kysely'
import type { Deed } from '../../../server/guard.ts'
import { phoneHash } from '../people.ts'
import type { Decision, LikePerson } from '../rules/census-plan.ts'
import { likenessOfRow } from '../rules/census-rows.ts'
import { blockingKeys, type Likeness, likelyDuplicates, type Match } from '../rules/duplicates.ts'
import { type LikenessColumns, likenessOfColumns, phoneToken } from '../shapes.ts'

type Blind = (use: string, value: string) => Buffer

/** So many candidates a row are compared; who shares the most blocks goes first. */
const mostCandidates = 60
/** So many rows of one block are compared: a name that half a file has tells nothing. */
const mostOfBlock = 50

/** As the registry holds it: a telephone is known by its keyed hash alone. */
function hashedLikeness(decision: Decision, blind: Blind): Likeness {
  const likeness = likenessOfRow(decision.candidate!)
  const phones = (likeness.phones ?? []).flatMap((phone) => {
    const hash = phoneHash(blind, phone)
    return hash ? [phoneToken(hash)] : []
  })
  return { ...likeness, phones, household: null, role: null }
}

/** Matches by line. Reads at most a few hundred rows' worth at a time. */
export async function registeredLike(
  deed: Deed,
  decisions: readonly Decision[],
): Promise<Map<number, Match<string>[]>> {
  const found = new Map<number, Match<string>[]>()
  const t = deed.actor.tenantId
  const { rows: any } = await sql`select 1 from access.person_grant g
    where g.tenant_id = ${t}::uuid and g.ended_at is null limit 1`.execute(deed.db)
  if (any.length === 0) return found
  const { blind } = await deed.tenantKeys()
  const people = decisions.filter((decision) => decision.candidate)
  const likenesses = people.map((decision) => hashedLikeness(decision, blind))
  const asked = likenesses.flatMap((likeness, i) =>
    blockingKeys(likeness).map((key) => ({ i, block: blind('block', key) })),
  )
  if (asked.length === 0) return found
  const { rows: near } = await sql<{ member_no: number; person_id: string }>`
    select * from registry.near(${t}::uuid, ${asked.map((a) => a.i)}::integer[], ${asked.map((a) => a.block)}::bytea[],
      '{}'::uuid[], ${mostCandidates}::integer)`.execute(deed.db)
  if (near.length === 0) return found
  const { rows: cores } = await sql<LikenessColumns>`
    select c.person_id, c.given_names, c.surname_1, c.surname_2, c.chosen_name, c.birth_year, c.birth_month, c.birth_day,
      c.birth_precision, c.sex, c.nationalities,
      (select k.phone_hash from registry.person_contact k
        where k.tenant_id = ${t}::uuid and k.person_id = c.person_id and k.superseded_at is null) as phone_hash
    from registry.person_core c
    where c.tenant_id = ${t}::uuid and c.person_id = any (${[...new Set(near.map((n) => n.person_id))]}::uuid[])
      and c.superseded_at is null`.execute(deed.db)
  const known = new Map(cores.map((r) => [r.person_id, likenessOfColumns(r)]))
  const candidates = new Map<number, (Likeness & { id: string })[]>()
  for (const { member_no: i, person_id } of near) {
    const one = known.get(person_id)
    if (!one) continue
    const list = candidates.get(i)
    if (list) list.push(one)
    else candidates.set(i, [one])
  }
  for (const [i, list] of candidates) {
    const matches = likelyDuplicates(likenesses[i]!, list).slice(0, 10)
    if (matches.length > 0) found.set(people[i]!.line, matches)
  }
  return found
}

const keysOfRows = new WeakMap<Decision, string[]>()

/** Blocks of a row among the rows of its file. Short: a chance meeting costs a comparison and no more. */
export function rowBlocks(decision: Decision, blind: Blind, batchId: string): Buffer[] {
  if (!decision.candidate) return []
  const keys = keysOfRows.get(decision) ?? blockingKeys(likenessOfRow(decision.candidate))
  keysOfRows.set(decision, keys)
  return keys.map((key) => blind('census block', `${batchId} ${key}`).subarray(0, 12))
}

/** Rows of earlier windows of the same file that a row is like. `open` gives the decision staged for a line. */
export async function earlierLike(
  deed: Deed,
  batchId: string,
  decisions: readonly Decision[],
  open: (lines: number[]) => Promise<Map<number, Decision>>,
): Promise<Map<number, LikePerson[]>> {
  const { blind } = await deed.tenantKeys()
  const people = decisions.filter((decision) => decision.candidate)
  const asked = people.flatMap((decision, i) =>
    rowBlocks(decision, blind, batchId).map((block) => ({ i, block })),
  )
  const found = new Map<number, LikePerson[]>()
  if (asked.length === 0) return found
  const { rows: near } = await sql<{ i: number; line: number }>`
    with asked as (select * from unnest(${asked.map((a) => a.i)}::int[], ${asked.map((a) => a.block)}::bytea[]) as a (i, block)),
    near as (
      select asked.i, b.line, row_number() over (partition by asked.i order by count(*) desc, b.line) as n
      from asked cross join lateral (
        select c.line from registry.census_block c
        where c.tenant_id = ${deed.actor.tenantId}::uuid and c.batch_id = ${batchId}::uuid and c.block = asked.block
        order by c.line limit ${mostOfBlock}) b
      group by asked.i, b.line)
    select i, line from near where n <= ${mostCandidates}`.execute(deed.db)
  if (near.length === 0) return found
  const staged = await open([...new Set(near.map((n) => n.line))])
  const candidates = new Map<number, (Likeness & { id: string })[]>()
  for (const { i, line } of near) {
    const other = staged.get(line)
    if (!other?.candidate) continue
    const one = { id: String(line), ...likenessOfRow(other.candidate) }
    const list = candidates.get(i)
    if (list) list.push(one)
    else candidates.set(i, [one])
  }
  for (const [i, list] of candidates) {
    const matches = likelyDuplicates(likenessOfRow(people[i]!.candidate!), list).slice(0, 10)
    if (matches.length > 0)
      found.set(
        people[i]!.line,
        matches.map((match) => ({ line: Number(match.id), band: match.band, reasons: match.reasons })),
      )
  }
  return found
}
