import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { complement } from '../src/complement.ts'
import {
  axisOf,
  crossTable,
  type ProtectOptions,
  protectSystem,
  recoverable,
  systemOf,
} from '../src/index.ts'
import { runs, tableOf } from './arbitrary.ts'
import { isSafe, programmeBounds } from './oracle.ts'
import { type Case, drawnCase, engines, problemOf, tableWithOneSmallCountALine } from './problem.ts'

/** A task on the inner cells of a two-way table, and the same by trying everything. */
function taskOf({ counts, demands, ...more }: Case, unseen: readonly number[], options: ProtectOptions) {
  const { hidden = [], shown = [], floors = counts.flat().map(() => 0) } = more
  const width = counts[0]!.length
  const flat = counts.flat()
  const inSystem = (i: number) => i + Math.floor(i / width)
  const system = systemOf(tableOf(counts), true)
  const everywhere = new Float64Array(system.keys.length)
  for (const i of flat.keys()) everywhere[inSystem(i)] = floors[i]!
  const primary = demands.map(({ cell }) => cell)
  const always = new Set([...primary, ...hidden])
  const free = [...flat.keys()].filter((i) => !always.has(i) && !shown.includes(i))
  const task = {
    system,
    primary: primary.map(inSystem),
    mayHide: [...free, ...primary].map(inSystem),
    mustHide: hidden.map(inSystem),
    unseen: unseen.map(inSystem),
    floors: everywhere,
  }
  const { minCount = 10, minWidth = 10 } = options
  const lone = options.singletons ?? (minCount > 0 || minWidth > 0)
  const place = (i: number) => [Math.floor(i / width), i % width] as const
  const above = counts.map((line, r) => line.map((count, c) => count - floors[r * width + c]!))
  const mask = (chosen: readonly number[]) =>
    counts.map((line, r) => line.map((_, c) => always.has(r * width + c) || chosen.includes(r * width + c)))
  const isSafeFor = (i: number, chosen: readonly number[]) =>
    isSafe(
      above,
      mask(chosen),
      [place(i)],
      minCount - floors[i]!,
      minWidth,
      lone && ((r, c) => counts[r]![c] === 1 && !unseen.includes(r * width + c)),
    )
  const price = (i: number) => options.costs?.[inSystem(i)] ?? flat[i]!
  const cost = (chosen: readonly number[]) => chosen.reduce((sum, i) => sum + price(i), 0)
  /** What the cheapest and the smallest safe choices cost and count; null when there is none. */
  const least = (): { cost: number; count: number } | null => {
    const best = { cost: Number.POSITIVE_INFINITY, count: Number.POSITIVE_INFINITY }
    for (let choice = 0; choice < 2 ** free.length; choice++) {
      const chosen = free.filter((_, k) => ((choice >> k) & 1) === 1)
      if (cost(chosen) >= best.cost && chosen.length >= best.count) continue
      if (!primary.every((i) => isSafeFor(i, chosen))) continue
      best.cost = Math.min(best.cost, cost(chosen))
      best.count = Math.min(best.count, chosen.length)
    }
    return best.count === Number.POSITIVE_INFINITY ? null : best
  }
  const extra = hidden.filter((i) => !primary.includes(i))
  return { task, primary, extra, free, inSystem, isSafeFor, mask, above, floors, cost, least }
}

/** A table whose first two rows are a group, and its first two columns, which is no network; and its inner cells. */
function grouped(counts: number[][]) {
  const { rows: names, cols: fields } = tableOf(counts)
  const rows = axisOf(names, { A: ['r0', 'r1'] }, 'rows')
  const cols = axisOf(fields, { X: ['c0', 'c1'] }, 'cols')
  const under = (axis: typeof rows, i: number): number[] =>
    i < axis.leaves ? [i] : axis.labels[i]!.children.flatMap((child) => under(axis, child))
  const of = (r: number, c: number) =>
    under(rows, r).reduce((sum, i) => sum + under(cols, c).reduce((s, j) => s + counts[i]![j]!, 0), 0)
  const system = crossTable(rows, cols, of, true)
  return { system, inner: [...system.keys.keys()].filter((i) => !system.keys[i]!.includes('Total')) }
}

const options = fc.record({
  minCount: fc.constantFrom(0, 3, 10, 20),
  minWidth: fc.constantFrom(0, 1, 4, 10),
  singletons: fc.constantFrom(undefined, true, false),
  effort: fc.constantFrom(undefined, 0.02, 0.02, 0.01, 0),
  unseen: fc.uniqueArray(fc.nat(8), { maxLength: 3 }),
  priced: fc.boolean(),
})

describe('a protection', () => {
  it('is safe, and costs no more than any other, or is said to be impossible, by trying everything', () => {
    fc.assert(
      fc.property(drawnCase, options, (table, { unseen, priced, ...drawn }) => {
        const costs = priced
          ? Float64Array.from({ length: 16 }, (_, i) => 0.5 + ((i * 5) % 7) * 1.25)
          : undefined
        const told: ProtectOptions = { ...drawn, ...(costs && { costs }) }
        if (told.effort === undefined) delete told.effort
        if (told.singletons === undefined) delete told.singletons
        const set = taskOf(table, unseen, told)
        const { task, primary, extra, free, inSystem, isSafeFor } = set
        const found = protectSystem(task, told)
        const least = set.least()
        const chosen = free.filter((i) => found.secondary.includes(inSystem(i)))
        expect(found.protected).toBe(least !== null)
        expect(found.primary).toEqual(primary.map(inSystem))
        expect(found.secondary).toEqual([...chosen, ...extra].map(inSystem).sort((a, b) => a - b))
        expect(found.cost).toBeCloseTo(set.cost([...chosen, ...extra]), 9)
        expect([...found.intervals.keys()]).toEqual([...found.primary, ...found.secondary])
        const bounds = programmeBounds(set.above, set.mask(chosen))!
        for (const [cell, { min, max }] of found.intervals) {
          const [r, c] = [
            Math.floor(cell / (table.counts[0]!.length + 1)),
            cell % (table.counts[0]!.length + 1),
          ]
          const floor = set.floors[r * table.counts[0]!.length + c]!
          expect([min - floor, max - floor]).toEqual(bounds.get(`${r},${c}`))
        }
        if (!least) {
          expect(chosen).toEqual(free)
          expect(found.unprotectable).toEqual(primary.filter((i) => !isSafeFor(i, free)).map(inSystem))
          expect(found.optimal).toBe(false)
          return
        }
        expect(found.unprotectable).toEqual([])
        for (const i of primary) expect(isSafeFor(i, chosen)).toBe(true)
        const forced = set.cost(extra)
        expect(found.lowerBound).toBeLessThan(forced + least.cost + 1e-6)
        expect(found.fewest).toBeLessThanOrEqual(least.count + extra.length)
        expect(found.fewest).toBeGreaterThanOrEqual(extra.length)
        if (found.optimal || drawn.effort !== 0) {
          expect(found.cost).toBeCloseTo(forced + least.cost, 6)
          expect(found.optimal).toBe(true)
          expect(found.lowerBound).toBeCloseTo(found.cost, 6)
        }
        if (!priced) expect(Number.isInteger(found.lowerBound)).toBe(true)
      }),
      { numRuns: runs(150) },
    )
  })

  const five = (seed: number) => {
    const { counts, demands } = tableWithOneSmallCountALine(seed, 5, 5)
    return taskOf({ counts, demands, lone: true }, [], {}).task
  }

  it('without effort is the first that is found, and says how far the cheapest may be', () => {
    let [first, best] = [0, 0]
    for (const [seed, cost] of Object.entries({ 3: 111, 7: 93, 12: 72 })) {
      const quick = protectSystem(five(Number(seed)), { effort: 0 })
      expect(quick.cost).toBeGreaterThanOrEqual(cost)
      expect(quick.lowerBound).toBeLessThanOrEqual(cost)
      expect(quick.lowerBound).toBeGreaterThan(0.5 * cost)
      expect(quick.optimal).toBe(quick.lowerBound === quick.cost)
      const found = protectSystem(five(Number(seed)))
      expect([found.cost, found.lowerBound, found.optimal]).toEqual([cost, cost, true])
      expect(found.fewest).toBeGreaterThanOrEqual(5)
      expect(found.fewest).toBeLessThanOrEqual(found.secondary.length)
      first += quick.cost
      best += cost
    }
    expect(first).toBeGreaterThan(best)
    expect(first).toBeLessThan(1.15 * best)
  })

  it('without effort is the best of three: the small counts first, the large first, or as they come', () => {
    for (const seed of [3, 6, 7, 12]) {
      const table = tableWithOneSmallCountALine(seed, 5, 5)
      const value = (d: number) => table.counts.flat()[table.demands[d]!.cell]!
      const orders = [
        [0, 1, 2, 3, 4],
        [0, 1, 2, 3, 4].sort((a, b) => value(a) - value(b)),
        [0, 1, 2, 3, 4].sort((a, b) => value(b) - value(a)),
      ]
      const costs = orders.map(
        (order) => complement(problemOf(engines.flows!, table).problem, 0, order)!.cost,
      )
      expect(protectSystem(five(seed), { effort: 0 }).cost).toBeLessThan(Math.min(...costs) + 0.5)
    }
  })

  it('knows no less by looking longer, and never more than is true', () => {
    for (const [seed, cost] of Object.entries({ 2: 70, 4: 93, 7: 93 })) {
      let known = 0
      for (const effort of [1e-5, 5e-5, 1e-4, 1.5e-4, 2e-4, 3e-4, 4e-4, 1e-3]) {
        const { lowerBound, optimal, cost: paid } = protectSystem(five(Number(seed)), { effort })
        expect(lowerBound).toBeGreaterThanOrEqual(known)
        expect(lowerBound).toBeLessThanOrEqual(cost)
        expect(paid).toBeGreaterThanOrEqual(cost)
        if (optimal) expect([paid, lowerBound]).toEqual([cost, cost])
        known = lowerBound
      }
      expect(known).toBe(cost)
    }
  })

  it('needs no proof where its lines show that nothing is cheaper', () => {
    const counts = [
      [3, 20],
      [30, 0],
    ]
    const { task } = taskOf({ counts, demands: [{ cell: 0, reach: 10, width: 10 }] }, [], {})
    const found = protectSystem(task, { effort: 0 })
    expect(found.secondary).toEqual([1, 3, 4])
    expect([found.cost, found.lowerBound, found.optimal, found.fewest]).toEqual([50, 50, true, 2])
  })

  // The 12 stands in a cheap ring, in which somebody is alone, and in a dear one.
  const alone = {
    counts: [
      [12, 1, 5],
      [20, 15, 9],
      [30, 9, 2],
    ],
    demands: [{ cell: 0, reach: 10, width: 1 }],
    shown: [5, 7],
  }

  it('reckons with lone persons unless nothing is asked of counts and widths', () => {
    const chosen = (told: ProtectOptions, unseen: number[] = []) =>
      protectSystem(taskOf(alone, unseen, told).task, { ...told, effort: 0.01 }).secondary
    const [cheap, dear] = [
      [1, 4, 5],
      [2, 8, 10],
    ]
    expect(chosen({ minCount: 0, minWidth: 0 })).toEqual(cheap)
    expect(chosen({ minCount: 0, minWidth: 0, singletons: true })).toEqual(dear)
    expect(chosen({ minCount: 10, minWidth: 0 })).toEqual(dear)
    expect(chosen({ minCount: 10, minWidth: 0, singletons: false })).toEqual(cheap)
    expect(chosen({ minCount: 0, minWidth: 2 })).toEqual(dear)
    expect(chosen({ minCount: 0, minWidth: 2, singletons: false })).toEqual(cheap)
    // Nobody knows of being alone in a cell that stands in no table.
    expect(chosen({ minCount: 10, minWidth: 0 }, [1])).toEqual(cheap)
  })

  it('is impossible where only a lone person would be certain, too', () => {
    const told = { minCount: 10, minWidth: 0 }
    const { task } = taskOf({ ...alone, shown: [2, 5, 6, 7, 8] }, [], told)
    const found = protectSystem(task, told)
    expect([found.protected, found.unprotectable, found.secondary]).toEqual([false, [0], [1, 4, 5]])
    expect(found.intervals.get(0)).toEqual({ min: 0, max: 13 })
  })

  it('is impossible for one although what another needs makes it wide', () => {
    // Whoever is alone in the 1 knows the 12, though to others it is 0 to 13; the 1 is uncertain itself.
    const demands = [
      { cell: 0, reach: 10, width: 1 },
      { cell: 1, reach: 10, width: 1 },
    ]
    const told = { minCount: 10, minWidth: 0 }
    const { task } = taskOf({ ...alone, demands, shown: [2, 5, 6, 7, 8] }, [], told)
    const found = protectSystem(task, told)
    expect([found.protected, found.unprotectable, found.secondary]).toEqual([false, [0], [4, 5]])
  })

  it('is proven cheapest among up to four hundred cells, beyond only found', () => {
    // Of 419 cells besides the small one so many may be hidden, but for others at the end of the table.
    const table = tableWithOneSmallCountALine(6, 21, 20)
    const of = (free: number) => {
      const shown = Array.from({ length: 419 - free }, (_, i) => 419 - i)
      const { task } = taskOf({ counts: table.counts, demands: table.demands.slice(0, 1), shown }, [], {})
      expect(task.mayHide).toHaveLength(free + 1)
      return protectSystem(task, { effort: 0.2 })
    }
    const [few, many] = [of(400), of(401)]
    expect([few.optimal, few.lowerBound]).toEqual([true, few.cost])
    expect(many.optimal).toBe(false)
    expect(many.lowerBound).toBeLessThan(many.cost)
  })

  it('is proven cheapest among up to eighty cells beyond networks', () => {
    const { counts } = tableWithOneSmallCountALine(3, 9, 9)
    const { system, inner } = grouped(counts.map((line, r) => line.map((v, c) => (r + c === 0 ? 4 : v))))
    const of = (free: number) =>
      protectSystem({ system, primary: [0], mayHide: inner.slice(0, free + 1) }, { effort: 0.2 })
    const [few, many] = [of(80), of(81)]
    expect([few.optimal, few.lowerBound]).toEqual([true, few.cost])
    expect(many.optimal).toBe(false)
    expect(many.lowerBound).toBeLessThan(many.cost)
  })

  it('costs less by looking longer where nothing is proven', () => {
    const { counts, demands } = tableWithOneSmallCountALine(3, 21, 21)
    const { task } = taskOf({ counts, demands: demands.slice(0, 6) }, [], {})
    const [first, better] = [0, 0.2].map((effort) => protectSystem(task, { effort }))
    expect(better!.cost).toBeLessThan(first!.cost)
    expect(better!.cost).toBeGreaterThanOrEqual(better!.lowerBound)
    expect([better!.protected, better!.optimal]).toEqual([true, false])
  })

  it('hides nothing more where nothing is to be protected, or what is hidden is enough', () => {
    const counts = [
      [3, 40, 50],
      [60, 20, 33],
      [20, 21, 22],
    ]
    const none = protectSystem(taskOf({ counts, demands: [] }, [], {}).task)
    expect(none).toEqual({
      protected: true,
      primary: [],
      secondary: [],
      cost: 0,
      lowerBound: 0,
      optimal: true,
      fewest: 0,
      intervals: new Map(),
      unprotectable: [],
    })
    const demands = [{ cell: 0, reach: 10, width: 10 }]
    const ring = taskOf({ counts, demands, hidden: [0, 1, 3, 4] }, [], {})
    const enough = protectSystem(ring.task)
    expect(enough.secondary).toEqual([1, 4, 5])
    expect([enough.cost, enough.lowerBound, enough.optimal, enough.fewest]).toEqual([120, 120, true, 3])
    expect(enough.intervals.get(0)).toEqual({ min: 0, max: 43 })
  })

  it('takes the fewer cells of choices that cost the same', () => {
    // Zeros cost nothing. One way round takes three of them, the others more.
    const counts = [
      [5, 0, 0, 30],
      [0, 20, 0, 30],
      [0, 0, 20, 30],
      [30, 30, 30, 30],
    ]
    const demands = [{ cell: 0, reach: 6, width: 5 }]
    const { task } = taskOf({ counts, demands }, [], { minCount: 6, minWidth: 5 })
    const found = protectSystem(task, { minCount: 6, minWidth: 5, costs: new Float64Array(25) })
    expect([found.cost, found.secondary.length, found.optimal]).toEqual([0, 3, true])
  })

  it('beyond networks is found by linear programmes, and is safe there too', () => {
    const counts = [
      [4, 30, 12],
      [25, 14, 18],
      [40, 22, 16],
    ]
    const { system, inner } = grouped(counts)
    const found = protectSystem({ system, primary: [0], mayHide: inner })
    expect(found.protected).toBe(true)
    const { min, max } = found.intervals.get(0)!
    expect([max >= 10, max - min >= 10]).toEqual([true, true])
    // Around the 4, the 30, the 25 and the 14 leave all subtotals as they are: 4 may be 0 to 29.
    expect(found.secondary.map((i) => system.keys[i])).toEqual(['r0|c1', 'r1|c0', 'r1|c1'])
    expect([found.cost, found.lowerBound, found.optimal]).toEqual([69, 69, true])
    expect([min, max]).toEqual([0, 29])
  })

  // x + y + u, x + z and y + z are known: u is odd or even as its sum is, while linear programmes allow what lies between.
  const halves = (u: number) => ({
    keys: ['u', 'x', 'y', 'z', 'x + y + u', 'x + z', 'y + z', 'p', 'a', 'p + a + u'],
    values: Float64Array.of(u, 0, 0, 1, u, 1, 1, 5, 3, 8 + u),
    equations: [
      { total: 4, parts: [0, 1, 2] },
      { total: 5, parts: [1, 3] },
      { total: 6, parts: [2, 3] },
      { total: 9, parts: [0, 7, 8] },
    ],
  })

  it('is impossible where only numbers that are not whole would leave something open', () => {
    // Known to be at least 9, u is 10: at 9 x and y would be a half each.
    const floors = [9, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    const system = { ...halves(10), equations: halves(10).equations.slice(0, 3) }
    for (const minWidth of [0, 1]) {
      const found = protectSystem(
        { system, primary: [0], mayHide: [1, 2, 3], floors },
        { minCount: 10, minWidth },
      )
      expect([found.protected, found.unprotectable, found.secondary]).toEqual([false, [0], [1, 2, 3]])
    }
  })

  it('is impossible where something is wide enough, but as great as wanted by halves only', () => {
    // With u = 0, p could be 9; but u is 1, and p + a are 8.
    const task = { system: halves(1), primary: [7], mayHide: [0, 1, 2, 3], mustHide: [8] }
    const found = protectSystem(task, { minCount: 9, minWidth: 8 })
    expect([found.protected, found.unprotectable, found.secondary]).toEqual([false, [7], [0, 1, 2, 3, 8]])
    const less = protectSystem(task, { minCount: 8, minWidth: 8 })
    expect([less.protected, less.secondary, less.intervals.get(7)]).toEqual([true, [8], { min: 0, max: 8 }])
  })
})

it('what can be worked out is told by its number', () => {
  const intervals = new Map([
    [3, { min: 0, max: 10 }],
    [5, { min: 4, max: 4 }],
    [8, { min: 1.2, max: 2.9 }],
    [9, { min: 2, max: 3 }],
  ])
  expect(recoverable(intervals)).toEqual([5, 8])
})
