import type { Page } from '../../ui/page.ts'

// Every page of the workspace: its address and where its code lies, loaded when first opened.
// A module adds a line here and exports `page` from the file; the compiler sees that the addresses agree.

export type Listed = { path: string; load: () => Promise<{ page: Page }> }

const lazy = <const Path extends string>(path: Path, load: () => Promise<{ page: Page<Path> }>): Listed => ({
  path,
  // The router only ever hands a page the parameters of its own address.
  load: load as unknown as Listed['load'],
})

export const pages: readonly Listed[] = [
  lazy('/', () => import('./Today.tsx')),
  lazy('/people', () => import('../../modules/registry/pages/People.tsx')),
  lazy('/people/register', () => import('../../modules/registry/pages/Register.tsx')),
  lazy('/people/$personId/card', () => import('../../modules/registry/pages/Card.tsx')),
  lazy('/people/$personId', () => import('../../modules/registry/pages/Person.tsx')),
  lazy('/people/$personId/access', () => import('../../modules/registry/pages/PersonAccess.tsx')),
  lazy('/people/$personId/consents', () => import('../../modules/registry/pages/PersonConsents.tsx')),
  lazy('/people/$personId/household', () => import('../../modules/registry/pages/Household.tsx')),
  lazy('/admin', () => import('./Admin.tsx')),
  lazy('/admin/people-here', () => import('../../modules/access/pages/Colleagues.tsx')),
  lazy('/admin/events', () => import('../../modules/access/pages/Events.tsx')),
  lazy('/admin/emergencies', () => import('../../modules/access/pages/Emergencies.tsx')),
  lazy('/me', () => import('../../modules/access/pages/Me.tsx')),
  lazy('/services', () => import('../../modules/directory/pages/Services.tsx')),
  lazy('/services/new', () => import('../../modules/directory/pages/NewOrganization.tsx')),
  lazy('/services/$organizationId', () => import('../../modules/directory/pages/Organization.tsx')),
  lazy('/admin/tenants', () => import('../../modules/directory/pages/Tenants.tsx')),
  lazy('/admin/tenant', () => import('../../modules/directory/pages/Tenant.tsx')),
  lazy('/emergency', () => import('../../modules/registry/pages/Emergency.tsx')),
  lazy('/duplicates', () => import('../../modules/registry/pages/Duplicates.tsx')),
  lazy('/import', () => import('../../modules/registry/pages/Import.tsx')),
  lazy('/import/$batchId', () => import('../../modules/registry/pages/ImportBatch.tsx')),
  lazy('/people/$personId/interview', () => import('../../modules/assessment/pages/Interview.tsx')),
  lazy('/people/$personId/result', () => import('../../modules/assessment/pages/Result.tsx')),
  lazy('/people/$personId/result/print', () => import('../../modules/assessment/pages/ResultPrint.tsx')),
  lazy('/people/$personId/protection', () => import('../../modules/assessment/pages/Protection.tsx')),
  lazy('/caseload', () => import('../../modules/assessment/pages/Caseload.tsx')),
  lazy('/reports', () => import('../../modules/observatory/pages/Figures.tsx')),
  lazy('/flags', () => import('../../modules/assessment/pages/Flags.tsx')),
]
