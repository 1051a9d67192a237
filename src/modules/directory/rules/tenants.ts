/** The list of tenants as it was asked for. There are as many as municipalities at most, so all are at hand. */
import type { QueryOf } from '../../../shared/contract.ts'
import { fold } from '../../../shared/fold.ts'
import type { listTenants, TenantRow } from '../contract.ts'

export type TenantsAsked = QueryOf<typeof listTenants>

/** Every word is in the names of the tenant, its municipality or its state, or begins its key: `02` finds a state. */
function bears(row: TenantRow, words: readonly string[]): boolean {
  const names = fold([row.name, row.municipality, row.state].filter(Boolean).join('\n'))
  return words.every((word) => names.includes(word) || row.cvegeo?.startsWith(word))
}

// As a Spanish reader looks a name up: ñ after n, accents beside their letter, 2 before 10.
const { compare } = new Intl.Collator('es', { numeric: true })

export function tenantsInOrder(rows: readonly TenantRow[], sort: TenantsAsked['sort']): TenantRow[] {
  const turn = sort.startsWith('-') ? -1 : 1
  const byName = (a: TenantRow, b: TenantRow) => compare(a.name, b.name) || (a.id < b.id ? -1 : 1)
  const bySince = (a: TenantRow, b: TenantRow) =>
    a.since === b.since ? turn * byName(a, b) : a.since < b.since ? -1 : 1
  const by = sort.endsWith('since') ? bySince : byName
  return rows.toSorted((a, b) => turn * by(a, b))
}

export function pageOfTenants(rows: readonly TenantRow[], asked: TenantsAsked) {
  const words = fold(asked.text ?? '')
    .split(/\s+/)
    .filter(Boolean)
  const found = rows.filter(
    (row) => bears(row, words) && (!asked.stage || (row.stage?.stage ?? 'none') === asked.stage),
  )
  const last = Math.max(1, Math.ceil(found.length / asked.size))
  // An address kept from when the list was longer leads to its end, not to an empty page.
  const page = Math.min(asked.page, last)
  const from = (page - 1) * asked.size
  return {
    total: found.length,
    page,
    size: asked.size,
    rows: tenantsInOrder(found, asked.sort).slice(from, from + asked.size),
  }
}
