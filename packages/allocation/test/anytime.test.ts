import { describe, expect, it } from 'vitest'
import { neighbourhood, relativeGap, search, shuffle } from '../src/anytime.ts'
import { boundAt, findPrices } from '../src/prices.ts'
import { compile, toAssignment } from '../src/problem.ts'
import { bestByRoom, bruteForce, draw, drawn, worthOf } from './oracle.ts'
import { open, problemOf } from './problems.ts'

const never = (): boolean => false
/** Chances read from a list, again and again. */
function told(...chances: number[]): () => number {
  let at = 0
  return () => chances[at++ % chances.length]!
}

describe('the gap', () => {
  it('is what is missing to the bound, as a share of the value', () => {
    expect(relativeGap(80, 100)).toBe(0.25)
    expect(relativeGap(-80, -60)).toBe(0.25)
    expect(relativeGap(100, 100)).toBe(0)
    expect(relativeGap(100, 100 + 1e-10)).toBe(0)
    expect(relativeGap(100, 99)).toBe(0)
    expect(relativeGap(0, 5)).toBe(5e9)
  })
})

describe('shuffling', () => {
  it('makes every order as likely as any other', () => {
    const below = draw(1)
    const random = (): number => below(1e9) / 1e9
    const times = new Map<string, number>()
    for (let n = 0; n < 6000; n++) {
      const order = shuffle(Int32Array.of(7, 8, 9), random).join()
      times.set(order, (times.get(order) ?? 0) + 1)
    }
    expect([...times.keys()].sort()).toEqual(['7,8,9', '7,9,8', '8,7,9', '8,9,7', '9,7,8', '9,8,7'])
    for (const n of times.values()) expect(Math.abs(n - 1000)).toBeLessThan(150)
  })
})

describe('a neighbourhood', () => {
  // Seven families in seven shelters of their own; families 7 and 8 wait; family 2 has one shelter only.
  const start = Int32Array.from({ length: 10 }, (_, i) => i * 7 - (i > 2 ? 6 : 0))
  const state = open(
    problemOf({
      families: 9,
      shelters: 7,
      start,
      shelterOf: Int32Array.from({ length: 57 }, (_, p) => (p < 14 ? p % 7 : p === 14 ? 2 : (p - 15) % 7)),
      utility: new Float64Array(57).fill(1),
      capacity: new Float64Array(7).fill(9),
    }),
  )
  for (let i = 0; i < 7; i++) {
    const p = [...state.problem.shelterOf.keys()].find(
      (q) => q >= start[i]! && q < start[i + 1]! && state.problem.shelterOf[q] === i,
    )!
    state.place(i, p)
  }
  const everyone = [0, 1, 2, 3, 4, 5, 6, 7, 8]

  it('frees those who wait first, then those of three to six shelters who have a choice', () => {
    // Three shelters: 0, 2 and 4. Family 2 has no choice.
    expect(neighbourhood(state, everyone, 9, told(0, 0, 0.3, 0.6, 0.5, 0.4))).toEqual([7, 8, 4, 0])
    // Six: 0, 1, 2, 3, 5 and 6; then a chance each.
    const six = told(0.99, 0, 0.15, 0.3, 0.45, 0.75, 0.9, 0.5, 0.1, 0.2, 0.4, 0.3)
    expect(neighbourhood(state, everyone, 9, six)).toEqual([7, 8, 1, 3, 6, 5, 0])
    expect(neighbourhood(state, everyone, 3, told(0, 0, 0.3, 0.6, 0.5, 0.4))).toEqual([7, 8, 4])
    expect(neighbourhood(state, [0, 8], 9, told(0))).toEqual([8, 0])
  })

  it('takes no more shelters than there are', () => {
    const two = open(problemOf({ families: 3, shelters: 2, capacity: Float64Array.of(3, 3) }))
    for (const [i, p] of [
      [0, 0],
      [1, 2],
      [2, 5],
    ] as const)
      two.place(i, p)
    expect(neighbourhood(two, [0, 1, 2], 9, told(0.99, 0, 0, 0.7, 0.2, 0.4))).toEqual([1, 0])
  })
})

describe('searching', () => {
  const shapes = [{}, { overflow: true }, { communities: true }, { overflow: true, communities: true }]

  it('is feasible, counts what it has and bounds it, whatever the rules', () => {
    for (let seed = 0; seed < 8; seed++) {
      const instance = drawn(seed + 900, {
        ...shapes[seed % 4],
        families: 5,
        shelters: 2 + (seed % 2),
        room: 10,
      })
      const problem = compile(instance, seed)
      const found = search(problem, { seed, rounds: 4, gap: 0, stop: never })
      expect(worthOf(instance, [...toAssignment(problem, found.choice)])).toBeCloseTo(found.value, 9)
      expect(found.bound).toBe(boundAt(problem, found.lambda))
      expect(found.bound).toBeGreaterThanOrEqual(bruteForce(instance) - 1e-9)
    }
  })

  it('is near the best there is in small and tight shelters too, and nearer with every round', () => {
    let best = 0
    const reached = [0, 20].map((rounds) => ({ rounds, value: 0 }))
    for (const seed of [81, 86]) {
      const instance = drawn(seed, { families: 30, shelters: 3, dimensions: 1, room: 16 })
      const problem = compile(instance, 1)
      for (const r of reached)
        r.value += search(problem, { seed: 1, rounds: r.rounds, gap: 0, stop: never }).value
      best += bestByRoom(instance)
    }
    expect(reached[0]!.value).toBeLessThan(reached[1]!.value)
    expect(reached[1]!.value / best).toBeGreaterThan(0.998)
  })

  it('gives equal seeds equal answers', () => {
    const instance = drawn(77, { families: 20, dimensions: 1, room: 12 })
    const problem = compile(instance, 1)
    const twice = [5, 5].map((seed) => search(problem, { seed, rounds: 5, gap: 0, stop: never }))
    expect(twice[0]).toEqual(twice[1])
  })

  // One bed in the first shelter, room for all in the second, and no prices.
  const two = (utility: number[], of: Parameters<typeof problemOf>[0] | object = {}) =>
    problemOf({
      families: utility.length / 2,
      shelters: 2,
      capacity: Float64Array.of(1, 9),
      utility: Float64Array.from(utility),
      ...of,
    })
  const free = { lambda: new Float64Array(2), bound: 99 }
  const quick = { seed: 1, rounds: 0, gap: 0, stop: never }

  it('uses the prices it is given', () => {
    const found = search(two([9, 1]), { ...quick, prices: free })
    expect(found).toEqual({ choice: Int32Array.of(0), value: 9, bound: 99, lambda: free.lambda })
    expect(found.lambda).toBe(free.lambda)
    expect(search(two([9, 1, 9, 1]), quick).bound).toBeCloseTo(10, 1)
  })

  it('gives families that wait a last chance where it had not looked', () => {
    // The second shelter is far from the best of either: at these prices hardly worth a look.
    const found = search(two([10, 1, 9, 1]), { ...quick, prices: free })
    expect([[...found.choice], found.value]).toEqual([[0, 3], 11])
    const turned = two([1, 10, -1, 11], { capacity: Float64Array.of(9, 1) })
    const last = search(turned, { ...quick, prices: free })
    expect([[...last.choice], last.value]).toEqual([[0, 3], 12])
  })

  it('answers the best it has told, whatever it tries after', () => {
    for (let seed = 70; seed < 76; seed++) {
      const problem = compile(drawn(seed, { families: 24, shelters: 3, dimensions: 1, room: 10 }), 1)
      let best = 0
      const found = search(problem, {
        ...quick,
        rounds: 3,
        onProgress: (value) => {
          best = value
        },
      })
      expect(found.value).toBeGreaterThanOrEqual(best - 1e-9)
    }
  })

  it('looks at pairs within half of the mean best utility', () => {
    // 10 and 9, so 4.75: at 5.3 the first gives way to the second, which has no other place.
    const found = search(two([10, 5.3, 9, -1]), { ...quick, prices: free })
    expect([[...found.choice], found.value]).toEqual([[1, 2], 14.3])
  })

  it('looks at every pair of a community', () => {
    // Together in the second shelter they are worth 4 + 4 + 8, apart 10 + 4.
    const together = two([10, 4, -1, 4], { communityOf: Int32Array.of(0, 0), bonus: Float64Array.of(8) })
    expect(search(together, { ...quick, prices: free }).value).toBe(16)
  })

  /** What it tells, and how often it asks whether to stop. */
  function heard(options: object): { told: number[][]; asked: number; value: number } {
    const problem = compile(drawn(76, { families: 30, shelters: 3, dimensions: 1, room: 16 }), 1)
    const told: number[][] = []
    let asked = 0
    const found = search(problem, {
      seed: 1,
      rounds: 20,
      gap: 0,
      prices: findPrices(problem),
      stop: () => {
        asked++
        return false
      },
      onProgress: (value, bound, round) => told.push([value, bound, round]),
      ...options,
    })
    for (const [, bound] of told) expect(bound).toBe(found.bound)
    return { told, asked, value: found.value }
  }

  it('tells the first allocation and each that is better', () => {
    const { told, value } = heard({})
    const values = told.map(([v]) => v!)
    expect(told[0]![2]).toBe(0)
    expect(told.length).toBeGreaterThan(1)
    told.slice(1).forEach(([v, , round], at) => {
      expect(v).toBeGreaterThan(values[at]!)
      expect(round).toBeGreaterThan(told[at]![2]!)
      expect(round).toBeLessThanOrEqual(20)
    })
    expect(values.at(-1)).toBeCloseTo(value, 9)
  })

  it('ends when it is near enough, has had its rounds, or has nobody to move', () => {
    const none = heard({ rounds: 0 })
    expect(none.told).toHaveLength(1)
    // A round asks first whether to stop, then whether anything is left to gain.
    expect(heard({ gap: 0.5 })).toEqual({ ...none, asked: none.asked + 1 })
    const one = heard({ rounds: 1 }).asked - none.asked
    expect(one).toBeGreaterThan(0)
    expect(heard({ rounds: 3 }).asked - none.asked).toBeGreaterThanOrEqual(3)
    let asked = 0
    const nobody = problemOf({
      families: 1,
      shelters: 1,
      start: Int32Array.of(0, 0),
      shelterOf: new Int32Array(0),
      utility: new Float64Array(0),
    })
    const found = search(nobody, {
      ...quick,
      rounds: 1e9,
      stop: () => ++asked > 99,
      prices: { lambda: new Float64Array(1), bound: 5 },
    })
    expect([found.value, [...found.choice]]).toEqual([0, [-1]])
    expect(asked).toBeLessThan(9)
  })

  it('stops when asked, with something feasible', () => {
    const instance = drawn(76, { families: 30, shelters: 3, dimensions: 1, room: 16 })
    const problem = compile(instance, 1)
    for (const after of [0, 10, 30]) {
      let asked = 0
      const found = search(problem, { ...quick, rounds: 1e9, stop: () => ++asked > after })
      expect(worthOf(instance, [...toAssignment(problem, found.choice)])).toBeCloseTo(found.value, 9)
      expect(found.value).toBeGreaterThan(0.8 * bestByRoom(instance))
      expect(asked).toBeLessThan(after + 20)
    }
  })

  it('is content with the prices so far when it must hurry, and goes on searching', () => {
    const problem = compile(drawn(76, { families: 30, shelters: 3, dimensions: 1, room: 16 }), 1)
    const hurried = search(problem, { ...quick, rounds: 5, hurry: () => true })
    expect([...hurried.lambda]).toEqual([0, 0, 0])
    expect(hurried.bound).toBe(boundAt(problem, hurried.lambda))
    const patient = search(problem, { ...quick, stop: () => true, hurry: never })
    expect(patient.lambda).toEqual(findPrices(problem).lambda)
  })
})
