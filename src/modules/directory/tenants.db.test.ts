/** The operator's list: every municipality of the installation with its stage, to the operator alone, and of nobody's file. */
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
import { powers } from '../../apps/roles.ts'
import { connect } from '../../server/db.ts'
import { act, enter } from '../../server/guard.ts'
import { type Actor, roles } from '../../shared/actor.ts'
import { newId } from '../../shared/id.ts'
import type { TenantRow } from './contract.ts'
import { allTenants } from './queries.ts'

let h: House
let server: TestServer
let staged: Town
let bare: Town
let operator: Actor

const ask = async (query = '') => {
  const told = await server.call(operator, 'GET', `/api/tenants${query}`)
  expect(told.status, told.text).toBe(200)
  return told.body as unknown as { total: number; page: number; rows: TenantRow[] }
}
const names = async (query: string) => (await ask(query)).rows.map((r) => r.name)

/** Days from the first stage's start until the next. */
async function stages(tenantId: string, list: [stage: string, from: string, until?: string][]) {
  for (const [stage, from_day, until_day] of list) {
    await h.owner.db
      .insertInto('directory.tenant_stage')
      .values({ tenant_id: tenantId, id: newId(), stage, from_day, until_day: until_day ?? null })
      .execute()
  }
}

beforeAll(async () => {
  h = await house()
  server = await testServer(h)
  await h.owner.db
    .insertInto('directory.state')
    .values({
      code: '02',
      name: 'Baja California',
      abbreviation: 'BC',
      iso: 'MX-BCN',
      curp: 'BC',
      pcode: 'MX02',
    })
    .execute()
  await h.owner.db
    .insertInto('directory.municipality')
    .values({ cvegeo: '02002', state_code: '02', name: 'Mexicali', pcode: 'MX02002' })
    .execute()
  bare = await town(h, 'Álamo sin etapa')
  staged = await town(h, 'Villa con etapa')
  operator = await member(h, bare.tenantId, bare.officeId, 'operator')
  // Half past four in the morning of the 10th in UTC is the evening of the 9th in Tijuana.
  await h.owner.pool.query(
    `update access.tenant set created_at = '2026-02-10T04:30:00Z', demo = false where id = $1`,
    [bare.tenantId],
  )
  await stages(staged.tenantId, [
    ['design', '2025-06-01', '2026-01-15'],
    ['pilot', '2026-01-15', '2999-01-01'],
    // Said ahead: it has not begun.
    ['scale_up', '2999-01-01'],
  ])
  // Beside the office: a shelter that agreed, one that did not, one whose agreement is over.
  await organization(h, staged.tenantId, { name: 'Albergue' })
  await organization(h, staged.tenantId, { name: 'Sin convenio', agreementUntil: null })
  await organization(h, staged.tenantId, { name: 'Vencido', agreementUntil: new Date('2026-01-01') })
  await organization(h, staged.tenantId, { name: 'Otra oficina', kind: 'municipal_government' })
  await member(h, staged.tenantId, staged.officeId, ['case_worker', 'coordinator'])
  const gone = await member(h, staged.tenantId, staged.officeId, 'case_worker')
  await h.owner.pool.query(`update access.membership set ended_at = now() where account_id = $1`, [
    gone.accountId,
  ])
})

describe('the list of tenants', () => {
  it('tells the operator each one, with its stage of today or none, who runs it and how many', async () => {
    const { total, rows } = await ask()
    expect(total).toBe(2)
    expect(rows).toEqual([
      {
        id: bare.tenantId,
        kind: 'municipality',
        name: 'Álamo sin etapa',
        cvegeo: '02002',
        municipality: 'Mexicali',
        state: 'Baja California',
        demo: false,
        since: '2026-02-09',
        organization: 'DIF Municipal de Prueba',
        organizations: 1,
        accounts: 1,
      },
      {
        id: staged.tenantId,
        kind: 'municipality',
        name: 'Villa con etapa',
        cvegeo: '02002',
        municipality: 'Mexicali',
        state: 'Baja California',
        demo: true,
        since: '2025-06-01',
        stage: { stage: 'pilot', fromDay: '2026-01-15' },
        // The oldest of its two municipal offices.
        organization: 'DIF Municipal de Prueba',
        // The office, the shelter and the other office.
        organizations: 3,
        // One account of two roles; the one that left is not counted.
        accounts: 1,
      },
    ])
  })

  it('is searched, filtered and sorted as the query says', async () => {
    expect(await names('?text=alamo')).toEqual(['Álamo sin etapa'])
    expect(await names('?text=02002&stage=pilot')).toEqual(['Villa con etapa'])
    expect(await names('?stage=none')).toEqual(['Álamo sin etapa'])
    expect(await names('?stage=scale_up')).toEqual([])
    expect(await names('?sort=-name')).toEqual(['Villa con etapa', 'Álamo sin etapa'])
    expect(await names('?sort=since')).toEqual(['Villa con etapa', 'Álamo sin etapa'])
    expect(await names('?size=1&page=2')).toEqual(['Villa con etapa'])
    const wrong = await server.call(operator, 'GET', '/api/tenants?sort=people')
    expect([wrong.status, wrong.body.code]).toEqual([422, 'invalid'])
  })

  it('says the same of a municipality in which people are registered: nothing of them, not how many', async () => {
    const before = await ask('?text=villa')
    const worker = await member(h, bare.tenantId, bare.officeId, 'case_worker')
    const told = await server.call(
      worker,
      'POST',
      '/api/households',
      family(bare.noticeId, [person(cast.mirlande), person(cast.wilner, { role: 'child' })]),
    )
    expect(told.status, told.text).toBe(201)
    expect(await ask('?text=villa')).toEqual(before)
    const [mine] = (await ask('?text=alamo')).rows
    expect(mine).toMatchObject({ organizations: 1, accounts: 2 })
    expect(Object.keys(mine!).sort()).toEqual(
      'accounts cvegeo demo id kind municipality name organization organizations since state'.split(' '),
    )
  })

  it('is refused to every other role, and the refusal is recorded', async () => {
    for (const role of roles.filter((r) => r !== 'operator')) {
      const actor = await member(h, bare.tenantId, bare.officeId, role)
      const told = await server.call(actor, 'GET', '/api/tenants')
      expect([told.status, told.body.code], role).toEqual([403, 'not_allowed'])
      const { rows } = await h.owner.pool.query(
        `select verb, outcome from access.event where account_id = $1 and verb = 'tenant.list'`,
        [actor.accountId],
      )
      expect(rows, role).toEqual([{ verb: 'tenant.list', outcome: 'refused' }])
    }
  })
})

describe('its function', () => {
  it('answers under no verb but the operator’s: whoever reached it by another deed would read nothing', async () => {
    const seen: string[] = []
    for (const role of roles) {
      const actor = role === 'operator' ? operator : await member(h, bare.tenantId, bare.officeId, role)
      for (const verb of powers[role].verbs) {
        const rows = await act(h.ground, actor, verb, ({ db }) => allTenants(db))
        if (rows.length > 0) seen.push(`${role} ${verb} ${rows.length}`)
      }
    }
    expect(seen).toEqual(['operator tenant.list 2'])
  })

  it('answers nobody who entered nowhere, before the deed or after it', async () => {
    const fresh = connect(h.database.appUrl, { max: 1 })
    try {
      await expect(allTenants(fresh.db)).rejects.toThrow('app.verb')
      const within = await fresh.db.transaction().execute(async (tx) => {
        await enter(tx, operator, 'tenant.list')
        return allTenants(tx)
      })
      expect(within).toHaveLength(2)
      expect(await allTenants(fresh.db)).toEqual([])
    } finally {
      await fresh.close()
    }
  })

  it('is not open to the worker or the public role, whatever verb they say', async () => {
    const asWorker = h.worker.db.transaction().execute(async (tx) => {
      await enter(tx, operator, 'tenant.list')
      return allTenants(tx)
    })
    await expect(asWorker).rejects.toThrow('permission denied for function tenants')
    const { rows } = await h.owner.pool.query<{ role: string }>(
      `select rolname as role from pg_roles where rolname like 'integrate%' and rolname <> 'integrate_owner'
       and has_function_privilege(rolname, 'directory.tenants()', 'execute')`,
    )
    expect(rows).toEqual([{ role: 'integrate_app' }])
  })

  it('runs as its owner with a search path of its own, so that nothing put before our schemas is found', async () => {
    const { rows } = await h.owner.pool.query<{ config: string[]; definer: boolean }>(
      `select proconfig as config, prosecdef as definer from pg_proc where oid = 'directory.tenants()'::regprocedure`,
    )
    expect(rows).toEqual([{ config: ['search_path=pg_catalog, pg_temp'], definer: true }])
  })
})
