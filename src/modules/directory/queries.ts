import { sql } from 'kysely'
import type * as z from 'zod'
import type { Db, Tx } from '../../server/db.ts'
import type { Deed } from '../../server/guard.ts'
import { orNotFound } from '../../shared/problem.ts'
import {
  type Agreement,
  firewalled,
  type NoticeVersion,
  type Organization,
  type OrganizationRow,
  type Place,
  type Tenant,
  type TenantRow,
} from './contract.ts'

const time = (d: Date): string => d.toISOString()
const soon = 60 * 86_400_000

const agreementState = (until: Date | null, at: Date): 'live' | 'ending' | 'none' =>
  !until || until <= at ? 'none' : until.getTime() - at.getTime() < soon ? 'ending' : 'live'

export const receivesPeople = (kind: string): boolean => !(firewalled as readonly string[]).includes(kind)

interface Listed {
  page: number
  size: number
}

export async function organizations(
  deed: Deed,
  q: Listed & {
    text?: string | undefined
    kind?: string | undefined
    sector?: string | undefined
    agreement?: string | undefined
  },
) {
  const t = deed.actor.tenantId
  const parts = [sql`o.tenant_id = ${t}::uuid`]
  if (q.text) parts.push(sql`position(lower(${q.text}) in lower(o.name)) > 0`)
  if (q.kind) parts.push(sql`o.kind = ${q.kind}`)
  if (q.sector) parts.push(sql`p.sector = ${q.sector}`)
  if (q.agreement === 'none') parts.push(sql`(o.agreement_until is null or o.agreement_until <= now())`)
  if (q.agreement === 'live') parts.push(sql`o.agreement_until > now() + interval '60 days'`)
  if (q.agreement === 'ending')
    parts.push(sql`o.agreement_until > now() and o.agreement_until <= now() + interval '60 days'`)
  const { rows } = await sql<{
    id: string
    name: string
    kind: string
    sector: string | null
    agreement_until: Date | null
    places: number
    total: number
  }>`
    select o.id, o.name, o.kind, o.agreement_until, p.sector, (count(*) over ())::int as total,
      (select count(*)::int from directory.place l where l.tenant_id = ${t}::uuid and l.organization_id = o.id and l.closed_at is null) as places
    from access.organization o left join directory.organization p on p.tenant_id = ${t}::uuid and p.organization_id = o.id
    where ${sql.join(parts, sql` and `)} order by o.name, o.id limit ${q.size} offset ${(q.page - 1) * q.size}`.execute(
    deed.db,
  )
  return {
    total: rows[0]?.total ?? 0,
    page: q.page,
    size: q.size,
    rows: rows.map((r) => ({
      organizationId: r.id,
      name: r.name,
      kind: r.kind as z.infer<typeof OrganizationRow>['kind'],
      ...(r.sector ? { sector: r.sector as NonNullable<z.infer<typeof OrganizationRow>['sector']> } : {}),
      agreement: agreementState(r.agreement_until, deed.at),
      ...(r.agreement_until ? { agreementUntil: time(r.agreement_until) } : {}),
      places: r.places,
      receivesPeople: receivesPeople(r.kind),
    })),
  }
}

interface PlaceRow {
  id: string
  organization_id: string
  kind: string
  name: string
  cvegeo: string | null
  address: string | null
  latitude: number | null
  longitude: number | null
  address_public: boolean
  capacity: number | null
  version: number
  closed_at: Date | null
}

const placeOf = (r: PlaceRow): z.infer<typeof Place> => ({
  id: r.id,
  organizationId: r.organization_id,
  kind: r.kind as z.infer<typeof Place>['kind'],
  name: r.name,
  ...(r.cvegeo ? { cvegeo: r.cvegeo } : {}),
  ...(r.address ? { address: r.address } : {}),
  ...(r.latitude !== null ? { latitude: r.latitude } : {}),
  ...(r.longitude !== null ? { longitude: r.longitude } : {}),
  addressPublic: r.address_public,
  ...(r.capacity !== null ? { capacity: r.capacity } : {}),
  version: r.version,
  ...(r.closed_at ? { closedAt: time(r.closed_at) } : {}),
})

export async function places(
  deed: Deed,
  q: Listed & { organizationId?: string | undefined; kind?: string | undefined },
  only?: string,
) {
  const t = deed.actor.tenantId
  const parts = [sql`p.tenant_id = ${t}::uuid`]
  if (q.organizationId) parts.push(sql`p.organization_id = ${q.organizationId}::uuid`)
  if (q.kind) parts.push(sql`p.kind = ${q.kind}`)
  if (only) parts.push(sql`p.id = ${only}::uuid`)
  const { rows } = await sql<
    PlaceRow & { total: number }
  >`select p.*, (count(*) over ())::int as total from directory.place p
    where ${sql.join(parts, sql` and `)} order by (p.closed_at is null) desc, p.name, p.id limit ${q.size} offset ${(q.page - 1) * q.size}`.execute(
    deed.db,
  )
  return { total: rows[0]?.total ?? 0, page: q.page, size: q.size, rows: rows.map(placeOf) }
}

export async function organization(deed: Deed, id: string): Promise<z.infer<typeof Organization>> {
  const t = deed.actor.tenantId
  const { rows } = await sql<{
    id: string
    name: string
    kind: string
    sector: string | null
    government_level: string | null
    data_role: string
    legal_regime: string
    cvegeo: string | null
    municipality: string | null
    phone: string | null
    email: string | null
    website: string | null
    contact_name: string | null
    version: number | null
  }>`
    select o.id, o.name, o.kind, p.*, m.name as municipality
    from access.organization o left join directory.organization p on p.tenant_id = ${t}::uuid and p.organization_id = o.id
    left join directory.municipality m on m.cvegeo = p.cvegeo
    where o.tenant_id = ${t}::uuid and o.id = ${id}::uuid`.execute(deed.db)
  const r = orNotFound(rows[0])
  const agreements = await deed.db
    .selectFrom('directory.agreement')
    .selectAll()
    .where('tenant_id', '=', t)
    .where('organization_id', '=', id)
    .orderBy('signed_on', 'desc')
    .execute()
  const notices = await deed.db
    .selectFrom('directory.notice')
    .selectAll()
    .where('tenant_id', '=', t)
    .where('organization_id', '=', id)
    .orderBy('published_at', 'desc')
    .execute()
  const texts = notices.length
    ? await deed.db
        .selectFrom('directory.notice_text')
        .selectAll()
        .where('tenant_id', '=', t)
        .where(
          'notice_id',
          'in',
          notices.map((n) => n.id),
        )
        .execute()
    : []
  const today = deed.at.toISOString().slice(0, 10)
  type O = z.infer<typeof Organization>
  return {
    organizationId: r.id,
    name: r.name,
    kind: r.kind as O['kind'],
    sector: (r.sector ?? 'public') as O['sector'],
    ...(r.government_level
      ? { governmentLevel: r.government_level as NonNullable<O['governmentLevel']> }
      : {}),
    dataRole: (r.data_role ?? 'controller') as O['dataRole'],
    legalRegime: (r.legal_regime ?? 'public') as O['legalRegime'],
    ...(r.cvegeo ? { cvegeo: r.cvegeo } : {}),
    ...(r.municipality ? { municipality: r.municipality } : {}),
    ...(r.phone ? { phone: r.phone } : {}),
    ...(r.email ? { email: r.email } : {}),
    ...(r.website ? { website: r.website } : {}),
    ...(r.contact_name ? { contactName: r.contact_name } : {}),
    version: r.version ?? 1,
    receivesPeople: receivesPeople(r.kind),
    agreements: agreements.map(
      (a): z.infer<typeof Agreement> => ({
        id: a.id,
        kind: a.kind as z.infer<typeof Agreement>['kind'],
        ...(a.reference ? { reference: a.reference } : {}),
        signedOn: a.signed_on,
        validUntil: a.valid_until,
        ...(a.ended_at ? { endedAt: time(a.ended_at) } : {}),
        ...(a.ended_reason ? { endedReason: a.ended_reason } : {}),
        live: !a.ended_at && a.signed_on <= today && a.valid_until >= today,
      }),
    ),
    places: (await places(deed, { page: 1, size: 200, organizationId: id })).rows,
    notices: notices.map(
      (n): z.infer<typeof NoticeVersion> => ({
        id: n.id,
        version: n.version,
        publishedAt: time(n.published_at),
        ...(n.retired_at ? { retiredAt: time(n.retired_at) } : {}),
        texts: texts
          .filter((x) => x.notice_id === n.id)
          .map((x) => ({
            language: x.language as 'es',
            shortText: x.short_text,
            fullText: x.full_text,
            ...(x.reviewed_by ? { reviewedBy: x.reviewed_by } : {}),
          })),
      }),
    ),
  }
}

export async function tenant(deed: Deed): Promise<z.infer<typeof Tenant>> {
  const t = deed.actor.tenantId
  const { rows } = await sql<{
    id: string
    kind: 'municipality'
    name: string
    cvegeo: string | null
    time_zone: string
    municipality: string | null
    state: string | null
  }>`
    select t.id, t.kind, t.name, t.cvegeo, t.time_zone, m.name as municipality, s.name as state from access.tenant t
    left join directory.municipality m on m.cvegeo = t.cvegeo left join directory.state s on s.code = t.state_code where t.id = ${t}::uuid`.execute(
    deed.db,
  )
  const r = orNotFound(rows[0])
  const stages = await deed.db
    .selectFrom('directory.tenant_stage')
    .selectAll()
    .where('tenant_id', '=', t)
    .orderBy('from_day')
    .execute()
  return {
    id: r.id,
    kind: r.kind,
    name: r.name,
    ...(r.cvegeo ? { cvegeo: r.cvegeo } : {}),
    ...(r.municipality ? { municipality: r.municipality } : {}),
    ...(r.state ? { state: r.state } : {}),
    timeZone: r.time_zone,
    stages: stages.map((s) => ({
      id: s.id,
      stage: s.stage as 'design',
      fromDay: s.from_day,
      ...(s.until_day ? { untilDay: s.until_day } : {}),
    })),
  }
}

/** Every tenant of the installation, in no order; none at all but under the operator's verb. */
export async function allTenants(db: Db | Tx): Promise<TenantRow[]> {
  const { rows } = await sql<{
    id: string
    kind: TenantRow['kind']
    name: string
    cvegeo: string | null
    municipality: string | null
    state: string | null
    demo: boolean
    since: string
    stage: NonNullable<TenantRow['stage']>['stage'] | null
    stage_from: string | null
    organization: string | null
    organizations: number
    accounts: number
  }>`select * from directory.tenants()`.execute(db)
  return rows.map(({ stage, stage_from, cvegeo, municipality, state, organization, ...r }) => ({
    ...r,
    ...(cvegeo ? { cvegeo } : {}),
    ...(municipality ? { municipality } : {}),
    ...(state ? { state } : {}),
    ...(stage && stage_from ? { stage: { stage, fromDay: stage_from } } : {}),
    ...(organization ? { organization } : {}),
  }))
}
