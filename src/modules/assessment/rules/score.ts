import { reaches, scoreUnits } from '@integrate/deprivation'
import type { IndexAgeGroup } from '../../../shared/day.ts'
import { type Band, type Instrument, isSpecial, type Unanswered } from '../instruments/types.ts'
import { evaluateIndicators, type Status } from './applicability.ts'
import type { Input, Scope } from './facts.ts'

/** A score in whole units: `unitsDeprived / unitsTotal`, exactly; with the unanswered on top, the upper bound. */
export type Units = {
  /** In the order of the instrument; under 18 what is pooled stands under the name it is pooled into. */
  active: readonly string[]
  unitsTotal: number
  units: Readonly<Record<string, number>>
  unitsDeprived: number
  unitsUnanswered: number
}

type ScoreBase = Units & {
  instrument: string
  version: string
  ageGroup: IndexAgeGroup | null
  status: Readonly<Record<string, Status>>
  missing: Readonly<Record<string, Unanswered>>
  required: readonly string[]
  /** Else provisional: kept for service, out of the figures. */
  complete: boolean
  /** Enough truly answered to enter a point figure; else it enters as bounds. */
  pointFigure: boolean
}

/** For case workers, households and print: as if special items did not exist. No band until calibrated. */
export type ShareableScore = ScoreBase & { kind: 'shareable' }

/** For named protection staff only, each reading recorded. `band` is null while low and high differ in it. */
export type FullScore = ScoreBase & {
  kind: 'full'
  band: Band | null
  bandLow: Band
  bandHigh: Band
}

export type HouseholdScore = Units & {
  kind: 'household'
  instrument: string
  version: string
  status: Readonly<Record<string, Status>>
  members: number
  complete: boolean
}

/** The dimension an indicator counts in: under 18 two small ones weigh one together. */
function homeOf(instrument: Instrument, pooled: boolean): (dimension: string) => string {
  const { dimensions, into } = instrument.method.pooled
  return (dimension) => (pooled && dimensions.includes(dimension) ? into : dimension)
}

/** Nested equal weights over the dimensions in which something applies. */
export function unitsOf(
  instrument: Instrument,
  status: Readonly<Record<string, Status>>,
  pooled: boolean,
): Units {
  const home = homeOf(instrument, pooled)
  const groups = instrument.dimensions
    .filter((dimension) => home(dimension.id) === dimension.id)
    .map(({ id }) => ({
      id,
      items: instrument.indicators.filter((i) => home(i.dimension) === id && status[i.id] !== undefined),
    }))
    .filter((group) => group.items.length > 0)
  const scored = scoreUnits(groups.map((group) => group.items.map((item) => status[item.id]!)))
  const units: Record<string, number> = {}
  groups.forEach((group, d) => {
    group.items.forEach((item, i) => {
      units[item.id] = scored.units[d]![i]!
    })
  })
  return {
    active: groups.map((group) => group.id),
    unitsTotal: scored.unitsTotal,
    units,
    unitsDeprived: scored.low,
    unitsUnanswered: scored.high - scored.low,
  }
}

function scoreBase(instrument: Instrument, input: Input, scope: Scope): ScoreBase {
  const { age, status, missing, required } = evaluateIndicators(instrument, input, scope)
  // Whoever may be a child for want of a date is weighed as one.
  const pooled = age.years === null || age.years <= instrument.method.pooled.ageMax
  const u = unitsOf(instrument, status, pooled)
  const home = homeOf(instrument, pooled)
  const said = (id: string) => status[id] !== '?' || missing[id] === 'prefiere_no_decir'
  const sum = (ids: readonly string[]) => ids.reduce((total, id) => total + u.units[id]!, 0)
  const dimensionsOf = (ids: readonly string[]) =>
    new Set(ids.map((id) => home(instrument.indicator(id).dimension)))
  const [a, b] = instrument.method.completeFrom
  const told = required.filter(said)
  return {
    instrument: instrument.id,
    version: instrument.version,
    ageGroup: age.group,
    ...u,
    status,
    missing,
    required,
    complete: sum(told) * b >= sum(required) * a && dimensionsOf(told).size === dimensionsOf(required).size,
    pointFigure: (u.unitsTotal - u.unitsUnanswered) * b >= u.unitsTotal * a,
  }
}

/** The highest cut-off reached: units b ≥ a unitsTotal, never a division. */
export function bandOf(instrument: Instrument, units: number, unitsTotal: number): Band {
  const order = ['severe', 'vulnerable', 'atRisk'] as const
  return (
    order.find((band) => reaches(units, unitsTotal, instrument.method.cutoffs[band].join('/'))) ?? 'below'
  )
}

export function fullScore(instrument: Instrument, input: Input): FullScore {
  const base = scoreBase(instrument, input, 'full')
  const bandLow = bandOf(instrument, base.unitsDeprived, base.unitsTotal)
  const bandHigh = bandOf(instrument, base.unitsDeprived + base.unitsUnanswered, base.unitsTotal)
  return { kind: 'full', ...base, bandLow, bandHigh, band: bandLow === bandHigh ? bandLow : null }
}

export function shareableScore(instrument: Instrument, input: Input): ShareableScore {
  return { kind: 'shareable', ...scoreBase(instrument, input, 'shareable') }
}

function combine(rule: 'any' | 'all' | 'household', found: readonly Status[]): Status {
  const has = (status: Status) => found.includes(status)
  if (rule === 'any') return has(1) ? 1 : has('?') ? '?' : 0
  if (rule === 'all') return has(0) ? 0 : has('?') ? '?' : 1
  // One fact of the household, told by several: if they differ, it is not known.
  return has(1) && has(0) ? '?' : has(1) ? 1 : has(0) ? 0 : '?'
}

/** Shareable items only, each by its rule over the members to whom it applies; no pooling. */
export function householdScore(instrument: Instrument, members: readonly ShareableScore[]): HouseholdScore {
  if (members.some((member) => member.kind !== 'shareable'))
    throw new RangeError('a household is scored from shareable scores alone')
  const status: Record<string, Status> = {}
  for (const item of instrument.indicators) {
    if (isSpecial(item) || item.householdRule === 'none') continue
    const found = members.flatMap((member) => member.status[item.id] ?? [])
    if (found.length > 0) status[item.id] = combine(item.householdRule, found)
  }
  return {
    kind: 'household',
    instrument: instrument.id,
    version: instrument.version,
    ...unitsOf(instrument, status, false),
    status,
    members: members.length,
    complete: members.every((member) => member.complete),
  }
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))

/** `179/600`, in lowest terms. */
export function asFraction(units: number, unitsTotal: number): string {
  const d = divisor(units, unitsTotal)
  const [p, q] = [units / d, unitsTotal / d]
  return q === 1 ? `${p}` : `${p}/${q}`
}

export const lowOf = (u: Units): string => asFraction(u.unitsDeprived, u.unitsTotal)
export const highOf = (u: Units): string => asFraction(u.unitsDeprived + u.unitsUnanswered, u.unitsTotal)

/** Out of 100, to one decimal, for reading; the exact value stays in the units. */
export const pointsOf = (units: number, unitsTotal: number): number =>
  Math.round((units * 1000) / unitsTotal) / 10
