/** Reading access: who works here, who may see a file, who looked, what was done. */
import { sql } from 'kysely'
import type * as z from 'zod'
import { accountNames } from '../../server/accounts.ts'
import type { Deed } from '../../server/guard.ts'
import type { Role } from '../../shared/actor.ts'
import type { Sheet } from '../../shared/sheets.ts'
import type { EventRow, Glass, Grant, Invitation, Look, Membership } from './contract.ts'

interface Paging {
  page: number
  size: number
}

const slice = (p: Paging) => sql`limit ${p.size} offset ${(p.page - 1) * p.size}`
const time = (d: Date): string => d.toISOString()

export async function memberships(deed: Deed, q: Paging & { ended: 'yes' | 'no' }, only?: string) {
  const t = deed.actor.tenantId
  const where = sql`m.tenant_id = ${t}::uuid and ${only ? sql`m.id = ${only}::uuid` : q.ended === 'yes' ? sql`m.ended_at is not null` : sql`m.ended_at is null`}`
  const { rows } = await sql<{
    id: string
    account_id: string
    name: string
    organization_id: string
    organization: string
    role: Role
    started_at: Date
    ended_at: Date | null
    total: number
  }>`
    select m.*, o.name as organization, (count(*) over ())::int as total
    from access.membership m join access.organization o on o.tenant_id = ${t}::uuid and o.id = m.organization_id
    where ${where} order by m.name, m.role, m.id ${slice(q)}`.execute(deed.db)
  return {
    total: rows[0]?.total ?? 0,
    page: q.page,
    size: q.size,
    rows: rows.map(
      (r): z.infer<typeof Membership> => ({
        id: r.id,
        accountId: r.account_id,
        name: r.name,
        organizationId: r.organization_id,
        organizationName: r.organization,
        role: r.role,
        startedAt: time(r.started_at),
        ...(r.ended_at ? { endedAt: time(r.ended_at) } : {}),
        mine: r.account_id === deed.actor.accountId,
      }),
    ),
  }
}

/** Those who work in my organization beside me. */
export async function colleagues(deed: Deed): Promise<{ accountId: string; name: string; roles: Role[] }[]> {
  const { tenantId, organizationId, accountId } = deed.actor
  const { rows } = await sql<{ account_id: string; name: string; roles: Role[] }>`
    select m.account_id, min(m.name) as name, array_agg(distinct m.role) as roles from access.membership m
    where m.tenant_id = ${tenantId}::uuid and m.organization_id = ${organizationId}::uuid and m.ended_at is null
      and m.account_id <> ${accountId}::uuid
    group by m.account_id order by 2 limit 500`.execute(deed.db)
  return rows.map((r) => ({ accountId: r.account_id, name: r.name, roles: r.roles }))
}

export async function invitations(deed: Deed, q: Paging, only?: string) {
  const t = deed.actor.tenantId
  const { rows } = await sql<{
    id: string
    organization_id: string
    organization: string
    role: Role
    name: string
    email: string
    created_at: Date
    expires_at: Date
    accepted_at: Date | null
    revoked_at: Date | null
    total: number
  }>`
    select i.*, o.name as organization, (count(*) over ())::int as total
    from access.invitation i join access.organization o on o.tenant_id = ${t}::uuid and o.id = i.organization_id
    where i.tenant_id = ${t}::uuid ${only ? sql`and i.id = ${only}::uuid` : sql``} order by i.created_at desc ${slice(q)}`.execute(
    deed.db,
  )
  return {
    total: rows[0]?.total ?? 0,
    page: q.page,
    size: q.size,
    rows: rows.map(
      (r): z.infer<typeof Invitation> => ({
        id: r.id,
        organizationId: r.organization_id,
        organizationName: r.organization,
        role: r.role,
        name: r.name,
        email: r.email,
        createdAt: time(r.created_at),
        expiresAt: time(r.expires_at),
        state: r.accepted_at
          ? 'accepted'
          : r.revoked_at
            ? 'revoked'
            : r.expires_at < deed.at
              ? 'expired'
              : 'open',
      }),
    ),
  }
}

/** Who can see this file: asked of a definer function, which answers only one who may see it. */
export async function grantsOf(
  deed: Deed,
  personId: string,
): Promise<{ personId: string; grants: z.infer<typeof Grant>[] }> {
  const t = deed.actor.tenantId
  const { rows } = await sql<{
    id: string
    grantee_id: string
    organization_id: string
    organization: string
    agreement_until: Date | null
    sheets: Sheet[]
    purpose: string
    ground: string
    source: string
    valid_from: Date
    valid_until: Date
    ended_at: Date | null
    ended_reason: string | null
  }>`
    select g.*, o.name as organization, o.agreement_until
    from access.grants_of(${t}::uuid, ${personId}::uuid) g
    join access.organization o on o.tenant_id = ${t}::uuid and o.id = g.organization_id
    order by (g.ended_at is null) desc, g.valid_from desc`.execute(deed.db)
  const nameOf = await accountNames(
    deed,
    rows.map((r) => r.grantee_id),
  )
  deed.saw([personId])
  return {
    personId,
    grants: rows.map((r) => ({
      id: r.id,
      organizationId: r.organization_id,
      organizationName: r.organization,
      ...(r.grantee_id !== r.organization_id ? { accountName: nameOf(r.grantee_id) } : {}),
      sheets: r.sheets,
      purpose: r.purpose,
      ground: r.ground,
      source: r.source,
      from: time(r.valid_from),
      until: time(r.valid_until),
      ...(r.ended_at ? { endedAt: time(r.ended_at) } : {}),
      ...(r.ended_reason ? { endedReason: r.ended_reason } : {}),
      live:
        !r.ended_at &&
        r.valid_from <= deed.at &&
        r.valid_until > deed.at &&
        r.agreement_until !== null &&
        r.agreement_until > deed.at,
      mine: r.grantee_id === deed.actor.organizationId || r.grantee_id === deed.actor.accountId,
    })),
  }
}

export async function looksAt(deed: Deed, personId: string, q: Paging & { shown: 'listed' | 'opened' }) {
  const t = deed.actor.tenantId
  const { rows } = await sql<{
    at: Date
    account_id: string | null
    organization: string | null
    verb: string
    shown: 'listed' | 'opened'
    total: number
  }>`
    select s.at, s.account_id, s.verb, s.shown, o.name as organization, (count(*) over ())::int as total
    from access.sighting s left join access.organization o on o.tenant_id = ${t}::uuid and o.id = s.organization_id
    where s.tenant_id = ${t}::uuid and s.person_id = ${personId}::uuid and s.shown = ${q.shown}
    order by s.at desc ${slice(q)}`.execute(deed.db)
  const nameOf = await accountNames(
    deed,
    rows.map((r) => r.account_id),
  )
  deed.saw([personId])
  return {
    personId,
    looks: {
      total: rows[0]?.total ?? 0,
      page: q.page,
      size: q.size,
      rows: rows.map(
        (r): z.infer<typeof Look> => ({
          at: time(r.at),
          accountName: nameOf(r.account_id),
          organizationName: r.organization ?? '—',
          verb: r.verb,
          shown: r.shown,
        }),
      ),
    },
  }
}

export async function events(
  deed: Deed,
  q: Paging & {
    verb?: string | undefined
    outcome?: string | undefined
    account?: string | undefined
    from?: string | undefined
    to?: string | undefined
  },
) {
  const t = deed.actor.tenantId
  const where = sql.join(
    [
      sql`e.tenant_id = ${t}::uuid`,
      ...(q.verb ? [sql`e.verb = ${q.verb}`] : []),
      ...(q.outcome ? [sql`e.outcome = ${q.outcome}`] : []),
      ...(q.account ? [sql`e.account_id = ${q.account}::uuid`] : []),
      ...(q.from ? [sql`e.at >= ${q.from}::date`] : []),
      ...(q.to ? [sql`e.at < ${q.to}::date + 1`] : []),
    ],
    sql` and `,
  )
  const { rows } = await sql<{
    id: string
    at: Date
    account_id: string | null
    organization: string | null
    verb: string
    outcome: string
    people: number
    sealed: boolean
  }>`
    select e.id, e.at, e.account_id, o.name as organization, e.verb, e.outcome, cardinality(e.person_ids) as people,
      exists (select 1 from access.event_seal s where s.tenant_id = ${t}::uuid and s.event_id = e.id) as sealed
    from access.event e left join access.organization o on o.tenant_id = ${t}::uuid and o.id = e.organization_id
    where ${where} order by e.at desc, e.id desc ${slice(q)}`.execute(deed.db)
  const total = (
    await sql<{ n: number }>`select count(*)::int as n from access.event e where ${where}`.execute(deed.db)
  ).rows[0]!.n
  const nameOf = await accountNames(
    deed,
    rows.map((r) => r.account_id),
  )
  return {
    total,
    page: q.page,
    size: q.size,
    rows: rows.map(
      (r): z.infer<typeof EventRow> => ({
        id: r.id,
        at: time(r.at),
        accountName: nameOf(r.account_id),
        organizationName: r.organization ?? '—',
        verb: r.verb,
        outcome: r.outcome,
        people: r.people,
        sealed: r.sealed,
      }),
    ),
  }
}

export async function emergencies(deed: Deed, q: Paging) {
  const t = deed.actor.tenantId
  const keys = await deed.tenantKeys()
  const { rows } = await sql<{
    id: string
    at: Date
    until: Date
    account_id: string
    organization: string
    reason_sealed: Buffer
    grant_id: string
    reviewed_at: Date | null
    total: number
  }>`
    select b.*, o.name as organization, (count(*) over ())::int as total
    from access.break_glass b join access.organization o on o.tenant_id = ${t}::uuid and o.id = b.organization_id
    where b.tenant_id = ${t}::uuid order by b.at desc ${slice(q)}`.execute(deed.db)
  const nameOf = await accountNames(
    deed,
    rows.map((r) => r.account_id),
  )
  return {
    total: rows[0]?.total ?? 0,
    page: q.page,
    size: q.size,
    rows: rows.map(
      (r): z.infer<typeof Glass> => ({
        id: r.id,
        at: time(r.at),
        until: time(r.until),
        accountName: nameOf(r.account_id),
        organizationName: r.organization,
        reason: keys.openOwn('access.break_glass.reason_sealed', r.reason_sealed).toString('utf8'),
        grantId: r.grant_id,
        live: r.until > deed.at,
        ...(r.reviewed_at ? { reviewedAt: time(r.reviewed_at) } : {}),
      }),
    ),
  }
}
