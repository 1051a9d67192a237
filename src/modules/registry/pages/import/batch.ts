/** What the import pages share: a batch as answered, whether the server is working on it, and its words. */
import type { Tone } from '../../../../ui/Notice.tsx'
import type { CensusBatch } from '../../census/contract.ts'

export type State = CensusBatch['state']
export type Use = CensusBatch['columns'][number]['use']
export type Outcome = 'create' | 'hold' | 'refuse' | 'ignore'

export const working = (state: State): boolean => ['received', 'planning', 'importing'].includes(state)

export const toneOf: Record<State, Tone | undefined> = {
  received: 'info',
  surveyed: 'warn',
  unreadable: 'danger',
  planning: 'info',
  planned: 'info',
  importing: 'info',
  done: 'ok',
  stopped: 'danger',
  cancelled: undefined,
}

/** In the order in which people look for them. */
export const uses = [
  'household',
  'role',
  'given',
  'secondGiven',
  'surname',
  'secondSurname',
  'surnames',
  'fullName',
  'chosenName',
  'sex',
  'birth',
  'age',
  'nationality',
  'countryOfBirth',
  'civilStatus',
  'language',
  'phone',
  'email',
  'entry',
  'place',
  'occupation',
  'schooling',
  'documentNumber',
  'migrationStatus',
  'populationGroup',
  'pregnancy',
  'chronicDisease',
  'symptoms',
  'vaccination',
  'disability',
  'wgSeeing',
  'wgHearing',
  'wgWalking',
  'wgRemembering',
  'wgSelfCare',
  'wgCommunicating',
  'genderIdentity',
  'indigenousPeople',
  'indigenousLanguage',
  'rowNumber',
  'returned',
  'decision',
  'notCollected',
  'none',
] as const satisfies readonly Use[]

/** A column that the machine is not sure of, and nobody has looked at. */
export const doubtful = ({ use, confidence, confirmed, heading }: CensusBatch['columns'][number]): boolean =>
  !confirmed && confidence < 0.6 && (use !== 'none' || heading.trim() !== '')
