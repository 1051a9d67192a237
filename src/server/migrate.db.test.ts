import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Logger, makeWorkerUtils, runOnce } from 'graphile-worker'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from './migrate.ts'
import { asClient } from './roles.ts'
import { emptyDatabase, openClient, type TestDatabase } from './testing.ts'

let db: TestDatabase
let dir: string

beforeEach(async () => {
  db = await emptyDatabase()
  dir = mkdtempSync(join(tmpdir(), 'integrate-migrations-'))
})
afterEach(async () => {
  await db.drop()
  rmSync(dir, { recursive: true })
})

const file = (name: string, text: string): void => writeFileSync(join(dir, name), text)
const run = (more = {}): Promise<string[]> =>
  migrate(db.ownerUrl, { dir, policies: join(dir, 'none'), ...more })
const rows = async (sql: string): Promise<unknown[]> => {
  const result = await asClient(db.ownerUrl, (client) => client.query(sql))
  return result.rows
}

describe('migrations', () => {
  it('are applied once, in the order of their names', async () => {
    file('2-b.sql', 'insert into story.line values (2); insert into story.line values (3);')
    file(
      '1-a.sql',
      '-- Why.\ncreate schema story; create table story.line (n int);\ninsert into story.line values (1);',
    )
    const lines: string[] = []
    expect(await run({ say: (line: string) => lines.push(line) })).toEqual(['1-a.sql', '2-b.sql'])
    expect(lines).toEqual(['migration 1 of 2: 1-a.sql', 'migration 2 of 2: 2-b.sql'])
    expect(await run()).toEqual([])
    file('3-c.sql', 'insert into story.line values (4)')
    expect(await run()).toEqual(['3-c.sql'])
    expect(await rows('select n from story.line order by n')).toEqual([
      { n: 1 },
      { n: 2 },
      { n: 3 },
      { n: 4 },
    ])
    expect(
      await rows('select count(*)::int as n from migration.applied where applied_at is not null'),
    ).toEqual([{ n: 3 }])
  })

  it('leave nothing behind when one statement fails, and name its line', async () => {
    file('1.sql', 'create schema story;\ncreate table story.line (n int);\n\nselect 1/0;')
    await expect(run()).rejects.toThrow('1.sql, line 4: division by zero')
    expect(await rows("select from pg_namespace where nspname = 'story'")).toEqual([])
    expect(await rows('select from migration.applied')).toEqual([])
  })

  it('refuse to go on when an applied file was changed', async () => {
    file('1.sql', 'create schema story')
    await run()
    file('1.sql', 'create schema story -- better')
    file('2.sql', 'create schema other')
    await expect(run()).rejects.toThrow('1.sql was changed after it was applied')
    expect(await rows("select from pg_namespace where nspname = 'other'")).toEqual([])
  })

  it('do not mind line ends', async () => {
    file('1.sql', 'create schema story;\n-- end\n')
    await run()
    file('1.sql', 'create schema story;\r\n-- end\r\n')
    expect(await run()).toEqual([])
  })

  it('refuse a file that comes before an applied one', async () => {
    file('2.sql', 'create schema story')
    await run()
    file('1.sql', 'create schema other')
    await expect(run()).rejects.toThrow('1.sql comes before 2.sql')
  })

  it('refuse a database that is newer than the code', async () => {
    file('1.sql', 'create schema story')
    await run()
    rmSync(join(dir, '1.sql'))
    await expect(run()).rejects.toThrow('newer than this code')
  })

  it.each(['commit', 'BEGIN', 'rollback', 'start  transaction'])('may not hold `%s`', async (word) => {
    file('1.sql', `create schema story;\n${word};`)
    await expect(run()).rejects.toThrow('1.sql, line 2: a file is one transaction')
  })

  it('are applied once when several start together', async () => {
    file('1.sql', 'create schema story; create table story.line (n int);')
    file('2.sql', 'insert into story.line values (1); select pg_sleep(0.2)')
    const applied = await Promise.all([
      run({ workerUrl: db.workerUrl }),
      run({ workerUrl: db.workerUrl }),
      run({ workerUrl: db.workerUrl }),
    ])
    expect(applied.flat().sort()).toEqual(['1.sql', '2.sql'])
    expect(await rows('select n from story.line')).toEqual([{ n: 1 }])
  })
})

describe('policies', () => {
  it('are applied after every migrate, whole or not at all', async () => {
    file('1.sql', 'create schema story; create table story.line (n int)')
    const policies = join(dir, 'policies.txt')
    writeFileSync(policies, 'drop table if exists story.p; create table story.p as select 1 as n;')
    await run({ policies })
    writeFileSync(policies, 'drop table if exists story.p; create table story.p as select 2 as n;')
    await run({ policies })
    writeFileSync(policies, 'drop table if exists story.p; select nonsense;')
    await expect(run({ policies })).rejects.toThrow('policies.txt, line 1')
    expect(await rows('select n from story.p')).toEqual([{ n: 2 }])
  })
})

it('says what it applies, and nothing where nothing changed', async () => {
  file('1.sql', 'create schema story; create table story.line (n int)')
  const policies = join(dir, 'policies.txt')
  writeFileSync(policies, 'grant select on story.line to integrate_app')
  const told = async () => {
    const lines: string[] = []
    await run({ policies, workerUrl: db.workerUrl, say: (line: string) => lines.push(line) })
    return lines
  }
  expect(await told()).toEqual([
    'migration 1 of 1: 1.sql',
    'applying policies.txt',
    'making the job queue',
    'applying worker.sql',
  ])
  expect(await told()).toEqual([])
  // What was changed by hand is as the file says again, without a word.
  await rows('revoke select on story.line from integrate_app')
  expect(await told()).toEqual([])
  expect(await rows("select has_table_privilege('integrate_app', 'story.line', 'select') as may")).toEqual([
    { may: true },
  ])
  writeFileSync(policies, 'revoke select on story.line from integrate_app')
  expect(await told()).toEqual(['applying policies.txt'])
})

describe('the job queue', () => {
  it('belongs to the worker, which may make no schema afterwards, and works', async () => {
    await run({ workerUrl: db.workerUrl })
    expect(
      await rows(
        "select nspowner::regrole::text as owner from pg_namespace where nspname = 'graphile_worker'",
      ),
    ).toEqual([{ owner: 'integrate_worker' }])
    await expect(asClient(db.workerUrl, (client) => client.query('create schema mine'))).rejects.toThrow(
      'permission denied',
    )
    const logger = new Logger(() => () => {})
    const utils = await makeWorkerUtils({ connectionString: db.workerUrl, logger })
    await utils.addJob('greet', { name: 'Ana' })
    await utils.release()
    const seen: unknown[] = []
    await runOnce({
      connectionString: db.workerUrl,
      logger,
      taskList: { greet: async (job) => void seen.push(job) },
    })
    expect(seen).toEqual([{ name: 'Ana' }])
  })

  it('is closed to the application', async () => {
    await run({ workerUrl: db.workerUrl })
    const app = await openClient(db.appUrl)
    await expect(app.query('select * from graphile_worker.jobs')).rejects.toThrow('permission denied')
    await app.end()
  })
})
