/**
 * What may be published of a cut-off. Tables whose parts are one population are hidden together, since they share
 * their totals; what changed by one or two since it was last shown is hidden too, for the difference is a person.
 */
import { certainCells, defaultRule, isSmall, type ProtectedTable, type Request } from '@integrate/disclosure'
import { nameOf, type Table } from './tables.ts'

export type Published = Table<number | null>

/** What was last shown of a cell, by the name of its table and its key. */
export type Shown = ReadonlyMap<string, number>

const total = 'Total'
/** A change of fewer people than this is a person or two. */
const leastChange = 3
/** Of fewer people assessed no share may be said, so nothing is. */
const leastAssessed = defaultRule.minDenominator

const cellOf = (name: string, row: string, col: string) => `${name} ${row}|${col}`

type Cell<Count> = { row: string; col: string; count: Count }

function* cellsOf<Count>(table: Table<Count>): Generator<Cell<Count>> {
  for (const [r, row] of table.rows.entries()) {
    for (const [c, col] of table.cols.entries()) yield { row, col, count: table.counts[r]![c]! }
    yield { row, col: total, count: table.rowTotals[r]! }
  }
  for (const [c, col] of table.cols.entries())
    if (table.colTotals) yield { row: total, col, count: table.colTotals[c]! }
  yield { row: total, col: total, count: table.total }
}

/** What earlier cut-offs showed, the newest of each cell standing. */
export function shownBefore(earlier: readonly (readonly Published[])[]): Shown {
  const shown = new Map<string, number>()
  for (const tables of earlier)
    for (const table of tables)
      for (const { row, col, count } of cellsOf(table))
        if (count !== null) shown.set(cellOf(nameOf(table), row, col), count)
  return shown
}

const changedLittle = (before: number | undefined, now: number): boolean =>
  before !== undefined && before !== now && Math.abs(now - before) < leastChange

const tooFew = (table: Table): boolean => table.kind !== 'people' && table.total < leastAssessed

/** What of people says something certain of a few: everybody of fewer than thirty, or nobody. */
function certain(table: Table): string[] {
  if (table.kind === 'people') return []
  const lines = [
    ...table.rows.map((row, r) => ({ row, line: table.counts[r]! })),
    ...(table.colTotals ? [{ row: total, line: table.colTotals }] : []),
  ]
  return lines.flatMap(({ row, line }) => certainCells(line).map((c) => `${row}|${table.cols[c]!}`))
}

function primaryOf(table: Table, shown: Shown): string[] {
  const name = nameOf(table)
  const keys = new Set(certain(table))
  for (const { row, col, count } of cellsOf(table))
    if (isSmall(count) || changedLittle(shown.get(cellOf(name, row, col)), count)) keys.add(`${row}|${col}`)
  return [...keys]
}

/** Tables to be hidden together: those of everybody registered, and those of each age group assessed. */
export function populations(tables: readonly Table[]): Table[][] {
  const groups = new Map<string, Table[]>()
  for (const table of tables) {
    if (!table.colTotals || tooFew(table)) continue
    const name = `${table.kind}:${table.of ?? ''}`
    groups.set(name, [...(groups.get(name) ?? []), table])
  }
  return [...groups.values()]
}

/** What the method is asked for tables of one population. */
export const asked = (tables: readonly Table[], shown: Shown): Request[] =>
  tables.map((table) => ({
    rows: table.rows,
    cols: table.cols,
    counts: table.counts,
    variables: [table.kind === 'people' ? table.by : 'origin', table.kind === 'people' ? 'sex' : table.by],
    marginsPolicy: 'where-safe',
    primary: primaryOf(table, shown),
  }))

export const toPublish = (table: Table, { published, margins }: ProtectedTable): Published => ({
  ...table,
  counts: published,
  rowTotals: margins!.rows,
  colTotals: margins!.cols,
  total: margins!.total,
})

const none = (all: readonly unknown[]): null[] => all.map(() => null)

export const withheld = (table: Table): Published => ({
  ...table,
  counts: table.rows.map(() => none(table.cols)),
  rowTotals: none(table.rows),
  ...(table.colTotals ? { colTotals: none(table.cols) } : {}),
  total: null,
})

/**
 * Tables of which each row is the whole. Their total must be one that may be known; where the needs of the same group
 * hide it, or it has changed by little, nothing of them is shown.
 */
export function lines(
  tables: readonly Table[],
  published: readonly Published[],
  shown: Shown,
): { table: Table; requests: Request[] | null }[] {
  return tables
    .filter((table) => !table.colTotals)
    .map((table) => {
      const open =
        table.kind === 'change' ||
        published.some((p) => p.kind === 'needs' && p.of === table.of && p.total !== null)
      const before = shown.get(cellOf(nameOf(table), total, total))
      if (!open || tooFew(table) || changedLittle(before, table.total)) return { table, requests: null }
      const primary = primaryOf(table, shown)
      return {
        table,
        requests: table.rows.map((row, r) => ({
          rows: [row],
          cols: table.cols,
          counts: [table.counts[r]!],
          marginsPolicy: 'published',
          primary: primary.filter((key) => key.startsWith(`${row}|`) && !key.endsWith(`|${total}`)),
        })),
      }
    })
}

export function linesToPublish(table: Table, hidden: readonly ProtectedTable[] | null): Published {
  if (!hidden?.every((row) => row.protected)) return withheld(table)
  return { ...table, counts: hidden.map((row) => row.published[0]!) }
}
