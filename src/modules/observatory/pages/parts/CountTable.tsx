import type { ReactNode } from 'react'
import { useId } from 'react'
import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'

/** A number of people, or that it is protected: never a nought in its place. */
export function Count({ count }: { count: number | null }) {
  const t = useT()
  const format = useFormat()
  return count === null ? (
    <span className="muted small">{t('observatory.protected')}</span>
  ) : (
    format.number(count)
  )
}

export interface Line {
  id: string
  label: string
  /** Part of the line above it. */
  inner?: boolean
  /** One for each column. */
  cells: readonly ReactNode[]
  /** Of 1: drawn under the label, and said in a column. */
  part?: number | undefined
}

interface Props {
  title: string
  help: string
  /** Heads the column of labels. */
  first: string
  columns: readonly string[]
  lines: readonly Line[]
  /** The last line, where lines are parts of one whole. */
  total?: readonly ReactNode[]
  /** A sentence instead of rows of noughts. */
  without?: string | undefined
}

// Spelled out because stacking on a phone (display: block) takes a table's own roles away.
const as = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  rowheader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const

/** Numbers with their definition above them; a stack on a phone. */
export function CountTable({ title, help, first, columns, lines, total, without }: Props) {
  const t = useT()
  const id = useId()
  const cells = (values: readonly ReactNode[]) =>
    values.map((value, i) => (
      <td key={columns[i]} {...as.cell} className="number">
        <span className="stack-label" aria-hidden>
          {columns[i]}
        </span>
        <span className="stack-value">{value}</span>
      </td>
    ))
  return (
    <section className="table-box figures-table" aria-labelledby={id}>
      <div>
        <h3 id={id}>{title}</h3>
        <p className="muted small">{help}</p>
      </div>
      <table className="table" {...as.table} aria-labelledby={id}>
        <thead {...as.rowgroup}>
          <tr {...as.row}>
            <th {...as.columnheader} scope="col">
              {first}
            </th>
            {columns.map((column) => (
              <th key={column} {...as.columnheader} scope="col" className="number">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...as.rowgroup}>
          {lines.map((line) => (
            <tr key={line.id} {...as.row} className={line.inner ? 'figures-inner' : undefined}>
              <th {...as.rowheader} scope="row">
                {line.label}
                {line.part !== undefined && (
                  <span className="figures-bar" style={{ inlineSize: `${line.part * 100}%` }} aria-hidden />
                )}
              </th>
              {cells(line.cells)}
            </tr>
          ))}
          {total && (
            <tr {...as.row} className="figures-total">
              <th {...as.rowheader} scope="row">
                {t('observatory.total')}
              </th>
              {cells(total)}
            </tr>
          )}
        </tbody>
      </table>
      {without && <p className="muted small">{without}</p>}
    </section>
  )
}
