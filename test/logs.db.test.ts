/** Whatever goes wrong, no log of ours tells of whom: neither the server's output nor PostgreSQL's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asClient } from '../src/server/roles.ts'
import { newId } from '../src/shared/id.ts'
import { cast, family, person } from './factories.ts'
import { Browser, password, type Real, realServer } from './real.ts'

let real: Real
let rosa: Browser
let admin: Browser
let place: Awaited<ReturnType<Real['town']>>
let personId: string
let invited = ''

const address = {
  rosa: 'rosa.archundia@dif.example',
  admin: 'ximena.quiroz@dif.example',
  unknown: 'mirlande.desir@nadie.example',
}
const mirlande = person(cast.mirlande, {
  contact: { phone: '686 911 7733', email: 'mirlande@correo.example' },
  documents: [{ id: newId(), type: 'passport', number: 'ZQX774411KH', evidence: 'document_seen' }],
  work: { occupation: 'Afinadora de clavecines' },
})

beforeAll(async () => {
  real = await realServer()
  place = await real.town()
  await real.account(place, address.rosa, ['coordinator', 'case_worker'])
  await real.account(place, address.admin, ['tenant_administrator'], 'Ximena Quiroz (persona de prueba)')
  rosa = new Browser(real.url)
  admin = new Browser(real.url)
})
afterAll(() => real?.end())

const everything = () => `${real.output()}\n${real.databaseLog()}`

describe('errors of every kind', () => {
  it('are provoked, with people in bodies, addresses, queries, headers and cookies', async () => {
    // Before anybody is known.
    expect((await rosa.signIn(address.unknown, 'Mirlande Désir 686 911 7733')).status).toBe(401)
    expect((await rosa.signIn(address.rosa, 'la frase de Wilner')).status).toBe(401)
    expect((await rosa.signIn(`${'mirlande.desir'.repeat(30)}@x.example`, 'Mirlande')).status).toBe(422)
    expect((await rosa.call('GET', '/api/people/Mirlande')).status).toBe(401)
    expect((await rosa.signIn(address.rosa, password)).status).toBe(303)
    expect((await admin.signIn(address.admin, password)).status).toBe(303)

    const registration = family(place.noticeId, [mirlande])
    const done = await rosa.call('POST', '/api/households', registration)
    expect(done.status).toBe(201)
    personId = mirlande.personId
    const told = await admin.call('POST', '/api/invitations', {
      organizationId: place.officeId,
      role: 'case_worker',
      name: 'Wilner Pierre-Louis',
      email: 'wilner@correo.example',
    })
    invited = String(told.body.link).split('#')[1]!.split('.')[1]!

    const status = async (method: string, path: string, body?: unknown) =>
      (await rosa.call(method, path, body)).status
    // Bodies that do not fit, that are no JSON, that are too large, of another kind.
    expect(await status('POST', '/api/households', { Mirlande: 'Désir', phone: '686 911 7733' })).toBe(422)
    expect(await status('POST', '/api/people/search', { name: { Mirlande: 1 } })).toBe(422)
    const raw = (type: string, body: string) =>
      rosa.send('POST', '/api/households', {
        headers: { 'x-integrate': '1', 'x-integrate-command': newId(), 'content-type': type },
        body,
      })
    expect((await raw('application/json', '{"name": "Mirlande Désir", 686 911 7733')).status).toBe(400)
    expect((await raw('application/json', `"${'Mirlande Désir '.repeat(50_000)}"`)).status).toBe(413)
    expect((await raw('text/mirlande', 'Mirlande Désir')).status).toBe(415)
    // Addresses and queries that are of nobody, or of nothing.
    expect(await status('GET', '/api/people/Mirlande%20D%C3%A9sir')).toBe(422)
    expect(await status('GET', `/api/people/${newId()}?name=Mirlande&phone=6869117733`)).toBe(404)
    expect(await status('GET', `/api/people/${personId}?name=Mirlande`)).toBeLessThan(500)
    expect(await status('GET', '/api/Mirlande/D%C3%A9sir?phone=6869117733')).toBe(404)
    expect(await status('GET', '/api/people/%E0%A4%A')).toBeLessThan(500)
    // Headers and cookies.
    const odd = await rosa.send('GET', '/api/me', {
      headers: {
        'user-agent': 'Mirlande Desir',
        cookie: 'integrate.session_token=Mirlande.6869117733',
        referer: `${real.url}/people?name=Mirlande`,
      },
    })
    expect(odd.status).toBe(401)
    const named = await rosa.send('POST', '/api/households', {
      headers: { 'x-integrate': '1', 'x-integrate-command': 'Mirlande', 'content-type': 'application/json' },
      body: '{}',
    })
    expect(named.status).toBe(400)
    expect((await rosa.send('POST', '/api/households', { body: 'Mirlande' })).status).toBe(403)
    // What the database itself refuses: the same person again, a place of nobody.
    expect(await status('POST', '/api/households', { ...registration, householdId: newId() })).toBe(409)
    const elsewhere = person({ ...cast.mirlande, givenNames: 'Mirlande Segunda' }, { confirmedNew: true })
    expect(
      await status('POST', '/api/households', family(place.noticeId, [elsewhere], { placeId: newId() })),
    ).toBeLessThan(500)
    // Invitations, tokens, locks.
    expect(await status('POST', '/api/invitation', { tenantId: place.tenantId, token: `${invited}x` })).toBe(
      410,
    )
    expect(await status('POST', '/api/invitation', { tenantId: 'Mirlande', token: invited })).toBe(422)
    expect(await status('POST', '/api/unlock', { password: 'la frase de Wilner' })).toBe(401)
  }, 60_000)

  it('break inside, in the database and in the middle of a request', async () => {
    const search = () => rosa.call('POST', '/api/people/search', { text: 'Mirlande Désir' })
    await asClient(real.superUrl, async (c) => {
      await c.query('alter table registry.person_key rename to person_key_away')
      try {
        expect((await search()).status).toBe(500)
      } finally {
        await c.query('alter table registry.person_key_away rename to person_key')
      }
      // A check that quotes the row it refuses, in its detail.
      await c.query(
        "alter table registry.person_core add constraint never check (given_names <> 'Mirlande Tercera')",
      )
      const third = person({ ...cast.mirlande, givenNames: 'Mirlande Tercera' }, { confirmedNew: true })
      expect((await rosa.call('POST', '/api/households', family(place.noticeId, [third]))).status).toBe(422)
      await c.query('alter table registry.person_core drop constraint never')
      // Sessions ended under a request.
      await c.query('begin')
      await c.query('lock table registry.person_core in access exclusive mode')
      const waiting = rosa.call('GET', `/api/people/${personId}`)
      for (let left = 200; left > 0; left--) {
        const { rows } = await c.query("select pid from pg_stat_activity where wait_event_type = 'Lock'")
        if (rows.length > 0) break
        await new Promise((r) => setTimeout(r, 20))
      }
      await c.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'integrate_app' and pid <> pg_backend_pid()",
      )
      const cut = await waiting
      expect([cut.status, cut.body.code]).toEqual([503, 'database_away'])
      await c.query('rollback')
    })
    // The search works again afterwards, so it was the table that was away.
    const again = await search()
    expect([again.status, again.text.includes('Mirlande')]).toEqual([200, true])
  }, 60_000)
})

describe('the logs', () => {
  it('tell what broke, by route, code and constraint', () => {
    const lines = real
      .output()
      .split('\n')
      .filter((l) => l.startsWith('{'))
      .map((l) => JSON.parse(l) as Record<string, unknown>)
    expect(lines).toContainEqual(
      expect.objectContaining({ route: '/api/people/search', code: '42P01', problem: 'broken_inside' }),
    )
    expect(lines).toContainEqual(expect.objectContaining({ problem: 'database_away' }))
    expect(real.databaseLog()).toContain('terminating connection due to administrator command')
    const allowed = [
      'level',
      'time',
      'pid',
      'hostname',
      'msg',
      'route',
      'code',
      'constraint',
      'problem',
      'task',
    ]
    for (const line of lines) expect(Object.keys(line).filter((k) => !allowed.includes(k))).toEqual([])
  })

  it('tell of nobody', () => {
    const logs = everything()
    const folded = logs.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    const digits = logs.replace(/[ ().-]/g, '')
    const session = rosa.cookie.split(';').map((c) => decodeURIComponent(c.split('=')[1] ?? ''))
    const words = [
      'Mirlande',
      'Desir',
      'Wilner',
      'Pierre-Louis',
      'Archundia',
      'Quiroz',
      'Rosa',
      'clavecines',
      'ZQX774411KH',
      'correo.example',
      'dif.example',
      'nadie.example',
      password,
      'la frase de',
      invited,
      personId,
      place.tenantId,
      ...session,
      ...session.map((s) => s.split('.')[0]!),
      'text/mirlande',
      'select ',
      'insert into',
      'DETAIL',
      'STATEMENT',
    ].filter((w) => w.length > 3)
    expect(words.length).toBeGreaterThan(20)
    const fold = (w: string) => w.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    expect(words.filter((w) => folded.includes(fold(w)))).toEqual([])
    expect(digits).not.toContain('6869117733')
  })
})
