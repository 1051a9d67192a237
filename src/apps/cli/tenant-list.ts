import { sql } from 'kysely'
import type { TenantRow } from '../../modules/directory/contract.ts'
import { allTenants } from '../../modules/directory/queries.ts'
import { tenantsInOrder } from '../../modules/directory/rules/tenants.ts'
import type { Connection } from '../../server/db.ts'
import { asOwner } from './as-owner.ts'
import { type Command, cli } from './command.ts'

export const command: Command = {
  help: 'list every municipality with its key, state, stage, start and the body that runs the strategy there',
  example: `${cli} tenant list`,
  failed: 'the database is older than this version or could not be read, and why',
  async run({ config, say }) {
    const tenants = await asOwner(config, () => {}, tenantsOf, 'as_it_is')
    for (const line of tenants ? told(tenants) : [behind]) say(line)
    return tenants ? 0 : 1
  },
}

const behind = 'this database is older than this version, or empty; "migrate" brings it up to date'

/** What the operator's page lists, by name; nothing when the database does not know of such a list yet. */
async function tenantsOf(owner: Connection): Promise<TenantRow[] | undefined> {
  return owner.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ there: boolean }>`
      select to_regprocedure('directory.tenants()') is not null as there`.execute(tx)
    if (!rows[0]?.there) return undefined
    await sql`select set_config('app.verb', 'tenant.list', true)`.execute(tx)
    return tenantsInOrder(await allTenants(tx), 'name')
  })
}

/** One line each, in columns. */
function told(tenants: readonly TenantRow[]): string[] {
  if (tenants.length === 0) return ['no tenant yet; "tenant add" makes one']
  const lines = [
    ['name', 'key', 'state', 'stage', 'start', 'run by'],
    ...tenants.map((t) => [
      t.demo ? `${t.name} (demonstration)` : t.name,
      t.cvegeo ?? '-',
      t.state ?? '-',
      t.stage?.stage ?? '-',
      t.since,
      t.organization ?? '-',
    ]),
  ]
  const wide = lines[0]!.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)))
  return lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(wide[i]!))
      .join('  ')
      .trimEnd(),
  )
}
