import type { Patterns } from '../compare.ts'
import type { FieldLayout } from '../levels.ts'
import type { Model } from '../model.ts'

/** Fields, and where the levels of each start where all levels are laid flat, one after another. */
export interface Flat {
  readonly fields: readonly FieldLayout[]
  readonly offsets: Int32Array
}

/** Sums weights by level over patterns. */
export function tally(flat: Flat, patterns: Patterns, weight: (pattern: number) => number): Float64Array {
  const out = new Float64Array(flat.offsets[flat.fields.length]!)
  const F_ = flat.fields.length
  for (let p = 0; p < patterns.count; p++) {
    const w = weight(p)
    if (w === 0) continue
    const base = p * patterns.fields
    for (let f = 0; f < F_; f++) out[flat.offsets[f]! + patterns.levels[base + f]!]! += w
  }
  return out
}

/** Makes the levels of each context sum to 1; "missing" is 1. */
export function normalise(field: FieldLayout, values: Float64Array): void {
  const sums = new Map<number, number>()
  for (let l = 1; l < values.length; l++) {
    const c = field.contexts[l]!
    sums.set(c, (sums.get(c) ?? 0) + values[l]!)
  }
  values[0] = 1
  for (let l = 1; l < values.length; l++) values[l] = values[l]! / (sums.get(field.contexts[l]!) || 1)
}

/** A field, its levels within a context, and how many contexts after one another go together. */
export type Pooled = readonly [number, number, number]

/** Sums of pooled fields with their contexts put together, in place. */
export function pool(flat: Flat, sums: Float64Array, fields: readonly Pooled[]): Float64Array {
  for (const [f, levels, contexts] of fields) {
    for (let at = flat.offsets[f]! + 1; at < flat.offsets[f + 1]!; at += levels * contexts) {
      for (let l = at; l < at + levels; l++) {
        let all = 0
        for (let c = 0; c < contexts; c++) all += sums[l + c * levels]!
        for (let c = 0; c < contexts; c++) sums[l + c * levels] = all
      }
    }
  }
  return sums
}

/** Lowers one of the probabilities of a context to `most`; the others keep their proportions. */
export function atMost(values: Float64Array, at: number, most: number): void {
  const before = values[at]!
  if (before <= most) return
  for (let l = 0; l < values.length; l++) values[l]! *= (1 - most) / (1 - before)
  values[at] = most
}

/** Probabilities of "relative" of a model, field by field where it has them in these levels; `fallback` for the rest. */
export function flattened(
  model: Model,
  fields: readonly FieldLayout[],
  fallback: Float64Array,
): Float64Array {
  const out = fallback.slice()
  let at = 0
  for (const field of fields) {
    const known = model.fields.find((f) => f.name === field.name)
    if (known?.relative.length === field.labels.length) out.set(known.relative, at)
    at += field.labels.length
  }
  return out
}
