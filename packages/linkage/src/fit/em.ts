import type { Patterns } from '../compare.ts'
import { sameParameters, tieHousehold } from './classes.ts'
import { type Flat, tally } from './flat.ts'
import type { Counts } from './pairs.ts'

/** What is believed of the classes: how each agrees, level by level laid flat, and what share of all pairs it is. */
export interface Classes {
  /** Of one person. */
  m: Float64Array
  /** Of relatives. */
  r: Float64Array
  /** Of strangers. */
  u: Float64Array
  shareSame: number
  shareRelative: number
}

/** Posterior probabilities by pattern. */
export interface Posteriors {
  readonly same: Float64Array
  readonly relative: Float64Array
}

/** Writes the posteriors of each pattern into `into`. */
export function posteriors(flat: Flat, patterns: Patterns, classes: Classes, into: Posteriors): void {
  const { m, r, u, shareSame, shareRelative } = classes
  const lm = m.map((value, l) => Math.log(value) - Math.log(u[l]!))
  const lr = r.map((value, l) => Math.log(value) - Math.log(u[l]!))
  const rest = 1 - shareSame - shareRelative
  const a0 = Math.log(shareSame / rest)
  const b0 = Math.log(shareRelative / rest)
  const F_ = flat.fields.length
  for (let p = 0; p < patterns.count; p++) {
    const base = p * patterns.fields
    let a = a0
    let b = b0
    for (let f = 0; f < F_; f++) {
      const l = flat.offsets[f]! + patterns.levels[base + f]!
      a += lm[l]!
      b += lr[l]!
    }
    const top = Math.max(a, b, 0)
    const ea = Math.exp(a - top)
    const eb = Math.exp(b - top)
    const sum = ea + eb + Math.exp(-top)
    into.same[p] = ea / sum
    into.relative[p] = eb / sum
  }
}

export interface Learning {
  readonly patterns: Patterns
  /** Patterns of the pairs that blocking brought together; pairs it did not are strangers. */
  readonly candidates: Counts
  /** All pairs there are, compared or not. */
  readonly pairs: number
  /** Steps at most. */
  readonly iterations: number
  /** What the class is drawn to, with the strength of a few pairs. */
  readonly first: Float64Array
  /** Share of pairs of strangers of whom one household only is known. */
  readonly unknown: number
  /** Are there families to tell one person from? */
  readonly families: boolean
  /** Is there a class of relatives? */
  readonly relatives: boolean
}

/** EM for "same" and for the shares of the classes; how relatives and strangers agree is held, but for what is tied. */
export function learnSame(flat: Flat, classes: Classes, from: Learning, into: Posteriors): void {
  const { patterns, candidates } = from
  const T = Math.max(1, from.pairs)
  for (let step = 0; step < from.iterations; step++) {
    posteriors(flat, patterns, classes, into)
    let expectedSame = 0
    let expectedRelative = 0
    for (let p = 0; p < patterns.count; p++) {
      const c = candidates.of(p)
      expectedSame += c * into.same[p]!
      expectedRelative += c * into.relative[p]!
    }
    classes.shareSame = Math.min(0.45, Math.max(expectedSame / T, 1e-12))
    if (from.relatives) classes.shareRelative = Math.min(0.45, Math.max(expectedRelative / T, 1e-12))
    const last = classes.m
    const sums = tally(flat, patterns, (p) => candidates.of(p) * into.same[p]!)
    classes.m = sameParameters(flat, sums, from.first, classes.u, from.families)
    tieHousehold(flat, classes, from.unknown)
    if (step > 3 && classes.m.every((value, l) => Math.abs(value - last[l]!) < 2e-6 + 2e-4 * value)) break
  }
}

/** Posterior of "the same person registered twice in one household", two classes only, their share by EM. */
export function twiceInOneHousehold(
  patterns: Patterns,
  homes: Counts,
  flat: Flat,
  m: Float64Array,
  r: Float64Array,
): Float64Array {
  const ratio = new Float64Array(patterns.count)
  for (let p = 0; p < patterns.count; p++) {
    if (homes.of(p) === 0) continue
    let sum = 0
    for (let f = 0; f < flat.fields.length; f++) {
      const l = flat.offsets[f]! + patterns.levels[p * patterns.fields + f]!
      sum += Math.log(m[l]!) - Math.log(r[l]!)
    }
    ratio[p] = Math.exp(Math.min(60, sum))
  }
  let share = 0.1
  for (let step = 0; step < 20; step++) {
    let expected = 0
    for (let p = 0; p < patterns.count; p++) {
      const c = homes.of(p)
      if (c > 0) expected += (c * share * ratio[p]!) / (share * ratio[p]! + 1 - share)
    }
    share = Math.min(0.9, Math.max(1e-6, expected / Math.max(1, homes.total)))
  }
  return ratio.map((x) => (share * x) / (share * x + 1 - share))
}
