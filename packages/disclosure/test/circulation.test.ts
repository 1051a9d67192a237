import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CirculationEngine } from '../src/circulation.ts'
import { type System, systemOf } from '../src/index.ts'
import { runs, tableOf } from './arbitrary.ts'
import { rationalBounds } from './oracle.ts'

/** Bounds of some cells when exactly these are hidden and each is at least its floor, by rational linear programming. */
function boundsOf(system: System, hidden: readonly number[], floors: ArrayLike<number>): [number, number][] {
  const a: number[][] = []
  const b: number[] = []
  for (const { total, parts } of system.equations) {
    const row = hidden.map((cell) => (parts.includes(cell) ? 1 : 0) - (cell === total ? 1 : 0))
    a.push(row)
    b.push(hidden.reduce((sum, cell, k) => sum + row[k]! * (system.values[cell]! - floors[cell]!), 0))
  }
  return rationalBounds(a, b)!.map(([min, max], k) => [min + floors[hidden[k]!]!, max + floors[hidden[k]!]!])
}

/** Tables grouped on neither axis, one, or both, whose margins may be hidden too. */
const drawn = fc.record({
  counts: fc.array(fc.array(fc.constantFrom(0, 1, 2, 3, 5, 8, 12, 20), { minLength: 3, maxLength: 3 }), {
    minLength: 3,
    maxLength: 3,
  }),
  rows: fc.constantFrom<Record<string, string[]>>({}, { A: ['r0', 'r1'] }),
  cols: fc.constantFrom<Record<string, string[]>>({}, { X: ['c0', 'c1'] }),
  /** 0 for hidden, 1 for shown, 2 for what is no concern of the engine's. */
  coins: fc.infiniteStream(fc.constantFrom(0, 0, 1, 1, 2)),
  floors: fc.infiniteStream(fc.constantFrom(0, 0, 1, 2)),
  cell: fc.nat(),
  without: fc.nat(),
  knowing: fc.boolean(),
  cap: fc.constantFrom(1, 4, 10, 40),
  direction: fc.constantFrom<1 | -1>(1, -1),
})

const setUp = ({
  counts,
  rows,
  cols,
  coins,
  floors: drawnFloors,
  cell: pick,
  without: other,
  knowing,
}: typeof drawn extends fc.Arbitrary<infer T> ? T : never) => {
  const system = systemOf({ ...tableOf(counts), hierarchy: { rows, cols } }, true)
  const roles = system.keys.map(() => coins.next().value)
  const cells = [...system.keys.keys()].filter((i) => roles[i] !== 2 || i === 0)
  const floors = system.values.map((value) => Math.min(value, drawnFloors.next().value))
  const engine = new CirculationEngine(cells, system, floors)
  const cell = pick % cells.length
  const without = !knowing || other % cells.length === cell ? -1 : other % cells.length
  cells.forEach((i, k) => {
    if (k === cell || roles[i] === 0) engine.hide(k)
  })
  /** How far the cell can move when these are hidden and one does not move, by the other attacker. */
  const moves = (isHidden: (k: number) => boolean, direction: 1 | -1): number => {
    const hidden = cells.filter((_, k) => k === cell || (k !== without && isHidden(k)))
    const [min, max] = boundsOf(system, hidden, floors)[hidden.indexOf(cells[cell]!)]!
    const value = system.values[cells[cell]!]!
    return direction > 0 ? max - value : value - min
  }
  return { engine, system, floors, cells, cell, without, moves }
}

describe('the attacker by linear programming', () => {
  it('knows how far a cell can rise or fall, groups on both axes or not', () => {
    fc.assert(
      fc.property(drawn, (table) => {
        const { engine, system, floors, cells, cell, without, moves } = setUp(table)
        const { cap, direction } = table
        expect([...engine.values]).toEqual(cells.map((i) => system.values[i]))
        expect([...engine.room]).toEqual(cells.map((i) => system.values[i]! - floors[i]!))
        const before = [...engine.hidden]
        const swing = engine.swing(cell, direction, cap, without, null)
        expect(swing.amount).toBeCloseTo(
          Math.min(
            cap,
            moves((k) => before[k] === 1, direction),
          ),
          5,
        )
        expect(swing.opened).toEqual([])
        expect([...engine.hidden]).toEqual(before)
        for (const k of swing.cells) expect([k === cell, k === without, before[k]]).toEqual([false, false, 1])
        // The cells that move with it are enough for it.
        expect(moves((k) => swing.cells.includes(k), direction)).toBeGreaterThan(swing.amount - 1e-5)
      }),
      { numRuns: runs(80) },
    )
  })

  it('hides what lets it move as far as anything does', () => {
    fc.assert(
      fc.property(drawn, (table) => {
        const { engine, cells, cell, without, moves } = setUp(table)
        const { cap, direction } = table
        const before = [...engine.hidden]
        const costs = Float64Array.from(cells, (_, i) => 5 + ((i * 7) % 11))
        const swing = engine.swing(cell, direction, cap, without, costs)
        expect(swing.amount).toBeCloseTo(
          Math.min(
            cap,
            moves(() => true, direction),
          ),
          5,
        )
        expect([...engine.hidden]).toEqual(before.map((is, k) => (swing.opened.includes(k) ? 1 : is)))
        for (const k of swing.opened) expect([before[k], swing.cells.includes(k)]).toEqual([0, true])
        for (const k of swing.cells) expect([k === cell, k === without]).toEqual([false, false])
        expect(moves((k) => swing.cells.includes(k), direction)).toBeGreaterThan(swing.amount - 1e-5)
      }),
      { numRuns: runs(80) },
    )
  })

  it('hides the cheapest cells that let it move by one', () => {
    fc.assert(
      fc.property(drawn, (table) => {
        // In a table that is not grouped, a movement by one goes round a ring of cells, each by one.
        const { engine, cells, cell, without, moves } = setUp({ ...table, rows: {}, cols: {} })
        const { direction } = table
        const before = [...engine.hidden]
        const costs = Float64Array.from(cells, (_, i) => 5 + ((i * 7) % 11))
        fc.pre(moves((k) => before[k] === 1, direction) === 0 && moves(() => true, direction) > 0)
        const { opened } = engine.swing(cell, direction, 1, without, costs)
        const price = (choice: readonly number[]) => choice.reduce((sum, k) => sum + costs[k]!, 0)
        const free = [...before.keys()].filter((k) => before[k] === 0 && k !== without)
        fc.pre(free.length <= 7)
        for (let choice = 0; choice < 2 ** free.length; choice++) {
          const hide = free.filter((_, k) => ((choice >> k) & 1) === 1)
          if (price(hide) >= price(opened)) continue
          expect(moves((k) => before[k] === 1 || hide.includes(k), direction)).toBe(0)
        }
      }),
      { numRuns: runs(40) },
    )
  })

  // A ring of four cells: the first can fall by 12, and rise by what its neighbours can fall.
  const ring = [
    [12, 5, 30],
    [3, 40, 50],
    [60, 70, 80],
  ]
  const engineOf = () => {
    const system = systemOf(tableOf(ring), true)
    const cells = [0, 1, 2, 4, 5, 6, 8, 9, 10]
    return new CirculationEngine(cells, system)
  }

  it('weighs what a cell costs by how much of the movement it can carry', () => {
    const engine = engineOf()
    engine.hide(0)
    // Up by 3 goes round by the cheap small cells; up by 12 takes the large ones, though dearer.
    const costs = Float64Array.from([0, 10, 14, 10, 10, 14, 14, 14, 14])
    expect(engine.swing(0, 1, 3, -1, costs)).toEqual({ amount: 3, cells: [1, 3, 4], opened: [1, 3, 4] })
    const other = engineOf()
    other.hide(0)
    const wide = other.swing(0, 1, 12, -1, costs)
    expect(wide.amount).toBeCloseTo(12, 6)
    expect(wide.opened).toEqual([2, 6, 8])
  })

  it('moves as far however dear or cheap all is that it needs', () => {
    for (const times of [1e-9, 1, 1e9]) {
      const engine = engineOf()
      engine.hide(0)
      const costs = Float64Array.from([0, 10, 14, 10, 10, 14, 14, 14, 14], (cost) => cost * times)
      expect(engine.swing(0, 1, 3, -1, costs)).toEqual({ amount: 3, cells: [1, 3, 4], opened: [1, 3, 4] })
    }
  })

  it('does not move what cannot move', () => {
    const engine = engineOf()
    engine.hide(0)
    expect(engine.swing(0, 1, 10, -1, null)).toEqual({ amount: 0, cells: [], opened: [] })
    const zero = [
      [0, 5],
      [6, 7],
    ]
    const empty = new CirculationEngine([0, 1, 3, 4], systemOf(tableOf(zero), true))
    for (const k of [0, 1, 2, 3]) empty.hide(k)
    expect(empty.swing(0, -1, 10, -1, null)).toEqual({ amount: 0, cells: [], opened: [] })
    expect(empty.swing(0, 1, 10, -1, null)).toEqual({ amount: 5, cells: [1, 2, 3], opened: [] })
    expect(empty.swing(0, 1, 10, 3, null)).toEqual({ amount: 0, cells: [], opened: [] })
    empty.publish(3)
    expect(empty.swing(0, 1, 10, -1, null)).toEqual({ amount: 0, cells: [], opened: [] })
  })
})
