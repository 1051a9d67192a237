/** The registry through its routes: registering, corrections, households, consents, duplicates, merging, emergencies. */
import { beforeAll, describe, expect, it } from 'vitest'
import {
  cast,
  family,
  type House,
  house,
  member,
  notice,
  organization,
  person,
  type Town,
  town,
} from '../../../test/factories.ts'
import { type TestServer, testServer } from '../../../test/server.ts'
import type { Actor } from '../../shared/actor.ts'
import { newId } from '../../shared/id.ts'
import type { NewMember } from './contract.ts'
import { duplicatesTask, listeners, tasks } from './jobs.ts'

let h: House
let server: TestServer
let here: Town
let rosa: Actor
let coordinator: Actor

beforeAll(async () => {
  h = await house(new Map(Object.entries(listeners)))
  server = await testServer(h)
  here = await town(h)
  rosa = await member(h, here.tenantId, here.officeId, 'case_worker', 'Rosa Archundia (de prueba)')
  coordinator = await member(h, here.tenantId, here.officeId, 'coordinator', 'Tomás Ibarra (de prueba)')
})

const register = async (members: NewMember[], actor = rosa, place = here, more = {}) => {
  const body = family(place.noticeId, members, more)
  return { body, told: await server.call(actor, 'POST', '/api/households', body) }
}
const must = async (actor: Actor, method: string, url: string, body?: unknown) => {
  const told = await server.call(actor, method, url, body)
  expect(told.status, told.text).toBeLessThan(300)
  return told.body as never
}
/** What the worker would do for every event since. */
const work = async (tenantId: string) => {
  const { rows } = await h.owner.pool.query<{ id: string }>(
    `select id from access.event where tenant_id = $1 and verb = 'person.register' order by id`,
    [tenantId],
  )
  for (const r of rows) await tasks(h.worker)[duplicatesTask]!({ tenantId, eventId: r.id })
}

describe('registering', () => {
  it('takes people with no document, no surname and no known birth date', async () => {
    const { body, told } = await register([person({ ...cast.yusuf, givenNames: 'Yusuf Sin Apellido' })])
    expect(told.status).toBe(201)
    const file = await must(rosa, 'GET', `/api/people/${body.members[0]!.personId}`)
    expect(file).toMatchObject({ name: 'Yusuf Sin Apellido', core: { birth: { precision: 'unknown' } } })
    expect(file).not.toHaveProperty('documents')
  })

  it('says what is wrong, where, in the reader’s language, and saves nothing', async () => {
    const bad = family(here.noticeId, [
      person({ ...cast.ana, birth: { year: 1990, month: 2, day: 31, precision: 'day' } }),
    ])
    const told = await server.call(rosa, 'POST', '/api/households', bad, { language: 'ht' })
    expect([told.status, told.body.code]).toEqual([422, 'invalid'])
    expect(JSON.stringify(told.body.errors)).toContain('impossible_date')
    expect(JSON.stringify(told.body.errors)).toContain('Dat sa a pa egziste')
    const unknown = await server.call(rosa, 'POST', '/api/households', {
      ...family(here.noticeId, [person(cast.ana)]),
      religion: 'x',
    })
    expect([unknown.status, unknown.body.code]).toEqual([422, 'invalid'])
    const nameless = await server.call(
      rosa,
      'POST',
      '/api/households',
      family(here.noticeId, [
        person({ birth: { precision: 'unknown' }, sex: 'not_known', nationalities: [], languages: [] }),
      ]),
    )
    expect(JSON.stringify(nameless.body.errors)).toContain('name_missing')
  })

  it('keeps names as they are, whatever they are', async () => {
    for (const name of [
      "Robert'); drop table access.person;--",
      '<script>alert(1)</script>',
      'ابن سينا',
      '👩🏽‍🦱 Ñ',
      'x'.repeat(300),
    ]) {
      const { body, told } = await register([person({ ...cast.yusuf, givenNames: name })], rosa, here)
      expect(told.status, told.text).toBe(201)
      expect(
        (
          (await must(rosa, 'GET', `/api/people/${body.members[0]!.personId}`)) as unknown as {
            core: { givenNames: string }
          }
        ).core.givenNames,
      ).toBe(name)
    }
    const long = await register([person({ ...cast.yusuf, givenNames: 'x'.repeat(301) })])
    expect(long.told.status).toBe(422)
  })

  it('needs the notice of this organization, and a named interpreter where no native speaker reviewed the text', async () => {
    const other = await register([person(cast.ana)], rosa, { ...here, noticeId: newId() })
    expect(other.told.body.code).toBe('notice_missing')
    const sensitive = person(
      { ...cast.ana, givenNames: 'Ana Sensible' },
      { health: { body: { pregnant: 'yes' }, ground: { ground: 'consent', method: 'signature' } } },
    )
    const unexplained = await register([sensitive], rosa, here, {
      notice: { noticeId: here.noticeId, language: 'ht', how: 'read_aloud' },
    })
    expect(unexplained.told.body.code).toBe('interpreter_missing')
    const explained = await register([sensitive], rosa, here, {
      notice: { noticeId: here.noticeId, language: 'ht', how: 'read_aloud', interpreter: 'Jean (de prueba)' },
    })
    expect(explained.told.status).toBe(201)
    // Whoever explained the notice explained the consent that stands on it, at the door and later.
    const id = explained.body.members[0]!.personId
    const told: { consents: { interpreter?: string }[] } = await must(
      rosa,
      'GET',
      `/api/people/${id}/consents`,
    )
    expect(told.consents.map((c) => c.interpreter)).toEqual(['Jean (de prueba)'])
  })

  it('is refused to an organization without a live agreement', async () => {
    const shelter = await organization(h, here.tenantId, { agreementUntil: null })
    const noticeId = await notice(h, here.tenantId, shelter)
    const staff = await member(h, here.tenantId, shelter, 'shelter_staff')
    const { told } = await register([person(cast.ana)], staff, { ...here, noticeId })
    expect([told.status, told.body.code]).toEqual([403, 'agreement_ended'])
  })

  it('is done once for one command, and told again', async () => {
    const body = family(here.noticeId, [
      person({ ...cast.mirlande, givenNames: 'Mirlande Una Vez', birth: { year: 1970, precision: 'year' } }),
    ])
    const commandId = newId()
    const [one, two] = await Promise.all([
      server.call(rosa, 'POST', '/api/households', body, { commandId }),
      server.call(rosa, 'POST', '/api/households', body, { commandId }),
    ])
    expect([one.status, two.status]).toEqual([201, 201])
    expect(one.body).toEqual(two.body)
    const changed = await server.call(
      rosa,
      'POST',
      '/api/households',
      { ...body, channel: 'office' },
      { commandId },
    )
    expect(changed.body.code).toBe('command_reused')
  })
})

describe('a duplicate', () => {
  it('is warned of inside my grants, and somebody else may still be registered', async () => {
    const place = await town(h)
    const clerk = await member(h, place.tenantId, place.officeId, 'case_worker')
    const first = await register(
      [person(cast.mirlande, { contact: { phone: '686 555 0142' } })],
      clerk,
      place,
    )
    expect(first.told.status).toBe(201)
    const again = await register([person({ ...cast.mirlande, surname1: 'Desir' })], clerk, place)
    expect([again.told.status, again.told.body.code, again.told.body.ids]).toEqual([
      409,
      'possible_duplicate',
      [first.body.members[0]!.personId],
    ])
    const asked = (await must(clerk, 'POST', '/api/people/likely-duplicates', {
      core: { ...cast.mirlande, surname1: 'Desir' },
    })) as unknown as { candidates: { personId: string; band: string; reasons: unknown[] }[] }
    expect(asked.candidates[0]).toMatchObject({ personId: first.body.members[0]!.personId, band: 'same' })
    expect(asked.candidates[0]).not.toHaveProperty('likeness')
    expect(asked.candidates[0]?.reasons).toEqual(
      expect.arrayContaining([
        { field: 'given', agreement: 'equal' },
        { field: 'surname', agreement: 'equal' },
        { field: 'birth', agreement: 'equal' },
      ]),
    )
    // The same name at the same telephone, and no date: perhaps.
    const dateless = (await must(clerk, 'POST', '/api/people/likely-duplicates', {
      core: { ...cast.mirlande, birth: { precision: 'unknown' } },
      phone: '+52 686 555 0142',
    })) as unknown as { candidates: { band: string }[] }
    expect(dateless.candidates.map((c) => c.band)).toEqual(['possible'])
    const sure = await register(
      [person({ ...cast.mirlande, surname1: 'Desir' }, { confirmedNew: true })],
      clerk,
      place,
    )
    expect(sure.told.status).toBe(201)
  })

  it('is not a twin, a daughter named after her mother, a neighbour at one telephone, nor whoever shares blanks', async () => {
    const place = await town(h)
    const clerk = await member(h, place.tenantId, place.officeId, 'case_worker')
    const shelter = await organization(h, place.tenantId)
    const shelterNotice = await notice(h, place.tenantId, shelter)
    const keeper = await member(h, place.tenantId, shelter, 'case_worker')
    const contact = { phone: '686 555 0150' }
    const born = { year: 2015, month: 7, day: 14, precision: 'day' as const }
    const mother = { ...cast.ana, givenNames: 'María José', birth: { ...born, year: 1990 } }
    const there = [
      person(mother, { contact }),
      person({ ...cast.ana, givenNames: 'Dunia', birth: born }, { role: 'child', contact }),
      person({ ...cast.yusuf, givenNames: 'Wilner', surname1: 'Cadet' }, { role: 'not_related', contact }),
    ]
    const here = [
      person({ ...cast.ana, givenNames: 'Suyapa', birth: born }, { contact }),
      person({ ...mother, birth: { ...born, month: 2, day: 3 } }, { role: 'child', contact }),
      person({ ...cast.yusuf, givenNames: 'Evens', surname1: 'Michel' }, { role: 'not_related', contact }),
    ]
    expect((await register(there, clerk, place)).told.status).toBe(201)
    expect((await register(here, clerk, place)).told.status).toBe(201)
    const elsewhere = [person({ ...cast.yusuf, givenNames: 'Stanley', surname1: 'Cadet' }, { contact })]
    expect((await register(elsewhere, keeper, { ...place, noticeId: shelterNotice })).told.status).toBe(201)
    await work(place.tenantId)
    const office = await member(h, place.tenantId, place.officeId, 'coordinator')
    expect(((await must(office, 'GET', '/api/duplicates')) as unknown as { total: number }).total).toBe(0)
  })

  it('outside my grants gets the same answer, and the pair goes to the desk, where the two can be joined and parted', async () => {
    const place = await town(h)
    const office = await member(h, place.tenantId, place.officeId, 'coordinator')
    const shelter = await organization(h, place.tenantId)
    const shelterNotice = await notice(h, place.tenantId, shelter)
    const keeper = await member(h, place.tenantId, shelter, 'case_worker')
    const atOffice = await register([person(cast.ana, { contact: { phone: '686 555 0101' } })], office, place)
    const atShelter = await register([person({ ...cast.ana, surname2: 'Castró' })], keeper, {
      ...place,
      noticeId: shelterNotice,
    })
    expect(atShelter.told.status).toBe(201)
    expect(Object.keys(atShelter.told.body)).toEqual(Object.keys(atOffice.told.body))
    await work(place.tenantId)

    const desk = (await must(office, 'GET', '/api/duplicates')) as unknown as {
      total: number
      rows: { id: string; band: string; reasons: string[] }[]
    }
    expect(desk.total).toBe(1)
    expect(desk.rows[0]).toMatchObject({
      band: 'same',
      reasons: expect.arrayContaining(['given:equal', 'surname:equal', 'birth:equal']),
    })
    const pairId = desk.rows[0]!.id
    // The desk's list names nobody; opening says so in both files.
    expect(JSON.stringify(desk)).not.toContain('Barrios')
    const pair = (await must(office, 'POST', `/api/duplicates/${pairId}/open`)) as unknown as {
      a: { personId: string; name: string }
      b: { personId: string; name: string }
    }
    expect([pair.a.name, pair.b.name].sort()).toEqual(['Ana Barrios Castro', 'Ana Barrios Castró'])

    const [survivor, other] = [atOffice.body.members[0]!.personId, atShelter.body.members[0]!.personId]
    const decided = await must(office, 'POST', `/api/duplicates/${pairId}/decide`, {
      same: true,
      survivorId: survivor,
    })
    expect(decided).toMatchObject({ state: 'same' })
    const merged = (await must(office, 'GET', `/api/people/${other}`)) as unknown as {
      personId: string
      mergedFrom: string[]
    }
    expect([merged.personId, merged.mergedFrom]).toEqual([survivor, [other]])
    // The shelter's grant opens the shelter's record, and only that.
    const theirs = (await must(keeper, 'GET', `/api/people/${other}`)) as unknown as {
      personId: string
      contact?: unknown
    }
    expect(theirs.personId).toBe(other)
    expect(theirs).not.toHaveProperty('contact')
    expect((await server.call(keeper, 'GET', `/api/people/${survivor}`)).status).toBe(404)
    // Nothing moved: a joined record is in no list, and what is written now goes to the survivor.
    const list = (await must(office, 'POST', '/api/people/search', {})) as unknown as {
      total: number
      rows: { personId: string }[]
    }
    expect([list.total, list.rows.map((r) => r.personId)]).toEqual([1, [survivor]])
    await must(office, 'PUT', `/api/people/${other}/needs`, { needs: ['cot'] })
    const needs = await h.owner.pool.query(
      'select person_id from registry.person_need where tenant_id = $1',
      [place.tenantId],
    )
    expect(needs.rows).toEqual([{ person_id: survivor }])

    // Whoever joined them can look at both again, and see which one stayed.
    const again = await must(office, 'POST', `/api/duplicates/${pairId}/open`)
    expect(again).toMatchObject({ pair: { state: 'same' }, survivorId: survivor })
    const parted = (await must(office, 'POST', `/api/people/${other}/unmerge`)) as unknown as {
      survivorId: string
      writtenSince: { what: string }[]
    }
    expect(parted.survivorId).toBe(survivor)
    expect(parted.writtenSince.map((w) => w.what)).toContain('needs')
    await work(place.tenantId)
    expect(((await must(office, 'GET', '/api/duplicates')) as unknown as { total: number }).total).toBe(0)
  })
})

describe('a correction', () => {
  it('keeps the former version, and tells the second editor', async () => {
    const { body } = await register([
      person({ ...cast.ana, givenNames: 'Ana Corregida', birth: { year: 1960, precision: 'about' } }),
    ])
    const id = body.members[0]!.personId
    const core = { ...cast.ana, givenNames: 'Anabel', birth: { year: 1961, precision: 'year' as const } }
    const file = (await must(rosa, 'PUT', `/api/people/${id}/core`, {
      version: 1,
      core,
      source: 'document',
    })) as unknown as { version: number; name: string }
    expect([file.version, file.name]).toEqual([2, 'Anabel Barrios Castro'])
    const late = await server.call(coordinator, 'PUT', `/api/people/${id}/core`, {
      version: 1,
      core: { ...core, givenNames: 'Otra' },
      source: 'person',
    })
    expect([late.status, late.body.code, late.body.version]).toEqual([409, 'changed_meanwhile', 2])
    const { rows } = await h.owner.pool.query(
      'select given_names, superseded_at is not null as old from registry.person_core where person_id = $1 order by version',
      [id],
    )
    expect(rows).toEqual([
      { given_names: 'Ana Corregida', old: true },
      { given_names: 'Anabel', old: false },
    ])
    const found = (await must(rosa, 'POST', '/api/people/search', { text: 'anabel' })) as unknown as {
      rows: { personId: string }[]
    }
    expect(found.rows.map((r) => r.personId)).toContain(id)
    const history = (await must(rosa, 'GET', `/api/people/${id}/history`)) as unknown as {
      entries: { what: string; byName: string }[]
    }
    expect(history.entries.map((e) => e.what)).toEqual(expect.arrayContaining(['registered', 'core']))
    expect(JSON.stringify(history)).not.toContain('Corregida')
  })

  it('of any sheet made from what no longer stands is refused, and nothing is overwritten', async () => {
    const { body } = await register([
      person(
        { ...cast.ana, givenNames: 'Ana Hojas', birth: { year: 1959, precision: 'year' } },
        { contact: { phone: '686 555 0110' }, needs: ['cot'] },
      ),
    ])
    const url = `/api/people/${body.members[0]!.personId}`
    interface File {
      contact: { body: { phone: string }; recordedAt: string }
      work?: { recordedAt: string }
      needs: string[]
    }
    const seen = (await must(rosa, 'GET', url)) as unknown as File
    await must(rosa, 'PUT', `${url}/contact?seen=${seen.contact.recordedAt}`, { phone: '686 555 0111' })
    const late = await server.call(coordinator, 'PUT', `${url}/contact?seen=${seen.contact.recordedAt}`, {
      phone: '686 555 0112',
    })
    expect([late.status, late.body.code]).toEqual([409, 'changed_meanwhile'])

    await must(rosa, 'PUT', `${url}/work?seen=none`, { occupation: 'Costurera' })
    const second = await server.call(coordinator, 'PUT', `${url}/work?seen=none`, { occupation: 'Cocinera' })
    expect(second.status).toBe(409)

    await must(rosa, 'PUT', `${url}/needs`, { needs: ['cot', 'quiet'], was: ['cot'] })
    const third = await server.call(coordinator, 'PUT', `${url}/needs`, { needs: [], was: ['cot'] })
    expect(third.status).toBe(409)

    const held = { id: newId(), type: 'passport', evidence: 'self_report' }
    await must(rosa, 'POST', `${url}/documents?seen=none`, held)
    const fourth = await server.call(coordinator, 'POST', `${url}/documents?seen=none`, {
      ...held,
      evidence: 'document_seen',
    })
    expect(fourth.status).toBe(409)
    expect((await must(rosa, 'GET', url)) as unknown as File).toMatchObject({
      contact: { body: { phone: '686 555 0111' } },
      work: { body: { occupation: 'Costurera' } },
      needs: ['cot', 'quiet'],
      documents: [{ body: { evidence: 'self_report' } }],
    })
  })

  it('of one sheet by two at the same moment is done by one of them', async () => {
    const { body } = await register([
      person(
        { ...cast.ana, givenNames: 'Ana A La Vez', birth: { year: 1958, precision: 'year' } },
        { contact: { phone: '686 555 0120' } },
      ),
    ])
    const url = `/api/people/${body.members[0]!.personId}`
    const { contact } = (await must(rosa, 'GET', url)) as unknown as { contact: { recordedAt: string } }
    const told = await Promise.all(
      [rosa, coordinator].map((who, n) =>
        server.call(who, 'PUT', `${url}/contact?seen=${contact.recordedAt}`, { phone: `686 555 020${n}` }),
      ),
    )
    expect(told.map((one) => one.status).sort()).toEqual([200, 409])
  })
})

describe('a household', () => {
  it('splits, joins and reunites as a history, with one head each and nobody in two', async () => {
    const { body } = await register([
      person({ ...cast.ana, givenNames: 'Ana Cabeza', birth: { year: 1981, precision: 'year' } }),
      person(
        { ...cast.yusuf, givenNames: 'Yusuf Pareja', birth: { year: 1980, precision: 'year' } },
        { role: 'partner' },
      ),
      person(
        { ...cast.wilner, givenNames: 'Wilner Hijo', birth: { year: 2015, precision: 'year' } },
        { role: 'child' },
      ),
    ])
    const [ana, yusuf, wilner] = body.members.map((m) => m.personId) as [string, string, string]
    const split = newId()
    const headless = await server.call(rosa, 'POST', `/api/households/${split}/members`, {
      members: [{ personId: ana, role: 'head' }],
    })
    expect(headless.body.code).toBe('invalid')
    const apart = (await must(rosa, 'POST', `/api/households/${split}/members`, {
      members: [
        { personId: yusuf, role: 'head' },
        { personId: wilner, role: 'child' },
      ],
    })) as unknown as { members: { personId: string }[] }
    expect(apart.members.map((m) => m.personId)).toEqual([yusuf, wilner])
    const reunited = (await must(rosa, 'POST', `/api/households/${body.householdId}/members`, {
      members: [
        { personId: yusuf, role: 'partner' },
        { personId: wilner, role: 'child' },
      ],
    })) as unknown as { members: { personId: string }[] }
    expect(reunited.members.map((m) => m.personId).sort()).toEqual([ana, yusuf, wilner].sort())
    const { rows } = await h.owner.pool.query(
      'select count(*)::int as n from registry.household_member where person_id = $1',
      [yusuf],
    )
    expect(rows[0].n).toBe(3)
  })
})

describe('a consent', () => {
  it('opens what it names to another organization, and closes it when withdrawn, and only that', async () => {
    const place = await town(h)
    const clerk = await member(h, place.tenantId, place.officeId, 'case_worker')
    const shelter = await organization(h, place.tenantId)
    const keeper = await member(h, place.tenantId, shelter, 'case_worker')
    const { body } = await register(
      [
        person(cast.ana, {
          contact: { phone: '686 555 0101' },
          health: {
            body: { pregnant: 'yes' },
            ground: { ground: 'consent', method: 'signature', interpreter: 'X' },
          },
        }),
      ],
      clerk,
      place,
    )
    const id = body.members[0]!.personId
    const share = {
      purpose: 'share_with_organization',
      notice: {
        noticeId: place.noticeId,
        language: 'es',
        how: 'read_aloud',
        interpreter: 'Jean (de prueba)',
      },
      method: 'signature',
      share: { organizationId: shelter, sheets: ['core', 'contact'], days: 30 },
    }
    await must(clerk, 'POST', `/api/people/${id}/consents`, share)
    expect(await must(keeper, 'GET', `/api/people/${id}`)).toMatchObject({
      contact: { body: { phone: '686 555 0101' } },
    })
    const { consents } = (await must(clerk, 'GET', `/api/people/${id}/consents`)) as unknown as {
      consents: { id: string; purpose: string }[]
    }
    const shared = consents.find((c) => c.purpose === 'share_with_organization')!
    await must(clerk, 'POST', `/api/people/${id}/consents/${shared.id}/withdraw`)
    expect((await server.call(keeper, 'GET', `/api/people/${id}`)).status).toBe(404)
    expect(await must(clerk, 'GET', `/api/people/${id}`)).toMatchObject({
      health: { body: { pregnant: 'yes' } },
    })
    const sensitive = consents.find((c) => c.purpose === 'sensitive_health')!
    await must(clerk, 'POST', `/api/people/${id}/consents/${sensitive.id}/withdraw`)
    expect(await must(clerk, 'GET', `/api/people/${id}`)).not.toHaveProperty('health')
    const police = await organization(h, place.tenantId, { kind: 'police' })
    const walled = await server.call(clerk, 'POST', `/api/people/${id}/consents`, {
      ...share,
      share: { ...share.share, organizationId: police },
    })
    expect([walled.status, walled.body.code]).toEqual([403, 'firewall'])
  })
})

describe('an emergency', () => {
  it('opens one file for hours by code or by full name and birth date; misses are one answer and an event', async () => {
    const place = await town(h)
    const clerk = await member(h, place.tenantId, place.officeId, 'case_worker')
    const shelter = await organization(h, place.tenantId)
    const keeper = await member(h, place.tenantId, shelter, 'shelter_staff', 'Guardia (de prueba)')
    const officer = await member(h, place.tenantId, place.officeId, 'data_officer')
    const { body, told } = await register([person(cast.ana)], clerk, place)
    const id = body.members[0]!.personId
    const code = (told.body as unknown as { members: { code: string }[] }).members[0]!.code
    const reason = 'Llegó inconsciente y hay que saber a quién avisar'

    const wrong = await server.call(keeper, 'POST', '/api/emergencies', {
      code: 'AAAA-AAAA-A',
      reason,
      hours: 2,
    })
    const nearly = await server.call(keeper, 'POST', '/api/emergencies', {
      name: { givenNames: 'Ana', surname1: 'Barrios' },
      birth: cast.ana.birth,
      reason,
      hours: 2,
    })
    expect([wrong.status, nearly.status, wrong.body.code, nearly.body.code]).toEqual([
      404,
      404,
      'not_found',
      'not_found',
    ])
    const opened = await must(keeper, 'POST', '/api/emergencies', {
      name: { givenNames: 'Ana', surname1: 'Barrios', surname2: 'Castro' },
      birth: cast.ana.birth,
      reason,
      hours: 2,
    })
    expect(opened).toMatchObject({ personId: id })
    expect(await must(keeper, 'GET', `/api/people/${id}`)).toMatchObject({ name: 'Ana Barrios Castro' })
    for (let i = 0; i < 2; i++) await must(keeper, 'POST', '/api/emergencies', { code, reason, hours: 1 })
    expect(
      (await server.call(keeper, 'POST', '/api/emergencies', { code, reason, hours: 1 })).body.code,
    ).toBe('too_many_emergencies')

    const seen = (await must(officer, 'GET', '/api/emergencies')) as unknown as {
      total: number
      rows: { reason: string; accountName: string }[]
    }
    expect([seen.total, seen.rows[0]?.reason, seen.rows[0]?.accountName]).toEqual([
      3,
      reason,
      'Guardia (de prueba)',
    ])
    const grants = (await must(clerk, 'GET', `/api/people/${id}/grants`)) as unknown as {
      grants: { source: string; accountName?: string }[]
    }
    expect(grants.grants.filter((g) => g.source === 'break_glass').map((g) => g.accountName)).toEqual([
      'Guardia (de prueba)',
      'Guardia (de prueba)',
      'Guardia (de prueba)',
    ])
  })
})
