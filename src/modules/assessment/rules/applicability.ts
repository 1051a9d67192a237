import { type Env, evaluate, variablesOf } from '../instruments/expression.ts'
import {
  type Asker,
  askers,
  type Indicator,
  type Instrument,
  type Item,
  isSpecial,
  type Setting,
  settings,
  type Unanswered,
} from '../instruments/types.ts'
import { type Age, ageOn, environment, type Input, type Scope, settled, withoutSpecial } from './facts.ts'

/** 0 not deprived, 1 deprived, ? unanswered. What is absent does not apply. */
export type Status = 0 | 1 | '?'

/** Age bounds are decided by the age worked with; without any, only what applies at every age does. */
export function appliesAt(item: Item, age: Age): boolean {
  const { ageMin, ageMax } = item.applies
  if (ageMin === 0 && ageMax === undefined) return true
  return age.years !== null && age.years >= ageMin && age.years <= (ageMax ?? Number.POSITIVE_INFINITY)
}

export function appliesTo(item: Item, age: Age, env: Env): boolean {
  if (!appliesAt(item, age)) return false
  if (!item.applies.when) return true
  return evaluate(item.applies.when, env) ?? item.applies.whenUnknown === 'applies'
}

export type Evaluated = {
  age: Age
  /** Of every applicable indicator, in the order of the instrument. */
  status: Readonly<Record<string, Status>>
  /** Why there is no answer, of every indicator whose status is `?`. */
  missing: Readonly<Record<string, Unanswered>>
  /** Those without which the assessment is provisional. */
  required: readonly string[]
}

/** A parameter the rule needs, such as the month's poverty line, that is not loaded. */
export function lacksParameter(instrument: Instrument, item: Indicator, env: Env): boolean {
  return variablesOf(item.deprivedIf).some((name) => {
    const type = instrument.varTypes.get(name)
    if (instrument.variables[name]?.source !== 'parameter' || type?.kind !== 'number') return false
    const value = env(name)
    return value.kind === 'number' && value.lo === type.min && value.hi === type.max
  })
}

/** The shelter's record answers, or nobody: these are not asked of people in a shelter. */
export function shelterAnswers(item: Item, env: Env): boolean {
  if (!item.inShelter) return false
  const inShelter = env('albergue')
  return inShelter.kind === 'boolean' && inShelter.value === true
}

function whyMissing(item: Item, input: Input, env: Env): Unanswered {
  const held = settled(item, input)
  const asked = item.fields.filter((field) => !field.askIf || evaluate(field.askIf, env) !== false)
  const states = asked.map((field) => held[field.id]?.value)
  for (const state of ['prefiere_no_decir', 'no_sabe'] as const) if (states.includes(state)) return state
  return 'no_preguntado'
}

/** Which indicators apply to this person, and what the answers say about each. */
export function evaluateIndicators(instrument: Instrument, given: Input, scope: Scope): Evaluated {
  const input = scope === 'full' ? given : withoutSpecial(instrument, given)
  const env = environment(instrument, input, scope)
  const age = ageOn(input.facts.birth, input.facts.on)
  const status: Record<string, Status> = {}
  const missing: Record<string, Unanswered> = {}
  const required: string[] = []
  for (const item of instrument.indicators) {
    if (scope === 'shareable' && isSpecial(item)) continue
    if (!appliesTo(item, age, env)) continue
    const deprived = evaluate(item.deprivedIf, env)
    status[item.id] = deprived === null ? '?' : deprived ? 1 : 0
    if (deprived === null)
      missing[item.id] = lacksParameter(instrument, item, env)
        ? 'no_preguntado'
        : whyMissing(item, input, env)
    const left = item.source === 'shelter_record_then_item' && input.facts.stay && deprived === null
    const asked =
      item.setting !== 'none' && !shelterAnswers(item, env) && !left && item.phases.includes(input.phase)
    if (asked && !item.optional && !lacksParameter(instrument, item, env)) required.push(item.id)
  }
  return { age, status, missing, required }
}

/** The room, the people in it and what can follow: who asks here and now. */
export type Situation = {
  asker: Exclude<Asker, 'nobody'>
  setting: Exclude<Setting, 'none'>
  /** `representative`: the adult who looks after a child under 12. Another child never interprets. */
  respondent: 'self' | 'representative'
  interpreter: 'none' | 'professional' | 'family'
  /** A service is able to receive the person now. */
  serviceNow: boolean
}

/** Why an item that applies is not asked here and now. It stays `no_preguntado`, and nobody is the worse for it. */
export type Later =
  | 'other_phase'
  | 'computed'
  | 'shelter_record'
  | 'parameter_not_loaded'
  | 'more_private_setting'
  | 'trained_worker'
  | 'protection_staff'
  | 'family_interpreter'
  | 'no_service_now'
  | 'person_answers'
  | 'adult_answers'

const reaches = <T>(order: readonly T[], have: T, need: T) => order.indexOf(have) >= order.indexOf(need)

/** Who asks this item of this person: protection staff whatever they may be the only ones to see. */
export function askerOf(item: Item, age: Age): Asker {
  const base = age.mayBeUnder18 && item.askedByUnder18 ? item.askedByUnder18 : item.askedBy
  return isSpecial(item) && base !== 'nobody' ? 'protection_staff' : base
}

export function whyLater(
  instrument: Instrument,
  item: Item,
  input: Input,
  situation: Situation,
  env: Env,
): Later[] {
  const age = ageOn(input.facts.birth, input.facts.on)
  if (item.setting === 'none') return ['computed']
  if (shelterAnswers(item, env)) return ['shelter_record']
  const reasons: Later[] = []
  const need = (met: boolean, reason: Later) => {
    if (!met) reasons.push(reason)
  }
  need(item.phases.includes(input.phase), 'other_phase')
  if (item.kind === 'indicator') need(!lacksParameter(instrument, item, env), 'parameter_not_loaded')
  const asker = askerOf(item, age)
  need(
    reaches(askers, situation.asker, asker),
    asker === 'protection_staff' ? 'protection_staff' : 'trained_worker',
  )
  need(reaches(settings, situation.setting, item.setting), 'more_private_setting')
  const isPrivate = item.setting === 'private'
  if (isPrivate || item.requires?.includes('no_family_interpreter'))
    need(situation.interpreter !== 'family', 'family_interpreter')
  if (isPrivate || item.requires?.includes('service_able_to_receive_now'))
    need(situation.serviceNow, 'no_service_now')
  // From 12 people answer for themselves; facts of the household any adult of it may tell.
  if (item.proxyUnder18 === false) need(situation.respondent === 'self', 'person_answers')
  else if (item.unit === 'person' && age.years !== null) {
    if (age.years >= 12) need(situation.respondent === 'self', 'person_answers')
    else need(situation.respondent === 'representative', 'adult_answers')
  }
  return reasons
}

/** What has to be known of the person before the interview says all it can. */
export type MissingFact = 'age' | 'nationality' | 'household'
export function missingFacts(input: Input): MissingFact[] {
  const { facts } = input
  const out: MissingFact[] = []
  if (ageOn(facts.birth, facts.on).years === null) out.push('age')
  if (facts.nationalities.length === 0) out.push('nationality')
  if (facts.household === null) out.push('household')
  return out
}
