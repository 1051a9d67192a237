/** The real server on a test's database; who is calling is told by the test, not by a cookie. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { routesOf } from '../src/apps/modules.ts'
import { powerOf } from '../src/apps/roles.ts'
import { createIdentity } from '../src/modules/access/identity.ts'
import { createFileStore, type FileStore } from '../src/server/files.ts'
import { buildServer } from '../src/server/http.ts'
import { loadMessages } from '../src/server/messages.ts'
import { projectRoot } from '../src/server/root.ts'
import type { Route } from '../src/server/routes.ts'
import type { Actor } from '../src/shared/actor.ts'
import { newId } from '../src/shared/id.ts'
import { format } from '../src/shared/messages.ts'
import type { House } from './factories.ts'

export interface TestServer {
  app: FastifyInstance
  routes: Route[]
  files: FileStore
  /** Call as someone, or as nobody. */
  call(
    actor: Actor | null,
    method: string,
    url: string,
    body?: unknown,
    more?: { commandId?: string; language?: string },
  ): Promise<{ status: number; body: Record<string, unknown>; text: string }>
}

export async function testServer(h: House): Promise<TestServer> {
  const identity = createIdentity({
    db: h.app.db,
    databaseUrl: h.database.appUrl,
    vault: h.vault,
    secret: 'a secret of this test and no other',
    publicUrl: 'http://127.0.0.1',
    powerOf,
  })
  const routes = routesOf({ identity, publicUrl: 'http://127.0.0.1' })
  const files = createFileStore(mkdtempSync(join(tmpdir(), 'integrate-files-')))
  const actors = new Map<string, Actor>()
  const messages = loadMessages(projectRoot())
  const app = await buildServer({
    ground: h.ground,
    files,
    identify: async (request) => actors.get(String(request.headers['x-test-actor'] ?? '')) ?? null,
    say: (language, key) => format(messages.person[language].messages, language, key),
    routes,
    publicUrl: 'http://127.0.0.1',
    version: 'test',
    rate: 1_000_000,
    log: false,
  })
  return {
    app,
    routes,
    files,
    async call(actor, method, url, body, more = {}) {
      if (actor) actors.set(actor.accountId, actor)
      const response = await app.inject({
        method: method as 'GET',
        url,
        headers: {
          'x-integrate': '1',
          'x-integrate-command': more.commandId ?? newId(),
          ...(actor ? { 'x-test-actor': actor.accountId } : {}),
          ...(more.language ? { 'x-integrate-language': more.language } : {}),
        },
        ...(body === undefined ? {} : { payload: body as object }),
      })
      const text = response.body
      let parsed: Record<string, unknown> = {}
      try {
        parsed = JSON.parse(text)
      } catch {
        parsed = {}
      }
      return { status: response.statusCode, body: parsed, text }
    },
  }
}
