import { Building2, ClipboardList, type LucideIcon, Settings, Sun, Users } from 'lucide-react'

export type Place = {
  path: string
  text: string
  icon: LucideIcon
  /** Addresses of their own that are reached from it. */
  holds?: readonly string[]
  /** Any of these opens it; none means everyone. */
  verbs: readonly string[]
}

export const everyPlace: readonly Place[] = [
  { path: '/', text: 'workspace.place.today', icon: Sun, verbs: [] },
  {
    path: '/people',
    text: 'workspace.place.people',
    icon: Users,
    holds: ['/emergency', '/caseload', '/flags'],
    verbs: ['person.list'],
  },
  { path: '/services', text: 'workspace.place.services', icon: Building2, verbs: ['organization.list'] },
  { path: '/reports', text: 'workspace.place.reports', icon: ClipboardList, verbs: ['figures.read'] },
  {
    path: '/admin',
    text: 'workspace.place.admin',
    icon: Settings,
    holds: ['/duplicates', '/import'],
    verbs: [
      'membership.list',
      'invitation.list',
      'event.list',
      'grant.review',
      'glass.list',
      'duplicate.list',
      'census.read',
      'tenant.list',
    ],
  },
]

/** The places this role can open. */
export const placesFor = (verbs: readonly string[]): readonly Place[] =>
  everyPlace.filter(({ verbs: any }) => any.length === 0 || any.some((verb) => verbs.includes(verb)))

/** The place an address lies in: `/people/1` lies in People. */
export const placeOf = (path: string, places: readonly Place[]): Place | undefined =>
  [...places]
    .sort((a, b) => b.path.length - a.path.length)
    .find((place) => [place.path, ...(place.holds ?? [])].some((at) => lies(path, at)))

const lies = (path: string, at: string): boolean => path === at || (at !== '/' && path.startsWith(`${at}/`))
