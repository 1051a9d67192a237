/** What was recorded of a person, when and by whom: names of what changed, never the values. */
import { sql } from 'kysely'
import type * as z from 'zod'
import { accountNames } from '../../server/accounts.ts'
import type { Deed } from '../../server/guard.ts'
import type { Sheet } from '../../shared/sheets.ts'
import type { HistoryEntry } from './contract.ts'

type Entry = z.infer<typeof HistoryEntry>

const sheetsWithHistory: { table: string; what: Entry['what']; sheet: Sheet }[] = [
  { table: 'person_contact', what: 'contact', sheet: 'contact' },
  { table: 'person_need', what: 'needs', sheet: 'needs' },
  { table: 'person_document', what: 'documents', sheet: 'documents' },
  { table: 'person_situation', what: 'situation', sheet: 'documents' },
  { table: 'person_work', what: 'work', sheet: 'work' },
  { table: 'person_health', what: 'health', sheet: 'health' },
  { table: 'person_identity', what: 'identity', sheet: 'identity' },
]

export async function historyOf(deed: Deed, ids: readonly string[]): Promise<Entry[]> {
  const t = deed.actor.tenantId
  const people = [...ids]
  const parts = [
    sql`select r.at, r.account_id as by, 'registered' as what, o.name as detail from registry.registration r
      join access.organization o on o.tenant_id = ${t}::uuid and o.id = r.organization_id where r.tenant_id = ${t}::uuid and r.person_id = any (${people}::uuid[])`,
    sql`select c.recorded_at, c.recorded_by, 'core', null from registry.person_core c
      where c.tenant_id = ${t}::uuid and c.person_id = any (${people}::uuid[]) and c.version > 1`,
    sql`select c.given_at, c.given_to, 'consent_given', c.purpose from registry.consent c where c.tenant_id = ${t}::uuid and c.person_id = any (${people}::uuid[])`,
    sql`select c.withdrawn_at, c.withdrawn_to, 'consent_withdrawn', c.purpose from registry.consent c
      where c.tenant_id = ${t}::uuid and c.person_id = any (${people}::uuid[]) and c.withdrawn_at is not null`,
    ...(deed.actor.sheets.includes('household')
      ? [
          sql`select m.from_at, m.recorded_by, 'joined', m.role from registry.household_member m where m.tenant_id = ${t}::uuid and m.person_id = any (${people}::uuid[])`,
          sql`select m.until_at, m.recorded_by, 'left', m.role from registry.household_member m
            where m.tenant_id = ${t}::uuid and m.person_id = any (${people}::uuid[]) and m.until_at is not null`,
        ]
      : []),
    ...sheetsWithHistory
      .filter((s) => deed.actor.sheets.includes(s.sheet))
      .map(
        (
          s,
        ) => sql`select distinct x.recorded_at, x.recorded_by, ${s.what}::text, null from ${sql.table(`registry.${s.table}`)} x
        where x.tenant_id = ${t}::uuid and x.person_id = any (${people}::uuid[])`,
      ),
  ]
  const { rows } = await sql<{ at: Date; by: string; what: Entry['what']; detail: string | null }>`
    ${sql.join(parts, sql` union all `)} order by 1 desc limit 500`.execute(deed.db)
  const nameOf = await accountNames(
    deed,
    rows.map((r) => r.by),
  )
  return rows.map((r) => ({
    at: r.at.toISOString(),
    byName: nameOf(r.by),
    what: r.what,
    ...(r.detail ? { detail: r.detail } : {}),
  }))
}
