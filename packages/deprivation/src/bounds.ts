import type { Scores } from './counting.ts'
import { Fraction } from './fraction.ts'
import { InputError } from './input-error.ts'

/** Smallest and largest value over all completions of what is unanswered; both are attained. */
export interface Interval {
  readonly low: Fraction
  readonly high: Fraction
}

/**
 * The Alkire-Foster measures of a set of people. `null` where nobody is poor in any completion; where
 * somebody is poor in some completions only, A and contributions range over those.
 */
export interface Measures {
  /** Incidence: share of people identified as poor. */
  readonly H: Interval
  /** Intensity: mean score of the poor. */
  readonly A: Interval | null
  /** Adjusted headcount ratio: mean censored score, H A. */
  readonly M0: Interval
  /** d shares of all people deprived in the indicator, poor or not. */
  readonly uncensoredHeadcount: readonly Interval[]
  /** d shares of all people who are poor and deprived in the indicator. */
  readonly censoredHeadcount: readonly Interval[]
  /** d shares of M0 that come from the indicator: sum w_ij g0_ij(k) / sum c_i(k), weights of the person. */
  readonly contribution: readonly (Interval | null)[]
}

/** A sum of numerators over a sum of denominators, plus terms that each completion may add or leave out. */
interface Ratio {
  top: bigint
  bottom: bigint
  readonly options: { top: bigint; bottom: bigint }[]
}

/**
 * The extreme of (top + sum of chosen tops) / (bottom + sum of chosen bottoms) over all choices of options,
 * bottoms positive; null when no choice has a denominator. Dinkelbach's iteration with exact arithmetic: at
 * the optimum an option is chosen exactly if its own ratio is beyond the ratio of the whole.
 */
export function extremeRatio(ratio: Ratio, sense: 'min' | 'max'): Fraction | null {
  const beyond = (aTop: bigint, aBottom: bigint, bTop: bigint, bBottom: bigint) =>
    sense === 'max' ? aTop * bBottom > bTop * aBottom : aTop * bBottom < bTop * aBottom
  let { top, bottom } = ratio
  if (bottom === 0n) {
    // Nothing is certain: the best single option is the best choice, since mixing it can only dilute it.
    for (const option of ratio.options) {
      if (bottom === 0n || beyond(option.top, option.bottom, top, bottom)) ({ top, bottom } = option)
    }
    return bottom === 0n ? null : Fraction.of(top, bottom)
  }
  for (;;) {
    let [nextTop, nextBottom] = [ratio.top, ratio.bottom]
    for (const option of ratio.options) {
      if (beyond(option.top, option.bottom, top, bottom)) {
        nextTop += option.top
        nextBottom += option.bottom
      }
    }
    if (!beyond(nextTop, nextBottom, top, bottom)) return Fraction.of(top, bottom)
    ;[top, bottom] = [nextTop, nextBottom]
  }
}

/** Most different subset sums kept for one half of a row's unanswered weights. */
const MOST_SUMS = 2 ** 20

/**
 * The smallest sum of a subset of `items` (positive) that is at least `need`; null when even all of them
 * stay below. Both halves of the items are enumerated (equal sums once), then met in the middle.
 */
export function smallestReaching(need: bigint, items: readonly bigint[]): bigint | null {
  if (need <= 0n) return 0n
  const all = items.reduce((total, item) => total + item, 0n)
  if (all <= need) return all === need ? all : null
  const middle = items.length >> 1
  const left = subsetSums(items.slice(0, middle))
  const right = subsetSums(items.slice(middle))
  let best = all
  let r = right.length - 1
  for (const own of left) {
    while (r > 0 && own + right[r - 1]! >= need) r -= 1
    const total = own + right[r]!
    if (total >= need && total < best) best = total
    if (best === need) break
  }
  return best
}

function subsetSums(items: readonly bigint[]): bigint[] {
  const sums = new Set<bigint>([0n])
  for (const item of items) {
    for (const value of [...sums]) sums.add(value + item)
    if (sums.size > MOST_SUMS) {
      throw new InputError(
        'deprivations',
        'a row has too many unanswered indicators of different weights for exact bounds',
      )
    }
  }
  return [...sums].sort((a, b) => (a < b ? -1 : 1))
}

/** For one row: the smallest score at or above the threshold that some completion attains. */
export class Attainable {
  readonly #scores: Scores
  readonly #threshold: bigint
  readonly #known = new Map<string, bigint | null>()

  constructor(scores: Scores, threshold: bigint) {
    this.#scores = scores
    this.#threshold = threshold
  }

  /** Over all completions of row i, or over those in which the unanswered indicator `forced` is deprived. */
  smallestPoor(i: number, forced = -1): bigint | null {
    const { rows, low, weight } = this.#scores
    const open: bigint[] = []
    let certain = low[i]!
    rows[i]!.forEach((mark, j) => {
      const w = weight[i]![j]!
      if (j === forced) certain += w
      else if (mark === '?' && w > 0n) open.push(w)
    })
    const need = this.#threshold - certain
    if (need <= 0n) return certain
    open.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    const key = `${need}:${open.join()}`
    let rest = this.#known.get(key)
    if (rest === undefined) {
      rest = smallestReaching(need, open)
      this.#known.set(key, rest)
    }
    return rest === null ? null : certain + rest
  }
}

/** What one indicator gathers over people: population counts and the two contribution ratios. */
interface Column {
  uncensored: { low: bigint; high: bigint }
  censored: { low: bigint; high: bigint }
  least: Ratio
  most: Ratio
}

const noRatio = (): Ratio => ({ top: 0n, bottom: 0n, options: [] })

/**
 * The measures of some rows at a threshold, each bound over all completions.
 *
 * People are completed independently, so sums (H, M0, headcounts) are bounded person by person. A and the
 * contributions are ratios of two such sums: each person offers a few points (numerator, denominator) of
 * which the best depends on the optimal ratio alone, and {@link extremeRatio} finds that.
 */
export function measure(scores: Scores, threshold: bigint, members: readonly number[]): Measures {
  const { unit, low, high, population } = scores
  const attainable = new Attainable(scores, threshold)
  const columns = Array.from({ length: scores.indicators }, (): Column => {
    return {
      uncensored: { low: 0n, high: 0n },
      censored: { low: 0n, high: 0n },
      least: noRatio(),
      most: noRatio(),
    }
  })
  const poor = { low: 0n, high: 0n }
  const units = { low: 0n, high: 0n }
  const least = noRatio()
  const most = noRatio()
  let people = 0n

  for (const i of members) {
    const p = population[i]!
    if (p === 0n) continue
    people += p
    const [cLow, cHigh] = [low[i]!, high[i]!]
    const certain = cLow >= threshold
    const possible = cHigh >= threshold
    const smallest = certain ? cLow : possible ? attainable.smallestPoor(i)! : 0n
    if (certain) {
      poor.low += p
      units.low += p * cLow
      least.top += p * cLow
      least.bottom += p
      most.top += p * cHigh
      most.bottom += p
    } else if (possible) {
      least.options.push({ top: p * smallest, bottom: p })
      most.options.push({ top: p * cHigh, bottom: p })
    }
    if (possible) {
      poor.high += p
      units.high += p * cHigh
    }
    scores.rows[i]!.forEach((mark, j) => {
      const column = columns[j]!
      const w = scores.weight[i]![j]!
      const open = mark === '?'
      if (mark === 1) column.uncensored.low += p
      if (mark === 1 || open) column.uncensored.high += p
      if (!possible) return
      if (mark === 1 && certain) column.censored.low += p
      if (mark === 1 || open) column.censored.high += p
      if (certain) certainlyPoor(column, mark, p, w, cLow, cHigh)
      else possiblyPoor(column, mark, p, w, smallest, cHigh, threshold, () => attainable.smallestPoor(i, j))
    })
  }

  const ofPeople = (range: { low: bigint; high: bigint }): Interval => {
    return { low: Fraction.of(range.low, people), high: Fraction.of(range.high, people) }
  }
  return {
    H: ofPeople(poor),
    A: intensity(least, most, unit),
    M0: { low: Fraction.of(units.low, people * unit), high: Fraction.of(units.high, people * unit) },
    uncensoredHeadcount: columns.map((column) => ofPeople(column.uncensored)),
    censoredHeadcount: columns.map((column) => ofPeople(column.censored)),
    contribution: columns.map((column) =>
      interval(extremeRatio(column.least, 'min'), extremeRatio(column.most, 'max')),
    ),
  }
}

/** Somebody poor in every completion: the extreme share always sets this indicator one way, all others the other. */
function certainlyPoor(
  column: Column,
  mark: unknown,
  p: bigint,
  w: bigint,
  cLow: bigint,
  cHigh: bigint,
): void {
  const open = mark === '?' ? w : 0n
  const deprived = mark === 1 ? w : 0n
  column.most.top += p * (deprived + open)
  column.most.bottom += p * (cLow + open)
  column.least.top += p * deprived
  column.least.bottom += p * (cHigh - open)
}

/** Somebody poor in some completions only: what they add to the shares depends on which share is extreme. */
function possiblyPoor(
  column: Column,
  mark: unknown,
  p: bigint,
  w: bigint,
  smallest: bigint,
  cHigh: bigint,
  threshold: bigint,
  smallestWithThis: () => bigint | null,
): void {
  if (mark === 1 || (mark === '?' && w > 0n)) {
    // For the largest share: poor through this indicator with as little else as possible, or not poor.
    const bottom = mark === 1 ? smallest : smallestWithThis()!
    column.most.options.push({ top: p * w, bottom: p * bottom })
  } else {
    // Never raises the largest share; the option says only that with this person a share (of 0) exists.
    column.most.options.push({ top: 0n, bottom: p * smallest })
  }
  // For the smallest share: poor without this indicator if that suffices, dilutes it in any case.
  const without = mark === '?' ? cHigh - w : mark === 1 ? 0n : cHigh
  if (without >= threshold) column.least.bottom += p * without
  else column.least.options.push({ top: p * w, bottom: p * cHigh })
}

function intensity(least: Ratio, most: Ratio, unit: bigint): Interval | null {
  const whole = Fraction.of(unit)
  const low = extremeRatio(least, 'min')
  const high = extremeRatio(most, 'max')
  return low && high && { low: low.over(whole), high: high.over(whole) }
}

function interval(low: Fraction | null, high: Fraction | null): Interval | null {
  return low && high && { low, high }
}
