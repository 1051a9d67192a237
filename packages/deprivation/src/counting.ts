import { type Interval, type Measures, measure } from './bounds.ts'
import { commonUnit, Fraction, fraction, inUnits, lcm, type Rational, show } from './fraction.ts'
import { InputError, within } from './input-error.ts'

/** One cell of a deprivation matrix: not deprived, deprived, not applicable, unanswered. */
export type Mark = 0 | 1 | null | '?'

/**
 * Who is deprived in what, and how it counts. `n` people (rows) by `d` indicators (columns).
 * Weights are given either one by one (`weights`, sum 1) or nested (`dimensions`: lists of indicator
 * numbers; every dimension weighs the same, and inside it every indicator that applies to the person).
 */
export interface DeprivationCase {
  /** n rows of d marks. `null` needs `dimensions`. */
  readonly deprivations: readonly (readonly Mark[])[]
  readonly weights?: readonly Rational[]
  readonly dimensions?: readonly (readonly number[])[]
  /** n non-negative numbers, for instance household sizes; 1 each when absent. */
  readonly populationWeights?: readonly Rational[]
  /** n labels; asks for the same measures in each subgroup. */
  readonly subgroup?: readonly string[]
}

/** A {@link DeprivationCase} with its poverty cut-off, `0 < k <= 1`. */
export interface CountingCase extends DeprivationCase {
  readonly k: Rational
}

/** The scores of a case, before any cut-off: whole numbers of `1/unit`. Made by {@link score}. */
export interface Scores {
  readonly rows: readonly (readonly Mark[])[]
  readonly indicators: number
  /** Whether no mark is unanswered. */
  readonly complete: boolean
  /** Size of the whole: every weight and score is a whole number of `1/unit`. */
  readonly unit: bigint
  /** n rows of d weights; 0 where the indicator does not apply. Rows with equal weights share one array. */
  readonly weight: readonly (readonly bigint[])[]
  /** Score if every unanswered indicator were not deprived, and if it were. */
  readonly low: readonly bigint[]
  readonly high: readonly bigint[]
  /** Population weights in a common unit of their own, and their sum. */
  readonly population: readonly bigint[]
  readonly populationTotal: bigint
  readonly subgroup: readonly string[] | undefined
}

/** Measures of a subgroup, its share of the population (nu) and of the total M0 (nu M0_l / M0). */
export interface SubgroupMeasures extends Measures {
  readonly rows: readonly number[]
  readonly share: Fraction
  readonly contributionToM0: Interval | null
}

/** What counting answers. Arrays over people have length n, over indicators length d. */
export interface CountingResult extends Measures {
  /** Whether nothing is unanswered; then low equals high everywhere. */
  readonly complete: boolean
  /** Deprivation score; null where it depends on what is unanswered. */
  readonly c: readonly (Fraction | null)[]
  readonly cLow: readonly Fraction[]
  readonly cHigh: readonly Fraction[]
  /** Share of the person's applicable weight that was answered. */
  readonly answeredWeight: readonly Fraction[]
  /** Identification, c >= k; `"?"` where it depends on what is unanswered. */
  readonly poor: readonly (0 | 1 | '?')[]
  readonly subgroups?: ReadonlyMap<string, SubgroupMeasures>
}

/**
 * Alkire-Foster counting: scores, identification, H, A, M0, headcounts, contributions and subgroups, exact.
 * With unanswered marks every measure is the interval of all completions.
 *
 * @throws InputError naming the place: ragged rows, weights that do not sum to 1, k above 1, an empty case...
 * @see Alkire and Foster, J. Public Economics 95 (2011) 476-487
 */
export function count(input: CountingCase): CountingResult {
  return countAt(score(input), cutoff(input.k))
}

/** {@link count} for several cut-offs, scoring once. The answers come in the order of `ks`. */
export function countForEach(input: DeprivationCase, ks: readonly Rational[]): CountingResult[] {
  const scores = score(input)
  return ks.map((k, i) => countAt(scores, cutoff(k, `ks[${i}]`)))
}

/** A poverty cut-off, checked: above 0 and at most 1. */
export function cutoff(k: Rational, place = 'k'): Fraction {
  const value = within(place, () => fraction(k))
  if (value.n <= 0n || value.compare(Fraction.one) > 0) {
    throw new InputError(place, `${value} is not a poverty cut-off: it must be above 0 and at most 1`)
  }
  return value
}

/** Identification and measures of scores that exist already, at a cut-off from {@link cutoff}. */
export function countAt(scores: Scores, k: Fraction): CountingResult {
  const { unit, low, high } = scores
  const threshold = thresholdUnits(scores, k)
  const everyone = [...scores.rows.keys()]
  const inFractions = (units: readonly bigint[]) => units.map((value) => Fraction.of(value, unit))
  const cLow = inFractions(low)
  return {
    complete: scores.complete,
    c: cLow.map((value, i) => (low[i] === high[i] ? value : null)),
    cLow,
    cHigh: inFractions(high),
    answeredWeight: inFractions(low.map((value, i) => unit - (high[i]! - value))),
    poor: low.map((value, i) => (value >= threshold ? 1 : high[i]! < threshold ? 0 : '?')),
    ...measure(scores, threshold, everyone),
    ...(scores.subgroup && { subgroups: bySubgroup(scores, threshold, scores.subgroup) }),
  }
}

/** The smallest whole number of units that is at least `k`: `units >= threshold` says c >= k exactly. */
export function thresholdUnits(scores: Scores, k: Fraction): bigint {
  return (k.n * scores.unit + k.d - 1n) / k.d
}

/** Checks a case and computes every person's weights and score bounds. Throws {@link InputError}. */
export function score(input: DeprivationCase): Scores {
  const { deprivations: rows, subgroup } = input
  const indicators = checkMatrix(rows)
  checkMarks(rows, input.dimensions !== undefined)
  const { weight, unit } = weigh(input, rows, indicators)
  const people = checkPopulation(input.populationWeights, rows.length)
  if (subgroup !== undefined && subgroup.length !== rows.length) {
    throw new InputError('subgroup', `has ${subgroup.length} labels for ${rows.length} rows`)
  }
  const low: bigint[] = []
  const high: bigint[] = []
  rows.forEach((row, i) => {
    let certain = 0n
    let open = 0n
    row.forEach((mark, j) => {
      if (mark === 1) certain += weight[i]![j]!
      else if (mark === '?') open += weight[i]![j]!
    })
    low.push(certain)
    high.push(certain + open)
  })
  const complete = !rows.some((row) => row.includes('?'))
  return { rows, indicators, complete, unit, weight, low, high, ...people, subgroup }
}

/** Number of columns of a rectangular matrix that has at least one cell. */
export function checkMatrix(rows: readonly (readonly unknown[])[], name = 'deprivations'): number {
  const first = rows[0]
  if (first === undefined) throw new InputError(name, 'is empty: there is nobody to count')
  if (first.length === 0) throw new InputError(`${name}[0]`, 'is empty: there is no indicator to count')
  rows.forEach((row, i) => {
    if (row.length !== first.length) {
      throw new InputError(`${name}[${i}]`, `has ${row.length} entries where row 0 has ${first.length}`)
    }
  })
  return first.length
}

function checkMarks(rows: readonly (readonly Mark[])[], nullAllowed: boolean): void {
  rows.forEach((row, i) => {
    row.forEach((mark, j) => {
      const place = `deprivations[${i}][${j}]`
      if (mark !== 0 && mark !== 1 && mark !== null && mark !== '?') {
        throw new InputError(place, `${show(mark)} is not 0, 1, null (not applicable) or "?" (unanswered)`)
      }
      if (mark === null && !nullAllowed) {
        throw new InputError(
          place,
          'null (not applicable) needs "dimensions", whose weights adapt to the person',
        )
      }
    })
  })
}

/** n population weights as whole numbers, and their sum. */
function checkPopulation(
  given: readonly Rational[] | undefined,
  n: number,
): Pick<Scores, 'population' | 'populationTotal'> {
  if (given === undefined) return { population: Array<bigint>(n).fill(1n), populationTotal: BigInt(n) }
  const name = 'populationWeights'
  if (given.length !== n) throw new InputError(name, `has ${given.length} entries for ${n} rows`)
  const values = given.map((value, i) => nonNegative(value, `${name}[${i}]`))
  const unit = commonUnit(values)
  const population = values.map((value) => inUnits(value, unit))
  const populationTotal = population.reduce((total, value) => total + value, 0n)
  if (populationTotal === 0n) throw new InputError(name, 'sum to 0: there is nobody to count')
  return { population, populationTotal }
}

function nonNegative(value: Rational, place: string): Fraction {
  const parsed = within(place, () => fraction(value))
  if (parsed.n < 0n) throw new InputError(place, `${parsed} is negative`)
  return parsed
}

/** Weights given one by one, checked: d of them, none negative, sum exactly 1. */
export function checkWeights(given: readonly Rational[], indicators: number, name = 'weights'): Fraction[] {
  if (given.length !== indicators) {
    throw new InputError(name, `has ${given.length} entries for ${indicators} indicators`)
  }
  const weights = given.map((value, j) => nonNegative(value, `${name}[${j}]`))
  const total = weights.reduce((a, b) => a.add(b), Fraction.zero)
  if (!total.equals(Fraction.one)) throw new InputError(name, `sum to ${total}, not to 1`)
  return weights
}

function weigh(
  input: DeprivationCase,
  rows: readonly (readonly Mark[])[],
  indicators: number,
): Pick<Scores, 'weight' | 'unit'> {
  if (input.dimensions === undefined) {
    if (input.weights === undefined)
      throw new InputError('weights', 'missing: give "weights" or "dimensions"')
    const weights = checkWeights(input.weights, indicators)
    const unit = commonUnit(weights)
    const units = weights.map((value) => inUnits(value, unit))
    return { weight: rows.map(() => units), unit }
  }
  const dimensionOf = checkDimensions(input.dimensions, indicators)
  if (input.weights !== undefined) checkAgreement(input.weights, dimensionOf, indicators)
  return weighNested(rows, dimensionOf, input.dimensions.length)
}

/** For each indicator the number of its dimension; every indicator must stand in exactly one. */
export function checkDimensions(dimensions: readonly (readonly number[])[], indicators: number): number[] {
  const dimensionOf = Array<number>(indicators).fill(-1)
  dimensions.forEach((members, dimension) => {
    members.forEach((indicator, position) => {
      const place = `dimensions[${dimension}][${position}]`
      if (!Number.isInteger(indicator) || indicator < 0 || indicator >= indicators) {
        throw new InputError(
          place,
          `${show(indicator)} is not an indicator number from 0 to ${indicators - 1}`,
        )
      }
      if (dimensionOf[indicator] !== -1) {
        throw new InputError(
          place,
          `indicator ${indicator} stands in dimension ${dimensionOf[indicator]} already`,
        )
      }
      dimensionOf[indicator] = dimension
    })
  })
  const orphan = dimensionOf.indexOf(-1)
  if (orphan !== -1) throw new InputError('dimensions', `indicator ${orphan} stands in no dimension`)
  return dimensionOf
}

/** Both given: welcome when they say the same, since then neither contradicts the other. */
function checkAgreement(
  given: readonly Rational[],
  dimensionOf: readonly number[],
  indicators: number,
): void {
  const sizes = new Map<number, number>()
  for (const dimension of dimensionOf) sizes.set(dimension, (sizes.get(dimension) ?? 0) + 1)
  checkWeights(given, indicators).forEach((weight, j) => {
    const nested = Fraction.of(1n, BigInt(sizes.size * sizes.get(dimensionOf[j]!)!))
    if (!weight.equals(nested)) {
      throw new InputError(
        `weights[${j}]`,
        `is ${weight} where "dimensions" give ${nested}: give one or the other`,
      )
    }
  })
}

/**
 * Nested weights of every person: 1/D for each of the D dimensions in which something applies, and within
 * it 1/m for each of the m indicators that apply. (The rule of the global MPI, person by person.)
 */
function weighNested(
  rows: readonly (readonly Mark[])[],
  dimensionOf: readonly number[],
  dimensions: number,
): Pick<Scores, 'weight' | 'unit'> {
  const shares = new Map<string, bigint[]>() // by pattern of applicability: for each indicator D m, or 0
  const patterns = rows.map((row, i) => {
    const pattern = row.map((mark) => (mark === null ? '-' : '+')).join('')
    if (!shares.has(pattern)) {
      const applicable = Array<number>(dimensions).fill(0)
      row.forEach((mark, j) => {
        if (mark !== null) applicable[dimensionOf[j]!]! += 1
      })
      const active = applicable.filter((m) => m > 0).length
      if (active === 0)
        throw new InputError(`deprivations[${i}]`, 'nothing applies to this row, so it has no score')
      shares.set(
        pattern,
        row.map((mark, j) => (mark === null ? 0n : BigInt(active * applicable[dimensionOf[j]!]!))),
      )
    }
    return pattern
  })
  let unit = 1n
  for (const divisors of shares.values()) for (const each of divisors) if (each !== 0n) unit = lcm(unit, each)
  const units = new Map<string, bigint[]>()
  for (const [pattern, divisors] of shares) {
    units.set(
      pattern,
      divisors.map((each) => (each === 0n ? 0n : unit / each)),
    )
  }
  return { weight: patterns.map((pattern) => units.get(pattern)!), unit }
}

function bySubgroup(
  scores: Scores,
  threshold: bigint,
  labels: readonly string[],
): ReadonlyMap<string, SubgroupMeasures> {
  const rowsOf = new Map<string, number[]>()
  labels.forEach((label, i) => {
    const rows = rowsOf.get(label)
    if (rows) rows.push(i)
    else rowsOf.set(label, [i])
  })
  const poorUnits = (rows: Iterable<number>) => {
    let [low, high] = [0n, 0n]
    for (const i of rows) {
      if (scores.low[i]! >= threshold) low += scores.population[i]! * scores.low[i]!
      if (scores.high[i]! >= threshold) high += scores.population[i]! * scores.high[i]!
    }
    return { low, high }
  }
  const whole = poorUnits(scores.rows.keys())
  const answer = new Map<string, SubgroupMeasures>()
  for (const [label, rows] of rowsOf) {
    const people = rows.reduce((total, i) => total + scores.population[i]!, 0n)
    if (people === 0n) throw new InputError('populationWeights', `sum to 0 in subgroup ${show(label)}`)
    const own = poorUnits(rows)
    const others = { low: whole.low - own.low, high: whole.high - own.high }
    answer.set(label, {
      rows,
      share: Fraction.of(people, scores.populationTotal),
      ...measure(scores, threshold, rows),
      contributionToM0: shareOfTotal(own, others),
    })
  }
  return answer
}

/** Bounds of own / (own + others) over the completions in which somebody is poor. */
export function shareOfTotal(
  own: { low: bigint; high: bigint },
  others: { low: bigint; high: bigint },
): Interval | null {
  if (own.high + others.high === 0n) return null
  const low = others.high === 0n ? Fraction.one : Fraction.of(own.low, own.low + others.high)
  const high = own.high === 0n ? Fraction.zero : Fraction.of(own.high, own.high + others.low)
  return { low, high }
}
