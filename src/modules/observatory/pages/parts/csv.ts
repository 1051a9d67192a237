import { writeCsv } from '../../../../shared/csv.ts'
import type { Figures } from '../../contract.ts'
import { nameOf } from '../../rules/name.ts'
import type { Words } from './words.ts'

const headings = [
  'cut_off',
  'figures',
  'table',
  'title',
  'row',
  'row_label',
  'column',
  'column_label',
  'people',
  'protected',
]

const total = 'total'

/** One number a line, with codes for machines and words for people; a protected one is empty and says so. */
export function figuresCsv({ cutOff, internal, tables }: Figures, words: Words, totalLabel: string): string {
  const lines = tables.flatMap((table) => {
    const line = (row: string, col: string, count: number | null) => [
      cutOff.day,
      internal ? 'internal' : 'published',
      nameOf(table),
      words.title(table),
      row,
      row === total ? totalLabel : words.row(table, row),
      col,
      col === total ? totalLabel : words.col(table, col),
      count === null ? '' : String(count),
      count === null ? 'yes' : 'no',
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
  return writeCsv([headings, ...lines], ',')
}
