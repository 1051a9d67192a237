/**
 * What tests stand on: a database of their own from the template, tenants, organizations and members made by the
 * owner, and a small cast. Everything else happens through the product.
 */
import { afterAll } from 'vitest'
import { powerOf } from '../src/apps/roles.ts'
import type { NewMember, Registration } from '../src/modules/registry/contract.ts'
import { type Connection, connect } from '../src/server/db.ts'
import type { Ground } from '../src/server/guard.ts'
import { type TestDatabase, testDatabase } from '../src/server/testing.ts'
import { createVault, type Vault } from '../src/server/vault.ts'
import type { Actor, Role } from '../src/shared/actor.ts'
import { newId } from '../src/shared/id.ts'

export interface House {
  database: TestDatabase
  owner: Connection
  app: Connection
  worker: Connection
  vault: Vault
  ground: Ground
}

export const testMaster = Buffer.alloc(32, 42)

/** A database of this file's own, dropped after it. */
export async function house(listeners?: Ground['listeners']): Promise<House> {
  const database = await testDatabase()
  const owner = connect(database.ownerUrl, { max: 3 })
  const app = connect(database.appUrl, { max: 10 })
  const worker = connect(database.workerUrl, { max: 4 })
  const vault = createVault(testMaster)
  afterAll(async () => {
    await Promise.all([owner.close(), app.close(), worker.close()])
    await database.drop()
  })
  return {
    database,
    owner,
    app,
    worker,
    vault,
    ground: { db: app.db, vault, ...(listeners ? { listeners } : {}) },
  }
}

export interface Town {
  tenantId: string
  /** The municipal office, with an agreement and a notice. */
  officeId: string
  noticeId: string
}

let towns = 0

/** A municipality of its own, with its key, an office whose agreement is live and a notice in five languages. */
export async function town(h: House, name = `Villa Prueba ${++towns}`): Promise<Town> {
  const tenantId = newId()
  const keyId = newId()
  await h.owner.db
    .insertInto('access.tenant')
    .values({
      id: tenantId,
      kind: 'municipality',
      name,
      state_code: '02',
      cvegeo: '02002',
      demo: true,
      time_zone: 'America/Tijuana',
    })
    .execute()
  await h.owner.db
    .insertInto('access.tenant_key')
    .values({ tenant_id: tenantId, id: keyId, wrapped_key: h.vault.createTenantKey(keyId) })
    .execute()
  const officeId = await organization(h, tenantId, {
    name: 'DIF Municipal de Prueba',
    kind: 'municipal_government',
  })
  const noticeId = await notice(h, tenantId, officeId)
  return { tenantId, officeId, noticeId }
}

/** A tenant that registers nobody and reads what municipalities publish, with its office. */
export async function council(
  h: House,
  kind: 'state_council' | 'federal_unit' = 'state_council',
  stateCode = '02',
): Promise<Pick<Town, 'tenantId' | 'officeId'>> {
  const tenantId = newId()
  const keyId = newId()
  const state_code = kind === 'federal_unit' ? null : stateCode
  await h.owner.db
    .insertInto('access.tenant')
    .values({ id: tenantId, kind, name: 'Consejo de Prueba', state_code, demo: true })
    .execute()
  await h.owner.db
    .insertInto('access.tenant_key')
    .values({ tenant_id: tenantId, id: keyId, wrapped_key: h.vault.createTenantKey(keyId) })
    .execute()
  return {
    tenantId,
    officeId: await organization(h, tenantId, { name: 'Consejo de Prueba', kind: 'council' }),
  }
}

export async function organization(
  h: House,
  tenantId: string,
  o: { name?: string; kind?: string; agreementUntil?: Date | null } = {},
): Promise<string> {
  const id = newId()
  await h.owner.db
    .insertInto('access.organization')
    .values({
      tenant_id: tenantId,
      id,
      kind: o.kind ?? 'shelter',
      name: o.name ?? 'Albergue de Prueba',
      agreement_until:
        o.agreementUntil === undefined ? new Date(Date.now() + 400 * 86_400_000) : o.agreementUntil,
    })
    .execute()
  return id
}

export async function notice(
  h: House,
  tenantId: string,
  organizationId: string,
  reviewedBy: string | null = null,
): Promise<string> {
  const id = newId()
  await h.owner.db
    .insertInto('directory.notice')
    .values({ tenant_id: tenantId, id, organization_id: organizationId, version: '1' })
    .execute()
  await h.owner.db
    .insertInto('directory.notice_text')
    .values(
      ['es', 'ht', 'en', 'fr', 'pt'].map((language) => ({
        tenant_id: tenantId,
        notice_id: id,
        language,
        short_text: `aviso corto (${language})`,
        full_text: `aviso completo (${language})`,
        reviewed_by: reviewedBy,
      })),
    )
    .execute()
  return id
}

/** Someone who works there, as these roles. */
export async function member(
  h: House,
  tenantId: string,
  organizationId: string,
  roles: Role | Role[],
  name = 'Rosa Archundia (persona de prueba)',
): Promise<Actor> {
  const accountId = newId()
  const list = Array.isArray(roles) ? roles : [roles]
  await h.owner.db
    .insertInto('access.membership')
    .values(
      list.map((role) => ({
        tenant_id: tenantId,
        id: newId(),
        account_id: accountId,
        organization_id: organizationId,
        name,
        role,
      })),
    )
    .execute()
  const power = powerOf(list)
  return {
    tenantId,
    organizationId,
    organizationName: 'Prueba',
    accountId,
    name,
    roles: list,
    verbs: power.verbs,
    sheets: power.sheets,
    language: 'es',
  }
}

/** The cast: people who do not exist. */
export const cast = {
  mirlande: {
    givenNames: 'Mirlande',
    surname1: 'Désir',
    birth: { year: 1991, month: 3, day: 8, precision: 'day' },
    sex: 'female',
    nationalities: ['HTI'],
    languages: [{ code: 'hat', level: 'first' }],
  },
  wilner: {
    givenNames: 'Wilner',
    surname1: 'Pierre-Louis',
    birth: { year: 2016, month: 7, day: 14, precision: 'day' },
    sex: 'male',
    nationalities: ['CHL'],
    languages: [{ code: 'hat', level: 'first' }],
  },
  yusuf: {
    givenNames: 'Yusuf',
    birth: { precision: 'unknown' },
    sex: 'male',
    nationalities: [],
    languages: [{ code: 'ara', level: 'first' }],
  },
  ana: {
    givenNames: 'Ana',
    surname1: 'Barrios',
    surname2: 'Castro',
    birth: { year: 1985, month: 6, day: 2, precision: 'day' },
    sex: 'female',
    nationalities: ['HND'],
    languages: [{ code: 'spa', level: 'first' }],
  },
} satisfies Record<string, NewMember['core']>

export function person(core: NewMember['core'], more: Partial<NewMember> = {}): NewMember {
  return { personId: newId(), role: 'head', core, source: 'person', ...more }
}

export function family(
  noticeId: string,
  members: NewMember[],
  more: Partial<Registration> = {},
): Registration {
  return {
    householdId: newId(),
    notice: { noticeId, language: 'es', how: 'read_aloud', interpreter: 'Jean Intérprete (de prueba)' },
    channel: 'shelter',
    registeredOn: '2026-11-20',
    members,
    ...more,
  }
}
