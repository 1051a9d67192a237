import { mayShowRate } from '@integrate/disclosure'

/**
 * A share in whole per cent: at least `low`, at most `high`, which is null where it may not be said.
 * `protected`: it may not be said, or rests on a number that may not. `none`: there is nobody to have a share of.
 */
export type Share = { low: number; high: number | null } | 'protected' | 'none'

/**
 * @param has who has it, or null where protected
 * @param of of how many
 * @param perhaps who may have it: they did not answer
 * @param exact for the tenant's own coordination: any share may be said
 */
export function shareOf(
  has: number | null,
  of: number | null,
  perhaps: number | null,
  exact: boolean,
): Share {
  if (has === null || of === null) return 'protected'
  if (of === 0) return 'none'
  const may = (n: number) => exact || mayShowRate(n, of)
  const percent = (n: number) => Math.round((100 * n) / of)
  if (!may(has)) return 'protected'
  const most = perhaps === null ? null : has + perhaps
  const high = most !== null && may(most) ? percent(most) : null
  // Nobody or more would say nothing.
  return has === 0 && high === null ? 'protected' : { low: percent(has), high }
}
