/** How a census ends: counted anew from its rows; what nobody needs any more goes. */

import { sql } from 'kysely'
import type { Connection } from '../../../server/db.ts'
import { asWorker } from '../../../server/worker.ts'
import type { Decision } from '../rules/census-plan.ts'
import { type Batch, keptDays } from './batch.ts'
import { type CensusGroundWork, type Job, unlessCancelled, whileIn, writing } from './step.ts'

/** Done: counted anew from the rows themselves; the file goes, and what nobody needs of the rows. */
export async function finish(job: Job, batch: Batch): Promise<void> {
  await unlessCancelled(
    writing(job, async (deed) => {
      const t = deed.actor.tenantId
      const { rows: outcomes } = await sql<{ outcome: Decision['outcome']; n: number }>`
        select outcome, count(*)::int as n from registry.census_row
        where tenant_id = ${t}::uuid and batch_id = ${batch.id}::uuid group by outcome`.execute(deed.db)
      const { rows: reasons } = await sql<{ code: string; n: number }>`
        select code, count(*)::int as n from registry.census_row r cross join lateral unnest(r.reasons) as u (code)
        where r.tenant_id = ${t}::uuid and r.batch_id = ${batch.id}::uuid group by code`.execute(deed.db)
      const of = (outcome: Decision['outcome']) => outcomes.find((o) => o.outcome === outcome)?.n ?? 0
      await sql`update registry.census_row set body_sealed = null where tenant_id = ${t}::uuid
        and batch_id = ${batch.id}::uuid and outcome = 'ignore' and body_sealed is not null`.execute(deed.db)
      const expires = new Date(deed.at.getTime() + keptDays * 86_400_000)
      await sql`update registry.census_row set expires_at = ${expires} where tenant_id = ${t}::uuid
        and batch_id = ${batch.id}::uuid and outcome in ('hold', 'refuse')`.execute(deed.db)
      await whileIn(deed, batch.id, 'importing', {
        state: 'done',
        create_count: of('create'),
        created_count: of('create'),
        hold_count: of('hold'),
        refuse_count: of('refuse'),
        ignore_count: of('ignore'),
        reasons: JSON.stringify(Object.fromEntries(reasons.map((r) => [r.code, r.n]))),
        file_key_sealed: null,
        finished_at: deed.at,
        expires_at: expires,
      })
    }),
  )
  await job.files.remove(batch.id)
}

/** What expired goes: staged rows, the keys of files, and the files that nobody wants any more. */
export async function sweepExpired(
  g: Pick<CensusGroundWork, 'worker'>,
  tenantId: string,
  now: Date,
): Promise<void> {
  await asWorker(g.worker, tenantId, async (tx) => {
    await sql`delete from registry.census_row r where r.tenant_id = ${tenantId}::uuid and (r.expires_at < ${now}
      or exists (select 1 from registry.census_batch b where b.tenant_id = ${tenantId}::uuid and b.id = r.batch_id and b.state = 'cancelled'))`.execute(
      tx,
    )
    await sql`delete from registry.census_block k where k.tenant_id = ${tenantId}::uuid and exists (
      select 1 from registry.census_batch b where b.tenant_id = ${tenantId}::uuid and b.id = k.batch_id
        and (b.state in ('done', 'cancelled') or b.expires_at < ${now}))`.execute(tx)
    await sql`update registry.census_batch set file_key_sealed = null, file_name_sealed = null, detail_sealed = null,
        interpreter_sealed = null, state = case when state in ('done', 'cancelled', 'unreadable') then state else 'cancelled' end
      where tenant_id = ${tenantId}::uuid and expires_at < ${now} and detail_sealed is not null`.execute(tx)
  })
}

/** Whether a stored file still belongs to a batch that needs it. */
export async function fileWanted(
  worker: Connection,
  tenantIds: readonly string[],
  id: string,
): Promise<boolean> {
  for (const tenantId of tenantIds) {
    const found = await asWorker(worker, tenantId, (tx) =>
      tx
        .selectFrom('registry.census_batch')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .where('file_key_sealed', 'is not', null)
        .executeTakeFirst(),
    )
    if (found) return true
  }
  return false
}
