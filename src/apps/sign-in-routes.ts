/** Signing in, locking, leaving, and accepting an invitation: forms and the few calls before an actor is known. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { Identity } from '../modules/access/identity.ts'
import { logProblem, problemOf } from '../server/http.ts'
import type { Messages } from '../server/messages.ts'
import type { Language } from '../shared/actor.ts'
import { chooseLanguage, type StaffLanguage } from '../shared/messages.ts'
import { Problem } from '../shared/problem.ts'
import { headersOf } from './headers.ts'
import { ownPlace, signInPage } from './sign-in.ts'

export interface DemoAccount {
  name: string
  role: string
  email: string
  password: string
}

export interface SignInOptions {
  identity: Identity
  messages: Messages
  say(language: Language, key: string): string
  publicUrl: string
  demoAccounts?: () => readonly DemoAccount[]
}

const Form = z.object({
  email: z.string().max(200).default(''),
  password: z.string().max(200).default(''),
  to: z.string().max(500).optional(),
  lang: z.string().max(10).optional(),
})

/** Outside the contracts a body is held against its shape here; what does not fit is the sender's to correct. */
function read<T>(shape: z.ZodType<T>, body: unknown): T {
  const told = shape.safeParse(body)
  if (told.success) return told.data
  throw new Problem('invalid', {
    errors: told.error.issues.map((i) => ({ path: `/${i.path.join('/')}`, code: i.code })),
  })
}

/** The machine itself: demo accounts are shown to nobody else. */
const fromLoopback = (request: FastifyRequest): boolean => /^(127\.|::1$|::ffff:127\.)/.test(request.ip)

export function signInRoutes(app: FastifyInstance, o: SignInOptions): void {
  const hidden = { schema: { hide: true } as object }
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 16 * 1024 },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  const languageFor = (request: FastifyRequest, wanted?: string): StaffLanguage =>
    chooseLanguage('staff', [
      wanted,
      request.cookies.integrate_lang,
      ...(request.headers['accept-language'] ?? '').split(','),
    ])

  const show = (
    request: FastifyRequest,
    reply: FastifyReply,
    lang: StaffLanguage,
    more: { problem?: Problem; email?: string; to?: string | undefined },
  ) =>
    reply
      .code(more.problem?.status ?? 200)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(
        signInPage({
          lang,
          action: '/sign-in',
          messages: { ...o.messages.staff[lang].messages, ...o.messages.person[lang].messages },
          values: { ...(more.email ? { email: more.email } : {}), ...(more.to ? { to: more.to } : {}) },
          ...(more.problem
            ? {
                problem: {
                  title: o.say(lang, `problem.${more.problem.code}.title`),
                  action: o.say(lang, `problem.${more.problem.code}.action`),
                },
              }
            : {}),
          ...(o.demoAccounts && fromLoopback(request)
            ? {
                demoAccounts: o
                  .demoAccounts()
                  .map((a) => ({ ...a, role: o.say(lang, `workspace.role.${a.role}`) })),
              }
            : {}),
        }),
      )

  app.get('/sign-in', hidden, async (request, reply) => {
    const query = request.query as { lang?: string; to?: string }
    return show(request, reply, languageFor(request, query.lang), { to: query.to })
  })

  app.post(
    '/sign-in',
    {
      ...hidden,
      config: { rateLimit: { max: 30, timeWindow: '1 minute' } },
      // Too many, too large, of another kind: whoever reads a page gets a page.
      errorHandler: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
        const problem = problemOf(error)
        logProblem(request, problem)
        show(request, reply, languageFor(request), { problem })
      },
    },
    async (request, reply) => {
      const form = read(Form, request.body ?? {})
      const lang = languageFor(request, form.lang)
      try {
        sameSite(request, o.publicUrl)
        const { cookies } = await o.identity.signIn(form.email, form.password, headersOf(request), lang)
        reply.header('set-cookie', cookies)
        return reply.redirect(ownPlace(form.to), 303)
      } catch (e) {
        if (!(e instanceof Problem)) throw e
        return show(request, reply, lang, { problem: e, email: form.email, to: form.to })
      }
    },
  )

  // Before an actor: outside the contracts, and so by hand.
  const own = (request: FastifyRequest) => {
    if (request.headers['x-integrate'] !== '1') throw new Problem('cross_site')
  }
  app.post('/api/sign-out', hidden, async (request, reply) => {
    own(request)
    reply.header('set-cookie', await o.identity.signOut(headersOf(request)))
    return { done: true }
  })
  app.post('/api/lock', hidden, async (request) => {
    own(request)
    await o.identity.lock(headersOf(request))
    return { done: true }
  })
  app.post(
    '/api/unlock',
    { ...hidden, config: { rateLimit: { max: 30, timeWindow: '1 minute' } } },
    async (request) => {
      own(request)
      const { password } = read(z.strictObject({ password: z.string().max(200) }), request.body)
      await o.identity.unlock(headersOf(request), password)
      return { done: true }
    },
  )

  // The token travels in the fragment, so no log and no referrer has it; it is bound to the tenant beside it.
  const Invited = z.strictObject({ tenantId: z.uuid(), token: z.string().min(20).max(100) })
  app.post('/api/invitation', hidden, async (request) => {
    own(request)
    const { tenantId, token } = read(Invited, request.body)
    const found = await o.identity.openInvitation(tenantId, token)
    if (!found) throw new Problem('invitation_over')
    return found
  })
  app.post('/api/invitation/accept', hidden, async (request) => {
    own(request)
    const { tenantId, token, password } = read(
      Invited.extend({ password: z.string().max(200) }),
      request.body,
    )
    await o.identity.acceptInvitation(tenantId, token, password)
    return { done: true }
  })
}

/** A form posted from another site carries its origin; browsers that send none are let through by the strict cookie. */
function sameSite(request: FastifyRequest, publicUrl: string): void {
  const { origin } = request.headers
  if (!origin || origin === 'null') return
  const here = [new URL(publicUrl).host, request.headers.host]
  if (!here.includes(new URL(origin).host)) throw new Problem('cross_site')
}
