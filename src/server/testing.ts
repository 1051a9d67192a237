import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { pause } from './postgres/files.ts'
import { asClient, type DatabaseUrls, drained, prepareDatabase, urlsOf, withDatabase } from './roles.ts'
import './testing.setup.ts'

export interface TestDatabase extends DatabaseUrls {
  name: string
  superUrl: string
  /** Disconnects whoever is left and removes the database. */
  drop(): Promise<void>
}

/** A new database with all migrations and policies, nobody else's. Call `drop` when done. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('postgres')
  return makeDatabase((client, name) => copyTemplate(client, server.template, name))
}

/** A new database with its roles and nothing else, for tests of migrations and restores. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const database = await makeDatabase(async (client, name) => {
    await client.query(`create database ${name} template template0 owner integrate_owner`)
  })
  await asClient(database.superUrl, prepareDatabase)
  return database
}

async function makeDatabase(make: (client: Client, name: string) => Promise<void>): Promise<TestDatabase> {
  const { superUrl, passwords } = inject('postgres')
  const name = `test_${randomBytes(8).toString('hex')}`
  await asClient(superUrl, (client) => make(client, name))
  return {
    name,
    ...urlsOf(superUrl, passwords, name),
    superUrl: withDatabase(superUrl, name),
    drop: async () => {
      await asClient(superUrl, async (client) => {
        await drained(client, name)
        await client.query(`drop database if exists ${name} with (force)`)
      })
    },
  }
}

async function copyTemplate(client: Client, template: string, name: string): Promise<void> {
  for (let left = 40; ; left--) {
    try {
      await client.query(
        `create database ${name} template ${template} owner integrate_owner strategy file_copy`,
      )
      break
    } catch (error) {
      // 55006: someone else is copying from it, or looking into it, this moment.
      if ((error as { code?: string }).code !== '55006' || left === 0) throw error
      await pause(50)
    }
  }
  // Grants on a database are not copied with it.
  await client.query(
    `revoke all on database ${name} from public;
     grant connect on database ${name} to integrate_app, integrate_worker, integrate_public`,
  )
}

/** An open connection as the owner of the schemas; the caller ends it. */
export const ownerClient = (database: DatabaseUrls): Promise<Client> => openClient(database.ownerUrl)

/** An open connection to one of the addresses; the caller ends it. */
export async function openClient(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  // `drop` disconnects by force, which is no failure of the test.
  client.on('error', () => {})
  await client.connect()
  return client
}
