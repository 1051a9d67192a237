import {
  type Allocation,
  type AllocationProgress,
  alarm,
  describe,
  pricesOf,
  solveAnytime,
  type TierResult,
  tiersOf,
} from './allocate.ts'
import { relativeGap, search } from './anytime.ts'
import { check } from './check.ts'
import type { Instance } from './instance.ts'
import { Model, type Term } from './model.ts'
import { findPrices, priceLosses, standardTemperatures } from './prices.ts'
import { compile, type Problem, restrict, toAssignment } from './problem.ts'
import { Search } from './search.ts'
import { Solver } from './solver.ts'

export interface ExactOptions {
  /** Relative gap that is good enough. Default 1e-4. */
  gap?: number
  /** Time to stop at, measured with `now`; the best so far is answered with the bound proven so far. */
  milliseconds?: number
  now?: () => number
  seed?: number
  /** Stops the solver; the best so far is answered. */
  signal?: AbortSignal
  onProgress?: (progress: AllocationProgress) => void
  /** A solver already open, to spare starting one. */
  solver?: Solver
}

/** Rounds of search before the solver is asked. */
const rounds = 30

/**
 * Optimal within a proven gap.
 *
 * The own solver gives a value and prices; pairs whose loss at those prices exceeds the distance between bound and
 * value can be in no better allocation and are left out (reduced-cost fixing, Dantzig, Fulkerson and Johnson 1954);
 * HiGHS closes the rest by branch and cut. Tiers are solved one after another, each with the value of the earlier
 * ones as a constraint.
 */
export async function solveExact(instance: Instance, options: ExactOptions = {}): Promise<Allocation> {
  const solver = options.solver ?? new Solver()
  try {
    return tiersOf(instance).length < 2
      ? await single(instance, options, solver)
      : await lexicographic(instance, options, solver)
  } finally {
    if (!options.solver) solver.close()
  }
}

interface Clock {
  stop: () => boolean
  secondsLeft: () => number
}

function clockOf(options: ExactOptions): Clock {
  const ring = alarm(options.now, options.milliseconds)
  const { now, milliseconds } = options
  const begun = now?.() ?? 0
  return {
    stop: () => ring() || options.signal?.aborted === true,
    secondsLeft: () =>
      milliseconds === undefined ? 1e9 : Math.max(0, (begun + milliseconds - now!()) / 1000),
  }
}

async function single(instance: Instance, options: ExactOptions, solver: Solver): Promise<Allocation> {
  const gap = options.gap ?? 1e-4
  const seed = options.seed ?? 1
  const clock = clockOf(options)
  const problem = compile(instance, seed)
  const tell = (stage: string) => (value: number, bound: number) =>
    options.onProgress?.({ value, bound, stage })
  // Colder than the search alone needs: a tighter bound may do by itself, and if not it leaves more pairs out.
  const prices = findPrices(problem, {
    temperatures: [...standardTemperatures, 3e-4, 1e-4, 3e-5],
    stop: clock.stop,
  })
  const found = search(problem, { seed, rounds, gap, prices, stop: clock.stop, onProgress: tell('search') })
  const { lambda } = prices
  let { choice, value, bound } = found
  if (relativeGap(value, bound) > gap && !clock.stop()) {
    const losses = priceLosses(problem, lambda)
    const distance = bound - value + 1e-6 * Math.max(1, Math.abs(bound))
    const { core, pairOf } = restrict(problem, (_, p) => losses[p]! <= distance)
    const whole = new Whole(core)
    const answer = await solver.solve({
      model: whole.maximising(),
      options: { gap: gap / 2, seconds: clock.secondsLeft(), seed },
      start: whole.solution(choice, pairOf),
      ...(options.signal ? { signal: options.signal } : {}),
      onProgress: (p) => tell('branch and cut')(Math.max(value, p.value), Math.min(bound, p.bound)),
    })
    // Whatever was left out cannot beat the value known before, so the larger of the two bounds the rest.
    if (answer.status === 'infeasible') bound = value
    else bound = Math.min(bound, Math.max(value, answer.bound))
    if (answer.value !== undefined) {
      const better = settle(problem, lambda, whole.choice(answer.columns, pairOf))
      if (better.value > value) ({ choice, value } = better)
    }
  }
  const assignment = Array.from(toAssignment(problem, choice))
  const tiers = instance.tiers
    ? tiersOf(instance).map((tier) => ({ tier, value, bound: Math.max(value, bound) }))
    : undefined
  return describe(instance, 'exact', assignment, bound, pricesOf(problem, lambda), tiers)
}

/** Places a solver's choices one by one, so that its tolerances cannot break a capacity, and fills what is left. */
function settle(
  problem: Problem,
  lambda: Float64Array,
  choice: Int32Array,
): { choice: Int32Array; value: number } {
  const state = new Search(problem, lambda)
  for (let i = 0; i < problem.families; i++)
    if (choice[i]! >= 0 && state.fits(i, choice[i]!)) state.place(i, choice[i]!)
  for (let i = 0; i < problem.families; i++) {
    if (state.choice[i]! >= 0) continue
    const pair = state.bestPair(i)
    if (pair >= 0) state.place(i, pair)
  }
  return { choice: state.choice, value: state.value }
}

/** The allocation as a mixed-integer model, with the objective of any group of families as a row or as the objective. */
class Whole {
  readonly model = new Model()
  readonly problem: Problem
  private readonly x: number[]

  /** Without an objective until `maximising` or `objective` gives one. */
  constructor(problem: Problem) {
    this.problem = problem
    const terms = this.valueTerms(() => true, true)
    this.x = terms.x
  }

  private valueTerms(counts: (family: number) => boolean, creating: boolean): { x: number[]; terms: Term[] } {
    const { problem, model } = this
    const {
      start,
      shelterOf,
      utility,
      demandStart,
      demandDimension,
      demand,
      dimensions: D,
      communityOf,
      bonus,
    } = problem
    const x = creating ? [] : this.x
    const terms: Term[] = []
    const used: Term[][] = Array.from({ length: problem.capacity.length }, () => [])
    const company = new Map<number, number[]>()
    for (let i = 0; i < problem.families; i++) {
      if (creating) {
        const row: Term[] = []
        for (let p = start[i]!; p < start[i + 1]!; p++) {
          x.push(model.column(utility[p]! + (communityOf[i]! >= 0 ? bonus[communityOf[i]!]! : 0), 0, 1, true))
          row.push([x[p]!, 1])
        }
        if (row.length > 0) model.row(Number.NEGATIVE_INFINITY, row, 1)
      }
      if (!counts(i)) continue
      const c = communityOf[i]!
      for (let p = start[i]!; p < start[i + 1]!; p++) {
        const k = shelterOf[p]!
        terms.push([x[p]!, utility[p]! + (c >= 0 ? bonus[c]! : 0)])
        for (let q = demandStart[i]!; q < demandStart[i + 1]!; q++)
          used[k * D + demandDimension[q]!]!.push([x[p]!, demand[q]!])
        if (c >= 0) {
          const key = c * problem.shelters + k
          company.set(key, [...(company.get(key) ?? []), x[p]!])
        }
      }
    }
    // A shelter where a community is present at all costs one bonus: what is left is the bonus of all but the first.
    for (const [key, members] of company) {
      const c = Math.floor(key / problem.shelters)
      const z = model.column(creating ? -bonus[c]! : 0, 0, 1, false)
      terms.push([z, -bonus[c]!])
      for (const member of members)
        model.row(
          Number.NEGATIVE_INFINITY,
          [
            [member, 1],
            [z, -1],
          ],
          0,
        )
    }
    used.forEach((row, j) => {
      if (row.length === 0) return
      const { capacity, limit, price } = problem
      if (price[j] === Number.POSITIVE_INFINITY) {
        if (creating) model.row(Number.NEGATIVE_INFINITY, row, limit[j]!)
        return
      }
      const over = model.column(creating ? -price[j]! : 0, 0, limit[j]! - capacity[j]!, false)
      terms.push([over, -price[j]!])
      model.row(Number.NEGATIVE_INFINITY, [...row, [over, -1]], capacity[j]!)
    })
    return { x, terms }
  }

  /** Demands that the objective counted over these families alone reach a value. */
  atLeast(value: number, counts: (family: number) => boolean): void {
    const { terms } = this.valueTerms(counts, false)
    this.model.row(value, terms, Number.POSITIVE_INFINITY)
  }

  maximising(): ReturnType<Model['data']> {
    return this.model.data()
  }

  choice(columns: Float64Array, pairOf?: Int32Array): Int32Array {
    const { problem } = this
    const choice = new Int32Array(problem.families).fill(-1)
    for (let i = 0; i < problem.families; i++)
      for (let p = problem.start[i]!; p < problem.start[i + 1]!; p++)
        if (columns[this.x[p]!]! > 0.5) choice[i] = pairOf ? pairOf[p]! : p
    return choice
  }

  /** Column values of a choice over the unrestricted pairs; undefined when the model has more than pairs. */
  solution(choice: Int32Array, pairOf: Int32Array): Float64Array | undefined {
    const columns = new Float64Array(this.x.length)
    for (let i = 0; i < choice.length; i++)
      for (let p = this.problem.start[i]!; p < this.problem.start[i + 1]!; p++)
        if (pairOf[p] === choice[i]) columns[this.x[p]!] = 1
    return this.model.columns === columns.length ? columns : undefined
  }
}

async function lexicographic(instance: Instance, options: ExactOptions, solver: Solver): Promise<Allocation> {
  const seed = options.seed ?? 1
  const gap = options.gap ?? 1e-4
  const clock = clockOf(options)
  const tiers = tiersOf(instance)
  const tierOf = (problem: Problem, i: number): number => instance.tiers![problem.inputFamily[i]!]!
  // Something to answer if the time is up, and the allocation to beat.
  let assignment = solveAnytime(instance, { seed, rounds: 10, gap, ...limitsOf(options) }).assignment
  const results: TierResult[] = []
  const worth = (upTo: number, a: readonly number[]): number =>
    check(
      instance,
      a.map((k, i) => (instance.tiers![i]! <= upTo ? k : -1)),
    ).objective
  let prices: number[][] = []
  for (const tier of tiers) {
    const members = [...instance.families.keys()].filter((i) => instance.tiers![i]! <= tier)
    const problem = compile(instance, seed, members)
    const relaxed = search(problem, { seed, rounds: 0, gap, stop: clock.stop })
    prices = pricesOf(problem, relaxed.lambda)
    let value = worth(tier, assignment)
    let bound = relaxed.bound
    if (relativeGap(value, bound) > gap && !clock.stop()) {
      const whole = new Whole(problem)
      for (const before of results)
        whole.atLeast(
          before.value - 1e-6 * Math.max(1, Math.abs(before.value)),
          (i) => tierOf(problem, i) <= before.tier,
        )
      const answer = await solver.solve({
        model: whole.maximising(),
        options: { gap: gap / 2, seconds: clock.secondsLeft(), seed },
        ...(options.signal ? { signal: options.signal } : {}),
        onProgress: (p) =>
          options.onProgress?.({
            value: Math.max(value, p.value),
            bound: Math.min(bound, p.bound),
            stage: `tier ${tier}`,
          }),
      })
      if (answer.status === 'infeasible') bound = value
      else bound = Math.min(bound, Math.max(value, answer.bound))
      if (answer.value !== undefined) {
        const settled = settle(problem, relaxed.lambda, whole.choice(answer.columns))
        const proposal = Array.from(
          toAssignment(problem, settled.choice, new Int32Array(instance.families.length).fill(-1)),
        )
        const keeps = results.every(
          (r) => worth(r.tier, proposal) >= r.value - 1e-5 * Math.max(1, Math.abs(r.value)),
        )
        if (keeps && worth(tier, proposal) > value + 1e-9)
          assignment = completed(instance, seed, proposal, tier)
        value = worth(tier, assignment)
      }
    }
    results.push({ tier, value, bound: Math.max(value, bound) })
  }
  return describe(instance, 'exact', assignment, results.at(-1)!.bound, prices, results)
}

function limitsOf(options: ExactOptions): { milliseconds?: number; now?: () => number } {
  const { milliseconds, now } = options
  return milliseconds === undefined ? {} : { milliseconds: milliseconds / 2, now: now! }
}

/** Adds to an allocation of the first tiers the later families wherever they fit, so that a stop leaves none out needlessly. */
function completed(instance: Instance, seed: number, assignment: readonly number[], tier: number): number[] {
  const problem = compile(instance, seed)
  const state = new Search(problem, new Float64Array(problem.capacity.length))
  const pairAt = (i: number, k: number): number => {
    for (let p = problem.start[i]!; p < problem.start[i + 1]!; p++)
      if (problem.inputShelter[problem.shelterOf[p]!] === k) return p
    return -1
  }
  for (let i = 0; i < problem.families; i++) {
    const pair = pairAt(i, assignment[problem.inputFamily[i]!]!)
    if (pair >= 0) state.place(i, pair)
  }
  const later = [...problem.inputFamily.keys()].filter(
    (i) => instance.tiers![problem.inputFamily[i]!]! > tier,
  )
  later.sort((a, b) => instance.tiers![problem.inputFamily[a]!]! - instance.tiers![problem.inputFamily[b]!]!)
  for (const i of later) {
    const pair = state.bestPair(i)
    if (pair >= 0) state.place(i, pair)
  }
  return Array.from(toAssignment(problem, state.choice))
}
