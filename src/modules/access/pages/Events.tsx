import { LockKeyhole, LockKeyholeOpen } from 'lucide-react'
import { useState } from 'react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { dayToText, parseDay } from '../../../shared/day.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { useAddress } from '../../../ui/address.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Combobox } from '../../../ui/Combobox.tsx'
import { useAsk } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { useFormat } from '../../../ui/format.ts'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { PartialDate } from '../../../ui/PartialDate.tsx'
import { PrintButton } from '../../../ui/Print.tsx'
import { definePage } from '../../../ui/page.ts'
import { emptyDay, readDay, type TypedDay, typeDay } from '../../../ui/rules/typedDay.ts'
import { Table } from '../../../ui/Table.tsx'
import { useWord, useWorded } from '../../../ui/words.ts'
import type { listEvents, listMemberships } from '../contract.ts'

const defaults = { verb: '', outcome: '', account: '', from: '', to: '', page: '1' }
const size = 50

/** Every deed and every showing, without saying of whom; sealed within a minute. */
function Events() {
  const t = useT()
  const format = useFormat()
  const verb = useWord('access.verb')
  const outcome = useWord('access.outcome')
  const [asked, setAsked] = useAddress(defaults)
  const page = Math.max(1, Number(asked.page) || 1)
  const query = {
    verb: asked.verb,
    outcome: asked.outcome,
    account: asked.account,
    from: /^\d{4}-\d{2}-\d{2}$/.test(asked.from) ? asked.from : '',
    to: /^\d{4}-\d{2}-\d{2}$/.test(asked.to) ? asked.to : '',
  }
  const events = useAsk<AnswerOf<typeof listEvents>>('/api/events', { query: { ...query, page, size } })
  const filtered = Object.values(query).some(Boolean)
  return (
    <>
      <PageHeader
        title={t('access.events.title')}
        lead={t('access.events.lead')}
        back={{ href: '/admin', label: t('workspace.place.admin') }}
      />
      <Filters asked={asked} change={(change) => setAsked({ ...change, page: '1' })} filtered={filtered} />
      <Answered query={events}>
        {({ rows, total }) => (
          <Table
            id="events"
            caption={t('access.events.title')}
            rows={rows}
            rowKey={(row) => row.id}
            total={total}
            page={page}
            size={size}
            onPage={(next) => setAsked({ page: String(next) })}
            actions={<PrintButton />}
            columns={[
              { id: 'at', header: t('access.events.at'), cell: (row) => format.moment(row.at) },
              { id: 'who', header: t('access.events.who'), cell: (row) => row.accountName },
              {
                id: 'organization',
                header: t('access.colleagues.organization'),
                cell: (row) => row.organizationName,
              },
              { id: 'verb', header: t('access.events.verb'), cell: (row) => verb(row.verb) },
              {
                id: 'outcome',
                header: t('access.events.outcome'),
                cell: (row) =>
                  row.outcome === 'done' ? (
                    outcome('done')
                  ) : (
                    <Badge tone="warn">{outcome(row.outcome)}</Badge>
                  ),
              },
              {
                id: 'people',
                header: t('access.events.people'),
                cell: (row) => format.number(row.people),
                number: true,
              },
              {
                id: 'sealed',
                header: t('access.events.sealed'),
                cell: (row) => (
                  <span className="seal">
                    {row.sealed ? (
                      <LockKeyhole aria-hidden className="icon" />
                    ) : (
                      <LockKeyholeOpen aria-hidden className="icon" />
                    )}
                    {t(row.sealed ? 'access.events.isSealed' : 'access.events.notSealed')}
                  </span>
                ),
              },
            ]}
            empty={
              <EmptyState title={t('access.events.none')}>
                <p>{t('access.events.noneHelp')}</p>
              </EmptyState>
            }
          />
        )}
      </Answered>
    </>
  )
}

type Asked = typeof defaults

function Filters(props: { asked: Asked; change: (change: Partial<Asked>) => void; filtered: boolean }) {
  const { asked, change, filtered } = props
  const t = useT()
  const verbs = useWorded('access.verb')
  const outcomes = useWorded('access.outcome')
  const members = useAsk<AnswerOf<typeof listMemberships>>('/api/memberships', { query: { size: 100 } })
  const accounts = new Map((members.data?.rows ?? []).map((row) => [row.accountId, row.name]))
  return (
    <search className="event-filters screen-only" aria-label={t('access.events.filters')}>
      <Combobox
        label={t('access.events.verb')}
        filter
        value={asked.verb}
        onChange={(verb) => change({ verb })}
        choices={verbs}
      />
      <Combobox
        label={t('access.events.outcome')}
        filter
        value={asked.outcome}
        onChange={(outcome) => change({ outcome })}
        choices={outcomes}
      />
      <Combobox
        label={t('access.events.who')}
        filter
        value={asked.account}
        onChange={(account) => change({ account })}
        choices={[...accounts].map(([value, label]) => ({ value, label }))}
      />
      <div className="event-days">
        <Day label={t('access.events.from')} value={asked.from} onChange={(from) => change({ from })} />
        <Day label={t('access.events.to')} value={asked.to} onChange={(to) => change({ to })} />
      </div>
      {filtered && (
        <div className="actions">
          <Button kind="quiet" onPress={() => change(defaults)}>
            {t('access.events.clear')}
          </Button>
        </div>
      )}
    </search>
  )
}

/** Three boxes; the list follows once they are a day, or empty again. */
function Day(props: { label: string; value: string; onChange: (day: string) => void }) {
  const { label, value, onChange } = props
  const t = useT()
  const [typed, setTyped] = useState(() => typedOf(value))
  const [told, setTold] = useState(value)
  if (told !== value) {
    setTold(value)
    // Changed from elsewhere: the filters were taken away, or the browser went back.
    if (dayOf(typed) !== value) setTyped(typedOf(value))
  }
  return (
    <PartialDate
      label={label}
      help={t('access.events.dayHelp')}
      filter
      uncertain={false}
      value={typed}
      onChange={(next) => {
        setTyped(next)
        const day = dayOf(next)
        if (day !== undefined && day !== value) onChange(day)
      }}
    />
  )
}

/** A whole day, nothing, or undefined while it is being typed. */
function dayOf(typed: TypedDay): string | undefined {
  const read = readDay(typed)
  if (read.ok) return read.day.precision === 'day' ? dayToText(read.day) : undefined
  return read.reason === 'missing' ? '' : undefined
}

function typedOf(day: string): TypedDay {
  const read = parseDay(day)
  return read.ok && read.day.precision === 'day' ? typeDay(read.day) : emptyDay
}

export const page = definePage({
  path: '/admin/events',
  title: 'access.events.title',
  verb: 'event.list',
  Component: Events,
})
