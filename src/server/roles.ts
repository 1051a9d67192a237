import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import { pause } from './postgres/files.ts'
import { projectRoot } from './root.ts'

/** Passwords of the four roles of db/roles.sql. */
export interface RolePasswords {
  owner: string
  app: string
  worker: string
  public: string
}

/** One address per role of one database. */
export interface DatabaseUrls {
  ownerUrl: string
  appUrl: string
  workerUrl: string
  publicUrl: string
}

const ROLES = ['owner', 'app', 'worker', 'public'] as const

/** Makes the roles, the database and what it needs; harmless when all is there. Returns the addresses. */
export async function ensureRoles(
  superUrl: string,
  passwords: RolePasswords,
  database = 'integrate',
): Promise<DatabaseUrls> {
  await asClient(superUrl, async (server) => {
    await server.query(sqlFile('roles.sql'))
    for (const role of ROLES) {
      // DDL takes no parameters; statements are never logged on our server.
      await server.query(`alter role integrate_${role} password ${escapeLiteral(passwords[role])}`)
    }
    await ensureDatabase(server, database)
  })
  await asClient(withDatabase(superUrl, database), prepareDatabase)
  return urlsOf(superUrl, passwords, database)
}

async function ensureDatabase(server: Client, database: string): Promise<void> {
  const { rowCount } = await server.query('select from pg_database where datname = $1', [database])
  if (rowCount !== 0) return
  try {
    await server.query(
      `create database ${escapeIdentifier(database)} owner integrate_owner template template0`,
    )
  } catch (error) {
    // Another starter was faster.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error
  }
}

/** Grants and extensions of one database; also for a copy, since a template's grants are not copied. */
export async function prepareDatabase(client: Client): Promise<void> {
  await client.query(sqlFile('database.sql'))
}

export function urlsOf(superUrl: string, passwords: RolePasswords, database: string): DatabaseUrls {
  const url = (role: (typeof ROLES)[number]): string =>
    withUser(withDatabase(superUrl, database), `integrate_${role}`, passwords[role])
  return { ownerUrl: url('owner'), appUrl: url('app'), workerUrl: url('worker'), publicUrl: url('public') }
}

// `postgres://user:pass@/db?host=/run/…` has no host, which `new URL` refuses.
const PARTS = /^(postgres(?:ql)?:\/\/)([^@/]*@)?([^/?]*)\/?([^?]*)(\?.*)?$/

function parts(url: string): { scheme: string; user: string; host: string; query: string } {
  const found = PARTS.exec(url)
  if (!found) throw new Error('a database address begins with postgres://')
  return { scheme: found[1]!, user: found[2] ?? '', host: found[3]!, query: found[5] ?? '' }
}

export function withDatabase(url: string, database: string): string {
  const { scheme, user, host, query } = parts(url)
  return `${scheme}${user}${host}/${encodeURIComponent(database)}${query}`
}

function withUser(url: string, user: string, password: string): string {
  const { scheme, user: old } = parts(url)
  return `${scheme}${user}:${encodeURIComponent(password)}@${url.slice(scheme.length + old.length)}`
}

export async function asClient<T>(url: string, act: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  // A connection that breaks while idle would otherwise end the process; the next query reports it.
  client.on('error', () => {})
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}

/**
 * Waits a little for others to disconnect. The end of a pool does not wait for its sockets, and one that is
 * cut in that moment ends the process with an error nobody can catch.
 */
export async function drained(client: Client, database?: string): Promise<void> {
  for (let left = 50; left > 0; left--) {
    const { rows } = await client.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid() and datname = coalesce($1, datname)`,
      [database ?? null],
    )
    if (rows[0]!.others === 0) return
    await pause(20)
  }
}

const sqlFile = (name: string): string => readFileSync(join(projectRoot(), 'db', name), 'utf8')

/** Why the three addresses are not what they must be; empty when all is well. The server starts on empty only. */
export async function roleProblems(urls: Omit<DatabaseUrls, 'publicUrl'>): Promise<string[]> {
  const app = await asClient(urls.appUrl, roleFacts)
  const owner = await asClient(urls.ownerUrl, roleFacts)
  const worker = await asClient(urls.workerUrl, roleFacts)
  return judgeRoles(app, owner, worker)
}

export interface RoleFacts {
  name: string
  superuser: boolean
  bypassrls: boolean
  /** Tables, views and functions it owns, outside graphile_worker. */
  owns: number
  major: number
  database: string
}

export function judgeRoles(app: RoleFacts, owner: RoleFacts, worker: RoleFacts): string[] {
  const problems: string[] = []
  const named = { DATABASE_URL: app, DATABASE_OWNER_URL: owner, DATABASE_WORKER_URL: worker }
  const expected = {
    DATABASE_URL: 'integrate_app',
    DATABASE_OWNER_URL: 'integrate_owner',
    DATABASE_WORKER_URL: 'integrate_worker',
  }
  for (const key of Object.keys(named) as (keyof typeof named)[]) {
    const role = named[key]
    if (role.name !== expected[key]) {
      problems.push(`${key} signs in as ${role.name}; it must be ${expected[key]} (see db/roles.sql)`)
    }
    if (role.superuser) problems.push(`${key}: ${role.name} is a superuser, which no policy binds`)
    if (role.bypassrls) problems.push(`${key}: ${role.name} has BYPASSRLS, which no policy binds`)
    if (role.database !== app.database)
      problems.push(`${key} is database ${role.database}, not ${app.database}`)
  }
  if (app.owns > 0) problems.push(`DATABASE_URL: ${app.name} owns ${app.owns} objects; it must own none`)
  if (app.major < 15) problems.push(`PostgreSQL 15 or later is needed; this is ${app.major}`)
  return problems
}

async function roleFacts(client: Client): Promise<RoleFacts> {
  const { rows } = await client.query<RoleFacts>(`
    select r.rolname as name, r.rolsuper as superuser, r.rolbypassrls as bypassrls,
      current_database() as database,
      (current_setting('server_version_num')::int / 10000) as major,
      ((select count(*) from pg_class c where c.relowner = r.oid and c.relnamespace <> coalesce(to_regnamespace('graphile_worker')::oid, 0))
       + (select count(*) from pg_proc p where p.proowner = r.oid and p.pronamespace <> coalesce(to_regnamespace('graphile_worker')::oid, 0)))::int as owns
    from pg_roles r where r.rolname = current_user`)
  return rows[0]!
}
