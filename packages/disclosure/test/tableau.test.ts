import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Tableau } from '../src/tableau.ts'
import { runs } from './arbitrary.ts'
import { rational, rationalBounds } from './oracle.ts'

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

  const boxed = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 })).chain(([n, m]) =>
    fc.record({
      rows: fc.array(
        fc.record({
          a: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: n, maxLength: n }),
          b: fc.oneof(
            { weight: 1, arbitrary: fc.integer({ min: -8, max: 8 }) },
            { weight: 4, arbitrary: fc.constant(null) },
          ),
          room: fc.constantFrom(0, 0, 1, 3),
          sense: fc.constantFrom<Sense>('=', '<=', '>='),
        }),
        { minLength: m, maxLength: m },
      ),
      lower: fc.array(fc.integer({ min: -3, max: 2 }), { minLength: n, maxLength: n }),
      point: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: n, maxLength: n }),
      width: fc.array(fc.constantFrom(0, 1, 3, 5, Number.POSITIVE_INFINITY), { minLength: n, maxLength: n }),
      cost: fc.array(fc.integer({ min: -4, max: 6 }), { minLength: n, maxLength: n }),
      other: fc.array(fc.integer({ min: -4, max: 4 }), { minLength: n, maxLength: n }),
      fix: fc.tuple(fc.nat(n - 1), fc.integer({ min: -2, max: 2 }), fc.nat(2)),
      purging: fc.boolean(),
    }),
  )
  type Sense = '=' | '<=' | '>='
  type Row = { a: number[]; b: number; sense: Sense }
  /** The same programme for rational arithmetic: x = lower + y, and a variable of its own for every inequality. */
  const exactly = (rows: Row[], lower: number[], upper: number[]) => {
    const sides = [
      ...rows,
      ...upper.flatMap((u, j): Row[] =>
        Number.isFinite(u) ? [{ a: lower.map((_, i) => (i === j ? 1 : 0)), b: u, sense: '<=' }] : [],
      ),
    ]
    const programme = rational(
      sides.map(({ a, sense }, r) => [
        ...a,
        ...sides.map((_, s) => (s !== r || sense === '=' ? 0 : sense === '<=' ? 1 : -1)),
      ]),
      sides.map(({ a, b }) => b - a.reduce((sum, v, j) => sum + v * lower[j]!, 0)),
    )
    const start = (cost: number[]) => cost.reduce((sum, c, j) => sum + c * lower[j]!, 0)
    return (
      programme && {
        least: (cost: number[]) => {
          const value = programme.least([...cost, ...sides.map(() => 0)])
          return value === null ? null : value + start(cost)
        },
      }
    )
  }

  it('finds the least cost between bounds, as rational arithmetic does, while rows, bounds and costs change', () => {
    fc.assert(
      fc.property(boxed, ({ rows: wanted, lower, width, point, cost: drawn, other, fix, purging }) => {
        const upper = lower.map((l, j) => l + width[j]!)
        // Most rows hold at some point between the bounds, so that something fits.
        const rows = wanted.map(({ a, b, sense, room }): Row => {
          const there = a.reduce((sum, v, j) => sum + v * Math.min(lower[j]! + point[j]!, upper[j]!), 0)
          const slack = sense === '=' ? 0 : sense === '<=' ? room : -room
          return { a, sense, b: b ?? there + slack }
        })
        // What costs less than nothing must have an end, or there is nothing to begin with.
        const cost = drawn.map((c, j) => (Number.isFinite(upper[j]!) ? c : Math.abs(c)))
        const tableau = new Tableau(lower, upper, cost)
        const add = ({ a, b, sense }: Row) =>
          tableau.addRow(
            a.map((v, j) => [j, v] as const),
            b,
            sense === '>=' ? Number.NEGATIVE_INFINITY : 0,
            sense === '<=' ? Number.POSITIVE_INFINITY : 0,
          )
        const agrees = (rows: Row[], low: number[], high: number[]) => {
          const expected = exactly(rows, low, high)
          const work = tableau.work
          expect(tableau.dual()).toBe(expected ? 'fits' : 'empty')
          expect(tableau.work).toBeGreaterThan(work)
          if (!expected) return false
          const values = lower.map((_, j) => tableau.value(j))
          expect(tableau.objective()).toBeCloseTo(expected.least(cost)!, 6)
          expect(values.reduce((sum, v, j) => sum + v * cost[j]!, 0)).toBeCloseTo(tableau.objective(), 6)
          values.forEach((v, j) => {
            expect(v).toBeGreaterThan(low[j]! - 1e-6)
            expect(v).toBeLessThan(high[j]! + 1e-6)
          })
          for (const { a, b, sense } of rows) {
            const sum = a.reduce((s, v, j) => s + v * values[j]!, 0)
            if (sense !== '>=') expect(sum).toBeLessThan(b + 1e-6)
            if (sense !== '<=') expect(sum).toBeGreaterThan(b - 1e-6)
          }
          return true
        }
        // One row after the other.
        for (let m = 1; m <= rows.length; m++) {
          add(rows[m - 1]!)
          if (!agrees(rows.slice(0, m), lower, upper)) return
          // Rows that do not bind may be forgotten: the least cost stays, and they may come back.
          if (!purging) continue
          const before = tableau.objective()
          tableau.purge()
          expect(tableau.dual()).toBe('fits')
          expect(tableau.objective()).toBeCloseTo(before, 6)
          for (const row of rows.slice(0, m)) add(row)
          if (!agrees(rows.slice(0, m), lower, upper)) return
        }
        // Other costs from here, also without end.
        const now = exactly(rows, lower, upper)!
        const work = tableau.work
        tableau.setCosts(other.map((c, j) => [j, c] as const))
        const least = now.least(other)
        expect(tableau.primal()).toBe(least !== null)
        expect(tableau.work).toBeGreaterThanOrEqual(work)
        if (least === null) return
        expect(tableau.objective()).toBeCloseTo(least, 6)
        // A narrower variable, at those costs: leaving its bound costs no less than the distance says.
        const [j, from, wide] = fix
        const rest = tableau.objective()
        const distance = tableau.distance(j)
        const value = tableau.value(j)
        if (distance > 1e-9)
          for (const moved of [value - 1, value + 1]) {
            const forced = exactly(
              rows,
              lower.map((l, i) => (i === j ? moved : l)),
              upper.map((u, i) => (i === j ? moved : u)),
            )
            const there = moved < lower[j]! || moved > upper[j]! ? null : forced
            if (there) expect(there.least(other)!).toBeGreaterThan(rest + distance - 1e-6)
          }
        const low = lower.map((l, i) => (i === j ? from : l))
        const high = upper.map((u, i) => (i === j ? from + wide : u))
        tableau.setBounds(j, from, from + wide)
        const narrowed = exactly(rows, low, high)
        expect(tableau.dual()).toBe(narrowed ? 'fits' : 'empty')
        if (narrowed) expect(tableau.objective()).toBeCloseTo(narrowed.least(other)!, 6)
      }),
      { numRuns: runs(300) },
    )
  })

  it('finds the same by the primal as by the dual method, also where all rows meet in one point', () => {
    const inf = Number.POSITIVE_INFINITY
    const dense = fc.integer({ min: 20, max: 45 }).chain((n) => {
      const row = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: n, maxLength: n })
      return fc.tuple(fc.array(row, { minLength: n, maxLength: n }), row, fc.constantFrom(0, 0, 0, 2))
    })
    fc.assert(
      fc.property(dense, ([rows, cost, apart]) => {
        const n = cost.length
        const terms = (row: number[]) => row.map((v, j) => [j, v] as const)
        const [lower, upper] = [new Float64Array(n), new Float64Array(n).fill(1)]
        const primal = new Tableau(lower, upper, new Float64Array(n))
        for (const [i, row] of rows.entries()) primal.addRow(terms(row), apart * i, 0, inf)
        expect(primal.dual()).toBe('fits')
        primal.setCosts(terms(cost))
        expect(primal.primal()).toBe(true)
        const dual = new Tableau(lower, upper, cost)
        for (const [i, row] of rows.entries()) {
          dual.addRow(terms(row), apart * i, 0, inf)
          if (i % 3 === 0) expect(dual.dual()).toBe('fits')
          if (i % 9 === 0) dual.purge()
        }
        for (const [i, row] of rows.entries()) if (i % 2 === 0) dual.addRow(terms(row), apart * i, 0, inf)
        expect(dual.dual()).toBe('fits')
        // Whatever was forgotten holds again when it is said again.
        for (const [i, row] of rows.entries()) dual.addRow(terms(row), apart * i, 0, inf)
        expect(dual.dual()).toBe('fits')
        expect(primal.objective()).toBeCloseTo(dual.objective(), 5)
        for (const tableau of [primal, dual]) {
          const x = cost.map((_, j) => tableau.value(j))
          expect(Math.min(...x)).toBeGreaterThan(-1e-6)
          expect(Math.max(...x)).toBeLessThan(1 + 1e-6)
          for (const [i, row] of rows.entries())
            expect(row.reduce((s, v, j) => s + v * x[j]!, 0)).toBeLessThan(apart * i + 1e-5)
        }
      }),
      { numRuns: runs(20, 2) },
    )
  })

  it('ends where a simplex method can go round for ever', () => {
    // The example of Beale (1955): its least cost is -1/20.
    const inf = Number.POSITIVE_INFINITY
    const tableau = new Tableau([0, 0, 0, 0], [inf, inf, inf, inf], [0, 0, 0, 0])
    const rows: [number[], number][] = [
      [[0.25, -60, -0.04, 9], 0],
      [[0.5, -90, -0.02, 3], 0],
      [[0, 0, 1, 0], 1],
    ]
    for (const [row, b] of rows)
      tableau.addRow(
        row.map((v, j) => [j, v] as const),
        b,
        0,
        inf,
      )
    expect(tableau.dual()).toBe('fits')
    tableau.setCosts([
      [0, -0.75],
      [1, 150],
      [2, -0.02],
      [3, 6],
    ])
    expect(tableau.primal()).toBe(true)
    expect(tableau.objective()).toBeCloseTo(-0.05, 9)
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
    // One less of the first takes one more of the second, which costs 1 more.
    expect([tableau.distance(0), tableau.distance(1)]).toEqual([1, 0])
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

  const inf = Number.POSITIVE_INFINITY
  const both = [
    [0, 1],
    [1, 1],
  ] as const
  const apart = [
    [0, 1],
    [1, -1],
  ] as const

  it('forgets the rows that do not bind, and no others', () => {
    // x + 2 y, each of 0 to 9; x + y at most 8 says nothing, x + y at least 3 does, and so does y at most x.
    const tableau = new Tableau([0, 0], [9, 9], [1, 2])
    tableau.addRow(both, 8, 0, inf)
    tableau.addRow(both, 3, -inf, 0)
    tableau.addRow(apart, 0, -inf, 0)
    const now = () => [tableau.dual(), tableau.value(0), tableau.value(1), tableau.objective()]
    expect(now()).toEqual(['fits', 3, 0, 3])
    tableau.purge()
    expect(now()).toEqual(['fits', 3, 0, 3])
    // At x = 0 the sum still has to be 3; that x is at least y had not bound at (3, 0).
    tableau.setBounds(0, 0, 0)
    expect(now()).toEqual(['fits', 0, 3, 6])
    // At x = y = 9 the sum is above 8, which is forgotten until it is said again.
    tableau.setBounds(0, 9, 9)
    tableau.setBounds(1, 9, 9)
    expect(now()).toEqual(['fits', 9, 9, 27])
    tableau.addRow(both, 8, 0, inf)
    expect(tableau.dual()).toBe('empty')
  })

  it('forgets no equation, also where it holds of itself', () => {
    const tableau = new Tableau([0, 0], [9, 9], [1, 2])
    tableau.addRow(both, 12, 0, inf)
    tableau.addRow(apart, 0, 0, 0)
    expect(tableau.dual()).toBe('fits')
    tableau.purge()
    tableau.setBounds(0, 2, 9)
    expect([tableau.dual(), tableau.value(0), tableau.value(1), tableau.objective()]).toEqual([
      'fits',
      2,
      2,
      6,
    ])
  })

  it('counts its work: what is added to rows that were changed, and what is forgotten is none', () => {
    const tableau = new Tableau([0, 0], [9, 9], [1, 2])
    tableau.addRow(both, 3, -inf, 0)
    // Nothing has been changed yet, so nothing needs to be worked out.
    expect(tableau.work).toBe(0)
    expect(tableau.dual()).toBe('fits')
    const before = tableau.work
    tableau.addRow(apart, 9, 0, inf)
    expect(tableau.work).toBeGreaterThan(before)
    // The same programme, of which fifty rows are forgotten, takes less.
    const [all, few] = [true, false].map((keeping) => {
      const large = new Tableau([0, 0], [9, 9], [1, 2])
      for (let i = 0; i < 50; i++) large.addRow(both, 20 + i, 0, inf)
      large.addRow(both, 3, -inf, 0)
      expect(large.dual()).toBe('fits')
      if (!keeping) large.purge()
      const work = large.work
      large.setBounds(0, 0, 0)
      expect([large.dual(), large.objective()]).toEqual(['fits', 6])
      return large.work - work
    })
    expect(few!).toBeLessThan(all!)
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
