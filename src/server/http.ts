/** Mounts contracts on Fastify behind the guard; the only place that turns HTTP into deeds and problems into answers. */
import { createHash } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { jsonSchemaTransform, validatorCompiler } from 'fastify-type-provider-zod'
import { type Actor, type Language, languages, may } from '../shared/actor.ts'
import type { Contract } from '../shared/contract.ts'
import { isId, newId } from '../shared/id.ts'
import { type FieldProblem, Problem, ProblemAnswer, type ProblemCode } from '../shared/problem.ts'
import { asProblem, constraintOf } from './db.ts'
import { type FileStore, newFileKey } from './files.ts'
import { act, type Ground } from './guard.ts'
import type { Route, Upload } from './routes.ts'
import { carriesPerson, openPlaces } from './shapes.ts'

/** Who is calling, as the identity part of `access` tells it. */
export type Identify = (request: FastifyRequest) => Promise<Actor | null>

export interface HttpOptions {
  ground: Ground
  identify: Identify
  /** Text of a message key in a language; the key itself when there is none. */
  say(language: Language, key: string): string
  routes: readonly Route[]
  /** Where uploads go; needed when a route takes one. */
  files?: FileStore
  publicUrl: string
  version: string
  /** Style elements of server-written pages, by hash. */
  styleSources?: readonly string[]
  /** Requests a minute and address. */
  rate?: number
  log?: boolean
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null
  }
}

/** The best of our languages a request asks for. */
export function languageOf(header: string | undefined, fallback: Language = 'es'): Language {
  const asked = (header ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase())
  return (asked.find((l) => (languages as readonly string[]).includes(l)) as Language) ?? fallback
}

const spoken = (request: FastifyRequest): Language => {
  const chosen = request.headers['x-integrate-language']
  return typeof chosen === 'string'
    ? languageOf(chosen)
    : (request.actor?.language ?? languageOf(request.headers['accept-language']))
}

/** A route with an open answer, or a problem not in the catalogue, keeps the server from starting. */
export function refuseOpenContracts(routes: readonly Route[]): void {
  const faults: string[] = []
  const seen = new Set<string>()
  for (const { contract: c } of routes) {
    const name = `${c.method} ${c.url}`
    if (seen.has(name)) faults.push(`${name}: said twice`)
    seen.add(name)
    faults.push(...openPlaces(c.answer).map((p) => `${name}: ${p} in the answer`))
    if (c.gate === 'anyone' && carriesPerson(c.answer)) faults.push(`${name}: people, and open to anyone`)
  }
  if (faults.length > 0) throw new Error(`contracts that must not be served:\n  ${faults.join('\n  ')}`)
}

const everyProblem: ProblemCode[] = [
  'invalid',
  'not_signed_in',
  'not_allowed',
  'not_found',
  'too_many_requests',
  'broken_inside',
  'database_away',
]

function schemaOf(c: Contract) {
  const statuses = new Set([...everyProblem, ...(c.problems ?? [])].map((code) => new Problem(code).status))
  const response: Record<number, unknown> = { [okStatus(c)]: c.answer }
  for (const s of statuses) response[s] = ProblemAnswer
  return {
    summary: c.summary,
    operationId: c.verb.replaceAll('.', '_') + (c.kind === 'does' ? '' : `_${c.method.toLowerCase()}`),
    tags: [c.verb.split('.')[0]!],
    ...(c.params ? { params: c.params } : {}),
    ...(c.query ? { querystring: c.query } : {}),
    ...(c.body ? { body: c.body } : {}),
    response,
  }
}

const okStatus = (c: Contract): number =>
  c.run === 'job' ? 202 : c.kind === 'does' && c.method === 'POST' ? 201 : 200

/** Same meaning, same bytes: the order of keys in a body does not make it another command. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value && typeof value === 'object') {
    return `{${Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
      .join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}

interface ZodFault {
  instancePath?: string
  keyword?: string
  message?: string
}

/** Where a request does not fit its contract, as fields. A shape's own refusals are said by code (`impossible_date`). */
function fieldProblems(error: FastifyError): FieldProblem[] {
  return ((error.validation ?? []) as ZodFault[]).map((v) => ({
    path: v.instancePath || '/',
    code: /^[a-z_]+$/.test(v.message ?? '') ? v.message! : (v.keyword ?? 'invalid'),
  }))
}

/** Whatever a request met, as a problem. */
export function problemOf(error: FastifyError): Problem {
  if (error instanceof Problem) return error
  if (error.validation) return new Problem('invalid', { errors: fieldProblems(error) })
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return new Problem('body_too_large')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new Problem('wrong_media_type')
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Problem('body_unreadable')
  }
  if (error.statusCode === 429) return new Problem('too_many_requests')
  if (error.statusCode === 400 && error.name === 'SyntaxError') return new Problem('body_unreadable')
  return asProblem(error)
}

export async function buildServer(o: HttpOptions): Promise<FastifyInstance> {
  refuseOpenContracts(o.routes)
  const secure = o.publicUrl.startsWith('https:')
  const app = fastify({
    bodyLimit: 64 * 1024,
    trustProxy: secure,
    routerOptions: { maxParamLength: 200 },
    // Route pattern, code and constraint only: never address, parameters, detail or body.
    logController: new LogController({ disableRequestLogging: true }),
    logger:
      o.log === false
        ? false
        : {
            level: 'info',
            serializers: {
              req: () => ({}),
              res: () => ({}),
              err: () => ({ message: '', stack: '', type: '' }),
            },
          },
  })
  app.setValidatorCompiler(validatorCompiler)
  // Answers were held against their shape inside the deed's transaction; here they are only written.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))

  await app.register(cookie)
  await app.register(multipart, { limits: { fileSize: 256 * 1024 * 1024, files: 1, fields: 20 } })
  await app.register(rateLimit, {
    // An office or a shelter is one address: forty people at work stay under it. Scripts and pictures cost nothing.
    max: o.rate ?? 3000,
    timeWindow: '1 minute',
    allowList: (request) => request.url.startsWith('/assets/'),
    errorResponseBuilder: () => new Problem('too_many_requests'),
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", ...(o.styleSources ?? [])],
        // Components place themselves by style attributes; no style element of theirs is let in.
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Intégrate', version: o.version, license: { name: 'Apache-2.0' } },
    },
    transform: jsonSchemaTransform,
  })

  app.decorateRequest('actor', null)
  app.addHook('onSend', async (request, reply) => {
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })

  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error)
    logProblem(request, problem)
    return sendProblem(o, request, reply, problem)
  })
  app.setNotFoundHandler((request, reply) => sendProblem(o, request, reply, new Problem('no_such_route')))

  app.get('/api/openapi.json', { schema: { hide: true } as object }, async () => app.swagger())

  for (const route of o.routes) mount(app, o, route)
  return app
}

/** Route pattern, code and constraint only: never address, parameters, detail or body. */
export function logProblem(request: FastifyRequest, problem: Problem): void {
  if (problem.status < 500) return
  const cause = problem.cause as { code?: string; message?: string; constraint?: string } | undefined
  request.server.log.error({
    route: request.routeOptions.url,
    code: cause?.code,
    constraint: constraintOf(cause ?? {}),
    problem: problem.code,
  })
  if (process.env.INTEGRATE_DEBUG === '1') console.error(problem.cause)
}

function sendProblem(o: HttpOptions, request: FastifyRequest, reply: FastifyReply, problem: Problem) {
  const language = spoken(request)
  const answer: ProblemAnswer = {
    type: `urn:integrate:problem:${problem.code}`,
    status: problem.status,
    code: problem.code,
    title: o.say(language, `problem.${problem.code}.title`),
    action: o.say(language, `problem.${problem.code}.action`),
    ...(problem.errors.length > 0
      ? {
          errors: problem.errors.map((e) => ({
            path: e.path,
            code: e.code,
            message: e.message ?? o.say(language, `problem.field.${e.code}`),
          })),
        }
      : {}),
    ...(problem.ids.length > 0 ? { ids: problem.ids } : {}),
    ...(problem.version !== undefined ? { version: problem.version } : {}),
  }
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('content-language', language)
    .send(JSON.stringify(answer))
}

function mount(app: FastifyInstance, o: HttpOptions, { contract: c, handler }: Route): void {
  app.route({
    method: c.method,
    url: c.url,
    schema: schemaOf(c) as object,
    bodyLimit: c.bodyLimit ?? 64 * 1024,
    // Before any body is read: who is it, and may they.
    onRequest: async (request) => {
      if (c.method !== 'GET' && request.headers['x-integrate'] !== '1') throw new Problem('cross_site')
      request.actor = await o.identify(request)
      if (c.gate === 'anyone') return
      if (!request.actor) throw new Problem('not_signed_in')
      if (c.gate !== 'signed_in' && !may(request.actor, c.gate)) {
        await act(o.ground, request.actor, c.verb, async () => undefined)
      }
      if (c.kind === 'does' && !isId(String(request.headers['x-integrate-command'] ?? '')))
        throw new Problem('command_id_missing')
    },
    handler: async (request, reply) => {
      const actor = request.actor
      if (!actor) throw new Problem('not_signed_in')
      const file = c.upload ? await receive(request, o.files, c.upload.maxBytes) : undefined
      const input = {
        params: request.params,
        query: request.query,
        body: request.body,
        ...(file ? { file } : {}),
      }
      const full: Actor =
        c.gate === 'signed_in' ? { ...actor, verbs: new Set([...actor.verbs, c.verb]) } : actor
      if (typeof handler === 'function') {
        const told = await act(o.ground, full, c.verb, (deed) => handler(deed, input), { answer: c.answer })
        return reply.code(okStatus(c)).send(told)
      }
      const commandId = String(request.headers['x-integrate-command'])
      const hash = o.ground.vault.blind(
        'command',
        createHash('sha256')
          .update(
            canonical([
              c.method,
              c.url,
              input.params,
              input.body ?? null,
              ...(file ? [input.query, file.name, file.sha256] : []),
            ]),
          )
          .digest(),
      )
      let taken = false
      const told = await act(
        o.ground,
        full,
        c.verb,
        {
          does: (deed) => {
            taken = true
            return handler.does(deed, input)
          },
          answers: (deed, id) => handler.answers(deed, id, input),
        },
        { answer: c.answer, commandId, once: { hash } },
      )
        .catch((problem: Problem) => {
          taken = false
          throw problem
        })
        // A replay brought the same file again, and a refused one is nobody's.
        .finally(() => (file && !taken ? o.files?.remove(file.id) : undefined))
      return reply.code(okStatus(c)).send(told)
    },
  })
}

const startBytes = 64 * 1024

/** Takes the one file of a multipart request into the store, as it comes. */
async function receive(
  request: FastifyRequest,
  files: FileStore | undefined,
  maxBytes: number,
): Promise<Upload> {
  if (!files) throw new Problem('broken_inside', { cause: new Error('no store for files') })
  const part = await request.file({ limits: { fileSize: maxBytes }, throwFileSizeLimit: false })
  if (!part) throw new Problem('invalid', { errors: [{ path: '/file', code: 'file_missing' }] })
  const id = newId()
  const key = newFileKey()
  const start: Buffer[] = []
  let kept = 0
  const watched = (async function* () {
    for await (const piece of part.file as AsyncIterable<Buffer>) {
      if (kept < startBytes) {
        start.push(piece.subarray(0, startBytes - kept))
        kept += piece.length
      }
      yield piece
    }
    // What was cut off at the limit must not pass for the whole.
    if (part.file.truncated) throw new Problem('body_too_large')
  })()
  const { bytes, sha256 } = await files.write(id, key, watched)
  return { id, name: part.filename.slice(0, 300), bytes, sha256, key, start: Buffer.concat(start) }
}
