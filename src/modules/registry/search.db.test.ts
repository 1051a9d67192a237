/** Searching among hundreds who bear one name: filters, grants and the list come before anybody is left out. */
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
import type { NewMember } from './contract.ts'

type Core = NewMember['core']
interface Found {
  total: number
  more?: boolean
  rows: { personId: string; name: string }[]
}

let h: House
let server: TestServer

beforeAll(async () => {
  h = await house()
  server = await testServer(h)
})

const namesake: Core = { ...cast.ana, givenNames: 'María', surname1: 'Hernández', surname2: 'de Prueba' }
const namesakes = (n: number, core: Core = namesake): Core[] => Array.from({ length: n }, () => core)

/** Registered through the product, thirty a time; the ids in order. */
async function registerAll(
  actor: Actor,
  noticeId: string,
  cores: readonly Core[],
  registeredOn = '2026-11-20',
): Promise<string[]> {
  const ids: string[] = []
  for (let from = 0; from < cores.length; from += 30) {
    const members = cores.slice(from, from + 30).map((core, i) => ({
      ...person(core, { confirmedNew: true }),
      role: i === 0 ? ('head' as const) : ('other_relative' as const),
    }))
    const told = await server.call(
      actor,
      'POST',
      '/api/households',
      family(noticeId, members, { registeredOn }),
    )
    expect(told.status, told.text).toBe(201)
    ids.push(...members.map((m) => m.personId))
  }
  return ids
}

async function search(actor: Actor, text: string, more: Record<string, unknown> = {}): Promise<Found> {
  const told = await server.call(actor, 'POST', '/api/people/search', { text, ...more })
  expect(told.status, told.text).toBe(200)
  return told.body as unknown as Found
}

const worker = async (place: Town, organizationId = place.officeId) =>
  member(h, place.tenantId, organizationId, 'case_worker', 'Rosa Archundia (de prueba)')

describe('among three hundred who bear a name', () => {
  let rosa: Actor
  let apart: Record<'he' | 'old' | 'guatemalan' | 'creole' | 'earlier' | 'plain', string>

  beforeAll(async () => {
    const place = await town(h)
    rosa = await worker(place)
    const others = await registerAll(rosa, place.noticeId, namesakes(300))
    expect(new Set(others).size).toBe(300)
    const [he, old, guatemalan, creole, plain] = await registerAll(rosa, place.noticeId, [
      { ...namesake, sex: 'male' },
      { ...namesake, birth: { year: 1936, precision: 'year' } },
      { ...namesake, nationalities: ['GTM'] },
      { ...namesake, languages: [{ code: 'hat', level: 'first' }] },
      { ...namesake, surname2: undefined },
    ])
    const [earlier] = await registerAll(rosa, place.noticeId, [namesake], '2026-03-02')
    apart = {
      he: he!,
      old: old!,
      guatemalan: guatemalan!,
      creole: creole!,
      plain: plain!,
      earlier: earlier!,
    }
  })

  it.each([
    ['he', { sex: 'male' }],
    ['old', { ageFrom: 80, ageTo: 100 }],
    ['guatemalan', { nationality: 'GTM' }],
    ['creole', { language: 'hat' }],
    ['earlier', { registeredTo: '2026-06-30' }],
  ] as const)(
    'a filter finds the one it fits, and nobody is said to be left out (%s)',
    async (who, filter) => {
      for (const text of ['maria hernandez', 'Hernández', 'Maria Ernandes']) {
        const found = await search(rosa, text, filter)
        expect([text, found.total, found.rows.map((r) => r.personId)]).toEqual([text, 1, [apart[who]]])
        expect(found).not.toHaveProperty('more')
      }
    },
  )

  it('filters are asked together, and may leave nobody', async () => {
    expect(await search(rosa, 'maria hernandez', { sex: 'male', nationality: 'GTM' })).toMatchObject({
      total: 0,
      rows: [],
    })
  })

  it('two hundred are compared, the most alike first, and the answer says that there are more', async () => {
    const found = await search(rosa, 'María Hernández', { size: 100 })
    expect([found.total, found.more, found.rows.length]).toEqual([200, true, 100])
    // Registered last, and the only one with nothing beside the words typed.
    expect(found.rows[0]).toMatchObject({ personId: apart.plain, name: 'María Hernández' })
    const sounded = await search(rosa, 'Maria Ernandes')
    expect([sounded.total, sounded.more]).toEqual([200, true])
  })
})

it('two hundred and no more are all there are', async () => {
  const place = await town(h)
  const rosa = await worker(place)
  const ids = await registerAll(rosa, place.noticeId, namesakes(200))
  expect(await search(rosa, 'maria hernandez')).toMatchObject({ total: 200 })
  expect(await search(rosa, 'maria hernandez')).not.toHaveProperty('more')
  expect(ids).toHaveLength(200)
})

it('merged and blocked records take nobody’s place', async () => {
  const place = await town(h)
  const rosa = await worker(place)
  const gone = await registerAll(rosa, place.noticeId, namesakes(250))
  const [left] = await registerAll(rosa, place.noticeId, [namesake])
  await h.owner.pool.query(
    `update access.person set state = case when id = any ($3) then 'blocked' else state end,
       merged_into = case when id = any ($3) then null else $4::uuid end
     where tenant_id = $1 and id = any ($2)`,
    [place.tenantId, gone, gone.slice(0, 125), left],
  )
  for (const text of ['maria hernandez', 'Maria Ernandes', 'hern']) {
    const found = await search(rosa, text)
    expect([found.total, found.rows.map((r) => r.personId), found.more]).toEqual([1, [left], undefined])
  }
})

it('whom another organization registered takes nobody’s place, and is not counted', async () => {
  const place = await town(h)
  const rosa = await worker(place)
  const shelter = await organization(h, place.tenantId)
  const keeper = await worker(place, shelter)
  await registerAll(keeper, await notice(h, place.tenantId, shelter), namesakes(250))
  const [mine] = await registerAll(rosa, place.noticeId, [namesake])
  for (const text of ['maria hernandez', 'Maria Ernandes', 'hern']) {
    const found = await search(rosa, text)
    expect([found.total, found.rows.map((r) => r.personId), found.more]).toEqual([1, [mine], undefined])
  }
})
