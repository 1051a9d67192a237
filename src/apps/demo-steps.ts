/** What later modules add to the demonstration once its people are there; each module offers its step, apps place it. */
import type { Connection } from '../server/db.ts'
import type { Ground } from '../server/guard.ts'
import type { Actor } from '../shared/actor.ts'
import type { DemoAccountKey } from './demo-accounts.ts'
import { seedAssessments } from './demo-assessments.ts'
import { seedDesks } from './demo-desks.ts'
import { seedFigures } from './demo-figures.ts'

export interface DemoTown {
  ground: Ground
  /** The owner's and the worker's connections, for what no route does. */
  owner: Connection
  worker: Connection
  tenantId: string
  /** Everybody who works there, by key. */
  actors: Readonly<Record<DemoAccountKey, Actor>>
  organizations: ReadonlyMap<string, string>
  /** Told while it lasts. */
  say(line: string): void
}

/** Done once, in this order; must be safe to repeat when a first start was broken off. */
export type DemoStep = (town: DemoTown) => Promise<void>

export const demoSteps: readonly DemoStep[] = [seedAssessments, seedDesks, seedFigures]
