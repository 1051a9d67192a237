import { UserPlus } from 'lucide-react'
import { Suspense } from 'react'
import { Can } from '../../ui/Can.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { useFormat } from '../../ui/format.ts'
import { Link } from '../../ui/Link.tsx'
import { useT } from '../../ui/language.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { definePage } from '../../ui/page.ts'
import { Apart } from '../../ui/panels.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useSession } from '../../ui/session.tsx'
import { placesFor } from './places.ts'
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
        <EmptyState
          title={t('workspace.today.empty')}
          actions={
            <>
              <Can verb="person.register" otherwise="absent">
                {() => (
                  <Link href="/people/register" look="button" icon={UserPlus}>
                    {t('registry.people.register')}
                  </Link>
                )}
              </Can>
              {placesFor(me.verbs)
                .filter((place) => place.path !== '/')
                .map((place) => (
                  <Link key={place.path} href={place.path} look="button" icon={place.icon}>
                    {t(place.text)}
                  </Link>
                ))}
            </>
          }
        >
          {t('workspace.today.emptyHelp')}
        </EmptyState>
      </div>
    </>
  )
}

export const page = definePage({ path: '/', title: 'workspace.today.title', Component: Today })
