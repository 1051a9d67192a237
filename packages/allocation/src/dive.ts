import { findPrices } from './prices.ts'
import type { Problem } from './problem.ts'
import type { Search } from './search.ts'

export interface DiveOptions {
  /** Utilities with a little noise: it breaks the ties that keep prices from telling families apart. */
  utility: Float64Array
  /** Share of the families left that each round fixes. */
  fraction: number
  stop: () => boolean
}

const warmTemperatures = [0.008, 0.0015]

/** The families left, with the room the others leave them. */
export function remaining(search: Search, left: readonly number[], utility: Float64Array): Problem {
  const { problem } = search
  const start = new Int32Array(left.length + 1)
  const demandStart = new Int32Array(left.length + 1)
  const shelterOf: number[] = []
  const value: number[] = []
  const demandDimension: number[] = []
  const demand: number[] = []
  left.forEach((i, a) => {
    for (let p = problem.start[i]!; p < problem.start[i + 1]!; p++) {
      if (!search.fits(i, p)) continue
      shelterOf.push(problem.shelterOf[p]!)
      value.push(utility[p]! + search.companyAt(i, problem.shelterOf[p]!))
    }
    start[a + 1] = value.length
    for (let q = problem.demandStart[i]!; q < problem.demandStart[i + 1]!; q++) {
      demandDimension.push(problem.demandDimension[q]!)
      demand.push(problem.demand[q]!)
    }
    demandStart[a + 1] = demand.length
  })
  return {
    ...problem,
    families: left.length,
    start,
    shelterOf: Int32Array.from(shelterOf),
    utility: Float64Array.from(value),
    demandStart,
    demandDimension: Int32Array.from(demandDimension),
    demand: Float64Array.from(demand),
    capacity: problem.capacity.map((c, j) => c - search.load[j]!),
    limit: problem.limit.map((c, j) => c - search.load[j]!),
    communityOf: new Int32Array(left.length).fill(-1),
    bonus: new Float64Array(0),
  }
}

/**
 * Places the given unplaced families by price-guided diving: fix those whose best shelter is clearest at the current
 * prices, price the room that is left for the families that are left, and again.
 *
 * @returns the last prices
 */
export function dive(
  search: Search,
  families: readonly number[],
  lambda: Float64Array,
  options: DiveOptions,
): Float64Array {
  const { problem } = search
  const { dimensions: D, start, shelterOf, demandStart, demandDimension, demand } = problem
  const { utility } = options
  let left = [...families]
  let prices = lambda
  const margin = new Float64Array(problem.families)
  const wish = new Int32Array(problem.families)
  while (left.length > 0) {
    for (const i of left) {
      let best = 0
      let second = 0
      wish[i] = -1
      for (let p = start[i]!; p < start[i + 1]!; p++) {
        if (!search.fits(i, p)) continue
        const at = shelterOf[p]! * D
        let r = utility[p]! + search.companyAt(i, shelterOf[p]!)
        for (let q = demandStart[i]!; q < demandStart[i + 1]!; q++)
          r -= prices[at + demandDimension[q]!]! * demand[q]!
        if (r > best) {
          second = best
          best = r
          wish[i] = p
        } else if (r > second) second = r
      }
      margin[i] = best - second
    }
    left.sort((a, b) => margin[b]! - margin[a]! || a - b)
    const fixing = options.stop() ? left.length : Math.max(4, Math.floor(left.length * options.fraction))
    const waiting: number[] = []
    left.forEach((i, rank) => {
      if (rank >= fixing) waiting.push(i)
      else if (wish[i]! >= 0) {
        if (search.gainOfAdding(i, wish[i]!) > 0) search.place(i, wish[i]!)
        else if (options.stop()) search.insert(i)
        else waiting.push(i)
      }
    })
    // Nothing could be fixed: what is wished does not pay (overflow) or is full for all; take what still gains.
    if (waiting.length === left.length) {
      for (const i of waiting) search.insert(i)
      break
    }
    left = waiting
    if (left.length > 0 && !options.stop())
      prices = findPrices(remaining(search, left, utility), {
        from: prices,
        temperatures: warmTemperatures,
        steps: 5,
        stop: options.stop,
      }).lambda
  }
  return prices
}
