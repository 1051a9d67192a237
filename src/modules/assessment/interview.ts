/** The interview: started or taken up, answered item by item, finished. */
import { sql } from 'kysely'
import type * as z from 'zod'
import type { Deed } from '../../server/guard.ts'
import { isMinor } from '../../shared/day.ts'
import { newId } from '../../shared/id.ts'
import { Problem } from '../../shared/problem.ts'
import type { answerItem, Interview, Situation, Step, startInterview } from './contract.ts'
import { gather, languageFor, type SpecialSources, specialFacts, specialSources } from './facts.ts'
import {
  type AssessmentRow,
  answersOf,
  assessmentById,
  assessmentsOf,
  current,
  instrumentOf,
  type Kept,
  keptSpecial,
  type Opened,
  openAnew,
  openFile,
  resultsOf,
  type StoredResult,
  time,
} from './file.ts'
import { definitionHash } from './instruments/integrate-iv-0.2/index.ts'
import { type Item, isSpecial, type Phase } from './instruments/types.ts'
import { checkAnswer, foldAnswers } from './rules/answers.ts'
import { type Situation as Asked, appliesTo, whyLater } from './rules/applicability.ts'
import { ageOn, environment, type Input, settled, withoutSpecial } from './rules/facts.ts'
import { mayRecord, plan, progress } from './rules/flow.ts'

const grantDays = 365

/** Lets protection staff in; how many can read the file for protection now. */
export async function alertProtection(deed: Deed, personId: string): Promise<number> {
  const until = new Date(deed.at.getTime() + grantDays * 86_400_000)
  const { rows } = await sql<{ alerted: number }>`
    select assessment.alert_protection(${deed.actor.tenantId}::uuid, ${personId}::uuid, ${until}::timestamptz) as alerted`.execute(
    deed.db,
  )
  return rows[0]!.alerted
}

/** One at a time where two might do the same: the second waits and then sees what the first did. */
async function oneAtATime(deed: Deed, ...what: string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${what.join(' ')}, 0))`.execute(deed.db)
}

const openOf = (rows: readonly AssessmentRow[]) => rows.find((r) => r.finished_at === null)
const lastFinished = (rows: readonly AssessmentRow[]) => rows.filter((r) => r.finished_at !== null).at(-1)

export async function start(
  deed: Deed,
  personId: string,
  body: z.output<(typeof startInterview)['body']>,
): Promise<string> {
  const opened = await openFile(deed, personId)
  const { known } = opened
  await oneAtATime(deed, 'interview', known.personId)
  const rows = await assessmentsOf(deed, known.all)
  await alertProtection(deed, known.personId)
  openAnew(deed)
  const t = deed.actor.tenantId
  const finished = lastFinished(rows)
  // Protection staff may take up the part of the last one that only they may ask.
  const mine = opened.protection && finished?.id === body.assessmentId ? finished : undefined
  let target = openOf(rows) ?? mine
  if (!target) {
    await deed.db
      .insertInto('assessment.assessment')
      .values({
        tenant_id: t,
        id: body.assessmentId,
        person_id: known.personId,
        organization_id: deed.actor.organizationId,
        instrument: current.id,
        instrument_version: current.version,
        definition_hash: definitionHash,
        phase: body.phase,
        setting: body.setting,
        language: body.language,
        started_at: deed.at,
        started_by: deed.actor.accountId,
      })
      .execute()
    target = await assessmentById(deed, body.assessmentId)
  }
  await deed.db
    .insertInto('assessment.session')
    .values({
      tenant_id: t,
      id: newId(),
      assessment_id: target.id,
      person_id: known.personId,
      account_id: deed.actor.accountId,
      setting: body.setting,
      respondent: body.respondent,
      interpreter: body.interpreter,
      service_now: body.serviceNow,
      language: body.language,
      at: deed.at,
    })
    .execute()
  return target.id
}

/** How I last sat down with the person for this assessment. */
export async function mySituation(
  deed: Deed,
  assessmentId: string,
): Promise<(z.infer<typeof Situation> & { at: Date }) | undefined> {
  const row = await deed.db
    .selectFrom('assessment.session')
    .selectAll()
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('assessment_id', '=', assessmentId)
    .where('account_id', '=', deed.actor.accountId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (
    row && {
      setting: row.setting as Asked['setting'],
      respondent: row.respondent as Asked['respondent'],
      interpreter: row.interpreter as Asked['interpreter'],
      serviceNow: row.service_now,
      language: row.language as Interview['language'],
      at: row.at,
    }
  )
}

export interface UnderWay {
  row: AssessmentRow
  situation: (z.infer<typeof Situation> & { at: Date }) | undefined
}

/** The interview under way; for protection staff also the last one, while they complete their part of it. */
async function underWay(
  deed: Deed,
  opened: Opened,
  rows: readonly AssessmentRow[],
): Promise<UnderWay | undefined> {
  const open = openOf(rows)
  if (open) return { row: open, situation: await mySituation(deed, open.id) }
  const last = lastFinished(rows)
  if (!last || !opened.protection) return undefined
  const situation = await mySituation(deed, last.id)
  return situation && situation.at > last.finished_at! ? { row: last, situation } : undefined
}

export interface Sitting {
  input: Input
  asked: Asked
  shareable: Kept
  special: Kept
}

/** All that the plan is made of. Without protection's sheet nothing special is read, let alone computed. */
export async function sitting(deed: Deed, opened: Opened, { row, situation }: UnderWay): Promise<Sitting> {
  const { known, protection, on } = opened
  const shareable = await answersOf(deed, known.ring, row.id)
  const stored =
    row.finished_at && (await resultsOf(deed, known.ring, known.all)).find((r) => r.assessmentId === row.id)
  const { facts, members } = stored
    ? { facts: stored.input.facts, members: stored.members }
    : await gather(deed, opened)
  const asked: Asked = {
    asker: protection ? 'protection_staff' : 'trained_worker',
    setting: situation?.setting ?? 'desk',
    respondent: situation?.respondent ?? 'self',
    interpreter: situation?.interpreter ?? 'none',
    serviceNow: situation?.serviceNow ?? false,
  }
  const phase = row.phase as Phase
  if (!protection) {
    const input = withoutSpecial(current, { facts, answers: foldAnswers(shareable.saved), phase })
    return { input, asked, shareable, special: { saved: [], standing: new Map() } }
  }
  const sources = await sourcesFor(deed, opened, members)
  const special = keptSpecial(sources.answers.filter((a) => a.assessmentId === row.id))
  return {
    input: {
      facts: { ...facts, special: specialFacts(sources, known.all, members, on, row.id) },
      answers: foldAnswers([...shareable.saved, ...special.saved]),
      phase,
    },
    asked,
    shareable,
    special,
  }
}

async function sourcesFor(
  deed: Deed,
  { known }: Opened,
  members: readonly string[],
): Promise<SpecialSources> {
  const people = [...new Set([...known.all, ...members])]
  return specialSources(
    deed,
    await deed.keyring(people),
    people,
    new Map([[known.personId, known.documents ?? []]]),
  )
}

/** What a trained worker may be told and puts away unseen: decided by age, sex and the room, never by an answer. */
function oneWayItems({ input, asked }: Sitting): Item[] {
  const age = ageOn(input.facts.birth, input.facts.on)
  const facts: Input = { ...input, answers: {}, facts: { ...input.facts, known: [] } }
  const env = environment(current, facts, 'shareable')
  return current.items.filter((item) => {
    if (!isSpecial(item) || item.askedBy !== 'trained_worker') return false
    if (age.mayBeUnder18 && item.askedByUnder18 === 'protection_staff') return false
    return (
      appliesTo(item, age, env) &&
      whyLater(current, item, facts, asked, env).every((reason) => reason === 'protection_staff')
    )
  })
}

export async function told(deed: Deed, personId: string): Promise<Interview> {
  const opened = await openFile(deed, personId)
  const { known, protection, on } = opened
  const rows = await assessmentsOf(deed, known.all)
  const last = lastFinished(rows)
  const now = await underWay(deed, opened, rows)
  const base = {
    personId: known.personId,
    name: known.name,
    ...(last ? { last: { assessmentId: last.id, finishedAt: time(last.finished_at!) } } : {}),
    language: languageFor(known),
    mayAskProtection: protection,
    minor: isMinor(known.birth, on),
  }
  if (!now) {
    const { facts } = await gather(deed, opened)
    const made = plan(
      current,
      { facts, answers: {}, phase: 'assessment' },
      { asker: 'worker', setting: 'desk', respondent: 'self', interpreter: 'none', serviceNow: false },
    )
    return {
      ...base,
      missingFacts: [...made.missingFacts],
      steps: [],
      progress: { done: 0, total: 0 },
      oneWay: [],
    }
  }
  const { row, situation } = now
  const instrument = instrumentOf(row)
  const sat = await sitting(deed, opened, now)
  const made = plan(instrument, sat.input, sat.asked)
  // Of what is finished only the part of protection staff stays open.
  const left = row.finished_at ? made.steps.filter((s) => isSpecial(instrument.item(s.item))) : made.steps
  const steps = left.map((step): Step => {
    const item = instrument.item(step.item)
    const held = settled(item, sat.input)
    const answerId = (isSpecial(item) ? sat.special : sat.shareable).standing.get(item.id)
    return {
      item: step.item,
      dimension: step.dimension,
      state: step.state,
      optional: step.optional,
      fields: step.fields.map((field) => {
        const value = held[field.id]?.value
        const tell = field.state !== 'left_out' && value !== undefined
        return {
          id: field.id,
          state: field.state,
          ...(field.origin ? { origin: field.origin } : {}),
          ...(tell && (typeof value !== 'object' || Array.isArray(value))
            ? { value: (Array.isArray(value) ? [...value] : value) as Step['fields'][number]['value'] & {} }
            : {}),
        }
      }),
      later: [...step.later],
      lawNote: step.lawNote,
      ...(answerId ? { answerId } : {}),
    }
  })
  const { done, total } = progress({ ...made, steps: left })
  const { at: _, ...sitsAt } = situation ?? { at: undefined }
  return {
    ...base,
    assessment: {
      id: row.id,
      version: row.version,
      instrument: row.instrument,
      instrumentVersion: row.instrument_version,
      phase: row.phase as 'assessment' | 'follow_up',
      startedAt: time(row.started_at),
      ...(situation ? { situation: sitsAt as z.infer<typeof Situation> } : {}),
    },
    missingFacts: [...made.missingFacts],
    steps,
    progress: { done, total },
    oneWay: protection || !situation || row.finished_at ? [] : oneWayItems(sat).map((item) => item.id),
  }
}

const notNow = () =>
  new Problem('answer_not_applicable', { errors: [{ path: '/item', code: 'not_asked_here' }] })

export async function save(
  deed: Deed,
  assessmentId: string,
  itemId: string,
  body: z.output<(typeof answerItem)['body']>,
): Promise<string> {
  const row = await assessmentById(deed, assessmentId)
  const opened = await openFile(deed, row.person_id)
  const { known, protection } = opened
  const instrument = instrumentOf(row)
  const item = instrument.items.find((i) => i.id === itemId)
  if (!item) throw notNow()
  const special = isSpecial(item)
  if (row.finished_at && !(special && protection))
    throw new Problem('changed_meanwhile', { version: row.version })
  await oneAtATime(deed, 'answer', assessmentId, itemId)
  const situation = await mySituation(deed, assessmentId)
  if (!situation) throw notNow()
  const sat = await sitting(deed, opened, { row, situation })
  const unseen = special && !protection
  const may = unseen
    ? oneWayItems(sat).some((i) => i.id === itemId)
    : mayRecord(plan(instrument, sat.input, sat.asked), itemId)
  if (!may) throw notNow()

  const fields = Object.fromEntries(body.fields.map((f) => [f.field, f.value]))
  const faults = checkAnswer(instrument, { item: itemId, fields })
  if (faults.length > 0)
    throw new Problem('invalid', {
      errors: faults.map((f) => ({
        path: f.field ? `/fields/${body.fields.findIndex((x) => x.field === f.field)}` : '/item',
        code: f.problem,
      })),
    })
  // Who puts something away unseen cannot know what stands there; nobody else's answer is lost, all are kept.
  const stands = (special ? sat.special : sat.shareable).standing.get(itemId) ?? null
  if (!unseen && stands !== body.basedOn)
    throw new Problem('changed_meanwhile', { ids: stands ? [stands] : [], version: row.version })

  const common = {
    tenant_id: deed.actor.tenantId,
    id: body.answerId,
    assessment_id: assessmentId,
    person_id: known.personId,
    at: deed.at,
    account_id: deed.actor.accountId,
  }
  const sealed = (table: string, what: unknown) =>
    known.ring.seal(known.personId, `assessment.${table}.body_sealed`, JSON.stringify(what))
  if (special)
    await deed.db
      .insertInto('assessment.special_answer')
      .values({ ...common, body_sealed: sealed('special_answer', { item: itemId, fields }) })
      .execute()
  else
    await deed.db
      .insertInto('assessment.answer')
      .values({ ...common, item: itemId, body_sealed: sealed('answer', fields) })
      .execute()
  return known.personId
}

/** Finished: what the result is computed from is kept with it, shareable to the last fact. */
export async function finish(deed: Deed, assessmentId: string, version: number): Promise<string> {
  const row = await assessmentById(deed, assessmentId)
  const opened = await openFile(deed, row.person_id)
  const { known } = opened
  const done = await deed.db
    .updateTable('assessment.assessment')
    .set({ finished_at: deed.at, finished_by: deed.actor.accountId, version: version + 1 })
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('id', '=', assessmentId)
    .where('finished_at', 'is', null)
    .where('version', '=', version)
    .executeTakeFirst()
  if (done.numUpdatedRows === 0n) throw new Problem('changed_meanwhile', { version: row.version })
  const { facts, members } = await gather(deed, opened)
  const { saved } = await answersOf(deed, known.ring, assessmentId)
  const stored: StoredResult = {
    input: withoutSpecial(instrumentOf(row), {
      facts,
      answers: foldAnswers(saved),
      phase: row.phase as Phase,
    }),
    members,
  }
  await deed.db
    .insertInto('assessment.result')
    .values({
      tenant_id: deed.actor.tenantId,
      id: newId(),
      assessment_id: assessmentId,
      person_id: known.personId,
      body_sealed: known.ring.seal(known.personId, 'assessment.result.body_sealed', JSON.stringify(stored)),
      at: deed.at,
    })
    .execute()
  return assessmentId
}
