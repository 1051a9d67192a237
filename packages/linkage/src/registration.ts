import { blockingKeys, hashKey } from './blocking.ts'
import { Comparator, unpack } from './compare.ts'
import { defaultModel } from './default-model.ts'
import { F } from './levels.ts'
import { type Model, Weights } from './model.ts'
import { LinkageInputError, type PersonRecord } from './record.ts'
import { type Bands, type PairScore, scoreOf } from './score.ts'
import { Table } from './table.ts'

/** Someone already registered who may be the person at the counter. */
export interface Candidate extends PairScore {
  readonly id: string
}

export interface CandidateOptions {
  /** Candidates at most; 10. */
  readonly limit?: number
  /** Probability from which a candidate is named; 0.01. */
  readonly minimum?: number
  /** Ids known not to be this person. */
  readonly notSame?: readonly string[]
  readonly bands?: Bands
}

/** Rows of one key that are all compared; beyond, only those that agree in one thing more. */
const SMALL = 60
/** Comparisons for one candidate search at most. */
const MOST = 1000
/** Records from which an index weighs names by its own frequencies. */
const OWN_FREQUENCIES = 2000

/** A register in memory, open for "who is this?" and for records that come and go. */
export class RegistrationIndex {
  private readonly table: Table
  private readonly model: Model
  private readonly comparator: Comparator
  private readonly heads = new Map<number, number>()
  private readonly sizes = new Map<number, number>()
  private readonly rows: number[] = []
  private readonly next: number[] = []
  private readonly rowOf = new Map<string, number>()
  private seen = new Int32Array(1024)
  private round = 0

  constructor(records: Iterable<PersonRecord>, model: Model = defaultModel) {
    this.model = model
    const list = Array.isArray(records) ? (records as readonly PersonRecord[]) : [...records]
    this.table = new Table(list.length >= OWN_FREQUENCIES ? undefined : model.frequencies)
    this.comparator = new Comparator(this.table, model.fields.length - F.other)
    for (const record of list) this.insert(record)
    this.table.weigh()
  }

  /** Records in the index. */
  get size(): number {
    return this.rowOf.size
  }

  /** Adds a record; an id already present is replaced. */
  add(record: PersonRecord): void {
    this.insert(record)
    this.table.weigh()
  }

  /** Takes a record out; false when there is none of that id. */
  remove(id: string): boolean {
    return this.rowOf.delete(id)
  }

  /** Who in the register may be this person, most probable first, each with its reasons. */
  candidates(record: PersonRecord, options: CandidateOptions = {}): Candidate[] {
    const { limit = 10, minimum = 0.01, bands } = options
    if (!(limit >= 0) || !(minimum >= 0 && minimum <= 1)) {
      throw new LinkageInputError(
        `limit ${limit} or minimum ${minimum}: a limit from 0 and a minimum between 0 and 1 are needed`,
      )
    }
    const refused = new Set(options.notSame ?? [])
    const weights = new Weights(this.model, Math.max(2, this.size))
    const others = this.model.fields.length - F.other
    const found: { id: string; probability: number; levels: Uint8Array }[] = []
    this.table.with(record, (self) => {
      for (const row of this.gather(record, self)) {
        const id = this.table.ids[row]!
        if (id === record.id || refused.has(id)) continue
        this.comparator.compare(self, row)
        const levels = new Uint8Array(this.model.fields.length)
        unpack(this.comparator.core, this.comparator.extra, others, levels)
        const probability = weights.posterior(levels).same
        if (probability >= minimum) found.push({ id, probability, levels })
      }
    })
    found.sort((a, b) => b.probability - a.probability || (a.id < b.id ? -1 : 1))
    return found.slice(0, limit).map(({ id, levels }) => ({ id, ...scoreOf(weights, levels, bands) }))
  }

  private insert(record: PersonRecord): void {
    const row = this.table.add(record)
    this.rowOf.set(record.id, row)
    for (const key of blockingKeys(record)) {
      const hash = hashKey(key)
      this.next.push(this.heads.get(hash) ?? -1)
      this.heads.set(hash, this.rows.length)
      this.sizes.set(hash, (this.sizes.get(hash) ?? 0) + 1)
      this.rows.push(row)
    }
  }

  /** Live rows that share a key, rarest keys first; of long lists those alone that agree in a date part or a whole name. */
  private gather(record: PersonRecord, self: number): number[] {
    if (this.seen.length <= this.table.rows) this.seen = new Int32Array(this.table.rows * 2)
    this.round++
    const t = this.table
    const out: number[] = []
    const hashes = blockingKeys(record).map(hashKey)
    hashes.sort((a, b) => (this.sizes.get(a) ?? 0) - (this.sizes.get(b) ?? 0))
    for (const hash of hashes) {
      const long = (this.sizes.get(hash) ?? 0) > SMALL
      for (let at = this.heads.get(hash) ?? -1; at >= 0 && out.length < MOST; at = this.next[at]!) {
        const row = this.rows[at]!
        if (this.seen[row] === this.round) continue
        if (
          long &&
          t.year.data[row] !== t.year.data[self] &&
          t.monthDay.data[row] !== t.monthDay.data[self] &&
          t.givenJoined.data[row] !== t.givenJoined.data[self] &&
          t.familyJoined.data[row] !== t.familyJoined.data[self]
        ) {
          continue
        }
        this.seen[row] = this.round
        if (this.rowOf.get(t.ids[row]!) === row) out.push(row)
      }
    }
    return out
  }
}

/** An index over records, for one-against-many at registration. About a second for 30,000 records. */
export function createIndex(records: Iterable<PersonRecord>, model: Model = defaultModel): RegistrationIndex {
  return new RegistrationIndex(records, model)
}
