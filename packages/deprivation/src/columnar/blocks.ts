import type { Plan } from './plan.ts'
import type { Totals } from './totals.ts'

/** People per block: a block of all columns and its work stay in the processor's cache. */
export const BLOCK = 8192
export const WORDS = BLOCK / 4
export const ONES = 0x01010101

/** Some consecutive people; `start` counts within the arrays, `origin + start` in the whole input. */
export interface Block {
  readonly bytes: readonly Uint8Array[]
  readonly words: readonly Uint32Array[]
  readonly group: Uint8Array
  readonly start: number
  readonly length: number
  readonly origin: number
}

/**
 * The short way for blocks in which everybody answered everything that applies: eight columns become the bits of
 * one byte per person, a table knows the units of each such byte, and the poor are counted by byte.
 */
export class CompleteBlocks {
  readonly #plan: Plan
  /** For each eight columns, four people per word; the same by (eight * BLOCK + person). */
  readonly #words: readonly Uint32Array[]
  readonly #bytes: Uint8Array
  /** By (eight << 8 | byte): units, in the common scale. */
  readonly #units: Int32Array
  /** By ((group * eights + eight) << 8 | byte): poor people. */
  readonly #heads: Uint32Array

  constructor(plan: Plan) {
    this.#plan = plan
    const eights = Math.ceil(plan.columns.length / 8)
    this.#bytes = new Uint8Array(eights * BLOCK)
    this.#words = Array.from(
      { length: eights },
      (_, e) => new Uint32Array(this.#bytes.buffer, e * BLOCK, WORDS),
    )
    this.#heads = new Uint32Array((plan.groups * eights) << 8)
    this.#units = new Int32Array(eights << 8)
    plan.columns.forEach((_, j) => {
      const units = plan.segments[plan.segmentOf[j]!]!.units * plan.factor[plan.fullActive]!
      for (let byte = 0; byte < 256; byte += 1) {
        if ((byte >> (j & 7)) & 1) this.#units[((j >> 3) << 8) | byte]! += units
      }
    })
  }

  /** False, and nothing done, when a code of the block is not 0 or 1. */
  run({ words, group, start, length }: Block, totals: Totals): boolean {
    const count = (length + 3) >> 2
    let seen = 0
    for (let j = 0; j < words.length; j += 1) {
      seen |= putBits(this.#words[j >> 3]!, words[j]!, start >> 2, count, j & 7)
    }
    if ((seen & ~ONES) !== 0) return false
    const { threshold, factor, fullActive } = this.#plan
    const least = threshold[fullActive]! * factor[fullActive]!
    const { certain, certainLow, certainHigh } = totals
    const [bytes, units, heads] = [this.#bytes, this.#units, this.#heads]
    const eights = this.#words.length
    for (let i = 0; i < length; i += 1) {
      let own = 0
      for (let e = 0; e < eights; e += 1) own += units[(e << 8) | bytes[e * BLOCK + i]!]!
      if (own < least) continue
      const g = group[start + i]!
      certain[g]! += 1
      certainLow[g]! += own
      certainHigh[g]! += own
      for (let e = 0; e < eights; e += 1) heads[((g * eights + e) << 8) | bytes[e * BLOCK + i]!]! += 1
    }
    return true
  }

  /** Puts the poor counted by byte into their columns. */
  finish(totals: Totals): void {
    const { columns, segments, segmentOf, factor, fullActive, groups } = this.#plan
    const eights = this.#words.length
    for (let own = 0; own < groups; own += 1) {
      columns.forEach((_, j) => {
        const first = (own * eights + (j >> 3)) << 8
        let deprived = 0
        for (let byte = 0; byte < 256; byte += 1) {
          if ((byte >> (j & 7)) & 1) deprived += this.#heads[first | byte]!
        }
        const at = own * columns.length + j
        totals.deprived[at]! += deprived
        totals.deprivedUnits[at]! += deprived * segments[segmentOf[j]!]!.units * factor[fullActive]!
      })
    }
  }
}

/** Puts four people's codes at once into one bit of their bytes (bit 0 starts them anew); returns all bits seen. */
function putBits(into: Uint32Array, words: Uint32Array, first: number, count: number, bit: number): number {
  let seen = 0
  if (bit === 0) {
    for (let t = 0; t < count; t += 1) {
      const four = words[first + t]!
      seen |= four
      into[t] = four
    }
    return seen
  }
  for (let t = 0; t < count; t += 1) {
    const four = words[first + t]!
    seen |= four
    into[t]! |= four << bit
  }
  return seen
}
