/** A database that goes away and comes back: each request says so in the reader's language, and later ones succeed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/shared/id.ts'
import { cast, family, person } from './factories.ts'
import { Browser, password, type Real, realServer } from './real.ts'

let real: Real
let rosa: Browser
let place: Awaited<ReturnType<Real['town']>>

beforeAll(async () => {
  real = await realServer()
  place = await real.town()
  await real.account(place, 'rosa@dif.example', ['coordinator', 'case_worker'])
  rosa = new Browser(real.url)
  expect((await rosa.signIn('rosa@dif.example', password)).status).toBe(303)
})
afterAll(() => real?.end())

const registration = (n: number) =>
  family(place.noticeId, [person({ ...cast.ana, givenNames: `Ana ${n}` }, { confirmedNew: true })])

describe('while the database is away', () => {
  let pid: number
  const asked = { commandId: newId(), body: {} as object }

  it('every request says so, in the language of the reader, and soon', async () => {
    pid = real.serverPid()
    asked.body = registration(1)
    expect((await rosa.call('GET', '/api/me')).status).toBe(200)
    await real.killDatabase()
    const titles = new Set<string>()
    for (const language of ['es', 'en', 'ht', 'fr', 'pt']) {
      const from = Date.now()
      for (const [method, path, body] of [
        ['GET', '/api/me', undefined],
        ['POST', '/api/people/search', { text: 'Ana' }],
      ] as const) {
        const told = await rosa.call(method, path, body, { language })
        expect([path, told.status, told.body.code]).toEqual([path, 503, 'database_away'])
        expect(told.headers.get('content-type')).toContain('application/problem+json')
        expect(told.headers.get('content-language')).toBe(language)
        titles.add(String(told.body.title))
        // A sentence, not a key.
        expect(told.body.title).not.toContain('problem.')
        expect(String(told.body.action).length).toBeGreaterThan(10)
      }
      expect(Date.now() - from).toBeLessThan(10_000)
    }
    expect(titles.size).toBe(5)
  }, 60_000)

  it('a command is not done, and says so', async () => {
    const told = await rosa.call('POST', '/api/households', asked.body, { commandId: asked.commandId })
    expect([told.status, told.body.code]).toEqual([503, 'database_away'])
  })

  it('signing in says so on the page, counts no wrong password, and /healthz is not ready', async () => {
    const told = await new Browser(real.url).signIn('rosa@dif.example', password, { lang: 'es' })
    expect(told.status).toBe(503)
    expect(told.headers.get('content-type')).toContain('text/html')
    const health = await rosa.call('GET', '/healthz')
    expect([health.status, health.body]).toEqual([503, { ready: false }])
  })

  it('and back, everything goes on in the same process, with the same sign-in', async () => {
    await real.startDatabase()
    let first = 0
    const from = Date.now()
    for (let left = 100; left > 0; left--) {
      const told = await rosa.call('GET', '/api/me')
      if (told.status === 200) break
      expect(told.status).toBe(503)
      first++
      await new Promise((r) => setTimeout(r, 100))
    }
    expect(Date.now() - from, `${first} tries`).toBeLessThan(10_000)
    const done = await rosa.call('POST', '/api/households', asked.body, { commandId: asked.commandId })
    expect(done.status).toBe(201)
    expect((await rosa.call('POST', '/api/people/search', { text: 'Ana' })).text).toContain('Ana 1')
    expect((await new Browser(real.url).signIn('rosa@dif.example', password)).status).toBe(303)
    expect((await rosa.call('GET', '/healthz')).body).toEqual({ ready: true })
    expect(real.serverPid()).toBe(pid)
  }, 60_000)

  it('again and again, under requests, without one that hangs or breaks inside', async () => {
    for (let round = 0; round < 2; round++) {
      let going = true
      const told = new Set<number>()
      const asking = [...Array(4).keys()].map(async () => {
        while (going) {
          const answer = await rosa.call('GET', '/api/me', undefined, { signal: AbortSignal.timeout(15_000) })
          told.add(answer.status)
          await new Promise((r) => setTimeout(r, 20))
        }
      })
      const answered = async (status: number) => {
        told.delete(status)
        for (let left = 300; left > 0 && !told.has(status); left--)
          await new Promise((r) => setTimeout(r, 50))
      }
      await answered(200)
      await real.killDatabase()
      await answered(503)
      await real.startDatabase()
      await answered(200)
      going = false
      await Promise.all(asking)
      expect([...told].sort()).toEqual([200, 503])
    }
    expect((await rosa.call('GET', '/api/me')).status).toBe(200)
  }, 60_000)

  it('the worker goes on: what is registered afterwards is sealed', async () => {
    const done = await rosa.call('POST', '/api/households', registration(2))
    expect(done.status).toBe(201)
    const unsealed = async () =>
      (
        await real.owner.pool.query<{ n: number }>(
          'select count(*)::int as n from access.event e where not exists (select from access.event_seal s where s.event_id = e.id)',
        )
      ).rows[0]!.n
    for (let left = 100; left > 0 && (await unsealed()) > 0; left--)
      await new Promise((r) => setTimeout(r, 300))
    expect(await unsealed()).toBe(0)
    const lines = real
      .output()
      .split('\n')
      .filter((l) => l.startsWith('{'))
      .map((l) => JSON.parse(l) as { problem?: string })
    expect(lines.filter((l) => l.problem === 'broken_inside')).toEqual([])
  }, 60_000)
})
