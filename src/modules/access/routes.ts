import { sql } from 'kysely'
import { answer, perform, type Route } from '../../server/routes.ts'
import type { TenantKind } from '../../shared/actor.ts'
import { newId } from '../../shared/id.ts'
import { orNotFound, Problem } from '../../shared/problem.ts'
import * as contract from './contract.ts'
import type { Identity } from './identity.ts'
import { colleagues, emergencies, events, grantsOf, invitations, looksAt, memberships } from './queries.ts'
import { tokenHash } from './rules/token.ts'

const one = { page: 1, size: 1, ended: 'no' as const }
const invitationDays = 7

export interface AccessOptions {
  identity: Identity
  publicUrl: string
  /** A role that opens people's data. */
  overPeople(role: string): boolean
}

export function accessRoutes(o: AccessOptions): Route[] {
  return [
    answer(contract.me, async ({ actor, db }) => {
      const tenant = await db
        .selectFrom('access.tenant')
        .select(['id', 'name', 'kind', 'demo', 'time_zone'])
        .where('id', '=', actor.tenantId)
        .executeTakeFirstOrThrow()
      return {
        account: { id: actor.accountId, name: actor.name },
        tenant: { id: tenant.id, name: tenant.name, kind: tenant.kind as TenantKind },
        organization: { id: actor.organizationId, name: actor.organizationName },
        role: actor.roles[0]!,
        roles: [...actor.roles],
        verbs: [...actor.verbs],
        sheets: [...actor.sheets],
        language: actor.language,
        demo: tenant.demo,
        timeZone: tenant.time_zone,
      }
    }),
    perform(contract.setLanguage, {
      async does({ actor, commandId }, { body }) {
        const places = await o.identity.places(actor.accountId)
        const place = orNotFound(
          places.find((p) => p.organizationId === (body.organizationId ?? actor.organizationId)),
        )
        await o.identity.moveAll(actor.accountId, place, body.language ?? actor.language)
        return commandId
      },
      answers: async () => ({ done: true as const }),
    }),
    answer(contract.myPlaces, async ({ actor }) => ({
      places: (await o.identity.places(actor.accountId)).map((p) => ({
        tenantName: p.tenantName,
        organizationId: p.organizationId,
        organizationName: p.organizationName,
        roles: p.roles,
      })),
    })),
    answer(contract.mySessions, async ({ actor }) => ({
      sessions: (await o.identity.sessions(actor.accountId)).map((s) => ({
        id: s.id,
        startedAt: s.createdAt.toISOString(),
        ...(s.seen_at ? { seenAt: s.seen_at.toISOString() } : {}),
        browser: (s.userAgent ?? '').slice(0, 200),
        current: s.id === actor.sessionId,
      })),
    })),
    perform(contract.endSession, {
      async does({ actor }, { params }) {
        await o.identity.revoke(actor.accountId, params.sessionId)
        return params.sessionId
      },
      answers: async () => ({ done: true as const }),
    }),

    answer(contract.listMemberships, (deed, { query }) => memberships(deed, query)),
    perform(contract.giveMembership, {
      async does({ actor, db }, { body }) {
        if (body.accountId === actor.accountId) throw new Problem('not_by_oneself')
        const { rows } = await sql<{ name: string }>`
          select name from access.names_of(${actor.tenantId}::uuid, ${[body.accountId]}::uuid[])`.execute(db)
        const id = newId()
        await db
          .insertInto('access.membership')
          .values({
            tenant_id: actor.tenantId,
            id,
            account_id: body.accountId,
            organization_id: body.organizationId,
            name: orNotFound(rows[0]).name,
            role: body.role,
            granted_by: actor.accountId,
          })
          .execute()
        return id
      },
      answers: async (deed, id) => orNotFound((await memberships(deed, one, id)).rows[0]),
    }),
    perform(contract.endMembership, {
      async does({ actor, db, at }, { params }) {
        const ended = await db
          .updateTable('access.membership')
          .set({ ended_at: at, ended_by: actor.accountId })
          .where('tenant_id', '=', actor.tenantId)
          .where('id', '=', params.membershipId)
          .where('ended_at', 'is', null)
          .executeTakeFirst()
        if (ended.numUpdatedRows === 0n) throw new Problem('not_found')
        return params.membershipId
      },
      answers: async (deed, id) => orNotFound((await memberships(deed, one, id)).rows[0]),
    }),

    answer(contract.listInvitations, (deed, { query }) => invitations(deed, query)),
    perform(contract.giveInvitation, {
      async does(deed, { body }) {
        const { actor, db, at, commandId } = deed
        const me = await o.identity.emailOf(actor.accountId)
        // Nobody grants a verb over people to themselves, not even by inviting their own address.
        if (me === body.email) throw new Problem('not_by_oneself')
        await db
          .insertInto('access.invitation')
          .values({
            tenant_id: actor.tenantId,
            id: commandId,
            organization_id: body.organizationId,
            role: body.role,
            name: body.name,
            email: body.email,
            token_hash: tokenHash(o.identity.invitationToken(commandId)),
            invited_by: actor.accountId,
            expires_at: new Date(at.getTime() + invitationDays * 86_400_000),
          })
          .execute()
        return commandId
      },
      async answers(deed, id) {
        const told = orNotFound((await invitations(deed, one, id)).rows[0])
        const token = o.identity.invitationToken(id)
        return {
          ...told,
          ...(told.state === 'open'
            ? { link: `${o.publicUrl}/invitation#${deed.actor.tenantId}.${token}` }
            : {}),
        }
      },
    }),
    perform(contract.revokeInvitation, {
      async does({ actor, db, at }, { params }) {
        const gone = await db
          .updateTable('access.invitation')
          .set({ revoked_at: at })
          .where('tenant_id', '=', actor.tenantId)
          .where('id', '=', params.invitationId)
          .where('accepted_at', 'is', null)
          .where('revoked_at', 'is', null)
          .executeTakeFirst()
        if (gone.numUpdatedRows === 0n) throw new Problem('invitation_over')
        return params.invitationId
      },
      answers: async (deed, id) => orNotFound((await invitations(deed, one, id)).rows[0]),
    }),

    answer(contract.listGrants, async (deed, { params }) => {
      const told = await grantsOf(deed, params.personId)
      if (told.grants.length === 0) throw new Problem('not_found')
      return told
    }),
    answer(contract.listLooks, async (deed, { params, query }) => {
      const { rows } = await sql<{
        holds: boolean
      }>`select access.holds(${deed.actor.tenantId}::uuid, ${params.personId}::uuid, array['core']) as holds`.execute(
        deed.db,
      )
      if (!rows[0]!.holds) throw new Problem('not_found')
      return looksAt(deed, params.personId, query)
    }),
    answer(contract.listColleagues, async (deed) => ({ colleagues: await colleagues(deed) })),
    perform(contract.giveGrant, {
      async does(deed, { params, body }) {
        const until = new Date(deed.at.getTime() + body.days * 86_400_000)
        const id = newId()
        await sql`select access.give_grant(${deed.actor.tenantId}::uuid, ${id}::uuid, ${params.personId}::uuid, ${body.accountId ?? body.organizationId}::uuid,
          ${body.organizationId}::uuid, ${body.sheets}::text[], ${body.purpose}, ${body.ground}, null, 'case_team', ${until}::timestamptz)`.execute(
          deed.db,
        )
        deed.touched([params.personId])
        return id
      },
      answers: (deed, _, { params }) => grantsOf(deed, params.personId),
    }),
    perform(contract.endGrant, {
      async does(deed, { params, body }) {
        const { rows } = await sql<{
          person: string
        }>`select access.end_grant(${deed.actor.tenantId}::uuid, ${params.grantId}::uuid, ${body.reason}) as person`.execute(
          deed.db,
        )
        if (rows[0]!.person !== params.personId) throw new Problem('not_found')
        deed.touched([params.personId])
        return params.grantId
      },
      answers: async () => ({ done: true as const }),
    }),

    answer(contract.listEvents, (deed, { query }) => events(deed, query)),
    perform(contract.revokeGrant, {
      async does(deed, { params, body }) {
        const { rows } = await sql<{
          person: string
        }>`select access.end_grant(${deed.actor.tenantId}::uuid, ${params.grantId}::uuid, ${body.reason}) as person`.execute(
          deed.db,
        )
        deed.touched([rows[0]!.person])
        return params.grantId
      },
      answers: async () => ({ done: true as const }),
    }),
    answer(contract.listGlass, (deed, { query }) => emergencies(deed, query)),
    perform(contract.reviewGlass, {
      async does({ actor, db, at }, { params }) {
        const done = await db
          .updateTable('access.break_glass')
          .set({ reviewed_at: at, reviewed_by: actor.accountId })
          .where('tenant_id', '=', actor.tenantId)
          .where('id', '=', params.glassId)
          .where('reviewed_at', 'is', null)
          .executeTakeFirst()
        if (done.numUpdatedRows === 0n) throw new Problem('not_found')
        return params.glassId
      },
      answers: async () => ({ done: true as const }),
    }),
  ]
}
