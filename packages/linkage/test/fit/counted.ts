import { Patterns } from '../../src/compare.ts'
import type { Flat } from '../../src/fit/flat.ts'
import { Counts } from '../../src/fit/pairs.ts'
import { F, FIRST_PACKED, LEVEL_COUNTS, layout, OTHER_LEVELS } from '../../src/levels.ts'
import { offsetsOf } from '../../src/model.ts'

export const flatOf = (others: number): Flat => {
  const fields = layout(others)
  return { fields, offsets: offsetsOf(fields) }
}

/** Levels by field; fields left out are missing. */
export type Levels = Partial<Record<keyof typeof F, number>>

/** Patterns made by hand, numbered in their order, and how often each is counted. */
export function counted(rows: readonly (readonly [Levels, number])[]): {
  patterns: Patterns
  counts: Counts
} {
  const patterns = new Patterns(0)
  const counts = new Counts()
  for (const [levels, n] of rows) counts.add(numbered(patterns, levels), n)
  return { patterns, counts }
}

/** Number of the pattern with these levels and those of further columns. */
export function numbered(patterns: Patterns, levels: Levels, others: readonly number[] = []): number {
  const of = (f: number): number => levels[NAMES[f]!] ?? 0
  const pack = (from: number, to: number): number => {
    let packed = 0
    for (let f = from; f < to; f++) packed = packed * LEVEL_COUNTS[f]! + of(f)
    return packed
  }
  const extra = others.reduce((packed, level) => packed * OTHER_LEVELS + level, pack(FIRST_PACKED, F.other))
  return patterns.number(pack(0, FIRST_PACKED), extra)
}

const NAMES = Object.keys(F) as (keyof typeof F)[]

/** Where a level is in arrays laid flat. */
export function place(flat: Flat, name: string, label: string): number {
  const f = flat.fields.findIndex((field) => field.name === name)
  const level = flat.fields[f]?.labels.indexOf(label) ?? -1
  if (level < 0) throw new Error(`no level "${label}" of "${name}"`)
  return flat.offsets[f]! + level
}

/** Values by name and label, all else 0. */
export function laid(flat: Flat, values: Record<string, Record<string, number>>): Float64Array {
  const out = new Float64Array(flat.offsets[flat.fields.length]!)
  for (const [name, labels] of Object.entries(values))
    for (const [label, value] of Object.entries(labels)) out[place(flat, name, label)] = value
  return out
}

/** Every level of a context as likely as the others of it, and "missing" 1. */
export function even(flat: Flat): Float64Array {
  return Float64Array.from(
    flat.fields.flatMap(({ contexts }) =>
      contexts.map((c, l) => (l === 0 ? 1 : 1 / contexts.filter((other) => other === c).length)),
    ),
  )
}

/** The sums of the levels of each context of each field. */
export function contextSums(flat: Flat, values: Float64Array): { field: string; sum: number }[] {
  return flat.fields.flatMap(({ name, contexts }, f) =>
    [...new Set(contexts)].map((context) => ({
      field: `${name} ${context}`,
      sum: contexts.reduce((sum, c, l) => sum + (c === context ? values[flat.offsets[f]! + l]! : 0), 0),
    })),
  )
}
