import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  cast,
  family,
  type House,
  house,
  member,
  organization,
  person,
  type Town,
  town,
} from '../../test/factories.ts'
import { PeopleAsked } from '../modules/registry/contract.ts'
import { registerFamily } from '../modules/registry/people.ts'
import { peoplePage, personFile } from '../modules/registry/queries.ts'
import type { Actor } from '../shared/actor.ts'
import { PersonId } from '../shared/contract.ts'
import { newId } from '../shared/id.ts'
import { act } from './guard.ts'

let h: House
let here: Town
let clerk: Actor

beforeAll(async () => {
  h = await house()
  here = await town(h)
  clerk = await member(h, here.tenantId, here.officeId, 'case_worker')
})

const events = async (tenantId: string) =>
  (
    await sql<{
      verb: string
      outcome: string
      person_ids: string[]
      shown: string | null
    }>`select * from access.event where tenant_id = ${tenantId}::uuid order by id`.execute(h.owner.db)
  ).rows

const registers = (actor: Actor, place: Town, members = [person(cast.mirlande)]) => {
  const body = family(place.noticeId, members)
  return act(h.ground, actor, 'person.register', async (deed) => {
    await registerFamily(deed, body)
    return body
  })
}

describe('the guard', () => {
  it('refuses a verb the role does not hold, and says so in an event', async () => {
    const analyst = await member(h, here.tenantId, here.officeId, 'analyst')
    await expect(registers(analyst, here)).rejects.toMatchObject({ code: 'not_allowed' })
    const last = (await events(here.tenantId)).at(-1)
    expect(last).toMatchObject({ verb: 'person.register', outcome: 'refused', person_ids: [] })
  })

  it('keeps a deed and its event together, and undoes both the deed and nothing else when it fails', async () => {
    const body = await registers(clerk, here)
    const done = (await events(here.tenantId)).at(-1)
    expect(done).toMatchObject({
      verb: 'person.register',
      outcome: 'done',
      person_ids: [body.members[0]!.personId],
    })

    const failing = act(h.ground, clerk, 'person.register', async (deed) => {
      await registerFamily(deed, family(here.noticeId, [person(cast.ana)]))
      throw new Error('a bug')
    })
    await expect(failing).rejects.toMatchObject({ code: 'broken_inside' })
    expect((await events(here.tenantId)).at(-1)).toMatchObject({
      verb: 'person.register',
      outcome: 'broken_inside',
    })
    const { rows } = await sql<{
      n: number
    }>`select count(*)::int as n from registry.person_core where tenant_id = ${here.tenantId}::uuid and given_names = 'Ana'`.execute(
      h.owner.db,
    )
    expect(rows[0]!.n).toBe(0)
  })

  it('does not let an answer go that its shape does not foresee, or that shows people nobody said', async () => {
    const shape = z.strictObject({ personId: PersonId })
    const leaky = { personId: newId(), phone: '686 555 0142' }
    await expect(
      act(h.ground, clerk, 'person.read', async () => leaky as { personId: string }, { answer: shape }),
    ).rejects.toMatchObject({ code: 'broken_inside' })
    await expect(
      act(h.ground, clerk, 'person.read', async () => ({ personId: newId() }), { answer: shape }),
    ).rejects.toMatchObject({ code: 'broken_inside' })
    const id = newId()
    const other = act(
      h.ground,
      clerk,
      'person.read',
      async (deed) => {
        deed.saw([newId()])
        return { personId: id }
      },
      { answer: shape },
    )
    await expect(other).rejects.toMatchObject({ code: 'broken_inside' })
    await expect(
      act(
        h.ground,
        clerk,
        'person.read',
        async (deed) => {
          deed.saw([id])
          return { personId: id }
        },
        { answer: shape },
      ),
    ).resolves.toEqual({ personId: id })
    expect((await events(here.tenantId)).at(-1)).toMatchObject({ shown: 'opened', person_ids: [id] })
  })

  it('does a command once, tells a replay again, and refuses the same id for something else', async () => {
    const commandId = newId()
    const body = family(here.noticeId, [person({ ...cast.yusuf, givenNames: 'Yusuf Una Vez' })])
    const run = (hash: string, actor = clerk) =>
      act(
        h.ground,
        actor,
        'person.register',
        {
          does: async (deed) => {
            await registerFamily(deed, body)
            return body.householdId
          },
          answers: async (_, id) => id,
        },
        { commandId, once: { hash: Buffer.from(hash) } },
      )
    expect(await run('a')).toBe(body.householdId)
    expect(await run('a')).toBe(body.householdId)
    await expect(run('b')).rejects.toMatchObject({ code: 'command_reused' })
    const other = await member(h, here.tenantId, here.officeId, 'case_worker')
    await expect(run('a', other)).rejects.toThrow()
    const { rows } = await sql<{
      n: number
    }>`select count(*)::int as n from registry.household where id = ${body.householdId}::uuid`.execute(
      h.owner.db,
    )
    expect(rows[0]!.n).toBe(1)
  })
})

describe('a file', () => {
  it('opens to the organization that registered, and to nobody else', async () => {
    const body = await registers(clerk, here, [
      person(cast.mirlande, {
        contact: { phone: '686 555 0142' },
        health: { body: { pregnant: 'yes' }, ground: { ground: 'health_care' } },
      }),
      person(cast.wilner, { role: 'child' }),
    ])
    const id = body.members[0]!.personId
    const file = await act(h.ground, clerk, 'person.read', (deed) => personFile(deed, id))
    expect(file).toMatchObject({
      name: 'Mirlande Désir',
      contact: { body: { phone: '686 555 0142' } },
      health: { body: { pregnant: 'yes' } },
    })
    expect(file.household?.members.map((m) => m.name)).toEqual(['Mirlande Désir', 'Wilner Pierre-Louis'])

    const shelter = await organization(h, here.tenantId)
    const stranger = await member(h, here.tenantId, shelter, 'case_worker')
    await expect(
      act(h.ground, stranger, 'person.read', (deed) => personFile(deed, id)),
    ).rejects.toMatchObject({ code: 'not_found' })
    const elsewhere = await town(h)
    const foreign = await member(h, elsewhere.tenantId, elsewhere.officeId, 'case_worker')
    await expect(act(h.ground, foreign, 'person.read', (deed) => personFile(deed, id))).rejects.toMatchObject(
      { code: 'not_found' },
    )
  })

  it('shows a role only the sheets that are its own, absent and not null', async () => {
    const body = await registers(clerk, here, [
      person(cast.ana, {
        contact: { phone: '686 555 0199' },
        documents: [{ id: newId(), type: 'asylum_certificate', evidence: 'document_seen' }],
      }),
    ])
    const guard = await member(h, here.tenantId, here.officeId, 'shelter_staff')
    const file = await act(h.ground, guard, 'person.read', (deed) =>
      personFile(deed, body.members[0]!.personId),
    )
    expect(Object.keys(file).sort()).toEqual([
      'code',
      'core',
      'household',
      'mergedFrom',
      'name',
      'opens',
      'personId',
      'registrations',
      'version',
    ])
    // And the database agrees: the role's own connection cannot read the sheet either.
    const rows = await act(
      h.ground,
      guard,
      'person.read',
      async (deed) => (await sql`select 1 from registry.person_document`.execute(deed.db)).rows,
    )
    expect(rows).toEqual([])
  })

  it('closes the moment the agreement ends', async () => {
    const shelter = await organization(h, here.tenantId)
    const staff = await member(h, here.tenantId, shelter, 'case_worker')
    const { notice } = await import('../../test/factories.ts')
    const noticeId = await notice(h, here.tenantId, shelter)
    const body = await registers(staff, { ...here, officeId: shelter, noticeId })
    const open = () =>
      act(h.ground, staff, 'person.read', (deed) => personFile(deed, body.members[0]!.personId))
    await expect(open()).resolves.toMatchObject({ name: 'Mirlande Désir' })
    await h.owner.db
      .updateTable('access.organization')
      .set({ agreement_until: new Date(Date.now() - 1000) })
      .where('id', '=', shelter)
      .execute()
    await expect(open()).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is found by name in any order, without accents, inside my grants only', async () => {
    const place = await town(h)
    const mine = await member(h, place.tenantId, place.officeId, 'case_worker')
    await registers(mine, place, [
      person(cast.ana),
      person(cast.wilner, { role: 'child' }),
      person(cast.yusuf, { role: 'not_related' }),
    ])
    const search = (actor: Actor, text?: string) =>
      act(h.ground, actor, 'person.list', (deed) => peoplePage(deed, PeopleAsked.parse(text ? { text } : {})))
    expect((await search(mine)).rows.map((r) => r.name)).toEqual([
      'Ana Barrios Castro',
      'Wilner Pierre-Louis',
      'Yusuf',
    ])
    expect((await search(mine)).total).toBe(3)
    for (const text of ['castro ana', 'barrios', 'ANA', 'ana barios'])
      expect((await search(mine, text)).rows[0]?.name, text).toBe('Ana Barrios Castro')
    for (const text of ['pierre louis', 'louis wilner', 'wilne'])
      expect((await search(mine, text)).rows[0]?.name, text).toBe('Wilner Pierre-Louis')
    expect((await search(mine, 'nadie')).total).toBe(0)
    const shelter = await organization(h, place.tenantId)
    const stranger = await member(h, place.tenantId, shelter, 'case_worker')
    expect(await search(stranger, 'ana barrios castro')).toMatchObject({ total: 0, rows: [] })
    expect(await search(stranger)).toMatchObject({ total: 0, rows: [] })
  })
})
