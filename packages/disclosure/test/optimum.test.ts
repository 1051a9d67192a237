import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CirculationEngine } from '../src/circulation.ts'
import { NetworkEngine } from '../src/network.ts'
import { optimum } from '../src/optimum.ts'
import { runs } from './arbitrary.ts'
import { type Case, problemOf } from './problem.ts'

const byFlows = (...of: Parameters<typeof NetworkEngine.of>) => NetworkEngine.of(...of)!
const byProgrammes = (
  system: Parameters<typeof byFlows>[0],
  cells: readonly number[],
  floors?: ArrayLike<number>,
) => new CirculationEngine(cells, system, floors)

/** Tables of three lines with demands of all kinds; prices have nothing to do with the counts. */
const drawn: fc.Arbitrary<Case> = fc
  .record({
    columns: fc.integer({ min: 2, max: 3 }),
    counts: fc.array(fc.constantFrom(0, 1, 1, 2, 3, 5, 8, 12, 20, 30), { minLength: 9, maxLength: 9 }),
    prices: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 9, maxLength: 9 }),
    floors: fc.array(fc.constantFrom(0, 0, 0.5, 1), { minLength: 9, maxLength: 9 }),
    demands: fc.uniqueArray(
      fc.record({
        cell: fc.nat(8),
        reach: fc.constantFrom(0, 3, 10, 25),
        width: fc.constantFrom(1, 2, 6, 10, 25),
      }),
      { minLength: 1, maxLength: 3, selector: ({ cell }) => cell },
    ),
    hidden: fc.uniqueArray(fc.nat(8), { maxLength: 2 }),
    shown: fc.uniqueArray(fc.nat(8), { maxLength: 2 }),
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
      hidden: hidden.map(inside),
      shown: shown.map(inside),
    }
  })

describe.each(Object.entries({ flows: byFlows, 'linear programmes': byProgrammes }))(
  'the optimum, by %s',
  (name, engineOf) => {
    it('is the cheapest of all choices, and proven so', () => {
      fc.assert(
        fc.property(drawn, (table) => {
          const { engine, problem, safe, fixed, costOf, cheapest } = problemOf(engineOf, table)
          const all = problem.candidates
          fc.pre(safe((cell) => fixed.has(cell) || all.includes(cell)))
          const before = [...engine.hidden]
          const best = cheapest()!
          const found = optimum(problem, all, 1e8)
          expect(found.chosen.sort((a, b) => a - b)).toEqual(best)
          expect(found.proven).toBe(true)
          expect(found.bound).toBeCloseTo(costOf(best), 6)
          expect([...engine.hidden]).toEqual(before)
          // A choice that is the cheapest already is only proven.
          const again = optimum(problem, best, 1e8)
          expect(again.chosen.sort((a, b) => a - b)).toEqual(best)
          expect([again.bound, again.proven]).toEqual([expect.closeTo(costOf(best), 6), true])
        }),
        { numRuns: runs(name === 'flows' ? 200 : 60) },
      )
    })

    it('is not found with too little effort, and then says what is known of it', () => {
      fc.assert(
        fc.property(drawn, (table) => {
          const { engine, problem, safe, fixed, costOf, cheapest } = problemOf(engineOf, table)
          const all = problem.candidates
          fc.pre(safe((cell) => fixed.has(cell) || all.includes(cell)))
          const before = [...engine.hidden]
          const least = costOf(cheapest()!)
          let bound = 0
          for (const effort of [0, 50, 200, 500, 1000, 2000, 5000, 20_000]) {
            const found = optimum(problem, all, effort)
            const cost = costOf(found.chosen)
            expect(cost).toBeGreaterThan(least - 1e-6)
            expect(safe((cell) => fixed.has(cell) || found.chosen.includes(cell))).toBe(true)
            // More effort never knows less, and nothing costs less than what it knows.
            expect(found.bound).toBeGreaterThan(bound - 1e-9)
            expect(found.bound).toBeLessThan(least + 1e-6)
            if (found.proven) expect(found.bound).toBeCloseTo(cost, 6)
            bound = found.bound
            expect([...engine.hidden]).toEqual(before)
          }
        }),
        { numRuns: runs(40) },
      )
    })
  },
)
