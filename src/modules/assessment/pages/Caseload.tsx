import type { AnswerOf } from '../../../shared/contract.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { useAddress } from '../../../ui/address.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { useAsk } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { useFormat } from '../../../ui/format.ts'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { definePage } from '../../../ui/page.ts'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { useCan } from '../../../ui/session.tsx'
import { Table } from '../../../ui/Table.tsx'
import { formatCode, useStaffLanguage } from '../../registry/panels.tsx'
import { type CaseloadRow, caseloadParts, type protectionCaseload, type readCaseload } from '../contract.ts'
import { BandMark } from './Protection.tsx'
import { Clock } from './parts/FlagList.tsx'
import { useWords } from './parts/words.tsx'
import './assessment.css'

const addressed = { view: 'protection', group: '18+', part: '', page: '1' }
const size = 50

const ageGroupKeys = {
  '0-11': 'from0to11',
  '12-17': 'from12to17',
  '18+': 'from18',
  not_known: 'notKnown',
} as const

/** Who waits. Protection staff see flags and bands of one age group; everybody else, support due and waiting. */
function Caseload() {
  const t = useT()
  const protection = useCan('protection.read')
  const [{ view }] = useAddress(addressed)
  const theirs = protection && view !== 'team'
  return (
    <>
      <PageHeader
        title={t('assessment.caseload.title')}
        lead={t(theirs ? 'assessment.caseload.leadProtection' : 'assessment.caseload.lead')}
        actions={
          protection && (
            <>
              <Link look="button" href="/flags">
                {t('assessment.flag.list')}
              </Link>
              <Link look="quiet" href={theirs ? '/caseload?view=team' : '/caseload'}>
                {t(theirs ? 'assessment.caseload.team' : 'assessment.caseload.protection')}
              </Link>
            </>
          )
        }
      />
      {theirs ? <OfProtection /> : <OfTheTeam />}
    </>
  )
}

function useWaiting() {
  const t = useT()
  const format = useFormat()
  return (row: { state: CaseloadRow['state']; waitingSince: string }) => {
    const days = Math.floor((Date.now() - Date.parse(row.waitingSince)) / 86_400_000)
    return (
      <>
        {t(`assessment.wait.${row.state}`)}
        <span className="said">
          {t('assessment.wait.since', { when: format.day(row.waitingSince), days })}
        </span>
      </>
    )
  }
}

const hrefOf = (row: { personId: string; state: CaseloadRow['state'] }) =>
  `/people/${row.personId}/${
    row.state === 'to_confirm' || row.state === 'contested'
      ? 'result'
      : row.state === 'confirmed'
        ? ''
        : 'interview'
  }`.replace(/\/$/, '')

const nameColumn = (header: string) => ({
  id: 'name',
  header,
  cell: (row: { name: string; code?: string | undefined }) => (
    <span dir="auto">
      {row.name} {row.code && <span className="code muted small">{formatCode(row.code)}</span>}
    </span>
  ),
})

type Part = (typeof caseloadParts)[number]
const isPart = (text: string): text is Part => caseloadParts.some((part) => part === text)

function OfTheTeam() {
  const t = useT()
  const format = useFormat()
  const words = useWords(useStaffLanguage())
  const waiting = useWaiting()
  const [{ page, part: said }, setAddress] = useAddress(addressed)
  const part = isPart(said) ? said : ''
  const query = useAsk<AnswerOf<typeof readCaseload>>('/api/caseload', {
    query: { page, size, ...(part ? { part } : {}) },
  })
  const choice = (value: Part | 'all', count: number) => ({
    value,
    label: t('assessment.caseload.partOf', { part: t(`assessment.caseload.part.${value}`), count }),
  })
  return (
    <Answered query={query} lines={8}>
      {(list) => (
        <>
          {list.counts.all > 0 && (
            <RadioGroup<Part | 'all'>
              label={t('assessment.caseload.parts')}
              value={part || 'all'}
              onChange={(chosen) => setAddress({ part: chosen === 'all' ? '' : chosen, page: '1' })}
              choices={[
                choice('all', list.counts.all),
                ...caseloadParts
                  .filter((one) => list.counts[one] > 0 || one === part)
                  .map((one) => choice(one, list.counts[one])),
              ]}
              inline
            />
          )}
          <Table<CaseloadRow>
            id="caseload"
            caption={t('assessment.caseload.caption')}
            rows={list.rows}
            rowKey={(row) => row.personId}
            rowHref={hrefOf}
            page={list.page}
            size={list.size}
            total={list.total}
            onPage={(to) => setAddress({ page: String(to) })}
            empty={
              part ? (
                <EmptyState
                  title={t('assessment.caseload.emptyPart')}
                  actions={
                    <Button onPress={() => setAddress({ part: '', page: '1' })}>
                      {t('assessment.caseload.showAll')}
                    </Button>
                  }
                />
              ) : (
                <EmptyState title={t('assessment.caseload.empty')}>
                  <p>{t('assessment.caseload.emptyHelp')}</p>
                </EmptyState>
              )
            }
            columns={[
              nameColumn(t('assessment.caseload.who')),
              {
                id: 'support',
                header: t('assessment.caseload.support'),
                cell: (row) =>
                  row.support ? (
                    <>
                      {row.support.actions.map((a) => words?.(`action.${a}`).text).join('; ')}{' '}
                      <Badge tone={Date.parse(row.support.dueAt) < Date.now() ? 'danger' : 'warn'}>
                        {t(
                          Date.parse(row.support.dueAt) < Date.now()
                            ? 'assessment.flag.overdue'
                            : 'assessment.flag.dueBy',
                          { when: format.moment(row.support.dueAt) },
                        )}
                      </Badge>
                    </>
                  ) : (
                    <span className="muted">{t('assessment.caseload.noSupport')}</span>
                  ),
              },
              { id: 'waiting', header: t('assessment.caseload.waiting'), cell: waiting },
            ]}
          />
        </>
      )}
    </Answered>
  )
}

type Protected = AnswerOf<typeof protectionCaseload>
type ProtectedRow = Protected['rows'][number]

function OfProtection() {
  const t = useT()
  const words = useWords(useStaffLanguage())
  const waiting = useWaiting()
  const [{ group, page }, setAddress] = useAddress(addressed)
  const query = useAsk<Protected>('/api/protection/caseload', { query: { ageGroup: group, page, size } })
  return (
    <Answered query={query} lines={8}>
      {(list) => (
        <>
          <RadioGroup
            label={t('assessment.caseload.group')}
            value={group as Protected['groups'][number]['ageGroup']}
            onChange={(chosen) => setAddress({ group: chosen, page: '1' })}
            choices={list.groups
              .filter((g) => g.people > 0 || g.ageGroup === group)
              .map((g) => ({
                value: g.ageGroup,
                label: t('assessment.caseload.groupOf', {
                  group: t(`assessment.ageGroup.${ageGroupKeys[g.ageGroup]}`),
                  count: g.people,
                }),
              }))}
            inline
          />
          <Table<ProtectedRow>
            id="protection-caseload"
            caption={t('assessment.caseload.captionProtection')}
            rows={list.rows}
            rowKey={(row) => row.personId}
            rowHref={(row) => `/people/${row.personId}/protection`}
            page={list.page}
            size={list.size}
            total={list.total}
            onPage={(to) => setAddress({ page: String(to) })}
            empty={
              <EmptyState title={t('assessment.caseload.emptyGroup')}>
                <p>{t('assessment.caseload.emptyGroupHelp')}</p>
              </EmptyState>
            }
            columns={[
              nameColumn(t('assessment.caseload.who')),
              {
                id: 'flags',
                header: t('assessment.flag.list'),
                cell: (row) =>
                  row.flags.length === 0 ? (
                    <span className="muted">{t('assessment.caseload.noFlag')}</span>
                  ) : (
                    row.flags.map((flag) => (
                      <span key={flag.id} className="flag-line">
                        {words?.(`redFlag.${flag.flag}.label`).text} <Clock flag={flag} />
                      </span>
                    ))
                  ),
              },
              {
                id: 'band',
                header: t('assessment.band.title'),
                cell: (row) =>
                  row.band ? (
                    <BandMark band={row.band} low={row.bandLow} />
                  ) : (
                    <span className="muted">{t('assessment.band.none')}</span>
                  ),
              },
              { id: 'waiting', header: t('assessment.caseload.waiting'), cell: waiting },
            ]}
          />
        </>
      )}
    </Answered>
  )
}

export const page = definePage({
  path: '/caseload',
  title: 'assessment.caseload.title',
  verb: 'caseload.read',
  Component: Caseload,
})
