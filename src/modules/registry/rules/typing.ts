/** What a file holds, as it stands in the boxes of a form: the way back of `typed.ts`. */
import { emptyDay, type TypedDay, typeDay } from '../../../ui/rules/typedDay.ts'
import type { PersonFile } from '../contract.ts'
import {
  emptyDocument,
  emptyHealth,
  emptyIdentity,
  emptySituation,
  emptyWork,
  type TypedDocument,
  type TypedHealth,
  type TypedIdentity,
  type TypedSituation,
  type TypedWork,
} from './typed.ts'

type Sheet<Name extends 'work' | 'situation' | 'health' | 'identity'> = NonNullable<PersonFile[Name]>['body']
export type Held = NonNullable<PersonFile['documents']>[number]['body']

function dayBoxes(iso: string | undefined): TypedDay {
  if (!iso) return emptyDay
  const [year, month, day] = iso.split('-').map(Number)
  return typeDay({ year: year!, month: month!, day: day!, precision: 'day' })
}

export const typeDocument = (held: Held): TypedDocument => ({
  ...emptyDocument(held.id),
  ...held,
  issuedOn: dayBoxes(held.issuedOn),
  expiresOn: dayBoxes(held.expiresOn),
  dueOn: dayBoxes(held.dueOn),
})

export const typeWork = (work: Sheet<'work'> | undefined): TypedWork => ({ ...emptyWork, ...work })

export const typeSituation = (situation: Sheet<'situation'> | undefined): TypedSituation => ({
  ...emptySituation,
  ...situation,
})

export const typeHealth = (health: Sheet<'health'> | undefined): TypedHealth => ({
  ...emptyHealth,
  ...health,
  washingtonGroup: { ...emptyHealth.washingtonGroup, ...health?.washingtonGroup },
})

export const typeIdentity = (identity: Sheet<'identity'> | undefined): TypedIdentity => ({
  ...emptyIdentity,
  ...identity,
})
