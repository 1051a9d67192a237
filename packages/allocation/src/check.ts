import { InputError, type Instance } from './instance.ts'

export type Violation =
  | { kind: 'ineligible'; family: number; shelter: number }
  | { kind: 'capacity'; shelter: number; dimension: number; load: number; allowed: number }

export interface Overflow {
  shelter: number
  dimension: number
  /** Units above capacity. */
  units: number
  /** units × price */
  cost: number
}

export interface Check {
  /** Utilities and what communities add, less the price of overflow. */
  objective: number
  utility: number
  togetherness: number
  overflowCost: number
  overflow: Overflow[]
  violations: Violation[]
  placedPeople: number
  placedFamilies: number
  unplacedFamilies: number
  /** Units used, by shelter and dimension. */
  load: number[][]
  /** With tiers: for each, the objective of the families of this tier and those before it. */
  tiers: { tier: number; families: number; placedFamilies: number; value: number }[]
}

/** Rounding of sums of demands. */
const tolerance = 1e-9

/**
 * Recomputes an allocation from the instance alone, with nothing of the solvers.
 *
 * @param assignment shelter of each family, -1 unplaced
 * @throws InputError when the assignment is not one shelter index or -1 for each family
 */
export function check(instance: Instance, assignment: readonly number[]): Check {
  const { families, shelters } = instance
  if (assignment.length !== families.length)
    throw new InputError(
      'assignment',
      `one shelter per family expected (${families.length}), found ${assignment.length}`,
    )
  assignment.forEach((k, i) => {
    if (!Number.isInteger(k) || k < -1 || k >= shelters.length)
      throw new InputError(
        `assignment[${i}]`,
        `-1 or the index of a shelter (0 to ${shelters.length - 1}) expected, found ${k}`,
      )
  })
  const total = count(instance, assignment)
  const violations: Violation[] = []
  const eligible = new Set(instance.pairs.map(([i, k]) => i * shelters.length + k))
  assignment.forEach((k, i) => {
    if (k >= 0 && !eligible.has(i * shelters.length + k))
      violations.push({ kind: 'ineligible', family: i, shelter: k })
  })
  shelters.forEach((shelter, k) => {
    shelter.capacity.forEach((_, d) => {
      const allowed = allowedAt(instance, k, d)
      const load = total.load[k]![d]!
      if (exceeds(load, allowed))
        violations.push({ kind: 'capacity', shelter: k, dimension: d, load, allowed })
    })
  })
  const placed = assignment.map((k, i) => (k >= 0 ? families[i]!.size : 0))
  const placedFamilies = assignment.filter((k) => k >= 0).length
  return {
    ...total,
    violations,
    placedPeople: placed.reduce((a, b) => a + b, 0),
    placedFamilies,
    unplacedFamilies: families.length - placedFamilies,
    tiers: [...new Set(instance.tiers ?? [])]
      .sort((a, b) => a - b)
      .map((tier) => ({
        tier,
        families: instance.tiers!.filter((t) => t === tier).length,
        placedFamilies: assignment.filter((k, i) => k >= 0 && instance.tiers![i] === tier).length,
        value: count(
          instance,
          assignment.map((k, i) => (instance.tiers![i]! <= tier ? k : -1)),
        ).objective,
      })),
  }
}

/** Units that may be used: capacity and, where it has a price, the overflow allowed. */
function allowedAt(instance: Instance, shelter: number, dimension: number): number {
  const { capacity, maxOverflow } = instance.shelters[shelter]!
  const soft = (instance.overflow?.[dimension] ?? null) !== null
  return capacity[dimension]! + (soft ? (maxOverflow?.[dimension] ?? Number.POSITIVE_INFINITY) : 0)
}

function exceeds(units: number, allowed: number): boolean {
  return units > allowed + tolerance * Math.max(1, allowed)
}

type Total = Pick<Check, 'objective' | 'utility' | 'togetherness' | 'overflow' | 'overflowCost' | 'load'>

function count(instance: Instance, assignment: readonly number[]): Total {
  const { families, shelters, dimensions } = instance
  const load = shelters.map(() => dimensions.map(() => 0))
  assignment.forEach((k, i) => {
    if (k >= 0)
      families[i]!.demand.forEach((amount, d) => {
        load[k]![d]! += amount
      })
  })
  let utility = 0
  for (const [i, k, u] of instance.pairs) if (assignment[i] === k) utility += u
  let togetherness = 0
  for (const community of instance.communities ?? []) {
    const placed = community.families.map((i) => assignment[i]!).filter((k) => k >= 0)
    togetherness += community.bonus * (placed.length - new Set(placed).size)
  }
  const overflow: Overflow[] = []
  shelters.forEach((shelter, k) => {
    shelter.capacity.forEach((capacity, d) => {
      const price = instance.overflow?.[d] ?? null
      const units = load[k]![d]! - capacity
      if (price !== null && units > tolerance)
        overflow.push({ shelter: k, dimension: d, units, cost: units * price })
    })
  })
  const overflowCost = overflow.reduce((sum, o) => sum + o.cost, 0)
  return {
    objective: utility + togetherness - overflowCost,
    utility,
    togetherness,
    overflow,
    overflowCost,
    load,
  }
}

/**
 * The bound that shadow prices prove (weak duality): no allocation is worth more, whoever found the prices.
 *
 *     Σ_i max(0, max_k u_ik − Σ_d λ_kd a_id) + Σ_kd λ_kd c_kd + Σ_kd max(0, λ_kd − π_d) o_kd
 *
 * A member of a community of n may gain bonus × (n − 1) / n at most on average. A pair too large for its shelter even
 * when empty is in no allocation and does not count.
 *
 * @param prices λ ≥ 0 by shelter and dimension
 */
export function boundOfPrices(instance: Instance, prices: readonly (readonly number[])[]): number {
  const extra = instance.families.map(() => 0)
  for (const c of instance.communities ?? [])
    for (const i of c.families) extra[i] = (c.bonus * (c.families.length - 1)) / c.families.length
  const best = instance.families.map(() => 0)
  for (const [i, k, u] of instance.pairs) {
    const { demand } = instance.families[i]!
    if (demand.some((a, d) => exceeds(a, allowedAt(instance, k, d)))) continue
    const cost = demand.reduce((sum, a, d) => sum + a * prices[k]![d]!, 0)
    best[i] = Math.max(best[i]!, u + extra[i]! - cost)
  }
  let bound = best.reduce((a, b) => a + b, 0)
  instance.shelters.forEach((shelter, k) => {
    shelter.capacity.forEach((capacity, d) => {
      const lambda = prices[k]![d]!
      if (lambda <= 0) return
      bound += lambda * capacity
      const price = instance.overflow?.[d] ?? null
      if (price !== null && lambda > price)
        bound += (lambda - price) * (shelter.maxOverflow?.[d] ?? Number.POSITIVE_INFINITY)
    })
  })
  return bound
}
