import { evaluate } from '../instruments/expression.ts'
import { type Instrument, isSpecial } from '../instruments/types.ts'
import { isUnanswered } from './answers.ts'
import type { Status } from './applicability.ts'
import { environment, type Input, settled, withoutSpecial } from './facts.ts'
import {
  asFraction,
  type FullScore,
  fullScore,
  type HouseholdScore,
  highOf,
  householdScore,
  lowOf,
  pointsOf,
  type ShareableScore,
  shareableScore,
  type Units,
} from './score.ts'

/** What would resolve a need. `note` binds whoever takes it up: only at the person's request, for one. */
export type Support = { action: string; text: string; note?: string }

/** A lack and what can be done. The person reads `support`, never the name of the indicator. */
export type Need = {
  indicator: string
  dimension: string
  support: string
  actions: readonly Support[]
  /** To be asked again after these days. */
  reassessDays: number | null
}

/** One line of the arithmetic: what it weighs, what was counted. The lines of `counts` add up to the score. */
export type Line = {
  indicator: string
  dimension: string
  name: string
  status: Status
  units: number
  weight: string
  points: number
}

export type StrengthSaid = {
  strength: string
  name: string
  /** Options by key, or what the person said in their own words. */
  values: readonly string[]
}

export const textKey = {
  name: (item: string) => `${item}.name`,
  support: (item: string) => `${item}.support`,
  question: (item: string) => `${item}.question`,
  action: (action: string) => `action.${action}`,
  dimension: (dimension: string) => `dimension.${dimension}`,
}

function supports(instrument: Instrument, actions: readonly string[]): Support[] {
  return actions.map((id) => {
    const note = instrument.actions.find((action) => action.id === id)?.note
    return { action: id, text: textKey.action(id), ...(note ? { note } : {}) }
  })
}

function needsOf(instrument: Instrument, status: Readonly<Record<string, Status>>): Need[] {
  return instrument.indicators
    .filter((item) => status[item.id] === 1)
    .map((item) => ({
      indicator: item.id,
      dimension: item.dimension,
      support: textKey.support(item.id),
      actions: supports(instrument, item.actions),
      reassessDays: item.reassessDays,
    }))
}

function linesOf(
  instrument: Instrument,
  score: Units & { status: Readonly<Record<string, Status>> },
): Line[] {
  return instrument.indicators.flatMap((item) => {
    const status = score.status[item.id]
    const units = score.units[item.id]
    if (status === undefined || units === undefined) return []
    return [
      {
        indicator: item.id,
        dimension: item.dimension,
        name: textKey.name(item.id),
        status,
        units,
        weight: asFraction(units, score.unitsTotal),
        points: pointsOf(units, score.unitsTotal),
      },
    ]
  })
}

/** What the person said they have and can do. "Not for now" is respected and not listed. */
export function strengthsOf(instrument: Instrument, input: Input): StrengthSaid[] {
  return instrument.items
    .filter((item) => item.kind === 'strength')
    .flatMap((item) => {
      const value = settled(item, input)[item.id]?.value
      if (value === undefined || typeof value === 'number' || isUnanswered(value)) return []
      const said = typeof value === 'string' ? [value] : 'oneOf' in value ? [] : [...value]
      const values = said.filter((x) => !['no', 'por_ahora_no'].includes(x))
      return values.length > 0 ? [{ strength: item.id, name: textKey.name(item.id), values }] : []
    })
}

type ResultBase = {
  instrument: string
  version: string
  needs: readonly Need[]
  strengths: readonly StrengthSaid[]
  complete: boolean
  /** The arithmetic, for those who want it. */
  arithmetic: {
    low: string
    high: string
    lowPoints: number
    highPoints: number
    unitsTotal: number
    dimensions: readonly string[]
    lines: readonly Line[]
  }
}

/** For case workers, the person, prints: no band, no flag, nothing special. */
export type ShareableResult = ResultBase & { kind: 'shareable'; score: ShareableScore }

/** For named protection staff. It stands alone: the shareable one is never shown beside it. */
export type ProtectionResult = ResultBase & {
  kind: 'full'
  score: FullScore
  /** Asked for by the person, without any score: to talk with a specialist. */
  wanted: readonly { indicator: string; actions: readonly Support[] }[]
}

export type HouseholdResult = Omit<ResultBase, 'strengths'> & { kind: 'household'; score: HouseholdScore }

function resultBase<S extends ShareableScore | FullScore | HouseholdScore>(instrument: Instrument, score: S) {
  return {
    instrument: instrument.id,
    version: instrument.version,
    needs: needsOf(instrument, score.status),
    complete: score.complete,
    arithmetic: {
      low: lowOf(score),
      high: highOf(score),
      lowPoints: pointsOf(score.unitsDeprived, score.unitsTotal),
      highPoints: pointsOf(score.unitsDeprived + score.unitsUnanswered, score.unitsTotal),
      unitsTotal: score.unitsTotal,
      dimensions: score.active,
      lines: linesOf(instrument, score),
    },
    score,
  }
}

export function shareableResult(instrument: Instrument, given: Input): ShareableResult {
  const input = withoutSpecial(instrument, given)
  const score = shareableScore(instrument, input)
  return {
    kind: 'shareable',
    ...resultBase(instrument, score),
    strengths: strengthsOf(instrument, input),
  }
}

export function protectionResult(instrument: Instrument, input: Input): ProtectionResult {
  const env = environment(instrument, input, 'full')
  const score = fullScore(instrument, input)
  return {
    kind: 'full',
    ...resultBase(instrument, score),
    strengths: strengthsOf(instrument, input),
    wanted: instrument.indicators.flatMap((item) => {
      const acts = item.actsWithoutScore
      if (!acts || score.status[item.id] === undefined || evaluate(acts.when, env) !== true) return []
      return [{ indicator: item.id, actions: supports(instrument, acts.actions) }]
    }),
  }
}

/** Members side by side are scored one by one; this is the household's own line, from shareable items alone. */
export function householdResult(instrument: Instrument, members: readonly Input[]): HouseholdResult {
  const score = householdScore(
    instrument,
    members.map((member) => shareableScore(instrument, withoutSpecial(instrument, member))),
  )
  return { kind: 'household', ...resultBase(instrument, score) }
}

/** What may be shown or counted of one need outside the protection team. */
export const isShareableNeed = (instrument: Instrument, need: Need): boolean =>
  !isSpecial(instrument.indicator(need.indicator))
