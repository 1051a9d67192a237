import { Plus } from 'lucide-react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { useAddress } from '../../../ui/address.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { useAsk } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { useFormat } from '../../../ui/format.ts'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { definePage } from '../../../ui/page.ts'
import { SearchField } from '../../../ui/SearchField.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useCan } from '../../../ui/session.tsx'
import { Table } from '../../../ui/Table.tsx'
import type { listOrganizations, OrganizationRow } from '../contract.ts'
import { useChoices, useCode } from './words.ts'
import './directory.css'

const defaults = { text: '', kind: '', sector: '', agreement: '', page: '1' }
const size = 50

/** Who is there to help, and whose agreement lives: without one nobody sees a file. */
function Services() {
  const t = useT()
  const say = useCode()
  const may = useCan('organization.add')
  const kinds = useChoices('kind')
  const sectors = useChoices('sector')
  const agreements = useChoices('agreement')
  const [asked, setAsked] = useAddress(defaults)
  const page = Math.max(1, Number(asked.page) || 1)
  const { page: _, ...filters } = asked
  const list = useAsk<AnswerOf<typeof listOrganizations>>('/api/organizations', {
    query: { ...filters, page, size },
  })
  const change = (wanted: Partial<typeof defaults>) => setAsked({ ...wanted, page: '1' })
  return (
    <>
      <PageHeader
        title={t('directory.services.title')}
        lead={t('directory.services.lead')}
        actions={
          may && (
            <Link look="primary" icon={Plus} href="/services/new">
              {t('directory.services.add')}
            </Link>
          )
        }
      />
      <SearchField
        key={asked.text}
        label={t('directory.services.search')}
        value={asked.text}
        onSearch={(text) => change({ text })}
      />
      <div className="directory-filters">
        <Select
          label={t('directory.field.kind')}
          filter
          value={asked.kind}
          onChange={(kind) => change({ kind })}
          choices={kinds as { value: string; label: string }[]}
        />
        <Select
          label={t('directory.field.sector')}
          filter
          value={asked.sector}
          onChange={(sector) => change({ sector })}
          choices={sectors as { value: string; label: string }[]}
        />
        <Select
          label={t('directory.field.agreement')}
          filter
          value={asked.agreement}
          onChange={(agreement) => change({ agreement })}
          choices={agreements as { value: string; label: string }[]}
        />
      </div>
      <Answered query={list}>
        {({ rows, total }) => (
          <Table
            id="organizations"
            caption={t('directory.services.caption')}
            rows={rows}
            rowKey={(row) => row.organizationId}
            rowHref={(row) => `/services/${row.organizationId}`}
            total={total}
            page={page}
            size={size}
            onPage={(next) => setAsked({ page: String(next) })}
            columns={[
              { id: 'name', header: t('directory.field.name'), cell: (row) => row.name },
              { id: 'kind', header: t('directory.field.kind'), cell: (row) => say('kind', row.kind) },
              {
                id: 'sector',
                header: t('directory.field.sector'),
                cell: (row) => row.sector && say('sector', row.sector),
              },
              {
                id: 'agreement',
                header: t('directory.field.agreement'),
                cell: (row) => <Standing row={row} />,
              },
              {
                id: 'places',
                header: t('directory.field.places'),
                cell: (row) => row.places,
                number: true,
              },
            ]}
            empty={
              <EmptyState title={t('directory.services.none')}>
                <p>{t('directory.services.noneHelp')}</p>
              </EmptyState>
            }
          />
        )}
      </Answered>
    </>
  )
}

function Standing({ row }: { row: OrganizationRow }) {
  const t = useT()
  const say = useCode()
  const format = useFormat()
  if (!row.receivesPeople) return <Badge>{t('directory.services.noPeople')}</Badge>
  if (row.agreement === 'none') return <Badge tone="warn">{say('agreement', 'none')}</Badge>
  const until = row.agreementUntil
    ? t('directory.services.until', { day: format.day(row.agreementUntil) })
    : say('agreement', row.agreement)
  return row.agreement === 'ending' ? <Badge tone="warn">{until}</Badge> : until
}

export const page = definePage({
  path: '/services',
  title: 'directory.services.title',
  verb: 'organization.list',
  Component: Services,
})
