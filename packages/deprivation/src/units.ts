import type { Mark } from './counting.ts'
import { cutoff } from './counting.ts'
import { Fraction, type Rational } from './fraction.ts'
import { InputError } from './input-error.ts'

/** Most active dimensions and most applicable indicators of one dimension for which units are whole. */
const MOST_DIMENSIONS = 10
const MOST_INDICATORS = 6

/** One assessment scored in whole units. `c = units / unitsTotal`, exactly. */
export interface UnitsScore {
  /** 21,600, or 151,200 when 7 dimensions are active. */
  readonly unitsTotal: number
  /** Numbers of the dimensions in which something applies. */
  readonly activeDimensions: readonly number[]
  /** Units of every indicator, in the shape of the answers; 0 where it does not apply. */
  readonly units: readonly (readonly number[])[]
  /** Units certainly deprived, and units deprived if everything unanswered were. */
  readonly low: number
  readonly high: number
  /** Units answered (deprived or not). */
  readonly answered: number
  /** Whether every active dimension has an answer. */
  readonly everyDimensionAnswered: boolean
}

/**
 * Scores one assessment with nested equal weights in whole units: each of the D active dimensions gets
 * unitsTotal / D, each of its m applicable indicators unitsTotal / (D m). Both are whole for D up to 10 and
 * m up to 6, with unitsTotal 21,600 (151,200 for D = 7), so nothing is ever rounded.
 *
 * @param answers for each dimension the marks of its indicators.
 * @throws InputError when nothing applies, or with more than 10 active dimensions or 6 applicable indicators.
 */
export function scoreUnits(answers: readonly (readonly Mark[])[]): UnitsScore {
  const applicable = answers.map((marks) => marks.filter((mark) => mark !== null).length)
  const activeDimensions = [...answers.keys()].filter((dimension) => applicable[dimension]! > 0)
  const D = activeDimensions.length
  if (D === 0) throw new InputError('answers', 'nothing applies, so there is no score')
  if (D > MOST_DIMENSIONS)
    throw new InputError('answers', `${D} active dimensions are more than ${MOST_DIMENSIONS}`)
  const crowded = applicable.findIndex((m) => m > MOST_INDICATORS)
  if (crowded !== -1) {
    throw new InputError(
      `answers[${crowded}]`,
      `${applicable[crowded]} applicable indicators are more than ${MOST_INDICATORS}`,
    )
  }
  const unitsTotal = D === 7 ? 151_200 : 21_600
  let [low, high, answered] = [0, 0, 0]
  const units = answers.map((marks, dimension) =>
    marks.map((mark) => {
      if (mark === null) return 0
      const own = unitsTotal / (D * applicable[dimension]!)
      if (mark === 1) low += own
      if (mark === 1 || mark === '?') high += own
      if (mark !== '?') answered += own
      return own
    }),
  )
  const everyDimensionAnswered = activeDimensions.every((dimension) =>
    answers[dimension]!.some((mark) => mark === 0 || mark === 1),
  )
  return { unitsTotal, activeDimensions, units, low, high, answered, everyDimensionAnswered }
}

/** Whether units / unitsTotal >= k = a/b, decided as units b >= a unitsTotal. */
export function reaches(units: number, unitsTotal: number, k: Rational): boolean {
  const { n, d } = cutoff(k)
  return BigInt(units) * d >= n * BigInt(unitsTotal)
}

/** Identification of a score with bounds: 1 poor, 0 not, `"?"` when it depends on what is unanswered. */
export function identify(score: Pick<UnitsScore, 'low' | 'high' | 'unitsTotal'>, k: Rational): 0 | 1 | '?' {
  if (reaches(score.low, score.unitsTotal, k)) return 1
  return reaches(score.high, score.unitsTotal, k) ? '?' : 0
}

/** The score as an exact fraction of the whole. */
export function unitsAsFraction(units: number, unitsTotal: number): Fraction {
  return Fraction.of(BigInt(units), BigInt(unitsTotal))
}
