/**
 * Accounts of staff: password, sessions, lockout, idle lock. The library keeps users and sessions in schema `auth`;
 * who works where is our membership. Its organization and admin features stay unused.
 */
import { betterAuth } from 'better-auth'
import { sql } from 'kysely'
import { asProblem, type Db, openPool } from '../../server/db.ts'
import type { Vault } from '../../server/vault.ts'
import type { Actor, Language, Role } from '../../shared/actor.ts'
import { newId } from '../../shared/id.ts'
import { Problem } from '../../shared/problem.ts'
import type { Sheet } from '../../shared/sheets.ts'
import { lockedUntil } from './rules/lockout.ts'
import { tokenHash } from './rules/token.ts'

export interface IdentityOptions {
  db: Db
  databaseUrl: string
  vault: Vault
  secret: string
  publicUrl: string
  /** Minutes without a request after which the password is asked again. */
  idleMinutes?: number
  powerOf(roles: readonly Role[]): { verbs: Set<string>; sheets: Sheet[] }
}

export interface Place {
  tenantId: string
  tenantName: string
  organizationId: string
  organizationName: string
  name: string
  roles: Role[]
}

export type Identity = ReturnType<typeof createIdentity>

export const passwordLength = { min: 12, max: 128 }

export function createIdentity(o: IdentityOptions) {
  const idle = (o.idleMinutes ?? 15) * 60_000
  const pool = openPool(o.databaseUrl, {
    max: 4,
    options: '-c search_path=auth',
    application_name: 'integrate-identity',
  })
  const auth = betterAuth({
    database: pool,
    secret: o.secret,
    baseURL: o.publicUrl,
    basePath: '/auth-internal',
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    session: { expiresIn: 60 * 60 * 12, updateAge: 60 * 60, cookieCache: { enabled: false } },
    advanced: {
      cookiePrefix: 'integrate',
      useSecureCookies: o.publicUrl.startsWith('https:'),
      database: { generateId: () => newId() },
      defaultCookieAttributes: { sameSite: 'strict', httpOnly: true },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })

  const addressHash = (email: string) => o.vault.blind('address', email.trim().toLowerCase())

  async function places(accountId: string): Promise<Place[]> {
    const tenants = await o.db
      .selectFrom('auth.place')
      .innerJoin('access.tenant', 'access.tenant.id', 'auth.place.tenant_id')
      .select(['access.tenant.id', 'access.tenant.name'])
      .where('auth.place.account_id', '=', accountId)
      .orderBy('access.tenant.name')
      .execute()
    const found: Place[] = []
    for (const t of tenants) {
      const { rows } = await sql<{
        organization_id: string
        organization_name: string
        name: string
        roles: Role[]
      }>`
        select * from access.memberships_of(${t.id}::uuid, ${accountId}::uuid)`.execute(o.db)
      for (const m of rows) {
        found.push({
          tenantId: t.id,
          tenantName: t.name,
          organizationId: m.organization_id,
          organizationName: m.organization_name,
          name: m.name,
          roles: m.roles,
        })
      }
    }
    return found
  }

  /**
   * Counts wrong passwords in a row, whoever's address it is; a right one forgets them. An attempt is counted before
   * it is judged: a hundred at the same moment are five tries, not a hundred.
   */
  async function tryPassword(email: string, right: () => Promise<boolean>): Promise<void> {
    const hash = addressHash(email)
    const free = await o.db.transaction().execute(async (tx) => {
      await tx
        .insertInto('auth.lockout')
        .values({ address_hash: hash, failures: 0, last_at: new Date() })
        .onConflict((c) => c.doNothing())
        .execute()
      const row = await tx
        .selectFrom('auth.lockout')
        .select(['failures', 'last_at'])
        .where('address_hash', '=', hash)
        .forUpdate()
        .executeTakeFirst()
      // After waiting for the others; one of them may have been right, and then the row is gone.
      const now = new Date()
      const until = lockedUntil(row && { failures: row.failures, lastAt: row.last_at })
      if (until && until > now) return false
      const failures = (row?.failures ?? 0) + 1
      await tx
        .insertInto('auth.lockout')
        .values({ address_hash: hash, failures, last_at: now })
        .onConflict((c) => c.column('address_hash').doUpdateSet({ failures, last_at: now }))
        .execute()
      return true
    })
    if (!free) throw new Problem('locked_out')
    if (!(await right())) throw new Problem('wrong_password')
    await o.db.deleteFrom('auth.lockout').where('address_hash', '=', hash).execute()
  }

  async function verifies(email: string, password: string): Promise<boolean> {
    const row = await o.db
      .selectFrom('auth.user')
      .innerJoin('auth.account', 'auth.account.userId', 'auth.user.id')
      .select('auth.account.password')
      .where('auth.user.email', '=', email.trim().toLowerCase())
      .executeTakeFirst()
    return row?.password ? (await auth.$context).password.verify({ hash: row.password, password }) : false
  }

  /** The library hides what went wrong beneath it; beneath it is only the database. */
  const away = (cause: unknown): Problem => new Problem('database_away', { cause })
  const sessionOf = (headers: Headers) =>
    auth.api.getSession({ headers }).catch((cause: unknown) => {
      throw away(cause)
    })

  async function choosePlace(sessionId: string, place: Place, language: Language): Promise<void> {
    await o.db
      .insertInto('auth.session_place')
      .values({
        session_id: sessionId,
        tenant_id: place.tenantId,
        organization_id: place.organizationId,
        language,
      })
      .onConflict((c) =>
        c
          .column('session_id')
          .doUpdateSet({ tenant_id: place.tenantId, organization_id: place.organizationId, language }),
      )
      .execute()
  }

  return {
    auth,
    places,

    /**
     * Sign in: the answer's cookies, or a problem. A wrong address and a wrong password are one answer.
     * @throws Problem wrong_password, locked_out
     */
    async signIn(
      email: string,
      password: string,
      headers: Headers,
      language: Language,
    ): Promise<{ cookies: string[]; accountId: string; places: Place[] }> {
      let answer: Response | undefined
      await tryPassword(email, async () => {
        answer = await auth.api.signInEmail({
          body: { email: email.trim().toLowerCase(), password },
          headers,
          asResponse: true,
        })
        // Neither right nor wrong: not a failed attempt of theirs.
        if (answer.status >= 500) throw away(new Error(`sign-in answered ${answer.status}`))
        return answer.ok
      })
      if (!answer) throw new Problem('wrong_password')
      const told = (await answer.json()) as { token: string; user: { id: string } }
      const session = await o.db
        .selectFrom('auth.session')
        .select('id')
        .where('token', '=', told.token)
        .executeTakeFirstOrThrow()
      const found = await places(told.user.id)
      if (!found[0]) throw new Problem('not_allowed')
      await choosePlace(session.id, found[0], language)
      return { cookies: answer.headers.getSetCookie(), accountId: told.user.id, places: found }
    },

    async signOut(headers: Headers): Promise<string[]> {
      const answer = await auth.api.signOut({ headers, asResponse: true })
      return answer.headers.getSetCookie()
    },

    /** Who these cookies are, acting where they chose; null when nobody, or idle too long. */
    async actorOf(headers: Headers): Promise<Actor | null> {
      if (!headers.get('cookie')?.includes('integrate.session_token')) return null
      const found = await sessionOf(headers)
      if (!found) return null
      const place = await o.db
        .selectFrom('auth.session_place')
        .select(['tenant_id', 'organization_id', 'language', 'seen_at', 'locked_at'])
        .where('session_id', '=', found.session.id)
        .executeTakeFirst()
      if (!place) return null
      const now = Date.now()
      if (place.locked_at) throw new Problem('session_locked')
      if (now - place.seen_at.getTime() > idle) {
        await o.db
          .updateTable('auth.session_place')
          .set({ locked_at: new Date(now) })
          .where('session_id', '=', found.session.id)
          .execute()
        throw new Problem('session_locked')
      }
      if (now - place.seen_at.getTime() > 30_000) {
        await o.db
          .updateTable('auth.session_place')
          .set({ seen_at: new Date(now) })
          .where('session_id', '=', found.session.id)
          .execute()
      }
      const { rows } = await sql<{
        organization_id: string
        organization_name: string
        name: string
        roles: Role[]
      }>`
        select * from access.memberships_of(${place.tenant_id}::uuid, ${found.user.id}::uuid)`.execute(o.db)
      const here = rows.find((r) => r.organization_id === place.organization_id)
      if (!here) return null
      const power = o.powerOf(here.roles)
      return {
        tenantId: place.tenant_id,
        organizationId: here.organization_id,
        organizationName: here.organization_name,
        accountId: found.user.id,
        sessionId: found.session.id,
        name: here.name,
        roles: here.roles,
        verbs: power.verbs,
        sheets: power.sheets,
        language: place.language as Language,
      }
    },

    /** Act elsewhere, or in another language, in every session of this account. */
    async moveAll(accountId: string, place: Place, language: Language): Promise<void> {
      await o.db
        .updateTable('auth.session_place')
        .set({ tenant_id: place.tenantId, organization_id: place.organizationId, language })
        .where('session_id', 'in', (q) =>
          q.selectFrom('auth.session').select('id').where('userId', '=', accountId),
        )
        .execute()
    },

    /** Lock this session until the password is said again. */
    async lock(headers: Headers): Promise<void> {
      const found = await sessionOf(headers)
      if (found)
        await o.db
          .updateTable('auth.session_place')
          .set({ locked_at: new Date() })
          .where('session_id', '=', found.session.id)
          .execute()
    },

    /** @throws Problem wrong_password, locked_out, not_signed_in */
    async unlock(headers: Headers, password: string): Promise<void> {
      const found = await sessionOf(headers)
      if (!found) throw new Problem('not_signed_in')
      await tryPassword(found.user.email, () => verifies(found.user.email, password))
      await o.db
        .updateTable('auth.session_place')
        .set({ locked_at: null, seen_at: new Date() })
        .where('session_id', '=', found.session.id)
        .execute()
    },

    emailOf: async (accountId: string): Promise<string | undefined> =>
      (await o.db.selectFrom('auth.user').select('email').where('id', '=', accountId).executeTakeFirst())
        ?.email,

    /** The token of an invitation, derived so that a replayed command shows the same link; 256 bits, key outside the database. */
    invitationToken: (id: string): string => o.vault.blind('invitation', id).toString('base64url'),

    async sessions(accountId: string) {
      return o.db
        .selectFrom('auth.session')
        .leftJoin('auth.session_place', 'auth.session_place.session_id', 'auth.session.id')
        .select([
          'auth.session.id',
          'auth.session.createdAt',
          'auth.session.userAgent',
          'auth.session_place.seen_at',
        ])
        .where('auth.session.userId', '=', accountId)
        .where('auth.session.expiresAt', '>', new Date())
        .orderBy('auth.session.createdAt', 'desc')
        .execute()
    },

    async revoke(accountId: string, sessionId: string): Promise<void> {
      const gone = await o.db
        .deleteFrom('auth.session')
        .where('id', '=', sessionId)
        .where('userId', '=', accountId)
        .executeTakeFirst()
      if (gone.numDeletedRows === 0n) throw new Problem('not_found')
    },

    currentSession: async (headers: Headers): Promise<string | undefined> =>
      (await sessionOf(headers))?.session.id,

    /** An account for this address: the one that is there, or a new one with this password. */
    async account(email: string, name: string, password: string): Promise<string> {
      const address = email.trim().toLowerCase()
      const known = await o.db
        .selectFrom('auth.user')
        .select('id')
        .where('email', '=', address)
        .executeTakeFirst()
      if (known) return known.id
      if (password.length < passwordLength.min || password.length > passwordLength.max) {
        throw new Problem('invalid', { errors: [{ path: '/password', code: 'password_length' }] })
      }
      const context = await auth.$context
      const id = newId()
      await o.db.transaction().execute(async (tx) => {
        await tx.insertInto('auth.user').values({ id, name, email: address, emailVerified: true }).execute()
        await tx
          .insertInto('auth.account')
          .values({
            id: newId(),
            userId: id,
            accountId: id,
            providerId: 'credential',
            password: await context.password.hash(password),
          })
          .execute()
      })
      return id
    },

    async openInvitation(tenantId: string, token: string) {
      const { rows } = await sql<{ organization_name: string; role: Role; name: string; email: string }>`
        select * from access.open_invitation(${tenantId}::uuid, ${tokenHash(token)})`.execute(o.db)
      const found = rows[0]
      if (!found) return null
      const known = await o.db
        .selectFrom('auth.user')
        .select('id')
        .where('email', '=', found.email)
        .executeTakeFirst()
      return {
        organizationName: found.organization_name,
        role: found.role,
        name: found.name,
        email: found.email,
        hasAccount: Boolean(known),
      }
    },

    /** A new account chooses its password; a known one says it. @throws Problem invitation_over, wrong_password, invalid */
    async acceptInvitation(tenantId: string, token: string, password: string): Promise<void> {
      const { rows } = await sql<{
        name: string
        email: string
      }>`select * from access.open_invitation(${tenantId}::uuid, ${tokenHash(token)})`.execute(o.db)
      const invited = rows[0]
      if (!invited) throw new Problem('invitation_over')
      const known = await o.db
        .selectFrom('auth.user')
        .select('id')
        .where('email', '=', invited.email)
        .executeTakeFirst()
      if (known) await tryPassword(invited.email, () => verifies(invited.email, password))
      const accountId = known?.id ?? (await this.account(invited.email, invited.name, password))
      await sql`select access.accept_invitation(${tenantId}::uuid, ${tokenHash(token)}, ${accountId}::uuid, ${newId()}::uuid)`
        .execute(o.db)
        .catch((e: unknown) => {
          throw asProblem(e)
        })
      await this.work(accountId, tenantId)
    },

    async work(accountId: string, tenantId: string): Promise<void> {
      await o.db
        .insertInto('auth.place')
        .values({ account_id: accountId, tenant_id: tenantId })
        .onConflict((c) => c.doNothing())
        .execute()
    },

    close: () => pool.end(),
  }
}
