/**
 * What is special cannot be subtracted: of two people who differ in nothing else, everybody outside protection is told
 * the same, byte by byte, and finds the same rows of the same sizes.
 */
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { tables } from '../../../db/columns.ts'
import { cast, family, type House, house, member, person, type Town, town } from '../../../test/factories.ts'
import { type TestServer, testServer } from '../../../test/server.ts'
import { act } from '../../server/guard.ts'
import type { Actor } from '../../shared/actor.ts'
import { newId } from '../../shared/id.ts'
import { fanOutSightings } from '../access/jobs.ts'
import type { Interview } from './contract.ts'
import { current } from './file.ts'
import { isSpecial } from './instruments/types.ts'

let h: House
let server: TestServer
let here: Town
let rosa: Actor
let tomas: Actor
let ines: Actor
let pilar: Actor
let officer: Actor

beforeAll(async () => {
  h = await house()
  server = await testServer(h)
  here = await town(h)
  rosa = await member(h, here.tenantId, here.officeId, 'case_worker', 'Rosa Archundia (de prueba)')
  tomas = await member(h, here.tenantId, here.officeId, 'coordinator', 'Tomás Ibarra (de prueba)')
  ines = await member(h, here.tenantId, here.officeId, 'intake_worker', 'Inés Luna (de prueba)')
  pilar = await member(h, here.tenantId, here.officeId, 'protection_worker', 'Pilar Nava (de prueba)')
  officer = await member(h, here.tenantId, here.officeId, 'data_officer', 'Olga Datos (de prueba)')
})

async function must<T>(actor: Actor, method: string, url: string, body?: unknown): Promise<T> {
  const told = await server.call(actor, method, url, body)
  expect(told.status, `${method} ${url}: ${told.text}`).toBeLessThan(300)
  return told.body as T
}

const situation = {
  setting: 'private',
  respondent: 'self',
  interpreter: 'none',
  serviceNow: true,
  language: 'ht',
} as const

type Fields = Record<string, string | number>
/** Everything an adult may be asked that only protection staff may know. */
const specialItems = current.items.filter(
  (item) => isSpecial(item) && ['ST1', 'HE2', 'HE3', 'HE4', 'F-EMB', 'PR1', 'PR2', 'PR3'].includes(item.id),
)
const anyValue = (field: (typeof specialItems)[number]['fields'][number]) =>
  field.kind === 'choice'
    ? fc.constantFrom(...field.options, 'prefiere_no_decir', 'no_sabe')
    : field.kind === 'scale'
      ? fc.oneof(
          fc.integer({ min: field.min, max: field.max }),
          fc.constantFrom('prefiere_no_decir' as const),
        )
      : fc.constant('prefiere_no_decir')
const anySpecial: fc.Arbitrary<Record<string, Fields>> = fc.record(
  Object.fromEntries(
    specialItems.map((item) => [
      item.id,
      fc.record(
        Object.fromEntries(
          item.fields.filter((f) => f.id !== 'apoyo').map((f) => [f.id, anyValue(f)]),
        ) as Record<string, fc.Arbitrary<string | number>>,
      ),
    ]),
  ) as Record<string, fc.Arbitrary<Fields>>,
)
/** Flags the case team may not even act on. */
const anyFlag = fc.constantFrom('RF1', 'RF2', 'RF3', 'RF4', 'RF7')

interface Someone {
  personId: string
  childId: string
  householdId: string
}

async function family2(): Promise<Someone> {
  const mother = person(cast.mirlande, {
    confirmedNew: true,
    documents: [
      {
        id: newId(),
        type: 'passport',
        number: 'HT-1',
        expiresOn: '2031-01-01',
        evidence: 'document_seen',
      },
    ],
  })
  const child = person(cast.wilner, { role: 'child', confirmedNew: true })
  const body = family(here.noticeId, [mother, child])
  await must(rosa, 'POST', '/api/households', body)
  return { personId: mother.personId, childId: child.personId, householdId: body.householdId }
}

async function answer(actor: Actor, interview: Interview, item: string, fields: Fields): Promise<Interview> {
  return must<Interview>(actor, 'PUT', `/api/interviews/${interview.assessment!.id}/items/${item}`, {
    answerId: newId(),
    basedOn: interview.steps.find((s) => s.item === item)?.answerId ?? null,
    fields: Object.entries(fields).map(([field, value]) => ({ field, value })),
  })
}

const shared: [string, Fields][] = [
  ['ID2', { ID2: 'no' }],
  ['HO1', { HO1: 'vivienda_8_a_29_dias' }],
  ['HE1', { HE1: 'no' }],
  ['F-TRAB', { 'F-TRAB': 'quiere_trabajar' }],
]

/** The same interview of two people, step by step; only what is special differs. */
async function live(
  who: Someone,
  special: Record<string, Fields> | null,
  flag: string | null,
  oneWay: Fields,
): Promise<void> {
  const begin = (actor: Actor, assessmentId = newId()) =>
    must<Interview>(actor, 'POST', `/api/people/${who.personId}/interview`, {
      assessmentId,
      phase: 'assessment',
      ...situation,
    })
  let interview = await begin(rosa)
  interview = await answer(rosa, interview, 'PR3', oneWay)
  for (const [item, fields] of shared) interview = await answer(rosa, interview, item, fields)
  if (special) {
    let mine = await begin(pilar)
    for (const [item, fields] of Object.entries(special)) mine = await answer(pilar, mine, item, fields)
  }
  if (flag)
    await must(rosa, 'POST', `/api/people/${who.personId}/flags`, {
      flagId: newId(),
      flag,
      raisedBy: 'spontaneous_word',
    })
  const result = await must<{ assessment: { version: number } }>(
    rosa,
    'POST',
    `/api/interviews/${interview.assessment!.id}/finish`,
    { version: 1 },
  )
  await must(pilar, 'GET', `/api/people/${who.personId}/protection`)
  await must(pilar, 'POST', `/api/interviews/${interview.assessment!.id}/protection-decision`, {
    kind: 'overridden',
    band: special?.PR1?.lugar_seguro === 'no' ? 'severe' : 'atRisk',
    reason: 'Motivo de prueba.',
  })
  expect(result.assessment.version).toBe(2)
}

/** Ids, times and card codes apart, what was told. */
const bare = (text: string) =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')
    .replace(/"code":"[0-9A-Z]+"/g, '"code":"card"')

/** Everything the product tells others about somebody. */
async function toldToOthers(who: Someone): Promise<Record<string, string>> {
  const out: Record<string, string> = {}
  const p = `/api/people/${who.personId}`
  const asked: [Actor, string, string, unknown?][] = [
    ...[rosa, tomas].flatMap((actor): [Actor, string, string][] => [
      [actor, 'GET', `${p}/interview`],
      [actor, 'GET', `${p}/result`],
      [actor, 'GET', `${p}/result/print`],
      [actor, 'GET', `/api/households/${who.householdId}/result`],
      [actor, 'GET', `/api/people/${who.childId}/interview`],
      [actor, 'GET', `${p}/protection`],
      [actor, 'GET', '/api/flags'],
      [actor, 'GET', '/api/protection/caseload'],
    ]),
    [rosa, 'GET', p],
    [rosa, 'GET', `${p}/history`],
    [rosa, 'GET', `${p}/grants`],
    [rosa, 'GET', `/api/households/${who.householdId}`],
    [ines, 'GET', p],
    [ines, 'GET', `${p}/grants`],
  ]
  for (const [actor, method, url, body] of asked) {
    const told = await server.call(actor, method, url, body)
    out[`${actor.name} ${method} ${url.replaceAll(/[0-9a-f-]{36}/g, ':id')}`] = bare(
      `${told.status} ${told.text}`,
    )
  }
  for (const actor of [rosa, tomas]) {
    const list = await must<{ rows: { personId: string }[] }>(actor, 'GET', '/api/caseload?size=100')
    out[`${actor.name} caseload`] = bare(JSON.stringify(list.rows.find((r) => r.personId === who.personId)))
    const people = await must<{ rows: { personId: string }[] }>(actor, 'POST', '/api/people/search', {
      size: 100,
    })
    out[`${actor.name} people`] = bare(JSON.stringify(people.rows.find((r) => r.personId === who.personId)))
  }
  return out
}

/** Looks and events: how often, by whom, under which verb. */
async function deeds(who: Someone): Promise<Record<string, string>> {
  await fanOutSightings(h.worker, here.tenantId)
  const looks = await must(rosa, 'GET', `/api/people/${who.personId}/looks?shown=opened&size=100`)
  const { rows } = await h.owner.pool.query(
    `select account_id, verb, outcome, shown, cardinality(person_ids) as people from access.event
     where tenant_id = $1 and $2 = any (person_ids) order by at, id`,
    [here.tenantId, who.personId],
  )
  return { looks: bare(JSON.stringify(looks)), events: JSON.stringify(rows) }
}

const others = tables.filter(
  (t) =>
    t.table.startsWith('assessment.') &&
    !(t.scope.kind === 'person' && t.scope.sheet === 'protection') &&
    'person_id' in t.columns &&
    t.scope.kind === 'person',
)
const closed = tables.filter((t) => t.scope.kind === 'person' && t.scope.sheet === 'protection')

/** Of the rows outside protection: how many, which columns are empty, how long each is. */
async function shapes(who: Someone): Promise<Record<string, unknown>> {
  const out: Record<string, unknown> = {}
  for (const t of others) {
    const columns = Object.keys(t.columns).filter((c) => !['tenant_id', 'id'].includes(c))
    const { rows } = await h.owner.pool.query(
      `select ${columns.map((c) => `octet_length(${c}::text) - case when pg_typeof(${c}) = 'timestamptz'::regtype then octet_length(${c}::text) else 0 end as ${c}`).join(', ')}
       from ${t.table} where person_id = $1 order by id`,
      [who.personId],
    )
    out[t.table] = rows
  }
  return out
}

describe('two people who differ only in what is special', () => {
  it('are told of in the same words, by the same deeds, in rows of the same size', async () => {
    const oneWay = fc.record({ PR3: fc.constantFrom('no', 'si_con_contacto', 'si_sin_contacto') })
    const life = fc.tuple(anySpecial, anyFlag, oneWay)
    await fc.assert(
      fc.asyncProperty(life, life, async (one, two) => {
        const [a, b] = [await family2(), await family2()]
        await live(a, ...one)
        await live(b, ...two)
        expect(await deeds(b)).toEqual(await deeds(a))
        const [x, y] = [await toldToOthers(a), await toldToOthers(b)]
        expect(y).toEqual(x)
        expect(await shapes(b)).toEqual(await shapes(a))
        expect(Object.values(x).join()).not.toMatch(
          /"(?:RF\d|PR\d|HE[2346]|ST[12]|F-EMB)"|bandHigh|atRisk|severe/,
        )
      }),
      { numRuns: 3, seed: 20261121, endOnFailure: true },
    )
  })

  it('nor can it be told that one has answers, and a flag, and the other none', async () => {
    const [a, b] = [await family2(), await family2()]
    await live(
      a,
      Object.fromEntries(fc.sample(anySpecial, { numRuns: 1, seed: 7 }).flatMap((s) => Object.entries(s))),
      'RF3',
      { PR3: 'si_sin_contacto' },
    )
    await live(b, null, null, { PR3: 'no' })
    expect(await toldToOthers(b)).toEqual(await toldToOthers(a))
    expect(await shapes(b)).toEqual(await shapes(a))
  })
})

describe('the connection of somebody outside protection', () => {
  it('finds no row of any table of protection, under any verb', async () => {
    expect(closed.map((t) => t.table).sort()).toEqual([
      'assessment.protection_decision',
      'assessment.protection_result',
      'assessment.red_flag',
      'assessment.special_answer',
    ])
    for (const t of closed)
      expect((await h.owner.pool.query(`select 1 from ${t.table}`)).rows.length, t.table).toBeGreaterThan(0)
    for (const actor of [rosa, tomas, ines, officer])
      for (const verb of actor.verbs) {
        const found = await act(h.ground, actor, verb, async ({ db }) => {
          const seen: string[] = []
          for (const t of closed) {
            const { rows } = await sql<{
              n: number
            }>`select count(*)::int as n from ${sql.table(t.table)}`.execute(db)
            if (rows[0]!.n > 0) seen.push(t.table)
          }
          return seen
        })
        expect(found, `${actor.name} ${verb}`).toEqual([])
      }
  })

  it('cannot change or remove what it put there', async () => {
    for (const statement of [
      `update assessment.special_answer set at = now()`,
      `delete from assessment.special_answer`,
      `delete from assessment.red_flag`,
    ])
      await expect(
        act(h.ground, rosa, 'interview.answer', ({ db }) => sql.raw(statement).execute(db)),
        statement,
      ).rejects.toMatchObject({ code: 'not_allowed' })
    const changed = await act(h.ground, rosa, 'flag.raise', ({ db }) =>
      sql`update assessment.red_flag set acknowledged_at = now(), acknowledged_by = raised_by`.execute(db),
    )
    expect(changed.numAffectedRows).toBe(0n)
  })
})

describe('a stolen dump', () => {
  it('shows no answer, need, flag, reason or band in clear', async () => {
    const words =
      /vivienda_8_a_29|quiere_trabajar|si_sin_contacto|RF[1-7]|A-ALIM|severe|atRisk|Motivo de prueba/
    for (const t of tables.filter((x) => x.table.startsWith('assessment.'))) {
      const { rows } = await h.owner.pool.query(`select t::text as row from ${t.table} t`)
      expect(
        rows.filter((r: { row: string }) => words.test(r.row)),
        t.table,
      ).toEqual([])
    }
  })
})
