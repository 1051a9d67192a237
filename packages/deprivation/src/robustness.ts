import { kendallTauB } from './agreement.ts'
import { checkMatrix, checkWeights, countAt, cutoff, score } from './counting.ts'
import { Fraction, type Rational, show } from './fraction.ts'
import { InputError, within } from './input-error.ts'

/** Groups (municipalities, nationalities...) to be ranked under other weights and cut-offs. */
export interface RobustnessCase {
  /** For each group its deprivation matrix of 0 and 1, all with the same d indicators. */
  readonly groups: ReadonlyMap<string, readonly (readonly (0 | 1)[])[]>
  /** For each scheme d weights that sum to 1. */
  readonly weightSchemes: ReadonlyMap<string, readonly Rational[]>
  readonly ks: readonly Rational[]
  /** The scheme and the cut-off to compare with: one of each list. */
  readonly baseline: readonly [string, Rational]
}

/** A pair of groups that keeps its order under every scheme and cut-off, or does not. */
export interface PairOrder {
  readonly groups: readonly [string, string]
  readonly neverReversed: boolean
}

/** How far the ranking of groups depends on weights and cut-off. */
export interface RobustnessResult {
  /** M0 by scheme, position in `ks`, and group. */
  readonly M0: ReadonlyMap<string, readonly ReadonlyMap<string, Fraction>[]>
  /** Kendall's tau-b of the groups' M0 with the baseline's; null where all groups are tied. */
  readonly kendallTauB: ReadonlyMap<string, readonly (number | null)[]>
  /** Share of pairs that no two settings order in opposite ways (a tie reverses nothing). */
  readonly pairwiseNeverReversed: Fraction
  readonly pairs: readonly PairOrder[]
}

/**
 * M0 of every group under every weight scheme and cut-off, and what of their order survives.
 *
 * @throws InputError for fewer than two groups, an unknown baseline, or what counting refuses.
 * @see Alkire et al., Multidimensional Poverty Measurement and Analysis (2015), chapter 8
 */
export function robustness(input: RobustnessCase): RobustnessResult {
  const { groups, weightSchemes } = input
  if (groups.size < 2)
    throw new InputError('groups', 'has fewer than two groups: there is no pair to compare')
  if (weightSchemes.size === 0) throw new InputError('weightSchemes', 'is empty')
  if (input.ks.length === 0) throw new InputError('ks', 'is empty')
  const ks = input.ks.map((k, i) => cutoff(k, `ks[${i}]`))
  checkGroups(groups)
  const base = findBaseline(input, ks)

  const M0 = new Map<string, ReadonlyMap<string, Fraction>[]>()
  for (const [scheme, weights] of weightSchemes) M0.set(scheme, underScheme(groups, weights, ks, scheme))
  const reference = [...M0.get(base.scheme)![base.position]!.values()]
  const tau = new Map(
    [...M0].map(([scheme, byK]) => [
      scheme,
      byK.map((ofGroup) => kendallTauB(reference, [...ofGroup.values()], (a, b) => a.compare(b))),
    ]),
  )
  const settings = [...M0.values()].flat().map((ofGroup) => [...ofGroup.values()])
  const pairs = comparePairs([...groups.keys()], settings)
  const kept = pairs.filter((pair) => pair.neverReversed).length
  return {
    M0,
    kendallTauB: tau,
    pairwiseNeverReversed: Fraction.of(BigInt(kept), BigInt(pairs.length)),
    pairs,
  }
}

function checkGroups(groups: RobustnessCase['groups']): void {
  let expected: number | undefined
  for (const [group, rows] of groups) {
    const place = `groups[${show(group)}]`
    const indicators = checkMatrix(rows, place)
    expected ??= indicators
    if (indicators !== expected) {
      throw new InputError(place, `has ${indicators} indicators where the first group has ${expected}`)
    }
    rows.forEach((row, i) => {
      row.forEach((mark, j) => {
        if (mark !== 0 && mark !== 1)
          throw new InputError(`${place}[${i}][${j}]`, `${show(mark)} is not 0 or 1`)
      })
    })
  }
}

function findBaseline(input: RobustnessCase, ks: readonly Fraction[]): { scheme: string; position: number } {
  const [scheme, k] = input.baseline
  if (!input.weightSchemes.has(scheme))
    throw new InputError('baseline[0]', `${show(scheme)} is not a weight scheme`)
  const wanted = cutoff(k, 'baseline[1]')
  const position = ks.findIndex((each) => each.equals(wanted))
  if (position === -1) throw new InputError('baseline[1]', `${wanted} is not among "ks"`)
  return { scheme, position }
}

function underScheme(
  groups: RobustnessCase['groups'],
  weights: readonly Rational[],
  ks: readonly Fraction[],
  scheme: string,
): ReadonlyMap<string, Fraction>[] {
  const place = `weightSchemes[${show(scheme)}]`
  const byK = ks.map(() => new Map<string, Fraction>())
  for (const [group, deprivations] of groups) {
    const checked = checkWeights(weights, deprivations[0]!.length, place)
    const scores = within(place, () => score({ deprivations, weights: checked }))
    ks.forEach((k, position) => {
      byK[position]!.set(group, countAt(scores, k).M0.low)
    })
  }
  return byK
}

function comparePairs(names: readonly string[], settings: readonly (readonly Fraction[])[]): PairOrder[] {
  const pairs: PairOrder[] = []
  for (let a = 0; a < names.length; a += 1) {
    for (let b = a + 1; b < names.length; b += 1) {
      const orders = settings.map((values) => values[a]!.compare(values[b]!))
      const neverReversed = !(orders.includes(1) && orders.includes(-1))
      pairs.push({ groups: [names[a]!, names[b]!], neverReversed })
    }
  }
  return pairs
}
