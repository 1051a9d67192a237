import { check } from './check.ts'
import type { Instance } from './instance.ts'

/** A dimension of a shelter in which a family does not fit, or that it makes dearer. */
export interface Bind {
  shelter: number
  dimension: number
  /** Units missing for this family; 0 where it fits but the dimension is scarce (its shadow price is above 0). */
  missing: number
  /** Shadow price of a unit. */
  price: number
}

export interface Alternative {
  shelter: number
  utility: number
  /** `chosen`; `free`: there is room as things are; `overflow`: room only above capacity, at its price; `full`: none. */
  status: 'chosen' | 'free' | 'overflow' | 'full'
  /** What the places it would take are worth to all, at shadow prices. */
  priceOfPlace: number
  binds: Bind[]
}

/**
 * Why a family is where it is:
 * - `best`: no eligible shelter suits it better;
 * - `better-full`: every shelter that suits it better is full;
 * - `worth-more-to-others`: a better one has room, at a price above what the family would gain (overflow, company or
 *   room kept for those to come);
 * - `no-eligible-shelter`, `too-large` (for every eligible shelter even when empty), `no-room`, `no-gain` (no utility
 *   above 0): why it is unplaced.
 */
export type Reason =
  | 'best'
  | 'better-full'
  | 'worth-more-to-others'
  | 'no-eligible-shelter'
  | 'too-large'
  | 'no-room'
  | 'no-gain'

export interface Explanation {
  family: number
  id: string
  /** -1 unplaced */
  shelter: number
  utility: number
  reason: Reason
  /** What stands between the family and something better for it; empty for `best`. */
  binds: Bind[]
  /** Every eligible shelter, the best for the family first. */
  alternatives: Alternative[]
  /** Shelters that a hard rule excludes. */
  notEligible: number[]
}

/**
 * Says for each family why here, what else was possible and what binds.
 *
 * @param prices shadow prices by shelter and dimension, as an allocation carries them
 */
export function explain(
  instance: Instance,
  assignment: readonly number[],
  prices: readonly (readonly number[])[] = instance.shelters.map((s) => s.capacity.map(() => 0)),
): Explanation[] {
  const { load } = check(instance, assignment)
  const pairs: [shelter: number, utility: number][][] = instance.families.map(() => [])
  for (const [i, k, u] of instance.pairs) pairs[i]!.push([k, u])
  return instance.families.map((family, i) => {
    const shelter = assignment[i]!
    const alternatives = pairs[i]!.map(([k, utility]) =>
      judge(instance, load, prices, i, k, utility, shelter),
    )
    alternatives.sort((a, b) => b.utility - a.utility || a.shelter - b.shelter)
    const utility = alternatives.find((a) => a.status === 'chosen')?.utility ?? 0
    const better = alternatives.filter((a) => a.status !== 'chosen' && a.utility > utility)
    const reason = reasonOf(instance, i, shelter, alternatives, better)
    return {
      family: i,
      id: family.id,
      shelter,
      utility,
      reason,
      binds: better.flatMap((a) => a.binds),
      alternatives,
      notEligible: instance.shelters.map((_, k) => k).filter((k) => !pairs[i]!.some(([s]) => s === k)),
    }
  })
}

function judge(
  instance: Instance,
  load: number[][],
  prices: readonly (readonly number[])[],
  i: number,
  k: number,
  utility: number,
  chosen: number,
): Alternative {
  const { capacity, maxOverflow } = instance.shelters[k]!
  let status: Alternative['status'] = k === chosen ? 'chosen' : 'free'
  let priceOfPlace = 0
  const binds: Bind[] = []
  instance.families[i]!.demand.forEach((amount, d) => {
    const price = prices[k]![d]!
    priceOfPlace += price * amount
    if (amount === 0 || k === chosen) return
    const above = load[k]![d]! + amount - capacity[d]!
    const soft = (instance.overflow?.[d] ?? null) !== null
    const most = soft ? (maxOverflow?.[d] ?? Number.POSITIVE_INFINITY) : 0
    if (above > most + 1e-9) status = 'full'
    else if (above > 1e-9 && status === 'free') status = 'overflow'
    if (above > 1e-9 || price > 1e-9)
      binds.push({ shelter: k, dimension: d, missing: above > 1e-9 ? above : 0, price })
  })
  return { shelter: k, utility, status, priceOfPlace, binds }
}

function reasonOf(
  instance: Instance,
  i: number,
  shelter: number,
  alternatives: Alternative[],
  better: Alternative[],
): Reason {
  if (shelter >= 0) {
    if (better.length === 0) return 'best'
    return better.every((a) => a.status === 'full') ? 'better-full' : 'worth-more-to-others'
  }
  if (alternatives.length === 0) return 'no-eligible-shelter'
  if (better.length === 0) return 'no-gain'
  const fitsEmpty = (k: number): boolean =>
    instance.families[i]!.demand.every((amount, d) => {
      const { capacity, maxOverflow } = instance.shelters[k]!
      const soft = (instance.overflow?.[d] ?? null) !== null
      return amount <= capacity[d]! + (soft ? (maxOverflow?.[d] ?? Number.POSITIVE_INFINITY) : 0) + 1e-9
    })
  if (!alternatives.some((a) => fitsEmpty(a.shelter))) return 'too-large'
  return better.every((a) => a.status === 'full') ? 'no-room' : 'worth-more-to-others'
}
