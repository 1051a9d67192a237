import { describe, expect, it } from 'vitest'
import type { Instance } from '../src/instance.ts'
import { compile } from '../src/problem.ts'
import type { Search } from '../src/search.ts'
import { draw, drawn, worthOf } from './oracle.ts'
import { open, problemOf, where } from './problems.ts'

const full = Number.NEGATIVE_INFINITY
const never = (): boolean => false

const everything = { overflow: true, communities: true }
const kinds = [{}, { overflow: true }, { communities: true }, everything]
/** Forty instances of every kind, some with long lists of members. */
const cases: Instance[] = Array.from({ length: 40 }, (_, seed) =>
  drawn(seed, { ...kinds[seed % 4], families: 7, shelters: 2 + (seed % 2), room: 6 + (seed % 3) * 4 }),
)

/** An allocation begun by chance: each family in turn somewhere it fits, or nowhere. */
function begun(instance: Instance, seed: number): Search {
  const problem = compile(instance, seed)
  const state = open(problem)
  const below = draw(seed + 500)
  for (let i = 0; i < problem.families; i++) {
    const fitting = [-1, -1]
    for (let p = problem.start[i]!; p < problem.start[i + 1]!; p++)
      if (state.gainOfAdding(i, p) > full) fitting.push(p)
    const pair = fitting[below(fitting.length)]!
    if (pair >= 0) state.place(i, pair)
  }
  return state
}

describe('adding a family', () => {
  // Two dimensions; the first shelter may be overfilled by 2 beds at 3 each, never in cots.
  const two = problemOf({
    families: 3,
    shelters: 2,
    dimensions: 2,
    utility: Float64Array.of(10, 4, 8, 5, 6, 6),
    demandStart: Int32Array.of(0, 2, 3, 4),
    demandDimension: Int32Array.of(0, 1, 0, 0),
    demand: Float64Array.of(2, 1, 2, 3),
    capacity: Float64Array.of(3, 1, 2, 0),
    limit: Float64Array.of(5, 1, 2, 0),
    price: Float64Array.of(3, ...new Array<number>(3).fill(Number.POSITIVE_INFINITY)),
  })

  it('gains its utility less the price of the units above capacity that it adds', () => {
    const state = open(two)
    expect(state.gainOfAdding(0, 0)).toBe(10)
    expect(state.gainOfAdding(0, 1)).toBe(full) // no cot there
    expect(state.gainOfAdding(2, 4)).toBe(6)
    expect(state.gainOfAdding(2, 5)).toBe(full) // three beds in two
    state.place(0, 0)
    expect(state.gainOfAdding(1, 2)).toBe(8 - 3) // 4 of 3 beds
    expect(state.gainOfAdding(2, 4)).toBe(6 - 6) // 5 of 3 beds
    state.place(1, 2)
    expect(state.value).toBe(15)
    expect([...state.load]).toEqual([4, 1, 0, 0])
    expect(state.gainOfAdding(2, 4)).toBe(full) // 7 of at most 5
    expect(state.remove(1)).toBe(5)
    expect(state.remove(1)).toBe(0)
    expect(state.value).toBe(10)
    state.place(2, 4)
    // Two units over already: a family of two more would pay for its own units alone, if they were allowed.
    const wider = open({ ...two, limit: Float64Array.of(9, 1, 2, 0) })
    wider.place(0, 0)
    wider.place(2, 4)
    expect(wider.gainOfAdding(1, 2)).toBe(8 - 3 * 2)
  })

  it('tells what fits, whatever it costs, and lets rounding pass', () => {
    const state = open(two)
    state.place(0, 0)
    expect([state.fits(1, 2), state.fits(2, 4), state.fits(2, 5), state.fits(1, 3)]).toEqual([
      true,
      true,
      false,
      true,
    ])
    const tenths = open(
      problemOf({
        families: 2,
        shelters: 1,
        demand: Float64Array.of(0.1, 0.2),
        capacity: Float64Array.of(0.3),
      }),
    )
    tenths.place(0, 0)
    expect(tenths.fits(1, 1)).toBe(true)
    expect(tenths.gainOfAdding(1, 1)).toBe(1)
  })

  it('gains the bonus of its community where another of it already is', () => {
    const state = open(
      problemOf({
        families: 4,
        shelters: 2,
        capacity: Float64Array.of(4, 4),
        communityOf: Int32Array.of(0, 0, 1, -1),
        bonus: Float64Array.of(5, 3),
      }),
    )
    expect(state.gainOfAdding(0, 0)).toBe(1)
    state.place(0, 1)
    expect([0, 1].map((k) => state.companyAt(1, k))).toEqual([0, 5])
    expect([0, 1].map((k) => state.companyAt(2, k))).toEqual([0, 0])
    expect(state.companyAt(3, 1)).toBe(0)
    state.place(1, 3)
    expect(state.value).toBe(1 + 6)
    state.remove(0)
    expect([state.companyAt(0, 1), state.value]).toEqual([5, 1])
    state.remove(1)
    expect([state.companyAt(0, 1), state.value]).toEqual([0, 0])
  })

  it('keeps value and loads as they are counted anew, whoever comes and goes', () => {
    cases.forEach((instance, seed) => {
      const state = begun(instance, seed)
      const below = draw(seed)
      for (let change = 0; change < 12; change++) {
        const i = below(state.problem.families)
        state.remove(i)
        const pairs = state.problem.start[i + 1]! - state.problem.start[i]!
        const p = state.problem.start[i]! + below(Math.max(1, pairs))
        if (pairs > 0 && state.gainOfAdding(i, p) > full) {
          expect(state.fits(i, p)).toBe(true)
          state.place(i, p)
        }
        expect(state.value).toBeCloseTo(worthOf(instance, where(state))!, 9)
      }
    })
  })
})

describe('the best pair', () => {
  it('is the one that gains most, none where nothing gains', () => {
    const state = open(
      problemOf({ families: 3, shelters: 3, utility: Float64Array.of(2, 7, 5, 0, -1, 1e-9, 7, 7, 8) }),
    )
    expect([0, 1, 2].map((i) => state.bestPair(i))).toEqual([1, -1, 8])
    state.place(0, 1)
    state.remove(0)
    state.place(2, 8)
    expect(state.bestPair(0)).toBe(1)
    state.place(1, 4)
    expect(state.bestPair(0)).toBe(0) // the second is full, the third too
  })

  it('weighs what company adds', () => {
    const state = open(
      problemOf({
        families: 2,
        shelters: 2,
        utility: Float64Array.of(4, 1, 4, -1),
        capacity: Float64Array.of(1, 2),
        communityOf: Int32Array.of(0, 0),
        bonus: Float64Array.of(9),
      }),
    )
    state.place(0, 1)
    expect(state.bestPair(1)).toBe(3)
  })
})

describe('improving', () => {
  /** The best that moving family i, alone or with one other that gives way, can reach: by trying it all. */
  function reachable(instance: Instance, state: Search, i: number): number {
    const family = state.problem.inputFamily[i]!
    const now = where(state)
    const shelters = (of: number): number[] => instance.pairs.filter(([f]) => f === of).map(([, k]) => k)
    let best = worthOf(instance, now)!
    const tried = (a: number[]): void => {
      best = Math.max(best, worthOf(instance, a) ?? full)
    }
    for (const k of shelters(family)) {
      if (k === now[family]) continue
      const moved = now.map((at, f) => (f === family ? k : at))
      tried(moved)
      now.forEach((at, other) => {
        if (at !== k || other === family) return
        for (const to of [-1, ...shelters(other)]) tried(moved.map((x, f) => (f === other ? to : x)))
      })
    }
    return best
  }

  it('finds the best move, swap or ejection of a family, as trying them all does, and takes it', () => {
    cases.forEach((instance, seed) => {
      const state = begun(instance, seed)
      for (let i = 0; i < state.problem.families; i++) {
        const before = state.value
        const best = reachable(instance, state, i)
        const changed = state.improveFamily(i)
        expect(state.value).toBeCloseTo(best, 9)
        expect(worthOf(instance, where(state))).toBeCloseTo(best, 9)
        expect(changed).toBe(best > before + 1e-6)
      }
    })
  })

  it('moves, swaps, ejects', () => {
    const three = { families: 3, shelters: 2, capacity: Float64Array.of(1, 1) }
    // A move to where it is better.
    const moved = open(problemOf({ ...three, utility: Float64Array.of(3, 8, 1, 1, 1, 1) }))
    moved.place(0, 0)
    expect([moved.improveFamily(0), where(moved), moved.value]).toEqual([true, [1, -1, -1], 8])
    expect([moved.improveFamily(0), moved.value]).toEqual([false, 8])
    // Two change places.
    const swapped = open(problemOf({ ...three, utility: Float64Array.of(3, 8, 7, 6, 1, 1) }))
    swapped.place(0, 0)
    swapped.place(1, 3)
    expect([swapped.improveFamily(0), where(swapped), swapped.value]).toEqual([true, [1, 0, -1], 15])
    // One that waits takes the place of another, which waits now.
    const waits = open(problemOf({ ...three, utility: Float64Array.of(3, 0, 0, 6, 9, 0) }))
    waits.place(0, 0)
    waits.place(1, 3)
    expect([waits.improveFamily(2), where(waits), waits.value]).toEqual([true, [-1, 1, 0], 15])
  })

  it('lets another give way though nothing but the price of overflow is saved', () => {
    // Two beds: one is taken for good, and the family of two pays 3 for the third where a family of one pays nothing.
    const state = open(
      problemOf({
        families: 3,
        shelters: 2,
        utility: Float64Array.of(8, 8, 5, 5, 9, 0),
        demand: Float64Array.of(1, 2, 1),
        capacity: Float64Array.of(2, 2),
        limit: Float64Array.of(4, 2),
        price: Float64Array.of(3, Number.POSITIVE_INFINITY),
      }),
    )
    state.place(2, 4)
    state.place(1, 2)
    state.place(0, 1)
    expect(state.value).toBe(8 + 5 + 9 - 3)
    expect([state.improveFamily(0), where(state), state.value]).toEqual([true, [0, 1, 0], 22])
  })

  it('weighs the company that either finds', () => {
    const three = {
      families: 3,
      shelters: 3,
      capacity: Float64Array.of(2, 2, 1),
      bonus: Float64Array.of(6),
    }
    // The first is with its own only where another gives way to it.
    const joins = open(
      problemOf({
        ...three,
        utility: Float64Array.of(5, 8, 0, 5, 0, 0, 5, 5, 0),
        communityOf: Int32Array.of(0, 0, -1),
      }),
    )
    joins.place(0, 1)
    joins.place(1, 3)
    joins.place(2, 6)
    expect([joins.improveFamily(0), where(joins), joins.value]).toEqual([true, [0, 0, 1], 5 + 6 + 5 + 5])
    // The one that gives way is with its own only then.
    const gives = open(
      problemOf({
        ...three,
        capacity: Float64Array.of(1, 2, 1),
        utility: Float64Array.of(8, -9, 8, 5, 5, 0, 0, 5, 0),
        communityOf: Int32Array.of(-1, 0, 0),
      }),
    )
    gives.place(0, 2)
    gives.place(1, 3)
    gives.place(2, 7)
    expect([gives.improveFamily(0), where(gives), gives.value]).toEqual([true, [0, 1, 1], 8 + 5 + 6 + 5])
  })

  it('leaves what cannot be bettered as it was, in the order it was', () => {
    const state = open(
      problemOf({
        families: 4,
        shelters: 1,
        capacity: Float64Array.of(3),
        utility: Float64Array.of(5, 6, 7, 2),
      }),
    )
    for (const i of [0, 1, 2]) state.place(i, i)
    for (const i of [3, 1, 0, 2, 3]) expect(state.improveFamily(i)).toBe(false)
    expect([where(state), state.value, state.load[0]]).toEqual([[0, 0, 0, -1], 18, 3])
  })

  it('passes over the families until nothing changes, or as often as allowed', () => {
    // A chain: each would rather be where the next one is, and the last has a free place to go to.
    const chain = problemOf({
      families: 4,
      shelters: 5,
      capacity: Float64Array.of(1, 1, 1, 1, 1),
      utility: Float64Array.from({ length: 20 }, (_, p) => [5, 9][(p % 5) - Math.floor(p / 5)] ?? -9),
    })
    const improved = (order: number[], passes?: number): [number[], number] => {
      const state = open(chain)
      for (let i = 0; i < 4; i++) state.place(i, i * 6)
      state.improve(Int32Array.from(order), never, passes)
      return [where(state), state.value]
    }
    // The third puts the fourth to its better place and takes its own; only then have the others theirs free.
    expect(improved([0, 1, 2, 3], 0)).toEqual([[0, 1, 2, 3], 20])
    expect(improved([0, 1, 2, 3], 1)).toEqual([[0, 1, 3, 4], 28])
    expect(improved([0, 1, 2, 3])).toEqual([[1, 2, 3, 4], 36])
    expect(improved([3])).toEqual([[0, 1, 2, 4], 24])
  })

  it('stops when asked, which it looks at every eighth family', () => {
    const n = 20
    const state = open(problemOf({ families: n, shelters: 1, capacity: Float64Array.of(n) }))
    let asked = 0
    state.improve(
      Int32Array.from({ length: n }, (_, i) => i),
      () => ++asked > 2,
    )
    expect([asked, state.value]).toEqual([3, 16])
  })
})

describe('inserting', () => {
  const problem = problemOf({
    families: 2,
    shelters: 3,
    utility: Float64Array.of(5, 9, 8, 9, -1, 0),
    demand: Float64Array.of(2, 1),
    capacity: Float64Array.of(2, 2, 2),
  })

  it('weighs the prices of what a family takes', () => {
    const state = open(problem, [0, 3, 2])
    expect([0, 1, 2].map((p) => state.reduced(0, p))).toEqual([5, 3, 4])
    state.insert(0)
    expect(where(state)).toEqual([0, -1])
    const free = open(problem)
    free.insert(0)
    expect(where(free)).toEqual([1, -1])
  })

  it('reads the price of each dimension of a shelter', () => {
    const two = problemOf({
      families: 1,
      shelters: 2,
      dimensions: 2,
      utility: Float64Array.of(20, 20),
      demandStart: Int32Array.of(0, 2),
      demandDimension: Int32Array.of(0, 1),
      demand: Float64Array.of(2, 1),
      capacity: Float64Array.of(5, 5, 5, 5),
      limit: Float64Array.of(5, 5, 5, 5),
    })
    const state = open(two, [3, 1, 2, 4])
    expect([state.reduced(0, 0), state.reduced(0, 1)]).toEqual([13, 12])
  })

  it('puts none where it gains nothing or does not fit', () => {
    const state = open(problem, [0, 0, 0])
    state.place(0, 0)
    state.insert(1)
    expect([where(state), state.value]).toEqual([[0, -1], 5])
  })

  it('counts company and the price of overflow as they are', () => {
    const soft = problemOf({
      families: 3,
      shelters: 2,
      utility: Float64Array.of(6, 0, 6, 5, 9, 7),
      limit: Float64Array.of(3, 3),
      price: Float64Array.of(4, 4),
      communityOf: Int32Array.of(0, 0, -1),
      bonus: Float64Array.of(3),
    })
    const state = open(soft)
    state.place(0, 0)
    state.insert(2) // 9 − 4 for one too many against 7
    expect(where(state)).toEqual([0, -1, 1])
    state.remove(2)
    state.insert(1) // 6 − 4 + 3 against 5
    expect(where(state)).toEqual([0, 0, -1])
  })
})

describe('going back', () => {
  it('restores an earlier choice, whatever came after', () => {
    cases.forEach((instance, seed) => {
      const state = begun(instance, seed)
      const choice = state.choice.slice()
      const { value } = state
      const load = [...state.load]
      const order = Int32Array.from(choice.keys())
      state.improve(order, never)
      expect(state.value).toBeGreaterThanOrEqual(value - 1e-9)
      const better = state.choice.slice()
      const reached = state.value
      state.restore(choice)
      expect([...state.choice]).toEqual([...choice])
      expect(state.value).toBeCloseTo(value, 9)
      expect([...state.load]).toEqual(load)
      state.restore(better)
      expect(state.value).toBeCloseTo(reached, 9)
    })
  })
})
