import { dive } from './dive.ts'
import { findPrices, type Prices, priceLosses } from './prices.ts'
import { type Choice, type Problem, restrict } from './problem.ts'
import { type Random, seeded } from './random.ts'
import { Search } from './search.ts'

export interface SearchOptions {
  seed: number
  /** Rounds of large-neighbourhood search after the first allocation. */
  rounds: number
  /** Stops once (bound − value) / value is this small. */
  gap: number
  stop: () => boolean
  /** When to be content with the prices found so far; `stop` without it. */
  hurry?: () => boolean
  /** Prices already found. */
  prices?: Prices
  onProgress?: (value: number, bound: number, round: number) => void
}

export interface Found {
  choice: Choice
  value: number
  bound: number
  lambda: Float64Array
}

export function shuffle(items: Int32Array, random: Random): Int32Array {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const t = items[i]!
    items[i] = items[j]!
    items[j] = t
  }
  return items
}

function noisy(utility: Float64Array, amount: number, random: Random): Float64Array {
  return utility.map((u) => u + amount * (random() - 0.5))
}

/** Relative distance to the bound; 0 when there is nothing to gain. */
export function relativeGap(value: number, bound: number): number {
  const distance = bound - value
  return distance <= 1e-9 ? 0 : distance / Math.max(Math.abs(value), 1e-9)
}

function meanBest(problem: Problem): number {
  let sum = 0
  for (let i = 0; i < problem.families; i++) {
    let best = 0
    for (let p = problem.start[i]!; p < problem.start[i + 1]!; p++) best = Math.max(best, problem.utility[p]!)
    sum += best
  }
  return problem.families === 0 ? 0 : sum / problem.families
}

/**
 * Prices, a price-guided dive, local search (moves, swaps, ejections), then rounds that free some families of a few
 * shelters and dive again with other noise, kept when not worse. Feasible from the first moment.
 */
export function search(full: Problem, options: SearchOptions): Found {
  const random = seeded(options.seed)
  const { lambda, bound } = options.prices ?? findPrices(full, { stop: options.hurry ?? options.stop })
  const scale = meanBest(full)
  // Pairs far from their family's best at these prices hardly ever serve; where there are few, more of them do.
  const losses = priceLosses(full, lambda)
  const near = (full.shelterOf.length > 2000 ? 0.05 : 0.5) * scale
  const { core, pairOf } = restrict(full, (i, p) => losses[p]! <= near || full.communityOf[i]! >= 0)
  const state = new Search(core, lambda)
  const noise = 0.002 * scale
  const everyone = Array.from({ length: core.families }, (_, i) => i)
  dive(state, everyone, lambda, {
    utility: noisy(core.utility, noise, random),
    fraction: 0.7,
    stop: options.stop,
  })
  const order = shuffle(Int32Array.from(everyone), random)
  state.improve(order, options.stop, 1)
  let best = { choice: state.choice.slice(), value: state.value }
  options.onProgress?.(best.value, bound, 0)
  const movable = everyone.filter((i) => core.start[i + 1]! - core.start[i]! > 0)
  const size = Math.min(movable.length, 120)
  for (let round = 1; round <= options.rounds; round++) {
    if (options.stop() || relativeGap(best.value, bound) <= options.gap || size === 0) break
    const freed = neighbourhood(state, movable, size, random)
    for (const i of freed) state.remove(i)
    dive(state, freed, lambda, {
      utility: noisy(core.utility, noise, random),
      fraction: 0.7,
      stop: options.stop,
    })
    state.improve(shuffle(Int32Array.from(freed), random), options.stop)
    if (state.value >= best.value - 1e-9) {
      if (state.value > best.value + 1e-9) options.onProgress?.(state.value, bound, round)
      best = { choice: state.choice.slice(), value: state.value }
    } else state.restore(best.choice)
  }
  return fill(full, lambda, bound, best.choice, pairOf)
}

/** Families of a few shelters and those that wait, those with a choice at little loss first. */
export function neighbourhood(state: Search, movable: number[], size: number, random: Random): number[] {
  const { problem, choice } = state
  const chance = new Float64Array(problem.shelters)
  const count = Math.min(problem.shelters, 3 + Math.floor(random() * 4))
  for (let n = 0; n < count; n++) chance[Math.floor(random() * problem.shelters)] = 1
  const candidates = movable
    .filter(
      (i) =>
        choice[i]! < 0 ||
        (chance[problem.shelterOf[choice[i]!]!] === 1 && problem.start[i + 1]! - problem.start[i]! > 1),
    )
    .map((i) => ({ i, key: choice[i]! < 0 ? -1 : random() }))
  candidates.sort((a, b) => a.key - b.key || a.i - b.i)
  return candidates.slice(0, size).map((c) => c.i)
}

/** Back to all pairs, with a last chance for the families that wait. */
function fill(full: Problem, lambda: Float64Array, bound: number, choice: Choice, pairOf: Int32Array): Found {
  const state = new Search(full, lambda)
  choice.forEach((p, i) => {
    if (p >= 0) state.place(i, pairOf[p]!)
  })
  for (let i = 0; i < full.families; i++) {
    if (state.choice[i]! >= 0) continue
    const pair = state.bestPair(i)
    if (pair >= 0) state.place(i, pair)
  }
  return { choice: state.choice, value: state.value, bound, lambda }
}
