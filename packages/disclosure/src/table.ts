import { type Axis, axisOf, type Groups } from './axis.ts'
import { wrong } from './errors.ts'
import { type CrossTable, crossTable } from './system.ts'

/**
 * A two-way table of counts.
 * - `counts[r][c]`: whole numbers from 0; null where hidden (in a release).
 * - `hierarchy`: groups of rows and of columns, each with its name, whose subtotals are published too.
 * - `margins`: the totals of a release; where they are missing they follow from the counts when those are known.
 */
export interface Table {
  rows: readonly string[]
  cols: readonly string[]
  counts: readonly (readonly (number | null)[])[]
  hierarchy?: { rows?: Groups; cols?: Groups }
  margins?: Margins
  /** Subtotals of groups, by key; null where hidden. Only where some count under them is hidden are they needed. */
  subtotals?: Readonly<Record<string, number | null>>
}

/** Row totals, column totals and the grand total; null where hidden. */
export interface Margins {
  rows: readonly (number | null)[]
  cols: readonly (number | null)[]
  total: number | null
}

const at = (place: string, i: number) => `${place}[${i}]`

/** @throws DisclosureError unless the value is a whole number from 0 that a double holds exactly, or null if allowed */
function readCount(value: unknown, place: string, mayHide: boolean): number | null {
  if (value === null && mayHide) return null
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    wrong(place, `${JSON.stringify(value) ?? 'nothing'} is not a count${mayHide ? ' or null' : ''}`)
  return value
}

export function readList(value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value)) wrong(place, 'is not a list')
  return value
}

export function readObject(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong(place, 'is not an object')
  return value as Readonly<Record<string, unknown>>
}

/** Labels, as text; numbers are taken as they are written. */
export function readLabels(value: unknown, place: string): string[] {
  return readList(value, place).map((label, i) => {
    if (typeof label === 'number') return String(label)
    if (typeof label !== 'string') wrong(at(place, i), `${JSON.stringify(label)} is not a label`)
    return label
  })
}

function readGroups(value: unknown, place: string): Groups {
  if (value === undefined || value === null) return {}
  return Object.fromEntries(
    Object.entries(readObject(value, place)).map(([name, children]) => [
      name,
      readLabels(children, `${place}.${name}`),
    ]),
  )
}

/**
 * Reads a table from data of unknown shape, such as parsed JSON.
 * @param mayHide whether counts may be null
 * @throws DisclosureError naming the place
 */
export function readTable(value: unknown, mayHide: boolean): Table {
  const data = readObject(value, 'the table')
  const rows = readLabels(data.rows, 'rows')
  const cols = readLabels(data.cols, 'cols')
  if (rows.length === 0) wrong('rows', 'the table is empty')
  if (cols.length === 0) wrong('cols', 'the table is empty')
  const name = data.counts === undefined && data.published !== undefined ? 'published' : 'counts'
  const lines = readList(data[name], name)
  if (lines.length !== rows.length) wrong(name, `has ${lines.length} lines for ${rows.length} rows`)
  const counts = lines.map((line, r) => {
    const list = readList(line, at(name, r))
    if (list.length !== cols.length)
      wrong(at(name, r), `has ${list.length} counts for ${cols.length} columns`)
    return list.map((count, c) => readCount(count, `${at(name, r)}[${c}]`, mayHide))
  })
  const table: Table = { rows, cols, counts }
  if (data.hierarchy !== undefined && data.hierarchy !== null) {
    const hierarchy = readObject(data.hierarchy, 'hierarchy')
    for (const axis of Object.keys(hierarchy))
      if (axis !== 'rows' && axis !== 'cols') wrong(`hierarchy.${axis}`, 'is neither rows nor cols')
    table.hierarchy = {
      rows: readGroups(hierarchy.rows, 'hierarchy.rows'),
      cols: readGroups(hierarchy.cols, 'hierarchy.cols'),
    }
  }
  const margins = readMargins(data, rows.length, cols.length)
  if (margins) table.margins = margins
  if (data.subtotals !== undefined && data.subtotals !== null) {
    const subtotals = readObject(data.subtotals, 'subtotals')
    table.subtotals = Object.fromEntries(
      Object.entries(subtotals).map(([key, count]) => [key, readCount(count, `subtotals.${key}`, true)]),
    )
  }
  return table
}

/** Margins as `{ "margins": { "rows", "cols", "total" } }` or as `rowTotals`, `colTotals`, `total`. */
function readMargins(data: Readonly<Record<string, unknown>>, rows: number, cols: number): Margins | null {
  const flat = data.rowTotals !== undefined || data.colTotals !== undefined
  if (!flat && (data.margins === undefined || data.margins === null)) return null
  const told = flat
    ? { rows: data.rowTotals, cols: data.colTotals, total: data.total }
    : readObject(data.margins, 'margins')
  const places = flat
    ? { rows: 'rowTotals', cols: 'colTotals', total: 'total' }
    : { rows: 'margins.rows', cols: 'margins.cols', total: 'margins.total' }
  const side = (key: 'rows' | 'cols', length: number) => {
    const list = readList(told[key], places[key])
    if (list.length !== length) wrong(places[key], `has ${list.length} totals for ${length} ${key}`)
    return list.map((count, i) => readCount(count, at(places[key], i), true))
  }
  const sum = (list: readonly (number | null)[]) =>
    list.reduce<number | null>((s, count) => (s === null || count === null ? null : s + count), 0)
  const margins = { rows: side('rows', rows), cols: side('cols', cols) }
  // A grand total that is not given is no secret when one side is complete.
  const total =
    told.total === undefined
      ? (sum(margins.rows) ?? sum(margins.cols))
      : readCount(told.total, places.total, true)
  return { ...margins, total }
}

/** The leaves under each label of an axis. */
function leavesOf(axis: Axis): number[][] {
  const under: number[][] = []
  axis.labels.forEach((label, i) => {
    under.push(i < axis.leaves ? [i] : label.children.flatMap((child) => under[child]!))
  })
  return under
}

/**
 * The cells and sums of a table. A subtotal or margin is taken from the table where it is given, else summed from the
 * counts; it is hidden (NaN) where neither is possible.
 *
 * @param totals whether margins are part of the table at all
 */
export function systemOf(table: Table, totals: boolean): CrossTable {
  const rows = axisOf(table.rows, table.hierarchy?.rows ?? {}, 'rows')
  const cols = axisOf(table.cols, table.hierarchy?.cols ?? {}, 'cols')
  const rowLeaves = leavesOf(rows)
  const colLeaves = leavesOf(cols)
  const sumOf = (r: number, c: number): number | null => {
    let sum = 0
    for (const i of rowLeaves[r]!)
      for (const j of colLeaves[c]!) {
        const count = table.counts[i]![j]!
        if (count === null) return null
        sum += count
      }
    return sum
  }
  const given = (r: number, c: number): number | null | undefined => {
    if (r < rows.leaves && c < cols.leaves) return table.counts[r]![c]!
    const key = `${rows.labels[r]!.name}|${cols.labels[c]!.name}`
    if (table.subtotals && Object.hasOwn(table.subtotals, key)) return table.subtotals[key]!
    if (!table.margins) return undefined
    if (r === rows.root && c === cols.root) return table.margins.total
    if (c === cols.root && r < rows.leaves) return table.margins.rows[r]!
    if (r === rows.root && c < cols.leaves) return table.margins.cols[c]!
    // The total of a group of lines, where each of them shows its own.
    const sum = (side: readonly (number | null)[], leaves: readonly number[]) =>
      leaves.reduce<number | null>((s, i) => (s === null || side[i] === null ? null : s + side[i]!), 0)
    if (c === cols.root) return sum(table.margins.rows, rowLeaves[r]!)
    if (r === rows.root) return sum(table.margins.cols, colLeaves[c]!)
    return undefined
  }
  const countAt = (r: number, c: number): number | null => {
    if (!totals && (r === rows.root || c === cols.root)) return null
    const told = given(r, c)
    return told === undefined ? sumOf(r, c) : told
  }
  return crossTable(rows, cols, countAt, totals)
}
