/** The one door to PostgreSQL: a pool, Kysely on top, and the translation of its errors into problems. */
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { Problem, type ProblemCode } from '../shared/problem.ts'
import type { DB } from './schema.ts'

// A date is a day, not a moment: it stays text, alone and in lists. Counts come as numbers.
pg.types.setTypeParser(pg.types.builtins.DATE, (v) => v)
pg.types.setTypeParser(pg.types.builtins.INT8, (v) => {
  const n = Number(v)
  if (!Number.isSafeInteger(n)) throw new Error('a bigint that is no safe integer')
  return n
})
pg.types.setTypeParser(1182 as never, (v) => v)

export type Db = Kysely<DB>
export type Tx = Transaction<DB>
export type { DB } from './schema.ts'

export interface Connection {
  db: Db
  pool: pg.Pool
  close(): Promise<void>
}

/** Also for a library that wants a pool of its own: one that a database going away never ends the process with. */
export function openPool(url: string, options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: 10_000,
    ...options,
  })
  // A lost connection is replaced on the next use; without listeners, idle or in use, it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

export function connect(url: string, options: { max?: number; name?: string } = {}): Connection {
  const pool = openPool(url, { max: options.max ?? 10, application_name: options.name ?? 'integrate' })
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  return {
    db,
    pool,
    async close() {
      await db.destroy()
      // Kysely leaves alone a pool it never used.
      if (!pool.ending) await pool.end()
    },
  }
}

interface PgError {
  code?: string
  constraint?: string
  message?: string
}

const byConstraint: Record<string, ProblemCode> = {
  person_grant_firewall: 'firewall',
  membership_not_by_oneself: 'not_by_oneself',
  break_glass_other_eyes: 'not_by_oneself',
  command_pk: 'command_reused',
  cut_off_once_a_day: 'cut_off_taken',
}

const byCode: Record<string, ProblemCode> = {
  '23505': 'already_exists',
  '23P01': 'already_exists',
  '23503': 'not_found',
  '23514': 'invalid',
  '23502': 'invalid',
  '42501': 'not_allowed',
  '40001': 'changed_meanwhile',
  '40P01': 'changed_meanwhile',
  IG001: 'grant_not_held',
  IG002: 'not_found',
  IG003: 'invalid',
  IG004: 'too_many_emergencies',
  IG005: 'merged_elsewhere',
  IG006: 'invitation_over',
  '57P01': 'database_away',
  '57P02': 'database_away',
  '57P03': 'database_away',
  '57014': 'database_away',
  '53300': 'database_away',
  ECONNREFUSED: 'database_away',
  ECONNRESET: 'database_away',
  ENOENT: 'database_away',
  EPIPE: 'database_away',
}

/** The constraint a database error names; from the message when the driver gives none, less a shard's suffix. */
export function constraintOf(error: PgError): string | undefined {
  const name = error.constraint ?? /constraint "([^"]+)"/.exec(error.message ?? '')?.[1]
  return name?.replace(/_\d{5,}$/, '')
}

/** Any failure as a problem; what is not foreseen is `broken_inside`. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const e = (error ?? {}) as PgError
  const constraint = constraintOf(e)
  const named = constraint ? byConstraint[constraint] : undefined
  if (named) return new Problem(named, { cause: error })
  const coded = e.code
    ? (byCode[e.code] ?? (/^22/.test(e.code) ? 'invalid' : /^08/.test(e.code) ? 'database_away' : undefined))
    : undefined
  if (coded) return new Problem(coded, { cause: error })
  if (/Connection terminated|timeout exceeded when trying to connect|not queryable/.test(e.message ?? '')) {
    return new Problem('database_away', { cause: error })
  }
  return new Problem('broken_inside', { cause: error })
}
