/**
 * The work on a census, step by step: survey, dry run, loading. Each step may be killed at any moment and is taken up
 * again by whoever holds the lease next. People are registered one family a transaction, together with the keys of
 * their rows, so that nothing is created twice and nothing half.
 */
import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Connection, Tx } from '../../../server/db.ts'
import { asProblem } from '../../../server/db.ts'
import type { FileStore } from '../../../server/files.ts'
import { act, type Deed, type Ground } from '../../../server/guard.ts'
import { seal } from '../../../server/vault.ts'
import type { Actor, Role } from '../../../shared/actor.ts'
import { ageBounds, toStored } from '../../../shared/day.ts'
import { newId } from '../../../shared/id.ts'
import { Problem } from '../../../shared/problem.ts'
import type { Sheet } from '../../../shared/sheets.ts'
import type { NewMember, Registration } from '../contract.ts'
import { Registration as RegistrationShape } from '../contract.ts'
import { noticeForRegistering, registerFamily } from '../people.ts'
import { applyMapping, type Field, isBlank, rememberColumns, signatureOf } from '../rules/census-columns.ts'
import { type CensusGround, groundsOf, memberOf, roleIn } from '../rules/census-member.ts'
import {
  type Begun,
  beginRow,
  type Decision,
  decideRows,
  giveKeys,
  householdsOf,
  markLoaded,
  problemsOf,
  Surveyor,
  shapeOf,
  tallyOf,
  totalsOf,
} from '../rules/census-plan.ts'
import type { CensusRecord } from '../rules/census-text.ts'
import { fold } from '../rules/names.ts'
import {
  type Batch,
  type Detail,
  getBatch,
  keptDays,
  latestDay,
  rememberedUses,
  rememberUses,
  sealedDetail,
} from './batch.ts'
import { earlierLike, registeredLike, rowBlocks } from './existing.ts'
import { type CensusFile, openCensus } from './reading.ts'

export interface CensusGroundWork {
  ground: Ground
  worker: Connection
  files: FileStore
  powerOf(roles: readonly Role[]): { verbs: Set<string>; sheets: Sheet[] }
  /** Rows compared with one another at once; longer files are compared window by window. */
  windowRows?: number
  /** Signs held at once, for files whose rows are long. */
  windowSigns?: number
  /** Families registered at the same time. */
  atOnce?: number
}

const leaseMs = 30_000
const firstRecords = 600
const firstSigns = 4_000_000
/** Headings stand within so many rows. */
const mostTitles = 40
const rowsPerInsert = 500
const rowsPerLook = 100
const mostMembers = 30
/** Families of a long file that are remembered by number, from the last read backwards. */
const mostFamilies = 50_000
const mostTotals = 100

class Stopped extends Error {}

interface Job extends CensusGroundWork {
  tenantId: string
  batchId: string
  actor: Actor
  leaseId: string
  signal: AbortSignal
  progress(rows: number): Promise<void>
}

const asWorker = <T>(worker: Connection, tenantId: string, fn: (tx: Tx) => Promise<T>): Promise<T> =>
  worker.db.transaction().execute(async (tx) => {
    await sql`select access.enter(${tenantId}::uuid, null, null, 'system.census', '{}'::text[])`.execute(tx)
    return fn(tx)
  })

/** Batches of a tenant that somebody should be working on, and nobody is. */
export async function waiting(worker: Connection, tenantId: string): Promise<string[]> {
  const rows = await asWorker(worker, tenantId, (tx) =>
    tx
      .selectFrom('registry.census_batch')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('state', 'in', ['received', 'planning', 'importing'])
      .where((e) => e.or([e('lease_until', 'is', null), e('lease_until', '<', new Date())]))
      .orderBy('created_at')
      .execute(),
  )
  return rows.map((r) => r.id)
}

/** Works on a batch until it waits for a person or is done; nothing when another is working on it. */
export async function workOn(
  g: CensusGroundWork,
  tenantId: string,
  batchId: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const leaseId = newId()
  const lease = (until: Date, mine: boolean) =>
    asWorker(g.worker, tenantId, async (tx) => {
      let change = tx
        .updateTable('registry.census_batch')
        .set({ lease_by: leaseId, lease_until: until })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', batchId)
      change = mine
        ? change.where('lease_by', '=', leaseId)
        : change.where((e) => e.or([e('lease_until', 'is', null), e('lease_until', '<', new Date())]))
      return change.returning(['organization_id', 'account_id', 'state']).executeTakeFirst()
    })
  const taken = await lease(new Date(Date.now() + leaseMs), false)
  if (!taken) return
  const lost = new AbortController()
  const both = AbortSignal.any([signal, lost.signal])
  const beat = setInterval(() => {
    lease(new Date(Date.now() + leaseMs), true).then(
      (still) => (still ? undefined : lost.abort()),
      () => lost.abort(),
    )
  }, leaseMs / 3)
  beat.unref()
  try {
    for (let now = taken; !both.aborted; ) {
      const step = { received: survey, planning: plan, importing: load }[now.state as string]
      if (!step) return
      const actor = await actorOf(g, tenantId, now.organization_id, now.account_id)
      const job: Job = {
        ...g,
        tenantId,
        batchId,
        actor,
        leaseId,
        signal: both,
        progress: (rows) =>
          asWorker(g.worker, tenantId, async (tx) => {
            await tx
              .updateTable('registry.census_batch')
              .set({ rows_done: rows })
              .where('tenant_id', '=', tenantId)
              .where('id', '=', batchId)
              .execute()
          }),
      }
      try {
        if (!actor.verbs.has('census.import')) throw new Problem('not_allowed')
        await step(job)
      } catch (e) {
        if (e instanceof Stopped) return
        const problem = asProblem(e)
        // The database went: whoever comes next takes it up where it stood.
        if (problem.code === 'database_away') throw problem
        await stop(g, tenantId, batchId, now.state, problem.code)
        if (problem.code === 'broken_inside') throw problem
        return
      }
      const next = await lease(new Date(Date.now() + leaseMs), true)
      if (!next) return
      now = next
    }
  } finally {
    clearInterval(beat)
    await lease(new Date(0), true).catch(() => {})
  }
}

/** What went wrong is told, and a person decides how to go on. */
const stop = (
  g: CensusGroundWork,
  tenantId: string,
  batchId: string,
  from: string,
  code: string,
): Promise<void> =>
  asWorker(g.worker, tenantId, async (tx) => {
    await tx
      .updateTable('registry.census_batch')
      .set({ state: 'stopped', problem: code })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', batchId)
      .where('state', '=', from)
      .execute()
  })

/** The account that answers for the batch, with what it may do today. */
async function actorOf(
  g: CensusGroundWork,
  tenantId: string,
  organizationId: string,
  accountId: string,
): Promise<Actor> {
  const { rows } = await sql<{
    organization_id: string
    organization_name: string
    name: string
    roles: Role[]
  }>`select * from access.memberships_of(${tenantId}::uuid, ${accountId}::uuid)`.execute(g.ground.db)
  const here = rows.find((r) => r.organization_id === organizationId)
  const { verbs, sheets } = g.powerOf(here?.roles ?? [])
  return {
    tenantId,
    organizationId,
    organizationName: here?.organization_name ?? '',
    accountId,
    name: here?.name ?? '',
    roles: here?.roles ?? [],
    verbs,
    sheets,
    language: 'es',
  }
}

const reading = <T>(job: Job, work: (deed: Deed) => Promise<T>): Promise<T> =>
  act(job.ground, job.actor, 'census.read', work)
const writing = <T>(job: Job, work: (deed: Deed) => Promise<T>): Promise<T> =>
  act(job.ground, job.actor, 'census.import', work)
/**
 * Does not wait for the disk. When the machine dies, the last families may be gone, but in order and with the keys and
 * the marks of their rows, so they are loaded again; the end of each step waits for the disk, and for all before it.
 */
const quickly = <T>(job: Job, work: (deed: Deed) => Promise<T>): Promise<T> =>
  writing(job, async (deed) => {
    await sql`set local synchronous_commit = off`.execute(deed.db)
    return work(deed)
  })

function goOn(job: Job): void {
  if (job.signal.aborted) throw new Stopped()
}

/** Writes to the batch while it is still in the state it was; else somebody cancelled. */
async function whileIn(
  deed: Deed,
  batchId: string,
  state: string,
  set: Record<string, unknown>,
): Promise<void> {
  const done = await deed.db
    .updateTable('registry.census_batch')
    .set(set)
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('id', '=', batchId)
    .where('state', '=', state)
    .returning('id')
    .executeTakeFirst()
  if (!done) throw new Problem('changed_meanwhile', { cause: new Stopped() })
}

/** A cancelled batch is no problem. */
async function unlessCancelled(work: Promise<void>): Promise<void> {
  await work.catch((e) => {
    if (e instanceof Problem && e.cause instanceof Stopped) throw e.cause
    throw e
  })
}

const signatureHash = (header: readonly string[]): Buffer =>
  createHash('sha256').update(signatureOf(header)).digest()

async function openFile(job: Job, batch: Batch): Promise<CensusFile | string> {
  const key = batch.fileKey
  if (!key) return 'expired'
  const opened = await openCensus(() => job.files.read(batch.id, key))
  return opened.ok ? opened.file : opened.reason
}

/** What the file is: columns, questions, and how many rows. */
async function survey(job: Job): Promise<void> {
  const batch = await reading(job, (deed) => getBatch(deed, job.batchId))
  const file = await openFile(job, batch)
  if (typeof file === 'string') {
    await unlessCancelled(
      writing(job, (deed) =>
        whileIn(deed, batch.id, 'received', { state: 'unreadable', problem: file, file_key_sealed: null }),
      ),
    )
    await job.files.remove(batch.id)
    return
  }
  const first: CensusRecord[] = []
  let seen = 0
  for await (const records of file.records()) {
    first.push(...records)
    seen += records.reduce((sum, record) => sum + signsOf(record), 0)
    if (first.length >= firstRecords || seen >= firstSigns) break
  }
  const sample = first.slice(0, firstRecords)
  const said = batch.saidHeadings
  let found =
    said === null
      ? shapeOf(sample)
      : shapeOf(
          sample,
          sample.findIndex((record) => record.line === said),
        )
  let uses = batch.uses
  let remembered = false
  if (!uses) {
    // Headings that somebody explained before are known wherever they stand.
    const tops = said === null ? sample.slice(0, mostTitles).map(({ cells }) => cells) : [found.header]
    const known = await reading(job, (deed) => rememberedUses(deed, tops.map(signatureHash)))
    const hexOf = (header: readonly string[]) => signatureHash(header).toString('hex')
    if (said === null && !known.has(hexOf(found.header))) {
      const at = tops.findIndex((cells) => known.has(hexOf(cells)))
      if (at >= 0) found = shapeOf(sample, at)
    }
    uses = known.get(hexOf(found.header)) ?? null
    remembered = uses !== null
  }
  const signature = signatureHash(found.header)
  const shape = uses ? { ...found, columns: applyMapping(found.columns, { signature: '', uses }) } : found
  const surveyor = new Surveyor(shape, await reading(job, (deed) => latestDay(deed, batch)))
  let rows = 0
  let blank = true
  for await (const records of file.records()) {
    goOn(job)
    for (const record of records) {
      surveyor.add(record)
      blank &&= isBlank(record.cells)
    }
    rows += records.length
    await breathe()
    if (rows % 20_000 < records.length) await job.progress(rows)
  }
  const examples = shape.columns.map(({ index }) =>
    [
      ...new Set(
        first
          .slice(found.headerIndex + 1)
          .map(({ cells }) => (cells[index] ?? '').trim().slice(0, 60))
          .filter(Boolean),
      ),
    ].slice(0, 3),
  )
  const detail: Detail = {
    encoding: file.encoding,
    delimiter: file.delimiter,
    headingsLine: found.headerIndex < 0 ? null : first[found.headerIndex]!.line,
    shape,
    examples,
    survey: surveyor.survey,
    remembered,
    totals: [],
    childrenAlone: 0,
  }
  const problem = problemsOf(shape, blank ? 0 : rows)[0] ?? (surveyor.survey.rows === 0 ? 'no_rows' : null)
  await unlessCancelled(
    writing(job, async (deed) => {
      const { own } = await deed.tenantKeys()
      if (batch.uses) await rememberUses(deed, signature, rememberColumns(shape.columns).uses)
      await whileIn(deed, batch.id, 'received', {
        state: problem === 'empty' ? 'unreadable' : 'surveyed',
        problem,
        rows_total: rows,
        rows_done: rows,
        detail_sealed: seal(own, sealedDetail, JSON.stringify(detail)),
      })
    }),
  )
}

interface Body {
  cells: string[]
  repeat?: number
  reasons: Decision['reasons']
  like: Decision['like']
  candidate: Decision['candidate']
}
export const sealedBody = 'registry.census_row.body_sealed'

/** Rows of a batch as they were staged. */
export async function stagedRows(
  deed: Deed,
  rows: readonly { line: number; outcome: string; body_sealed: Buffer | null; row_key?: Buffer | null }[],
): Promise<(Decision & { rowKey: Buffer | null })[]> {
  const keys = await deed.tenantKeys()
  return rows.map((r) => {
    const body: Body = r.body_sealed
      ? (JSON.parse(keys.openOwn(sealedBody, r.body_sealed).toString('utf8')) as Body)
      : { cells: [], reasons: [], like: [], candidate: null }
    return {
      line: r.line,
      outcome: r.outcome as Decision['outcome'],
      key: '',
      rowKey: r.row_key ?? null,
      ...body,
    }
  })
}

const signsOf = ({ cells }: CensusRecord): number => cells.reduce((sum, cell) => sum + cell.length, 0)

/** Windows of records, with the place of their first in the file. */
async function* windows(
  file: CensusFile,
  most: { rows: number; signs: number },
): AsyncGenerator<{ offset: number; records: CensusRecord[] }> {
  let offset = 0
  let records: CensusRecord[] = []
  let signs = 0
  for await (const some of file.records())
    for (const record of some) {
      records.push(record)
      signs += signsOf(record)
      if (records.length >= most.rows || signs >= most.signs) {
        yield { offset, records }
        offset += records.length
        records = []
        signs = 0
      }
    }
  if (records.length > 0) yield { offset, records }
}

/** The dry run: every row gets its outcome, staged and sealed. Started anew when it was broken off. */
async function plan(job: Job): Promise<void> {
  const batch = await reading(job, (deed) => getBatch(deed, job.batchId))
  const file = await openFile(job, batch)
  if (typeof file === 'string' || !batch.detail) throw new Problem('file_not_readable')
  const { shape } = batch.detail
  const latest = await reading(job, (deed) => latestDay(deed, batch))
  const places = await reading(job, placesByName)
  await clearStaged(job)

  const surveyor = new Surveyor(shape, latest)
  let total = 0
  let signs = 0
  for await (const records of file.records()) {
    goOn(job)
    for (const record of records) {
      surveyor.add(record)
      signs += signsOf(record)
    }
    total += records.length
    await breathe()
  }
  const rules = {
    shape,
    latest,
    answers: batch.answers,
    grounded: new Set(batch.grounds.map((g) => g.field)),
    survey: surveyor.survey,
  }
  const most = { rows: job.windowRows ?? 10_000, signs: job.windowSigns ?? 8_000_000 }
  const long = total > most.rows || signs > most.signs
  const tally = { read: 0, create: 0, hold: 0, refuse: 0, ignore: 0 }
  const reasons: Record<string, number> = {}
  const totals: Detail['totals'] = []
  const families = new Map<string, { first: number; adult: boolean }>()
  const ofChildren = (some: Iterable<{ adult: boolean }>) =>
    [...some].filter((family) => !family.adult).length
  let childrenAlone = 0
  let units = 0

  for await (const { offset, records } of windows(file, most)) {
    const begun: Begun[] = []
    for (const [i, record] of records.entries()) {
      begun.push(beginRow(record, offset + i, rules))
      if (i % 200 === 199) await breathe()
    }
    goOn(job)
    const saidBefore = await nameRows(job, batch, begun, offset > 0)
    const existing = new Map<
      number,
      Awaited<ReturnType<typeof registeredLike>> extends Map<number, infer M> ? M : never
    >()
    const earlier = new Map<number, Decision['like']>()
    const open = begun.filter((row) => row.open && row.decision.candidate).map((row) => row.decision)
    for (let i = 0; i < open.length; i += rowsPerInsert) {
      const some = open.slice(i, i + rowsPerInsert)
      goOn(job)
      await reading(job, async (deed) => {
        for (const [line, matches] of await registeredLike(deed, some)) existing.set(line, matches)
        if (offset > 0)
          for (const [line, like] of await earlierLike(deed, batch.id, some, (lines) =>
            stagedByLine(deed, batch.id, lines),
          ))
            earlier.set(line, like)
      })
    }
    const steps = decideRows(begun, {
      ...rules,
      existing: { duplicatesOf: (_, line) => existing.get(line) ?? [] },
      earlier: (line) => earlier.get(line) ?? [],
      saidBefore: (words) => saidBefore.get(words),
    })
    let step = steps.next()
    for (; !step.done; step = steps.next()) await breathe()
    const decisions = step.value

    const words = new Map(begun.map((row) => [row.decision.line, row.words]))
    for (const decision of decisions) {
      const place = decision.outcome === 'create' ? decision.candidate?.place : undefined
      if (place && !places.has(fold(place)))
        decision.reasons.push({ code: 'place_not_known', field: 'place', value: place })
    }
    const counted = tallyOf(decisions)
    for (const outcome of ['read', 'create', 'hold', 'refuse', 'ignore'] as const)
      tally[outcome] += counted.tally[outcome]
    for (const [code, rows] of Object.entries(counted.reasons)) reasons[code] = (reasons[code] ?? 0) + rows
    if (totals.length < mostTotals) totals.push(...totalsOf(decisions))
    const unitOf = new Map<number, number>()
    for (const { line, outcome, candidate } of decisions) {
      if (outcome !== 'create' || !candidate) continue
      const age = ageBounds(candidate.core.birth, latest)
      const adult = age === null || age.max >= 18
      const family = candidate.household === null ? undefined : families.get(candidate.household)
      if (family) family.adult ||= adult
      else {
        units++
        if (candidate.household !== null) families.set(candidate.household, { first: line, adult })
      }
      unitOf.set(line, family?.first ?? line)
    }
    // A family that comes back after so many others is a unit of its own, and joins its household by its number.
    const gone = [...families.keys()].slice(0, Math.max(0, families.size - mostFamilies))
    childrenAlone += ofChildren(gone.map((number) => families.get(number)!))
    for (const number of gone) families.delete(number)
    for (let i = 0; i < decisions.length; i += rowsPerInsert) {
      goOn(job)
      const some = decisions.slice(i, i + rowsPerInsert)
      await unlessCancelled(
        quickly(job, async (deed) => {
          await whileIn(deed, batch.id, 'planning', { rows_done: offset + i + some.length })
          await stage(deed, batch, some, words, unitOf, long)
        }),
      )
    }
  }
  await unlessCancelled(
    writing(job, async (deed) => {
      const { own } = await deed.tenantKeys()
      const detail: Detail = {
        ...batch.detail!,
        survey: surveyor.survey,
        totals: totals.slice(0, mostTotals),
        childrenAlone: childrenAlone + ofChildren(families.values()),
      }
      await whileIn(deed, batch.id, 'planning', {
        state: 'planned',
        rows_total: total,
        rows_done: total,
        create_count: tally.create,
        hold_count: tally.hold,
        refuse_count: tally.refuse,
        ignore_count: tally.ignore,
        created_count: 0,
        families_total: units,
        families_done: 0,
        reasons: JSON.stringify(reasons),
        detail_sealed: seal(own, sealedDetail, JSON.stringify(detail)),
      })
    }),
  )
}

/** Removes what an earlier dry run staged, a part at a time. */
async function clearStaged(job: Job): Promise<void> {
  for (const table of ['registry.census_row', 'registry.census_block'] as const)
    for (;;) {
      goOn(job)
      const gone = await writing(job, async ({ db }) => {
        const { numAffectedRows } =
          await sql`delete from ${sql.table(table)} where tenant_id = ${job.tenantId}::uuid
          and batch_id = ${job.batchId}::uuid and line in (
            select line from ${sql.table(table)} where tenant_id = ${job.tenantId}::uuid and batch_id = ${job.batchId}::uuid
            order by line limit 5000)`.execute(db)
        return Number(numAffectedRows ?? 0n)
      })
      if (gone === 0) break
    }
}

/** The rows' keys, and which of them were loaded before. Answers where earlier windows said the same words first. */
async function nameRows(
  job: Job,
  batch: Batch,
  begun: Begun[],
  later: boolean,
): Promise<Map<string, number>> {
  const saidBefore = new Map<string, number>()
  await reading(job, async (deed) => {
    const { blind } = await deed.tenantKeys()
    const before = new Map<string, number>()
    if (later) {
      const open = begun.filter((row) => row.open)
      const hashes = new Map(open.map((row) => [blind('census words', row.words).toString('hex'), row.words]))
      const all = [...hashes.keys()]
      for (let i = 0; i < all.length; i += 2000) {
        const some = all.slice(i, i + 2000).map((hash) => Buffer.from(hash, 'hex'))
        const { rows } = await sql<{ words_hash: Buffer; n: number; line: number }>`
          select words_hash, count(*)::int as n, min(line) as line from registry.census_row
          where tenant_id = ${job.tenantId}::uuid and batch_id = ${batch.id}::uuid and words_hash = any (${some}::bytea[])
          group by words_hash`.execute(deed.db)
        for (const { words_hash, n, line } of rows) {
          const words = hashes.get(words_hash.toString('hex'))!
          before.set(words, n)
          saidBefore.set(words, line)
        }
      }
    }
    giveKeys(
      begun,
      {
        source: `${batch.organizationId}\u001d${batch.source}`,
        hash: (text) => blind('census row', text).toString('base64url'),
      },
      before,
    )
  })
  const keys = begun.filter((row) => row.open).map((row) => row.decision.key)
  const loaded = new Set<string>()
  await writing(job, async (deed) => {
    for (let i = 0; i < keys.length; i += 2000)
      for (const key of await loadedOf(
        deed,
        keys.slice(i, i + 2000).map((k) => Buffer.from(k, 'base64url')),
      ))
        loaded.add(key.toString('base64url'))
  })
  markLoaded(begun, loaded)
  return saidBefore
}

async function loadedOf(deed: Deed, keys: readonly Buffer[]): Promise<Buffer[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<{ key: Buffer }>`select key from registry.census_key
    where tenant_id = ${deed.actor.tenantId}::uuid and key = any (${[...keys]}::bytea[])`.execute(deed.db)
  return rows.map((r) => r.key)
}

/** Rows staged in earlier windows, without their cells: many are looked at, and only who they are is compared. */
async function stagedByLine(deed: Deed, batchId: string, lines: number[]): Promise<Map<number, Decision>> {
  const found = new Map<number, Decision>()
  for (let i = 0; i < lines.length; i += rowsPerLook) {
    const rows = await deed.db
      .selectFrom('registry.census_row')
      .select(['line', 'outcome', 'body_sealed'])
      .where('tenant_id', '=', deed.actor.tenantId)
      .where('batch_id', '=', batchId)
      .where('line', 'in', lines.slice(i, i + rowsPerLook))
      .execute()
    for (const row of await stagedRows(deed, rows)) found.set(row.line, { ...row, cells: [] })
  }
  return found
}

async function stage(
  deed: Deed,
  batch: Batch,
  decisions: readonly Decision[],
  words: ReadonlyMap<number, string>,
  unitOf: ReadonlyMap<number, number>,
  long: boolean,
): Promise<void> {
  const { own, blind } = await deed.tenantKeys()
  const t = deed.actor.tenantId
  const rows = decisions.map((decision) => {
    const body: Body = {
      cells: decision.cells,
      ...(decision.repeat ? { repeat: decision.repeat } : {}),
      reasons: decision.reasons,
      like: decision.like,
      candidate: decision.outcome === 'create' || long ? decision.candidate : null,
    }
    return {
      tenant_id: t,
      batch_id: batch.id,
      line: decision.line,
      organization_id: batch.organizationId,
      outcome: decision.outcome,
      reasons: [...new Set(decision.reasons.map((reason) => reason.code))],
      words_hash: long && decision.key ? blind('census words', words.get(decision.line) ?? '') : null,
      row_key: decision.key ? Buffer.from(decision.key, 'base64url') : null,
      unit: unitOf.get(decision.line) ?? null,
      body_sealed: seal(own, sealedBody, JSON.stringify(body)),
      expires_at: batch.expiresAt,
    }
  })
  await deed.db.insertInto('registry.census_row').values(rows).execute()
  if (!long) return
  // Who is to be created, or was, is whom later rows are compared with.
  const blocks = decisions
    .filter(({ outcome, reasons }) => outcome === 'create' || reasons[0]?.code === 'already_loaded')
    .flatMap((decision) =>
      rowBlocks(decision, blind, batch.id).map((block) => ({ block, line: decision.line })),
    )
  if (blocks.length > 0)
    await sql`insert into registry.census_block (tenant_id, batch_id, organization_id, block, line)
      select ${t}::uuid, ${batch.id}::uuid, ${batch.organizationId}::uuid, b.block, b.line
      from unnest(${blocks.map((b) => b.block)}::bytea[], ${blocks.map((b) => b.line)}::int[]) as b (block, line)
      on conflict do nothing`.execute(deed.db)
}

/** Places of the directory by their names; two of one name are none. */
async function placesByName(deed: Deed): Promise<Map<string, string>> {
  const rows = await deed.db
    .selectFrom('directory.place')
    .select(['id', 'name'])
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('closed_at', 'is', null)
    .execute()
  const names = rows.map((r) => fold(r.name))
  return new Map(
    rows.flatMap((r, i): [string, string][] =>
      names.filter((name) => name === names[i]).length === 1 ? [[names[i]!, r.id]] : [],
    ),
  )
}

/** Loads what the dry run would create. */
async function load(job: Job): Promise<void> {
  const batch = await reading(job, (deed) => getBatch(deed, job.batchId))
  if (!batch.notice) throw new Problem('notice_missing')
  const { notice } = batch
  await reading(job, (deed) => noticeForRegistering(deed, notice))
  const [latest, places] = await reading(job, async (deed) => [
    await latestDay(deed, batch),
    await placesByName(deed),
  ])
  const context: Loading = { batch, latest, places, columns: columnsOf(batch) }
  for (let after = -1; ; ) {
    goOn(job)
    const units = await reading(job, ({ db }) =>
      db
        .selectFrom('registry.census_row')
        .select('unit')
        .distinct()
        .where('tenant_id', '=', job.tenantId)
        .where('batch_id', '=', batch.id)
        .where('outcome', '=', 'create')
        .where('state', '=', 'planned')
        .where('unit', '>', after)
        .orderBy('unit')
        .limit(200)
        .execute(),
    )
    if (units.length === 0) break
    const queue = units.map((u) => u.unit!)
    after = queue.at(-1)!
    const hands = Array.from({ length: job.atOnce ?? 3 }, async () => {
      for (let unit = queue.shift(); unit !== undefined; unit = queue.shift()) {
        goOn(job)
        await loadUnit(job, context, unit)
      }
    })
    // All hands rest before anything is decided about what went wrong.
    const ended = await Promise.allSettled(hands)
    for (const end of ended) if (end.status === 'rejected') throw end.reason
  }
  await finish(job, batch)
}

interface Loading {
  batch: Batch
  latest: string
  places: ReadonlyMap<string, string>
  columns: { grounds: ReadonlyMap<Field, CensusGround>; chosenBy: ReadonlyMap<Field, string> }
}

const columnsOf = ({ grounds }: Batch): Loading['columns'] => ({
  grounds: new Map(grounds.map((g) => [g.field, g.ground])),
  chosenBy: new Map(grounds.map((g) => [g.field, g.chosenBy])),
})

/** What concerns every family, and not this one. */
const general = new Set(['not_allowed', 'agreement_ended', 'notice_missing', 'database_away'])

async function loadUnit(job: Job, context: Loading, unit: number): Promise<void> {
  for (let tries = 2; ; tries--) {
    try {
      return await unlessCancelled(quickly(job, (deed) => loadFamily(deed, context, unit)))
    } catch (e) {
      if (e instanceof Stopped) throw e
      const problem = asProblem(e)
      if (general.has(problem.code)) throw problem
      // Two loads at once of the same row, or a household that changed hands meanwhile: look again.
      if (tries > 0) continue
      await writing(job, (deed) => holdUnit(deed, context.batch, unit))
      return
    }
  }
}

const unitRows = (deed: Deed, batchId: string, unit: number) =>
  deed.db
    .selectFrom('registry.census_row')
    .select(['line', 'outcome', 'row_key', 'body_sealed'])
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('batch_id', '=', batchId)
    .where('unit', '=', unit)
    .where('outcome', '=', 'create')
    .where('state', '=', 'planned')
    .orderBy('line')
    .execute()

async function loadFamily(
  deed: Deed,
  { batch, latest, places, columns }: Loading,
  unit: number,
): Promise<void> {
  const { db, actor } = deed
  const t = actor.tenantId
  const rows = await stagedRows(deed, await unitRows(deed, batch.id, unit))
  if (rows.length === 0) return
  const loaded = new Set(
    (
      await loadedOf(
        deed,
        rows.map((row) => row.rowKey!),
      )
    ).map((key) => key.toString('hex')),
  )
  const again = rows.filter((row) => loaded.has(row.rowKey!.toString('hex')))
  const fresh = rows.filter((row) => !loaded.has(row.rowKey!.toString('hex')))
  if (again.length > 0)
    await sql`update registry.census_row set outcome = 'ignore', state = 'done', reasons = array['already_loaded'], body_sealed = null
      where tenant_id = ${t}::uuid and batch_id = ${batch.id}::uuid and line = any (${again.map((r) => r.line)}::int[])`.execute(
      db,
    )
  if (fresh.length > 0) {
    const number = fresh[0]!.candidate!.household
    const { blind } = await deed.tenantKeys()
    const householdKey =
      number === null
        ? null
        : blind('census household', `${batch.organizationId}\u001d${batch.source}\u001d${number}`)
    const known = householdKey ? await householdOf(deed, householdKey) : null
    const family = householdsOf(fresh)[0] ?? null
    const head = fresh.find((row) => row.line === (family?.headLine ?? row.line))!
    const householdId = known?.id ?? newId()
    const entry = toStored(head.candidate!.entry)
    const place = fresh
      .map((row) => row.candidate!.place && places.get(fold(row.candidate!.place)))
      .find(Boolean)
    const members = fresh
      // The head is registered with the first of a family too large for one go.
      .toSorted((a, b) => Number(b === head) - Number(a === head) || a.line - b.line)
      .map(({ line, candidate }) => ({
        candidate: candidate!,
        member: memberOf(candidate!, {
          role: known?.hasHead
            ? roleIn(
                { number: '', lines: [], headLine: -1, headInferred: false, severalHeads: false },
                line,
                candidate!.role,
              )
            : roleIn(family, line, candidate!.role),
          grounds: columns.grounds,
          newId,
        }),
      }))
    for (let i = 0; i < members.length; i += mostMembers) {
      const some = members.slice(i, i + mostMembers)
      const joins = known !== null || i > 0
      const body: Registration = {
        householdId,
        notice: batch.notice!,
        channel: 'census',
        registeredOn: entry.precision === 'day' && entry.date && entry.date <= latest ? entry.date : latest,
        ...(place ? { placeId: place } : {}),
        members: some.map(({ member }) => member),
      }
      checkShape(body, joins)
      await registerFamily(deed, body, { joins, groundChosenBy: chosenBy(some, columns) })
      await otherGrounds(deed, some, columns)
    }
    if (householdKey && !known) {
      const said = { household_id: householdId }
      await db
        .insertInto('registry.census_household')
        .values({ tenant_id: t, key: householdKey, ...said })
        .onConflict((c) => c.columns(['tenant_id', 'key']).doUpdateSet(said))
        .execute()
    }
    await db
      .insertInto('registry.census_key')
      .values(fresh.map((row) => ({ tenant_id: t, key: row.rowKey!, batch_id: batch.id })))
      .execute()
    await sql`update registry.census_row set state = 'done', body_sealed = null
      where tenant_id = ${t}::uuid and batch_id = ${batch.id}::uuid and line = any (${fresh.map((r) => r.line)}::int[])`.execute(
      db,
    )
  }
  // Last, since it holds up the other hands; and it tells a batch that was cancelled meanwhile.
  await whileIn(deed, batch.id, 'importing', {
    families_done: sql`families_done + 1`,
    created_count: sql`created_count + ${fresh.length}`,
    create_count: sql`create_count - ${again.length}`,
    ignore_count: sql`ignore_count + ${again.length}`,
  })
}

/** What a form would have been held to; a family that joins has its head already. */
function checkShape(body: Registration, joins: boolean): void {
  const checked = RegistrationShape.safeParse(
    joins
      ? { ...body, members: body.members.map((m, i): NewMember => (i === 0 ? { ...m, role: 'head' } : m)) }
      : body,
  )
  if (!checked.success)
    throw new Problem('invalid', { cause: new Error(checked.error.issues[0]?.path.join('.')) })
}

/** Where this number's family lives now, if it is still one and open to the actor. */
async function householdOf(deed: Deed, key: Buffer): Promise<{ id: string; hasHead: boolean } | null> {
  const { rows } = await sql<{ id: string; heads: number }>`
    select h.household_id as id, (count(*) filter (where m.role = 'head'))::int as heads
    from registry.census_household h
    join registry.household_member m on m.tenant_id = ${deed.actor.tenantId}::uuid and m.household_id = h.household_id and m.until_at is null
    where h.tenant_id = ${deed.actor.tenantId}::uuid and h.key = ${key}
    group by h.household_id`.execute(deed.db)
  const found = rows[0]
  return found ? { id: found.id, hasHead: found.heads > 0 } : null
}

type Members = readonly { candidate: NonNullable<Decision['candidate']>; member: NewMember }[]

function chosenBy(
  members: Members,
  { grounds, chosenBy: by }: Loading['columns'],
): { health?: string; identity?: string } {
  const of = (sheet: 'health' | 'identity') => {
    for (const { candidate } of members) {
      const first = groundsOf(sheet, candidate, grounds)[0]
      if (first) return by.get(first.field)
    }
    return undefined
  }
  const [health, identity] = [of('health'), of('identity')]
  return { ...(health ? { health } : {}), ...(identity ? { identity } : {}) }
}

/** A sheet stands on its first column's ground; the other grounds chosen for its columns are recorded beside it. */
async function otherGrounds(
  deed: Deed,
  members: Members,
  { grounds, chosenBy: by }: Loading['columns'],
): Promise<void> {
  const more = members.flatMap(({ candidate, member }) =>
    (['health', 'identity'] as const).flatMap((sheet) => {
      const all = groundsOf(sheet, candidate, grounds)
      return all
        .filter(({ ground }, i) => all.findIndex((other) => other.ground === ground) === i)
        .slice(1)
        .map(({ field, ground }) => ({
          tenant_id: deed.actor.tenantId,
          id: newId(),
          person_id: member.personId,
          field: sheet,
          ground,
          chosen_by: by.get(field) ?? deed.actor.accountId,
          at: deed.at,
        }))
    }),
  )
  if (more.length > 0) await deed.db.insertInto('registry.legal_ground').values(more).execute()
}

/** A family that cannot be saved is held with its rows; the others go on. */
async function holdUnit(deed: Deed, batch: Batch, unit: number): Promise<void> {
  const rows = await stagedRows(deed, await unitRows(deed, batch.id, unit))
  const { own } = await deed.tenantKeys()
  for (const { line, cells, repeat, reasons, like } of rows) {
    const body: Body = {
      cells,
      ...(repeat ? { repeat } : {}),
      like,
      candidate: null,
      reasons: [...reasons, { code: 'not_saved' }],
    }
    await deed.db
      .updateTable('registry.census_row')
      .set({
        outcome: 'hold',
        reasons: [...new Set(body.reasons.map((reason) => reason.code))],
        body_sealed: seal(own, sealedBody, JSON.stringify(body)),
      })
      .where('tenant_id', '=', deed.actor.tenantId)
      .where('batch_id', '=', batch.id)
      .where('line', '=', line)
      .execute()
  }
  await whileIn(deed, batch.id, 'importing', {
    families_done: sql`families_done + 1`,
    create_count: sql`create_count - ${rows.length}`,
    hold_count: sql`hold_count + ${rows.length}`,
  })
}

/** Done: counted anew from the rows themselves; the file goes, and what nobody needs of the rows. */
async function finish(job: Job, batch: Batch): Promise<void> {
  await unlessCancelled(
    writing(job, async (deed) => {
      const t = deed.actor.tenantId
      const { rows: outcomes } = await sql<{ outcome: Decision['outcome']; n: number }>`
        select outcome, count(*)::int as n from registry.census_row
        where tenant_id = ${t}::uuid and batch_id = ${batch.id}::uuid group by outcome`.execute(deed.db)
      const { rows: reasons } = await sql<{ code: string; n: number }>`
        select code, count(*)::int as n from registry.census_row r cross join lateral unnest(r.reasons) as u (code)
        where r.tenant_id = ${t}::uuid and r.batch_id = ${batch.id}::uuid group by code`.execute(deed.db)
      const of = (outcome: Decision['outcome']) => outcomes.find((o) => o.outcome === outcome)?.n ?? 0
      await sql`update registry.census_row set body_sealed = null where tenant_id = ${t}::uuid
        and batch_id = ${batch.id}::uuid and outcome = 'ignore' and body_sealed is not null`.execute(deed.db)
      const expires = new Date(deed.at.getTime() + keptDays * 86_400_000)
      await sql`update registry.census_row set expires_at = ${expires} where tenant_id = ${t}::uuid
        and batch_id = ${batch.id}::uuid and outcome in ('hold', 'refuse')`.execute(deed.db)
      await whileIn(deed, batch.id, 'importing', {
        state: 'done',
        create_count: of('create'),
        created_count: of('create'),
        hold_count: of('hold'),
        refuse_count: of('refuse'),
        ignore_count: of('ignore'),
        reasons: JSON.stringify(Object.fromEntries(reasons.map((r) => [r.code, r.n]))),
        file_key_sealed: null,
        finished_at: deed.at,
        expires_at: expires,
      })
    }),
  )
  await job.files.remove(batch.id)
}

/** What expired goes: staged rows, the keys of files, and the files that nobody wants any more. */
export async function sweepExpired(
  g: Pick<CensusGroundWork, 'worker'>,
  tenantId: string,
  now: Date,
): Promise<void> {
  await asWorker(g.worker, tenantId, async (tx) => {
    await sql`delete from registry.census_row r where r.tenant_id = ${tenantId}::uuid and (r.expires_at < ${now}
      or exists (select 1 from registry.census_batch b where b.tenant_id = ${tenantId}::uuid and b.id = r.batch_id and b.state = 'cancelled'))`.execute(
      tx,
    )
    await sql`delete from registry.census_block k where k.tenant_id = ${tenantId}::uuid and exists (
      select 1 from registry.census_batch b where b.tenant_id = ${tenantId}::uuid and b.id = k.batch_id
        and (b.state in ('done', 'cancelled') or b.expires_at < ${now}))`.execute(tx)
    await sql`update registry.census_batch set file_key_sealed = null, file_name_sealed = null, detail_sealed = null,
        interpreter_sealed = null, state = case when state in ('done', 'cancelled', 'unreadable') then state else 'cancelled' end
      where tenant_id = ${tenantId}::uuid and expires_at < ${now} and detail_sealed is not null`.execute(tx)
  })
}

/** Whether a stored file still belongs to a batch that needs it. */
export async function fileWanted(
  worker: Connection,
  tenantIds: readonly string[],
  id: string,
): Promise<boolean> {
  for (const tenantId of tenantIds) {
    const found = await asWorker(worker, tenantId, (tx) =>
      tx
        .selectFrom('registry.census_batch')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .where('file_key_sealed', 'is not', null)
        .executeTakeFirst(),
    )
    if (found) return true
  }
  return false
}
