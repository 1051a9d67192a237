import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { certify, complement, everything, Pattern, type Problem, sequence } from '../src/complement.ts'
import { systemOf } from '../src/index.ts'
import { countsOf, runs, tableOf } from './arbitrary.ts'
import { isSafe } from './oracle.ts'
import { type Case, drawnCase, engines, problemOf, tableWithOneSmallCountALine } from './problem.ts'

/** Tables with many lone persons, of which some cells are hidden, and one that has to be uncertain. */
const drawn = fc.record({
  counts: countsOf(4, 4, fc.constantFrom(0, 1, 1, 1, 2, 3, 7, 15)),
  coins: fc.infiniteStream(fc.integer({ min: 0, max: 2 })),
  pick: fc.nat(15),
  reach: fc.constantFrom(0, 2, 3, 10),
  width: fc.constantFrom(1, 1, 2, 5, 10),
  lone: fc.boolean(),
})

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

describe.each(Object.entries(engines))('a choice, by %s', (name, engineOf) => {
  /** What has to be true of every choice that is offered. */
  const holds = (set: ReturnType<typeof problemOf>, pattern: Pattern) => {
    const { problem, fixed, safe, isHiddenNow, costOf } = set
    expect([...problem.engine.hidden.keys()].filter(isHiddenNow)).toEqual(
      [...fixed, ...pattern.chosen].sort((a, b) => a - b),
    )
    expect(pattern.cost).toBeCloseTo(costOf(pattern.chosen), 9)
    expect(safe(isHiddenNow)).toBe(true)
    // Every cell of it is needed.
    for (const cell of pattern.chosen) {
      expect(problem.candidates).toContain(cell)
      expect(safe((i) => i !== cell && isHiddenNow(i))).toBe(false)
    }
    // Every demand is met by what it is said to rest on, of which each cell knows.
    problem.demands.forEach((demand, d) => {
      const rest = pattern.rest(d)
      expect(safe((i) => fixed.has(i) || rest.includes(i), [demand])).toBe(true)
      for (const cell of problem.candidates)
        expect(pattern.usersOf(cell).includes(d)).toBe(rest.includes(cell))
    })
  }
  const orders = (count: number) => [[...Array(count).keys()], [...Array(count).keys()].reverse()]

  it('meets all demands, in any order, by no cell that is not needed; looking longer never costs more', () => {
    fc.assert(
      fc.property(drawnCase, fc.nat(1), (table, way) => {
        const order = orders(table.demands.length)[way]!
        const set = problemOf(engineOf, table)
        const { problem, safe, fixed } = set
        const before = [...set.engine.hidden]
        const all = (cell: number) => fixed.has(cell) || problem.candidates.includes(cell)
        const first = complement(problem, 0, order)
        expect(first !== null).toBe(safe(all))
        if (!first) {
          expect([...set.engine.hidden]).toEqual(before)
          return
        }
        holds(set, first)
        const longer = problemOf(engineOf, table)
        const second = complement(longer.problem, 60, order)!
        holds(longer, second)
        expect(second.cost).toBeLessThan(first.cost + 1e-6)
        // It looks as long as it was told, and not much longer.
        if (first.chosen.size > 0) expect(second.looks).toBeGreaterThanOrEqual(60)
        expect(second.looks).toBeLessThan(first.looks + 60 + 40 * table.demands.length)
      }),
      { numRuns: runs(name === 'flows' ? 100 : 30) },
    )
  })

  it('of last resort begins with everything, and ends with what is needed', () => {
    fc.assert(
      fc.property(drawnCase, (table) => {
        const set = problemOf(engineOf, table)
        fc.pre(set.safe((cell) => set.fixed.has(cell) || set.problem.candidates.includes(cell)))
        holds(set, everything(set.problem))
      }),
      { numRuns: runs(60) },
    )
  })
})

it('a choice comes near the cheapest by looking longer', () => {
  // What the cheapest costs, proven by branch and cut.
  const cheapest = { 3: 111.036, 4: 93.021, 6: 66.017, 7: 93.018, 10: 65.031, 12: 72.008 }
  let [first, longer, least] = [0, 0, 0]
  for (const [seed, cost] of Object.entries(cheapest)) {
    const table = tableWithOneSmallCountALine(Number(seed), 5, 5)
    const costOf = (looks: number) => {
      const { problem } = problemOf(engines.flows!, table)
      return complement(problem, looks, [0, 1, 2, 3, 4])!.cost
    }
    first += costOf(0)
    longer += costOf(150)
    least += cost
    expect(costOf(150)).toBeGreaterThan(cost - 1e-3)
  }
  expect(first).toBeGreaterThan(1.1 * least)
  expect(longer).toBeLessThan(1.05 * least)
})

/**
 * A cell in rings that share nothing else: in each ring a neighbour in its line and one in its column fall as it rises,
 * and the cell across falls with it. So what can be known of it can be said in a line.
 */
const rings = {
  /** @param sides of each ring the cell in the line, the one in the column, the one across; and so their prices */
  caseOf: (
    value: number,
    sides: readonly (readonly number[])[],
    prices?: readonly (readonly number[])[],
  ): Case => {
    const size = sides.length + 1
    const place = (of: readonly (readonly number[])[], corner: number, other: number) =>
      Array.from({ length: size }, (_, r) =>
        Array.from({ length: size }, (_, c) => {
          if (r === 0) return c === 0 ? corner : of[c - 1]![0]!
          return c === 0 ? of[r - 1]![1]! : c === r ? of[r - 1]![2]! : other
        }),
      )
    const all = [...Array(size * size).keys()]
    return {
      counts: place(sides, value, 9),
      demands: [],
      shown: all.filter((i) => i >= size && i % size > 0 && i % size !== Math.floor(i / size)),
      ...(prices && { prices: place(prices, 0, 0).flat() }),
    }
  },
  /** The cells of a ring of two or three, by their place in the table, and as the problem numbers them. */
  places: (count: number, ring: number) => [ring + 1, (ring + 1) * (count + 1), (ring + 1) * (count + 2)],
  cells: (count: number, ring: number) => [ring + 1, count + 1 + 2 * ring, count + 2 + 2 * ring],
}

const split = (prices: readonly number[]) => [prices.slice(0, 3), prices.slice(3)]

describe.each(Object.entries(engines))('a cell in two rings, by %s', (_, engineOf) => {
  const pair = [0, 1].map((k) => rings.cells(2, k))
  const count = fc.constantFrom(0, 1, 1, 2, 4, 6, 9, 15)
  const ring = fc.array(count, { minLength: 3, maxLength: 3 })
  const drawnRings = fc.record({
    value: fc.constantFrom(1, 3, 6, 12),
    sides: fc.tuple(ring, ring),
    hidden: fc.tuple(fc.boolean(), fc.boolean()),
    reach: fc.constantFrom(0, 4, 10, 16),
    width: fc.constantFrom(1, 2, 5, 8, 12),
    lone: fc.boolean(),
  })

  it('is certain or not as the least of each ring says, and what is missing is hidden', () => {
    fc.assert(
      fc.property(drawnRings, ({ value, sides, hidden, reach, width, lone }) => {
        const moves = (isHidden: readonly boolean[]): [up: number, down: number] => {
          const rise = sides.reduce((sum, [b, c], k) => sum + (isHidden[k] ? Math.min(b!, c!) : 0), 0)
          const fall = sides.reduce((sum, [, , d], k) => sum + (isHidden[k] ? d! : 0), 0)
          return [rise, Math.min(value, fall)]
        }
        const meets = (isHidden: readonly boolean[]): boolean => {
          const [up, down] = moves(isHidden)
          if (value + up < reach || up + down < width) return false
          // Who is alone in a cell of one ring learns the rest of it, and is left with the other.
          return isHidden.every((is, k) => {
            if (!lone || !is || !sides[k]!.includes(1)) return true
            const [rise, fall] = moves(isHidden.map((other, l) => other && l !== k))
            return rise + fall >= 1
          })
        }
        const demand = { cell: 0, reach, width }
        const { problem, engine } = problemOf(engineOf, {
          ...rings.caseOf(value, sides),
          demands: [demand],
          hidden: [0, 1].flatMap((k) => (hidden[k] ? rings.places(2, k) : [])),
          lone,
        })
        const now = () => pair.map((cells) => cells.every((cell) => engine.hidden[cell] === 1))
        const without = certify(problem, demand, null)
        expect(without !== null).toBe(meets(hidden))
        const found = certify(problem, demand, problem.costs)
        expect(found !== null).toBe(meets([true, true]))
        if (!found) return
        expect(meets(now())).toBe(true)
        // What is named is enough, and nothing was hidden where nothing was missing.
        expect(meets(pair.map((cells) => cells.every((cell) => found.cells.includes(cell))))).toBe(true)
        if (without) expect(found.opened).toEqual([])
        // A ring serves only as a whole.
        expect(found.opened.length % 3).toBe(0)
      }),
      { numRuns: runs(600) },
    )
  })

  const certified = (
    table: Case,
    reach: number,
    width: number,
    more: Partial<Case> = {},
  ): { opened: number[]; cells: number[] } | null => {
    const demand = { cell: 0, reach, width }
    const { problem, engine } = problemOf(engineOf, { ...table, ...more, demands: [demand] })
    const before = engine.hidden.slice()
    const found = certify(problem, demand, problem.costs)
    if (!found) return null
    const sorted = (cells: Iterable<number>) => [...cells].sort((a, b) => a - b)
    // What is hidden now and was not is told.
    expect(sorted([...engine.hidden.keys()].filter((i) => engine.hidden[i] !== before[i]))).toEqual(
      sorted(found.opened),
    )
    return { opened: sorted(found.opened), cells: sorted(found.cells) }
  }
  const [first, second] = pair as [number[], number[]]
  const both = [...first, ...second].sort((a, b) => a - b)

  it('rises by one ring or falls by the other, whichever is cheaper', () => {
    const upOrDown = (prices: number[]) =>
      certified(
        rings.caseOf(
          12,
          [
            [15, 15, 0],
            [0, 0, 15],
          ],
          split(prices),
        ),
        0,
        10,
      )
    expect(upOrDown([10, 10, 10, 11, 11, 11])).toEqual({ opened: first, cells: first })
    expect(upOrDown([12, 12, 12, 11, 11, 11])).toEqual({ opened: second, cells: second })
    const downOrUp = (prices: number[]) =>
      certified(
        rings.caseOf(
          12,
          [
            [0, 0, 15],
            [15, 15, 0],
          ],
          split(prices),
        ),
        0,
        10,
      )
    expect(downOrUp([10, 10, 10, 11, 11, 11])).toEqual({ opened: first, cells: first })
    expect(downOrUp([12, 12, 12, 11, 11, 11])).toEqual({ opened: second, cells: second })
    // Where one of them does not go far enough, the price does not matter.
    expect(
      certified(
        rings.caseOf(
          12,
          [
            [9, 15, 0],
            [0, 0, 10],
          ],
          split([1, 1, 1, 9, 9, 9]),
        ),
        0,
        10,
      )?.opened,
    ).toEqual(second)
    expect(
      certified(
        rings.caseOf(
          12,
          [
            [10, 15, 0],
            [0, 0, 9],
          ],
          split([9, 9, 9, 1, 1, 1]),
        ),
        0,
        10,
      )?.opened,
    ).toEqual(first)
  })

  it('rises by one and falls by the other where neither is enough', () => {
    expect(
      certified(
        rings.caseOf(12, [
          [6, 7, 0],
          [0, 0, 6],
        ]),
        0,
        12,
      ),
    ).toEqual({ opened: both, cells: both })
    expect(
      certified(
        rings.caseOf(12, [
          [6, 7, 0],
          [0, 0, 6],
        ]),
        0,
        13,
      ),
    ).toBeNull()
    expect(
      certified(
        rings.caseOf(4, [
          [6, 7, 0],
          [0, 0, 6],
        ]),
        0,
        10,
      ),
    ).toEqual({ opened: both, cells: both })
    expect(
      certified(
        rings.caseOf(4, [
          [6, 7, 0],
          [0, 0, 6],
        ]),
        0,
        11,
      ),
    ).toBeNull()
  })

  it('falls by the first and rises by the second as well', () => {
    const sides = [
      [0, 0, 6],
      [6, 7, 0],
    ]
    expect(certified(rings.caseOf(12, sides), 0, 12)).toEqual({ opened: both, cells: both })
  })

  it('adds to what is hidden no more than is missing', () => {
    const rising = { hidden: [1, 3, 4] }
    const table = rings.caseOf(12, [
      [6, 6, 0],
      [0, 0, 6],
    ])
    expect(certified(table, 18, 6, rising)).toEqual({ opened: [], cells: first })
    expect(certified(table, 18, 7, rising)).toEqual({ opened: second, cells: both })
    expect(certified(table, 19, 6, rising)).toBeNull()
    expect(certified(table, 0, 13, rising)).toBeNull()
    const falling = rings.caseOf(12, [
      [0, 0, 6],
      [6, 6, 0],
    ])
    expect(certified(falling, 0, 6, rising)).toEqual({ opened: [], cells: first })
    expect(certified(falling, 13, 6, rising)).toEqual({ opened: second, cells: second })
  })

  it('takes of three rings no more than are missing, the cheaper ones', () => {
    const [one, two, three] = [0, 1, 2].map((k) => rings.cells(3, k))
    const rising = [6, 6, 0]
    const falling = [0, 0, 6]
    const [cheap, dear] = [
      [1, 1, 1],
      [5, 5, 5],
    ]
    const hidden = rings.places(3, 0)
    const opened = (sides: number[][], prices: number[][], width: number, more: Partial<Case> = { hidden }) =>
      certified(rings.caseOf(12, sides, prices), 0, width, more)?.opened
    expect(opened([rising, [0, 0, 4], [0, 0, 4]], [cheap, cheap, dear], 8)).toEqual(two)
    expect(opened([rising, [0, 0, 4], [0, 0, 4]], [cheap, dear, cheap], 8)).toEqual(three)
    expect(opened([falling, [4, 4, 0], [4, 4, 0]], [cheap, cheap, dear], 8)).toEqual(two)
    expect(opened([falling, [4, 4, 0], [4, 4, 0]], [cheap, dear, cheap], 8)).toEqual(three)
    for (const hiddenOne of [rising, falling]) {
      expect(opened([hiddenOne, [0, 0, 4], [4, 4, 0]], [cheap, cheap, dear], 8)).toEqual(two)
      expect(opened([hiddenOne, [0, 0, 4], [4, 4, 0]], [cheap, dear, cheap], 8)).toEqual(three)
    }
    // Down by one ring as far as it goes, up by the cheaper of the others.
    const some = opened([rising, falling, [5, 5, 0]], [cheap, cheap, dear], 12, {})
    expect(some).toEqual([...one!, ...two!].sort((a, b) => a - b))
    expect(opened([rising, falling, [5, 5, 0]], [cheap, cheap, dear], 13, {})).toHaveLength(9)
    // A movement that one ring allows rests on one.
    const table = rings.caseOf(12, [rising, rising, rising])
    const all = { hidden: [0, 1, 2].flatMap((k) => rings.places(3, k)) }
    expect(certified(table, 14, 2, all)?.cells).toHaveLength(3)
    expect(certified(table, 19, 2, all)?.cells).toHaveLength(6)
  })

  it('is certain to whoever is alone in its only ring', () => {
    const table = rings.caseOf(12, [
      [1, 20, 0],
      [0, 3, 0],
    ])
    for (const hidden of [[], rings.places(2, 0)]) {
      expect(certified(table, 0, 1, { lone: true, hidden })).toBeNull()
      expect(certified(table, 0, 1, { lone: false, hidden })?.cells).toEqual(first)
    }
    const falling = rings.caseOf(12, [
      [0, 20, 1],
      [0, 3, 0],
    ])
    expect(certified(falling, 0, 1, { lone: true, hidden: rings.places(2, 0) })).toBeNull()
    expect(certified(falling, 0, 1, { lone: false })?.cells).toEqual(first)
    // Up by one ring and down by the other: whoever is alone in one sees the other.
    const sides = [
      [1, 20, 0],
      [0, 1, 9],
    ]
    const hidden = [0, 1].flatMap((k) => rings.places(2, k))
    expect(certified(rings.caseOf(12, sides), 13, 1, { lone: true, hidden })).not.toBeNull()
    // By the second alone the first is told apart, and the other way round.
    expect(certified(rings.caseOf(12, sides), 13, 1, { lone: true, hidden: rings.places(2, 0) })).toEqual({
      opened: second,
      cells: both,
    })
  })

  it('needs a second ring where somebody is alone in the first', () => {
    const caseOf = (one: number[], two: number[]) => rings.caseOf(12, [one, two], split([1, 1, 1, 5, 5, 5]))
    const table = caseOf([1, 20, 15], [0, 3, 2])
    expect(certified(table, 0, 10, { lone: false })).toEqual({ opened: first, cells: first })
    expect(certified(table, 0, 10, { lone: true })).toEqual({ opened: both, cells: both })
    expect(certified(table, 0, 10, { lone: true, hidden: [2, 6, 8] })).toEqual({ opened: first, cells: both })
    // The second ring lets the cell fall, or rise, by one; or not at all.
    expect(certified(caseOf([1, 20, 15], [3, 3, 0]), 0, 10, { lone: true })?.opened).toEqual(both)
    expect(certified(caseOf([1, 20, 15], [0, 3, 0]), 0, 10, { lone: true })).toBeNull()
    // Nobody is alone in what moves.
    expect(certified(caseOf([20, 20, 15], [1, 1, 1]), 0, 10, { lone: true })?.opened).toEqual(first)
  })
})

it('what is not needed is shown again, the dearest first', () => {
  const of = (prices: number[]) => {
    const table = rings.caseOf(
      12,
      [
        [15, 15, 0],
        [15, 15, 0],
      ],
      split(prices),
    )
    const { problem } = problemOf(engines.flows!, { ...table, demands: [{ cell: 0, reach: 10, width: 10 }] })
    return [...everything(problem).chosen].sort((a, b) => a - b)
  }
  expect(of([1, 1, 30, 10, 10, 11])).toEqual(rings.cells(2, 1))
  expect(of([10, 10, 11, 1, 30, 1])).toEqual(rings.cells(2, 0))
  expect(of([30, 1, 1, 10, 11, 10])).toEqual(rings.cells(2, 1))
})

it('nothing is chosen, however long one looks, where enough is hidden already', () => {
  const sides = [
    [15, 15, 0],
    [15, 15, 0],
  ]
  const table = {
    ...rings.caseOf(12, sides),
    demands: [{ cell: 0, reach: 10, width: 10 }],
    hidden: rings.places(2, 1),
  }
  const { problem } = problemOf(engines.flows!, table)
  const pattern = complement(problem, 50, [0])!
  expect([pattern.chosen.size, pattern.cost, pattern.looks]).toEqual([0, 0, 1])
})

describe('a choice in the making', () => {
  // The 3 is to be hidden: with the two others of its ring, and the last of them, it can be anything up to 15.
  const table = {
    counts: [
      [3, 12, 30],
      [14, 40, 33],
      [20, 21, 22],
    ],
    demands: [
      { cell: 0, reach: 10, width: 10 },
      { cell: 4, reach: 2000, width: 10 },
    ],
    hidden: [8],
  }
  const setUp = () => {
    const set = problemOf(engines.flows!, table)
    return { ...set, pattern: new Pattern(set.problem) }
  }

  it('counts every cell once, and only what was chosen', () => {
    const { pattern, engine, costOf } = setUp()
    pattern.hide(1)
    pattern.hide(1)
    pattern.hide(3)
    expect([...pattern.chosen]).toEqual([1, 3])
    expect(pattern.cost).toBeCloseTo(costOf([1, 3]), 9)
    pattern.publish(1)
    pattern.publish(1)
    expect(pattern.cost).toBeCloseTo(costOf([3]), 9)
    expect([engine.hidden[1], engine.hidden[3]]).toEqual([0, 1])
  })

  it('knows which demands rest on a cell, of those that may be shown', () => {
    const { pattern } = setUp()
    expect(pattern.usersOf(1)).toEqual([])
    pattern.restOn(0, [1, 3, 8])
    pattern.restOn(1, [3])
    expect(pattern.rest(0)).toEqual([1, 3])
    expect([1, 3, 8].map((cell) => pattern.usersOf(cell))).toEqual([[0], [0, 1], []])
    pattern.restOn(0, [1])
    expect([1, 3].map((cell) => pattern.usersOf(cell))).toEqual([[0], [1]])
  })

  it('changes nothing where a demand cannot be met, and says how often it looked', () => {
    const { pattern, engine, problem } = setUp()
    const before = [...engine.hidden]
    expect(pattern.meet(1, problem.costs)).toBe(false)
    expect([...engine.hidden]).toEqual(before)
    expect([pattern.chosen.size, pattern.cost, pattern.looks]).toEqual([0, 0, 1])
    expect(pattern.meet(0, null)).toBe(false)
    expect(pattern.meet(0, problem.costs)).toBe(true)
    expect([...pattern.chosen].sort()).toEqual([1, 3])
    expect(pattern.rest(0).sort()).toEqual([1, 3])
    expect(pattern.looks).toBe(3)
    // It is met now without hiding more.
    expect(pattern.meet(0, null)).toBe(true)
  })

  it('shows again what is not needed, the dearest first, of those that may be', () => {
    const { pattern, problem, engine } = setUp()
    for (const cell of [1, 2, 3, 5, 6, 7]) pattern.hide(cell)
    expect(pattern.meet(0, null)).toBe(true)
    pattern.trim([5, 2])
    expect([...pattern.chosen].sort()).toEqual([1, 3, 6, 7])
    pattern.trim([6, 0, 7])
    expect([...pattern.chosen].sort()).toEqual([1, 3])
    expect([...engine.hidden]).toEqual([1, 1, 0, 1, 1, 0, 0, 0, 1])
    pattern.trim(problem.candidates)
    expect([...pattern.chosen].sort()).toEqual([1, 3])
  })
})

it('numbers that look random are those of mulberry32', () => {
  const next = sequence(1)
  expect([next(), next(), next()]).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522])
  expect(sequence(0)()).toBe(0.26642920868471265)
})
