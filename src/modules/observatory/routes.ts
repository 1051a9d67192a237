import { sql } from 'kysely'
import type { Deed } from '../../server/guard.ts'
import { answer, perform, type Route } from '../../server/routes.ts'
import { isoToday } from '../../shared/day.ts'
import { orNotFound } from '../../shared/problem.ts'
import type { CutOff, Figures, FiguresTable } from './contract.ts'
import * as contract from './contract.ts'
import { countTask } from './jobs.ts'

interface Row {
  id: string
  day: string
  state: string
  taken_at: Date
  taken_by: string
}

async function told(deed: Deed, rows: readonly Row[]): Promise<CutOff[]> {
  const accounts = [...new Set(rows.map((r) => r.taken_by))]
  const { rows: named } = await sql<{ account_id: string; name: string }>`
    select n.account_id, n.name from access.names_of(${deed.actor.tenantId}::uuid, ${accounts}::uuid[]) n`.execute(
    deed.db,
  )
  const names = new Map(named.map((n) => [n.account_id, n.name]))
  return rows.map((row) => ({
    id: row.id,
    day: row.day,
    state: row.state as CutOff['state'],
    takenAt: row.taken_at.toISOString(),
    takenBy: names.get(row.taken_by) ?? '',
  }))
}

const cutOffs = (deed: Deed) =>
  deed.db.selectFrom('observatory.cut_off').where('tenant_id', '=', deed.actor.tenantId)

const columns = ['id', 'day', 'state', 'taken_at', 'taken_by'] as const

async function cutOff(deed: Deed, id: string): Promise<CutOff> {
  const row = orNotFound(await cutOffs(deed).select(columns).where('id', '=', id).executeTakeFirst())
  return (await told(deed, [row]))[0]!
}

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
  answer(contract.listCutOffs, async (deed, { query: { page, size } }) => {
    const { count } = await cutOffs(deed)
      .select((e) => e.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    const rows = await cutOffs(deed)
      .select(columns)
      .orderBy('taken_at', 'desc')
      .orderBy('id', 'desc')
      .limit(size)
      .offset((page - 1) * size)
      .execute()
    return { total: count, page, size, rows: await told(deed, rows) }
  }),
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
  perform(contract.takeCutOff, {
    async does(deed) {
      const { tenantId, accountId } = deed.actor
      const { time_zone } = await deed.db
        .selectFrom('access.tenant')
        .select('time_zone')
        .where('id', '=', tenantId)
        .executeTakeFirstOrThrow()
      await deed.db
        .insertInto('observatory.cut_off')
        .values({
          tenant_id: tenantId,
          id: deed.commandId,
          day: isoToday(deed.at, time_zone),
          taken_at: deed.at,
          taken_by: accountId,
        })
        .execute()
      deed.enqueue(countTask)
      return deed.commandId
    },
    answers: (deed, id) => cutOff(deed, id),
  }),
]
