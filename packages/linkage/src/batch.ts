import type { Blocks } from './blocks.ts'
import { Comparator, Patterns } from './compare.ts'
import { defaultModel } from './default-model.ts'
import { Counts } from './fit/pairs.ts'
import { fitModel } from './fit.ts'
import { type Model, Weights } from './model.ts'
import type { Register } from './register.ts'

export interface BatchOptions {
  /** Rows a block may hold before it is divided; 100. */
  readonly blockCap?: number
  /** Seed of the random pairs; 1. */
  readonly seed?: number
  /** Random pairs from which agreement among strangers is learnt; 1,000,000. */
  readonly randomPairs?: number
  /** EM steps at most, each of four rounds; 40. */
  readonly iterations?: number
  /** A fitted model to score with instead of fitting one. */
  readonly model?: Model
  /** Where the class of relatives is taken from when there are too few households to measure it; the default model. */
  readonly relativesFrom?: Model
  /** false: two classes only. */
  readonly relatives?: boolean
  /** How many times over the odds of being relatives count (see {@link Model.caution}); 6. */
  readonly caution?: number
  /** Pairs whose pattern is kept in memory, four bytes each; beyond, all are compared a second time. 150,000,000. */
  readonly keptPairs?: number
}

export interface BatchCounts {
  readonly rows: number
  /** All pairs there are. */
  readonly pairs: number
  /** Pairs compared. */
  readonly compared: number
  readonly patterns: number
  readonly blocks: number
  /** Blocks that had to be divided, and pairs left out in blocks that could not be. */
  readonly oversizeBlocks: number
  readonly skippedPairs: number
}

const CHUNK = 1 << 20

/** A batch, compared and fitted: scores come out with {@link Batch.scored}. */
export class Batch {
  readonly model: Model
  readonly counts: BatchCounts
  readonly register: Register
  readonly patterns: Patterns
  readonly weights: Weights
  readonly candidates: Counts
  private readonly blocks: Blocks
  private readonly kept: Int32Array[] | null
  /** Probability of being one person, by pattern. */
  readonly probability: Float64Array

  constructor(register: Register, options: BatchOptions = {}) {
    this.register = register
    const table = register.table.weigh()
    this.blocks = register.blocks(options.blockCap ?? 100)
    this.patterns = new Patterns(table.other.length)
    this.candidates = new Counts()
    const comparator = new Comparator(table)
    const chunks: Int32Array[] = []
    const most = options.keptPairs ?? 150_000_000
    let compared = 0
    this.blocks.forEachPair((i, j) => {
      comparator.compare(i, j)
      const pattern = this.patterns.number(comparator.core, comparator.extra)
      this.candidates.add(pattern)
      if (compared < most) {
        const at = compared & (CHUNK - 1)
        if (at === 0) chunks.push(new Int32Array(CHUNK))
        chunks[chunks.length - 1]![at] = pattern
      }
      compared++
    })
    this.kept = compared <= most ? chunks : null
    this.model =
      options.model ??
      fitModel({
        table,
        split: register.split,
        pairs: register.pairs,
        patterns: this.patterns,
        candidates: this.candidates,
        seed: options.seed ?? 1,
        randomPairs: options.randomPairs ?? 1_000_000,
        relatives: options.relatives ?? true,
        relativesFrom: options.relativesFrom ?? defaultModel,
        iterations: options.iterations ?? 40,
        caution: options.caution ?? 6,
      })
    this.weights = new Weights(this.model)
    this.probability = new Float64Array(this.patterns.count)
    for (let p = 0; p < this.patterns.count; p++)
      this.probability[p] = this.weights.posterior(this.levels(p)).same
    this.counts = {
      rows: table.rows,
      pairs: register.pairs,
      compared,
      patterns: this.patterns.count,
      blocks: this.blocks.starts.length - 1,
      oversizeBlocks: this.blocks.oversize,
      skippedPairs: this.blocks.skipped,
    }
  }

  /** Levels of a pattern, one a field. */
  levels(pattern: number): Uint8Array {
    return this.patterns.levels.subarray(pattern * this.patterns.fields, (pattern + 1) * this.patterns.fields)
  }

  /**
   * Estimated share of the true pairs that share a blocking key, by capture and recapture over the kinds of key
   * (Chao 1987): pairs found by one kind only, against pairs found by two, tell how many were found by none.
   */
  completeness(): number {
    let found = 0
    let once = 0
    let twice = 0
    this.forEach((i, j, _pattern, probability) => {
      if (probability < 0.5) return
      let kinds = this.blocks.sharedKinds(i, j)
      let n = 0
      for (; kinds !== 0; kinds &= kinds - 1) n++
      found += probability
      if (n === 1) once += probability
      else if (n === 2) twice += probability
    })
    if (found === 0) return 1
    return found / (found + (once * Math.max(0, once - 1)) / (2 * (twice + 1)))
  }

  /** Calls `visit` with every compared pair of rows, its pattern and its probability of being one person. */
  forEach(visit: (i: number, j: number, pattern: number, probability: number) => void): void {
    let at = 0
    const comparator = this.kept ? null : new Comparator(this.register.table)
    this.blocks.forEachPair((i, j) => {
      let pattern: number
      if (this.kept) pattern = this.kept[at >> 20]![at & (CHUNK - 1)]!
      else {
        comparator!.compare(i, j)
        pattern = this.patterns.number(comparator!.core, comparator!.extra)
      }
      at++
      visit(i, j, pattern, this.probability[pattern]!)
    })
  }
}
