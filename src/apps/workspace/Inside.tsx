import { Outlet } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { chooseLanguage } from '../../shared/messages.ts'
import { onSignedOut } from '../../ui/api.ts'
import { useAsk } from '../../ui/data.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { PanelsProvider } from '../../ui/panels.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { type Me, SessionProvider } from '../../ui/session.tsx'
import { Frame } from './Frame.tsx'
import { IdleLock } from './IdleLock.tsx'
import { personPanels } from './personPanels.ts'
import { chosenLanguage, setLanguage } from './preferences.ts'
import { goToSignIn } from './signIn.ts'

/** Knows who is there before it shows anything; goes to the sign-in page, keeping the place, when nobody is. */
export function Inside() {
  const [locked, setLocked] = useState(false)
  useEffect(
    () => onSignedOut((problem) => (problem.code === 'session_locked' ? setLocked(true) : goToSignIn())),
    [],
  )
  const query = useAsk<Me>('/api/me', { refetchInterval: 5 * 60_000 })
  const me = query.data
  useEffect(() => {
    if (me && !chosenLanguage()) setLanguage(chooseLanguage('staff', [me.language]))
  }, [me])

  if (!me) {
    const signedOut = query.error?.status === 401 && !locked
    if (locked) return <IdleLock locked onLocked={setLocked} onUnlocked={() => void query.refetch()} />
    return (
      <main className="alone">
        {query.isError && !signedOut ? (
          <ProblemNotice problem={query.error} retry={() => void query.refetch()} />
        ) : (
          <Skeleton lines={3} />
        )}
      </main>
    )
  }
  return (
    <SessionProvider me={me}>
      <IdleLock locked={locked} onLocked={setLocked}>
        <PanelsProvider person={personPanels}>
          <Frame me={me}>
            <Outlet />
          </Frame>
        </PanelsProvider>
      </IdleLock>
    </SessionProvider>
  )
}
