/** Who an account is, for "by whom" beside what was done. */
import { sql } from 'kysely'
import type { Deed } from './guard.ts'

/** Names of accounts, from their memberships in the actor's tenant; a dash for nobody and for the system. */
export async function accountNames(
  deed: Pick<Deed, 'db' | 'actor'>,
  accounts: Iterable<string | null | undefined>,
): Promise<(account: string | null | undefined) => string> {
  const ids = [...new Set([...accounts].filter((a): a is string => Boolean(a)))]
  if (ids.length === 0) return () => '—'
  const { rows } = await sql<{ account_id: string; name: string }>`
    select account_id, name from access.names_of(${deed.actor.tenantId}::uuid, ${ids}::uuid[])`.execute(
    deed.db,
  )
  const names = new Map(rows.map((r) => [r.account_id, r.name]))
  return (account) => names.get(account ?? '') ?? '—'
}
