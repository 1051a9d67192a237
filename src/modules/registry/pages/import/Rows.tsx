import { useState } from 'react'
import type { AnswerOf } from '../../../../shared/contract.ts'
import { Answered } from '../../../../ui/Answered.tsx'
import { useAsk } from '../../../../ui/data.ts'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { Link } from '../../../../ui/Link.tsx'
import { useT } from '../../../../ui/language.tsx'
import { Paging } from '../../../../ui/Paging.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import { Section } from '../../../../ui/Sheet.tsx'
import { useCan } from '../../../../ui/session.tsx'
import type { CensusBatch, CensusRow, censusRows } from '../../census/contract.ts'
import type { Outcome } from './batch.ts'

const size = 25
const outcomes = ['hold', 'refuse', 'create', 'ignore'] as const satisfies readonly Outcome[]

/** The rows themselves, by what becomes of them. */
export function Rows({ batch }: { batch: CensusBatch }) {
  const t = useT()
  const first = outcomes.find((outcome) => batch.tally[outcome] > 0) ?? 'create'
  const [outcome, setOutcome] = useState<Outcome>(first)
  const [page, setPage] = useState(1)
  const rows = useAsk<AnswerOf<typeof censusRows>>('/api/census/:batchId/rows', {
    params: { batchId: batch.id },
    query: { outcome, page, size },
  })
  return (
    <Section title={t('registry.import.rows.title')}>
      <RadioGroup
        label={t('registry.import.rows.which')}
        inline
        value={outcome}
        onChange={(chosen) => {
          setOutcome(chosen)
          setPage(1)
        }}
        choices={outcomes.map((value) => ({
          value,
          label: t(`registry.import.rows.${value}`, { rows: batch.tally[value] }),
        }))}
      />
      <Answered query={rows}>
        {(told) =>
          told.total === 0 ? (
            <EmptyState title={t('registry.import.rows.none')} />
          ) : (
            <>
              <ol className="import-rows" aria-label={t('registry.import.rows.title')}>
                {told.rows.map((row) => (
                  <Row key={row.line} row={row} batch={batch} />
                ))}
              </ol>
              {told.total > size && <Paging page={page} size={size} total={told.total} onPage={setPage} />}
            </>
          )
        }
      </Answered>
    </Section>
  )
}

function Row({ row, batch }: { row: CensusRow; batch: CensusBatch }) {
  const t = useT()
  const opens = useCan('person.read')
  const said = batch.columns
    .filter(({ use }) => use !== 'returned' && use !== 'decision')
    .map(({ key, heading, index }) => ({ key, heading, cell: row.cells[index] ?? '' }))
    .filter(({ cell }) => cell.trim() !== '')
  const told = row.reasons.filter(({ kind }) => row.outcome === 'create' || kind !== 'notice')
  return (
    <li>
      <p className="import-line">
        <span className="muted">{t('registry.import.rows.line', { line: row.line })}</span>
        {row.name && <strong dir="auto"> {row.name}</strong>}
      </p>
      {said.length > 0 ? (
        <p className="import-cells">
          {said.map(({ key, heading, cell }) => (
            <span key={key}>
              <span className="muted">{heading}: </span>
              <span dir="auto">{cell}</span>
            </span>
          ))}
        </p>
      ) : (
        row.done && <p className="muted">{t('registry.import.rows.gone')}</p>
      )}
      {told.length > 0 && (
        <ul className="import-why">
          {told.map(({ code, why, todo, suggestion }) => (
            <li key={code}>
              {why} <span className="muted">{todo}</span>
              {suggestion && <strong> {t('registry.import.rows.perhaps', { suggestion })}</strong>}
            </li>
          ))}
        </ul>
      )}
      {row.like.length > 0 && (
        <ul className="import-why">
          {row.like.map((like) => (
            <li key={like.personId ?? like.line}>
              {like.personId ? (
                <>
                  {t('registry.import.rows.likePerson')}{' '}
                  {opens ? (
                    <Link href={`/people/${like.personId}`}>{like.name}</Link>
                  ) : (
                    <strong dir="auto">{like.name}</strong>
                  )}
                </>
              ) : (
                t('registry.import.rows.likeLine', { line: like.line ?? 0 })
              )}
              <span className="muted">
                {' · '}
                {like.reasons
                  .map(({ field, agreement }) =>
                    t('registry.register.reason', {
                      field: t(`registry.register.reason.${field}`),
                      agreement: t(`registry.register.agreement.${agreement}`),
                    }),
                  )
                  .join(', ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
