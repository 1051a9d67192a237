import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { optimum } from '../src/optimum.ts'
import { runs } from './arbitrary.ts'
import { drawnCase, engines, problemOf, tableWithOneSmallCountALine } from './problem.ts'

describe.each(Object.entries(engines))('the optimum, by %s', (name, engineOf) => {
  it('is the cheapest of all choices, and proven so', () => {
    fc.assert(
      fc.property(drawnCase, (table) => {
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
        // A choice that is the cheapest already is only proven; from the next to it, the cheapest is found.
        for (const known of [best, cheapest(costOf(best) + 1e-6) ?? best]) {
          const again = optimum(problem, known, 1e8)
          expect([...again.chosen].sort((a, b) => a - b)).toEqual(best)
          expect([again.bound, again.proven]).toEqual([expect.closeTo(costOf(best), 6), true])
        }
      }),
      { numRuns: runs(name === 'flows' ? 200 : 60) },
    )
  })

  it('is not found with too little effort, and then says what is known of it', () => {
    fc.assert(
      fc.property(drawnCase, (table) => {
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
})

describe('the optimum of tables with a small count in every line', () => {
  it('is the same by flows and by linear programmes', () => {
    for (const seed of [1, 5, 7, 10]) {
      const [one, other] = ['flows', 'linear programmes'].map((name) => {
        const { problem, costOf } = problemOf(engines[name]!, tableWithOneSmallCountALine(seed, 4, 4))
        const found = optimum(problem, problem.candidates, 1e8)
        expect(found.proven).toBe(true)
        expect(found.bound).toBeCloseTo(costOf(found.chosen), 6)
        return found.chosen.sort((a, b) => a - b)
      })
      expect(one).toEqual(other)
    }
  })

  // The effort does not depend on the machine. What it takes to prove these: with a tenth more it is proven, with a
  // quarter less it is not, so that neither the search gets slower nor the account of it false without notice.
  it.each([
    ['flows', 5, 5, 2, 70.036, 52_330],
    ['flows', 5, 5, 4, 93.021, 45_316],
    ['flows', 5, 5, 9, 99.027, 25_029],
    ['flows', 4, 6, 9, 120.03, 63_780],
    ['linear programmes', 3, 4, 5, 91.015, 661_169],
    ['linear programmes', 3, 4, 12, 111.013, 1_567_879],
    ['linear programmes', 4, 4, 5, 96.009, 2_090_800],
  ] as const)(
    'by %s in a table of %d x %d (%d) costs %d, proven by an effort of %d',
    (name, rows, columns, seed, cost, effort) => {
      const { problem, costOf } = problemOf(engines[name]!, tableWithOneSmallCountALine(seed, rows, columns))
      const all = problem.candidates
      const found = optimum(problem, all, 1.1 * effort)
      expect([found.proven, costOf(found.chosen)]).toEqual([true, expect.closeTo(cost, 3)])
      expect(found.bound).toBeCloseTo(cost, 3)
      const less = optimum(problem, all, 0.75 * effort)
      expect(less.proven).toBe(false)
      expect(less.bound).toBeLessThan(cost)
      expect(less.bound).toBeGreaterThan(0)
    },
  )

  // What is known already is proven with less: what would cost more than it is neither hidden nor looked at further.
  it.each([
    [6, 6, 1, 84.021, 41_733],
    [6, 6, 7, 89.03, 43_837],
    [4, 6, 10, 40.014, 6146],
    [5, 5, 8, 61.018, 4826],
  ] as const)(
    'of %d x %d cells (%d), once it is known, costs %d, proven by an effort of %d',
    (rows, columns, seed, cost, effort) => {
      const { problem, costOf } = problemOf(engines.flows!, tableWithOneSmallCountALine(seed, rows, columns))
      const best = optimum(problem, problem.candidates, 1e6)
      expect([best.proven, costOf(best.chosen)]).toEqual([true, expect.closeTo(cost, 3)])
      const again = optimum(problem, best.chosen, 1.1 * effort)
      expect([again.proven, again.bound]).toEqual([true, expect.closeTo(cost, 3)])
      expect(again.chosen).toEqual(best.chosen)
      const less = optimum(problem, best.chosen, 0.75 * effort)
      expect(less.proven).toBe(false)
      expect(less.bound).toBeLessThan(cost)
    },
  )
})
