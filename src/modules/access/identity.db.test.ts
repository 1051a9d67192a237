/** Signing in through the real site, with real cookies: lockout, idle lock, revocation, unlock, and limits of rate. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, house, type Town, testMaster, town } from '../../../test/factories.ts'
import { openSite, type Site } from '../../apps/site.ts'
import type { Role } from '../../shared/actor.ts'
import { newId } from '../../shared/id.ts'
import { newSealKey } from './jobs.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'integrate-identity-test-'))
const right = 'una frase larga de prueba'
let h: House
let site: Site
let place: Town
let people = 0
let address = 0

beforeAll(async () => {
  h = await house()
  place = await town(h)
  site = await openSite({
    config: {
      publicUrl: 'http://127.0.0.1',
      dataDir,
      secrets: {
        masterKey: testMaster,
        authSecret: 'a secret of this test and no other',
        sealKey: newSealKey().export({ type: 'pkcs8', format: 'pem' }).toString(),
        pepper: 'a pepper of this test and no other',
      },
    },
    urls: h.database,
    log: false,
    sweepSeconds: 3600,
  })
})
afterAll(async () => {
  await site.close()
  rmSync(dataDir, { recursive: true })
})

async function account(...roles: Role[]): Promise<{ email: string; id: string }> {
  const email = `persona${++people}@dif.example`
  const id = await site.identity.account(email, 'Rosa (persona de prueba)', right)
  for (const role of roles.length > 0 ? roles : (['case_worker'] as const))
    await h.owner.db
      .insertInto('access.membership')
      .values({
        tenant_id: place.tenantId,
        id: newId(),
        account_id: id,
        organization_id: place.officeId,
        name: 'Rosa (persona de prueba)',
        role,
      })
      .execute()
  await site.identity.work(id, place.tenantId)
  return { email, id }
}

/** From an address of its own, so that limits of rate count each test apart. */
const from = () => `10.0.${address >> 8}.${++address & 255}`

async function signIn(email: string, password: string, more: Record<string, string> = {}, ip = from()) {
  const answer = await site.app.inject({
    method: 'POST',
    url: '/sign-in',
    remoteAddress: ip,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...more },
    payload: new URLSearchParams({ email, password, lang: 'es' }).toString(),
  })
  return {
    status: answer.statusCode,
    html: answer.body,
    headers: answer.headers,
    cookie: cookieOf(answer.cookies),
  }
}
const cookieOf = (cookies: { name: string; value: string }[]) =>
  cookies.map((c) => `${c.name}=${c.value}`).join('; ')
async function entered(): Promise<{ email: string; id: string; cookie: string }> {
  const who = await account()
  const { cookie, status } = await signIn(who.email, right)
  expect(status).toBe(303)
  return { ...who, cookie }
}
async function call(cookie: string, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) {
  const answer = await site.app.inject({
    method,
    url,
    remoteAddress: from(),
    headers: { cookie, 'x-integrate': '1', 'x-integrate-command': newId() },
    ...(payload ? { payload } : {}),
  })
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown>, answer }
}
const me = async (cookie: string) => {
  const told = await call(cookie, 'GET', '/api/me')
  return told.status === 200 ? 'in' : told.body.code
}
const said = (html: string) => /role="alert"[^>]*>(.*?)<\/div>/s.exec(html)?.[1]
const age = (cookie: string, minutes: number) =>
  sql`update auth.session_place set seen_at = now() - make_interval(mins => ${minutes}::int)
    where session_id = (select id from auth.session where token = ${decodeURIComponent(cookie.split('=')[1]!).split('.')[0]})`.execute(
    h.owner.db,
  )

describe('a wrong password', () => {
  it('and a wrong address are one answer, and so are their sixth times', async () => {
    const { email } = await account()
    const known: unknown[] = []
    const unknown: unknown[] = []
    for (let i = 0; i < 6; i++) {
      for (const [address, into] of [
        [email, known],
        [`nadie${people}@dif.example`, unknown],
      ] as const) {
        const told = await signIn(address, `una frase equivocada ${i}`)
        expect(told.cookie).toBe('')
        into.push([told.status, told.html.replaceAll(address, '(address)'), Object.keys(told.headers).sort()])
      }
    }
    expect(known).toEqual(unknown)
    expect(known.map((k) => (k as [number])[0])).toEqual([401, 401, 401, 401, 401, 429])
    // Locked: now the right one waits too, and says the same.
    const locked = await signIn(email, right)
    expect([locked.status, locked.cookie]).toEqual([429, ''])
    expect(said(locked.html)).toContain('Demasiados intentos')
  })

  it('is told without the password, and with what was typed of the address', async () => {
    const { email } = await account()
    const told = await signIn(email, 'una frase que nadie debe repetir')
    expect(told.html).not.toContain('una frase que nadie')
    expect(told.html).toContain(email)
    expect(said(told.html)).toContain('El correo o la contraseña no coinciden')
    expect(told.headers['cache-control']).toBe('no-store')
  })

  it('is forgotten after the right one, and the lock ends with its time', async () => {
    const { email } = await account()
    for (let i = 0; i < 4; i++) await signIn(email, 'una frase equivocada')
    expect((await signIn(email, right)).status).toBe(303)
    for (let i = 0; i < 5; i++) expect((await signIn(email, 'una frase equivocada')).status).toBe(401)
    expect((await signIn(email, right)).status).toBe(429)
    await sql`update auth.lockout set last_at = now() - interval '61 seconds'`.execute(h.owner.db)
    expect((await signIn(email, right)).status).toBe(303)
  })

  it('locks an address however it is written, and thirty at once are five tries', async () => {
    const { email } = await account()
    const ways = [...Array(30).keys()].map((i) => [email, email.toUpperCase(), ` ${email} `][i % 3]!)
    const told = await Promise.all(ways.map((way) => signIn(way, 'una frase equivocada')))
    expect(told.filter((t) => t.status === 401).length).toBe(5)
    expect(told.filter((t) => t.status === 429).length).toBe(25)
    expect((await signIn(email, right)).status).toBe(429)
  })

  it('leaves no address in the table of failures', async () => {
    const { rows } = await sql<{ t: string }>`select l::text as t from auth.lockout l`.execute(h.owner.db)
    expect(rows.length).toBeGreaterThan(0)
    for (const r of rows) expect(r.t).not.toContain('dif.example')
  })

  it('of impossible length, or a body of another kind, is a page with a sentence', async () => {
    const long = await signIn(`${'a'.repeat(400)}@x.example`, right)
    expect([long.status, said(long.html) !== undefined]).toEqual([422, true])
    const answer = await site.app.inject({
      method: 'POST',
      url: '/sign-in',
      remoteAddress: from(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `email=${'a'.repeat(40_000)}`,
    })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([413, 'text/html; charset=utf-8'])
  })
})

describe('a sign-in', () => {
  it('gives a cookie no script reads and no other site sends', async () => {
    const { email } = await account()
    const { headers } = await signIn(email, right)
    const set = String(headers['set-cookie'])
    expect(set).toContain('HttpOnly')
    expect(set).toMatch(/SameSite=Strict/i)
  })

  it('from another site is refused', async () => {
    const { email } = await account()
    const told = await signIn(email, right, { origin: 'https://elsewhere.example' })
    expect([told.status, told.cookie]).toEqual([403, ''])
  })

  it('of somebody who works nowhere opens nothing', async () => {
    const email = `nowhere${++people}@dif.example`
    await site.identity.account(email, 'Nadie (persona de prueba)', right)
    const told = await signIn(email, right)
    expect([told.status, told.cookie]).toEqual([403, ''])
  })

  it('goes only to a place of ours', async () => {
    const { email } = await account()
    for (const [to, goes] of [
      ['//elsewhere.example', '/'],
      ['https://elsewhere.example', '/'],
      ['/people?x=1', '/people?x=1'],
    ]) {
      const answer = await site.app.inject({
        method: 'POST',
        url: '/sign-in',
        remoteAddress: from(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ email, password: right, to: to! }).toString(),
      })
      expect(answer.headers.location).toBe(goes)
    }
  })

  it('forged or changed is nobody', async () => {
    const { cookie } = await entered()
    expect(await me(cookie)).toBe('in')
    for (const forged of [
      `${cookie.slice(0, -4)}AAAA`,
      cookie.replace(/=(.)/, (_, c: string) => `=${c === 'a' ? 'b' : 'a'}`),
      cookie.split('.')[0]!,
      'integrate.session_token=',
      '',
    ])
      expect(await me(forged)).toBe('not_signed_in')
  })

  it('ends when its membership ends', async () => {
    const { cookie, id } = await entered()
    await sql`update access.membership set ended_at = now() where account_id = ${id}::uuid`.execute(
      h.owner.db,
    )
    expect(await me(cookie)).toBe('not_signed_in')
  })
})

describe('a session left alone', () => {
  it('locks after its minutes, stays locked, and opens with the password', async () => {
    const { cookie } = await entered()
    await age(cookie, 14)
    expect(await me(cookie)).toBe('in')
    await age(cookie, 16)
    expect(await me(cookie)).toBe('session_locked')
    // Seen again does not open it.
    await age(cookie, 0)
    expect(await me(cookie)).toBe('session_locked')
    expect((await call(cookie, 'POST', '/api/unlock', { password: 'una frase equivocada' })).body.code).toBe(
      'wrong_password',
    )
    expect(await me(cookie)).toBe('session_locked')
    expect((await call(cookie, 'POST', '/api/unlock', { password: right })).status).toBe(200)
    expect(await me(cookie)).toBe('in')
  })

  it('locks by hand, and unlocking counts wrong passwords like signing in', async () => {
    const { cookie, email } = await entered()
    expect((await call(cookie, 'POST', '/api/lock')).status).toBe(200)
    for (let i = 0; i < 5; i++)
      await call(cookie, 'POST', '/api/unlock', { password: 'una frase equivocada' })
    expect((await call(cookie, 'POST', '/api/unlock', { password: right })).body.code).toBe('locked_out')
    expect((await signIn(email, right)).status).toBe(429)
  })

  it('is not opened by somebody else, nor by a body that does not fit', async () => {
    const { cookie } = await entered()
    await call(cookie, 'POST', '/api/lock')
    const other = await entered()
    expect((await call(other.cookie, 'POST', '/api/unlock', { password: right })).status).toBe(200)
    expect(await me(cookie)).toBe('session_locked')
    const odd = await call(cookie, 'POST', '/api/unlock', { password: ['x'], more: 1 })
    expect([odd.status, odd.body.code]).toEqual([422, 'invalid'])
    expect((await call('', 'POST', '/api/unlock', { password: right })).body.code).toBe('not_signed_in')
  })
})

describe('the list of sign-ins', () => {
  it('shows each, ends another one, and only of oneself', async () => {
    const { email, cookie } = await entered()
    const elsewhere = await signIn(email, right)
    const list = async (c: string) =>
      (await call(c, 'GET', '/api/me/sessions')).body.sessions as { id: string; current: boolean }[]
    const sessions = await list(cookie)
    expect(sessions.map((s) => s.current).sort()).toEqual([false, true])
    const stranger = await entered()
    const that = sessions.find((s) => !s.current)!
    expect((await call(stranger.cookie, 'DELETE', `/api/me/sessions/${that.id}`)).status).toBe(404)
    expect(await me(elsewhere.cookie)).toBe('in')
    expect((await call(cookie, 'DELETE', `/api/me/sessions/${that.id}`)).status).toBe(200)
    expect(await me(elsewhere.cookie)).toBe('not_signed_in')
    expect(await me(cookie)).toBe('in')
    expect((await list(cookie)).length).toBe(1)
  })

  it('is empty after leaving, and the cookie is worth nothing', async () => {
    const { cookie } = await entered()
    const left = await call(cookie, 'POST', '/api/sign-out')
    expect(left.status).toBe(200)
    expect(await me(cookie)).toBe('not_signed_in')
  })
})

describe('limits of rate', () => {
  it('thirty sign-ins a minute from one address, whoever is tried; told as a page', async () => {
    const ip = from()
    const told: number[] = []
    let last = ''
    for (let i = 0; i < 33; i++) {
      const answer = await signIn(`many${i}@dif.example`, 'x', {}, ip)
      told.push(answer.status)
      last = answer.html
    }
    expect(told.slice(0, 30).every((s) => s === 401)).toBe(true)
    expect(told.slice(30)).toEqual([429, 429, 429])
    expect(said(last)).toContain('Demasiadas solicitudes')
    // Others are not held up by it.
    const { email } = await account()
    expect((await signIn(email, right)).status).toBe(303)
  })
})

describe('an invitation', () => {
  it('holds once, with its own tenant and token alone', async () => {
    const inviting = await account('tenant_administrator')
    const { cookie } = await signIn(inviting.email, right)
    const given = await call(cookie, 'POST', '/api/invitations', {
      organizationId: place.officeId,
      role: 'intake_worker',
      name: 'Persona Invitada (de prueba)',
      email: `invitada${++people}@dif.example`,
    })
    expect(given.status).toBe(201)
    const [tenantId, token] = String(given.body.link).split('#')[1]!.split('.') as [string, string]
    const accept = (body: object) => call('', 'POST', '/api/invitation/accept', body)
    expect((await accept({ tenantId, token: `${token.slice(0, -2)}xx`, password: right })).status).toBe(410)
    expect((await accept({ tenantId: newId(), token, password: right })).status).toBe(410)
    expect((await accept({ tenantId, token, password: 'corta' })).body.code).toBe('invalid')
    const both = await Promise.all([
      accept({ tenantId, token, password: right }),
      accept({ tenantId, token, password: right }),
    ])
    expect(both.map((b) => b.status).filter((s) => s === 200).length).toBe(1)
    expect((await accept({ tenantId, token, password: right })).status).toBe(410)
    const email = String((given.body as { email: string }).email)
    expect((await signIn(email, right)).status).toBe(303)
  })

  it('to run the installation is given by nobody of a tenant, by neither door', async () => {
    const inviting = await account('tenant_administrator')
    const colleague = await account('case_worker')
    const { cookie } = await signIn(inviting.email, right)
    const role = { organizationId: place.officeId, role: 'operator' }
    for (const [url, body] of [
      ['/api/invitations', { ...role, name: 'Persona Invitada (de prueba)', email: 'operadora@dif.example' }],
      ['/api/memberships', { ...role, accountId: colleague.id }],
    ] as const)
      expect((await call(cookie, 'POST', url, body)).body.code).toBe('invalid')
    expect(
      (
        await call(cookie, 'POST', '/api/memberships', {
          ...role,
          role: 'analyst',
          accountId: colleague.id,
        })
      ).status,
    ).toBe(201)
  })
})
