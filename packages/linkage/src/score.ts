import { Comparator, unpack } from './compare.ts'
import { defaultModel } from './default-model.ts'
import { F } from './levels.ts'
import { type Model, type Posterior, Weights } from './model.ts'
import type { PersonRecord } from './record.ts'
import { Table } from './table.ts'

/** Fellegi and Sunter's three decisions. */
export type Band = 'link' | 'possible link' | 'non-link'

export interface Bands {
  /** From here on the pair is a link; 0.9. */
  readonly link: number
  /** From here on a person should look; 0.1. */
  readonly possible: number
}

export const defaultBands: Bands = { link: 0.9, possible: 0.1 }

/** The band of a probability. */
export function bandOf(probability: number, bands: Bands = defaultBands): Band {
  if (probability >= bands.link) return 'link'
  return probability >= bands.possible ? 'possible link' : 'non-link'
}

/** What is said of a pair: three probabilities that sum to 1, the band, and why. */
export interface PairScore extends Posterior {
  /** Probability of being the same person; the same number as `same`. */
  readonly probability: number
  readonly band: Band
  /** Bits for and against by field, with `prior` and `relatives`; they add up to log2(p / (1 - p)). */
  readonly weights: Readonly<Record<string, number>>
  /** The level each field reached, in words. */
  readonly reasons: Readonly<Record<string, string>>
}

/** Score of a pattern of levels. */
export function scoreOf(weights: Weights, levels: ArrayLike<number>, bands?: Bands): PairScore {
  const posterior = weights.posterior(levels)
  const { weights: byField, labels } = weights.explain(levels)
  return {
    ...posterior,
    probability: posterior.same,
    band: bandOf(posterior.same, bands),
    weights: byField,
    reasons: labels,
  }
}

/** Distinct name tokens after which the shared table is made anew. */
const TOKENS_KEPT = 200_000

let shared: { model: Model; table: Table; comparator: Comparator; weights: Weights } | undefined

function opened(model: Model): NonNullable<typeof shared> {
  if (shared?.model === model && shared.table.vocabulary.texts.length < TOKENS_KEPT) return shared
  const table = new Table(model.frequencies ?? { rows: 0, given: {}, family: {}, byCountry: {} })
  const others = model.fields.length - F.other
  shared = { model, table, comparator: new Comparator(table, others), weights: new Weights(model) }
  return shared
}

/**
 * Scores one pair on its own. Name frequencies come from the model. For more than a few pairs use a batch or an index.
 * Symmetric: `comparePair(a, b)` and `comparePair(b, a)` are the same.
 */
export function comparePair(
  a: PersonRecord,
  b: PersonRecord,
  model: Model = defaultModel,
  bands?: Bands,
): PairScore {
  const { table, comparator, weights } = opened(model)
  const levels = new Uint8Array(model.fields.length)
  table.with(a, (i) =>
    table.with(b, (j) => {
      comparator.compare(i, j)
      unpack(comparator.core, comparator.extra, model.fields.length - F.other, levels)
    }),
  )
  return scoreOf(weights, levels, bands)
}
