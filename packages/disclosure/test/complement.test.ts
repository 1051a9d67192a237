import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CirculationEngine } from '../src/circulation.ts'
import { certify, type Problem } from '../src/complement.ts'
import type { Engine } from '../src/engine.ts'
import { systemOf } from '../src/index.ts'
import { NetworkEngine } from '../src/network.ts'
import { countsOf, runs, tableOf } from './arbitrary.ts'
import { isSafe } from './oracle.ts'

/** Tables with many lone persons, of which some cells are hidden, and one that has to be uncertain. */
const drawn = fc.record({
  counts: countsOf(4, 4, fc.constantFrom(0, 1, 1, 1, 2, 3, 7, 15)),
  coins: fc.infiniteStream(fc.integer({ min: 0, max: 2 })),
  pick: fc.nat(15),
  reach: fc.constantFrom(0, 2, 3, 10),
  width: fc.constantFrom(1, 1, 2, 5, 10),
  lone: fc.boolean(),
})

const engines = {
  flows: (system: ReturnType<typeof systemOf>, cells: number[]): Engine => NetworkEngine.of(system, cells)!,
  'linear programming': (system: ReturnType<typeof systemOf>, cells: number[]): Engine =>
    new CirculationEngine(cells, system),
}

describe.each(Object.entries(engines))('a demand, by %s', (_, engineOf) => {
  const setUp = ({
    counts,
    coins,
    pick,
    reach,
    width,
    lone,
  }: typeof drawn extends fc.Arbitrary<infer T> ? T : never) => {
    const system = systemOf(tableOf(counts), true)
    const columns = counts[0]!.length
    const cells = counts.flatMap((line, r) => line.map((_, c) => r * (columns + 1) + c))
    const engine = engineOf(system, cells)
    const cell = pick % cells.length
    for (const i of cells.keys()) if (i === cell || coins.next().value === 0) engine.hide(i)
    const demand = { cell, reach, width }
    const problem: Problem = {
      engine,
      demands: [demand],
      candidates: [...cells.keys()].filter((i) => engine.hidden[i] === 0),
      costs: Float64Array.from(cells, (i) => system.values[i]! + 0.01),
      alone: Uint8Array.from(cells, (i) => (lone && system.values[i] === 1 ? 1 : 0)),
    }
    const place: [number, number] = [Math.floor(cell / columns), cell % columns]
    const safe = (hidden: (i: number) => boolean) =>
      isSafe(
        counts,
        counts.map((line, r) => line.map((_, c) => hidden(r * columns + c))),
        [place],
        reach,
        width,
        lone,
      )
    return { engine, demand, problem, safe }
  }

  it('is met when another attacker says so, and by the cells it names alone', () => {
    fc.assert(
      fc.property(drawn, (table) => {
        const { engine, demand, problem, safe } = setUp(table)
        const before = [...engine.hidden]
        const found = certify(problem, demand, null)
        expect(found !== null).toBe(safe((i) => engine.hidden[i] === 1))
        expect([...engine.hidden]).toEqual(before)
        if (!found) return
        expect(found.opened).toEqual([])
        const needed = new Set([demand.cell, ...found.cells])
        for (const i of engine.hidden.keys()) {
          if (needed.has(i)) expect(engine.hidden[i]).toBe(1)
          else engine.publish(i)
        }
        expect(safe((i) => needed.has(i))).toBe(true)
        expect(certify(problem, demand, null)).not.toBeNull()
      }),
      { numRuns: runs(250) },
    )
  })

  it('hides what is missing for it, where anything helps', () => {
    fc.assert(
      fc.property(drawn, (table) => {
        const { engine, demand, problem, safe } = setUp(table)
        const before = [...engine.hidden]
        const found = certify(problem, demand, problem.costs)
        if (!safe(() => true)) {
          expect(found).toBeNull()
          return
        }
        expect(found).not.toBeNull()
        expect(safe((i) => engine.hidden[i] === 1)).toBe(true)
        // All that is hidden now was before, or is told.
        const opened = new Set(found!.opened)
        expect([...engine.hidden]).toEqual(before.map((is, i) => (is === 1 || opened.has(i) ? 1 : 0)))
        expect(safe((i) => i === demand.cell || found!.cells.includes(i))).toBe(true)
      }),
      { numRuns: runs(250) },
    )
  })
})
