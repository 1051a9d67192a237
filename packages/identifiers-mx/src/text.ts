import { error, type Problem } from './result.ts'

/**
 * The form in which an identifier is judged: composed characters, no spaces, hyphens or underscores, capitals.
 * Only a-z and ñ are raised, so that a look-alike letter of another script never turns into a Latin one.
 */
export function normalise(input: string): string {
  return input
    .normalize('NFC')
    .replace(/[\s\-‐-―_\u200b\u200e\u200f\ufeff]/g, '')
    .replace(/[\u{10000}-\u{10ffff}]/gu, '\ufffd') // so that a position is the same for characters and for slices
    .replace(/[a-zñ]/g, (letter) => letter.toUpperCase())
}

/** A problem of length, or none. */
export function lengthProblem(characters: readonly string[], wanted: number): Problem[] {
  if (characters.length === wanted) return []
  return [error('length', Math.min(characters.length, wanted) + 1)]
}

/** Problems of characters that do not fit their position; `allowed[i]` is the test for position i + 1. */
export function characterProblems(characters: readonly string[], allowed: readonly RegExp[]): Problem[] {
  return allowed.flatMap((test, i) => (test.test(characters[i] ?? '') ? [] : [error('character', i + 1)]))
}

/** Days of a month in the proleptic Gregorian calendar; 0 for a month that does not exist. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
}

/**
 * Where a date YYMMDD is wrong, its first digit standing at `position`, in the given year; none when it exists.
 */
export function dateProblems(yymmdd: string, year: number, position: number): Problem[] {
  const days = daysInMonth(year, Number(yymmdd.slice(2, 4)))
  const day = Number(yymmdd.slice(4, 6))
  if (days === 0) return [error('birth_date', position + 2)]
  if (day < 1 || day > days) return [error('birth_date', position + 4)]
  return []
}
