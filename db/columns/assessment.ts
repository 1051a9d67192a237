import type { Sheet } from '../../src/shared/sheets.ts'
import type { OpenFunction, Scope, Table } from '../columns.ts'

const id = 'id' as const
const sheet = (name: Sheet): Scope => ({ kind: 'person', column: 'person_id', sheet: name })
/** Rows of one assessment of one person. */
const of = { tenant_id: id, id, assessment_id: id, person_id: id } as const
/** What protection staff read is computed when they look; what they computed is kept. */
const protectionLooks = ['protection.read', 'protection.confirm']

export const assessment: Table[] = [
  {
    table: 'assessment.poverty_line',
    scope: { kind: 'catalogue' },
    columns: { month: id, area: id, centavos: 'clear', source: 'clear' },
  },
  {
    table: 'assessment.assessment',
    scope: sheet('assessment'),
    insert: ['interview.start'],
    update: ['interview.finish', 'result.confirm'],
    columns: {
      tenant_id: id,
      id,
      person_id: id,
      organization_id: id,
      instrument: id,
      instrument_version: id,
      definition_hash: id,
      phase: id,
      setting: id,
      language: id,
      version: id,
      started_at: id,
      started_by: id,
      finished_at: id,
      finished_by: id,
      confirmed_at: id,
      confirmed_by: id,
    },
  },
  {
    table: 'assessment.session',
    // One's own alone: that somebody of protection sat down in private is nobody else's to read.
    scope: { kind: 'mine', column: 'account_id' },
    insert: ['interview.start'],
    columns: {
      ...of,
      account_id: id,
      setting: id,
      respondent: 'clear:row',
      interpreter: 'clear:row',
      service_now: id,
      language: id,
      at: id,
    },
  },
  {
    table: 'assessment.answer',
    scope: sheet('assessment'),
    insert: ['interview.answer'],
    columns: { ...of, item: id, body_sealed: 'sealed:row', at: id, account_id: id },
  },
  {
    table: 'assessment.special_answer',
    scope: sheet('protection'),
    insert: ['interview.answer'],
    columns: { ...of, body_sealed: 'sealed:row', at: id, account_id: id },
  },
  {
    table: 'assessment.result',
    scope: sheet('assessment'),
    insert: ['interview.finish'],
    columns: { ...of, body_sealed: 'sealed:row', at: id },
  },
  {
    table: 'assessment.protection_result',
    scope: sheet('protection'),
    insert: protectionLooks,
    columns: { ...of, body_sealed: 'sealed:row', at: id },
  },
  {
    table: 'assessment.decision',
    scope: sheet('assessment'),
    insert: ['result.confirm'],
    columns: { ...of, kind: id, body_sealed: 'sealed:row', at: id, account_id: id },
  },
  {
    table: 'assessment.protection_decision',
    scope: sheet('protection'),
    insert: ['protection.confirm'],
    columns: { ...of, body_sealed: 'sealed:row', at: id, account_id: id },
  },
  {
    table: 'assessment.contest',
    scope: sheet('assessment'),
    insert: ['result.contest'],
    update: ['result.confirm'],
    columns: {
      ...of,
      words_sealed: 'sealed:row',
      at: id,
      account_id: id,
      answer_sealed: 'sealed:row',
      answered_at: id,
      answered_by: id,
    },
  },
  {
    table: 'assessment.red_flag',
    scope: sheet('protection'),
    insert: ['flag.raise'],
    update: ['flag.acknowledge'],
    columns: {
      tenant_id: id,
      id,
      person_id: id,
      body_sealed: 'sealed:row',
      raised_at: id,
      raised_by: id,
      acknowledged_at: id,
      acknowledged_by: id,
      taken_sealed: 'sealed:row',
    },
  },
  {
    table: 'assessment.urgent_support',
    scope: sheet('assessment'),
    insert: ['flag.raise'],
    update: ['flag.acknowledge'],
    columns: {
      tenant_id: id,
      id,
      person_id: id,
      body_sealed: 'sealed:row',
      due_at: id,
      at: id,
      closed_at: id,
    },
  },
]

export const assessmentFunctions: OpenFunction[] = [
  { name: 'assessment.alert_protection(uuid, uuid, timestamptz)', to: ['integrate_app'] },
  { name: 'assessment.waiting(uuid, text, integer)', to: ['integrate_app'] },
]
