import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lowerBound } from '../src/bound.ts'
import { CirculationEngine } from '../src/circulation.ts'
import { certify, complement, everything, type Problem } from '../src/complement.ts'
import { attack, axisOf, crossTable, protect, protectSystem, systemOf } from '../src/index.ts'
import { NetworkEngine, wire } from '../src/network.ts'
import { optimum } from '../src/optimum.ts'
import { countsOf, labels, maskOf, mixed, placeOf, runs, smallCells, tableOf } from './arbitrary.ts'
import { cheapestChoice, flowBounds, isSafe, programmeBounds } from './oracle.ts'

describe('a protected table', () => {
  it('leaves every small count uncertain, by another attacker', () => {
    fc.assert(
      fc.property(countsOf(7, 6), (counts) => {
        const answer = protect(tableOf(counts), { effort: 0.2 })
        const primary = smallCells(counts)
        expect(answer.primary.map(placeOf)).toEqual(primary)
        if (!answer.protected) {
          expect(answer.published.flat().every((v) => v === null)).toBe(true)
          expect(answer.margins!.rows.every((v) => v === null) && answer.margins!.total === null).toBe(true)
          // Everything hidden, and still too certain: nothing could have been done.
          const all = counts.map((line) => line.map(() => true))
          for (const key of Object.keys(answer.unprotectable)) {
            const [r, c] = placeOf(key)
            expect(answer.unprotectable[key]).toEqual(flowBounds(counts, all, r, c))
          }
          expect(isSafe(counts, all, primary, 10, 10, true)).toBe(false)
          return
        }
        const hidden = maskOf(answer.published)
        expect(isSafe(counts, hidden, primary, 10, 10, true)).toBe(true)
        const bounds = programmeBounds(counts, hidden)!
        for (const [key, [min, max]] of Object.entries(answer.intervals)) {
          const [r, c] = placeOf(key)
          expect([min, max]).toEqual(bounds.get(`${r},${c}`))
          expect(max! - min).toBeGreaterThanOrEqual(1)
        }
        expect(Object.keys(answer.intervals)).toHaveLength(bounds.size)
        // What is not hidden is true, and the answer can be attacked as it is.
        answer.published.forEach((line, r) => {
          line.forEach((v, c) => {
            if (v !== null) expect(v).toBe(counts[r]![c])
          })
        })
        const { published, ...rest } = answer
        const attacked = attack({ ...rest, counts: published, margins: answer.margins! })
        expect(attacked).toEqual({ intervals: answer.intervals, recoverable: [] })
        // Nothing hidden could be published again.
        for (const key of answer.secondary) {
          const [r, c] = placeOf(key)
          hidden[r]![c] = false
          expect(isSafe(counts, hidden, primary, 10, 10, true)).toBe(false)
          hidden[r]![c] = true
        }
        const cost = answer.secondary.reduce((s, key) => s + counts[placeOf(key)[0]]![placeOf(key)[1]]!, 0)
        expect(answer.cost).toBe(cost)
        expect(answer.lowerBound).toBeLessThanOrEqual(cost)
        expect(answer.hidden).toBe(answer.secondary.length)
        expect(answer.hiddenLowerBound).toBeLessThanOrEqual(answer.hidden)
      }),
      { numRuns: runs(120) },
    )
  })

  // Many lone persons, who each know something.
  const lone = fc.constantFrom(0, 1, 1, 1, 2, 3, 9)
  const modes = [
    [0, 0, false],
    [10, 10, false],
    [10, 10, true],
    [5, 20, true],
    [40, 3, true],
    [2, 2, true],
  ] as const
  for (const [minCount, minWidth, singletons] of modes)
    it(`costs no more than any other safe choice (${minCount}, ${minWidth}, ${singletons})`, () => {
      fc.assert(
        fc.property(
          countsOf(3, 4, minCount === 0 ? fc.integer({ min: 0, max: 12 }) : minCount === 2 ? lone : mixed),
          fc.array(fc.tuple(fc.nat(2), fc.nat(3)), { minLength: 1, maxLength: 3 }),
          (counts, picks) => {
            const cells = picks.filter(([r, c]) => r < counts.length && c < counts[0]!.length)
            const primary = [...new Map(cells.map(([r, c]) => [`r${r}|c${c}`, [r, c] as [number, number]]))]
            const answer = protect(
              { ...tableOf(counts), primary: primary.map(([key]) => key) },
              { minCount, minWidth, singletons },
            )
            const best = cheapestChoice(
              counts,
              primary.map(([, place]) => place),
              minCount,
              minWidth,
              singletons,
            )
            expect(answer.protected).toBe(best !== null)
            if (best === null) return
            expect(answer.cost).toBe(best)
            expect(answer.optimal).toBe(true)
            expect(answer.lowerBound).toBe(best)
            expect(
              isSafe(
                counts,
                maskOf(answer.published),
                primary.map(([, place]) => place),
                minCount,
                minWidth,
                singletons,
              ),
            ).toBe(true)
          },
        ),
        { numRuns: runs(40) },
      )
    })

  it('never hides a cell whose value follows from the others', () => {
    fc.assert(
      fc.property(countsOf(5, 5, fc.integer({ min: 0, max: 9 })), fc.nat(4), fc.nat(4), (counts, r, c) => {
        fc.pre(r < counts.length && c < counts[0]!.length)
        const answer = protect({ ...tableOf(counts), primary: [`r${r}|c${c}`] }, { minCount: 0, minWidth: 0 })
        if (!answer.protected) return
        for (const [min, max] of Object.values(answer.intervals)) expect(max! - min).toBeGreaterThanOrEqual(1)
      }),
      { numRuns: runs(60) },
    )
  })

  it('is the same every time', () => {
    fc.assert(
      fc.property(countsOf(8, 8), (counts) => {
        expect(protect(tableOf(counts))).toEqual(protect(tableOf(counts)))
      }),
      { numRuns: runs(5) },
    )
  })

  it('does not let a person who is alone in a cell find out about another', () => {
    // Hidden as a 2 x 2 block, the 1 would tell its owner the 5.
    const counts = [
      [1, 40, 50],
      [41, 5, 52],
      [45, 46, 60],
    ]
    const request = { ...tableOf(counts), primary: ['r0|c0', 'r1|c1'] }
    const open = protect(request, { singletons: false })
    expect(flowBounds(counts, maskOf(open.published), 1, 1, [0, 0])).toEqual([5, 5])
    expect(open.cost).toBe(81)
    const closed = protect(request)
    const [min, max] = flowBounds(counts, maskOf(closed.published), 1, 1, [0, 0])
    expect(max).toBeGreaterThan(min)
    expect(closed.cost).toBe(
      cheapestChoice(
        counts,
        [
          [0, 0],
          [1, 1],
        ],
        10,
        10,
        true,
      ),
    )
    expect(protect(request, { minCount: 0, minWidth: 0 }).cost).toBe(81)
    expect(protect(request, { minCount: 0, minWidth: 0, singletons: true }).cost).toBe(closed.cost)
  })

  it('takes another cost than the counts when told', () => {
    const table = crossTable(
      axisOf(['a', 'b', 'c'], {}, 'rows'),
      axisOf(['x', 'y'], {}, 'cols'),
      () => 20,
      true,
    )
    const counts = [
      [3, 20],
      [20, 20],
      [20, 20],
    ]
    const sum = (list: number[]) => list.reduce((s, v) => s + v, 0)
    for (let r = 0; r < 4; r++)
      for (let c = 0; c < 3; c++)
        table.values[r * 3 + c] = sum(
          counts.flatMap((line, i) => line.filter((_, j) => (r === 3 || i === r) && (c === 2 || j === c))),
        )
    const inner = [0, 1, 3, 4, 6, 7]
    const costs = Float64Array.from({ length: 12 }, (_, i) => (i === 3 || i === 4 ? 100 : 1))
    const found = protectSystem({ system: table, primary: [0], mayHide: inner }, { costs })
    expect(found.secondary).toEqual([1, 6, 7])
    expect([found.cost, found.lowerBound, found.optimal]).toEqual([3, 3, true])
  })
})

describe('groups', () => {
  const counts = [
    [4, 30, 12, 15],
    [25, 3, 18, 2],
    [40, 22, 6, 31],
    [16, 11, 19, 13],
    [28, 35, 14, 1],
  ]
  const rows = { Norte: ['r0', 'r1'], Sur: ['r2', 'r3', 'r4'] }
  const cols = { CA: ['c0', 'c1'], Caribe: ['c2', 'c3'] }

  it('of one axis are a network, of both are not', () => {
    const system = (r: object, c: object) => {
      const table = crossTable(
        axisOf(labels('r', 5), r as never, 'rows'),
        axisOf(labels('c', 4), c as never, 'cols'),
        () => 10,
        true,
      )
      return wire(table, [...table.keys.keys()])
    }
    expect(system({}, {})).not.toBeNull()
    expect(system(rows, {})).not.toBeNull()
    expect(system({}, cols)).not.toBeNull()
    expect(system({ ...rows, Todo: ['Norte', 'Sur'] }, {})).not.toBeNull()
    expect(system(rows, cols)).toBeNull()
  })

  for (const [name, hierarchy] of Object.entries({ rows: { rows }, cols: { cols }, both: { rows, cols } }))
    it(`protect ${name}, subtotals included`, () => {
      const answer = protect({ ...tableOf(counts), hierarchy }, { effort: 0.3 })
      expect(answer.protected).toBe(true)
      const { published, ...rest } = answer
      const attacked = attack({ ...rest, counts: published, margins: answer.margins! })
      expect(attacked.recoverable).toEqual([])
      for (const key of answer.primary) {
        const [min, max] = attacked.intervals[key]!
        expect(max! - min).toBeGreaterThanOrEqual(10)
        expect(max).toBeGreaterThanOrEqual(10)
      }
      for (const [key, [min, max]] of Object.entries(answer.intervals)) {
        expect(attacked.intervals[key]![0]).toBeCloseTo(min, 5)
        expect(attacked.intervals[key]![1]).toBeCloseTo(max!, 5)
      }
      expect(answer.lowerBound).toBeLessThanOrEqual(answer.cost)
    })

  it('hide a small subtotal too', () => {
    const small = counts.map((line, r) =>
      line.map((v, c) =>
        r < 2 && c > 1
          ? [
              [1, 2],
              [3, 2],
            ][r]![c - 2]!
          : v,
      ),
    )
    const answer = protect({ ...tableOf(small), hierarchy: { rows, cols } }, { effort: 0.1 })
    expect(answer.primary).toContain('Norte|Caribe')
    expect(answer.subtotals!['Norte|Caribe']).toBeNull()
    expect(answer.subtotals!['Sur|Total']).toBe(236)
  })
})

describe('the parts of the choice', () => {
  const setUp = (costs?: number[]) => {
    const table = systemOf(tableOf(part), true)
    const cells = [0, 1, 2, 4, 5, 6, 8, 9, 10]
    const engine = NetworkEngine.of(table, cells)!
    engine.hide(0)
    const problem: Problem = {
      engine,
      demands: [{ cell: 0, reach: 10, width: 10 }],
      candidates: [1, 2, 3, 4, 5, 6, 7, 8],
      costs: Float64Array.from(costs ?? cells.map((i) => table.values[i]! + 0.01)),
      alone: Uint8Array.from(cells, (i) => (table.values[i] === 1 ? 1 : 0)),
    }
    return problem
  }
  const part = [
    [3, 40, 30],
    [50, 12, 33],
    [20, 21, 22],
  ]

  it('can begin with everything, and end with no more than is needed', () => {
    const problem = setUp()
    const pattern = everything(problem)
    expect(pattern.chosen.size).toBeGreaterThanOrEqual(3)
    expect(
      isSafe(
        part,
        part.map((line, r) => line.map((_, c) => problem.engine.hidden[3 * r + c] === 1)),
        [[0, 0]],
        10,
        10,
        true,
      ),
    ).toBe(true)
    for (const cell of [...pattern.chosen]) {
      pattern.publish(cell)
      expect(certify(problem, problem.demands[0]!, null)).toBeNull()
      pattern.hide(cell)
    }
    expect(pattern.cost).toBeCloseTo(
      [...pattern.chosen].reduce((s, cell) => s + problem.costs[cell]!, 0),
      9,
    )
  })

  it('leave nothing hidden when a demand cannot be met', () => {
    const problem = {
      ...setUp(),
      demands: [
        { cell: 0, reach: 10, width: 10 },
        { cell: 0, reach: 1000, width: 10 },
      ],
    }
    expect(complement(problem, 100, [0, 1])).toBeNull()
    expect([...problem.engine.hidden]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0])
  })

  it('know a bound that no choice goes below, and find the cheapest', () => {
    const problem = setUp()
    const table = systemOf(tableOf(part), true)
    const bound = lowerBound(
      table,
      problem.engine.cells,
      problem.engine.hidden,
      problem.costs,
      problem.demands,
      problem.engine.room,
    )
    const found = optimum(problem, [1, 2, 3, 4, 5, 6, 7, 8], 1e8)
    const cost = found.chosen.reduce((s, cell) => s + problem.costs[cell]!, 0)
    expect(found.proven).toBe(true)
    expect(found.bound).toBeCloseTo(cost, 6)
    expect(cost).toBeCloseTo(cheapestChoice(part, [[0, 0]], 10, 10, true)! + 0.03, 6)
    expect(bound).toBeLessThanOrEqual(cost)
    expect(bound).toBeGreaterThan(49)
    const stopped = optimum(problem, [1, 2, 3, 4, 5, 6, 7, 8], 10)
    expect(stopped.proven).toBe(false)
    expect(stopped.chosen).toHaveLength(8)
    expect(stopped.bound).toBeLessThanOrEqual(cost)
    expect([...problem.engine.hidden]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0])
  })

  it('move the same by flows and by linear programming', () => {
    fc.assert(
      fc.property(
        countsOf(4, 4),
        fc.infiniteStream(fc.boolean()),
        fc.nat(15),
        fc.nat(15),
        (counts, coins, pick, other) => {
          const table = systemOf(tableOf(counts), true)
          const width = counts[0]!.length + 1
          const cells = counts.flatMap((line, r) => line.map((_, c) => r * width + c))
          // What is known to be no less than some number can fall by less.
          const floors = table.values.map((v, i) => Math.floor((v * (i % 3)) / 3))
          const engines = [
            NetworkEngine.of(table, cells, floors)!,
            new CirculationEngine(cells, table, floors),
          ] as const
          for (const engine of engines)
            expect([...engine.room]).toEqual(cells.map((i) => table.values[i]! - floors[i]!))
          const cell = pick % cells.length
          const without = other % cells.length === cell ? -1 : other % cells.length
          cells.forEach((_, i) => {
            if (i === cell || coins.next().value) for (const engine of engines) engine.hide(i)
          })
          for (const direction of [1, -1] as const) {
            const [flow, programme] = engines.map((engine) =>
              engine.swing(cell, direction, 25, without, null),
            )
            expect(programme!.amount).toBeCloseTo(flow!.amount, 6)
            expect(flow!.opened).toEqual([])
            for (const swing of [flow!, programme!]) {
              expect(swing.cells).not.toContain(cell)
              expect(swing.cells).not.toContain(without)
            }
          }
          const costs = Float64Array.from(cells, (_, i) => 1 + i / 10)
          const most = engines.map((engine) => engine.swing(cell, 1, 25, without, costs))
          expect(most[1]!.amount).toBeCloseTo(most[0]!.amount, 6)
          for (const [i, engine] of engines.entries())
            for (const opened of most[i]!.opened) expect(engine.hidden[opened]).toBe(1)
          expect(engines[0].swing(cell, 1, 25, without, null).amount).toBeCloseTo(most[0]!.amount, 6)
          expect(engines[1].swing(cell, 1, 25, without, null).amount).toBeCloseTo(most[1]!.amount, 6)
        },
      ),
      { numRuns: runs(80) },
    )
  })
})
