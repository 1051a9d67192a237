import { smallestReaching } from '../bounds.ts'
import type { Block } from './blocks.ts'
import type { Plan } from './plan.ts'
import { offerLeast, offerMost } from './ratios.ts'
import type { Totals } from './totals.ts'

/** Subsets of this many unanswered indicators are enumerated; more are left to the exact subset sum. */
const ENUMERATED = 10

/** Units of a row in its own scale, with its number of active dimensions. */
export interface RowScore {
  readonly D: number
  readonly low: number
  readonly high: number
}

/** Somebody whose identification is open: what they may add to each ratio (as `possiblyPoor` of the exact path). */
export class OpenRow {
  readonly #plan: Plan
  readonly #items: Int32Array
  readonly #at: Int32Array
  readonly #forced: Int32Array
  readonly #deprived: Int32Array
  readonly #deprivedUnits: Int32Array
  readonly #sums = new Int32Array(2 ** ENUMERATED)

  constructor(plan: Plan) {
    this.#plan = plan
    this.#items = new Int32Array(plan.columns.length)
    this.#at = new Int32Array(plan.columns.length)
    this.#forced = new Int32Array(plan.columns.length)
    this.#deprived = new Int32Array(plan.columns.length)
    this.#deprivedUnits = new Int32Array(plan.columns.length)
  }

  add(
    block: Block,
    i: number,
    own: number,
    { D, low, high }: RowScore,
    none: readonly Uint8Array[],
    totals: Totals,
  ): void {
    const { segments, threshold, factor, columns } = this.#plan
    const { bytes, start } = block
    const { most, least, maybe, undiluting } = totals
    const base = own * columns.length
    const keys = own * (columns.length + 1)
    const worth = factor[D]!
    const enough = threshold[D]! * worth
    const greatest = high * worth
    most.reserve(columns.length + 1)
    least.reserve(columns.length + 1)
    totals.possible[own]! += 1
    totals.possibleHigh[own]! += greatest

    let openCount = 0
    let deprivedCount = 0
    for (let s = 0; s < segments.length; s += 1) {
      const { members, weight } = segments[s]!
      const w = weight[(D << 4) | none[s]![i]!]!
      for (let m = 0; m < members.length; m += 1) {
        const j = members[m]!
        const code = bytes[j]![start + i]!
        if ((code & 1) === 0) continue
        maybe[base + j]! += 1
        if (code === 3) {
          this.#at[openCount] = j
          this.#items[openCount] = w
          openCount += 1
          if (greatest - w >= enough) {
            undiluting[base + j]! += w
            continue
          }
        } else {
          this.#deprived[deprivedCount] = j
          this.#deprivedUnits[deprivedCount] = w
          deprivedCount += 1
        }
        undiluting[base + j]! += greatest
        offerLeast(least, keys + j, w, greatest)
      }
    }
    const certain = low * worth
    const smallest = certain + this.#smallest(enough - certain, openCount)
    for (let at = 0; at < deprivedCount; at += 1) {
      offerMost(most, keys + this.#deprived[at]!, this.#deprivedUnits[at]!, smallest)
    }
    for (let at = 0; at < openCount; at += 1) {
      offerMost(most, keys + this.#at[at]!, this.#items[at]!, certain + this.#forced[at]!)
    }
    offerMost(most, keys + columns.length, greatest, 1)
    offerLeast(least, keys + columns.length, smallest, 1)
  }

  /** The smallest sum of unanswered units that reaches `need`; in `#forced`, the same with each item in it. */
  #smallest(need: number, count: number): number {
    const [items, forced, sums] = [this.#items, this.#forced, this.#sums]
    if (count > ENUMERATED) return this.#smallestOfMany(need, count)
    for (let at = 0; at < count; at += 1) forced[at] = 0x7fffffff
    let best = 0x7fffffff
    for (let at = 0; at < count; at += 1) {
      const item = items[at]!
      for (let subset = 0, end = 1 << at; subset < end; subset += 1) {
        const total = sums[subset]! + item
        sums[end | subset] = total
        if (total < need) continue
        if (total < best) best = total
        if (total < forced[at]!) forced[at] = total
        for (let bit = 0; bit < at; bit += 1) {
          if ((subset >> bit) & 1 && total < forced[bit]!) forced[bit] = total
        }
      }
    }
    return best
  }

  #smallestOfMany(need: number, count: number): number {
    const items = [...this.#items.subarray(0, count)].map(BigInt)
    const without = (left: number) => items.filter((item, at) => at !== left && item > 0n)
    for (let at = 0; at < count; at += 1) {
      const item = items[at]!
      this.#forced[at] = Number(item + smallestReaching(BigInt(need) - item, without(at))!)
    }
    return Number(smallestReaching(BigInt(need), without(-1))!)
  }
}
