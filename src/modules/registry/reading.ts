/** Small answers of the registry: what was registered, a card's code, the notice in force. */
import { sql } from 'kysely'
import type * as z from 'zod'
import type { Deed } from '../../server/guard.ts'
import type { Language } from '../../shared/actor.ts'
import { Problem } from '../../shared/problem.ts'
import type { NoticeInForce, Registered } from './contract.ts'
import { nameOf } from './queries.ts'
import { parseCode } from './rules/code.ts'

type Told = z.infer<typeof Registered>

export async function registered(deed: Deed, householdId: string): Promise<Told> {
  const rows = await deed.db
    .selectFrom('registry.household_member as m')
    .innerJoin('registry.person_core as c', (j) =>
      j.onRef('c.tenant_id', '=', 'm.tenant_id').onRef('c.person_id', '=', 'm.person_id'),
    )
    .innerJoin('registry.person_code as k', (j) =>
      j.onRef('k.tenant_id', '=', 'm.tenant_id').onRef('k.person_id', '=', 'm.person_id'),
    )
    .selectAll('c')
    .select(['m.role', 'k.code'])
    .where('m.tenant_id', '=', deed.actor.tenantId)
    .where('m.household_id', '=', householdId)
    .where('m.until_at', 'is', null)
    .where('c.superseded_at', 'is', null)
    .orderBy('c.person_id')
    .execute()
  deed.saw(rows.map((r) => r.person_id))
  return {
    householdId,
    members: rows.map((r) => ({
      personId: r.person_id,
      code: r.code,
      name: nameOf(r),
      role: r.role as Told['members'][number]['role'],
    })),
  }
}

/** A wrong code, a code of nobody and a code outside my grants are one answer. */
export async function personByCode(deed: Deed, text: string): Promise<{ personId: string }> {
  const parsed = parseCode(text)
  const row = await deed.db
    .selectFrom('registry.person_code')
    .select('person_id')
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('code', '=', parsed.ok ? parsed.code : '')
    .executeTakeFirst()
  if (!row) throw new Problem('not_found')
  deed.saw([row.person_id])
  return { personId: row.person_id }
}

export async function noticeInForce(deed: Deed): Promise<z.infer<typeof NoticeInForce>> {
  const { rows } = await sql<{
    id: string
    version: string
    language: Language
    short_text: string
    full_text: string
    reviewed_by: string | null
  }>`
    select n.id, n.version, t.language, t.short_text, t.full_text, t.reviewed_by
    from directory.notice n join directory.notice_text t on t.tenant_id = n.tenant_id and t.notice_id = n.id
    where n.tenant_id = ${deed.actor.tenantId}::uuid and n.organization_id = ${deed.actor.organizationId}::uuid and n.retired_at is null
    order by array_position(array['es', 'ht', 'en', 'fr', 'pt'], t.language)`.execute(deed.db)
  if (!rows[0]) throw new Problem('notice_missing')
  return {
    noticeId: rows[0].id,
    version: rows[0].version,
    texts: rows.map((r) => ({
      language: r.language,
      shortText: r.short_text,
      fullText: r.full_text,
      reviewed: r.reviewed_by !== null,
    })),
  }
}
