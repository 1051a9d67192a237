/** What waits on the desks of the demonstration: people registered twice by two organizations, and one emergency. */
import { sql } from 'kysely'
import type { Core, Registration } from '../modules/registry/contract.ts'
import { openInEmergency } from '../modules/registry/desk.ts'
import { registerFamily } from '../modules/registry/people.ts'
import { act } from '../server/guard.ts'
import type { Actor, Verb } from '../shared/actor.ts'
import { newId } from '../shared/id.ts'
import type { DemoTown } from './demo-steps.ts'

/** How each arrival at the shelter tells what the office wrote down before. */
const retold: ((core: Core) => Core)[] = [
  (core) => core,
  ({ surname2: _, ...core }) => core,
  (core) => ({ ...core, surname1: core.surname1!.normalize('NFD').replace(/\p{M}/gu, '') }),
  (core) => ({ ...core, givenNames: core.givenNames!.split(' ')[0]! }),
]

export async function seedDesks(town: DemoTown): Promise<void> {
  const { owner, tenantId, organizations, actors } = town
  /** How many deeds of this verb this account has done: after a first start that broke off, some are. */
  const done = async ({ accountId }: Actor, verb: Verb) =>
    (
      await sql`select from access.event where tenant_id = ${tenantId}::uuid and account_id = ${accountId}::uuid
        and verb = ${verb}`.execute(owner.db)
    ).rows.length
  const registered = await done(actors.shelterIntake, 'person.register')
  const opened = await done(actors.legalClinic, 'glass.break')
  const { rows } = await sql<{ core: Core; code: string }>`
    select jsonb_build_object('givenNames', c.given_names, 'surname1', c.surname_1, 'surname2', c.surname_2,
        'birth', jsonb_build_object('year', c.birth_year, 'month', c.birth_month, 'day', c.birth_day, 'precision', 'day'),
        'sex', c.sex, 'nationalities', c.nationalities, 'languages', c.languages) as core,
      (select k.code from registry.person_code k where k.tenant_id = c.tenant_id and k.person_id = c.person_id limit 1) as code
    from registry.person_core c
    join registry.registration r on r.tenant_id = c.tenant_id and r.person_id = c.person_id
      and r.organization_id = ${organizations.get('dif')!}::uuid
    where c.tenant_id = ${tenantId}::uuid and c.superseded_at is null and c.birth_precision = 'day' and c.surname_2 is not null
      and c.birth_year between 1975 and 2000
    order by md5(c.sort_key) limit ${retold.length + 1}`.execute(owner.db)
  const noticeId = await owner.db
    .selectFrom('directory.notice')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('organization_id', '=', actors.shelterIntake.organizationId)
    .executeTakeFirstOrThrow()
  for (const [i, retell] of retold.entries()) {
    if (i < registered) continue
    const body: Registration = {
      householdId: newId(),
      notice: {
        noticeId: noticeId.id,
        language: 'es',
        how: 'read_aloud',
        interpreter: 'Nadia Torres (ejemplo)',
      },
      channel: 'shelter',
      registeredOn: new Date().toISOString().slice(0, 10),
      members: [{ personId: newId(), role: 'head', core: retell(rows[i]!.core), source: 'person' }],
    }
    await act(town.ground, actors.shelterIntake, 'person.register', async (deed) => {
      await registerFamily(deed, body)
      deed.touched(body.members.map((m) => m.personId))
    })
  }
  if (opened === 0)
    await act(town.ground, actors.legalClinic, 'glass.break', async (deed) => {
      await openInEmergency(deed, {
        code: rows.at(-1)!.code,
        reason: 'Audiencia mañana a primera hora y no localizamos a la persona (ejemplo)',
        hours: 12,
      })
    })
  town.say(`  ${retold.length} people registered twice, one file opened in an emergency`)
}
