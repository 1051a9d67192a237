import { cohenKappa, kendallTauB } from './agreement.ts'
import type { Interval } from './bounds.ts'
import { type CardinalResult, cardinalForEach, type GapMeasures } from './cardinal.ts'
import { type ChangeResult, change, type PanelSplit, type Transition } from './change.ts'
import { type CountingResult, countAt, type SubgroupMeasures, score } from './counting.ts'
import { Fraction } from './fraction.ts'
import { InputError } from './input-error.ts'
import { type Case, type Cutoffs, readCase } from './read.ts'
import { type RobustnessResult, robustness } from './robustness.ts'
import { type SurveyResult, surveyEstimates } from './survey.ts'

/** How the command answers. */
export interface CommandOptions {
  /** Put a decimal `X_dec` beside every exact fraction `X`. */
  readonly decimals?: boolean
}

/** What `--help` prints. */
export const help = `deprivation: multidimensional poverty by the Alkire-Foster counting method, exact

  deprivation [--decimals] < case.json > answer.json

  --decimals   decimal numbers beside the exact fractions ("M0_dec" beside "M0")
  --help       this text

A worked example. Five people, four indicators of equal weight, poor from half of the weight on:

  echo '{"deprivations": [[1,0,1,0], [0,1,0,0], [0,1,1,1], [1,0,0,0], [1,0,1,0]],
         "weights": ["1/4","1/4","1/4","1/4"], "k": "1/2"}' | deprivation

  answers "H": "3/5" (three of five are poor), "A": "7/12" (the poor lack 7/12 on average),
  "M0": "7/20" (their product), and by person c, cLow, cHigh, answeredWeight and poor;
  by indicator uncensoredHeadcount, censoredHeadcount and contribution.

The case is told by its keys:
  counting    deprivations (0, 1, null not applicable, "?" unanswered), weights or dimensions, k or ks,
              populationWeights?, subgroup?
  cardinal    achievements, cutoffs, weights or dimensions, k or ks
  change      t1, t2 (counting cases), panel?, years?
  robustness  groups, weightSchemes, ks, baseline
  survey      columns (stratum, psu, weight, c), rows, k
  agreement   x and y, or table

With "?" every measure is {"low", "high"}: its bounds over all completions.
Exit 0: answered. Exit 2: wrong input, one line on standard error names the place.
`

/**
 * Answers one case: JSON text in, JSON text out.
 *
 * @throws InputError, whose message is one line that names the place, when the text is not a case.
 */
export function answer(text: string, options: CommandOptions = {}): string {
  const result = solve(readCase(parse(text)))
  return `${JSON.stringify(encode(result, options.decimals === true), null, 2)}\n`
}

function parse(text: string): unknown {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (clean.trim() === '') throw new InputError('', 'the input is empty: expected a JSON object')
  try {
    return JSON.parse(clean)
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? clean.trimEnd().length)
    const before = clean.slice(0, position).split('\n')
    const where = `line ${before.length}, column ${before.at(-1)!.length + 1}`
    throw new InputError('', `the input is not JSON: it cannot be read from ${where} on`)
  }
}

/** Results before they are written: objects, lists, numbers and exact values. */
type Value =
  | Fraction
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Value[]
  | { readonly [key: string]: Value }

function solve(asked: Case): Value {
  switch (asked.kind) {
    case 'counting': {
      const scores = score(asked.input)
      return byK(asked.at, (k) => tellCounting(countAt(scores, k)))
    }
    case 'cardinal': {
      const results = cardinalForEach(asked.input, asked.at.values)
      return byK(asked.at, (_, position) => tellCardinal(results[position]!))
    }
    case 'change':
      return byK(asked.at, (k) => tellChange(change(asked.input, k)))
    case 'robustness':
      return tellRobustness(robustness(asked.input), asked.names)
    case 'survey':
      return byK(asked.at, (k) => tellSurvey(surveyEstimates(asked.sample, k)))
    case 'ranks':
      return { tauB: kendallTauB(asked.x, asked.y) }
    case 'table': {
      const { kappa, po, pe } = cohenKappa(asked.table)
      return { kappa: kappa === null ? null : kappa.toNumber(), po: po.toNumber(), pe: pe.toNumber() }
    }
  }
}

function byK(at: Cutoffs, tell: (k: Fraction, position: number) => Value): Value {
  if (at.names === undefined) return tell(at.values[0]!, 0)
  const names = at.names
  return { byK: Object.fromEntries(at.values.map((k, position) => [names[position]!, tell(k, position)])) }
}

/** A single value where everything was answered, the bounds otherwise. */
function teller(complete: boolean): (range: Interval | null) => Value {
  return (range) => range && (complete ? range.low : { low: range.low, high: range.high })
}

function tellCounting(result: CountingResult): { readonly [key: string]: Value } {
  const tell = teller(result.complete)
  return {
    c: result.c,
    cLow: result.cLow,
    cHigh: result.cHigh,
    answeredWeight: result.answeredWeight,
    poor: result.poor,
    H: tell(result.H),
    A: tell(result.A),
    M0: tell(result.M0),
    uncensoredHeadcount: result.uncensoredHeadcount.map(tell),
    censoredHeadcount: result.censoredHeadcount.map(tell),
    contribution: result.contribution.map(tell),
    ...(result.subgroups && { subgroups: mapValues(result.subgroups, (each) => tellSubgroup(each, tell)) }),
  }
}

function tellSubgroup(
  group: SubgroupMeasures,
  tell: (range: Interval | null) => Value,
): { readonly [key: string]: Value } {
  return {
    rows: group.rows,
    share: group.share,
    H: tell(group.H),
    A: tell(group.A),
    M0: tell(group.M0),
    uncensoredHeadcount: group.uncensoredHeadcount.map(tell),
    censoredHeadcount: group.censoredHeadcount.map(tell),
    contribution: group.contribution.map(tell),
    contributionToM0: tell(group.contributionToM0),
  }
}

function tellCardinal(result: CardinalResult): Value {
  const { subgroups, ...told } = tellCounting(result)
  const gaps = ({ M1, M2, G, S }: GapMeasures) => ({ M1, M2, G, S })
  if (!result.subgroups) return { ...told, ...gaps(result) }
  const tell = teller(true)
  return {
    ...told,
    ...gaps(result),
    subgroups: mapValues(result.subgroups, (each, label) => {
      return { ...tellSubgroup(each, tell), ...gaps(result.subgroupGaps!.get(label)!) }
    }),
  }
}

function tellChange(result: ChangeResult): Value {
  const tell = teller(result.complete)
  const { annualisedRelative: yearly, panel } = result
  return {
    t1: tellCounting(result.t1),
    t2: tellCounting(result.t2),
    deltaM0: tell(result.deltaM0),
    ...(panel && tellPanel(panel, result.complete)),
    shapleyIncidence: tell(result.shapleyIncidence),
    shapleyIntensity: tell(result.shapleyIntensity),
    relativeChange: tell(result.relativeChange),
    annualisedAbsolute: tell(result.annualisedAbsolute),
    annualisedRelative: yearly && (result.complete ? yearly.low : { ...yearly }),
    ...(panel && {
      perIndicatorRemovedAdded: panel.perIndicatorRemovedAdded.map((each) =>
        tellTransition(each, result.complete),
      ),
    }),
  }
}

function tellPanel(panel: PanelSplit, complete: boolean): { readonly [key: string]: Value } {
  const tell = teller(complete)
  return {
    ongoing: panel.ongoing,
    exits: panel.exits,
    entries: panel.entries,
    ...(!complete && { undetermined: panel.undetermined }),
    ongoingEffect: tell(panel.ongoingEffect),
    exitEffect: tell(panel.exitEffect),
    entryEffect: tell(panel.entryEffect),
  }
}

function tellTransition({ removed, added }: Transition, complete: boolean): Value {
  return complete
    ? { removed: removed.low, added: added.low }
    : { removed: { ...removed }, added: { ...added } }
}

function tellRobustness(result: RobustnessResult, names: readonly string[]): Value {
  const perK = <T>(values: readonly T[], tell: (value: T) => Value) =>
    Object.fromEntries(values.map((value, position) => [names[position]!, tell(value)]))
  return {
    M0: mapValues(result.M0, (values) => perK(values, (groups) => mapValues(groups, (M0) => M0))),
    kendallTauB: mapValues(result.kendallTauB, (values) => perK(values, (tau) => tau)),
    pairwiseNeverReversed: result.pairwiseNeverReversed,
    pairs: result.pairs.map(({ groups, neverReversed }) => ({ groups, neverReversed })),
  }
}

function tellSurvey(result: SurveyResult): Value {
  const { M0, H, A, df, subgroups } = result
  const estimates = (of: Pick<SurveyResult, 'M0' | 'H' | 'A'>) => ({
    M0: { ...of.M0 },
    H: { ...of.H },
    A: of.A && { ...of.A },
  })
  return {
    ...estimates({ M0, H, A }),
    df,
    ...(subgroups && { subgroups: mapValues(subgroups, estimates) }),
  }
}

function mapValues<T>(
  map: ReadonlyMap<string, T>,
  tell: (value: T, key: string) => Value,
): { readonly [key: string]: Value } {
  return Object.fromEntries([...map].map(([key, value]) => [key, tell(value, key)]))
}

/** Fractions become "p/q"; with decimals, a key that holds fractions gets a `_dec` neighbour. */
function encode(value: Value, decimals: boolean): unknown {
  if (value instanceof Fraction) return value.toString()
  if (isList(value)) return value.map((each) => encode(each, decimals))
  if (typeof value !== 'object' || value === null) return value
  const told: [string, unknown][] = []
  for (const [key, inner] of Object.entries(value)) {
    told.push([key, encode(inner, decimals)])
    if (decimals && holdsFractions(inner)) told.push([`${key}_dec`, toDecimals(inner)])
  }
  return Object.fromEntries(told)
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

/** A fraction, or a list of fractions (and nulls) with at least one. Bounds get their decimals inside. */
function holdsFractions(value: Value): boolean {
  if (value instanceof Fraction) return true
  return isList(value) && value.some((each) => each instanceof Fraction)
}

function toDecimals(value: Value): unknown {
  if (value instanceof Fraction) return value.toNumber()
  return isList(value) ? value.map(toDecimals) : null
}
