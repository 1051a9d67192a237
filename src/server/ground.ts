/** The database an application stands on: embedded or given, with its roles, migrated, and fit to be served. */
import type { Config } from './config.ts'
import { migrate } from './migrate.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { ensureRoles, roleProblems } from './roles.ts'

export interface Ground {
  appUrl: string
  ownerUrl: string
  workerUrl: string
  /** Reads releases only; there in embedded mode. */
  publicUrl?: string
  /** The server, when it is ours. */
  postgres?: Postgres
  /** Names of the migrations applied now. */
  migrated: string[]
  stop(): Promise<void>
}

/**
 * @param how `as_it_is` looks at a database without bringing it up to date: for verifying, backing up and restoring.
 * @throws Error with one line per problem when the addresses are not what they must be.
 */
export async function openGround(
  config: Config,
  say: (line: string) => void,
  how: 'up_to_date' | 'as_it_is' = 'up_to_date',
): Promise<Ground> {
  const prepare = how === 'up_to_date' ? bringUpToDate : async () => []
  if (config.database.kind === 'external') {
    const urls = config.database
    return { ...urls, migrated: await prepare(urls, say), stop: async () => {} }
  }
  const starting = startPostgres({ dataDir: config.dataDir, say })
  const forget = stopWhenInterrupted(starting)
  try {
    const postgres = await starting
    const urls = await ensureRoles(postgres.superUrl, config.database.passwords)
    return { ...urls, postgres, migrated: await prepare(urls, say), stop: () => postgres.stop() }
  } catch (error) {
    await starting.then(
      (postgres) => postgres.stop(),
      () => {},
    )
    throw error
  } finally {
    forget()
  }
}

/** Ctrl-C before the caller has anything to stop must not leave a server behind. */
function stopWhenInterrupted(starting: Promise<Postgres>): () => void {
  const interrupt = (): void => {
    starting
      .then((postgres) => postgres.stop())
      .catch(() => {})
      .finally(() => process.exit(130))
  }
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  return () => void process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
}

async function bringUpToDate(
  urls: { appUrl: string; ownerUrl: string; workerUrl: string },
  say: (line: string) => void,
): Promise<string[]> {
  const problems = await roleProblems(urls)
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return migrate(urls.ownerUrl, { workerUrl: urls.workerUrl, say })
}
