import { mayShowRate } from '@integrate/disclosure'

/**
 * A share in whole per cent. Whoever did not answer may be on either side, so that it is a range where any did not.
 * `protected`: it may not be said, or rests on a number that may not. `none`: there is nobody to have a share of.
 */
export type Share = { low: number; high: number } | 'protected' | 'none'

/**
 * @param has who has it, or null where protected
 * @param open who may have it
 * @param without who has not
 * @param exact for the tenant's own coordination: any share may be said
 */
export function shareOf(
  has: number | null,
  open: number | null,
  without: number | null,
  exact: boolean,
): Share {
  if (has === null || open === null || without === null) return 'protected'
  const of = has + open + without
  if (of === 0) return 'none'
  if (!exact && !(mayShowRate(has, of) && mayShowRate(has + open, of))) return 'protected'
  const percent = (n: number) => Math.round((100 * n) / of)
  return { low: percent(has), high: percent(has + open) }
}
