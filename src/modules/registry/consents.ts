/** Consents: per purpose, in a language, by a method; withdrawn, what stood on them closes at once, and only that. */
import { sql } from 'kysely'
import type * as z from 'zod'
import type { Deed } from '../../server/guard.ts'
import { newId } from '../../shared/id.ts'
import { orNotFound, Problem } from '../../shared/problem.ts'
import type { ConsentGiven, giveConsent } from './contract.ts'
import { showNotice, toEdit } from './editing.ts'
import { ofPerson } from './queries.ts'

type Told = z.infer<typeof ConsentGiven>

export async function consentsOf(
  deed: Deed,
  personId: string,
): Promise<{ personId: string; consents: Told[] }> {
  const { survivor, all } = await ofPerson(deed, personId)
  const t = deed.actor.tenantId
  const { rows } = await sql<{
    id: string
    purpose: Told['purpose']
    organization: string | null
    language: Told['language']
    method: Told['method']
    interpreter_sealed: Buffer | null
    representative_sealed: Buffer | null
    given_at: Date
    withdrawn_at: Date | null
  }>`
    select c.*, o.name as organization from registry.consent c left join access.organization o on o.tenant_id = ${t}::uuid and o.id = c.organization_id
    where c.tenant_id = ${t}::uuid and c.person_id = any (${all}::uuid[]) order by c.given_at desc`.execute(
    deed.db,
  )
  const ring = await deed.keyring(all)
  deed.saw([survivor])
  return {
    personId: survivor,
    consents: rows.map((r) => ({
      id: r.id,
      purpose: r.purpose,
      ...(r.organization ? { organizationName: r.organization } : {}),
      language: r.language,
      method: r.method,
      ...(r.interpreter_sealed
        ? { interpreter: ring.open('registry.consent.interpreter_sealed', r.interpreter_sealed) }
        : {}),
      ...(r.representative_sealed
        ? { representative: ring.open('registry.consent.representative_sealed', r.representative_sealed) }
        : {}),
      givenAt: r.given_at.toISOString(),
      ...(r.withdrawn_at ? { withdrawnAt: r.withdrawn_at.toISOString() } : {}),
    })),
  }
}

export async function recordConsent(
  deed: Deed,
  personId: string,
  body: z.output<typeof giveConsent.body>,
): Promise<string> {
  const { id, ring } = await toEdit(deed, personId, 'core')
  const noticeId = await showNotice(deed, body.notice, true)
  const t = deed.actor.tenantId
  const consentId = deed.commandId
  await deed.db
    .insertInto('registry.consent')
    .values({
      tenant_id: t,
      id: consentId,
      person_id: id,
      purpose: body.purpose,
      organization_id: body.share?.organizationId ?? null,
      notice_shown_id: noticeId,
      language: body.notice.language,
      method: body.method,
      interpreter_sealed: body.notice.interpreter
        ? ring.seal(id, 'registry.consent.interpreter_sealed', body.notice.interpreter)
        : null,
      representative_id: body.representativeId ?? null,
      representative_sealed: body.representativeName
        ? ring.seal(id, 'registry.consent.representative_sealed', body.representativeName)
        : null,
      child_assent: body.childAssent ?? null,
      given_at: deed.at,
      given_to: deed.actor.accountId,
    })
    .execute()
  if (body.share) {
    const until = new Date(deed.at.getTime() + body.share.days * 86_400_000)
    await sql`select access.give_grant(${t}::uuid, ${newId()}::uuid, ${id}::uuid, ${body.share.organizationId}::uuid, ${body.share.organizationId}::uuid,
      ${body.share.sheets}::text[], 'accompaniment', 'consent', ${consentId}::uuid, 'case_team', ${until}::timestamptz)`.execute(
      deed.db,
    )
  }
  return consentId
}

export async function withdrawConsent(deed: Deed, personId: string, consentId: string): Promise<void> {
  const { all } = await ofPerson(deed, personId)
  const t = deed.actor.tenantId
  const withdrawn = await deed.db
    .updateTable('registry.consent')
    .set({ withdrawn_at: deed.at, withdrawn_to: deed.actor.accountId })
    .where('tenant_id', '=', t)
    .where('id', '=', consentId)
    .where('person_id', 'in', all)
    .where('withdrawn_at', 'is', null)
    .returning(['purpose'])
    .executeTakeFirst()
  const { purpose } = orNotFound(withdrawn)
  await sql`select access.end_grants_of_consent(${t}::uuid, ${consentId}::uuid)`.execute(deed.db)
  const sheet =
    purpose === 'sensitive_health'
      ? 'person_health'
      : purpose === 'sensitive_identity'
        ? 'person_identity'
        : null
  if (sheet) {
    await sql`update ${sql.table(`registry.${sheet}`)} s set superseded_at = ${deed.at}
      where s.tenant_id = ${t}::uuid and s.person_id = any (${all}::uuid[]) and s.superseded_at is null
        and s.ground_id in (select g.id from registry.legal_ground g where g.tenant_id = ${t}::uuid and g.consent_id = ${consentId}::uuid)`.execute(
      deed.db,
    )
  }
  deed.touched(all)
  if (all.length === 0) throw new Problem('not_found')
}
