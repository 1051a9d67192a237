import { type Env, evaluate } from '../instruments/expression.ts'
import { type Field, type Instrument, type Item, isSpecial } from '../instruments/types.ts'
import {
  appliesTo,
  type Later,
  type MissingFact,
  missingFacts,
  type Situation,
  whyLater,
} from './applicability.ts'
import { type Age, ageOn, environment, type Input, type Origin, settled, withoutSpecial } from './facts.ts'

// The interview in any order: what may be asked now is computed anew after every answer, from the answers alone.
// Nothing else is kept, so it can be left and taken up anywhere, on another device, by another worker.

export type FieldState =
  | 'to_ask'
  | 'answered'
  | 'no_sabe'
  | 'prefiere_no_decir'
  | 'known' // from registry, shelter record or an earlier answer: shown for confirmation, never asked again
  | 'left_out' // an earlier field makes it pointless

export type StepState = 'to_ask' | 'begun' | 'done' | 'later'

export type Step = {
  item: string
  /** Null: strengths, which belong to no dimension. */
  dimension: string | null
  state: StepState
  optional: boolean
  fields: readonly { id: string; state: FieldState; origin?: Origin }[]
  /** Why it is not asked here and now; it stays `no_preguntado`. */
  later: readonly Later[]
  /** Before asking, explain what the law obliges us to report. */
  lawNote: boolean
}

export type Plan = { steps: readonly Step[]; missingFacts: readonly MissingFact[] }

function stateOf(field: Field, value: unknown, origin: Origin | undefined, asked: boolean): FieldState {
  if (!asked) return 'left_out'
  if (value === undefined) return 'to_ask'
  if (value === 'no_sabe' || value === 'prefiere_no_decir') return value
  if (typeof value === 'object' && value !== null && 'oneOf' in value)
    return field.kind === 'choice' && origin === 'shelter_record' ? 'known' : 'to_ask'
  return origin === 'answer' ? 'answered' : 'known'
}

function stepOf(
  instrument: Instrument,
  item: Item,
  input: Input,
  situation: Situation,
  age: Age,
  env: Env,
): Step | null {
  if (!appliesTo(item, age, env)) return null
  const held = settled(item, input)
  const fields = item.fields.map((field) => {
    const found = held[field.id]
    const asked = !field.askIf || evaluate(field.askIf, env) !== false
    const state = stateOf(field, found?.value, found?.origin, asked)
    return { id: field.id, state, ...(found && asked ? { origin: found.origin } : {}) }
  })
  const open = fields.filter((field) => field.state === 'to_ask').length
  const begun = fields.some((field) => field.state !== 'to_ask' && field.state !== 'left_out')
  const why = whyLater(instrument, item, input, situation, env)
  const later = open > 0 || item.fields.length === 0 ? why : []
  return {
    item: item.id,
    dimension: item.kind === 'strength' ? null : item.dimension,
    state: later.length > 0 ? 'later' : open === 0 ? 'done' : begun ? 'begun' : 'to_ask',
    optional: item.optional,
    fields,
    later,
    lawNote: item.lawNoteUnder18 === true && age.mayBeUnder18,
  }
}

/**
 * Every item that applies to the person, and what becomes of it here and now. Only protection staff see special
 * items in it: for everybody else they are taken out before anything is computed, and leave no gap and no count.
 */
export function plan(instrument: Instrument, given: Input, situation: Situation): Plan {
  const protection = situation.asker === 'protection_staff'
  const input = protection ? given : withoutSpecial(instrument, given)
  const age = ageOn(input.facts.birth, input.facts.on)
  const env = environment(instrument, input, protection ? 'full' : 'shareable')
  if (input.phase === 'intake') return { steps: [], missingFacts: missingFacts(input) }
  const steps = instrument.items
    .filter((item) => protection || !isSpecial(item))
    .flatMap((item) => stepOf(instrument, item, input, situation, age, env) ?? [])
  return { steps, missingFacts: missingFacts(input) }
}

const isOpen = (step: Step) => step.state === 'to_ask' || step.state === 'begun'

export type Question = { item: string; field: string }

const questionIn = (step: Step | undefined): Question | null => {
  const field = step && isOpen(step) ? step.fields.find((f) => f.state === 'to_ask') : undefined
  return step && field ? { item: step.item, field: field.id } : null
}

/** The next thing to ask after `leaving` that item, in the order of the instrument and then from the start again. */
export function nextItem(of: Plan, leaving?: string): Question | null {
  const at = of.steps.findIndex((step) => step.item === leaving)
  return questionIn([...of.steps.slice(at + 1), ...of.steps.slice(0, at + 1)].find(isOpen))
}

/** The next thing to ask while at `current`: it is finished first. */
export const nextQuestion = (of: Plan, current?: string): Question | null =>
  questionIn(of.steps.find((step) => step.item === current)) ?? nextItem(of, current)

/** May this item be answered or corrected here and now? What the asker may not see is no part of the plan. */
export const mayRecord = (of: Plan, item: string): boolean =>
  of.steps.some((step) => step.item === item && step.later.length === 0)

export type Count = { done: number; total: number }
export type Progress = Count & { dimensions: readonly ({ dimension: string | null } & Count)[] }

/** How far the interview is, overall and by dimension. What cannot be asked now is not held against it. */
export function progress(of: Plan): Progress {
  const asked = of.steps.filter((step) => step.state !== 'later')
  const count = (steps: readonly Step[]): Count => ({
    done: steps.filter((step) => step.state === 'done').length,
    total: steps.length,
  })
  const dimensions = [...new Set(asked.map((step) => step.dimension))]
  return {
    ...count(asked),
    dimensions: dimensions.map((dimension) => ({
      dimension,
      ...count(asked.filter((step) => step.dimension === dimension)),
    })),
  }
}
