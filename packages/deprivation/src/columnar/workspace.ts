import { InputError } from '../input-error.ts'
import { BLOCK, type Block, CompleteBlocks, ONES, WORDS } from './blocks.ts'
import { OpenRow } from './open-row.ts'
import { type Plan, TWO_24, TWO_48 } from './plan.ts'
import type { Totals } from './totals.ts'
import { CODE } from './types.ts'

const HIGH_BITS = 0x02020202
const NOT_CODES = 0xfcfcfcfc | 0

/** Buffers for one block at a time, and the work on it. */
export class Workspace {
  readonly #plan: Plan
  /** Per segment and person: deprived and unanswered in four bits each; not applicable. */
  readonly #counts = new Uint32Array(WORDS)
  readonly #none: readonly Uint32Array[]
  readonly #noneBytes: readonly Uint8Array[]
  readonly #packed = new Float64Array(BLOCK)
  readonly #active = new Uint8Array(BLOCK)
  readonly #weights = new Int32Array(BLOCK)
  /** Per group, the people of the block who are certainly poor. */
  readonly #poor: readonly Uint16Array[]
  readonly #poorCount: Int32Array
  readonly #open: OpenRow
  readonly #found = new Float64Array(4)
  /** Complete blocks take a shorter way; once one was not, the next are not tried. */
  readonly #complete: CompleteBlocks
  #tryComplete = true

  constructor(plan: Plan) {
    this.#plan = plan
    this.#none = plan.segments.map(() => new Uint32Array(WORDS))
    this.#noneBytes = this.#none.map((each) => new Uint8Array(each.buffer))
    this.#poor = Array.from({ length: plan.groups }, () => new Uint16Array(BLOCK))
    this.#poorCount = new Int32Array(plan.groups)
    this.#open = new OpenRow(plan)
    this.#complete = new CompleteBlocks(plan)
  }

  run(block: Block, totals: Totals): void {
    countGroups(block, totals.people)
    if (this.#tryComplete) {
      if (this.#complete.run(block, totals)) return
      this.finish(totals)
    }
    this.#poorCount.fill(0)
    this.#score(block, totals)
    this.#identify(block, totals)
    this.#addColumns(block, totals)
  }

  /** Call once after the last block. */
  finish(totals: Totals): void {
    if (this.#tryComplete) this.#complete.finish(totals)
    this.#tryComplete = false
  }

  /** Fills the packed scores and, for each segment, how many indicators do not apply. */
  #score(block: Block, totals: Totals): void {
    const { words, start, length } = block
    const { segments, nested } = this.#plan
    const count = (length + 3) >> 2
    const counts = new Uint8Array(this.#counts.buffer)
    this.#packed.fill(0)
    segments.forEach(({ members, packed }, s) => {
      const none = this.#none[s]!
      this.#counts.fill(0)
      none.fill(0)
      let seen = 0
      for (const j of members) seen |= addCounts(this.#counts, none, words[j]!, start >> 2, count)
      if ((seen & NOT_CODES) !== 0) refuseCode(block, members, (code) => code > 3)
      if (!nested && (seen & HIGH_BITS) !== 0 && none.some((four) => four !== 0)) {
        refuseCode(block, members, (code) => code === CODE.notApplicable)
      }
      // Two high bits alone say too much: unanswered is what makes a case incomplete.
      if (totals.complete && (seen & HIGH_BITS) !== 0) totals.complete = !anyUnanswered(counts, length)
      addPacked(this.#packed, packed, this.#noneBytes[s]!, counts, length)
    })
  }

  #identify(block: Block, totals: Totals): void {
    const { group, start, length, origin } = block
    const { threshold, factor, nested } = this.#plan
    const [packed, active, poor, poorCount] = [this.#packed, this.#active, this.#poor, this.#poorCount]
    const { certainLow, certainHigh } = totals
    for (let i = 0; i < length; i += 1) {
      const value = packed[i]!
      const D = Math.floor(value / TWO_48)
      const rest = value - D * TWO_48
      const high = Math.floor(rest / TWO_24)
      const low = rest - high * TWO_24
      if (nested && D === 0)
        throw new InputError(`columns[*][${origin + start + i}]`, 'nothing applies, so there is no score')
      const least = threshold[D]!
      if (high < least) continue
      const own = group[start + i]!
      if (low >= least) {
        active[i] = D
        const at = poorCount[own]!
        poor[own]![at] = i
        poorCount[own] = at + 1
        certainLow[own]! += low * factor[D]!
        certainHigh[own]! += high * factor[D]!
      } else {
        this.#open.add(block, i, own, { D, low, high }, this.#noneBytes, totals)
      }
    }
    for (let own = 0; own < poorCount.length; own += 1) totals.certain[own]! += poorCount[own]!
  }

  #addColumns({ bytes, start }: Block, totals: Totals): void {
    const { segments, columns } = this.#plan
    const found = this.#found
    for (let own = 0; own < this.#poorCount.length; own += 1) {
      const people = this.#poor[own]!
      const count = this.#poorCount[own]!
      if (count === 0) continue
      segments.forEach(({ members, weight }, s) => {
        fillWeights(this.#weights, weight, this.#active, this.#noneBytes[s]!, people, count)
        for (const j of members) {
          addWeighted(bytes[j]!, start, people, count, this.#weights, found)
          const at = own * columns.length + j
          totals.deprived[at]! += found[0]!
          totals.open[at]! += found[1]!
          totals.deprivedUnits[at]! += found[2]!
          totals.openUnits[at]! += found[3]!
        }
      })
    }
  }
}

// The inner loops. Each is a function of its own, with typed arrays and numbers alone, so that it is compiled well.

function countGroups({ group, start, length }: Block, people: Float64Array): void {
  if (people.length === 1) {
    people[0]! += length
    return
  }
  for (let i = start; i < start + length; i += 1) people[group[i]!]! += 1
}

/** Counts four people's codes at once: deprived in the low, unanswered in the high half of each byte; not applicable. */
function addCounts(
  counts: Uint32Array,
  none: Uint32Array,
  words: Uint32Array,
  first: number,
  count: number,
): number {
  let seen = 0
  for (let t = 0; t < count; t += 1) {
    const four = words[first + t]!
    seen |= four
    const low = four & ONES
    const high = (four >>> 1) & ONES
    const both = low & high
    counts[t]! += (low ^ both) + (both << 4)
    none[t]! += high ^ both
  }
  return seen
}

function anyUnanswered(counts: Uint8Array, length: number): boolean {
  let seen = 0
  for (let i = 0; i < length; i += 1) seen |= counts[i]!
  return seen > 15
}

function addPacked(
  packed: Float64Array,
  table: Float64Array,
  none: Uint8Array,
  counts: Uint8Array,
  length: number,
): void {
  for (let i = 0; i < length; i += 1) packed[i]! += table[(none[i]! << 8) | counts[i]!]!
}

function fillWeights(
  weights: Int32Array,
  table: Int32Array,
  active: Uint8Array,
  none: Uint8Array,
  people: Uint16Array,
  count: number,
): void {
  for (let t = 0; t < count; t += 1) {
    const i = people[t]!
    weights[t] = table[(active[i]! << 4) | none[i]!]!
  }
}

/** Into `found`: how many are deprived, how many unanswered, and the units of both. */
function addWeighted(
  column: Uint8Array,
  start: number,
  people: Uint16Array,
  count: number,
  weights: Int32Array,
  found: Float64Array,
): void {
  let heads = 0
  let deprivedUnits = 0
  let openUnits = 0
  for (let t = 0; t < count; t += 1) {
    const code = column[start + people[t]!]!
    const open = code & (code >> 1)
    const deprived = (code & 1) ^ open
    heads += deprived + (open << 16)
    deprivedUnits += weights[t]! & -deprived
    openUnits += weights[t]! & -open
  }
  found[0] = heads & 0xffff
  found[1] = heads >>> 16
  found[2] = deprivedUnits
  found[3] = openUnits
}

function refuseCode(
  { bytes, start, length, origin }: Block,
  members: readonly number[],
  wrong: (code: number) => boolean,
): void {
  for (const j of members) {
    for (let i = start; i < start + length; i += 1) {
      const code = bytes[j]![i]!
      if (!wrong(code)) continue
      const why =
        code > 3
          ? `${code} is not a code from 0 to 3`
          : 'not applicable needs "dimensions", whose weights adapt to the person'
      throw new InputError(`columns[${j}][${origin + i}]`, why)
    }
  }
}
