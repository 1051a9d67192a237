/**
 * A stolen dump: every row of every table, as the superuser reads them, tells no identifier, document, status, note,
 * health fact or gender identity, and nothing sealed opens with what the database holds. Names and birth dates are
 * readable by decision (they are searched under row-level security); `db/columns.ts` says so column by column.
 */
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { tables } from '../db/columns.ts'
import { documentTypes, populationGroups } from '../src/modules/registry/contract.ts'
import { asClient } from '../src/server/roles.ts'
import { createVault, keyIdOf, SealBroken, unseal } from '../src/server/vault.ts'
import type { Actor } from '../src/shared/actor.ts'
import { newId } from '../src/shared/id.ts'
import {
  cast,
  family,
  type House,
  house,
  member,
  organization,
  person,
  type Town,
  town,
} from './factories.ts'
import { type TestServer, testServer } from './server.ts'

/** What must not be read, each word found nowhere else. */
const secret = {
  passport: 'ZQX774411KH',
  certificate: 'COMAR-2026-998877-QZ',
  phone: '+52 686 911 7733',
  laterPhone: '(664) 911-8844',
  email: 'mirlande.zafiro@correo.example',
  whereToFind: 'Tras la ferretería Quetzalcóatl',
  occupation: 'Afinadora de clavecines zurdos',
  experience: 'Catorce años en el taller Obsidiana',
  chronic: 'Síndrome de Kvasnicka-Zubov',
  vaccination: 'Esquema Xoconostle completo',
  gender: 'muxe zafirina',
  people: 'Kiliwa del Zopilote',
  noticeInterpreter: 'Zacarías Intérprete Quiñonero',
  consentInterpreter: 'Hipólita Lengua Xicoténcatl',
  representative: 'Tránsito Representante Ñandú',
  glassReason: 'Desmayo en la banqueta Jacaranda, sola',
}

let h: House
let server: TestServer
let place: Town
let worker: Actor
let personId: string
interface Stolen {
  table: string
  column: string
  value: Buffer
}
let dump: Stolen[]

const must = async (actor: Actor, method: string, url: string, body?: unknown) => {
  const told = await server.call(actor, method, url, body)
  if (told.status >= 300) throw new Error(`${method} ${url}: ${told.text}`)
  return told
}

/** Every value of every table of every schema, as bytes. */
const stolen = (): Promise<Stolen[]> =>
  asClient(h.database.superUrl, async (client) => {
    const { rows: all } = await client.query<{ t: string }>(`
      select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as t from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`)
    const found: Stolen[] = []
    for (const { t } of all) {
      const { rows } = await client.query<Record<string, unknown>>(`select * from ${t}`)
      for (const row of rows) {
        for (const [column, v] of Object.entries(row)) {
          if (v === null) continue
          const value = Buffer.isBuffer(v) ? v : Buffer.from(typeof v === 'string' ? v : JSON.stringify(v))
          found.push({ table: t.replaceAll('"', ''), column, value })
        }
      }
    }
    return found
  })

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '')
/** A word as it is, folded, as digits, in other encodings, and as the hashes anybody can make. */
function shapes(word: string): Buffer[] {
  const digits = word.replace(/\D/g, '')
  const words = new Set([
    word,
    word.toLowerCase(),
    word.toUpperCase(),
    plain(word),
    plain(word).toLowerCase(),
  ])
  words.add(plain(word).toUpperCase())
  if (digits.length >= 10) for (const d of [digits, digits.slice(-10)]) words.add(d)
  return [...words].flatMap((w) => [
    Buffer.from(w),
    Buffer.from(w, 'utf16le'),
    Buffer.from(w, 'latin1'),
    Buffer.from(Buffer.from(w).toString('hex')),
    Buffer.from(
      Buffer.from(w)
        .toString('base64')
        .replace(/.{0,3}=*$/, ''),
    ),
    ...['md5', 'sha1', 'sha256', 'sha512'].flatMap((a) => {
      const hash = createHash(a).update(w).digest()
      return [hash, Buffer.from(hash.toString('hex'))]
    }),
  ])
}
const where = (word: string, from = dump): string[] => {
  const wanted = shapes(word)
  return [
    ...new Set(
      from
        .filter((s) => wanted.some((w) => s.value.includes(w)))
        .map((s) => `${word} in ${s.table}.${s.column}`),
    ),
  ]
}

beforeAll(async () => {
  h = await house(new Map([['person.register', ['registry.duplicates']]]))
  server = await testServer(h)
  place = await town(h)
  worker = await member(h, place.tenantId, place.officeId, [
    'coordinator',
    'case_worker',
    'protection_worker',
  ])
  const notice = {
    noticeId: place.noticeId,
    language: 'ht' as const,
    how: 'read_aloud' as const,
    interpreter: secret.noticeInterpreter,
  }
  const ground = {
    ground: 'consent' as const,
    method: 'signature' as const,
    interpreter: secret.consentInterpreter,
    representativeName: secret.representative,
  }
  const health = { chronic: secret.chronic, vaccination: secret.vaccination, pregnant: 'yes' as const }
  const identity = { genderIdentity: secret.gender, indigenousPeople: secret.people }
  const who = person(cast.mirlande, {
    contact: { phone: secret.phone, email: secret.email, whereToFind: secret.whereToFind },
    documents: [
      { id: newId(), type: 'passport', number: secret.passport, evidence: 'document_seen' },
      { id: newId(), type: 'asylum_certificate', number: secret.certificate, evidence: 'document_seen' },
      ...documentTypes.map((type) => ({ id: newId(), type, evidence: 'self_report' as const })).slice(0, 18),
    ],
    situation: { populationGroup: 'asylum_applicant', stayType: 'resides', originClass: 'foreign' },
    work: { occupation: secret.occupation, experience: secret.experience },
    health: { body: health, ground },
    identity: { body: identity, ground },
  })
  personId = who.personId
  const also = populationGroups.map((populationGroup, i) =>
    person(
      { ...cast.ana, givenNames: `Ana ${i}` },
      {
        role: 'other_relative',
        situation: { populationGroup, stayType: 'in_transit', originClass: 'foreign' },
      },
    ),
  )
  await must(worker, 'POST', '/api/households', family(place.noticeId, [who, ...also], { notice }))
  // And all of it again, as corrections: the former versions stay in the history.
  const url = `/api/people/${personId}`
  await must(worker, 'PUT', `${url}/contact`, { phone: secret.laterPhone, email: secret.email })
  await must(worker, 'PUT', `${url}/work`, { occupation: secret.occupation })
  await must(worker, 'PUT', `${url}/health`, { body: health, notice, ground })
  await must(worker, 'PUT', `${url}/identity`, { body: identity, notice, ground })
  for (const type of documentTypes.slice(18))
    await must(worker, 'POST', `${url}/documents`, { id: newId(), type, evidence: 'self_report' })
  const shelter = await organization(h, place.tenantId)
  await must(worker, 'POST', `${url}/consents`, {
    purpose: 'share_with_organization',
    notice,
    method: 'signature',
    representativeName: secret.representative,
    share: { organizationId: shelter, sheets: ['core', 'needs'], days: 30 },
  })
  const { givenNames, surname1, birth } = cast.mirlande
  await must(worker, 'POST', '/api/emergencies', {
    name: { givenNames, surname1 },
    birth,
    reason: secret.glassReason,
    hours: 2,
  })
  dump = await stolen()
})

describe('a stolen dump', () => {
  it('is a dump indeed: every table is in it, and the names that are readable by decision', () => {
    expect(dump.length).toBeGreaterThan(300)
    expect(where('Mirlande')).toContain('Mirlande in registry.person_core.given_names')
    for (const t of [
      'registry.person_health',
      'registry.person_document',
      'access.break_glass',
      'graphile_worker._private_jobs',
    ])
      expect(
        dump.some((s) => s.table === t),
        t,
      ).toBe(true)
    // With the key, through the route, everything is there to be read.
    expect(where('what nobody ever wrote')).toEqual([])
  })

  it('is read by the one who may, through the route', async () => {
    const told = await must(worker, 'GET', `/api/people/${personId}`)
    const history = await must(worker, 'GET', `/api/people/${personId}/consents`)
    const glass = await must(
      await member(h, place.tenantId, place.officeId, 'data_officer'),
      'GET',
      '/api/emergencies',
    )
    const text = told.text + history.text + glass.text
    const superseded = [secret.phone, secret.whereToFind, secret.experience, secret.noticeInterpreter]
    for (const word of Object.values(secret))
      if (!superseded.includes(word)) expect(text, word).toContain(word)
  })

  for (const [what, word] of Object.entries(secret))
    it(`does not tell: ${what}`, () => expect(where(word)).toEqual([]))

  it('does not tell the type of any document or procedure', () => {
    const telling = documentTypes.filter((t) => t.includes('_'))
    expect(telling.length).toBeGreaterThan(15)
    const files = dump.filter((s) => s.table !== 'registry.fact')
    expect(telling.flatMap((t) => where(t, files))).toEqual([])
    expect(where('document_seen')).toEqual([])
  })

  it('does not tell anybody the population group of anybody', () => {
    // Counted under a keyed pseudonym, apart from every file.
    const files = dump.filter((s) => s.table !== 'registry.fact')
    for (const group of populationGroups.filter((g) => g.includes('_') && g !== 'not_known'))
      expect(where(group, files)).toEqual([])
    const pseudonyms = dump.filter((s) => s.table === 'registry.fact' && s.column === 'pseudonym')
    expect(pseudonyms.length).toBeGreaterThan(10)
    for (const { value } of pseudonyms) {
      expect(value.length).toBe(32)
      expect(files.some((s) => s.value.includes(value))).toBe(false)
    }
    const ids = dump.filter((s) => s.column === 'person_id').map((s) => s.value.toString())
    for (const id of new Set(ids)) {
      const made = new Set(shapes(id).map((b) => b.toString('hex')))
      expect(pseudonyms.some((p) => made.has(p.value.toString('hex')))).toBe(false)
    }
  })

  it('has no clear column beside those declared', () => {
    const declared = new Map(tables.map((t) => [t.table, t.columns]))
    for (const s of dump.filter((d) => declared.has(d.table))) {
      const how = declared.get(s.table)![s.column]!
      // What is sealed looks sealed: version, key id, nonce, text.
      if (how.startsWith('sealed')) {
        expect(s.value[0], `${s.table}.${s.column}`).toBe(1)
        expect(s.value.length).toBeGreaterThanOrEqual(1 + 16 + 12 + 16)
      }
      if (how.startsWith('hashed')) expect(s.value.length, `${s.table}.${s.column}`).toBe(32)
    }
  })

  it('opens with nothing that is in it', () => {
    const sealed = dump.filter((s) =>
      tables.find((t) => t.table === s.table)?.columns[s.column]?.startsWith('sealed'),
    )
    expect(sealed.length).toBeGreaterThan(20)
    const bytes = dump.filter((s) => s.value.length >= 32 && s.value.length <= 200)
    const guesses = [
      ...new Set([
        ...bytes
          .filter((s) => s.column === 'wrapped_key')
          .flatMap(({ value }) =>
            [...Array(value.length - 31).keys()].map((i) => value.subarray(i, i + 32).toString('hex')),
          ),
        ...bytes.filter((s) => s.value.length === 32).map((s) => s.value.toString('hex')),
        '00'.repeat(32),
      ]),
    ].map((hex) => Buffer.from(hex, 'hex'))
    for (const s of sealed.slice(0, 12)) {
      for (const guess of guesses.slice(0, 1500))
        expect(() =>
          unseal({ id: keyIdOf(s.value), bytes: guess }, `${s.table}.${s.column}`, s.value),
        ).toThrow()
    }
  })

  it('opens with another master key no more than without', async () => {
    const rows = await h.owner.db.selectFrom('access.tenant_key').select(['id', 'wrapped_key']).execute()
    expect(rows.length).toBe(1)
    expect(h.vault.tenant(rows).own.bytes.length).toBe(32)
    expect(() => createVault(Buffer.alloc(32, 1)).tenant(rows)).toThrow(SealBroken)
  })
})
