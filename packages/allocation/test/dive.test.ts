import { describe, expect, it } from 'vitest'
import { dive, remaining } from '../src/dive.ts'
import { findPrices } from '../src/prices.ts'
import { compile, type Problem } from '../src/problem.ts'
import type { Search } from '../src/search.ts'
import { bruteForce, drawn, worthOf } from './oracle.ts'
import { open, problemOf, where } from './problems.ts'

const never = (): boolean => false
const all = (problem: Problem): number[] => Array.from({ length: problem.families }, (_, i) => i)

/** Dives from prices of nothing, or those given, all families or those given. */
function dived(
  state: Search,
  options: {
    lambda?: number[]
    families?: number[]
    utility?: number[]
    fraction?: number
    stop?: () => boolean
  } = {},
): Float64Array {
  const { problem } = state
  return dive(
    state,
    options.families ?? all(problem),
    options.lambda ? Float64Array.from(options.lambda) : new Float64Array(problem.capacity.length),
    {
      utility: options.utility ? Float64Array.from(options.utility) : problem.utility,
      fraction: options.fraction ?? 0.7,
      stop: options.stop ?? never,
    },
  )
}

describe('the families left', () => {
  it('have the pairs that still fit, the company that is there, and the room that is left', () => {
    const state = open(
      problemOf({
        families: 4,
        shelters: 2,
        dimensions: 2,
        utility: Float64Array.of(9, 9, 1, 2, 3, 4, 5, 6),
        demandStart: Int32Array.of(0, 1, 2, 4, 5),
        demandDimension: Int32Array.of(0, 0, 0, 1, 0),
        demand: Float64Array.of(2, 3, 1, 1, 2),
        capacity: Float64Array.of(4, 1, 4, 0),
        limit: Float64Array.of(4, 1, 5, 0),
        price: Float64Array.of(
          Number.POSITIVE_INFINITY,
          Number.POSITIVE_INFINITY,
          7,
          Number.POSITIVE_INFINITY,
        ),
        communityOf: Int32Array.of(0, -1, -1, 0),
        bonus: Float64Array.of(30),
      }),
    )
    state.place(0, 1)
    const noisy = Float64Array.from(state.problem.utility, (u) => u + 0.5)
    // Family 2 needs what only the first shelter has; family 3 would be with family 0 in the second.
    expect(remaining(state, [2, 3, 1], noisy)).toEqual({
      ...state.problem,
      families: 3,
      start: Int32Array.of(0, 1, 3, 5),
      shelterOf: Int32Array.of(0, 0, 1, 0, 1),
      utility: Float64Array.of(3.5, 5.5, 36.5, 1.5, 2.5),
      demandStart: Int32Array.of(0, 2, 3, 4),
      demandDimension: Int32Array.of(0, 1, 0, 0),
      demand: Float64Array.of(1, 1, 2, 3),
      capacity: Float64Array.of(4, 1, 2, 0),
      limit: Float64Array.of(4, 1, 3, 0),
      communityOf: Int32Array.of(-1, -1, -1),
      bonus: new Float64Array(0),
    })
  })
})

describe('diving', () => {
  it('gives every family its best where there is room for all', () => {
    const state = open(
      problemOf({
        families: 3,
        shelters: 2,
        capacity: Float64Array.of(3, 3),
        utility: Float64Array.of(1, 2, 4, 3, -1, -2),
      }),
    )
    const lambda = dived(state)
    expect([where(state), state.value, [...lambda]]).toEqual([[1, 0, -1], 6, [0, 0]])
  })

  it('places first those who would lose most, and the others by what is left', () => {
    const state = open(problemOf({ families: 2, shelters: 2, utility: Float64Array.of(9, 8, 10, 1) }))
    dived(state)
    expect([where(state), state.value]).toEqual([[1, 0], 18])
    // The second best counts, not the last, and staying out counts as nothing.
    const three = open(
      problemOf({
        families: 2,
        shelters: 3,
        utility: Float64Array.of(10, 9, -9, 10, -9, 2),
        capacity: Float64Array.of(1, 1, 1),
      }),
    )
    dived(three)
    expect(where(three)).toEqual([1, 0])
    const alone = open(problemOf({ families: 2, shelters: 1, utility: Float64Array.of(5, 6) }))
    dived(alone)
    expect(where(alone)).toEqual([-1, 0])
  })

  it('serves equal families in their order', () => {
    const state = open(problemOf({ families: 3, shelters: 1, capacity: Float64Array.of(2) }))
    dived(state, { families: [2, 1, 0] })
    expect(where(state)).toEqual([0, 0, -1])
  })

  it('follows the prices it is given, and those who would rather stay out at them stay out', () => {
    const problem = problemOf({
      families: 2,
      shelters: 2,
      utility: Float64Array.of(9, 8, 3, 1),
      capacity: Float64Array.of(2, 2),
      demand: Float64Array.of(2, 1),
    })
    const state = open(problem)
    const lambda = dived(state, { lambda: [4, 3] })
    expect([where(state), [...lambda]]).toEqual([
      [1, -1],
      [4, 3],
    ])
    const dear = open(problem)
    dived(dear, { lambda: [5, 5] })
    expect(where(dear)).toEqual([-1, -1])
  })

  it('is led by the utilities it is given, and counts the true ones', () => {
    const state = open(problemOf({ families: 1, shelters: 2, utility: Float64Array.of(5, 4) }))
    dived(state, { utility: [5, 5.01] })
    expect([where(state), state.value]).toEqual([[1], 4])
  })

  // Four families that are in no doubt, a large one and three small ones that together are worth more than it.
  const knapsack = problemOf({
    families: 8,
    shelters: 2,
    utility: Float64Array.of(0, 50, 0, 50, 0, 50, 0, 50, 6, 0, 5, 0, 5, 0, 5, 0),
    demand: Float64Array.of(1, 1, 1, 1, 3, 1, 1, 1),
    capacity: Float64Array.of(3, 4),
  })

  it('prices the room that is left once the clearest are placed', () => {
    for (const fraction of [0.5, 0.1]) {
      const state = open(knapsack)
      const lambda = dived(state, { fraction })
      expect([where(state), state.value]).toEqual([[1, 1, 1, 1, -1, 0, 0, 0], 215])
      expect(lambda[0]).toBeGreaterThan(2)
      expect(lambda[0]).toBeLessThanOrEqual(5)
    }
    const atOnce = open(knapsack)
    dived(atOnce, { fraction: 1 })
    expect([where(atOnce), atOnce.value]).toEqual([[1, 1, 1, 1, 0, -1, -1, -1], 206])
  })

  it('ends at once when stopped: by what is clear, and the others wherever they fit', () => {
    const state = open(knapsack)
    const lambda = dived(state, { fraction: 0.5, stop: () => true })
    expect([where(state), [...lambda]]).toEqual([
      [1, 1, 1, 1, 0, -1, -1, -1],
      [0, 0],
    ])
    const second = open(problemOf({ families: 2, shelters: 2, utility: Float64Array.of(9, 3, 10, 1) }))
    dived(second, { stop: () => true })
    expect(where(second)).toEqual([1, 0])
  })

  it('counts company as soon as it is there', () => {
    const state = open(
      problemOf({
        families: 2,
        shelters: 2,
        utility: Float64Array.of(1, 2, 5, 4),
        capacity: Float64Array.of(2, 2),
        communityOf: Int32Array.of(0, 0),
        bonus: Float64Array.of(3),
      }),
    )
    state.place(0, 1)
    dived(state, { families: [1] })
    expect([where(state), state.value]).toEqual([[1, 1], 9])
  })

  it('does not pay more for overflow than it brings', () => {
    const soft = (utility: number[]): Problem =>
      problemOf({
        families: 2,
        shelters: 2,
        utility: Float64Array.from(utility),
        capacity: Float64Array.of(0, 1),
        limit: Float64Array.of(5, 1),
        price: Float64Array.of(4, Number.POSITIVE_INFINITY),
      })
    const none = open(soft([3, -1, 3, -1]))
    dived(none)
    expect(where(none)).toEqual([-1, -1])
    const one = open(soft([3, 1, 9, 5]))
    dived(one)
    expect([where(one), one.value]).toEqual([[1, 0], 6])
    // Nothing that is wished pays, but something else does, for the one who would lose most first.
    const other = open(soft([3, 1, 3, 2]))
    dived(other)
    expect([where(other), other.value]).toEqual([[1, -1], 1])
  })

  it('is feasible, counts what it has, and begun from good prices comes near the best there is', () => {
    let reached = 0
    let best = 0
    for (let seed = 0; seed < 18; seed++) {
      const instance = drawn(seed + 40, {
        families: 6,
        shelters: 2,
        room: 10,
        overflow: seed % 3 === 1,
        communities: seed % 3 === 2,
      })
      const problem = compile(instance, 1)
      const state = open(problem)
      dived(state, { lambda: [...findPrices(problem).lambda] })
      expect(state.value).toBeCloseTo(worthOf(instance, where(state))!, 9)
      reached += state.value
      best += bruteForce(instance)
    }
    expect(reached / best).toBeGreaterThan(0.97)
  })
})
