import { writeCsv } from '../../../../shared/csv.ts'
import type { Figures, PooledTable } from '../../contract.ts'
import { nameOf } from '../../rules/name.ts'
import type { Table } from '../../rules/tables.ts'
import type { Words } from './words.ts'

const place = ['table', 'title', 'row', 'row_label', 'column', 'column_label']
const total = 'total'

/** One number a line, with codes for machines and words for people; `write` gives the number's own cells. */
const linesOf = <Count>(
  tables: readonly Table<Count>[],
  words: Words,
  totalLabel: string,
  write: (count: Count) => string[],
): string[][] =>
  tables.flatMap((table) => {
    const line = (row: string, col: string, count: Count) => [
      nameOf(table),
      words.title(table),
      row,
      row === total ? totalLabel : words.row(table, row),
      col,
      col === total ? totalLabel : words.col(table, col),
      ...write(count),
    ]
    return [
      ...table.rows.flatMap((row, r) => [
        ...table.cols.map((col, c) => line(row, col, table.counts[r]![c]!)),
        line(row, total, table.rowTotals[r]!),
      ]),
      ...(table.colTotals?.map((count, c) => line(total, table.cols[c]!, count)) ?? []),
      line(total, total, table.total),
    ]
  })

/** A protected number is empty and says so. */
export function figuresCsv(
  { cutOff, internal, tables }: Pick<Figures, 'internal' | 'tables'> & { cutOff: { day: string } },
  words: Words,
  totalLabel: string,
): string {
  const about = [cutOff.day, internal ? 'internal' : 'published']
  const lines = linesOf(tables, words, totalLabel, (count) =>
    count === null ? ['', 'yes'] : [String(count), 'no'],
  )
  return writeCsv(
    [['cut_off', 'figures', ...place, 'people', 'protected'], ...lines.map((line) => [...about, ...line])],
    ',',
  )
}

/** A sum to which some municipality's protected count is wanting says that it is the least there can be. */
export function pooledCsv(tables: readonly PooledTable[], words: Words, totalLabel: string): string {
  const lines = linesOf(tables, words, totalLabel, ({ count, atLeast }) => [
    String(count),
    atLeast ? 'yes' : 'no',
  ])
  return writeCsv([[...place, 'people', 'at_least'], ...lines], ',')
}
