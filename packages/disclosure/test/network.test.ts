import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axisOf, crossTable, type System, systemOf } from '../src/index.ts'
import { Flow, NetworkEngine, type Wiring, wire } from '../src/network.ts'
import { countsOf, runs, tableOf } from './arbitrary.ts'
import { flowBounds } from './oracle.ts'

const inf = Number.POSITIVE_INFINITY

/** A system of cells that are counted, and sums of them. */
const systemWith = (values: number[], equations: System['equations']): System => ({
  keys: values.map((_, i) => `k${i}`),
  values: Float64Array.from(values),
  equations,
})

describe('a system as a network', () => {
  it('has every cell leave one sum and enter another, so that the known numbers tell every balance', () => {
    const grouped = fc.constantFrom<[Record<string, string[]>, Record<string, string[]>]>(
      [{}, {}],
      [{ A: ['r0', 'r1'] }, {}],
      [{ A: ['r0', 'r1'], B: ['A', 'r2'] }, {}],
      [{}, { A: ['c0', 'c1'] }],
    )
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(20), { minLength: 3, maxLength: 3 }), { minLength: 4, maxLength: 4 }),
        grouped,
        fc.boolean(),
        fc.infiniteStream(fc.boolean()),
        (counts, [rows, cols], totals, coins) => {
          const table = systemOf({ ...tableOf(counts), hierarchy: { rows, cols } }, totals)
          const cells = [...table.keys.keys()].filter(
            (i) => !Number.isNaN(table.values[i]!) && coins.next().value,
          )
          const wiring = wire(table, cells)!
          expect(wiring.outside).toBe(wiring.equations.length)
          expect(wiring.nodes).toBe(wiring.outside + 1)
          const isHidden = (cell: number) => cells.includes(cell)
          // Sums of which no part is hidden have no node.
          expect(wiring.equations).toEqual(
            [...table.equations.keys()].filter((e) => {
              const { total, parts } = table.equations[e]!
              return [total, ...parts].some(isHidden)
            }),
          )
          const balance = new Array<number>(wiring.nodes).fill(0)
          cells.forEach((cell, a) => {
            const sums = table.equations.filter(({ total, parts }) => [total, ...parts].includes(cell)).length
            const ends = [wiring.tail[a]!, wiring.head[a]!]
            expect(ends.filter((end) => end !== wiring.outside)).toHaveLength(sums)
            if (sums === 2) expect(ends[0]).not.toBe(ends[1])
            balance[wiring.tail[a]!]! += table.values[cell]!
            balance[wiring.head[a]!]! -= table.values[cell]!
          })
          wiring.equations.forEach((e, node) => {
            const { total, parts } = table.equations[e]!
            const known = [...parts.map((part) => [part, 1] as const), [total, -1] as const]
              .filter(([cell]) => !isHidden(cell))
              .reduce((sum, [cell, sign]) => sum + sign * table.values[cell]!, 0)
            expect(balance[node]! + 0).toBe(-wiring.sign[node]! * known + 0)
          })
        },
      ),
      { numRuns: runs(100) },
    )
  })

  it('takes a sum that is published twice for one', () => {
    const sum = { total: 2, parts: [0, 1] }
    const wiring = wire(systemWith([1, 2, 3], [sum, { ...sum }, { total: 2, parts: [1] }]), [0, 1])!
    expect(wiring.equations).toEqual([0, 2])
    expect(wiring.nodes).toBe(3)
  })

  it('is none where a cell lies in three sums, or a ring of sums is of odd signs', () => {
    const three = [
      { total: 3, parts: [0, 1] },
      { total: 4, parts: [0, 2] },
      { total: 5, parts: [0, 1, 2] },
    ]
    const system = systemWith([1, 2, 3, 3, 4, 6], three)
    expect(wire(system, [0, 1])).toBeNull()
    // Of three cells each pair adds up to something: every cell counts as a part in both its sums.
    const odd = systemWith(
      [1, 2, 3, 3, 4, 5],
      [
        { total: 3, parts: [0, 1] },
        { total: 4, parts: [0, 2] },
        { total: 5, parts: [1, 2] },
      ],
    )
    expect(wire(odd, [0, 1, 2])).toBeNull()
    expect(wire(odd, [0, 1])).not.toBeNull()
  })
})

/** Networks of a few nodes, some arcs of which can be used one way, both, not at all, or without end. */
const drawnNetwork = fc.integer({ min: 2, max: 6 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    arcs: fc.array(
      fc
        .record({
          tail: fc.nat(nodes - 1),
          step: fc.integer({ min: 1, max: nodes - 1 }),
          forward: fc.constantFrom<number>(0, 1, 2, 3, 5, 8, 13, inf),
          backward: fc.constantFrom<number>(0, 0, 1, 2, 5, 9),
          open: fc.constantFrom(true, true, true, false),
        })
        .map(({ tail, step, ...arc }) => ({ ...arc, tail, head: (tail + step) % nodes })),
      { minLength: 1, maxLength: 12 },
    ),
    limit: fc.constantFrom(0, 1, 4, 7, 30, inf),
  }),
)
type Arc = { tail: number; head: number; forward: number; backward: number; open: boolean }

const wiringOf = (nodes: number, arcs: readonly { tail: number; head: number }[]): Wiring => ({
  nodes,
  outside: nodes - 1,
  tail: Int32Array.from(arcs, ({ tail }) => tail),
  head: Int32Array.from(arcs, ({ head }) => head),
  sign: new Int8Array(nodes),
  equations: [],
})

const flowOf = (nodes: number, arcs: readonly Arc[]): Flow => {
  const flow = new Flow(wiringOf(nodes, arcs))
  arcs.forEach((arc, a) => {
    if (arc.open) flow.open(a, arc.forward, arc.backward)
  })
  return flow
}

/** The least capacity of all cuts between two nodes, by trying every side that holds the source and not the sink. */
const leastCut = (nodes: number, arcs: readonly Arc[], source: number, sink: number): number => {
  let least = inf
  for (let side = 0; side < 2 ** nodes; side++) {
    const within = (v: number) => ((side >> v) & 1) === 1
    if (!within(source) || within(sink)) continue
    let capacity = 0
    for (const { tail, head, forward, backward, open } of arcs) {
      if (open && within(tail) && !within(head)) capacity += forward
      if (open && within(head) && !within(tail)) capacity += backward
    }
    least = Math.min(least, capacity)
  }
  return least
}

describe('a flow', () => {
  it('is as large as the least cut, and can be put back', () => {
    fc.assert(
      fc.property(drawnNetwork, ({ nodes, arcs, limit }) => {
        const flow = flowOf(nodes, arcs)
        const [source, sink] = [0, nodes - 1]
        const before = [...flow.forward, ...flow.backward]
        const amount = flow.maximum(source, sink, limit)
        const least = leastCut(nodes, arcs, source, sink)
        expect(amount).toBe(Math.min(limit, least))
        if (amount < inf) {
          // What leaves the source enters the sink and passes through every other node.
          const net = new Array<number>(nodes).fill(0)
          arcs.forEach((arc, a) => {
            const by = flow.backward[a]! - (arc.open ? arc.backward : 0)
            expect(flow.forward[a]).toBe((arc.open ? arc.forward : 0) - by)
            expect(Math.min(flow.forward[a]!, flow.backward[a]!)).toBeGreaterThanOrEqual(0)
            net[arc.tail]! += by
            net[arc.head]! -= by
            if (by !== 0) expect(flow.touched()).toContain(a)
          })
          expect(net[source]).toBe(amount)
          expect(net[sink]).toBe(0 - amount)
          expect(net.slice(1, -1).every((v) => v === 0)).toBe(true)
          expect(new Set(flow.touched()).size).toBe(flow.touched().length)
          // Pushed twice is pushed on: nothing is left up to the same limit but what was not reached.
          expect(flow.maximum(source, sink, inf)).toBe(least - amount)
        }
        if (least < inf) {
          flow.reachFrom(source)
          expect([flow.reached(source), flow.reached(sink)]).toEqual([true, false])
          // The side that is still reached is a least cut.
          const crossing = arcs.reduce((sum, { tail, head, forward, backward, open }) => {
            if (!open || flow.reached(tail) === flow.reached(head)) return sum
            return sum + (flow.reached(tail) ? forward : backward)
          }, 0)
          expect(crossing).toBe(least)
        }
        flow.putBack()
        expect([...flow.forward, ...flow.backward]).toEqual(before)
        expect(flow.touched()).toEqual([])
        expect(flow.maximum(source, sink, limit)).toBe(Math.min(limit, least))
      }),
      { numRuns: runs(400) },
    )
  })

  it('follows arcs that are opened and closed in any order', () => {
    fc.assert(
      fc.property(
        drawnNetwork,
        fc.array(fc.tuple(fc.nat(11), fc.boolean(), fc.nat(4), fc.nat(4)), { maxLength: 25 }),
        ({ nodes, arcs }, changes) => {
          const flow = flowOf(nodes, arcs)
          const now = arcs.map((arc) => ({ ...arc }))
          for (const [pick, open, forward, backward] of changes) {
            const a = pick % arcs.length
            if (open) flow.open(a, forward, backward)
            else flow.close(a)
            now[a] = { ...now[a]!, open, forward, backward }
            expect(flow.maximum(0, nodes - 1, inf)).toBe(leastCut(nodes, now, 0, nodes - 1))
            flow.putBack()
            expect(flow.maximum(nodes - 1, 0, 6)).toBe(Math.min(6, leastCut(nodes, now, nodes - 1, 0)))
            flow.putBack()
          }
        },
      ),
      { numRuns: runs(100) },
    )
  })

  it('from a node to itself is all that is asked', () => {
    const flow = flowOf(2, [{ tail: 0, head: 1, forward: 1, backward: 0, open: true }])
    expect(flow.maximum(1, 1, 7)).toBe(7)
    expect(flow.touched()).toEqual([])
  })

  it('is the same in a network of thousands of nodes', () => {
    // Two ways from end to end, of 3 and 4, and a bridge in the middle that makes nothing larger.
    const nodes = 4002
    const arcs: Arc[] = []
    for (let v = 0; v + 2 < nodes; v++)
      arcs.push({ tail: v, head: v + 2, forward: v % 2 === 0 ? 3 : 4, backward: 0, open: true })
    arcs.push({ tail: 0, head: 1, forward: 9, backward: 0, open: true })
    arcs.push({ tail: nodes - 2, head: nodes - 1, forward: 2, backward: 0, open: true })
    const flow = flowOf(nodes, arcs)
    expect(flow.maximum(0, nodes - 1, inf)).toBe(6)
    flow.putBack()
    expect(flow.maximum(0, nodes - 1, 5)).toBe(5)
    expect(flow.touched().length).toBeGreaterThan(2000)
  })
})

describe('the cheapest path', () => {
  const drawn = fc.integer({ min: 2, max: 6 }).chain((nodes) =>
    fc.record({
      nodes: fc.constant(nodes),
      arcs: fc.array(
        fc
          .record({
            tail: fc.nat(nodes - 1),
            step: fc.integer({ min: 1, max: nodes - 1 }),
            hidden: fc.boolean(),
            room: fc.constantFrom(0, 1, 2, 4, 10),
            cost: fc.integer({ min: 1, max: 30 }),
          })
          .map(({ tail, step, ...arc }) => ({ ...arc, tail, head: (tail + step) % nodes })),
        { minLength: 1, maxLength: 11 },
      ),
      need: fc.constantFrom(1, 3, 4, 10),
      cell: fc.integer({ min: -1, max: 5 }),
      without: fc.integer({ min: -1, max: 5 }),
    }),
  )

  it('is that of least price among all paths, those that carry only a part costing more', () => {
    fc.assert(
      fc.property(drawn, ({ nodes, arcs, need, cell, without }) => {
        const flow = new Flow(wiringOf(nodes, arcs))
        const hidden = Uint8Array.from(arcs, (arc) => (arc.hidden ? 1 : 0))
        arcs.forEach((arc, a) => {
          if (arc.hidden) flow.open(a, 5, arc.room)
        })
        const costs = Float64Array.from(arcs, ({ cost }) => cost)
        const room = Float64Array.from(arcs, (arc) => arc.room)
        /** What an arc costs one way or the other. */
        const price = (a: number, along: boolean): number => {
          const arc = arcs[a]!
          if (arc.hidden) return along || arc.room > 0 ? 0 : inf
          if (a === cell || a === without) return inf
          return along ? arc.cost : arc.cost * Math.max(1, need / arc.room)
        }
        const least = (from: number, seen: number[]): number => {
          if (from === nodes - 1) return 0
          let best = inf
          arcs.forEach((arc, a) => {
            for (const [start, end, along] of [
              [arc.tail, arc.head, true],
              [arc.head, arc.tail, false],
            ] as const)
              if (start === from && !seen.includes(end))
                best = Math.min(best, price(a, along) + least(end, [...seen, end]))
          })
          return best
        }
        const path = flow.cheapest(0, nodes - 1, need, hidden, costs, room, without, cell)
        const best = least(0, [0])
        if (best === inf) {
          expect(path).toEqual([])
          return
        }
        let at = 0
        let sum = 0
        for (const entry of path) {
          const a = entry >= 0 ? entry : ~entry
          expect(entry >= 0 ? arcs[a]!.tail : arcs[a]!.head).toBe(at)
          at = entry >= 0 ? arcs[a]!.head : arcs[a]!.tail
          sum += price(a, entry >= 0)
        }
        expect(at).toBe(nodes - 1)
        expect(sum).toBeCloseTo(best, 9)
        // Asked again, it has forgotten the first time.
        expect(flow.cheapest(0, nodes - 1, need, hidden, costs, room, without, cell)).toEqual(path)
      }),
      { numRuns: runs(400) },
    )
  })

  const large = fc.record({
    arcs: fc.array(
      fc
        .record({
          tail: fc.nat(29),
          step: fc.integer({ min: 1, max: 29 }),
          hidden: fc.constantFrom(false, false, false, false, false, false, false, true),
          room: fc.constantFrom(0, 1, 2, 4, 10),
          cost: fc.nat(300),
        })
        .map(({ tail, step, ...arc }) => ({ ...arc, tail, head: (tail + step) % 30 })),
      { minLength: 90, maxLength: 140 },
    ),
    need: fc.constantFrom(1, 3, 10),
  })

  it('is as cheap among many as by making every node cheaper until none gets any cheaper', () => {
    fc.assert(
      fc.property(large, ({ arcs, need }) => {
        const flow = new Flow(wiringOf(30, arcs))
        arcs.forEach((arc, a) => {
          if (arc.hidden) flow.open(a, 5, arc.room)
        })
        const price = (a: number, along: boolean): number => {
          const { hidden, room, cost } = arcs[a]!
          if (!along && room === 0) return inf
          if (hidden) return 0
          return along ? cost : cost * Math.max(1, need / room)
        }
        const path = (sink: number) =>
          flow.cheapest(
            0,
            sink,
            need,
            Uint8Array.from(arcs, (arc) => (arc.hidden ? 1 : 0)),
            Float64Array.from(arcs, ({ cost }) => cost),
            Float64Array.from(arcs, ({ room }) => room),
            -1,
            -1,
          )
        const best = new Array<number>(30).fill(inf)
        best[0] = 0
        for (let round = 0; round < 30; round++)
          arcs.forEach(({ tail, head }, a) => {
            best[head] = Math.min(best[head]!, best[tail]! + price(a, true))
            best[tail] = Math.min(best[tail]!, best[head]! + price(a, false))
          })
        for (let sink = 1; sink < 30; sink++) {
          const sum = path(sink).reduce((s, entry) => s + price(entry >= 0 ? entry : ~entry, entry >= 0), 0)
          if (best[sink] === inf) expect(path(sink)).toEqual([])
          else expect(sum).toBeCloseTo(best[sink]!, 6)
        }
      }),
      { numRuns: runs(60) },
    )
  })
})

describe('the attacker of a network', () => {
  const drawn = fc.record({
    counts: countsOf(4, 4, fc.constantFrom(0, 1, 2, 3, 5, 8, 12, 20)),
    coins: fc.infiniteStream(fc.constantFrom(0, 1, 2)),
    floors: fc.infiniteStream(fc.constantFrom(0, 0, 1, 2)),
    cell: fc.nat(15),
    without: fc.integer({ min: -1, max: 15 }),
    cap: fc.constantFrom(1, 4, 10, 40),
    direction: fc.constantFrom<1 | -1>(1, -1),
  })
  const setUp = ({
    counts,
    coins,
    floors,
    cell: pick,
    without: other,
  }: typeof drawn extends fc.Arbitrary<infer T> ? T : never) => {
    const width = counts[0]!.length
    const table = systemOf(tableOf(counts), true)
    const cells = counts.flatMap((line, r) => line.map((_, c) => r * (width + 1) + c))
    const least = counts.flat().map((count) => Math.min(count, floors.next().value))
    const everywhere = new Float64Array(table.keys.length)
    cells.forEach((cell, i) => {
      everywhere[cell] = least[i]!
    })
    const engine = NetworkEngine.of(table, cells, everywhere)!
    const cell = pick % cells.length
    const without = other < 0 || other % cells.length === cell ? -1 : other % cells.length
    for (const i of cells.keys()) if (i === cell || coins.next().value === 0) engine.hide(i)
    const free = counts.map((line, r) => line.map((count, c) => count - least[r * width + c]!))
    const place = (i: number) => [Math.floor(i / width), i % width] as const
    /** How far the cell can move, up or down, when these are hidden, by another attacker. */
    const moves = (isHidden: (i: number) => boolean, direction: 1 | -1): number => {
      const [r, c] = place(cell)
      const hidden = counts.map((line, i) => line.map((_, j) => isHidden(i * width + j)))
      const [min, max] = flowBounds(free, hidden, r, c, without < 0 ? undefined : place(without))
      return direction > 0 ? max - free[r]![c]! : free[r]![c]! - min
    }
    return { engine, cell, without, least, moves, size: cells.length }
  }

  it('knows how far a cell can rise or fall, from the floors on', () => {
    fc.assert(
      fc.property(drawn, (table) => {
        const { engine, cell, without, least, moves } = setUp(table)
        const { cap, direction } = table
        expect([...engine.values]).toEqual(table.counts.flat())
        expect([...engine.room]).toEqual(table.counts.flat().map((count, i) => count - least[i]!))
        const before = [...engine.hidden]
        const swing = engine.swing(cell, direction, cap, without, null)
        expect(swing.amount).toBe(
          Math.min(
            cap,
            moves((i) => before[i] === 1, direction),
          ),
        )
        expect(swing.opened).toEqual([])
        expect([...engine.hidden]).toEqual(before)
        // The cells that move with it are enough for it, and none of them is shown, or known.
        expect(moves((i) => i === cell || swing.cells.includes(i), direction)).toBeGreaterThanOrEqual(
          swing.amount,
        )
        for (const i of swing.cells) expect([i === cell, i === without, before[i]]).toEqual([false, false, 1])
        // Asked again it says the same.
        expect(engine.swing(cell, direction, cap, without, null).amount).toBe(swing.amount)
      }),
      { numRuns: runs(300) },
    )
  })

  it('hides what lets it move as far as anything does, the cheapest first', () => {
    fc.assert(
      fc.property(drawn, (table) => {
        const { engine, cell, without, moves, size } = setUp(table)
        const { cap, direction } = table
        const before = [...engine.hidden]
        const costs = Float64Array.from({ length: size }, (_, i) => 5 + ((i * 7) % 11) + i / 100)
        const swing = engine.swing(cell, direction, cap, without, costs)
        expect(swing.amount).toBe(
          Math.min(
            cap,
            moves(() => true, direction),
          ),
        )
        expect([...engine.hidden]).toEqual(before.map((is, i) => (swing.opened.includes(i) ? 1 : is)))
        for (const i of swing.opened) expect([before[i], swing.cells.includes(i)]).toEqual([0, true])
        expect(new Set(swing.opened).size).toBe(swing.opened.length)
        // As little as one path for one unit: the cheapest of all that suffice.
        for (const i of swing.opened) engine.publish(i)
        expect([...engine.hidden]).toEqual(before)
        if (moves((i) => before[i] === 1, direction) > 0 || moves(() => true, direction) === 0) return
        const one = engine.swing(cell, direction, 1, without, costs)
        const price = (cells: readonly number[]) => cells.reduce((sum, i) => sum + costs[i]!, 0)
        const free = [...before.keys()].filter((i) => before[i] === 0 && i !== without)
        if (free.length > 8) return
        for (let choice = 0; choice < 2 ** free.length; choice++) {
          const hide = free.filter((_, k) => ((choice >> k) & 1) === 1)
          if (price(hide) > price(one.opened) - 1e-9) continue
          expect(moves((i) => before[i] === 1 || hide.includes(i), direction)).toBe(0)
        }
      }),
      { numRuns: runs(150) },
    )
  })

  it('knows by how much at most, and why, where cells are hidden by degrees', () => {
    fc.assert(
      fc.property(drawn, fc.infiniteStream(fc.constantFrom(0, 0, 0.25, 0.5, 1)), (table, drawnDegrees) => {
        const { engine, cell, without, moves, size } = setUp(table)
        const { cap, direction } = table
        const before = [...engine.hidden]
        const degrees = Float64Array.from({ length: size }, () => drawnDegrees.next().value)
        const { amount, coefficients } = engine.cut(cell, direction, cap, without, degrees)
        // Of all cuts of the network, none is lower.
        const { nodes, tail, head } = engine.wiring
        const [source, sink] = direction > 0 ? [head[cell]!, tail[cell]!] : [tail[cell]!, head[cell]!]
        const arcs = [...degrees].map((degree, i) => ({
          tail: tail[i]!,
          head: head[i]!,
          forward: cap * degree,
          backward: Math.min(cap, engine.room[i]!) * degree,
          open: i !== cell && i !== without,
        }))
        expect(amount).toBeCloseTo(Math.min(cap, leastCut(nodes, arcs, source, sink)), 9)
        expect([coefficients.has(cell), coefficients.has(without)]).toEqual([false, false])
        if (amount < cap - 1e-9) {
          const sum = [...coefficients].reduce((s, [i, coefficient]) => s + coefficient * degrees[i]!, 0)
          expect(sum).toBeCloseTo(amount, 9)
          for (const coefficient of coefficients.values()) {
            expect(coefficient).toBeGreaterThan(0)
            expect(coefficient).toBeLessThanOrEqual(cap)
          }
        } else expect(coefficients.size).toBe(0)
        // Whatever is hidden, the cell moves no farther than the cut lets it.
        if (coefficients.size > 0)
          for (const hide of [
            before.map((is) => is === 1),
            before.map((_, i) => !coefficients.has(i)),
            before.map((_, i) => i % 2 === 0),
          ]) {
            const sum = [...coefficients].reduce((s, [i, coefficient]) => s + (hide[i] ? coefficient : 0), 0)
            expect(
              Math.min(
                cap,
                moves((i) => i === cell || hide[i]!, direction),
              ),
            ).toBeLessThanOrEqual(sum)
          }
        // Afterwards all is as it was.
        expect([...engine.hidden]).toEqual(before)
        const now = engine.swing(cell, direction, cap, without, null).amount
        expect(now).toBe(
          Math.min(
            cap,
            moves((i) => before[i] === 1, direction),
          ),
        )
      }),
      { numRuns: runs(200) },
    )
  })

  it('is for networks only', () => {
    const axes = (groups: boolean) =>
      [
        axisOf(['a', 'b', 'c'], groups ? { A: ['a', 'b'] } : {}, 'rows'),
        axisOf(['x', 'y', 'z'], groups ? { X: ['x', 'y'] } : {}, 'cols'),
      ] as const
    for (const groups of [false, true]) {
      const table = crossTable(...axes(groups), () => 10, true)
      const engine = NetworkEngine.of(table, [...table.keys.keys()])
      expect(engine === null).toBe(groups)
    }
  })
})
