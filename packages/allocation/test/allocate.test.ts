import { describe, expect, it } from 'vitest'
import {
  type AllocationProgress,
  alarm,
  describe as described,
  loadOf,
  pricesOf,
  solveAnytime,
  solveOnline,
  tiersOf,
} from '../src/allocate.ts'
import { boundOfPrices, check } from '../src/check.ts'
import type { Instance } from '../src/instance.ts'
import { compile } from '../src/problem.ts'
import { good } from './good.ts'
import { bruteForce, bruteForceByTiers, drawn, worthOf } from './oracle.ts'

/** Shelters of so many beds; families that take so many, in a tier, with a utility for each shelter (none: not eligible). */
function town(
  capacities: number[],
  families: { beds?: number; tier?: number; utilities: (number | null)[] }[],
  names = capacities.map((_, k) => `s${k}`),
): Instance {
  return {
    dimensions: ['beds'],
    families: families.map(({ beds = 1 }, i) => ({ id: `f${i}`, size: beds, demand: [beds] })),
    shelters: capacities.map((c, k) => ({ id: names[k]!, capacity: [c] })),
    pairs: families.flatMap(({ utilities }, i) =>
      utilities.flatMap((u, k): [number, number, number][] => (u === null ? [] : [[i, k, u]])),
    ),
    ...(families.some((f) => f.tier !== undefined) ? { tiers: families.map((f) => f.tier ?? 0) } : {}),
  }
}
/** A clock that goes on by one whenever it is read. */
function clock(): () => number {
  let time = 100
  return () => time++
}

describe('an alarm', () => {
  it('rings from its time on, never without one, and needs a clock', () => {
    let time = 5
    const rings = alarm(() => time, 10)
    time = 14
    expect(rings()).toBe(false)
    time = 15
    expect(rings()).toBe(true)
    expect(alarm(() => time, undefined)()).toBe(false)
    expect(alarm(undefined, undefined)()).toBe(false)
    expect(() => alarm(undefined, 10)).toThrow(new TypeError('a time limit needs a clock: pass now'))
  })
})

describe('an allocation', () => {
  it('is counted anew, and its bound is never below what it is worth', () => {
    const instance = good()
    const assignment = [0, -1]
    const told = described(instance, 'exact', assignment, 40, [[7, 0]])
    expect(told).toEqual({
      method: 'exact',
      assignment,
      objective: 30,
      bound: 40,
      gap: 1 / 3,
      placedPeople: 3,
      unplacedFamilies: 1,
      violations: 0,
      prices: [[7, 0]],
    })
    expect(told.assignment).not.toBe(assignment)
    expect(described(instance, 'exact', [0, 0], 39.9, [])).toMatchObject({ objective: 40, bound: 40, gap: 0 })
    const tight: Instance = { ...instance, shelters: [{ id: 's', capacity: [3, 0] }] }
    const tiers = [{ tier: 0, value: 1, bound: 2 }]
    expect(described(tight, 'online', [0, 0], 0, [], tiers)).toMatchObject({ violations: 2, tiers })
  })

  it('lists prices and loads by the shelters of the input', () => {
    const instance: Instance = {
      ...good(),
      shelters: [
        { id: 'z', capacity: [9, 9] },
        { id: 'a', capacity: [9, 9] },
      ],
    }
    const problem = compile(instance, 1)
    expect(pricesOf(problem, Float64Array.of(1, 2, 3, 4))).toEqual([
      [3, 4],
      [1, 2],
    ])
    expect([...loadOf(instance, [1, 1])]).toEqual([0, 0, 4, 1])
    expect([...loadOf(instance, [0, -1])]).toEqual([3, 1, 0, 0])
    expect([...loadOf(instance, [0])]).toEqual([3, 1, 0, 0])
  })

  it('has its tiers in order', () => {
    expect(tiersOf({ ...good(), tiers: [10, 9, 10, 0] })).toEqual([0, 9, 10])
    expect(tiersOf(good())).toEqual([])
  })
})

describe('anytime', () => {
  it('answers allocation, bound and prices, and tells its search', () => {
    const instance = town([1, 2], [{ utilities: [9, 8] }, { utilities: [10, 1] }, { utilities: [null, 3] }])
    const told: AllocationProgress[] = []
    const a = solveAnytime(instance, { onProgress: (p) => told.push(p) })
    expect(a).toMatchObject({ method: 'anytime', assignment: [1, 0, 1], objective: 21, violations: 0 })
    expect(a.bound).toBeCloseTo(boundOfPrices(instance, a.prices), 9)
    expect(a).not.toHaveProperty('tiers')
    expect(told.at(-1)).toEqual({ value: 21, bound: a.bound, stage: 'search' })
  })

  it('has one tier where all are of one', () => {
    const instance = town(
      [1],
      [
        { utilities: [5], tier: 3 },
        { utilities: [4], tier: 3 },
      ],
    )
    const a = solveAnytime(instance)
    expect(a.tiers).toEqual([{ tier: 3, value: 5, bound: a.bound }])
  })

  it('serves a tier before the later ones, whatever it costs them', () => {
    const instance = town(
      [2],
      [
        { beds: 2, tier: 1, utilities: [100] },
        { tier: 0, utilities: [1] },
        { tier: 0, utilities: [2] },
      ],
    )
    const told: AllocationProgress[] = []
    const a = solveAnytime(instance, { onProgress: (p) => told.push(p) })
    expect(a.assignment).toEqual([-1, 0, 0])
    expect(a.tiers!.map((t) => [t.tier, t.value])).toEqual([
      [0, 3],
      [1, 3],
    ])
    expect(a.tiers![0]!.bound).toBeCloseTo(3, 6)
    // Without tiers the large family would be worth 100, which is what the bound of all knows.
    expect(a.tiers![1]!.bound).toBe(a.bound)
    expect(a.bound).toBeGreaterThanOrEqual(100 - 1e-6)
    expect([...new Set(told.map((p) => p.stage))]).toEqual(['tier 0', 'tier 1'])
  })

  it('prefers, among what is as good for a tier, what the later ones miss least', () => {
    const families = (own: number[], later: (number | null)[]) => [
      { tier: 0, utilities: own },
      { tier: 1, utilities: later },
      { tier: 1, utilities: later.map((u) => u && u - 5) },
    ]
    for (const names of [
      ['s', 't'],
      ['t', 's'],
    ]) {
      const first = solveAnytime(town([1, 1], families([5, 5], [50, null]), names))
      expect(first.assignment).toEqual([1, 0, -1])
      const second = solveAnytime(town([1, 1], families([5, 5], [null, 50]), names))
      expect(second.assignment).toEqual([0, 1, -1])
      // What it prefers itself by more than that it gets.
      const own = solveAnytime(town([1, 1], families([5, 4.9], [50, null]), names))
      expect(own.assignment).toEqual([0, -1, -1])
      expect(own.tiers!.map((t) => t.value)).toEqual([5, 5])
    }
  })

  it('places each tier in the room that is left, and bounds what every tier can reach', () => {
    for (let seed = 0; seed < 6; seed++) {
      const instance = drawn(seed + 20, {
        families: 5,
        tiers: true,
        overflow: seed % 2 === 0,
        communities: seed % 3 === 0,
      })
      const a = solveAnytime(instance, { rounds: 3, seed })
      const best = bruteForceByTiers(instance)
      expect(worthOf(instance, a.assignment)).toBeCloseTo(a.objective, 9)
      expect(a.tiers!.map((t) => t.value)).toEqual(check(instance, a.assignment).tiers.map((t) => t.value))
      a.tiers!.forEach((t, at) => {
        // Bounds hold whatever the earlier tiers give up, and the first tier is served as if it were alone.
        expect(t.bound).toBeGreaterThanOrEqual(Math.max(best[at]!, t.value) - 1e-9)
      })
      expect(a.tiers![0]!.value).toBeGreaterThanOrEqual(best[0]! * 0.9)
      expect(a.bound).toBeGreaterThanOrEqual(bruteForce(instance) - 1e-9)
    }
  })

  const larger = drawn(76, { families: 30, shelters: 3, dimensions: 1, room: 16 })
  /** What it answers, and how often it reads a clock that goes on by one each time. */
  function searched(options: Parameters<typeof solveAnytime>[1] = {}) {
    let read = 0
    const now = clock()
    const a = solveAnytime(larger, {
      ...options,
      now: () => {
        read++
        return now()
      },
    })
    return { ...a, read }
  }

  it('ends with its rounds or its time, and by itself only without a time', () => {
    const none = searched({ rounds: 0, gap: 0 })
    expect(none.read).toBe(0)
    const some = searched({ gap: 0 })
    expect(some.objective).toBeGreaterThan(none.objective)
    expect(some.objective).toBe(searched({ gap: 0, rounds: 40 }).objective)
    expect(searched({ gap: 0.5 }).objective).toBe(none.objective)
    // As long as there is time there are rounds; it is near its end when the clock says so.
    const timed = searched({ gap: 0, milliseconds: 800 })
    expect(timed.read).toBeGreaterThan(600)
    expect(timed.read).toBeLessThan(900)
    expect(searched({ gap: 0, milliseconds: 800, rounds: 0 }).read).toBeLessThan(200)
    // Half of the time is for prices: with none they are what they begin with.
    expect(searched({ milliseconds: 0 }).prices).toEqual([[0], [0], [0]])
    expect(searched({ milliseconds: 20, rounds: 0 }).bound).toBeGreaterThan(some.bound)
    expect(searched({ milliseconds: 60, rounds: 0 }).bound).toBe(some.bound)
  })

  it('stops in the middle of the tiers too', () => {
    const tiered: Instance = { ...larger, tiers: larger.families.map((_, i) => i % 3) }
    for (const milliseconds of [0, 5, 50]) {
      const a = solveAnytime(tiered, { milliseconds, now: clock() })
      expect(worthOf(tiered, a.assignment)).toBeCloseTo(a.objective, 9)
      expect(a.tiers).toHaveLength(3)
    }
    expect(solveAnytime(tiered, { milliseconds: 0, now: clock() }).prices).toEqual([[0], [0], [0]])
  })

  it('falls by another lottery under another seed', () => {
    const equal = town([1], [{ utilities: [5] }, { utilities: [5] }])
    const winners = new Set([1, 2, 3, 4, 5, 6].map((seed) => solveAnytime(equal, { seed }).assignment.join()))
    expect([...winners].sort()).toEqual(['-1,0', '0,-1'])
    expect(solveAnytime(equal).assignment).toEqual(solveAnytime(equal, { seed: 1 }).assignment)
  })
})

describe('online', () => {
  const instance = drawn(9, { families: 8, room: 9 })

  it('decides batch after batch and is measured by hindsight', () => {
    const told: [number, number][] = []
    const a = solveOnline(instance, { batches: 3, onBatch: (b, of) => told.push([b, of]) })
    expect(told).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ])
    expect(a.method).toBe('online')
    expect(worthOf(instance, a.assignment)).toBeCloseTo(a.objective, 9)
    expect(a.bound).toBeCloseTo(boundOfPrices(instance, a.prices), 9)
    const twelve: number[] = []
    solveOnline(instance, { rounds: 0, onBatch: (b) => twelve.push(b) })
    expect(twelve).toHaveLength(12)
  })

  it('gives the places of a lone batch by the lottery of its seed', () => {
    const equal = town([1], [{ utilities: [5] }, { utilities: [5] }])
    const winner = (seed: number): string => solveOnline(equal, { batches: 1, seed }).assignment.join()
    expect([...new Set([1, 2, 3, 4, 5, 6].map(winner))].sort()).toEqual(['-1,0', '0,-1'])
    expect(solveOnline(equal, { batches: 1 }).assignment.join()).toBe(winner(1))
  })
})
