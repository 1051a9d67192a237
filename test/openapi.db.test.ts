/** What others read of the API is what is served: every route with its shapes and problems, and no other. */
import { expect, it } from 'vitest'
import * as z from 'zod'
import { house } from './factories.ts'
import { testServer } from './server.ts'

interface Operation {
  summary: string
  requestBody?: { content: Record<string, { schema: { properties?: object } }> }
  responses: Record<string, { content?: Record<string, { schema: object }> }>
}

it('OpenAPI 3.1 says every route, and no other', async () => {
  const server = await testServer(await house())
  const told = await server.app.inject({ method: 'GET', url: '/api/openapi.json' })
  const api = told.json() as { openapi: string; paths: Record<string, Record<string, Operation>> }
  expect(api.openapi).toBe('3.1.0')
  const said = Object.entries(api.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )
  const served = server.routes.map(({ contract: c }) => `${c.method} ${c.url}`)
  expect(said.sort()).toEqual([...served].sort())

  for (const { contract: c } of server.routes) {
    const operation = api.paths[c.url.replace(/:(\w+)/g, '{$1}')]![c.method.toLowerCase()]!
    expect(operation.summary).toBe(c.summary)
    // A shape in the answer of each way it can end.
    for (const [status, answer] of Object.entries(operation.responses)) {
      expect(answer.content?.['application/json']?.schema, `${c.url} ${status}`).toBeTypeOf('object')
    }
    expect(
      Object.keys(operation.responses).some((status) => status.startsWith('2')),
      c.url,
    ).toBe(true)
    if (c.body) {
      const meant = z.toJSONSchema(c.body, { io: 'input', unrepresentable: 'any' }) as { properties?: object }
      const schema = operation.requestBody!.content['application/json']!.schema
      expect(Object.keys(schema.properties ?? {}), c.url).toEqual(Object.keys(meant.properties ?? {}))
    }
  }
})
