import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Answered } from '../../../ui/Answered.tsx'
import { call } from '../../../ui/api.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Confirm } from '../../../ui/Confirm.tsx'
import { useAsk } from '../../../ui/data.ts'
import { useFormat } from '../../../ui/format.ts'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { definePage } from '../../../ui/page.ts'
import { Section } from '../../../ui/Sheet.tsx'
import { useCan } from '../../../ui/session.tsx'
import type { CensusBatch } from '../census/contract.ts'
import { toneOf, working } from './import/batch.ts'
import { Choices } from './import/Choices.tsx'
import { Columns } from './import/Columns.tsx'
import { Result } from './import/Result.tsx'
import { Rows } from './import/Rows.tsx'
import { WithNotice } from './person/NoticeFields.tsx'
import './registry.css'
import './import/import.css'

type Props = { params: { batchId: string } }

/** Why a load stops, where more can be said than that it did. */
const toldStops = [
  'not_allowed',
  'agreement_ended',
  'notice_missing',
  'file_not_readable',
  'broken_inside',
] as const

function ImportBatch({ params: { batchId } }: Props) {
  const client = useQueryClient()
  const [live, setLive] = useState(true)
  const batch = useAsk<CensusBatch>('/api/census/:batchId', {
    params: { batchId },
    ...(live ? { refetchInterval: 1500 } : {}),
  })
  const state = batch.data?.state
  const busy = state === undefined || working(state)
  if (busy !== live) setLive(busy)
  const again = () =>
    client.invalidateQueries({
      predicate: ({ queryKey: [url] }) => typeof url === 'string' && url.startsWith('/api/census'),
    })
  return <Answered query={batch}>{(told) => <Batch batch={told} again={again} />}</Answered>
}

type BatchProps = { batch: CensusBatch; again: () => Promise<unknown> }

function Batch({ batch, again }: BatchProps) {
  const t = useT()
  const format = useFormat()
  const may = useCan('census.import')
  const [changing, setChanging] = useState(false)
  const { state } = batch
  const asks = state === 'surveyed' || (state === 'planned' && changing)
  return (
    <>
      <PageHeader
        title={<span dir="auto">{batch.fileName ?? t('registry.import.expired')}</span>}
        back={{ href: '/import', label: t('registry.import.title') }}
        marks={<Badge tone={toneOf[state]}>{t(`registry.import.state.${state}`)}</Badge>}
        lead={t('registry.import.by', {
          name: batch.by.name,
          day: format.moment(batch.createdAt),
          source: batch.source || 'none',
        })}
      />
      {working(state) && <Working batch={batch} />}
      {state === 'unreadable' && <Unreadable batch={batch} />}
      {state === 'stopped' && (
        <Notice tone="danger" title={t('registry.import.stopped')}>
          <p>{t(`registry.import.stop.${toldStops.find((one) => one === batch.problem) ?? 'other'}`)}</p>
          <p>{t('registry.import.stoppedHelp', { created: batch.created })}</p>
        </Notice>
      )}
      {state === 'cancelled' && (
        <Notice title={t('registry.import.cancelled', { created: batch.created })}>
          <p>{t('registry.import.cancelledHelp')}</p>
        </Notice>
      )}
      {(asks || state === 'stopped') && may && batch.columns.length > 0 && (
        <>
          <Columns key={`${batch.version}`} batch={batch} onSaid={again} />
          <Section title={t('registry.import.choices.title')}>
            <WithNotice>
              {(notice) => (
                <Choices
                  key={batch.version}
                  batch={batch}
                  notice={notice}
                  onSaid={async () => {
                    await again()
                    setChanging(false)
                  }}
                />
              )}
            </WithNotice>
          </Section>
        </>
      )}
      {!asks && (state === 'planned' || state === 'done') && <Result batch={batch} />}
      {may &&
        ((state === 'planned' && !changing) ||
          (state === 'stopped' && batch.families.total !== undefined)) && (
          <Start batch={batch} again={again} onChange={() => setChanging(true)} />
        )}
      {!asks && (state === 'planned' || state === 'done') && <Rows batch={batch} />}
      {may && !['done', 'cancelled', 'unreadable'].includes(state) && <Cancel batch={batch} again={again} />}
      {['done', 'planned'].includes(state) && (
        <p className="muted">{t('registry.import.expires', { day: format.day(batch.expiresAt) })}</p>
      )}
    </>
  )
}

function Working({ batch }: { batch: CensusBatch }) {
  const t = useT()
  const loading = batch.state === 'importing'
  return (
    <Section title={t(`registry.import.working.${batch.state}`)}>
      <Progress
        label={t(loading ? 'registry.import.working.families' : 'registry.import.working.rows')}
        done={loading ? batch.families.done : batch.state === 'planning' ? batch.rowsDone : undefined}
        total={loading ? batch.families.total : batch.rowsTotal}
        mayClose
      />
      {loading && <p>{t('registry.import.working.people', { count: batch.created })}</p>}
    </Section>
  )
}

function Unreadable({ batch }: { batch: CensusBatch }) {
  const t = useT()
  return (
    <Notice tone="danger" title={t('registry.import.unreadable')}>
      <p>{t(`registry.import.fault.${batch.problem ?? 'binary'}`)}</p>
      <p>{t('registry.import.unreadableHelp')}</p>
      <p>
        <Link href="/import">{t('registry.import.another')}</Link>
      </p>
    </Notice>
  )
}

function Start({ batch, again, onChange }: BatchProps & { onChange: () => void }) {
  const t = useT()
  const [asked, setAsked] = useState(false)
  const people = batch.tally.create - batch.created
  return (
    <div className="actions import-start">
      <Button
        kind="primary"
        onPress={() => setAsked(true)}
        disabledReason={people === 0 ? t('registry.import.start.nobody') : undefined}
      >
        {t('registry.import.start.button', { people })}
      </Button>
      {batch.state === 'planned' && <Button onPress={onChange}>{t('registry.import.start.change')}</Button>}
      <Confirm
        open={asked}
        onClose={() => setAsked(false)}
        title={t('registry.import.start.title', { people })}
        action={t('registry.import.start.action')}
        onConfirm={async () => {
          await call('POST', '/api/census/:batchId/start', {
            params: { batchId: batch.id },
            body: { version: batch.version },
          })
          await again()
        }}
      >
        <p>{t('registry.import.start.help', { families: batch.families.total ?? 0 })}</p>
        <p>{t('registry.import.start.held', { rows: batch.tally.hold + batch.tally.refuse })}</p>
      </Confirm>
    </div>
  )
}

function Cancel({ batch, again }: BatchProps) {
  const t = useT()
  const [asked, setAsked] = useState(false)
  return (
    <div className="actions">
      <Button kind="quiet" onPress={() => setAsked(true)}>
        {t('registry.import.cancel.button')}
      </Button>
      <Confirm
        open={asked}
        onClose={() => setAsked(false)}
        title={t('registry.import.cancel.title')}
        action={t('registry.import.cancel.action')}
        danger
        onConfirm={async () => {
          await call('POST', '/api/census/:batchId/cancel', { params: { batchId: batch.id }, body: {} })
          await again()
        }}
      >
        <p>{t('registry.import.cancel.help')}</p>
      </Confirm>
    </div>
  )
}

export const page = definePage({
  path: '/import/$batchId',
  title: 'registry.import.title',
  verb: 'census.read',
  Component: ImportBatch,
})
