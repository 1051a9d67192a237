/** The worker's part: whoever asks for work wakes it, and a sweep finds what a crash left lying. */
import type { Sweep, Task } from '../../../server/worker.ts'
import { fileWanted, sweepExpired } from './finish.ts'
import type { CensusGroundWork } from './step.ts'
import { waiting, workOn } from './work.ts'

export const censusTask = 'registry.census'

export interface CensusWorker {
  tasks: Record<string, Task>
  sweep: Sweep
  /** Ends between two families; whoever starts next goes on from there. */
  stop(): Promise<void>
}

const sweepEvery = 60 * 60_000

export function censusWorker(
  g: CensusGroundWork,
  tenantIds: () => Promise<string[]>,
  log: (line: { task: string; code: string }) => void = () => {},
): CensusWorker {
  const stopping = new AbortController()
  const running = new Map<string, Promise<void>>()
  let sweptAt = 0

  // One at a time for each tenant, and beside everything else the worker does.
  const wake = async (tenantId: string) => {
    if (stopping.signal.aborted || running.has(tenantId)) return
    const work = (async () => {
      for (;;) {
        const [next] = await waiting(g.worker, tenantId)
        if (!next || stopping.signal.aborted) return
        await workOn(g, tenantId, next, stopping.signal)
      }
    })()
      .catch((e: { code?: string }) => log({ task: censusTask, code: e.code ?? 'error' }))
      .finally(() => running.delete(tenantId))
    running.set(tenantId, work)
  }

  return {
    tasks: {
      async [censusTask]({ tenantId }) {
        await wake(tenantId)
      },
    },
    async sweep(tenantId) {
      await wake(tenantId)
      const now = Date.now()
      if (now - sweptAt < sweepEvery) return
      sweptAt = now
      const all = await tenantIds()
      for (const id of all) await sweepExpired(g, id, new Date(now))
      await g.files.sweep(new Date(now - sweepEvery), (id) => fileWanted(g.worker, all, id))
    },
    async stop() {
      stopping.abort()
      await Promise.all(running.values())
    },
  }
}
