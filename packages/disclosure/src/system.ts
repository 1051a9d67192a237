import type { Axis } from './axis.ts'
import { wrong } from './errors.ts'

/** One published relation: the cell `total` is the sum of the cells `parts`. */
export interface Equation {
  total: number
  parts: number[]
}

/**
 * Any set of linked tables as the attacker sees it: cells that are counts, and sums among them.
 * `values` are the counts (NaN where not known); `keys` name them, as `row|column`.
 */
export interface System {
  keys: string[]
  values: Float64Array
  equations: Equation[]
}

/** A two-way table with its subtotals and margins. Cell (r, c) has the index `r * columns + c`, labels as in the axes. */
export interface CrossTable extends System {
  rows: Axis
  cols: Axis
}

/**
 * Builds the cells and equations of a two-way table from the values of its labels.
 *
 * Of the sums that hold, only those are written down from which the others follow: every column's sums over rows, and
 * every leaf row's sums over columns (the other way round when only columns are grouped). For a table grouped on one
 * axis at most, this leaves each cell in two equations, which makes it a network.
 *
 * @param countAt the count at two labels, or null where it is hidden
 * @param totals whether the sums over a whole axis are part of the table
 */
export function crossTable(
  rows: Axis,
  cols: Axis,
  countAt: (row: number, col: number) => number | null,
  totals: boolean,
): CrossTable {
  const width = cols.labels.length
  const at = (r: number, c: number) => r * width + c
  const keys = rows.labels.flatMap((row) => cols.labels.map((col) => `${row.name}|${col.name}`))
  const values = new Float64Array(keys.length)
  for (let r = 0; r < rows.labels.length; r++)
    for (let c = 0; c < width; c++) values[at(r, c)] = countAt(r, c) ?? Number.NaN

  const equations: Equation[] = []
  const down = (r: number, c: number) => {
    equations.push({ total: at(r, c), parts: rows.labels[r]!.children.map((child) => at(child, c)) })
  }
  const across = (r: number, c: number) => {
    equations.push({ total: at(r, c), parts: cols.labels[c]!.children.map((child) => at(r, child)) })
  }
  const shown = (axis: Axis) => axis.labels.flatMap((_, i) => (totals || i !== axis.root ? [i] : []))
  const groups = (axis: Axis) => shown(axis).filter((i) => i >= axis.leaves)
  const leaves = (axis: Axis) => shown(axis).filter((i) => i < axis.leaves)
  const flatRows = rows.labels.length === rows.leaves + 1
  const acrossRows = flatRows ? shown(rows) : leaves(rows)
  const downCols = flatRows ? leaves(cols) : shown(cols)
  for (const r of acrossRows) for (const c of groups(cols)) across(r, c)
  for (const c of downCols) for (const r of groups(rows)) down(r, c)
  return { keys, values, equations, rows, cols }
}

/**
 * Refuses numbers that contradict each other: a sum whose cells are all known and do not add up, or a total below the
 * known part of its sum.
 */
export function checkSums(system: System): void {
  for (const { total, parts } of system.equations) {
    const known = parts.filter((i) => !Number.isNaN(system.values[i]!))
    const sum = known.reduce((s, i) => s + system.values[i]!, 0)
    const value = system.values[total]!
    if (Number.isNaN(value)) continue
    if (known.length === parts.length ? sum !== value : sum > value)
      wrong(
        system.keys[total]!,
        `published as ${value}, but its parts sum to ${sum}${known.length === parts.length ? '' : ' or more'}`,
      )
  }
}

/** The index of each key. @throws DisclosureError when two cells have the same key, as a label with `|` can cause */
export function indexOfKeys(keys: readonly string[]): Map<string, number> {
  const index = new Map<string, number>()
  keys.forEach((key, i) => {
    if (index.has(key)) wrong(JSON.stringify(key), 'the labels make this key stand for two cells')
    index.set(key, i)
  })
  return index
}
