import { Upload } from 'lucide-react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { useAddress, useGo } from '../../../ui/address.ts'
import { call } from '../../../ui/api.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { useAsk } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { FileField } from '../../../ui/FileField.tsx'
import { Form } from '../../../ui/Form.tsx'
import { useFormat } from '../../../ui/format.ts'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { definePage } from '../../../ui/page.ts'
import { Section } from '../../../ui/Sheet.tsx'
import { useCan } from '../../../ui/session.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { useForm } from '../../../ui/useForm.ts'
import type { CensusBatch, CensusBrief, listCensus } from '../census/contract.ts'
import { toneOf } from './import/batch.ts'
import './import/import.css'

const size = 20
/** `source`: the name of the census whose corrected rows are sent. */
const defaults = { page: '1', source: '' }
const mostBytes = 256 * 1024 * 1024

function Import() {
  const t = useT()
  const format = useFormat()
  const may = useCan('census.import')
  const [asked, setAsked] = useAddress(defaults)
  const page = Math.max(1, Number(asked.page) || 1)
  const list = useAsk<AnswerOf<typeof listCensus>>('/api/census', {
    query: { page, size },
    refetchInterval: 10_000,
  })
  const columns: readonly Column<CensusBrief>[] = [
    {
      id: 'file',
      header: t('registry.import.list.file'),
      cell: (b) => <span dir="auto">{b.fileName ?? t('registry.import.expired')}</span>,
    },
    {
      id: 'state',
      header: t('registry.import.list.state'),
      cell: (b) => <Badge tone={toneOf[b.state]}>{t(`registry.import.state.${b.state}`)}</Badge>,
    },
    {
      id: 'rows',
      header: t('registry.import.list.rows'),
      number: true,
      cell: (b) => (b.rowsTotal === undefined ? '' : format.number(b.rowsTotal)),
    },
    {
      id: 'created',
      header: t('registry.import.list.created'),
      number: true,
      cell: (b) => format.number(b.created),
    },
    {
      id: 'held',
      header: t('registry.import.list.held'),
      number: true,
      cell: (b) => format.number(b.tally.hold + b.tally.refuse),
    },
    { id: 'by', header: t('registry.import.list.by'), cell: (b) => b.by.name },
    { id: 'day', header: t('registry.import.list.day'), cell: (b) => format.moment(b.createdAt) },
  ]
  return (
    <>
      <PageHeader title={t('registry.import.title')} lead={t('registry.import.lead')} />
      {may && <Send source={asked.source} />}
      <Section title={t('registry.import.list.title')}>
        <Answered query={list}>
          {({ rows, total }) => (
            <Table
              id="census"
              caption={t('registry.import.list.title')}
              columns={columns}
              rows={rows}
              rowKey={(b) => b.id}
              rowHref={(b) => `/import/${b.id}`}
              page={page}
              size={size}
              total={total}
              onPage={(next) => setAsked({ page: String(next) })}
              empty={
                <EmptyState title={t('registry.import.list.none')}>
                  <p>{t('registry.import.list.noneHelp')}</p>
                </EmptyState>
              }
            />
          )}
        </Answered>
      </Section>
    </>
  )
}

function Send({ source }: { source: string }) {
  const t = useT()
  const go = useGo()
  const form = useForm<{ file: File | undefined; source: string }>({
    initial: { file: undefined, source },
    check: ({ file }) =>
      !file
        ? [{ path: 'file', message: t('registry.import.wrong.file') }]
        : file.size > mostBytes
          ? [{ path: 'file', message: t('registry.import.wrong.large') }]
          : [],
    submit: async ({ file, source }) => {
      const body = new FormData()
      body.set('file', file!)
      const sent = await call<CensusBatch>('POST', '/api/census', {
        query: { source: source.trim() || undefined },
        body,
      })
      go(`/import/${sent.id}`)
    },
  })
  return (
    <Section title={t('registry.import.send.title')}>
      <Form
        form={form}
        label={t('registry.import.send.title')}
        actions={
          <Button type="submit" kind="primary" icon={Upload} busy={form.busy}>
            {t('registry.import.send.button')}
          </Button>
        }
      >
        <FileField
          label={t('registry.import.send.file')}
          help={t('registry.import.send.fileHelp')}
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          name="file"
          onChange={(file) => form.set('file', file)}
        />
        <TextField
          label={t('registry.import.send.source')}
          help={t('registry.import.send.sourceHelp')}
          optional
          width="medium"
          maxLength={100}
          {...form.field('source')}
        />
        {form.busy && <Progress label={t('registry.import.send.busy')} />}
      </Form>
    </Section>
  )
}

export const page = definePage({
  path: '/import',
  title: 'registry.import.title',
  verb: 'census.read',
  Component: Import,
})
