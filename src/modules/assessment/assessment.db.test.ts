/** The assessment through its routes: interviews, results, decisions, flags and caseloads. Refusals first. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
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
} from '../../../test/factories.ts'
import { type TestServer, testServer } from '../../../test/server.ts'
import { act } from '../../server/guard.ts'
import type { Actor } from '../../shared/actor.ts'
import { newId } from '../../shared/id.ts'
import type { NewMember } from '../registry/contract.ts'
import type { CaseloadRow, Flag, Interview, ProtectionTold, SharedResult } from './contract.ts'
import { caseload } from './rules/caseload.ts'

let h: House
let server: TestServer
let here: Town
/** A case worker, a protection worker, the one who coordinates, one at the door, and one of another organization. */
let rosa: Actor
let pilar: Actor
let tomas: Actor
let ines: Actor
let elsewhere: Actor

beforeAll(async () => {
  h = await house()
  server = await testServer(h)
  here = await town(h)
  rosa = await member(h, here.tenantId, here.officeId, 'case_worker', 'Rosa Archundia (de prueba)')
  pilar = await member(h, here.tenantId, here.officeId, 'protection_worker', 'Pilar Nava (de prueba)')
  tomas = await member(h, here.tenantId, here.officeId, 'coordinator', 'Tomás Ibarra (de prueba)')
  ines = await member(h, here.tenantId, here.officeId, 'intake_worker', 'Inés Luna (de prueba)')
  const other = await organization(h, here.tenantId, { name: 'Otra organización (de prueba)' })
  elsewhere = await member(h, here.tenantId, other, 'case_worker', 'Otro Nombre (de prueba)')
})

const desk = {
  setting: 'desk',
  respondent: 'self',
  interpreter: 'none',
  serviceNow: false,
  language: 'ht',
} as const
const room = { ...desk, setting: 'private', serviceNow: true } as const

async function register(...members: NewMember[]): Promise<{ ids: string[]; householdId: string }> {
  const body = family(
    here.noticeId,
    members.map((m) => ({ ...m, confirmedNew: true })),
  )
  const told = await server.call(rosa, 'POST', '/api/households', body)
  expect(told.status, told.text).toBe(201)
  return { ids: members.map((m) => m.personId), householdId: body.householdId }
}
const someone = async (core: NewMember['core'] = cast.mirlande, more: Partial<NewMember> = {}) =>
  (await register(person(core, more))).ids[0]!

async function must<T>(actor: Actor, method: string, url: string, body?: unknown): Promise<T> {
  const told = await server.call(actor, method, url, body)
  expect(told.status, `${method} ${url}: ${told.text}`).toBeLessThan(300)
  return told.body as T
}
const refused = async (actor: Actor, method: string, url: string, body?: unknown) => {
  const told = await server.call(actor, method, url, body)
  return [told.status, told.body.code]
}

const begin = (actor: Actor, id: string, situation: object = desk, assessmentId = newId()) =>
  must<Interview>(actor, 'POST', `/api/people/${id}/interview`, {
    assessmentId,
    phase: 'assessment',
    ...situation,
  })

type Fields = Record<string, string | number | string[] | null>
const says = (
  actor: Actor,
  interview: Interview,
  item: string,
  fields: Fields,
  more: { basedOn?: string | null; answerId?: string } = {},
) =>
  server.call(actor, 'PUT', `/api/interviews/${interview.assessment!.id}/items/${item}`, {
    answerId: more.answerId ?? newId(),
    basedOn: more.basedOn === undefined ? (stepOf(interview, item)?.answerId ?? null) : more.basedOn,
    fields: Object.entries(fields).map(([field, value]) => ({ field, value })),
  })
async function tell(actor: Actor, interview: Interview, item: string, fields: Fields): Promise<Interview> {
  const told = await says(actor, interview, item, fields)
  expect(told.status, `${item}: ${told.text}`).toBe(200)
  return told.body as unknown as Interview
}
const stepOf = (interview: Interview, item: string) => interview.steps.find((s) => s.item === item)
const finish = (actor: Actor, interview: Interview) =>
  must<SharedResult>(actor, 'POST', `/api/interviews/${interview.assessment!.id}/finish`, {
    version: interview.assessment!.version,
  })

/** Mirlande's answers at the desk. */
const atTheDesk: [string, Fields][] = [
  ['ID1', { ID1: 'ninguno' }],
  ['ID2', { ID2: 'no' }],
  ['F-LEGAL', { 'F-LEGAL': 'si' }],
  ['ST3', { ST3: 'sin_asesoria' }],
  ['HO1', { HO1: 'vivienda_8_a_29_dias' }],
  ['HO2', { personas: 4, cuartos: 1 }],
  ['HE1', { HE1: 'no' }],
  ['F-TRAB', { 'F-TRAB': 'quiere_trabajar' }],
  ['CA2', { CA2: 'no_sabe' }],
  ['NE1', { NE1: 'prefiere_no_decir' }],
  ['NE3', { NE3: 'si' }],
  ['S1', { S1: ['Kreyòl', 'Español'] }],
]

async function interviewed(id: string, actor = rosa): Promise<SharedResult> {
  let interview = await begin(actor, id)
  for (const [item, fields] of atTheDesk) interview = await tell(actor, interview, item, fields)
  return finish(actor, interview)
}

describe('who may not', () => {
  it('opens nothing outside the grants: a person of others is nobody', async () => {
    const id = await someone()
    expect(await refused(elsewhere, 'GET', `/api/people/${id}/interview`)).toEqual([404, 'not_found'])
    expect(
      await refused(elsewhere, 'POST', `/api/people/${id}/interview`, {
        assessmentId: newId(),
        phase: 'assessment',
        ...desk,
      }),
    ).toEqual([404, 'not_found'])
    // Not assessed yet is an answer only to those whose file it is.
    expect(await must(rosa, 'GET', `/api/people/${id}/result`)).toBeNull()
    expect(await refused(rosa, 'GET', `/api/people/${id}/result?assessmentId=${newId()}`)).toEqual([
      404,
      'not_found',
    ])
    expect(await refused(elsewhere, 'GET', `/api/people/${id}/result`)).toEqual([404, 'not_found'])
    const { assessment } = await interviewed(id)
    expect(await refused(elsewhere, 'GET', `/api/people/${id}/result`)).toEqual([404, 'not_found'])
    expect(
      await refused(elsewhere, 'POST', `/api/interviews/${assessment.id}/decision`, {
        version: 2,
        kind: 'confirmed',
      }),
    ).toEqual([404, 'not_found'])
    expect(
      await refused(elsewhere, 'POST', `/api/people/${id}/flags`, {
        flagId: newId(),
        flag: 'RF2',
        raisedBy: 'observation',
      }),
    ).toEqual([404, 'not_found'])
  })

  it('reads nothing of protection as case worker, coordinator or intake worker', async () => {
    const id = await someone()
    await interviewed(id)
    for (const actor of [rosa, tomas, ines]) {
      expect(await refused(actor, 'GET', `/api/people/${id}/protection`)).toEqual([403, 'not_allowed'])
      expect(await refused(actor, 'GET', '/api/flags')).toEqual([403, 'not_allowed'])
      expect(await refused(actor, 'GET', '/api/protection/caseload')).toEqual([403, 'not_allowed'])
      expect(await refused(actor, 'POST', `/api/flags/${newId()}/acknowledge`, {})).toEqual([
        403,
        'not_allowed',
      ])
    }
  })

  it('lets a protection worker in by a grant alone: the role is not enough', async () => {
    const id = await someone()
    expect(await refused(pilar, 'GET', `/api/people/${id}/protection`)).toEqual([403, 'grant_not_held'])
    await begin(rosa, id)
    const told = await must<ProtectionTold>(pilar, 'GET', `/api/people/${id}/protection`)
    expect(told).toMatchObject({ personId: id, flags: [] })
    expect(told).not.toHaveProperty('result')
  })

  it('asks the intake worker for no interview', async () => {
    const id = await someone()
    expect(await refused(ines, 'GET', `/api/people/${id}/interview`)).toEqual([403, 'not_allowed'])
  })
})

describe('an interview', () => {
  it('is saved as it goes, in any order, and taken up by somebody else', async () => {
    const id = await someone()
    const none = await must<Interview>(rosa, 'GET', `/api/people/${id}/interview`)
    expect(none).toMatchObject({ language: 'ht', steps: [] })
    expect(none).not.toHaveProperty('assessment')
    let interview = await begin(rosa, id)
    interview = await tell(rosa, interview, 'NE3', { NE3: 'no' })
    interview = await tell(rosa, interview, 'HO2', { personas: 4 })
    expect(stepOf(interview, 'HO2')?.state).toBe('begun')
    interview = await tell(rosa, interview, 'HO2', { cuartos: 1 })
    interview = await tell(rosa, interview, 'ID1', { ID1: 'no_sabe' })
    expect(stepOf(interview, 'HO2')).toMatchObject({
      state: 'done',
      fields: [
        { id: 'personas', value: 4, origin: 'answer' },
        { id: 'cuartos', value: 1 },
      ],
    })
    expect(stepOf(interview, 'ID1')?.fields[0]).toMatchObject({ state: 'no_sabe' })
    const taken = await begin(tomas, id, { ...desk, language: 'es' })
    expect(taken.assessment?.id).toBe(interview.assessment?.id)
    expect(stepOf(taken, 'NE3')).toMatchObject({ state: 'done' })
    // One of two who start at once takes up what the other started.
    const other = await someone(cast.ana)
    const twice = await Promise.all([begin(rosa, other), begin(tomas, other)])
    expect(twice[0].assessment?.id).toBe(twice[1].assessment?.id)
  })

  it('tells the second who answers the same, and takes a replay for one answer', async () => {
    const id = await someone()
    const interview = await begin(rosa, id)
    await begin(tomas, id)
    const [a, b] = await Promise.all([
      says(rosa, interview, 'HE1', { HE1: 'si' }),
      says(tomas, interview, 'HE1', { HE1: 'no' }),
    ])
    expect([a.status, b.status].sort()).toEqual([200, 409])
    const late = a.status === 409 ? a : b
    expect(late.body.code).toBe('changed_meanwhile')
    const [kept] = (late.body as { ids: string[] }).ids
    const now = await must<Interview>(rosa, 'GET', `/api/people/${id}/interview`)
    expect(stepOf(now, 'HE1')?.answerId).toBe(kept)
    const after = await says(tomas, now, 'HE1', { HE1: 'no' }, { basedOn: kept! })
    expect(after.status).toBe(200)

    const commandId = newId()
    const body = { answerId: newId(), basedOn: null, fields: [{ field: 'NE4', value: 'no' }] }
    const url = `/api/interviews/${interview.assessment!.id}/items/NE4`
    const first = await server.call(rosa, 'PUT', url, body, { commandId })
    const again = await server.call(rosa, 'PUT', url, body, { commandId })
    expect([first.status, again.status]).toEqual([200, 200])
    expect(again.text).toBe(first.text)
    const { rows } = await h.owner.pool.query(
      `select 1 from assessment.answer where assessment_id = $1 and item = 'NE4'`,
      [interview.assessment!.id],
    )
    expect(rows).toHaveLength(1)
    const other = await server.call(
      rosa,
      'PUT',
      url,
      { ...body, fields: [{ field: 'NE4', value: 'si' }] },
      { commandId },
    )
    expect(other.body.code).toBe('command_reused')
  })

  it('refuses what is not asked here, what nobody asks, and what is no answer', async () => {
    const id = await someone()
    const interview = await begin(rosa, id)
    // Filtered out until the filter is answered; computed; unknown; of another age.
    for (const item of ['ST3', 'WO1', 'CA1', 'XX9', 'ED1'])
      expect((await says(rosa, interview, item, { [item]: 'si' })).body.code, item).toBe(
        'answer_not_applicable',
      )
    const wrong: [string, Fields, string][] = [
      ['HE1', { HE1: 'quizás' }, 'unknown_option'],
      ['HE1', { HE1: 'no_preguntado' }, 'not_for_choosing'],
      ['HO2', { personas: 0 }, 'out_of_range'],
      ['HO2', { personas: 2.5 }, 'not_a_number'],
      ['HO2', { baños: 1 }, 'invalid_format'],
      ['HO2', { banos: 1 }, 'unknown_field'],
    ]
    for (const [item, fields, code] of wrong) {
      const told = await says(rosa, interview, item, fields)
      expect([told.status, JSON.stringify(told.body.errors)], code).toEqual([
        422,
        expect.stringContaining(code),
      ])
    }
    expect((await says(tomas, interview, 'HE1', { HE1: 'si' })).body.code).toBe('answer_not_applicable')
  })

  it('asks nothing that registry, an earlier interview or the household already knows', async () => {
    const { ids } = await register(
      person(cast.mirlande, {
        documents: [
          { id: newId(), type: 'curp', number: 'DEXM910308MNEXXX09', evidence: 'document_seen' },
          {
            id: newId(),
            type: 'passport',
            number: 'HT1',
            expiresOn: '2031-01-01',
            evidence: 'document_seen',
          },
        ],
      }),
      person(cast.wilner, { role: 'child' }),
    )
    const [mirlande, wilner] = ids as [string, string]
    let interview = await begin(rosa, mirlande)
    expect(stepOf(interview, 'ID2')).toMatchObject({
      state: 'done',
      fields: [{ state: 'known', origin: 'registry' }],
    })
    expect(stepOf(interview, 'ID1')?.state).toBe('done')
    expect(stepOf(interview, 'F-LENGUA')?.state).toBe('done')
    interview = await tell(rosa, interview, 'HO1', { HO1: 'vivienda_8_a_29_dias' })
    const child = await begin(rosa, wilner, { ...desk, respondent: 'representative' })
    expect(stepOf(child, 'HO1')).toMatchObject({
      state: 'done',
      fields: [{ state: 'known', origin: 'household_answer' }],
    })
    await finish(rosa, interview)
    const followUp = await begin(rosa, mirlande)
    expect(stepOf(followUp, 'HO1')).toMatchObject({
      state: 'done',
      fields: [{ state: 'known', origin: 'earlier_answer' }],
    })
  })

  it('is finished once', async () => {
    const id = await someone()
    const interview = await begin(rosa, id)
    await finish(rosa, interview)
    expect(
      await refused(tomas, 'POST', `/api/interviews/${interview.assessment!.id}/finish`, { version: 1 }),
    ).toEqual([409, 'changed_meanwhile'])
    expect((await says(rosa, interview, 'HE1', { HE1: 'si' })).body.code).toBe('changed_meanwhile')
  })
})

describe('a result', () => {
  it('tells needs with what resolves them, bounds, arithmetic, strengths; no band, no flag, no special item', async () => {
    const id = await someone()
    const result = await interviewed(id)
    expect(result.needs.map((n) => n.indicator)).toEqual(['ID1', 'ID2', 'ST3', 'HO2', 'HE1', 'WO1'])
    expect(result.needs[1]).toMatchObject({ support: 'ID2.support', actions: [{ action: 'A-CURP' }] })
    const { lines, unitsDeprived, unitsTotal, unitsUnanswered } = result.arithmetic
    const sum = (status: unknown) => lines.filter((l) => l.status === status).reduce((n, l) => n + l.units, 0)
    expect([sum(1), sum('?')]).toEqual([unitsDeprived, unitsUnanswered])
    expect(lines.reduce((n, l) => n + l.units, 0)).toBe(unitsTotal)
    expect(result.arithmetic.lowPoints).toBeLessThan(result.arithmetic.highPoints)
    expect(result.strengths).toMatchObject([{ strength: 'S1', values: ['Kreyòl', 'Español'] }])
    expect(result.complete).toBe(false)
    const text = JSON.stringify(result)
    expect(text).not.toMatch(/band|severe|atRisk|RF\d|"(ST1|ST2|HE2|HE3|HE4|HE6|WO5|PR\d|F-EMB)"/)
    expect(await must(tomas, 'GET', `/api/people/${id}/result`)).toEqual(result)
  })

  it('tells what changed since last time', async () => {
    const id = await someone()
    await interviewed(id)
    let again = await begin(rosa, id)
    again = await tell(rosa, again, 'ID2', { ID2: 'si' })
    again = await tell(rosa, again, 'NE3', { NE3: 'no' })
    const result = await finish(rosa, again)
    const changed = Object.fromEntries(result.change!.items.map((i) => [i.indicator, i.change]))
    expect(changed).toMatchObject({ ID2: 'resolved', NE3: 'new', ID1: 'kept', CA2: 'not_known' })
    expect(result.earlier).toHaveLength(1)
    const first = await must<SharedResult>(
      rosa,
      'GET',
      `/api/people/${id}/result?assessmentId=${result.earlier[0]!.assessmentId}`,
    )
    expect(first).not.toHaveProperty('change')
    expect(first.needs.map((n) => n.indicator)).toContain('ID2')
  })

  it('is decided by a worker, otherwise only with a reason, and the second to decide is told', async () => {
    const id = await someone()
    const { assessment } = await interviewed(id)
    const url = `/api/interviews/${assessment.id}/decision`
    const { version } = assessment
    expect(await refused(rosa, 'POST', url, { version, kind: 'overridden', added: ['FO1'] })).toEqual([
      422,
      'override_without_reason',
    ])
    expect(
      await refused(rosa, 'POST', url, { version, kind: 'overridden', reason: 'x', added: ['PR1'] }),
    ).toEqual([422, 'answer_not_applicable'])
    const told = await must<SharedResult>(rosa, 'POST', url, {
      version,
      kind: 'overridden',
      reason: 'Ya tiene turno en el registro civil; falta comida en casa.',
      added: ['FO1'],
      setAside: ['ID2'],
    })
    expect(told.decision).toMatchObject({
      kind: 'overridden',
      added: ['FO1'],
      setAside: ['ID2'],
      by: 'Rosa Archundia (de prueba)',
    })
    expect(await refused(tomas, 'POST', url, { version, kind: 'confirmed' })).toEqual([
      409,
      'changed_meanwhile',
    ])
    const print = await must<{ needs: { indicator: string }[] }>(
      rosa,
      'GET',
      `/api/people/${id}/result/print`,
    )
    expect(print.needs.map((n) => n.indicator)).toEqual(['ID1', 'ST3', 'HO2', 'HE1', 'WO1', 'FO1'])
    expect(JSON.stringify(print)).not.toContain('registro civil')
  })

  it('can be contested by the person, who is owed one answer', async () => {
    const id = await someone()
    const { assessment } = await interviewed(id)
    const contestId = newId()
    const told = await must<SharedResult>(rosa, 'POST', `/api/interviews/${assessment.id}/contests`, {
      contestId,
      words: 'Mwen gen yon paspò, li lakay sè mwen.',
    })
    expect(told.contests).toMatchObject([{ words: 'Mwen gen yon paspò, li lakay sè mwen.' }])
    const answered = await must<SharedResult>(tomas, 'POST', `/api/contests/${contestId}/answer`, {
      words: 'Revisamos el pasaporte el martes.',
    })
    expect(answered.contests[0]?.answer).toMatchObject({ by: 'Tomás Ibarra (de prueba)' })
    expect(await refused(rosa, 'POST', `/api/contests/${contestId}/answer`, { words: 'Otra' })).toEqual([
      409,
      'changed_meanwhile',
    ])
  })

  it('shows a household side by side, from shareable answers, ranking nobody', async () => {
    const { ids, householdId } = await register(person(cast.mirlande), person(cast.wilner, { role: 'child' }))
    await interviewed(ids[0]!)
    const told = await must<{
      members: { personId: string; result?: object }[]
      together: { members: number }
    }>(rosa, 'GET', `/api/households/${householdId}/result`)
    expect(told.members.map((m) => m.personId)).toEqual([...ids].sort())
    expect(told.members.find((m) => m.personId === ids[1])).not.toHaveProperty('result')
    expect(told.together.members).toBe(1)
    expect(await refused(elsewhere, 'GET', `/api/households/${householdId}/result`)).toEqual([
      404,
      'not_found',
    ])
  })
})

describe('protection staff', () => {
  it('ask what only they may, and read the full result with its band', async () => {
    const id = await someone()
    await interviewed(id)
    const last = (await must<Interview>(pilar, 'GET', `/api/people/${id}/interview`)).last!
    // Their part of the finished interview stays open to them alone.
    let mine = await begin(pilar, id, room, last.assessmentId)
    expect(mine.assessment?.id).toBe(last.assessmentId)
    expect(mine.steps.map((s) => s.item)).toEqual(['ST1', 'HE2', 'HE3', 'HE4', 'F-EMB', 'PR1', 'PR2', 'PR3'])
    mine = await tell(pilar, mine, 'PR1', { lugar_seguro: 'no', quiere_hablar: 'si' })
    mine = await tell(pilar, mine, 'ST1', { ST1: 'desea_orientacion' })
    expect(stepOf(mine, 'PR1')).toMatchObject({ state: 'done', fields: [{ value: 'no' }, { value: 'si' }] })
    expect((await says(pilar, mine, 'HE1', { HE1: 'si' })).body.code).toBe('changed_meanwhile')
    const told = await must<ProtectionTold>(pilar, 'GET', `/api/people/${id}/protection`)
    expect(told.result?.needs.map((n) => n.indicator)).toEqual([
      'ID1',
      'ID2',
      'ST1',
      'ST3',
      'HO2',
      'HE1',
      'WO1',
      'PR1',
    ])
    expect(told.result?.wanted).toMatchObject([{ indicator: 'PR1' }])
    expect(['atRisk', 'vulnerable', 'severe', 'below']).toContain(told.result?.bandHigh)
    // The case worker sees what was there before, and no interview under way.
    const rosas = await must<Interview>(rosa, 'GET', `/api/people/${id}/interview`)
    expect(rosas).not.toHaveProperty('assessment')
  })

  it('set another band only with a reason', async () => {
    const id = await someone()
    const { assessment } = await interviewed(id)
    const url = `/api/interviews/${assessment.id}/protection-decision`
    expect(await refused(rosa, 'POST', url, { kind: 'confirmed' })).toEqual([403, 'not_allowed'])
    expect(await refused(pilar, 'POST', url, { kind: 'overridden', band: 'severe' })).toEqual([
      422,
      'override_without_reason',
    ])
    const told = await must<ProtectionTold>(pilar, 'POST', url, {
      kind: 'overridden',
      band: 'severe',
      reason: 'Amenazas recientes; se atiende hoy.',
    })
    expect(told.result?.decision).toMatchObject({ kind: 'overridden', band: 'severe' })
  })

  it('receive what a trained worker hears, who cannot read it again', async () => {
    const id = await someone()
    const interview = await begin(rosa, id, room)
    expect(interview.oneWay).toEqual(['ST1', 'HE2', 'HE3', 'HE4', 'F-EMB', 'PR1', 'PR2', 'PR3'])
    expect(interview.steps.map((s) => s.item)).not.toContain('PR1')
    const told = await tell(rosa, interview, 'PR1', { lugar_seguro: 'no' })
    expect(told).toEqual(interview)
    // At an open desk, or through a cousin, none of the private ones is heard.
    const open = await begin(rosa, id, { ...room, interpreter: 'family' })
    expect(open.oneWay).not.toContain('PR1')
    expect((await says(rosa, open, 'PR1', { lugar_seguro: 'si' })).body.code).toBe('answer_not_applicable')
    const mine = await begin(pilar, id, room)
    expect(stepOf(mine, 'PR1')?.fields[0]).toMatchObject({ value: 'no' })
    const seen = await act(h.ground, rosa, 'interview.answer', async ({ db }) => {
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from assessment.special_answer`.execute(db)
      return rows[0]!.n
    })
    expect(seen).toBe(0)
  })
})

describe('a red flag', () => {
  const raise = (actor: Actor, id: string, flag: string, more: object = {}) =>
    must<{ flagId: string; alerted: number; dueAt: string; hours: number }>(
      actor,
      'POST',
      `/api/people/${id}/flags`,
      { flagId: newId(), flag, raisedBy: 'observation', ...more },
    )
  const open = async () =>
    (await must<{ rows: { personId: string; flag: Flag }[] }>(pilar, 'GET', '/api/flags?size=100')).rows

  it('is never the answer to a question, and of no unknown kind', async () => {
    const id = await someone()
    for (const wrong of [
      { flag: 'RF9', raisedBy: 'observation' },
      { flag: 'RF1', raisedBy: 'question' },
    ])
      expect(await refused(rosa, 'POST', `/api/people/${id}/flags`, { flagId: newId(), ...wrong })).toEqual([
        422,
        'invalid',
      ])
  })

  it('is raised in one tap from the door, reaches protection at once and has its clock', async () => {
    const id = await someone()
    const told = await raise(ines, id, 'RF2', { note: 'Lo dijo al llegar.' })
    expect(told).toMatchObject({ alerted: 1, hours: 0 })
    const mine = (await open()).find((r) => r.flag.id === told.flagId)!
    expect(mine).toMatchObject({
      personId: id,
      flag: { flag: 'RF2', note: 'Lo dijo al llegar.', raisedByName: 'Inés Luna (de prueba)' },
    })
    expect(mine.flag.state).toBe('overdue')
    const taken = await must<Flag>(pilar, 'POST', `/api/flags/${told.flagId}/acknowledge`, {
      taken: 'Acompañada a urgencias.',
    })
    expect(taken).toMatchObject({
      state: 'acknowledged_late',
      acknowledged: { by: 'Pilar Nava (de prueba)', taken: 'Acompañada a urgencias.' },
    })
    expect(await refused(pilar, 'POST', `/api/flags/${told.flagId}/acknowledge`, {})).toEqual([
      409,
      'changed_meanwhile',
    ])
    expect((await open()).some((r) => r.flag.id === told.flagId)).toBe(false)
  })

  it('keeps twelve hours for what can wait so long, and gives the case team the support and no flag', async () => {
    const id = await someone()
    const told = await raise(rosa, id, 'RF6')
    expect(told.hours).toBe(12)
    const flag = (await open()).find((r) => r.flag.id === told.flagId)!.flag
    expect(flag.state).toBe('open')
    expect(Date.parse(flag.dueAt) - Date.parse(flag.raisedAt)).toBe(12 * 3_600_000)
    const list = await must<{ rows: CaseloadRow[] }>(tomas, 'GET', '/api/caseload')
    const row = list.rows.find((r) => r.personId === id)!
    expect(row.support).toEqual({ actions: ['A-ALIM'], dueAt: flag.dueAt })
    expect(JSON.stringify(list)).not.toContain('RF6')
    await must(pilar, 'POST', `/api/flags/${told.flagId}/acknowledge`, {})
    const after = await must<{ rows: CaseloadRow[] }>(tomas, 'GET', '/api/caseload')
    expect(after.rows.find((r) => r.personId === id)).not.toHaveProperty('support')
  })

  it('reaches the municipal office where the organization has nobody for protection', async () => {
    const shelter = await organization(h, here.tenantId, { name: 'Albergue sin equipo (de prueba)' })
    const gate = await member(h, here.tenantId, shelter, 'shelter_staff', 'Guardia (de prueba)')
    const notice = (await import('../../../test/factories.ts')).notice
    const noticeId = await notice(h, here.tenantId, shelter)
    const one = person({ ...cast.ana, givenNames: 'Ana Albergada' })
    expect((await server.call(gate, 'POST', '/api/households', family(noticeId, [one]))).status).toBe(201)
    expect(await refused(pilar, 'GET', `/api/people/${one.personId}`)).toEqual([404, 'not_found'])
    expect(await raise(gate, one.personId, 'RF1')).toMatchObject({ alerted: 1 })
    const told = await must<ProtectionTold>(pilar, 'GET', `/api/people/${one.personId}/protection`)
    expect(told.flags).toMatchObject([{ flag: 'RF1' }])
    // What is on the other sheets of that file stays closed to another organization.
    const file = await must<object>(pilar, 'GET', `/api/people/${one.personId}`)
    expect(file).not.toHaveProperty('documents')
  })

  it('says when nobody can read it, so that it is said aloud', async () => {
    const lonely = await town(h)
    const alone = await member(h, lonely.tenantId, lonely.officeId, 'case_worker')
    const one = person(cast.yusuf)
    await server.call(alone, 'POST', '/api/households', family(lonely.noticeId, [one]))
    expect(await raise(alone, one.personId, 'RF3')).toMatchObject({ alerted: 0 })
  })

  it('gives each protection worker one grant, the same for an interview as for a flag', async () => {
    const id = await someone()
    await begin(rosa, id)
    await raise(rosa, id, 'RF7')
    await begin(rosa, id)
    const other = await someone(cast.ana)
    await raise(rosa, other, 'RF7')
    const { rows } = await h.owner.pool.query(
      `select person_id, grantee_id, purpose, ground, source, sheets, round(extract(epoch from valid_until - valid_from) / 86400)::int as days
       from access.person_grant where person_id = any ($1) and source = 'case_team' order by valid_from`,
      [[id, other]],
    )
    expect(rows).toHaveLength(2)
    const { person_id: _, ...first } = rows[0]
    const { person_id: __, ...second } = rows[1]
    expect(first).toEqual(second)
    expect(first).toMatchObject({ grantee_id: pilar.accountId, purpose: 'protection', days: 365 })
  })
})

describe('a caseload', () => {
  it('orders by support due, then by the longest wait, as the rule says', async () => {
    const { rows, total } = await must<{ rows: CaseloadRow[]; total: number }>(
      tomas,
      'GET',
      '/api/caseload?size=100',
    )
    expect(total).toBe(rows.length)
    expect(rows.length).toBeGreaterThan(10)
    const entries = rows.map((r) => ({
      person: r.personId,
      supportDue: r.support?.dueAt ?? null,
      waitingSince: r.waitingSince,
    }))
    expect(entries).toEqual(caseload(entries))
    expect(JSON.stringify(rows)).not.toMatch(/band|points|RF\d|ageGroup/)
    const second = await must<{ rows: CaseloadRow[] }>(tomas, 'GET', '/api/caseload?size=3&page=2')
    expect(second.rows).toEqual(rows.slice(3, 6))
  })

  it('keeps one’s place through the interview, and leaves it once decided', async () => {
    const id = await someone()
    const row = async () =>
      (await must<{ rows: CaseloadRow[] }>(tomas, 'GET', '/api/caseload?size=100')).rows.find(
        (r) => r.personId === id,
      )
    const before = (await row())!
    expect(before.state).toBe('to_interview')
    const interview = await begin(rosa, id)
    expect(await row()).toEqual({ ...before, state: 'interviewing' })
    const result = await finish(rosa, interview)
    expect(await row()).toEqual({ ...before, state: 'to_confirm' })
    await must(rosa, 'POST', `/api/interviews/${result.assessment.id}/decision`, {
      version: result.assessment.version,
      kind: 'confirmed',
    })
    expect(await row()).toBeUndefined()
    await must(rosa, 'POST', `/api/interviews/${result.assessment.id}/contests`, {
      contestId: newId(),
      words: 'No estoy de acuerdo.',
    })
    expect((await row())?.state).toBe('contested')
  })

  it('is parted by what each one waits for, and says how many in each part', async () => {
    const place = await town(h)
    const worker = await member(h, place.tenantId, place.officeId, 'case_worker', 'Rosa Otra (de prueba)')
    const enter = async () => {
      const one = person({ ...cast.ana, givenNames: `Ana ${newId()}` }, { confirmedNew: true })
      await must(worker, 'POST', '/api/households', family(place.noticeId, [one]))
      return one.personId
    }
    const confirm = ({ assessment }: SharedResult) =>
      must(worker, 'POST', `/api/interviews/${assessment.id}/decision`, {
        version: assessment.version,
        kind: 'confirmed',
      })
    const ended = async (id: string) => finish(worker, await begin(worker, id))
    /** As if this person's interview had ended so many days ago. */
    const daysAgo = (id: string, days: number) =>
      sql`update assessment.assessment set started_at = started_at - ${days}::integer * interval '1 day',
        finished_at = finished_at - ${days}::integer * interval '1 day', confirmed_at = confirmed_at - ${days}::integer * interval '1 day'
        where person_id = ${id}::uuid`.execute(h.owner.db)

    const first = await enter()
    const underWay = await enter()
    await begin(worker, underWay)
    const unconfirmed = await enter()
    await ended(unconfirmed)
    const contested = await enter()
    const result = await ended(contested)
    await confirm(result)
    await must(worker, 'POST', `/api/interviews/${result.assessment.id}/contests`, {
      contestId: newId(),
      words: 'No estoy de acuerdo.',
    })
    const again = await enter()
    await confirm(await ended(again))
    await daysAgo(again, 181)
    const notYet = await enter()
    await confirm(await ended(notYet))
    await daysAgo(notYet, 179)
    const hungry = await enter()
    await must(worker, 'POST', `/api/people/${hungry}/flags`, {
      flagId: newId(),
      flag: 'RF6',
      raisedBy: 'observation',
    })

    type Answer = { total: number; counts: Record<string, number>; rows: CaseloadRow[] }
    const list = (query = '') => must<Answer>(worker, 'GET', `/api/caseload${query}`)
    const counts = {
      all: 6,
      support: 1,
      contested: 1,
      to_confirm: 1,
      interviewing: 1,
      to_interview: 2,
      to_reassess: 1,
    }
    const all = await list()
    expect([all.total, all.counts]).toEqual([6, counts])
    expect(all.rows.map((r) => r.personId)).not.toContain(notYet)
    for (const [part, ids] of [
      ['support', [hungry]],
      ['contested', [contested]],
      ['to_confirm', [unconfirmed]],
      ['interviewing', [underWay]],
      ['to_interview', [hungry, first]],
      ['to_reassess', [again]],
    ] as const) {
      const some = await list(`?part=${part}`)
      expect([part, some.total, some.rows.map((r) => r.personId), some.counts]).toEqual([
        part,
        ids.length,
        ids,
        counts,
      ])
    }
    // Due again since yesterday, not since the decision.
    const { rows } = await list('?part=to_reassess')
    expect(Math.round((Date.now() - Date.parse(rows[0]!.waitingSince)) / 86_400_000)).toBe(1)
    // A page beyond the last still says how many there are.
    expect(await list('?part=to_interview&page=9')).toMatchObject({ total: 2, counts, rows: [] })
    expect(await refused(worker, 'GET', '/api/caseload?part=confirmed')).toEqual([422, 'invalid'])
    const nobody = await member(h, place.tenantId, await organization(h, place.tenantId), 'case_worker')
    expect(await must<Answer>(nobody, 'GET', '/api/caseload')).toMatchObject({
      total: 0,
      counts: { all: 0, to_confirm: 0 },
      rows: [],
    })
  })

  it('of protection is one age group at a time, flags first, then the band', async () => {
    const child = await register(person(cast.ana), person(cast.wilner, { role: 'child' }))
    await begin(rosa, child.ids[1]!, { ...desk, respondent: 'representative' })
    type Answer = {
      groups: { ageGroup: string; people: number }[]
      rows: { personId: string; flags: Flag[]; band: string | null }[]
      total: number
    }
    const adults = await must<Answer>(pilar, 'GET', '/api/protection/caseload?size=100')
    const children = await must<Answer>(pilar, 'GET', '/api/protection/caseload?ageGroup=0-11&size=100')
    expect(children.rows.map((r) => r.personId)).toContain(child.ids[1])
    expect(adults.rows.map((r) => r.personId)).not.toContain(child.ids[1])
    expect(adults.groups.find((g) => g.ageGroup === '18+')?.people).toBe(adults.total)
    const flagged = adults.rows.map((r) => r.flags.length > 0)
    expect(flagged).toEqual([...flagged].sort((a, b) => Number(b) - Number(a)))
    expect(adults.rows.find((r) => r.band === 'severe')).toBeDefined()
    const order = ['severe', 'vulnerable', 'atRisk', 'below', null]
    const unflagged = adults.rows
      .filter((r) => r.flags.length === 0)
      .map((r) => order.indexOf(r.band as never))
    expect(unflagged).toEqual([...unflagged].sort((a, b) => a - b))
  })
})
