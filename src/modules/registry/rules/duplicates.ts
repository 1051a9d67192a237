import { dayToText, mayBeSameDay, type PartialDay } from '../../../shared/day.ts'
import { canonical, likeness, nameWords, type PersonNames, sound } from './names.ts'

/**
 * Are two records one person? By likeness: each field adds or takes weight, an empty cell says nothing either way.
 * The one door for `@integrate/linkage`: whoever asks uses `blockingKeys` and `compare`, and nothing else.
 *
 * The weights are bits (log2 of how much likelier the agreement is for one person than for two), set by hand for
 * communities where a few dozen surnames and given names are shared by thousands; see the test for what they reach.
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
  entry?: PartialDay | null
}

export type Band = 'same' | 'possible' | 'other'

export type Agreement = 'equal' | 'alike' | 'part' | 'swapped' | 'different'

export type Reason = {
  field:
    | 'given'
    | 'surname'
    | 'names'
    | 'birth'
    | 'sex'
    | 'nationality'
    | 'phone'
    | 'household'
    | 'role'
    | 'entry'
  agreement: Agreement
}

/** `score` runs from 0 to 1 and sorts; it is no probability. `weight` is the bits it comes from. */
export type Comparison = { score: number; weight: number; band: Band; reasons: Reason[] }

const same = 20
const possible = 14.5

const scoreOf = (weight: number) => 1 / (1 + 2 ** ((17 - weight) / 3))

type Weighed = { weight: number; agreement: Agreement } | null

type Words = { exact: number; alike: number; leftA: number; leftB: number }

/** Pairs the words of two names, the best first; each word is used once. */
function pairWords(a: string[], b: string[]): Words {
  const restA = [...a]
  const restB = [...b]
  const take = (fits: (x: string, y: string) => boolean) => {
    let count = 0
    for (let i = 0; i < restA.length; i++) {
      const j = restB.findIndex((y) => fits(restA[i]!, y))
      if (j < 0) continue
      restA.splice(i--, 1)
      restB.splice(j, 1)
      count++
    }
    return count
  }
  const exact = take((x, y) => canonical(x) === canonical(y))
  const alike = take((x, y) => alikeWords(x, y))
  return { exact, alike, leftA: restA.length, leftB: restB.length }
}

function alikeWords(x: string, y: string): boolean {
  const short = Math.min(x.length, y.length)
  if (short < 3) return x[0] === y[0] && short === 1
  // One slip in a short word is another name: Wilner and Wilmer, Ana and Ada.
  if (sound(x) === sound(y) && likeness(x, y) >= 0.75) return true
  return short >= 6 && likeness(x, y) >= 0.93 && slips(x, y) <= (short >= 9 ? 2 : 1)
}

/** Letters to insert, remove, change or exchange with their neighbour. */
function slips(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, change)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        next[j] = Math.min(next[j]!, before[j - 2]! + 1)
    }
    before = row
    row = next
  }
  return row[b.length]!
}

const joined = (words: string[]) => words.map(canonical).join('')

function weighGiven(a: string[], b: string[]): Weighed {
  if (a.length === 0 || b.length === 0) return null
  const w = joined(a) === joined(b) ? { exact: a.length, alike: 0, leftA: 0, leftB: 0 } : pairWords(a, b)
  const met = w.exact + w.alike
  if (met === 0 || (w.leftA > 0 && w.leftB > 0)) return { weight: -12, agreement: 'different' }
  if (w.alike > 0) return { weight: 3.5, agreement: 'alike' }
  if (w.leftA + w.leftB > 0) return { weight: 3, agreement: 'part' }
  return { weight: 5 + 0.75 * Math.min(2, w.exact - 1), agreement: 'equal' }
}

function weighSurnames(a: string[], b: string[]): Weighed {
  if (a.length === 0 || b.length === 0) return null
  const w = joined(a) === joined(b) ? { exact: a.length, alike: 0, leftA: 0, leftB: 0 } : pairWords(a, b)
  const met = Math.min(2, w.exact + w.alike)
  if (met === 0) return { weight: -7, agreement: 'different' }
  // García López and García Ruiz are cousins, more often than one person.
  const weight = 4.5 * met - Math.min(met, w.alike) - (w.leftA > 0 && w.leftB > 0 ? 6 : 0)
  if (w.leftA > 0 && w.leftB > 0) return { weight, agreement: 'part' }
  if (w.alike > 0) return { weight, agreement: 'alike' }
  return { weight, agreement: w.leftA + w.leftB > 0 ? 'part' : 'equal' }
}

type NameWeight = {
  weight: number
  reasons: Reason[]
  givenMet: boolean
  givenEqual: boolean
  surnameMet: boolean
}

function weighNames(a: PersonNames, b: PersonNames): NameWeight {
  const readings: NameWeight[] = []
  const surnamesOf = (n: PersonNames) => [...nameWords(n.surname), ...nameWords(n.secondSurname)]
  const read = (givenA: string[], surA: string[], givenB: string[], surB: string[], penalty: number) => {
    const given = weighGiven(givenA, givenB)
    const surname = weighSurnames(surA, surB)
    const reasons: Reason[] = []
    if (given) reasons.push({ field: 'given', agreement: given.agreement })
    if (surname) reasons.push({ field: 'surname', agreement: surname.agreement })
    if (penalty > 0) reasons.push({ field: 'names', agreement: 'swapped' })
    readings.push({
      weight: (given?.weight ?? 0) + (surname?.weight ?? 0) - penalty,
      reasons,
      givenMet: given !== null && given.agreement !== 'different',
      givenEqual: given?.agreement === 'equal',
      surnameMet: surname !== null && surname.agreement !== 'different',
    })
  }
  const sa = surnamesOf(a)
  const sb = surnamesOf(b)
  const ga = nameWords(a.given)
  const gb = nameWords(b.given)
  read(ga, sa, gb, sb, 0)
  for (const [chosen, given, surnames, other] of [
    [a.chosen, gb, sb, sa],
    [b.chosen, ga, sa, sb],
  ] as const)
    if (chosen && nameWords(chosen).length > 0)
      read(nameWords(chosen), [...other], [...given], [...surnames], 0.5)
  // Given and family names in each other's place, or all of them in one cell.
  if (sa.length + ga.length > 1 && sb.length + gb.length > 1) {
    read(ga, sa, sb, gb, 1)
    read(sa, ga, gb, sb, 1)
    const allA = [...ga, ...sa]
    const allB = [...gb, ...sb]
    const w = pairWords(allA, allB)
    if (w.leftA + w.leftB === 0 && w.exact >= 2)
      readings.push({
        weight: 5 + 4.5 + 0.75 * Math.min(2, w.exact - 2) - w.alike - 1,
        reasons: [{ field: 'names', agreement: 'swapped' }],
        givenMet: true,
        givenEqual: w.alike === 0,
        surnameMet: true,
      })
  }
  return readings.reduce((best, next) => (next.weight > best.weight ? next : best))
}

const isFull = (d: PartialDay) => d.precision === 'day'
/** The first of January is what is written when only the year is known. */
const isYearOnly = (d: PartialDay) => d.precision === 'year' || (isFull(d) && d.day === 1 && d.month === 1)

function weighBirth(a?: PartialDay | null, b?: PartialDay | null): Weighed {
  if (!a || !b || a.year === undefined || b.year === undefined) return null
  if (isFull(a) && isFull(b)) {
    if (dayToText(a) === dayToText(b)) return { weight: isYearOnly(a) ? 8 : 12, agreement: 'equal' }
    if (a.year === b.year && a.day === b.month && a.month === b.day)
      return { weight: 8.5, agreement: 'swapped' }
    if (a.year === b.year && (isYearOnly(a) || isYearOnly(b))) return { weight: 3, agreement: 'part' }
    if (oneSlip(a, b)) return { weight: 3.5, agreement: 'alike' }
    return { weight: -12, agreement: 'different' }
  }
  if (!mayBeSameDay(a, b)) {
    const near = Math.abs(a.year - b.year) <= 1 && (a.precision === 'about' || b.precision === 'about')
    return near ? { weight: 0, agreement: 'part' } : { weight: -10, agreement: 'different' }
  }
  if (a.precision === 'about' || b.precision === 'about') return { weight: 1.5, agreement: 'part' }
  if (a.precision === 'year' || b.precision === 'year') return { weight: 3.5, agreement: 'part' }
  return { weight: 7, agreement: 'part' }
}

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

const bothKnown = (a?: string | null, b?: string | null): a is string => Boolean(a) && Boolean(b)

export function compare(a: Likeness, b: Likeness): Comparison {
  const birth = weighBirth(a.birth, b.birth)
  // Nothing outweighs two full dates that no slip explains, so most pairs end here.
  if (birth?.agreement === 'different')
    return {
      score: scoreOf(birth.weight),
      weight: birth.weight,
      band: 'other',
      reasons: [{ field: 'birth', agreement: 'different' }],
    }

  const names = weighNames(a.names, b.names)
  const reasons = [...names.reasons]
  let total = names.weight
  const add = (field: Reason['field'], weighed: Weighed) => {
    if (!weighed) return
    total += weighed.weight
    reasons.push({ field, agreement: weighed.agreement })
  }

  add('birth', birth)
  if (bothKnown(a.sex, b.sex))
    add('sex', a.sex === b.sex ? { weight: 1, agreement: 'equal' } : { weight: -4, agreement: 'different' })
  if (bothKnown(a.nationality, b.nationality))
    add(
      'nationality',
      a.nationality === b.nationality
        ? { weight: 0.5, agreement: 'equal' }
        : { weight: -2, agreement: 'different' },
    )

  // A telephone belongs to a family, or to a whole shelter. It helps a name along and proves nothing by itself.
  const phonesA = (a.phones ?? []).map(lastDigits).filter(Boolean)
  const phonesB = (b.phones ?? []).map(lastDigits).filter(Boolean)
  const phoneMet = phonesA.some((phone) => phonesB.includes(phone))
  if (phoneMet) add('phone', { weight: 4.5, agreement: 'equal' })
  else if (phonesA.length > 0 && phonesB.length > 0) add('phone', { weight: -1.5, agreement: 'different' })

  const oneHousehold = bothKnown(a.household, b.household) && a.household === b.household
  const otherRole = bothKnown(a.role, b.role) && a.role !== b.role
  if (oneHousehold) {
    add('household', { weight: 1, agreement: 'equal' })
    if (otherRole) add('role', { weight: -5, agreement: 'different' })
  }
  if (a.entry?.precision === 'day' && b.entry?.precision === 'day') {
    const met = dayToText(a.entry) === dayToText(b.entry)
    add('entry', met ? { weight: 1.5, agreement: 'equal' } : { weight: -0.5, agreement: 'different' })
  }

  return { score: scoreOf(total), weight: total, band: bandOf(), reasons }

  function bandOf(): Band {
    // Twins, brothers and sisters share everything but the given name: without it there is no pair.
    if (!names.givenMet || total < possible) return 'other'
    if (!names.surnameMet && !(birth?.agreement === 'equal' && phoneMet)) return 'other'
    // A family shares its surnames, telephone and day of entry: a nephew named like the son is a nephew.
    const sameDay = birth?.agreement === 'equal' || birth?.agreement === 'swapped'
    if (oneHousehold && otherRole && !sameDay) return 'other'
    // Certain only with the names equal and a full date that is at least the same three numbers.
    const certain = names.givenEqual && names.surnameMet && sameDay
    const twinLike = oneHousehold && !names.givenEqual
    return total >= same && certain && !twinLike ? 'same' : 'possible'
  }
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

export type Match<Id> = Comparison & { id: Id }

/** Who among the candidates may be this person, the likeliest first. */
export function likelyDuplicates<T extends Likeness & { id: string }>(
  person: Likeness,
  candidates: readonly T[],
): Match<string>[] {
  return candidates
    .map((candidate) => ({ id: candidate.id, ...compare(person, candidate) }))
    .filter((match) => match.band !== 'other')
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
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
