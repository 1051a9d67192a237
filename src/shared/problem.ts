/**
 * Every way things go wrong, once. A problem leaves as RFC 9457 `application/problem+json`: a code, a sentence in the
 * reader's language (`problem.<code>.title`), and what to do next (`problem.<code>.action`), from `messages/`.
 */
import * as z from 'zod'

export const problems = {
  invalid: 422, // the fields say what and where
  body_unreadable: 400,
  body_too_large: 413,
  wrong_media_type: 415,
  not_signed_in: 401,
  session_locked: 401,
  wrong_password: 401,
  locked_out: 429,
  too_many_requests: 429,
  cross_site: 403,
  not_allowed: 403,
  not_found: 404,
  no_such_route: 404,
  changed_meanwhile: 409,
  command_id_missing: 400,
  command_reused: 409,
  already_exists: 409,
  still_in_use: 409,
  not_by_oneself: 403,
  firewall: 403,
  grant_not_held: 403,
  agreement_ended: 403,
  notice_missing: 422,
  ground_missing: 422,
  interpreter_missing: 422,
  possible_duplicate: 409,
  merged_elsewhere: 409,
  too_many_emergencies: 429,
  invitation_over: 410,
  file_not_readable: 422,
  answer_not_applicable: 422,
  override_without_reason: 422,
  no_instrument: 404,
  cut_off_taken: 409,
  database_away: 503,
  broken_inside: 500,
} as const

export type ProblemCode = keyof typeof problems

/** One field that must change: a JSON pointer into what was sent, and a code for the sentence. */
export interface FieldProblem {
  path: string
  code: string
  message?: string
}

/** What leaves the server; `details` is typed by the contract that names the problem. */
export const ProblemAnswer = z.strictObject({
  type: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
  title: z.string(),
  action: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  /** Ids only: what the reader needs to go on (who changed it, which version stands, which files look alike). */
  ids: z.array(z.uuid()).optional(),
  version: z.int().optional(),
  /** What was kept, so that nothing typed is lost. */
  kept: z.boolean().optional(),
})
export type ProblemAnswer = z.infer<typeof ProblemAnswer>

export class Problem extends Error {
  readonly code: ProblemCode
  readonly errors: FieldProblem[]
  readonly ids: string[]
  readonly version: number | undefined
  constructor(
    code: ProblemCode,
    more: { errors?: FieldProblem[]; ids?: string[]; version?: number; cause?: unknown } = {},
  ) {
    super(code, { cause: more.cause })
    this.name = 'Problem'
    this.code = code
    this.errors = more.errors ?? []
    this.ids = more.ids ?? []
    this.version = more.version
  }
  get status(): number {
    return problems[this.code]
  }
}

/** `get` may not come back empty; `find` may. */
export function orNotFound<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Problem('not_found')
  return value
}
