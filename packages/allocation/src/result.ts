import { boundOfPrices, type Check, check } from './check.ts'
import { InputError, type Instance } from './instance.ts'

/** What a result says of itself; all but the assignment may be missing. */
export interface Claim {
  assignment: number[]
  objective?: number
  bound?: number
  placedPeople?: number
  unplacedFamilies?: number
  violations?: number
  prices?: number[][]
}

export interface Verdict extends Check {
  /** The bound that the result's own prices prove, recomputed; absent without prices. */
  boundOfPrices?: number
  /** What the result claims and the recomputation does not confirm. */
  differences: { what: string; claimed: number; recomputed: number }[]
}

const counts = ['objective', 'bound', 'placedPeople', 'unplacedFamilies', 'violations'] as const

/**
 * Reads a result from anything (`JSON.parse`).
 *
 * @throws InputError naming the first place that is wrong
 */
export function parseClaim(value: unknown, instance: Instance): Claim {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError('result', 'an object expected')
  const fields = value as Record<string, unknown>
  if (!Array.isArray(fields.assignment)) throw new InputError('assignment', 'a list expected')
  const claim: Claim = {
    assignment: fields.assignment.map((k, i) => {
      if (typeof k !== 'number')
        throw new InputError(`assignment[${i}]`, `a number expected, found ${JSON.stringify(k)}`)
      return k
    }),
  }
  for (const name of counts) {
    const n = fields[name]
    if (n === undefined) continue
    if (typeof n !== 'number') throw new InputError(name, `a number expected, found ${JSON.stringify(n)}`)
    claim[name] = n
  }
  if (fields.prices !== undefined) claim.prices = prices(fields.prices, instance)
  return claim
}

function prices(value: unknown, instance: Instance): number[][] {
  const rows = Array.isArray(value) ? value : []
  if (rows.length !== instance.shelters.length)
    throw new InputError('prices', `one list per shelter expected (${instance.shelters.length})`)
  return rows.map((row: unknown, k) => {
    const numbers = Array.isArray(row) ? row : []
    if (
      numbers.length !== instance.dimensions.length ||
      numbers.some((p) => typeof p !== 'number' || !(p >= 0))
    )
      throw new InputError(`prices[${k}]`, `${instance.dimensions.length} numbers of 0 or more expected`)
    return numbers as number[]
  })
}

/** Recomputes everything a result says, without the solvers. */
export function verify(instance: Instance, claim: Claim): Verdict {
  const counted = check(instance, claim.assignment)
  const proven = claim.prices ? boundOfPrices(instance, claim.prices) : undefined
  const differences: Verdict['differences'] = []
  const compare = (what: string, claimed: number | undefined, recomputed: number, agrees: boolean): void => {
    if (claimed !== undefined && !agrees) differences.push({ what, claimed, recomputed })
  }
  const near = (a: number | undefined, b: number): boolean =>
    Math.abs((a ?? b) - b) <= 1e-6 * Math.max(1, Math.abs(b))
  compare('objective', claim.objective, counted.objective, near(claim.objective, counted.objective))
  compare(
    'placedPeople',
    claim.placedPeople,
    counted.placedPeople,
    claim.placedPeople === counted.placedPeople,
  )
  compare(
    'unplacedFamilies',
    claim.unplacedFamilies,
    counted.unplacedFamilies,
    claim.unplacedFamilies === counted.unplacedFamilies,
  )
  compare(
    'violations',
    claim.violations,
    counted.violations.length,
    claim.violations === counted.violations.length,
  )
  const slack = 1e-6 * Math.max(1, Math.abs(counted.objective))
  compare('bound', claim.bound, counted.objective, (claim.bound ?? 0) >= counted.objective - slack)
  return { ...counted, ...(proven === undefined ? {} : { boundOfPrices: proven }), differences }
}
