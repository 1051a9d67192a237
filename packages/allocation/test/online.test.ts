import { describe, expect, it } from 'vitest'
import { check } from '../src/check.ts'
import type { Instance } from '../src/instance.ts'
import { type Batch, type OnlineState, openOnline, placeBatch, splitBatches } from '../src/online.ts'
import { drawn, worthOf } from './oracle.ts'

/** Families that may go to every shelter, with these utilities, and take these units. */
function batchOf(...families: [utilities: number[], demand: number[]][]): Batch {
  return {
    families: families.map(([, demand], i) => ({ id: `${demand} ${i} ${families.length}`, size: 1, demand })),
    pairs: families.flatMap(([utilities], i) => utilities.map((u, k): [number, number, number] => [i, k, u])),
  }
}
const beds = (...capacities: number[]) => ({
  dimensions: ['beds'],
  shelters: capacities.map((c, k) => ({ id: `s${k}`, capacity: [c] })),
})

describe('opening', () => {
  it('begins with empty shelters, nobody seen, and prices of nothing', () => {
    const shelters = {
      dimensions: ['beds', 'cots'],
      shelters: [
        { id: 's', capacity: [1, 2] },
        { id: 't', capacity: [1, 2] },
      ],
      overflow: [4, null],
    }
    expect(openOnline(shelters, { batches: 3 })).toEqual({
      decided: 0,
      batches: 3,
      seed: 1,
      seen: { ...shelters, families: [], pairs: [] },
      assignment: [],
      prices: [0, 0, 0, 0],
    })
    expect(openOnline(shelters, { batches: 3, seed: 8 }).seed).toBe(8)
  })
})

describe('deciding a batch', () => {
  it('keeps room for those to come, unless it is the last', () => {
    const little: [number[], number[]] = [[1], [1]]
    const much: [number[], number[]] = [[10], [1]]
    const today = batchOf(little, much)
    // As many again are expected: two beds go to those like the second.
    const first = placeBatch(openOnline(beds(2), { batches: 2 }), today)
    expect(first.assignment).toEqual([-1, 0])
    expect(first.state.prices[0]).toBeGreaterThan(1)
    expect(placeBatch(openOnline(beds(2), { batches: 1 }), today).assignment).toEqual([0, 0])
    // Nobody comes after the last, nor after more than were expected.
    const second = placeBatch(first.state, batchOf(little))
    expect(second.assignment).toEqual([0])
    expect(placeBatch({ ...first.state, decided: 7 }, batchOf(little)).assignment).toEqual([0])
  })

  it('sends a family where it takes less from those to come', () => {
    // Two beds in the first shelter: today alone both would have one, but two like the second need both.
    const today = batchOf([[9, 8], [1]], [[6, -1], [1]])
    expect(placeBatch(openOnline(beds(2, 9), { batches: 2 }), today).assignment).toEqual([1, 0])
    expect(placeBatch(openOnline(beds(2, 9), { batches: 1 }), today).assignment).toEqual([0, 0])
  })

  it('expects as many more like all those seen as there are batches to come', () => {
    // Of five batches two are decided, so each family seen counts 2 / 3, and those of today 1 more.
    const seen = batchOf([[9], [1]], [[9], [1]], [[9], [1]], [[9], [1]], [[9], [1]], [[9], [1]])
    const shelters = beds(6)
    const state: OnlineState = {
      ...openOnline(shelters, { batches: 5 }),
      decided: 2,
      seen: { ...shelters, ...seen },
      assignment: [-1, -1, -1, -1, -1, -1],
    }
    // 6 × 2/3 = 4 beds for the nines, 5/3 for the six: a bed is worth what the five would give for it.
    const { state: after, assignment } = placeBatch(state, batchOf([[6], [1]], [[5], [1]]))
    expect(after.prices[0]).toBeCloseTo(5, 1)
    expect(assignment[0]).toBe(0)
    const { seen: all, decided } = after
    expect(decided).toBe(3)
    expect(all.families).toHaveLength(8)
    expect(all.pairs.slice(6)).toEqual([
      [6, 0, 6],
      [7, 0, 5],
    ])
    expect(after.assignment).toEqual([-1, -1, -1, -1, -1, -1, ...assignment])
    expect(state).toMatchObject({ decided: 2, assignment: [-1, -1, -1, -1, -1, -1] })
    expect(state.seen.families).toHaveLength(6)
  })

  it('leaves to later batches what the earlier ones did not take, in every dimension', () => {
    const shelters = {
      dimensions: ['beds', 'cots'],
      shelters: [
        { id: 'z', capacity: [3, 1] },
        { id: 'a', capacity: [2, 2] },
      ],
    }
    const open = openOnline(shelters, { batches: 3 })
    const one = placeBatch(
      { ...open, batches: 1 },
      batchOf(
        [
          [9, 1],
          [2, 1],
        ],
        [
          [1, 9],
          [1, 1],
        ],
      ),
    )
    expect(one.assignment).toEqual([0, 1])
    const left = { ...one.state, batches: 2 }
    const two = placeBatch(
      left,
      batchOf(
        [
          [9, -1],
          [1, 1],
        ],
        [
          [9, -1],
          [1, 0],
        ],
        [
          [5, 8],
          [1, 1],
        ],
      ),
    )
    // No cot is left in the first, one bed in each.
    expect(two.assignment).toEqual([-1, 0, 1])
    expect(two.state.assignment).toEqual([0, 1, -1, 0, 1])
  })

  it('prices shelters and dimensions in the order of the input, and weighs what a family takes by them', () => {
    const shelters = {
      dimensions: ['beds', 'cots'],
      shelters: [
        { id: 'z', capacity: [20, 20] },
        { id: 'a', capacity: [20, 3] },
      ],
    }
    const today = batchOf(
      [
        [-1, 30],
        [1, 3],
      ],
      [
        [-1, 20],
        [1, 1],
      ],
      [
        [8, 9],
        [1, 1],
      ],
      [
        [-1, 18],
        [1, 1],
      ],
    )
    const { state, assignment } = placeBatch(openOnline(shelters, { batches: 2 }), today)
    const [zBeds, zCots, aBeds, aCots] = state.prices
    expect([zBeds, zCots, aBeds]).toEqual([0, 0, 0])
    // Three cots for two rounds of these: the twenties take two, and the eighteens make the price.
    expect(aCots).toBeCloseTo(18, 0)
    expect([assignment[0], assignment[1], assignment[2]]).toEqual([-1, 1, 0])
    // Asked to stop at once it keeps the prices it had.
    const next = placeBatch({ ...state, batches: 9 }, today, { stop: () => true })
    expect(next.state.prices).toEqual(state.prices)
  })

  it('keeps communities that arrive together, in later batches too, and forgets them with their batch', () => {
    const shelters = beds(9, 9)
    const open = openOnline(shelters, { batches: 1 })
    const apart = batchOf([[5, 4], [1]], [[4, 5], [1]])
    const together: Batch = { ...apart, communities: [{ families: [0, 1], bonus: 6 }] }
    const first = placeBatch(open, apart)
    expect(first.assignment).toEqual([0, 1])
    const second = placeBatch(first.state, together)
    expect(second.assignment[0]).toBe(second.assignment[1])
    expect(placeBatch(second.state, apart).assignment).toEqual([0, 1])
  })

  it('overfills at its price where that is allowed', () => {
    const soft = { ...beds(1), overflow: [4] }
    const { assignment } = placeBatch(
      openOnline(soft, { batches: 1 }),
      batchOf([[9], [1]], [[5], [1]], [[3], [1]]),
    )
    expect(assignment).toEqual([0, 0, -1])
  })

  it('breaks no rule, whatever arrives', () => {
    for (let seed = 0; seed < 6; seed++) {
      const instance = drawn(seed + 60, {
        families: 9,
        overflow: seed % 3 === 0,
        communities: seed % 3 === 1,
      })
      let state = openOnline(instance, { batches: 3, seed })
      for (const batch of splitBatches(instance, 3)) {
        const before = state.assignment
        const placed = placeBatch(state, batch, { rounds: 2 })
        state = placed.state
        expect(state.assignment).toEqual([...before, ...placed.assignment])
      }
      expect(worthOf(instance, state.assignment)).toBeCloseTo(check(instance, state.assignment).objective, 9)
      expect(state).toMatchObject({
        decided: 3,
        seen: { families: instance.families, pairs: instance.pairs },
      })
    }
  })
})

describe('splitting', () => {
  it('makes batches as equal as can be, in order, each counting its own families', () => {
    const instance: Instance = {
      ...beds(1, 1),
      families: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, size: 1, demand: [1] })),
      pairs: [
        [4, 0, 40],
        [0, 1, 1],
        [2, 0, 20],
        [2, 1, 21],
        [1, 0, 10],
      ],
      communities: [
        { families: [4, 0, 3], bonus: 2 },
        { families: [1, 2], bonus: 3 },
      ],
    }
    const names = splitBatches(instance, 2).map((b) => b.families.map((f) => f.id).join(''))
    expect(names).toEqual(['abc', 'de'])
    expect(splitBatches(instance, 2).map((b) => b.pairs)).toEqual([
      [
        [0, 1, 1],
        [1, 0, 10],
        [2, 0, 20],
        [2, 1, 21],
      ],
      [[1, 0, 40]],
    ])
    expect(splitBatches(instance, 2).map((b) => b.communities)).toEqual([
      [{ families: [1, 2], bonus: 3 }],
      [{ families: [1, 0], bonus: 2 }],
    ])
    expect(splitBatches(instance, 7).map((b) => b.families.length)).toEqual([1, 0, 1, 1, 1, 0, 1])
    const { communities: _, ...none } = instance
    expect(splitBatches(none, 1)).toEqual([{ families: none.families, pairs: expect.any(Array) }])
  })
})
