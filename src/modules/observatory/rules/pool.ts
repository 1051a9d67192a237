/**
 * Figures of several municipalities in one, from what each may publish and nothing else: whatever is made of published
 * numbers tells no more than they do.
 */
import type { FiguresTable, PooledCount, PooledTable } from '../contract.ts'
import { nameOf } from './name.ts'

const nobody: PooledCount = { count: 0, atLeast: false }

/** A protected count adds nothing but that there may be more. */
const plus = (sum: PooledCount, count: number | null): PooledCount => ({
  count: sum.count + (count ?? 0),
  atLeast: sum.atLeast || count === null,
})

const sumOf = (counts: readonly (number | null)[]): PooledCount => counts.reduce(plus, nobody)

const union = (lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())]

/**
 * Table by table, in the order they first come. Who has not a table counted nobody in it; who has the table and not the
 * row may have counted them in another, so that the sum is "at least".
 *
 * @param municipalities the published tables of each
 */
export function pool(municipalities: readonly (readonly FiguresTable[])[]): PooledTable[] {
  const byName = new Map<string, FiguresTable[]>()
  for (const table of municipalities.flat())
    byName.set(nameOf(table), [...(byName.get(nameOf(table)) ?? []), table])
  return [...byName.values()].map(pooled)
}

function pooled(tables: readonly FiguresTable[]): PooledTable {
  const { kind, of, by } = tables[0]!
  const rows = union(tables.map((table) => table.rows))
  const cols = union(tables.map((table) => table.cols))
  const counts = rows.map((row) =>
    cols.map((col) => sumOf(tables.map((t) => t.counts[t.rows.indexOf(row)]?.[t.cols.indexOf(col)] ?? null))),
  )
  const columns = tables.every((table) => table.colTotals)
  return {
    kind,
    ...(of === undefined ? {} : { of }),
    by,
    rows,
    cols,
    counts,
    rowTotals: rows.map((row) => sumOf(tables.map((t) => t.rowTotals[t.rows.indexOf(row)] ?? null))),
    ...(columns
      ? { colTotals: cols.map((col) => sumOf(tables.map((t) => t.colTotals![t.cols.indexOf(col)] ?? null))) }
      : {}),
    total: sumOf(tables.map((table) => table.total)),
  }
}
