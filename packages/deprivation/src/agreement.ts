import { Fraction, show } from './fraction.ts'
import { InputError } from './input-error.ts'

/** The orders of two lists, counted over all pairs: `excess` = concordant - discordant pairs. */
interface PairCounts {
  readonly excess: bigint
  /** Pairs not tied in the first list, and in the second. */
  readonly ordered: readonly [bigint, bigint]
}

/**
 * Kendall's tau-b, (C - D) / sqrt((n0 - n1)(n0 - n2)), with C and D the concordant and discordant pairs and
 * n1, n2 the pairs tied in x and in y. -1 to 1; null when all of x or all of y is tied.
 *
 * @param compare order of two elements, exact; by default of numbers.
 * @throws InputError when the lists differ in length or hold fewer than two elements.
 * @see Kendall, Biometrika 33 (1945) 239-251
 */
export function kendallTauB(x: readonly number[], y: readonly number[]): number | null
export function kendallTauB<T>(
  x: readonly T[],
  y: readonly T[],
  compare: (a: T, b: T) => number,
): number | null
export function kendallTauB<T>(
  x: readonly T[],
  y: readonly T[],
  compare: (a: T, b: T) => number = (a, b) => (a < b ? -1 : a > b ? 1 : 0),
): number | null {
  if (x.length !== y.length) throw new InputError('y', `has ${y.length} values where x has ${x.length}`)
  if (x.length < 2) throw new InputError('x', 'has fewer than two values: there is no pair to compare')
  const { excess, ordered } = pairCounts(ranks(x, compare), ranks(y, compare))
  const product = ordered[0] * ordered[1]
  if (product === 0n) return null
  // Under one root, so that equal orders give exactly 1.
  const square = Fraction.of(excess * excess, product).toNumber()
  return excess < 0n ? -Math.sqrt(square) : Math.sqrt(square)
}

/** Dense ranks from 0. */
function ranks<T>(values: readonly T[], compare: (a: T, b: T) => number): number[] {
  const order = [...values.keys()].sort((a, b) => compare(values[a]!, values[b]!))
  const rank = Array<number>(values.length).fill(0)
  order.forEach((index, position) => {
    if (position === 0) return
    const previous = order[position - 1]!
    rank[index] = rank[previous]! + (compare(values[previous]!, values[index]!) === 0 ? 0 : 1)
  })
  return rank
}

/** Knight's algorithm: sort by x then y, count the inversions of y by merging. O(n log n). */
function pairCounts(x: readonly number[], y: readonly number[]): PairCounts {
  const order = [...x.keys()].sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]!)
  const all = pairs(x.length)
  const tiedX = tiedPairs(order.map((i) => x[i]!))
  const tiedBoth = tiedPairs(order.map((i) => x[i]! * x.length + y[i]!))
  const sorted = order.map((i) => y[i]!)
  const discordant = sortCountingInversions(sorted)
  const tiedY = tiedPairs(sorted)
  const concordant = all - tiedX - tiedY + tiedBoth - discordant
  return { excess: concordant - discordant, ordered: [all - tiedX, all - tiedY] }
}

function pairs(n: number): bigint {
  return (BigInt(n) * BigInt(n - 1)) / 2n
}

/** Pairs of equal neighbours' runs in a list where equal values stand together. */
function tiedPairs(values: readonly number[]): bigint {
  let total = 0n
  let run = 0
  values.forEach((value, i) => {
    run = i > 0 && value === values[i - 1] ? run + 1 : 1
    if (value !== values[i + 1]) total += pairs(run)
  })
  return total
}

/** Sorts in place and returns how many pairs stood in the wrong order. */
function sortCountingInversions(values: number[]): bigint {
  let inversions = 0n
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start + width < values.length; start += 2 * width) {
      const left = values.slice(start, start + width)
      const right = values.slice(start + width, start + 2 * width)
      let l = 0
      let r = 0
      for (let at = start; l < left.length || r < right.length; at += 1) {
        if (r === right.length || (l < left.length && left[l]! <= right[r]!)) {
          values[at] = left[l]!
          l += 1
        } else {
          values[at] = right[r]!
          r += 1
          inversions += BigInt(left.length - l)
        }
      }
    }
  }
  return inversions
}

/** Agreement of two raters. */
export interface Kappa {
  /** (po - pe) / (1 - pe); null when chance alone would agree always. */
  readonly kappa: Fraction | null
  /** Share of observed agreement. */
  readonly po: Fraction
  /** Share of agreement expected by chance. */
  readonly pe: Fraction
}

/**
 * Cohen's kappa of a square table of counts (rows: first rater, columns: second, same categories), exact.
 *
 * @throws InputError when the table is not square, is empty, or holds something else than whole counts.
 * @see Cohen, Educational and Psychological Measurement 20 (1960) 37-46
 */
export function cohenKappa(table: readonly (readonly number[])[]): Kappa {
  const size = table.length
  if (size === 0) throw new InputError('table', 'is empty')
  table.forEach((row, i) => {
    if (row.length !== size) {
      throw new InputError(
        `table[${i}]`,
        `has ${row.length} entries in a table of ${size} rows: it must be square`,
      )
    }
    row.forEach((cell, j) => {
      if (!Number.isSafeInteger(cell) || cell < 0) {
        throw new InputError(`table[${i}][${j}]`, `${show(cell)} is not a count`)
      }
    })
  })
  const counts = table.map((row) => row.map(BigInt))
  const add = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n)
  const rows = counts.map(add)
  const columns = counts.map((_, j) => add(counts.map((row) => row[j]!)))
  const total = add(rows)
  if (total === 0n) throw new InputError('table', 'sums to 0: nothing was rated')
  const po = Fraction.of(add(counts.map((row, i) => row[i]!)), total)
  const pe = Fraction.of(add(rows.map((value, i) => value * columns[i]!)), total * total)
  const kappa = pe.equals(Fraction.one) ? null : po.minus(pe).over(Fraction.one.minus(pe))
  return { kappa, po, pe }
}
