/** Every route as nobody and as each role, against an oracle written apart. Refusals come before any body is read. */
import { beforeAll, describe, expect, it } from 'vitest'
import { powers } from '../src/apps/roles.ts'
import { type Actor, roles } from '../src/shared/actor.ts'
import { newId } from '../src/shared/id.ts'
import { type House, house, member, town } from './factories.ts'
import { oracle } from './oracle.ts'
import { type TestServer, testServer } from './server.ts'

let h: House
let server: TestServer
const actors = new Map<string, Actor>()

beforeAll(async () => {
  h = await house()
  server = await testServer(h)
  const here = await town(h)
  for (const role of roles) actors.set(role, await member(h, here.tenantId, here.officeId, role))
})

const address = (url: string) => url.replace(/:\w+/g, () => newId())

describe('every route', () => {
  it('is in the oracle, and the oracle names no other', () => {
    const served = server.routes.map((r) => `${r.contract.method} ${r.contract.url}`).sort()
    expect(served).toEqual(Object.keys(oracle).sort())
  })

  it('refuses nobody, and forged requests, before it reads a body', async () => {
    for (const { contract: c } of server.routes) {
      const told = await server.call(
        null,
        c.method,
        address(c.url),
        c.method === 'GET' ? undefined : { nonsense: true },
      )
      expect([told.status, told.body.code], `${c.method} ${c.url}`).toEqual([401, 'not_signed_in'])
      if (c.method !== 'GET') {
        const forged = await server.app.inject({ method: c.method, url: address(c.url), payload: {} })
        expect(forged.json().code, `${c.method} ${c.url}`).toBe('cross_site')
      }
    }
  })

  for (const role of roles) {
    it(`answers ${role} as the oracle says`, async () => {
      const actor = actors.get(role)!
      for (const { contract: c } of server.routes) {
        const name = `${c.method} ${c.url}`
        const told = await server.call(
          actor,
          c.method,
          address(c.url),
          c.method === 'GET' || c.method === 'DELETE' ? undefined : { nonsense: true },
        )
        const allowed = oracle[name]?.includes(role)
        if (allowed)
          expect([401, 403].includes(told.status) ? told.body.code : 'allowed', `${name} as ${role}`).toBe(
            'allowed',
          )
        else expect([told.status, told.body.code], `${name} as ${role}`).toEqual([403, 'not_allowed'])
        expect(told.status, `${name} as ${role}: ${told.text}`).toBeLessThan(500)
      }
    })
  }

  it('gives the operator, the administrator and the analyst no sheet of anybody', () => {
    for (const role of ['operator', 'tenant_administrator', 'analyst', 'data_officer', 'liaison'] as const) {
      expect(powers[role].sheets, role).toEqual([])
    }
    for (const role of roles) {
      if (role !== 'protection_worker') expect(powers[role].sheets, role).not.toContain('protection')
    }
  })
})
