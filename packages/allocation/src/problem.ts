import type { Instance } from './instance.ts'
import { lottery } from './random.ts'

/**
 * An instance in flat arrays, in canonical order: families by lottery number, shelters and pairs by name.
 * Everything that solves works on this, so the order of the input lists decides nothing.
 */
export interface Problem {
  families: number
  shelters: number
  dimensions: number
  /** Pairs of family i are start[i] … start[i + 1] - 1. Pairs that fit in no way are left out. */
  start: Int32Array
  shelterOf: Int32Array
  utility: Float64Array
  /** Non-zero demands of family i are demandStart[i] … demandStart[i + 1] - 1. */
  demandStart: Int32Array
  demandDimension: Int32Array
  demand: Float64Array
  /** By shelter × dimensions + dimension, as all below; less than 0 where others already exceed it. */
  capacity: Float64Array
  /** Price of a unit above capacity; Infinity where capacity is hard. */
  price: Float64Array
  /** Units that may be used at all: capacity and, where it has a price, the overflow allowed. */
  limit: Float64Array
  /** Community of each family, -1 without, and the bonus of each. */
  communityOf: Int32Array
  bonus: Float64Array
  /** Place in the input of each family and shelter. */
  inputFamily: Int32Array
  inputShelter: Int32Array
}

/** A choice for each family of a problem: the index of its pair, or -1. */
export type Choice = Int32Array

/** Loads are sums of demands; this much above a capacity is rounding, not a violation. */
export const tolerance = 1e-9

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * @param only families (input indices) to keep; all without it
 * @param load units already taken, by input shelter × dimensions + dimension
 */
export function compile(
  instance: Instance,
  seed: number,
  only?: readonly number[],
  load?: ArrayLike<number>,
): Problem {
  const D = instance.dimensions.length
  const rank = instance.families.map((f) => lottery(seed, f.id))
  const name = (i: number): string => instance.families[i]!.id
  const families = Int32Array.from(only ?? instance.families.keys())
  families.sort((a, b) => rank[a]! - rank[b]! || byName(name(a), name(b)))
  const shelters = Int32Array.from(instance.shelters.keys())
  shelters.sort((a, b) => byName(instance.shelters[a]!.id, instance.shelters[b]!.id))
  const K = shelters.length

  const capacity = new Float64Array(K * D)
  const price = new Float64Array(K * D).fill(Number.POSITIVE_INFINITY)
  const limit = new Float64Array(K * D)
  const place = new Int32Array(K)
  shelters.forEach((input, k) => {
    place[input] = k
    const shelter = instance.shelters[input]!
    for (let d = 0; d < D; d++) {
      const at = k * D + d
      const taken = load?.[input * D + d] ?? 0
      capacity[at] = shelter.capacity[d]! - taken
      const p = instance.overflow?.[d] ?? Number.POSITIVE_INFINITY
      const extra = Number.isFinite(p) ? (shelter.maxOverflow?.[d] ?? Number.POSITIVE_INFINITY) : 0
      if (extra > 0) price[at] = p
      limit[at] = capacity[at]! + extra
    }
  })

  const position = new Int32Array(instance.families.length).fill(-1)
  families.forEach((input, i) => {
    position[input] = i
  })
  const demandStart = new Int32Array(families.length + 1)
  const demandDimension: number[] = []
  const demand: number[] = []
  families.forEach((input, i) => {
    instance.families[input]!.demand.forEach((amount, d) => {
      if (amount === 0) return
      demandDimension.push(d)
      demand.push(amount)
    })
    demandStart[i + 1] = demand.length
  })
  const fits = (i: number, k: number): boolean => {
    for (let q = demandStart[i]!; q < demandStart[i + 1]!; q++)
      if (demand[q]! > limit[k * D + demandDimension[q]!]! + tolerance) return false
    return true
  }
  const rows: [number, number][][] = Array.from({ length: families.length }, () => [])
  for (const [f, s, u] of instance.pairs) {
    const i = position[f]!
    if (i >= 0 && fits(i, place[s]!)) rows[i]!.push([place[s]!, u])
  }
  const start = new Int32Array(families.length + 1)
  rows.forEach((row, i) => {
    row.sort((a, b) => a[0] - b[0])
    start[i + 1] = start[i]! + row.length
  })
  const communityOf = new Int32Array(families.length).fill(-1)
  instance.communities?.forEach((community, c) => {
    for (const f of community.families) if (position[f]! >= 0) communityOf[position[f]!] = c
  })
  return {
    families: families.length,
    shelters: K,
    dimensions: D,
    start,
    shelterOf: Int32Array.from(rows.flatMap((row) => row.map(([k]) => k))),
    utility: Float64Array.from(rows.flatMap((row) => row.map(([, u]) => u))),
    demandStart,
    demandDimension: Int32Array.from(demandDimension),
    demand: Float64Array.from(demand),
    capacity,
    price,
    limit,
    communityOf,
    bonus: Float64Array.from(instance.communities ?? [], (c) => c.bonus),
    inputFamily: families,
    inputShelter: shelters,
  }
}

/** Shelter of each input family, -1 unplaced; families outside the problem keep what `into` says. */
export function toAssignment(
  problem: Problem,
  choice: Choice,
  into: Int32Array = new Int32Array(problem.families),
): Int32Array {
  for (let i = 0; i < problem.families; i++) {
    const p = choice[i]!
    into[problem.inputFamily[i]!] = p < 0 ? -1 : problem.inputShelter[problem.shelterOf[p]!]!
  }
  return into
}

/**
 * The problem with only the pairs that `keep` accepts.
 * @returns the smaller problem, and for each of its pairs the pair of the larger one
 */
export function restrict(
  problem: Problem,
  keep: (family: number, pair: number) => boolean,
): { core: Problem; pairOf: Int32Array } {
  const kept: number[] = []
  const start = new Int32Array(problem.families + 1)
  for (let i = 0; i < problem.families; i++) {
    for (let p = problem.start[i]!; p < problem.start[i + 1]!; p++) if (keep(i, p)) kept.push(p)
    start[i + 1] = kept.length
  }
  const pairOf = Int32Array.from(kept)
  const core: Problem = {
    ...problem,
    start,
    shelterOf: Int32Array.from(kept, (p) => problem.shelterOf[p]!),
    utility: Float64Array.from(kept, (p) => problem.utility[p]!),
  }
  return { core, pairOf }
}
