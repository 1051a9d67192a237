import type { Table } from './table.ts'

/** Rows by block: entries sorted by key, singletons gone, oversize blocks divided. */
export class Blocks {
  /** Start of each block in {@link rows}; one more than there are blocks. */
  readonly starts: Int32Array
  readonly rows: Int32Array
  /** Blocks from this one on hold rows that nothing tells apart; only neighbours are compared. */
  readonly firstTerminal: number
  /** Pairs not compared because their block was still too large when every attribute was used up. */
  readonly skipped: number
  readonly oversize: number
  /** Kind of key (its place in KEY_KINDS) that made each block. */
  readonly kinds: Uint8Array
  private readonly rowStarts: Int32Array
  private readonly rowBlocks: Int32Array
  private readonly split: number
  private readonly window: number

  /**
   * @param keys hashed keys, `keyRows` the row of each, in ascending order of rows
   * @param cap rows a block may hold before it is divided by birth year, day and month, and whole name
   * @param split when linking two files: rows below it are the first file's; 0 to find duplicates in one
   */
  constructor(table: Table, keys: Uint32Array, keyRows: Int32Array, cap: number, split: number) {
    this.split = split
    this.window = Math.max(4, cap >> 3)
    const n = table.rows
    const finalKeys: Int32Array[] = []
    const finalSizes: number[][] = []
    const finalKinds: number[][] = []
    const terminal: { rows: Int32Array; sizes: number[]; kinds: number[] } = {
      rows: new Int32Array(0),
      sizes: [],
      kinds: [],
    }
    let skipped = 0
    let oversize = 0
    let level: Entries = { keys, rows: keyRows, roots: keys, masks: new Uint8Array(0) }
    for (let depth = 0; level.keys.length > 0; depth++) {
      const order = sortEntries(level)
      const rows = new Int32Array(level.keys.length)
      let filled = 0
      const sizes: number[] = []
      const kinds: number[] = []
      const next = new Children()
      const last: Int32Array[] = []
      const total = level.keys.length
      for (let start = 0; start < total; ) {
        const key = order.keys[start]!
        let end = start + 1
        while (end < total && order.keys[end] === key) end++
        const base = filled
        if (depth > 0) order.rows.subarray(start, end).sort() // children come from several parents
        let previous = -1
        for (let e = start; e < end; e++) {
          const row = order.rows[e]!
          if (row !== previous) rows[filled++] = row
          previous = row
        }
        const size = filled - base
        const useless = size < 2 || (split > 0 && (rows[base]! >= split || rows[filled - 1]! < split))
        if (useless) filled = base
        else if (size <= cap) {
          sizes.push(size)
          kinds.push((depth === 0 ? key : order.roots[start]!) & 7)
        } else {
          oversize++
          const mask = depth === 0 ? 0 : order.masks[start]!
          const root = depth === 0 ? key : order.roots[start]!
          const dividing = dividingAttributes(table, rows, base, filled) & ~mask
          if (dividing === 0) {
            last.push(rows.slice(base, filled))
            terminal.sizes.push(size)
            terminal.kinds.push(root & 7)
            skipped += (size * (size - 1)) / 2 - pairsInWindow(size, this.window)
          } else {
            for (let e = base; e < filled; e++) {
              for (let attribute = 1; attribute <= 4; attribute <<= 1) {
                if ((dividing & attribute) === 0) continue
                const wider = mask | attribute
                const child = childKey(table, rows[e]!, root, wider, (dividing & ~wider) === 0)
                if (child >= 0) next.push(child, rows[e]!, root, wider)
              }
            }
          }
          filled = base
        }
        start = end
      }
      finalKeys.push(rows.slice(0, filled))
      finalSizes.push(sizes)
      finalKinds.push(kinds)
      if (last.length > 0) terminal.rows = concat([terminal.rows, ...last])
      level = next.entries()
    }
    const blockCount = finalSizes.reduce((sum, s) => sum + s.length, 0)
    this.firstTerminal = blockCount
    this.rows = concat([...finalKeys, terminal.rows])
    this.starts = new Int32Array(blockCount + terminal.sizes.length + 1)
    let at = 0
    let block = 0
    for (const sizes of [...finalSizes, terminal.sizes]) {
      for (const size of sizes) {
        this.starts[block++] = at
        at += size
      }
    }
    this.starts[block] = at
    this.kinds = Uint8Array.from([...finalKinds, terminal.kinds].flat())
    this.skipped = skipped
    this.oversize = oversize
    this.rowStarts = new Int32Array(n + 1)
    for (const row of this.rows) this.rowStarts[row + 1]!++
    for (let i = 0; i < n; i++) this.rowStarts[i + 1]! += this.rowStarts[i]!
    const fill = this.rowStarts.slice()
    this.rowBlocks = new Int32Array(this.rows.length)
    for (let b = 0; b < block; b++) {
      for (let e = this.starts[b]!; e < this.starts[b + 1]!; e++) this.rowBlocks[fill[this.rows[e]!]!++] = b
    }
  }

  /** Calls `visit` once for every pair of rows that shares a block, always in the same order, first < second. */
  forEachPair(visit: (i: number, j: number) => void): void {
    const blocks = this.starts.length - 1
    const { rows, starts, split, rowStarts, rowBlocks } = this
    // Blocks of row i that come before b carry the stamp: a pair that shares one of them was visited there.
    const stamps = new Int32Array(blocks)
    let stamp = 0
    for (let b = 0; b < blocks; b++) {
      const end = starts[b + 1]!
      for (let x = starts[b]!; x < end; x++) {
        const i = rows[x]!
        if (split > 0 && i >= split) break
        stamp++
        for (let k = rowStarts[i]!; rowBlocks[k]! < b; k++) stamps[rowBlocks[k]!] = stamp
        const stop = b >= this.firstTerminal ? Math.min(end, x + 1 + this.window) : end
        next: for (let y = x + 1; y < stop; y++) {
          const j = rows[y]!
          if (split > 0 && j < split) continue
          for (let k = rowStarts[j]!; rowBlocks[k]! < b; k++) {
            if (stamps[rowBlocks[k]!] === stamp) continue next
          }
          visit(i, j)
        }
      }
    }
  }

  /** The kinds of key two rows share, as bits by their place in KEY_KINDS. */
  sharedKinds(i: number, j: number): number {
    const { rowStarts, rowBlocks } = this
    let x = rowStarts[i]!
    let y = rowStarts[j]!
    let kinds = 0
    while (x < rowStarts[i + 1]! && y < rowStarts[j + 1]!) {
      const a = rowBlocks[x]!
      const b = rowBlocks[y]!
      if (a === b) kinds |= 1 << this.kinds[a]!
      if (a <= b) x++
      if (b <= a) y++
    }
    return kinds
  }
}

interface Entries {
  keys: Uint32Array
  rows: Int32Array
  roots: Uint32Array
  masks: Uint8Array
}

class Children {
  private keys = new Uint32Array(1024)
  private rows = new Int32Array(1024)
  private roots = new Uint32Array(1024)
  private masks = new Uint8Array(1024)
  private length = 0
  push(key: number, row: number, root: number, mask: number): void {
    if (this.length === this.keys.length) {
      const size = this.length * 2
      this.keys = widen(this.keys, new Uint32Array(size))
      this.rows = widen(this.rows, new Int32Array(size))
      this.roots = widen(this.roots, new Uint32Array(size))
      this.masks = widen(this.masks, new Uint8Array(size))
    }
    this.keys[this.length] = key
    this.rows[this.length] = row
    this.roots[this.length] = root
    this.masks[this.length++] = mask
  }
  entries(): Entries {
    const n = this.length
    return {
      keys: this.keys.subarray(0, n),
      rows: this.rows.subarray(0, n),
      roots: this.roots.subarray(0, n),
      masks: this.masks.subarray(0, n),
    }
  }
}

function widen<A extends Uint32Array | Int32Array | Uint8Array>(from: A, to: A): A {
  to.set(from)
  return to
}

function concat(parts: Int32Array[]): Int32Array {
  const out = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Sorted by key, then row: a radix sort in two passes of sixteen bits over positions; masks and roots follow. */
function sortEntries(level: Entries): Entries {
  const n = level.keys.length
  let from = new Int32Array(n)
  let to = new Int32Array(n)
  for (let i = 0; i < n; i++) from[i] = i
  for (const shift of [0, 16]) {
    const counts = new Int32Array(65537)
    for (let i = 0; i < n; i++) counts[((level.keys[i]! >>> shift) & 0xffff) + 1]!++
    for (let c = 0; c < 65536; c++) counts[c + 1]! += counts[c]!
    for (let i = 0; i < n; i++) to[counts[(level.keys[from[i]!]! >>> shift) & 0xffff]!++] = from[i]!
    ;[from, to] = [to, from]
  }
  const keys = new Uint32Array(n)
  for (let i = 0; i < n; i++) keys[i] = level.keys[from[i]!]!
  for (let i = 0; i < n; i++) to[i] = level.rows[from[i]!]!
  const masks = new Uint8Array(level.masks.length)
  const roots = new Uint32Array(level.masks.length)
  for (let i = 0; i < masks.length; i++) {
    masks[i] = level.masks[from[i]!]!
    roots[i] = level.roots[from[i]!]!
  }
  return { keys, rows: to, roots, masks }
}

/** Attributes, as bits, in which the rows of a block differ: dividing by another one only makes the same block again. */
function dividingAttributes(table: Table, rows: ArrayLike<number>, start: number, end: number): number {
  const { year, monthDay, givenJoined, familyJoined } = table
  const first = rows[start]!
  let differ = 0
  for (let e = start + 1; e < end && differ !== 7; e++) {
    const row = rows[e]!
    if (year.data[row] !== year.data[first]) differ |= 1
    if (monthDay.data[row] !== monthDay.data[first]) differ |= 2
    if (
      givenJoined.data[row] !== givenJoined.data[first] ||
      familyJoined.data[row] !== familyJoined.data[first]
    ) {
      differ |= 4
    }
  }
  return differ
}

/**
 * Key of a row within an oversize block, divided by the attributes in `mask`; -1 where the row lacks one of them, unless
 * these are the `last` there are to divide by.
 */
function childKey(table: Table, row: number, root: number, mask: number, last: boolean): number {
  let h = Math.imul(root ^ mask, 0x9e3779b1)
  if (mask & 1) {
    const year = table.year.data[row]!
    if (year === 0 && !last) return -1
    h = Math.imul(h ^ year, 0x85ebca6b) ^ (h >>> 15)
  }
  if (mask & 2) {
    const monthDay = table.monthDay.data[row]!
    if (monthDay === 0 && !last) return -1
    const month = monthDay >> 5
    const day = monthDay & 31
    h = Math.imul(h ^ (Math.min(month, day) * 64 + Math.max(month, day) + 7), 0xc2b2ae35) ^ (h >>> 13)
  }
  if (mask & 4) {
    h = Math.imul(h ^ (table.givenJoined.data[row]! + 31), 0x27d4eb2f) ^ (h >>> 16)
    h = Math.imul(h ^ (table.familyJoined.data[row]! + 17), 0x165667b1) ^ (h >>> 14)
  }
  return h >>> 0
}

function pairsInWindow(size: number, window: number): number {
  const w = Math.min(window, size - 1)
  return size * w - (w * (w + 1)) / 2
}
