import type { Connection } from '../../server/db.ts'

export interface TenantName {
  id: string
  name: string
  cvegeo: string | null
}

/** The tenant an operator names by id or INEGI code; all of them when none is named. */
export async function tenantsNamed(
  connection: Connection,
  wanted: string | boolean | undefined,
): Promise<TenantName[]> {
  const all = await connection.db
    .selectFrom('access.tenant')
    .select(['id', 'name', 'cvegeo'])
    .orderBy('id')
    .execute()
  if (typeof wanted !== 'string') return all
  const found = all.filter((t) => t.id === wanted || t.cvegeo === wanted)
  if (found.length === 0) throw new Error(`no tenant "${wanted}"; "tenant add" makes one`)
  return found
}

export const called = (t: TenantName): string => `${t.name} (${t.cvegeo ?? t.id})`
