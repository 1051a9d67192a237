import { useState } from 'react'
import { fold } from '../../../shared/fold.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { useFormat } from '../../../ui/format.ts'
import { useT } from '../../../ui/language.tsx'
import { SearchField } from '../../../ui/SearchField.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'

type River = { id: string; name: string; km: number; visited: string; clean: boolean }

const rivers: readonly River[] = [
  { id: 'colorado', name: 'Río Colorado', km: 2330, visited: '2026-11-20', clean: true },
  { id: 'bravo', name: 'Río Bravo', km: 3051, visited: '2026-10-02', clean: false },
  { id: 'artibonite', name: 'Latibonit', km: 321, visited: '2026-09-27', clean: true },
  { id: 'usumacinta', name: 'Usumacinta', km: 1100, visited: '2026-03-01', clean: true },
  { id: 'lempa', name: 'Lempa', km: 422, visited: '2025-12-31', clean: false },
]
const size = 3

/** Rivers, because a list of people would have to be invented. */
export function TableExample() {
  const t = useT()
  const format = useFormat()
  const [sort, setSort] = useState('name')
  const [page, setPage] = useState(1)
  const [typed, setTyped] = useState('')
  const key = sort.replace('-', '') as 'name' | 'km'
  const found = rivers
    .filter((river) => fold(river.name).includes(fold(typed)))
    .sort((a, b) => (key === 'km' ? a.km - b.km : a.name.localeCompare(b.name)))
  if (sort.startsWith('-')) found.reverse()
  const columns: Column<River>[] = [
    { id: 'name', header: t('workspace.gallery.river'), cell: (river) => river.name, sortable: 'words' },
    {
      id: 'km',
      header: t('workspace.gallery.length'),
      cell: (r) => format.number(r.km),
      sortable: 'numbers',
      number: true,
    },
    { id: 'visited', header: t('workspace.gallery.visited'), cell: (river) => format.day(river.visited) },
    {
      id: 'clean',
      header: t('workspace.gallery.water'),
      cell: (river) =>
        river.clean ? (
          <Badge tone="ok">{t('workspace.gallery.clean')}</Badge>
        ) : (
          <Badge tone="warn">{t('workspace.gallery.unclean')}</Badge>
        ),
    },
    { id: 'code', header: t('workspace.gallery.code'), cell: (river) => river.id, extra: true },
  ]
  return (
    <>
      <SearchField
        label={t('workspace.gallery.findRiver')}
        value={typed}
        onSearch={(text) => {
          setTyped(text)
          setPage(1)
        }}
      />
      <Table
        id="gallery"
        caption={t('workspace.gallery.rivers')}
        columns={columns}
        rows={found.slice((page - 1) * size, page * size)}
        rowKey={(river) => river.id}
        rowHref={() => '/ui'}
        sort={sort}
        onSort={setSort}
        page={page}
        size={size}
        total={found.length}
        onPage={setPage}
        empty={
          <EmptyState
            title={t('workspace.gallery.noRiver', { typed })}
            actions={<Button onPress={() => setTyped('')}>{t('workspace.gallery.allRivers')}</Button>}
          >
            <p>{t('workspace.gallery.noRiverHelp')}</p>
          </EmptyState>
        }
      />
    </>
  )
}
