/** One tenant never reaches another's rows: every tenant table, every role, reading and writing. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { tables } from '../db/columns.ts'
import { act } from '../src/server/guard.ts'
import { type Actor, roles } from '../src/shared/actor.ts'
import { type House, house, member, town } from './factories.ts'
import { fullTown } from './full-town.ts'

let h: House
let there: string
const here = new Map<string, Actor>()

beforeAll(async () => {
  h = await house()
  there = (await fullTown(h)).tenantId
  const mine = await town(h)
  for (const role of roles) here.set(role, await member(h, mine.tenantId, mine.officeId, role))
})

const tenantTables = tables.filter((t) => !['catalogue', 'identity'].includes(t.scope.kind))

describe('another tenant’s rows', () => {
  it('are there to be protected, in every table', async () => {
    const empty: string[] = []
    for (const t of tenantTables) {
      const { rows } = await h.owner.pool.query(`select 1 from ${t.table} where tenant_id = $1 limit 1`, [
        there,
      ])
      if (rows.length === 0) empty.push(t.table)
    }
    expect(empty).toEqual([])
  })

  for (const role of roles) {
    it(`are not there for ${role}, under any verb the role holds`, async () => {
      const actor = here.get(role)!
      for (const verb of actor.verbs) {
        const seen = await act(h.ground, actor, verb, async ({ db }) => {
          const found: string[] = []
          for (const t of tenantTables) {
            if (t.scope.kind === 'closed') continue
            const { rows } = await sql<{
              n: number
            }>`select count(*)::int as n from ${sql.table(t.table)} where tenant_id <> ${actor.tenantId}::uuid`.execute(
              db,
            )
            if (rows[0]!.n > 0) found.push(t.table)
          }
          return found
        })
        expect(seen, `${role} ${verb}`).toEqual([])
      }
    })
  }

  it('cannot be changed, removed or added to: every policy names the tenant', async () => {
    const { rows } = await h.owner.pool.query<{
      t: string
      policyname: string
      cmd: string
      roles: string[]
      qual: string | null
      with_check: string | null
    }>(
      `select schemaname || '.' || tablename as t, policyname, cmd, roles::text[], qual, with_check from pg_policies
       where schemaname not in ('pg_catalog','information_schema','public','auth','graphile_worker','migration','jobs')`,
    )
    const tenants = new Set(tenantTables.map((t) => t.table))
    const loose = rows.filter((p) => {
      if (!tenants.has(p.t) || p.roles.includes('integrate_owner')) return false
      const named = (text: string | null) => text === null || text.includes("current_setting('app.tenant_id'")
      return !named(p.qual) || !named(p.with_check) || (p.qual === null && p.with_check === null)
    })
    expect(loose).toEqual([])
    expect(rows.length).toBeGreaterThan(60)
  })
})
