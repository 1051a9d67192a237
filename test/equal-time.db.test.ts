/**
 * What must not be told must not be told by the clock either. Pairs of questions are asked in turn, so that whatever
 * slows the machine slows both; the medians of the pairs are compared, with a bound wide enough for a busy machine
 * (0.5 to 2) and far from what a shortcut would show: a password is checked in some 50 ms, an unknown address without
 * a check in one.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSite, type Site } from '../src/apps/site.ts'
import { newSealKey } from '../src/modules/access/jobs.ts'
import { makeCode } from '../src/modules/registry/rules/code.ts'
import type { Actor } from '../src/shared/actor.ts'
import { newId } from '../src/shared/id.ts'
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
  testMaster,
  town,
} from './factories.ts'
import { type TestServer, testServer } from './server.ts'

let h: House
let place: Town

beforeAll(async () => {
  h = await house()
  place = await town(h)
})

const median = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!

/** Asks both in turn, the order changing, and compares the medians. */
async function ratio(
  tries: number,
  one: (i: number) => Promise<unknown>,
  other: (i: number) => Promise<unknown>,
): Promise<number> {
  const times: [number[], number[]] = [[], []]
  const asked = [one, other] as const
  for (let i = -3; i < tries; i++) {
    for (const which of i % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const from = performance.now()
      await asked[which](i)
      // The first ones warm up.
      if (i >= 0) times[which].push(performance.now() - from)
    }
  }
  return median(times[0]) / median(times[1])
}
const comparable = (r: number): void => {
  expect(r).toBeGreaterThan(0.5)
  expect(r).toBeLessThan(2)
}

describe('signing in', () => {
  let site: Site
  const dataDir = mkdtempSync(join(tmpdir(), 'integrate-time-test-'))
  beforeAll(async () => {
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
    for (let i = 0; i < 12; i++) {
      const id = await site.identity.account(`rosa${i}@dif.example`, 'Rosa', 'una frase larga de prueba')
      await site.identity.work(id, place.tenantId)
    }
  })
  afterAll(async () => {
    await site.close()
    rmSync(dataDir, { recursive: true })
  })
  let from = 0
  const attempt = async (email: string): Promise<number> =>
    (
      await site.app.inject({
        method: 'POST',
        url: '/sign-in',
        remoteAddress: `10.1.${++from >> 8}.${from & 255}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ email, password: 'una frase equivocada' }).toString(),
      })
    ).statusCode

  it('takes as long with an address of nobody as with one of somebody', async () => {
    // Each address is tried less often than locks it.
    const told = await ratio(
      30,
      async (i) => expect(await attempt(`rosa${(i + 3) % 12}@dif.example`)).toBe(401),
      async (i) => expect(await attempt(`nadie${(i + 3) % 12}@dif.example`)).toBe(401),
    )
    comparable(told)
  }, 60_000)

  it('and as long when both are locked', async () => {
    for (let i = 0; i < 6; i++) for (const who of ['rosa0', 'nadie0']) await attempt(`${who}@dif.example`)
    const told = await ratio(
      30,
      async () => expect(await attempt('rosa0@dif.example')).toBe(429),
      async () => expect(await attempt('nadie0@dif.example')).toBe(429),
    )
    comparable(told)
  }, 60_000)
})

describe('asking for somebody outside of one’s grants', () => {
  let server: TestServer
  let stranger: Actor
  const hidden = { ids: [] as string[], codes: [] as string[] }

  beforeAll(async () => {
    server = await testServer(h)
    const clerk = await member(h, place.tenantId, place.officeId, 'case_worker')
    const shelter = await organization(h, place.tenantId)
    await notice(h, place.tenantId, shelter)
    stranger = await member(h, place.tenantId, shelter, 'case_worker')
    for (let i = 0; i < 20; i++) {
      const members = [
        person(
          { ...cast.mirlande, givenNames: `Mirlande ${i}` },
          { confirmedNew: true, contact: { phone: '686 555 0142' } },
        ),
      ]
      const told = await server.call(clerk, 'POST', '/api/households', family(place.noticeId, members))
      expect(told.status).toBe(201)
      const [one] = told.body.members as { personId: string; code: string }[]
      hidden.ids.push(one!.personId)
      hidden.codes.push(one!.code)
    }
  })

  const pairs: [string, (i: number, there: boolean) => [string, string, unknown?]][] = [
    ['by id', (i, there) => ['GET', `/api/people/${there ? hidden.ids[i % 20] : newId()}`]],
    [
      'by id, the history',
      (i, there) => ['GET', `/api/people/${there ? hidden.ids[i % 20] : newId()}/history`],
    ],
    [
      'by the code of the card',
      (i, there) => [
        'POST',
        '/api/people/by-code',
        { code: there ? hidden.codes[i % 20] : makeCode(Buffer.from(newId().replaceAll('-', ''), 'hex')) },
      ],
    ],
    [
      'by name',
      (i, there) => [
        'POST',
        '/api/people/search',
        { text: there ? `Mirlande ${i % 20} Désir` : `Zafirina ${i % 20} Nadie` },
      ],
    ],
    [
      'by likeness, before registering',
      (i, there) => [
        'POST',
        '/api/people/likely-duplicates',
        { core: { ...cast.mirlande, givenNames: there ? `Mirlande ${i % 20}` : `Zafirina ${i % 20}` } },
      ],
    ],
  ]
  for (const [how, question] of pairs) {
    it(`answers the same in the same time: ${how}`, async () => {
      const ask = async (i: number, there: boolean) => {
        const [method, url, body] = question(Math.abs(i), there)
        const told = await server.call(stranger, method, url, body)
        const { status, text } = told
        return `${status} ${text}`
      }
      const there = await ask(0, true)
      expect(there).toBe(await ask(0, false))
      expect(there).not.toContain('irlande')
      comparable(
        await ratio(
          60,
          (i) => ask(i, true),
          (i) => ask(i, false),
        ),
      )
    }, 60_000)
  }

  it('and registering somebody another organization knows succeeds with the same answer in the same time', async () => {
    const shelterNotice = (
      await h.owner.db
        .selectFrom('directory.notice')
        .select('id')
        .where('organization_id', '=', stranger.organizationId)
        .executeTakeFirstOrThrow()
    ).id
    const register = async (i: number, known: boolean) => {
      const core = known
        ? { ...cast.mirlande, givenNames: `Mirlande ${(i + 3) % 20}`, surname2: `${i}` }
        : { ...cast.yusuf, givenNames: `Yusuf ${newId()}`, surname1: newId() }
      const told = await server.call(
        stranger,
        'POST',
        '/api/households',
        family(shelterNotice, [person(core, { confirmedNew: true })]),
      )
      expect(told.status).toBe(201)
      return Object.keys(told.body).sort().join()
    }
    expect(await register(100, true)).toBe(await register(100, false))
    comparable(
      await ratio(
        40,
        (i) => register(i, true),
        (i) => register(i, false),
      ),
    )
  }, 60_000)
})
