import { error, type Problem, type Result, result, warning } from './result.ts'
import { states } from './states.ts'
import { characterProblems, dateProblems, lengthProblem, normalise } from './text.ts'
import { curpWords } from './words.ts'

/** What a CURP says. `birthDate` is `YYYY-MM-DD`; `sex` H (hombre), M (mujer) or X; `state` a CURP code. */
export interface CurpParts {
  initials: string
  birthDate: string
  sex: 'H' | 'M' | 'X'
  state: string
  stateName: string
  bornAbroad: boolean
  consonants: string
  homonym: string
  checkDigit: string
}

// Handed out to pay foreigners who have none. The women's one fails its own check digit, and is in use all the same.
const generics = new Set(['XEXX010101HNEXXXA4', 'XEXX010101MNEXXXA8'])

const alphabet = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'
const letter = /^[A-Z]$/
const digit = /^\d$/
const consonant = /^[B-DF-HJ-NP-TV-Z]$/
const anything = /^[A-ZÑ\d]$/
const allowed = [
  ...[letter, /^[AEIOUX]$/, letter, letter],
  ...[digit, digit, digit, digit, digit, digit],
  ...[anything, anything, anything], // sex and state have problems of their own
  ...[consonant, consonant, consonant],
  ...[/^[A-Z\d]$/, digit],
]

/** Σ value(i)·(18 − i) over the first seventeen characters plus the digit is a multiple of ten. */
function checkDigitHolds(value: string): boolean {
  const sum = [...value.slice(0, 17)].reduce((s, c, i) => s + alphabet.indexOf(c) * (18 - i), 0)
  return (10 - (sum % 10)) % 10 === Number(value[17])
}

/**
 * Judges a CURP (Clave Única de Registro de Población, eighteen characters).
 *
 * The century comes from the seventeenth character: a digit for people born until 1999, a letter from 2000.
 * The check digit is judged only when everything else is in order: a wrong character elsewhere explains it.
 *
 * @param input as typed; capitals, spaces and hyphens do not matter
 * @param asOf `YYYY-MM-DD`; when given, a later birth date is a problem (there is no clock in here)
 */
export function validateCurp(input: string, asOf?: string): Result<CurpParts> {
  const value = normalise(input)
  const characters = [...value]
  const short = lengthProblem(characters, 18)
  if (short.length > 0) return result(value, short, {})

  const problems: Problem[] = characterProblems(characters, allowed)
  const sex = value.slice(10, 11)
  const state = states.get(value.slice(11, 13))
  if (!/^[HMX]$/.test(sex)) problems.push(error('sex', 11))
  if (!state) problems.push(error('state', 12))

  const parts: Partial<CurpParts> = {
    initials: value.slice(0, 4),
    ...(/^[HMX]$/.test(sex) ? { sex: sex as CurpParts['sex'] } : {}),
    ...(state ? { state: state.curp, stateName: state.name, bornAbroad: state.curp === 'NE' } : {}),
    consonants: value.slice(13, 16),
    homonym: value.slice(16, 17),
    checkDigit: value.slice(17),
  }

  const yymmdd = value.slice(4, 10)
  if (/^\d{6}[A-Z\d]$/.test(yymmdd + value[16])) {
    const year = (digit.test(value.slice(16, 17)) ? 1900 : 2000) + Number(yymmdd.slice(0, 2))
    const wrong = dateProblems(yymmdd, year, 5)
    if (wrong.length === 0) {
      const birthDate = `${year}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4)}`
      parts.birthDate = birthDate
      if (asOf !== undefined && birthDate > asOf) problems.push(error('future_birth_date', 5))
    }
    problems.push(...wrong)
  }
  if (curpWords.has(value.slice(0, 4))) problems.push(warning('inconvenient_word', 2))

  if (generics.has(value)) return { value, valid: true, generic: true, problems: [], parts }
  if (problems.length === 0 && !checkDigitHolds(value)) problems.push(error('check_digit', 18))
  return result(value, problems, parts)
}
