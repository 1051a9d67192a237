import { relativesParameters, strangersParameters, tieHousehold } from './fit/classes.ts'
import { constantFields } from './fit/constant.ts'
import { type Classes, learnSame, posteriors, twiceInOneHousehold } from './fit/em.ts'
import { flattened, tally } from './fit/flat.ts'
import { Counts, compareHouseholds, drawStrangers, type Source } from './fit/pairs.ts'
import { firstGuess, nameShapes } from './fit/start.ts'
import { otherName, plainlyTwo } from './fit/two-people.ts'
import { F, HOUSEHOLD, layout } from './levels.ts'
import { type Model, offsetsOf } from './model.ts'

export interface FitInput extends Source {
  /** Patterns of the pairs that blocking brought together. */
  readonly candidates: Counts
  /** Where the relative class is taken from when the table has too few households. */
  readonly relativesFrom: Model
  readonly relatives: boolean
  readonly iterations: number
  readonly caution: number
}

/** Pairs of relatives within households below which there is nothing to measure. */
const FEW_RELATIVES = 50

/**
 * Estimates a model from one table (or two linked ones) without labels: "other" from random pairs, "relative" from
 * pairs of one household, "same" and the shares of the classes by EM over the patterns of the compared pairs.
 */
export function fitModel(input: FitInput): Model {
  const { table, patterns, relatives } = input
  const fields = layout(table.other.length)
  const flat = { fields, offsets: offsetsOf(fields) }
  const shapes = [nameShapes(table, false), nameShapes(table, true)]
  const strangers = drawStrangers(input)
  const homes = relatives ? compareHouseholds(input) : new Counts()
  const first = firstGuess(flat, shapes)
  const u = strangersParameters(
    flat,
    tally(flat, patterns, (p) => strangers.of(p)),
    shapes,
  )

  let relativePairs = 0
  const plain = tally(flat, patterns, (p) => {
    const pairs = plainlyTwo(patterns.levels, p * patterns.fields) ? homes.of(p) : 0
    relativePairs += pairs
    return pairs
  })
  const known = flattened(input.relativesFrom, fields, u)
  const n = Math.max(2, table.rows)
  const many = Math.min(0.4, 1 / n)
  const classes: Classes = {
    m: first,
    r: relativesParameters(flat, plain, known, u),
    u,
    shareSame: 0.1 * many,
    shareRelative: relatives
      ? Math.min(0.4, Math.max(relativePairs / Math.max(1, input.pairs), 0.1 * many))
      : 0,
  }
  const unknown = u[flat.offsets[F.household]! + HOUSEHOLD.oneUnknown]!
  tieHousehold(flat, classes, unknown)

  const notes: string[] = []
  const constant = constantFields(table)
  for (const name of constant) notes.push(`${name} holds one value only: it tells nothing and weighs nothing`)
  if (relatives && relativePairs < FEW_RELATIVES) {
    notes.push('few or no households: the class of relatives is taken from the default model')
  }

  const learning = { ...input, first, unknown, families: relativePairs >= FEW_RELATIVES }
  const found = { same: new Float64Array(patterns.count), relative: new Float64Array(patterns.count) }
  for (let round = 0; round < 4; round++) {
    learnSame(flat, classes, learning, found)
    // With the classes known better: strangers without the matches among the random pairs, relatives without the
    // people registered twice in one household. Neither is ever refitted from the pairs that are to be judged.
    posteriors(flat, patterns, classes, found)
    classes.u = strangersParameters(
      flat,
      tally(flat, patterns, (p) => strangers.of(p) * (1 - found.same[p]! - found.relative[p]!)),
      shapes,
    )
    if (homes.total > 0) {
      const among = twiceInOneHousehold(patterns, homes, flat, classes.m, classes.r)
      // Two given names that differ are two people here, whatever EM says: or else twins, who agree in all the rest,
      // pass for one person, teach "same" that given names may differ, and the relative class collapses.
      classes.r = relativesParameters(
        flat,
        tally(flat, patterns, (p) =>
          otherName(patterns.levels, p * patterns.fields) ? homes.of(p) : homes.of(p) * (1 - among[p]!),
        ),
        known,
        classes.u,
      )
    }
    tieHousehold(flat, classes, unknown)
  }

  const { m, r } = classes
  for (const name of constant) {
    const f = fields.findIndex((field) => field.name === name)
    for (const values of [m, r, classes.u]) values.fill(1, flat.offsets[f], flat.offsets[f + 1])
  }
  const part = (values: Float64Array, f: number): number[] => [
    ...values.subarray(flat.offsets[f], flat.offsets[f + 1]),
  ]
  return {
    version: 1,
    fields: fields.map((field, f) => ({
      name: field.name,
      labels: field.labels,
      same: part(m, f),
      relative: part(r, f),
      other: part(classes.u, f),
    })),
    samePerRecord: classes.shareSame * n,
    relativesPerRecord: classes.shareRelative * n,
    caution: input.caution,
    population: n,
    notes,
  }
}
