/** Loading a census: send the file, say what its columns are, see what would happen, and let it happen. */
import * as z from 'zod'
import { languages } from '../../../shared/actor.ts'
import { asks, Day, does, Id, PageQuery, PersonId, page, Time } from '../../../shared/contract.ts'
import { AlikeBand, noticeWays } from '../contract.ts'
import { fields } from '../rules/census-columns.ts'
import { censusGrounds } from '../rules/census-member.ts'
import { reasons } from '../rules/census-reasons.ts'

export const censusStates = [
  'received',
  'surveyed',
  'unreadable',
  'planning',
  'planned',
  'importing',
  'done',
  'stopped',
  'cancelled',
] as const
export type CensusState = (typeof censusStates)[number]

export const outcomes = ['create', 'hold', 'refuse', 'ignore'] as const
export const reasonKinds = ['ignore', 'refuse', 'hold', 'notice'] as const
export const fileProblems = [
  'empty',
  'xlsx',
  'xls',
  'pdf',
  'zip',
  'gzip',
  'image',
  'html',
  'binary',
  'no_headings',
  'no_name_column',
  'no_rows',
] as const

export const columnUses = [...fields, 'none', 'rowNumber', 'returned', 'decision', 'notCollected'] as const

/** The largest file taken; it passes through in a stream. */
export const largestFile = 256 * 1024 * 1024

const reasonCodes = Object.keys(reasons) as [keyof typeof reasons, ...(keyof typeof reasons)[]]
const ReasonCode = z.enum(reasonCodes)
const sexesOfM = ['female', 'male', 'x'] as const
const dateOrders = ['day_first', 'month_first'] as const

export const CensusAnswers = z.strictObject({
  sexM: z.enum(sexesOfM).optional(),
  /** What 1 stands for where sex is written in numbers; 2 is the other. */
  sexOne: z.enum(['female', 'male']).optional(),
  birthOrder: z.enum(dateOrders).optional(),
  entryOrder: z.enum(dateOrders).optional(),
})

const Evidence = z.strictObject({ dayFirst: z.int(), monthFirst: z.int(), either: z.int() })

export const CensusColumn = z.strictObject({
  /** The heading as it is remembered: the name of the column in `uses`. */
  key: z.string(),
  index: z.int(),
  heading: z.string(),
  use: z.enum(columnUses),
  /** 0 to 1; below 0.6 a person should look. */
  confidence: z.number(),
  confirmed: z.boolean(),
  sensitive: z.boolean(),
  alternatives: z.array(z.strictObject({ use: z.enum(columnUses), confidence: z.number() })),
  examples: z.array(z.string()),
})

export const CensusQuestion = z.discriminatedUnion('id', [
  z.strictObject({
    id: z.literal('sex_m'),
    rows: z.int(),
    seen: z.array(z.strictObject({ word: z.string(), rows: z.int() })),
    suggestion: z.enum(sexesOfM).optional(),
    answered: z.boolean(),
  }),
  z.strictObject({
    id: z.literal('sex_numbers'),
    rows: z.int(),
    seen: z.array(z.strictObject({ word: z.string(), rows: z.int() })),
    answered: z.boolean(),
  }),
  z.strictObject({
    id: z.literal('date_order'),
    field: z.enum(['birth', 'entry']),
    evidence: Evidence,
    suggestion: z.enum(dateOrders),
    answered: z.boolean(),
  }),
])

const Brief = {
  id: Id,
  state: z.enum(censusStates),
  fileName: z.string().optional(),
  source: z.string(),
  createdAt: Time,
  by: z.strictObject({ accountId: Id, name: z.string() }),
  rowsTotal: z.int().optional(),
  tally: z.strictObject({
    read: z.int(),
    create: z.int(),
    hold: z.int(),
    refuse: z.int(),
    ignore: z.int(),
  }),
  created: z.int(),
  finishedAt: Time.optional(),
  expiresAt: Time,
}

export const CensusBrief = z.strictObject(Brief)
export type CensusBrief = z.infer<typeof CensusBrief>

export const CensusBatch = z.strictObject({
  ...Brief,
  version: z.int(),
  problem: z.string().optional(),
  fileBytes: z.int(),
  rowsDone: z.int(),
  families: z.strictObject({ total: z.int().optional(), done: z.int() }),
  encoding: z.string().optional(),
  delimiter: z.string().optional(),
  headingsLine: z.int().optional(),
  columns: z.array(CensusColumn),
  remembered: z.boolean(),
  questions: z.array(CensusQuestion),
  answers: CensusAnswers,
  grounds: z.array(
    z.strictObject({
      field: z.enum(fields),
      ground: z.enum(censusGrounds),
      chosenBy: z.strictObject({ accountId: Id, name: z.string() }),
      at: Time,
    }),
  ),
  /** Columns whose content is not stored, and why. */
  withheld: z.array(
    z.strictObject({
      heading: z.string(),
      use: z.enum(columnUses),
      why: z.enum(['no_ground', 'not_collected', 'not_recognised', 'set_aside']),
    }),
  ),
  notice: z
    .strictObject({
      noticeId: Id,
      language: z.enum(languages),
      how: z.enum(noticeWays),
      interpreter: z.string().optional(),
    })
    .optional(),
  censusDay: Day.optional(),
  reasons: z.array(z.strictObject({ code: ReasonCode, kind: z.enum(reasonKinds), rows: z.int() })),
  totals: z.array(z.strictObject({ line: z.int(), says: z.int(), people: z.int() })),
  /** Families of children without anybody who may be a grown-up: somebody should look. */
  childrenAlone: z.int(),
})
export type CensusBatch = z.infer<typeof CensusBatch>

const params = z.strictObject({ batchId: Id })

export const sendCensus = does('census.import', {
  method: 'POST',
  url: '/api/census',
  summary: 'Send a census file (CSV, up to 256 MB, as multipart); it is kept sealed and surveyed',
  query: z.strictObject({ source: z.string().trim().max(100).optional() }),
  answer: CensusBatch,
  run: 'job',
  upload: { maxBytes: largestFile },
  problems: ['file_not_readable', 'body_too_large', 'wrong_media_type', 'agreement_ended'],
})

export const listCensus = asks('census.read', {
  method: 'GET',
  url: '/api/census',
  summary: 'Census files of my organization, the newest first',
  query: z.strictObject({ ...PageQuery }),
  answer: page(CensusBrief),
})

export const readCensus = asks('census.read', {
  method: 'GET',
  url: '/api/census/:batchId',
  summary: 'One census file: its columns, questions, grounds, progress and tally',
  params,
  answer: CensusBatch,
})

export const setColumns = does('census.import', {
  method: 'PUT',
  url: '/api/census/:batchId/columns',
  summary:
    'Say which column is which; the file is surveyed again, and the next one with these headings knows',
  params,
  body: z.strictObject({
    version: z.int(),
    columns: z.array(z.strictObject({ key: z.string().max(500), use: z.enum(columnUses) })).max(500),
    /** In which line the headings stand, when they were not found or wrongly; 0 when there are none. */
    headingsLine: z.int().min(0).max(500).optional(),
  }),
  answer: CensusBatch,
  bodyLimit: 512 * 1024,
  problems: ['changed_meanwhile', 'still_in_use'],
})

export const setChoices = does('census.import', {
  method: 'PUT',
  url: '/api/census/:batchId/choices',
  summary: 'Answer the file’s questions, name the notice and a legal ground for each sensitive column',
  params,
  body: z.strictObject({
    version: z.int(),
    answers: CensusAnswers,
    grounds: z
      .array(z.strictObject({ field: z.enum(fields), ground: z.enum(censusGrounds) }))
      .max(fields.length),
    notice: z
      .strictObject({
        noticeId: Id,
        language: z.enum(languages),
        how: z.enum(noticeWays),
        interpreter: z.string().trim().min(1).max(200).optional(),
      })
      .optional(),
    censusDay: Day.optional(),
  }),
  answer: CensusBatch,
  problems: ['changed_meanwhile', 'still_in_use', 'notice_missing', 'agreement_ended'],
})

export const planCensus = does('census.import', {
  method: 'POST',
  url: '/api/census/:batchId/plan',
  summary: 'Dry run: what would be created, held, refused and ignored, row by row',
  params,
  body: z.strictObject({ version: z.int() }),
  answer: CensusBatch,
  run: 'job',
  problems: ['changed_meanwhile', 'still_in_use'],
})

export const startCensus = does('census.import', {
  method: 'POST',
  url: '/api/census/:batchId/start',
  summary: 'Load what the dry run would create, one family a transaction',
  params,
  body: z.strictObject({ version: z.int() }),
  answer: CensusBatch,
  run: 'job',
  problems: ['changed_meanwhile', 'still_in_use', 'notice_missing', 'agreement_ended'],
})

export const cancelCensus = does('census.import', {
  method: 'POST',
  url: '/api/census/:batchId/cancel',
  summary: 'Stop; who was created stays, the file and what was staged go',
  params,
  body: z.strictObject({}),
  answer: CensusBatch,
  problems: ['still_in_use'],
})

export const CensusLike = z.strictObject({
  line: z.int().optional(),
  personId: PersonId.optional(),
  name: z.string().optional(),
  band: AlikeBand,
  reasons: z.array(z.strictObject({ field: z.string(), agreement: z.string() })),
})

export const CensusRow = z.strictObject({
  line: z.int(),
  outcome: z.enum(outcomes),
  done: z.boolean(),
  name: z.string().optional(),
  cells: z.array(z.string()),
  reasons: z.array(
    z.strictObject({
      code: ReasonCode,
      kind: z.enum(reasonKinds),
      why: z.string(),
      todo: z.string(),
      field: z.enum(fields).optional(),
      value: z.string().optional(),
      suggestion: z.string().optional(),
    }),
  ),
  like: z.array(CensusLike),
})
export type CensusRow = z.infer<typeof CensusRow>

export const censusRows = asks('census.read', {
  method: 'GET',
  url: '/api/census/:batchId/rows',
  summary: 'Rows of the file with what happens to each and why, in pages',
  params,
  query: z.strictObject({
    ...PageQuery,
    outcome: z.enum(outcomes).optional(),
    reason: ReasonCode.optional(),
  }),
  answer: page(CensusRow),
})

export const censusReturn = asks('census.read', {
  method: 'GET',
  url: '/api/census/:batchId/return',
  summary: 'Held and refused rows as CSV to correct and send again, in pieces',
  params,
  query: z.strictObject({
    language: z.enum(['es', 'en']).default('es'),
    /** The line after which to go on. */
    after: z.coerce.number().int().min(0).default(0),
  }),
  answer: z.strictObject({
    fileName: z.string(),
    csv: z.string(),
    rows: z.int(),
    /** Ask again with this; absent when this was the last piece. */
    next: z.int().optional(),
  }),
})
