import type { FastifyRequest } from 'fastify'

/** A request's headers as the platform's own `Headers`, for the identity library. */
export const headersOf = (request: FastifyRequest): Headers => {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value)
  }
  return headers
}
