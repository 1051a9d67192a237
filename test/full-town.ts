/** A town with at least one row in every table of a tenant; a new table asks for a line here. */

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { fanOutSightings, newSealKey, sealEvents } from '../src/modules/access/jobs.ts'
import { countTask, tasks as observatoryTasks } from '../src/modules/observatory/jobs.ts'
import { act } from '../src/server/guard.ts'
import type { Actor } from '../src/shared/actor.ts'
import { newId } from '../src/shared/id.ts'
import { censusWork, loadCensus } from './census.ts'
import { cast, family, type House, member, person, type Town, town } from './factories.ts'
import { testServer } from './server.ts'

export interface FullTown extends Town {
  coordinator: Actor
  people: string[]
}

export async function fullTown(h: House): Promise<FullTown> {
  const place = await town(h)
  const coordinator = await member(h, place.tenantId, place.officeId, [
    'coordinator',
    'case_worker',
    'protection_worker',
  ])
  const administrator = await member(h, place.tenantId, place.officeId, 'tenant_administrator')
  const server = await testServer(h)
  const must = async (actor: Actor, method: string, url: string, body?: unknown) => {
    const told = await server.call(actor, method, url, body)
    if (told.status >= 300) throw new Error(`${method} ${url}: ${told.text}`)
    return told.body
  }

  const members = [
    person(cast.mirlande, {
      contact: { phone: '686 555 0142' },
      needs: ['cot'],
      documents: [{ id: newId(), type: 'asylum_certificate', number: 'COMAR-1', evidence: 'document_seen' }],
      situation: { populationGroup: 'asylum_applicant', stayType: 'resides', originClass: 'foreign' },
      work: { occupation: 'Costurera' },
      health: {
        body: { pregnant: 'yes' },
        ground: { ground: 'consent', method: 'signature', interpreter: 'Jean (de prueba)' },
      },
      identity: {
        body: { genderIdentity: 'mujer trans' },
        ground: { ground: 'consent', method: 'signature' },
      },
    }),
    person(cast.wilner, { role: 'child' }),
  ]
  const told = await server.call(coordinator, 'POST', '/api/households', family(place.noticeId, members))
  if (told.status !== 201) throw new Error(told.text)
  const [a, b] = members.map((m) => m.personId).sort() as [string, string]
  await must(coordinator, 'GET', `/api/people/${a}`)
  await must(administrator, 'POST', '/api/invitations', {
    organizationId: place.officeId,
    role: 'case_worker',
    name: 'Persona Invitada (de prueba)',
    email: 'invitada@example.org',
  })
  await must(administrator, 'POST', '/api/places', {
    organizationId: place.officeId,
    kind: 'office',
    name: 'Oficina',
    addressPublic: false,
  })
  await must(administrator, 'POST', `/api/organizations/${place.officeId}/agreements`, {
    kind: 'collaboration',
    signedOn: '2026-01-01',
    validUntil: '2029-01-01',
  })
  await must(administrator, 'POST', '/api/organizations', {
    name: 'Otra (de prueba)',
    kind: 'cso',
    sector: 'civil_society',
    dataRole: 'processor',
    legalRegime: 'private',
  })
  await must(administrator, 'POST', '/api/tenant/stages', { stage: 'pilot', fromDay: '2026-01-01' })

  await sql`select registry.put_duplicate(${place.tenantId}::uuid, ${newId()}::uuid, ${a}::uuid, ${b}::uuid, 0.9, '{surname}')`.execute(
    h.worker.db,
  )
  await act(h.ground, coordinator, 'glass.break', async (deed) => {
    const keys = await deed.tenantKeys()
    const { seal } = await import('../src/server/vault.ts')
    await sql`select access.break_glass(${place.tenantId}::uuid, ${newId()}::uuid, ${newId()}::uuid, ${a}::uuid,
      ${seal(keys.own, 'access.break_glass.reason_sealed', 'motivo de prueba')}::bytea, 2)`.execute(deed.db)
  })
  await assessed(h, must, coordinator, members[0]!.personId)
  // In windows of two rows, so that the rows of a long file are compared by blocks too.
  await loadCensus(
    censusWork(h, { windowRows: 2 }),
    coordinator,
    'Nombre;Apellido;Fecha nac.;Familia;Embarazo\nGuerda;Lafleur;3/2/1990;F-1;Sí\nJude;Lafleur;4/9/2014;F-1;No\nAlix;Cadet;31/02/1990;F-2;No\n',
    { columns: { Nombre: 'given' }, grounds: { pregnancy: 'health_care' } },
  )
  await must(coordinator, 'POST', '/api/figures')
  await observatoryTasks({ worker: h.worker, vault: h.vault })[countTask]!({
    tenantId: place.tenantId,
    eventId: newId(),
  })
  await sealEvents(h.worker, place.tenantId, {
    key: newSealKey(),
    folder: mkdtempSync(join(tmpdir(), 'integrate-seals-')),
  })
  await fanOutSightings(h.worker, place.tenantId)
  return { ...place, coordinator, people: [a, b] }
}

type Must = (actor: Actor, method: string, url: string, body?: unknown) => Promise<Record<string, unknown>>

/** One interview with its special part, results, decisions, a contest, a flag the case team sees the support of. */
async function assessed(h: House, must: Must, coordinator: Actor, personId: string): Promise<void> {
  await h.owner.db
    .insertInto('assessment.poverty_line')
    .values({ month: '2026-11', area: 'urban', centavos: 250_000, source: 'de prueba' })
    .onConflict((c) => c.doNothing())
    .execute()
  const assessmentId = newId()
  await must(coordinator, 'POST', `/api/people/${personId}/interview`, {
    assessmentId,
    phase: 'assessment',
    setting: 'private',
    respondent: 'self',
    interpreter: 'none',
    serviceNow: true,
    language: 'ht',
  })
  const says = (item: string, field: string, value: string) =>
    must(coordinator, 'PUT', `/api/interviews/${assessmentId}/items/${item}`, {
      answerId: newId(),
      basedOn: null,
      fields: [{ field, value }],
    })
  await says('ID2', 'ID2', 'no')
  await says('ST1', 'ST1', 'desea_orientacion')
  const { assessment } = (await must(coordinator, 'POST', `/api/interviews/${assessmentId}/finish`, {
    version: 1,
  })) as { assessment: { version: number } }
  await must(coordinator, 'POST', `/api/interviews/${assessmentId}/decision`, {
    version: assessment.version,
    kind: 'overridden',
    reason: 'motivo de prueba',
    added: ['FO1'],
  })
  await must(coordinator, 'POST', `/api/interviews/${assessmentId}/contests`, {
    contestId: newId(),
    words: 'palabras de prueba',
  })
  await must(coordinator, 'POST', `/api/people/${personId}/flags`, {
    flagId: newId(),
    flag: 'RF6',
    raisedBy: 'observation',
  })
  await must(coordinator, 'GET', `/api/people/${personId}/protection`)
  await must(coordinator, 'POST', `/api/interviews/${assessmentId}/protection-decision`, {
    kind: 'confirmed',
  })
}
