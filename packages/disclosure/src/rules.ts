/**
 * What may be shown of small numbers. Default: counts 1-9 are hidden, no rate stands on fewer than 30 people, and no
 * rate of 0 % or 100 % either. The hard floor of INEGI is 3; the US CMS hides 1-10; 10 and 30 are parameters.
 */
export interface Rule {
  /** A count from 1 to `minCount - 1` is hidden. */
  minCount: number
  /** A rate needs at least this denominator. */
  minDenominator: number
}

export const defaultRule: Rule = { minCount: 10, minDenominator: 30 }

/** A count that identifies too few people. Zero does not. */
export function isSmall(count: number, rule: Rule = defaultRule): boolean {
  return count >= 1 && count < rule.minCount
}

/**
 * Whether the rate `numerator / denominator` may be shown: never below the smallest denominator, and never where the
 * numerator or its complement is a count that may not be shown. Nought per cent and a hundred per cent pass from the
 * smallest denominator on.
 */
export function mayShowRate(numerator: number, denominator: number, rule: Rule = defaultRule): boolean {
  return (
    denominator >= rule.minDenominator && !isSmall(numerator, rule) && !isSmall(denominator - numerator, rule)
  )
}

/**
 * Cells of a line that say something certain about a small group: 0 or all of a total from 1 to `minDenominator - 1`.
 * Whoever is known to be in the group is then known to have, or not to have, the attribute.
 * @returns positions in `line`
 */
export function certainCells(line: readonly number[], rule: Rule = defaultRule): number[] {
  const total = line.reduce((sum, count) => sum + count, 0)
  if (total === 0 || total >= rule.minDenominator) return []
  return line.flatMap((count, i) => (count === 0 || count === total ? [i] : []))
}
