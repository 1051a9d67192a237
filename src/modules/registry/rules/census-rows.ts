import {
  ageBounds,
  compareDays,
  type IsoDay,
  type PartialDay,
  toStored,
  unknownDay,
} from '../../../shared/day.ts'
import { type Column, type Field, isSensitive, normaliseHeading } from './census-columns.ts'
import { type DateNote, type DateOrder, fromAge, readDate, saysUnknown } from './census-dates.ts'
import type { ReasonCode } from './census-reasons.ts'
import {
  type DocumentType,
  type PopulationGroup,
  type Role,
  readCivilStatus,
  readCondition,
  readPopulationGroup,
  readRole,
  readSchooling,
  readSex,
  readStatus,
  readWg,
  readYesNo,
  type Schooling,
  type Sex,
  type WgLevel,
  type YesNo,
} from './census-values.ts'
import { readCountries } from './countries.ts'
import type { Likeness } from './duplicates.ts'
import { readLanguages } from './languages.ts'
import { hasName } from './names.ts'
import { readPhones } from './phone.ts'

/** From a row to a person who may be registered. Reads one row; what other rows make of it is decided in the plan. */

export type RowReason = { code: ReasonCode; field?: Field; value?: string; suggestion?: string }

export type Candidate = {
  core: {
    givenNames?: string
    surname1?: string
    surname2?: string
    chosenName?: string
    birth: PartialDay
    sex: Sex | 'not_known'
    nationalities: string[]
    countryOfBirth?: string
    civilStatus?: 'single' | 'married' | 'union' | 'separated' | 'divorced' | 'widowed'
  }
  languages: string[]
  phones: string[]
  email?: string
  /** The family's number in the file, made comparable; a household comes from it and from nothing else. */
  household: string | null
  role: Role | null
  entry: PartialDay
  place?: string
  work: { occupation?: string; schooling?: Schooling }
  /** The rest is filled only where the file's batch names a ground for the column. */
  documents: DocumentType[]
  documentNumbers: { heading: string; number: string }[]
  populationGroup?: PopulationGroup
  health: {
    pregnant?: YesNo
    chronic?: string
    respiratorySymptoms?: YesNo
    vaccination?: string
    disability?: string
    washingtonGroup?: Partial<
      Record<'seeing' | 'hearing' | 'walking' | 'remembering' | 'selfCare' | 'communicating', WgLevel>
    >
  }
  identity: { genderIdentity?: string; indigenousPeople?: string; indigenousLanguage?: string }
}

export type RowRules = {
  columns: readonly Column[]
  /** The day of the census, or today: nobody was born after it. */
  latest: IsoDay
  birthOrder: DateOrder
  entryOrder: DateOrder
  /** What `M` means in this file, and what 1 does, once somebody has said so. */
  sexM?: Sex
  sexOne?: 'female' | 'male'
  /** Sensitive fields for which the batch names a legal ground. The others are not even read. */
  grounded: ReadonlySet<Field>
}

/** `null` where the row has no name at all. */
export type RowRead = { candidate: Candidate | null; reasons: RowReason[]; dateNotes: DateNote[] }

const tidy = (text: string) => text.replace(/[\s\u00a0]+/gu, ' ').trim()

/** Spreadsheets are kept from running a cell by an apostrophe before it; it is ours, not the person's. */
export const unguard = (cell: string) => (/^'[=+\-@\t]/u.test(cell) ? cell.slice(1) : cell)

const small = new Set('de del la las los el y e da das do dos di du des van von der den'.split(' '))

/** All capitals, or none, become a name with its capitals; any other spelling is the person's own. */
export function gentleCase(name: string): string {
  const letters = name.replace(/[^\p{L}]/gu, '')
  if ([...letters].length < 2) return name
  const shouted = letters === letters.toUpperCase() && letters !== letters.toLowerCase()
  const whispered = letters === letters.toLowerCase() && letters !== letters.toUpperCase()
  if (!shouted && !whispered) return name
  return name
    .toLowerCase()
    .split(/([\s\-'’.]+)/u)
    .map((part, i, all) => {
      if (i > 0 && small.has(part) && /^\s+$/u.test(all[i - 1]!) && i < all.length - 1) return part
      const [first = '', ...rest] = [...part]
      return first.toUpperCase() + rest.join('')
    })
    .join('')
}

const noNames =
  /^(sin nombres?|sin apellidos?|nn|n n|anonim[oa]|no identificad[oa]|rn|recien nacid[oa]|bebe|por definir|no proporcionado)$/u

/** A name cell, or nothing when it says that there is none. */
function nameCell(text: string): string | undefined {
  const name = tidy(text).replace(/^[.,;:\-–—*"“]+\s*|\s*[,;:*"”]+$/gu, '')
  const bare = normaliseHeading(name)
  if (
    name === '' ||
    (saysUnknown(name) && !/\p{So}/u.test(name)) ||
    noNames.test(bare) ||
    !hasName({ given: name })
  )
    return undefined
  return gentleCase(name)
}

/** Where two surnames are the custom, two words in the cell of surnames are two surnames. */
const twoSurnames = new Set(
  'MEX HND SLV GTM NIC CRI PAN VEN COL ECU PER BOL CHL ARG URY PRY CUB DOM ESP GNQ'.split(' '),
)

function splitSurnames(text: string, nationalities: readonly string[]): [string, string | undefined] {
  if (!nationalities.some((code) => twoSurnames.has(code))) return [text, undefined]
  const groups: string[] = []
  let group: string[] = []
  for (const word of text.split(' ')) {
    group.push(word)
    if (small.has(word.toLowerCase())) continue
    groups.push(group.join(' '))
    group = []
  }
  return groups.length === 2 && group.length === 0 ? [groups[0]!, groups[1]] : [text, undefined]
}

/** `F-0012`, `f 12`, `12.0`: the same as written, apart from capitals, spaces and what a spreadsheet adds. */
export function householdNumber(text: string): string | null {
  const number = text
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/^(\d+)\.0+$/u, '$1')
    .toUpperCase()
  return saysUnknown(number) || /^[0\p{P}\p{S}]*$/u.test(number) ? null : number.slice(0, 60)
}

/** Years in a cell of ages: `34`, `34 años`, `2 años 3 meses`, `7 meses`. */
function ageIn(text: string): number | null {
  const read =
    /^(?:(\d{1,3})\s*(?:a|a[nñ]os?|years?|ans)?)?\s*(?:,|y)?\s*(?:(\d{1,2})\s*(?:m|mes|meses|months?|mois|d[ií]as?|days?|semanas?|weeks?))?$/iu.exec(
      text.trim(),
    )
  if (!read || (read[1] === undefined && read[2] === undefined)) return null
  const years = Number(read[1] ?? 0)
  return years <= 120 ? years : null
}

export function readRow(cells: readonly string[], rules: RowRules): RowRead {
  const reasons: RowReason[] = []
  const dateNotes: DateNote[] = []
  const list = (code: ReasonCode, field: Field, value?: string, suggestion?: string) =>
    reasons.push({
      code,
      field,
      ...(value === undefined || isSensitive(field) ? {} : { value: tidy(value).slice(0, 200) }),
      ...(suggestion ? { suggestion } : {}),
    })

  const cellsOf = (field: Field): { cell: string; column: Column }[] =>
    isSensitive(field) && !rules.grounded.has(field)
      ? []
      : rules.columns
          .filter((column) => column.use === field)
          .map((column) => ({ cell: unguard(cells[column.index] ?? ''), column }))
  const cell = (field: Field) => cellsOf(field)[0]?.cell ?? ''
  const has = (field: Field) =>
    rules.columns.some((column) => column.use === field) && (!isSensitive(field) || rules.grounded.has(field))
  /** Reads a cell; lists it when it cannot be read. */
  const code = <T>(
    field: Field,
    read: (text: string) => { value: T | null; unread: boolean },
    problem: ReasonCode,
  ): T | undefined => {
    const text = cell(field)
    const { value, unread } = read(text)
    if (unread) list(problem, field, text)
    return value ?? undefined
  }

  // Nationality first: it tells how surnames are written.
  const countries = readCountries(cell('nationality'))
  if (countries.unread.length > 0 && !saysUnknown(cell('nationality')))
    list('nationality_unreadable', 'nationality', cell('nationality'))
  for (const { from, to } of countries.corrected) list('nationality_corrected', 'nationality', from, to)
  const nationalities = countries.codes.slice(0, 5)

  const names: Pick<Candidate['core'], 'givenNames' | 'surname1' | 'surname2' | 'chosenName'> = {}
  const set = (key: keyof typeof names, text: string | undefined) => {
    if (text) names[key] = text
  }
  set('givenNames', [nameCell(cell('given')), nameCell(cell('secondGiven'))].filter(Boolean).join(' '))
  set('surname1', nameCell(cell('surname')))
  set('surname2', nameCell(cell('secondSurname')))
  set('chosenName', nameCell(cell('chosenName')))
  const both = nameCell(cell('surnames'))
  if (both && !names.surname1) {
    const [first, second] = splitSurnames(both, nationalities)
    set('surname1', first)
    set('surname2', second)
  }
  const whole = nameCell(cell('fullName'))
  if (whole && !names.givenNames && !names.surname1) {
    const comma = whole.split(/\s*,\s*/u)
    if (comma.length === 2 && comma[0] && comma[1]) {
      const [first, second] = splitSurnames(comma[0], nationalities)
      set('surname1', first)
      set('surname2', second)
      set('givenNames', comma[1])
    } else {
      // Which word is the surname only the person can say.
      set('givenNames', whole)
      if (/\s/u.test(whole)) list('name_not_split', 'fullName')
    }
  }
  if (names.surname2 && !names.surname1) {
    names.surname1 = names.surname2
    delete names.surname2
  }
  const longest = Math.max(0, ...Object.values(names).map((name) => name?.length ?? 0))
  if (longest > 300) list('name_too_long', 'given')
  const named = hasName({
    given: names.givenNames ?? null,
    surname: names.surname1 ?? null,
    chosen: names.chosenName ?? null,
  })
  if (named && !names.givenNames && !names.chosenName) list('given_not_stated', 'given')

  const entry = readEntry()
  const birth = readBirth(entry)

  const sexRead = readSex(cell('sex'))
  let sex: Candidate['core']['sex'] = 'not_known'
  if (sexRead.value === 'm') {
    sex = rules.sexM ?? 'not_known'
    if (!rules.sexM) list('sex_m_unanswered', 'sex', cell('sex'))
  } else if (sexRead.value === '1' || sexRead.value === '2') {
    const [one, two] =
      rules.sexOne === 'female' ? (['female', 'male'] as const) : (['male', 'female'] as const)
    if (rules.sexOne) sex = sexRead.value === '1' ? one : two
    else list('sex_number_unanswered', 'sex', cell('sex'))
  } else if (sexRead.value !== null) sex = sexRead.value
  else if (sexRead.unread) list('sex_unreadable', 'sex', cell('sex'))
  else if (has('sex')) list('sex_not_stated', 'sex')

  const phones: string[] = []
  for (const { cell: text } of cellsOf('phone')) {
    const read = readPhones(text)
    for (const phone of read.phones) if (!phones.includes(phone)) phones.push(phone)
    if (read.unread) list('phone_unreadable', 'phone', text)
  }

  const role = code('role', readRole, 'role_unreadable') ?? null
  const civilStatus = code('civilStatus', readCivilStatus, 'civil_status_unreadable')
  const schooling = code('schooling', readSchooling, 'schooling_unreadable')
  const household = householdNumber(cell('household'))
  if (household === null && has('household')) list('no_household', 'household')

  const spoken: string[] = []
  for (const { cell: text } of cellsOf('language')) {
    if (saysUnknown(text)) continue
    const read = readLanguages(text)
    for (const language of read.codes) if (!spoken.includes(language)) spoken.push(language)
    if (read.unread.length > 0) list('language_unreadable', 'language', text)
  }

  if (dateNotes.includes('century_inferred') && (role === 'head' || role === 'partner')) {
    const age = ageBounds(birth, rules.latest)
    if (age && age.max < 12) list('century_doubtful', 'birth', cell('birth'))
  }

  const status = readStatus(cell('migrationStatus'))
  if (status.unread) list('status_unreadable', 'migrationStatus')
  if (status.noDocument) list('no_document_recorded', 'migrationStatus')
  if (status.unnamedProcedure) list('procedure_unnamed', 'migrationStatus')
  const group =
    code('populationGroup', readPopulationGroup, 'group_unreadable') ?? status.populationGroup ?? undefined

  const born = readCountries(cell('countryOfBirth')).codes[0]
  const occupation = saysUnknown(cell('occupation')) ? '' : tidy(cell('occupation')).slice(0, 200)
  const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(cell('email').trim())
    ? cell('email').trim().slice(0, 200)
    : ''
  const place = saysUnknown(cell('place')) ? '' : tidy(cell('place')).slice(0, 200)

  const candidate: Candidate = {
    core: {
      ...names,
      birth,
      sex,
      nationalities,
      ...(born ? { countryOfBirth: born } : {}),
      ...(civilStatus ? { civilStatus } : {}),
    },
    languages: spoken.slice(0, 10),
    phones,
    ...(email ? { email } : {}),
    household,
    role,
    entry,
    ...(place ? { place } : {}),
    work: { ...(occupation ? { occupation } : {}), ...(schooling ? { schooling } : {}) },
    documents: status.documents,
    documentNumbers: cellsOf('documentNumber')
      .filter(({ cell: text }) => !saysUnknown(text) && /\d/u.test(text))
      .map(({ cell: text, column }) => ({
        heading: tidy(column.heading),
        number: tidy(text).toUpperCase().slice(0, 60),
      })),
    ...(group ? { populationGroup: group } : {}),
    health: readHealth(),
    identity: readIdentity(),
  }
  return named
    ? { candidate, reasons, dateNotes }
    : { candidate: null, reasons: [{ code: 'no_name' }], dateNotes }

  function readEntry(): PartialDay {
    const read = readDate(cell('entry'), { order: rules.entryOrder, latest: rules.latest })
    if (read.ok) return read.day
    if (read.reason === 'not_a_date') list('entry_unreadable', 'entry', cell('entry'))
    else list('entry_impossible', 'entry', cell('entry'), read.suggestion)
    return unknownDay
  }

  function readBirth(entered: PartialDay): PartialDay {
    const text = cell('birth')
    const read = readDate(text, { order: rules.birthOrder, latest: rules.latest })
    if (!read.ok) {
      const problem: ReasonCode =
        read.reason === 'not_a_date'
          ? 'birth_unreadable'
          : read.reason === 'in_future'
            ? 'birth_in_future'
            : read.reason === 'too_long_ago'
              ? 'birth_too_long_ago'
              : 'birth_impossible'
      list(problem, 'birth', text, read.suggestion)
      return unknownDay
    }
    dateNotes.push(...read.notes)
    let day = read.day
    const years = ageIn(cell('age'))
    if (day.precision === 'unknown' && years !== null) {
      // Only the age is known: about a year, counted from the day it was asked.
      const about = fromAge(years, { latest: toStored(entered).date ?? rules.latest })
      if (about.ok) {
        day = about.day
        dateNotes.push(...about.notes)
      }
    }
    if (day.precision === 'unknown' && (has('birth') || has('age'))) list('birth_not_known', 'birth')
    if (day.precision === 'day' && entered.precision === 'day' && compareDays(day, entered) > 0)
      list('birth_after_entry', 'birth', text)
    return day
  }

  function readHealth(): Candidate['health'] {
    const pregnant = code('pregnancy', readYesNo, 'health_unreadable')
    const respiratorySymptoms = code('symptoms', readYesNo, 'health_unreadable')
    const chronic = cellsOf('chronicDisease')
      .map(({ cell: text }) => readCondition(text))
      .filter((text) => text !== null)
      .join('; ')
    const vaccination = saysUnknown(cell('vaccination')) ? '' : tidy(cell('vaccination')).slice(0, 200)
    const disability = readCondition(cell('disability'))
    const wg = {
      seeing: code('wgSeeing', readWg, 'health_unreadable'),
      hearing: code('wgHearing', readWg, 'health_unreadable'),
      walking: code('wgWalking', readWg, 'health_unreadable'),
      remembering: code('wgRemembering', readWg, 'health_unreadable'),
      selfCare: code('wgSelfCare', readWg, 'health_unreadable'),
      communicating: code('wgCommunicating', readWg, 'health_unreadable'),
    }
    const washingtonGroup = Object.fromEntries(Object.entries(wg).filter(([, level]) => level !== undefined))
    return {
      ...(pregnant ? { pregnant } : {}),
      ...(respiratorySymptoms ? { respiratorySymptoms } : {}),
      ...(chronic ? { chronic: chronic.slice(0, 500) } : {}),
      ...(vaccination ? { vaccination } : {}),
      ...(disability ? { disability } : {}),
      ...(Object.keys(washingtonGroup).length > 0 ? { washingtonGroup } : {}),
    }
  }

  function readIdentity(): Candidate['identity'] {
    const of = (field: Field) => readCondition(cell(field))?.slice(0, 100)
    const genderIdentity = of('genderIdentity')
    const people = of('indigenousPeople')
    const language = readLanguages(cell('indigenousLanguage')).codes[0]
    return {
      ...(genderIdentity ? { genderIdentity } : {}),
      ...(people ? { indigenousPeople: people } : {}),
      ...(language ? { indigenousLanguage: language } : {}),
    }
  }
}

/** What the matcher compares of a row. */
export function likenessOfRow(candidate: Candidate): Likeness {
  const { core } = candidate
  return {
    names: {
      given: core.givenNames ?? null,
      surname: core.surname1 ?? null,
      secondSurname: core.surname2 ?? null,
      chosen: core.chosenName ?? null,
    },
    birth: core.birth,
    sex: core.sex === 'not_known' ? null : core.sex,
    nationality: core.nationalities[0] ?? null,
    phones: candidate.phones,
    household: candidate.household,
    role: candidate.role,
  }
}
