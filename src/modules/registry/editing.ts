/** Corrections, households, consents: what comes after registering. New rows go to the survivor of a merge. */
import { sql } from 'kysely'
import type * as z from 'zod'
import type { Deed, Keyring } from '../../server/guard.ts'
import { seal } from '../../server/vault.ts'
import { newId } from '../../shared/id.ts'
import { Problem } from '../../shared/problem.ts'
import type { Sheet } from '../../shared/sheets.ts'
import type {
  Contact,
  Core,
  DocumentHeld,
  Ground,
  householdRoles,
  NewMember,
  NoticeShown,
} from './contract.ts'
import { coreRow, insertKeys, noticeForRegistering, phoneHash, refuseFuture } from './people.ts'
import { coreOf, ofPerson } from './queries.ts'

/** The record new rows go to, when its sheet is open to the actor. */
export async function toEdit(
  deed: Deed,
  personId: string,
  sheet: Sheet,
): Promise<{ id: string; all: string[]; ring: Keyring }> {
  const { survivor, all } = await ofPerson(deed, personId)
  const { rows } = await sql<{
    holds: boolean
  }>`select access.holds(${deed.actor.tenantId}::uuid, ${survivor}::uuid, array[${sheet}]) as holds`.execute(
    deed.db,
  )
  if (!rows[0]!.holds || !deed.actor.sheets.includes(sheet)) throw new Problem('grant_not_held')
  deed.touched([survivor])
  return { id: survivor, all, ring: await deed.keyring(all) }
}

export async function editCore(
  deed: Deed,
  personId: string,
  version: number,
  core: Core,
  source: NewMember['source'],
): Promise<string> {
  refuseFuture(deed, [{ path: '/core/birth', birth: core.birth }])
  const { id } = await toEdit(deed, personId, 'core')
  const t = deed.actor.tenantId
  const superseded = await deed.db
    .updateTable('registry.person_core')
    .set({ superseded_at: deed.at })
    .where('tenant_id', '=', t)
    .where('person_id', '=', id)
    .where('superseded_at', 'is', null)
    .where('version', '=', version)
    .executeTakeFirst()
  if (superseded.numUpdatedRows === 0n) {
    const now = await deed.db
      .selectFrom('registry.person_core')
      .select('version')
      .where('tenant_id', '=', t)
      .where('person_id', '=', id)
      .where('superseded_at', 'is', null)
      .executeTakeFirstOrThrow()
    throw new Problem('changed_meanwhile', { version: now.version })
  }
  await deed.db
    .insertInto('registry.person_core')
    .values(coreRow(deed, id, version + 1, core, source))
    .execute()
  await rekey(deed, id, core)
  return id
}

/** Name keys and blocks follow what the file now says. */
async function rekey(
  deed: Deed,
  personId: string,
  core: Core,
  contact?: z.infer<typeof Contact>,
): Promise<void> {
  const t = deed.actor.tenantId
  const known = contact ?? (await currentContact(deed, personId))
  await deed.db
    .deleteFrom('registry.person_key')
    .where('tenant_id', '=', t)
    .where('person_id', '=', personId)
    .execute()
  await deed.db
    .deleteFrom('registry.person_block')
    .where('tenant_id', '=', t)
    .where('person_id', '=', personId)
    .execute()
  await insertKeys(deed, [{ personId, core, ...(known ? { contact: known } : {}) }])
}

async function currentContact(deed: Deed, personId: string): Promise<z.infer<typeof Contact> | undefined> {
  const row = await deed.db
    .selectFrom('registry.person_contact')
    .select('body_sealed')
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('person_id', '=', personId)
    .where('superseded_at', 'is', null)
    .executeTakeFirst()
  return row
    ? JSON.parse(
        (await deed.keyring([personId])).open('registry.person_contact.body_sealed', row.body_sealed),
      )
    : undefined
}

/** What the editor had before them: a sheet's time, `none`, or nothing said. */
export type Seen = string | undefined

const refuseIfChanged = (seen: Seen, now: Date | undefined): void => {
  if (seen === undefined || seen === (now ? now.toISOString() : 'none')) return
  if (seen !== 'none' && now && new Date(seen).getTime() === now.getTime()) return
  throw new Problem('changed_meanwhile')
}

type Sealed = 'person_contact' | 'person_work' | 'person_situation' | 'person_health' | 'person_identity'

/** Supersede the current row of a one-row sheet in all records of this person, and write the new one to the survivor. */
export async function replaceSheet(
  deed: Deed,
  table: Sealed,
  all: readonly string[],
  row: { person_id: string; body_sealed: Buffer; phone_hash?: Buffer | null; ground_id?: string },
  seen?: Seen,
): Promise<void> {
  const t = deed.actor.tenantId
  // The update comes first: it waits for another editor's commit, and then finds what that one wrote or nothing.
  const { rows: former } = await sql<{ person_id: string; recorded_at: Date }>`
    update ${sql.table(`registry.${table}`)} set superseded_at = ${deed.at}
    where tenant_id = ${t}::uuid and person_id = any (${[...all]}::uuid[]) and superseded_at is null
    returning person_id, recorded_at`.execute(deed.db)
  const shown = former.sort(
    (a, b) =>
      Number(b.person_id === row.person_id) - Number(a.person_id === row.person_id) ||
      b.recorded_at.getTime() - a.recorded_at.getTime(),
  )[0]
  refuseIfChanged(seen, shown?.recorded_at)
  const values = {
    tenant_id: t,
    id: newId(),
    recorded_at: deed.at,
    recorded_by: deed.actor.accountId,
    ...row,
  }
  await deed.db
    .insertInto(`registry.${table}` as 'registry.person_contact')
    .values(values)
    .execute()
}

export async function editContact(
  deed: Deed,
  personId: string,
  contact: z.infer<typeof Contact>,
  seen?: Seen,
): Promise<string> {
  const { id, all, ring } = await toEdit(deed, personId, 'contact')
  const { blind } = await deed.tenantKeys()
  await replaceSheet(
    deed,
    'person_contact',
    all,
    {
      person_id: id,
      body_sealed: ring.seal(id, 'registry.person_contact.body_sealed', JSON.stringify(contact)),
      phone_hash: phoneHash(blind, contact.phone),
    },
    seen,
  )
  const core = await deed.db
    .selectFrom('registry.person_core')
    .selectAll()
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('person_id', '=', id)
    .where('superseded_at', 'is', null)
    .executeTakeFirst()
  if (core) await rekey(deed, id, coreOf(core), contact)
  return id
}

export async function editNeeds(
  deed: Deed,
  personId: string,
  needs: readonly string[],
  was?: readonly string[],
): Promise<string> {
  const { id, all } = await toEdit(deed, personId, 'needs')
  const t = deed.actor.tenantId
  const before = await deed.db
    .selectFrom('registry.person_need')
    .select(['id', 'need'])
    .where('tenant_id', '=', t)
    .where('person_id', 'in', all)
    .where('superseded_at', 'is', null)
    .execute()
  if (
    was &&
    !sameWords(
      was,
      before.map((b) => b.need),
    )
  )
    throw new Problem('changed_meanwhile')
  const gone = before.filter((b) => !needs.includes(b.need)).map((b) => b.id)
  if (gone.length > 0)
    await deed.db
      .updateTable('registry.person_need')
      .set({ superseded_at: deed.at })
      .where('tenant_id', '=', t)
      .where('id', 'in', gone)
      .execute()
  const added = [...new Set(needs)].filter((n) => !before.some((b) => b.need === n))
  if (added.length > 0) {
    await deed.db
      .insertInto('registry.person_need')
      .values(
        added.map((need) => ({
          tenant_id: t,
          id: newId(),
          person_id: id,
          need,
          recorded_at: deed.at,
          recorded_by: deed.actor.accountId,
        })),
      )
      .execute()
  }
  return id
}

const sameWords = (a: readonly string[], b: readonly string[]): boolean =>
  [...new Set(a)].sort().join() === [...new Set(b)].sort().join()

export async function addDocument(
  deed: Deed,
  personId: string,
  held: z.infer<typeof DocumentHeld>,
  seen?: Seen,
): Promise<string> {
  const { id, all, ring } = await toEdit(deed, personId, 'documents')
  const t = deed.actor.tenantId
  const { blind } = await deed.tenantKeys()
  // A correction carries the id of the document it corrects; the row it supersedes stays in the history.
  const current = await deed.db
    .selectFrom('registry.person_document')
    .select(['id', 'body_sealed', 'recorded_at'])
    .where('tenant_id', '=', t)
    .where('person_id', 'in', all)
    .where('superseded_at', 'is', null)
    .execute()
  const same = current.filter(
    (r) => JSON.parse(ring.open('registry.person_document.body_sealed', r.body_sealed)).id === held.id,
  )
  refuseIfChanged(seen, same[0]?.recorded_at)
  const corrected = same.map((r) => r.id)
  if (corrected.length > 0)
    await deed.db
      .updateTable('registry.person_document')
      .set({ superseded_at: deed.at })
      .where('tenant_id', '=', t)
      .where('id', 'in', corrected)
      .execute()
  await deed.db
    .insertInto('registry.person_document')
    .values({
      tenant_id: t,
      id: newId(),
      person_id: id,
      body_sealed: ring.seal(id, 'registry.person_document.body_sealed', JSON.stringify(held)),
      number_hash: held.number ? blind('document', `${held.type}:${held.number}`) : null,
      recorded_at: deed.at,
      recorded_by: deed.actor.accountId,
    })
    .execute()
  return id
}

/** The notice as shown now, and the name of whoever explained an unreviewed text. */
export async function showNotice(
  deed: Deed,
  shown: z.infer<typeof NoticeShown>,
  needsConsent: boolean,
): Promise<string> {
  const { reviewed } = await noticeForRegistering(deed, shown)
  if (needsConsent && !reviewed && !shown.interpreter) {
    throw new Problem('interpreter_missing', {
      errors: [{ path: '/notice/interpreter', code: 'interpreter_missing' }],
    })
  }
  const id = newId()
  const keys = await deed.tenantKeys()
  await deed.db
    .insertInto('registry.notice_shown')
    .values({
      tenant_id: deed.actor.tenantId,
      id,
      notice_id: shown.noticeId,
      language: shown.language,
      how: shown.how,
      interpreter_sealed: shown.interpreter
        ? seal(keys.own, 'registry.notice_shown.interpreter_sealed', shown.interpreter)
        : null,
      at: deed.at,
      account_id: deed.actor.accountId,
    })
    .execute()
  return id
}

export async function editSensitive(
  deed: Deed,
  personId: string,
  field: 'health' | 'identity',
  body: unknown,
  ground: z.infer<typeof Ground>,
  notice: z.infer<typeof NoticeShown>,
  seen?: Seen,
): Promise<string> {
  const { id, all, ring } = await toEdit(deed, personId, field)
  const noticeId = await showNotice(deed, notice, ground.ground === 'consent')
  const t = deed.actor.tenantId
  let consentId: string | null = null
  if (ground.ground === 'consent') {
    consentId = newId()
    // Whoever explained the notice explained the consent, unless somebody else is named.
    const interpreter = ground.interpreter ?? notice.interpreter
    await deed.db
      .insertInto('registry.consent')
      .values({
        tenant_id: t,
        id: consentId,
        person_id: id,
        purpose: field === 'health' ? 'sensitive_health' : 'sensitive_identity',
        notice_shown_id: noticeId,
        language: notice.language,
        method: ground.method!,
        interpreter_sealed: interpreter
          ? ring.seal(id, 'registry.consent.interpreter_sealed', interpreter)
          : null,
        representative_id: ground.representativeId ?? null,
        representative_sealed: ground.representativeName
          ? ring.seal(id, 'registry.consent.representative_sealed', ground.representativeName)
          : null,
        child_assent: ground.childAssent ?? null,
        given_at: deed.at,
        given_to: deed.actor.accountId,
      })
      .execute()
  }
  const groundId = newId()
  await deed.db
    .insertInto('registry.legal_ground')
    .values({
      tenant_id: t,
      id: groundId,
      person_id: id,
      field,
      ground: ground.ground,
      consent_id: consentId,
      chosen_by: deed.actor.accountId,
      at: deed.at,
    })
    .execute()
  const table = `person_${field}` as const
  await replaceSheet(
    deed,
    table,
    all,
    {
      person_id: id,
      body_sealed: ring.seal(id, `registry.${table}.body_sealed`, JSON.stringify(body)),
      ground_id: groundId,
    },
    seen,
  )
  return id
}

type Role = (typeof householdRoles)[number]

/** From now on these people belong here; the household they leave keeps a head while it has members. */
export async function moveMembers(
  deed: Deed,
  householdId: string,
  members: readonly { personId: string; role: Role }[],
  newHeads: readonly { householdId: string; personId: string }[],
): Promise<void> {
  const { db, at, actor } = deed
  const t = actor.tenantId
  const moved: { id: string; role: Role }[] = []
  for (const m of members) moved.push({ id: (await toEdit(deed, m.personId, 'household')).id, role: m.role })
  const ids = moved.map((m) => m.id)
  const { rows: left } = await sql<{ household_id: string; role: string }>`
    update registry.household_member set until_at = ${at} where tenant_id = ${t}::uuid and person_id = any (${ids}::uuid[]) and until_at is null
    returning household_id, role`.execute(db)
  await db
    .insertInto('registry.household')
    .values({ tenant_id: t, id: householdId })
    .onConflict((c) => c.doNothing())
    .execute()
  await db
    .insertInto('registry.household_member')
    .values(
      moved.map((m) => ({
        tenant_id: t,
        id: newId(),
        household_id: householdId,
        person_id: m.id,
        role: m.role,
        from_at: at,
        recorded_by: actor.accountId,
      })),
    )
    .execute()
  for (const head of newHeads) {
    const { id } = await toEdit(deed, head.personId, 'household')
    const { rows } = await sql<{ household_id: string }>`
      update registry.household_member set until_at = ${at} where tenant_id = ${t}::uuid and person_id = ${id}::uuid
        and household_id = ${head.householdId}::uuid and until_at is null returning household_id`.execute(db)
    if (rows.length === 0) throw new Problem('not_found')
    await db
      .insertInto('registry.household_member')
      .values({
        tenant_id: t,
        id: newId(),
        household_id: head.householdId,
        person_id: id,
        role: 'head',
        from_at: at,
        recorded_by: actor.accountId,
      })
      .execute()
  }
  const touched = [...new Set([householdId, ...left.map((l) => l.household_id)])]
  const { rows: headless } = await sql<{ household_id: string }>`
    select m.household_id from registry.household_member m where m.tenant_id = ${t}::uuid and m.household_id = any (${touched}::uuid[]) and m.until_at is null
    group by m.household_id having count(*) filter (where m.role = 'head') <> 1`.execute(db)
  if (headless[0]) throw new Problem('invalid', { errors: [{ path: '/members', code: 'one_head' }] })
}
