import { describe, expect, it } from 'vitest'
import { roleProblems } from './roles.ts'
import { ownerClient, testDatabase } from './testing.ts'

describe('a database for a test', () => {
  it('is there for each role, and gone afterwards', async () => {
    const db = await testDatabase()
    const owner = await ownerClient(db)
    expect((await owner.query('select current_user as me')).rows).toEqual([{ me: 'integrate_owner' }])
    await owner.end()
    expect(await roleProblems(db)).toEqual([])
    await db.drop()
    await expect(ownerClient(db)).rejects.toMatchObject({ code: '3D000' })
  })
})
