/** What the routes tell of a census: the batch, its rows, and the file to correct. */
import { sql } from 'kysely'
import { accountNames } from '../../../server/accounts.ts'
import type { Deed } from '../../../server/guard.ts'
import { writeCsv } from '../../../shared/csv.ts'
import { nameOf, personCores } from '../queries.ts'
import { type Decision, questionsOf, withheldOf } from '../rules/census-plan.ts'
import { kindOf, type ReasonCode, reasonText } from '../rules/census-reasons.ts'
import { returnHeadings, returnRows } from '../rules/census-return.ts'
import { displayName } from '../rules/names.ts'
import { type Batch, batchesPage, getBatch, keysOfColumns } from './batch.ts'
import type { CensusBatch, CensusBrief, CensusRow, outcomes } from './contract.ts'
import { stagedRows } from './staged.ts'

const briefOf = (b: Batch, nameOf: (account: string) => string): CensusBrief => ({
  id: b.id,
  state: b.state,
  ...(b.fileName ? { fileName: b.fileName } : {}),
  source: b.source,
  createdAt: b.createdAt.toISOString(),
  by: { accountId: b.accountId, name: nameOf(b.accountId) },
  ...(b.rowsTotal === null ? {} : { rowsTotal: b.rowsTotal }),
  tally: { read: b.tally.create + b.tally.hold + b.tally.refuse + b.tally.ignore, ...b.tally },
  created: b.created,
  ...(b.finishedAt ? { finishedAt: b.finishedAt.toISOString() } : {}),
  expiresAt: b.expiresAt.toISOString(),
})

const seenWords = (seen: Readonly<Record<string, number>>) =>
  Object.entries(seen)
    .sort((x, y) => y[1] - x[1])
    .slice(0, 12)
    .map(([word, rows]) => ({ word: word.slice(0, 30), rows }))

export function batchAnswer(b: Batch, nameOf: (account: string) => string): CensusBatch {
  const { detail, answers } = b
  const grounded = new Set(b.grounds.map((g) => g.field))
  const keys = detail ? keysOfColumns(detail.shape.columns) : []
  const people = b.tally.create + b.tally.hold + b.tally.refuse + (b.reasons.already_loaded ?? 0)
  return {
    ...briefOf(b, nameOf),
    version: b.version,
    ...(b.problem ? { problem: b.problem } : {}),
    fileBytes: b.fileBytes,
    rowsDone: b.rowsDone,
    families: { ...(b.families.total === null ? {} : { total: b.families.total }), done: b.families.done },
    ...(detail
      ? {
          encoding: detail.encoding,
          delimiter: detail.delimiter,
          ...(detail.headingsLine === null ? {} : { headingsLine: detail.headingsLine }),
        }
      : {}),
    columns: (detail?.shape.columns ?? []).map((column, i) => ({
      key: keys[i]!,
      index: column.index,
      heading: column.heading,
      use: column.use,
      confidence: column.confidence,
      confirmed: column.confirmed,
      sensitive: column.sensitive,
      alternatives: column.alternatives.map(({ use, confidence }) => ({ use, confidence })),
      examples: detail?.examples[i] ?? [],
    })),
    remembered: detail?.remembered ?? false,
    questions: detail
      ? questionsOf(detail.survey).map((question) =>
          question.id === 'sex_m'
            ? {
                id: question.id,
                rows: question.rows,
                seen: seenWords(question.seen),
                ...(question.suggestion ? { suggestion: question.suggestion } : {}),
                answered: answers.sexM !== undefined,
              }
            : question.id === 'sex_numbers'
              ? {
                  id: question.id,
                  rows: question.rows,
                  seen: seenWords(question.seen),
                  answered: answers.sexOne !== undefined,
                }
              : {
                  ...question,
                  answered: answers[question.field === 'birth' ? 'birthOrder' : 'entryOrder'] !== undefined,
                },
        )
      : [],
    answers,
    grounds: b.grounds.map((g) => ({
      field: g.field,
      ground: g.ground,
      chosenBy: { accountId: g.chosenBy, name: nameOf(g.chosenBy) },
      at: g.at.toISOString(),
    })),
    withheld: detail ? withheldOf(detail.shape.columns, grounded) : [],
    ...(b.notice ? { notice: b.notice } : {}),
    ...(b.censusDay ? { censusDay: b.censusDay } : {}),
    reasons: Object.entries(b.reasons)
      .map(([code, rows]) => ({ code: code as ReasonCode, kind: kindOf(code as ReasonCode), rows }))
      .sort((x, y) => y.rows - x.rows || (x.code < y.code ? -1 : 1)),
    totals: (detail?.totals ?? []).map((total) => ({ ...total, people })),
    childrenAlone: detail?.childrenAlone ?? 0,
  }
}

export async function tellBatch(deed: Deed, id: string): Promise<CensusBatch> {
  const batch = await getBatch(deed, id)
  return batchAnswer(
    batch,
    await accountNames(deed, [batch.accountId, ...batch.grounds.map((g) => g.chosenBy)]),
  )
}

export async function tellBatches(
  deed: Deed,
  q: { page: number; size: number },
): Promise<{ total: number; page: number; size: number; rows: CensusBrief[] }> {
  const { total, batches } = await batchesPage(deed, q)
  const nameOf = await accountNames(
    deed,
    batches.map((b) => b.accountId),
  )
  return { total, page: q.page, size: q.size, rows: batches.map((b) => briefOf(b, nameOf)) }
}

export interface RowsAsked {
  page: number
  size: number
  outcome?: (typeof outcomes)[number] | undefined
  reason?: ReasonCode | undefined
}

export async function tellRows(
  deed: Deed,
  batchId: string,
  q: RowsAsked,
): Promise<{ total: number; page: number; size: number; rows: CensusRow[] }> {
  const batch = await getBatch(deed, batchId)
  let ask = deed.db
    .selectFrom('registry.census_row')
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('batch_id', '=', batch.id)
  if (q.outcome) ask = ask.where('outcome', '=', q.outcome)
  if (q.reason) ask = ask.where(sql<boolean>`reasons @> array[${q.reason}]`)
  const { n } = await ask.select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  const found = await ask
    .select(['line', 'outcome', 'state', 'reasons', 'body_sealed'])
    .orderBy('line')
    .limit(q.size)
    .offset((q.page - 1) * q.size)
    .execute()
  const staged = await stagedRows(deed, found)
  const known = await personCores(deed, [
    ...new Set(staged.flatMap((row) => row.like.flatMap(({ personId }) => (personId ? [personId] : [])))),
  ])
  deed.saw(known.keys(), 'listed')
  const language = deed.actor.language === 'en' ? 'en' : 'es'
  return {
    total: Number(n),
    page: q.page,
    size: q.size,
    rows: staged.map((row, i) => {
      const told: Decision['reasons'] =
        row.reasons.length > 0 ? row.reasons : found[i]!.reasons.map((code) => ({ code: code as ReasonCode }))
      const name = row.candidate
        ? displayName({
            given: row.candidate.core.givenNames ?? null,
            surname: row.candidate.core.surname1 ?? null,
            secondSurname: row.candidate.core.surname2 ?? null,
            chosen: row.candidate.core.chosenName ?? null,
          })
        : ''
      return {
        line: row.line,
        outcome: row.outcome,
        done: found[i]!.state === 'done',
        ...(name ? { name } : {}),
        cells: row.cells,
        reasons: told.map(({ code, field, value, suggestion }) => ({
          code,
          kind: kindOf(code),
          ...reasonText(code, language),
          ...(field ? { field } : {}),
          ...(value ? { value } : {}),
          ...(suggestion ? { suggestion } : {}),
        })),
        like: row.like.flatMap(({ line, personId, band, reasons }) => {
          const person = personId ? known.get(personId) : undefined
          if (personId && !person) return []
          return [
            {
              ...(line === undefined ? {} : { line }),
              ...(personId && person ? { personId, name: nameOf(person) } : {}),
              band,
              reasons: reasons.map(({ field, agreement }) => ({ field, agreement })),
            },
          ]
        }),
      }
    }),
  }
}

const rowsPerPiece = 2000

/** Held and refused rows as a file to correct, a piece at a time. */
export async function tellReturn(
  deed: Deed,
  batchId: string,
  { language, after }: { language: 'es' | 'en'; after: number },
): Promise<{ fileName: string; csv: string; rows: number; next?: number }> {
  const batch = await getBatch(deed, batchId)
  const found = await deed.db
    .selectFrom('registry.census_row')
    .select(['line', 'outcome', 'body_sealed'])
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('batch_id', '=', batch.id)
    .where('outcome', 'in', ['hold', 'refuse'])
    .where('line', '>', after)
    .orderBy('line')
    .limit(rowsPerPiece)
    .execute()
  const shape = batch.detail?.shape ?? { header: [], columns: [] }
  const rows = returnRows(await stagedRows(deed, found), shape, language)
  const csv = writeCsv(
    after === 0 ? [returnHeadings(shape, language), ...rows] : rows,
    batch.detail?.delimiter,
  )
  const base = (batch.fileName ?? 'censo').replace(/\.[^.]{1,5}$/u, '').slice(0, 100)
  return {
    fileName: `${base} - ${language === 'es' ? 'por corregir' : 'to correct'}.csv`,
    csv: after === 0 ? csv : rows.length === 0 ? '' : csv.slice(1),
    rows: rows.length,
    ...(found.length === rowsPerPiece ? { next: found.at(-1)!.line } : {}),
  }
}
