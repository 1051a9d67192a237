/** The rules of the schema, read from the live database: tenants first, policies forced, nothing undeclared, nothing collected that must not be. */
import { beforeAll, describe, expect, it } from 'vitest'
import { tables } from '../db/columns.ts'
import { type House, house } from './factories.ts'

let h: House
beforeAll(async () => {
  h = await house()
})

const ask = async <T extends object>(text: string): Promise<T[]> => (await h.owner.pool.query<T>(text)).rows

/** The modules' schemas: all there are, but the listed exceptions. */
const schemas =
  "(select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema','public','auth','graphile_worker','migration','jobs'))"
const shared = tables
  .filter((t) => t.scope.kind === 'catalogue' || t.scope.kind === 'identity')
  .map((t) => t.table)
const tenantTables = tables.filter((t) => !shared.includes(t.table)).map((t) => t.table)

describe('every table of a tenant', () => {
  it('starts with tenant_id, in its columns and its primary key', async () => {
    const rows = await ask<{ t: string; first: string; pk: string[] }>(`
      select n.nspname || '.' || c.relname as t,
        (select attname from pg_attribute where attrelid = c.oid and attnum = 1) as first,
        (select array_agg(a.attname::text order by k.i) from pg_constraint p cross join unnest(p.conkey) with ordinality k (num, i)
          join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num where p.conrelid = c.oid and p.contype = 'p') as pk
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname in ${schemas}`)
    const wrong = rows.filter(
      (r) => !shared.includes(r.t) && (r.first !== 'tenant_id' || r.pk?.[0] !== 'tenant_id'),
    )
    expect(wrong).toEqual([])
    expect(rows.length).toBeGreaterThan(30)
  })

  it('carries the tenant in every foreign key to another, and none to the identity library', async () => {
    const rows = await ask<{
      name: string
      t: string
      target: string
      columns: string[]
      del: string
      upd: string
    }>(`
      select k.conname as name, n.nspname || '.' || c.relname as t, fn.nspname || '.' || f.relname as target,
        (select array_agg(a.attname::text) from unnest(k.conkey) x join pg_attribute a on a.attrelid = c.oid and a.attnum = x) as columns,
        k.confdeltype as del, k.confupdtype as upd
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
      where k.contype = 'f' and n.nspname in ${schemas}`)
    const wrong = rows.filter((r) => {
      if (!tenantTables.includes(r.t)) return false
      if (r.target.startsWith('auth.')) return true
      if (r.del === 'n' || r.upd === 'c') return true
      return tenantTables.includes(r.target) && !r.columns.includes('tenant_id')
    })
    expect(wrong).toEqual([])
  })

  it('has no trigger, and no uniqueness or exclusion without its tenant', async () => {
    const triggers =
      await ask(`select tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
      where not t.tgisinternal and n.nspname in ${schemas}`)
    expect(triggers).toEqual([])
    const loose = await ask<{ i: string; t: string }>(`
      select i.relname as i, n.nspname || '.' || c.relname as t from pg_index x join pg_class i on i.oid = x.indexrelid
      join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
      where (x.indisunique or x.indisexclusion) and n.nspname in ${schemas}
        and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnum = any (x.indkey))`)
    expect(loose.filter((r) => tenantTables.includes(r.t))).toEqual([])
  })

  it('has row-level security, forced, with at least one policy', async () => {
    const rows = await ask<{ t: string; on: boolean; forced: boolean; policies: number }>(`
      select n.nspname || '.' || c.relname as t, c.relrowsecurity as on, c.relforcerowsecurity as forced,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname in ${schemas}`)
    expect(rows.filter((r) => !r.on || !r.forced || r.policies === 0)).toEqual([])
  })
})

describe('db/columns.ts', () => {
  it('names every table and column there is, and none that is not', async () => {
    const rows = await ask<{ c: string }>(`select table_schema || '.' || table_name || '.' || column_name as c
      from information_schema.columns where table_schema in ${schemas} or table_schema = 'auth'`)
    const live = rows.map((r) => r.c).sort()
    const declared = tables.flatMap((t) => Object.keys(t.columns).map((c) => `${t.table}.${c}`)).sort()
    expect(declared).toEqual(live)
  })

  it('seals what a stolen dump must not show: every sealed column is bytes', async () => {
    const sealed = tables.flatMap((t) =>
      Object.entries(t.columns)
        .filter(([, how]) => how.startsWith('sealed') || how.startsWith('hashed'))
        .map(([c]) => `${t.table}.${c}`),
    )
    const rows = await ask<{ c: string }>(`select table_schema || '.' || table_name || '.' || column_name as c
      from information_schema.columns where data_type = 'bytea'`)
    const bytes = new Set(rows.map((r) => r.c))
    expect(sealed.filter((c) => !bytes.has(c))).toEqual([])
    expect(sealed.length).toBeGreaterThan(10)
  })
})

describe('what is not collected', () => {
  it('has no column, and irregular is no code', async () => {
    const rows = await ask<{ c: string }>(
      `select table_name || '.' || column_name as c from information_schema.columns where table_schema in ${schemas}`,
    )
    const never =
      /finger|biometric|face_|facial|religion|politic|smuggl|coyote|route|crossing|facebook|whatsapp|social_media|imei|geoloc|phone_loc|immigration_status|migration_status/
    expect(rows.filter((r) => never.test(r.c))).toEqual([])
    const checks = await ask<{ d: string }>(
      `select pg_get_constraintdef(oid) as d from pg_constraint where contype = 'c'`,
    )
    expect(checks.filter((c) => c.d.includes("'irregular'") && !c.d.includes("<> 'irregular'"))).toEqual([])
  })
})

describe('roles', () => {
  it('bind: the application and the worker are no superusers, bypass nothing, own nothing of people', async () => {
    const rows = await ask(
      `select rolname from pg_roles where rolname in ('integrate_app','integrate_worker','integrate_public') and (rolsuper or rolbypassrls)`,
    )
    expect(rows).toEqual([])
    const owned =
      await ask(`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
      where n.nspname in ${schemas} and r.rolname <> 'integrate_owner'`)
    expect(owned).toEqual([])
  })

  it('leave the application no function but those declared', async () => {
    const { functions } = await import('../db/columns.ts')
    const rows = await ask<{
      f: string
    }>(`select n.nspname || '.' || p.proname as f from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ${schemas} and has_function_privilege('integrate_app', p.oid, 'execute')`)
    const declared = new Set(
      functions.filter((f) => f.to.includes('integrate_app')).map((f) => f.name.split('(')[0]),
    )
    expect(rows.filter((r) => !declared.has(r.f))).toEqual([])
  })
})
