/** Registering, listing, searching and finding duplicates among 100,000 people in 40 organizations, beside bare SQL. */
import { randomBytes } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { powerOf } from '../src/apps/roles.ts'
import {
  PeopleAsked,
  type Registration,
  registerFamily as registerContract,
  searchPeople,
} from '../src/modules/registry/contract.ts'
import { listeners } from '../src/modules/registry/jobs.ts'
import { blocksOf } from '../src/modules/registry/people.ts'
import { peoplePage } from '../src/modules/registry/queries.ts'
import { routes } from '../src/modules/registry/routes.ts'
import { makeCode } from '../src/modules/registry/rules/code.ts'
import { nameKeys, sortKey } from '../src/modules/registry/rules/names.ts'
import { namesOf } from '../src/modules/registry/shapes.ts'
import { type Connection, connect } from '../src/server/db.ts'
import { act, type Ground } from '../src/server/guard.ts'
import { throwAwayPostgres } from '../src/server/throwaway.ts'
import { createVault, type Vault } from '../src/server/vault.ts'
import type { Actor } from '../src/shared/actor.ts'
import { newId } from '../src/shared/id.ts'
import { median, paired, percentile, timed } from './measure.ts'
import type { BenchTable } from './table.ts'

const people = Number(process.env.BENCH_PEOPLE ?? 100_000)
const organizations = 40
const given = [
  'Mirlande',
  'Wilner',
  'Nadège',
  'Jean Robert',
  'Marie Ange',
  'Esther',
  'Ana María',
  'José Luis',
  'Yessenia',
  'Karla',
  'Darwin',
  'Óscar',
  'Fabiola',
  'Kenson',
  'Islande',
  'Guadalupe',
  'Rosa',
  'Miguel Ángel',
  'Lovelie',
  'Stanley',
]
const family = [
  'Désir',
  'Pierre Louis',
  'Joseph',
  'Jean Baptiste',
  'Metellus',
  'Hernández',
  'García',
  'Mejía',
  'Banegas',
  'Zelaya',
  'López',
  'Flores',
  'Castro',
  'Reyes',
  'Toussaint',
  'Cadet',
  'Mondésir',
  'Yáñez',
  'Peña',
  'Barrios',
  'Rivas',
  'Orellana',
  'Ventura',
  'Dorvil',
  'Augustin',
]

let state = 20_261_121
const draw = (n: number): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * n)
}
const syllables = [
  'ba',
  'ro',
  'lin',
  'ché',
  'mar',
  'to',
  'sel',
  'vi',
  'nor',
  'dé',
  'gas',
  'ple',
  'zu',
  'ki',
  'ran',
]
const madeUp = () => {
  const s = Array.from({ length: 2 + draw(2) }, () => syllables[draw(syllables.length)]).join('')
  return s[0]!.toUpperCase() + s.slice(1)
}

export function someone() {
  // Half with the commonest surnames, half with rarer ones, as registers are.
  const surname = () => (draw(2) === 0 ? family[draw(family.length)]! : madeUp())
  return {
    givenNames: `${given[draw(given.length)]}${draw(3) === 0 ? ` ${madeUp()}` : ''}`,
    surname1: surname(),
    ...(draw(2) === 0 ? { surname2: surname() } : {}),
    birth: { year: 1945 + draw(78), month: 1 + draw(12), day: 1 + draw(28), precision: 'day' as const },
    sex: draw(2) === 0 ? ('female' as const) : ('male' as const),
    nationalities: [['HTI', 'HND', 'SLV', 'GTM', 'VEN', 'MEX'][draw(6)]!],
    languages: [],
  }
}

interface Filled {
  tenantId: string
  orgs: string[]
  noticeIds: string[]
}

export async function fill(owner: Connection, vault: Vault): Promise<Filled> {
  const tenantId = newId()
  const keyId = newId()
  await owner.db
    .insertInto('access.tenant')
    .values({
      id: tenantId,
      kind: 'municipality',
      name: 'Banco de pruebas',
      cvegeo: '02002',
      state_code: '02',
    })
    .execute()
  const wrapped = vault.createTenantKey(keyId)
  await owner.db
    .insertInto('access.tenant_key')
    .values({ tenant_id: tenantId, id: keyId, wrapped_key: wrapped })
    .execute()
  const { blind } = vault.tenant([{ id: keyId, wrapped_key: wrapped }])
  const orgs = Array.from({ length: organizations }, () => newId())
  const noticeIds = orgs.map(() => newId())
  const until = new Date(Date.now() + 3e10)
  await owner.db
    .insertInto('access.organization')
    .values(
      orgs.map((id, i) => ({
        tenant_id: tenantId,
        id,
        kind: 'shelter',
        name: `Albergue ${i}`,
        agreement_until: until,
      })),
    )
    .execute()
  await owner.db
    .insertInto('directory.notice')
    .values(
      orgs.map((o, i) => ({ tenant_id: tenantId, id: noticeIds[i]!, organization_id: o, version: '1' })),
    )
    .execute()
  await owner.db
    .insertInto('directory.notice_text')
    .values(
      noticeIds.map((n) => ({
        tenant_id: tenantId,
        notice_id: n,
        language: 'es',
        short_text: 'x',
        full_text: 'x',
      })),
    )
    .execute()

  const account = newId()
  for (let from = 0; from < people; from += 2000) {
    const rows = Array.from({ length: Math.min(2000, people - from) }, () => ({
      id: newId(),
      core: someone(),
    }))
    const ids = rows.map((r) => r.id)
    await owner.db.transaction().execute(async (tx) => {
      await sql`insert into access.person (tenant_id, id, wrapped_key) select ${tenantId}::uuid, i, '\\x00' from unnest(${ids}::uuid[]) i`.execute(
        tx,
      )
      // Organization 0 sees all, 1 a fifth, 2 a fiftieth; each person is of one of the others besides.
      const grants = rows.flatMap((r, i) => {
        const n = from + i
        const to = [orgs[0]!, orgs[3 + (n % (organizations - 3))]!]
        if (n % 5 === 0) to.push(orgs[1]!)
        if (n % 50 === 0) to.push(orgs[2]!)
        return to.map((o) => ({ id: newId(), person: r.id, o }))
      })
      await sql`insert into access.person_grant (tenant_id, id, person_id, grantee_id, organization_id, organization_kind, sheets, purpose, ground, source, valid_from, valid_until)
        select ${tenantId}::uuid, g.id, g.person, g.o, g.o, 'shelter', '{core,contact,household,needs}', 'reception', 'legal_duty', 'registration', now(), ${until}::timestamptz
        from unnest(${grants.map((g) => g.id)}::uuid[], ${grants.map((g) => g.person)}::uuid[], ${grants.map((g) => g.o)}::uuid[]) as g (id, person, o)`.execute(
        tx,
      )
      await tx
        .insertInto('registry.person_core')
        .values(
          rows.map((r) => ({
            tenant_id: tenantId,
            id: newId(),
            person_id: r.id,
            version: 1,
            given_names: r.core.givenNames,
            surname_1: r.core.surname1,
            surname_2: r.core.surname2 ?? null,
            sort_key: sortKey(namesOf(r.core)),
            birth_year: r.core.birth.year,
            birth_month: r.core.birth.month,
            birth_day: r.core.birth.day,
            birth_precision: 'day',
            sex: r.core.sex,
            nationalities: r.core.nationalities,
            recorded_by: account,
            organization_id: orgs[0]!,
            source: 'census',
          })),
        )
        .execute()
      const keys = rows.flatMap((r) => nameKeys(namesOf(r.core)).map((k) => [k, r.id] as const))
      await sql`insert into registry.person_key (tenant_id, key, person_id) select ${tenantId}::uuid, k.key, k.id from unnest(${keys.map((k) => k[0])}::text[], ${keys.map((k) => k[1])}::uuid[]) as k (key, id)`.execute(
        tx,
      )
      const blocks = rows.flatMap((r) => blocksOf(blind, r.core, undefined).map((b) => [b, r.id] as const))
      await sql`insert into registry.person_block (tenant_id, block, person_id) select ${tenantId}::uuid, k.b, k.id from unnest(${blocks.map((k) => k[0])}::bytea[], ${blocks.map((k) => k[1])}::uuid[]) as k (b, id)`.execute(
        tx,
      )
      await sql`insert into registry.person_code (tenant_id, code, person_id) select ${tenantId}::uuid, c.code, c.id from unnest(${ids.map(() => makeCode(randomBytes(5)))}::text[], ${ids}::uuid[]) as c (code, id) on conflict do nothing`.execute(
        tx,
      )
    })
  }
  // As autovacuum leaves a database at work: what is read by index alone is read so, on both sides of each ratio.
  await owner.pool.query('vacuum (analyze)')
  return { tenantId, orgs, noticeIds }
}

export const actorAt = (f: Filled, org: number): Actor => {
  const power = powerOf(['coordinator', 'case_worker'])
  return {
    tenantId: f.tenantId,
    organizationId: f.orgs[org]!,
    organizationName: 'x',
    accountId: newId(),
    name: 'Banco',
    roles: ['coordinator', 'case_worker'],
    ...power,
    language: 'es',
  }
}

/** Same rows, total and details, by hand: the grant predicate written out, as the owner, in one transaction. */
async function byHand(owner: Connection, f: Filled, org: number): Promise<number> {
  return owner.db.transaction().execute(async (tx) => {
    const mine = sql`exists (select 1 from access.person_grant g where g.tenant_id = ${f.tenantId}::uuid and g.person_id = c.person_id
      and g.grantee_id = ${f.orgs[org]!}::uuid and 'core' = any (g.sheets) and g.ended_at is null and g.valid_from <= now() and g.valid_until > now())`
    const where = sql`c.tenant_id = ${f.tenantId}::uuid and c.superseded_at is null and ${mine}
      and not exists (select 1 from access.person p where p.tenant_id = ${f.tenantId}::uuid and p.id = c.person_id and (p.merged_into is not null or p.state <> 'active'))`
    const { rows } = await sql<{
      person_id: string
    }>`select c.* from registry.person_core c where ${where} order by c.sort_key, c.person_id limit 100`.execute(
      tx,
    )
    const { rows: total } = await sql<{
      n: number
    }>`select count(*)::int as n from registry.person_core c where ${where}`.execute(tx)
    await sql`select p.id,
      (select c.code from registry.person_code c where c.tenant_id = ${f.tenantId}::uuid and c.person_id = p.id order by c.given_at desc limit 1) as code,
      (select r.registered_on from registry.registration r where r.tenant_id = ${f.tenantId}::uuid and r.person_id = p.id order by r.at limit 1) as registered_on,
      m.household_id from unnest(${rows.map((r) => r.person_id)}::uuid[]) as p (id)
      left join registry.household_member m on m.tenant_id = ${f.tenantId}::uuid and m.person_id = p.id and m.until_at is null`.execute(
      tx,
    )
    return total[0]!.n
  })
}

function familyOf(f: Filled, org: number, confirmed: boolean): Registration {
  return {
    householdId: newId(),
    notice: {
      noticeId: f.noticeIds[org]!,
      language: 'es',
      how: 'read_aloud',
      interpreter: 'Intérprete de prueba',
    },
    channel: 'shelter',
    registeredOn: '2026-11-20',
    members: (['head', 'partner', 'child'] as const).map((role) => ({
      personId: newId(),
      role,
      core: someone(),
      contact: { phone: '686 555 0142' },
      source: 'person' as const,
      ...(confirmed ? { confirmedNew: true } : {}),
    })),
  }
}

const registerRoute = routes.find((r) => r.contract === (registerContract as unknown))!
type Doing = {
  does(deed: never, input: unknown): Promise<string>
  answers(deed: never, id: string, input: unknown): Promise<unknown>
}

function register(ground: Ground, actor: Actor, body: Registration): Promise<unknown> {
  const handler = registerRoute.handler as unknown as Doing
  const input = { params: undefined, query: undefined, body }
  return act(
    ground,
    actor,
    'person.register',
    {
      does: (deed) => handler.does(deed as never, input),
      answers: (deed, id) => handler.answers(deed as never, id, input),
    },
    { answer: registerContract.answer as never, commandId: newId(), once: { hash: randomBytes(32) } },
  )
}

/** The rows registering one family of three writes, copied once from a real registration, with new ids each time. */
async function template(superuser: Connection, f: Filled, householdId: string) {
  const q = async (text: string, values: unknown[]) =>
    (await superuser.pool.query(text, values)).rows as Record<string, unknown>[]
  const members = await q('select person_id from registry.household_member where household_id = $1', [
    householdId,
  ])
  const ids = members.map((m) => m.person_id)
  const tables: { table: string; rows: Record<string, unknown>[] }[] = []
  const take = async (table: string, where: string, values: unknown[]) =>
    tables.push({ table, rows: await q(`select * from ${table} where ${where}`, values) })
  await take('access.person', 'id = any ($1)', [ids])
  await take('access.person_grant', 'person_id = any ($1)', [ids])
  const registrations = await q(
    'select notice_shown_id from registry.registration where person_id = any ($1) limit 1',
    [ids],
  )
  await take('registry.notice_shown', 'id = $1', [registrations[0]!.notice_shown_id])
  for (const t of [
    'person_core',
    'registration',
    'person_code',
    'person_key',
    'person_block',
    'person_contact',
  ])
    await take(`registry.${t}`, 'person_id = any ($1)', [ids])
  await take('registry.household', 'id = $1', [householdId])
  await take('registry.household_member', 'household_id = $1', [householdId])
  await take('access.command', 'result_id = $1', [householdId])
  await take('access.event', 'subject_id = $1', [householdId])
  return { tables, tenantId: f.tenantId }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Bare SQL: one multi-row insert a table, in one transaction. */
async function bare(
  superuser: Connection,
  t: Awaited<ReturnType<typeof template>>,
  keep: ReadonlySet<string>,
): Promise<void> {
  const renamed = new Map<string, string>()
  const fresh = (v: unknown): unknown => {
    if (Array.isArray(v)) return v.map(fresh)
    if (typeof v !== 'string' || !uuid.test(v) || keep.has(v)) return v
    const known = renamed.get(v) ?? newId()
    renamed.set(v, known)
    return known
  }
  const client = await superuser.pool.connect()
  try {
    await client.query('begin')
    let event = ''
    for (const { table, rows } of t.tables) {
      const columns = Object.keys(rows[0]!)
      const values: unknown[] = []
      const tuples = rows.map((row) => {
        const places = columns.map((c) => {
          let v = fresh(row[c])
          if (table === 'registry.person_code' && c === 'code') v = makeCode(randomBytes(5))
          if (c === 'languages') v = JSON.stringify(v)
          values.push(v)
          return `$${values.length}`
        })
        return `(${places.join(',')})`
      })
      if (table === 'access.event') event = String(fresh(rows[0]!.id))
      await client.query(`insert into ${table} (${columns.join(',')}) values ${tuples.join(',')}`, values)
    }
    await client.query('select jobs.enqueue($1, $2, $3)', ['registry.duplicates', t.tenantId, event])
    await client.query('commit')
  } finally {
    client.release()
  }
}

/** `clients` at once, each doing its share; requests a second and each one's time. */
async function load(
  clients: number,
  each: number,
  work: () => Promise<unknown>,
): Promise<{ perSecond: number; times: number[] }> {
  const times: number[] = []
  const total = await timed(() =>
    Promise.all(
      Array.from({ length: clients }, async () => {
        for (let i = 0; i < each; i++) times.push(await timed(work))
      }),
    ),
  )
  return { perSecond: (clients * each * 1000) / total, times }
}

export async function bench(): Promise<BenchTable> {
  const rows: BenchTable['rows'] = []
  // Durable, as in use: an acknowledged registration is on disk.
  const pg = await throwAwayPostgres('bench', { settings: {} })
  const superuser = connect(pg.server.superUrl.replace(/\/[^/?]*(\?|$)/, '/bench$1'), { max: 34 })
  const owner = connect(pg.urls.ownerUrl, { max: 4 })
  const app = connect(pg.urls.appUrl, { max: 34 })
  try {
    const vault = createVault(Buffer.alloc(32, 1))
    const ground: Ground = { db: app.db, vault, listeners: new Map(Object.entries(listeners)) }
    const f = await fill(owner, vault)

    for (const [org, share] of [
      [2, '2 %'],
      [1, '20 %'],
      [0, '100 %'],
    ] as const) {
      const actor = actorAt(f, org)
      const ask = PeopleAsked.parse({ size: 100 })
      const ours = () =>
        act(ground, actor, 'person.list', (deed) => peoplePage(deed, ask), { answer: searchPeople.answer })
      const counted = await byHand(owner, f, org)
      const told = await ours()
      if (told.total !== counted || told.rows.length !== 100)
        throw new Error(`the page and the hand-written one differ: ${told.total} and ${counted}`)
      const t = await paired(15, ours, () => byHand(owner, f, org))
      const ratio = median(t.one) / median(t.other)
      rows.push({
        what: `page of 100 by name with total, for one that sees ${share} of ${people}`,
        measured: ratio,
        unit: '×',
        bar: '≤ 4',
        ok: ratio <= 4,
        note: `${median(t.one).toFixed(1)} ms beside ${median(t.other).toFixed(1)} ms by hand`,
      })
    }

    const searcher = actorAt(f, 0)
    const times: number[] = []
    for (let i = 0; i < 120; i++) {
      const who = someone()
      const text = [
        `${who.surname1} ${who.givenNames.split(' ')[0]}`,
        who.surname1.slice(0, 5),
        `${who.givenNames} ${who.surname1}`.toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''),
      ][i % 3]!
      times.push(
        await timed(() =>
          act(
            ground,
            searcher,
            'person.list',
            (deed) => peoplePage(deed, PeopleAsked.parse({ text, size: 20 })),
            { answer: searchPeople.answer },
          ),
        ),
      )
    }
    rows.push({
      what: `name search, tolerant, among ${people}, sees all`,
      measured: median(times),
      unit: 'ms p50',
      bar: '≤ 15',
      ok: median(times) <= 15,
      note: `p95 ${percentile(times, 0.95).toFixed(1)} ms`,
    })

    const clerk = actorAt(f, 3)
    const first = familyOf(f, 3, true)
    await register(ground, clerk, first)
    const copied = await template(superuser, f, first.householdId)
    const keep = new Set([f.tenantId, ...f.orgs, ...f.noticeIds, clerk.accountId])
    await bare(superuser, copied, keep)
    for (const clients of [1, 8, 32]) {
      const each = Math.max(6, Math.round(240 / clients))
      await load(clients, 3, () => register(ground, clerk, familyOf(f, 3, true)))
      const ratios: number[] = []
      const all: number[] = []
      for (let round = 0; round < 3; round++) {
        const ours = await load(clients, each, () => register(ground, clerk, familyOf(f, 3, true)))
        const plain = await load(clients, each, () => bare(superuser, copied, keep))
        ratios.push(ours.perSecond / plain.perSecond)
        all.push(...ours.times)
      }
      const ratio = median(ratios)
      const tail = percentile(all, 0.95) / median(all)
      rows.push({
        what: `register a family of three, durable, ${clients} clients, of bare SQL`,
        measured: ratio,
        unit: '×',
        bar: '≥ 0.35',
        ok: ratio >= 0.35,
        note: `p50 ${median(all).toFixed(1)} ms`,
      })
      rows.push({
        what: `  its p95 of its own p50, ${clients} clients`,
        measured: tail,
        unit: '×',
        bar: '≤ 4',
        ok: tail <= 4,
      })
    }

    const everywhere = actorAt(f, 0)
    const t = await paired(
      60,
      () =>
        register(ground, everywhere, familyOf(f, 0, false)).catch((e: { code: string }) => {
          if (e.code !== 'possible_duplicate') throw e
        }),
      () => register(ground, everywhere, familyOf(f, 0, true)),
    )
    const added = median(t.one) - median(t.other)
    rows.push({
      what: `duplicate candidates among ${people}, three people, added to a registration`,
      measured: added,
      unit: 'ms p50',
      bar: '≤ 10',
      ok: added <= 10,
      note: `${median(t.one).toFixed(1)} ms with, ${median(t.other).toFixed(1)} ms without`,
    })
  } finally {
    await Promise.all([superuser.close(), owner.close(), app.close()])
    await pg.end()
  }
  return { name: 'platform', rows }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  console.table((await bench()).rows)
