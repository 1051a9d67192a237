import { cutoff } from './counting.ts'
import { Fraction, fraction, type Rational, show } from './fraction.ts'
import { InputError, within } from './input-error.ts'
import { studentTQuantile } from './student.ts'

/** A stratified, clustered sample of scores; the four arrays have one entry per person interviewed. */
export interface SurveySample {
  readonly stratum: readonly (string | number)[]
  /** Primary sampling unit, named within its stratum. */
  readonly psu: readonly (string | number)[]
  /** Positive sampling weights. */
  readonly weight: readonly number[]
  /** Deprivation scores from 0 to 1. */
  readonly c: readonly Rational[]
  /** Labels of subgroups (domains); asks for the same estimates in each. */
  readonly subgroup?: readonly string[]
}

/** A point estimate with its linearised standard error and a 95 % interval on the logit scale. */
export interface Estimate {
  readonly b: number
  readonly se: number
  /** Null where the logit is not defined (b is 0 or 1) or there is no degree of freedom. */
  readonly ci95_logit_t: readonly [number, number] | null
}

/** Estimates of incidence, intensity (null when nobody in the sample is poor) and adjusted headcount ratio. */
export interface SurveyEstimates {
  readonly M0: Estimate
  readonly H: Estimate
  readonly A: Estimate | null
}

/** Estimates with the degrees of freedom of the design, #PSU - #strata. */
export interface SurveyResult extends SurveyEstimates {
  readonly df: number
  readonly subgroups?: ReadonlyMap<string, SurveyEstimates>
}

/** Scores that come as numbers have been rounded by whoever wrote them: this close to k they are at k. */
const ROUNDING = Fraction.of(1n, 1_000_000_000n)

/**
 * H, A and M0 of a survey with standard errors: each is a ratio sum(w y) / sum(w z), linearised to
 * e_i = w_i (y_i - R z_i) / sum(w z); Var = sum over strata of m/(m-1) sum over their m PSUs of (e - mean e)^2;
 * interval logit(R) +- t(df) se / (R (1 - R)), transformed back. Subgroups keep the whole design (0 outside).
 *
 * A score given as a number counts as poor from k - 1e-9 on; one given as a fraction, from k on exactly.
 *
 * @throws InputError for a stratum with a single PSU, a weight that is not positive, a score outside 0 to 1...
 * @see Wolter, Introduction to Variance Estimation, chapter 6; the design of R's `survey::svyratio`
 */
export function surveyEstimates(sample: SurveySample, k: Rational): SurveyResult {
  const { weight, subgroup } = sample
  const n = checkSample(sample)
  const threshold = cutoff(k)
  const scores = sample.c.map((value, i) => checkScore(value, i))
  const poor = sample.c.map((value, i) => {
    const reached = typeof value === 'number' ? scores[i]!.add(ROUNDING) : scores[i]!
    return reached.compare(threshold) >= 0 ? 1 : 0
  })
  const censored = scores.map((value, i) => (poor[i] === 1 ? value.toNumber() : 0))
  const design = designOf(sample)
  const estimates = (inside: readonly number[]): SurveyEstimates => {
    const ratio = (y: readonly number[], z: readonly number[]) =>
      estimate(design, weight, times(y, inside), times(z, inside))
    const ones = Array<number>(n).fill(1)
    return { M0: ratio(censored, ones)!, H: ratio(poor, ones)!, A: ratio(censored, poor) }
  }
  const all = { ...estimates(Array<number>(n).fill(1)), df: design.df }
  if (!subgroup) return all
  const labels = [...new Set(subgroup)]
  const subgroups = new Map(
    labels.map((label) => [label, estimates(subgroup.map((own) => (own === label ? 1 : 0)))]),
  )
  return { ...all, subgroups }
}

interface Design {
  /** For each row the number of its PSU, and for each PSU that of its stratum. */
  readonly psuOf: readonly number[]
  readonly stratumOf: readonly number[]
  /** PSUs per stratum. */
  readonly sizes: readonly number[]
  readonly df: number
}

function checkSample(sample: SurveySample): number {
  const n = sample.c.length
  if (n === 0) throw new InputError('rows', 'is empty: nobody was interviewed')
  for (const [name, column] of Object.entries(sample)) {
    if (column !== undefined && column.length !== n)
      throw new InputError(name, `has ${column.length} entries for ${n} scores`)
  }
  sample.weight.forEach((value, i) => {
    if (!(Number.isFinite(value) && value > 0))
      throw new InputError(`weight[${i}]`, `${show(value)} is not a positive number`)
  })
  return n
}

function checkScore(value: Rational, i: number): Fraction {
  const parsed = within(`c[${i}]`, () => fraction(value))
  if (parsed.n < 0n || parsed.compare(Fraction.one) > 0)
    throw new InputError(`c[${i}]`, `${show(value)} is not a score from 0 to 1`)
  return parsed
}

function designOf({ stratum, psu }: SurveySample): Design {
  const strata = new Map<string, number>()
  const psus = new Map<string, number>()
  const stratumOf: number[] = []
  const sizes: number[] = []
  const psuOf = stratum.map((label, i) => {
    const h = numberOf(strata, JSON.stringify(label))
    if (h === sizes.length) sizes.push(0)
    const unit = numberOf(psus, JSON.stringify([label, psu[i]]))
    if (unit === stratumOf.length) {
      stratumOf.push(h)
      sizes[h]! += 1
    }
    return unit
  })
  const alone = sizes.indexOf(1)
  if (alone !== -1) {
    throw new InputError(
      'psu',
      `stratum ${[...strata.keys()][alone]} has one PSU only: its variance cannot be estimated`,
    )
  }
  return { psuOf, stratumOf, sizes, df: psus.size - strata.size }
}

function numberOf(known: Map<string, number>, key: string): number {
  const number = known.get(key) ?? known.size
  known.set(key, number)
  return number
}

/** The ratio sum(w y) / sum(w z) with its linearised error; null when sum(w z) is 0. */
function estimate(
  design: Design,
  w: readonly number[],
  y: readonly number[],
  z: readonly number[],
): Estimate | null {
  let top = 0
  let bottom = 0
  w.forEach((weight, i) => {
    top += weight * y[i]!
    bottom += weight * z[i]!
  })
  if (bottom === 0) return null
  const b = top / bottom
  const totals = Array<number>(design.stratumOf.length).fill(0)
  w.forEach((weight, i) => {
    totals[design.psuOf[i]!]! += (weight * (y[i]! - b * z[i]!)) / bottom
  })
  const means = Array<number>(design.sizes.length).fill(0)
  totals.forEach((total, unit) => {
    const h = design.stratumOf[unit]!
    means[h]! += total / design.sizes[h]!
  })
  let variance = 0
  totals.forEach((total, unit) => {
    const h = design.stratumOf[unit]!
    const m = design.sizes[h]!
    variance += (m / (m - 1)) * (total - means[h]!) ** 2
  })
  const se = Math.sqrt(variance)
  return { b, se, ci95_logit_t: logitInterval(b, se, design.df) }
}

function logitInterval(b: number, se: number, df: number): [number, number] | null {
  if (!(b > 0 && b < 1)) return null
  const centre = Math.log(b / (1 - b))
  const reach = (studentTQuantile(0.975, df) * se) / (b * (1 - b))
  const back = (x: number) => 1 / (1 + Math.exp(-x))
  return [back(centre - reach), back(centre + reach)]
}

function times(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => value * b[i]!)
}
