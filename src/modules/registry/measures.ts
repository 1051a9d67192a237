/** What may be counted of the people registered, and by what. Only counting reads this, and only as the worker. */
import { sql } from 'kysely'
import type { Tx } from '../../server/db.ts'
import type { TenantKeys } from '../../server/vault.ts'
import { ageGroup, ageGroups, type IsoDay } from '../../shared/day.ts'
import { channels, originClasses, populationGroups, type sexes, stayTypes } from './contract.ts'
import { type FactKind, factKinds, factPseudonym } from './people.ts'
import { birthOf } from './shapes.ts'

/**
 * Countries told apart, by how many come from them (IOM Mexico, registrations of recent years); all others are one row.
 * The list is fixed: a row that came and went with the people in it would tell that somebody is there.
 */
const countriesCounted = [
  'HND',
  'VEN',
  'HTI',
  'CUB',
  'MEX',
  'GTM',
  'COL',
  'SLV',
  'ECU',
  'NIC',
  'USA',
] as const

const countries = [...countriesCounted, 'other', 'not_recorded'] as const

/** Each variable with every value it can take, so that no value tells by being there. */
export const variables = {
  age: [...ageGroups, 'not_recorded'],
  nationality: countries,
  country_of_birth: countries,
  channel: channels,
  population_group: populationGroups,
  stay_type: stayTypes,
  origin_class: originClasses,
} as const
export type Variable = keyof typeof variables

/** One person as counted: no name, no day. */
export interface Counted {
  personId: string
  sex: (typeof sexes)[number]
  organizationId: string
  by: Record<Variable, string>
}

interface Row {
  person_id: string
  birth_year: number | null
  birth_month: number | null
  birth_day: number | null
  birth_precision: string
  sex: (typeof sexes)[number]
  nationality: string | null
  country_of_birth: string | null
  channel: string
  organization_id: string
}

const before = '00000000-0000-0000-0000-000000000000'
const some = 1000

const counted = (country: string | null): string =>
  country === null
    ? 'not_recorded'
    : (countriesCounted as readonly string[]).includes(country)
      ? country
      : 'other'

/**
 * Everybody registered and not merged into another file, a thousand at a time; ages are of the day given.
 * Of several nationalities the first said is counted, so that everybody is counted once.
 */
export async function* peopleToCount(
  tx: Tx,
  keys: TenantKeys,
  tenantId: string,
  on: IsoDay,
): AsyncGenerator<Counted[]> {
  for (let after = before; ; ) {
    const { rows } =
      await sql<Row>`select * from registry.people_to_count(${tenantId}::uuid, ${after}::uuid, ${some})`.execute(
        tx,
      )
    if (rows.length === 0) return
    const codes = await factsOf(
      tx,
      keys,
      tenantId,
      rows.map((r) => r.person_id),
    )
    yield rows.map((row) => ({
      personId: row.person_id,
      sex: row.sex,
      organizationId: row.organization_id,
      by: {
        age: ageGroup(birthOf(row), on) ?? 'not_recorded',
        nationality: counted(row.nationality),
        country_of_birth: counted(row.country_of_birth),
        channel: row.channel,
        population_group: codes(row.person_id, 'population_group'),
        stay_type: codes(row.person_id, 'stay_type'),
        origin_class: codes(row.person_id, 'origin_class'),
      },
    }))
    after = rows.at(-1)!.person_id
  }
}

/** Facts lead to nobody by themselves; whoever holds the key asks for those of the people it is counting. */
async function factsOf(
  tx: Tx,
  { blind }: TenantKeys,
  tenantId: string,
  people: readonly string[],
): Promise<(personId: string, kind: FactKind) => string> {
  const place = (kind: string, pseudonym: Uint8Array) => `${kind} ${Buffer.from(pseudonym).toString('hex')}`
  const pseudonyms = people.flatMap((id) => factKinds.map(({ kind }) => factPseudonym(blind, kind, id)))
  const { rows } = await sql<{ kind: FactKind; pseudonym: Buffer; code: string }>`
    select * from registry.facts_to_count(${tenantId}::uuid, ${pseudonyms}::bytea[])`.execute(tx)
  const found = new Map(rows.map((r) => [place(r.kind, r.pseudonym), r.code]))
  return (personId, kind) => found.get(place(kind, factPseudonym(blind, kind, personId))) ?? 'not_known'
}
