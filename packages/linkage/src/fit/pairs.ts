import { Comparator, type Patterns } from '../compare.ts'
import { seeded } from '../random.ts'
import type { Table } from '../table.ts'

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

/** What pairs are drawn from, and where their patterns are numbered. */
export interface Source {
  readonly table: Table
  /** Rows of the first of two linked files; 0 where there is one. */
  readonly split: number
  /** All pairs there are, compared or not. */
  readonly pairs: number
  readonly patterns: Patterns
  readonly seed: number
  /** Pairs drawn at random to learn how strangers agree. */
  readonly randomPairs: number
}

/** Draws of random pairs, compared: how strangers agree. */
export function drawStrangers(input: Source): Counts {
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

/** Pairs of one household, compared. */
export function compareHouseholds(input: Pick<Source, 'table' | 'patterns'>): Counts {
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
