import { useParams } from '@tanstack/react-router'
import { type ComponentType, useEffect } from 'react'
import { useT } from '../../ui/language.tsx'
import type { Page } from '../../ui/page.ts'
import { useMaybeSession } from '../../ui/session.tsx'
import { NotAllowed } from './NotAllowed.tsx'

/** Around every page: its title, and whether the role opens it. */
function PageHost({ page }: { page: Page }) {
  const params: Record<string, string> = useParams({ strict: false })
  const me = useMaybeSession()
  const t = useT()
  const title = t(page.title)
  useEffect(() => {
    document.title = `${title} · Intégrate`
  }, [title])
  if (page.verb && !me?.verbs.includes(page.verb)) return <NotAllowed />
  // Another person is another page: nothing half typed for one may appear at the next.
  return <page.Component key={Object.values(params).join('/')} params={params} />
}

export const hostOf =
  (page: Page): ComponentType =>
  () => <PageHost page={page} />
