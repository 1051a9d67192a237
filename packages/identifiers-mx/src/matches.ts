import type { CurpParts } from './curp.ts'
import type { Result } from './result.ts'
import type { RfcParts } from './rfc.ts'
import { curpWords, rfcWords } from './words.ts'

/**
 * What a register knows of a person; leave out what it does not know.
 * - `firstSurname`: missing or empty when the person has none.
 * - `secondSurname`: null or empty when the person has only one; leave it out when unknown.
 * - `birthDate`: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; only what is known is compared.
 * - `sex`: `other` is compared with nothing, since the X marker is not offered everywhere.
 * - `birthState`: a CURP code, `NE` for born abroad.
 */
export interface PersonRecord {
  givenNames?: string
  firstSurname?: string
  secondSurname?: string | null
  birthDate?: string
  sex?: 'female' | 'male' | 'other'
  birthState?: string
}

/**
 * A field of the record that the identifier does not seem to agree with, and the positions (from 1) that tell so.
 * What would agree is not said: the way to put it right is to look at the document, not to fit the letters.
 */
export interface Mismatch {
  field: keyof PersonRecord | 'generic'
  positions: number[]
}

const particles = new Set('DA DAS DE DEL DER DI DIE DD EL LA LAS LE LES LOS MAC MC VAN VON Y'.split(' '))
const common = new Set('MARIA MA M JOSE J'.split(' '))

/** Capitals without accents, Ñ kept; separators that are not spaces kept. */
function plain(name: string): string {
  return name
    .toUpperCase()
    .normalize('NFD')
    .replace(/N\u0303/g, 'Ñ')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘`´]/g, "'")
}

function words(name: string | null | undefined): string[] {
  return plain(name ?? '')
    .split(/\s+/)
    .filter((word) => /[A-ZÑ]/.test(word))
}

/** The word of a name that counts: the first that is no particle; or the first of all when there is no other. */
function counting(name: string | null | undefined, skip: ReadonlySet<string> = particles): string {
  const all = words(name)
  return all.find((word) => !skip.has(word.replace(/\.$/, ''))) ?? all[0] ?? ''
}

/** The given name that counts: María and José (and their abbreviations) give way to a second name. */
function countingGiven(names: string): string {
  const own = words(names).filter((word) => !particles.has(word.replace(/\.$/, '')))
  return own.find((word) => !common.has(word.replace(/\.$/, ''))) ?? own[0] ?? counting(names)
}

const asLetter = (c: string | undefined) => (c && /[A-Z]/.test(c) ? c : 'X')

/** The letters that may stand for the first inner vowel or consonant. A sign met on the way may count as X or not. */
function inner(word: string, kind: 'vowel' | 'consonant'): string[] {
  const wanted = kind === 'vowel' ? /[AEIOU]/ : /[B-DF-HJ-NÑP-TV-Z]/
  const rest = [...word].slice(1)
  const found = asLetter(rest.find((c) => wanted.test(c)))
  const sign = rest.findIndex((c) => !/[A-ZÑ]/.test(c))
  const letterAt = rest.findIndex((c) => wanted.test(c))
  return sign >= 0 && (letterAt < 0 || sign < letterAt) ? [found, 'X'] : [found]
}

/** Positions whose letter is not among the accepted ones. */
function off(value: string, expectations: readonly (readonly [number, readonly string[]])[]): number[] {
  return expectations.flatMap(([position, letters]) =>
    letters.includes(value[position - 1] ?? '') ? [] : [position],
  )
}

/** A date's known digits against YYYY-MM-DD (or YY-MM-DD), with the position of the first digit. */
function dateOff(found: string | undefined, known: string | undefined, position: number): number[] {
  if (found === undefined || known === undefined) return []
  const mine = found.length === 8 ? known.slice(2) : known
  return found.startsWith(mine) ? [] : [position]
}

function mismatches(candidates: readonly [Mismatch['field'], number[]][]): Mismatch[] {
  return candidates.flatMap(([field, positions]) => (positions.length > 0 ? [{ field, positions }] : []))
}

/**
 * Fields of the record that a CURP does not agree with. Advice for a person to look again, never a reason to refuse:
 * registers and documents write names in many ways. A field that is not known is not compared; of a CURP of the wrong
 * length nothing is; a generic CURP answers `generic` alone.
 */
export function curpMatchesRecord(curp: Result<CurpParts>, record: PersonRecord): Mismatch[] {
  const { value, parts } = curp
  if (curp.generic) return [{ field: 'generic', positions: [] }]
  if (parts.initials === undefined) return []
  const first = counting(record.firstSurname)
  const second = counting(record.secondSurname)
  const given = countingGiven(record.givenNames ?? '')
  const vowels = inner(first, 'vowel')
  const hidden = vowels.some((vowel) => curpWords.has(value[0] + vowel + value.slice(2, 4))) // then X stands for it
  const firstOff = off(value, [
    [1, [asLetter(first[0])]],
    [2, hidden ? [...vowels, 'X'] : vowels],
    [14, inner(first, 'consonant')],
  ])
  const secondOff = off(value, [
    [3, [asLetter(second[0])]],
    [15, inner(second, 'consonant')],
  ])
  const givenOff = off(value, [
    [4, [asLetter(given[0])]],
    [16, inner(given, 'consonant')],
  ])
  const sex = { female: 'M', male: 'H', other: undefined }[record.sex ?? 'other']
  return mismatches([
    ['firstSurname', record.firstSurname === undefined ? [] : firstOff],
    ['secondSurname', record.secondSurname === undefined ? [] : secondOff],
    ['givenNames', record.givenNames === undefined ? [] : givenOff],
    ['birthDate', dateOff(parts.birthDate, record.birthDate, 5)],
    ['sex', sex !== undefined && parts.sex !== undefined && parts.sex !== sex ? [11] : []],
    [
      'birthState',
      record.birthState !== undefined && parts.state !== undefined && parts.state !== record.birthState
        ? [12]
        : [],
    ],
  ])
}

/**
 * Fields of the record that an RFC does not agree with: names and birth date (an RFC tells neither sex nor state, nor
 * the century). Names are compared only when all three are given (null for a second surname the person does not have).
 * Ñ may stand as Ñ, N or X. Advice, never a reason to refuse.
 */
export function rfcMatchesRecord(rfc: Result<RfcParts>, record: PersonRecord): Mismatch[] {
  const { value, parts } = rfc
  if (rfc.generic) return [{ field: 'generic', positions: [] }]
  if (parts.initials === undefined) return []
  const { givenNames, firstSurname, secondSurname } = record
  const named = givenNames !== undefined && firstSurname !== undefined && secondSurname !== undefined
  const birth: [Mismatch['field'], number[]] = ['birthDate', dateOff(parts.birthDate, record.birthDate, 5)]
  if (!named) return mismatches([birth])

  const first = counting(firstSurname)
  const second = counting(secondSurname)
  const given = countingGiven(givenNames)
  const letter = (c: string | undefined) => (c === 'Ñ' ? ['Ñ', 'N', 'X'] : [asLetter(c)])
  const last = (c: string | undefined) =>
    letter(c).some((wanted) => rfcWords.has(value.slice(0, 3) + wanted)) ? [...letter(c), 'X'] : letter(c)
  const only = first === '' ? second : first
  // One surname: its first two letters and the given name's. A surname of one or two letters: both initials and the
  // given name's first two. Else: letter and inner vowel, letter, letter. An X at the end may hide
  // an inconvenient word.
  const [firstAt, secondAt, givenAt]: [[number, string[]][], [number, string[]][], [number, string[]][]] =
    first === '' || second === ''
      ? [
          [
            [1, letter(only[0])],
            [2, letter(only[1])],
          ],
          [],
          [
            [3, letter(given[0])],
            [4, last(given[1])],
          ],
        ]
      : first.length <= 2
        ? [
            [[1, letter(first[0])]],
            [[2, letter(second[0])]],
            [
              [3, letter(given[0])],
              [4, last(given[1])],
            ],
          ]
        : [
            [
              [1, letter(first[0])],
              [2, inner(first, 'vowel')],
            ],
            [[3, letter(second[0])]],
            [[4, last(given[0])]],
          ]
  return mismatches([
    ['firstSurname', off(value, firstAt)],
    ['secondSurname', off(value, secondAt)],
    ['givenNames', off(value, givenAt)],
    birth,
  ])
}
