/** A backup holds every row or there is none; a restore brings back every row, or not one. */
import { createHash } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { policiesSql } from '../../../db/policies.ts'
import { type House, house, testMaster } from '../../../test/factories.ts'
import { type FullTown, fullTown } from '../../../test/full-town.ts'
import { testServer } from '../../../test/server.ts'
import { newSealKey, sealEvents } from '../../modules/access/jobs.ts'
import { copyOut } from '../../server/backup/copy.ts'
import type { Config } from '../../server/config.ts'
import { connect } from '../../server/db.ts'
import { appendErasure, ensureLedger, ledgerFile } from '../../server/erasures.ts'
import { asClient } from '../../server/roles.ts'
import { emptyDatabase, type TestDatabase } from '../../server/testing.ts'
import { createVault } from '../../server/vault.ts'
import { command as backupCommand } from './backup.ts'
import { command as restoreCommand } from './restore.ts'

const root = mkdtempSync(join(tmpdir(), 'integrate-backup-test-'))
const vault = createVault(testMaster)
const key = newSealKey()
const sealPem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
let h: House
let place: FullTown
let folders = 0
const opened: TestDatabase[] = []

const folder = () => mkdtempSync(join(root, `data-${++folders}-`))
const config = (urls: TestDatabase, dataDir: string, masterKey = testMaster) =>
  ({
    dataDir,
    database: { kind: 'external', appUrl: urls.appUrl, ownerUrl: urls.ownerUrl, workerUrl: urls.workerUrl },
    secrets: { masterKey, authSecret: '', sealKey: sealPem, pepper: '' },
  }) as Config

async function run(
  command: typeof backupCommand,
  file: string,
  c: Config,
): Promise<{ code: number; said: string[] }> {
  const said: string[] = []
  const code = await command.run({ config: c, words: [file], options: {}, say: (l) => said.push(l) })
  return { code, said }
}

const fresh = async (): Promise<TestDatabase> => {
  const db = await emptyDatabase()
  opened.push(db)
  return db
}

/** Rows of every table but the queue's, as the superuser sees them. */
const everything = (db: TestDatabase): Promise<Record<string, string>> =>
  asClient(db.superUrl, async (client) => {
    const { rows } = await client.query<{ t: string }>(`
      select quote_ident(schemaname) || '.' || quote_ident(tablename) as t from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'migration') order by 1`)
    const all: Record<string, string> = {}
    await client.query("set timezone = 'UTC'")
    for (const { t } of rows) {
      const { rows: told } = await client.query<{ v: string }>(
        `select count(*) || ' ' || md5(coalesce(string_agg(r::text, E'\\n' order by r::text), '')) as v from ${t} r`,
      )
      all[t] = told[0]!.v
    }
    return all
  })
const nothingIn = async (db: TestDatabase) => {
  const all = await everything(db)
  expect(Object.entries(all).filter(([, v]) => !v.startsWith('0 '))).toEqual([])
}

let dataDir: string
let file: string
let told: string[]
let people: number

beforeAll(async () => {
  h = await house(new Map([['person.register', ['registry.duplicates']]]))
  place = await fullTown(h)
  await sql`insert into auth."user" (id, name, email) values (gen_random_uuid(), 'Rosa', 'rosa@example.org')`.execute(
    h.owner.db,
  )
  await sql`insert into directory.state values ('02', 'Baja California', 'BC', 'MX-BCN', 'BC', 'MX02') on conflict do nothing`.execute(
    h.owner.db,
  )
  // The town's seals were signed by a key of its own; the installation's seals again from the start.
  await sql`delete from access.event_seal`.execute(h.owner.db)
  await sql`delete from access.seal`.execute(h.owner.db)
  people = Number(
    (await sql<{ n: string }>`select count(*) as n from registry.person_core`.execute(h.owner.db)).rows[0]!.n,
  )
  dataDir = folder()
  await sealEvents(h.worker, place.tenantId, { key, folder: join(dataDir, 'seals') })
  file = join(root, 'whole.backup')
  const done = await run(backupCommand, file, config(h.database, dataDir))
  expect(done.code).toBe(0)
  told = done.said
})
afterAll(async () => {
  for (const db of opened) await db.drop()
  rmSync(root, { recursive: true })
})

/** A data folder with the ledger the backup knows. */
const withLedger = (): string => {
  const at = folder()
  copyFileSync(ledgerFile(dataDir), ledgerFile(at))
  return at
}

describe('a backup', () => {
  it('tells its progress, is read by its owner alone, and shows nobody in clear', () => {
    expect(told.at(-2)).toMatch(/\d+ tables, \d+ rows, \d+\.\d MB, encrypted$/)
    expect(told.find((l) => l.includes('registry.person_core'))).toMatch(
      new RegExp(`^table \\d+ of \\d+: registry.person_core, ${people} rows$`),
    )
    expect(people).toBeGreaterThan(1)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const bytes = readFileSync(file)
    for (const word of ['Mirlande', 'person_core', 'Désir', place.tenantId])
      expect(bytes.includes(word)).toBe(false)
  })

  it('copies what is longer than a network packet, to a slow disk, as it is', async () => {
    const text = (i: number) => `${i}\t${String(i).repeat(i % 300)}\n`
    const rows = 4000
    const meant = createHash('sha256')
    for (let i = 1; i <= rows; i++) meant.update(text(i))
    const copied = createHash('sha256')
    await asClient(h.database.ownerUrl, async (client) => {
      const query = `copy (select i, repeat(i::text, i % 300) from generate_series(1, ${rows}) i) to stdout`
      for await (const piece of copyOut(client, query)) {
        const before = Buffer.from(piece)
        await new Promise((r) => setTimeout(r, 1))
        expect(piece.equals(before)).toBe(true)
        copied.update(piece)
      }
    })
    expect(copied.digest('hex')).toBe(meant.digest('hex'))
  })

  it('never writes over another, and leaves nothing half-written', async () => {
    await expect(run(backupCommand, file, config(h.database, dataDir))).rejects.toThrow(/is there already/)
    expect(existsSync(`${file}.part`)).toBe(false)
  })

  it('fails when the owner does not see the rows, instead of being empty', async () => {
    const drop = 'drop policy person_core_owner on registry.person_core'
    await sql.raw(drop).execute(h.owner.db)
    try {
      const empty = join(root, 'empty.backup')
      const { rows } = await sql`select from registry.person_core`.execute(h.owner.db)
      expect(rows.length).toBe(0)
      await expect(run(backupCommand, empty, config(h.database, dataDir))).rejects.toThrow(
        /does not see all rows of registry.person_core/,
      )
      expect(existsSync(empty)).toBe(false)
    } finally {
      await sql
        .raw(
          'create policy person_core_owner on registry.person_core to integrate_owner using (true) with check (true)',
        )
        .execute(h.owner.db)
    }
  })

  it('of nothing is refused', async () => {
    const db = await fresh()
    await expect(run(backupCommand, join(root, 'none.backup'), config(db, folder()))).rejects.toThrow(
      /nothing to back up/,
    )
  })
})

describe('a restore', () => {
  it('into an empty database brings back every row, a valid chain, and policies that bind', async () => {
    const db = await fresh()
    const at = withLedger()
    const done = await run(restoreCommand, file, config(db, at))
    expect(done.code).toBe(0)
    expect(await everything(db)).toEqual(await everything(h.database))
    expect(done.said.find((l) => l.includes('chain whole'))).toBeDefined()
    expect(readFileSync(join(at, 'seals', 'seals.log'), 'utf8')).toContain(place.tenantId)

    const app = connect(db.appUrl, { max: 2 })
    try {
      // Bound: with nobody entered, or another tenant's, the application sees nobody.
      const { rows } = await app.pool.query<{ n: number }>(`
        with entered as materialized (select access.enter(gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'person.read', '{core}'))
        select count(*)::int as n from entered, registry.person_core`)
      expect(rows).toEqual([{ n: 0 }])
      await expect(app.pool.query('delete from access.event')).rejects.toMatchObject({ code: '42501' })
    } finally {
      await app.close()
    }
    const live = await asClient(db.superUrl, (c) =>
      c.query<{ n: number }>('select count(*)::int as n from pg_policies'),
    )
    expect(live.rows[0]!.n).toBe(policiesSql().match(/create policy/g)!.length)

    // And the case worker reads the very person.
    const again = connect(db.appUrl, { max: 2 })
    const server = await testServer({
      ...h,
      database: db,
      app: again,
      ground: { db: again.db, vault },
    })
    try {
      const read = await server.call(place.coordinator, 'GET', `/api/people/${place.people[0]}`)
      expect(read.status).toBe(200)
      expect(read.text).toContain('686 555 0142')
    } finally {
      await server.app.close()
      await again.close()
    }

    // Tasks that waited wait again.
    const waiting = await asClient(db.superUrl, (c) =>
      c.query<{ n: number }>('select count(*)::int as n from graphile_worker._private_jobs'),
    )
    const before = await asClient(h.database.superUrl, (c) =>
      c.query<{ n: number }>('select count(*)::int as n from graphile_worker._private_jobs'),
    )
    expect(before.rows[0]!.n).toBeGreaterThan(0)
    expect(waiting.rows).toEqual(before.rows)

    // A second time it is no longer empty.
    await expect(run(restoreCommand, file, config(db, at))).rejects.toThrow(/is not empty/)
  })

  it('ends every sign-in, and does again what the ledger says was erased since', async () => {
    const at = withLedger()
    const [erased, other] = place.people as [string, string]
    await appendErasure(at, vault, { tenantId: place.tenantId, personId: erased })
    const db = await fresh()
    const done = await run(restoreCommand, file, config(db, at))
    expect(done.said.at(-1)).toMatch(/1 erasures done again/)
    // The chain holds ids and verbs only, and is still whole.
    expect(done.code).toBe(0)
    await asClient(db.superUrl, async (c) => {
      const ask = async (text: string) => (await c.query(text, [erased])).rows
      expect(await ask('select state, wrapped_key from access.person where id = $1')).toEqual([
        { state: 'erased', wrapped_key: null },
      ])
      expect(
        await ask(
          `select coalesce(given_names, surname_1, chosen_name, sort_key) as name, birth_year, birth_precision from registry.person_core where person_id = $1`,
        ),
      ).toEqual([{ name: null, birth_year: null, birth_precision: 'unknown' }])
      for (const t of [
        'person_contact',
        'person_document',
        'person_health',
        'person_key',
        'person_block',
        'person_code',
      ]) {
        expect(await ask(`select from registry.${t} where person_id = $1`), t).toEqual([])
      }
      const { rows } = await c.query(
        'select from registry.person_core where person_id = $1 and sort_key is not null',
        [other],
      )
      expect(rows.length).toBe(1)
    })
  })
})

describe('a restore refuses, and writes nothing', () => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await fresh()
  })
  const refused = async (path: string, why: RegExp, at = withLedger(), masterKey = testMaster) => {
    await expect(run(restoreCommand, path, config(db, at, masterKey))).rejects.toThrow(why)
    await nothingIn(db)
  }
  const copy = (name: string): string => {
    const path = join(root, name)
    copyFileSync(file, path)
    return path
  }
  const flip = (path: string, at: number): void => {
    const byte = readFileSync(path)[at]!
    const f = openSync(path, 'r+')
    writeSync(f, Buffer.from([byte ^ 1]), 0, 1, at)
    closeSync(f)
  }

  it('another master key', () =>
    refused(file, /made with another master key/, undefined, Buffer.alloc(32, 7)))

  it('a file cut short, anywhere', async () => {
    const { size } = statSync(file)
    for (const length of [0, 10, 40, 70, 100, Math.floor(size / 2), size - 1]) {
      const path = copy('cut.backup')
      truncateSync(path, length)
      await refused(path, /cut short|not a backup/)
    }
  })

  it('a flipped byte, anywhere', async () => {
    const { size } = statSync(file)
    for (const at of [3, 20, 55, 67, 75, Math.floor(size / 3), Math.floor(size / 2), size - 5]) {
      const path = copy('flipped.backup')
      flip(path, at)
      await refused(path, /not a backup|damaged|cut short|another master key/)
    }
  })

  it('something appended, something else, or no file at all', async () => {
    const path = copy('longer.backup')
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(64)]))
    await refused(path, /damaged|cut short/)
    writeFileSync(path, 'given_names;surname\n'.repeat(50))
    await refused(path, /not a backup of Intégrate/)
    await refused(join(root, 'no-such.backup'), /cannot be opened/)
  })

  it('no ledger of erasures, another one, or one that was changed', async () => {
    await refused(file, /ledger of erasures is missing/, folder())
    const other = folder()
    ensureLedger(other, vault)
    await refused(file, /of another installation/, other)
    const changed = withLedger()
    await appendErasure(changed, vault, { tenantId: place.tenantId, personId: place.people[0]! })
    const text = readFileSync(ledgerFile(changed), 'utf8')
    writeFileSync(ledgerFile(changed), text.replace(place.people[0]!, place.people[1]!))
    await refused(file, /is not what was written/, changed)
  })

  it('a ledger older than the backup', async () => {
    const later = withLedger()
    const before = readFileSync(ledgerFile(later), 'utf8')
    await appendErasure(later, vault, { tenantId: place.tenantId, personId: place.people[0]! })
    const path = join(root, 'later.backup')
    await run(backupCommand, path, config(h.database, later))
    const older = folder()
    writeFileSync(ledgerFile(older), before)
    await refused(path, /older than the backup \(0 erasures, the backup knows 1\)/, older)
  })

  it('a database in use, or with anything in it', async () => {
    const app = connect(db.appUrl, { max: 1 })
    await app.pool.query('select 1')
    await refused(file, /server is running/)
    await app.close()
    await expect(run(restoreCommand, file, config(h.database, withLedger()))).rejects.toThrow(
      /server is running|is not empty/,
    )
  })

  it('and then takes the whole one into the same database', async () => {
    expect((await run(restoreCommand, file, config(db, withLedger()))).code).toBe(0)
    expect(await everything(db)).toEqual(await everything(h.database))
  })
})

it('says which PostgreSQL it ran on', () => expect(inject('postgres').version).toMatch(/^1[5-9]/))
