import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../src/server/root.ts'
import { testDatabase } from '../src/server/testing.ts'
import { POLICIES, SCHEMA, schemaSource } from './generate.ts'
import { policiesSql } from './policies.ts'

const committed = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8')

describe('what is generated is what is committed (else: npm run db:generate)', () => {
  it('the types of the schema', async () => {
    const db = await testDatabase()
    try {
      expect(await schemaSource(db.superUrl)).toBe(committed(SCHEMA))
    } finally {
      await db.drop()
    }
  })

  it('the policies', () => {
    expect(policiesSql()).toBe(committed(POLICIES))
  })
})
