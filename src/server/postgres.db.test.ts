import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { currentRunner } from './postgres/place.ts'
import { ended, isAlive } from './postgres/processes.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { asClient, ensureRoles } from './roles.ts'
import { projectRoot } from './root.ts'
import { openClient } from './testing.ts'

const root = process.getuid?.() === 0
const binDir = inject('postgres').binDir ?? undefined

let folder: string
let dataDir: string
const started: Postgres[] = []

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'integrate-postgres-')))
  chmodSync(folder, 0o755)
  dataDir = join(folder, 'var')
})
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function start(options: { dataDir?: string; say?: (line: string) => void } = {}): Promise<Postgres> {
  const server = await startPostgres({ dataDir, binDir, throwAway: true, say: () => {}, ...options })
  started.push(server)
  return server
}

const ask = async (server: Postgres, sql: string): Promise<unknown> =>
  Object.values((await asClient(server.superUrl, (client) => client.query(sql))).rows[0] ?? {})[0]

/** Runs a server in a process of its own, which the test may kill. */
async function startElsewhere(user?: {
  uid: number
  gid: number
}): Promise<{ process: ChildProcess; pid: number }> {
  const bundle = join(folder, 'start.mjs')
  const script = join(folder, 'start.ts')
  const module = JSON.stringify(join(projectRoot(), 'src/server/postgres.ts'))
  const options = JSON.stringify({ dataDir, binDir: binDir ?? (await binariesForAll()), throwAway: true })
  writeFileSync(
    script,
    `import { startPostgres } from ${module}
    const server = await startPostgres(${options})
    console.log(server.pid)
    process.stdin.on('end', () => server.stop().then(() => process.exit(0))).resume()`,
  )
  // One file that needs nothing of the project, whose folder the other user may not be able to read.
  const banner = "import { createRequire as make } from 'node:module'; const require = make(import.meta.url);"
  await build({
    entryPoints: [script],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg-native'],
    absWorkingDir: projectRoot(),
    nodePaths: [join(projectRoot(), 'node_modules')],
    banner: { js: banner },
    logLevel: 'error',
  })
  const child = spawn(process.execPath, [bundle], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
    ...user,
  })
  const pid = await new Promise<number>((resolve, reject) => {
    child.stdout?.once('data', (data) => resolve(Number(String(data))))
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
  })
  return { process: child, pid }
}

/** Binaries that any user can run: those in use by a server of ours. */
async function binariesForAll(): Promise<string> {
  const other = await startPostgres({ dataDir: join(folder, 'other'), throwAway: true, say: () => {} })
  started.push(other)
  return other.binDir
}

const exit = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => child.once('exit', () => resolve()))

describe('the embedded server', () => {
  it('starts empty, listens on a private socket alone, and starts again with what was in it', async () => {
    const first = await start()
    expect(first.attached).toBe(false)
    expect(Number.parseInt(first.version, 10)).toBeGreaterThanOrEqual(15)
    await ask(first, 'create table kept as select 7 as n')
    expect(await ask(first, 'show listen_addresses')).toBe('')
    expect(statSync(first.socketDir).mode & 0o777).toBe(0o700)
    expect(Buffer.byteLength(`${first.socketDir}/.s.PGSQL.5432`)).toBeLessThanOrEqual(100)
    expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600)
    await first.stop()
    expect(isAlive(first.pid)).toBe(false)
    expect(existsSync(first.socketDir)).toBe(false)
    const second = await start()
    expect(await ask(second, 'select n from kept')).toBe(7)
  })

  it('is durable, checks its pages and speaks UTF-8', async () => {
    const server = await start()
    for (const [setting, value] of Object.entries({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      data_checksums: 'on',
      server_encoding: 'UTF8',
      lc_messages: 'C',
      password_encryption: 'scram-sha-256',
    })) {
      expect([setting, await ask(server, `show ${setting}`)]).toEqual([setting, value])
    }
    expect(await ask(server, "select lower('ÁÉÑ')")).toBe('áéñ')
  })

  it('asks for its password', async () => {
    const server = await start()
    const wrong = server.superUrl.replace(/:[^:@]*@/, ':wrong@')
    await expect(openClient(wrong)).rejects.toMatchObject({ code: '28P01' })
  })

  it('does not stay behind when its password was changed on disk', async () => {
    const server = await start()
    await server.stop()
    writeFileSync(join(dataDir, 'postgres.password'), 'another')
    await expect(start()).rejects.toThrow('is not that of the cluster')
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid')
    await expect.poll(() => existsSync(pidFile), { timeout: 10_000 }).toBe(false)
  })

  it('logs nothing of what is asked or answered', async () => {
    const server = await start()
    await asClient(server.superUrl, async (client) => {
      await client.query('create table person (name text primary key)')
      await client.query("insert into person values ('Ana')")
      await expect(client.query("insert into person values ('Ana')")).rejects.toThrow('duplicate')
      await expect(client.query("select 'Ana'::uuid")).rejects.toThrow('invalid input')
      await expect(client.query('select $1::date', ['Ana'])).rejects.toThrow('invalid input')
      await expect(
        client.query("do $$ begin raise warning 'Ana'; raise exception 'Ana'; end $$"),
      ).rejects.toThrow()
    })
    expect(readFileSync(server.logFile, 'utf8')).not.toContain('Ana')
  })

  it('says so when the folder holds something else, another version, or has lost its password', async () => {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true })
    await expect(start()).rejects.toThrow('is not a PostgreSQL cluster')
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '12\n')
    await expect(start()).rejects.toThrow('was made by PostgreSQL 12')
    const major = String(Number.parseInt(inject('postgres').version, 10))
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), `${major}\n`)
    await expect(start()).rejects.toThrow('postgres.password is missing')
    await expect(startPostgres({ dataDir, binDir: folder })).rejects.toThrow('no PostgreSQL in')
  })
})

describe('a server that is already there', () => {
  it('is shared, and stopped by the last to leave', async () => {
    const [one, two] = await Promise.all([start(), start()])
    expect(two.pid).toBe(one.pid)
    expect([one.attached, two.attached].sort()).toEqual([false, true])
    await one.stop()
    expect(await ask(two, 'select 1')).toBe(1)
    await two.stop()
    expect(isAlive(one.pid)).toBe(false)
  })

  it('is taken over when the process that started it was killed', async () => {
    const other = await startElsewhere()
    const gone = exit(other.process)
    other.process.kill('SIGKILL')
    await gone
    expect(isAlive(other.pid)).toBe(true)
    const server = await start()
    expect(server).toMatchObject({ pid: other.pid, attached: true })
    await server.stop()
    expect(isAlive(other.pid)).toBe(false)
  })

  it('is not mistaken for another process that has its id now', async () => {
    const server = await start()
    process.kill(server.pid, 'SIGKILL')
    await ended(server.pid, 5_000)
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid')
    writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(process.pid)))
    expect((await start()).attached).toBe(false)
  })
})

describe('kill -9', () => {
  it('loses nothing that was acknowledged, in three rounds', async () => {
    let acknowledged = 0
    let server = await start()
    await ask(server, 'create table story (n int primary key)')
    for (let round = 0; round < 3; round++) {
      const { superUrl, pid } = server
      const until = acknowledged + 200
      const client = await openClient(superUrl)
      try {
        for (let n = acknowledged + 1; ; n++) {
          await client.query('insert into story values ($1)', [n])
          acknowledged = n
          if (n === until) process.kill(pid, 'SIGKILL')
        }
      } catch {
        // The server is gone; what it had said yes to must not be.
      }
      await client.end().catch(() => {})
      // The next round does not wait for the old server to be quite gone.
      if (round > 0) await ended(pid, 10_000)
      server = await start()
      expect(server.attached).toBe(false)
      expect(await ask(server, `select count(*)::int from story where n <= ${acknowledged}`)).toBe(
        acknowledged,
      )
      // The one in flight may have arrived without our hearing of it.
      acknowledged = (await ask(server, 'select max(n) from story')) as number
      expect(acknowledged).toBeGreaterThanOrEqual(until)
    }
  })
})

describe('who runs it', () => {
  it(root ? 'root lends it the user nobody' : 'the user who starts it', async () => {
    const server = await start()
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
    expect(/^Uid:\t(\d+)/m.exec(status)?.[1]).toBe(String(root ? currentRunner().uid : process.getuid?.()))
  })

  it('an ordinary user, in a folder of its own', async () => {
    const { uid, gid } = root ? currentRunner() : { uid: undefined, gid: undefined }
    mkdirSync(dataDir)
    if (uid !== undefined && gid !== undefined) {
      chownSync(dataDir, uid, gid)
      chmodSync(dataDir, 0o700)
    }
    const other = await startElsewhere(uid !== undefined && gid !== undefined ? { uid, gid } : undefined)
    expect(statSync(join(dataDir, 'postgres', 'PG_VERSION')).uid).toBe(uid ?? process.getuid?.())
    other.process.stdin?.end()
    await exit(other.process)
    expect(isAlive(other.pid)).toBe(false)
  })

  it('a closed data folder is left for one under /var/lib when root starts it', async () => {
    mkdirSync(dataDir, { mode: 0o700 })
    const said: string[] = []
    const server = await start({ say: (line) => said.push(line) })
    const note = join(dataDir, 'WHERE')
    if (!root) return expect(existsSync(note)).toBe(false)
    const home = readFileSync(note, 'utf8').trim()
    try {
      expect(home).toMatch(/^\/var\/lib\/integrate-[0-9a-f]{12}$/)
      expect(said.join('\n')).toContain(home)
      expect(await ask(server, 'show data_directory')).toBe(join(home, 'postgres'))
      await server.stop()
      // The folder may be opened later: the database stays where it is.
      chmodSync(dataDir, 0o755)
      expect(await ask(await start(), 'show data_directory')).toBe(join(home, 'postgres'))
    } finally {
      for (const one of started.splice(0)) await one.stop()
      rmSync(home, { recursive: true, force: true })
    }
  })
})

describe('roles', () => {
  it('are made once, kept apart, and take new passwords', async () => {
    const server = await start()
    const first = await ensureRoles(server.superUrl, { owner: 'o1', app: 'a1', worker: 'w1', public: 'p1' })
    const [again] = await Promise.all([
      ensureRoles(server.superUrl, { owner: 'o2', app: "a'2 @/", worker: 'w2', public: 'p2' }),
    ])
    await expect(openClient(first.appUrl)).rejects.toMatchObject({ code: '28P01' })
    for (const url of Object.values(again)) await (await openClient(url)).end()
    const { rows } = await asClient(server.superUrl, (client) =>
      client.query(
        "select rolname from pg_roles where rolname like 'integrate_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)",
      ),
    )
    expect(rows).toEqual([])
    await expect(asClient(again.appUrl, (client) => client.query('create schema mine'))).rejects.toThrow(
      'denied',
    )
    await expect(
      asClient(again.appUrl, (client) => client.query('create table public.t ()')),
    ).rejects.toThrow('denied')
    await expect(
      asClient(again.appUrl, (client) => client.query('set role integrate_owner')),
    ).rejects.toThrow('denied')
  })
})
