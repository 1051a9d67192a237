import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { findBinaries } from './postgres/binaries.ts'
import {
  newPassword,
  pause,
  readIfPresent,
  removeEmpty,
  removeQuietly,
  writePrivate,
} from './postgres/files.ts'
import { alone, enter } from './postgres/lock.ts'
import { lend, type Place, preparePlace } from './postgres/place.ts'
import { ended, isPostmasterOf } from './postgres/processes.ts'
import { DURABLE, initArguments, serverArguments } from './postgres/settings.ts'
import { asClient, drained } from './roles.ts'

export interface PostgresOptions {
  /** The data folder of the installation; the cluster is kept in its `postgres/`. */
  dataDir: string
  /** Another PostgreSQL's `bin`, for example /usr/lib/postgresql/15/bin. */
  binDir?: string
  /** Laid over the durable defaults. */
  settings?: Record<string, string>
  /** Do not wait for the disk while the cluster is made: for throw-away servers only. */
  throwAway?: boolean
  say?: (line: string) => void
}

export interface Postgres {
  /** For example "18.4". */
  version: string
  socketDir: string
  port: number
  /** Process id of the postmaster. */
  pid: number
  /** True when a server of this data folder was already running. */
  attached: boolean
  logFile: string
  /** The folder of the programs in use. */
  binDir: string
  superUrl: string
  /** Leaves; the last process to leave stops the server. */
  stop(): Promise<void>
}

const PORT = 5432
const SUPERUSER = 'postgres'
const START_TIMEOUT = 60_000
const RECOVERY_TIMEOUT = 30 * 60_000

export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const say = options.say ?? ((line: string) => console.error(line))
  const place = preparePlace(options.dataDir, say)
  return alone(place.home, () => open(place, options, say)).catch((error) => {
    removeEmpty(place.socketDir)
    throw error
  })
}

async function open(place: Place, options: PostgresOptions, say: (line: string) => void): Promise<Postgres> {
  const binaries = findBinaries(place, options.binDir)
  const password = await ensureCluster(place, binaries, options, say)
  const superUrl = socketUrl(place.socketDir, SUPERUSER, password, 'postgres')
  const logFile = join(place.home, 'postgres.log')
  const wait = (alive: () => boolean): Promise<boolean> => ready(superUrl, alive, place, logFile, say)
  const live = await attach(place, wait)
  const pid = live ?? (await launch(place, binaries, options.settings, logFile, wait))
  const usage = enter(place.home, pid)
  const version = await versionOf(superUrl)
  return {
    version,
    socketDir: place.socketDir,
    port: PORT,
    pid,
    attached: live !== undefined,
    logFile,
    binDir: binaries,
    superUrl,
    stop: () => alone(place.home, async () => (usage.leave() ? shutDown(pid, place, superUrl) : undefined)),
  }
}

/** A node-postgres address over a unix socket. */
export function socketUrl(socketDir: string, user: string, password: string, database: string): string {
  const host = encodeURIComponent(socketDir).replaceAll('%2F', '/')
  return `postgres://${user}:${encodeURIComponent(password)}@/${database}?host=${host}&port=${PORT}`
}

async function ensureCluster(
  place: Place,
  binaries: string,
  options: PostgresOptions,
  say: (line: string) => void,
): Promise<string> {
  const passwordFile = join(options.dataDir, 'postgres.password')
  const password = readIfPresent(passwordFile)?.trim()
  const major = majorOf(binaries, place)
  const found = readIfPresent(join(place.cluster, 'PG_VERSION'))?.trim()
  if (found && Number(found) !== major) {
    throw new Error(
      `${place.cluster} was made by PostgreSQL ${found} and this is ${major}: ` +
        `back up with the version before, start with an empty data folder, and restore`,
    )
  }
  if (found && !password) throw new Error(`${passwordFile} is missing: put it back from your backup`)
  if (found && password) return password
  if (existsSync(place.cluster)) throw new Error(`${place.cluster} is there but is not a PostgreSQL cluster`)
  say(`making the database cluster in ${place.cluster}`)
  const fresh = password ?? newPassword()
  writePrivate(passwordFile, `${fresh}\n`)
  await initialise(place, binaries, fresh, major, options.throwAway ?? false)
  return fresh
}

// Made beside and renamed, so that a start cut short leaves no half-made cluster.
async function initialise(
  place: Place,
  binaries: string,
  password: string,
  major: number,
  throwAway: boolean,
): Promise<void> {
  const next = `${place.cluster}.new`
  const passwordFile = join(place.home, 'postgres.password.new')
  removeQuietly(next)
  mkdirSync(next, { mode: 0o700 })
  lend(next, place.runner)
  writePrivate(passwordFile, password)
  lend(passwordFile, place.runner)
  const auth = ['--auth-local=scram-sha-256', '--auth-host=scram-sha-256', `--pwfile=${passwordFile}`]
  const speed = throwAway ? ['--no-sync'] : []
  try {
    run(join(binaries, 'initdb'), [...initArguments(major), ...auth, ...speed, '-D', next], place)
    renameSync(next, place.cluster)
  } finally {
    removeQuietly(passwordFile)
    removeQuietly(next)
  }
}

function majorOf(binaries: string, place: Place): number {
  const answer = run(join(binaries, 'postgres'), ['--version'], place)
  const major = Number(/\b(\d+)(?:\.|devel|beta|rc)/.exec(answer)?.[1])
  if (!(major >= 15)) throw new Error(`PostgreSQL 15 or later is needed; ${binaries} says: ${answer.trim()}`)
  return major
}

function run(program: string, args: string[], place: Place): string {
  try {
    return execFileSync(program, args, {
      ...identity(place),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    const failed = error as { stderr?: string; message: string }
    throw new Error(`${program} failed: ${failed.stderr?.trim() || failed.message}`)
  }
}

function identity(place: Place): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  const { uid, gid, asRoot } = place.runner
  // PG* variables of the caller's shell must not steer our server.
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: '', LANG: 'C', TZ: 'UTC' }
  return { cwd: '/', env, ...(asRoot ? { uid, gid } : {}) }
}

type Wait = (alive: () => boolean) => Promise<boolean>

async function attach(place: Place, wait: Wait): Promise<number | undefined> {
  const pid = livePostmaster(place)
  // It may be ending just now: then another is started.
  return pid !== undefined && (await wait(() => isPostmasterOf(pid, place.cluster))) ? pid : undefined
}

function livePostmaster(place: Place): number | undefined {
  const pidFile = join(place.cluster, 'postmaster.pid')
  const pid = Number(readIfPresent(pidFile)?.split('\n')[0])
  if (!(pid > 0)) return undefined
  if (isPostmasterOf(pid, place.cluster)) return pid
  // Its id may belong to another process by now, which PostgreSQL would take for a live server.
  rmSync(pidFile, { force: true })
  return undefined
}

async function launch(
  place: Place,
  binaries: string,
  more: Record<string, string> | undefined,
  logFile: string,
  wait: Wait,
): Promise<number> {
  const settings = { ...DURABLE, ...more, unix_socket_directories: place.socketDir }
  const args = ['-D', place.cluster, ...serverArguments(settings)]
  const until = Date.now() + START_TIMEOUT
  for (;;) {
    // Its owner is gone, and the id in it may belong to another process by now.
    for (const name of ['', '.lock'])
      rmSync(join(place.socketDir, `.s.PGSQL.${PORT}${name}`), { force: true })
    const offset = trimmedSize(logFile)
    const child = spawnServer(join(binaries, 'postgres'), args, place, logFile)
    let end: string | undefined
    child.once('error', (error) => {
      end = error.message
    })
    child.once('exit', (code, signal) => {
      end ??= signal ? `signal ${signal}` : `code ${code}`
    })
    try {
      if (await wait(() => end === undefined)) return child.pid!
    } catch (error) {
      // What we started and cannot use must not stay behind.
      child.kill('SIGINT')
      throw error
    }
    const reason = readIfPresent(logFile)?.slice(offset) ?? ''
    // After a kill -9 the old server's children need a moment to notice and let go.
    const lingering = /still in use|already exists/.test(reason)
    if (!lingering || Date.now() > until) {
      throw new Error(`PostgreSQL did not start (${end}): ${reason.trim()}`)
    }
    await pause(100)
  }
}

function spawnServer(program: string, args: string[], place: Place, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a', 0o600)
  try {
    // Detached: Ctrl-C goes to us, and we stop the server when our own work is done.
    const child = spawn(program, args, { ...identity(place), detached: true, stdio: ['ignore', log, log] })
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}

function trimmedSize(logFile: string): number {
  if (!existsSync(logFile)) return 0
  if (statSync(logFile).size > 10_000_000) truncateSync(logFile, 0)
  return statSync(logFile).size
}

/** Waits until the server answers; false when it ends instead. */
async function ready(
  superUrl: string,
  alive: () => boolean,
  place: Place,
  logFile: string,
  say: (line: string) => void,
): Promise<boolean> {
  const start = Date.now()
  let told = false
  for (;;) {
    const failure = await tryConnect(superUrl)
    if (failure === undefined) return true
    if (failure.code === '28P01') {
      throw new Error(`the password in the data folder is not that of the cluster in ${place.cluster}`)
    }
    if (!alive()) return false
    const recovering = failure.code === '57P03'
    if (recovering && !told && Date.now() - start > 2_000) {
      told = true
      say('the database is recovering after an abrupt end; this can take some minutes')
    }
    if (Date.now() - start > (recovering ? RECOVERY_TIMEOUT : START_TIMEOUT)) {
      throw new Error(`PostgreSQL does not answer (${failure.message}); see ${logFile}`)
    }
    await pause(Math.min(200, 10 + (Date.now() - start) / 10))
  }
}

async function tryConnect(url: string): Promise<{ code?: string; message: string } | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  // A server that goes away while we connect must not crash the process.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return undefined
  } catch (error) {
    const failed = error as { code?: string; message: string }
    return { code: failed.code, message: failed.message }
  }
}

async function versionOf(url: string): Promise<string> {
  const { rows } = await asClient(url, (client) =>
    client.query<{ server_version: string }>('show server_version'),
  )
  return rows[0]!.server_version.split(' ')[0]!
}

async function shutDown(pid: number, place: Place, superUrl: string): Promise<void> {
  if (isPostmasterOf(pid, place.cluster)) {
    // It may just have been killed, or be out of connections; it is stopped all the same.
    await asClient(superUrl, (client) => drained(client)).catch(() => {})
    // SIGINT: end sessions and write a checkpoint. SIGQUIT: end now, recover at the next start.
    process.kill(pid, 'SIGINT')
    if (!(await ended(pid, 30_000))) {
      process.kill(pid, 'SIGQUIT')
      await ended(pid, 10_000)
    }
  }
  removeQuietly(place.socketDir)
}
