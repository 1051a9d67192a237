import { type Interval, intervalsOf, isExact } from './attack.ts'
import { lowerBound } from './bound.ts'
import { certify, complement, type Demand, everything, type Pattern, type Problem } from './complement.ts'
import { engineFor } from './engine.ts'
import { optimum } from './optimum.ts'
import type { System } from './system.ts'

/** How well primary cells are protected, and with how much effort. */
export interface ProtectOptions {
  /** The attacker's maximum of every primary cell is at least this (default 10). */
  minCount?: number
  /** The attacker's interval of every primary cell is at least this wide (default 10); it is never exact. */
  minWidth?: number
  /** Whether lone persons are attackers too (default: unless `minCount` and `minWidth` are both 0). */
  singletons?: boolean
  /** How long to look for better choices; 1 is the default, 0 takes the first. Not seconds: the same on every machine. */
  effort?: number
  /** Cost of hiding each cell of the system (default: its count). */
  costs?: ArrayLike<number>
}

/** What to hide. Cells are indices into the system. */
export interface Protection {
  /** False when no choice protects every primary cell; then all that may be hidden is. */
  protected: boolean
  primary: number[]
  secondary: number[]
  /** What hiding the secondary cells costs; no choice costs less than `lowerBound`. */
  cost: number
  lowerBound: number
  /** Whether no choice is cheaper. */
  optimal: boolean
  /** No choice hides fewer secondary cells than this. */
  fewest: number
  /** The attacker's interval of each hidden cell, primary and secondary. */
  intervals: Map<number, Interval>
  /** Primary cells that cannot be protected, even by hiding everything. */
  unprotectable: number[]
}

/** What to protect. Cells are indices into the system, whose values are the true ones. */
export interface Task {
  system: System
  /** Cells to protect; always hidden. */
  primary: readonly number[]
  /** Cells that may be hidden; what is neither primary nor here is published. */
  mayHide: readonly number[]
  /** Cells that are hidden whatever is chosen, and need no protection. */
  mustHide?: readonly number[]
  /** Those of them that stand in no table, so that nobody knows of being counted alone there. */
  unseen?: readonly number[]
  /** For each cell the least it can be as far as the attacker knows (default 0). */
  floors?: ArrayLike<number>
}

/** Chooses the cells to hide besides the primary ones. */
export function protectSystem(task: Task, options: ProtectOptions = {}): Protection {
  const { system, primary, mayHide, mustHide = [], unseen = [], floors } = task
  const { minCount = 10, minWidth = 10, effort = 1 } = options
  const fixed = new Set([...primary, ...mustHide])
  const free = mayHide.filter((cell) => !fixed.has(cell))
  const cells = [...fixed, ...free]
  const local = new Map(cells.map((cell, i) => [cell, i]))
  const engine = engineFor(system, cells, floors)
  const own = (cell: number) => options.costs?.[cell] ?? system.values[cell]!
  // Among choices of equal cost, one with few cells: each costs a little more, all of them together less than 1. That
  // little differs from cell to cell, which keeps linear programmes from going round among equals.
  const tie = 0.6 / (cells.length + 1)
  const costs = Float64Array.from(
    cells,
    (cell, i) => own(cell) + tie * (1 + 0.5 * ((i * 0.6180339887498949) % 1)),
  )
  const demands: Demand[] = primary.map((cell) => ({
    cell: local.get(cell)!,
    reach: minCount,
    width: Math.max(1, minWidth),
  }))
  const candidates = free.map((cell) => local.get(cell)!)
  const singletons = options.singletons ?? (minCount > 0 || minWidth > 0)
  const nobody = new Set(singletons ? unseen : cells)
  const alone = Uint8Array.from(cells, (cell) => (system.values[cell] === 1 && !nobody.has(cell) ? 1 : 0))
  const problem: Problem = { engine, demands, candidates, costs, alone }

  for (const cell of fixed) engine.hide(local.get(cell)!)
  const back = () => {
    for (const i of candidates) engine.publish(i)
  }
  const finish = (chosen: readonly number[], more: Partial<Protection>): Protection => {
    const secondary = [...chosen.map((i) => cells[i]!), ...mustHide.filter((cell) => !primary.includes(cell))]
    secondary.sort((a, b) => a - b)
    const hidden = [...primary, ...secondary]
    const cost = secondary.reduce((sum, cell) => sum + own(cell), 0)
    const intervals = intervalsOf(system, hidden, system.values, floors)
    return {
      protected: true,
      primary: [...primary],
      secondary,
      cost,
      lowerBound: 0,
      optimal: false,
      fewest: 0,
      intervals: new Map(hidden.map((cell, i) => [cell, intervals[i]!])),
      unprotectable: [],
      ...more,
    }
  }

  for (const i of candidates) engine.hide(i)
  const lost = demands.filter((demand) => !certify(problem, demand, null))
  back()
  if (lost.length > 0)
    return finish(candidates, { protected: false, unprotectable: lost.map((demand) => cells[demand.cell]!) })

  const pattern = search(problem, effort)
  const first = [...pattern.chosen]
  back()
  let chosen = first
  let bound = lowerBound(system, cells, engine.hidden, Float64Array.from(cells, own), demands, engine.room)
  // Counts are whole numbers, so a choice must cost at least the next one above the bound.
  const roundUp = (value: number) => (options.costs ? value : Math.max(0, Math.ceil(value - 1e-6)))
  let optimal = roundUp(bound) >= first.reduce((sum, i) => sum + own(cells[i]!), 0)
  if (!optimal && candidates.length <= (engine.weight > 1 ? 80 : 400)) {
    const found = optimum(problem, first, effort * 1e8)
    chosen = found.chosen
    back()
    optimal = found.proven
    bound = Math.max(bound, found.bound - 0.95)
  }
  const ones = new Float64Array(cells.length).fill(1)
  const fewest = Math.max(
    0,
    Math.ceil(lowerBound(system, cells, engine.hidden, ones, demands, engine.room) - 1e-6),
  )
  let found = finish(chosen, { optimal })
  // A cell that can be worked out protects nobody: showing it tells nothing new.
  const doubtful = chosen.filter((i) => !isExact(found.intervals.get(cells[i]!)!))
  if (doubtful.length < chosen.length) {
    chosen = doubtful
    found = finish(chosen, { optimal })
  }
  // The last word is the attacker's.
  const weak = primary.filter((cell) => {
    const { min, max } = found.intervals.get(cell)!
    return max < minCount - 1e-6 || max - min < Math.max(1, minWidth) - 1e-6
  })
  if (weak.length > 0) return finish(candidates, { protected: false, unprotectable: weak })
  const forced = found.cost - chosen.reduce((sum, i) => sum + own(cells[i]!), 0)
  const least = forced + roundUp(bound)
  found.lowerBound = optimal ? found.cost : Math.min(found.cost, least)
  found.fewest = fewest + found.secondary.length - chosen.length
  return found
}

/** Several first choices, by the order in which demands are met; the best is improved. */
function search(problem: Problem, effort: number): Pattern {
  const { demands, engine } = problem
  const order = demands.map((_, d) => d)
  const value = (d: number) => engine.values[demands[d]!.cell]!
  const orders = [
    [...order].sort((a, b) => value(a) - value(b)),
    ...(demands.length < 300 ? [order, [...order].sort((a, b) => value(b) - value(a))] : []),
  ]
  const looks = Math.round((effort * 6000) / engine.weight)
  let best: Pattern | null = null
  for (const one of orders) {
    // Rounding errors of linear programmes could lose a demand on the way; hiding everything meets them all.
    const pattern = complement(problem, looks / orders.length, one) ?? everything(problem)
    if (!best || pattern.cost < best.cost) best = pattern
    for (const cell of pattern.chosen) engine.publish(cell)
  }
  return best!
}

/** Hidden cells that are in fact known: their interval holds one whole number. */
export function recoverable(intervals: ReadonlyMap<number, Interval>): number[] {
  return [...intervals].flatMap(([cell, interval]) => (isExact(interval) ? [cell] : []))
}
