import type { Sheet } from './sheets.ts'

/** The roles that administrators of a tenant give. */
export const givenRoles = [
  'tenant_administrator',
  'coordinator',
  'case_worker',
  'intake_worker',
  'protection_worker',
  'shelter_staff',
  'analyst',
  'data_officer',
  'liaison',
] as const

/** The ten roles; what each may do stands in `apps/roles.ts`. An operator comes from the command line alone. */
/** A municipality registers people; a state council and the federal unit read what municipalities publish. */
export const tenantKinds = ['municipality', 'state_council', 'federal_unit'] as const
export type TenantKind = (typeof tenantKinds)[number]

export const roles = ['operator', ...givenRoles] as const

export type Role = (typeof roles)[number]
export type Verb = string

/** Languages of people on the move and the public; staff read the first and the third. */
export const languages = ['es', 'ht', 'en', 'fr', 'pt'] as const
export type Language = (typeof languages)[number]

/** Someone acting: an account, for one organization, in one tenant. */
export interface Actor {
  tenantId: string
  organizationId: string
  organizationName: string
  accountId: string
  /** The sign-in this comes from; none for jobs and the command line. */
  sessionId?: string
  name: string
  roles: readonly Role[]
  verbs: ReadonlySet<Verb>
  /** Sheets the roles may open; a grant must open them too. */
  sheets: readonly Sheet[]
  language: Language
}

export const may = (actor: Actor | null, verb: Verb): boolean => actor?.verbs.has(verb) ?? false
