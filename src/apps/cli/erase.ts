/** Lets go of one person in a restored database, as `db/columns.ts` says for every column. */
import { type Client, escapeIdentifier } from 'pg'
import { tables } from '../../../db/columns.ts'
import { ownTables, quoted } from '../../server/backup/catalog.ts'
import type { Erasure } from '../../server/erasures.ts'

/** Of what must not be null, what says nothing. */
const nothing: Record<string, string> = { birth_precision: "'unknown'", languages: "'[]'" }

export async function eraseAgain(client: Client, { tenantId, personId }: Erasure): Promise<void> {
  const here = new Map((await ownTables(client)).map((t) => [t.table, new Set(t.columns)]))
  // Children before parents, so that no row is left pointing at one that went.
  const order = [...here.keys()].reverse()
  const declared = new Map(tables.map((t) => [t.table, t.columns]))
  const of = [tenantId, personId]
  for (const table of order) {
    const columns = declared.get(table) ?? {}
    const has = here.get(table)!
    if (table === 'access.person' || !has.has('person_id') || !has.has('tenant_id')) continue
    const where = 'where tenant_id = $1 and person_id = $2'
    const kinds = Object.entries(columns)
    if (kinds.some(([, how]) => how.endsWith(':row'))) {
      await client.query(`delete from ${quoted(table)} ${where}`, of)
      continue
    }
    const nulled = kinds.filter(([c, how]) => has.has(c) && (how.endsWith(':null') || c in nothing))
    if (!nulled.some(([, how]) => how.endsWith(':null'))) continue
    const set = nulled.map(([c]) => `${escapeIdentifier(c)} = ${nothing[c] ?? 'null'}`).join(', ')
    await client.query(`update ${quoted(table)} set ${set} ${where}`, of)
  }
  // Without their key, whatever sealed value is still anywhere opens no more.
  await client.query(
    "update access.person set state = 'erased', wrapped_key = null where tenant_id = $1 and id = $2",
    of,
  )
}
