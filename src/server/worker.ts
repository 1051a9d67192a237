/**
 * The worker: tasks of the queue, and the sweeps that must not depend on one (sealing, who looked, events whose task
 * was lost). It signs in as `integrate_worker` and goes tenant by tenant; what changes people's data it does through
 * `act`, as the account that caused it.
 */
import { Logger, type Runner, run, type TaskList } from 'graphile-worker'
import { sql } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { Connection, Tx } from './db.ts'

export interface TaskPayload {
  tenantId: string
  eventId: string
}

export type Task = (payload: TaskPayload) => Promise<void>
/** Done every few seconds for every tenant. */
export type Sweep = (tenantId: string) => Promise<void>

export interface WorkerOptions {
  connection: Connection
  tasks: Record<string, Task>
  sweeps: readonly Sweep[]
  everySeconds?: number
  log(line: { task: string; code: string }): void
}

export interface Worker {
  stop(): Promise<void>
  /** One round of sweeps now; tests and `cli` use it. */
  sweep(): Promise<void>
}

/** The system itself at work in a tenant: nobody's account, no sheet of anybody's file. */
export const asWorker = <T>(
  worker: Connection,
  tenantId: string,
  work: (tx: Tx) => Promise<T>,
  isolation: 'read committed' | 'repeatable read' = 'read committed',
): Promise<T> =>
  worker.db
    .transaction()
    .setIsolationLevel(isolation)
    .execute(async (tx) => {
      await sql`select access.enter(${tenantId}::uuid, null, null, 'system.work', '{}'::text[])`.execute(tx)
      return work(tx)
    })

export async function tenantIds(connection: Connection): Promise<string[]> {
  const rows = await connection.db.selectFrom('access.tenant').select('id').orderBy('id').execute()
  return rows.map((r) => r.id)
}

export async function startWorker(o: WorkerOptions): Promise<Worker> {
  const taskList: TaskList = {}
  for (const [name, task] of Object.entries(o.tasks)) {
    taskList[name] = async (payload) => {
      try {
        await task(payload as unknown as TaskPayload)
      } catch (e) {
        o.log({ task: name, code: (e as { code?: string }).code ?? 'error' })
        throw e
      }
    }
  }
  const queue = await keepWorking(o, taskList)

  let running: Promise<void> | null = null
  const round = async () => {
    for (const tenantId of await tenantIds(o.connection)) {
      for (const sweep of o.sweeps) {
        await sweep(tenantId).catch((e: { code?: string }) =>
          o.log({ task: sweep.name, code: e.code ?? 'error' }),
        )
      }
    }
  }
  const sweep = async () => {
    if (running) await running
    running = round().catch(() => {})
    await running
    running = null
  }
  const timer = setInterval(() => void sweep(), (o.everySeconds ?? 10) * 1000)
  timer.unref()
  return {
    sweep,
    async stop() {
      clearInterval(timer)
      if (running) await running
      await queue.stop()
    },
  }
}

/** One installation has one worker at a time on its queue; this lock says whether another is alive. */
const LOCK = 7240103
const longestPause = 10_000

/**
 * Runs the queue, and runs it again when the database was away: the library gives up then, since it cannot tell
 * what became of the tasks in its hands.
 */
async function keepWorking(o: WorkerOptions, taskList: TaskList): Promise<{ stop(): Promise<void> }> {
  let stopping = false
  let wake: () => void = () => {}
  let holder: PoolClient | undefined
  const begin = async (): Promise<Runner> => {
    holder = await claim(o.connection.pool)
    return run({
      pgPool: o.connection.pool,
      taskList,
      concurrency: 2,
      pollInterval: 2000,
      noHandleSignals: true,
      logger: new Logger(() => () => {}),
      // Through its batches the library handles that it could not write down what became of a task; without them
      // that is a rejection nobody awaits, and the end of the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    })
  }
  const letGo = (): void => {
    // Its lock ends with its connection.
    holder?.release(true)
    holder = undefined
  }
  // The first time a failure is the caller's to tell.
  let runner = await begin()
  const working = (async () => {
    for (let pause = 250; ; pause = Math.min(pause * 2, longestPause)) {
      await runner.promise.then(
        () => {},
        () => {},
      )
      for (;;) {
        letGo()
        if (stopping) return
        o.log({ task: 'queue', code: 'away' })
        await new Promise<void>((resolve) => {
          wake = resolve
          setTimeout(resolve, pause)
        })
        if (stopping) return
        try {
          runner = await begin()
          break
        } catch {
          pause = Math.min(pause * 2, longestPause)
        }
      }
    }
  })()
  return {
    async stop() {
      stopping = true
      wake()
      await runner.stop().catch(() => {})
      await working
    },
  }
}

/** Tasks that a killed worker had in its hands are free again; the library alone would wait four hours for it. */
async function claim(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [
      LOCK,
    ])
    if (rows[0]!.alone) {
      await client.query(
        'select graphile_worker.force_unlock_workers(array(select distinct locked_by from graphile_worker._private_jobs where locked_by is not null))',
      )
    }
    return client
  } catch (error) {
    client.release(true)
    throw error
  }
}
