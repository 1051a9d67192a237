import {
  type CountingResult,
  checkMatrix,
  countAt,
  cutoff,
  type Mark,
  type Scores,
  score,
  thresholdUnits,
} from './counting.ts'
import { Fraction, fraction, type Rational, sum } from './fraction.ts'
import { InputError, within } from './input-error.ts'

/** Achievements on a ratio scale, instead of marks. Everything else as in counting. */
export interface CardinalCase {
  /** n rows of d non-negative numbers; `null` (not applicable) needs `dimensions`. */
  readonly achievements: readonly (readonly (Rational | null)[])[]
  /** d positive deprivation cut-offs z; deprived is x < z, strictly. */
  readonly cutoffs: readonly Rational[]
  readonly weights?: readonly Rational[]
  readonly dimensions?: readonly (readonly number[])[]
  readonly populationWeights?: readonly Rational[]
  readonly subgroup?: readonly string[]
}

/** M1 = H A G and M2 = H A S, with the mean normalised gap G and the mean squared gap S of the poor. */
export interface GapMeasures {
  readonly M1: Fraction
  readonly M2: Fraction
  readonly G: Fraction | null
  readonly S: Fraction | null
}

/** The counting result with the gap measures, for everybody and for each subgroup. */
export interface CardinalResult extends CountingResult, GapMeasures {
  readonly subgroupGaps?: ReadonlyMap<string, GapMeasures>
}

/**
 * Alkire-Foster measures for cardinal data at each cut-off, exact: gap = (z - x) / z where x < z,
 * M_a = (1/n) sum_i sum_j w_ij gap^a rho_i(k).
 *
 * @throws InputError as counting does; also for a cut-off z that is not positive and a negative achievement.
 */
export function cardinalForEach(input: CardinalCase, ks: readonly Fraction[]): CardinalResult[] {
  const { gaps, deprivations } = gapsOf(input)
  const { achievements: _, cutoffs: __, ...counting } = input
  const scores = score({ ...counting, deprivations })
  return ks.map((k) => {
    const result = countAt(scores, k)
    const threshold = thresholdUnits(scores, k)
    const everyone = [...deprivations.keys()]
    const subgroupGaps =
      result.subgroups &&
      new Map(
        [...result.subgroups].map(([label, { rows }]) => [label, gapMeasures(scores, gaps, threshold, rows)]),
      )
    return {
      ...result,
      ...gapMeasures(scores, gaps, threshold, everyone),
      ...(subgroupGaps && { subgroupGaps }),
    }
  })
}

/** {@link cardinalForEach} at one cut-off. */
export function cardinal(input: CardinalCase & { readonly k: Rational }): CardinalResult {
  return cardinalForEach(input, [cutoff(input.k)])[0]!
}

function gapsOf(input: CardinalCase): { gaps: Fraction[][]; deprivations: Mark[][] } {
  const indicators = checkMatrix(input.achievements, 'achievements')
  if (input.cutoffs.length !== indicators) {
    throw new InputError('cutoffs', `has ${input.cutoffs.length} entries for ${indicators} indicators`)
  }
  const cutoffs = input.cutoffs.map((z, j) => {
    const value = within(`cutoffs[${j}]`, () => fraction(z))
    if (value.n <= 0n)
      throw new InputError(`cutoffs[${j}]`, `${value} is not positive, so no gap can be taken from it`)
    return value
  })
  const deprivations: Mark[][] = []
  const gaps = input.achievements.map((row, i) => {
    const marks: Mark[] = []
    deprivations.push(marks)
    return row.map((cell, j) => {
      const place = `achievements[${i}][${j}]`
      if (cell === null) {
        if (!input.dimensions) {
          throw new InputError(
            place,
            'null (not applicable) needs "dimensions", whose weights adapt to the person',
          )
        }
        marks.push(null)
        return Fraction.zero
      }
      const x = within(place, () => fraction(cell))
      if (x.n < 0n) throw new InputError(place, `${x} is negative: gaps need achievements on a ratio scale`)
      const z = cutoffs[j]!
      const deprived = x.compare(z) < 0
      marks.push(deprived ? 1 : 0)
      return deprived ? z.minus(x).over(z) : Fraction.zero
    })
  })
  return { gaps, deprivations }
}

function gapMeasures(
  scores: Scores,
  gaps: Fraction[][],
  threshold: bigint,
  members: readonly number[],
): GapMeasures {
  let people = 0n
  let counted = 0n
  const first: Fraction[] = []
  const second: Fraction[] = []
  for (const i of members) {
    const p = scores.population[i]!
    people += p
    if (scores.low[i]! < threshold) continue
    counted += p * scores.low[i]!
    gaps[i]!.forEach((gap, j) => {
      if (gap.n === 0n) return
      const weighted = gap.times(Fraction.of(p * scores.weight[i]![j]!))
      first.push(weighted)
      second.push(weighted.times(gap))
    })
  }
  const all = Fraction.of(people * scores.unit)
  const [gap1, gap2] = [sum(first), sum(second)]
  const ofThePoor = (gap: Fraction) => (counted === 0n ? null : gap.over(Fraction.of(counted)))
  return { M1: gap1.over(all), M2: gap2.over(all), G: ofThePoor(gap1), S: ofThePoor(gap2) }
}
