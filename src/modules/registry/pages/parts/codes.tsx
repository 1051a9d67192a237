/** The codes of the registry with their words, in the worker's language and, beneath, in the person's. */
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useIntl } from 'react-intl'
import type { PersonLanguage } from '../../../../shared/messages.ts'
import { usePersonText, useT } from '../../../../ui/language.tsx'
import { PersonText } from '../../../../ui/PersonText.tsx'
import type { Choice } from '../../../../ui/Select.tsx'
import type { Core, NewMember, Registration } from '../../contract.ts'
import { countries, findCountry } from '../../rules/countries.ts'
import { findLanguage, languages } from '../../rules/languages.ts'

type Ground = NonNullable<NewMember['health']>['ground']
type Health = NonNullable<NewMember['health']>['body']
type Held = NonNullable<NewMember['documents']>[number]
type Situation = NonNullable<NewMember['situation']>
type Contact = NonNullable<NewMember['contact']>

// Said as keys, so that the compiler sees a code missing here or no longer in the contract.
const codes = <Code extends string>(all: Record<Code, 1>): readonly Code[] => Object.keys(all) as Code[]

export const groups = {
  sex: codes<Core['sex']>({ female: 1, male: 1, x: 1, not_known: 1 }),
  role: codes<NewMember['role']>({
    head: 1,
    partner: 1,
    child: 1,
    parent: 1,
    sibling: 1,
    grandchild: 1,
    grandparent: 1,
    niece_nephew: 1,
    other_relative: 1,
    not_related: 1,
  }),
  need: codes<NonNullable<NewMember['needs']>[number]>({
    step_free: 1,
    ground_floor: 1,
    near_bathroom: 1,
    quiet: 1,
    power_for_device: 1,
    cold_storage: 1,
    special_diet: 1,
    cot: 1,
    apart_from_men: 1,
    own_room: 1,
    with_own_group: 1,
    interpreter: 1,
    sign_language: 1,
  }),
  way: codes<Registration['notice']['how']>({
    read_aloud: 1,
    read_on_screen: 1,
    on_paper: 1,
    poster: 1,
    given_at_the_census: 1,
  }),
  channel: codes<Registration['channel']>({
    office: 1,
    shelter: 1,
    drive: 1,
    street: 1,
    self: 1,
    census: 1,
    birth: 1,
  }),
  ground: codes<Ground['ground']>({
    consent: 1,
    legal_duty: 1,
    emergency: 1,
    health_care: 1,
    rights_defence: 1,
    best_interest: 1,
  }),
  method: codes<NonNullable<Ground['method']>>({
    signature: 1,
    e_signature: 1,
    authentication: 1,
    witnessed_oral: 1,
    witnessed_thumb: 1,
  }),
  assent: codes<NonNullable<Ground['childAssent']>>({ given: 1, not_given: 1, too_young: 1 }),
  civil: codes<NonNullable<Core['civilStatus']>>({
    single: 1,
    married: 1,
    union: 1,
    separated: 1,
    divorced: 1,
    widowed: 1,
  }),
  source: codes<NewMember['source']>({ person: 1, relative: 1, document: 1, census: 1, worker: 1 }),
  document: codes<Held['type']>({
    passport: 1,
    national_id: 1,
    consular_id: 1,
    birth_certificate: 1,
    curp: 1,
    curp_temporary: 1,
    rfc: 1,
    nss: 1,
    asylum_certificate: 1,
    asylum_recognition: 1,
    complementary_protection: 1,
    visitor_regional: 1,
    visitor_border_worker: 1,
    visitor_humanitarian: 1,
    visitor_no_work: 1,
    visitor_work: 1,
    resident_temporary: 1,
    resident_temporary_student: 1,
    resident_permanent: 1,
    statelessness_recognition: 1,
    procedure_asylum: 1,
    procedure_regularisation: 1,
    procedure_visitor_humanitarian: 1,
    procedure_residence: 1,
    repatriation_certificate: 1,
    other: 1,
  }),
  evidence: codes<Held['evidence']>({ self_report: 1, document_seen: 1, authority_confirmed: 1 }),
  group: codes<Situation['populationGroup']>({
    migrant_residing: 1,
    migrant_in_transit: 1,
    asylum_applicant: 1,
    refugee: 1,
    complementary_protection: 1,
    stateless: 1,
    returning_national: 1,
    us_born_family: 1,
    internally_displaced: 1,
    not_known: 1,
  }),
  stay: codes<Situation['stayType']>({ resides: 1, in_transit: 1, not_known: 1 }),
  origin: codes<Situation['originClass']>({ foreign: 1, returning_national: 1, national: 1, not_known: 1 }),
  level: codes<Core['languages'][number]['level']>({ first: 1, fluent: 1, some: 1, little: 1 }),
  difficulty: codes<NonNullable<Health['washingtonGroup']>['seeing']>({
    no_difficulty: 1,
    some: 1,
    a_lot: 1,
    cannot: 1,
    not_asked: 1,
  }),
  schooling: codes<NonNullable<NonNullable<NewMember['work']>['schooling']>>({
    none: 1,
    preschool: 1,
    primary: 1,
    secondary: 1,
    upper_secondary: 1,
    technical: 1,
    university: 1,
    postgraduate: 1,
    not_known: 1,
  }),
  call: codes<NonNullable<Contact['safeToCall']>>({ yes: 1, ask_first: 1, no: 1 }),
  known: codes<NonNullable<Health['pregnant']>>({ yes: 1, no: 1, not_known: 1 }),
} as const

type Groups = typeof groups
export type Group = keyof Groups
export type CodeOf<G extends Group> = Groups[G][number]

/** Groups that have the person's words: what is asked of them. A label about someone is not read to them. */
const asked: ReadonlySet<Group> = new Set([
  'sex',
  'role',
  'need',
  'way',
  'ground',
  'method',
  'assent',
  'civil',
  'document',
  'level',
  'difficulty',
  'schooling',
  'call',
  'known',
])

const Speaks = createContext<PersonLanguage | undefined>(undefined)

/** Beneath, questions and answers also stand in the language of the person in front of the worker. */
export const PersonSpeaks = ({ lang, children }: { lang: PersonLanguage; children: ReactNode }) => (
  <Speaks.Provider value={lang}>{children}</Speaks.Provider>
)

/** The worker's language: `es` or `en`. */
export const useStaffLanguage = (): 'es' | 'en' => (useIntl().locale.startsWith('en') ? 'en' : 'es')

/** The person's language when it is not the worker's own. */
export function useSpokenBeside(): PersonLanguage | undefined {
  const person = useContext(Speaks)
  const staff = useStaffLanguage()
  return person === staff ? undefined : person
}

/** `const say = useCode(); say('sex', 'female')` */
export function useCode(): <G extends Group>(group: G, code: CodeOf<G>) => string {
  const t = useT()
  return (group, code) => t(`registry.code.${group}.${code}`)
}

/** Answers to choose from, each with the person's words under it where the person is asked. */
export function useChoices<G extends Group>(
  group: G,
  without: readonly CodeOf<G>[] = [],
): Choice<CodeOf<G>>[] {
  const say = useCode()
  const lang = useSpokenBeside()
  const person = usePersonText(lang ?? 'es')
  return (groups[group] as readonly CodeOf<G>[])
    .filter((code) => !without.includes(code))
    .map((value) => {
      const theirs = lang && person && asked.has(group) ? person(`registry.code.${group}.${value}`).text : ''
      return { value, label: say(group, value), ...(theirs ? { help: theirs } : {}) }
    })
}

/** Help of a field: the question in the person's language, to be read aloud, then what the worker should know. */
export function useQuestion(): (ask: string, help?: string) => ReactNode {
  const lang = useSpokenBeside()
  return (ask, help) =>
    lang ? (
      <>
        <PersonText lang={lang} id={ask} mark={false}>
          {(text) => `«${text}»`}
        </PersonText>{' '}
        {help}
      </>
    ) : (
      help
    )
}

const byLabel = (a: Choice, b: Choice) => a.label.localeCompare(b.label)

export function useCountryChoices(): Choice[] {
  const lang = useStaffLanguage()
  return useMemo(() => countries.map((c) => ({ value: c.code, label: c[lang] })).sort(byLabel), [lang])
}

export function useLanguageChoices(): Choice[] {
  const lang = useStaffLanguage()
  return useMemo(() => languages.map((l) => ({ value: l.code, label: l[lang] })).sort(byLabel), [lang])
}

export function useNames(): { country: (code: string) => string; language: (code: string) => string } {
  const lang = useStaffLanguage()
  return {
    country: (code) => findCountry(code)?.[lang] ?? code,
    language: (code) => findLanguage(code)?.[lang] ?? code,
  }
}
