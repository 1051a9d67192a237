import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Tableau } from '../src/tableau.ts'
import { runs } from './arbitrary.ts'
import { rationalBounds } from './oracle.ts'

const problem = fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 4 })).chain(([n, m]) =>
  fc.tuple(
    fc.array(fc.array(fc.integer({ min: -1, max: 1 }), { minLength: n, maxLength: n }), {
      minLength: m,
      maxLength: m,
    }),
    fc.array(fc.integer({ min: 0, max: 6 }), { minLength: n, maxLength: n }),
  ),
)

describe('the simplex tableau', () => {
  it('finds the bounds that rational arithmetic finds', () => {
    fc.assert(
      fc.property(problem, ([a, x]) => {
        const b = a.map((row) => row.reduce((s, v, j) => s + v * x[j]!, 0))
        const n = x.length
        const tableau = new Tableau(
          new Float64Array(n),
          new Float64Array(n).fill(Number.POSITIVE_INFINITY),
          Float64Array.from({ length: n }, (_, j) => 1 + j / 7),
        )
        a.forEach((row, i) => {
          tableau.addRow(
            row.map((v, j) => [j, v] as const),
            b[i]!,
            0,
            0,
          )
        })
        expect(tableau.dual()).toBe('fits')
        const expected = rationalBounds(a, b)!
        for (let j = 0; j < n; j++) {
          tableau.setCosts([[j, 1]])
          expect(tableau.primal()).toBe(true)
          expect(tableau.value(j)).toBeCloseTo(expected[j]![0], 6)
          expect(tableau.objective()).toBeCloseTo(expected[j]![0], 6)
          tableau.setCosts([[j, -1]])
          const bounded = tableau.primal()
          expect(bounded).toBe(Number.isFinite(expected[j]![1]))
          if (bounded) expect(tableau.value(j)).toBeCloseTo(expected[j]![1], 6)
        }
      }),
      { numRuns: runs(200) },
    )
  })

  it('says when nothing fits, and when the work allowed is not enough', () => {
    const tableau = new Tableau([0, 0], [5, 5], [1, 2])
    tableau.addRow(
      [
        [0, 1],
        [1, 1],
      ],
      8,
      0,
      0,
    )
    expect(tableau.dual(0)).toBe('stuck')
    expect(tableau.dual()).toBe('fits')
    expect([tableau.value(0), tableau.value(1), tableau.objective()]).toEqual([5, 3, 11])
    tableau.addRow(
      [
        [0, 1],
        [1, -1],
      ],
      6,
      Number.NEGATIVE_INFINITY,
      0,
    )
    expect(tableau.dual()).toBe('empty')
  })

  it('takes rows, bounds and again bounds, and keeps the least cost', () => {
    // Cheapest cover: each row wants at least so much; compared with trying all choices.
    const cover = fc.tuple(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 5, maxLength: 5 }),
      fc.array(
        fc.tuple(
          fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 5 }),
          fc.integer({ min: 1, max: 3 }),
        ),
        { minLength: 1, maxLength: 5 },
      ),
    )
    fc.assert(
      fc.property(cover, ([cost, rows]) => {
        const tableau = new Tableau(new Float64Array(5), new Float64Array(5).fill(1), cost)
        let open = true
        for (const [row, need] of rows) {
          tableau.addRow(
            row.map((v, j) => [j, v] as const),
            need,
            Number.NEGATIVE_INFINITY,
            0,
          )
          open &&= tableau.dual() === 'fits'
          if (open) tableau.purge()
        }
        const least = (fixed: readonly (number | null)[]) => {
          let best = Number.POSITIVE_INFINITY
          for (let choice = 0; choice < 32; choice++) {
            const x = cost.map((_, j) => (choice >> j) & 1)
            if (fixed.some((v, j) => v !== null && v !== x[j])) continue
            if (rows.some(([row, need]) => row.reduce((s, v, j) => s + v * x[j]!, 0) < need)) continue
            best = Math.min(
              best,
              cost.reduce((s, v, j) => s + v * x[j]!, 0),
            )
          }
          return best
        }
        // Fixing every variable in turn reaches whole solutions, the best of which is the least cost.
        let best = Number.POSITIVE_INFINITY
        for (let choice = 0; choice < 32 && open; choice++) {
          for (let j = 0; j < 5; j++) tableau.setBounds(j, (choice >> j) & 1, (choice >> j) & 1)
          for (const [row, need] of rows)
            tableau.addRow(
              row.map((v, j) => [j, v] as const),
              need,
              Number.NEGATIVE_INFINITY,
              0,
            )
          if (tableau.dual() === 'fits') best = Math.min(best, tableau.objective())
        }
        const whole = least([null, null, null, null, null])
        if (open && whole < Number.POSITIVE_INFINITY) expect(best).toBeCloseTo(whole, 6)
        else if (open) expect(best).toBe(Number.POSITIVE_INFINITY)
        else expect(least([null, null, null, null, null])).toBe(Number.POSITIVE_INFINITY)
        if (!open || best === Number.POSITIVE_INFINITY) return
        for (let j = 0; j < 5; j++) tableau.setBounds(j, 0, 1)
        expect(tableau.dual()).toBe('fits')
        expect(tableau.objective()).toBeLessThanOrEqual(best + 1e-6)
        for (let j = 0; j < 5; j++) {
          // What leaving a bound costs is no more than what it costs in whole solutions.
          if (tableau.value(j) > 1e-6) continue
          const forced = least([0, 1, 2, 3, 4].map((k) => (k === j ? 1 : null)))
          expect(tableau.objective() + tableau.distance(j)).toBeLessThanOrEqual(forced + 1e-6)
        }
      }),
      { numRuns: runs(100) },
    )
  })
})
