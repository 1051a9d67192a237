import type { Deed } from '../../server/guard.ts'
import { answer, perform, type Route } from '../../server/routes.ts'
import { orNotFound } from '../../shared/problem.ts'
import type { Figures, FiguresTable } from './contract.ts'
import * as contract from './contract.ts'
import { cutOff, cutOffsPage, takeCutOff } from './cut-offs.ts'
import { pool } from './rules/pool.ts'
import { territory } from './territory.ts'

async function figures(deed: Deed, id: string, tables: FiguresTable[], internal: boolean): Promise<Figures> {
  const ids = tables.find((table) => table.by === 'organization')?.rows ?? []
  const organizations = await deed.db
    .selectFrom('access.organization')
    .select(['id as organizationId', 'name'])
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('id', 'in', ids.length > 0 ? [...ids] : [deed.actor.tenantId])
    .orderBy('name')
    .execute()
  return { cutOff: await cutOff(deed, id), internal, tables, organizations }
}

export const routes: Route[] = [
  answer(contract.listCutOffs, (deed, { query }) => cutOffsPage(deed, query)),
  answer(contract.readFigures, async (deed, { params: { cutOffId } }) => {
    const rows = await deed.db
      .selectFrom('observatory.published_table')
      .select('body')
      .where('tenant_id', '=', deed.actor.tenantId)
      .where('cut_off_id', '=', cutOffId)
      .orderBy('place')
      .execute()
    return figures(
      deed,
      cutOffId,
      rows.map((r) => r.body as unknown as FiguresTable),
      false,
    )
  }),
  answer(contract.readInternalFigures, async (deed, { params: { cutOffId } }) => {
    const rows = await deed.db
      .selectFrom('observatory.internal_table')
      .select('body_sealed')
      .where('tenant_id', '=', deed.actor.tenantId)
      .where('cut_off_id', '=', cutOffId)
      .orderBy('place')
      .execute()
    const keys = await deed.tenantKeys()
    const tables = rows.map(
      (r): FiguresTable =>
        JSON.parse(keys.openOwn('observatory.internal_table.body_sealed', r.body_sealed).toString('utf8')),
    )
    return figures(deed, cutOffId, tables, true)
  }),
  answer(contract.readTerritory, async (deed) => {
    const found = await territory(deed)
    return {
      municipalities: found.map(({ tables: _, ...one }) => one),
      tables: pool(found.map((m) => m.tables)),
    }
  }),
  answer(contract.readMunicipality, async (deed, { params: { municipalityId } }) =>
    orNotFound((await territory(deed)).find((one) => one.municipalityId === municipalityId)),
  ),
  perform(contract.takeCutOff, {
    does: takeCutOff,
    answers: (deed, id) => cutOff(deed, id),
  }),
]
