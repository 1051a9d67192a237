/** Cut-offs: taking one, and telling which were taken. */
import type * as z from 'zod'
import { accountNames } from '../../server/accounts.ts'
import type { Deed } from '../../server/guard.ts'
import { isoToday } from '../../shared/day.ts'
import { orNotFound } from '../../shared/problem.ts'
import type { CutOff, listCutOffs } from './contract.ts'
import { countTask } from './jobs.ts'

interface Row {
  id: string
  day: string
  state: string
  taken_at: Date
  taken_by: string
}

async function told(deed: Deed, rows: readonly Row[]): Promise<CutOff[]> {
  const nameOf = await accountNames(
    deed,
    rows.map((r) => r.taken_by),
  )
  return rows.map((row) => ({
    id: row.id,
    day: row.day,
    state: row.state as CutOff['state'],
    takenAt: row.taken_at.toISOString(),
    takenBy: nameOf(row.taken_by),
  }))
}

const cutOffs = (deed: Deed) =>
  deed.db.selectFrom('observatory.cut_off').where('tenant_id', '=', deed.actor.tenantId)

const columns = ['id', 'day', 'state', 'taken_at', 'taken_by'] as const

export async function cutOff(deed: Deed, id: string): Promise<CutOff> {
  const row = orNotFound(await cutOffs(deed).select(columns).where('id', '=', id).executeTakeFirst())
  return (await told(deed, [row]))[0]!
}

export async function cutOffsPage(deed: Deed, { page, size }: z.output<(typeof listCutOffs)['query']>) {
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
}

/** As of today where the people live; counted afterwards, by the worker. */
export async function takeCutOff(deed: Deed): Promise<string> {
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
}
