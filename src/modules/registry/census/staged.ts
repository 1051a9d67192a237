/** Rows between dry run and loading: staged and sealed, known again by their keys. */
import { sql } from 'kysely'
import type { Deed } from '../../../server/guard.ts'
import { seal } from '../../../server/vault.ts'
import type { Decision } from '../rules/census-plan.ts'
import type { Batch } from './batch.ts'
import { rowBlocks } from './existing.ts'
import { goOn, type Job, writing } from './step.ts'

const rowsPerLook = 100

export interface Body {
  cells: string[]
  repeat?: number
  reasons: Decision['reasons']
  like: Decision['like']
  candidate: Decision['candidate']
}
export const sealedBody = 'registry.census_row.body_sealed'

/** Rows of a batch as they were staged. */
export async function stagedRows(
  deed: Deed,
  rows: readonly { line: number; outcome: string; body_sealed: Buffer | null; row_key?: Buffer | null }[],
): Promise<(Decision & { rowKey: Buffer | null })[]> {
  const keys = await deed.tenantKeys()
  return rows.map((r) => {
    const body: Body = r.body_sealed
      ? (JSON.parse(keys.openOwn(sealedBody, r.body_sealed).toString('utf8')) as Body)
      : { cells: [], reasons: [], like: [], candidate: null }
    return {
      line: r.line,
      outcome: r.outcome as Decision['outcome'],
      key: '',
      rowKey: r.row_key ?? null,
      ...body,
    }
  })
}

/** Rows staged in earlier windows, without their cells: many are looked at, and only who they are is compared. */
export async function stagedByLine(
  deed: Deed,
  batchId: string,
  lines: number[],
): Promise<Map<number, Decision>> {
  const found = new Map<number, Decision>()
  for (let i = 0; i < lines.length; i += rowsPerLook) {
    const rows = await deed.db
      .selectFrom('registry.census_row')
      .select(['line', 'outcome', 'body_sealed'])
      .where('tenant_id', '=', deed.actor.tenantId)
      .where('batch_id', '=', batchId)
      .where('line', 'in', lines.slice(i, i + rowsPerLook))
      .execute()
    for (const row of await stagedRows(deed, rows)) found.set(row.line, { ...row, cells: [] })
  }
  return found
}

/** The rows of one family that are still to be loaded. */
export const unitRows = (deed: Deed, batchId: string, unit: number) =>
  deed.db
    .selectFrom('registry.census_row')
    .select(['line', 'outcome', 'row_key', 'body_sealed'])
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('batch_id', '=', batchId)
    .where('unit', '=', unit)
    .where('outcome', '=', 'create')
    .where('state', '=', 'planned')
    .orderBy('line')
    .execute()

export async function stage(
  deed: Deed,
  batch: Batch,
  decisions: readonly Decision[],
  words: ReadonlyMap<number, string>,
  unitOf: ReadonlyMap<number, number>,
  long: boolean,
): Promise<void> {
  const { own, blind } = await deed.tenantKeys()
  const t = deed.actor.tenantId
  const rows = decisions.map((decision) => {
    const body: Body = {
      cells: decision.cells,
      ...(decision.repeat ? { repeat: decision.repeat } : {}),
      reasons: decision.reasons,
      like: decision.like,
      candidate: decision.outcome === 'create' || long ? decision.candidate : null,
    }
    return {
      tenant_id: t,
      batch_id: batch.id,
      line: decision.line,
      organization_id: batch.organizationId,
      outcome: decision.outcome,
      reasons: [...new Set(decision.reasons.map((reason) => reason.code))],
      words_hash: long && decision.key ? blind('census words', words.get(decision.line) ?? '') : null,
      row_key: decision.key ? Buffer.from(decision.key, 'base64url') : null,
      unit: unitOf.get(decision.line) ?? null,
      body_sealed: seal(own, sealedBody, JSON.stringify(body)),
      expires_at: batch.expiresAt,
    }
  })
  await deed.db.insertInto('registry.census_row').values(rows).execute()
  if (!long) return
  // Who is to be created, or was, is whom later rows are compared with.
  const blocks = decisions
    .filter(({ outcome, reasons }) => outcome === 'create' || reasons[0]?.code === 'already_loaded')
    .flatMap((decision) =>
      rowBlocks(decision, blind, batch.id).map((block) => ({ block, line: decision.line })),
    )
  if (blocks.length > 0)
    await sql`insert into registry.census_block (tenant_id, batch_id, organization_id, block, line)
      select ${t}::uuid, ${batch.id}::uuid, ${batch.organizationId}::uuid, b.block, b.line
      from unnest(${blocks.map((b) => b.block)}::bytea[], ${blocks.map((b) => b.line)}::int[]) as b (block, line)
      on conflict do nothing`.execute(deed.db)
}

/** Removes what an earlier dry run staged, a part at a time. */
export async function clearStaged(job: Job): Promise<void> {
  for (const table of ['registry.census_row', 'registry.census_block'] as const)
    for (;;) {
      goOn(job)
      const gone = await writing(job, async ({ db }) => {
        const { numAffectedRows } =
          await sql`delete from ${sql.table(table)} where tenant_id = ${job.tenantId}::uuid
          and batch_id = ${job.batchId}::uuid and line in (
            select line from ${sql.table(table)} where tenant_id = ${job.tenantId}::uuid and batch_id = ${job.batchId}::uuid
            order by line limit 5000)`.execute(db)
        return Number(numAffectedRows ?? 0n)
      })
      if (gone === 0) break
    }
}

/** Which of these rows' keys were loaded before. */
export async function loadedOf(deed: Deed, keys: readonly Buffer[]): Promise<Buffer[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<{ key: Buffer }>`select key from registry.census_key
    where tenant_id = ${deed.actor.tenantId}::uuid and key = any (${[...keys]}::bytea[])`.execute(deed.db)
  return rows.map((r) => r.key)
}
