/** Every module's door, in the order of the modules: what the server mounts and the worker runs. */
import type { KeyObject } from 'node:crypto'
import type { Identity } from '../modules/access/identity.ts'
import { batch, fanOutSightings, sealEvents } from '../modules/access/jobs.ts'
import { accessRoutes } from '../modules/access/routes.ts'
import { routes as assessmentRoutes } from '../modules/assessment/routes.ts'
import { routes as directoryRoutes } from '../modules/directory/routes.ts'
import { tasks as observatoryTasks } from '../modules/observatory/jobs.ts'
import { routes as observatoryRoutes } from '../modules/observatory/routes.ts'
import { type CensusWorker, censusWorker } from '../modules/registry/census/jobs.ts'
import { censusRoutes } from '../modules/registry/census/routes.ts'
import { listeners as registryListeners, tasks as registryTasks } from '../modules/registry/jobs.ts'
import { routes as registryRoutes } from '../modules/registry/routes.ts'
import type { Connection } from '../server/db.ts'
import type { FileStore } from '../server/files.ts'
import type { Ground } from '../server/guard.ts'
import type { Route } from '../server/routes.ts'
import { type Sweep, type Task, tenantIds } from '../server/worker.ts'
import type { Verb } from '../shared/actor.ts'
import { overPeople, powerOf } from './roles.ts'

export interface RouteGround {
  identity: Identity
  publicUrl: string
}

export const routesOf = (g: RouteGround): Route[] => [
  ...accessRoutes({
    identity: g.identity,
    publicUrl: g.publicUrl,
    overPeople: (role) => overPeople(role as never),
  }),
  ...directoryRoutes,
  ...registryRoutes,
  ...censusRoutes,
  ...assessmentRoutes,
  ...observatoryRoutes,
]

/** Verb → tasks that hear of it. */
export const listeners: ReadonlyMap<Verb, readonly string[]> = new Map(Object.entries(registryListeners))

export interface WorkGround {
  ground: Ground
  worker: Connection
  sealKey: KeyObject
  sealFolder: string
}

export const tasksOf = (g: WorkGround): Record<string, Task> => ({
  ...registryTasks(g.worker),
  ...observatoryTasks({ worker: g.worker, vault: g.ground.vault }),
})

/** What loads census files, beside the other tasks. */
export const censusOf = (
  g: Pick<WorkGround, 'ground' | 'worker'> & { files: FileStore },
  log?: (line: { task: string; code: string }) => void,
): CensusWorker => censusWorker({ ...g, powerOf }, () => tenantIds(g.worker), log)

export const sweepsOf = (g: WorkGround): Sweep[] => [
  async function seal(tenantId) {
    while ((await sealEvents(g.worker, tenantId, { key: g.sealKey, folder: g.sealFolder })) === batch);
  },
  async function sightings(tenantId) {
    await fanOutSightings(g.worker, tenantId)
  },
]
