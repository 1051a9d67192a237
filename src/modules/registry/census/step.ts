/** What every step on a census stands on: who holds the batch, its deeds, and how one that was cancelled stops. */
import { sql } from 'kysely'
import type { Connection } from '../../../server/db.ts'
import type { FileStore } from '../../../server/files.ts'
import { act, type Deed, type Ground } from '../../../server/guard.ts'
import type { Actor, Role } from '../../../shared/actor.ts'
import { Problem } from '../../../shared/problem.ts'
import type { Sheet } from '../../../shared/sheets.ts'
import type { Batch } from './batch.ts'
import { type CensusFile, openCensus } from './reading.ts'

export interface CensusGroundWork {
  ground: Ground
  worker: Connection
  files: FileStore
  powerOf(roles: readonly Role[]): { verbs: Set<string>; sheets: Sheet[] }
  /** Rows compared with one another at once; longer files are compared window by window. */
  windowRows?: number
  /** Signs held at once, for files whose rows are long. */
  windowSigns?: number
  /** Families registered at the same time. */
  atOnce?: number
}

export interface Job extends CensusGroundWork {
  tenantId: string
  batchId: string
  actor: Actor
  leaseId: string
  signal: AbortSignal
  progress(rows: number): Promise<void>
}

/** Cancelled, or another took the batch over: nothing more is done. */
export class Stopped extends Error {}

export const reading = <T>(job: Job, work: (deed: Deed) => Promise<T>): Promise<T> =>
  act(job.ground, job.actor, 'census.read', work)
export const writing = <T>(job: Job, work: (deed: Deed) => Promise<T>): Promise<T> =>
  act(job.ground, job.actor, 'census.import', work)
/**
 * Does not wait for the disk. When the machine dies, the last families may be gone, but in order and with the keys and
 * the marks of their rows, so they are loaded again; the end of each step waits for the disk, and for all before it.
 */
export const quickly = <T>(job: Job, work: (deed: Deed) => Promise<T>): Promise<T> =>
  writing(job, async (deed) => {
    await sql`set local synchronous_commit = off`.execute(deed.db)
    return work(deed)
  })

export function goOn(job: Job): void {
  if (job.signal.aborted) throw new Stopped()
}

/** Writes to the batch while it is still in the state it was; else somebody cancelled. */
export async function whileIn(
  deed: Deed,
  batchId: string,
  state: string,
  set: Record<string, unknown>,
): Promise<void> {
  const done = await deed.db
    .updateTable('registry.census_batch')
    .set(set)
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('id', '=', batchId)
    .where('state', '=', state)
    .returning('id')
    .executeTakeFirst()
  if (!done) throw new Problem('changed_meanwhile', { cause: new Stopped() })
}

/** A cancelled batch is no problem. */
export async function unlessCancelled(work: Promise<void>): Promise<void> {
  await work.catch((e) => {
    if (e instanceof Problem && e.cause instanceof Stopped) throw e.cause
    throw e
  })
}

export async function openFile(job: Job, batch: Batch): Promise<CensusFile | string> {
  const key = batch.fileKey
  if (!key) return 'expired'
  const opened = await openCensus(() => job.files.read(batch.id, key))
  return opened.ok ? opened.file : opened.reason
}
