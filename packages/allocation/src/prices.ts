import type { Problem } from './problem.ts'

/**
 * Shadow prices and the bound they prove.
 *
 * Capacities are relaxed with prices λ ≥ 0 (Geoffrion 1974, Fisher 1981): each family alone then takes its best
 * shelter, and
 *
 *     L(λ) = Σ_i max(0, max_k u_ik − Σ_d λ_kd a_id) + Σ_kd λ_kd c_kd + Σ_kd max(0, λ_kd − π_kd) (l_kd − c_kd)
 *
 * is at least the value of every allocation (π the price of overflow, l the most that may be used).
 */
export interface Prices {
  /** λ by shelter × dimensions + dimension. */
  lambda: Float64Array
  /** L(λ): no allocation is worth more. */
  bound: number
}

export interface PriceOptions {
  /** Prices to begin with, e.g. of an earlier batch. */
  from?: Float64Array
  /** Smoothing temperatures, as shares of the mean best utility, falling. */
  temperatures?: readonly number[]
  /** Newton steps at each temperature. */
  steps?: number
  /** How many times each family counts (a sample of those still to come counts more); 1 without. */
  weights?: Float64Array
  /** Asked before each step; true ends the search. */
  stop?: () => boolean
}

/** Beyond this many families the first prices come from a sample. */
const sampleSize = 1500

export const standardTemperatures = [0.1, 0.03, 0.01, 0.004, 0.0015, 0.0006]

/** What a pair is worth at most with what its community adds: bonus × (n − 1) / n, since n − 1 = n × (n − 1) / n. */
export function generousUtilities(problem: Problem): Float64Array {
  const { start, communityOf, bonus } = problem
  const utility = problem.utility.slice()
  if (bonus.length === 0) return utility
  const members = new Float64Array(bonus.length)
  for (let i = 0; i < problem.families; i++) if (communityOf[i]! >= 0) members[communityOf[i]!]! += 1
  for (let i = 0; i < problem.families; i++) {
    const c = communityOf[i]!
    if (c < 0) continue
    const n = members[c]!
    for (let p = start[i]!; p < start[i + 1]!; p++) utility[p]! += (bonus[c]! * (n - 1)) / n
  }
  return utility
}

/** L(λ), exactly. */
export function boundAt(
  problem: Problem,
  lambda: Float64Array,
  utility: Float64Array = generousUtilities(problem),
  weights?: Float64Array,
): number {
  const { dimensions: D, start, shelterOf, demandStart, demandDimension, demand } = problem
  let value = 0
  for (let i = 0; i < problem.families; i++) {
    const q0 = demandStart[i]!
    const q1 = demandStart[i + 1]!
    let best = 0
    for (let p = start[i]!, end = start[i + 1]!; p < end; p++) {
      let r = utility[p]!
      if (r <= best) continue
      const at = shelterOf[p]! * D
      for (let q = q0; q < q1; q++) r -= lambda[at + demandDimension[q]!]! * demand[q]!
      if (r > best) best = r
    }
    value += weights ? best * weights[i]! : best
  }
  for (let j = 0; j < lambda.length; j++) {
    const l = lambda[j]!
    if (l <= 0) continue
    value += l * problem.capacity[j]!
    if (l > problem.price[j]!) value += (l - problem.price[j]!) * (problem.limit[j]! - problem.capacity[j]!)
  }
  return value
}

/** Mean of each family's best utility: the unit in which temperatures are given. */
function scaleOf(problem: Problem): number {
  let sum = 0
  let count = 0
  for (let i = 0; i < problem.families; i++) {
    let best = 0
    for (let p = problem.start[i]!; p < problem.start[i + 1]!; p++) best = Math.max(best, problem.utility[p]!)
    if (best > 0) {
      sum += best
      count++
    }
  }
  return count === 0 ? 0 : sum / count
}

/**
 * L smoothed: each family's maximum becomes τ log Σ exp(· / τ) (Nesterov 2005), so that Newton's method applies.
 * The gradient is the room each shelter keeps under the families' soft choices.
 */
export class Smooth {
  readonly gradient: Float64Array
  readonly hessian: Float64Array
  private readonly reduced: Float64Array
  private readonly entry: Int32Array
  private readonly share: Float64Array
  private readonly problem: Problem
  private readonly utility: Float64Array
  private readonly weights: Float64Array | undefined

  constructor(problem: Problem, utility: Float64Array, weights?: Float64Array) {
    this.problem = problem
    this.utility = utility
    this.weights = weights
    const size = problem.capacity.length
    this.gradient = new Float64Array(size)
    this.hessian = new Float64Array(size * size)
    this.reduced = new Float64Array(problem.shelters)
    this.entry = new Int32Array(size)
    this.share = new Float64Array(size)
  }

  value(lambda: Float64Array, tau: number, derivatives: boolean): number {
    const { reduced, problem, utility, weights } = this
    const { dimensions: D, start, shelterOf, demandStart, demandDimension, demand } = problem
    let value = this.capacityTerm(lambda, tau, derivatives)
    for (let i = 0; i < problem.families; i++) {
      const weight = weights ? weights[i]! : 1
      const s = start[i]!
      const end = start[i + 1]!
      if (weight === 0 || s === end) continue
      const q0 = demandStart[i]!
      const q1 = demandStart[i + 1]!
      let best = 0
      for (let p = s; p < end; p++) {
        let r = utility[p]!
        const at = shelterOf[p]! * D
        for (let q = q0; q < q1; q++) r -= lambda[at + demandDimension[q]!]! * demand[q]!
        reduced[p - s] = r
        if (r > best) best = r
      }
      let total = Math.exp(-best / tau)
      for (let p = 0; p < end - s; p++) {
        const x = (reduced[p]! - best) / tau
        const e = x < -20 ? 0 : Math.exp(x)
        reduced[p] = e
        total += e
      }
      value += weight * (best + tau * Math.log(total))
      if (derivatives) this.addDerivatives(i, weight, total, tau)
    }
    return value
  }

  /** λ c, and π-priced overflow smoothed as a softplus. */
  private capacityTerm(lambda: Float64Array, tau: number, derivatives: boolean): number {
    const { capacity, price, limit } = this.problem
    const size = capacity.length
    if (derivatives) this.hessian.fill(0)
    let value = 0
    for (let j = 0; j < size; j++) {
      const l = lambda[j]!
      value += l * capacity[j]!
      let gradient = capacity[j]!
      const extra = limit[j]! - capacity[j]!
      if (price[j]! < Number.POSITIVE_INFINITY && extra < Number.POSITIVE_INFINITY) {
        const x = (l - price[j]!) / tau
        const sigmoid = 1 / (1 + Math.exp(-x))
        value += extra * (x > 30 ? l - price[j]! : tau * Math.log1p(Math.exp(x)))
        gradient += extra * sigmoid
        if (derivatives) this.hessian[j * size + j]! += (extra * sigmoid * (1 - sigmoid)) / tau
      }
      if (derivatives) this.gradient[j] = gradient
    }
    return value
  }

  private addDerivatives(i: number, weight: number, total: number, tau: number): void {
    const { reduced, entry, share, gradient, hessian, problem } = this
    const { dimensions: D, start, shelterOf, demandStart, demandDimension, demand } = problem
    const size = gradient.length
    const s = start[i]!
    const q0 = demandStart[i]!
    const q1 = demandStart[i + 1]!
    let n = 0
    for (let p = s; p < start[i + 1]!; p++) {
      const chance = reduced[p - s]! / total
      if (chance < 1e-7) continue
      const at = shelterOf[p]! * D
      for (let q = q0; q < q1; q++) {
        const j = at + demandDimension[q]!
        const soft = chance * demand[q]!
        gradient[j]! -= weight * soft
        if (chance < 1e-3) continue // too little to bend the model, and most of the work
        entry[n] = j
        share[n++] = soft
        const h = (weight * soft) / tau
        const row = j * size + at
        for (let b = q0; b < q1; b++) hessian[row + demandDimension[b]!]! += h * demand[b]!
      }
    }
    for (let a = 0; a < n; a++) {
      const row = entry[a]! * size
      const h = (weight * share[a]!) / tau
      for (let b = 0; b < n; b++) hessian[row + entry[b]!]! -= h * share[b]!
    }
  }
}

/** Solves (H + ridge) x = -gradient on the first n free coordinates, by Cholesky. */
export function newtonDirection(
  hessian: Float64Array,
  gradient: Float64Array,
  free: Int32Array,
  n: number,
  ridge: number,
): Float64Array {
  const size = gradient.length
  const a = new Float64Array(n * n)
  const x = new Float64Array(n)
  for (let r = 0; r < n; r++) {
    const row = free[r]! * size
    for (let c = 0; c <= r; c++) a[r * n + c] = hessian[row + free[c]!]!
    a[r * n + r]! += ridge
    x[r] = -gradient[free[r]!]!
  }
  for (let r = 0; r < n; r++) {
    const row = r * n
    for (let c = 0; c <= r; c++) {
      const other = c * n
      let sum = a[row + c]!
      for (let k = 0; k < c; k++) sum -= a[row + k]! * a[other + k]!
      a[row + c] = c === r ? Math.sqrt(Math.max(sum, ridge * 1e-3)) : sum / a[other + c]!
    }
  }
  for (let r = 0; r < n; r++) {
    let sum = x[r]!
    for (let k = 0; k < r; k++) sum -= a[r * n + k]! * x[k]!
    x[r] = sum / a[r * n + r]!
  }
  for (let r = n - 1; r >= 0; r--) {
    let sum = x[r]!
    for (let k = r + 1; k < n; k++) sum -= a[k * n + r]! * x[k]!
    x[r] = sum / a[r * n + r]!
  }
  return x
}

/** The first families: a random sample, since their order is by lottery. */
function sample(problem: Problem): Problem {
  return {
    ...problem,
    families: sampleSize,
    bonus: new Float64Array(0),
    communityOf: problem.communityOf.slice().fill(-1),
  }
}

function sampleWeights(problem: Problem, weights: Float64Array | undefined): Float64Array {
  const total = weights ? weights.reduce((a, b) => a + b, 0) : problem.families
  const first = weights ? weights.slice(0, sampleSize) : new Float64Array(sampleSize).fill(1)
  const sum = first.reduce((a, b) => a + b, 0)
  return first.map((w) => (w * total) / Math.max(sum, 1e-9))
}

/**
 * Minimises L by Newton's method on its smoothing, at falling temperatures, projected on λ ≥ 0 (and on λ ≤ π where
 * overflow has no limit). Every point visited proves a bound; the best is answered.
 */
export function findPrices(problem: Problem, options: PriceOptions = {}): Prices {
  const { price, limit } = problem
  const size = problem.capacity.length
  const utility = generousUtilities(problem)
  const smooth = new Smooth(problem, utility, options.weights)
  const scale = scaleOf(problem)
  let temperatures = options.temperatures ?? standardTemperatures
  let lambda: Float64Array = options.from?.slice() ?? new Float64Array(size)
  if (options.from === undefined && problem.families > 2 * sampleSize) {
    lambda = findPrices(sample(problem), {
      temperatures: temperatures.filter((t) => t > 1e-3),
      weights: sampleWeights(problem, options.weights),
      ...(options.stop ? { stop: options.stop } : {}),
    }).lambda
    temperatures = temperatures.filter((t) => t < 5e-3)
  }
  let best = lambda.slice()
  let bound = boundAt(problem, lambda, utility, options.weights)
  const top = Float64Array.from(price, (p, j) =>
    limit[j] === Number.POSITIVE_INFINITY ? p : Number.POSITIVE_INFINITY,
  )
  const free = new Int32Array(size)
  const direction = new Float64Array(size)
  let ridge = 1e-2
  const keep = (): void => {
    const value = boundAt(problem, lambda, utility, options.weights)
    if (value < bound) {
      bound = value
      best = lambda.slice()
    }
  }
  if (scale === 0) return { lambda: best, bound }
  for (const temperature of temperatures) {
    const tau = temperature * scale
    for (let step = 0; step < (options.steps ?? 10); step++) {
      if (options.stop?.()) {
        keep()
        return { lambda: best, bound }
      }
      const value = smooth.value(lambda, tau, true)
      const { gradient, hessian } = smooth
      let n = 0
      let largest = 0
      const near = 0.25 * tau
      direction.fill(0)
      for (let j = 0; j < size; j++) {
        const g = gradient[j]!
        if ((lambda[j]! <= 0 && g >= 0) || (lambda[j]! >= top[j]! && g <= 0)) continue
        largest = Math.max(largest, Math.abs(g))
        // Bertsekas (1982): coordinates about to leave the region step alone, or the projection may undo the descent.
        if ((lambda[j]! <= near && g > 0) || (lambda[j]! >= top[j]! - near && g < 0))
          direction[j] = -g / (hessian[j * size + j]! + 1e-3)
        else free[n++] = j
      }
      if (largest < 0.02) break
      const next = new Float64Array(size)
      let improved = value
      // Levenberg-Marquardt: where the smoothing is flat the model lies, and a larger ridge shortens the step.
      for (let tries = 0; tries < 8; tries++) {
        const newton = newtonDirection(hessian, gradient, free, n, ridge)
        for (let a = 0; a < n; a++) direction[free[a]!] = newton[a]!
        for (let j = 0; j < size; j++) next[j] = Math.min(top[j]!, Math.max(0, lambda[j]! + direction[j]!))
        improved = smooth.value(next, tau, false)
        if (improved < value - 1e-12 * Math.abs(value)) {
          ridge = Math.max(1e-4, ridge / (tries === 0 ? 8 : 2))
          break
        }
        ridge *= 8
        for (let j = 0; j < size; j++) direction[j]! /= 4
      }
      if (improved >= value) break
      lambda = next
      if (value - improved < 3e-6 * Math.abs(value)) break
    }
    keep()
  }
  return { lambda: best, bound }
}

/** What each pair loses, at these prices, against the best its family could have: 0 for the best, in utility. */
export function priceLosses(problem: Problem, lambda: Float64Array): Float64Array {
  const { dimensions: D, start, shelterOf, demandStart, demandDimension, demand } = problem
  const losses = generousUtilities(problem)
  for (let i = 0; i < problem.families; i++) {
    let best = 0
    for (let p = start[i]!; p < start[i + 1]!; p++) {
      const at = shelterOf[p]! * D
      for (let q = demandStart[i]!; q < demandStart[i + 1]!; q++)
        losses[p]! -= lambda[at + demandDimension[q]!]! * demand[q]!
      best = Math.max(best, losses[p]!)
    }
    for (let p = start[i]!; p < start[i + 1]!; p++) losses[p] = best - losses[p]!
  }
  return losses
}
