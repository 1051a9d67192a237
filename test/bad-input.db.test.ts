/**
 * Bad input, at every route and in every field of a registration: a clear sentence in five languages, nothing half
 * saved, nothing changed on its way in, and never an error from inside.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { type Actor, languages, roles } from '../src/shared/actor.ts'
import { newId } from '../src/shared/id.ts'
import { cast, family, type House, house, member, person, type Town, town } from './factories.ts'
import { oracle } from './oracle.ts'
import { type TestServer, testServer } from './server.ts'

let h: House
let server: TestServer
let place: Town
let rosa: Actor
const actors = new Map<string, Actor>()

beforeAll(async () => {
  h = await house()
  server = await testServer(h)
  place = await town(h)
  for (const role of roles) actors.set(role, await member(h, place.tenantId, place.officeId, role))
  rosa = await member(h, place.tenantId, place.officeId, ['coordinator', 'case_worker', 'protection_worker'])
})

const address = (url: string, id = newId()) => url.replace(':item', 'ID1').replace(/:\w+/g, () => id)

interface Told {
  status: number
  code?: string
  title?: string
  action?: string
  errors?: { path: string; code: string; message: string }[]
}

async function send(
  actor: Actor,
  method: string,
  url: string,
  payload: string | Buffer,
  more: { type?: string; language?: string } = {},
): Promise<Told> {
  // The test server learns who is calling when it is called as them.
  await server.call(actor, 'GET', '/api/me')
  const answer = await server.app.inject({
    method: method as 'POST',
    url,
    payload,
    headers: {
      'content-type': more.type ?? 'application/json',
      'x-integrate': '1',
      'x-integrate-command': newId(),
      'x-test-actor': actor.accountId,
      ...(more.language ? { 'x-integrate-language': more.language } : {}),
    },
  })
  return { ...(answer.json() as object), status: answer.statusCode }
}

const withBodies = () =>
  server.routes.flatMap(({ contract: c }) => {
    const role = oracle[`${c.method} ${c.url}`]?.[0]
    return c.body && role ? [{ c, actor: actors.get(role)! }] : []
  })

const sentence = (text: string | undefined) => expect(text).toMatch(/^\p{L}[^{}]{6,}$/u)

describe('every route with a body', () => {
  it('are many', () => expect(withBodies().length).toBeGreaterThan(25))

  it.each([
    ['cut off', '{"a": ', 'application/json', 400, 'body_unreadable'],
    ['of another kind', '<a/>', 'application/xml', 415, 'wrong_media_type'],
  ])('a body %s', async (_, payload, type, status, code) => {
    for (const { c, actor } of withBodies()) {
      const told = await send(actor, c.method, address(c.url), payload, { type })
      expect([c.url, told.status, told.code]).toEqual([c.url, status, code])
    }
  })

  it('a body over its limit', async () => {
    for (const { c, actor } of withBodies()) {
      const payload = JSON.stringify({ a: 'x'.repeat((c.bodyLimit ?? 64 * 1024) + 1) })
      const told = await send(actor, c.method, address(c.url), payload)
      expect([c.url, told.status, told.code]).toEqual([c.url, 413, 'body_too_large'])
    }
  })

  it('wrong types, null, a list, a word, a number: the fields are named', async () => {
    for (const { c, actor } of withBodies()) {
      for (const payload of ['null', '[]', '"x"', '7', 'true']) {
        const told = await send(actor, c.method, address(c.url), payload)
        expect([c.url, payload, told.status, told.code]).toEqual([c.url, payload, 422, 'invalid'])
        expect(told.errors?.length, c.url).toBeGreaterThan(0)
      }
    }
  })

  it('a field nobody knows is refused, and said', async () => {
    for (const { c, actor } of withBodies()) {
      const told = await send(actor, c.method, address(c.url), '{"fingerprint": "x"}')
      expect([c.url, told.status]).toEqual([c.url, 422])
      expect(
        told.errors?.map((e) => e.code),
        c.url,
      ).toContain('unrecognized_keys')
      for (const e of told.errors!) sentence(e.message)
    }
  })

  it('an address that is no id, or leads nowhere, is no such thing', async () => {
    for (const { contract: c } of server.routes) {
      if (!c.url.includes(':')) continue
      const actor = actors.get(oracle[`${c.method} ${c.url}`]![0]!)!
      for (const id of ["'; drop table access.person; --", '%00', '../../etc', 'a'.repeat(300), '\u202e']) {
        const told = await server.call(
          actor,
          c.method,
          address(c.url, encodeURIComponent(id)),
          c.method === 'GET' ? undefined : {},
        )
        expect([c.url, id, [404, 422, 400, 414].includes(told.status), told.status]).toEqual([
          c.url,
          id,
          true,
          told.status,
        ])
      }
    }
  })
})

describe('the sentences', () => {
  it('are in the language of the reader, and say what to do', async () => {
    const body = JSON.stringify(family(place.noticeId, [person({ ...cast.ana, sex: 'Q' as 'female' })]))
    const titles = new Set<string>()
    const messages = new Set<string>()
    for (const language of languages) {
      const told = await send(rosa, 'POST', '/api/households', body, { language })
      sentence(told.title)
      sentence(told.action)
      titles.add(told.title!)
      messages.add(told.errors![0]!.message)
    }
    expect([titles.size, messages.size]).toEqual([languages.length, languages.length])
  })
})

const ana = (core: object = {}, more: object = {}) =>
  family(place.noticeId, [{ ...person({ ...cast.ana, ...core }, { confirmedNew: true }), ...more }])

describe('a registration', () => {
  const born = (birth: object) => ({ core: { birth } })
  const cases: [string, { core?: object; more?: object; top?: object }, string, string][] = [
    [
      '31 February',
      born({ year: 1990, month: 2, day: 31, precision: 'day' }),
      '/members/0/core/birth',
      'impossible_date',
    ],
    [
      '29 February of no leap year',
      born({ year: 1991, month: 2, day: 29, precision: 'day' }),
      '/members/0/core/birth',
      'impossible_date',
    ],
    [
      'month 13',
      born({ year: 1990, month: 13, day: 1, precision: 'day' }),
      '/members/0/core/birth/month',
      'too_big',
    ],
    [
      'a day in a month that is not known',
      born({ year: 1990, day: 4, precision: 'day' }),
      '/members/0/core/birth',
      'birth_incomplete',
    ],
    [
      'born tomorrow',
      born({ year: 2199, month: 1, day: 1, precision: 'day' }),
      '/members/0/core/birth',
      'in_future',
    ],
    [
      'born in a year to come',
      born({ year: 2150, precision: 'about' }),
      '/members/0/core/birth',
      'in_future',
    ],
    [
      'born before anybody alive',
      born({ year: 1895, precision: 'year' }),
      '/members/0/core/birth',
      'too_long_ago',
    ],
    [
      'a year that is a text',
      born({ year: '1990', precision: 'year' }),
      '/members/0/core/birth/year',
      'invalid_type',
    ],
    [
      'a country that is none',
      { core: { nationalities: ['QQQ'] } },
      '/members/0/core/nationalities/0',
      'unknown_country',
    ],
    [
      'a country of birth in small letters',
      { core: { countryOfBirth: 'hnd' } },
      '/members/0/core/countryOfBirth',
      'unknown_country',
    ],
    [
      'a language that is none',
      { core: { languages: [{ code: 'qqq', level: 'first' }] } },
      '/members/0/core/languages/0/code',
      'unknown_language',
    ],
    ['a sex that is none', { core: { sex: 'F' } }, '/members/0/core/sex', 'invalid_value'],
    [
      'nobody’s name',
      { core: { givenNames: undefined, surname1: undefined, surname2: undefined } },
      '/members/0/core/givenNames',
      'name_missing',
    ],
    ['a name of blanks', { core: { givenNames: ' \t\n ' } }, '/members/0/core/givenNames', 'too_small'],
    [
      'a name of 301 characters',
      { core: { givenNames: 'n'.repeat(301) } },
      '/members/0/core/givenNames',
      'too_big',
    ],
    [
      'a name with a null in it',
      { core: { givenNames: 'An\u0000a' } },
      '/members/0/core/givenNames',
      'control_characters',
    ],
    [
      'half an emoji',
      { core: { givenNames: 'Ana \ud83d' } },
      '/members/0/core/givenNames',
      'control_characters',
    ],
    [
      'a telephone of letters',
      { more: { contact: { phone: 'llámame' } } },
      '/members/0/contact/phone',
      'phone_shape',
    ],
    ['a need nobody has', { more: { needs: ['yacht'] } }, '/members/0/needs/0', 'invalid_value'],
    [
      'a status that is not stored',
      { more: { situation: { populationGroup: 'irregular', stayType: 'resides', originClass: 'foreign' } } },
      '/members/0/situation/populationGroup',
      'invalid_value',
    ],
    ['religion', { more: { religion: 'x' } }, '/members/0', 'unrecognized_keys'],
    ['nobody', { top: { members: [] } }, '/members', 'too_small'],
    ['a day of registering to come', { top: { registeredOn: '2199-01-01' } }, '/registeredOn', 'in_future'],
    [
      'a day of registering that is none',
      { top: { registeredOn: '2026-02-31' } },
      '/registeredOn',
      'invalid_format',
    ],
    [
      'a language of the notice that is none',
      { top: { notice: { noticeId: newId(), language: 'xx', how: 'read_aloud' } } },
      '/notice/language',
      'invalid_value',
    ],
  ]
  it.each(cases)('%s is refused at its field', async (_, change, path, code) => {
    const body = { ...ana(change.core, change.more), ...change.top }
    const told = (await send(rosa, 'POST', '/api/households', JSON.stringify(body))) as Told
    expect([told.status, told.code]).toEqual([422, 'invalid'])
    expect(told.errors?.map((e) => `${e.path} ${e.code}`)).toContain(`${path} ${code}`)
    for (const e of told.errors!) sentence(e.message)
    const { rows } = await h.owner.pool.query('select from registry.household where id = $1', [
      body.householdId,
    ])
    expect(rows).toEqual([])
  })

  const nasty = [
    "Robert'); DROP TABLE access.person; --",
    '<script>alert("x")</script>',
    '{{constructor.constructor("x")()}} $&{7*7} %s %n',
    'يوسف بن علي',
    '\u202eמירלנד\u202c דזיר',
    '👩‍👧‍👦 🇭🇹',
    'Nguyễn Văn Ân ñ Ç ß ı İ',
    'x'.repeat(300),
    '=HYPERLINK("http://x";"y")',
    '\\0 \\u0000 \\n',
    'O’Brien-d’Été / & < > " \'',
  ]
  it.each(nasty)('%j is kept as it is in every field of text, found, and told again', async (text) => {
    const short = (max: number) => [...text].slice(0, max).join('').slice(0, max).trim()
    const one = {
      ...person(
        { ...cast.mirlande, givenNames: text, surname1: text, surname2: text, chosenName: text },
        { confirmedNew: true },
      ),
      contact: { whereToFind: text },
      work: { occupation: short(200), experience: text },
      documents: [{ id: newId(), type: 'other', number: short(60), evidence: 'self_report' }],
      health: {
        body: { chronic: text, vaccination: short(200) },
        ground: { ground: 'consent', method: 'signature', interpreter: short(200) },
      },
      identity: {
        body: { genderIdentity: short(100) },
        ground: { ground: 'consent', method: 'signature', interpreter: short(200) },
      },
    }
    const body = family(place.noticeId, [one as ReturnType<typeof person>])
    const done = await server.call(rosa, 'POST', '/api/households', body)
    expect([done.status, done.text.slice(0, 300)]).toEqual([201, expect.any(String)])
    const told = await server.call(rosa, 'GET', `/api/people/${one.personId}`)
    const file = told.body as {
      core: Record<string, string>
      contact: { body: object }
      documents: { body: { number: string } }[]
      health: { body: object }
    }
    expect(file.core).toMatchObject({ givenNames: text, surname1: text, surname2: text, chosenName: text })
    expect(file.contact.body).toMatchObject({ whereToFind: text })
    expect(file.documents[0]!.body.number).toBe(short(60).toUpperCase())
    expect(file.health.body).toMatchObject({ chronic: text })
    const found = await server.call(rosa, 'POST', '/api/people/search', { text: short(80) })
    expect(found.status).toBe(200)
    expect((found.body.rows as { personId: string }[]).map((r) => r.personId)).toContain(one.personId)
  })

  it('said twice at once, with one command id, is one family and one answer', async () => {
    const body = ana({ givenNames: 'Repetida' })
    const commandId = newId()
    const told = await Promise.all(
      Array.from({ length: 6 }, () => server.call(rosa, 'POST', '/api/households', body, { commandId })),
    )
    expect(new Set(told.map((t) => t.status))).toEqual(new Set([201]))
    expect(new Set(told.map((t) => t.text)).size).toBe(1)
    const other = await server.call(rosa, 'POST', '/api/households', ana(), { commandId })
    expect([other.status, other.body.code]).toEqual([409, 'command_reused'])
  })
})
