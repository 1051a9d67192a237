/** The dry run of a census: every row gets its outcome, window by window, and nobody is registered. */
import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Deed } from '../../../server/guard.ts'
import { seal } from '../../../server/vault.ts'
import { ageBounds } from '../../../shared/day.ts'
import { Problem } from '../../../shared/problem.ts'
import {
  type Begun,
  beginRow,
  type Decision,
  decideRows,
  giveKeys,
  markLoaded,
  Surveyor,
  tallyOf,
  totalsOf,
} from '../rules/census-plan.ts'
import { fold } from '../rules/names.ts'
import { type Batch, type Detail, getBatch, latestDay, sealedDetail } from './batch.ts'
import { earlierLike, registeredLike } from './existing.ts'
import { signsOf, windows } from './reading.ts'
import { clearStaged, loadedOf, stage, stagedByLine } from './staged.ts'
import { goOn, type Job, openFile, quickly, reading, unlessCancelled, whileIn, writing } from './step.ts'

const rowsPerInsert = 500
/** Families of a long file that are remembered by number, from the last read backwards. */
const mostFamilies = 50_000
const mostTotals = 100

/** The dry run: every row gets its outcome, staged and sealed. Started anew when it was broken off. */
export async function plan(job: Job): Promise<void> {
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

/** Places of the directory by their names; two of one name are none. */
export async function placesByName(deed: Deed): Promise<Map<string, string>> {
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
