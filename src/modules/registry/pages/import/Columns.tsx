import { useState } from 'react'
import { call } from '../../../../ui/api.ts'
import { Badge } from '../../../../ui/Badge.tsx'
import { Button } from '../../../../ui/Button.tsx'
import { Form } from '../../../../ui/Form.tsx'
import { useT } from '../../../../ui/language.tsx'
import { Notice } from '../../../../ui/Notice.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { Section } from '../../../../ui/Sheet.tsx'
import { TextField } from '../../../../ui/TextField.tsx'
import { useForm } from '../../../../ui/useForm.ts'
import type { CensusBatch } from '../../census/contract.ts'
import { doubtful, type Use, uses } from './batch.ts'

type Props = { batch: CensusBatch; onSaid: () => Promise<unknown> }

/** Each column of the file, what is in it, and what it was taken for. */
export function Columns({ batch, onSaid }: Props) {
  const t = useT()
  const missing = batch.problem === 'no_name_column' || batch.problem === 'no_headings'
  const [correcting, setCorrecting] = useState(missing)
  const unsure = batch.columns.filter(doubtful)
  return (
    <Section
      title={t('registry.import.columns.title')}
      actions={
        !correcting && (
          <Button onPress={() => setCorrecting(true)}>{t('registry.import.columns.correct')}</Button>
        )
      }
    >
      {(missing || batch.problem === 'no_rows') && (
        <Notice tone="warn" title={t(`registry.import.problem.${batch.problem}`)} />
      )}
      {batch.remembered && <p className="muted">{t('registry.import.columns.remembered')}</p>}
      {correcting ? (
        <Correct
          batch={batch}
          onCancel={() => setCorrecting(false)}
          onSaid={async () => {
            await onSaid()
            setCorrecting(false)
          }}
        />
      ) : (
        <>
          <p>
            {t('registry.import.columns.summary', {
              known: batch.columns.filter(({ use }) => use !== 'none').length,
              total: batch.columns.length,
              unsure: unsure.length,
            })}
          </p>
          <ul className="import-columns">
            {batch.columns.map((column) => (
              <li key={column.key}>
                <span className="import-column">
                  <strong dir="auto">
                    {column.heading || t('registry.import.columns.blank', { n: column.index + 1 })}
                  </strong>
                  <span className="muted" dir="auto">
                    {column.examples.join(' · ') || t('registry.import.columns.noExamples')}
                  </span>
                </span>
                <span className="import-use">
                  <span>{t(`registry.import.use.${column.use}`)}</span>
                  {doubtful(column) && <Badge tone="warn">{t('registry.import.columns.look')}</Badge>}
                  {column.sensitive && <Badge tone="info">{t('registry.import.columns.sensitive')}</Badge>}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

function Correct({ batch, onCancel, onSaid }: Props & { onCancel: () => void }) {
  const t = useT()
  const form = useForm<{ line: string; uses: Record<string, Use> }>({
    initial: {
      line: String(batch.headingsLine ?? 0),
      uses: Object.fromEntries(batch.columns.map(({ key, use }) => [key, use])),
    },
    check: ({ line }) =>
      /^\d{1,3}$/.test(line.trim()) && Number(line) <= 500
        ? []
        : [{ path: 'headingsLine', message: t('registry.import.wrong.line') }],
    submit: async (typed) => {
      const line = Number(typed.line)
      const moved = line !== (batch.headingsLine ?? 0)
      await call<CensusBatch>('PUT', '/api/census/:batchId/columns', {
        params: { batchId: batch.id },
        body: {
          version: batch.version,
          columns: moved
            ? []
            : batch.columns.flatMap(({ key, use }) => {
                const said = typed.uses[key] ?? use
                return [{ key, use: said }]
              }),
          ...(moved ? { headingsLine: line } : {}),
        },
      })
      await onSaid()
    },
  })
  const moved = form.values.line.trim() !== String(batch.headingsLine ?? 0)
  const choices = uses.map((use) => ({ value: use, label: t(`registry.import.use.${use}`) }))
  return (
    <Form
      form={form}
      label={t('registry.import.columns.title')}
      actions={
        <>
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('registry.import.columns.save')}
          </Button>
          <Button kind="quiet" onPress={onCancel}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('registry.import.columns.line')}
        help={t('registry.import.columns.lineHelp')}
        width="short"
        name="headingsLine"
        maxLength={3}
        value={form.values.line}
        onChange={(line) => form.set('line', line)}
      />
      {moved ? (
        <Notice title={t('registry.import.columns.moved')} />
      ) : (
        <div className="import-selects">
          {batch.columns.map(({ key, heading, index, examples, use }) => (
            <Select
              key={key}
              label={heading || t('registry.import.columns.blank', { n: index + 1 })}
              help={examples.length > 0 ? <span dir="auto">{examples.join(' · ')}</span> : undefined}
              width="full"
              choices={choices}
              value={form.values.uses[key] ?? use}
              onChange={(said) => form.set('uses', { ...form.values.uses, [key]: said || 'none' })}
            />
          ))}
        </div>
      )}
    </Form>
  )
}
