import { BUCKETS, DATE, DATE_LEVELS, F, NAME_DIFFERENT, NAME_KINDS, NAME_LEVELS } from '../levels.ts'

/** Place of 'conflict' in NAME_KINDS. */
const CONFLICT_KIND = NAME_KINDS.length - 1

/** Given names that have no token in common. */
export function otherName(levels: Uint8Array, base: number): boolean {
  const given = levels[base + F.given]!
  return given > 0 && (given - 1) % NAME_LEVELS === NAME_DIFFERENT
}

/** Levels of given name and birth date at which two members of a household are plainly two people, to begin with. */
export function plainlyTwo(levels: Uint8Array, base: number): boolean {
  const given = levels[base + F.given]!
  const birth = levels[base + F.birth]!
  if (given === 0 || birth === 0) return false
  // A letter, or nothing in common, comes after the kinds.
  const kind = Math.floor(((given - 1) % NAME_LEVELS) / BUCKETS)
  const date = ((birth - 1) % DATE_LEVELS) + 1
  return kind >= CONFLICT_KIND || (date >= DATE.sameYear && date !== DATE.partAgrees)
}
