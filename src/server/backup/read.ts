/**
 * Restores: the file is read to its end and believed first; then the structure is made, all rows are loaded in one
 * transaction, counted, the erasures of the ledger done again, and only then are the policies set and the doors opened.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { Client } from 'pg'
import type { Erasure } from '../erasures.ts'
import { migrate, readMigrations } from '../migrate.ts'
import { pause } from '../postgres/files.ts'
import { projectRoot } from '../root.ts'
import { appliedMigrations, copySettings, countRows, ownTables, quoted, tablesUnseen } from './catalog.ts'
import { copyIn } from './copy.ts'
import { framesIn, type Header, rowCounter, type TableEnd, type TableHead } from './frames.ts'
import { NotReadable, sealedPieces } from './sealed-file.ts'

/** Lets go of one person again, in the restoring transaction. */
export type Eraser = (client: Client, erasure: Erasure) => Promise<void>

export interface RestoreOptions {
  ownerUrl: string
  workerUrl: string
  masterKey: Buffer
  file: string
  /** Erasures of the ledger, or an error that says why it does not do for this backup. */
  ledger(named: Header['erasures']): readonly Erasure[]
  eraser: Eraser
  say(line: string): void
}

export interface RestoreDone {
  header: Header
  rows: number
  erased: number
}

/** Reads a whole backup and believes it, or says why not. */
export async function checkBackup(file: string, masterKey: Buffer): Promise<Header> {
  return withFile(file, async (handle) => {
    let header: Header | undefined
    let head: TableHead | undefined
    let counted = rowCounter()
    let tables = 0
    let whole = false
    for await (const { kind, body } of framesIn(sealedPieces(handle, masterKey))) {
      if (kind === 'rows') {
        counted.take(body)
        continue
      }
      const said: unknown = JSON.parse(body.toString('utf8'))
      if (kind === 'header') header = said as Header
      else if (kind === 'table') {
        head = said as TableHead
        counted = rowCounter()
      } else if (kind === 'end') {
        const end = counted.end()
        const { rows, sha256 } = said as TableEnd
        const wanted = header?.tables[tables]
        if (
          rows !== end.rows ||
          sha256 !== end.sha256 ||
          wanted?.table !== head?.table ||
          wanted?.rows !== rows
        )
          throw new NotReadable(
            `the rows of ${head?.table} are not those that were backed up: take another backup`,
          )
        tables++
      } else whole = header !== undefined && (said as { tables: number }).tables === tables
    }
    if (!header || !whole || header.tables.length !== tables)
      throw new NotReadable('the backup is not whole: take another one')
    return header
  })
}

/** @throws Error with a sentence; then no row was written. */
export async function restore(o: RestoreOptions): Promise<RestoreDone> {
  o.say('reading the backup')
  const header = await checkBackup(o.file, o.masterKey)
  const rows = header.tables.reduce((n, t) => n + t.rows, 0)
  o.say(
    `made ${header.madeAt} on PostgreSQL ${header.postgres}: ${header.tables.length} tables, ${rows} rows`,
  )
  const erasures = o.ledger(header.erasures)
  const owner = new Client({ connectionString: o.ownerUrl, application_name: 'integrate-restore' })
  owner.on('error', () => {})
  await owner.connect()
  try {
    await refuseUnlessEmpty(owner, header)
    await makeStructure(o, header)
    await owner.query('begin')
    try {
      for (const setting of copySettings) await owner.query(setting)
      await load(owner, o, header)
      await againErase(owner, o, erasures)
      await owner.query('commit')
    } catch (error) {
      await owner.query('rollback').catch(() => {})
      throw error
    }
  } finally {
    await owner.end()
  }
  o.say('setting the policies')
  await migrate(o.ownerUrl, { workerUrl: o.workerUrl, say: o.say })
  await queueAgain(o.workerUrl, header)
  return { header, rows, erased: erasures.length }
}

async function refuseUnlessEmpty(owner: Client, header: Header): Promise<void> {
  const known = new Map(readMigrations(`${projectRoot()}/db/migrations`).map((m) => [m.name, m.sha256]))
  const strange = header.migrations.find((m) => known.get(m.name) !== m.sha256)
  if (strange) {
    throw new Error(
      `the backup was made by another version (${strange.name} is not among its migrations here, or differs): use that version to restore it`,
    )
  }
  const applied = await appliedMigrations(owner)
  if (
    applied.length > 0 &&
    (applied.length !== header.migrations.length ||
      applied.some((m, i) => m.name !== header.migrations[i]?.name))
  ) {
    throw new Error(
      'this database has the structure of another version than the backup: restore into a new database, which gets its structure from the backup',
    )
  }
  const unseen = await tablesUnseen(owner)
  if (unseen.length > 0)
    throw new Error(`the owner does not see all rows of ${unseen.join(', ')}: run "migrate" first`)
  for (const t of await ownTables(owner)) {
    const gives = !t.ofTenant && /^directory\./.test(t.table)
    if (!gives && (await countRows(owner, t.table)) > 0) {
      throw new Error(
        `this database is not empty (${t.table} has rows): a backup is restored into an empty one only`,
      )
    }
  }
  await refuseInUse(owner)
}

/** A server on an empty database would be served half a restore. One that is just ending is waited for. */
async function refuseInUse(owner: Client): Promise<void> {
  for (let left = 20; ; left--) {
    const { rows } = await owner.query<{ n: number }>(`
      select count(*)::int as n from pg_stat_activity where datname = current_database()
        and usename in ('integrate_app', 'integrate_worker')`)
    if (rows[0]!.n === 0) return
    if (left === 0) throw new Error('the server is running on this database: stop it first')
    await pause(100)
  }
}

/** The structure as it was when the backup was made, and no policy yet. */
async function makeStructure(o: RestoreOptions, header: Header): Promise<void> {
  await migrate(o.ownerUrl, {
    only: new Set(header.migrations.map((m) => m.name)),
    policies: 'none',
    say: o.say,
  })
}

async function load(owner: Client, o: RestoreOptions, header: Header): Promise<void> {
  const tables = await ownTables(owner)
  const here = new Map(tables.map((t) => [t.table, new Set(t.columns)]))
  for (const t of header.tables) {
    if (t.columns.some((c) => !here.get(t.table)?.has(c)))
      throw new Error(`${t.table} has another shape than in the backup`)
  }
  // Shared catalogues of a first start give way to those of the backup; all others are empty.
  for (const t of [...tables].reverse()) if (!t.ofTenant) await owner.query(`delete from ${quoted(t.table)}`)
  await withFile(o.file, async (handle) => {
    const frames = framesIn(sealedPieces(handle, o.masterKey))
    for (let i = 0; ; ) {
      const next = await frames.next()
      if (next.done) break
      if (next.value.kind !== 'table') continue
      const head = JSON.parse(next.value.body.toString('utf8')) as TableHead
      const columns = head.columns.map((c) => quoted(c)).join(', ')
      const place = `table ${++i} of ${header.tables.length}: ${head.table}`
      const taken = await copyIn(
        owner,
        `copy ${quoted(head.table)} (${columns}) from stdin`,
        rowsOf(frames, head, place, o.say),
      )
      const counted = await countRows(owner, head.table)
      if (taken !== head.rows || counted !== head.rows)
        throw new Error(`${head.table}: ${head.rows} rows were backed up, ${counted} are here`)
      o.say(`${place}, ${counted} rows`)
    }
  })
  for (const s of header.sequences) await owner.query('select setval($1::regclass, $2)', [s.name, s.value])
}

/** The pieces of one table, up to its end; the frames go on from there. */
async function* rowsOf(
  frames: ReturnType<typeof framesIn>,
  head: TableHead,
  place: string,
  say: (line: string) => void,
): AsyncGenerator<Buffer> {
  const counted = rowCounter()
  let told = Date.now()
  for (;;) {
    // By hand: leaving a `for await` would close the frames of the tables to come.
    const next = await frames.next()
    if (next.done || next.value.kind === 'end') return
    counted.take(next.value.body)
    yield next.value.body
    if (Date.now() - told > 3000) {
      told = Date.now()
      say(`  ${place}, ${counted.rows()} of ${head.rows} rows`)
    }
  }
}

async function againErase(owner: Client, o: RestoreOptions, erasures: readonly Erasure[]): Promise<void> {
  for (const e of erasures) await o.eraser(owner, e)
  // A sign-in ended after the backup must not come back to life.
  if ((await ownTables(owner)).some((t) => t.table === 'auth.session'))
    await owner.query('delete from auth.session')
}

async function queueAgain(workerUrl: string, header: Header): Promise<void> {
  if (header.queue.length === 0) return
  const worker = new Client({ connectionString: workerUrl })
  await worker.connect()
  try {
    for (const { task, payload } of header.queue)
      await worker.query('select graphile_worker.add_job($1, $2::json, max_attempts => 10)', [
        task,
        JSON.stringify(payload),
      ])
  } finally {
    await worker.end()
  }
}

async function withFile<T>(path: string, act: (file: FileHandle) => Promise<T>): Promise<T> {
  let file: FileHandle
  try {
    file = await open(path, 'r')
  } catch {
    throw new NotReadable(`${path} cannot be opened: is the name right?`)
  }
  try {
    return await act(file)
  } finally {
    await file.close()
  }
}
