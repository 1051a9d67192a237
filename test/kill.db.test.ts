/**
 * kill -9 of the server and of the database in the middle of registering: what was answered is there, whole; what was
 * not is there whole or not at all; and saying it again tells the same.
 */
import { createPrivateKey } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyTenants } from '../src/apps/cli/audit-verify.ts'
import type { Registration } from '../src/modules/registry/contract.ts'
import { connect } from '../src/server/db.ts'
import { asClient } from '../src/server/roles.ts'
import { newId } from '../src/shared/id.ts'
import { cast, family, person } from './factories.ts'
import { Browser, password, type Real, realServer, type Told } from './real.ts'

const clients = 4
const perRound = 12

interface Said {
  commandId: string
  body: Registration
  /** A command is its account's: only who said it may say it again. */
  by: Browser
  /** What the server answered; nothing when it could not. */
  answer?: Told
}

let real: Real
let place: Awaited<ReturnType<Real['town']>>
const browsers: Browser[] = []
const said: Said[] = []
const acknowledged = () => said.filter((s) => s.answer?.status === 201)

beforeAll(async () => {
  real = await realServer()
  place = await real.town()
  for (let i = 0; i < clients; i++) {
    const email = `rosa${i}@dif.example`
    await real.account(place, email, ['coordinator', 'case_worker'], `Rosa ${i} (persona de prueba)`)
    const browser = new Browser(real.url)
    expect((await browser.signIn(email, password)).status).toBe(303)
    browsers.push(browser)
  }
})
afterAll(() => real?.end())

let families = 0
function newFamily(): Registration {
  const n = ++families
  return family(place.noticeId, [
    person(
      { ...cast.mirlande, givenNames: `Mirlande ${n}` },
      {
        contact: { phone: `686 555 ${String(1000 + n)}` },
        documents: [{ id: newId(), type: 'passport', number: `P${n}`, evidence: 'document_seen' }],
        needs: ['cot'],
        confirmedNew: true,
      },
    ),
    person({ ...cast.wilner, givenNames: `Wilner ${n}` }, { role: 'child', confirmedNew: true }),
  ])
}

const register = (s: Said) =>
  s.by.call('POST', '/api/households', s.body, {
    commandId: s.commandId,
    signal: AbortSignal.timeout(15_000),
  })

/** All clients register without pause; in the middle of it, `strike`. */
async function load(strike: () => Promise<void>): Promise<void> {
  let going = true
  const before = acknowledged().length
  let struck: Promise<void> | undefined
  await Promise.all(
    browsers.map(async (browser) => {
      while (going) {
        const s: Said = { commandId: newId(), body: newFamily(), by: browser }
        said.push(s)
        try {
          s.answer = await register(s)
        } catch {
          going = false
        }
        if (s.answer && s.answer.status !== 201) going = false
        // While the others are in the middle of theirs.
        if (!struck && acknowledged().length - before >= perRound) {
          struck = strike().finally(() => {
            going = false
          })
        }
      }
    }),
  )
  expect(acknowledged().length - before, 'registered before the blow').toBeGreaterThanOrEqual(perRound)
  await struck
}

/** Until requests are answered again, without starting the server anew. */
async function answering(): Promise<void> {
  for (let left = 100; left > 0; left--) {
    const told = await browsers[0]!.call('GET', '/api/me').catch(() => undefined)
    if (told?.status === 200) return
    await new Promise((r) => setTimeout(r, 100))
  }
  throw new Error(`the server does not answer again:\n${real.output().slice(-3000)}`)
}

describe('kill -9 in the middle of registering', () => {
  it('of the server', async () => {
    await load(() => real.killServer())
    await real.start()
    await answering()
  }, 60_000)

  it('of the database', async () => {
    await load(() => real.killDatabase())
    await real.startDatabase()
    await answering()
  }, 60_000)

  it('of both at once', async () => {
    await load(async () => void (await Promise.all([real.killDatabase(), real.killServer()])))
    await real.startDatabase()
    await real.start()
    await answering()
  }, 60_000)
})

describe('afterwards', () => {
  const ask = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await real.owner.pool.query<T>(text, values)).rows

  it('all that was acknowledged is there: person, grant, sheets, event, household', async () => {
    expect(acknowledged().length).toBeGreaterThanOrEqual(3 * perRound)
    for (const { body, answer, commandId } of acknowledged()) {
      const ids = body.members.map((m) => m.personId)
      const [row] = await ask(
        `select (select count(*) from access.person where id = any ($1))::int as people,
          (select count(*) from access.person_grant where person_id = any ($1) and source = 'registration' and ended_at is null)::int as grants,
          (select count(*) from registry.person_core where person_id = any ($1))::int as cores,
          (select count(*) from registry.person_code where person_id = any ($1))::int as codes,
          (select count(*) from registry.registration where person_id = any ($1))::int as registrations,
          (select count(*) from registry.person_contact where person_id = any ($1))::int as contacts,
          (select count(*) from registry.person_document where person_id = any ($1))::int as documents,
          (select count(*) from registry.person_need where person_id = any ($1))::int as needs,
          (select count(*) from registry.household_member where household_id = $2 and until_at is null)::int as members,
          (select count(*) from access.event where verb = 'person.register' and outcome = 'done' and person_ids @> $1)::int as events,
          (select count(*) from access.command where id = $3)::int as commands`,
        [ids, body.householdId, commandId],
      )
      expect(row).toEqual({
        people: 2,
        grants: 2,
        cores: 2,
        codes: 2,
        registrations: 2,
        contacts: 1,
        documents: 1,
        needs: 1,
        members: 2,
        events: 1,
        commands: 1,
      })
      expect((answer!.body.members as { personId: string }[]).map((m) => m.personId).sort()).toEqual(
        ids.sort(),
      )
    }
  }, 60_000)

  const halves = `
    select 'person without ' || what as half, p.id::text from access.person p cross join lateral (values
      ('core', exists (select from registry.person_core c where c.person_id = p.id and c.superseded_at is null)),
      ('grant', exists (select from access.person_grant g where g.person_id = p.id)),
      ('registration', exists (select from registry.registration r where r.person_id = p.id)),
      ('code', exists (select from registry.person_code r where r.person_id = p.id)),
      ('name key', exists (select from registry.person_key r where r.person_id = p.id)),
      ('household', exists (select from registry.household_member m where m.person_id = p.id and m.until_at is null)),
      ('event', exists (select from access.event e where e.verb = 'person.register' and e.outcome = 'done' and e.person_ids @> array[p.id])))
      as v (what, there) where not v.there
    union all select 'household without head', h.id::text from registry.household h
      where not exists (select from registry.household_member m where m.household_id = h.id and m.role = 'head' and m.until_at is null)
    union all select 'event of nobody', e.id::text from access.event e, unnest(e.person_ids) p (id)
      where e.verb = 'person.register' and e.outcome = 'done' and not exists (select from access.person q where q.id = p.id)
    union all select 'command of nothing', c.id::text from access.command c
      where c.verb = 'person.register' and not exists (select from registry.household h where h.id = c.result_id)`

  it('nothing is half-written', async () => {
    expect(await ask(halves)).toEqual([])
  })

  it('said again, each command tells what it told, and one that was cut off is done once', async () => {
    const cut = said.filter((s) => s.answer?.status !== 201)
    // The blow fell in the middle of something.
    expect(cut.length).toBeGreaterThan(0)
    for (const s of [...acknowledged().slice(0, 6), ...acknowledged().slice(-6)]) {
      const again = await register(s)
      expect([again.status, again.body]).toEqual([201, s.answer!.body])
    }
    for (const s of cut) {
      const told = await register(s)
      expect([told.status, told.text.slice(0, 200)]).toEqual([201, expect.any(String)])
      const twice = await register(s)
      expect(twice.body).toEqual(told.body)
    }
    const [count] = await ask<{ people: number; households: number }>(
      'select (select count(*) from access.person)::int as people, (select count(*) from registry.household)::int as households',
    )
    expect(count).toEqual({ people: said.length * 2, households: said.length })
    expect(await ask(halves)).toEqual([])
  }, 60_000)

  it('tasks that were in the hands of the killed are taken up again', async () => {
    const left = async () =>
      (
        await asClient(real.ground.workerUrl, (c) =>
          c.query<{ n: number }>('select count(*)::int as n from graphile_worker._private_jobs'),
        )
      ).rows[0]!.n
    for (let tries = 100; tries > 0 && (await left()) > 0; tries--)
      await new Promise((r) => setTimeout(r, 200))
    expect(await left()).toBe(0)
  }, 60_000)

  it('the chain of events is whole, as far as it was sealed', async () => {
    const worker = connect(real.ground.workerUrl, { max: 1 })
    const lines: string[] = []
    try {
      const whole = await verifyTenants(
        worker,
        [{ id: place.tenantId, name: 'Villa Prueba', cvegeo: '02002' }],
        {
          key: createPrivateKey(real.config.secrets.sealKey),
          folder: join(real.dataDir, 'seals'),
          say: (l) => lines.push(l),
        },
      )
      expect([whole, lines[0]]).toEqual([true, expect.stringContaining('chain whole')])
    } finally {
      await worker.close()
    }
  })
})
