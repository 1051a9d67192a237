import { fieldType } from '../instruments/check.ts'
import type { Value } from '../instruments/expression.ts'
import { type Field, type Instrument, type Unanswered, unansweredStates } from '../instruments/types.ts'

/** What was said about one field, or that nothing was: `no_sabe`, `prefiere_no_decir`. */
export type FieldValue = string | number | readonly string[]
export type FieldAnswers = Readonly<Record<string, FieldValue>>
/** Item → field → answer. What is absent was not asked. */
export type Answers = Readonly<Record<string, FieldAnswers>>

/** One answer as it was saved; `null` takes a field back. */
export type Answered = { item: string; fields: Readonly<Record<string, FieldValue | null>> }

export const isUnanswered = (value: unknown): value is Unanswered =>
  unansweredStates.includes(value as Unanswered)

/** The interview so far is the fold of what was saved, in the order it was saved. */
export function foldAnswers(saved: readonly Answered[], from: Answers = {}): Answers {
  const answers: Record<string, Record<string, FieldValue>> = {}
  for (const [item, fields] of Object.entries(from)) answers[item] = { ...fields }
  for (const { item, fields } of saved) {
    const now = answers[item] ?? {}
    answers[item] = now
    for (const [field, value] of Object.entries(fields)) {
      if (value === null) delete now[field]
      else now[field] = value
    }
    if (Object.keys(now).length === 0) delete answers[item]
  }
  return answers
}

export type AnswerProblem =
  | 'unknown_item'
  | 'unknown_field'
  | 'unknown_option'
  | 'not_a_number'
  | 'out_of_range'
  | 'wrong_type'
  | 'not_for_choosing' // `no_preguntado` is set by the system, never chosen
  | 'computed' // the item is not asked of anybody

export type AnswerFault = { item: string; field?: string; problem: AnswerProblem }

export const textLimit = 1000

function fieldFault(field: Field, value: FieldValue): AnswerProblem | null {
  if (value === 'no_preguntado') return 'not_for_choosing'
  if (isUnanswered(value)) return null
  switch (field.kind) {
    case 'choice':
      return typeof value !== 'string'
        ? 'wrong_type'
        : field.options.includes(value)
          ? null
          : 'unknown_option'
    case 'choices':
      if (!Array.isArray(value) || value.length === 0) return 'wrong_type'
      return value.every((code) => field.options.includes(code)) && new Set(value).size === value.length
        ? null
        : 'unknown_option'
    case 'scale':
    case 'number':
      if (typeof value !== 'number') return 'wrong_type'
      if (!Number.isInteger(value)) return 'not_a_number'
      return value < field.min || value > field.max ? 'out_of_range' : null
    case 'code':
      if (typeof value !== 'string') return 'wrong_type'
      return (field.system === 'ISO-639-3' ? /^[a-z]{3}$/ : /^[A-Z]{3}$/).test(value)
        ? null
        : 'unknown_option'
    case 'list':
      if (!Array.isArray(value) || value.length === 0) return 'wrong_type'
      return value.every((x) => typeof x === 'string' && x.trim() !== '' && x.length <= textLimit)
        ? null
        : 'wrong_type'
    case 'text':
      if (typeof value !== 'string' || value.trim() === '') return 'wrong_type'
      return value.length <= textLimit ? null : 'out_of_range'
  }
}

/** What is wrong with an answer before it is saved. Empty: it may be. */
export function checkAnswer(instrument: Instrument, answered: Answered): AnswerFault[] {
  const item = instrument.items.find((x) => x.id === answered.item)
  if (!item) return [{ item: answered.item, problem: 'unknown_item' }]
  if (item.askedBy === 'nobody') return [{ item: item.id, problem: 'computed' }]
  return Object.entries(answered.fields).flatMap(([id, value]): AnswerFault[] => {
    const field = item.fields.find((x) => x.id === id)
    if (!field) return [{ item: item.id, field: id, problem: 'unknown_field' }]
    const problem = value === null ? null : fieldFault(field, value)
    return problem ? [{ item: item.id, field: id, problem }] : []
  })
}

/** A fact that leaves more than one option open: an open stay whose end nobody wrote down. */
export type Possible = { oneOf: readonly string[] }

/** The field as a value of the expression language; null where it says nothing, or nothing that can be read. */
export function readField(field: Field, value: FieldValue | Possible | undefined): Value | null {
  const type = fieldType(field)
  if (!type || value === undefined || isUnanswered(value)) return null
  if (typeof value === 'object' && 'oneOf' in value)
    return type.kind === 'code' ? { kind: 'code', codes: value.oneOf } : null
  if (fieldFault(field, value)) return null
  if (type.kind === 'number' && typeof value === 'number') return { kind: 'number', lo: value, hi: value }
  if (type.kind === 'code' && typeof value === 'string') return { kind: 'code', codes: [value] }
  return null
}
