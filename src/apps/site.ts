/** One running site: its database, its identity, its HTTP server and its worker. `server.ts` starts it, tests too. */
import { createPrivateKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { createIdentity, type Identity } from '../modules/access/identity.ts'
import type { Config } from '../server/config.ts'
import { type Connection, connect } from '../server/db.ts'
import { createFileStore } from '../server/files.ts'
import type { Ground } from '../server/guard.ts'
import { buildServer } from '../server/http.ts'
import { loadMessages } from '../server/messages.ts'
import { projectRoot } from '../server/root.ts'
import { createVault } from '../server/vault.ts'
import { startWorker, type Worker } from '../server/worker.ts'
import type { Language } from '../shared/actor.ts'
import { format, personLanguages } from '../shared/messages.ts'
import { headersOf } from './headers.ts'
import { styleSource } from './html.ts'
import { censusOf, listeners, routesOf, sweepsOf, tasksOf } from './modules.ts'
import { powerOf } from './roles.ts'
import { type DemoAccount, signInRoutes } from './sign-in-routes.ts'

export interface SiteOptions {
  config: Pick<Config, 'publicUrl' | 'dataDir' | 'secrets'>
  urls: { appUrl: string; workerUrl: string }
  /** Shown on the sign-in page to the machine itself, never with a database given. */
  demoAccounts?: () => readonly DemoAccount[]
  log?: boolean
  /** Minutes until an idle session asks for the password. */
  idleMinutes?: number
  /** Seconds between sweeps. */
  sweepSeconds?: number
  /** Where the built workspace lies, when not in `dist`. */
  webFolder?: string
}

export interface Site {
  app: FastifyInstance
  ground: Ground
  identity: Identity
  worker: Worker
  connections: { app: Connection; worker: Connection }
  close(): Promise<void>
}

export async function openSite(o: SiteOptions): Promise<Site> {
  const root = projectRoot()
  const { config } = o
  const app = connect(o.urls.appUrl, { max: 16 })
  const work = connect(o.urls.workerUrl, { max: 5, name: 'integrate-worker' })
  const vault = createVault(config.secrets.masterKey)
  const ground: Ground = { db: app.db, vault, listeners }
  const identity = createIdentity({
    db: app.db,
    databaseUrl: o.urls.appUrl,
    vault,
    secret: config.secrets.authSecret,
    publicUrl: config.publicUrl,
    powerOf,
    ...(o.idleMinutes ? { idleMinutes: o.idleMinutes } : {}),
  })
  const messages = loadMessages(root)
  const said = Object.fromEntries(
    personLanguages.map((l) => [
      l,
      // Staff read Spanish and English; what only they read falls back to Spanish elsewhere.
      {
        ...messages.staff.es.messages,
        ...(l === 'en' ? messages.staff.en.messages : {}),
        ...messages.person[l].messages,
      },
    ]),
  ) as Record<Language, Record<string, string>>
  const say = (language: Language, key: string) => format(said[language], language, key)

  const files = createFileStore(join(config.dataDir, 'files'))
  const server = await buildServer({
    ground,
    files,
    identify: (request) => identity.actorOf(headersOf(request)),
    say,
    routes: routesOf({ identity, publicUrl: config.publicUrl }),
    publicUrl: config.publicUrl,
    styleSources: [styleSource],
    version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
    ...(o.log === undefined ? {} : { log: o.log }),
  })
  let ready = false
  server.get('/healthz', { schema: { hide: true } as object }, async (_request, reply) => {
    const alive =
      ready &&
      (await app.pool
        .query('select 1')
        .then(() => true)
        .catch(() => false))
    return reply
      .code(alive ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ready: alive })
  })
  signInRoutes(server, {
    identity,
    messages,
    say,
    publicUrl: config.publicUrl,
    ...(o.demoAccounts ? { demoAccounts: o.demoAccounts } : {}),
  })
  await serveWeb(server, o.webFolder ?? join(root, 'dist', 'web'))

  const sealKey = createPrivateKey(config.secrets.sealKey)
  const workGround = { ground, worker: work, sealKey, sealFolder: join(config.dataDir, 'seals') }
  const census = censusOf({ ground, worker: work, files }, (line) => server.log.error(line))
  const worker = await startWorker({
    connection: work,
    tasks: { ...tasksOf(workGround), ...census.tasks },
    sweeps: [...sweepsOf(workGround), census.sweep],
    ...(o.sweepSeconds ? { everySeconds: o.sweepSeconds } : {}),
    log: (line) => server.log.error(line),
  })
  server.addHook('onClose', async () => {
    ready = false
  })
  ready = true
  return {
    app: server,
    ground,
    identity,
    worker,
    connections: { app, worker: work },
    async close() {
      await server.close()
      await census.stop()
      await worker.stop()
      await identity.close()
      await Promise.all([app.close(), work.close()])
    },
  }
}

/** The built workspace: hashed files for a year, and its one page for every address of its own. */
async function serveWeb(server: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return
  await server.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    maxAge: '1y',
    immutable: true,
  })
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  server.get('/*', { schema: { hide: true } as object }, async (request, reply) => {
    if (request.url.startsWith('/api/') || request.url.startsWith('/assets/')) return reply.callNotFound()
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page)
  })
}
