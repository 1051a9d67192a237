/** The registry's routes: people, households, notices and consents, duplicates, emergencies. */
import * as z from 'zod'
import { languages } from '../../shared/actor.ts'
import { asks, Day, does, Id, PageQuery, PersonId, page, Time, text } from '../../shared/contract.ts'
import { sheets } from '../../shared/sheets.ts'
import { isCountryCode } from './rules/countries.ts'
import { isLanguageCode } from './rules/languageCodes.ts'

export const sexes = ['female', 'male', 'x', 'not_known'] as const
export const householdRoles = [
  'head',
  'partner',
  'child',
  'parent',
  'sibling',
  'grandchild',
  'grandparent',
  'niece_nephew',
  'other_relative',
  'not_related',
] as const
export const placeNeeds = [
  'step_free',
  'ground_floor',
  'near_bathroom',
  'quiet',
  'power_for_device',
  'cold_storage',
  'special_diet',
  'cot',
  'apart_from_men',
  'own_room',
  'with_own_group',
  'interpreter',
  'sign_language',
] as const
export const noticeWays = [
  'read_on_screen',
  'read_aloud',
  'on_paper',
  'poster',
  'given_at_the_census',
] as const
export const channels = ['shelter', 'office', 'drive', 'street', 'self', 'census', 'birth'] as const
export const grounds = [
  'consent',
  'legal_duty',
  'emergency',
  'health_care',
  'rights_defence',
  'best_interest',
] as const
export const consentMethods = [
  'signature',
  'e_signature',
  'authentication',
  'witnessed_oral',
  'witnessed_thumb',
] as const
export const civilStatuses = ['single', 'married', 'union', 'separated', 'divorced', 'widowed'] as const
export const sources = ['person', 'relative', 'document', 'census', 'worker'] as const

/** Documents and procedures a person may hold (domain catalogue); having none is normal and is no code. */
export const documentTypes = [
  'passport',
  'national_id',
  'consular_id',
  'birth_certificate',
  'curp',
  'curp_temporary',
  'rfc',
  'nss',
  'asylum_certificate',
  'asylum_recognition',
  'complementary_protection',
  'visitor_regional',
  'visitor_border_worker',
  'visitor_humanitarian',
  'visitor_no_work',
  'visitor_work',
  'resident_temporary',
  'resident_temporary_student',
  'resident_permanent',
  'statelessness_recognition',
  'procedure_asylum',
  'procedure_regularisation',
  'procedure_visitor_humanitarian',
  'procedure_residence',
  'repatriation_certificate',
  'other',
] as const

/** Counted under a pseudonym; `irregular` is not one of them. */
export const populationGroups = [
  'migrant_residing',
  'migrant_in_transit',
  'asylum_applicant',
  'refugee',
  'complementary_protection',
  'stateless',
  'returning_national',
  'us_born_family',
  'internally_displaced',
  'not_known',
] as const
export const stayTypes = ['resides', 'in_transit', 'not_known'] as const
export const originClasses = ['foreign', 'returning_national', 'national', 'not_known'] as const
export const languageLevels = ['first', 'fluent', 'some', 'little'] as const
export const wgLevels = ['no_difficulty', 'some', 'a_lot', 'cannot', 'not_asked'] as const
export const schoolingLevels = [
  'none',
  'preschool',
  'primary',
  'secondary',
  'upper_secondary',
  'technical',
  'university',
  'postgraduate',
  'not_known',
] as const

const country = z.string().refine(isCountryCode, { error: 'unknown_country' })
const language639 = z.string().refine(isLanguageCode, { error: 'unknown_language' })

/** A day as known: the whole day, a month, a year, about a year, or not at all. */
export const PartialBirth = z
  .strictObject({
    year: z.int().min(1890).max(2200).optional(),
    month: z.int().min(1).max(12).optional(),
    day: z.int().min(1).max(31).optional(),
    precision: z.enum(['day', 'month', 'year', 'about', 'unknown']),
  })
  .refine(
    (b) =>
      b.precision === 'day'
        ? b.year !== undefined && b.month !== undefined && b.day !== undefined
        : b.precision === 'month'
          ? b.year !== undefined && b.month !== undefined && b.day === undefined
          : b.precision === 'unknown'
            ? b.year === undefined && b.month === undefined && b.day === undefined
            : b.year !== undefined && b.month === undefined && b.day === undefined,
    { error: 'birth_incomplete' },
  )
  .refine(
    (b) =>
      b.precision !== 'day' ||
      new Date(Date.UTC(b.year!, b.month! - 1, b.day!)).getUTCMonth() === b.month! - 1,
    { error: 'impossible_date' },
  )
export type PartialBirth = z.infer<typeof PartialBirth>

export const LanguageSpoken = z.strictObject({ code: language639, level: z.enum(languageLevels) })

/** Names in the parts the person says; one surname, none, or only a name in use are all normal. */
export const Core = z
  .strictObject({
    givenNames: text(300).optional(),
    surname1: text(300).optional(),
    surname2: text(300).optional(),
    chosenName: text(300).optional(),
    birth: PartialBirth,
    sex: z.enum(sexes),
    nationalities: z.array(country).max(5),
    countryOfBirth: country.optional(),
    civilStatus: z.enum(civilStatuses).optional(),
    languages: z.array(LanguageSpoken).max(10),
  })
  .refine((c) => Boolean(c.givenNames || c.surname1 || c.chosenName), {
    error: 'name_missing',
    path: ['givenNames'],
  })
export type Core = z.infer<typeof Core>

export const Contact = z.strictObject({
  phone: z
    .string()
    .trim()
    .regex(/^\+?[0-9 ()\-.]{7,24}$/, { error: 'phone_shape' })
    .optional(),
  phoneShared: z.boolean().optional(),
  email: z.email().max(200).optional(),
  whereToFind: text(500).optional(),
  safeToCall: z.enum(['yes', 'ask_first', 'no']).optional(),
})

export const DocumentHeld = z.strictObject({
  id: Id,
  type: z.enum(documentTypes),
  number: text(60).toUpperCase().optional(),
  country: country.optional(),
  issuedOn: Day.optional(),
  expiresOn: Day.optional(),
  /** A procedure's legal due date, when one runs. */
  dueOn: Day.optional(),
  evidence: z.enum(['self_report', 'document_seen', 'authority_confirmed']),
})

export const Situation = z.strictObject({
  populationGroup: z.enum(populationGroups),
  stayType: z.enum(stayTypes),
  originClass: z.enum(originClasses),
})

export const Work = z.strictObject({
  schooling: z.enum(schoolingLevels).optional(),
  schoolingCountry: country.optional(),
  occupation: text(200).optional(),
  experience: text(1000).optional(),
})

export const Health = z.strictObject({
  washingtonGroup: z
    .strictObject({
      seeing: z.enum(wgLevels),
      hearing: z.enum(wgLevels),
      walking: z.enum(wgLevels),
      remembering: z.enum(wgLevels),
      selfCare: z.enum(wgLevels),
      communicating: z.enum(wgLevels),
    })
    .optional(),
  pregnant: z.enum(['yes', 'no', 'not_known']).optional(),
  chronic: text(500).optional(),
  respiratorySymptoms: z.enum(['yes', 'no', 'not_known']).optional(),
  vaccination: text(200).optional(),
})

export const Identity = z.strictObject({
  genderIdentity: text(100).optional(),
  indigenousPeople: text(100).optional(),
  indigenousLanguage: language639.optional(),
})

/** Why a sensitive sheet may be stored: express consent, or a ground of the law chosen by the worker who signs. */
export const Ground = z
  .strictObject({
    ground: z.enum(grounds),
    method: z.enum(consentMethods).optional(),
    interpreter: text(200).optional(),
    representativeId: Id.optional(),
    representativeName: text(200).optional(),
    childAssent: z.enum(['given', 'not_given', 'too_young']).optional(),
  })
  .refine((g) => g.ground !== 'consent' || g.method !== undefined, {
    error: 'consent_method_missing',
    path: ['method'],
  })

export const NewMember = z.strictObject({
  personId: Id,
  role: z.enum(householdRoles),
  core: Core,
  contact: Contact.optional(),
  needs: z.array(z.enum(placeNeeds)).max(13).optional(),
  documents: z.array(DocumentHeld).max(20).optional(),
  situation: Situation.optional(),
  work: Work.optional(),
  health: z.strictObject({ body: Health, ground: Ground }).optional(),
  identity: z.strictObject({ body: Identity, ground: Ground }).optional(),
  source: z.enum(sources),
  /** The worker looked at those who look alike, and this is somebody else. */
  confirmedNew: z.boolean().optional(),
})
export type NewMember = z.infer<typeof NewMember>

export const NoticeShown = z.strictObject({
  noticeId: Id,
  language: z.enum(languages),
  how: z.enum(noticeWays),
  interpreter: text(200).optional(),
})
export type NoticeShown = z.infer<typeof NoticeShown>

export const Registration = z
  .strictObject({
    householdId: Id,
    notice: NoticeShown,
    channel: z.enum(channels),
    placeId: Id.optional(),
    registeredOn: Day,
    members: z.array(NewMember).min(1).max(30),
  })
  .refine((r) => r.members.filter((m) => m.role === 'head').length === 1, {
    error: 'one_head',
    path: ['members'],
  })
  .refine((r) => new Set(r.members.map((m) => m.personId)).size === r.members.length, {
    error: 'same_id_twice',
    path: ['members'],
  })
export type Registration = z.infer<typeof Registration>

export const Registered = z.strictObject({
  householdId: Id,
  members: z.array(
    z.strictObject({ personId: PersonId, code: z.string(), name: z.string(), role: z.enum(householdRoles) }),
  ),
})

export const registerFamily = does('person.register', {
  method: 'POST',
  url: '/api/households',
  summary: 'Register a person or a family: notice first, then people, grants and sheets, all or nothing',
  body: Registration,
  answer: Registered,
  bodyLimit: 512 * 1024,
  problems: [
    'possible_duplicate',
    'notice_missing',
    'ground_missing',
    'interpreter_missing',
    'already_exists',
    'agreement_ended',
    'changed_meanwhile',
  ],
})

const PersonBrief = {
  personId: PersonId,
  name: z.string(),
  code: z.string().optional(),
  sex: z.enum(sexes),
  birth: PartialBirth,
  nationalities: z.array(z.string()),
}

export const PersonRow = z.strictObject({
  ...PersonBrief,
  householdId: Id.optional(),
  householdSize: z.int().optional(),
  registeredOn: Day.optional(),
  languages: z.array(LanguageSpoken),
})
export type PersonRow = z.infer<typeof PersonRow>

export const PeopleAsked = z.strictObject({
  /** Names in any order, with or without accents or surname. */
  text: z.string().trim().max(300).optional(),
  sex: z.enum(sexes).optional(),
  nationality: country.optional(),
  ageFrom: z.int().min(0).max(130).optional(),
  ageTo: z.int().min(0).max(130).optional(),
  language: language639.optional(),
  registeredFrom: Day.optional(),
  registeredTo: Day.optional(),
  sort: z.enum(['name', 'newest']).default('name'),
  page: PageQuery.page,
  size: PageQuery.size,
})
export type PeopleAsked = z.infer<typeof PeopleAsked>

export const searchPeople = asks('person.list', {
  method: 'POST',
  url: '/api/people/search',
  summary: 'People within my grants: by name in any order, filtered, in pages',
  body: PeopleAsked,
  // `more`: so many bear that name that only some were compared; `total` is of those.
  answer: page(PersonRow).extend({ more: z.boolean().optional() }),
})

export const personByCode = asks('person.search', {
  method: 'POST',
  url: '/api/people/by-code',
  summary: 'The person whose card has this code, within my grants',
  body: z.strictObject({ code: z.string().trim().min(4).max(40) }),
  answer: z.strictObject({ personId: PersonId }),
})

/** How likely two are one person: likely, or perhaps. Below that nobody is asked. */
export const AlikeBand = z.enum(['same', 'possible'])

export const Candidate = z.strictObject({
  ...PersonBrief,
  band: AlikeBand,
  reasons: z.array(z.strictObject({ field: z.string(), agreement: z.string() })),
})
export type Candidate = z.infer<typeof Candidate>

export const likelyDuplicates = asks('person.search', {
  method: 'POST',
  url: '/api/people/likely-duplicates',
  summary: 'Who within my grants may be this person already, with reasons',
  body: z.strictObject({ core: Core, phone: z.string().max(30).optional() }),
  answer: z.strictObject({ candidates: z.array(Candidate) }),
})

export const HouseholdMember = z.strictObject({
  personId: PersonId,
  name: z.string(),
  role: z.enum(householdRoles),
  birth: PartialBirth,
  sex: z.enum(sexes),
  since: Time,
})
export type HouseholdMember = z.infer<typeof HouseholdMember>

const recorded = { recordedAt: Time, recordedBy: Id }

/** A file. What no live grant opens, or the role may not see, is absent. */
export const PersonFile = z.strictObject({
  personId: PersonId,
  name: z.string(),
  code: z.string().optional(),
  mergedFrom: z.array(PersonId),
  version: z.int(),
  /** The sheets my grants and my role open, filled or not. */
  opens: z.array(z.enum(sheets)),
  core: Core,
  contact: z.strictObject({ body: Contact, ...recorded }).optional(),
  household: z.strictObject({ householdId: Id, members: z.array(HouseholdMember) }).optional(),
  needs: z.array(z.enum(placeNeeds)).optional(),
  documents: z
    .array(z.strictObject({ body: DocumentHeld, ...recorded, supersededAt: Time.optional() }))
    .optional(),
  situation: z.strictObject({ body: Situation, ...recorded }).optional(),
  work: z.strictObject({ body: Work, ...recorded }).optional(),
  health: z.strictObject({ body: Health, ...recorded }).optional(),
  identity: z.strictObject({ body: Identity, ...recorded }).optional(),
  registrations: z.array(
    z.strictObject({
      id: Id,
      organizationId: Id,
      organizationName: z.string(),
      channel: z.enum(channels),
      registeredOn: Day,
    }),
  ),
})
export type PersonFile = z.infer<typeof PersonFile>

export const readPerson = asks('person.read', {
  method: 'GET',
  url: '/api/people/:personId',
  summary: 'One file, the sheets my grants and my role open',
  params: z.strictObject({ personId: Id }),
  answer: PersonFile,
})

export const NoticeInForce = z.strictObject({
  noticeId: Id,
  version: z.string(),
  texts: z.array(
    z.strictObject({
      language: z.enum(languages),
      shortText: z.string(),
      fullText: z.string(),
      reviewed: z.boolean(),
    }),
  ),
})
export type NoticeInForce = z.infer<typeof NoticeInForce>

export const noticeInForce = asks('notice.read', {
  method: 'GET',
  url: '/api/notice',
  summary: 'The privacy notice my organization shows now, in every language it has',
  answer: NoticeInForce,
  problems: ['notice_missing'],
})

// Corrections. Each carries the version it was made from; the second editor is told.

const file = { params: z.strictObject({ personId: Id }), answer: PersonFile }

/** The time of the sheet this was made from, as the file said it, or `none`: another answer meanwhile is not overwritten. */
const sheet = { ...file, query: z.strictObject({ seen: z.union([Time, z.literal('none')]).optional() }) }

export const editCore = does('person.edit', {
  method: 'PUT',
  url: '/api/people/:personId/core',
  summary: 'Correct names, birth date and the like; the former version stays in the history',
  ...file,
  body: z.strictObject({ version: z.int(), core: Core, source: z.enum(sources) }),
  problems: ['changed_meanwhile'],
})

export const editContact = does('person.edit', {
  method: 'PUT',
  url: '/api/people/:personId/contact',
  summary: 'How to reach this person',
  ...sheet,
  body: Contact,
  problems: ['changed_meanwhile'],
})

export const editNeeds = does('person.edit', {
  method: 'PUT',
  url: '/api/people/:personId/needs',
  summary: 'What a place must offer, without the reason',
  ...file,
  body: z.strictObject({
    needs: z.array(z.enum(placeNeeds)).max(13),
    /** What stood there when this was begun. */
    was: z.array(z.enum(placeNeeds)).max(13).optional(),
  }),
  problems: ['changed_meanwhile'],
})

export const editWork = does('person.edit', {
  method: 'PUT',
  url: '/api/people/:personId/work',
  summary: 'Schooling, occupation and experience',
  ...sheet,
  body: Work,
  problems: ['changed_meanwhile'],
})

export const editSituation = does('person.edit', {
  method: 'PUT',
  url: '/api/people/:personId/situation',
  summary: 'Population group, stay type and origin, counted under a pseudonym',
  ...sheet,
  body: Situation,
  problems: ['changed_meanwhile'],
})

export const addDocument = does('person.edit', {
  method: 'POST',
  url: '/api/people/:personId/documents',
  summary: 'A document or procedure held; one with the same id is superseded',
  ...sheet,
  body: DocumentHeld,
  problems: ['changed_meanwhile'],
})

const sensitiveBody = { notice: NoticeShown, ground: Ground }

export const editHealth = does('person.edit', {
  method: 'PUT',
  url: '/api/people/:personId/health',
  summary: 'Health facts, with consent or a ground of the law',
  ...sheet,
  body: z.strictObject({ body: Health, ...sensitiveBody }),
  problems: ['changed_meanwhile', 'ground_missing', 'interpreter_missing', 'notice_missing'],
})

export const editIdentity = does('person.edit', {
  method: 'PUT',
  url: '/api/people/:personId/identity',
  summary: 'Gender identity and indigenous people, with consent or a ground of the law',
  ...sheet,
  body: z.strictObject({ body: Identity, ...sensitiveBody }),
  problems: ['changed_meanwhile', 'ground_missing', 'interpreter_missing', 'notice_missing'],
})

export const HistoryEntry = z.strictObject({
  at: Time,
  byName: z.string(),
  what: z.enum([
    'registered',
    'core',
    'contact',
    'needs',
    'documents',
    'situation',
    'work',
    'health',
    'identity',
    'joined',
    'left',
    'consent_given',
    'consent_withdrawn',
  ]),
  /** Names only of what changed, never the values. */
  detail: z.string().optional(),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

export const personHistory = asks('person.read', {
  method: 'GET',
  url: '/api/people/:personId/history',
  summary: 'What was recorded, when and by whom',
  params: z.strictObject({ personId: Id }),
  answer: z.strictObject({ personId: PersonId, entries: z.array(HistoryEntry) }),
})

// Households: split, join, reunite, as a history.

export const Household = z.strictObject({ householdId: Id, members: z.array(HouseholdMember) })
export type Household = z.infer<typeof Household>

export const readHousehold = asks('household.read', {
  method: 'GET',
  url: '/api/households/:householdId',
  summary: 'A household, the members my grants open',
  params: z.strictObject({ householdId: Id }),
  answer: Household,
})

export const moveMembers = does('household.edit', {
  method: 'POST',
  url: '/api/households/:householdId/members',
  summary:
    'These people belong to this household from now on: joining, reuniting, or a new household split off',
  params: z.strictObject({ householdId: Id }),
  body: z.strictObject({
    /** A household of this id is made when there is none. */
    members: z
      .array(z.strictObject({ personId: Id, role: z.enum(householdRoles) }))
      .min(1)
      .max(30),
    /** Who is head of a household that loses its own. */
    newHeads: z
      .array(z.strictObject({ householdId: Id, personId: Id }))
      .max(30)
      .default([]),
  }),
  answer: Household,
  problems: ['already_exists'],
})

// Consents.

export const ConsentGiven = z.strictObject({
  id: Id,
  purpose: z.enum([
    'sensitive_identity',
    'sensitive_health',
    'share_with_organization',
    'contact_by_message',
    'job_matching',
  ]),
  organizationName: z.string().optional(),
  language: z.enum(languages),
  method: z.enum(consentMethods),
  interpreter: z.string().optional(),
  representative: z.string().optional(),
  givenAt: Time,
  withdrawnAt: Time.optional(),
})
export type ConsentGiven = z.infer<typeof ConsentGiven>

const consents = {
  params: z.strictObject({ personId: Id }),
  answer: z.strictObject({ personId: PersonId, consents: z.array(ConsentGiven) }),
}

export const listConsents = asks('person.read', {
  method: 'GET',
  url: '/api/people/:personId/consents',
  summary: 'Consents given and withdrawn',
  ...consents,
})

export const giveConsent = does('consent.give', {
  method: 'POST',
  url: '/api/people/:personId/consents',
  summary: 'Record a consent; sharing with an organization opens the sheets named to it',
  ...consents,
  body: z
    .strictObject({
      purpose: z.enum(['share_with_organization', 'contact_by_message', 'job_matching']),
      notice: NoticeShown,
      method: z.enum(consentMethods),
      representativeId: Id.optional(),
      representativeName: text(200).optional(),
      childAssent: z.enum(['given', 'not_given', 'too_young']).optional(),
      share: z
        .strictObject({
          organizationId: Id,
          sheets: z.array(z.enum(sheets)).min(1),
          days: z.int().min(1).max(730),
        })
        .optional(),
    })
    .refine((c) => (c.purpose === 'share_with_organization') === Boolean(c.share), {
      error: 'share_missing',
      path: ['share'],
    }),
  problems: ['notice_missing', 'interpreter_missing', 'grant_not_held', 'firewall'],
})

export const withdrawConsent = does('consent.withdraw', {
  method: 'POST',
  url: '/api/people/:personId/consents/:consentId/withdraw',
  summary: 'Withdraw a consent: what stood on it closes at once, and only that',
  ...consents,
  params: z.strictObject({ personId: Id, consentId: Id }),
})

// Emergencies.

export const breakGlass = does('glass.break', {
  method: 'POST',
  url: '/api/emergencies',
  summary: 'Open one file for some hours in an emergency; the data officer is told, and so is the person',
  body: z
    .strictObject({
      code: z.string().trim().max(40).optional(),
      name: z
        .strictObject({
          givenNames: text(300).optional(),
          surname1: text(300).optional(),
          surname2: text(300).optional(),
        })
        .optional(),
      birth: PartialBirth.optional(),
      reason: text(500).refine((r) => r.length >= 10, { error: 'reason_too_short' }),
      hours: z.int().min(1).max(24),
    })
    .refine((b) => Boolean(b.code) !== Boolean(b.name && b.birth?.precision === 'day'), {
      error: 'code_or_name_and_birth',
      path: ['code'],
    }),
  answer: z.strictObject({ personId: PersonId, until: Time }),
  problems: ['too_many_emergencies', 'agreement_ended'],
})

// The duplicates desk.

export const DuplicatePair = z.strictObject({
  id: Id,
  band: AlikeBand,
  reasons: z.array(z.string()),
  foundAt: Time,
  state: z.enum(['open', 'same', 'not_same']),
  decidedAt: Time.optional(),
})
export type DuplicatePair = z.infer<typeof DuplicatePair>

export const listDuplicates = asks('duplicate.list', {
  method: 'GET',
  url: '/api/duplicates',
  summary: 'Pairs that look alike, without saying of whom',
  query: z.strictObject({ state: z.enum(['open', 'same', 'not_same']).default('open'), ...PageQuery }),
  answer: page(DuplicatePair),
})

export const Side = z.strictObject({
  ...PersonBrief,
  registeredOn: Day.optional(),
  organizationName: z.string().optional(),
  phone: z.string().optional(),
  household: z.array(z.string()),
})
export type Side = z.infer<typeof Side>

export const openDuplicate = does('duplicate.open', {
  method: 'POST',
  url: '/api/duplicates/:pairId/open',
  summary: 'Open both files of a pair for a working day, to compare them',
  params: z.strictObject({ pairId: Id }),
  answer: z.strictObject({
    pair: DuplicatePair,
    a: Side,
    b: Side,
    /** Of two that were joined, the one that stayed. */
    survivorId: PersonId.optional(),
  }),
})

export const decideDuplicate = does('duplicate.decide', {
  method: 'POST',
  url: '/api/duplicates/:pairId/decide',
  summary: 'The same person (their files are joined) or not the same (and never asked again)',
  params: z.strictObject({ pairId: Id }),
  body: z
    .strictObject({ same: z.boolean(), survivorId: Id.optional() })
    .refine((b) => b.same === Boolean(b.survivorId), { error: 'survivor_missing', path: ['survivorId'] }),
  answer: DuplicatePair,
  problems: ['merged_elsewhere', 'changed_meanwhile'],
})

export const unmerge = does('person.unmerge', {
  method: 'POST',
  url: '/api/people/:personId/unmerge',
  summary: 'Part a joined file again, listing what was written since',
  params: z.strictObject({ personId: Id }),
  answer: z.strictObject({ personId: PersonId, survivorId: PersonId, writtenSince: z.array(HistoryEntry) }),
})
