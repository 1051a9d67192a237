import {
  BUCKETS,
  DATE,
  DATE_LEVELS,
  F,
  HOUSEHOLD,
  KIN_CONTEXTS,
  NAME_DIFFERENT,
  NAME_INITIAL,
  NAME_KINDS,
  NAME_LEVELS,
} from '../levels.ts'
import { atMost, type Flat, normalise, type Pooled, pool } from './flat.ts'

/** Fields whose contexts differ for relatives only: their levels are the same for a person and for strangers. */
const POOLED: readonly Pooled[] = [[F.birth, DATE_LEVELS, KIN_CONTEXTS]]

/** A rate seen `count` times in `n`, drawn to `prior` with the strength of `events` sightings (gamma-Poisson mean). */
const rate = (count: number, n: number, prior: number, events: number): number =>
  (count + events) / (n + events / prior)

/** Rates of the levels of a name, within one context, from how often each was seen. */
function strangersNames(seen: Float64Array, chance: Float64Array): Float64Array {
  const n = seen.reduce((sum, one) => sum + one, 0)
  const anyChance = chance.reduce((sum, one) => sum + one, 0)
  return seen.map((count, l) => {
    const kind = Math.floor(l / BUCKETS)
    if (kind >= NAME_KINDS.length) return rate(count, n, 0.01, 0.5)
    const b = l % BUCKETS
    if (kind === 0) return rate(count, n, Math.max(chance[b]!, 1e-9), 8)
    const ofKind = seen.subarray(l - b, l - b + BUCKETS).reduce((sum, one) => sum + one, 0.5)
    return rate(count, n, Math.max((chance[b]! / (anyChance || 1)) * (ofKind / (n + 1)), 1e-9), 3)
  })
}

/**
 * Probabilities of "other" from weighted random pairs.
 *
 * @param sums of levels; those of pooled fields are put together in place
 * @param shapes chance by rarity that two given names, or two surnames, are the same
 */
export function strangersParameters(
  flat: Flat,
  sums: Float64Array,
  shapes: readonly { chance: Float64Array }[],
): Float64Array {
  pool(flat, sums, POOLED)
  const u = new Float64Array(sums.length)
  flat.fields.forEach((field, f) => {
    const at = flat.offsets[f]!
    const values = sums.slice(at, flat.offsets[f + 1])
    // Looking a second time, crosswise, is a second draw for strangers and no evidence in itself.
    if (f === F.order) values.fill(1)
    else if (f === F.given || f === F.family) {
      for (const c of [0, 1]) {
        const level = 1 + c * NAME_LEVELS
        values.set(
          strangersNames(
            values.subarray(level, level + NAME_LEVELS),
            shapes[f]!.chance.subarray(c * BUCKETS, (c + 1) * BUCKETS),
          ),
          level,
        )
      }
      normalise(field, values)
    } else {
      // Half a pair more than was seen: what never was may be.
      for (let l = 1; l < values.length; l++) values[l]! += 0.5
      normalise(field, values)
    }
    u.set(values, at)
  })
  return u
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

/** Dates of one person hardly ever lie further apart than slips account for; those of namesakes in a family do. */
const APART_MOST = 0.001
/**
 * How many times more often a person's given names differ altogether than the surnames do, at most. Surnames tell how
 * often that happens to one person; among given names it is mostly twins.
 */
const OTHER_GIVEN_MOST = 2

/** Probabilities of "same" from expected counts. */
export function sameParameters(
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
export function relativesParameters(
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

/**
 * One household tells relatives from strangers but never from the same person registered twice; so does a swap. Whether
 * the household is known of both does tell those two apart: families are taken down together, a second registration
 * often alone. Relatives are as often without one as strangers are; against strangers it is held to tell nothing.
 *
 * @param unknown share of pairs of strangers of whom one household only is known
 */
export function tieHousehold(
  flat: Flat,
  { m, r, u }: { readonly m: Float64Array; readonly r: Float64Array; readonly u: Float64Array },
  unknown: number,
): void {
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
