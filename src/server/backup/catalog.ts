/** What the owner holds: its tables in an order in which rows may be loaded, and whether it really sees their rows. */
import { type ClientBase, escapeIdentifier } from 'pg'
import type { AppliedMigration } from '../migrate.ts'

export interface OwnTable {
  table: string
  columns: string[]
  /** Has a tenant_id: what is in it is a tenant's. */
  ofTenant: boolean
}

/** Every table the owner made, parents before children; not the list of migrations, which the header holds. */
export async function ownTables(client: ClientBase): Promise<OwnTable[]> {
  const { rows } = await client.query<OwnTable & { needs: string[] }>(`
    select n.nspname || '.' || c.relname as table,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as "ofTenant",
      array(select distinct fn.nspname || '.' || f.relname from pg_constraint k
        join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname <> 'migration'
      and c.relowner = (select oid from pg_roles where rolname = current_user)
    order by 1`)
  const sorted: OwnTable[] = []
  const done = new Set<string>()
  while (sorted.length < rows.length) {
    const next = rows.filter((t) => !done.has(t.table) && t.needs.every((n) => done.has(n)))
    if (next.length === 0) {
      const left = rows.filter((t) => !done.has(t.table)).map((t) => t.table)
      throw new Error(`these tables point at each other in a circle: ${left.join(', ')}`)
    }
    for (const { table, columns, ofTenant } of next) {
      done.add(table)
      sorted.push({ table, columns, ofTenant })
    }
  }
  return sorted
}

/** `schema.table`, quoted where it must be. */
export const quoted = (table: string): string => table.split('.').map(escapeIdentifier).join('.')

/**
 * Tables whose rows the owner does not see whole. Forced row-level security binds the owner too: without its own
 * `using (true)` it would count nothing and copy nothing, and the two would agree.
 */
export async function tablesUnseen(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ table: string }>(`
    select n.nspname || '.' || c.relname as table
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles me on me.rolname = current_user
    where c.relkind = 'r' and c.relowner = me.oid and c.relrowsecurity and c.relforcerowsecurity and not me.rolbypassrls
      and (not exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r')
             and p.polroles && array[0::oid, me.oid] and pg_get_expr(p.polqual, p.polrelid) = 'true')
        or exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive and p.polcmd in ('*', 'r')
             and p.polroles && array[0::oid, me.oid]))
    order by 1`)
  return rows.map((r) => r.table)
}

export async function countRows(client: ClientBase, table: string): Promise<number> {
  const { rows } = await client.query<{ n: string | number }>(
    `select count(*)::bigint as n from ${quoted(table)}`,
  )
  return Number(rows[0]!.n)
}

export async function appliedMigrations(client: ClientBase): Promise<AppliedMigration[]> {
  const { rows } = await client.query<{ there: boolean }>(
    "select to_regclass('migration.applied') is not null as there",
  )
  if (!rows[0]!.there) return []
  return (await client.query<AppliedMigration>('select name, sha256 from migration.applied order by name'))
    .rows
}

export async function sequences(client: ClientBase): Promise<{ name: string; value: number }[]> {
  const { rows } = await client.query<{ name: string; value: string | number }>(`
    select schemaname || '.' || sequencename as name, last_value as value from pg_sequences
    where sequenceowner = current_user and last_value is not null`)
  return rows.map((r) => ({ name: r.name, value: Number(r.value) }))
}

/** The same text for the same value on every server and in every country. */
export const copySettings = [
  "set local client_encoding = 'UTF8'",
  "set local datestyle = 'ISO, YMD'",
  "set local intervalstyle = 'postgres'",
  "set local timezone = 'UTC'",
  "set local bytea_output = 'hex'",
  'set local extra_float_digits = 3',
  'set local statement_timeout = 0',
  'set local idle_in_transaction_session_timeout = 0',
]
