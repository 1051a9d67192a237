import type { NewMember } from '../contract.ts'
import type { Field } from './census-columns.ts'
import { normaliseHeading, sensitiveFields } from './census-columns.ts'
import type { HouseholdPlan } from './census-plan.ts'
import type { Candidate } from './census-rows.ts'
import type { DocumentType, PopulationGroup } from './census-values.ts'

/** From what was read of a row to a member who is registered with its family. */

/** Grounds a batch may name: consent is a person's own, and no file brings it. */
export const censusGrounds = [
  'legal_duty',
  'emergency',
  'health_care',
  'rights_defence',
  'best_interest',
] as const
export type CensusGround = (typeof censusGrounds)[number]

type Document = NonNullable<NewMember['documents']>[number]
type Situation = NonNullable<NewMember['situation']>
type Health = NonNullable<NewMember['health']>['body']
type WashingtonGroup = NonNullable<Health['washingtonGroup']>

export type MemberRules = {
  role: NewMember['role']
  /** The ground named for each sensitive column. */
  grounds: ReadonlyMap<Field, CensusGround>
  newId: () => string
}

export function memberOf(candidate: Candidate, { role, grounds, newId }: MemberRules): NewMember {
  const { core, languages, work } = candidate
  const health = healthOf(candidate.health)
  const healthGround = firstGround('health', candidate, grounds)
  const identityGround = firstGround('identity', candidate, grounds)
  const contact = contactOf(candidate)
  const documents = documentsOf(candidate, newId)
  const situation = candidate.populationGroup ? situationOf(candidate.populationGroup) : undefined
  return {
    personId: newId(),
    role,
    core: {
      ...core,
      // The one named first is the person's own; of the others the file says no more than that they are spoken.
      languages: languages.map((code, i) => ({ code, level: i === 0 ? 'first' : 'some' })),
    },
    ...(contact ? { contact } : {}),
    ...(documents.length > 0 ? { documents } : {}),
    ...(situation ? { situation } : {}),
    ...(work.occupation || work.schooling ? { work } : {}),
    ...(health && healthGround ? { health: { body: health, ground: { ground: healthGround } } } : {}),
    ...(Object.keys(candidate.identity).length > 0 && identityGround
      ? { identity: { body: candidate.identity, ground: { ground: identityGround } } }
      : {}),
    source: 'census',
  }
}

/** Fields of a sensitive sheet that the row fills, and the ground of each. */
export function groundsOf(
  sheet: 'health' | 'identity',
  candidate: Candidate,
  grounds: ReadonlyMap<Field, CensusGround>,
): { field: Field; ground: CensusGround }[] {
  const { health, identity } = candidate
  const filled: Partial<Record<Field, unknown>> = {
    pregnancy: health.pregnant,
    chronicDisease: health.chronic,
    symptoms: health.respiratorySymptoms,
    vaccination: health.vaccination,
    disability: health.disability,
    wgSeeing: health.washingtonGroup?.seeing,
    wgHearing: health.washingtonGroup?.hearing,
    wgWalking: health.washingtonGroup?.walking,
    wgRemembering: health.washingtonGroup?.remembering,
    wgSelfCare: health.washingtonGroup?.selfCare,
    wgCommunicating: health.washingtonGroup?.communicating,
    genderIdentity: identity.genderIdentity,
    indigenousPeople: identity.indigenousPeople,
    indigenousLanguage: identity.indigenousLanguage,
  }
  return [...grounds].flatMap(([field, ground]) =>
    sensitiveFields[field] === sheet && filled[field] !== undefined ? [{ field, ground }] : [],
  )
}

const firstGround = (
  sheet: 'health' | 'identity',
  candidate: Candidate,
  grounds: ReadonlyMap<Field, CensusGround>,
): CensusGround | undefined => groundsOf(sheet, candidate, grounds)[0]?.ground

/** A file may bring several numbers; one is called, the others are written beside it. */
function contactOf({ phones, email }: Candidate): NewMember['contact'] {
  const [phone, ...others] = phones
  if (!phone && !email) return undefined
  return {
    ...(phone ? { phone } : {}),
    ...(email ? { email } : {}),
    ...(others.length > 0 ? { whereToFind: others.join(' · ') } : {}),
  }
}

/** What a column of numbers is about, by its heading. */
function typeOfHeading(heading: string): Document['type'] {
  const words = ` ${normaliseHeading(heading)} `
  if (/ curp /u.test(words)) return 'curp'
  if (/ rfc /u.test(words)) return 'rfc'
  if (/ nss /u.test(words)) return 'nss'
  if (/pasaporte|passport|passeport/u.test(words)) return 'passport'
  if (/comar/u.test(words)) return 'procedure_asylum'
  return 'other'
}

function documentsOf({ documents, documentNumbers }: Candidate, newId: () => string): Document[] {
  const held: Document[] = documents.map((type: DocumentType) => ({
    id: newId(),
    type,
    evidence: 'self_report',
  }))
  for (const { heading, number } of documentNumbers) {
    const type = typeOfHeading(heading)
    const named = held.find((document) => document.type === type && !document.number)
    if (named) named.number = number
    else held.push({ id: newId(), type, number, evidence: 'self_report' })
  }
  return held.slice(0, 20)
}

function situationOf(group: PopulationGroup): Situation {
  return {
    populationGroup: group,
    stayType:
      group === 'migrant_in_transit' ? 'in_transit' : group === 'migrant_residing' ? 'resides' : 'not_known',
    originClass:
      group === 'returning_national'
        ? 'returning_national'
        : group === 'internally_displaced'
          ? 'national'
          : group === 'us_born_family'
            ? 'not_known'
            : 'foreign',
  }
}

const notAsked: WashingtonGroup = {
  seeing: 'not_asked',
  hearing: 'not_asked',
  walking: 'not_asked',
  remembering: 'not_asked',
  selfCare: 'not_asked',
  communicating: 'not_asked',
}

function healthOf({
  disability,
  chronic,
  washingtonGroup,
  ...rest
}: Candidate['health']): Health | undefined {
  const conditions = [chronic, disability].filter(Boolean).join('; ').slice(0, 500)
  const health: Health = {
    ...rest,
    ...(conditions ? { chronic: conditions } : {}),
    ...(washingtonGroup ? { washingtonGroup: { ...notAsked, ...washingtonGroup } } : {}),
  }
  return Object.keys(health).length > 0 ? health : undefined
}

/** Who is who in a family as it is registered: one head, the others by what the file says of them. */
export function roleIn(
  family: HouseholdPlan | null,
  line: number,
  said: Candidate['role'],
): NewMember['role'] {
  if (family === null || family.headLine === line) return 'head'
  if (said === null || said === 'head') return 'other_relative'
  return said
}
