import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from './migrate.ts'
import { newPassword } from './postgres/files.ts'
import { identityOf, isPostmasterOf, livesOn } from './postgres/processes.ts'
import { FAST } from './postgres/settings.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { type DatabaseUrls, ensureRoles, type RolePasswords } from './roles.ts'

export interface ThrowAway {
  server: Postgres
  binDir: string | undefined
  passwords: RolePasswords
  /** A database with all migrations and policies. */
  urls: DatabaseUrls
  /** Stops the server and removes its files. */
  end(): Promise<void>
}

const PREFIX = 'integrate-test-'

/** A PostgreSQL of its own in the temporary folder, migrated, for tests, generators and benchmarks. */
export async function throwAwayPostgres(
  database: string,
  options: { binDir?: string; settings?: Record<string, string> } = {},
): Promise<ThrowAway> {
  sweep()
  const { binDir, settings = FAST } = options
  const dataDir = realpathSync(mkdtempSync(join(tmpdir(), PREFIX)))
  // Open to `nobody`, else root's server would live under /var/lib and outlast the folder.
  chmodSync(dataDir, 0o711)
  const traces: Traces = { by: identityOf(process.pid), dataDir }
  record(traces)
  let server: Postgres
  try {
    server = await startPostgres({ dataDir, binDir, settings, throwAway: true, say: () => {} })
  } catch (error) {
    destroy(traces)
    throw error
  }
  traces.pid = server.pid
  traces.socketDir = server.socketDir
  record(traces)
  // The process may end without calling `end` (a second Ctrl-C); then there is no time to wait.
  const lastResort = (): void => destroy(traces)
  process.once('exit', lastResort)
  const end = async (): Promise<void> => {
    process.off('exit', lastResort)
    await server.stop().finally(() => destroy(traces))
  }
  try {
    const passwords = {
      owner: newPassword(),
      app: newPassword(),
      worker: newPassword(),
      public: newPassword(),
    }
    const urls = await ensureRoles(server.superUrl, passwords, database)
    await migrate(urls.ownerUrl, { workerUrl: urls.workerUrl })
    return { server, binDir, passwords, urls, end }
  } catch (error) {
    await end()
    throw error
  }
}

/** What a throw-away server leaves on this machine while it runs. */
interface Traces {
  by: string
  dataDir: string
  pid?: number
  socketDir?: string
}

const record = (traces: Traces): void =>
  writeFileSync(join(traces.dataDir, 'traces.json'), JSON.stringify(traces))

/** Ends and removes what an earlier run left when it was killed; a run that is alive is not touched. */
function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name)
    try {
      if (statSync(folder).uid !== process.getuid?.()) continue
      const traces = JSON.parse(readFileSync(join(folder, 'traces.json'), 'utf8')) as Traces
      if (!livesOn(traces.by)) destroy(traces)
    } catch {
      // Being made or removed this moment by another run.
    }
  }
}

function destroy({ dataDir, pid, socketDir }: Traces): void {
  if (pid !== undefined && isPostmasterOf(pid, join(dataDir, 'postgres'))) process.kill(pid, 'SIGQUIT')
  if (socketDir !== undefined) rmSync(socketDir, { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
}
