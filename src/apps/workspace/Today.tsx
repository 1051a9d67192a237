import { Suspense } from 'react'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { definePage } from '../../ui/page.ts'
import { Apart } from '../../ui/panels.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useSession } from '../../ui/session.tsx'
import { todayPanels } from './todayPanels.ts'
import './today.css'

function Today() {
  const t = useT()
  const format = useFormat()
  const me = useSession()
  return (
    <>
      <PageHeader
        title={t('workspace.today.title')}
        lead={t('workspace.today.lead', { name: me.account.name, day: format.day(new Date()) })}
      />
      <div className="today">
        {todayPanels
          .filter((panel) => me.verbs.includes(panel.verb))
          .map(({ id, Component }) => (
            <Apart key={id}>
              <Suspense fallback={<Skeleton lines={3} />}>
                <Component />
              </Suspense>
            </Apart>
          ))}
      </div>
      <div className="today-empty">
        <EmptyState title={t('workspace.today.empty')}>{t('workspace.today.emptyHelp')}</EmptyState>
      </div>
    </>
  )
}

export const page = definePage({ path: '/', title: 'workspace.today.title', Component: Today })
