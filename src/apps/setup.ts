/** What only the owner of the database does, from the command line or the first start: tenants and their first people. */
import { randomBytes } from 'node:crypto'
import { tokenHash } from '../modules/access/rules/token.ts'
import type { Connection } from '../server/db.ts'
import type { Vault } from '../server/vault.ts'
import type { Role, TenantKind } from '../shared/actor.ts'
import { newId } from '../shared/id.ts'

export interface NewTenant {
  /** Made by whoever adds it, when it must be known again after a start that broke off. */
  id?: string
  kind: TenantKind
  name: string
  cvegeo?: string
  stateCode?: string
  timeZone?: string
  demo?: boolean
  /** The body that runs the strategy there. */
  organization: {
    name: string
    kind: string
    sector: 'public' | 'civil_society' | 'international'
    governmentLevel?: 'federal' | 'state' | 'municipal'
  }
}

/** A tenant, its key, and its first organization with an agreement of its own for five years. */
export async function addTenant(
  owner: Connection,
  vault: Vault,
  t: NewTenant,
): Promise<{ tenantId: string; organizationId: string }> {
  const tenantId = t.id ?? newId()
  const organizationId = newId()
  const keyId = newId()
  const until = new Date(Date.now() + 5 * 365 * 86_400_000)
  await owner.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('access.tenant')
      .values({
        id: tenantId,
        kind: t.kind,
        name: t.name,
        cvegeo: t.cvegeo ?? null,
        state_code: t.stateCode ?? t.cvegeo?.slice(0, 2) ?? null,
        time_zone: t.timeZone ?? 'America/Mexico_City',
        demo: t.demo ?? false,
      })
      .execute()
    await tx
      .insertInto('access.tenant_key')
      .values({ tenant_id: tenantId, id: keyId, wrapped_key: vault.createTenantKey(keyId) })
      .execute()
    await tx
      .insertInto('access.organization')
      .values({
        tenant_id: tenantId,
        id: organizationId,
        kind: t.organization.kind,
        name: t.organization.name,
        agreement_until: until,
      })
      .execute()
    await tx
      .insertInto('directory.organization')
      .values({
        tenant_id: tenantId,
        organization_id: organizationId,
        sector: t.organization.sector,
        government_level: t.organization.governmentLevel ?? null,
        data_role: 'controller',
        legal_regime:
          t.organization.sector === 'public'
            ? 'public'
            : t.organization.sector === 'international'
              ? 'immunity'
              : 'private',
      })
      .execute()
  })
  return { tenantId, organizationId }
}

const days = 7

interface Invited {
  tenantId: string
  organizationId: string
  name: string
  email: string
  publicUrl: string
}

/** The first administrators of a tenant, two at most, by link; after that they invite others themselves. */
export async function inviteAdministrator(owner: Connection, o: Invited): Promise<string> {
  const { n } = await owner.db
    .selectFrom('access.membership')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('tenant_id', '=', o.tenantId)
    .where('role', '=', 'tenant_administrator')
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  const open = await owner.db
    .selectFrom('access.invitation')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('tenant_id', '=', o.tenantId)
    .where('role', '=', 'tenant_administrator')
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date())
    .executeTakeFirstOrThrow()
  if (Number(n) + Number(open.n) >= 2) {
    throw new Error(
      'This tenant already has two administrators, or open invitations for them; they invite the others themselves.',
    )
  }
  return invite(owner, 'tenant_administrator', o)
}

/** Whoever runs the installation, by link: nobody of a tenant can make one. */
export const inviteOperator = (owner: Connection, o: Invited): Promise<string> => invite(owner, 'operator', o)

async function invite(owner: Connection, role: Role, o: Invited): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await owner.db
    .insertInto('access.invitation')
    .values({
      tenant_id: o.tenantId,
      id: newId(),
      organization_id: o.organizationId,
      role,
      name: o.name,
      email: o.email.trim().toLowerCase(),
      token_hash: tokenHash(token),
      expires_at: new Date(Date.now() + days * 86_400_000),
    })
    .execute()
  return `${o.publicUrl}/invitation#${o.tenantId}.${token}`
}
