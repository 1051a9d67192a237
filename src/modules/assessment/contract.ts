/** The assessment's routes: interviews, results, decisions and contests, red flags, caseloads. */
import * as z from 'zod'
import { asks, does, hasControl, Id, PageQuery, PersonId, page, Time, text } from '../../shared/contract.ts'
import { indexAgeGroups } from '../../shared/day.ts'
import { personLanguages } from '../../shared/messages.ts'

const phases = ['assessment', 'follow_up'] as const
const settings = ['desk', 'seated', 'private'] as const
const respondents = ['self', 'representative'] as const
const interpreters = ['none', 'professional', 'family'] as const
const bands = ['below', 'atRisk', 'vulnerable', 'severe'] as const
const laterReasons = [
  'other_phase',
  'computed',
  'shelter_record',
  'parameter_not_loaded',
  'more_private_setting',
  'trained_worker',
  'protection_staff',
  'family_interpreter',
  'no_service_now',
  'person_answers',
  'adult_answers',
] as const
const statuses = z.union([z.literal(0), z.literal(1), z.literal('?')])
const itemId = z.string().regex(/^[A-Z0-9-]{2,12}$/)
const fieldId = z.string().regex(/^[A-Za-z0-9_-]{2,40}$/)

const said = z
  .string()
  .max(1000)
  .refine((s) => !hasControl(s), { error: 'control_characters' })

/** What was said about one field: an option, words, a number, several; or `no_sabe`, `prefiere_no_decir`. */
export const Value = z.union([said, z.number(), z.array(said).max(50)])
export type Value = z.infer<typeof Value>

/** Where and with whom the interview is held this time: it decides what may be asked. */
export const Situation = z.strictObject({
  setting: z.enum(settings),
  respondent: z.enum(respondents),
  interpreter: z.enum(interpreters),
  /** A service is able to receive the person now. */
  serviceNow: z.boolean(),
  /** The language the person is asked in. */
  language: z.enum(personLanguages),
})
export type Situation = z.infer<typeof Situation>

export const Step = z.strictObject({
  item: z.string(),
  /** Null: strengths, which belong to no dimension. */
  dimension: z.string().nullable(),
  state: z.enum(['to_ask', 'begun', 'done', 'later']),
  optional: z.boolean(),
  fields: z.array(
    z.strictObject({
      id: z.string(),
      state: z.enum(['to_ask', 'answered', 'no_sabe', 'prefiere_no_decir', 'known', 'left_out']),
      origin: z
        .enum(['answer', 'registry', 'shelter_record', 'earlier_answer', 'household_answer'])
        .optional(),
      value: Value.optional(),
    }),
  ),
  /** Why it is not asked here and now; it stays `no_preguntado`. */
  later: z.array(z.enum(laterReasons)),
  lawNote: z.boolean(),
  /** The answer that stands; the next one says it is based on it, so that a second interviewer is told. */
  answerId: Id.optional(),
})
export type Step = z.infer<typeof Step>

const Progress = z.strictObject({ done: z.int(), total: z.int() })

export const Interview = z.strictObject({
  personId: PersonId,
  name: z.string(),
  /** Absent: no interview is under way. */
  assessment: z
    .strictObject({
      id: Id,
      version: z.int(),
      instrument: z.string(),
      instrumentVersion: z.string(),
      phase: z.enum(phases),
      startedAt: Time,
      /** Absent: I have not sat down with the person yet. */
      situation: Situation.optional(),
    })
    .optional(),
  /** What the plan lacks of the file: with it more can be asked. */
  missingFacts: z.array(z.enum(['age', 'nationality', 'household'])),
  steps: z.array(Step),
  progress: Progress,
  /** What I may hear and put away for protection staff, unseen by me afterwards; the same whoever has said what. */
  oneWay: z.array(z.string()),
  /** The last finished one. */
  last: z.strictObject({ assessmentId: Id, finishedAt: Time }).optional(),
  /** Suggested: their first language where we have it, else Spanish. */
  language: z.enum(personLanguages),
  mayAskProtection: z.boolean(),
  minor: z.boolean().nullable(),
})
export type Interview = z.infer<typeof Interview>

const ofPerson = { params: z.strictObject({ personId: Id }) }
const ofAssessment = { params: z.strictObject({ assessmentId: Id }) }

export const startInterview = does('interview.start', {
  method: 'POST',
  url: '/api/people/:personId/interview',
  summary: 'Start an interview, or take up the one under way; protection staff are let in',
  ...ofPerson,
  body: z.strictObject({ assessmentId: Id, phase: z.enum(phases), ...Situation.shape }),
  answer: Interview,
  problems: ['grant_not_held'],
})

export const readInterview = asks('interview.read', {
  method: 'GET',
  url: '/api/people/:personId/interview',
  summary: 'The interview under way: what may be asked now, what was said, what is already known',
  ...ofPerson,
  answer: Interview,
})

export const answerItem = does('interview.answer', {
  method: 'PUT',
  url: '/api/interviews/:assessmentId/items/:item',
  summary: 'Save what was said about one item; null takes a field back',
  params: z.strictObject({ assessmentId: Id, item: itemId }),
  body: z
    .strictObject({
      answerId: Id,
      /** The answer this one replaces; null: none that I saw. */
      basedOn: Id.nullable(),
      fields: z
        .array(z.strictObject({ field: fieldId, value: Value.nullable() }))
        .min(1)
        .max(20),
    })
    .refine((b) => new Set(b.fields.map((f) => f.field)).size === b.fields.length, {
      error: 'same_id_twice',
      path: ['fields'],
    }),
  answer: Interview,
  problems: ['answer_not_applicable', 'changed_meanwhile', 'grant_not_held'],
})

const Support = z.strictObject({ action: z.string(), text: z.string(), note: z.string().optional() })

/** A lack, and what would resolve it. Texts are keys of the instrument's words. */
export const Need = z.strictObject({
  indicator: z.string(),
  dimension: z.string(),
  support: z.string(),
  actions: z.array(Support),
  reassessDays: z.int().nullable(),
})

export const Arithmetic = z.strictObject({
  low: z.string(),
  high: z.string(),
  lowPoints: z.number(),
  highPoints: z.number(),
  unitsDeprived: z.int(),
  unitsUnanswered: z.int(),
  unitsTotal: z.int(),
  dimensions: z.array(z.string()),
  lines: z.array(
    z.strictObject({
      indicator: z.string(),
      dimension: z.string(),
      name: z.string(),
      status: statuses,
      units: z.int(),
      weight: z.string(),
      points: z.number(),
    }),
  ),
})

const Strength = z.strictObject({ strength: z.string(), name: z.string(), values: z.array(z.string()) })

const Side = z.strictObject({ value: z.string(), points: z.number() })
export const Change = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  sameVersion: z.boolean(),
  ageGroupChanged: z.boolean(),
  items: z.array(
    z.strictObject({
      indicator: z.string(),
      dimension: z.string(),
      change: z.enum([
        'resolved',
        'new',
        'kept',
        'still_fine',
        'not_known',
        'no_longer_applies',
        'applies_now',
      ]),
    }),
  ),
  common: z.strictObject({ items: z.int(), before: Side, after: Side }).nullable(),
})

const by = { at: Time, by: z.string() }

export const Decision = z.strictObject({
  kind: z.enum(['confirmed', 'overridden']),
  reason: z.string().optional(),
  /** Needs seen beside the score, and needs set aside. */
  added: z.array(z.string()),
  setAside: z.array(z.string()),
  ...by,
})

export const Contest = z.strictObject({
  id: Id,
  words: z.string(),
  ...by,
  answer: z.strictObject({ words: z.string(), ...by }).optional(),
})

const AssessmentTold = z.strictObject({
  id: Id,
  version: z.int(),
  instrument: z.string(),
  instrumentVersion: z.string(),
  phase: z.enum(phases),
  language: z.enum(personLanguages),
  startedAt: Time,
  finishedAt: Time,
  finishedBy: z.string(),
})

const PersonTold = { personId: PersonId, name: z.string(), code: z.string().optional() }
const Computed = {
  needs: z.array(Need),
  strengths: z.array(Strength),
  complete: z.boolean(),
  pointFigure: z.boolean(),
  arithmetic: Arithmetic,
}

/** For the case team and the person: no band, no flag, nothing special. */
export const SharedResult = z.strictObject({
  ...PersonTold,
  assessment: AssessmentTold,
  ...Computed,
  change: Change.optional(),
  decision: Decision.optional(),
  contests: z.array(Contest),
  earlier: z.array(z.strictObject({ assessmentId: Id, finishedAt: Time })),
  /** An interview is under way since. */
  underWay: z.boolean(),
  /** Whose result can be seen together. */
  householdId: Id.optional(),
})
export type SharedResult = z.infer<typeof SharedResult>

export const finishInterview = does('interview.finish', {
  method: 'POST',
  url: '/api/interviews/:assessmentId/finish',
  summary: 'Finish the interview and compute its result from the shareable answers',
  ...ofAssessment,
  body: z.strictObject({ version: z.int() }),
  answer: SharedResult,
  problems: ['changed_meanwhile', 'grant_not_held'],
})

export const readResult = asks('result.read', {
  method: 'GET',
  url: '/api/people/:personId/result',
  summary: 'The shareable result: needs with what resolves them, bounds, arithmetic, change, strengths',
  ...ofPerson,
  query: z.strictObject({ assessmentId: Id.optional() }),
  /** Null while no interview of this person has been finished. */
  answer: SharedResult.nullable(),
})

export const PrintedResult = z.strictObject({
  ...PersonTold,
  organizationName: z.string(),
  finishedAt: Time,
  language: z.enum(personLanguages),
  needs: z.array(Need),
  strengths: z.array(Strength),
  arithmetic: Arithmetic,
  complete: z.boolean(),
})

export const printResult = asks('result.read', {
  method: 'GET',
  url: '/api/people/:personId/result/print',
  summary: 'What may be printed: supports, strengths and the shareable arithmetic',
  ...ofPerson,
  query: z.strictObject({ assessmentId: Id.optional() }),
  answer: PrintedResult,
})

export const HouseholdTold = z.strictObject({
  householdId: Id,
  /** In the order of their ids: nobody is ranked. */
  members: z.array(
    z.strictObject({
      ...PersonTold,
      result: z
        .strictObject({
          assessmentId: Id,
          finishedAt: Time,
          lowPoints: z.number(),
          highPoints: z.number(),
          complete: z.boolean(),
          needs: z.array(Need),
        })
        .optional(),
    }),
  ),
  /** Of those assessed together; absent while nobody is. */
  together: z
    .strictObject({ members: z.int(), complete: z.boolean(), needs: z.array(Need), arithmetic: Arithmetic })
    .optional(),
})

export const householdResult = asks('result.read', {
  method: 'GET',
  url: '/api/households/:householdId/result',
  summary: 'A household side by side and together, from shareable answers alone',
  params: z.strictObject({ householdId: Id }),
  answer: HouseholdTold,
})

const reason = text(2000).optional()

export const decide = does('result.confirm', {
  method: 'POST',
  url: '/api/interviews/:assessmentId/decision',
  summary: 'Confirm what was found, or decide otherwise with a reason',
  ...ofAssessment,
  body: z.strictObject({
    version: z.int(),
    kind: z.enum(['confirmed', 'overridden']),
    reason,
    added: z.array(itemId).max(40).default([]),
    setAside: z.array(itemId).max(40).default([]),
  }),
  answer: SharedResult,
  problems: ['override_without_reason', 'changed_meanwhile', 'answer_not_applicable', 'grant_not_held'],
})

export const contest = does('result.contest', {
  method: 'POST',
  url: '/api/interviews/:assessmentId/contests',
  summary: 'The person does not agree: their words are kept, and an answer is owed',
  ...ofAssessment,
  body: z.strictObject({ contestId: Id, words: text(2000) }),
  answer: SharedResult,
  problems: ['grant_not_held'],
})

export const answerContest = does('result.confirm', {
  method: 'POST',
  url: '/api/contests/:contestId/answer',
  summary: 'Answer the person who did not agree',
  params: z.strictObject({ contestId: Id }),
  body: z.strictObject({ words: text(2000) }),
  answer: SharedResult,
  problems: ['changed_meanwhile', 'grant_not_held'],
})

export const flagCodes = ['RF1', 'RF2', 'RF3', 'RF4', 'RF5', 'RF6', 'RF7'] as const

export const Flag = z.strictObject({
  id: Id,
  flag: z.enum(flagCodes),
  raisedBy: z.enum(['observation', 'spontaneous_word']),
  raisedAt: Time,
  raisedByName: z.string(),
  note: z.string().optional(),
  action: z.string(),
  dueAt: Time,
  state: z.enum(['open', 'overdue', 'acknowledged', 'acknowledged_late']),
  acknowledged: z.strictObject({ ...by, taken: z.string().optional() }).optional(),
})
export type Flag = z.infer<typeof Flag>

/** Alone for named protection staff; the shareable result is never shown beside it. */
export const ProtectionTold = z.strictObject({
  ...PersonTold,
  ageGroup: z.enum(indexAgeGroups).nullable(),
  flags: z.array(Flag),
  result: z
    .strictObject({
      assessment: AssessmentTold,
      ...Computed,
      /** Null while the bounds lie in two bands. */
      band: z.enum(bands).nullable(),
      bandLow: z.enum(bands),
      bandHigh: z.enum(bands),
      wanted: z.array(z.strictObject({ indicator: z.string(), actions: z.array(Support) })),
      change: Change.optional(),
      decision: z
        .strictObject({
          kind: z.enum(['confirmed', 'overridden']),
          band: z.enum(bands).optional(),
          reason: z.string().optional(),
          ...by,
        })
        .optional(),
    })
    .optional(),
})
export type ProtectionTold = z.infer<typeof ProtectionTold>

export const readProtection = asks('protection.read', {
  method: 'GET',
  url: '/api/people/:personId/protection',
  summary: 'Full score, band, special needs and red flags: named protection staff alone',
  ...ofPerson,
  answer: ProtectionTold,
})

export const decideProtection = does('protection.confirm', {
  method: 'POST',
  url: '/api/interviews/:assessmentId/protection-decision',
  summary: 'Protection staff confirm the band, or set another with a reason',
  ...ofAssessment,
  body: z.strictObject({
    kind: z.enum(['confirmed', 'overridden']),
    band: z.enum(bands).optional(),
    reason,
  }),
  answer: ProtectionTold,
  problems: ['override_without_reason', 'grant_not_held'],
})

export const raiseFlag = does('flag.raise', {
  method: 'POST',
  url: '/api/people/:personId/flags',
  summary: 'Raise a red flag, seen or heard, never asked: protection staff are let in at once',
  ...ofPerson,
  body: z.strictObject({
    flagId: Id,
    flag: z.enum(flagCodes),
    raisedBy: z.enum(['observation', 'spontaneous_word']),
    note: text(1000).optional(),
  }),
  answer: z.strictObject({
    flagId: Id,
    flag: z.enum(flagCodes),
    /** Keys of the instrument's words: what to do now, and what supports it. */
    alert: z.string(),
    action: z.string(),
    hours: z.int(),
    dueAt: Time,
    /** How many protection workers can read it now; none: they must be told by voice. */
    alerted: z.int(),
  }),
  problems: ['grant_not_held'],
})

export const listFlags = asks('flag.read', {
  method: 'GET',
  url: '/api/flags',
  summary: 'Red flags of the people I may read for protection: what is due first',
  query: z.strictObject({ state: z.enum(['open', 'acknowledged']).default('open'), ...PageQuery }),
  answer: page(z.strictObject({ ...PersonTold, ageGroup: z.enum(indexAgeGroups).nullable(), flag: Flag })),
})

export const acknowledgeFlag = does('flag.acknowledge', {
  method: 'POST',
  url: '/api/flags/:flagId/acknowledge',
  summary: 'Take a red flag on: its clock stops, and what is being done is kept',
  params: z.strictObject({ flagId: Id }),
  body: z.strictObject({ taken: text(1000).optional() }),
  answer: Flag,
  problems: ['changed_meanwhile'],
})

const waitStates = [
  'to_interview',
  'interviewing',
  'to_confirm',
  'contested',
  /** Confirmed, and the whole instrument is due again. */
  'to_reassess',
  'confirmed',
] as const

/** What the list of those who wait is parted by; `support` is whoever is due an urgent one, whatever else is waited for. */
export const caseloadParts = [
  'support',
  'contested',
  'to_confirm',
  'interviewing',
  'to_interview',
  'to_reassess',
] as const

export const CaseloadRow = z.strictObject({
  ...PersonTold,
  state: z.enum(waitStates),
  waitingSince: Time,
  /** The support to give and by when. */
  support: z.strictObject({ actions: z.array(z.string()), dueAt: Time }).optional(),
})
export type CaseloadRow = z.infer<typeof CaseloadRow>

export const readCaseload = asks('caseload.read', {
  method: 'GET',
  url: '/api/caseload',
  summary: 'Who waits: urgent support due first, then the longest wait; all, or one part of them',
  query: z.strictObject({ part: z.enum(caseloadParts).optional(), ...PageQuery }),
  answer: page(CaseloadRow).extend({
    /** How many wait, and of them in each part. */
    counts: z.strictObject({
      all: z.int(),
      support: z.int(),
      contested: z.int(),
      to_confirm: z.int(),
      interviewing: z.int(),
      to_interview: z.int(),
      to_reassess: z.int(),
    }),
  }),
})

const groups = [...indexAgeGroups, 'not_known'] as const

export const protectionCaseload = asks('protection.read', {
  method: 'GET',
  url: '/api/protection/caseload',
  summary: 'One age group: red flags to acknowledge, then the band, then the longest wait',
  query: z.strictObject({ ageGroup: z.enum(groups).default('18+'), ...PageQuery }),
  answer: z.strictObject({
    groups: z.array(z.strictObject({ ageGroup: z.enum(groups), people: z.int() })),
    ...page(
      z.strictObject({
        ...PersonTold,
        state: z.enum(waitStates),
        waitingSince: Time,
        flags: z.array(Flag),
        /** Of the upper bound, or as protection staff decided; null before the first assessment. */
        band: z.enum(bands).nullable(),
        /** The lower bound lies in another. */
        bandLow: z.enum(bands).nullable(),
      }),
    ).shape,
  }),
})
