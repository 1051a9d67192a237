import { useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useT } from '../../ui/language.tsx'
import type { Me } from '../../ui/session.tsx'
import { Banners } from './Banners.tsx'
import { type Place, placeOf, placesFor } from './places.ts'
import { Rail } from './Rail.tsx'
import { TopLine } from './TopLine.tsx'

type Props = { me: Me; places?: readonly Place[]; children: ReactNode }

/** The places at the left (below on a phone), who and where I am on top, the page in the middle. */
export function Frame({ me, places = placesFor(me.verbs), children }: Props) {
  const t = useT()
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname ?? '/' })
  const main = useRef<HTMLElement>(null)
  const before = useRef(path)
  useEffect(() => {
    // After a step the reader starts at the heading, not where the last page's link was.
    if (before.current === path) return
    before.current = path
    const heading = main.current?.querySelector<HTMLElement>('h1')
    ;(heading ?? main.current)?.focus()
  }, [path])
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {t('workspace.skip')}
      </a>
      <TopLine me={me} />
      <Rail places={places} current={placeOf(path, places)} />
      <div className="frame-page">
        <Banners demo={me.demo} />
        <main id="main" ref={main} tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  )
}
