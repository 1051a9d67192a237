import { error, type Problem, type Result, result, warning } from './result.ts'
import { characterProblems, dateProblems, lengthProblem, normalise } from './text.ts'
import { rfcWords } from './words.ts'

/** What the RFC of a natural person says. `birthDate` is `YY-MM-DD`: an RFC does not tell the century. */
export interface RfcParts {
  initials: string
  birthDate: string
  homoclave: string
  checkDigit: string
}

// Foreigners without RFC, and the general public (whose check digit does not hold).
const generics = new Set(['XEXX010101000', 'XAXX010101000'])

const alphabet = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ'
const letter = /^[A-ZÑ&]$/
const digit = /^\d$/
const anything = /^[A-Z\d]$/ // the homoclave has a problem of its own
const allowed = [
  ...[letter, letter, letter, letter],
  ...[digit, digit, digit, digit, digit, digit],
  ...[anything, anything, /^[\dA]$/],
]

/** Weights 13 … 2; r = Σ mod 11; r = 0 → 0, 11 − r = 10 → A, else 11 − r. */
function checkDigitHolds(value: string): boolean {
  const sum = [...value.slice(0, 12)].reduce((s, c, i) => s + alphabet.indexOf(c) * (13 - i), 0)
  return '0A987654321'[sum % 11] === value[12]
}

/**
 * Judges the RFC (Registro Federal de Contribuyentes) of a natural person, thirteen characters.
 *
 * A wrong check digit, homoclave character or four-letter word is a problem with severity `warning`: about one
 * in a hundred values issued by the authority breaks a rule, so store it and ask to see the certificate.
 * The RFC of a company (twelve characters) is told apart by the problem `company`.
 *
 * @param input as typed; capitals, spaces and hyphens do not matter
 */
export function validateRfc(input: string): Result<RfcParts> {
  const value = normalise(input)
  const characters = [...value]
  const short = lengthProblem(characters, 13)
  if (/^[A-ZÑ&]{3}\d{6}[A-Z\d]{3}$/.test(value)) return result(value, [error('company', 1)], {})
  if (short.length > 0) return result(value, short, {})

  const problems: Problem[] = characterProblems(characters, allowed)
  const parts: Partial<RfcParts> = {
    initials: value.slice(0, 4),
    homoclave: value.slice(10, 12),
    checkDigit: value.slice(12),
  }
  const yymmdd = value.slice(4, 10)
  if (/^\d{6}$/.test(yymmdd)) {
    // 2000 was a leap year and 1900 was not: taking the later century accepts both.
    const wrong = dateProblems(yymmdd, 2000 + Number(yymmdd.slice(0, 2)), 5)
    if (wrong.length === 0) parts.birthDate = `${yymmdd.slice(0, 2)}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4)}`
    problems.push(...wrong)
  }
  if (rfcWords.has(value.slice(0, 4))) problems.push(warning('inconvenient_word', 4))

  if (generics.has(value)) return { value, valid: true, generic: true, problems: [], parts }
  // The table 1-9, A-Z without O; the first character is a quotient of at most 999 / 34, hence up to V.
  if (/^[0OW-Z]$/.test(value.slice(10, 11))) problems.push(warning('homoclave', 11))
  if (/^[0O]$/.test(value.slice(11, 12))) problems.push(warning('homoclave', 12))
  if (problems.length === 0 && !checkDigitHolds(value)) problems.push(warning('check_digit', 13))
  return result(value, problems, parts)
}
