/**
 * Every table and column: who may see a row, how each value is kept, and what erasing a person does to it.
 * `db/policies.ts` turns this into `db/policies.sql`; a test holds it against the live schema, both ways.
 */
import type { Sheet } from '../src/shared/sheets.ts'
import { access, accessFunctions } from './columns/access.ts'
import { assessment, assessmentFunctions } from './columns/assessment.ts'
import { directory, directoryFunctions } from './columns/directory.ts'
import { observatory, observatoryFunctions } from './columns/observatory.ts'
import { registry, registryFunctions } from './columns/registry.ts'

/** How a value is kept, and what erasing a person does: keep it, null it, or nothing because its row goes. */
export type Column =
  | 'id' // ids, times, codes about the row itself: stay
  | 'clear' // stays: says nothing of a person by itself
  | 'clear:null' // readable under row-level security, nulled by erasure
  | 'clear:row' // the row is deleted by erasure
  | 'sealed:null'
  | 'sealed:row'
  | 'hashed:null'
  | 'hashed:row'

/** Whose rows the application role sees. */
export type Scope =
  | { kind: 'catalogue' } // shared, read by all
  | { kind: 'tenant'; read?: string[] } // one tenant's; with `read`, only under these verbs
  | { kind: 'organization'; column: string; read: string[] } // one tenant's, the actor's organization's, under these verbs
  | { kind: 'mine'; column: string } // one tenant's, and the row is the actor's own
  | { kind: 'grantee' } // the grant table itself: rows whose grantee is the actor
  | { kind: 'person'; column: string; sheet: Sheet | 'any' } // a live grant opens it
  | { kind: 'closed' } // reached only through definer functions
  | { kind: 'identity' } // the identity library's: no tenant

export interface Table {
  table: string
  scope: Scope
  /** Verbs under which the application role may insert, update, delete. None: it may not. */
  insert?: string[] | 'any'
  update?: string[] | 'any'
  remove?: string[]
  /** What the worker's role may do here, tenant by tenant. */
  worker?: ('select' | 'insert' | 'update' | 'delete')[]
  columns: Record<string, Column>
}

/** A function the roles named may call; every other function stays closed to all. */
export interface OpenFunction {
  name: string
  to: ('integrate_app' | 'integrate_worker' | 'integrate_public')[]
}

/** All tables, in the order of the modules; each module's part stands in `db/columns/<module>.ts`. */
export const tables: Table[] = [...access, ...directory, ...registry, ...assessment, ...observatory]

export const functions: OpenFunction[] = [
  ...accessFunctions,
  ...directoryFunctions,
  ...registryFunctions,
  ...assessmentFunctions,
  ...observatoryFunctions,
]
