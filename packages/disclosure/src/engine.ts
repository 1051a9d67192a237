import { CirculationEngine } from './circulation.ts'
import { NetworkEngine } from './network.ts'
import type { System } from './system.ts'

/**
 * How far one cell can move while all published sums stay, and by which cells.
 * - `amount`: the movement found, at most the cap asked for.
 * - `cells`: the other cells that move with it.
 * - `opened`: those among them that were published and had to be hidden for it.
 */
export interface Swing {
  amount: number
  cells: number[]
  opened: number[]
}

/**
 * The attacker's view of a table whose true values we know, with a changing set of hidden cells.
 * Cells are numbered by their place in `cells`; each is `hidden` (1) or published (0).
 */
export interface Engine {
  readonly cells: readonly number[]
  readonly values: Float64Array
  /** How far each cell can fall as far as the attacker knows: its value, or less where a floor is known. */
  readonly room: Float64Array
  readonly hidden: Uint8Array
  /** What one movement costs in work, a flow in a network being 1. */
  readonly weight: number
  hide(cell: number): void
  publish(cell: number): void
  /**
   * Moves a cell up (+1) or down (-1) by at most `cap`.
   * @param without a cell that must not move (one whose value the attacker knows), or -1
   * @param costs when given, published cells may be hidden at this cost; they stay hidden afterwards
   */
  swing(cell: number, direction: 1 | -1, cap: number, without: number, costs: Float64Array | null): Swing
}

/**
 * The right engine for the cells of a system that are hidden or could be: flows where it is a network, else LP.
 * @param floors for each cell of the system, the least it can be as far as the attacker knows (default 0)
 */
export function engineFor(system: System, cells: readonly number[], floors?: ArrayLike<number>): Engine {
  return NetworkEngine.of(system, cells, floors) ?? new CirculationEngine(cells, system, floors)
}
