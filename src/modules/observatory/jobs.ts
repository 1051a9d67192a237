/** Counts a tenant's people for the cut-offs that wait for it; only counts leave here. */
import type { Connection, Tx } from '../../server/db.ts'
import { tenantKeys } from '../../server/guard.ts'
import type { Vault } from '../../server/vault.ts'
import { seal, type TenantKeys } from '../../server/vault.ts'
import { asWorker, type Task } from '../../server/worker.ts'
import { assessedToCount } from '../assessment/measures.ts'
import { peopleToCount } from '../registry/measures.ts'
import { hide } from './hide.ts'
import { nameOf } from './rules/name.ts'
import { type Published, populations, type Shown, shownBefore, toPublish } from './rules/protect.ts'
import { type Table, Tally } from './rules/tables.ts'

export const countTask = 'observatory.count'

export interface Counting {
  worker: Connection
  vault: Vault
}

/** One moment's view of a tenant. */
const inside = <T>(worker: Connection, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  asWorker(worker, tenantId, work, 'repeatable read')

async function count(tx: Tx, keys: TenantKeys, tenantId: string, day: string): Promise<Table[]> {
  const tally = new Tally()
  for await (const people of peopleToCount(tx, keys, tenantId, day)) {
    const ids = people.map((p) => p.personId)
    tally.add(people, await assessedToCount(tx, keys, tenantId, ids))
  }
  return tally.tables()
}

async function shownEarlier(tx: Tx, tenantId: string): Promise<Shown> {
  const rows = await tx
    .selectFrom('observatory.published_table as p')
    .innerJoin('observatory.cut_off as c', (j) =>
      j.onRef('c.tenant_id', '=', 'p.tenant_id').onRef('c.id', '=', 'p.cut_off_id'),
    )
    .select(['p.body'])
    .where('p.tenant_id', '=', tenantId)
    .orderBy('c.taken_at')
    .execute()
  return shownBefore(rows.map((r) => r.body as unknown as Published))
}

async function protectedTables(tables: readonly Table[], shown: Shown): Promise<Published[]> {
  const asked = populations(tables, shown)
  return toPublish(tables, asked, await hide(asked.map(({ task }) => task)))
}

async function take(g: Counting, tenantId: string, id: string, day: string): Promise<void> {
  const { keys, tables, shown } = await inside(g.worker, tenantId, async (tx) => {
    const keys = await tenantKeys(g.vault, tx, tenantId)
    return {
      keys,
      tables: await count(tx, keys, tenantId, day),
      shown: await shownEarlier(tx, tenantId),
    }
  })
  const published = await protectedTables(tables, shown)
  await inside(g.worker, tenantId, async (tx) => {
    const row = (table: Table | Published, place: number) => ({
      tenant_id: tenantId,
      cut_off_id: id,
      name: nameOf(table),
      place,
    })
    await tx
      .insertInto('observatory.published_table')
      .values(published.map((table, i) => ({ ...row(table, i), body: JSON.stringify(table) })))
      .execute()
    await tx
      .insertInto('observatory.internal_table')
      .values(
        tables.map((table, i) => ({
          ...row(table, i),
          body_sealed: seal(keys.own, 'observatory.internal_table.body_sealed', JSON.stringify(table)),
        })),
      )
      .execute()
    await end(tx, tenantId, id, 'ready')
  })
}

const end = (tx: Tx, tenantId: string, id: string, state: 'ready' | 'failed') =>
  tx
    .updateTable('observatory.cut_off')
    .set({ state, finished_at: new Date() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('state', '=', 'counting')
    .execute()

export function tasks(g: Counting): Record<string, Task> {
  return {
    async [countTask]({ tenantId }) {
      const waiting = await inside(g.worker, tenantId, (tx) =>
        tx
          .selectFrom('observatory.cut_off')
          .select(['id', 'day'])
          .where('tenant_id', '=', tenantId)
          .where('state', '=', 'counting')
          .orderBy('taken_at')
          .execute(),
      )
      for (const { id, day } of waiting) {
        try {
          await take(g, tenantId, id, day)
        } catch (problem) {
          // Whoever took it is told; when the database is away, the queue comes back to it.
          await inside(g.worker, tenantId, (tx) => end(tx, tenantId, id, 'failed'))
          throw problem
        }
      }
    },
  }
}
