/** Backs up: every table of ours, seen whole by the owner in one snapshot, encrypted as it is written. */
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Client } from 'pg'
import type { LedgerState } from '../erasures.ts'
import {
  appliedMigrations,
  copySettings,
  countRows,
  type OwnTable,
  ownTables,
  quoted,
  sequences,
  tablesUnseen,
} from './catalog.ts'
import { copyOut } from './copy.ts'
import { type Header, putFrame, rowCounter, type TableHead } from './frames.ts'
import { type SealedWriter, sealedWriter } from './sealed-file.ts'

export interface BackupOptions {
  ownerUrl: string
  workerUrl: string
  masterKey: Buffer
  /** Must not be there yet. */
  file: string
  /** Asked within the snapshot: how many were erased in it. */
  ledger(erased: number): LedgerState
  say(line: string): void
}

export interface BackupDone {
  tables: number
  rows: number
  bytes: number
}

/** @throws Error when not everything is in it; then there is no file. */
export async function backup(o: BackupOptions): Promise<BackupDone> {
  const owner = await connected(o.ownerUrl)
  const worker = await connected(o.workerUrl)
  const part = `${o.file}.part`
  try {
    await owner.query('begin isolation level repeatable read read only')
    for (const setting of copySettings) await owner.query(setting)
    const tables = await ownTables(owner)
    const header = await headerOf(owner, worker, tables, o)
    // Never over a backup that is there, and never a half one under the name of a whole one.
    const taken = await open(o.file, 'wx', 0o600)
    await taken.close()
    const file = await open(part, 'w', 0o600)
    try {
      const to = await sealedWriter(file, o.masterKey)
      await putFrame(to, 'header', header)
      let rows = 0
      for (const [i, head] of header.tables.entries()) {
        rows += await putTable(to, owner, head, `${i + 1} of ${header.tables.length}`, o.say)
      }
      await putFrame(to, 'trailer', { tables: header.tables.length, rows })
      await to.end()
      await file.sync()
      const { size } = await file.stat()
      await rename(part, o.file)
      await syncFolder(dirname(o.file))
      return { tables: header.tables.length, rows, bytes: size }
    } catch (error) {
      await rm(o.file, { force: true })
      throw error
    } finally {
      await file.close()
      await rm(part, { force: true })
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new Error(`${o.file} is there already: give another name`)
    throw error
  } finally {
    await owner.end()
    await worker.end()
  }
}

async function headerOf(
  owner: Client,
  worker: Client,
  tables: OwnTable[],
  o: BackupOptions,
): Promise<Header> {
  const unseen = await tablesUnseen(owner)
  if (unseen.length > 0) {
    throw new Error(
      `the owner of the database does not see all rows of ${unseen.join(', ')}: a backup would be empty. Run "migrate", which sets the policies again`,
    )
  }
  const heads: TableHead[] = []
  for (const t of tables) {
    heads.push({ table: t.table, columns: t.columns, rows: await countRows(owner, t.table) })
  }
  if (heads.every((t) => t.table !== 'access.tenant' || t.rows === 0))
    throw new Error('there is no tenant in this database, and so nothing to back up')
  const { rows } = await owner.query<{ version: string; erased: number; snapshot: string }>(`
    select current_setting('server_version') as version, pg_export_snapshot() as snapshot,
      (select count(*) from access.person where state = 'erased')::int as erased`)
  const { version, erased, snapshot } = rows[0]!
  return {
    format: 1,
    madeAt: new Date().toISOString(),
    postgres: version,
    migrations: await appliedMigrations(owner),
    tables: heads,
    sequences: await sequences(owner),
    erasures: o.ledger(erased),
    queue: await waitingTasks(worker, snapshot),
  }
}

/** Tasks not done yet, in the very same moment; their own tables belong to the worker. */
async function waitingTasks(worker: Client, snapshot: string): Promise<Header['queue']> {
  await worker.query('begin isolation level repeatable read read only')
  await worker.query(`set transaction snapshot '${snapshot.replace(/[^0-9A-F-]/gi, '')}'`)
  const { rows: there } = await worker.query<{ there: boolean }>(
    "select to_regclass('graphile_worker._private_jobs') is not null as there",
  )
  const rows = there[0]!.there
    ? (
        await worker.query<{ task: string; payload: unknown }>(`
          select t.identifier as task, j.payload from graphile_worker._private_jobs j
          join graphile_worker._private_tasks t on t.id = j.task_id where j.attempts < j.max_attempts order by j.id`)
      ).rows
    : []
  await worker.query('commit')
  return rows
}

async function putTable(
  to: SealedWriter,
  owner: Client,
  head: TableHead,
  place: string,
  say: (line: string) => void,
): Promise<number> {
  await putFrame(to, 'table', head)
  const counted = rowCounter()
  let told = Date.now()
  const columns = head.columns.map((c) => quoted(c)).join(', ')
  for await (const piece of copyOut(owner, `copy ${quoted(head.table)} (${columns}) to stdout`)) {
    counted.take(piece)
    await putFrame(to, 'rows', piece)
    if (Date.now() - told > 3000) {
      told = Date.now()
      say(`  table ${place}: ${head.table}, ${counted.rows()} of ${head.rows} rows`)
    }
  }
  const end = counted.end()
  if (end.rows !== head.rows)
    throw new Error(`${head.table}: ${head.rows} rows were counted and ${end.rows} copied`)
  await putFrame(to, 'end', end)
  say(`table ${place}: ${head.table}, ${end.rows} rows`)
  return end.rows
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'integrate-backup' })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().catch(() => {})
  await folder.close()
}
