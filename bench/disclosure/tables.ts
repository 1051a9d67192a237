import type { Table } from '../../packages/disclosure/src/index.ts'

/** Numbers from 0 to 1, the same for the same seed. */
export function sequence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export interface Shape {
  rows: number
  cols: number
  seed: number
  /** Chance of a zero and of a count from 1 to 9; the others are 10 or more, mostly small. */
  zeros: number
  small: number
  most: number
}

/** A table of counts with so many zeros and small numbers, in no order. */
export function mixedTable({ rows, cols, seed, zeros, small, most }: Shape): Table {
  const random = sequence(seed)
  const count = () => {
    const draw = random()
    if (draw < zeros) return 0
    if (draw < zeros + small) return 1 + Math.floor(9 * random())
    return 10 + Math.floor(most * random() * random())
  }
  return {
    rows: Array.from({ length: rows }, (_, i) => `r${i}`),
    cols: Array.from({ length: cols }, (_, i) => `c${i}`),
    counts: Array.from({ length: rows }, () => Array.from({ length: cols }, count)),
  }
}

/** Municipalities by nationalities as a register has them: few large, many small on both sides. */
export function registerTable(rows: number, cols: number, seed: number, people: number): Table {
  const random = sequence(seed)
  const sizes = Array.from({ length: rows }, (_, i) => (0.3 + random()) / (i + 3) ** 0.7)
  const shares = Array.from({ length: cols }, (_, j) => (0.5 + random()) / (j + 1))
  const total = sizes.reduce((s, v) => s + v, 0) * shares.reduce((s, v) => s + v, 0)
  return {
    rows: sizes.map((_, i) => `municipality ${i}`),
    cols: shares.map((_, j) => `nationality ${j}`),
    counts: sizes.map((size) =>
      shares.map((share) => Math.floor((-Math.log(1 - random()) * people * size * share) / total)),
    ),
  }
}

/** Groups of so many labels each. */
export function groupsOf(labels: readonly string[], size: number, name: string): Record<string, string[]> {
  const groups: Record<string, string[]> = {}
  labels.forEach((label, i) => {
    const group = `${name} ${Math.floor(i / size)}`
    groups[group] ??= []
    groups[group].push(label)
  })
  return groups
}
