/**
 * The demonstration: a municipality like Mexicali with invented organizations, accounts for every role, and a clean
 * synthetic census that goes through the same import as any other. Broken off, it goes on where it stood.
 */
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { demoCensus } from '../../db/demo/census.ts'
import { demoNotice } from '../../db/demo/notices.ts'
import { type DemoOrganization, demoOrganizations } from '../../db/demo/organizations.ts'
import { createIdentity } from '../modules/access/identity.ts'
import type { CensusBatch } from '../modules/registry/census/contract.ts'
import { type BatchFile, runCensus } from '../modules/registry/census/run.ts'
import type { CensusGroundWork } from '../modules/registry/census/step.ts'
import { readRecords } from '../modules/registry/rules/census-text.ts'
import { fold } from '../modules/registry/rules/names.ts'
import type { Config } from '../server/config.ts'
import { type Connection, connect } from '../server/db.ts'
import { createFileStore } from '../server/files.ts'
import { act, type Ground } from '../server/guard.ts'
import { readIfPresent, writePrivate } from '../server/postgres/files.ts'
import { createVault } from '../server/vault.ts'
import type { Actor } from '../shared/actor.ts'
import { writeCsv } from '../shared/csv.ts'
import { newId } from '../shared/id.ts'
import { loadDemoMunicipalities } from './catalogue.ts'
import { type DemoAccountKey, demoAccounts, demoPeopleAtWork, emailOf } from './demo-accounts.ts'
import { type DemoTown, demoSteps } from './demo-steps.ts'
import { memberByEmail } from './members.ts'
import { listeners } from './modules.ts'
import { powerOf } from './roles.ts'
import { addTenant } from './setup.ts'

/** The day of the demonstration's census. */
const censusDay = '2026-11-15'
/** Shelters that register whom they receive themselves: the municipality does not see these families. */
const onTheirOwn = ['Casa Ventana Abierta', 'Albergue El Telar']
/** What a shelter needs to know of whom it houses. */
const shelterSheets = ['core', 'contact', 'household', 'needs']

interface Progress {
  tenantId: string
  done: boolean
}

const fileOf = (dataDir: string) => join(dataDir, 'demo.json')
const readProgress = (dataDir: string): Progress | null => {
  const kept = readIfPresent(fileOf(dataDir))
  return kept ? (JSON.parse(kept) as Progress) : null
}
const writeProgress = (dataDir: string, progress: Progress) =>
  writePrivate(fileOf(dataDir), `${JSON.stringify(progress)}\n`)

/** Whether a start has to make the demonstration: nothing is there, or it was broken off. */
export async function demoDue(owner: Connection, dataDir: string): Promise<boolean> {
  const { n } = await owner.db
    .selectFrom('access.tenant')
    .select((e) => e.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return Number(n) === 0 || readProgress(dataDir)?.done === false
}

export interface DemoUrls {
  appUrl: string
  ownerUrl: string
  workerUrl: string
}

/** Fills an empty database. Tells how far it is. */
export async function seedDemo(
  config: Pick<Config, 'dataDir' | 'publicUrl' | 'secrets'>,
  urls: DemoUrls,
  say: (line: string) => void,
): Promise<void> {
  const started = Date.now()
  const owner = connect(urls.ownerUrl, { max: 2, name: 'integrate-demo-owner' })
  const app = connect(urls.appUrl, { max: 6, name: 'integrate-demo' })
  const worker = connect(urls.workerUrl, { max: 3, name: 'integrate-demo-worker' })
  const vault = createVault(config.secrets.masterKey)
  const ground: Ground = { db: app.db, vault, listeners }
  const identity = createIdentity({
    db: app.db,
    databaseUrl: urls.appUrl,
    vault,
    secret: config.secrets.authSecret,
    publicUrl: config.publicUrl,
    powerOf,
  })
  try {
    say('Demonstration: a municipality of invented people; this takes up to a minute.')
    await loadDemoMunicipalities(owner)
    const { tenantId } = await tenantOfDemo(owner, vault, config.dataDir)
    const organizations = await organizationsOfDemo(owner, tenantId)
    const actors = await accountsOfDemo({
      owner,
      app,
      identity,
      places: new Map([
        ...[...organizations].map(([key, id]) => [key, { tenantId, organizationId: id }] as const),
        ['council', await councilOfDemo(owner, vault)],
      ]),
      dataDir: config.dataDir,
    })
    await agreementsOfDemo(owner, tenantId, organizations, actors.administrator)
    say(`  ${organizations.size} organizations, ${Object.keys(actors).length} accounts`)

    const g: CensusGroundWork = {
      ground,
      worker,
      files: createFileStore(join(config.dataDir, 'files')),
      powerOf,
    }
    await censusOfDemo(g, actors, say)
    await sheltersSee(owner, ground, actors.coordinator, organizations)
    const town: DemoTown = { ground, owner, worker, tenantId, actors, organizations, say }
    // Queries are planned by what the database knows of its tables.
    await owner.pool.query('analyze')
    for (const step of demoSteps) await step(town)
    await owner.pool.query('analyze')
    writeProgress(config.dataDir, { tenantId, done: true })
    say(`  ready in ${((Date.now() - started) / 1000).toFixed(0)} s`)
  } finally {
    await identity.close()
    await Promise.all([owner.close(), app.close(), worker.close()])
  }
}

async function tenantOfDemo(
  owner: Connection,
  vault: ReturnType<typeof createVault>,
  dataDir: string,
): Promise<{ tenantId: string }> {
  const tenantId = readProgress(dataDir)?.tenantId ?? newId()
  // Written first: a start that breaks off right after the tenant was made must know it as its own.
  writeProgress(dataDir, { tenantId, done: false })
  const known = await owner.db
    .selectFrom('access.tenant')
    .leftJoin('directory.tenant_stage as stage', 'stage.tenant_id', 'access.tenant.id')
    .select(['access.tenant.id', 'stage.id as stage'])
    .where('access.tenant.id', '=', tenantId)
    .executeTakeFirst()
  if (!known) await addMexicali(owner, vault, tenantId)
  if (!known?.stage)
    await owner.db
      .insertInto('directory.tenant_stage')
      .values({ tenant_id: tenantId, id: newId(), stage: 'pilot', from_day: '2026-06-01' })
      .execute()
  return { tenantId }
}

async function addMexicali(
  owner: Connection,
  vault: ReturnType<typeof createVault>,
  id: string,
): Promise<void> {
  const municipality = demoOrganizations.find((o) => o.key === 'municipality')!
  await addTenant(owner, vault, {
    id,
    kind: 'municipality',
    name: 'Mexicali',
    cvegeo: '02002',
    timeZone: 'America/Tijuana',
    demo: true,
    organization: {
      name: municipality.name,
      kind: municipality.kind,
      sector: 'public',
      governmentLevel: 'municipal',
    },
  })
}

/** Where somebody of the demonstration works. */
interface Place {
  tenantId: string
  organizationId: string
}

/** The council of the municipality's state, which registers nobody and reads what municipalities publish. */
async function councilOfDemo(owner: Connection, vault: ReturnType<typeof createVault>): Promise<Place> {
  const known = await owner.db
    .selectFrom('access.tenant')
    .innerJoin('access.organization as office', 'office.tenant_id', 'access.tenant.id')
    .select(['access.tenant.id as tenantId', 'office.id as organizationId'])
    .where('access.tenant.kind', '=', 'state_council')
    .where('access.tenant.demo', '=', true)
    .executeTakeFirst()
  return (
    known ??
    addTenant(owner, vault, {
      kind: 'state_council',
      name: 'Baja California',
      stateCode: '02',
      timeZone: 'America/Tijuana',
      demo: true,
      organization: {
        name: 'Consejo Estatal de Movilidad Humana (ejemplo)',
        kind: 'council',
        sector: 'public',
        governmentLevel: 'state',
      },
    })
  )
}

/** Ids by key. */
async function organizationsOfDemo(owner: Connection, tenantId: string): Promise<Map<string, string>> {
  const known = await owner.db
    .selectFrom('access.organization')
    .select(['id', 'name'])
    .where('tenant_id', '=', tenantId)
    .execute()
  const ids = new Map<string, string>()
  for (const o of demoOrganizations) {
    const there = known.find((k) => k.name === o.name)
    const id = there?.id ?? newId()
    ids.set(o.key, id)
    await owner.db.transaction().execute(async (tx) => {
      if (!there) {
        await tx
          .insertInto('access.organization')
          .values({ tenant_id: tenantId, id, kind: o.kind, name: o.name })
          .execute()
        await tx
          .insertInto('directory.organization')
          .values({
            tenant_id: tenantId,
            organization_id: id,
            sector: o.sector,
            government_level: o.governmentLevel,
            data_role: o.dataRole,
            legal_regime: o.legalRegime,
            cvegeo: '02002',
          })
          .execute()
      }
      const place = await tx
        .selectFrom('directory.place')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('organization_id', '=', id)
        .executeTakeFirst()
      if (place) return
      await tx
        .insertInto('directory.place')
        .values({
          tenant_id: tenantId,
          id: newId(),
          organization_id: id,
          kind: o.place.kind,
          name: o.place.name,
          cvegeo: '02002',
          address: 'Dirección de ejemplo, Mexicali',
          address_public: o.place.addressPublic,
          capacity: o.place.capacity,
        })
        .execute()
      if (!registers(o)) return
      const noticeId = newId()
      await tx
        .insertInto('directory.notice')
        .values({ tenant_id: tenantId, id: noticeId, organization_id: id, version: 'demostración 1' })
        .execute()
      await tx
        .insertInto('directory.notice_text')
        .values(
          Object.entries(demoNotice(o.name)).map(([language, text]) => ({
            tenant_id: tenantId,
            notice_id: noticeId,
            language,
            short_text: text.short,
            full_text: text.full,
          })),
        )
        .execute()
    })
  }
  return ids
}

/** Who receives people, and so shows a notice. */
const registers = (o: DemoOrganization): boolean =>
  o.kind === 'shelter' ||
  ['municipality', 'dif', 'migrant-office', 'legal-clinic', 'health-centre'].includes(o.key)

/** Agreements in force, one that ends soon, and some still to be signed: companies have none. */
async function agreementsOfDemo(
  owner: Connection,
  tenantId: string,
  organizations: ReadonlyMap<string, string>,
  administrator: Actor,
): Promise<void> {
  const day = (at: Date) => at.toISOString().slice(0, 10)
  const now = Date.now()
  for (const o of demoOrganizations) {
    if (o.kind === 'company') continue
    const id = organizations.get(o.key)!
    const signed = await owner.db
      .selectFrom('directory.agreement')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('organization_id', '=', id)
      .executeTakeFirst()
    if (signed) continue
    const until = new Date(now + (o.key === 'university' ? 40 : 3 * 365) * 86_400_000)
    await owner.db.transaction().execute(async (tx) => {
      await tx
        .insertInto('directory.agreement')
        .values({
          tenant_id: tenantId,
          id: newId(),
          organization_id: id,
          kind: o.sector === 'public' ? 'collaboration' : 'data_sharing',
          reference: 'Convenio de ejemplo',
          signed_on: '2026-06-01',
          valid_until: day(until),
          signed_by: administrator.accountId,
        })
        .execute()
      await tx
        .updateTable('access.organization')
        .set({ agreement_until: until })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute()
    })
  }
}

async function accountsOfDemo(o: {
  owner: Connection
  app: Connection
  identity: ReturnType<typeof createIdentity>
  places: ReadonlyMap<string, Place>
  dataDir: string
}): Promise<Record<DemoAccountKey, Actor>> {
  const passwords = new Map(demoAccounts(o.dataDir).map((account) => [account.email, account.password]))
  const actors: Partial<Record<DemoAccountKey, Actor>> = {}
  for (const key of Object.keys(demoPeopleAtWork) as DemoAccountKey[]) {
    const { name, role, at } = demoPeopleAtWork[key]
    const { tenantId, organizationId } = o.places.get(at)!
    const email = emailOf(key)
    const accountId = await o.identity.account(email, name, passwords.get(email)!)
    await o.identity.work(accountId, tenantId)
    await o.owner.db
      .insertInto('access.membership')
      .values({
        tenant_id: tenantId,
        id: newId(),
        account_id: accountId,
        organization_id: organizationId,
        name,
        role,
      })
      .onConflict((c) => c.doNothing())
      .execute()
    actors[key] = await memberByEmail(o.app, tenantId, email)
  }
  return actors as Record<DemoAccountKey, Actor>
}

const batchFile = (source: string): BatchFile => ({
  source,
  censusDay,
  notice: {
    language: 'es',
    how: 'given_at_the_census',
    interpreter: 'Jean Baptiste (intérprete de ejemplo)',
  },
  columns: {},
  answers: {},
  grounds: {
    pregnancy: 'health_care',
    chronicDisease: 'health_care',
    symptoms: 'health_care',
    vaccination: 'health_care',
    migrationStatus: 'rights_defence',
    populationGroup: 'rights_defence',
  },
})

/** The census in two files: what the municipality took, and what two shelters registered on their own. */
async function censusOfDemo(
  g: CensusGroundWork,
  actors: Readonly<Record<DemoAccountKey, Actor>>,
  say: (line: string) => void,
): Promise<void> {
  const records = readRecords(demoCensus({ asOf: censusDay }).replace(/^\ufeff/u, ''), ';')
  const head = records.findIndex(({ cells }) => cells.includes('Albergue'))
  const column = records[head]!.cells.indexOf('Albergue')
  const own = new Set(onTheirOwn.map(fold))
  const of = (theirs: boolean) =>
    writeCsv(
      records
        .filter(
          ({ cells }, i) =>
            i <= head || (cells[0] !== 'TOTAL' && own.has(fold(cells[column] ?? '')) === theirs),
        )
        .map(({ cells }) => cells),
    )
  const load = async (actor: Actor, fileName: string, text: string) => {
    let last = 0
    const told = await runCensus(g, actor, {
      fileName,
      source: Readable.from([Buffer.from(text)]),
      batch: batchFile('Censo de albergues'),
      progress: (batch: CensusBatch) => {
        if (batch.state !== 'importing' || Date.now() - last < 2000) return
        last = Date.now()
        say(`  families ${batch.families.done} of ${batch.families.total} · people ${batch.created}`)
      },
    })
    if (told.state !== 'done')
      throw new Error(`the demonstration census stopped: ${told.problem ?? told.state}`)
    say(`  ${fileName}: ${told.created} people in ${told.families.total} families`)
  }
  await load(actors.intake, 'Censo de albergues.csv', of(false))
  await load(actors.shelterIntake, 'Censo Casa Ventana Abierta.csv', of(true))
}

/** Shelters see whom they house: the coordinator shares, one deed a shelter. */
async function sheltersSee(
  owner: Connection,
  ground: Ground,
  coordinator: Actor,
  organizations: ReadonlyMap<string, string>,
): Promise<void> {
  const t = coordinator.tenantId
  const until = new Date(Date.now() + 180 * 86_400_000)
  for (const o of demoOrganizations) {
    if (o.kind !== 'shelter' || onTheirOwn.includes(o.place.name)) continue
    const shelter = organizations.get(o.key)!
    const done = await owner.db
      .selectFrom('access.person_grant')
      .select('id')
      .where('tenant_id', '=', t)
      .where('organization_id', '=', shelter)
      .where('source', '=', 'stay')
      .limit(1)
      .executeTakeFirst()
    if (done) continue
    await act(ground, coordinator, 'grant.give', async (deed) => {
      const { rows } = await sql<{ person_id: string }>`
        select r.person_id from registry.registration r
        join directory.place p on p.tenant_id = ${t}::uuid and p.id = r.place_id and p.organization_id = ${shelter}::uuid
        where r.tenant_id = ${t}::uuid`.execute(deed.db)
      const people = rows.map((r) => r.person_id)
      if (people.length === 0) return
      await sql`select access.give_grant(${t}::uuid, r.id, r.person, ${shelter}::uuid, ${shelter}::uuid, ${shelterSheets}::text[],
          'shelter', 'legal_duty', null, 'stay', ${until}::timestamptz)
        from unnest(${people.map(() => newId())}::uuid[], ${people}::uuid[]) as r (id, person)`.execute(
        deed.db,
      )
      deed.touched(people)
    })
  }
}
