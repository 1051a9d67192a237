/** No sequence of registrations, grants, ends, expiries, agreements and withdrawals shows a field outside its live grants. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { registerFamily } from '../src/modules/registry/people.ts'
import { personFile } from '../src/modules/registry/queries.ts'
import { act } from '../src/server/guard.ts'
import type { Actor } from '../src/shared/actor.ts'
import { newId } from '../src/shared/id.ts'
import { sheets as allSheets, type Sheet } from '../src/shared/sheets.ts'
import { cast, family, type House, house, member, notice, organization, person, town } from './factories.ts'

let h: House
beforeAll(async () => {
  h = await house()
})

/** Where each sheet's fields stand. */
const tableOf: Partial<Record<Sheet, string[]>> = {
  core: [
    'registry.person_core',
    'registry.person_key',
    'registry.registration',
    'registry.consent',
    'registry.person_code',
  ],
  contact: ['registry.person_contact'],
  identity: ['registry.person_identity'],
  documents: ['registry.person_document', 'registry.person_situation'],
  household: ['registry.household_member'],
  needs: ['registry.person_need'],
  health: ['registry.person_health'],
  work: ['registry.person_work'],
}
const fieldOf: Partial<Record<Sheet, string[]>> = {
  contact: ['contact'],
  identity: ['identity'],
  documents: ['documents', 'situation'],
  household: ['household'],
  needs: ['needs'],
  health: ['health'],
  work: ['work'],
}
const reception: Sheet[] = [
  'core',
  'contact',
  'identity',
  'documents',
  'household',
  'needs',
  'health',
  'work',
  'school',
  'assessment',
  'notes',
]

interface ModelGrant {
  id: string
  person: string
  org: number
  sheets: Sheet[]
  live: boolean
  consent?: string
}

type Step =
  | { do: 'register'; org: number }
  | { do: 'give'; from: number; to: number; person: number; sheets: Sheet[] }
  | { do: 'consent'; to: number; person: number; sheets: Sheet[] }
  | { do: 'end'; by: number; grant: number }
  | { do: 'expire'; grant: number }
  | { do: 'withdraw'; by: number; grant: number }
  | { do: 'agreement'; org: number; live: boolean }

const org = fc.nat({ max: 2 })
const someSheets = fc.uniqueArray(fc.constantFrom(...reception), { minLength: 1, maxLength: 5 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('register' as const), org }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('give' as const),
      from: org,
      to: org,
      person: fc.nat({ max: 5 }),
      sheets: someSheets,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('consent' as const),
      to: org,
      person: fc.nat({ max: 5 }),
      sheets: someSheets,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('end' as const), by: org, grant: fc.nat({ max: 20 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const), grant: fc.nat({ max: 20 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('withdraw' as const), by: org, grant: fc.nat({ max: 20 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('agreement' as const), org, live: fc.boolean() }) },
)

describe('grants', () => {
  it('open what they name while they live, and nothing else ever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 14 }), async (steps) => {
        const place = await town(h)
        const orgs = [
          place.officeId,
          await organization(h, place.tenantId),
          await organization(h, place.tenantId, { kind: 'cso' }),
        ]
        const notices = [
          place.noticeId,
          await notice(h, place.tenantId, orgs[1]!),
          await notice(h, place.tenantId, orgs[2]!),
        ]
        const actors: Actor[] = []
        for (const o of orgs)
          actors.push({
            ...(await member(h, place.tenantId, o, ['coordinator', 'case_worker'])),
            sheets: [...allSheets],
          })
        const agreement = [true, true, true]
        const people: string[] = []
        const grants: ModelGrant[] = []
        const opens = (o: number, p: string): Set<Sheet> =>
          new Set(
            agreement[o]
              ? grants.filter((g) => g.live && g.org === o && g.person === p).flatMap((g) => g.sheets)
              : [],
          )

        for (const s of steps) {
          if (s.do === 'register') {
            const member = person(
              { ...cast.ana, givenNames: `Ana ${people.length}` },
              {
                contact: { phone: '686 555 0100' },
                needs: ['cot'],
                documents: [{ id: newId(), type: 'passport', evidence: 'self_report' }],
                situation: { populationGroup: 'refugee', stayType: 'resides', originClass: 'foreign' },
                work: { occupation: 'x' },
                health: { body: { pregnant: 'no' }, ground: { ground: 'health_care' } },
                identity: { body: { genderIdentity: 'x' }, ground: { ground: 'rights_defence' } },
              },
            )
            const done = act(h.ground, actors[s.org]!, 'person.register', (deed) =>
              registerFamily(deed, family(notices[s.org]!, [member])),
            )
            await done
            people.push(member.personId)
            const { rows } = await h.owner.pool.query<{ id: string }>(
              'select id from access.person_grant where person_id = $1',
              [member.personId],
            )
            grants.push({
              id: rows[0]!.id,
              person: member.personId,
              org: s.org,
              sheets: reception,
              live: true,
            })
          } else if (s.do === 'give') {
            const p = people[s.person]
            if (!p) continue
            const id = newId()
            const given = await act(h.ground, actors[s.from]!, 'grant.give', async ({ db, actor }) => {
              await sql`select access.give_grant(${actor.tenantId}::uuid, ${id}::uuid, ${p}::uuid, ${orgs[s.to]!}::uuid, ${orgs[s.to]!}::uuid, ${s.sheets}::text[],
                'accompaniment', 'legal_duty', null, 'case_team', ${new Date(Date.now() + 86_400_000)}::timestamptz)`.execute(
                db,
              )
              return true
            }).catch((e: { code: string }) => e.code)
            const held = opens(s.from, p)
            const mayGive = s.sheets.every((x) => held.has(x))
            expect(given, 'sharing needs holding').toBe(mayGive ? true : 'grant_not_held')
            if (mayGive) grants.push({ id, person: p, org: s.to, sheets: s.sheets, live: true })
          } else if (s.do === 'consent') {
            const p = people[s.person]
            if (!p) continue
            const [id, consent] = [newId(), newId()]
            const kind = await h.owner.pool.query<{ kind: string }>(
              'select kind from access.organization where id = $1',
              [orgs[s.to]],
            )
            await h.owner.pool.query(
              `insert into access.person_grant (tenant_id, id, person_id, grantee_id, organization_id, organization_kind, sheets, purpose, ground, consent_id, source, valid_from, valid_until)
               values ($1,$2,$3,$4,$4,$5,$6,'accompaniment','consent',$7,'case_team', now(), now() + interval '1 day')`,
              [place.tenantId, id, p, orgs[s.to], kind.rows[0]!.kind, s.sheets, consent],
            )
            grants.push({ id, person: p, org: s.to, sheets: s.sheets, live: true, consent })
          } else if (s.do === 'end') {
            const g = grants[s.grant]
            if (!g) continue
            const ended = await act(h.ground, actors[s.by]!, 'grant.end', async ({ db, actor }) => {
              await sql`select access.end_grant(${actor.tenantId}::uuid, ${g.id}::uuid, 'no_longer_needed')`.execute(
                db,
              )
              return true
            }).catch((e: { code: string }) => e.code)
            const mayEnd = opens(s.by, g.person).has('core') && g.live
            if (mayEnd) expect(ended).toBe(true)
            if (ended === true) g.live = false
          } else if (s.do === 'expire') {
            const g = grants[s.grant]
            if (!g) continue
            await h.owner.pool.query(
              `update access.person_grant set valid_from = now() - interval '2 days', valid_until = now() - interval '1 second' where id = $1`,
              [g.id],
            )
            g.live = false
          } else if (s.do === 'withdraw') {
            const g = grants[s.grant]
            if (!g?.consent) continue
            const consent = g.consent
            await act(h.ground, actors[s.by]!, 'consent.withdraw', ({ db, actor }) =>
              sql`select access.end_grants_of_consent(${actor.tenantId}::uuid, ${consent}::uuid)`.execute(db),
            )
            for (const other of grants) if (other.consent === consent) other.live = false
          } else {
            await h.owner.pool.query('update access.organization set agreement_until = $1 where id = $2', [
              s.live ? new Date(Date.now() + 86_400_000) : new Date(Date.now() - 1000),
              orgs[s.org],
            ])
            agreement[s.org] = s.live
          }

          for (const [o, actor] of actors.entries()) {
            const read = await act(h.ground, actor, 'person.read', async (deed) => {
              const rows: Record<string, string[]> = {}
              for (const [sheet, names] of Object.entries(tableOf)) {
                for (const name of names) {
                  const found = await sql<{
                    person_id: string
                  }>`select distinct person_id from ${sql.table(name)}`.execute(deed.db)
                  for (const r of found.rows) rows[r.person_id] = [...(rows[r.person_id] ?? []), sheet]
                }
              }
              return rows
            })
            for (const p of people) {
              const open = opens(o, p)
              expect(new Set(read[p] ?? []), `org ${o}`).toEqual(new Set([...open].filter((x) => tableOf[x])))
              const file = await act(h.ground, actor, 'person.read', (deed) => personFile(deed, p)).catch(
                (e: { code: string }) => e.code,
              )
              if (!open.has('core')) expect(file).toBe('not_found')
              else {
                const shown = Object.keys(file)
                for (const [sheet, fields] of Object.entries(fieldOf)) {
                  for (const f of fields)
                    expect(shown.includes(f), `${f} for org ${o}`).toBe(open.has(sheet as Sheet))
                }
              }
            }
          }
        }
      }),
      { numRuns: 30, seed: 20261121 },
    )
  })
})
