/** A first cut-off of the demonstration's figures, counted at once: whoever signs in first finds them. */
import { takeCutOff } from '../modules/observatory/cut-offs.ts'
import { countTask, tasks } from '../modules/observatory/jobs.ts'
import { act } from '../server/guard.ts'
import { newId } from '../shared/id.ts'
import type { DemoTown } from './demo-steps.ts'

export async function seedFigures({ owner, worker, ground, actors, tenantId }: DemoTown): Promise<void> {
  const begun = await owner.db
    .selectFrom('observatory.cut_off')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  if (!begun) await act(ground, actors.coordinator, 'figures.release', takeCutOff)
  await tasks({ worker, vault: ground.vault })[countTask]!({ tenantId, eventId: newId() })
}
