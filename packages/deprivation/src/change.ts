import { Attainable, type Interval } from './bounds.ts'
import {
  type CountingResult,
  countAt,
  type DeprivationCase,
  type Scores,
  score,
  thresholdUnits,
} from './counting.ts'
import { Fraction, lcm } from './fraction.ts'
import { InputError, within } from './input-error.ts'

/** Two dates of the same measure. With `panel`, row i of both is the same person. */
export interface ChangeCase {
  readonly t1: DeprivationCase
  readonly t2: DeprivationCase
  readonly panel?: boolean
  /** Time between the dates; asks for annualised changes. Positive. */
  readonly years?: Fraction
}

/** How many people lost and gained a deprivation (the same where nothing is unanswered). */
export interface Transition {
  readonly removed: { readonly low: number; readonly high: number }
  readonly added: { readonly low: number; readonly high: number }
}

/** Who moved and what of the change in M0 is theirs; the three effects add up to it. */
export interface PanelSplit {
  /** Row numbers, from 0: poor at both dates, only at the first, only at the second. */
  readonly ongoing: readonly number[]
  readonly exits: readonly number[]
  readonly entries: readonly number[]
  /** Row numbers whose place depends on what is unanswered. */
  readonly undetermined: readonly number[]
  readonly ongoingEffect: Interval
  readonly exitEffect: Interval
  readonly entryEffect: Interval
  readonly perIndicatorRemovedAdded: readonly Transition[]
}

/** Change from t1 to t2. Intervals are bounds over all completions of both dates. */
export interface ChangeResult {
  readonly complete: boolean
  readonly t1: CountingResult
  readonly t2: CountingResult
  readonly deltaM0: Interval
  /** (H' - H)(A + A')/2 and (A' - A)(H + H')/2; null when nobody is poor at one date, or too much is open. */
  readonly shapleyIncidence: Interval | null
  readonly shapleyIntensity: Interval | null
  /** deltaM0 / M0; null when M0 is 0. */
  readonly relativeChange: Interval | null
  readonly annualisedAbsolute: Interval | null
  /** (M0' / M0)^(1/years) - 1, a double, since it is seldom rational. */
  readonly annualisedRelative: { readonly low: number; readonly high: number } | null
  readonly panel?: PanelSplit
}

/**
 * Change in M0 between two dates with its splits: by incidence and intensity (Shapley), and in a panel by
 * those who stay poor, leave poverty and enter it.
 *
 * @throws InputError when the dates do not fit together: rows, indicators, or population weights of a panel.
 * @see Alkire et al., Multidimensional Poverty Measurement and Analysis (2015), chapter 9
 */
export function change(input: ChangeCase, k: Fraction): ChangeResult {
  const { years } = input
  if (years && years.n <= 0n) throw new InputError('years', `${years} is not a positive number of years`)
  const before = within('t1', () => score(input.t1))
  const after = within('t2', () => score(input.t2))
  if (before.indicators !== after.indicators) {
    throw new InputError(
      't2.deprivations',
      `has ${after.indicators} indicators where t1 has ${before.indicators}`,
    )
  }
  const t1 = within('t1', () => countAt(before, k))
  const t2 = within('t2', () => countAt(after, k))
  const deltaM0 = { low: t2.M0.low.minus(t1.M0.high), high: t2.M0.high.minus(t1.M0.low) }
  const growth = growthOf(before, thresholdUnits(before, k), t1, t2)
  return {
    complete: before.complete && after.complete,
    t1,
    t2,
    deltaM0,
    ...shapley(spread(before, k), spread(after, k)),
    relativeChange: growth && { low: growth.low.minus(Fraction.one), high: growth.high.minus(Fraction.one) },
    annualisedAbsolute: years ? { low: deltaM0.low.over(years), high: deltaM0.high.over(years) } : null,
    annualisedRelative:
      years && growth ? { low: yearly(growth.low, years), high: yearly(growth.high, years) } : null,
    ...(input.panel && { panel: panelSplit(before, after, k) }),
  }
}

/** Bounds of M0'/M0 over the completions in which M0 is not 0. */
function growthOf(
  before: Scores,
  threshold: bigint,
  t1: CountingResult,
  t2: CountingResult,
): Interval | null {
  if (t1.M0.high.n === 0n) return null
  let least = t1.M0.low
  if (least.n === 0n) {
    const attainable = new Attainable(before, threshold)
    const whole = before.populationTotal * before.unit
    for (const i of before.rows.keys()) {
      const smallest = before.high[i]! >= threshold ? attainable.smallestPoor(i) : null
      if (smallest === null || before.population[i] === 0n) continue
      const alone = Fraction.of(before.population[i]! * smallest, whole)
      if (least.n === 0n || alone.compare(least) < 0) least = alone
    }
  }
  return { low: t2.M0.low.over(t1.M0.high), high: t2.M0.high.over(least) }
}

function yearly(growth: Fraction, years: Fraction): number {
  return growth.toNumber() ** (1 / years.toNumber()) - 1
}

/** Every share of poor people that some completion attains, with the least and greatest M0 it goes with. */
type Spread = { H: Fraction; least: Fraction; greatest: Fraction }[]

/** Beyond this much work the exact bounds of the Shapley terms are not computed. */
const MOST_STEPS = 2_000_000
const MOST_PAIRS = 250_000

function spread(scores: Scores, k: Fraction): Spread | null {
  const threshold = thresholdUnits(scores, k)
  const attainable = new Attainable(scores, threshold)
  let states = new Map([[0n, { least: 0n, greatest: 0n }]])
  let steps = 0
  for (const i of scores.rows.keys()) {
    const p = scores.population[i]!
    if (p === 0n || scores.high[i]! < threshold) continue
    const certain = scores.low[i]! >= threshold
    const [least, greatest] = [p * attainable.smallestPoor(i)!, p * scores.high[i]!]
    const next: typeof states = certain ? new Map() : new Map(states)
    for (const [poor, sums] of states) {
      const known = next.get(poor + p)
      const [a, b] = [sums.least + least, sums.greatest + greatest]
      next.set(poor + p, {
        least: known && known.least < a ? known.least : a,
        greatest: known && known.greatest > b ? known.greatest : b,
      })
    }
    states = next
    steps += states.size
    if (steps > MOST_STEPS) return null
  }
  const people = scores.populationTotal
  return [...states].map(([poor, { least, greatest }]) => ({
    H: Fraction.of(poor, people),
    least: Fraction.of(least, people * scores.unit),
    greatest: Fraction.of(greatest, people * scores.unit),
  }))
}

/** Both terms are monotone in A and A' for given H and H', so their extremes stand at the ends of each spread. */
function shapley(
  before: Spread | null,
  after: Spread | null,
): Pick<ChangeResult, 'shapleyIncidence' | 'shapleyIntensity'> {
  const nothing = { shapleyIncidence: null, shapleyIntensity: null }
  if (!before || !after || before.length * after.length > MOST_PAIRS) return nothing
  const half = Fraction.of(1n, 2n)
  const incidence: Fraction[] = []
  const intensity: Fraction[] = []
  for (const one of before) {
    for (const two of after) {
      if (one.H.n === 0n || two.H.n === 0n) continue
      const [a, b] = [one.least.over(one.H), one.greatest.over(one.H)]
      const [a2, b2] = [two.least.over(two.H), two.greatest.over(two.H)]
      const risen = two.H.minus(one.H).times(half)
      const mean = two.H.add(one.H).times(half)
      incidence.push(risen.times(a.add(a2)), risen.times(b.add(b2)))
      intensity.push(a2.minus(b).times(mean), b2.minus(a).times(mean))
    }
  }
  return incidence.length === 0
    ? nothing
    : { shapleyIncidence: range(incidence), shapleyIntensity: range(intensity) }
}

function range(values: readonly Fraction[]): Interval {
  const pick = (sign: number) =>
    values.reduce((best, value) => (value.compare(best) * sign > 0 ? value : best))
  return { low: pick(-1), high: pick(1) }
}

function panelSplit(before: Scores, after: Scores, k: Fraction): PanelSplit {
  const n = before.rows.length
  if (after.rows.length !== n) {
    throw new InputError(
      't2.deprivations',
      `has ${after.rows.length} rows where t1 has ${n}: in a panel row i of both is one person`,
    )
  }
  const p = before.population
  for (const i of before.rows.keys()) {
    if (p[i]! * after.populationTotal !== after.population[i]! * before.populationTotal) {
      throw new InputError(
        `t2.populationWeights[${i}]`,
        'differs from t1: a panel has one set of population weights',
      )
    }
  }
  const unit = lcm(before.unit, after.unit)
  const states1 = statesOf(before, k, unit)
  const states2 = statesOf(after, k, unit)
  const [ongoing, exits, entries, undetermined]: [number[], number[], number[], number[]] = [[], [], [], []]
  const effects = {
    ongoing: { low: 0n, high: 0n },
    exit: { low: 0n, high: 0n },
    entry: { low: 0n, high: 0n },
  }
  for (let i = 0; i < n; i += 1) {
    const [one, two] = [states1[i]!, states2[i]!]
    const both = one.canBe && two.canBe
    const left = one.canBe && two.canNot
    const entered = one.canNot && two.canBe
    const ways = [both, left, entered, one.canNot && two.canNot].filter(Boolean).length
    if (ways > 1) undetermined.push(i)
    else if (both) ongoing.push(i)
    else if (left) exits.push(i)
    else if (entered) entries.push(i)
    // Outside its class a row contributes 0 to that class.
    const addTo = (effect: { low: bigint; high: bigint }, possible: boolean, low: bigint, high: bigint) => {
      if (!possible) return
      effect.low += p[i]! * (ways > 1 && low > 0n ? 0n : low)
      effect.high += p[i]! * (ways > 1 && high < 0n ? 0n : high)
    }
    addTo(effects.ongoing, both, two.least - one.greatest, two.greatest - one.least)
    addTo(effects.exit, left, -one.greatest, -one.least)
    addTo(effects.entry, entered, two.least, two.greatest)
  }
  const perHead = (effect: { low: bigint; high: bigint }): Interval => {
    const whole = before.populationTotal * unit
    return { low: Fraction.of(effect.low, whole), high: Fraction.of(effect.high, whole) }
  }
  return {
    ongoing,
    exits,
    entries,
    undetermined,
    ongoingEffect: perHead(effects.ongoing),
    exitEffect: perHead(effects.exit),
    entryEffect: perHead(effects.entry),
    perIndicatorRemovedAdded: transitions(before, after),
  }
}

/** Per row: can it be poor, can it be not poor, and the range of its score when poor, in `1/unit`. */
function statesOf(scores: Scores, k: Fraction, unit: bigint) {
  const threshold = thresholdUnits(scores, k)
  const attainable = new Attainable(scores, threshold)
  const factor = unit / scores.unit
  return scores.rows.map((_, i) => {
    const canBe = scores.high[i]! >= threshold
    return {
      canBe,
      canNot: scores.low[i]! < threshold,
      least: canBe ? attainable.smallestPoor(i)! * factor : 0n,
      greatest: scores.high[i]! * factor,
    }
  })
}

function transitions(before: Scores, after: Scores): Transition[] {
  return Array.from({ length: before.indicators }, (_, j) => {
    const removed = { low: 0, high: 0 }
    const added = { low: 0, high: 0 }
    before.rows.forEach((row, i) => {
      const [from, to] = [row[j], after.rows[i]![j]]
      if (from === 1 && to === 0) removed.low += 1
      if ((from === 1 || from === '?') && (to === 0 || to === '?')) removed.high += 1
      if (from === 0 && to === 1) added.low += 1
      if ((from === 0 || from === '?') && (to === 1 || to === '?')) added.high += 1
    })
    return { removed, added }
  })
}
