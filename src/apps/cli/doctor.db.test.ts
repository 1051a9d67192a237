/** The doctor finds a healthy database healthy, and each thing that was put out of order by its own line. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, house, testMaster } from '../../../test/factories.ts'
import { type FullTown, fullTown } from '../../../test/full-town.ts'
import { newSealKey, sealEvents } from '../../modules/access/jobs.ts'
import type { Config } from '../../server/config.ts'
import { migrate } from '../../server/migrate.ts'
import { policiesDiffering } from '../../server/policies.ts'
import { asClient } from '../../server/roles.ts'
import { examine, type Finding } from './doctor.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'integrate-doctor-test-'))
const key = newSealKey()
let h: House
let place: FullTown
let config: Config

beforeAll(async () => {
  h = await house()
  place = await fullTown(h)
  await sql`delete from access.event_seal`.execute(h.owner.db)
  await sql`delete from access.seal`.execute(h.owner.db)
  await sealEvents(h.worker, place.tenantId, { key, folder: join(dataDir, 'seals') })
  config = {
    port: 3000,
    host: '127.0.0.1',
    dataDir,
    publicUrl: 'http://127.0.0.1:3000',
    demo: false,
    database: {
      kind: 'external',
      appUrl: h.database.appUrl,
      ownerUrl: h.database.ownerUrl,
      workerUrl: h.database.workerUrl,
    },
    secrets: {
      masterKey: testMaster,
      authSecret: '',
      sealKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      pepper: '',
    },
  }
})
afterAll(() => rmSync(dataDir, { recursive: true }))

const look = (with_: Partial<Config> = {}) => examine({ ...config, ...with_ }, h.database)
const wrong = async (with_: Partial<Config> = {}): Promise<Finding[]> =>
  (await look(with_)).filter((f) => f.wrong)
const owner = (text: string) => sql.raw(text).execute(h.owner.db)

describe('the doctor', () => {
  it('finds nothing wrong with a healthy database, one line each', async () => {
    const findings = await look()
    expect(findings.filter((f) => f.wrong)).toEqual([])
    expect(findings.map((f) => f.what)).toEqual([
      'configuration',
      'database',
      'roles',
      'migrations',
      'policies',
      'clock',
      'disk',
      'keys',
      'seals',
      'queue',
      'erasures',
      'texts',
    ])
    for (const f of findings) expect(f.told).not.toContain('\n')
    expect(findings.at(-1)!.told).toMatch(/es \d+\/\d+, ht \d+\/\d+/)
  })

  const hurts = [
    [
      'policy person_key_read on registry.person_key is missing',
      'drop policy person_key_read on registry.person_key',
    ],
    [
      'policy person_core_read on registry.person_core was changed',
      'alter policy person_core_read on registry.person_core using (true)',
    ],
    [
      'policy wide on registry.person_health is none of ours',
      'create policy wide on registry.person_health for select to integrate_app using (true)',
    ],
    [
      'row-level security is not forced on registry.person_need',
      'alter table registry.person_need no force row level security',
    ],
    ['too much: integrate_app may delete access.event', 'grant delete on access.event to integrate_app'],
    ['too much: everybody may select registry.household', 'grant select on registry.household to public'],
    [
      'missing: integrate_app may select directory.place',
      'revoke select on directory.place from integrate_app',
    ],
    [
      'too much: integrate_app may call registry.likeness_facts(uuid,uuid[])',
      'grant execute on function registry.likeness_facts(uuid, uuid[]) to integrate_app',
    ],
    [
      'rights by column on access.invitation',
      'grant select (email) on access.invitation to integrate_public',
    ],
  ] as const
  it('finds every policy and right that is not as the file says', async () => {
    for (const [, hurt] of hurts) await owner(hurt)
    try {
      const found = await asClient(h.database.ownerUrl, (c) => policiesDiffering(c))
      expect(found.sort()).toEqual(hurts.map(([what]) => what).sort())
      const told = (await wrong()).find((f) => f.what === 'policies')?.told
      expect(told).toMatch(/and 4 more; "migrate" sets them again$/)
    } finally {
      await owner('revoke all (email) on access.invitation from integrate_public')
      await migrate(h.database.ownerUrl)
    }
    expect(await wrong()).toEqual([])
  })

  it('finds a master key that does not open a tenant, whatever else is well', async () => {
    const found = await wrong({ secrets: { ...config.secrets, masterKey: Buffer.alloc(32, 9) } })
    expect(found.map((f) => f.what)).toEqual(['keys'])
    expect(found[0]!.told).toContain('does not open the key of')
  })

  it('finds a worker that no longer seals, and tasks that failed', async () => {
    await owner(
      `insert into access.event (tenant_id, id, at, verb) values ('${place.tenantId}', gen_random_uuid(), now() - interval '20 minutes', 'person.read')`,
    )
    expect((await wrong()).map((f) => f.what)).toEqual(['seals'])
    await sealEvents(h.worker, place.tenantId, { key, folder: join(dataDir, 'seals') })
    const job = await sql<{ id: string }>`select (graphile_worker.add_job('x', '{}')).id::text`.execute(
      h.worker.db,
    )
    await sql`update graphile_worker._private_jobs set attempts = max_attempts where id = ${job.rows[0]!.id}::bigint`.execute(
      h.worker.db,
    )
    expect((await wrong()).map((f) => f.told)).toEqual(['1 tasks failed for good'])
    await sql`delete from graphile_worker._private_jobs where id = ${job.rows[0]!.id}::bigint`.execute(
      h.worker.db,
    )
  })

  it('finds secrets others can read, a plain public address, a changed migration, a lost ledger', async () => {
    const file = join(dataDir, 'secrets.json')
    writeFileSync(file, '{}')
    chmodSync(file, 0o644)
    expect((await wrong())[0]!.told).toContain('chmod 600')
    rmSync(file)
    expect((await wrong({ publicUrl: 'http://integrate.example.gob.mx' }))[0]!.told).toContain('https')
    await owner(`update migration.applied set sha256 = 'x' || sha256 where name like '%-access.sql'`)
    expect((await wrong())[0]).toMatchObject({ what: 'migrations' })
    await owner(`update migration.applied set sha256 = substr(sha256, 2) where name like '%-access.sql'`)
    await owner(`update access.person set state = 'erased' where id = '${place.people[0]}'`)
    expect((await wrong())[0]).toMatchObject({ what: 'erasures' })
    await owner(`update access.person set state = 'active' where id = '${place.people[0]}'`)
    expect(await wrong()).toEqual([])
  })

  it('tells what it cannot reach, check by check, instead of failing', async () => {
    const nowhere = h.database.workerUrl.replace(/integrate_worker:[^@]*/, 'integrate_worker:wrong')
    const found = await examine(config, { ...h.database, workerUrl: nowhere })
    expect(found.filter((f) => f.wrong).map((f) => f.what)).toEqual(['roles', 'keys', 'seals', 'queue'])
  })
})
