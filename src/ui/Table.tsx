import { ArrowDown, ArrowUp, ChevronDown, ChevronsUpDown } from 'lucide-react'
import { type ReactNode, useId, useRef } from 'react'
import { ColumnChoice } from './ColumnChoice.tsx'
import { Link } from './Link.tsx'
import { useT } from './language.tsx'
import { Paging } from './Paging.tsx'
import { useRowKeys } from './rowKeys.ts'
import { useStored } from './stored.ts'

export type Column<Row> = {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** What is sorted, for the words of its two orders. */
  sortable?: 'words' | 'dates' | 'numbers'
  /** Hidden until chosen. */
  extra?: boolean
  /** Numbers stand at the end of their cell. */
  number?: boolean
}

type Props<Row> = {
  /** Names the table for the columns kept on this device. */
  id: string
  caption: string
  /** The first column names the row and is always shown. */
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  rowHref?: (row: Row) => string
  /** `surname` or `-surname`; the asking page sorts. */
  sort?: string
  onSort?: (sort: string) => void
  page?: number
  size?: number
  total?: number
  onPage?: (page: number) => void
  empty: ReactNode
  /** Above the table at its end, beside the choice of columns: export, print. */
  actions?: ReactNode
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

/** A quiet table; a stack on a phone. `j` and `k` walk the rows, Enter opens, `/` goes to the search. */
export function Table<Row>(props: Props<Row>) {
  const { columns, rows, rowKey, rowHref, sort, onSort, total, onPage, page = 1, size = 50 } = props
  const t = useT()
  const caption = useId()
  const body = useRef<HTMLTableSectionElement>(null)
  const [chosen, choose] = useStored<string[] | null>(`columns.${props.id}`, null)
  const first = columns[0]?.id
  const shown = columns.filter(
    (column) => column.id === first || (chosen ? chosen.includes(column.id) : !column.extra),
  )
  useRowKeys(body)

  return (
    <div className="table-box">
      <div className="table-bar">
        <p id={caption} className="table-count">
          {props.caption}
          {total !== undefined && <span className="muted"> · {t('ui.table.total', { count: total })}</span>}
        </p>
        <div className="actions">
          {onSort && <PhoneSort columns={shown} sort={sort} onSort={onSort} />}
          {props.actions}
          <ColumnChoice columns={columns} shown={shown.map((column) => column.id)} onChange={choose} />
        </div>
      </div>
      {rows.length === 0 ? (
        props.empty
      ) : (
        <table className="table" {...as.table} aria-labelledby={caption}>
          <thead {...as.rowgroup}>
            <tr {...as.row}>
              {shown.map((column) => (
                <th
                  key={column.id}
                  {...as.columnheader}
                  scope="col"
                  className={column.number ? 'number' : undefined}
                  aria-sort={sortOf(sort, column.id)}
                >
                  {column.sortable && onSort ? (
                    <SortButton column={column} sort={sort} onSort={onSort} />
                  ) : (
                    column.header
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody {...as.rowgroup} ref={body}>
            {rows.map((row) => (
              <tr {...as.row} key={rowKey(row)}>
                {shown.map((column, index) => {
                  const content = column.cell(row)
                  const href = index === 0 ? rowHref?.(row) : undefined
                  const className = column.number ? 'number' : undefined
                  return index === 0 ? (
                    <th key={column.id} {...as.rowheader} scope="row" className={className}>
                      {href ? <Link href={href}>{content}</Link> : content}
                    </th>
                  ) : (
                    <td key={column.id} {...as.cell} className={className}>
                      {/* The column's name, seen only when stacked. */}
                      <span className="stack-label" aria-hidden>
                        {column.header}
                      </span>
                      <span className="stack-value">{content}</span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {total !== undefined && onPage && total > size && (
        <Paging page={page} size={size} total={total} onPage={onPage} />
      )}
    </div>
  )
}

function sortOf(sort: string | undefined, id: string) {
  if (sort === id) return 'ascending' as const
  return sort === `-${id}` ? ('descending' as const) : undefined
}

type Sorting<Row> = { column: Column<Row>; sort: string | undefined; onSort: (sort: string) => void }

function SortButton<Row>({ column, sort, onSort }: Sorting<Row>) {
  const state = sortOf(sort, column.id)
  const Icon = state === 'ascending' ? ArrowUp : state === 'descending' ? ArrowDown : ChevronsUpDown
  return (
    <button
      type="button"
      className="sort"
      onClick={() => onSort(state === 'ascending' ? `-${column.id}` : column.id)}
    >
      {column.header}
      <Icon aria-hidden className="icon" />
    </button>
  )
}

function PhoneSort<Row>({
  columns,
  sort,
  onSort,
}: {
  columns: readonly Column<Row>[]
  sort: string | undefined
  onSort: (sort: string) => void
}) {
  const t = useT()
  const sortable = columns.filter((column) => column.sortable)
  if (sortable.length === 0) return null
  return (
    <span className="select phone-sort">
      <select
        className="input"
        aria-label={t('ui.table.sortBy')}
        value={sort ?? ''}
        onChange={(event) => onSort(event.target.value)}
      >
        {!sort && <option value="">{t('ui.table.sortBy')}</option>}
        {sortable.flatMap((column) => [
          <option key={column.id} value={column.id}>
            {t(`ui.table.ascending.${column.sortable}`, { column: column.header })}
          </option>,
          <option key={`-${column.id}`} value={`-${column.id}`}>
            {t(`ui.table.descending.${column.sortable}`, { column: column.header })}
          </option>,
        ])}
      </select>
      <ChevronDown aria-hidden className="icon" />
    </span>
  )
}
