import { type Found, relativeGap, search } from './anytime.ts'
import { check } from './check.ts'
import type { Instance } from './instance.ts'
import { openOnline, placeBatch, splitBatches } from './online.ts'
import { findPrices } from './prices.ts'
import { compile, type Problem, toAssignment } from './problem.ts'

export interface TierResult {
  tier: number
  /** Objective of the families of this tier and those before it. */
  value: number
  /** No allocation that serves the earlier tiers as well does better. */
  bound: number
}

export interface Allocation {
  method: 'exact' | 'anytime' | 'online'
  /** Shelter of each family, -1 unplaced. */
  assignment: number[]
  /** Utilities and what communities add, less the price of overflow. */
  objective: number
  /** Proven: no allocation (with tiers: none that serves the tiers in their order) is worth more. */
  bound: number
  /** (bound − objective) / |objective| */
  gap: number
  placedPeople: number
  unplacedFamilies: number
  /** Always 0: counted from the instance, not taken from the solver. */
  violations: number
  /** Shadow prices by shelter and dimension: what one more unit would be worth. */
  prices: number[][]
  tiers?: TierResult[]
}

export interface AllocationProgress {
  value: number
  bound: number
  stage: string
}

export interface AnytimeOptions {
  /** Decides ties and the noise of the search; equal seeds and rounds give equal allocations. Default 1. */
  seed?: number
  /** Rounds of search. Default 40, or no limit when milliseconds are given. */
  rounds?: number
  /** Time to stop at, measured with `now`. */
  milliseconds?: number
  /** A clock in milliseconds, e.g. `performance.now`. */
  now?: () => number
  /** Stops when this close to the bound. Default 1e-4. */
  gap?: number
  onProgress?: (progress: AllocationProgress) => void
}

/** A stop that rings when the time is up; never without a time. */
export function alarm(now: (() => number) | undefined, milliseconds: number | undefined): () => boolean {
  if (milliseconds === undefined) return () => false
  if (now === undefined) throw new TypeError('a time limit needs a clock: pass now')
  const end = now() + milliseconds
  return () => now() >= end
}

export function describe(
  instance: Instance,
  method: Allocation['method'],
  assignment: readonly number[],
  bound: number,
  prices: number[][],
  tiers?: TierResult[],
): Allocation {
  const counted = check(instance, assignment)
  const certain = Math.max(bound, counted.objective)
  return {
    method,
    assignment: [...assignment],
    objective: counted.objective,
    bound: certain,
    gap: relativeGap(counted.objective, certain),
    placedPeople: counted.placedPeople,
    unplacedFamilies: counted.unplacedFamilies,
    violations: counted.violations.length,
    prices,
    ...(tiers ? { tiers } : {}),
  }
}

/** Prices by input shelter and dimension. */
export function pricesOf(problem: Problem, lambda: Float64Array): number[][] {
  const prices = Array.from({ length: problem.shelters }, () => new Array<number>(problem.dimensions).fill(0))
  for (let k = 0; k < problem.shelters; k++)
    for (let d = 0; d < problem.dimensions; d++)
      prices[problem.inputShelter[k]!]![d] = lambda[k * problem.dimensions + d]!
  return prices
}

/** Units taken, by input shelter × dimensions + dimension. */
export function loadOf(instance: Instance, assignment: ArrayLike<number>): Float64Array {
  const D = instance.dimensions.length
  const load = new Float64Array(instance.shelters.length * D)
  instance.families.forEach((family, i) => {
    const k = assignment[i] ?? -1
    if (k < 0) return
    family.demand.forEach((amount, d) => {
      load[k * D + d]! += amount
    })
  })
  return load
}

/** Tiers present, in order. */
export function tiersOf(instance: Instance): number[] {
  return [...new Set(instance.tiers ?? [])].sort((a, b) => a - b)
}

/**
 * The own solver: prices, price-guided diving and local search. Answers a feasible allocation and a proven bound at
 * any moment it is stopped. With tiers, each is allocated in the room the earlier ones left, and among its own best
 * prefers what later tiers miss least.
 */
export function solveAnytime(instance: Instance, options: AnytimeOptions = {}): Allocation {
  const seed = options.seed ?? 1
  const gap = options.gap ?? 1e-4
  const rounds = options.rounds ?? (options.milliseconds === undefined ? 40 : Number.POSITIVE_INFINITY)
  const stop = alarm(options.now, options.milliseconds)
  const tiers = tiersOf(instance)
  if (tiers.length < 2) {
    const problem = compile(instance, seed)
    const half = options.milliseconds === undefined ? undefined : options.milliseconds / 2
    const hurry = alarm(options.now, half)
    const found = search(problem, { seed, rounds, gap, stop, hurry, onProgress: told(options, 'search') })
    const assignment = toAssignment(problem, found.choice)
    const only = tiers.map((tier) => ({
      tier,
      value: found.value,
      bound: Math.max(found.value, found.bound),
    }))
    return describe(
      instance,
      'anytime',
      Array.from(assignment),
      found.bound,
      pricesOf(problem, found.lambda),
      instance.tiers ? only : undefined,
    )
  }
  return byTiers(instance, tiers, options, { seed, rounds, gap, stop })
}

function told(options: AnytimeOptions, stage: string): (value: number, bound: number) => void {
  return (value, bound) => options.onProgress?.({ value, bound, stage })
}

function byTiers(
  instance: Instance,
  tiers: number[],
  options: AnytimeOptions,
  limits: { seed: number; rounds: number; gap: number; stop: () => boolean },
): Allocation {
  const everyone = compile(instance, limits.seed)
  const { lambda, bound } = findPrices(everyone, { stop: limits.stop })
  const prices = pricesOf(everyone, lambda)
  const assignment = new Int32Array(instance.families.length).fill(-1)
  const results: TierResult[] = []
  for (const tier of tiers) {
    const members = [...instance.families.keys()].filter((i) => instance.tiers![i] === tier)
    const found = allocateTier(instance, members, assignment, prices, {
      ...limits,
      onProgress: told(options, `tier ${tier}`),
    })
    toAssignment(found.problem, found.choice, assignment)
    const upTo = [...instance.families.keys()].filter((i) => instance.tiers![i]! <= tier)
    const reach =
      upTo.length === instance.families.length
        ? bound
        : findPrices(compile(instance, limits.seed, upTo), { stop: limits.stop }).bound
    const value = check(instance, Array.from(assignment)).objective
    results.push({ tier, value, bound: Math.max(value, reach) })
  }
  return describe(instance, 'anytime', Array.from(assignment), bound, prices, results)
}

/** One tier in the room that is left; a thousandth of the price of what it takes keeps it off what others need more. */
function allocateTier(
  instance: Instance,
  members: number[],
  assignment: Int32Array,
  prices: number[][],
  limits: {
    seed: number
    rounds: number
    gap: number
    stop: () => boolean
    onProgress: (value: number, bound: number) => void
  },
): Found & { problem: Problem } {
  const problem = compile(instance, limits.seed, members, loadOf(instance, assignment))
  for (let i = 0; i < problem.families; i++) {
    const { demand } = instance.families[problem.inputFamily[i]!]!
    for (let p = problem.start[i]!; p < problem.start[i + 1]!; p++) {
      const row = prices[problem.inputShelter[problem.shelterOf[p]!]!]!
      problem.utility[p]! -= 1e-3 * demand.reduce((sum, a, d) => sum + a * row[d]!, 0)
    }
  }
  return { problem, ...search(problem, limits) }
}

export interface OnlineSolveOptions {
  batches?: number
  seed?: number
  /** Rounds of search for each batch. Default 10. */
  rounds?: number
  /** Called after each batch, e.g. to measure it. */
  onBatch?: (batch: number, of: number) => void
}

/**
 * Decides the families in batches, in the order they are listed, never knowing the later ones. The bound is that of
 * hindsight, computed afterwards, and so is what the gap is measured against.
 */
export function solveOnline(instance: Instance, options: OnlineSolveOptions = {}): Allocation {
  const batches = options.batches ?? 12
  const seed = options.seed ?? 1
  let state = openOnline(instance, { batches, seed })
  splitBatches(instance, batches).forEach((batch, b) => {
    state = placeBatch(state, batch, {
      ...(options.rounds === undefined ? {} : { rounds: options.rounds }),
    }).state
    options.onBatch?.(b + 1, batches)
  })
  const problem = compile(instance, seed)
  const hindsight = findPrices(problem)
  return describe(instance, 'online', state.assignment, hindsight.bound, pricesOf(problem, hindsight.lambda))
}
