import { describe, expect, it } from 'vitest'
import { boundOfPrices, check } from '../src/check.ts'
import type { Instance } from '../src/instance.ts'
import { parseClaim, verify } from '../src/result.ts'
import { good } from './good.ts'

describe('check', () => {
  const instance: Instance = {
    ...good(),
    families: [...good().families, { id: 'c', size: 2, demand: [2, 0] }],
    tiers: [1, 0, 1],
    communities: [{ families: [0, 1, 2], bonus: 5 }],
  }

  it('counts everything anew', () => {
    expect(check(instance, [0, 0, -1])).toEqual({
      ...{ objective: 45, utility: 40, togetherness: 5, overflowCost: 0, overflow: [], violations: [] },
      ...{ placedPeople: 4, placedFamilies: 2, unplacedFamilies: 1, load: [[4, 1]] },
      tiers: [
        { tier: 0, families: 1, placedFamilies: 1, value: 10 },
        { tier: 1, families: 2, placedFamilies: 1, value: 45 },
      ],
    })
  })

  it('finds what breaks a rule', () => {
    expect(check(instance, [0, 0, 0]).violations).toEqual([
      { kind: 'ineligible', family: 2, shelter: 0 },
      { kind: 'capacity', shelter: 0, dimension: 0, load: 6, allowed: 4 },
    ])
    const soft: Instance = {
      ...instance,
      overflow: [3, null],
      shelters: [{ id: 's', capacity: [4, 1], maxOverflow: [1, 0] }],
    }
    expect(check(soft, [0, 0, 0])).toMatchObject({
      violations: [{ kind: 'ineligible' }, { kind: 'capacity', allowed: 5 }],
      overflow: [{ shelter: 0, dimension: 0, units: 2, cost: 6 }],
      objective: 40 + 10 - 6,
    })
    expect(check({ ...instance, overflow: [3, null] }, [0, 0, 0]).violations).toHaveLength(1)
  })

  it('tells every shelter and family apart', () => {
    const two: Instance = {
      ...good(),
      families: [...good().families, { id: 'c', size: 2, demand: [2, 0] }],
      shelters: [
        { id: 's', capacity: [4, 1] },
        { id: 't', capacity: [1e12, 0] },
      ],
      pairs: [
        [0, 0, 30],
        [1, 1, 10],
        [2, 0, 20],
      ],
      tiers: [2, 0, 2],
      overflow: [null, 3],
    }
    expect(check(two, [0, 0, 1])).toMatchObject({
      objective: 30,
      overflow: [],
      violations: [
        { kind: 'ineligible', family: 1, shelter: 0 },
        { kind: 'ineligible', family: 2, shelter: 1 },
      ],
      tiers: [
        { tier: 0, placedFamilies: 1 },
        { tier: 2, placedFamilies: 2 },
      ],
    })
    // A unit of a cot too many has its price; rounding of a sum does not, and of a large one neither.
    expect(check(two, [1, -1, -1])).toMatchObject({
      overflow: [{ shelter: 1, dimension: 1, units: 1, cost: 3 }],
    })
    const large: Instance = {
      ...good(),
      families: [{ id: 'a', size: 1, demand: [1e9 + 0.5, 0] }],
      shelters: [{ id: 's', capacity: [1e9, 0] }],
      pairs: [[0, 0, 1]],
    }
    expect(check(large, [0]).violations).toEqual([])
    expect(boundOfPrices(large, [[0, 0]])).toBe(1)
    const over = { ...large, families: [{ id: 'a', size: 1, demand: [1e9 + 2, 0] }] }
    expect(check(over, [0]).violations).toHaveLength(1)
  })

  it('refuses what is no assignment', () => {
    expect(() => check(instance, [0])).toThrow('assignment: one shelter per family expected (3), found 1')
    expect(() => check(instance, [0, 1, 0])).toThrow(
      'assignment[1]: -1 or the index of a shelter (0 to 0) expected, found 1',
    )
    expect(() => check(instance, [0, -2, 0])).toThrow('assignment[1]')
    expect(() => check(instance, [0, 0.5, 0])).toThrow('assignment[1]')
  })

  it('compares what a result says', () => {
    const prices = [[10, 0]]
    const claim = {
      assignment: [0, 0, -1],
      objective: 45,
      bound: 50,
      placedPeople: 4,
      unplacedFamilies: 1,
      violations: 0,
      prices,
    }
    expect(verify(instance, parseClaim(claim, instance))).toMatchObject({
      differences: [],
      boundOfPrices: boundOfPrices(instance, prices),
    })
    const lie = {
      assignment: [0, 0, -1],
      objective: 46,
      bound: 44,
      placedPeople: 5,
      unplacedFamilies: 0,
      violations: 1,
    }
    expect(verify(instance, parseClaim(lie, instance)).differences).toEqual([
      { what: 'objective', claimed: 46, recomputed: 45 },
      { what: 'placedPeople', claimed: 5, recomputed: 4 },
      { what: 'unplacedFamilies', claimed: 0, recomputed: 1 },
      { what: 'violations', claimed: 1, recomputed: 0 },
      { what: 'bound', claimed: 44, recomputed: 45 },
    ])
    expect(verify(instance, { assignment: [0, 0, -1] })).not.toHaveProperty('boundOfPrices')
    expect(verify(instance, { assignment: [0, 0, -1] }).differences).toEqual([])
  })

  it('reads results with care', () => {
    const bad =
      (value: unknown): (() => unknown) =>
      () =>
        parseClaim(value, instance)
    for (const value of [null, 3, []]) expect(bad(value)).toThrow('result: an object expected')
    expect(bad({})).toThrow('assignment: a list expected')
    expect(bad({ assignment: [0, '0', 0] })).toThrow('assignment[1]: a number expected, found "0"')
    expect(bad({ assignment: [], objective: '45' })).toThrow('objective: a number expected, found "45"')
    expect(bad({ assignment: [], prices: [] })).toThrow('prices: one list per shelter expected (1)')
    expect(bad({ assignment: [], prices: 3 })).toThrow('prices: one list per shelter expected (1)')
    expect(bad({ assignment: [], prices: [[1]] })).toThrow('prices[0]: 2 numbers of 0 or more expected')
    expect(bad({ assignment: [], prices: [[1, -1]] })).toThrow('prices[0]: 2 numbers of 0 or more expected')
    expect(bad({ assignment: [], prices: ['x'] })).toThrow('prices[0]: 2 numbers of 0 or more expected')
  })

  it('bounds by any prices, overflow and communities included', () => {
    expect(boundOfPrices(good(), [[0, 0]])).toBe(40)
    expect(boundOfPrices(good(), [[5, 0]])).toBe(15 + 5 + 20)
    expect(boundOfPrices(good(), [[20, 3]])).toBe(0 + 0 + 80 + 3)
    expect(boundOfPrices({ ...good(), overflow: [4, null] }, [[4, 0]])).toBe(18 + 6 + 16)
    expect(boundOfPrices({ ...good(), overflow: [4, null] }, [[5, 0]])).toBe(Number.POSITIVE_INFINITY)
    const limited: Instance = {
      ...good(),
      overflow: [4, null],
      shelters: [{ id: 's', capacity: [4, 1], maxOverflow: [2, 0] }],
    }
    expect(boundOfPrices(limited, [[5, 0]])).toBe(15 + 5 + 20 + 2)
    // The larger family does not fit at all: what it would bring is in no allocation.
    const small: Instance = { ...good(), shelters: [{ id: 's', capacity: [2, 1] }] }
    expect(boundOfPrices(small, [[0, 0]])).toBe(10)
    expect(boundOfPrices({ ...small, overflow: [4, null] }, [[0, 0]])).toBe(40)
    expect(boundOfPrices({ ...good(), communities: [{ families: [0, 1], bonus: 8 }] }, [[0, 0]])).toBe(48)
  })
})
