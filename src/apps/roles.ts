/**
 * A role is a set of verbs and of sheets it may open, here and nowhere else; server and web read it.
 * A sheet also needs a live grant. Nobody holds a verb over people by being an administrator.
 */
import type { Role, Verb } from '../shared/actor.ts'
import type { Sheet } from '../shared/sheets.ts'

interface Power {
  verbs: readonly Verb[]
  sheets: readonly Sheet[]
}

const everyone = [
  'me.read',
  'me.edit',
  'session.list',
  'session.revoke',
  'organization.list',
  'organization.read',
  'place.list',
] as const

const meet = [
  'person.list',
  'person.search',
  'person.read',
  'person.code',
  'person.register',
  'person.edit',
  'grant.list',
  'grant.looks',
  'glass.break',
] as const

const family = [
  'household.read',
  'household.edit',
  'consent.give',
  'consent.withdraw',
  'notice.read',
] as const

const assess = [
  'interview.start',
  'interview.read',
  'interview.answer',
  'interview.finish',
  'result.read',
  'result.confirm',
  'result.contest',
  'flag.raise',
  'caseload.read',
] as const

export const powers: Record<Role, Power> = {
  // Runs the machine; never sees a person.
  operator: { verbs: [...everyone, 'tenant.list'], sheets: [] },
  tenant_administrator: {
    verbs: [
      ...everyone,
      'organization.add',
      'organization.edit',
      'agreement.sign',
      'agreement.end',
      'place.edit',
      'stage.set',
      'membership.list',
      'membership.give',
      'membership.end',
      'invitation.list',
      'invitation.give',
      'invitation.revoke',
    ],
    sheets: [],
  },
  coordinator: {
    verbs: [
      ...everyone,
      ...meet,
      ...family,
      ...assess,
      'grant.give',
      'grant.end',
      'person.merge',
      'person.unmerge',
      'duplicate.list',
      'duplicate.open',
      'duplicate.decide',
      'census.read',
      'census.import',
      'membership.list',
      'figures.read',
      'figures.internal',
      'figures.release',
      'today.read',
    ],
    sheets: ['core', 'contact', 'household', 'needs', 'documents', 'work', 'school', 'assessment', 'notes'],
  },
  case_worker: {
    verbs: [...everyone, ...meet, ...family, ...assess, 'grant.give', 'grant.end', 'today.read'],
    sheets: [
      'core',
      'contact',
      'household',
      'needs',
      'documents',
      'health',
      'work',
      'school',
      'assessment',
      'notes',
      'identity',
    ],
  },
  intake_worker: {
    verbs: [...everyone, ...meet, ...family, 'flag.raise', 'census.read', 'census.import', 'today.read'],
    sheets: ['core', 'contact', 'household', 'needs'],
  },
  // Alone reads full score, band, special items and flags; acknowledges red flags.
  protection_worker: {
    verbs: [
      ...everyone,
      ...meet,
      ...family,
      ...assess,
      'grant.give',
      'grant.end',
      'protection.read',
      'protection.confirm',
      'flag.read',
      'flag.acknowledge',
      'today.read',
    ],
    sheets: [
      'core',
      'contact',
      'household',
      'needs',
      'documents',
      'health',
      'identity',
      'work',
      'school',
      'assessment',
      'protection',
      'notes',
    ],
  },
  shelter_staff: {
    verbs: [
      ...everyone,
      'person.list',
      'person.search',
      'person.read',
      'person.code',
      'person.register',
      'household.read',
      'notice.read',
      'consent.give',
      'flag.raise',
      'glass.break',
      'today.read',
    ],
    sheets: ['core', 'household', 'needs'],
  },
  // Aggregates only.
  analyst: { verbs: [...everyone, 'figures.read'], sheets: [] },
  data_officer: {
    verbs: [
      ...everyone,
      'event.list',
      'event.verify',
      'grant.review',
      'grant.revoke',
      'glass.list',
      'glass.review',
      'membership.list',
      'notice.read',
      'notice.publish',
    ],
    sheets: [],
  },
  liaison: { verbs: [...everyone, 'figures.read'], sheets: [] },
}

/** Verbs that open people's data: nobody gives these to themselves. */
export const overPeople = (role: Role): boolean => powers[role].sheets.length > 0

export function powerOf(roles: readonly Role[]): { verbs: Set<Verb>; sheets: Sheet[] } {
  return {
    verbs: new Set(roles.flatMap((r) => powers[r].verbs)),
    sheets: [...new Set(roles.flatMap((r) => powers[r].sheets))],
  }
}
