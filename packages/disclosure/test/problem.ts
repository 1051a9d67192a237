// Small problems of choosing what to hide in a two-way table with all its margins, and the same by trying everything.
import fc from 'fast-check'
import { CirculationEngine } from '../src/circulation.ts'
import type { Problem } from '../src/complement.ts'
import type { Engine } from '../src/engine.ts'
import { type System, systemOf } from '../src/index.ts'
import { NetworkEngine } from '../src/network.ts'
import { tableOf } from './arbitrary.ts'
import { isSafe } from './oracle.ts'

type EngineOf = (system: System, cells: number[], floors?: Float64Array) => Engine

export const engines: Readonly<Record<string, EngineOf>> = {
  flows: (system, cells, floors) => NetworkEngine.of(system, cells, floors)!,
  'linear programmes': (system, cells, floors) => new CirculationEngine(cells, system, floors),
}

/** Cells are numbered line by line. */
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

/**
 * The problem, with an engine that hides what has to be hidden, and another attacker's opinion of a choice. The engine
 * knows nothing of cells that may not be hidden, so its cells have numbers of their own, as the demands of the problem do.
 */
export function problemOf(engineOf: EngineOf, { counts, demands: wanted, ...more }: Case) {
  const { hidden = [], shown = [], lone = false } = more
  const width = counts[0]!.length
  const flat = counts.flat()
  const floors = more.floors ?? flat.map(() => 0)
  const must = new Set([...wanted.map(({ cell }) => cell), ...hidden])
  const known = [...flat.keys()].filter((i) => must.has(i) || !shown.includes(i))
  const local = new Map(known.map((i, k) => [i, k]))
  const demands = wanted.map((demand) => ({ ...demand, cell: local.get(demand.cell)! }))
  const fixed = new Set([...must].map((i) => local.get(i)!))
  const system = systemOf(tableOf(counts), true)
  const place = (i: number) => [Math.floor(i / width), i % width] as const
  const cells = known.map((i) => i + place(i)[0])
  const everywhere = new Float64Array(system.keys.length)
  for (const [k, cell] of cells.entries()) everywhere[cell] = floors[known[k]!]!
  const engine = engineOf(system, cells, everywhere)
  for (const cell of fixed) engine.hide(cell)
  // No two choices cost the same, so there is one cheapest.
  const costs = Float64Array.from(known, (i) => (more.prices?.[i] ?? flat[i]!) + 2 ** i / 10_000)
  const problem: Problem = {
    engine,
    demands,
    candidates: [...known.keys()].filter((k) => !fixed.has(k)),
    costs,
    alone: Uint8Array.from(known, (i) => (lone && flat[i] === 1 ? 1 : 0)),
  }
  const free = counts.map((line, r) => line.map((count, c) => count - floors[r * width + c]!))
  /** Whether the demands are met when exactly these cells are hidden. */
  const safe = (isHidden: (cell: number) => boolean, which = demands): boolean => {
    const mask = counts.map((line, r) =>
      line.map((_, c) => {
        const cell = local.get(r * width + c)
        return cell !== undefined && isHidden(cell)
      }),
    )
    const isAlone = lone && ((r: number, c: number) => counts[r]![c] === 1)
    return which.every(({ cell, reach, width: wide }) => {
      const i = known[cell]!
      return isSafe(free, mask, [place(i)], reach - floors[i]!, wide, isAlone)
    })
  }
  const isHiddenNow = (cell: number) => engine.hidden[cell] === 1
  const costOf = (choice: Iterable<number>) => [...choice].reduce((sum, cell) => sum + costs[cell]!, 0)
  /** The cheapest choice that meets all demands at a cost above `above`, in order of number; null when none does. */
  const cheapest = (above = Number.NEGATIVE_INFINITY): number[] | null => {
    const { candidates } = problem
    const all = Array.from({ length: 2 ** candidates.length }, (_, choice) => choice)
    const chosen = (choice: number) => candidates.filter((_, k) => ((choice >> k) & 1) === 1)
    const price = all.map((choice) => costOf(chosen(choice)))
    for (const choice of all.sort((a, b) => price[a]! - price[b]!)) {
      if (price[choice]! <= above) continue
      const hide = new Set([...fixed, ...chosen(choice)])
      if (safe((cell) => hide.has(cell))) return chosen(choice)
    }
    return null
  }
  return { engine, problem, fixed, safe, isHiddenNow, costOf, cheapest }
}

/** Tables of three lines with demands of all kinds; prices have nothing to do with the counts. */
export const drawnCase: fc.Arbitrary<Case> = fc
  .record({
    columns: fc.constantFrom(2, 3, 3),
    counts: fc.array(fc.constantFrom(0, 1, 1, 2, 4, 7, 10, 12, 15, 20, 25, 30), {
      minLength: 9,
      maxLength: 9,
    }),
    prices: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 9, maxLength: 9 }),
    floors: fc.array(fc.constantFrom(0, 0, 0, 0.5), { minLength: 9, maxLength: 9 }),
    demands: fc.uniqueArray(
      fc.record({
        cell: fc.nat(8),
        reach: fc.constantFrom(0, 3, 10, 20),
        width: fc.constantFrom(1, 2, 6, 10, 15),
      }),
      { minLength: 1, maxLength: 3, selector: ({ cell }) => cell },
    ),
    hidden: fc.uniqueArray(fc.nat(8), { maxLength: 2 }),
    shown: fc.uniqueArray(fc.nat(8), { maxLength: 1 }),
    lone: fc.boolean(),
  })
  .map(({ columns, counts, floors, demands, hidden, shown, ...more }) => {
    const size = 3 * columns
    const inside = (cell: number) => cell % size
    const unique = [...new Map(demands.map((d) => [inside(d.cell), { ...d, cell: inside(d.cell) }])).values()]
    return {
      ...more,
      counts: [0, 1, 2].map((r) => counts.slice(r * columns, (r + 1) * columns)),
      floors: floors.map((share, i) => Math.floor(share * counts[i]!)),
      demands: unique,
      hidden: [...new Set(hidden.map(inside))],
      shown: shown.map(inside),
    }
  })

/** A table with one small count in every line, by a generator of its own, so that it is the same for ever. */
export function tableWithOneSmallCountALine(seed: number, rows: number, columns: number): Case {
  let state = 1000 * seed
  const next = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  next()
  const counts = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => 10 + Math.floor(60 * next() ** 2)),
  )
  const demands = counts.map((line, r) => {
    const c = Math.floor(columns * next())
    line[c] = 1 + Math.floor(9 * next())
    return { cell: columns * r + c, reach: 10, width: 10 }
  })
  // Cells cost their counts, and a little that keeps any two choices apart.
  const prices = counts.flat().map((count, i) => count - 2 ** i / 10_000 + ((i * 7) % 11) / 1000)
  return { counts, demands, prices, lone: true }
}
