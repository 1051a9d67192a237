import type { AnswerOf } from '../../../../shared/contract.ts'
import { Answered } from '../../../../ui/Answered.tsx'
import { useAddress } from '../../../../ui/address.ts'
import { useAsk } from '../../../../ui/data.ts'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { Link } from '../../../../ui/Link.tsx'
import { useT } from '../../../../ui/language.tsx'
import { Paging } from '../../../../ui/Paging.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { Section } from '../../../../ui/Sheet.tsx'
import { useCan } from '../../../../ui/session.tsx'
import type { CensusBatch, CensusRow, censusRows } from '../../census/contract.ts'
import { reasonText } from '../../rules/census-reasons.ts'
import { useStaffLanguage } from '../parts/codes.tsx'
import type { Outcome } from './batch.ts'

const size = 25
const defaults = { rows: '', why: '', page: '1' }
const kindsIn: Record<Outcome, readonly CensusBatch['reasons'][number]['kind'][]> = {
  create: ['notice'],
  hold: ['hold'],
  refuse: ['refuse'],
  ignore: ['ignore'],
}
const outcomes = ['hold', 'refuse', 'create', 'ignore'] as const satisfies readonly Outcome[]

/** The rows themselves, by what becomes of them. */
export function Rows({ batch }: { batch: CensusBatch }) {
  const t = useT()
  const first = outcomes.find((outcome) => batch.tally[outcome] > 0) ?? 'create'
  const lang = useStaffLanguage()
  const [asked, setAsked] = useAddress(defaults)
  const outcome = outcomes.find((one) => one === asked.rows) ?? first
  const kinds = kindsIn[outcome]
  const reasons = batch.reasons.filter(({ kind }) => kinds.includes(kind))
  const reason = reasons.find(({ code }) => code === asked.why)?.code
  const page = Math.max(1, Number(asked.page) || 1)
  const rows = useAsk<AnswerOf<typeof censusRows>>('/api/census/:batchId/rows', {
    params: { batchId: batch.id },
    query: { outcome, reason, page, size },
  })
  return (
    <Section title={t('registry.import.rows.title')}>
      <RadioGroup
        label={t('registry.import.rows.which')}
        inline
        value={outcome}
        onChange={(rows) => setAsked({ rows, why: '', page: '1' })}
        choices={outcomes.map((value) => ({
          value,
          label: t(`registry.import.rows.${value}`, { rows: batch.tally[value] }),
        }))}
      />
      {reasons.length > 1 && (
        <Select
          label={t('registry.import.rows.why')}
          name="why"
          width="full"
          value={reason ?? 'any'}
          onChange={(code) => setAsked({ why: code === 'any' ? '' : code, page: '1' })}
          choices={[
            { value: 'any', label: t('registry.import.rows.anyWhy') },
            ...reasons.map(({ code }) => ({ value: code, label: reasonText(code, lang).why })),
          ]}
        />
      )}
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
              {told.total > size && (
                <Paging
                  page={page}
                  size={size}
                  total={told.total}
                  onPage={(to) => setAsked({ page: String(to) })}
                />
              )}
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
                {t(`registry.register.band.${like.band}`)}
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
