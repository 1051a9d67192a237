import { newId } from '../shared/id.ts'
import type { ProblemCode } from '../shared/problem.ts'

// The one door to the server: typed answers, typed problems, reads retried, deeds never sent twice.

export type FieldError = { path: string; message: string }
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type Scalar = string | number | boolean
export type Call = {
  /** Values for the `:name` parts of the address. */
  params?: Readonly<Record<string, Scalar>>
  /** Empty and undefined values are left out. */
  query?: Readonly<Record<string, Scalar | readonly Scalar[] | null | undefined>>
  body?: unknown
  /** The deed's own id; the same id again gets the same answer. Made here when not given. */
  commandId?: string
  /** A POST that only reads (searching by name): no command id, may be retried. */
  reads?: boolean
  signal?: AbortSignal
}

/** `network`: the server was not reached. `http_500` and the like: something between us answered. */
export type ApiCode = ProblemCode | 'network' | `http_${number}`

/** RFC 9457 `application/problem+json`, as thrown to pages. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: ApiCode
  readonly title: string
  /** What to do next. */
  readonly action: string
  readonly errors: readonly FieldError[]
  /** Everything the server said, for problems with their own members (candidates of a duplicate…). */
  readonly members: Readonly<Record<string, unknown>>

  constructor(
    status: number,
    code: ApiCode,
    members: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    const text = (name: string) => (typeof members[name] === 'string' ? (members[name] as string) : '')
    super(text('title') || code, { cause })
    this.name = 'ApiProblem'
    this.status = status
    this.code = code
    this.title = text('title')
    this.action = text('action') || text('detail')
    this.errors = Array.isArray(members.errors) ? members.errors.filter(isFieldError) : []
    this.members = members
  }
}

const isFieldError = (value: unknown): value is FieldError =>
  typeof value === 'object' && value !== null && 'path' in value && 'message' in value

let whenSignedOut: (problem: ApiProblem) => void = () => undefined
/** What to do when the server no longer knows us, or has locked the session; the app decides. */
export const onSignedOut = (act: (problem: ApiProblem) => void) => {
  whenSignedOut = act
}

export function addressOf(url: string, params: Call['params'] = {}, query: Call['query'] = {}): string {
  const path = url.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`${url} needs ${name}`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
    }
  }
  const asked = search.toString()
  return asked ? `${path}?${asked}` : path
}

const passing = new Set([502, 503, 504])
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export async function call<Answer>(method: Method, url: string, options: Call = {}): Promise<Answer> {
  const reads = method === 'GET' || options.reads === true
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': document.documentElement.lang || 'es',
    // No other site can send this header without our leave: the guard against forged requests.
    'x-integrate': '1',
  }
  let body: BodyInit | undefined
  if (options.body instanceof FormData || options.body instanceof Blob) body = options.body
  else if (options.body !== undefined) {
    headers['content-type'] = 'application/json'
    body = JSON.stringify(options.body)
  }
  if (!reads) headers['x-integrate-command'] = options.commandId ?? newId()

  const send = async (): Promise<Answer> => {
    const response = await fetch(addressOf(url, options.params, options.query), {
      method,
      headers,
      body,
      credentials: 'same-origin',
      signal: options.signal,
    }).catch((cause: unknown) => {
      if (options.signal?.aborted) throw cause
      throw new ApiProblem(0, 'network', {}, cause)
    })
    if (!response.ok) throw await problemOf(response)
    if (response.status === 204) return undefined as Answer
    const type = response.headers.get('content-type') ?? ''
    // A café's or a shelter's login page answered instead of our server.
    if (type.includes('text/html')) throw new ApiProblem(0, 'network')
    return (type.includes('json') ? await response.json() : await response.blob()) as Answer
  }

  for (let attempt = 0; ; attempt += 1) {
    try {
      return await send()
    } catch (error) {
      const worthAnother =
        reads &&
        attempt < 2 &&
        error instanceof ApiProblem &&
        (error.code === 'network' || passing.has(error.status))
      if (worthAnother) {
        await pause(300 * 3 ** attempt)
        continue
      }
      if (error instanceof ApiProblem && error.status === 401 && error.code !== 'wrong_password')
        whenSignedOut(error)
      throw error
    }
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const said: unknown = await response.json().catch(() => undefined)
  const members =
    typeof said === 'object' && said !== null && !Array.isArray(said) ? (said as Record<string, unknown>) : {}
  const code =
    typeof members.code === 'string' ? (members.code as ProblemCode) : (`http_${response.status}` as const)
  return new ApiProblem(response.status, code, members)
}
