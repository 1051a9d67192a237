/** Writing people: a family registered whole, sheet by sheet, in the deed's transaction. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type * as z from 'zod'
import { type Deed, newPersonKey } from '../../server/guard.ts'
import { type Key, seal, type TenantKeys } from '../../server/vault.ts'
import { checkDay } from '../../shared/day.ts'
import { newId } from '../../shared/id.ts'
import { Problem } from '../../shared/problem.ts'
import type { Core, Ground, NewMember, NoticeShown, Registration, Situation } from './contract.ts'
import { makeCode } from './rules/code.ts'
import { blockingKeys } from './rules/duplicates.ts'
import { nameKeys, sortKey } from './rules/names.ts'
import { normalisePhone } from './rules/phone.ts'
import { likenessOf, namesOf, phoneToken } from './shapes.ts'

/** What the organization that registers may open: all but protection, for a year, by legal duty. */
const receptionSheets = [
  'core',
  'contact',
  'identity',
  'documents',
  'household',
  'needs',
  'health',
  'work',
  'school',
  'assessment',
  'notes',
]
const receptionDays = 365

type Grounded = z.infer<typeof Ground>

/** The notice is my organization's, in force, and has this language; whether a native speaker reviewed it. */
export async function noticeForRegistering(
  deed: Deed,
  shown: z.infer<typeof NoticeShown>,
): Promise<{ reviewed: boolean }> {
  const { rows } = await sql<{ live: boolean; reviewed: boolean | null }>`
    select access.agreed() as live,
      (select t.reviewed_by is not null from directory.notice n
        join directory.notice_text t on t.tenant_id = n.tenant_id and t.notice_id = n.id
        where n.tenant_id = ${deed.actor.tenantId}::uuid and n.id = ${shown.noticeId}::uuid
          and n.organization_id = ${deed.actor.organizationId}::uuid and n.retired_at is null
          and t.language = ${shown.language}) as reviewed`.execute(deed.db)
  const row = rows[0]!
  if (!row.live) throw new Problem('agreement_ended')
  if (row.reviewed === null)
    throw new Problem('notice_missing', { errors: [{ path: '/notice/noticeId', code: 'notice_missing' }] })
  return { reviewed: row.reviewed }
}

/** Nobody is born tomorrow, nor registered then; it is tomorrow already somewhere, so that a day is left. */
export function refuseFuture(
  deed: Deed,
  births: readonly { path: string; birth: Core['birth'] }[],
  registeredOn?: string,
): void {
  const latest = new Date(deed.at.getTime() + 86_400_000).toISOString().slice(0, 10)
  const errors = births.flatMap(({ path, birth }) => {
    const day = checkDay(birth, latest)
    return day.ok ? [] : [{ path, code: day.reason }]
  })
  if (registeredOn !== undefined && registeredOn > latest) {
    errors.push({ path: '/registeredOn', code: 'in_future' })
  }
  if (errors.length > 0) throw new Problem('invalid', { errors })
}

/** An unreviewed text is no consent unless somebody named explained it. */
export function refuseUnexplainedConsent(body: Registration, reviewed: boolean): void {
  if (reviewed || body.notice.interpreter) return
  body.members.forEach((m, i) => {
    for (const sheet of ['health', 'identity'] as const) {
      const ground = m[sheet]?.ground
      if (ground?.ground === 'consent' && !ground.interpreter) {
        throw new Problem('interpreter_missing', {
          errors: [{ path: `/members/${i}/${sheet}/ground/interpreter`, code: 'interpreter_missing' }],
        })
      }
    }
  })
}

export interface Prepared extends NewMember {
  key: Key
  wrapped: Buffer
  code: string
}

export interface Registering {
  /** The household is there already: these members join it. */
  joins?: boolean
  /** Who chose the legal ground of a sensitive sheet, when it was another than the one who acts. */
  groundChosenBy?: Partial<Record<'health' | 'identity', string>>
}

/** Person, grant, notice, sheets, household, keys: one transaction, few statements. */
export async function registerFamily(
  deed: Deed,
  body: Registration,
  { joins = false, groundChosenBy = {} }: Registering = {},
): Promise<Prepared[]> {
  const { actor, db, at } = deed
  const tenant_id = actor.tenantId
  const keys = await deed.tenantKeys()
  const members: Prepared[] = []
  for (const m of body.members) {
    members.push({ ...m, ...(await newPersonKey(deed, m.personId)), code: makeCode(randomBytes(16)) })
  }
  const until = new Date(at.getTime() + receptionDays * 86_400_000)

  await sql`
    select access.register_person(${tenant_id}::uuid, r.person, r.wrapped, r.grant_id, ${receptionSheets}::text[], 'reception',
      'legal_duty', null, ${until}::timestamptz)
    from unnest(${members.map((m) => m.personId)}::uuid[], ${members.map((m) => m.wrapped)}::bytea[],
      ${members.map(() => newId())}::uuid[]) as r (person, wrapped, grant_id)`.execute(db)

  const noticeShownId = newId()
  const by = { recorded_by: actor.accountId, recorded_at: at }
  await db
    .insertInto('registry.notice_shown')
    .values({
      tenant_id,
      id: noticeShownId,
      notice_id: body.notice.noticeId,
      language: body.notice.language,
      how: body.notice.how,
      interpreter_sealed: body.notice.interpreter
        ? seal(keys.own, 'registry.notice_shown.interpreter_sealed', body.notice.interpreter)
        : null,
      at,
      account_id: actor.accountId,
    })
    .execute()
  await db
    .insertInto('registry.person_core')
    .values(members.map((m) => coreRow(deed, m.personId, 1, m.core, m.source)))
    .execute()
  await db
    .insertInto('registry.registration')
    .values(
      members.map((m) => ({
        tenant_id,
        id: newId(),
        person_id: m.personId,
        notice_shown_id: noticeShownId,
        organization_id: actor.organizationId,
        place_id: body.placeId ?? null,
        channel: body.channel,
        registered_on: body.registeredOn,
        at,
        account_id: actor.accountId,
      })),
    )
    .execute()
  await db
    .insertInto('registry.person_code')
    .values(members.map((m) => ({ tenant_id, code: m.code, person_id: m.personId })))
    .execute()
  await insertKeys(deed, members)
  if (!joins) await db.insertInto('registry.household').values({ tenant_id, id: body.householdId }).execute()
  await db
    .insertInto('registry.household_member')
    .values(
      members.map((m) => ({
        tenant_id,
        id: newId(),
        household_id: body.householdId,
        person_id: m.personId,
        role: m.role,
        from_at: at,
        recorded_by: actor.accountId,
      })),
    )
    .execute()

  const contacts = members.filter((m) => m.contact)
  if (contacts.length > 0) {
    await db
      .insertInto('registry.person_contact')
      .values(
        contacts.map((m) => ({
          tenant_id,
          id: newId(),
          person_id: m.personId,
          body_sealed: seal(m.key, 'registry.person_contact.body_sealed', JSON.stringify(m.contact)),
          phone_hash: phoneHash(keys.blind, m.contact?.phone),
          ...by,
        })),
      )
      .execute()
  }
  const needs = members.flatMap((m) =>
    [...new Set(m.needs ?? [])].map((need) => ({
      tenant_id,
      id: newId(),
      person_id: m.personId,
      need,
      ...by,
    })),
  )
  if (needs.length > 0) await db.insertInto('registry.person_need').values(needs).execute()
  const documents = members.flatMap((m) =>
    (m.documents ?? []).map((d) => ({
      tenant_id,
      id: d.id,
      person_id: m.personId,
      body_sealed: seal(m.key, 'registry.person_document.body_sealed', JSON.stringify(d)),
      number_hash: d.number ? keys.blind('document', `${d.type}:${d.number}`) : null,
      ...by,
    })),
  )
  if (documents.length > 0) await db.insertInto('registry.person_document').values(documents).execute()
  const works = members.filter((m) => m.work)
  if (works.length > 0) {
    await db
      .insertInto('registry.person_work')
      .values(
        works.map((m) => ({
          tenant_id,
          id: newId(),
          person_id: m.personId,
          body_sealed: seal(m.key, 'registry.person_work.body_sealed', JSON.stringify(m.work)),
          ...by,
        })),
      )
      .execute()
  }
  for (const m of members) {
    if (m.situation) await insertSituation(deed, m.personId, m.key, m.situation)
    for (const field of ['health', 'identity'] as const) {
      const sensitive = m[field]
      if (sensitive)
        await insertSensitive(deed, m.personId, m.key, field, sensitive.body, sensitive.ground, {
          noticeShownId,
          language: body.notice.language,
          interpreter: body.notice.interpreter,
          ...(groundChosenBy[field] ? { chosenBy: groundChosenBy[field] } : {}),
        })
    }
  }
  deed.touched(members.map((m) => m.personId))
  return members
}

export const phoneHash = (
  blind: (use: string, value: string) => Buffer,
  phone: string | undefined,
): Buffer | null => {
  const digits = normalisePhone(phone ?? '')
  return digits ? blind('phone', digits) : null
}

/** Blocks of likeness by keyed hash; a telephone enters as its token, the same wherever only its hash is at hand. */
export function blocksOf(
  blind: (use: string, value: string) => Buffer,
  core: Core,
  phone: string | undefined,
): Buffer[] {
  const hash = phoneHash(blind, phone)
  return blockingKeys(likenessOf(core, hash ? phoneToken(hash) : undefined)).map((b) => blind('block', b))
}

/** One version of the core sheet. */
export function coreRow(
  deed: Deed,
  personId: string,
  version: number,
  core: Core,
  source: NewMember['source'],
) {
  return {
    tenant_id: deed.actor.tenantId,
    id: newId(),
    person_id: personId,
    version,
    given_names: core.givenNames ?? null,
    surname_1: core.surname1 ?? null,
    surname_2: core.surname2 ?? null,
    chosen_name: core.chosenName ?? null,
    sort_key: sortKey(namesOf(core)),
    birth_year: core.birth.year ?? null,
    birth_month: core.birth.month ?? null,
    birth_day: core.birth.day ?? null,
    birth_precision: core.birth.precision,
    sex: core.sex,
    nationalities: core.nationalities,
    country_of_birth: core.countryOfBirth ?? null,
    civil_status: core.civilStatus ?? null,
    languages: JSON.stringify(core.languages),
    recorded_at: deed.at,
    recorded_by: deed.actor.accountId,
    organization_id: deed.actor.organizationId,
    source,
  }
}

/** Name keys and blocks of likeness; called again after a correction, which removes the old ones. */
export async function insertKeys(
  deed: Deed,
  people: readonly { personId: string; core: Core; contact?: NewMember['contact'] }[],
): Promise<void> {
  const tenant_id = deed.actor.tenantId
  const { blind } = await deed.tenantKeys()
  await deed.db
    .insertInto('registry.person_key')
    .values(
      people.flatMap((p) =>
        nameKeys(namesOf(p.core)).map((key) => ({ tenant_id, key, person_id: p.personId })),
      ),
    )
    .execute()
  const blocks = people.flatMap((p) =>
    blocksOf(blind, p.core, p.contact?.phone).map((block) => ({ tenant_id, block, person_id: p.personId })),
  )
  if (blocks.length > 0) await deed.db.insertInto('registry.person_block').values(blocks).execute()
}

export async function insertSituation(
  deed: Deed,
  personId: string,
  key: Key,
  situation: z.infer<typeof Situation>,
): Promise<void> {
  const tenant_id = deed.actor.tenantId
  await deed.db
    .insertInto('registry.person_situation')
    .values({
      tenant_id,
      id: newId(),
      person_id: personId,
      body_sealed: seal(key, 'registry.person_situation.body_sealed', JSON.stringify(situation)),
      recorded_at: deed.at,
      recorded_by: deed.actor.accountId,
    })
    .execute()
  await insertFacts(deed, personId, situation)
}

/** What is counted under a pseudonym, and where a situation says it. */
export const factKinds = [
  { kind: 'population_group', field: 'populationGroup' },
  { kind: 'stay_type', field: 'stayType' },
  { kind: 'origin_class', field: 'originClass' },
] as const
export type FactKind = (typeof factKinds)[number]['kind']

/** Apart for each kind, so that without the key not even one person's facts stand together. */
export const factPseudonym = (blind: TenantKeys['blind'], kind: FactKind, personId: string): Buffer =>
  blind(`fact ${kind}`, personId)

/** Population group, stay and origin under a keyed pseudonym; nothing in a fact leads to a file. */
export async function insertFacts(
  deed: Deed,
  personId: string,
  situation: z.infer<typeof Situation>,
): Promise<void> {
  const { tenantId } = deed.actor
  const { blind } = await deed.tenantKeys()
  const day = deed.at.toISOString().slice(0, 10)
  const kinds = factKinds.map(({ kind }) => kind)
  await sql`select registry.put_facts(${tenantId}::uuid, ${kinds}::text[],
    ${kinds.map((kind) => factPseudonym(blind, kind, personId))}::bytea[],
    ${factKinds.map(({ field }) => situation[field])}::text[], ${day}::date)`.execute(deed.db)
}

/** A sensitive sheet is stored with its ground, chosen by the named worker who acts; a consent is kept as one. */
export async function insertSensitive(
  deed: Deed,
  personId: string,
  key: Key,
  field: 'health' | 'identity',
  body: unknown,
  ground: Grounded,
  notice: { noticeShownId: string; language: string; interpreter?: string | undefined; chosenBy?: string },
): Promise<void> {
  const { actor, at, db } = deed
  const tenant_id = actor.tenantId
  const consent_id = ground.ground === 'consent' ? newId() : null
  if (consent_id) {
    // Whoever explained the notice explained the consent, unless somebody else is named.
    const interpreter = ground.interpreter ?? notice.interpreter
    await db
      .insertInto('registry.consent')
      .values({
        tenant_id,
        id: consent_id,
        person_id: personId,
        purpose: field === 'health' ? 'sensitive_health' : 'sensitive_identity',
        notice_shown_id: notice.noticeShownId,
        language: notice.language,
        method: ground.method!,
        interpreter_sealed: interpreter
          ? seal(key, 'registry.consent.interpreter_sealed', interpreter)
          : null,
        representative_id: ground.representativeId ?? null,
        representative_sealed: ground.representativeName
          ? seal(key, 'registry.consent.representative_sealed', ground.representativeName)
          : null,
        child_assent: ground.childAssent ?? null,
        given_at: at,
        given_to: actor.accountId,
      })
      .execute()
  }
  const ground_id = newId()
  await db
    .insertInto('registry.legal_ground')
    .values({
      tenant_id,
      id: ground_id,
      person_id: personId,
      field,
      ground: ground.ground,
      consent_id,
      chosen_by: notice.chosenBy ?? actor.accountId,
      at,
    })
    .execute()
  await db
    .insertInto(`registry.person_${field}`)
    .values({
      tenant_id,
      id: newId(),
      person_id: personId,
      body_sealed: seal(key, `registry.person_${field}.body_sealed`, JSON.stringify(body)),
      ground_id,
      recorded_by: actor.accountId,
      recorded_at: at,
    })
    .execute()
}
