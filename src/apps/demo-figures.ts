/** A first cut-off of the demonstration's figures; the worker counts it once it runs. */
import { takeCutOff } from '../modules/observatory/cut-offs.ts'
import { act } from '../server/guard.ts'
import type { DemoTown } from './demo-steps.ts'

export async function seedFigures({ owner, ground, actors, tenantId }: DemoTown): Promise<void> {
  const begun = await owner.db
    .selectFrom('observatory.cut_off')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  if (!begun) await act(ground, actors.coordinator, 'figures.release', takeCutOff)
}
