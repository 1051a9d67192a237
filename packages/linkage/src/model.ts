import { F, type FieldLayout, layout } from './levels.ts'
import { LinkageInputError } from './record.ts'
import type { NameFrequencies } from './table.ts'

/** The three things two records can be. */
export type PairClass = 'same' | 'relative' | 'other'

/** Probability of each level of a field, given the class and the context the level belongs to. */
export interface FieldParameters {
  readonly name: string
  readonly labels: readonly string[]
  readonly same: readonly number[]
  readonly relative: readonly number[]
  readonly other: readonly number[]
}

/** Everything a score needs; plain data, may be kept as JSON. */
export interface Model {
  readonly version: 1
  readonly fields: readonly FieldParameters[]
  /** How many others of the register are the same person as a record, on average, and how many are its relatives. */
  readonly samePerRecord: number
  readonly relativesPerRecord: number
  /**
   * How many times over the odds of being relatives count when a pair is scored; 1 where it is left out. A false merge of
   * brothers or twins does more harm than a duplicate missed.
   */
  readonly caution?: number
  /** Records among which a pair is judged: the prior of a pair is `samePerRecord / population`. */
  readonly population: number
  /** Names by frequency, where records are scored outside the table they were fitted on. */
  readonly frequencies?: NameFrequencies
  /** What the fit found worth telling (a constant column, no households, …). */
  readonly notes: readonly string[]
}

/** Posterior probabilities of the three classes; they sum to 1. */
export interface Posterior {
  readonly same: number
  readonly relative: number
  readonly other: number
}

/**
 * A model from data of unknown shape, for records with `others` further columns.
 * @throws LinkageInputError that names the place
 */
export function readModel(value: unknown, others: number): Model {
  const model = value as Partial<Model> | null
  if (model?.version !== 1 || !Array.isArray(model.fields))
    throw new LinkageInputError('not a model of this package')
  const fields = layout(others)
  if (model.fields.length !== fields.length) {
    throw new LinkageInputError(
      `a model of ${model.fields.length} fields, the records have ${fields.length} with their further columns`,
    )
  }
  for (const [f, { name, labels }] of fields.entries()) {
    const field = model.fields[f] as Partial<FieldParameters> | null
    if (field?.name !== name) throw new LinkageInputError(`field ${f + 1}: "${name}" is needed there`)
    for (const part of ['same', 'relative', 'other'] as const) {
      const values = field[part]
      if (
        !Array.isArray(values) ||
        values.length !== labels.length ||
        !values.every((p) => typeof p === 'number' && p >= 0 && p <= 1)
      ) {
        throw new LinkageInputError(
          `field "${name}", "${part}": ${labels.length} probabilities are needed; was the model fitted by another version?`,
        )
      }
    }
  }
  for (const part of ['samePerRecord', 'relativesPerRecord', 'population'] as const) {
    if (!(Number(model[part]) >= 0)) throw new LinkageInputError(`"${part}": a number from 0 is needed`)
  }
  return { ...(model as Model), notes: Array.isArray(model.notes) ? model.notes : [] }
}

/** Where each field's levels start in the flat parameter arrays. */
export function offsetsOf(fields: readonly { readonly labels: readonly string[] }[]): Int32Array {
  const offsets = new Int32Array(fields.length + 1)
  fields.forEach((field, f) => {
    offsets[f + 1] = offsets[f]! + field.labels.length
  })
  return offsets
}

/** Natural logarithms of a model's parameters, laid flat, and what is made of them. */
export class Weights {
  readonly offsets: Int32Array
  readonly same: Float64Array
  readonly relative: Float64Array
  readonly other: Float64Array
  readonly priorSame: number
  readonly priorRelative: number
  readonly fields: readonly FieldLayout[]

  /** `population`: records among which the pair is judged; the model's own unless told. */
  constructor(model: Model, among = model.population) {
    this.fields = layout(model.fields.length - F.other)
    this.offsets = offsetsOf(this.fields)
    const flat = (pick: (field: FieldParameters) => readonly number[]): Float64Array =>
      Float64Array.from(model.fields.flatMap((field) => pick(field).map((p) => Math.log(Math.max(p, 1e-12)))))
    this.same = flat((field) => field.same)
    this.relative = flat((field) => field.relative)
    this.other = flat((field) => field.other)
    const population = Math.max(2, among)
    const same = Math.min(0.5, Math.max(1e-12, model.samePerRecord / population))
    const relative = Math.min(0.4, Math.max(1e-12, model.relativesPerRecord / population))
    this.priorSame = Math.log(same / (1 - same - relative))
    this.priorRelative = Math.log(((model.caution ?? 1) * relative) / (1 - same - relative))
  }

  /** Posterior of a pattern of levels, one a field. */
  posterior(levels: ArrayLike<number>): Posterior {
    let same = this.priorSame
    let relative = this.priorRelative
    for (let f = 0; f < this.fields.length; f++) {
      const at = this.offsets[f]! + levels[f]!
      same += this.same[at]! - this.other[at]!
      relative += this.relative[at]! - this.other[at]!
    }
    const top = Math.max(same, relative, 0)
    const a = Math.exp(same - top)
    const b = Math.exp(relative - top)
    const c = Math.exp(-top)
    const sum = a + b + c
    return { same: a / sum, relative: b / sum, other: c / sum }
  }

  /**
   * Bits for (positive) and against (negative) "same person": `prior`, each field with something to say as
   * log2(same / other), and `relatives`, what is taken off because relatives agree like this too. They add up to the
   * log2 odds of the probability.
   */
  explain(levels: ArrayLike<number>): { weights: Record<string, number>; labels: Record<string, string> } {
    const weights: Record<string, number> = { prior: this.priorSame / Math.LN2 }
    const labels: Record<string, string> = {}
    let relative = this.priorRelative
    for (let f = 0; f < this.fields.length; f++) {
      const level = levels[f]!
      if (level === 0) continue
      const at = this.offsets[f]! + level
      const field = this.fields[f]!
      weights[field.name] = (this.same[at]! - this.other[at]!) / Math.LN2
      labels[field.name] = field.labels[level]!
      relative += this.relative[at]! - this.other[at]!
    }
    weights.relatives = -(relative > 30 ? relative : Math.log1p(Math.exp(relative))) / Math.LN2
    return { weights, labels }
  }
}
