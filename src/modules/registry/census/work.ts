/**
 * The work on a census, step by step: survey, dry run, loading. Each step may be killed at any moment and is taken up
 * again by whoever holds the lease next.
 */

import { sql } from 'kysely'
import { asProblem, type Connection } from '../../../server/db.ts'
import { asWorker } from '../../../server/worker.ts'
import type { Actor, Role } from '../../../shared/actor.ts'
import { newId } from '../../../shared/id.ts'
import { Problem } from '../../../shared/problem.ts'
import { load } from './load.ts'
import { plan } from './plan.ts'
import { type CensusGroundWork, type Job, Stopped } from './step.ts'
import { survey } from './survey.ts'

const leaseMs = 30_000

/** Batches of a tenant that somebody should be working on, and nobody is. */
export async function waiting(worker: Connection, tenantId: string): Promise<string[]> {
  const rows = await asWorker(worker, tenantId, (tx) =>
    tx
      .selectFrom('registry.census_batch')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('state', 'in', ['received', 'planning', 'importing'])
      .where((e) => e.or([e('lease_until', 'is', null), e('lease_until', '<', new Date())]))
      .orderBy('created_at')
      .execute(),
  )
  return rows.map((r) => r.id)
}

/** Works on a batch until it waits for a person or is done; nothing when another is working on it. */
export async function workOn(
  g: CensusGroundWork,
  tenantId: string,
  batchId: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const leaseId = newId()
  const lease = (until: Date, mine: boolean) =>
    asWorker(g.worker, tenantId, async (tx) => {
      let change = tx
        .updateTable('registry.census_batch')
        .set({ lease_by: leaseId, lease_until: until })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', batchId)
      change = mine
        ? change.where('lease_by', '=', leaseId)
        : change.where((e) => e.or([e('lease_until', 'is', null), e('lease_until', '<', new Date())]))
      return change.returning(['organization_id', 'account_id', 'state']).executeTakeFirst()
    })
  const taken = await lease(new Date(Date.now() + leaseMs), false)
  if (!taken) return
  const lost = new AbortController()
  const both = AbortSignal.any([signal, lost.signal])
  const beat = setInterval(() => {
    lease(new Date(Date.now() + leaseMs), true).then(
      (still) => (still ? undefined : lost.abort()),
      () => lost.abort(),
    )
  }, leaseMs / 3)
  beat.unref()
  try {
    for (let now = taken; !both.aborted; ) {
      const step = { received: survey, planning: plan, importing: load }[now.state as string]
      if (!step) return
      const actor = await actorOf(g, tenantId, now.organization_id, now.account_id)
      const job: Job = {
        ...g,
        tenantId,
        batchId,
        actor,
        leaseId,
        signal: both,
        progress: (rows) =>
          asWorker(g.worker, tenantId, async (tx) => {
            await tx
              .updateTable('registry.census_batch')
              .set({ rows_done: rows })
              .where('tenant_id', '=', tenantId)
              .where('id', '=', batchId)
              .execute()
          }),
      }
      try {
        if (!actor.verbs.has('census.import')) throw new Problem('not_allowed')
        await step(job)
      } catch (e) {
        if (e instanceof Stopped) return
        const problem = asProblem(e)
        // The database went: whoever comes next takes it up where it stood.
        if (problem.code === 'database_away') throw problem
        await stop(g, tenantId, batchId, now.state, problem.code)
        if (problem.code === 'broken_inside') throw problem
        return
      }
      const next = await lease(new Date(Date.now() + leaseMs), true)
      if (!next) return
      now = next
    }
  } finally {
    clearInterval(beat)
    await lease(new Date(0), true).catch(() => {})
  }
}

/** What went wrong is told, and a person decides how to go on. */
const stop = (
  g: CensusGroundWork,
  tenantId: string,
  batchId: string,
  from: string,
  code: string,
): Promise<void> =>
  asWorker(g.worker, tenantId, async (tx) => {
    await tx
      .updateTable('registry.census_batch')
      .set({ state: 'stopped', problem: code })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', batchId)
      .where('state', '=', from)
      .execute()
  })

/** The account that answers for the batch, with what it may do today. */
async function actorOf(
  g: CensusGroundWork,
  tenantId: string,
  organizationId: string,
  accountId: string,
): Promise<Actor> {
  const { rows } = await sql<{
    organization_id: string
    organization_name: string
    name: string
    roles: Role[]
  }>`select * from access.memberships_of(${tenantId}::uuid, ${accountId}::uuid)`.execute(g.ground.db)
  const here = rows.find((r) => r.organization_id === organizationId)
  const { verbs, sheets } = g.powerOf(here?.roles ?? [])
  return {
    tenantId,
    organizationId,
    organizationName: here?.organization_name ?? '',
    accountId,
    name: here?.name ?? '',
    roles: here?.roles ?? [],
    verbs,
    sheets,
    language: 'es',
  }
}
