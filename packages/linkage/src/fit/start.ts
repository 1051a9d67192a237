import {
  BUCKETS,
  DATE,
  DATE_LEVELS,
  F,
  type FieldLayout,
  NAME_KINDS,
  NAME_LEVELS,
  RARITY,
} from '../levels.ts'
import { SLOTS, type Table } from '../table.ts'
import { type Flat, normalise } from './flat.ts'

const KIND_START: readonly number[] = [0.7, 0.03, 0.1, 0.06, 0.06, 0.02, 0.01, 0.01]
const DATE_START: Readonly<Record<number, number>> = {
  [DATE.exact]: 0.78, [DATE.exactFirst]: 0.05, [DATE.swapped]: 0.02, [DATE.oneFirst]: 0.03, [DATE.dayDiffers]: 0.02,
  [DATE.monthDiffers]: 0.015, [DATE.yearDiffers]: 0.02, [DATE.firstNear]: 0.005, [DATE.slip]: 0.01, [DATE.sameYear]: 0.01,
  [DATE.near]: 0.005, [DATE.generation]: 0.005, [DATE.far]: 0.01, [DATE.partAgrees]: 0.05,
} // biome-ignore format: a table

/**
 * Rough first guess of how one person agrees with itself: only where EM starts, and what it falls back on when there is
 * next to nothing to learn from.
 *
 * @param shapes mass by rarity of given names and of surnames
 */
export function firstGuess(flat: Flat, shapes: readonly { mass: Float64Array }[]): Float64Array {
  const m = new Float64Array(flat.offsets[flat.fields.length]!)
  flat.fields.forEach((field, f) => {
    m.set(start(field, shapes[f === F.family ? 1 : 0]!.mass), flat.offsets[f]!)
  })
  return m
}

function start(field: FieldLayout, shape: Float64Array): Float64Array {
  const m = new Float64Array(field.labels.length).fill(1)
  if (field.name === 'given' || field.name === 'family') {
    for (let c = 0; c < 2; c++) {
      const at = 1 + c * NAME_LEVELS
      for (let l = 0; l < NAME_LEVELS; l++) m[at + l] = 0.01
      NAME_KINDS.forEach((_, kind) => {
        for (let b = 0; b < BUCKETS; b++)
          m[at + kind * BUCKETS + b] = KIND_START[kind]! * Math.max(0.02, shape[c * BUCKETS + b]!)
      })
    }
  } else if (field.name === 'birth') {
    for (let l = 1; l < m.length; l++) m[l] = DATE_START[((l - 1) % DATE_LEVELS) + 1] ?? 0.01
  } else {
    const guess: Readonly<Record<string, readonly number[]>> = {
      order: [0.97, 0.03, 0.95, 0.05],
      sex: [0.95, 0.05, 0.98, 0.02],
      country: [0.31, 0.31, 0.31, 0.07],
      household: [0.65, 0.05, 0.3],
      phone: [0.5, 0.2, 0.05, 0.25],
      document: [0.9, 0.05, 0.05],
    }
    const other = [0.3, 0.3, 0.1, 0.15, 0.05, 0.02, 0.08]
    const values = guess[field.name] ?? [...other, ...other]
    for (let l = 1; l < m.length; l++) m[l] = values[l - 1]!
  }
  normalise(field, m)
  return m
}

/** Share of rows whose whole name falls in each rarity bucket, and the chance that two agree there: per context. */
export function nameShapes(table: Table, family: boolean): { mass: Float64Array; chance: Float64Array } {
  const mass = new Float64Array(2 * BUCKETS)
  const chance = new Float64Array(2 * BUCKETS)
  const totals = [0, 0]
  const count = (family ? table.familyCount : table.givenCount).data
  for (let row = 0; row < table.rows; row++) {
    if (count[row] === 0) continue
    for (let c = 0; c < 2; c++) {
      const country = table.country.data[row]!
      if (c === 1 && country === 0) continue
      const weight = c === 0 ? 1 : table.countries.counts[country]! / table.rows
      const infos = (
        family ? (c ? table.familyInfoHere : table.familyInfo) : c ? table.givenInfoHere : table.givenInfo
      ).data
      let bitsOf = 0
      for (let s = 0; s < count[row]!; s++) bitsOf += infos[row * SLOTS + s]! / 4
      let b = 0
      while (b < RARITY.length && bitsOf >= RARITY[b]!) b++
      mass[c * BUCKETS + b]! += weight
      chance[c * BUCKETS + b]! += weight * 2 ** -bitsOf
      totals[c]! += weight
    }
  }
  for (let c = 0; c < 2; c++) {
    for (let b = 0; b < BUCKETS; b++) {
      mass[c * BUCKETS + b]! /= totals[c] || 1
      chance[c * BUCKETS + b]! /= totals[c] || 1
    }
  }
  return { mass, chance }
}
