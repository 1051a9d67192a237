import { createContext, type ReactNode, useContext } from 'react'
import type { TenantKind } from '../shared/actor.ts'
import type { Language } from '../shared/messages.ts'

/** The answer of `GET /api/me`. */
export type Me = {
  account: { id: string; name: string }
  tenant: { id: string; name: string; kind: TenantKind }
  organization: { id: string; name: string }
  /** The first of them names the person in the top line. */
  role: string
  roles?: readonly string[]
  verbs: readonly string[]
  language: Language
  demo: boolean
  /** The municipality's; without it, the browser's. */
  timeZone?: string
}

const Session = createContext<Me | undefined>(undefined)

export const SessionProvider = ({ me, children }: { me: Me; children: ReactNode }) => (
  <Session.Provider value={me}>{children}</Session.Provider>
)

/** Who is signed in; undefined on pages that need nobody, such as the gallery. */
export const useMaybeSession = (): Me | undefined => useContext(Session)

export function useSession(): Me {
  const me = useContext(Session)
  if (!me) throw new Error('useSession outside of a session')
  return me
}

/** Whether the viewer's role has the verb. The server decides again: this only spares a refusal. */
export const useCan = (verb: string): boolean => useContext(Session)?.verbs.includes(verb) ?? false
