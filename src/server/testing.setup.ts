import type { TestProject } from 'vitest/node'
import { asClient, type RolePasswords } from './roles.ts'
import { throwAwayPostgres } from './throwaway.ts'

export interface TestServer {
  version: string
  binDir: string | null
  superUrl: string
  template: string
  passwords: RolePasswords
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: TestServer
  }
}

const TEMPLATE = 'integrate_template'

/** Starts a throw-away PostgreSQL with a migrated template database; vitest calls what it returns at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { server, binDir, passwords, end } = await throwAwayPostgres(TEMPLATE, {
    binDir: binariesFor(process.env.INTEGRATE_TEST_PG),
  })
  try {
    await asClient(server.superUrl, (c) => c.query(`alter database ${TEMPLATE} is_template true`))
  } catch (error) {
    await end()
    throw error
  }
  project.provide('postgres', {
    version: server.version,
    binDir: binDir ?? null,
    superUrl: server.superUrl,
    template: TEMPLATE,
    passwords,
  })
  console.log(`${project.name}: PostgreSQL ${server.version}${binDir ? ` (${binDir})` : ' (embedded)'}`)
  return end
}

// Debian's place for the binaries of another major version.
function binariesFor(major: string | undefined): string | undefined {
  return !major || major === '18' ? undefined : `/usr/lib/postgresql/${major}/bin`
}
