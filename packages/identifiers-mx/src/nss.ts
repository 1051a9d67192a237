import { error, type Result, result } from './result.ts'
import { characterProblems, lengthProblem, normalise } from './text.ts'

/** What an NSS says; the two years have two digits and no century. */
export interface NssParts {
  subdelegation: string
  registrationYear: string
  birthYear: string
  serial: string
  checkDigit: string
}

/** Luhn: from the right, every second digit doubled (less nine when above nine); the sum is a multiple of ten. */
function luhnHolds(value: string): boolean {
  const sum = [...value].reverse().reduce((s, c, i) => {
    const doubled = Number(c) * (i % 2 === 0 ? 1 : 2)
    return s + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

/**
 * Judges an NSS (Número de Seguridad Social of the IMSS, eleven digits).
 * Eleven zeros satisfy the check digit and are refused by name.
 *
 * @param input as typed; spaces and hyphens do not matter
 */
export function validateNss(input: string): Result<NssParts> {
  const value = normalise(input)
  const characters = [...value]
  const short = lengthProblem(characters, 11)
  if (short.length > 0) return result(value, short, {})
  const strange = characterProblems(characters, new Array<RegExp>(11).fill(/^\d$/))
  if (strange.length > 0) return result(value, strange, {})
  const parts: NssParts = {
    subdelegation: value.slice(0, 2),
    registrationYear: value.slice(2, 4),
    birthYear: value.slice(4, 6),
    serial: value.slice(6, 10),
    checkDigit: value.slice(10),
  }
  if (value === '00000000000') return result(value, [error('all_zeros', 1)], parts)
  return result(value, luhnHolds(value) ? [] : [error('check_digit', 11)], parts)
}
