/**
 * What may be published of a cut-off. Tables whose parts are one population are hidden together, since they share
 * their totals; what changed by one or two since it was last shown is hidden too, for the difference is a person.
 */
import { certainCells, defaultRule, isSmall, type Protection, type Task } from '@integrate/disclosure'
import type { Table } from './tables.ts'

export type Published = Table<number | null>

/** What was last shown of a number, by its name. */
export type Shown = ReadonlyMap<string, number>

/** A change of fewer people than this is a person or two. */
const leastChange = 3
/** Of fewer people assessed no share may be said, so nothing is. */
const leastAssessed = defaultRule.minDenominator

interface Cell<Count> {
  /** Undefined in a total over all rows, or columns. */
  row?: string
  col?: string
  count: Count
}

function* cellsOf<Count>({
  rows,
  cols,
  counts,
  rowTotals,
  colTotals,
  total,
}: Table<Count>): Generator<Cell<Count>> {
  for (const [r, row] of rows.entries()) {
    for (const [c, col] of cols.entries()) yield { row, col, count: counts[r]![c]! }
    yield { row, count: rowTotals[r]! }
  }
  if (colTotals) for (const [c, col] of cols.entries()) yield { col, count: colTotals[c]! }
  yield { count: total }
}

/** What stands in a cell, whatever table shows it: two cells of one name are one number. */
function nameOfCell({ kind, of, by }: Table<unknown>, { row, col }: Cell<unknown>): string {
  const population = kind === 'people' ? kind : `${kind === 'change' ? kind : 'needs'}:${of}`
  const parts: Record<string, string | undefined> =
    kind === 'people'
      ? { [by]: row, sex: col }
      : kind === 'origin'
        ? { origin: row, [by]: col }
        : // Each row is everybody.
          row === undefined || col === undefined
          ? {}
          : { [row]: col }
  return [
    population,
    ...Object.entries(parts)
      .flatMap(([variable, value]) => (value === undefined ? [] : [`${variable}=${value}`]))
      .sort(),
  ].join(' ')
}

/** What earlier cut-offs showed, the newest of each number standing. Told in the order they were taken. */
export function shownBefore(tables: Iterable<Published>): Shown {
  const shown = new Map<string, number>()
  for (const table of tables)
    for (const cell of cellsOf(table)) if (cell.count !== null) shown.set(nameOfCell(table, cell), cell.count)
  return shown
}

const changedLittle = (before: number | undefined, now: number): boolean =>
  before !== undefined && before !== now && Math.abs(now - before) < leastChange

/** Cells that say something certain of a few people's needs: of all of fewer than thirty, or of none of them. */
function* certainOf(table: Table): Generator<Cell<number>> {
  if (table.kind === 'people') return
  const { rows, cols, counts, colTotals } = table
  const lines = [
    ...rows.map((row, r) => ({ row, line: counts[r]! })),
    ...(colTotals ? [{ line: colTotals }] : []),
  ]
  for (const { line, ...at } of lines)
    for (const c of certainCells(line)) yield { ...at, col: cols[c]!, count: line[c]! }
}

/** Tables that are hidden together, and what the method is asked for them. */
export interface Population {
  tables: readonly Table[]
  task: Task
}

/** Those of one population share their numbers; whoever reads one reads all. */
export function populations(tables: readonly Table[], shown: Shown): Population[] {
  const groups = new Map<string, Table[]>()
  for (const table of tables) {
    const name = nameOfCell(table, { count: table.total })
    // How many were assessed is told with their needs, or nothing is.
    const told =
      table.kind === 'people' ||
      (table.total >= leastAssessed && !changedLittle(shown.get(name), table.total))
    if (told) groups.set(name, [...(groups.get(name) ?? []), table])
  }
  return [...groups].map(([total, own]) => {
    const cells = new Cells()
    for (const table of own) {
      for (const cell of cellsOf(table)) {
        const i = cells.at(nameOfCell(table, cell), cell.count)
        if (isSmall(cell.count) || changedLittle(shown.get(cells.keys[i]!), cell.count)) cells.primary.add(i)
      }
      for (const cell of certainOf(table)) cells.primary.add(cells.at(nameOfCell(table, cell), cell.count))
      cells.tie(table)
    }
    const fixed = own[0]!.kind === 'people' ? -1 : cells.at(total, own[0]!.total)
    return {
      tables: own,
      task: {
        system: { keys: cells.keys, values: Float64Array.from(cells.values), equations: cells.equations },
        primary: [...cells.primary],
        mayHide: [...cells.keys.keys()].filter((i) => i !== fixed),
      },
    }
  })
}

/** The numbers of one population, each once, and the sums among them. */
class Cells {
  readonly keys: string[] = []
  readonly values: number[] = []
  readonly primary = new Set<number>()
  readonly equations: Task['system']['equations'] = []
  private readonly index = new Map<string, number>()

  at(name: string, count: number): number {
    const known = this.index.get(name)
    if (known !== undefined) return known
    this.index.set(name, this.keys.length)
    this.values.push(count)
    return this.keys.push(name) - 1
  }

  tie(table: Table): void {
    const { rows, cols, counts, rowTotals, colTotals } = table
    const of = (cell: Cell<number>) => this.at(nameOfCell(table, cell), cell.count)
    rows.forEach((row, r) => {
      const parts = cols.map((col, c) => of({ row, col, count: counts[r]![c]! }))
      this.equations.push({ total: of({ row, count: rowTotals[r]! }), parts })
    })
    if (!colTotals) return
    cols.forEach((col, c) => {
      const parts = rows.map((row, r) => of({ row, col, count: counts[r]![c]! }))
      this.equations.push({ total: of({ col, count: colTotals[c]! }), parts })
    })
    const margin = cols.map((col, c) => of({ col, count: colTotals[c]! }))
    this.equations.push({ total: of({ count: table.total }), parts: margin })
  }
}

/** The tables as they may be published; of those that were not asked, and those that cannot be protected, nothing. */
export function toPublish(
  tables: readonly Table[],
  asked: readonly Population[],
  told: readonly Protection[],
): Published[] {
  const open = new Map<Table, ReadonlySet<string>>()
  for (const [p, { tables: own, task }] of asked.entries()) {
    const { protected: possible, primary, secondary } = told[p]!
    const hidden = new Set([...primary, ...secondary].map((i) => task.system.keys[i]!))
    if (possible) for (const table of own) open.set(table, hidden)
  }
  return tables.map((table) => {
    const hidden = open.get(table)
    const shown = (cell: Cell<number>) =>
      hidden === undefined || hidden.has(nameOfCell(table, cell)) ? null : cell.count
    const { rows, cols, counts, rowTotals, colTotals } = table
    return {
      ...table,
      counts: rows.map((row, r) => cols.map((col, c) => shown({ row, col, count: counts[r]![c]! }))),
      rowTotals: rows.map((row, r) => shown({ row, count: rowTotals[r]! })),
      ...(colTotals ? { colTotals: cols.map((col, c) => shown({ col, count: colTotals[c]! })) } : {}),
      total: shown({ count: table.total }),
    }
  })
}
