import type { Interval } from '../bounds.ts'
import type { Rational } from '../fraction.ts'

/** What one byte of a column says. */
export const CODE = { notDeprived: 0, deprived: 1, notApplicable: 2, unanswered: 3 } as const

/** A deprivation matrix by columns, for very many people. Weights as in counting; everybody counts once. */
export interface ColumnarCase {
  /** d columns of n bytes, each a {@link CODE}. Not applicable needs `dimensions`. */
  readonly columns: readonly Uint8Array[]
  readonly weights?: readonly Rational[]
  /**
   * At most 15 indicators each. What all scores are whole numbers of must stay below 2^31, which is so up to 22
   * dimensions of up to three indicators, 16 of up to ten and ten of fifteen.
   */
  readonly dimensions?: readonly (readonly number[])[]
  readonly k: Rational
  /** n numbers from 0 to `groups` - 1; asks for the same measures in each group. */
  readonly group?: Uint8Array
  readonly groups?: number
}

/** The measures of counting, exact, each with its bounds over all completions. */
export interface ColumnarMeasures {
  readonly people: number
  readonly H: Interval
  readonly A: Interval | null
  readonly M0: Interval
  readonly censoredHeadcount: readonly Interval[]
  readonly contribution: readonly (Interval | null)[]
}

/** Measures of everybody and of each group; a group without people has none. */
export interface ColumnarResult extends ColumnarMeasures {
  readonly complete: boolean
  readonly groups: readonly ((ColumnarMeasures & { readonly contributionToM0: Interval | null }) | null)[]
}
