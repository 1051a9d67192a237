import type { OpenFunction, Table } from '../columns.ts'

const id = 'id' as const
const reading = ['figures.read', 'figures.internal', 'figures.release']

export const observatory: Table[] = [
  {
    table: 'observatory.cut_off',
    scope: { kind: 'tenant', read: reading },
    insert: ['figures.release'],
    worker: ['select', 'update'],
    columns: { tenant_id: id, id, day: id, state: id, taken_at: id, taken_by: id, finished_at: id },
  },
  {
    table: 'observatory.published_table',
    scope: { kind: 'tenant', read: ['figures.read'] },
    worker: ['select', 'insert'],
    columns: { tenant_id: id, cut_off_id: id, name: id, place: id, body: 'clear' },
  },
  {
    table: 'observatory.internal_table',
    scope: { kind: 'tenant', read: ['figures.internal'] },
    worker: ['insert'],
    // Counts, of nobody by name; sealed, since small ones are in it. They stay when a person goes.
    columns: { tenant_id: id, cut_off_id: id, name: id, place: id, body_sealed: 'clear' },
  },
]

export const observatoryFunctions: OpenFunction[] = [
  { name: 'observatory.territory()', to: ['integrate_app'] },
  { name: 'registry.people_to_count(uuid, uuid, integer)', to: ['integrate_worker'] },
  { name: 'registry.facts_to_count(uuid, bytea[])', to: ['integrate_worker'] },
  { name: 'assessment.results_to_count(uuid, uuid[])', to: ['integrate_worker'] },
]
