import { search } from './anytime.ts'
import type { Instance } from './instance.ts'
import { findPrices } from './prices.ts'
import { compile, toAssignment } from './problem.ts'

/** What an online allocation remembers from batch to batch. */
export interface OnlineState {
  /** Batches decided, and how many are expected in all. */
  decided: number
  batches: number
  seed: number
  /** Everything seen, decided or not: families with their pairs are the forecast of those to come. */
  seen: Instance
  /** Shelter of each family seen, -1 unplaced. Decisions are never taken back. */
  assignment: number[]
  /** Shadow prices by shelter × dimensions + dimension, in input order. */
  prices: number[]
}

/** Families that arrive together; `pairs` count families from 0 within the batch. */
export type Batch = Pick<Instance, 'families' | 'pairs' | 'communities'>

export interface OnlineOptions {
  /** Batches expected in all, this and the next ones included; 1 or more. */
  batches: number
  seed?: number
  /** Rounds of search for each batch. */
  rounds?: number
}

/** Begins with empty shelters. */
export function openOnline(
  shelters: Pick<Instance, 'dimensions' | 'shelters' | 'overflow'>,
  options: OnlineOptions,
): OnlineState {
  return {
    decided: 0,
    batches: options.batches,
    seed: options.seed ?? 1,
    seen: { ...shelters, families: [], pairs: [] },
    assignment: [],
    prices: new Array<number>(shelters.shelters.length * shelters.dimensions.length).fill(0),
  }
}

function loadOf(instance: Instance, assignment: readonly number[]): Float64Array {
  const D = instance.dimensions.length
  const load = new Float64Array(instance.shelters.length * D)
  assignment.forEach((k, i) => {
    if (k >= 0)
      instance.families[i]!.demand.forEach((a, d) => {
        load[k * D + d]! += a
      })
  })
  return load
}

/**
 * Decides one batch: prices the room that is left for this batch and for as many more families like those seen as
 * there are batches to come (Agrawal, Wang and Ye 2014), then allocates the batch at utilities less those prices.
 *
 * @returns the new state, and the shelter (or -1) of each family of the batch
 */
export function placeBatch(
  state: OnlineState,
  batch: Batch,
  options: { rounds?: number; stop?: () => boolean } = {},
): { state: OnlineState; assignment: number[] } {
  const stop = options.stop ?? ((): boolean => false)
  const before = state.seen.families.length
  const seen: Instance = {
    ...state.seen,
    families: [...state.seen.families, ...batch.families],
    pairs: [
      ...state.seen.pairs,
      ...batch.pairs.map(([i, k, u]): [number, number, number] => [i + before, k, u]),
    ],
  }
  const load = loadOf(seen, state.assignment)
  const toCome = Math.max(0, state.batches - state.decided - 1) / (state.decided + 1)
  const forecast = compile(seen, state.seed, undefined, load)
  const weights = Float64Array.from(forecast.inputFamily, (i) => toCome + (i >= before ? 1 : 0))
  const K = seen.shelters.length
  const D = seen.dimensions.length
  const canonical = new Float64Array(K * D)
  forecast.inputShelter.forEach((input, k) => {
    for (let d = 0; d < D; d++) canonical[k * D + d] = state.prices[input * D + d]!
  })
  const { lambda } = findPrices(forecast, { from: canonical, weights, stop })
  const prices = new Array<number>(K * D)
  forecast.inputShelter.forEach((input, k) => {
    for (let d = 0; d < D; d++) prices[input * D + d] = lambda[k * D + d]!
  })

  const only = batch.families.map((_, i) => i + before)
  const net: Instance = { ...seen, pairs: [] }
  if (batch.communities)
    net.communities = batch.communities.map((c) => ({ ...c, families: c.families.map((i) => i + before) }))
  for (const [i, k, u] of seen.pairs) {
    if (i < before) continue
    const cost =
      toCome === 0 ? 0 : seen.families[i]!.demand.reduce((sum, a, d) => sum + a * prices[k * D + d]!, 0)
    if (u - cost > 0) net.pairs.push([i, k, u - cost])
  }
  const problem = compile(net, state.seed, only, load)
  const found = search(problem, {
    seed: state.seed + state.decided,
    rounds: options.rounds ?? 10,
    gap: 1e-6,
    stop,
  })
  const whole = toAssignment(
    problem,
    found.choice,
    Int32Array.from(seen.families, (_, i) => state.assignment[i] ?? -1),
  )
  const assignment = Array.from(whole.subarray(before))
  return {
    state: {
      ...state,
      decided: state.decided + 1,
      seen,
      assignment: [...state.assignment, ...assignment],
      prices,
    },
    assignment,
  }
}

/** Splits the families, in their order, into batches as equal as can be. */
export function splitBatches(instance: Instance, batches: number): Batch[] {
  const n = instance.families.length
  const ends = Array.from({ length: batches + 1 }, (_, b) => Math.round((b * n) / batches))
  const byFamily: [number, number, number][][] = instance.families.map(() => [])
  for (const pair of instance.pairs) byFamily[pair[0]]!.push(pair)
  return Array.from({ length: batches }, (_, b) => {
    const from = ends[b]!
    const to = ends[b + 1]!
    const pairs = byFamily
      .slice(from, to)
      .flatMap((row) => row.map(([i, k, u]): [number, number, number] => [i - from, k, u]))
    const communities = instance.communities
      ?.map((c) => ({ ...c, families: c.families.filter((i) => i >= from && i < to).map((i) => i - from) }))
      .filter((c) => c.families.length > 1)
    return { families: instance.families.slice(from, to), pairs, ...(communities ? { communities } : {}) }
  })
}
