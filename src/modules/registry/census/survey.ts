/** The first look at a census: what the file is, its columns and questions, and how many rows. */
import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { seal } from '../../../server/vault.ts'
import { applyMapping, isBlank, rememberColumns, signatureOf } from '../rules/census-columns.ts'
import { problemsOf, Surveyor, shapeOf } from '../rules/census-plan.ts'
import type { CensusRecord } from '../rules/census-text.ts'
import { type Detail, getBatch, latestDay, rememberedUses, rememberUses, sealedDetail } from './batch.ts'
import { signsOf } from './reading.ts'
import { goOn, type Job, openFile, reading, unlessCancelled, whileIn, writing } from './step.ts'

const firstRecords = 600
const firstSigns = 4_000_000
/** Headings stand within so many rows. */
const mostTitles = 40

const signatureHash = (header: readonly string[]): Buffer =>
  createHash('sha256').update(signatureOf(header)).digest()

/** What the file is: columns, questions, and how many rows. */
export async function survey(job: Job): Promise<void> {
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
