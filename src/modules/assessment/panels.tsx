/** What the assessment shows on other pages: on a person's, and on today's. */
import type { AnswerOf } from '../../shared/contract.ts'
import { Answered } from '../../ui/Answered.tsx'
import { ApiProblem } from '../../ui/api.ts'
import { Badge } from '../../ui/Badge.tsx'
import { useAsk } from '../../ui/data.ts'
import { useFormat } from '../../ui/format.ts'
import { Link } from '../../ui/Link.tsx'
import { useT } from '../../ui/language.tsx'
import { Section, Sentences } from '../../ui/Sheet.tsx'
import { useCan } from '../../ui/session.tsx'
import { useStaffLanguage } from '../registry/panels.tsx'
import type { Interview, listFlags, readCaseload, readResult } from './contract.ts'
import { FlagButton } from './pages/parts/Flag.tsx'
import { Clock } from './pages/parts/FlagList.tsx'
import { Spoken, supportOf, useWords } from './pages/parts/words.tsx'
import './pages/assessment.css'

export { useWords as useInstrumentWords } from './pages/parts/words.tsx'

/** On the person's page: what we can support as last seen, and the interview one tap away. */
export function AssessmentPanel({ personId }: { personId: string }) {
  const t = useT()
  const words = useWords(useStaffLanguage())
  const format = useFormat()
  const protection = useCan('protection.read')
  const query = useAsk<AnswerOf<typeof readResult>>('/api/people/:personId/result', {
    params: { personId },
    keep: false,
  })
  // The first interview has no result to say that it is under way.
  const first = useAsk<Interview>('/api/people/:personId/interview', {
    params: { personId },
    enabled: query.data === null,
    keep: false,
  })
  const underWay = query.data ? query.data.underWay : first.data?.assessment !== undefined
  // Until it is known which, neither is said: to begin what is under way would be wrong.
  const known = query.data !== undefined && (query.data !== null || !first.isPending)
  const closed = query.error instanceof ApiProblem && query.error.code === 'grant_not_held'
  if (closed) return null
  return (
    <Section
      title={t('assessment.panel.title')}
      actions={
        <>
          {known && (
            <Link look="button" href={`/people/${personId}/interview`}>
              {t(
                underWay
                  ? 'assessment.panel.goOn'
                  : query.data
                    ? 'assessment.panel.again'
                    : 'assessment.panel.start',
              )}
            </Link>
          )}
          {protection && (
            <Link look="quiet" href={`/people/${personId}/protection`}>
              {t('assessment.protection.open')}
            </Link>
          )}
        </>
      }
    >
      <Answered query={query} lines={2}>
        {(result) =>
          result ? (
            <>
              {words && result.needs.length > 0 && (
                <ul className="needs-brief">
                  {result.needs
                    .filter((n) => !result.decision?.setAside.includes(n.indicator))
                    .map((need) => (
                      <li key={need.indicator}>
                        <Spoken said={supportOf(words, need.indicator)} />
                      </li>
                    ))}
                </ul>
              )}
              {words && result.needs.length === 0 && <p>{words('frame.no_needs').text}</p>}
              <p className="panel-end">
                <span className="muted">
                  {t('assessment.result.lead', {
                    when: format.day(result.assessment.finishedAt),
                    by: result.assessment.finishedBy,
                  })}
                </span>
                {!result.decision && <Badge tone="info">{t('assessment.wait.to_confirm')}</Badge>}
                {result.contests.some((c) => !c.answer) && (
                  <Badge tone="warn">{t('assessment.wait.contested')}</Badge>
                )}
                <Link href={`/people/${personId}/result`}>{t('assessment.panel.see')}</Link>
              </p>
            </>
          ) : (
            known && (
              <p className="muted">{t(underWay ? 'assessment.panel.begun' : 'assessment.panel.none')}</p>
            )
          )
        }
      </Answered>
    </Section>
  )
}

/** Among what to know now: a red flag is one tap away from the file too. */
export const FlagPanel = ({ personId }: { personId: string }) => (
  <p>
    <FlagButton personId={personId} />
  </p>
)

/** Today, for protection staff: flags that nobody has taken on yet; the way to their lists also when there are none. */
export function FlagsToday() {
  const t = useT()
  const words = useWords(useStaffLanguage())
  const query = useAsk<AnswerOf<typeof listFlags>>('/api/flags', {
    query: { state: 'open', size: 10 },
    refetchInterval: 30_000,
  })
  return (
    <Section
      title={t('assessment.today.flags')}
      actions={
        <>
          <Link href="/flags">{t('assessment.today.all', { count: query.data?.total ?? 1 })}</Link>
          <Link href="/caseload">{t('assessment.caseload.protection')}</Link>
        </>
      }
    >
      <Answered query={query} lines={2}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="muted">{t('assessment.flag.noneOpen')}</p>
          ) : (
            <Sentences
              label={t('assessment.today.flags')}
              sentences={rows.map((row) => ({
                id: row.flag.id,
                text: t('assessment.today.flag', {
                  what: words?.(`redFlag.${row.flag.flag}.label`).text ?? '',
                  name: row.name,
                }),
                mark: <Clock flag={row.flag} />,
                actions: (
                  <Link look="button" href={`/people/${row.personId}/protection`}>
                    {t('assessment.today.attend')}
                  </Link>
                ),
              }))}
            />
          )
        }
      </Answered>
    </Section>
  )
}

/** Today, for everybody who accompanies: support due, then who has waited longest. */
export function CaseloadToday() {
  const t = useT()
  const format = useFormat()
  const words = useWords(useStaffLanguage())
  const query = useAsk<AnswerOf<typeof readCaseload>>('/api/caseload', { query: { size: 8 } })
  const list = query.data
  if (list && list.total === 0) return null
  return (
    <Section
      title={t('assessment.today.waiting')}
      actions={<Link href="/caseload">{t('assessment.today.all', { count: list?.total ?? 0 })}</Link>}
    >
      <Answered query={query} lines={4}>
        {({ rows }) => (
          <Sentences
            label={t('assessment.today.waiting')}
            sentences={rows.map((row) => {
              const result = row.state === 'to_confirm' || row.state === 'contested'
              return {
                id: row.personId,
                text: row.support
                  ? t('assessment.today.support', {
                      what: row.support.actions.map((a) => words?.(`action.${a}`).text ?? '').join('; '),
                      name: row.name,
                    })
                  : t(`assessment.today.${row.state}`, { name: row.name }),
                mark: row.support ? (
                  <Badge tone={Date.parse(row.support.dueAt) < Date.now() ? 'danger' : 'warn'}>
                    {t(
                      Date.parse(row.support.dueAt) < Date.now()
                        ? 'assessment.flag.overdue'
                        : 'assessment.flag.dueBy',
                      { when: format.moment(row.support.dueAt) },
                    )}
                  </Badge>
                ) : (
                  <span className="muted small">
                    {t('assessment.today.since', { when: format.day(row.waitingSince) })}
                  </span>
                ),
                actions: (
                  <Link
                    look="button"
                    href={`/people/${row.personId}${row.support ? '' : result ? '/result' : '/interview'}`}
                  >
                    {t(
                      row.support
                        ? 'assessment.today.openFile'
                        : result
                          ? 'assessment.today.openResult'
                          : row.state === 'interviewing'
                            ? 'assessment.panel.goOn'
                            : row.state === 'to_reassess'
                              ? 'assessment.panel.again'
                              : 'assessment.panel.start',
                    )}
                  </Link>
                ),
              }
            })}
          />
        )}
      </Answered>
    </Section>
  )
}
