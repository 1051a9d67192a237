/** Results as they may be told: to the case team and the person, to a household, on paper, to protection staff. */
import type * as z from 'zod'
import { accountNames } from '../../server/accounts.ts'
import type { Deed } from '../../server/guard.ts'
import { indexAgeGroups } from '../../shared/day.ts'
import { newId } from '../../shared/id.ts'
import { orNotFound, Problem } from '../../shared/problem.ts'
import { documentsOf, membersOf, peopleInBrief } from '../registry/index.ts'
import type {
  Arithmetic,
  Change,
  decide as decideContract,
  decideProtection as decideProtectionContract,
  HouseholdTold,
  Need as NeedTold,
  PrintedResult,
  ProtectionTold,
  SharedResult,
} from './contract.ts'
import { type SpecialSources, specialFacts, specialSources } from './facts.ts'
import {
  type AssessmentRow,
  assessmentById,
  assessmentsOf,
  current,
  instrumentOf,
  keptSpecial,
  type Opened,
  openFile,
  openSheets,
  type ResultRow,
  resultsOf,
  time,
} from './file.ts'
import { flagsOf } from './flags.ts'
import { type Band, type Instrument, isSpecial } from './instruments/types.ts'
import { foldAnswers } from './rules/answers.ts'
import { changeBetween, scoredOf } from './rules/change.ts'
import { ageOn, type Input } from './rules/facts.ts'
import {
  type HouseholdResult,
  householdResult,
  type Need,
  type ProtectionResult,
  protectionResult,
  type ShareableResult,
  shareableResult,
  textKey,
} from './rules/needs.ts'
import { joinAnswers } from './rules/special.ts'

type Told<T extends z.ZodType> = z.infer<T>
type Result = ShareableResult | ProtectionResult | HouseholdResult

const needTold = (need: Need): Told<typeof NeedTold> => ({
  ...need,
  actions: need.actions.map((a) => ({ ...a })),
})

const arithmeticTold = ({ arithmetic, score }: Result): Told<typeof Arithmetic> => ({
  ...arithmetic,
  dimensions: [...arithmetic.dimensions],
  lines: arithmetic.lines.map((line) => ({ ...line })),
  unitsDeprived: score.unitsDeprived,
  unitsUnanswered: score.unitsUnanswered,
})

const computed = (result: ShareableResult | ProtectionResult) => ({
  needs: result.needs.map(needTold),
  strengths: result.strengths.map((s) => ({ ...s, values: [...s.values] })),
  complete: result.complete,
  pointFigure: result.score.pointFigure,
  arithmetic: arithmeticTold(result),
})

type Scored = { result: ShareableResult | ProtectionResult; on: string; instrument: Instrument }

function changeTold(before: Scored | undefined, after: Scored): Told<typeof Change> | undefined {
  if (!before) return undefined
  const change = changeBetween(
    after.instrument,
    scoredOf(before.result.score, before.on),
    scoredOf(after.result.score, after.on),
    before.instrument,
  )
  return {
    from: change.from,
    to: change.to,
    sameVersion: change.sameVersion,
    ageGroupChanged: change.ageGroupChanged,
    items: change.items.map(({ indicator, dimension, change: how }) => ({
      indicator,
      dimension,
      change: how,
    })),
    common: change.common && {
      items: change.common.items.length,
      before: { value: change.common.before.value, points: change.common.before.points },
      after: { value: change.common.after.value, points: change.common.after.points },
    },
  }
}

const personTold = ({ known }: Opened) => ({
  personId: known.personId,
  name: known.name,
  ...(known.code ? { code: known.code } : {}),
})

const assessmentTold = (row: AssessmentRow, nameOf: (a: string | null) => string) => ({
  id: row.id,
  version: row.version,
  instrument: row.instrument,
  instrumentVersion: row.instrument_version,
  phase: row.phase as 'assessment' | 'follow_up',
  language: row.language as SharedResult['assessment']['language'],
  startedAt: time(row.started_at),
  finishedAt: time(row.finished_at!),
  finishedBy: nameOf(row.finished_by),
})

interface Finished {
  opened: Opened
  rows: AssessmentRow[]
  /** Finished ones, oldest first, as far as the one asked for. */
  results: { row: AssessmentRow; stored: ResultRow; instrument: Instrument }[]
  latest: { row: AssessmentRow; stored: ResultRow; instrument: Instrument }
}

async function findFinished(
  deed: Deed,
  personId: string,
  assessmentId?: string,
): Promise<Finished | undefined> {
  const opened = await openFile(deed, personId)
  const rows = await assessmentsOf(deed, opened.known.all)
  const byId = new Map(rows.map((r) => [r.id, r]))
  const all = (await resultsOf(deed, opened.known.ring, opened.known.all)).flatMap((stored) => {
    const row = byId.get(stored.assessmentId)
    return row ? [{ row, stored, instrument: instrumentOf(row) }] : []
  })
  const until = assessmentId ? all.findIndex((r) => r.row.id === assessmentId) : all.length - 1
  const latest = all[until]
  return latest && { opened, rows, results: all.slice(0, until + 1), latest }
}

const finished = async (deed: Deed, personId: string, assessmentId?: string): Promise<Finished> =>
  orNotFound(await findFinished(deed, personId, assessmentId))

interface DecisionBody {
  reason?: string
  added: string[]
  setAside: string[]
}

async function decisionOf(deed: Deed, { known }: Opened, assessmentId: string) {
  const row = await deed.db
    .selectFrom('assessment.decision')
    .selectAll()
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('assessment_id', '=', assessmentId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const body: DecisionBody = row.body_sealed
    ? JSON.parse(known.ring.open('assessment.decision.body_sealed', row.body_sealed))
    : { added: [], setAside: [] }
  return {
    kind: row.kind as 'confirmed' | 'overridden',
    ...body,
    at: time(row.at),
    account: row.account_id,
  }
}

const contestsOf = (deed: Deed, assessmentId: string) =>
  deed.db
    .selectFrom('assessment.contest')
    .selectAll()
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('assessment_id', '=', assessmentId)
    .orderBy('at')
    .orderBy('id')
    .execute()

export const sharedResult = async (
  deed: Deed,
  personId: string,
  assessmentId?: string,
): Promise<SharedResult> => resultTold(deed, await finished(deed, personId, assessmentId))

/** Nobody assessed yet is an answer; a file that is not open, or an assessment that is not theirs, is not. */
export async function resultIfAny(
  deed: Deed,
  personId: string,
  assessmentId?: string,
): Promise<SharedResult | null> {
  const found = await findFinished(deed, personId, assessmentId)
  if (!found && assessmentId) throw new Problem('not_found')
  return found ? resultTold(deed, found) : null
}

async function resultTold(deed: Deed, { opened, rows, results, latest }: Finished): Promise<SharedResult> {
  const { ring } = opened.known
  const scored = results.slice(-2).map(({ stored, instrument }) => ({
    result: shareableResult(instrument, stored.input),
    on: stored.input.facts.on,
    instrument,
  }))
  const now = scored.at(-1)!
  const decision = await decisionOf(deed, opened, latest.row.id)
  const contests = await contestsOf(deed, latest.row.id)
  const nameOf = await accountNames(deed, [
    latest.row.finished_by,
    decision?.account,
    ...contests.flatMap((c) => [c.account_id, c.answered_by]),
  ])
  const change = changeTold(scored.length > 1 ? scored[0] : undefined, now)
  return {
    ...personTold(opened),
    assessment: assessmentTold(latest.row, nameOf),
    ...computed(now.result),
    ...(change ? { change } : {}),
    ...(decision
      ? {
          decision: {
            kind: decision.kind,
            ...(decision.reason ? { reason: decision.reason } : {}),
            added: decision.added,
            setAside: decision.setAside,
            at: decision.at,
            by: nameOf(decision.account),
          },
        }
      : {}),
    contests: contests.map((c) => ({
      id: c.id,
      words: ring.open('assessment.contest.words_sealed', c.words_sealed),
      at: time(c.at),
      by: nameOf(c.account_id),
      ...(c.answer_sealed && c.answered_at
        ? {
            answer: {
              words: ring.open('assessment.contest.answer_sealed', c.answer_sealed),
              at: time(c.answered_at),
              by: nameOf(c.answered_by),
            },
          }
        : {}),
    })),
    earlier: results
      .slice(0, -1)
      .reverse()
      .map(({ row }) => ({ assessmentId: row.id, finishedAt: time(row.finished_at!) })),
    underWay: rows.some((r) => r.finished_at === null),
    ...(opened.known.household ? { householdId: opened.known.household.householdId } : {}),
  }
}

const needOf = (instrument: Instrument, id: string): Told<typeof NeedTold> => {
  const item = instrument.indicator(id)
  return {
    indicator: id,
    dimension: item.dimension,
    support: textKey.support(id),
    actions: item.actions.map((action) => {
      const note = instrument.actions.find((a) => a.id === action)?.note
      return { action, text: textKey.action(action), ...(note ? { note } : {}) }
    }),
    reassessDays: item.reassessDays,
  }
}

export async function printed(
  deed: Deed,
  personId: string,
  assessmentId?: string,
): Promise<z.infer<typeof PrintedResult>> {
  const { opened, latest } = await finished(deed, personId, assessmentId)
  const { needs, strengths, arithmetic, complete } = computed(
    shareableResult(latest.instrument, latest.stored.input),
  )
  const decision = await decisionOf(deed, opened, latest.row.id)
  return {
    ...personTold(opened),
    organizationName: deed.actor.organizationName,
    finishedAt: time(latest.row.finished_at!),
    language: latest.row.language as SharedResult['assessment']['language'],
    // As the worker decided: what was set aside is not handed out, what was added is.
    needs: [
      ...needs.filter((n) => !decision?.setAside.includes(n.indicator)),
      ...(decision?.added ?? []).map((id) => needOf(latest.instrument, id)),
    ],
    strengths,
    arithmetic,
    complete,
  }
}

export async function household(deed: Deed, householdId: string): Promise<z.infer<typeof HouseholdTold>> {
  const members = await membersOf(deed, householdId)
  const people = await peopleInBrief(deed, members)
  if (people.size === 0) throw new Problem('not_found')
  const ids = [...people.keys()].sort()
  const ring = await deed.keyring(ids)
  const latest = new Map((await resultsOf(deed, ring, ids)).map((r) => [r.personId, r]))
  const rows = new Map((await assessmentsOf(deed, ids)).map((r) => [r.id, r]))
  const told = ids.map((id) => {
    const { birth: _, ...person } = people.get(id)!
    const stored = latest.get(id)
    const row = stored && rows.get(stored.assessmentId)
    if (!stored || !row) return { ...person }
    const result = shareableResult(instrumentOf(row), stored.input)
    return {
      ...person,
      result: {
        assessmentId: row.id,
        finishedAt: time(row.finished_at!),
        lowPoints: result.arithmetic.lowPoints,
        highPoints: result.arithmetic.highPoints,
        complete: result.complete,
        needs: result.needs.map(needTold),
      },
    }
  })
  const inputs = [...latest.values()]
    .filter((r) => {
      const row = rows.get(r.assessmentId)
      return row?.instrument === current.id && row.instrument_version === current.version
    })
    .map((r) => r.input)
  const all = inputs.length > 0 ? householdResult(current, inputs) : undefined
  return {
    householdId,
    members: told,
    ...(all
      ? {
          together: {
            members: inputs.length,
            complete: all.complete,
            needs: all.needs.map(needTold),
            arithmetic: arithmeticTold(all),
          },
        }
      : {}),
  }
}

// Decisions of the case team.

/** A finished assessment whose file is open to me, and its row as it stands. */
async function toDecide(deed: Deed, assessmentId: string): Promise<{ row: AssessmentRow; opened: Opened }> {
  const row = await assessmentById(deed, assessmentId)
  if (!row.finished_at) throw new Problem('not_found')
  return { row, opened: await openFile(deed, row.person_id) }
}

export async function decide(
  deed: Deed,
  assessmentId: string,
  body: z.output<(typeof decideContract)['body']>,
): Promise<string> {
  const { row, opened } = await toDecide(deed, assessmentId)
  const { known } = opened
  if (body.kind === 'overridden' && !body.reason)
    throw new Problem('override_without_reason', {
      errors: [{ path: '/reason', code: 'override_without_reason' }],
    })
  const instrument = instrumentOf(row)
  const shareable = new Set(instrument.indicators.filter((i) => !isSpecial(i)).map((i) => i.id))
  if ([...body.added, ...body.setAside].some((id) => !shareable.has(id)))
    throw new Problem('answer_not_applicable')
  const updated = await deed.db
    .updateTable('assessment.assessment')
    .set({
      confirmed_at: deed.at,
      confirmed_by: deed.actor.accountId,
      version: body.version + 1,
    })
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('id', '=', assessmentId)
    .where('version', '=', body.version)
    .executeTakeFirst()
  if (updated.numUpdatedRows === 0n) throw new Problem('changed_meanwhile', { version: row.version })
  const told: DecisionBody | null =
    body.kind === 'overridden' || body.reason
      ? {
          ...(body.reason ? { reason: body.reason } : {}),
          added: body.kind === 'overridden' ? body.added : [],
          setAside: body.kind === 'overridden' ? body.setAside : [],
        }
      : null
  await deed.db
    .insertInto('assessment.decision')
    .values({
      tenant_id: deed.actor.tenantId,
      id: newId(),
      assessment_id: assessmentId,
      person_id: known.personId,
      kind: body.kind,
      body_sealed:
        told && known.ring.seal(known.personId, 'assessment.decision.body_sealed', JSON.stringify(told)),
      at: deed.at,
      account_id: deed.actor.accountId,
    })
    .execute()
  return known.personId
}

export async function contest(
  deed: Deed,
  assessmentId: string,
  contestId: string,
  words: string,
): Promise<string> {
  const { opened } = await toDecide(deed, assessmentId)
  const { known } = opened
  await deed.db
    .insertInto('assessment.contest')
    .values({
      tenant_id: deed.actor.tenantId,
      id: contestId,
      assessment_id: assessmentId,
      person_id: known.personId,
      words_sealed: known.ring.seal(known.personId, 'assessment.contest.words_sealed', words),
      at: deed.at,
      account_id: deed.actor.accountId,
    })
    .execute()
  return known.personId
}

export async function contestById(deed: Deed, contestId: string) {
  return orNotFound(
    await deed.db
      .selectFrom('assessment.contest')
      .select(['id', 'assessment_id', 'person_id'])
      .where('tenant_id', '=', deed.actor.tenantId)
      .where('id', '=', contestId)
      .executeTakeFirst(),
  )
}

export async function answerContest(deed: Deed, contestId: string, words: string): Promise<string> {
  const row = await contestById(deed, contestId)
  const { known } = await openFile(deed, row.person_id)
  const updated = await deed.db
    .updateTable('assessment.contest')
    .set({
      answer_sealed: known.ring.seal(row.person_id, 'assessment.contest.answer_sealed', words),
      answered_at: deed.at,
      answered_by: deed.actor.accountId,
    })
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('id', '=', contestId)
    .where('answered_at', 'is', null)
    .executeTakeFirst()
  if (updated.numUpdatedRows === 0n) throw new Problem('changed_meanwhile')
  return contestId
}

// Protection staff.

interface FullBody {
  input: Input
  band: Band | null
  bandLow: Band
  bandHigh: Band
  unitsDeprived: number
  unitsUnanswered: number
  unitsTotal: number
  /** The last special answer it stands on. */
  upTo: string | null
}

/**
 * Full results of these finished assessments. What was computed before stands until a special answer is added; the
 * rest is computed now and kept. Only who may read for protection gets here: the rows are closed to all others.
 */
export async function fullResults(
  deed: Deed,
  finishedOnes: readonly { row: AssessmentRow; stored: ResultRow }[],
): Promise<Map<string, FullBody>> {
  const found = new Map<string, FullBody>()
  if (finishedOnes.length === 0) return found
  const t = deed.actor.tenantId
  const own = [...new Set(finishedOnes.map(({ stored }) => stored.personId))]
  const people = [...new Set([...own, ...finishedOnes.flatMap(({ stored }) => stored.members)])]
  const ring = await deed.keyring(people)
  const kept = await deed.db
    .selectFrom('assessment.protection_result')
    .select(['assessment_id', 'body_sealed'])
    .where('tenant_id', '=', t)
    .where('person_id', 'in', own)
    .orderBy('at')
    .orderBy('id')
    .execute()
  const before = new Map(
    kept.map((r): [string, FullBody] => [
      r.assessment_id,
      JSON.parse(ring.open('assessment.protection_result.body_sealed', r.body_sealed)),
    ]),
  )
  const documents = new Map<
    string,
    NonNullable<SpecialSources['documents'] extends ReadonlyMap<string, infer H> ? H : never>
  >()
  for (const held of (await documentsOf(deed, own, ring)) ?? [])
    documents.set(held.personId, [...(documents.get(held.personId) ?? []), held.body])
  const sources = await specialSources(deed, ring, people, documents)
  const fresh: { row: AssessmentRow; stored: ResultRow; body: FullBody }[] = []
  for (const { row, stored } of finishedOnes) {
    const mine = sources.answers.filter((a) => a.assessmentId === row.id)
    const upTo = mine.at(-1)?.id ?? null
    const old = before.get(row.id)
    if (old && old.upTo === upTo) {
      found.set(row.id, old)
      continue
    }
    const input: Input = {
      ...stored.input,
      answers: joinAnswers(stored.input.answers, foldAnswers(keptSpecial(mine).saved)),
      facts: {
        ...stored.input.facts,
        special: specialFacts(sources, [stored.personId], stored.members, stored.input.facts.on, row.id),
      },
    }
    const { score } = protectionResult(instrumentOf(row), input)
    const body: FullBody = {
      input,
      band: score.band,
      bandLow: score.bandLow,
      bandHigh: score.bandHigh,
      unitsDeprived: score.unitsDeprived,
      unitsUnanswered: score.unitsUnanswered,
      unitsTotal: score.unitsTotal,
      upTo,
    }
    found.set(row.id, body)
    fresh.push({ row, stored, body })
  }
  if (fresh.length > 0)
    await deed.db
      .insertInto('assessment.protection_result')
      .values(
        fresh.map(({ row, stored, body }) => ({
          tenant_id: t,
          id: newId(),
          assessment_id: row.id,
          person_id: stored.personId,
          body_sealed: ring.seal(
            stored.personId,
            'assessment.protection_result.body_sealed',
            JSON.stringify(body),
          ),
          at: deed.at,
        })),
      )
      .execute()
  return found
}

interface ProtectionDecision {
  kind: 'confirmed' | 'overridden'
  band?: Band
  reason?: string
}

/** The last decision of protection staff on each assessment of these people. */
export async function protectionDecisions(deed: Deed, people: readonly string[]) {
  const decided = new Map<string, ProtectionDecision & { at: Date; account: string }>()
  if (people.length === 0) return decided
  const rows = await deed.db
    .selectFrom('assessment.protection_decision')
    .selectAll()
    .where('tenant_id', '=', deed.actor.tenantId)
    .where('person_id', 'in', [...people])
    .orderBy('at')
    .orderBy('id')
    .execute()
  const ring = await deed.keyring(people)
  for (const r of rows)
    decided.set(r.assessment_id, {
      ...(JSON.parse(
        ring.open('assessment.protection_decision.body_sealed', r.body_sealed),
      ) as ProtectionDecision),
      at: r.at,
      account: r.account_id,
    })
  return decided
}

async function openForProtection(deed: Deed, personId: string): Promise<Opened> {
  const opened = await openFile(deed, personId)
  if (!opened.protection) throw new Problem('grant_not_held')
  return opened
}

export async function protectionTold(deed: Deed, personId: string): Promise<ProtectionTold> {
  const opened = await openForProtection(deed, personId)
  const { known, on } = opened
  const { group } = ageOn(known.birth, on)
  const rows = new Map((await assessmentsOf(deed, known.all)).map((r) => [r.id, r]))
  const finishedOnes = (await resultsOf(deed, known.ring, known.all)).flatMap((stored) => {
    const row = rows.get(stored.assessmentId)
    return row ? [{ row, stored }] : []
  })
  const lastTwo = finishedOnes.slice(-2)
  const full = await fullResults(deed, lastTwo)
  const scored = lastTwo.map(({ row, stored }) => ({
    row,
    result: protectionResult(instrumentOf(row), full.get(row.id)!.input),
    on: stored.input.facts.on,
    instrument: instrumentOf(row),
  }))
  const now = scored.at(-1)
  const decision = now && (await protectionDecisions(deed, known.all)).get(now.row.id)
  const nameOf = await accountNames(deed, [now?.row.finished_by, decision?.account])
  const change = now && changeTold(scored.length > 1 ? scored[0] : undefined, now)
  return {
    ...personTold(opened),
    ageGroup: indexAgeGroups.find((g) => g === group) ?? null,
    flags: await flagsOf(deed, known.ring, known.all),
    ...(now
      ? {
          result: {
            assessment: assessmentTold(now.row, nameOf),
            ...computed(now.result),
            band: now.result.score.band,
            bandLow: now.result.score.bandLow,
            bandHigh: now.result.score.bandHigh,
            wanted: now.result.wanted.map((w) => ({
              indicator: w.indicator,
              actions: w.actions.map((a) => ({ ...a })),
            })),
            ...(change ? { change } : {}),
            ...(decision
              ? {
                  decision: {
                    kind: decision.kind,
                    ...(decision.band ? { band: decision.band } : {}),
                    ...(decision.reason ? { reason: decision.reason } : {}),
                    at: time(decision.at),
                    by: nameOf(decision.account),
                  },
                }
              : {}),
          },
        }
      : {}),
  }
}

export async function decideProtection(
  deed: Deed,
  assessmentId: string,
  body: z.output<(typeof decideProtectionContract)['body']>,
): Promise<string> {
  const { row, opened } = await toDecide(deed, assessmentId)
  const { known } = opened
  if (!(await openSheets(deed, known.personId, ['protection'])).has('protection'))
    throw new Problem('grant_not_held')
  if (body.kind === 'overridden' && !(body.reason && body.band))
    throw new Problem('override_without_reason', {
      errors: [
        body.reason
          ? { path: '/band', code: 'band_missing' }
          : { path: '/reason', code: 'override_without_reason' },
      ],
    })
  const decision: ProtectionDecision = {
    kind: body.kind,
    ...(body.kind === 'overridden' && body.band ? { band: body.band } : {}),
    ...(body.reason ? { reason: body.reason } : {}),
  }
  await deed.db
    .insertInto('assessment.protection_decision')
    .values({
      tenant_id: deed.actor.tenantId,
      id: newId(),
      assessment_id: row.id,
      person_id: known.personId,
      body_sealed: known.ring.seal(
        known.personId,
        'assessment.protection_decision.body_sealed',
        JSON.stringify(decision),
      ),
      at: deed.at,
      account_id: deed.actor.accountId,
    })
    .execute()
  return known.personId
}
