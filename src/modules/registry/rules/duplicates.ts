import { comparePair, type PairScore, type PersonRecord } from '@integrate/linkage'
import { dayToText, mayBeSameDay, type PartialDay } from '../../../shared/day.ts'
import { model, swappedOrder } from './duplicates-model.ts'
import { canonical, nameWords, type PersonNames, sound } from './names.ts'

/**
 * Are two records one person? The one door to `@integrate/linkage`: whoever asks uses `blockingKeys` and `compare`,
 * and nothing else. Keys find who is compared; the package says how probable it is that two are one, from what their
 * fields agree in, beside relatives and strangers. An empty cell says nothing either way. Nobody is joined by it: a
 * person decides, with the reasons.
 */

export type Likeness = {
  names: PersonNames
  birth?: PartialDay | null
  sex?: string | null
  nationality?: string | null
  /** As `normalisePhone` gives them, or their keyed hashes. */
  phones?: readonly string[]
  household?: string | null
  /** Kinship to the head; tells a father from a son named alike. */
  role?: string | null
}

export type Band = 'same' | 'possible' | 'other'

export type Agreement = 'equal' | 'alike' | 'part' | 'swapped' | 'different'

export type Reason = {
  field: 'given' | 'surname' | 'names' | 'birth' | 'sex' | 'nationality' | 'phone' | 'household' | 'role'
  agreement: Agreement
}

/**
 * `probability` that the two are one; it sorts, and no screen shows it. `weights` are the bits for and against it by
 * the package's fields, with `prior` and `relatives`; they add up to log2(p / (1 - p)).
 */
export type Comparison = {
  probability: number
  band: Band
  weights: Readonly<Record<string, number>>
  reasons: Reason[]
}

/** From here on the two are asked about, and from here on they are likely one: see docs/decisions/0007. */
const bands = { possible: 0.25, same: 0.9 }

const isFull = (d: PartialDay) => d.precision === 'day'
/** The first of January is what is written when only the year is known. */
const isYearOnly = (d: PartialDay) => d.precision === 'year' || (isFull(d) && d.day === 1 && d.month === 1)
const isKnown = (d?: PartialDay | null): d is PartialDay & { year: number } => d?.year !== undefined

const exchanged = (a: PartialDay, b: PartialDay) =>
  a.year === b.year && a.day === b.month && a.month === b.day
const sameDay = (a?: PartialDay | null, b?: PartialDay | null) =>
  isKnown(a) && isKnown(b) && isFull(a) && isFull(b) && (dayToText(a) === dayToText(b) || exchanged(a, b))

/** One digit mistyped, two neighbours exchanged, or the century. */
function oneSlip(a: PartialDay, b: PartialDay): boolean {
  if (a.month === b.month && a.day === b.day && Math.abs(a.year! - b.year!) === 100) return true
  const x = dayToText(a).replaceAll('-', '')
  const y = dayToText(b).replaceAll('-', '')
  const at = [...x].flatMap((sign, i) => (sign === y[i] ? [] : [i]))
  if (at.length === 1) return true
  const [i, j] = at
  return at.length === 2 && j === i! + 1 && x[i!] === y[j] && x[j] === y[i!]
}

/** Two dates that no way of writing one makes the other. */
function contradict(a?: PartialDay | null, b?: PartialDay | null): boolean {
  if (!isKnown(a) || !isKnown(b)) return false
  if (isFull(a) && isFull(b))
    return !sameDay(a, b) && !(a.year === b.year && (isYearOnly(a) || isYearOnly(b))) && !oneSlip(a, b)
  return !mayBeSameDay(a, b)
}

const bothKnown = (a?: string | null, b?: string | null): a is string => Boolean(a) && Boolean(b)

/** A year somebody guessed rules out what is far from it, and proves nothing. */
const birthText = (d?: PartialDay | null) =>
  isKnown(d) && d.precision !== 'about' && d.precision !== 'unknown' ? dayToText(d) : null

/** What is compared of a person beside the name. */
type Fields = Omit<PersonRecord, 'id' | 'given' | 'family'>
type Found = Pick<PairScore, 'weights' | 'reasons'>

const bitsOf = ({ weights }: Found) => Object.values(weights).reduce((sum, weight) => sum + weight, 0)

const recordOf = (names: PersonNames, given: string | null | undefined, fields: Fields): PersonRecord => ({
  id: '',
  given: [given ?? ''],
  family: [names.surname ?? '', names.secondSurname ?? ''],
  ...fields,
})

const cellsOf = ({ given, surname, secondSurname }: PersonNames) =>
  [nameWords(given), [...nameWords(surname), ...nameWords(secondSurname)]].map((words) =>
    words.map(canonical).join(' '),
  )
const wordsOf = (names: PersonNames) => cellsOf(names).join(' ').trim().split(' ').sort().join(' ')

/** The likeliest way to read the two names: by the given name or by the chosen one, in their cells or in others. */
function score(a: PersonNames, b: PersonNames, fieldsA: Fields, fieldsB: Fields): Found {
  const given = (names: PersonNames) => [...new Set([names.given, names.chosen || names.given])]
  const found: Found[] = given(a).flatMap((one) =>
    given(b).map((other) => comparePair(recordOf(a, one, fieldsA), recordOf(b, other, fieldsB), model)),
  )
  // The same words in other cells: a surname before the name, or the whole name in one cell.
  if (wordsOf(a) === wordsOf(b) && cellsOf(a).join(',') !== cellsOf(b).join(','))
    for (const names of [a, b]) {
      const { weights, reasons } = comparePair(
        recordOf(names, names.given, fieldsA),
        recordOf(names, names.given, fieldsB),
        model,
      )
      found.push({
        weights: { ...weights, order: swappedOrder },
        reasons: { ...reasons, order: 'given and family swapped' },
      })
    }
  return found.reduce((best, next) => (bitsOf(next) > bitsOf(best) ? next : best))
}

/** The package knows the year of a date without its day; that the month is the same too tells as much as months are. */
const monthTells = Math.log2(12)

const oneMonth = (a?: PartialDay | null, b?: PartialDay | null) =>
  isKnown(a) &&
  isKnown(b) &&
  (a.precision === 'month' || b.precision === 'month') &&
  a.year === b.year &&
  a.month !== undefined &&
  a.month === b.month

/**
 * How much rarer relatives are among pairs like these than the package can know, who sees no family numbers of a file
 * beside each other and no kinship.
 */
function relativesAmong(a: Likeness, b: Likeness, given: Agreement): number {
  if (!bothKnown(a.household, b.household)) return 1
  // Relatives stand under one number.
  if (a.household !== b.household) return 1 / 16
  // Two children, or two nieces, of one family do not bear one name.
  return given === 'equal' && bothKnown(a.role, b.role) && a.role !== 'head' ? 1 / 32 : 1
}

const noPair = (reasons: Reason[]): Comparison => ({ probability: 0, band: 'other', weights: {}, reasons })

export function compare(a: Likeness, b: Likeness): Comparison {
  if (contradict(a.birth, b.birth)) return noPair([{ field: 'birth', agreement: 'different' }])
  const oneHousehold = bothKnown(a.household, b.household) && a.household === b.household
  const otherRole = bothKnown(a.role, b.role) && a.role !== b.role
  // A family shares its surnames and telephone: a nephew named like the son is a nephew.
  if (oneHousehold && otherRole && !sameDay(a.birth, b.birth))
    return noPair([{ field: 'role', agreement: 'different' }])

  const phonesA = (a.phones ?? []).map(lastDigits).filter(Boolean)
  const phonesB = (b.phones ?? []).map(lastDigits).filter(Boolean)
  const shared = phonesA.find((phone) => phonesB.includes(phone))
  const fieldsOf = (person: Likeness, phone: string | undefined): Fields => ({
    birthDate: birthText(person.birth),
    sex: person.sex ?? null,
    country: person.nationality ?? null,
    // That families differ, or that one is not known, is no evidence against: a second registration often stands alone.
    household: oneHousehold ? 'one' : null,
    phone: shared ?? phone ?? null,
  })
  const found = score(a.names, b.names, fieldsOf(a, phonesA[0]), fieldsOf(b, phonesB[0]))
  const reasons = reasonsOf(found)
  const agreementOf = (field: Reason['field']) => reasons.find((reason) => reason.field === field)?.agreement
  // Twins share everything but the given name: without it there is no pair.
  const given = agreementOf('given') ?? 'different'
  if (given === 'different') return noPair(reasons)
  if (oneHousehold && otherRole) reasons.push({ field: 'role', agreement: 'different' })

  const { birth, relatives = 0, ...others } = found.weights
  const weights: Record<string, number> = {
    ...others,
    ...(birth === undefined ? {} : { birth: birth + (oneMonth(a.birth, b.birth) ? monthTells : 0) }),
    relatives: -Math.log2(1 + (2 ** -relatives - 1) * relativesAmong(a, b, given)),
  }
  const probability = 1 / (1 + 2 ** -bitsOf({ ...found, weights }))
  const band = bandOf(probability)
  // Twins are often named alike, or by letters alike; and read crosswise, their surname passes for a name.
  const twins = found.reasons.given?.startsWith('initial')
    ? true
    : agreementOf('names') === 'swapped'
      ? (agreementOf('surname') ?? 'equal') !== 'equal'
      : oneHousehold && given !== 'equal'
  return { probability, band: twins && band === 'same' ? 'possible' : band, weights, reasons }
}

/** What a probability is called. */
export function bandOf(probability: number): Band {
  if (probability >= bands.same) return 'same'
  return probability >= bands.possible ? 'possible' : 'other'
}

const fieldOf: Partial<Record<string, Reason['field']>> = {
  given: 'given',
  family: 'surname',
  order: 'names',
  birth: 'birth',
  sex: 'sex',
  country: 'nationality',
  household: 'household',
  phone: 'phone',
}

/** The package's levels in the words of a screen; what is not here differs. Rarity and context are not told. */
export const agreements: Partial<Record<string, Agreement>> = {
  exact: 'equal',
  reordered: 'swapped',
  part: 'part',
  variant: 'alike',
  similar: 'alike',
  'part similar': 'part',
  faint: 'alike',
  conflict: 'part',
  initial: 'part',
  'given and family swapped': 'swapped',
  'same day': 'equal',
  'same year, both 1 January': 'equal',
  'day and month swapped': 'swapped',
  'same year, one on 1 January': 'part',
  'same month, day differs': 'alike',
  'same year and day, month differs': 'alike',
  'same day and month, year differs': 'alike',
  'both 1 January, years near': 'alike',
  'one digit off or two exchanged': 'alike',
  'same year': 'alike',
  'agrees as far as known': 'part',
  same: 'equal',
  'same, rare': 'equal',
  'same, common': 'equal',
  'same, shared by many': 'equal',
  'one digit off': 'alike',
}
const rarity = /, (very )?(common|usual|rare)$/u

function reasonsOf({ reasons }: Found): Reason[] {
  return Object.entries(reasons).flatMap(([name, label]): Reason[] => {
    const field = fieldOf[name]
    const level = label.replace(/ \(.*\)$/u, '')
    if (!field || level === 'straight') return []
    const agreement = agreements[level] ?? agreements[level.replace(rarity, '')] ?? 'different'
    return [{ field, agreement }]
  })
}

/** The digits that two ways of saying one number share; what is not a number (a keyed hash) is compared as it is. */
const lastDigits = (phone: string) => {
  if (/[^\d\s().+-]/u.test(phone)) return phone
  const digits = phone.replace(/\D/gu, '')
  return digits.length >= 7 ? digits.slice(-10) : ''
}

/** Two records that share no key are not compared. Each key is narrow enough to be read whole. */
export function blockingKeys(person: Likeness): string[] {
  const keys = new Set<string>()
  const given = [...nameWords(person.names.given), ...nameWords(person.names.chosen)].slice(0, 4)
  const surnames = [...nameWords(person.names.surname), ...nameWords(person.names.secondSurname)].slice(0, 4)
  const sounds = [...new Set([...given, ...surnames].map(sound))].slice(0, 6)
  const { birth } = person
  if (birth?.precision === 'day') {
    // One key for 4 May and 5 April.
    const [low, high] = [birth.month!, birth.day!].sort((x, y) => x - y)
    keys.add(`b:${birth.year}:${birth.day! > 12 ? `${birth.month}.${birth.day}` : `${low}/${high}`}`)
  }
  if (birth?.year !== undefined) for (const s of sounds) keys.add(`y:${birth.year}:${s}`)
  // Two given names alone (Marie Ange, Jean Robert) are thousands of people: a surname must be one of the pair.
  const surnameSounds = new Set(surnames.map(sound))
  sounds.forEach((a, i) => {
    for (const b of sounds.slice(i + 1)) {
      if (surnameSounds.size === 0 || surnameSounds.has(a) || surnameSounds.has(b))
        keys.add(`n:${[a, b].sort().join(' ')}`)
    }
  })
  for (const phone of person.phones ?? []) {
    const digits = lastDigits(phone)
    // A shelter's number is on hundreds of people, so it is never a key alone.
    if (digits) for (const s of sounds) keys.add(`t:${digits}:${s}`)
  }
  return [...keys]
}

/** Somebody who may be the person. */
export type Match<Id> = Comparison & { id: Id; band: Exclude<Band, 'other'> }

/** Who among the candidates may be this person, the likeliest first. */
export function likelyDuplicates<T extends Likeness & { id: string }>(
  person: Likeness,
  candidates: readonly T[],
): Match<string>[] {
  return candidates
    .flatMap((candidate): Match<string>[] => {
      const { band, ...comparison } = compare(person, candidate)
      return band === 'other' ? [] : [{ id: candidate.id, band, ...comparison }]
    })
    .sort((a, b) => b.probability - a.probability || (a.id < b.id ? -1 : 1))
}

/** People at hand, found by their keys: for reading a file, where each row is compared with those before it. */
export class PeopleAtHand<T extends Likeness & { id: string }> {
  readonly #byKey = new Map<string, T[]>()
  readonly #keys = new Map<string, string[]>()

  add(person: T): void {
    const keys = blockingKeys(person)
    this.#keys.set(person.id, keys)
    for (const key of keys) {
      const block = this.#byKey.get(key)
      if (block) block.push(person)
      else this.#byKey.set(key, [person])
    }
  }

  remove(id: string): void {
    for (const key of this.#keys.get(id) ?? []) {
      const block = this.#byKey.get(key)
      if (block)
        this.#byKey.set(
          key,
          block.filter((person) => person.id !== id),
        )
    }
    this.#keys.delete(id)
  }

  duplicatesOf(person: Likeness): Match<string>[] {
    const candidates = new Set<T>()
    for (const key of blockingKeys(person))
      for (const other of this.#byKey.get(key) ?? []) candidates.add(other)
    return likelyDuplicates(person, [...candidates])
  }
}
