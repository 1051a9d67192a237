/**
 * Whether the policies and rights in force are those of `db/policies.sql`, told without touching them: each policy of
 * the file is made on an empty temporary copy of its table, so that the database itself says how it would read.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ClientBase, escapeIdentifier } from 'pg'
import { projectRoot } from './root.ts'
import { splitSql } from './sql.ts'

interface Policy {
  table: string
  name: string
  says: string
}

const roles = ['integrate_app', 'integrate_worker', 'integrate_public'] as const
const bare = (table: string): string => table.replaceAll('"', '')
const told = `policyname as name, concat_ws(' | ', permissive, roles::text, cmd, coalesce(qual, '-'), coalesce(with_check, '-')) as says`

/** What differs, one line each; nothing when all is as the file says. The client must be the owner's. */
export async function policiesDiffering(
  client: ClientBase,
  text = readFileSync(join(projectRoot(), 'db/policies.sql'), 'utf8'),
): Promise<string[]> {
  const statements = splitSql(text).map((s) => s.sql)
  const schemas = [...new Set(statements.flatMap((s) => /^grant usage on schema (\w+)/.exec(s)?.[1] ?? []))]
  await client.query('begin')
  try {
    return [
      ...(await policies(client, statements, schemas)),
      ...(await tables(client, statements, schemas)),
      ...(await functions(client, statements, schemas)),
    ]
  } finally {
    await client.query('rollback')
  }
}

async function policies(client: ClientBase, statements: string[], schemas: string[]): Promise<string[]> {
  const wanted = new Map<string, { name: string; rest: string }[]>()
  for (const s of statements) {
    const m = /^create policy (\S+) on (\S+) ([\s\S]*?);?$/.exec(s)
    if (m) wanted.set(m[2]!, [...(wanted.get(m[2]!) ?? []), { name: m[1]!, rest: m[3]! }])
  }
  const expected: Policy[] = []
  for (const [table, list] of wanted) {
    const copy = escapeIdentifier(bare(table).split('.')[1]!)
    const { rows: there } = await client.query<{ there: boolean }>(
      'select to_regclass($1) is not null as there',
      [table],
    )
    if (!there[0]!.there) continue
    await client.query(`create temporary table ${copy} (like ${table})`)
    for (const { name, rest } of list) await client.query(`create policy ${name} on pg_temp.${copy} ${rest}`)
    const { rows } = await client.query<Omit<Policy, 'table'>>(
      `select ${told} from pg_policies where schemaname = (select nspname from pg_namespace where oid = pg_my_temp_schema())`,
    )
    expected.push(...rows.map((r) => ({ table: bare(table), ...r })))
    await client.query(`drop table pg_temp.${copy}`)
  }
  const { rows: live } = await client.query<Policy>(
    `select schemaname || '.' || tablename as table, ${told} from pg_policies where schemaname = any ($1)`,
    [schemas],
  )
  const id = (p: Policy): string => `policy ${p.name} on ${p.table}`
  const here = new Map(live.map((p) => [id(p), p.says]))
  const there = new Map(expected.map((p) => [id(p), p.says]))
  return [
    ...[...there].filter(([k]) => !here.has(k)).map(([k]) => `${k} is missing`),
    ...[...here].filter(([k]) => !there.has(k)).map(([k]) => `${k} is none of ours`),
    ...[...there].filter(([k, says]) => here.has(k) && here.get(k) !== says).map(([k]) => `${k} was changed`),
  ]
}

async function tables(client: ClientBase, statements: string[], schemas: string[]): Promise<string[]> {
  const forced = new Set(
    statements.flatMap((s) => {
      const m = /^alter table (\S+) force row level security/.exec(s)
      return m ? [bare(m[1]!)] : []
    }),
  )
  const expected = new Set(
    statements.flatMap((s) => {
      const m =
        /^grant ((?:select|insert|update|delete)(?:, \w+)*) on (?!schema|function)(\S+) to ([\w, ]+);?$/.exec(
          s,
        )
      if (!m) return []
      return m[3]!
        .split(', ')
        .flatMap((role) => m[1]!.split(', ').map((right) => `${role} may ${right} ${bare(m[2]!)}`))
    }),
  )
  const { rows } = await client.query<{
    table: string
    bound: boolean
    of_tenant: boolean
    rights: string[]
    by_column: boolean
  }>(
    `select n.nspname || '.' || c.relname as table, c.relrowsecurity and c.relforcerowsecurity as bound,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as of_tenant,
      array(select coalesce(r.rolname, 'everybody') || ' may ' || lower(x.privilege_type) || ' ' || n.nspname || '.' || c.relname
        from aclexplode(c.relacl) x left join pg_roles r on r.oid = x.grantee where x.grantee <> c.relowner) as rights,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attacl is not null) as by_column
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm') and n.nspname = any ($1)`,
    [schemas],
  )
  const live = new Set(rows.flatMap((r) => r.rights))
  return [
    ...rows
      .filter((r) => !r.bound && (forced.has(r.table) || (r.of_tenant && !r.table.startsWith('auth.'))))
      .map((r) => `row-level security is not forced on ${r.table}`),
    ...rows.filter((r) => r.by_column).map((r) => `rights by column on ${r.table}`),
    ...[...expected].filter((r) => !live.has(r)).map((r) => `missing: ${r}`),
    ...[...live].filter((r) => !expected.has(r)).map((r) => `too much: ${r}`),
  ]
}

async function functions(client: ClientBase, statements: string[], schemas: string[]): Promise<string[]> {
  const expected = new Set<string>()
  for (const s of statements) {
    const m = /^grant execute on function (.+\)) to ([\w, ]+);?$/.exec(s)
    if (!m) continue
    const { rows } = await client.query<{ f: string | null }>('select to_regprocedure($1)::text as f', [
      m[1]!,
    ])
    if (rows[0]!.f) for (const role of m[2]!.split(', ')) expected.add(`${role} may call ${rows[0]!.f}`)
  }
  const { rows } = await client.query<{ right: string }>(
    `select r.role || ' may call ' || p.oid::regprocedure::text as right
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace cross join unnest($2::text[]) r (role)
    where n.nspname = any ($1) and has_function_privilege(r.role, p.oid, 'execute')`,
    [schemas, roles],
  )
  const live = new Set(rows.map((r) => r.right))
  return [
    ...[...expected].filter((r) => !live.has(r)).map((r) => `missing: ${r}`),
    ...[...live].filter((r) => !expected.has(r)).map((r) => `too much: ${r}`),
  ]
}
