// Small problems of choosing what to hide in a two-way table with all its margins, and the same by trying everything.
import type { Problem } from '../src/complement.ts'
import type { Engine } from '../src/engine.ts'
import { systemOf } from '../src/index.ts'
import { tableOf } from './arbitrary.ts'
import { isSafe } from './oracle.ts'

type EngineOf = (system: ReturnType<typeof systemOf>, cells: number[], floors: Float64Array) => Engine

/** Cells are numbered line by line, as in the engine. */
export interface Case {
  counts: number[][]
  /** Which cells have to be how uncertain. */
  demands: { cell: number; reach: number; width: number }[]
  /** What else is hidden whatever is chosen (default: nothing), and what may not be hidden (default: nothing). */
  hidden?: number[]
  shown?: number[]
  /** The price of each cell (default: its count). */
  prices?: number[]
  /** Whether lone persons are attackers too (default: not). */
  lone?: boolean
  /** For each cell the least it can be as far as the attacker knows (default 0). */
  floors?: number[]
}

/** The problem, with an engine that hides what has to be hidden, and another attacker's opinion of a choice. */
export function problemOf(engineOf: EngineOf, { counts, demands, ...more }: Case) {
  const { hidden = [], shown = [], lone = false } = more
  const width = counts[0]!.length
  const flat = counts.flat()
  const floors = more.floors ?? flat.map(() => 0)
  const system = systemOf(tableOf(counts), true)
  const cells = counts.flatMap((line, r) => line.map((_, c) => r * (width + 1) + c))
  const everywhere = new Float64Array(system.keys.length)
  cells.forEach((cell, i) => {
    everywhere[cell] = floors[i]!
  })
  const engine = engineOf(system, cells, everywhere)
  const fixed = new Set([...demands.map(({ cell }) => cell), ...hidden])
  for (const cell of fixed) engine.hide(cell)
  // No two choices cost the same, so there is one cheapest.
  const costs = Float64Array.from(flat, (count, i) => (more.prices?.[i] ?? count) + 2 ** i / 10_000)
  const problem: Problem = {
    engine,
    demands,
    candidates: [...cells.keys()].filter((i) => !fixed.has(i) && !shown.includes(i)),
    costs,
    alone: Uint8Array.from(flat, (count) => (lone && count === 1 ? 1 : 0)),
  }
  const free = counts.map((line, r) => line.map((count, c) => count - floors[r * width + c]!))
  const mask = (isHidden: (cell: number) => boolean) =>
    counts.map((line, r) => line.map((_, c) => isHidden(r * width + c)))
  /** Whether the demands are met when exactly these cells are hidden. */
  const safe = (isHidden: (cell: number) => boolean, which = demands): boolean =>
    which.every(({ cell, reach, width: wide }) =>
      isSafe(
        free,
        mask(isHidden),
        [[Math.floor(cell / width), cell % width]],
        reach - floors[cell]!,
        wide,
        lone ? (r, c) => counts[r]![c] === 1 : false,
      ),
    )
  const isHiddenNow = (cell: number) => engine.hidden[cell] === 1
  const costOf = (choice: Iterable<number>) => [...choice].reduce((sum, cell) => sum + costs[cell]!, 0)
  /** The cheapest choice that meets all demands, in order of number; null when none does. */
  const cheapest = (): number[] | null => {
    const { candidates } = problem
    const all = Array.from({ length: 2 ** candidates.length }, (_, choice) => choice)
    const chosen = (choice: number) => candidates.filter((_, k) => ((choice >> k) & 1) === 1)
    const price = all.map((choice) => costOf(chosen(choice)))
    for (const choice of all.sort((a, b) => price[a]! - price[b]!)) {
      const hide = new Set([...fixed, ...chosen(choice)])
      if (safe((cell) => hide.has(cell))) return chosen(choice)
    }
    return null
  }
  return { engine, problem, fixed, safe, isHiddenNow, costOf, cheapest }
}
