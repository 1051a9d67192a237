import { Comparator, type Patterns } from './compare.ts'
import {
  BUCKETS,
  DATE,
  DATE_LEVELS,
  F,
  type FieldLayout,
  HOUSEHOLD,
  KIN_CONTEXTS,
  layout,
  NAME_DIFFERENT,
  NAME_INITIAL,
  NAME_KINDS,
  NAME_LEVELS,
  RARITY,
} from './levels.ts'
import { type FieldParameters, type Model, offsetsOf } from './model.ts'
import { seeded } from './random.ts'
import { SLOTS, type Table } from './table.ts'

/** How often each pattern was seen, by pattern number. */
export class Counts {
  data = new Float64Array(1 << 12)
  total = 0
  add(pattern: number, by = 1): void {
    if (pattern >= this.data.length) {
      const bigger = new Float64Array(Math.max(pattern + 1, this.data.length * 2))
      bigger.set(this.data)
      this.data = bigger
    }
    this.data[pattern]! += by
    this.total += by
  }
  of(pattern: number): number {
    return this.data[pattern] ?? 0
  }
}

export interface FitInput {
  readonly table: Table
  readonly split: number
  /** All pairs there are, compared or not. */
  readonly pairs: number
  readonly patterns: Patterns
  /** Patterns of the pairs that blocking brought together. */
  readonly candidates: Counts
  readonly seed: number
  /** Pairs drawn at random to learn how strangers agree. */
  readonly randomPairs: number
  /** Where the relative class is taken from when the table has too few households. */
  readonly relativesFrom: Model
  readonly relatives: boolean
  readonly iterations: number
  readonly caution: number
}

/** Draws of random pairs, compared: how strangers agree. */
function drawStrangers(input: FitInput): Counts {
  const { table, split, patterns } = input
  const counts = new Counts()
  const comparator = new Comparator(table)
  const random = seeded(input.seed)
  const n = table.rows
  if (n < 2) return counts
  if (input.pairs <= input.randomPairs) {
    for (let i = 0; i < (split > 0 ? split : n); i++) {
      for (let j = split > 0 ? split : i + 1; j < n; j++) {
        comparator.compare(i, j)
        counts.add(patterns.number(comparator.core, comparator.extra))
      }
    }
    return counts
  }
  for (let k = 0; k < input.randomPairs; k++) {
    let i: number
    let j: number
    if (split > 0) {
      i = Math.floor(random() * split)
      j = split + Math.floor(random() * (n - split))
    } else {
      i = Math.floor(random() * n)
      j = Math.floor(random() * (n - 1))
      if (j >= i) j++
    }
    comparator.compare(i, j)
    counts.add(patterns.number(comparator.core, comparator.extra))
  }
  return counts
}

/** Members of one household beyond which only the first are compared with each other. */
const HOUSEHOLD_MOST = 30
const HOUSEHOLD_PAIRS = 400_000

function compareHouseholds(input: FitInput): Counts {
  const { table, patterns } = input
  const counts = new Counts()
  const members = new Map<number, number[]>()
  for (let row = 0; row < table.rows; row++) {
    const home = table.household.data[row]!
    if (home === 0) continue
    const list = members.get(home)
    if (!list) members.set(home, [row])
    else if (list.length < HOUSEHOLD_MOST) list.push(row)
  }
  const comparator = new Comparator(table)
  for (const list of members.values()) {
    for (let x = 0; x < list.length && counts.total < HOUSEHOLD_PAIRS; x++) {
      for (let y = x + 1; y < list.length; y++) {
        comparator.compare(list[x]!, list[y]!)
        counts.add(patterns.number(comparator.core, comparator.extra))
      }
    }
  }
  return counts
}

const KIND_START: readonly number[] = [0.7, 0.03, 0.1, 0.06, 0.06, 0.02, 0.01, 0.01]
const DATE_START: Readonly<Record<number, number>> = {
  [DATE.exact]: 0.78, [DATE.exactFirst]: 0.05, [DATE.swapped]: 0.02, [DATE.oneFirst]: 0.03, [DATE.dayDiffers]: 0.02,
  [DATE.monthDiffers]: 0.015, [DATE.yearDiffers]: 0.02, [DATE.firstNear]: 0.005, [DATE.slip]: 0.01, [DATE.sameYear]: 0.01,
  [DATE.near]: 0.005, [DATE.generation]: 0.005, [DATE.far]: 0.01, [DATE.partAgrees]: 0.05,
} // biome-ignore format: a table

/** Rough first guess of m, only where EM starts and what it falls back on when there is next to nothing to learn from. */
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

function normalise(field: FieldLayout, values: Float64Array): void {
  const sums = new Map<number, number>()
  for (let l = 1; l < values.length; l++) {
    const c = field.contexts[l]!
    sums.set(c, (sums.get(c) ?? 0) + values[l]!)
  }
  values[0] = 1
  for (let l = 1; l < values.length; l++) values[l] = values[l]! / (sums.get(field.contexts[l]!) || 1)
}

/** Share of rows whose whole name falls in each rarity bucket, and the chance that two agree there: per context. */
function nameShapes(table: Table, family: boolean): { mass: Float64Array; chance: Float64Array } {
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

/** A rate seen `count` times in `n`, drawn to `prior` with the strength of `events` sightings (gamma-Poisson mean). */
const rate = (count: number, n: number, prior: number, events: number): number =>
  (count + events) / (n + events / Math.max(prior, 1e-12))

interface Flat {
  readonly fields: readonly FieldLayout[]
  readonly offsets: Int32Array
}

/** Sums weights by level over patterns. */
function tally(flat: Flat, patterns: Patterns, weight: (pattern: number) => number): Float64Array {
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

/** Probabilities of "other" from weighted random pairs. */
function strangersParameters(
  flat: Flat,
  sums: Float64Array,
  shapes: readonly { chance: Float64Array }[],
): Float64Array {
  const u = new Float64Array(sums.length)
  flat.fields.forEach((field, f) => {
    const at = flat.offsets[f]!
    const values = new Float64Array(field.labels.length)
    if (field.name === 'order') {
      // Looking a second time, crosswise, is a second draw for strangers and no evidence in itself.
      values.fill(1)
      u.set(values, at)
      return
    }
    for (let l = 1; l < values.length; l++) {
      const c = field.contexts[l]!
      let n = 0
      for (let k = 1; k < values.length; k++) if (field.contexts[k] === c) n += sums[at + k]!
      if (f === F.given || f === F.family) {
        const within = (l - 1) % NAME_LEVELS
        const kind = Math.floor(within / BUCKETS)
        if (kind >= NAME_KINDS.length) values[l] = rate(sums[at + l]!, n, 0.01, 0.5)
        else {
          const shape = shapes[f]!.chance.subarray((c - 1) * BUCKETS, c * BUCKETS)
          const b = within % BUCKETS
          let prior = shape[b]!
          if (kind > 0) {
            let ofKind = 0.5
            let all = 0
            for (let k = 0; k < BUCKETS; k++) {
              ofKind += sums[at + l - b + k]!
              all += shape[k]!
            }
            prior = (prior / (all || 1)) * (ofKind / (n + 1))
          }
          values[l] = rate(sums[at + l]!, n, Math.max(prior, 1e-9), kind === 0 ? 8 : 3)
        }
      } else {
        const prior = f === F.household || f === F.phone || f === F.document ? 1e-6 : 1e-4
        values[l] = rate(sums[at + l]!, n, prior, 0.5)
      }
    }
    normalise(field, values)
    u.set(values, at)
  })
  return u
}

/** A field, its levels within a context, and how many contexts after one another go together. */
type Pooled = readonly [number, number, number]

/** Fields whose contexts differ for relatives only: their levels are the same for a person and for strangers. */
const POOLED: readonly Pooled[] = [[F.birth, DATE_LEVELS, KIN_CONTEXTS]]

/** Sums of pooled fields with their contexts put together, in place. */
function pool(flat: Flat, sums: Float64Array, fields: readonly Pooled[]): Float64Array {
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

/** Share of fields taken to be filled in for somebody else, whatever was seen: no single field decides against all others. */
const GROSS = 0.0005

/** Probabilities of "same" or "relative" from expected counts, drawn to `prior` with the strength of a few pairs. */
function classParameters(
  flat: Flat,
  sums: Float64Array,
  prior: Float64Array,
  strength: number,
  u: Float64Array,
): Float64Array {
  const out = new Float64Array(sums.length)
  flat.fields.forEach((field, f) => {
    const at = flat.offsets[f]!
    const values = new Float64Array(field.labels.length)
    for (let l = 1; l < values.length; l++) values[l] = sums[at + l]! + strength * prior[at + l]!
    if (f === F.given || f === F.family) {
      // Kind and rarity nearly independent given the class: cells borrow from their row and column.
      for (let c = 0; c < 2; c++) {
        const base = 1 + c * NAME_LEVELS
        const cells = NAME_KINDS.length * BUCKETS
        const kinds = new Float64Array(NAME_KINDS.length)
        const rarities = new Float64Array(BUCKETS)
        let all = 0
        for (let l = 0; l < cells; l++) {
          kinds[Math.floor(l / BUCKETS)]! += values[base + l]!
          rarities[l % BUCKETS]! += values[base + l]!
          all += values[base + l]!
        }
        for (let l = 0; l < cells; l++) {
          const mean = (kinds[Math.floor(l / BUCKETS)]! * rarities[l % BUCKETS]!) / (all * all || 1)
          const drawn = Math.min(all, 20)
          values[base + l] = (values[base + l]! + drawn * mean) * (all / (all + drawn || 1))
        }
      }
    }
    normalise(field, values)
    for (let l = 1; l < values.length; l++) values[l] = (1 - GROSS) * values[l]! + GROSS * u[at + l]!
    if (f === F.given || f === F.family) {
      // A letter is next to nothing, however seldom it is seen among strangers.
      for (const l of [1 + NAME_INITIAL, 1 + NAME_INITIAL + NAME_LEVELS])
        values[l] = Math.min(values[l]!, 2 * u[at + l]!)
    }
    normalise(field, values)
    out.set(values, at)
  })
  return out
}

/** Pairs of relatives within households below which there is nothing to measure. */
const FEW_RELATIVES = 50
/** Dates of one person hardly ever lie further apart than slips account for; those of namesakes in a family do. */
const APART_MOST = 0.001
/**
 * How many times more often a person's given names differ altogether than the surnames do, at most. Surnames tell how
 * often that happens to one person; among given names it is mostly twins.
 */
const OTHER_GIVEN_MOST = 2

/** Lowers one of the probabilities of a context to `most`; the others keep their proportions. */
function atMost(values: Float64Array, at: number, most: number): void {
  const before = values[at]!
  if (before <= most) return
  for (let l = 0; l < values.length; l++) values[l]! *= (1 - most) / (1 - before)
  values[at] = most
}

/** Probabilities of "same" from expected counts. */
function sameParameters(
  flat: Flat,
  sums: Float64Array,
  prior: Float64Array,
  u: Float64Array,
  families: boolean,
): Float64Array {
  // For one person an error in the sex does not hang on an error in the name.
  const m = classParameters(flat, pool(flat, sums, [...POOLED, [F.sex, 2, 2]]), prior, 10, u)
  if (!families) return m
  for (let c = 0; c < KIN_CONTEXTS; c++) {
    const at = flat.offsets[F.birth]! + c * DATE_LEVELS + 1
    atMost(m.subarray(at, at + DATE_LEVELS), DATE.generation - 1, APART_MOST)
    atMost(m.subarray(at, at + DATE_LEVELS), DATE.far - 1, APART_MOST)
  }
  for (let c = 0; c < 2; c++) {
    const given = flat.offsets[F.given]! + 1 + c * NAME_LEVELS
    const family = flat.offsets[F.family]! + 1 + c * NAME_LEVELS
    atMost(
      m.subarray(given, given + NAME_LEVELS),
      NAME_DIFFERENT,
      OTHER_GIVEN_MOST * m[family + NAME_DIFFERENT]!,
    )
  }
  return m
}

/** Pairs with whose strength what was known of relatives before holds against what is measured. */
const KNOWN_PAIRS = 20

/** Probabilities of "relative" from expected counts within households. */
function relativesParameters(
  flat: Flat,
  sums: Float64Array,
  prior: Float64Array,
  u: Float64Array,
): Float64Array {
  const r = classParameters(flat, sums, prior, KNOWN_PAIRS, u)
  // Children named after a parent are a generation younger; nearer dates are as among other relatives. Measured freely,
  // twins of one name, few beside the people registered twice in one household, would be taken for these and vanish.
  const counted = sums.map((n, l) => n + KNOWN_PAIRS * prior[l]!)
  const plain = [DATE.slip, DATE.sameYear, DATE.near, DATE.generation]
  const plainIn = (values: Float64Array, at: number): number =>
    plain.reduce((sum, l) => sum + values[at + l]!, 0)
  for (const context of [0, 1]) {
    const from = flat.offsets[F.birth]! + context * DATE_LEVELS
    const to = from + 2 * DATE_LEVELS
    const near = plainIn(counted, to) / plainIn(r, from)
    const far = Math.max(near * r[from + DATE.far]!, counted[to + DATE.far]!)
    const all = near * (1 - r[from + DATE.far]!) + far
    for (let l = 1; l <= DATE_LEVELS; l++) r[to + l] = (l === DATE.far ? far : near * r[from + l]!) / all
  }
  return r
}

/** Place of 'conflict' in NAME_KINDS. */
const CONFLICT_KIND = NAME_KINDS.length - 1

/** Given names that have no token in common. */
function otherName(levels: Uint8Array, base: number): boolean {
  const given = levels[base + F.given]!
  return given > 0 && (given - 1) % NAME_LEVELS === NAME_DIFFERENT
}

/** Levels of given name and birth date at which two members of a household are plainly two people, to begin with. */
function plainlyTwo(levels: Uint8Array, base: number): boolean {
  const given = levels[base + F.given]!
  const birth = levels[base + F.birth]!
  if (given === 0 || birth === 0) return false
  const within = (given - 1) % NAME_LEVELS
  const kind = within >= NAME_KINDS.length * BUCKETS ? 9 : Math.floor(within / BUCKETS)
  return kind >= CONFLICT_KIND || ((birth - 1) % DATE_LEVELS) + 1 >= DATE.sameYear
}

/**
 * Estimates a model from one table (or two linked ones) without labels: "other" from random pairs, "relative" from
 * pairs of one household, "same" and the shares of the classes by EM over the patterns of the compared pairs.
 */
export function fitModel(input: FitInput): Model {
  const { table, patterns } = input
  const fields = layout(table.other.length)
  const flat: Flat = { fields, offsets: offsetsOf(fields) }
  const size = flat.offsets[fields.length]!
  const notes: string[] = []
  const shapes = [nameShapes(table, false), nameShapes(table, true)]
  const strangers = drawStrangers(input)
  const homes = input.relatives ? compareHouseholds(input) : new Counts()

  let m: Float64Array = new Float64Array(size)
  fields.forEach((field, f) => {
    m.set(start(field, shapes[f === F.family ? 1 : 0]!.mass), flat.offsets[f]!)
  })
  const firstM = m.slice()
  let u = strangersParameters(
    flat,
    pool(
      flat,
      tally(flat, patterns, (p) => strangers.of(p)),
      POOLED,
    ),
    shapes,
  )

  const twoPeople = (p: number): number =>
    plainlyTwo(patterns.levels, p * patterns.fields) ? homes.of(p) : 0
  const measured = tally(flat, patterns, twoPeople)
  let relativePairs = 0
  for (let p = 0; p < patterns.count; p++) relativePairs += twoPeople(p)
  const prior = flattened(input.relativesFrom, fields, u)
  const hasRelatives = input.relatives
  let r = relativesParameters(flat, measured, prior, u)
  const unknown = u[flat.offsets[F.household]! + HOUSEHOLD.oneUnknown]!
  tieHousehold(flat, r, m, u, unknown)

  const T = Math.max(1, input.pairs)
  const n = Math.max(2, table.rows)
  const many = Math.min(0.4, 1 / n)
  let shareSame = 0.1 * many
  let shareRelative = hasRelatives ? Math.min(0.4, Math.max(relativePairs / T, 0.1 * many)) : 0
  const P = patterns.count
  const same = new Float64Array(P)
  const relative = new Float64Array(P)
  const constant = constantFields(table)
  for (const name of constant) notes.push(`${name} holds one value only: it tells nothing and weighs nothing`)
  if (input.relatives && relativePairs < FEW_RELATIVES) {
    notes.push('few or no households: the class of relatives is taken from the default model')
  }

  for (let round = 0; round < 4; round++) {
    for (let step = 0; step < input.iterations; step++) {
      posteriors(flat, patterns, m, r, u, shareSame, shareRelative, same, relative)
      let expectedSame = 0
      let expectedRelative = 0
      for (let p = 0; p < P; p++) {
        const c = input.candidates.of(p)
        expectedSame += c * same[p]!
        expectedRelative += c * relative[p]!
      }
      shareSame = Math.min(0.45, Math.max(expectedSame / T, 1e-12))
      if (hasRelatives) shareRelative = Math.min(0.45, Math.max(expectedRelative / T, 1e-12))
      const last = m
      const sums = tally(flat, patterns, (p) => input.candidates.of(p) * same[p]!)
      m = sameParameters(flat, sums, firstM, u, relativePairs >= FEW_RELATIVES)
      tieHousehold(flat, r, m, u, unknown)
      if (step > 3 && m.every((value, l) => Math.abs(value - last[l]!) < 2e-6 + 2e-4 * value)) break
    }
    // With the classes known better: strangers without the matches among the random pairs, relatives without the
    // people registered twice in one household. Neither is ever refitted from the pairs that are to be judged.
    posteriors(flat, patterns, m, r, u, shareSame, shareRelative, same, relative)
    u = strangersParameters(
      flat,
      pool(
        flat,
        tally(flat, patterns, (p) => strangers.of(p) * (1 - same[p]! - relative[p]!)),
        POOLED,
      ),
      shapes,
    )
    if (hasRelatives && homes.total > 0) {
      const among = twiceInOneHousehold(patterns, homes, flat, m, r)
      // Two given names that differ are two people here, whatever EM says: or else twins, who agree in all the rest,
      // pass for one person, teach "same" that given names may differ, and the relative class collapses.
      r = relativesParameters(
        flat,
        tally(flat, patterns, (p) =>
          otherName(patterns.levels, p * patterns.fields) ? homes.of(p) : homes.of(p) * (1 - among[p]!),
        ),
        prior,
        u,
      )
    }
    tieHousehold(flat, r, m, u, unknown)
  }
  for (const name of constant) {
    const f = fields.findIndex((field) => field.name === name)
    for (let l = flat.offsets[f]!; l < flat.offsets[f + 1]!; l++) {
      m[l] = 1
      r[l] = 1
      u[l] = 1
    }
  }
  const parameters: FieldParameters[] = fields.map((field, f) => ({
    name: field.name,
    labels: field.labels,
    same: [...m.subarray(flat.offsets[f], flat.offsets[f + 1])],
    relative: [...r.subarray(flat.offsets[f], flat.offsets[f + 1])],
    other: [...u.subarray(flat.offsets[f], flat.offsets[f + 1])],
  }))
  return {
    version: 1,
    fields: parameters,
    samePerRecord: shareSame * n,
    relativesPerRecord: shareRelative * n,
    caution: input.caution,
    population: n,
    notes,
  }
}

function flattened(model: Model, fields: readonly FieldLayout[], fallback: Float64Array): Float64Array {
  const out = fallback.slice()
  let at = 0
  for (const field of fields) {
    const known = model.fields.find((f) => f.name === field.name)
    if (known?.relative.length === field.labels.length) out.set(known.relative, at)
    at += field.labels.length
  }
  return out
}

/**
 * One household tells relatives from strangers but never from the same person registered twice; so does a swap. Whether
 * the household is known of both does tell those two apart: families are taken down together, a second registration
 * often alone. Relatives are as often without one as strangers are; against strangers it is held to tell nothing.
 *
 * @param unknown share of pairs of strangers of whom one household only is known
 */
function tieHousehold(flat: Flat, r: Float64Array, m: Float64Array, u: Float64Array, unknown: number): void {
  for (let l = flat.offsets[F.order]!; l < flat.offsets[F.order + 1]!; l++) r[l] = m[l]!
  const at = flat.offsets[F.household]!
  const one = at + HOUSEHOLD.oneUnknown
  const before = u[one]!
  u[one] = m[one]!
  r[one] = Math.min(m[one]!, unknown)
  for (const l of [at + HOUSEHOLD.same, at + HOUSEHOLD.differs]) {
    u[l]! *= (1 - m[one]!) / (1 - before)
    r[l] = (m[l]! * (1 - r[one]!)) / (1 - m[one]!)
  }
}

function posteriors(
  flat: Flat,
  patterns: Patterns,
  m: Float64Array,
  r: Float64Array,
  u: Float64Array,
  shareSame: number,
  shareRelative: number,
  same: Float64Array,
  relative: Float64Array,
): void {
  const lm = m.map((value, l) => Math.log(value) - Math.log(u[l]!))
  const lr = r.map((value, l) => Math.log(value) - Math.log(u[l]!))
  const rest = 1 - shareSame - shareRelative
  const a0 = Math.log(shareSame / rest)
  const b0 = shareRelative > 0 ? Math.log(shareRelative / rest) : -Infinity
  const F_ = flat.fields.length
  for (let p = 0; p < patterns.count; p++) {
    const base = p * patterns.fields
    let a = a0
    let b = b0
    for (let f = 0; f < F_; f++) {
      const l = flat.offsets[f]! + patterns.levels[base + f]!
      a += lm[l]!
      b += lr[l]!
    }
    const top = Math.max(a, b, 0)
    const ea = Math.exp(a - top)
    const eb = Math.exp(b - top)
    const sum = ea + eb + Math.exp(-top)
    same[p] = ea / sum
    relative[p] = eb / sum
  }
}

/** Posterior of "the same person registered twice in one household", two classes only, their share by EM. */
function twiceInOneHousehold(
  patterns: Patterns,
  homes: Counts,
  flat: Flat,
  m: Float64Array,
  r: Float64Array,
): Float64Array {
  const ratio = new Float64Array(patterns.count)
  for (let p = 0; p < patterns.count; p++) {
    if (homes.of(p) === 0) continue
    let sum = 0
    for (let f = 0; f < flat.fields.length; f++) {
      const l = flat.offsets[f]! + patterns.levels[p * patterns.fields + f]!
      sum += Math.log(m[l]!) - Math.log(r[l]!)
    }
    ratio[p] = Math.exp(Math.min(60, sum))
  }
  let share = 0.1
  for (let step = 0; step < 20; step++) {
    let expected = 0
    for (let p = 0; p < patterns.count; p++) {
      const c = homes.of(p)
      if (c > 0) expected += (c * share * ratio[p]!) / (share * ratio[p]! + 1 - share)
    }
    share = Math.min(0.9, Math.max(1e-6, expected / Math.max(1, homes.total)))
  }
  return ratio.map((x) => (share * x) / (share * x + 1 - share))
}

/** Fields in which every row that has a value has the same one. */
function constantFields(table: Table): string[] {
  const names: string[] = []
  const one = (data: ArrayLike<number>): boolean => {
    let value = 0
    let seen = 0
    for (let row = 0; row < table.rows; row++) {
      const v = data[row]!
      if (v === 0) continue
      seen++
      if (value === 0) value = v
      else if (v !== value) return false
    }
    return seen > 1
  }
  if (one(table.givenJoined.data)) names.push('given')
  if (one(table.familyJoined.data)) names.push('family')
  if (
    one(
      Int32Array.from({ length: table.rows }, (_, i) =>
        table.year.data[i]! === 0 ? 0 : table.year.data[i]! * 512 + table.monthDay.data[i]!,
      ),
    )
  ) {
    names.push('birth')
  }
  if (one(table.sex.data)) names.push('sex')
  if (one(table.country.data)) names.push('country')
  if (one(table.household.data)) names.push('household')
  if (one(table.phone.data)) names.push('phone')
  if (one(table.document.data)) names.push('document')
  table.other.forEach((column, k) => {
    if (one(column.data)) names.push(`other${k + 1}`)
  })
  return names
}
