/** One person's assessments as they are kept: who may open them, and what is sealed in their rows. */
import { type Selectable, sql } from 'kysely'
import type { Deed, Keyring } from '../../server/guard.ts'
import type { DB } from '../../server/schema.ts'
import { type IsoDay, isoToday } from '../../shared/day.ts'
import { Problem } from '../../shared/problem.ts'
import type { Sheet } from '../../shared/sheets.ts'
import { type KnownPerson, knownOf } from '../registry/index.ts'
import { integrateIv02 } from './instruments/integrate-iv-0.2/index.ts'
import type { Instrument } from './instruments/types.ts'
import type { Answered } from './rules/answers.ts'
import type { Input } from './rules/facts.ts'

/** What is used for new interviews. */
export const current = integrateIv02
const instruments: readonly Instrument[] = [integrateIv02]

export function instrumentOf(row: { instrument: string; instrument_version: string }): Instrument {
  const found = instruments.find((i) => i.id === row.instrument && i.version === row.instrument_version)
  if (!found) throw new Problem('no_instrument')
  return found
}

export type AssessmentRow = Selectable<DB['assessment.assessment']>

export interface Opened {
  known: KnownPerson
  /** Named protection staff: the role opens the sheet, and so does a grant of this person. */
  protection: boolean
  /** The day it is where the people live. */
  on: IsoDay
}

export async function today(deed: Deed): Promise<IsoDay> {
  const { time_zone } = await deed.db
    .selectFrom('access.tenant')
    .select('time_zone')
    .where('id', '=', deed.actor.tenantId)
    .executeTakeFirstOrThrow()
  return isoToday(deed.at, time_zone)
}

/** Which of these sheets are open: by a live grant, and by the role. */
export async function openSheets(
  deed: Deed,
  personId: string,
  wanted: readonly Sheet[],
): Promise<ReadonlySet<Sheet>> {
  const t = deed.actor.tenantId
  const { rows } = await sql<{ sheet: Sheet }>`
    select w.sheet from unnest(${[...wanted]}::text[]) as w (sheet)
    where access.holds(${t}::uuid, ${personId}::uuid, array[w.sheet])`.execute(deed.db)
  return new Set(rows.map((r) => r.sheet).filter((sheet) => deed.actor.sheets.includes(sheet)))
}

const opened = new WeakMap<Deed, Map<string, Promise<Opened>>>()

/**
 * A file whose assessments I may open. Nobody I may not see is not found; a closed sheet is told as such.
 * Asked once a deed: what is done and what is then told of it stand on the same file.
 */
export function openFile(deed: Deed, personId: string): Promise<Opened> {
  const files = opened.get(deed) ?? new Map<string, Promise<Opened>>()
  opened.set(deed, files)
  const file = files.get(personId) ?? open(deed, personId)
  files.set(personId, file)
  return file
}

/** After grants were given in this deed. */
export const openAnew = (deed: Deed): void => void opened.delete(deed)

async function open(deed: Deed, personId: string): Promise<Opened> {
  const known = await knownOf(deed, personId)
  const open = await openSheets(deed, known.personId, ['assessment', 'protection'])
  if (!open.has('assessment')) throw new Problem('grant_not_held')
  return { known, protection: open.has('protection'), on: await today(deed) }
}

export async function assessmentsOf(deed: Deed, people: readonly string[]): Promise<AssessmentRow[]> {
  return deed.db
    .selectFrom('assessment.assessment')
    .selectAll()
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('person_id', 'in', [...people])
    .orderBy('started_at')
    .orderBy('id')
    .execute()
}

export async function assessmentById(deed: Deed, id: string): Promise<AssessmentRow> {
  const row = await deed.db
    .selectFrom('assessment.assessment')
    .selectAll()
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Problem('not_found')
  return row
}

export interface Kept {
  /** In the order they were saved. */
  saved: readonly Answered[]
  /** Item → the row that stands. */
  standing: ReadonlyMap<string, string>
}

type Fields = Answered['fields']

const kept = (rows: readonly { id: string; item: string; fields: Fields }[]): Kept => ({
  saved: rows.map(({ item, fields }) => ({ item, fields })),
  standing: new Map(rows.map((r) => [r.item, r.id])),
})

/** The shareable answers of one interview. */
export async function answersOf(deed: Deed, ring: Keyring, assessmentId: string): Promise<Kept> {
  const rows = await deed.db
    .selectFrom('assessment.answer')
    .select(['id', 'item', 'body_sealed'])
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('assessment_id', '=', assessmentId)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return kept(
    rows.map((r) => ({
      id: r.id,
      item: r.item,
      fields: JSON.parse(ring.open('assessment.answer.body_sealed', r.body_sealed)),
    })),
  )
}

export interface SpecialAnswer {
  id: string
  assessmentId: string
  personId: string
  at: Date
  item: string
  fields: Fields
}

/** Special answers of these people, oldest first. Without the sheet of protection there are none to see. */
export async function specialAnswers(
  deed: Deed,
  ring: Keyring,
  people: readonly string[],
): Promise<SpecialAnswer[]> {
  if (people.length === 0) return []
  const rows = await deed.db
    .selectFrom('assessment.special_answer')
    .selectAll()
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('person_id', 'in', [...people])
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map((r) => {
    const body = JSON.parse(ring.open('assessment.special_answer.body_sealed', r.body_sealed)) as Answered
    return {
      id: r.id,
      assessmentId: r.assessment_id,
      personId: r.person_id,
      at: r.at,
      item: body.item,
      fields: body.fields,
    }
  })
}

export const keptSpecial = (rows: readonly SpecialAnswer[]): Kept => kept(rows)

/** A finished assessment: what it was computed from, never anything special. */
export interface StoredResult {
  input: Input
  /** Whose ages stand in `input.facts.household`, in that order. */
  members: readonly string[]
}

export interface ResultRow extends StoredResult {
  assessmentId: string
  personId: string
  at: Date
}

/** Finished assessments of these people with what they were computed from, oldest first. */
export async function resultsOf(deed: Deed, ring: Keyring, people: readonly string[]): Promise<ResultRow[]> {
  if (people.length === 0) return []
  const rows = await deed.db
    .selectFrom('assessment.result')
    .select(['assessment_id', 'person_id', 'body_sealed', 'at'])
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('person_id', 'in', [...people])
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map((r) => ({
    ...(JSON.parse(ring.open('assessment.result.body_sealed', r.body_sealed)) as StoredResult),
    assessmentId: r.assessment_id,
    personId: r.person_id,
    at: r.at,
  }))
}

export const time = (d: Date): string => d.toISOString()
