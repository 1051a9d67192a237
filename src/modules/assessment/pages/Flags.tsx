import type { AnswerOf } from '../../../shared/contract.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { useAddress } from '../../../ui/address.ts'
import { useAsk } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Paging } from '../../../ui/Paging.tsx'
import { definePage } from '../../../ui/page.ts'
import type { listFlags } from '../contract.ts'
import { Acknowledge, Clock, FlagText } from './parts/FlagList.tsx'
import './assessment.css'

const addressed = { state: 'open', page: '1' }
const size = 50

/** What is due first; each with what to do and the button that takes it on. */
function Flags() {
  const t = useT()
  const [{ state, page }, setAddress] = useAddress(addressed)
  const query = useAsk<AnswerOf<typeof listFlags>>('/api/flags', {
    query: { state, page, size },
    refetchInterval: 30_000,
  })
  const open = state !== 'acknowledged'
  return (
    <>
      <PageHeader
        title={t('assessment.flag.list')}
        lead={t('assessment.flag.listLead')}
        actions={
          <>
            <Link look="button" href={open ? '/flags?state=acknowledged' : '/flags'}>
              {t(open ? 'assessment.flag.showTaken' : 'assessment.flag.showOpen')}
            </Link>
            <Link look="quiet" href="/caseload">
              {t('assessment.caseload.title')}
            </Link>
          </>
        }
      />
      <Answered query={query}>
        {(list) =>
          list.rows.length === 0 ? (
            <EmptyState title={t(open ? 'assessment.flag.noneOpen' : 'assessment.flag.noneTaken')}>
              <p>{t('assessment.flag.noneHelp')}</p>
            </EmptyState>
          ) : (
            <>
              <ul className="asked">
                {list.rows.map((row) => (
                  <li key={row.flag.id}>
                    <span>
                      <Link href={`/people/${row.personId}/protection`}>
                        <span dir="auto">{row.name}</span>
                      </Link>
                      <span className="said">
                        <FlagText flag={row.flag} />
                      </span>
                    </span>
                    <Clock flag={row.flag} />
                    <Acknowledge flag={row.flag} />
                  </li>
                ))}
              </ul>
              {list.total > list.size && (
                <Paging
                  page={list.page}
                  size={list.size}
                  total={list.total}
                  onPage={(to) => setAddress({ page: String(to) })}
                />
              )}
            </>
          )
        }
      </Answered>
    </>
  )
}

export const page = definePage({
  path: '/flags',
  title: 'assessment.flag.list',
  verb: 'flag.read',
  Component: Flags,
})
