import { sql } from 'kysely'
import type { Deed } from '../../server/guard.ts'
import { answer, perform, type Route } from '../../server/routes.ts'
import { newId } from '../../shared/id.ts'
import { orNotFound, Problem } from '../../shared/problem.ts'
import * as contract from './contract.ts'
import { allTenants, organization, organizations, places, receivesPeople, tenant } from './queries.ts'
import { pageOfTenants } from './rules/tenants.ts'

const onePlace = { page: 1, size: 1 }

/** The kernel's moment: the latest day of a live agreement, at its end; nothing when none is live. */
async function settleAgreement(deed: Deed, organizationId: string): Promise<void> {
  const t = deed.actor.tenantId
  await sql`update access.organization set agreement_until = (
      select (max(a.valid_until) + 1)::timestamptz from directory.agreement a
      where a.tenant_id = ${t}::uuid and a.organization_id = ${organizationId}::uuid and a.ended_at is null and a.signed_on <= current_date)
    where tenant_id = ${t}::uuid and id = ${organizationId}::uuid`.execute(deed.db)
}

async function mustChange(count: bigint): Promise<void> {
  if (count === 0n) throw new Problem('changed_meanwhile')
}

export const routes: Route[] = [
  answer(contract.listOrganizations, (deed, { query }) => organizations(deed, query)),
  answer(contract.readOrganization, (deed, { params }) => organization(deed, params.organizationId)),
  perform(contract.addOrganization, {
    async does({ db, actor, commandId }, { body }) {
      const tenant_id = actor.tenantId
      await db
        .insertInto('access.organization')
        .values({ tenant_id, id: commandId, kind: body.kind, name: body.name })
        .execute()
      await db
        .insertInto('directory.organization')
        .values({
          tenant_id,
          organization_id: commandId,
          sector: body.sector,
          government_level: body.governmentLevel ?? null,
          data_role: body.dataRole,
          legal_regime: body.legalRegime,
          cvegeo: body.cvegeo ?? null,
          phone: body.phone ?? null,
          email: body.email ?? null,
          website: body.website ?? null,
          contact_name: body.contactName ?? null,
        })
        .execute()
      return commandId
    },
    answers: (deed, id) => organization(deed, id),
  }),
  perform(contract.editOrganization, {
    async does({ db, actor }, { params, body }) {
      const changed = await db
        .updateTable('directory.organization')
        .set({
          sector: body.sector,
          government_level: body.governmentLevel ?? null,
          data_role: body.dataRole,
          legal_regime: body.legalRegime,
          cvegeo: body.cvegeo ?? null,
          phone: body.phone ?? null,
          email: body.email ?? null,
          website: body.website ?? null,
          contact_name: body.contactName ?? null,
          version: body.version + 1,
        })
        .where('tenant_id', '=', actor.tenantId)
        .where('organization_id', '=', params.organizationId)
        .where('version', '=', body.version)
        .executeTakeFirst()
      await mustChange(changed.numUpdatedRows)
      await db
        .updateTable('access.organization')
        .set({ name: body.name })
        .where('tenant_id', '=', actor.tenantId)
        .where('id', '=', params.organizationId)
        .execute()
      return params.organizationId
    },
    answers: (deed, id) => organization(deed, id),
  }),
  perform(contract.signAgreement, {
    async does(deed, { params, body }) {
      const { db, actor, commandId } = deed
      const o = orNotFound(
        await db
          .selectFrom('access.organization')
          .select('kind')
          .where('tenant_id', '=', actor.tenantId)
          .where('id', '=', params.organizationId)
          .executeTakeFirst(),
      )
      if (!receivesPeople(o.kind) && ['data_sharing', 'processor_contract'].includes(body.kind))
        throw new Problem('firewall')
      await db
        .insertInto('directory.agreement')
        .values({
          tenant_id: actor.tenantId,
          id: commandId,
          organization_id: params.organizationId,
          kind: body.kind,
          reference: body.reference ?? null,
          signed_on: body.signedOn,
          valid_until: body.validUntil,
          signed_by: actor.accountId,
        })
        .execute()
      await settleAgreement(deed, params.organizationId)
      return params.organizationId
    },
    answers: (deed, id) => organization(deed, id),
  }),
  perform(contract.endAgreement, {
    async does(deed, { params, body }) {
      const ended = await deed.db
        .updateTable('directory.agreement')
        .set({ ended_at: deed.at, ended_reason: body.reason })
        .where('tenant_id', '=', deed.actor.tenantId)
        .where('id', '=', params.agreementId)
        .where('organization_id', '=', params.organizationId)
        .where('ended_at', 'is', null)
        .executeTakeFirst()
      if (ended.numUpdatedRows === 0n) throw new Problem('not_found')
      await settleAgreement(deed, params.organizationId)
      return params.organizationId
    },
    answers: (deed, id) => organization(deed, id),
  }),
  answer(contract.listPlaces, (deed, { query }) => places(deed, query)),
  perform(contract.addPlace, {
    async does({ db, actor, commandId }, { body }) {
      await db
        .insertInto('directory.place')
        .values({ tenant_id: actor.tenantId, id: commandId, ...placeColumns(body) })
        .execute()
      return commandId
    },
    answers: async (deed, id) => orNotFound((await places(deed, onePlace, id)).rows[0]),
  }),
  perform(contract.editPlace, {
    async does({ db, actor, at }, { params, body }) {
      const changed = await db
        .updateTable('directory.place')
        .set({ ...placeColumns(body), version: body.version + 1, closed_at: body.closed ? at : null })
        .where('tenant_id', '=', actor.tenantId)
        .where('id', '=', params.placeId)
        .where('version', '=', body.version)
        .executeTakeFirst()
      await mustChange(changed.numUpdatedRows)
      return params.placeId
    },
    answers: async (deed, id) => orNotFound((await places(deed, onePlace, id)).rows[0]),
  }),
  perform(contract.publishNotice, {
    async does({ db, actor, at }, { params, body }) {
      const tenant_id = actor.tenantId
      await db
        .updateTable('directory.notice')
        .set({ retired_at: at })
        .where('tenant_id', '=', tenant_id)
        .where('organization_id', '=', params.organizationId)
        .where('retired_at', 'is', null)
        .execute()
      const id = newId()
      await db
        .insertInto('directory.notice')
        .values({
          tenant_id,
          id,
          organization_id: params.organizationId,
          version: body.version,
          published_at: at,
        })
        .execute()
      await db
        .insertInto('directory.notice_text')
        .values(
          body.texts.map((t) => ({
            tenant_id,
            notice_id: id,
            language: t.language,
            short_text: t.shortText,
            full_text: t.fullText,
            reviewed_by: t.reviewedBy ?? null,
            reviewed_on: t.reviewedBy ? at.toISOString().slice(0, 10) : null,
          })),
        )
        .execute()
      return params.organizationId
    },
    answers: (deed, id) => organization(deed, id),
  }),
  answer(contract.readTenant, (deed) => tenant(deed)),
  answer(contract.listTenants, async ({ db }, { query }) => pageOfTenants(await allTenants(db), query)),
  perform(contract.setStage, {
    async does({ db, actor, commandId }, { body }) {
      await db
        .updateTable('directory.tenant_stage')
        .set({ until_day: body.fromDay })
        .where('tenant_id', '=', actor.tenantId)
        .where('until_day', 'is', null)
        .execute()
      await db
        .insertInto('directory.tenant_stage')
        .values({ tenant_id: actor.tenantId, id: commandId, stage: body.stage, from_day: body.fromDay })
        .execute()
      return commandId
    },
    answers: (deed) => tenant(deed),
  }),
  answer(contract.listStates, async ({ db }) => ({
    states: await db
      .selectFrom('directory.state')
      .select(['code', 'name', 'iso', 'curp'])
      .orderBy('code')
      .execute(),
  })),
  answer(contract.listMunicipalities, async ({ db }, { query }) => ({
    municipalities: await db
      .selectFrom('directory.municipality')
      .select(['cvegeo', 'name'])
      .where('state_code', '=', query.state)
      .orderBy('name')
      .execute(),
  })),
]

function placeColumns(body: {
  organizationId: string
  kind: string
  name: string
  cvegeo?: string | undefined
  address?: string | undefined
  latitude?: number | undefined
  longitude?: number | undefined
  addressPublic: boolean
  capacity?: number | undefined
}) {
  return {
    organization_id: body.organizationId,
    kind: body.kind,
    name: body.name,
    cvegeo: body.cvegeo ?? null,
    address: body.address ?? null,
    latitude: body.latitude ?? null,
    longitude: body.longitude ?? null,
    address_public: body.addressPublic,
    capacity: body.capacity ?? null,
  }
}
