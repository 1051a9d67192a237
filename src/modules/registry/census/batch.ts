/** A census batch in the database: reading it, opening what is sealed of it, and the settings a person gives it. */
import { sql } from 'kysely'
import type { Deed } from '../../../server/guard.ts'
import type { Upload } from '../../../server/routes.ts'
import { seal } from '../../../server/vault.ts'
import type { IsoDay } from '../../../shared/day.ts'
import { isoToday } from '../../../shared/day.ts'
import { orNotFound, Problem } from '../../../shared/problem.ts'
import { noticeForRegistering } from '../people.ts'
import type { Column, ColumnUse, Field } from '../rules/census-columns.ts'
import { headingKeys, isSensitive } from '../rules/census-columns.ts'
import type { CensusGround } from '../rules/census-member.ts'
import type { Answers, FileShape, Survey } from '../rules/census-plan.ts'
import type { Delimiter, Encoding } from '../rules/census-text.ts'
import { detectEncoding } from '../rules/census-text.ts'
import type { CensusState } from './contract.ts'

/** What waits is gone after so many days. */
export const keptDays = 30
const dayMs = 86_400_000

export interface NoticeGiven {
  noticeId: string
  language: 'es' | 'ht' | 'en' | 'fr' | 'pt'
  how: 'read_on_screen' | 'read_aloud' | 'on_paper' | 'poster' | 'given_at_the_census'
  interpreter?: string | undefined
}

export interface ChosenGround {
  field: Field
  ground: CensusGround
  chosenBy: string
  at: Date
}

/** What the survey found; sealed, since examples and stray cells are people's data. */
export interface Detail {
  encoding: Encoding
  delimiter: Delimiter
  headingsLine: number | null
  shape: FileShape
  examples: string[][]
  survey: Survey
  remembered: boolean
  totals: { line: number; says: number }[]
  childrenAlone: number
}

export interface Batch {
  id: string
  organizationId: string
  accountId: string
  version: number
  state: CensusState
  problem: string | null
  source: string
  censusDay: string | null
  notice: NoticeGiven | null
  answers: Answers
  uses: Record<string, ColumnUse> | null
  /** Where a person says that the headings stand; 0 for none. */
  saidHeadings: number | null
  fileName: string | null
  fileKey: Buffer | null
  fileBytes: number
  detail: Detail | null
  grounds: ChosenGround[]
  rowsTotal: number | null
  rowsDone: number
  tally: { create: number; hold: number; refuse: number; ignore: number }
  created: number
  families: { total: number | null; done: number }
  reasons: Record<string, number>
  createdAt: Date
  finishedAt: Date | null
  expiresAt: Date
}

export const sealedName = 'registry.census_batch.file_name_sealed'
const sealedKey = 'registry.census_batch.file_key_sealed'
export const sealedDetail = 'registry.census_batch.detail_sealed'
const sealedInterpreter = 'registry.census_batch.interpreter_sealed'

type Row = Awaited<ReturnType<typeof rows>>[number]

function rows(deed: Deed, more: { ids?: string[]; page?: number; size?: number }) {
  let ask = deed.db
    .selectFrom('registry.census_batch')
    .selectAll()
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('organization_id', '=', deed.actor.organizationId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
  if (more.ids) ask = ask.where('id', 'in', more.ids)
  if (more.size) ask = ask.limit(more.size).offset(((more.page ?? 1) - 1) * more.size)
  return ask.execute()
}

async function batchOf(deed: Deed, r: Row): Promise<Batch> {
  const keys = await deed.tenantKeys()
  const text = (of: string, sealed: Buffer | null) => sealed && keys.openOwn(of, sealed).toString('utf8')
  const grounds = await deed.db
    .selectFrom('registry.census_ground')
    .select(['field', 'ground', 'chosen_by', 'at'])
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('batch_id', '=', r.id)
    .orderBy('field')
    .execute()
  const detail = text(sealedDetail, r.detail_sealed)
  const interpreter = text(sealedInterpreter, r.interpreter_sealed)
  return {
    id: r.id,
    organizationId: r.organization_id,
    accountId: r.account_id,
    version: r.version,
    state: r.state as CensusState,
    problem: r.problem,
    source: r.source,
    censusDay: r.census_day,
    notice: r.notice_id
      ? {
          noticeId: r.notice_id,
          language: r.notice_language as NoticeGiven['language'],
          how: r.notice_how as NoticeGiven['how'],
          ...(interpreter ? { interpreter } : {}),
        }
      : null,
    answers: r.answers as Answers,
    uses: r.uses as Batch['uses'],
    saidHeadings: r.headings_line,
    fileName: text(sealedName, r.file_name_sealed),
    fileKey: r.file_key_sealed && keys.openOwn(sealedKey, r.file_key_sealed),
    fileBytes: r.file_bytes,
    detail: detail ? (JSON.parse(detail) as Detail) : null,
    grounds: grounds.map((g) => ({
      field: g.field as Field,
      ground: g.ground as CensusGround,
      chosenBy: g.chosen_by,
      at: g.at,
    })),
    rowsTotal: r.rows_total,
    rowsDone: r.rows_done,
    tally: {
      create: r.create_count,
      hold: r.hold_count,
      refuse: r.refuse_count,
      ignore: r.ignore_count,
    },
    created: r.created_count,
    families: { total: r.families_total, done: r.families_done },
    reasons: r.reasons as Record<string, number>,
    createdAt: r.created_at,
    finishedAt: r.finished_at,
    expiresAt: r.expires_at,
  }
}

export async function getBatch(deed: Deed, id: string): Promise<Batch> {
  return batchOf(deed, orNotFound((await rows(deed, { ids: [id] }))[0]))
}

export async function batchesPage(
  deed: Deed,
  q: { page: number; size: number },
): Promise<{ total: number; batches: Batch[] }> {
  const { n } = await deed.db
    .selectFrom('registry.census_batch')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('organization_id', '=', deed.actor.organizationId)
    .executeTakeFirstOrThrow()
  const batches: Batch[] = []
  for (const r of await rows(deed, q)) batches.push(await batchOf(deed, r))
  return { total: Number(n), batches }
}

/** A file that came in. @throws Problem file_not_readable when its first bytes say that it is no text */
export async function takeFile(deed: Deed, file: Upload, source: string): Promise<string> {
  const found = detectEncoding(file.start)
  if (!found.ok)
    throw new Problem('file_not_readable', { errors: [{ path: '/file', code: `file_${found.reason}` }] })
  const { rows: live } = await sql<{ live: boolean }>`select access.agreed() as live`.execute(deed.db)
  if (!live[0]?.live) throw new Problem('agreement_ended')
  const { own } = await deed.tenantKeys()
  await deed.db
    .insertInto('registry.census_batch')
    .values({
      tenant_id: deed.actor.tenantId,
      id: file.id,
      organization_id: deed.actor.organizationId,
      account_id: deed.actor.accountId,
      state: 'received',
      source,
      file_name_sealed: seal(own, sealedName, file.name || 'censo.csv'),
      file_key_sealed: seal(own, sealedKey, file.key),
      file_bytes: file.bytes,
      file_sha256: Buffer.from(file.sha256, 'hex'),
      created_at: deed.at,
      expires_at: new Date(deed.at.getTime() + keptDays * dayMs),
    })
    .execute()
  return file.id
}

const settable: CensusState[] = ['surveyed', 'planned', 'stopped']

/** Changes a batch that waits for a person. @throws Problem changed_meanwhile, still_in_use */
async function change(
  deed: Deed,
  batch: Batch,
  version: number,
  from: readonly CensusState[],
  set: { state?: CensusState } & Record<string, unknown>,
): Promise<void> {
  if (!from.includes(batch.state)) throw new Problem('still_in_use')
  const done = await deed.db
    .updateTable('registry.census_batch')
    .set({ ...set, version: version + 1 })
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('id', '=', batch.id)
    .where('version', '=', version)
    .where('state', 'in', [...from])
    .returning('id')
    .executeTakeFirst()
  if (!done) throw new Problem('changed_meanwhile', { ids: [batch.id], version: batch.version })
}

export async function sayColumns(
  deed: Deed,
  batch: Batch,
  version: number,
  said: readonly { key: string; use: ColumnUse }[],
  headingsLine?: number,
): Promise<void> {
  const moved = headingsLine !== undefined && headingsLine !== batch.detail?.headingsLine
  // What was said of columns was said of other headings.
  const before = moved ? {} : (batch.uses ?? {})
  const uses = { ...before, ...Object.fromEntries(said.map(({ key, use }) => [key, use])) }
  await change(deed, batch, version, settable, {
    state: 'received',
    problem: null,
    uses: Object.keys(uses).length > 0 ? JSON.stringify(uses) : null,
    ...(headingsLine === undefined ? {} : { headings_line: headingsLine }),
    rows_done: 0,
  })
}

export interface Choices {
  answers: Answers
  grounds: readonly { field: Field; ground: CensusGround; chosenBy?: string }[]
  notice?: NoticeGiven | undefined
  censusDay?: string | undefined
}

export async function sayChoices(deed: Deed, batch: Batch, version: number, c: Choices): Promise<void> {
  if (c.notice) await noticeForRegistering(deed, c.notice)
  if (c.censusDay && c.censusDay > isoToday(deed.at, 'Etc/GMT-14'))
    throw new Problem('invalid', { errors: [{ path: '/censusDay', code: 'in_future' }] })
  const { own } = await deed.tenantKeys()
  await change(deed, batch, version, settable, {
    // What was planned with other answers is no plan any more.
    state: 'surveyed',
    problem: null,
    answers: JSON.stringify(c.answers),
    notice_id: c.notice?.noticeId ?? null,
    notice_language: c.notice?.language ?? null,
    notice_how: c.notice?.how ?? null,
    interpreter_sealed: c.notice?.interpreter ? seal(own, sealedInterpreter, c.notice.interpreter) : null,
    census_day: c.censusDay ?? null,
  })
  const before = new Map(batch.grounds.map((g) => [g.field, g]))
  await deed.db
    .deleteFrom('registry.census_ground')
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('batch_id', '=', batch.id)
    .execute()
  const chosen = new Map(c.grounds.filter((g) => isSensitive(g.field)).map((g) => [g.field, g]))
  if (chosen.size > 0)
    await deed.db
      .insertInto('registry.census_ground')
      .values(
        [...chosen.values()].map(({ field, ground, chosenBy }) => {
          const known = before.get(field)
          const same = known?.ground === ground && (!chosenBy || chosenBy === known.chosenBy) ? known : null
          return {
            tenant_id: deed.actor.tenantId,
            batch_id: batch.id,
            organization_id: batch.organizationId,
            field,
            ground,
            // Whoever chose it first stands by it.
            chosen_by: same?.chosenBy ?? chosenBy ?? deed.actor.accountId,
            at: same?.at ?? deed.at,
          }
        }),
      )
      .execute()
}

export const askPlan = (deed: Deed, batch: Batch, version: number): Promise<void> =>
  change(deed, batch, version, settable, {
    state: 'planning',
    problem: null,
    rows_done: 0,
    account_id: deed.actor.accountId,
  })

/** @throws Problem notice_missing: nothing is saved before a notice was given */
export async function askStart(deed: Deed, batch: Batch, version: number): Promise<void> {
  if (!batch.notice)
    throw new Problem('notice_missing', { errors: [{ path: '/notice', code: 'notice_missing' }] })
  await noticeForRegistering(deed, batch.notice)
  const from: CensusState[] = batch.families.total === null ? ['planned'] : ['planned', 'stopped']
  await change(deed, batch, version, from, {
    state: 'importing',
    problem: null,
    started_at: deed.at,
    // Whoever starts it answers for it.
    account_id: deed.actor.accountId,
  })
}

/** Who was created stays. What was staged and the file's key go now, the file itself with the next sweep. */
export async function cancel(deed: Deed, batch: Batch): Promise<void> {
  if (batch.state === 'cancelled') return
  if (batch.state === 'done') throw new Problem('still_in_use')
  await deed.db
    .updateTable('registry.census_batch')
    .set({
      state: 'cancelled',
      version: batch.version + 1,
      file_key_sealed: null,
      finished_at: deed.at,
    })
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('id', '=', batch.id)
    .execute()
}

/** Which of these rows were headings before, and what was said of them the last time; by signature, in hex. */
export async function rememberedUses(
  deed: Deed,
  signatures: readonly Buffer[],
): Promise<Map<string, Record<string, ColumnUse>>> {
  if (signatures.length === 0) return new Map()
  const found = await deed.db
    .selectFrom('registry.census_mapping')
    .select(['signature', 'uses'])
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('signature', 'in', [...signatures])
    .execute()
  return new Map(found.map((r) => [r.signature.toString('hex'), r.uses as Record<string, ColumnUse>]))
}

export async function rememberUses(
  deed: Deed,
  signature: Buffer,
  uses: Record<string, ColumnUse>,
): Promise<void> {
  const said = { uses: JSON.stringify(uses), confirmed_by: deed.actor.accountId, at: deed.at }
  await deed.db
    .insertInto('registry.census_mapping')
    .values({ tenant_id: deed.actor.tenantId, signature, ...said })
    .onConflict((c) => c.columns(['tenant_id', 'signature']).doUpdateSet(said))
    .execute()
}

export const keysOfColumns = (columns: readonly Column[]): string[] =>
  headingKeys(columns.map((column) => column.heading))

/** Nobody in the file was born after the day it was taken, or, if that was not said, today. */
export async function latestDay(deed: Deed, batch: Batch): Promise<IsoDay> {
  if (batch.censusDay) return batch.censusDay
  const tenant = await deed.db
    .selectFrom('access.tenant')
    .select('time_zone')
    .where('id', '=', deed.actor.tenantId)
    .executeTakeFirst()
  return isoToday(deed.at, tenant?.time_zone)
}
