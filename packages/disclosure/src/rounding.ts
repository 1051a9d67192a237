import { wrong } from './errors.ts'
import { keyed } from './prf.ts'

/** A value and its probability, as a fraction. */
export interface Outcome {
  value: number
  numerator: number
  denominator: number
}

/**
 * What random rounding to a base makes of a count: with remainder r, up with probability r / base, else down.
 * Unbiased, variance r (base - r). Statistics New Zealand uses base 3, Statistics Canada base 5.
 */
export function roundingOutcomes(count: number, base: number): Outcome[] {
  const remainder = count % base
  if (remainder === 0) return [{ value: count, numerator: 1, denominator: 1 }]
  return [
    { value: count - remainder, numerator: base - remainder, denominator: base },
    { value: count - remainder + base, numerator: remainder, denominator: base },
  ]
}

/**
 * Rounds counts at random, the same way whenever the same cell is shown: the draw depends on the seed and the cell's
 * key, and neither on the count nor on the table, so asking again reveals nothing more.
 *
 * @param base a whole number from 2
 * @param seed a secret; whoever has it can undo part of the rounding
 */
export function randomRounding(base: number, seed: string): (key: string, count: number) => number {
  if (!Number.isSafeInteger(base) || base < 2) wrong('base', `${base} is not a whole number from 2`)
  const uniform = keyed(seed)
  return (key, count) => {
    if (!Number.isSafeInteger(count) || count < 0) wrong(key, `${count} is not a count`)
    const remainder = count % base
    return count - remainder + (uniform(`round ${base} ${key}`) * base < remainder ? base : 0)
  }
}
