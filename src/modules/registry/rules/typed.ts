/**
 * A member of a family as it stands in the boxes of a form, kept as typed, and what it says. Shared by the page that
 * registers and the page that corrects. A fault names its field and a code; the page has the words.
 */
import { isMinor, type PartialDay, unknownDay } from '../../../shared/day.ts'
import { emptyPhone, readPhone, type TypedPhone, typePhone } from '../../../ui/rules/phone.ts'
import { emptyDay, readDay, type TypedDay, typeDay } from '../../../ui/rules/typedDay.ts'
import type { Core, NewMember } from '../contract.ts'

type Contact = NonNullable<NewMember['contact']>
type Held = NonNullable<NewMember['documents']>[number]
type Work = NonNullable<NewMember['work']>
type Situation = NonNullable<NewMember['situation']>
type Health = NonNullable<NewMember['health']>['body']
type Identity = NonNullable<NewMember['identity']>['body']
type Ground = NonNullable<NewMember['health']>['ground']
type Functions = NonNullable<Health['washingtonGroup']>
type Choice<T extends string | undefined> = NonNullable<T> | ''

export type Fault = { path: string; code: string }
export type Read<T> = { value: T; faults: Fault[] }

export type TypedLanguage = { code: string; level: Core['languages'][number]['level'] }

export type TypedCore = {
  givenNames: string
  surname1: string
  surname2: string
  chosenName: string
  birth: TypedDay
  sex: Choice<Core['sex']>
  nationalities: string[]
  countryOfBirth: string
  civilStatus: Choice<Core['civilStatus']>
  languages: TypedLanguage[]
}

export type TypedContact = {
  phone: TypedPhone
  phoneShared: boolean
  email: string
  whereToFind: string
  safeToCall: Choice<Contact['safeToCall']>
}

export type TypedDocument = {
  id: string
  type: Choice<Held['type']>
  number: string
  country: string
  issuedOn: TypedDay
  expiresOn: TypedDay
  dueOn: TypedDay
  evidence: Held['evidence']
}

export type TypedWork = {
  schooling: Choice<Work['schooling']>
  schoolingCountry: string
  occupation: string
  experience: string
}

export type TypedSituation = {
  populationGroup: Choice<Situation['populationGroup']>
  stayType: Choice<Situation['stayType']>
  originClass: Choice<Situation['originClass']>
}

export type TypedHealth = {
  washingtonGroup: Record<keyof Functions, Choice<Functions['seeing']>>
  pregnant: Choice<Health['pregnant']>
  chronic: string
  respiratorySymptoms: Choice<Health['respiratorySymptoms']>
  vaccination: string
}

export type TypedIdentity = { genderIdentity: string; indigenousPeople: string; indigenousLanguage: string }

export type TypedGround = {
  ground: Choice<Ground['ground']>
  method: Choice<Ground['method']>
  interpreter: string
  representativeName: string
  childAssent: Choice<Ground['childAssent']>
}

export type TypedMember = {
  personId: string
  role: NewMember['role']
  core: TypedCore
  contact: TypedContact
  needs: NonNullable<NewMember['needs']>
  documents: TypedDocument[]
  work: TypedWork
  situation: TypedSituation
  health: { body: TypedHealth; ground: TypedGround }
  identity: { body: TypedIdentity; ground: TypedGround }
  /** Who looked alike and was said to be somebody else. */
  others: string[]
}

export const functions: readonly (keyof Functions)[] = [
  'seeing',
  'hearing',
  'walking',
  'remembering',
  'selfCare',
  'communicating',
]

export const emptyCore: TypedCore = {
  givenNames: '',
  surname1: '',
  surname2: '',
  chosenName: '',
  birth: emptyDay,
  sex: '',
  nationalities: [''],
  countryOfBirth: '',
  civilStatus: '',
  languages: [{ code: '', level: 'first' }],
}
export const emptyContact: TypedContact = {
  phone: emptyPhone,
  phoneShared: false,
  email: '',
  whereToFind: '',
  safeToCall: '',
}
export const emptyDocument = (id: string): TypedDocument => ({
  id,
  type: '',
  number: '',
  country: '',
  issuedOn: emptyDay,
  expiresOn: emptyDay,
  dueOn: emptyDay,
  evidence: 'self_report',
})
export const emptyWork: TypedWork = { schooling: '', schoolingCountry: '', occupation: '', experience: '' }
export const emptySituation: TypedSituation = { populationGroup: '', stayType: '', originClass: '' }
export const emptyHealth: TypedHealth = {
  washingtonGroup: { seeing: '', hearing: '', walking: '', remembering: '', selfCare: '', communicating: '' },
  pregnant: '',
  chronic: '',
  respiratorySymptoms: '',
  vaccination: '',
}
export const emptyIdentity: TypedIdentity = {
  genderIdentity: '',
  indigenousPeople: '',
  indigenousLanguage: '',
}
export const emptyGround: TypedGround = {
  ground: '',
  method: '',
  interpreter: '',
  representativeName: '',
  childAssent: '',
}

export const emptyMember = (personId: string, first: boolean): TypedMember => ({
  personId,
  role: first ? 'head' : 'other_relative',
  core: emptyCore,
  contact: emptyContact,
  needs: [],
  documents: [],
  work: emptyWork,
  situation: emptySituation,
  health: { body: emptyHealth, ground: emptyGround },
  identity: { body: emptyIdentity, ground: emptyGround },
  others: [],
})

/** The parts that say something; an empty box is no fact. */
function said<T extends object>(parts: { [K in keyof T]: T[K] | '' | undefined }): Partial<T> {
  return Object.fromEntries(
    Object.entries(parts)
      .map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value])
      .filter(([, value]) => value !== '' && value !== undefined),
  ) as Partial<T>
}

const isEmpty = (value: object): boolean => Object.keys(value).length === 0
const under = (path: string, faults: readonly Fault[]): Fault[] =>
  faults.map((fault) => ({ ...fault, path: `${path}.${fault.path}` }))

/** At least one name; all else may be left out, and an empty date is a date not known. */
export function readCore(typed: TypedCore, today: string): Read<Core> {
  const faults: Fault[] = []
  const names = said<Pick<Core, 'givenNames' | 'surname1' | 'surname2' | 'chosenName'>>({
    givenNames: typed.givenNames,
    surname1: typed.surname1,
    surname2: typed.surname2,
    chosenName: typed.chosenName,
  })
  if (!names.givenNames && !names.surname1 && !names.chosenName)
    faults.push({ path: 'givenNames', code: 'name_missing' })
  const birth = readDay(typed.birth, today)
  if (!birth.ok && birth.reason !== 'missing') faults.push({ path: 'birth', code: birth.reason })
  const languages = typed.languages.filter((l) => l.code !== '')
  return {
    faults,
    value: {
      ...names,
      birth: (birth.ok ? birth.day : unknownDay) as Core['birth'],
      sex: typed.sex || 'not_known',
      nationalities: [...new Set(typed.nationalities.filter(Boolean))],
      languages: languages.filter((l, i) => languages.findIndex((o) => o.code === l.code) === i),
      ...said<Pick<Core, 'countryOfBirth' | 'civilStatus'>>({
        countryOfBirth: typed.countryOfBirth,
        civilStatus: typed.civilStatus,
      }),
    },
  }
}

export const typeCore = (core: Core): TypedCore => ({
  ...emptyCore,
  ...core,
  birth: core.birth.precision === 'unknown' ? emptyDay : typeDay(core.birth as PartialDay),
  nationalities: core.nationalities.length > 0 ? core.nationalities : [''],
  languages: core.languages.length > 0 ? core.languages : emptyCore.languages,
})

/** A telephone is read with its country; a shared one is normal. */
export function readContact(typed: TypedContact): Read<Contact | undefined> {
  const faults: Fault[] = []
  const phone = typed.phone.number.trim() === '' ? undefined : readPhone(typed.phone)
  if (typed.phone.number.trim() !== '' && !phone) faults.push({ path: 'phone', code: 'phone_shape' })
  if (typed.email.trim() !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(typed.email.trim()))
    faults.push({ path: 'email', code: 'email_shape' })
  const value = said<Contact>({
    phone,
    phoneShared: phone && typed.phoneShared ? true : undefined,
    email: typed.email,
    whereToFind: typed.whereToFind,
    safeToCall: phone ? typed.safeToCall : undefined,
  })
  return { faults, value: isEmpty(value) ? undefined : value }
}

export const typeContact = (contact: Contact | undefined): TypedContact => ({
  ...emptyContact,
  ...contact,
  phone: contact?.phone ? typePhone(contact.phone) : emptyPhone,
})

/** A document or procedure; its number and days only when they are at hand. */
export function readDocument(typed: TypedDocument): Read<Held | undefined> {
  const faults: Fault[] = []
  const day = (name: 'issuedOn' | 'expiresOn' | 'dueOn') => {
    const read = readDay(typed[name])
    if (read.ok && read.day.precision === 'day')
      return [read.day.year, read.day.month, read.day.day].map((n) => String(n).padStart(2, '0')).join('-')
    if (read.ok || read.reason !== 'missing') faults.push({ path: name, code: 'whole_day' })
    return undefined
  }
  const value = said<Held>({
    id: typed.id,
    type: typed.type,
    number: typed.number.trim().toUpperCase(),
    country: typed.country,
    issuedOn: day('issuedOn'),
    expiresOn: day('expiresOn'),
    dueOn: day('dueOn'),
    evidence: typed.evidence,
  })
  if (value.type) return { faults, value: value as Held }
  // A row added and left empty says nothing.
  const started = value.number || value.country || value.issuedOn || value.expiresOn || value.dueOn
  if (started) faults.push({ path: 'type', code: 'document_type_missing' })
  return { faults, value: undefined }
}

export function readWork(typed: TypedWork): Read<Work | undefined> {
  const value = said<Work>({ ...typed })
  return { faults: [], value: isEmpty(value) ? undefined : value }
}

export function readSituation(typed: TypedSituation): Read<Situation | undefined> {
  if (!typed.populationGroup && !typed.stayType && !typed.originClass) return { faults: [], value: undefined }
  return {
    faults: [],
    value: {
      populationGroup: typed.populationGroup || 'not_known',
      stayType: typed.stayType || 'not_known',
      originClass: typed.originClass || 'not_known',
    },
  }
}

/** Six questions together: what was not asked is said so; none asked is no answer. */
export function readHealth(typed: TypedHealth): Read<Health | undefined> {
  const asked = functions.some((f) => typed.washingtonGroup[f] !== '')
  const value = said<Health>({
    washingtonGroup: asked
      ? (Object.fromEntries(
          functions.map((f) => [f, typed.washingtonGroup[f] || 'not_asked']),
        ) as unknown as Functions)
      : undefined,
    pregnant: typed.pregnant,
    chronic: typed.chronic,
    respiratorySymptoms: typed.respiratorySymptoms,
    vaccination: typed.vaccination,
  })
  return { faults: [], value: isEmpty(value) ? undefined : value }
}

export function readIdentity(typed: TypedIdentity): Read<Identity | undefined> {
  const value = said<Identity>({ ...typed })
  return { faults: [], value: isEmpty(value) ? undefined : value }
}

export type Explained = {
  /** A native speaker has read the notice in this language. */
  reviewed: boolean
  /** Who interpreted the notice, when somebody did. */
  interpreter: string
}

/** The ground on which something sensitive may be kept: chosen, not presumed. */
export function readGround(
  typed: TypedGround,
  notice: Explained,
  birth: PartialDay,
  today: string,
): Read<Ground | undefined> {
  if (typed.ground === '') return { faults: [{ path: 'ground', code: 'ground_missing' }], value: undefined }
  if (typed.ground !== 'consent') return { faults: [], value: { ground: typed.ground } }
  const faults: Fault[] = []
  if (typed.method === '') faults.push({ path: 'method', code: 'consent_method_missing' })
  if (!notice.reviewed && !notice.interpreter.trim() && !typed.interpreter.trim())
    faults.push({ path: 'interpreter', code: 'interpreter_missing' })
  const minor = isMinor(birth, today)
  if (minor === true && !typed.representativeName.trim())
    faults.push({ path: 'representativeName', code: 'representative_missing' })
  return {
    faults,
    value: {
      ground: 'consent',
      ...said<Omit<Ground, 'ground'>>({
        method: typed.method,
        interpreter: typed.interpreter,
        representativeName: typed.representativeName,
        childAssent: minor === false ? '' : typed.childAssent,
      }),
    },
  }
}

/** The whole member as the server takes it, and every field that must change first. */
export function readMember(typed: TypedMember, notice: Explained, today: string): Read<NewMember> {
  const core = readCore(typed.core, today)
  const contact = readContact(typed.contact)
  const documents = typed.documents.map(readDocument)
  const faults = [
    ...under('core', core.faults),
    ...under('contact', contact.faults),
    ...documents.flatMap((d, i) => under(`documents.${i}`, d.faults)),
  ]
  const sensitive = <Body>(name: 'health' | 'identity', body: Body | undefined) => {
    if (body === undefined) return undefined
    const ground = readGround(typed[name].ground, notice, core.value.birth as PartialDay, today)
    faults.push(...under(`${name}.ground`, ground.faults))
    return ground.value && { body, ground: ground.value }
  }
  const held = documents.flatMap((d) => (d.value ? [d.value] : []))
  const health = sensitive('health', readHealth(typed.health.body).value)
  const identity = sensitive('identity', readIdentity(typed.identity.body).value)
  const work = readWork(typed.work).value
  const situation = readSituation(typed.situation).value
  return {
    faults,
    value: {
      personId: typed.personId,
      role: typed.role,
      core: core.value,
      ...(contact.value ? { contact: contact.value } : {}),
      ...(typed.needs.length > 0 ? { needs: typed.needs } : {}),
      ...(held.length > 0 ? { documents: held } : {}),
      ...(work ? { work } : {}),
      ...(situation ? { situation } : {}),
      ...(health ? { health } : {}),
      ...(identity ? { identity } : {}),
      source: typed.role === 'head' ? 'person' : 'relative',
      ...(typed.others.length > 0 ? { confirmedNew: true } : {}),
    },
  }
}
