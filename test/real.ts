/**
 * The real thing: a server process of its own with its own embedded, durable PostgreSQL and data folder, reached over
 * HTTP with real cookies. For what no in-process test can show: processes killed, databases gone, logs on a disk.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { powerOf } from '../src/apps/roles.ts'
import { addTenant } from '../src/apps/setup.ts'
import { createIdentity } from '../src/modules/access/identity.ts'
import { type Config, loadConfig } from '../src/server/config.ts'
import { type Connection, connect } from '../src/server/db.ts'
import { type Ground, openGround } from '../src/server/ground.ts'
import { startPostgres } from '../src/server/postgres.ts'
import { ensureRoles, withDatabase } from '../src/server/roles.ts'
import { projectRoot } from '../src/server/root.ts'
import { createVault } from '../src/server/vault.ts'
import type { Role } from '../src/shared/actor.ts'
import { newId } from '../src/shared/id.ts'
import { type House, notice } from './factories.ts'
import { freePort } from './free-port.ts'

export interface Told {
  status: number
  body: Record<string, unknown>
  text: string
  headers: Headers
}

/** A browser's cookies and nothing else of it. */
export class Browser {
  cookie = ''
  constructor(readonly url: string) {}

  async send(method: string, path: string, init: RequestInit = {}): Promise<Told> {
    const answer = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      ...init,
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(init.headers as Record<string, string> | undefined),
      },
    })
    const set = answer.headers.getSetCookie().map((c) => c.split(';')[0]!)
    if (set.length > 0) this.cookie = set.join('; ')
    const text = await answer.text()
    let body: Record<string, unknown> = {}
    try {
      body = JSON.parse(text)
    } catch {
      body = {}
    }
    return { status: answer.status, body, text, headers: answer.headers }
  }

  call(
    method: string,
    path: string,
    body?: unknown,
    more: { commandId?: string; language?: string; signal?: AbortSignal } = {},
  ): Promise<Told> {
    return this.send(method, path, {
      headers: {
        'x-integrate': '1',
        'x-integrate-command': more.commandId ?? newId(),
        ...(more.language ? { 'x-integrate-language': more.language } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(more.signal ? { signal: more.signal } : {}),
    })
  }

  signIn(email: string, password: string, more: Record<string, string> = {}): Promise<Told> {
    return this.send('POST', '/sign-in', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ email, password, ...more }).toString(),
    })
  }
}

export interface Real {
  dataDir: string
  url: string
  config: Config
  ground: Ground
  owner: Connection
  /** The application's database, as the superuser of its server. */
  superUrl: string
  /** Everything the server has printed since the beginning. */
  output(): string
  /** What PostgreSQL wrote, all of it. */
  databaseLog(): string
  serverPid(): number
  start(): Promise<void>
  /** kill -9, and wait until it is gone. */
  killServer(): Promise<void>
  killDatabase(): Promise<void>
  startDatabase(): Promise<void>
  town(): Promise<{ tenantId: string; officeId: string; noticeId: string }>
  account(
    place: { tenantId: string; officeId: string },
    email: string,
    roles: Role[],
    name?: string,
  ): Promise<void>
  end(): Promise<void>
}

export const password = 'una frase larga de prueba'

const gone = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()))

function judged(env: NodeJS.ProcessEnv): Config {
  const answer = loadConfig(env)
  if (!answer.ok) throw new Error(answer.problems.join('\n'))
  return answer.config
}

/** What `.env` of an installation with a PostgreSQL of its own holds. */
async function addressesOf(superUrl: string): Promise<NodeJS.ProcessEnv> {
  const text = (): string => randomBytes(32).toString('base64')
  const urls = await ensureRoles(superUrl, { owner: text(), app: text(), worker: text(), public: text() })
  return {
    DATABASE_URL: urls.appUrl,
    DATABASE_OWNER_URL: urls.ownerUrl,
    DATABASE_WORKER_URL: urls.workerUrl,
    INTEGRATE_MASTER_KEY: text(),
    INTEGRATE_AUTH_SECRET: text(),
    INTEGRATE_SEAL_KEY: generateKeyPairSync('ed25519')
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
    INTEGRATE_PEPPER: text(),
  }
}

/** Starts it all; call `end` when done. */
export async function realServer(): Promise<Real> {
  const dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'integrate-real-')))
  // Open to `nobody`, else root's database would live under /var/lib and outlast the folder.
  chmodSync(dataDir, 0o711)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    INTEGRATE_DATA: dataDir,
    INTEGRATE_DEMO: '0',
    PORT: String(port),
  }
  const told: string[] = []
  let child: ChildProcess | undefined

  const start = async (): Promise<void> => {
    const began = told.length
    const server = spawn(process.execPath, ['--import', 'tsx', 'src/apps/server.ts'], {
      cwd: projectRoot(),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = server
    server.stdout!.on('data', (b: Buffer) => told.push(b.toString()))
    server.stderr!.on('data', (b: Buffer) => told.push(b.toString()))
    const until = Date.now() + 60_000
    while (!told.slice(began).join('').includes(`Intégrate · ${url}`)) {
      if (server.exitCode !== null || Date.now() > until)
        throw new Error(`the server did not start:\n${told.slice(began).join('')}`)
      await new Promise((r) => setTimeout(r, 50))
    }
  }
  const stopServer = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child) return
    child.kill(signal)
    await gone(child)
  }

  const binDir = inject('postgres').binDir
  // The embedded database is always 18; another version is served as in production, by its three addresses.
  const embedded = binDir ? undefined : judged(env)
  // First by us, so that this process is one of its users and the last to leave.
  let postgres = await startPostgres({ dataDir, ...(binDir ? { binDir } : {}), say: () => {} })
  if (!embedded) Object.assign(env, await addressesOf(postgres.superUrl))
  const config = embedded ?? judged(env)
  const home = existsSync(join(dataDir, 'WHERE'))
    ? readFileSync(join(dataDir, 'WHERE'), 'utf8').trim()
    : dataDir
  const clear = (): void => {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    if (home !== dataDir) rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  }
  const lastResort = (): void => {
    child?.kill('SIGKILL')
    try {
      process.kill(postgres.pid, 'SIGQUIT')
    } catch {
      // It is gone already.
    }
    clear()
  }
  process.once('exit', lastResort)
  const ground = await openGround(config, () => {})
  const owner = connect(ground.ownerUrl, { max: 2 })
  const vault = createVault(config.secrets.masterKey)
  await start()

  return {
    dataDir,
    url,
    config,
    ground,
    owner,
    superUrl: withDatabase(postgres.superUrl, 'integrate'),
    output: () => told.join(''),
    databaseLog: () => readFileSync(postgres.logFile, 'utf8'),
    serverPid: () => child!.pid!,
    start,
    killServer: () => stopServer('SIGKILL'),
    async killDatabase() {
      process.kill(postgres.pid, 'SIGKILL')
      for (let left = 500; left > 0; left--) {
        try {
          process.kill(postgres.pid, 0)
        } catch {
          return
        }
        await new Promise((r) => setTimeout(r, 10))
      }
    },
    async startDatabase() {
      postgres = await startPostgres({ dataDir, ...(binDir ? { binDir } : {}), say: () => {} })
    },
    async town() {
      const made = await addTenant(owner, vault, {
        kind: 'municipality',
        name: 'Villa Prueba',
        cvegeo: '02002',
        organization: {
          name: 'DIF Municipal de Prueba',
          kind: 'municipal_government',
          sector: 'public',
          governmentLevel: 'municipal',
        },
      })
      const noticeId = await notice({ owner } as House, made.tenantId, made.organizationId)
      return { tenantId: made.tenantId, officeId: made.organizationId, noticeId }
    },
    async account(place, email, roles, name = 'Rosa Archundia (persona de prueba)') {
      const app = connect(ground.appUrl, { max: 1 })
      const identity = createIdentity({
        db: app.db,
        databaseUrl: ground.appUrl,
        vault,
        secret: config.secrets.authSecret,
        publicUrl: url,
        powerOf,
      })
      try {
        const accountId = await identity.account(email, name, password)
        await owner.db
          .insertInto('access.membership')
          .values(
            roles.map((role) => ({
              tenant_id: place.tenantId,
              id: newId(),
              account_id: accountId,
              organization_id: place.officeId,
              name,
              role,
            })),
          )
          .execute()
        await identity.work(accountId, place.tenantId)
      } finally {
        await identity.close()
        await app.close()
      }
    },
    async end() {
      process.off('exit', lastResort)
      await stopServer('SIGTERM')
      await owner.close()
      await ground.stop()
      await postgres.stop()
      clear()
    },
  }
}
