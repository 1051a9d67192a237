/** Somebody who works in a tenant, by e-mail: for commands, which have no session. */
import { sql } from 'kysely'
import type { Connection } from '../server/db.ts'
import type { Actor, Role } from '../shared/actor.ts'
import { powerOf } from './roles.ts'

/** @throws Error when nobody of this address works there */
export async function memberByEmail(
  app: Connection,
  tenantId: string,
  email: string,
  organization?: string,
): Promise<Actor> {
  const user = await app.db
    .selectFrom('auth.user')
    .select('id')
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst()
  const { rows } = user
    ? await sql<{ organization_id: string; organization_name: string; name: string; roles: Role[] }>`
        select * from access.memberships_of(${tenantId}::uuid, ${user.id}::uuid)`.execute(app.db)
    : { rows: [] }
  const here = rows.find((r) => organization === undefined || r.organization_name === organization)
  if (!user || !here)
    throw new Error(
      organization && rows.length > 0
        ? `${email} does not work at "${organization}", but at ${rows.map((r) => `"${r.organization_name}"`).join(', ')}`
        : `nobody with the address ${email} works here; "admin invite" brings the first people`,
    )
  return {
    tenantId,
    organizationId: here.organization_id,
    organizationName: here.organization_name,
    accountId: user.id,
    name: here.name,
    roles: here.roles,
    ...powerOf(here.roles),
    language: 'es',
  }
}
