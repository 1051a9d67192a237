import { type Choice, type Problem, tolerance } from './problem.ts'

/** Gains below this are rounding. */
const epsilon = 1e-7

/**
 * An allocation under change. It is feasible at every moment: `place` is only called where `gainOfAdding` is finite,
 * and families move whole.
 */
export class Search {
  readonly problem: Problem
  readonly choice: Choice
  readonly load: Float64Array
  value = 0
  private readonly lambda: Float64Array
  private readonly hard: boolean
  private readonly bestUtility: Float64Array
  /** Members of each shelter as doubly linked lists over families. */
  private readonly first: Int32Array
  private readonly next: Int32Array
  private readonly previous: Int32Array
  private readonly together: Int32Array
  private readonly used: Float64Array

  constructor(problem: Problem, lambda: Float64Array) {
    this.problem = problem
    this.lambda = lambda
    this.choice = new Int32Array(problem.families).fill(-1)
    this.load = new Float64Array(problem.capacity.length)
    this.used = new Float64Array(problem.capacity.length)
    this.hard = problem.price.every((p) => p === Number.POSITIVE_INFINITY)
    this.first = new Int32Array(problem.shelters).fill(-1)
    this.next = new Int32Array(problem.families).fill(-1)
    this.previous = new Int32Array(problem.families).fill(-1)
    this.together = new Int32Array(problem.bonus.length * problem.shelters)
    this.bestUtility = new Float64Array(problem.families)
    for (let i = 0; i < problem.families; i++)
      for (let p = problem.start[i]!; p < problem.start[i + 1]!; p++)
        this.bestUtility[i] = Math.max(this.bestUtility[i]!, problem.utility[p]!)
  }

  /** What adding family i by pair p would add to the value; -Infinity where it does not fit. */
  gainOfAdding(i: number, p: number): number {
    const { problem, load } = this
    const { limit, capacity, price, demandStart, demandDimension, demand } = problem
    const k = problem.shelterOf[p]!
    const at = k * problem.dimensions
    let gain = problem.utility[p]!
    for (let q = demandStart[i]!, end = demandStart[i + 1]!; q < end; q++) {
      const j = at + demandDimension[q]!
      const after = load[j]! + demand[q]!
      if (after > limit[j]! + tolerance) return Number.NEGATIVE_INFINITY
      if (!this.hard && after > capacity[j]!) gain -= price[j]! * (after - Math.max(load[j]!, capacity[j]!))
    }
    return gain + this.companyAt(i, k)
  }

  place(i: number, p: number): void {
    const { problem, load } = this
    const { demandStart, demandDimension, demand } = problem
    this.value += this.gainOfAdding(i, p)
    const k = problem.shelterOf[p]!
    const at = k * problem.dimensions
    for (let q = demandStart[i]!, end = demandStart[i + 1]!; q < end; q++)
      load[at + demandDimension[q]!]! += demand[q]!
    const c = problem.communityOf[i]!
    if (c >= 0) this.together[c * problem.shelters + k]! += 1
    this.choice[i] = p
    const head = this.first[k]!
    this.next[i] = head
    this.previous[i] = -1
    if (head >= 0) this.previous[head] = i
    this.first[k] = i
  }

  /** Takes family i out; answers what it was worth where it was. */
  remove(i: number): number {
    const { problem, load } = this
    const { demandStart, demandDimension, demand } = problem
    const p = this.choice[i]!
    if (p < 0) return 0
    const k = problem.shelterOf[p]!
    const at = k * problem.dimensions
    for (let q = demandStart[i]!, end = demandStart[i + 1]!; q < end; q++)
      load[at + demandDimension[q]!]! -= demand[q]!
    const c = problem.communityOf[i]!
    if (c >= 0) this.together[c * problem.shelters + k]! -= 1
    this.choice[i] = -1
    const before = this.previous[i]!
    const after = this.next[i]!
    if (before >= 0) this.next[before] = after
    else this.first[k] = after
    if (after >= 0) this.previous[after] = before
    const worth = this.gainOfAdding(i, p)
    this.value -= worth
    return worth
  }

  /** Utility of a pair less the price of what it takes: what guides where the true gain does not show it yet. */
  reduced(i: number, p: number): number {
    const { problem, lambda } = this
    const { demandStart, demandDimension, demand } = problem
    const at = problem.shelterOf[p]! * problem.dimensions
    let r = problem.utility[p]!
    for (let q = demandStart[i]!, end = demandStart[i + 1]!; q < end; q++)
      r -= lambda[at + demandDimension[q]!]! * demand[q]!
    return r
  }

  /** The best pair for an unplaced family by gain, or -1 when none is worth it. */
  bestPair(i: number): number {
    const { start } = this.problem
    let best = -1
    let bestGain = epsilon
    for (let p = start[i]!, end = start[i + 1]!; p < end; p++) {
      if (this.problem.utility[p]! <= bestGain && this.problem.communityOf[i]! < 0) continue
      const gain = this.gainOfAdding(i, p)
      if (gain > bestGain) {
        bestGain = gain
        best = p
      }
    }
    return best
  }

  /**
   * Best change that moves family i, alone or with one other: a move, a swap, or an ejection whose displaced family
   * finds its own best place. Applies it when it gains.
   */
  improveFamily(i: number): boolean {
    const { problem, choice } = this
    const { start, shelterOf, utility } = problem
    const old = choice[i]!
    const loss = this.remove(i)
    let bestGain = epsilon
    let bestPair = -1
    let ejected = -1
    let ejectedPair = -1
    for (let p = start[i]!, end = start[i + 1]!; p < end; p++) {
      if (p === old) continue
      const gain = this.gainOfAdding(i, p) - loss
      if (gain > bestGain) {
        bestGain = gain
        bestPair = p
        ejected = -1
      }
      const advance =
        utility[p]! + (problem.communityOf[i]! >= 0 ? problem.bonus[problem.communityOf[i]!]! : 0) - loss
      for (let j = this.first[shelterOf[p]!]!; j >= 0; j = this.next[j]!) {
        const at = choice[j]!
        if (
          this.hard &&
          problem.communityOf[j]! < 0 &&
          advance + this.bestUtility[j]! - utility[at]! <= bestGain
        )
          continue
        if (!this.fitsInstead(i, j, p)) continue
        const following = this.next[j]!
        const preceding = this.previous[j]!
        const lossOfOther = this.remove(j)
        const mine = this.gainOfAdding(i, p)
        if (mine > Number.NEGATIVE_INFINITY) {
          this.place(i, p)
          const pair = this.bestPair(j)
          const total = mine - loss - lossOfOther + (pair < 0 ? 0 : this.gainOfAdding(j, pair))
          if (total > bestGain) {
            bestGain = total
            bestPair = p
            ejected = j
            ejectedPair = pair
          }
          this.remove(i)
        }
        this.place(j, at)
        this.relink(j, preceding, following)
      }
    }
    if (bestPair < 0) {
      if (old >= 0) this.place(i, old)
      return false
    }
    if (ejected >= 0) this.remove(ejected)
    this.place(i, bestPair)
    if (ejected >= 0 && ejectedPair >= 0) this.place(ejected, ejectedPair)
    return true
  }

  /** Puts j, now head of its list, back between its old neighbours, so that a walk over the list goes on unharmed. */
  private relink(j: number, preceding: number, following: number): void {
    if (preceding < 0) return
    const k = this.problem.shelterOf[this.choice[j]!]!
    const second = this.next[j]!
    this.first[k] = second
    this.previous[second] = -1
    this.previous[j] = preceding
    this.next[preceding] = j
    this.next[j] = following
    if (following >= 0) this.previous[following] = j
  }

  private fitsInstead(i: number, j: number, p: number): boolean {
    const { problem, used } = this
    const { limit, demandStart, demandDimension, demand } = problem
    const at = problem.shelterOf[p]! * problem.dimensions
    for (let q = demandStart[j]!; q < demandStart[j + 1]!; q++) used[demandDimension[q]!] = demand[q]!
    let fits = true
    for (let q = demandStart[i]!; q < demandStart[i + 1]!; q++) {
      const d = demandDimension[q]!
      if (this.load[at + d]! + demand[q]! - used[d]! > limit[at + d]! + tolerance) {
        fits = false
        break
      }
    }
    for (let q = demandStart[j]!; q < demandStart[j + 1]!; q++) used[demandDimension[q]!] = 0
    return fits
  }

  /** Local search over the given families: passes in their order until one changes nothing, or as many as allowed. */
  improve(order: Int32Array, stop: () => boolean, passes = Number.POSITIVE_INFINITY): void {
    for (let pass = 0, changed = true; changed && pass < passes; pass++) {
      changed = false
      for (let at = 0; at < order.length; at++) {
        if ((at & 7) === 0 && stop()) return
        if (this.improveFamily(order[at]!)) changed = true
      }
    }
  }

  /** Places an unplaced family where its utility less the price of what it takes is highest among the shelters it fits. */
  insert(i: number): void {
    const { start } = this.problem
    let best = Number.NEGATIVE_INFINITY
    let bestPair = -1
    for (let p = start[i]!, end = start[i + 1]!; p < end; p++) {
      const gain = this.gainOfAdding(i, p)
      if (gain <= epsilon) continue
      const r = this.reduced(i, p) + gain - this.problem.utility[p]!
      if (r > best) {
        best = r
        bestPair = p
      }
    }
    if (bestPair >= 0) this.place(i, bestPair)
  }

  /** Whether family i fits by pair p within the limits, whatever it costs. */
  fits(i: number, p: number): boolean {
    const { limit, dimensions, shelterOf, demandStart, demandDimension, demand } = this.problem
    const at = shelterOf[p]! * dimensions
    for (let q = demandStart[i]!, end = demandStart[i + 1]!; q < end; q++) {
      const j = at + demandDimension[q]!
      if (this.load[j]! + demand[q]! > limit[j]! + tolerance) return false
    }
    return true
  }

  /** What family i would add at shelter k by the company of its community. */
  companyAt(i: number, k: number): number {
    const c = this.problem.communityOf[i]!
    return c >= 0 && this.together[c * this.problem.shelters + k]! > 0 ? this.problem.bonus[c]! : 0
  }

  /** Goes back to an earlier choice. */
  restore(choice: Choice): void {
    for (let i = 0; i < choice.length; i++) if (this.choice[i] !== choice[i]) this.remove(i)
    for (let i = 0; i < choice.length; i++)
      if (this.choice[i] !== choice[i] && choice[i]! >= 0) this.place(i, choice[i]!)
  }
}
