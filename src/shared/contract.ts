/**
 * A route said once: verb, shape, validation, problems. `asks` reads; `does` changes and carries a command id.
 * The server mounts it behind the guard, the web takes its types by `import type`, OpenAPI is generated from it.
 */
import * as z from 'zod'
import type { Verb } from './actor.ts'
import type { ProblemCode } from './problem.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface RouteSpec {
  method: Method
  url: `/api/${string}`
  summary: string
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  answer: z.ZodType
  problems?: readonly ProblemCode[]
  /** Bytes; 64 KiB when not said. */
  bodyLimit?: number
  /** Long work: answered 202 with the id of what will hold its progress. */
  run?: 'job'
  /** One file, as multipart; it is sealed on its way to the disk, and the handler is given its name and key. */
  upload?: { maxBytes: number }
}

/** Who may call: a verb of the role table, anyone signed in, or anyone at all. */
export type Gate = Verb | 'signed_in' | 'anyone'

export type Contract<S extends RouteSpec = RouteSpec> = S & { kind: 'asks' | 'does'; verb: Verb; gate: Gate }

const made: Contract[] = []

function contract<S extends RouteSpec>(kind: 'asks' | 'does', verb: Verb, spec: S, gate: Gate): Contract<S> {
  const c = { ...spec, kind, verb, gate }
  made.push(c)
  return c
}

/** A question: nothing changes, and who was shown is recorded. */
export const asks = <S extends RouteSpec>(verb: Verb, spec: S, gate: Gate = verb): Contract<S> =>
  contract('asks', verb, spec, gate)

/** A deed: changes something, once per command id. */
export const does = <S extends RouteSpec>(verb: Verb, spec: S, gate: Gate = verb): Contract<S> =>
  contract('does', verb, spec, gate)

/** Every contract loaded so far, for the tests that walk them all. */
export const contracts = (): readonly Contract[] => made

type Out<T> = T extends z.ZodType ? z.output<T> : undefined
export type ParamsOf<C extends RouteSpec> = Out<C['params']>
export type QueryOf<C extends RouteSpec> = Out<C['query']>
export type BodyOf<C extends RouteSpec> = Out<C['body']>
/** What a handler returns and a client receives: JSON, so what goes in is what comes out. */
export type AnswerOf<C extends RouteSpec> = z.output<C['answer']>
type In<T> = T extends z.ZodType ? z.input<T> : undefined
export interface Sent<C extends RouteSpec> {
  params: In<C['params']>
  query: In<C['query']>
  body: In<C['body']>
}

/** A person's id. An answer that carries one is person-level: the handler must say `saw`. */
export const PersonId = z.uuid().meta({ description: 'A person; showing one is recorded' })
export const Id = z.uuid()
export const Time = z.iso.datetime({ offset: true })
export const Day = z.iso.date()

/** Text typed by people: trimmed, no control characters but line breaks; the message keys are in `messages/`. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((s) => !hasControl(s) && !halfSign.test(s), { error: 'control_characters' })

/** Half of a sign outside the first plane, as a keyboard or a cut leaves it: PostgreSQL would store another sign. */
const halfSign = /\p{Surrogate}/u

/** Control characters that are no line break or tab. */
export function hasControl(s: string): boolean {
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i)
    if ((c < 32 && c !== 9 && c !== 10 && c !== 13) || c === 127) return true
  }
  return false
}

/** A page of a list: total, and where we are. */
export const page = <T extends z.ZodType>(row: T) =>
  z.strictObject({ total: z.int(), page: z.int(), size: z.int(), rows: z.array(row) })

export const PageQuery = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(50),
}
