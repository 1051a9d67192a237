import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Link } from '../../ui/Link.tsx'
import { useT } from '../../ui/language.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { definePage } from '../../ui/page.ts'
import { useSession } from '../../ui/session.tsx'

// What is looked after here: each with the verb that opens it. A page that does not exist is not offered.
const desks: readonly { path: string; text: string; verb: string }[] = [
  { path: '/duplicates', text: 'duplicates', verb: 'duplicate.list' },
  { path: '/import', text: 'census', verb: 'census.read' },
  { path: '/admin/people-here', text: 'colleagues', verb: 'membership.list' },
  { path: '/admin/events', text: 'events', verb: 'event.list' },
  { path: '/admin/emergencies', text: 'emergencies', verb: 'glass.list' },
  { path: '/admin/tenants', text: 'tenants', verb: 'tenant.list' },
  { path: '/admin/tenant', text: 'tenant', verb: 'organization.list' },
]

function Admin() {
  const t = useT()
  const { verbs } = useSession()
  const { routesByPath } = useRouter()
  const open = desks.filter(({ path, verb }) => verbs.includes(verb) && path in routesByPath)
  return (
    <>
      <PageHeader title={t('workspace.place.admin')} lead={t('workspace.admin.lead')} />
      <ul className="sentences" aria-label={t('workspace.place.admin')}>
        {open.map(({ path, text }) => (
          <Desk key={path} href={path} title={t(`workspace.admin.${text}`)}>
            {t(`workspace.admin.${text}Help`)}
          </Desk>
        ))}
      </ul>
    </>
  )
}

const Desk = ({ href, title, children }: { href: string; title: string; children: ReactNode }) => (
  <li>
    <span>
      <Link href={href}>{title}</Link>
      <br />
      <span className="muted">{children}</span>
    </span>
  </li>
)

export const page = definePage({ path: '/admin', title: 'workspace.place.admin', Component: Admin })
