/** What a module offers the server: a contract and what answers it. */
import type { AnswerOf, BodyOf, Contract, ParamsOf, QueryOf, RouteSpec } from '../shared/contract.ts'
import type { Deed } from './guard.ts'

/** A file that came with the request and lies sealed in the store; removed again unless the deed is done. */
export interface Upload {
  id: string
  name: string
  bytes: number
  sha256: string
  key: Buffer
  /** The first of its bytes, enough to tell what it is. */
  start: Buffer
}

export interface Input<C extends RouteSpec> {
  params: ParamsOf<C>
  query: QueryOf<C>
  body: BodyOf<C>
  /** There when the contract says `upload`. */
  file?: Upload
}

interface AnyInput {
  params: unknown
  query: unknown
  body: unknown
  file?: Upload
}

export type Handler =
  | ((deed: Deed, input: AnyInput) => Promise<unknown>)
  | {
      does(deed: Deed, input: AnyInput): Promise<string>
      answers(deed: Deed, id: string, input: AnyInput): Promise<unknown>
    }

export interface Route {
  contract: Contract
  handler: Handler
}

/** Answer a question. */
export function answer<S extends RouteSpec>(
  contract: Contract<S>,
  handler: (deed: Deed, input: Input<S>) => Promise<AnswerOf<S>>,
): Route {
  return { contract, handler: handler as Handler }
}

/** Do a deed: `does` gives back the id of what came of it, `answers` tells it, also to a replay. */
export function perform<S extends RouteSpec>(
  contract: Contract<S>,
  handler: {
    does(deed: Deed, input: Input<S>): Promise<string>
    answers(deed: Deed, id: string, input: Input<S>): Promise<AnswerOf<S>>
  },
): Route {
  return { contract, handler: handler as Handler }
}
