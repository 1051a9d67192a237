/** Figures through their routes and the worker's task: who may read which, what is counted, what is held back. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  cast,
  council,
  family,
  type House,
  house,
  member,
  person,
  type Town,
  town,
} from '../../../test/factories.ts'
import { type TestServer, testServer } from '../../../test/server.ts'
import { enter } from '../../server/guard.ts'
import { createVault } from '../../server/vault.ts'
import type { Actor } from '../../shared/actor.ts'
import { newId } from '../../shared/id.ts'
import type { NewMember } from '../registry/contract.ts'
import { listeners } from '../registry/jobs.ts'
import type { CutOff, Figures, FiguresTable, MunicipalityFigures, Territory } from './contract.ts'
import { countTask, tasks } from './jobs.ts'

let h: House
let server: TestServer

beforeAll(async () => {
  h = await house(new Map(Object.entries(listeners)))
  server = await testServer(h)
})

interface Cast {
  here: Town
  rosa: Actor
  coordinator: Actor
  analyst: Actor
}

async function staffed(): Promise<Cast> {
  const here = await town(h)
  return {
    here,
    rosa: await member(h, here.tenantId, here.officeId, 'case_worker', 'Rosa Archundia (de prueba)'),
    coordinator: await member(h, here.tenantId, here.officeId, 'coordinator', 'Tomás Ibarra (de prueba)'),
    analyst: await member(h, here.tenantId, here.officeId, 'analyst', 'Lucía Verdugo (de prueba)'),
  }
}

const must = async <T>(actor: Actor, method: string, url: string, body?: unknown): Promise<T> => {
  const told = await server.call(actor, method, url, body)
  expect(told.status, told.text).toBeLessThan(300)
  return told.body as T
}

const register = async ({ rosa, here }: Cast, members: NewMember[]) => {
  await must(rosa, 'POST', '/api/households', family(here.noticeId, members))
  return members.map((m) => m.personId)
}

/** So many people of one kind, each a household of their own. */
const registerMany = async (at: Cast, people: number, core: Partial<NewMember['core']>, more = {}) => {
  const ids: string[] = []
  for (let i = 0; i < people; i++) {
    const nobodyElse = {
      givenNames: word(),
      surname1: word(),
      surname2: word(),
      birth: { year: 1950 + (made % 50), month: 1, day: 15, precision: 'day' as const },
    }
    ids.push(...(await register(at, [person({ ...cast.ana, ...nobodyElse, ...core }, more)])))
  }
  return ids
}

let made = 0
/** A name like no other: what looks alike would be asked about. */
const word = (): string =>
  createHash('sha256')
    .update(`${made++}`)
    .digest('base64')
    .replace(/[^a-z]/g, '')

const count = (tenantId: string) =>
  tasks({ worker: h.worker, vault: h.vault })[countTask]!({ tenantId, eventId: newId() })

async function take(at: Cast): Promise<CutOff> {
  const cutOff = await must<CutOff>(at.coordinator, 'POST', '/api/figures')
  await count(at.here.tenantId)
  return cutOff
}

/** Another day has come: cut-offs are one a day. */
const tomorrow = (at: Cast) =>
  h.owner.db
    .updateTable('observatory.cut_off')
    .set({ day: sql`day - 1` })
    .where('tenant_id', '=', at.here.tenantId)
    .execute()

const tableOf = (figures: Figures, by: string, of?: string): FiguresTable =>
  figures.tables.find((t) => t.by === by && t.of === of)!

const cell = (table: FiguresTable, row: string, col: string) =>
  table.counts[table.rows.indexOf(row)]![table.cols.indexOf(col)]

describe('a cut-off', () => {
  let at: Cast
  let cutOff: CutOff
  beforeAll(async () => {
    at = await staffed()
    await registerMany(at, 14, { sex: 'female', nationalities: ['HTI'] })
    await registerMany(at, 12, { sex: 'male', nationalities: ['HND', 'GTM'] })
    await registerMany(
      at,
      3,
      { sex: 'male', nationalities: ['AFG'], birth: { precision: 'unknown' } },
      {
        situation: { populationGroup: 'asylum_applicant', stayType: 'resides', originClass: 'foreign' },
      },
    )
    cutOff = await take(at)
  })

  it('is refused to those who may not take it, and to the analyst exact', async () => {
    for (const actor of [at.analyst, at.rosa])
      expect((await server.call(actor, 'POST', '/api/figures')).status).toBe(403)
    expect((await server.call(at.rosa, 'GET', '/api/figures')).status).toBe(403)
    expect((await server.call(at.analyst, 'GET', `/api/figures/${cutOff.id}/internal`)).status).toBe(403)
  })

  it('is taken once a day, and says so', async () => {
    const again = await server.call(at.coordinator, 'POST', '/api/figures', undefined, { language: 'es' })
    expect([again.status, again.body.code]).toEqual([409, 'cut_off_taken'])
    expect(again.text).toContain('El corte de hoy ya está hecho')
  })

  it('counts everybody once: by sex, and the sum is the total', async () => {
    const figures = await must<Figures>(at.coordinator, 'GET', `/api/figures/${cutOff.id}/internal`)
    expect(figures).toMatchObject({ internal: true, cutOff: { state: 'ready', takenBy: expect.any(String) } })
    for (const table of figures.tables.filter((t) => t.kind === 'people')) {
      expect(table.total).toBe(29)
      expect(table.colTotals).toEqual([14, 15, 0, 0])
      expect(table.rowTotals.reduce((a, b) => a! + b!, 0)).toBe(29)
    }
    // Of several nationalities the first is counted; one outside the list is among the others.
    const nationality = tableOf(figures, 'nationality')
    expect([
      cell(nationality, 'HTI', 'female'),
      cell(nationality, 'HND', 'male'),
      cell(nationality, 'GTM', 'male'),
      cell(nationality, 'other', 'male'),
    ]).toEqual([14, 12, 0, 3])
    expect(cell(tableOf(figures, 'age'), 'not_recorded', 'male')).toBe(3)
    expect(cell(tableOf(figures, 'population_group'), 'asylum_applicant', 'male')).toBe(3)
    expect(cell(tableOf(figures, 'population_group'), 'not_known', 'female')).toBe(14)
    expect(cell(tableOf(figures, 'channel'), 'shelter', 'female')).toBe(14)
    expect(tableOf(figures, 'organization').rows).toEqual([at.here.officeId])
    expect(figures.organizations).toEqual([
      { organizationId: at.here.officeId, name: 'DIF Municipal de Prueba' },
    ])
  })

  it('shows the analyst no small count, and none that follows', async () => {
    const figures = await must<Figures>(at.analyst, 'GET', `/api/figures/${cutOff.id}`)
    expect(figures.internal).toBe(false)
    const nationality = tableOf(figures, 'nationality')
    expect(cell(nationality, 'other', 'male')).toBeNull()
    // One of the others must be hidden with it, or the three follow from the total of men.
    expect(nationality.counts.flat().filter((n) => n === null).length).toBeGreaterThan(1)
    const shown = figures.tables.flatMap((t) => [
      ...t.counts.flat(),
      ...t.rowTotals,
      ...(t.colTotals ?? []),
      t.total,
    ])
    expect(shown.filter((n) => n !== null && n > 0 && n < 10)).toEqual([])
    expect(nationality.total).toBe(29)
  })

  it('is listed, the newest first', async () => {
    const list = await must<{ total: number; rows: CutOff[] }>(at.analyst, 'GET', '/api/figures')
    expect(list).toMatchObject({ total: 1, rows: [{ id: cutOff.id, state: 'ready', day: cutOff.day }] })
  })

  it('keeps exact counts sealed, and no other tenant reads either', async () => {
    const { rows } = await h.owner.pool.query<{ body: string }>(
      `select encode(body_sealed, 'escape') as body from observatory.internal_table`,
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter((r) => r.body.includes('nationality'))).toEqual([])
    const other = await staffed()
    for (const path of [`/api/figures/${cutOff.id}`, `/api/figures/${cutOff.id}/internal`])
      expect((await server.call(other.coordinator, 'GET', path)).status).toBe(404)
  })

  it('hides what changed by one or two since the last, and shows it again when more have come', async () => {
    await tomorrow(at)
    const [first] = await registerMany(at, 1, { sex: 'female', nationalities: ['HTI'] })
    const little = await must<Figures>(at.analyst, 'GET', `/api/figures/${(await take(at)).id}`)
    expect(tableOf(little, 'nationality').total).toBeNull()
    expect(cell(tableOf(little, 'nationality'), 'HTI', 'female')).toBeNull()
    await tomorrow(at)
    await registerMany(at, 4, { sex: 'female', nationalities: ['HTI'] })
    // Who was merged into another file is counted once.
    const [second] = await registerMany(at, 1, { sex: 'female', nationalities: ['HTI'] })
    await h.owner.pool.query('update access.person set merged_into = $1 where id = $2', [first, second])
    const more = await must<Figures>(at.analyst, 'GET', `/api/figures/${(await take(at)).id}`)
    expect(tableOf(more, 'nationality').total).toBe(34)
  })
})

describe('assessments', () => {
  const says = (
    actor: Actor,
    assessmentId: string,
    item: string,
    value: string,
    basedOn: string | null = null,
  ) =>
    must(actor, 'PUT', `/api/interviews/${assessmentId}/items/${item}`, {
      answerId: newId(),
      basedOn,
      fields: [{ field: item, value }],
    })

  const interviewed = async ({ rosa }: Cast, personId: string, id2: 'si' | 'no') => {
    const assessmentId = newId()
    await must(rosa, 'POST', `/api/people/${personId}/interview`, {
      assessmentId,
      phase: 'assessment',
      setting: 'desk',
      respondent: 'self',
      interpreter: 'none',
      serviceNow: false,
      language: 'es',
    })
    await says(rosa, assessmentId, 'ID2', id2)
    await must(rosa, 'POST', `/api/interviews/${assessmentId}/finish`, { version: 1 })
  }

  it('are counted from what is sealed: the newest standing, the first beside it, nothing special', async () => {
    const at = await staffed()
    const [twice, once] = await registerMany(at, 2, {
      birth: { year: 1985, month: 6, day: 2, precision: 'day' },
    })
    await interviewed(at, twice!, 'no')
    await interviewed(at, twice!, 'si')
    await interviewed(at, once!, 'no')
    const cutOff = await take(at)
    const exact = await must<Figures>(at.coordinator, 'GET', `/api/figures/${cutOff.id}/internal`)
    const needs = exact.tables.find((t) => t.kind === 'needs' && t.of === '18+')!
    const indicators = exact.tables.find((t) => t.kind === 'indicators' && t.of === '18+')!
    expect([needs.total, cell(indicators, 'ID2', 'in_need'), cell(indicators, 'ID2', 'not_in_need')]).toEqual(
      [2, 1, 1],
    )
    expect(needs.rows).not.toContain('PR')
    const change = exact.tables.find((t) => t.kind === 'change' && t.of === '18+')!
    expect(change.total).toBe(1)
    const origin = exact.tables.find((t) => t.kind === 'origin' && t.by === 'ID' && t.of === '18+')!
    expect(cell(origin, 'not_known', 'in_need')).toBe(cell(needs, 'ID', 'in_need'))
    // Two people: published, nothing is said of them.
    const shown = await must<Figures>(at.analyst, 'GET', `/api/figures/${cutOff.id}`)
    expect(shown.tables.filter((t) => t.of === '18+').flatMap((t) => [...t.counts.flat(), t.total])).toEqual(
      expect.not.arrayContaining([expect.any(Number)]),
    )
  })
})

describe('facts', () => {
  it('count the last word of a day, and nobody reads them', async () => {
    const at = await staffed()
    const situation = (populationGroup: string) => ({
      populationGroup,
      stayType: 'resides',
      originClass: 'foreign',
    })
    const [id] = await register(at, [
      person(cast.mirlande, { situation: situation('migrant_in_transit') as never }),
    ])
    await must(at.rosa, 'PUT', `/api/people/${id}/situation`, situation('refugee'))
    const figures = await must<Figures>(at.coordinator, 'GET', `/api/figures/${(await take(at)).id}/internal`)
    expect(cell(tableOf(figures, 'population_group'), 'refugee', 'female')).toBe(1)
    expect(tableOf(figures, 'population_group').total).toBe(1)
    await expect(h.app.pool.query('select * from registry.fact')).rejects.toThrow('permission denied')
  })
})

describe('a count that fails', () => {
  it('is told as failed, shows nothing, and leaves the day free for another', async () => {
    const at = await staffed()
    await register(at, [person(cast.ana)])
    const cutOff = await must<CutOff>(at.coordinator, 'POST', '/api/figures')
    // A key that opens nothing: what it sealed is broken.
    const broken = tasks({ worker: h.worker, vault: createVault(Buffer.alloc(32, 1)) })[countTask]!
    await expect(broken({ tenantId: at.here.tenantId, eventId: newId() })).rejects.toThrow()
    const told = await must<Figures>(at.analyst, 'GET', `/api/figures/${cutOff.id}`)
    expect([told.cutOff.state, told.tables]).toEqual(['failed', []])
    const again = await take(at)
    expect((await must<Figures>(at.analyst, 'GET', `/api/figures/${again.id}`)).cutOff.state).toBe('ready')
  })

  it('is no failure where nobody is registered yet', async () => {
    const at = await staffed()
    const figures = await must<Figures>(at.analyst, 'GET', `/api/figures/${(await take(at)).id}`)
    expect(tableOf(figures, 'age')).toMatchObject({ total: 0, colTotals: [0, 0, 0, 0] })
    expect(tableOf(figures, 'organization')).toMatchObject({ rows: [], total: 0 })
  })
})

describe('a territory', () => {
  const url = '/api/figures/municipalities'
  let [north, south, empty]: Cast[] = []
  let ofCouncil: Actor
  const move = (at: Cast, cvegeo: string, name: string, demo = true) =>
    h.owner.db
      .updateTable('access.tenant')
      .set({ cvegeo, state_code: cvegeo.slice(0, 2), name, demo })
      .where('id', '=', at.here.tenantId)
      .execute()
  const birth = { year: 1990, precision: 'year' as const }
  const reader = async (
    ...where: Parameters<typeof council> extends [House, ...infer More] ? More : never
  ) => {
    const { tenantId, officeId } = await council(h, ...where)
    return member(h, tenantId, officeId, 'liaison', 'Inés Enlace (de prueba)')
  }

  beforeAll(async () => {
    ;[north, south, empty] = [await staffed(), await staffed(), await staffed()]
    await move(north, '03001', 'Comondú de Prueba')
    await move(south, '03008', 'Los Cabos de Prueba')
    await move(empty, '03003', 'La Paz de Prueba')
    await registerMany(north, 14, { sex: 'female', nationalities: ['HTI'], birth })
    await registerMany(south, 14, { sex: 'female', nationalities: ['HTI'], birth })
    await registerMany(south, 12, { sex: 'male', nationalities: ['HND'], birth })
    await registerMany(south, 3, { sex: 'male', nationalities: ['GTM'], birth })
    for (const at of [north, south]) await take(at)
    ofCouncil = await reader('state_council', '03')
  }, 60_000)

  it('is its municipalities by name, and the sum of what they publish', async () => {
    const told = await must<Territory>(ofCouncil, 'GET', url)
    expect(told.municipalities).toEqual([
      {
        municipalityId: north!.here.tenantId,
        name: 'Comondú de Prueba',
        day: expect.any(String),
        people: 14,
      },
      { municipalityId: empty!.here.tenantId, name: 'La Paz de Prueba' },
      {
        municipalityId: south!.here.tenantId,
        name: 'Los Cabos de Prueba',
        day: expect.any(String),
        people: 29,
      },
    ])
    const nationality = told.tables.find((table) => table.by === 'nationality')!
    expect(nationality.total).toEqual({ count: 43, atLeast: false })
    const of = (row: string, col: string) =>
      nationality.counts[nationality.rows.indexOf(row)]![nationality.cols.indexOf(col)]!
    // The three of the south are protected, and somebody with them, or they would follow from the total.
    expect(of('GTM', 'male')).toEqual({ count: 0, atLeast: true })
    const hidden = nationality.counts.flat().filter((sum) => sum.atLeast)
    expect(hidden.length).toBeGreaterThan(1)
    const women = of('HTI', 'female')
    expect([14, 28]).toContain(women.count)
    expect(women.atLeast).toBe(women.count < 28)
    expect(told.tables.map((table) => table.by)).not.toContain('organization')
  })

  it('shows one of them as it published itself, and names nobody who took it', async () => {
    const told = await must<MunicipalityFigures>(ofCouncil, 'GET', `${url}/${south!.here.tenantId}`)
    expect(told).toMatchObject({ name: 'Los Cabos de Prueba', people: 29 })
    const cutOffs = await must<{ rows: CutOff[] }>(south!.analyst, 'GET', '/api/figures')
    const own = await must<Figures>(south!.analyst, 'GET', `/api/figures/${cutOffs.rows[0]!.id}`)
    expect(told.tables).toEqual(own.tables.filter((table) => table.by !== 'organization'))
    expect(JSON.stringify(told)).not.toContain('Tomás')
  })

  it('is the newest cut-off that is ready', async () => {
    await tomorrow(north!)
    await registerMany(north!, 20, { sex: 'male', nationalities: ['HND'] })
    const broken = await must<CutOff>(north!.coordinator, 'POST', '/api/figures')
    expect((await must<MunicipalityFigures>(ofCouncil, 'GET', `${url}/${north!.here.tenantId}`)).people).toBe(
      14,
    )
    await count(north!.here.tenantId)
    const told = await must<MunicipalityFigures>(ofCouncil, 'GET', `${url}/${north!.here.tenantId}`)
    expect([told.people, told.day]).toEqual([34, broken.day])
  })

  it('ends at its border: another state reads nothing of it, a municipality nothing of its neighbours', async () => {
    const elsewhere = await reader('state_council', '31')
    expect(await must<Territory>(elsewhere, 'GET', url)).toEqual({ municipalities: [], tables: [] })
    expect((await server.call(elsewhere, 'GET', `${url}/${south!.here.tenantId}`)).status).toBe(404)
    expect(await must<Territory>(south!.analyst, 'GET', url)).toEqual({ municipalities: [], tables: [] })
    expect((await server.call(south!.analyst, 'GET', `${url}/${north!.here.tenantId}`)).status).toBe(404)
  })

  it('is all of the country for the federal unit, with the invented and the real apart', async () => {
    const federal = await reader('federal_unit')
    const names = async () =>
      (await must<Territory>(federal, 'GET', url)).municipalities.map((municipality) => municipality.name)
    expect(await names()).toEqual(expect.arrayContaining(['Comondú de Prueba', 'Los Cabos de Prueba']))
    await move(south!, '03008', 'Los Cabos de Prueba', false)
    expect(await names()).not.toContain('Los Cabos de Prueba')
  })

  it('opens under the verb of reading figures alone', async () => {
    const read = (verb: string) =>
      h.app.db.transaction().execute(async (tx) => {
        await enter(tx, ofCouncil, verb)
        return (await sql`select id from observatory.territory()`.execute(tx)).rows.length
      })
    expect([await read('figures.read'), await read('person.list'), await read('figures.internal')]).toEqual([
      2, 0, 0,
    ])
  })
})
