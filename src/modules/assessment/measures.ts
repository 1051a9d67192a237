/** What may be counted of assessments: the shareable part alone, of the instrument in use. */
import { sql } from 'kysely'
import type { Tx } from '../../server/db.ts'
import { type Key, type TenantKeys, unseal } from '../../server/vault.ts'
import type { IndexAgeGroup } from '../../shared/day.ts'
import { current, type StoredResult } from './file.ts'
import { isSpecial } from './instruments/types.ts'
import type { Status } from './rules/applicability.ts'
import { type ShareableScore, shareableScore } from './rules/score.ts'

/** Of one indicator or dimension for one person. */
export const standings = ['in_need', 'not_in_need', 'not_known', 'not_applicable'] as const
export type Standing = (typeof standings)[number]

/** Special items enter no municipality's figures, so what stands on them alone is not here. */
export const indicatorsCounted: readonly { id: string; dimension: string }[] = current.indicators
  .filter((item) => !isSpecial(item))
  .map(({ id, dimension }) => ({ id, dimension }))
export const dimensionsCounted: readonly string[] = current.dimensions
  .map(({ id }) => id)
  .filter((id) => indicatorsCounted.some(({ dimension }) => dimension === id))

/** One person's newest assessment, and the first where there was an earlier one. */
export interface Assessed {
  personId: string
  /** At the newest. Adults and children are never counted together. */
  ageGroup: IndexAgeGroup | 'not_known'
  last: Profile
  first?: Profile
}

export interface Profile {
  indicators: Readonly<Record<string, Standing>>
  dimensions: Readonly<Record<string, Standing>>
}

const standingOf = (status: Status | undefined): Standing =>
  status === undefined
    ? 'not_applicable'
    : status === 1
      ? 'in_need'
      : status === 0
        ? 'not_in_need'
        : 'not_known'

/** A need in any indicator is a need in its dimension; without one, what is not known leaves it open. */
export function profileOf({ status }: Pick<ShareableScore, 'status'>): Profile {
  const indicators: Record<string, Standing> = Object.fromEntries(
    indicatorsCounted.map(({ id }) => [id, standingOf(status[id])]),
  )
  const dimensions = Object.fromEntries(
    dimensionsCounted.map((dimension): [string, Standing] => {
      const own = indicatorsCounted.filter((i) => i.dimension === dimension).map(({ id }) => indicators[id])
      const standing = (['in_need', 'not_known', 'not_in_need'] as const).find((s) => own.includes(s))
      return [dimension, standing ?? 'not_applicable']
    }),
  )
  return { indicators, dimensions }
}

interface Row {
  person_id: string
  owner_id: string
  wrapped_key: Buffer | null
  instrument: string
  instrument_version: string
  body_sealed: Buffer
}

/** The assessments of these people, as many as are finished; results under an earlier version are left out. */
export async function assessedToCount(
  tx: Tx,
  keys: TenantKeys,
  tenantId: string,
  people: readonly string[],
): Promise<Assessed[]> {
  const { rows } =
    await sql<Row>`select * from assessment.results_to_count(${tenantId}::uuid, ${[...people]}::uuid[])`.execute(
      tx,
    )
  const opened = new Map<string, Key>()
  const scores = new Map<string, ShareableScore[]>()
  for (const row of rows) {
    if (row.instrument !== current.id || row.instrument_version !== current.version) continue
    // A file whose key was destroyed is nobody's any more.
    if (!row.wrapped_key) continue
    const key = opened.get(row.owner_id) ?? keys.unwrap(row.owner_id, row.wrapped_key)
    opened.set(row.owner_id, key)
    const { input } = JSON.parse(
      unseal(key, 'assessment.result.body_sealed', row.body_sealed).toString('utf8'),
    ) as StoredResult
    const of = scores.get(row.person_id)
    const score = shareableScore(current, input)
    if (of) of.push(score)
    else scores.set(row.person_id, [score])
  }
  return [...scores].map(([personId, all]) => {
    const [first, last] = [all[0]!, all.at(-1)!]
    return {
      personId,
      ageGroup: last.ageGroup ?? 'not_known',
      last: profileOf(last),
      ...(all.length > 1 ? { first: profileOf(first) } : {}),
    }
  })
}
