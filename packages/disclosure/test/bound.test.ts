import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lowerBound } from '../src/bound.ts'
import { protect, recoverable, type System, systemOf } from '../src/index.ts'
import { countsOf, mixed, runs, smallCells, tableOf } from './arbitrary.ts'
import { cheapestChoice, rational } from './oracle.ts'

/** One sum: its parts, and the total as the last cell. */
const sumOf = (parts: readonly number[]): System => ({
  keys: [...parts.map((_, i) => `p${i}`), 'total'],
  values: Float64Array.from([...parts, parts.reduce((s, v) => s + v, 0)]),
  equations: [{ total: parts.length, parts: parts.map((_, i) => i) }],
})

interface Line {
  parts: number[]
  /** Which cells may be or are hidden; the total is the last. */
  cells: number[]
  hidden: boolean[]
  costs: number[]
  demand: { cell: number; reach: number; width: number }
}

const line = (most: number): fc.Arbitrary<Line> =>
  fc.integer({ min: 2, max: 6 }).chain((n) =>
    fc
      .record({
        parts: fc.array(fc.integer({ min: 0, max: most }), { minLength: n, maxLength: n }),
        total: fc.boolean(),
        hidden: fc.array(fc.boolean(), { minLength: n + 1, maxLength: n + 1 }),
        costs: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: n + 1, maxLength: n + 1 }),
        pick: fc.nat(n),
        reach: fc.integer({ min: 0, max: most }),
        width: fc.integer({ min: 1, max: most }),
      })
      .map(({ parts, total, hidden, costs, pick, reach, width }) => {
        const cells = [...parts.keys(), ...(total ? [n] : [])]
        const cell = pick % cells.length
        return {
          parts,
          cells,
          hidden: cells.map((_, i) => i === cell || (hidden[i]! && costs[i]! < 8)),
          costs: cells.map((_, i) => costs[i]!),
          demand: { cell, reach, width },
        }
      }),
  )

const boundOf = ({ parts, cells, hidden, costs, demand }: Line, steps?: number) => {
  const system = sumOf(parts)
  const room = Float64Array.from(cells, (cell) => system.values[cell]!)
  return lowerBound(
    system,
    cells,
    Uint8Array.from(hidden, Number),
    Float64Array.from(costs),
    [demand],
    room,
    steps,
  )
}

/** How far the demanded cell has to rise, and how far it can if these are hidden too. */
const rises = ({ parts, cells, demand }: Line, hidden: readonly boolean[]) => {
  const value = (i: number) => sumOf(parts).values[cells[i]!]!
  const must = Math.max(demand.reach - value(demand.cell), demand.width - value(demand.cell))
  const others = cells.flatMap((_, i) => (hidden[i] && i !== demand.cell ? [i] : []))
  const top = cells.indexOf(parts.length)
  // Nothing else moves with it; or the sum itself does, without end; or the other parts fall to nought.
  if (others.length === 0) return { must, most: 0 }
  if (demand.cell === top || others.includes(top)) return { must, most: Number.POSITIVE_INFINITY }
  return { must, most: others.reduce((s, i) => s + value(i), 0) }
}

describe('the bound of one sum', () => {
  /** Parts with their costs, the total with its own where it may be hidden; whatever has a demand is hidden. */
  const ofSum = (
    parts: readonly [count: number, cost: number][],
    demands: { cell: number; reach: number; width: number }[],
    totalCost?: number,
  ) => {
    const system = sumOf(parts.map(([count]) => count))
    const costs = [...parts.map(([, cost]) => cost), ...(totalCost === undefined ? [] : [totalCost])]
    const hidden = Uint8Array.from(costs, (_, i) => (demands.some(({ cell }) => cell === i) ? 1 : 0))
    return lowerBound(
      system,
      [...costs.keys()],
      hidden,
      Float64Array.from(costs),
      demands,
      Float64Array.from(costs, (_, i) => system.values[i]!),
    )
  }
  const needs = (cell: number, reach: number, width = 1) => ({ cell, reach, width })

  it('takes anything, also a zero, where nothing has to rise', () => {
    const parts = (zero: number): [number, number][] => [
      [20, 0],
      [0, zero],
      [15, 9],
    ]
    expect(ofSum(parts(2), [needs(0, 10, 10)])).toBe(2)
    expect(ofSum(parts(12), [needs(0, 10, 10)])).toBe(9)
    // The 20 has to rise by 1, for which the zero is of no use.
    expect(ofSum(parts(2), [needs(0, 21)])).toBe(9)
  })

  it('takes the total, or for the total a part, for room without end', () => {
    const parts: [number, number][] = [
      [2, 1],
      [5, 5],
    ]
    // The 2 has to rise by 8, and the total is only 7.
    expect(ofSum(parts, [needs(0, 10)], 3)).toBe(3)
    expect(ofSum(parts, [needs(0, 10)], 6)).toBe(6)
    expect(ofSum(parts, [needs(0, 7)], 6)).toBe(5)
    // The total has to rise by 13: each part alone lets it.
    expect(ofSum(parts, [needs(2, 20)], 0)).toBe(1)
  })

  it('is that of the demand that lacks most', () => {
    const parts: [number, number][] = [
      [1, 0],
      [2, 0],
      [3, 1],
      [20, 10],
    ]
    // The 1 lacks 3, of which the 2 gives 2 and the 3 the rest; the 2 lacks 8, of which the 1 gives 1 and the 20 the rest.
    expect(ofSum(parts, [needs(0, 4)])).toBe(1)
    expect(ofSum(parts, [needs(0, 4), needs(1, 10)])).toBe(10)
    expect(ofSum(parts, [needs(1, 10), needs(0, 4)])).toBe(10)
  })

  it('takes the cheapest of those that give the same', () => {
    const twos = (...costs: number[]): [number, number][] => [
      [1, 0],
      ...costs.map((cost): [number, number] => [2, cost]),
    ]
    // Two of the twos let the 1 rise by 3.
    expect(ofSum(twos(9, 5, 1), [needs(0, 4)])).toBe(6)
    expect(ofSum(twos(1, 5, 9), [needs(0, 4)])).toBe(6)
    expect(ofSum(twos(5, 9, 1, 7), [needs(0, 4)])).toBe(6)
  })

  it('is nothing where nothing would be enough', () => {
    expect(ofSum([[3, 0]], [needs(0, 10)])).toBe(0)
    const parts: [number, number][] = [
      [3, 0],
      [2, 5],
      [4, 6],
    ]
    expect(ofSum(parts, [needs(0, 10)])).toBe(0)
    expect(ofSum(parts, [needs(0, 9)])).toBe(11)
  })

  it('is the least cost of hiding enough there, by trying all', () => {
    fc.assert(
      fc.property(line(12), (drawn) => {
        let best = Number.POSITIVE_INFINITY
        const free = drawn.cells.flatMap((_, i) => (drawn.hidden[i] ? [] : [i]))
        for (let choice = 0; choice < 2 ** free.length; choice++) {
          const chosen = free.filter((_, k) => (choice >> k) & 1)
          const hidden = drawn.hidden.map((is, i) => is || chosen.includes(i))
          const { must, most } = rises(drawn, hidden)
          const others = hidden.filter(Boolean).length > 1
          if (!others || (must >= 1 && most < must)) continue
          best = Math.min(
            best,
            chosen.reduce((s, i) => s + drawn.costs[i]!, 0),
          )
        }
        // What cannot be done bounds nothing.
        expect(boundOf(drawn)).toBeCloseTo(best === Number.POSITIVE_INFINITY ? 0 : best, 9)
      }),
      { numRuns: runs(300) },
    )
  })

  it('is that of hiding by degrees where a great deal is lacking, as rational arithmetic finds it', () => {
    fc.assert(
      fc.property(line(400), (drawn) => {
        fc.pre(!drawn.cells.includes(drawn.parts.length))
        const { must, most } = rises(drawn, drawn.hidden)
        const left = must - most
        const free = drawn.cells.flatMap((_, i) => (!drawn.hidden[i] && drawn.parts[i]! > 0 ? [i] : []))
        fc.pre(must > 64 && left > 64)
        const room = free.map((i) => Math.min(left, drawn.parts[i]!))
        fc.pre(room.reduce((s, r) => s + r, 0) >= left && room.some((r) => r < left))
        const unit = (k: number) =>
          [...free, ...free].map((_, j) => (j === k || j === k + free.length ? 1 : 0))
        const programme = rational(
          [[...room, ...free.map(() => 0), -1], ...free.map((_, k) => [...unit(k), 0])],
          [left, ...free.map(() => 1)],
        )!
        const costs = [...free.map((i) => drawn.costs[i]!), ...free.map(() => 0), 0]
        expect(boundOf(drawn)).toBeCloseTo(programme.least(costs)!, 6)
      }),
      { numRuns: runs(200) },
    )
  })

  it('adds up over sums that share nothing, and does not fall by looking longer', () => {
    fc.assert(
      fc.property(line(12), line(12), (one, two) => {
        const systems = [sumOf(one.parts), sumOf(two.parts)]
        const shift = systems[0]!.keys.length
        const both: System = {
          keys: [...systems[0]!.keys, ...systems[1]!.keys.map((key) => `${key}'`)],
          values: Float64Array.from([...systems[0]!.values, ...systems[1]!.values]),
          equations: [
            ...systems[0]!.equations,
            ...systems[1]!.equations.map(({ total, parts }) => ({
              total: total + shift,
              parts: parts.map((part) => part + shift),
            })),
          ],
        }
        const cells = [...one.cells, ...two.cells.map((cell) => cell + shift)]
        const demands = [one.demand, { ...two.demand, cell: two.demand.cell + one.cells.length }]
        const bound = (steps: number) =>
          lowerBound(
            both,
            cells,
            Uint8Array.from([...one.hidden, ...two.hidden], Number),
            Float64Array.from([...one.costs, ...two.costs]),
            demands,
            Float64Array.from(cells, (cell) => both.values[cell]!),
            steps,
          )
        expect(bound(150)).toBeCloseTo(boundOf(one) + boundOf(two), 9)
        expect(bound(150)).toBeGreaterThanOrEqual(bound(1))
      }),
      { numRuns: runs(100) },
    )
  })
})

describe('the bound of a table', () => {
  it('is never above the cheapest choice, for cost and for number', () => {
    fc.assert(
      fc.property(countsOf(3, 4, mixed), (counts) => {
        const primary = smallCells(counts)
        fc.pre(primary.length > 0 && primary.length < 5)
        // Without looking for an optimum the bound is that of the lines alone.
        const answer = protect(tableOf(counts), { effort: 0, singletons: false })
        if (!answer.protected) return
        const best = cheapestChoice(counts, primary, 10, 10, false)!
        const ones = cheapestChoice(counts, primary, 10, 10, false, () => 1)!
        expect(answer.lowerBound).toBeLessThanOrEqual(best)
        expect(answer.hiddenLowerBound).toBeLessThanOrEqual(ones)
      }),
      { numRuns: runs(60) },
    )
  })
})

describe('the division of costs among sums', () => {
  // The second kind has hardly a cell that is enough alone, so that several must help in each sum.
  const few = fc.constantFrom(0, 1, 2, 3, 5, 7, 12)
  it.each([
    ['of all sizes', mixed, 80, 10, 0.92],
    ['of small counts', few, 150, 8, 0.94],
  ] as const)(
    'gets better step by step, and comes near the cheapest choice, in tables %s',
    (_, count, numRuns, level, near) => {
      const steps = [1, 5, 20, 150]
      const total = [0, 0, 0, 0]
      let cheapest = 0
      // Always the same tables, so that what is reached can be told in numbers.
      fc.assert(
        fc.property(countsOf(3, 4, count), (counts) => {
          const primary = smallCells(counts).slice(0, count === few ? 3 : 99)
          if (primary.length < 2 || primary.length > 4) return
          const best = cheapestChoice(counts, primary, level, level, false)
          if (!best) return
          const system = systemOf(tableOf(counts), true)
          const [width, margins] = [counts[0]!.length, counts[0]!.length + 1]
          const cells = counts.flatMap((line, r) => line.map((_, c) => r * margins + c))
          const values = Float64Array.from(cells, (cell) => system.values[cell]!)
          const local = primary.map(([r, c]) => r * width + c)
          const hidden = Uint8Array.from(cells, (_, i) => (local.includes(i) ? 1 : 0))
          const demands = local.map((cell) => ({ cell, reach: level, width: level }))
          steps.forEach((step, k) => {
            const bound = lowerBound(system, cells, hidden, values, demands, values, step)
            expect(bound).toBeLessThanOrEqual(best + 1e-9)
            total[k]! += bound
          })
          cheapest += best
        }),
        { numRuns, seed: 7 },
      )
      const [first, soon, later, last] = total.map((sum) => sum / cheapest) as [
        number,
        number,
        number,
        number,
      ]
      expect([first < soon, soon <= later, later <= last]).toEqual([true, true, true])
      expect(soon).toBeGreaterThan(near)
    },
  )
})

describe('the choice for a table too large for proofs', () => {
  const counts = Array.from({ length: 42 }, (_, r) =>
    Array.from({ length: 10 }, (_, c) => {
      const v = (r * 7919 + c * 104729 + r * c * 31) % 97
      return v < 6 ? v + 1 : 10 + v
    }),
  )

  it('gets cheaper by looking longer', () => {
    const [first, later] = [
      protect(tableOf(counts), { effort: 0 }),
      protect(tableOf(counts), { effort: 0.3 }),
    ]
    expect(later.protected).toBe(true)
    expect(later.cost).toBeLessThan(first.cost)
    expect(later.lowerBound).toBe(first.lowerBound)
    expect(later.cost).toBeGreaterThanOrEqual(later.lowerBound)
    expect(first.optimal).toBe(false)
  })
})

it('what is known exactly is told by its index', () => {
  const intervals = new Map([
    [3, { min: 2, max: 2 }],
    [5, { min: 0, max: 9 }],
    [8, { min: 0, max: 0 }],
  ])
  expect(recoverable(intervals)).toEqual([3, 8])
})
