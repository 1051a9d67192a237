/** A first start may break off anywhere: started again, the demonstration's interviews end as if it never had. */
import { beforeAll, describe, expect, it } from 'vitest'
import { demoFlags } from '../../db/demo/interviews.ts'
import { cast, family, type House, house, member, person, town } from '../../test/factories.ts'
import { type TestServer, testServer } from '../../test/server.ts'
import type { Actor, Role } from '../shared/actor.ts'
import { type DemoAccountKey, demoPeopleAtWork } from './demo-accounts.ts'
import { seedAssessments } from './demo-assessments.ts'
import type { DemoTown } from './demo-steps.ts'

let h: House
let server: TestServer
beforeAll(async () => {
  h = await house()
  server = await testServer(h)
})

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
const names = ['Ana', 'Mirlande', 'Yusuf', 'Wilner', 'Guerda', 'Jude', 'Alix', 'Rosa']

/** Families of a mother and a child, registered months ago; the same in every town, but for their ids. */
async function demoTown(): Promise<DemoTown> {
  const place = await town(h)
  const roles: Partial<Record<DemoAccountKey, Role>> = {
    caseWorker: 'case_worker',
    coordinator: 'coordinator',
    protection: 'protection_worker',
  }
  const actors: Partial<Record<DemoAccountKey, Actor>> = {}
  for (const [key, role] of Object.entries(roles) as [DemoAccountKey, Role][])
    actors[key] = await member(h, place.tenantId, place.officeId, role, demoPeopleAtWork[key].name)
  for (let i = 0; i < 120; i++) {
    const core = { ...cast.ana, surname1: `Prueba ${i}` }
    const body = family(
      place.noticeId,
      [
        person({ ...core, givenNames: names[i % names.length]! }, { confirmedNew: true }),
        person(
          { ...core, givenNames: `Hija ${i}`, birth: { year: 2018, precision: 'year' } },
          { role: 'child', confirmedNew: true },
        ),
      ],
      { registeredOn: daysAgo(120 + (i % 100)) },
    )
    expect((await server.call(actors.coordinator!, 'POST', '/api/households', body)).status).toBe(201)
  }
  return {
    ground: h.ground,
    owner: h.owner,
    worker: h.worker,
    tenantId: place.tenantId,
    actors: actors as Record<DemoAccountKey, Actor>,
    organizations: new Map([['dif', place.officeId]]),
    say: () => {},
  }
}

/** All that was done about interviews and flags, by name: without ids, accounts or hours. */
async function standing(tenantId: string): Promise<{ interviews: string[]; flags: string[] }> {
  const of = async (text: string) =>
    (await h.owner.pool.query<{ line: string }>(text, [tenantId])).rows.map((r) => r.line)
  const count = (table: string) =>
    `(select count(*) from assessment.${table} x where x.tenant_id = $1 and x.assessment_id = a.id)`
  return {
    interviews: await of(`
      select concat_ws(' ', c.given_names, c.surname_1, a.phase, row_number() over (partition by a.person_id order by a.started_at),
        case when a.finished_at is null then 'under way' when a.confirmed_at is null then 'to confirm' else 'confirmed' end, a.version,
        'sessions', ${count('session')}, 'answers', ${count('answer')}, 'special', ${count('special_answer')}, 'results', ${count('result')},
        ${count('protection_result')}, 'decisions', ${count('decision')}, ${count('protection_decision')},
        'contests', ${count('contest')}, (select count(answered_at) from assessment.contest x where x.tenant_id = $1 and x.assessment_id = a.id)) as line
      from assessment.assessment a join registry.person_core c on c.tenant_id = $1 and c.person_id = a.person_id and c.superseded_at is null
      where a.tenant_id = $1 order by 1`),
    flags: await of(`
      select concat_ws(' ', c.given_names, c.surname_1, f.acknowledged_at is not null,
        (select count(*) from assessment.urgent_support u where u.tenant_id = $1 and u.person_id = f.person_id)) as line
      from assessment.red_flag f join registry.person_core c on c.tenant_id = $1 and c.person_id = f.person_id and c.superseded_at is null
      where f.tenant_id = $1 order by 1`),
  }
}

describe('the interviews of the demonstration', () => {
  it('end the same, however often the first start breaks off, and nothing is done twice', async () => {
    const straight = await demoTown()
    let deeds = 0
    const counted = () => {
      deeds++
      return new Date()
    }
    await seedAssessments({ ...straight, ground: { ...h.ground, now: counted } })
    const whole = await standing(straight.tenantId)
    const has = (what: RegExp) => whole.interviews.filter((line) => what.test(line)).length
    // Every kind of ending is among them, or this proves little.
    for (const what of [/under way/, /to confirm/, /follow_up 2 confirmed/, /contests 1 0$/, /contests 1 1$/])
      expect([what.source, has(what) > 0]).toEqual([what.source, true])
    expect(whole.flags).toHaveLength(demoFlags.length)
    expect(deeds).toBeGreaterThan(40)

    const broken = await demoTown()
    let starts = 0
    for (let done = false; !done; starts++) {
      expect(starts).toBeLessThan(200)
      // The machine stops before the next deed begins; what was begun is either there or not.
      let left = 3 + (starts % 5)
      const stops = {
        ...h.ground,
        get db() {
          if (left-- <= 0) throw new Error('the machine stopped')
          return h.ground.db
        },
      }
      done = await seedAssessments({ ...broken, ground: stops }).then(
        () => true,
        (error: Error & { cause?: Error }) => {
          expect((error.cause ?? error).message).toBe('the machine stopped')
          return false
        },
      )
    }
    expect(starts).toBeGreaterThan(5)
    const again = await standing(broken.tenantId)
    expect(again).toEqual(whole)

    // And once more when all is done: nothing.
    await seedAssessments(broken)
    expect(await standing(broken.tenantId)).toEqual(whole)
  })
})
