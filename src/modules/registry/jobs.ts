/** After a registration's event, the worker looks tenant-wide for who is alike; only the pair reaches the desk. */
import { sql } from 'kysely'
import type { Connection } from '../../server/db.ts'
import { asWorker, type Task } from '../../server/worker.ts'
import type { Verb } from '../../shared/actor.ts'
import { newId } from '../../shared/id.ts'
import { compare } from './rules/duplicates.ts'
import { type LikenessColumns, likenessOfColumns } from './shapes.ts'

export const duplicatesTask = 'registry.duplicates'

/** Verbs this module listens to. */
export const listeners: Record<Verb, string[]> = {
  'person.register': [duplicatesTask],
  'person.edit': [duplicatesTask],
  'census.import': [duplicatesTask],
}

const most = 200

interface Fact extends LikenessColumns {
  household_id: string | null
}

export function tasks(worker: Connection): Record<string, Task> {
  return {
    async [duplicatesTask]({ tenantId, eventId }) {
      await asWorker(worker, tenantId, async (tx) => {
        const event = await tx
          .selectFrom('access.event')
          .select(['person_ids', 'outcome'])
          .where('tenant_id', '=', tenantId)
          .where('id', '=', eventId)
          .executeTakeFirst()
        if (event?.outcome !== 'done') return
        for (const person of event.person_ids) {
          const { rows: near } = await sql<{
            person_id: string
          }>`select person_id from registry.duplicate_candidates(${tenantId}::uuid, ${person}::uuid, ${most})`.execute(
            tx,
          )
          if (near.length === 0) continue
          const { rows: facts } =
            await sql<Fact>`select * from registry.likeness_facts(${tenantId}::uuid, ${[person, ...near.map((n) => n.person_id)]}::uuid[])`.execute(
              tx,
            )
          const own = facts.find((f) => f.person_id === person)
          if (!own) continue
          for (const other of facts) {
            if (other.person_id === person) continue
            // Two of one family, registered as two, are two.
            if (own.household_id && own.household_id === other.household_id) continue
            const c = compare(likenessOfColumns(own), likenessOfColumns(other))
            if (c.band === 'other') continue
            await sql`select registry.put_duplicate(${tenantId}::uuid, ${newId()}::uuid, ${person}::uuid, ${other.person_id}::uuid,
              ${c.probability}::double precision, ${c.reasons.map((r) => `${r.field}:${r.agreement}`)}::text[])`.execute(
              tx,
            )
          }
        }
      })
    },
  }
}
