/**
 * What may be published of a cut-off. Tables whose parts are one population are hidden together, since they share
 * their totals; what changed by one or two since it was last shown is hidden too, for the difference is a person.
 */
import { certainCells, defaultRule, isSmall, type ProtectedTable, type Request } from '@integrate/disclosure'
import { nameOf } from './name.ts'
import type { Table } from './tables.ts'

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

/** A table, or one row of it that is a whole, as the method is asked for it. */
export interface Asked {
  table: Table
  row?: number
  request: Request
}

function askedOf(table: Table, shown: Shown, marginsPolicy: 'where-safe' | 'published'): Asked[] {
  const { rows, cols, counts, kind, by } = table
  const primary = primaryOf(table, shown)
  if (table.colTotals)
    return [
      {
        table,
        request: {
          rows,
          cols,
          counts,
          // Columns of equal labels are one: everybody's sex, and who is in need of this dimension.
          variables: kind === 'people' ? [by, 'sex'] : ['origin', by],
          marginsPolicy,
          primary,
        },
      },
    ]
  return rows.map((name, row) => ({
    table,
    row,
    request: {
      rows: [name],
      cols,
      counts: [counts[row]!],
      variables: ['everybody', name],
      marginsPolicy,
      primary: primary.filter(
        (key) => key.startsWith(`${name}|`) && !(marginsPolicy === 'published' && key.endsWith(`|${total}`)),
      ),
    },
  }))
}

/** What is hidden together, since it shares its totals: everybody registered, and the needs of each age group. */
export function populations(tables: readonly Table[], shown: Shown): Asked[][] {
  const groups = new Map<string, Asked[]>()
  for (const table of tables) {
    if (table.kind === 'indicators' || table.kind === 'change' || tooFew(table)) continue
    const of = table.of ?? ''
    groups.set(of, [...(groups.get(of) ?? []), ...askedOf(table, shown, 'where-safe')])
  }
  return [...groups.values()]
}

/**
 * Tables of which each row stands alone. Their total must be one that may be known; where the needs of the same group
 * hide it, or it has changed by little, nothing of them is asked.
 */
export function alone(tables: readonly Table[], published: readonly Published[], shown: Shown): Asked[] {
  return tables.flatMap((table) => {
    if (table.kind !== 'indicators' && table.kind !== 'change') return []
    const open =
      table.kind === 'change' ||
      published.some((p) => p.kind === 'needs' && p.of === table.of && p.total !== null)
    const before = shown.get(cellOf(nameOf(table), total, total))
    if (!open || tooFew(table) || changedLittle(before, table.total)) return []
    return askedOf(table, shown, 'published')
  })
}

const none = (all: readonly unknown[]): null[] => all.map(() => null)

/** The tables as they may be published; of those that were not asked, and those that cannot be protected, nothing. */
export function toPublish(
  tables: readonly Table[],
  asked: readonly Asked[],
  told: readonly ProtectedTable[],
): Published[] {
  const answers = new Map<Table, ProtectedTable[]>()
  for (const [i, { table }] of asked.entries()) answers.set(table, [...(answers.get(table) ?? []), told[i]!])
  return tables.map((table) => {
    const own = answers.get(table)
    if (!own?.every((answer) => answer.protected))
      return {
        ...table,
        counts: table.rows.map(() => none(table.cols)),
        rowTotals: none(table.rows),
        ...(table.colTotals ? { colTotals: none(table.cols) } : {}),
        total: null,
      }
    const [{ margins }] = own as [ProtectedTable]
    return {
      ...table,
      counts: own.flatMap(({ published }) => published),
      rowTotals: own.flatMap((answer) => answer.margins!.rows),
      ...(table.colTotals ? { colTotals: margins!.cols } : {}),
      total: margins!.total,
    }
  })
}
