import { X } from 'lucide-react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { useAddress } from '../../../ui/address.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { useAsk } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { useFormat } from '../../../ui/format.ts'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { definePage } from '../../../ui/page.ts'
import { SearchField } from '../../../ui/SearchField.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Table } from '../../../ui/Table.tsx'
import type { listTenants, TenantRow } from '../contract.ts'
import { tenantOrders } from './codes.ts'
import { useChoices, useCode } from './words.ts'
import './directory.css'

const defaults = { text: '', stage: '', sort: 'name', page: '1' }
const size = 50

/** Where the strategy runs in this installation; one line a municipality, and nobody's file behind it. */
function Tenants() {
  const t = useT()
  const format = useFormat()
  const stages = useChoices('stage')
  const [asked, setAsked] = useAddress(defaults)
  const sort = tenantOrders.find((one) => one === asked.sort) ?? 'name'
  const query = {
    text: asked.text,
    stage: asked.stage,
    sort,
    page: Math.max(1, Number(asked.page) || 1),
    size,
  }
  const list = useAsk<AnswerOf<typeof listTenants>>('/api/tenants', { query })
  const change = (wanted: Partial<typeof defaults>) => setAsked({ ...wanted, page: '1' })
  return (
    <>
      <PageHeader
        title={t('directory.tenants.title')}
        lead={t('directory.tenants.lead')}
        back={{ href: '/admin', label: t('workspace.place.admin') }}
      />
      <SearchField
        key={asked.text}
        label={t('directory.tenants.search')}
        help={t('directory.tenants.searchHelp')}
        value={asked.text}
        onSearch={(text) => change({ text })}
      />
      <div className="directory-filters">
        <Select
          label={t('directory.tenant.stage')}
          filter
          value={asked.stage}
          onChange={(stage) => change({ stage })}
          choices={[
            ...(stages as { value: string; label: string }[]),
            { value: 'none', label: t('directory.tenants.noStage') },
          ]}
        />
      </div>
      <Answered query={list}>
        {({ rows, total, page }) => (
          <Table
            id="tenants"
            caption={t('directory.tenants.title')}
            rows={rows}
            rowKey={(row) => row.id}
            sort={sort}
            onSort={(chosen) => change({ sort: chosen })}
            total={total}
            page={page}
            size={size}
            onPage={(next) => setAsked({ page: String(next) })}
            columns={[
              {
                id: 'name',
                header: t('directory.field.name'),
                cell: (row) => <Name row={row} />,
                sortable: 'words',
              },
              { id: 'state', header: t('directory.tenants.state'), cell: (row) => row.state },
              { id: 'stage', header: t('directory.tenant.stage'), cell: (row) => <Stage row={row} /> },
              {
                id: 'since',
                header: t('directory.tenants.since'),
                cell: (row) => <span className="tenant-day">{format.day(row.since)}</span>,
                sortable: 'dates',
              },
              {
                id: 'organization',
                header: t('directory.tenants.organization'),
                cell: (row) => row.organization,
              },
              {
                id: 'working',
                header: t('directory.tenants.working'),
                cell: ({ organizations, accounts }) =>
                  t('directory.tenants.workingOf', { organizations, accounts }),
              },
            ]}
            empty={
              <EmptyState
                title={t('directory.tenants.none')}
                actions={
                  <Button icon={X} onPress={() => setAsked(defaults)}>
                    {t('directory.tenants.showAll')}
                  </Button>
                }
              >
                <p>{t('directory.tenants.noneHelp')}</p>
              </EmptyState>
            }
          />
        )}
      </Answered>
    </>
  )
}

/** The name it goes by here, with what it is where the name does not say it, and its key. */
function Name({ row }: { row: TenantRow }) {
  const t = useT()
  const also = [
    row.kind !== 'municipality' && t(`directory.tenant.kind.${row.kind}`),
    row.municipality !== row.name && row.municipality,
    row.cvegeo,
  ].filter(Boolean)
  return (
    <>
      {row.name}
      {also.length > 0 && <span className="tenant-also">{also.join(' · ')}</span>}
      {row.demo && (
        <span className="tenant-also">
          <Badge>{t('directory.tenants.demo')}</Badge>
        </span>
      )}
    </>
  )
}

function Stage({ row: { stage } }: { row: TenantRow }) {
  const t = useT()
  const say = useCode()
  const format = useFormat()
  if (!stage) return <span className="muted">{t('directory.tenants.noStage')}</span>
  return (
    <>
      {say('stage', stage.stage)}
      <span className="tenant-also tenant-day">
        {t('directory.tenant.since', { day: format.day(stage.fromDay) })}
      </span>
    </>
  )
}

export const page = definePage({
  path: '/admin/tenants',
  title: 'directory.tenants.title',
  verb: 'tenant.list',
  Component: Tenants,
})
