import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { Logger, runMigrations } from 'graphile-worker'
import { Client } from 'pg'
import { projectRoot } from './root.ts'
import { type Statement, splitSql } from './sql.ts'

export interface MigrateOptions {
  /** Owner of the schema graphile_worker; without it the job queue is left as it is. */
  workerUrl?: string
  /** Folder of the migrations; relative to the project. */
  dir?: string
  /** File of the generated policies; relative to the project. It may be absent. */
  policies?: string
  /** Apply these migrations and no later ones; a restore makes the structure its backup had. */
  only?: ReadonlySet<string>
  /** SQL run as the worker after the queue's own migration; it may be absent. */
  workerSql?: string
  say?: (line: string) => void
}

export interface MigrationFile {
  name: string
  text: string
  sha256: string
}

export interface AppliedMigration {
  name: string
  sha256: string
}

/** Any number; the same in every process of every installation. */
const LOCK = 7240102

/** Brings a database up to date. Returns the names of the migrations applied now. */
export async function migrate(ownerUrl: string, options: MigrateOptions = {}): Promise<string[]> {
  const say = options.say ?? (() => {})
  const files = readMigrations(fromRoot(options.dir ?? 'db/migrations'))
  const owner = await connect(ownerUrl)
  try {
    // Held by the session until it ends, so two starters take turns and the second finds nothing to do.
    await owner.query('select pg_advisory_lock($1)', [LOCK])
    const due = (await dueOf(owner, files)).filter((file) => options.only?.has(file.name) ?? true)
    for (const [i, file] of due.entries()) {
      say(`migration ${i + 1} of ${due.length}: ${file.name}`)
      await apply(owner, file)
    }
    await applyFile(owner, owner, fromRoot(options.policies ?? 'db/policies.sql'), say)
    if (options.workerUrl) {
      await migrateWorker(owner, options.workerUrl, fromRoot(options.workerSql ?? 'db/worker.sql'), say)
    }
    return due.map((file) => file.name)
  } finally {
    await owner.end()
  }
}

/** What is still to be applied, or why nothing may be. */
export function plan(
  files: MigrationFile[],
  applied: AppliedMigration[],
): { due: MigrationFile[] } | { problem: string } {
  const byName = new Map(files.map((file) => [file.name, file]))
  for (const done of applied) {
    const file = byName.get(done.name)
    if (!file) {
      return {
        problem: `${done.name} is applied but not among the files: this database is newer than this code`,
      }
    }
    if (file.sha256 !== done.sha256) {
      return {
        problem: `${done.name} was changed after it was applied: put it back and write a new migration`,
      }
    }
  }
  const names = new Set(applied.map((done) => done.name))
  const due = files.filter((file) => !names.has(file.name))
  const last = [...names].sort().at(-1) ?? ''
  const early = due.find((file) => file.name < last)
  if (early) return { problem: `${early.name} comes before ${last}, which is applied: give it a later name` }
  return { due }
}

export function readMigrations(dir: string): MigrationFile[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      // A checkout with Windows line ends is the same migration.
      const text = readFileSync(join(dir, name), 'utf8').replaceAll('\r\n', '\n')
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
    })
}

async function dueOf(owner: Client, files: MigrationFile[]): Promise<MigrationFile[]> {
  // No "if not exists": it would answer with notices at every start.
  const { rowCount } = await owner.query("select from pg_namespace where nspname = 'migration'")
  if (rowCount === 0) await owner.query('create schema migration')
  await owner.query(
    `create table if not exists migration.applied (
      name text primary key,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`,
  )
  await owner.query(
    `create table if not exists migration.file (
      name text primary key,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`,
  )
  const { rows } = await owner.query<AppliedMigration>(
    'select name, sha256 from migration.applied order by name',
  )
  const answer = plan(files, rows)
  if ('problem' in answer) throw new Error(`cannot migrate: ${answer.problem}`)
  return answer.due
}

async function apply(owner: Client, file: MigrationFile): Promise<void> {
  await inTransaction(owner, async () => {
    await runStatements(owner, file.name, file.text)
    await owner.query('insert into migration.applied (name, sha256) values ($1, $2)', [
      file.name,
      file.sha256,
    ])
  })
}

/** Each time, so that what was changed by hand is again as the file says; told where the file is not the last one. */
async function applyFile(
  client: Client,
  owner: Client,
  path: string,
  say: (line: string) => void,
): Promise<void> {
  if (!existsSync(path)) return
  const name = path.slice(path.lastIndexOf('/') + 1)
  const text = readFileSync(path, 'utf8')
  const sha256 = createHash('sha256').update(text).digest('hex')
  const { rows } = await owner.query<{ sha256: string }>(
    'select sha256 from migration.file where name = $1',
    [name],
  )
  if (rows[0]?.sha256 !== sha256) say(`applying ${name}`)
  await inTransaction(client, () => runStatements(client, name, text))
  await owner.query(
    `insert into migration.file (name, sha256) values ($1, $2)
     on conflict (name) do update set sha256 = excluded.sha256, applied_at = now()`,
    [name, sha256],
  )
}

async function inTransaction(client: Client, act: () => Promise<void>): Promise<void> {
  await client.query('begin')
  try {
    await act()
    await client.query('commit')
  } catch (error) {
    // The connection may be what broke; the first error is the one to tell.
    await client.query('rollback').catch(() => {})
    throw error
  }
}

// One statement per call: some databases (Citus) plan a batch differently, and an error then has its line.
async function runStatements(client: Client, name: string, text: string): Promise<void> {
  for (const statement of statementsOf(name, text)) {
    try {
      await client.query(statement.sql)
    } catch (error) {
      const failed = error as Error & { hint?: string; detail?: string }
      const more = [failed.detail, failed.hint].filter(Boolean).join(' ')
      throw new Error(`${name}, line ${statement.line}: ${failed.message}${more && ` (${more})`}`, {
        cause: error,
      })
    }
  }
}

const ENDS_TRANSACTION = /^(begin|start\s+transaction|commit|end|rollback|abort)\b/i

function statementsOf(name: string, text: string): Statement[] {
  let statements: Statement[]
  try {
    statements = splitSql(text)
  } catch (error) {
    throw new Error(`${name}, ${(error as Error).message}`)
  }
  const stray = statements.find(({ sql }) => ENDS_TRANSACTION.test(sql))
  if (stray)
    throw new Error(`${name}, line ${stray.line}: a file is one transaction; it may not begin or end one`)
  return statements
}

/** The worker makes its own schemas; the right to make any is lent for as long as that takes. */
async function migrateWorker(
  owner: Client,
  workerUrl: string,
  sqlFile: string,
  say: (line: string) => void,
): Promise<void> {
  const worker = await connect(workerUrl)
  try {
    const { rows } = await worker.query<{ me: string; db: string }>(
      'select quote_ident(current_user) as me, quote_ident(current_database()) as db',
    )
    const { me, db } = rows[0]!
    await owner.query(`grant create on database ${db} to ${me}`)
    try {
      const before = await queueVersion(worker)
      if (before === 0) say('making the job queue')
      await runMigrations({
        connectionString: workerUrl,
        schema: 'graphile_worker',
        logger: quiet,
        maxPoolSize: 2,
      })
      const after = await queueVersion(worker)
      if (before > 0 && after > before) say('the job queue was brought up to date')
      await applyFile(worker, owner, sqlFile, say)
    } finally {
      await owner.query(`revoke create on database ${db} from ${me}`)
    }
  } finally {
    await worker.end()
  }
}

/** How many of its own migrations the queue has. */
async function queueVersion(worker: Client): Promise<number> {
  const { rows: there } = await worker.query<{ is: boolean }>(
    "select to_regclass('graphile_worker.migrations') is not null as is",
  )
  if (!there[0]!.is) return 0
  const { rows } = await worker.query<{ n: number }>(
    'select count(*)::int as n from graphile_worker.migrations',
  )
  return rows[0]!.n
}

// Errors are thrown; the rest is noise at every start.
const quiet = new Logger(() => () => {})

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}

const fromRoot = (path: string): string => (isAbsolute(path) ? path : join(projectRoot(), path))
