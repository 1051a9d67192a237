import { Batch, type BatchCounts, type BatchOptions } from './batch.ts'
import type { Model } from './model.ts'
import { LinkageInputError, type PersonRecord } from './record.ts'
import { Register } from './register.ts'
import { type Bands, bandOf, type PairScore, scoreOf } from './score.ts'

/** A pair at or above the threshold, with its reasons. */
export interface ScoredPair extends PairScore {
  readonly a: string
  readonly b: string
}

export interface LinkageOptions extends BatchOptions {
  /** Pairs below this probability are not returned; 0.5. */
  readonly threshold?: number
  readonly bands?: Bands
}

export interface LinkageResult {
  readonly model: Model
  readonly counts: BatchCounts
  /** Estimated share of the true pairs that blocking brought together. */
  readonly completeness: number
  /** Pairs at or above the threshold. */
  readonly found: number
  /** The pairs, most probable first, made one at a time. */
  pairs(): Generator<ScoredPair>
}

/** Scores a register that has been filled record by record (see {@link Register}); memory holds columns, not records. */
export function run(register: Register, options: LinkageOptions = {}): LinkageResult {
  const threshold = options.threshold ?? 0.5
  if (!(threshold > 0 && threshold <= 1)) {
    throw new LinkageInputError(`threshold ${threshold}: a probability above 0 and up to 1 is needed`)
  }
  const batch = new Batch(register, options)
  let capacity = 1024
  let found = 0
  let first = new Int32Array(capacity)
  let second = new Int32Array(capacity)
  let patterns = new Int32Array(capacity)
  batch.forEach((i, j, pattern, probability) => {
    if (probability < threshold) return
    if (found === capacity) {
      capacity *= 2
      const grow = (from: Int32Array): Int32Array<ArrayBuffer> => {
        const to = new Int32Array(capacity)
        to.set(from)
        return to
      }
      first = grow(first)
      second = grow(second)
      patterns = grow(patterns)
    }
    first[found] = i
    second[found] = j
    patterns[found++] = pattern
  })
  const order = new Uint32Array(found)
  for (let k = 0; k < found; k++) order[k] = k
  order.sort((x, y) => batch.probability[patterns[y]!]! - batch.probability[patterns[x]!]! || x - y)
  const ids = register.table.ids
  return {
    model: batch.model,
    counts: batch.counts,
    completeness: batch.completeness(),
    found,
    *pairs() {
      for (const k of order) {
        const score = scoreOf(batch.weights, batch.levels(patterns[k]!), options.bands)
        yield {
          a: ids[first[k]!]!,
          b: ids[second[k]!]!,
          ...score,
          band: bandOf(score.probability, options.bands),
        }
      }
    },
  }
}

/**
 * Finds people registered more than once, without labels.
 * @throws LinkageInputError when two records have one id, or the threshold is no probability
 */
export function dedupe(records: Iterable<PersonRecord>, options: LinkageOptions = {}): LinkageResult {
  const register = new Register()
  fill(register, records, 'records')
  return run(register, options)
}

/** Finds the people of one register in another, without labels. Ids need to be unique within each. */
export function link(
  first: Iterable<PersonRecord>,
  second: Iterable<PersonRecord>,
  options: LinkageOptions = {},
): LinkageResult {
  const register = new Register()
  fill(register, first, 'first')
  if (register.table.rows === 0) throw new LinkageInputError('first: no records')
  register.startSecondFile()
  fill(register, second, 'second')
  return run(register, options)
}

function fill(register: Register, records: Iterable<PersonRecord>, name: string): void {
  const seen = new Set<string>()
  for (const record of records) {
    if (seen.has(record.id)) throw new LinkageInputError(`${name}: two records have the id ${record.id}`)
    seen.add(record.id)
    register.add(record)
  }
}
