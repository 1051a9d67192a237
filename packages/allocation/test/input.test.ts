import { describe, expect, it } from 'vitest'
import {
  boundOfPrices,
  check,
  InputError,
  type Instance,
  parseClaim,
  parseInstance,
  solveAnytime,
  solveExact,
  solveOnline,
  splitBatches,
  verify,
} from '../src/index.ts'

const good = (): Instance => ({
  dimensions: ['beds', 'cots'],
  families: [
    { id: 'a', size: 3, demand: [3, 1] },
    { id: 'b', size: 1, demand: [1, 0] },
  ],
  shelters: [{ id: 's', capacity: [4, 1] }],
  pairs: [
    [0, 0, 30],
    [1, 0, 10],
  ],
})

/** The message for the good instance with one thing changed. */
function wrong(change: (instance: Record<string, unknown> & ReturnType<typeof good>) => void): string {
  const instance = good() as Record<string, unknown> & ReturnType<typeof good>
  change(instance)
  try {
    parseInstance(instance)
  } catch (error) {
    if (error instanceof InputError) {
      expect(error.name).toBe('InputError')
      expect(error.message.startsWith(`${error.place}: `)).toBe(true)
      expect(error.message).not.toContain('\n')
      return error.message
    }
    throw error
  }
  return 'accepted'
}

const anything = (value: unknown): never => value as never

describe('wrong input names its place', () => {
  it.each<[string, Parameters<typeof wrong>[0]]>([
    ['dimensions: a list expected, found nothing', (i) => Reflect.deleteProperty(i, 'dimensions')],
    ['dimensions: at least one expected', (i) => (i.dimensions = [])],
    ['dimensions[1]: "beds" is already the name of dimensions[0]', (i) => (i.dimensions[1] = 'beds')],
    ['dimensions[0]: a name expected, found ""', (i) => (i.dimensions[0] = '')],
    ['dimensions[0]: a name expected, found 7', (i) => (i.dimensions[0] = anything(7))],
    ['families: a list expected, found {}', (i) => (i.families = anything({}))],
    ['families[1]: an object expected, found null', (i) => (i.families[1] = anything(null))],
    ['families[1]: an object expected, found []', (i) => (i.families[1] = anything([]))],
    ['families[0].id: a name expected, found nothing', (i) => Reflect.deleteProperty(i.families[0]!, 'id')],
    ['families[1].id: "a" is already the name of families[0]', (i) => (i.families[1]!.id = 'a')],
    ['families[1].size: 1 or more expected, found 0', (i) => (i.families[1]!.size = 0)],
    ['families[1].size: a whole number expected, found 1.5', (i) => (i.families[1]!.size = 1.5)],
    ['families[1].size: a finite number expected, found "2"', (i) => (i.families[1]!.size = anything('2'))],
    ['families[0].demand: 2 numbers expected (beds, cots), found 1', (i) => i.families[0]!.demand.pop()],
    ['families[0].demand: 2 numbers expected (beds, cots), found 3', (i) => i.families[0]!.demand.push(1)],
    ['families[0].demand[1]: 0 or more expected, found -1', (i) => (i.families[0]!.demand[1] = -1)],
    [
      'families[0].demand[1]: a finite number expected, found NaN',
      (i) => (i.families[0]!.demand[1] = Number.NaN),
    ],
    [
      'families[0].beds: unknown field (known: id, size, demand)',
      (i) => Object.assign(i.families[0]!, { beds: 1 }),
    ],
    ['shelters: a list expected, found 3', (i) => (i.shelters = anything(3))],
    [
      'shelters[0].capacity: a list expected, found nothing',
      (i) => Reflect.deleteProperty(i.shelters[0]!, 'capacity'),
    ],
    ['shelters[0].capacity[0]: 0 or more expected, found -4', (i) => (i.shelters[0]!.capacity[0] = -4)],
    [
      'shelters[0].capacity[0]: a finite number expected, found Infinity',
      (i) => (i.shelters[0]!.capacity[0] = Number.POSITIVE_INFINITY),
    ],
    ['shelters[0].capacity[0]: too large (2000000000000)', (i) => (i.shelters[0]!.capacity[0] = 2e12)],
    [
      'shelters[0].maxOverflow: 2 numbers expected (beds, cots), found 0',
      (i) => (i.shelters[0]!.maxOverflow = []),
    ],
    ['pairs: a list expected, found nothing', (i) => Reflect.deleteProperty(i, 'pairs')],
    ['pairs[1]: a list expected, found {}', (i) => (i.pairs[1] = anything({}))],
    ['pairs[1]: [family, shelter, utility] expected, found [1,0]', (i) => (i.pairs[1] = anything([1, 0]))],
    ['pairs[1][0]: index 2 out of range, 0 to 1 exist', (i) => (i.pairs[1] = [2, 0, 1])],
    ['pairs[1][0]: index -1 out of range, 0 to 1 exist', (i) => (i.pairs[1] = [-1, 0, 1])],
    ['pairs[1][0]: a whole number expected, found 0.5', (i) => (i.pairs[1] = [0.5, 0, 1])],
    ['pairs[1][1]: index 1 out of range, 0 to 0 exist', (i) => (i.pairs[1] = [1, 1, 1])],
    ['pairs[1][2]: a finite number expected, found NaN', (i) => (i.pairs[1] = [1, 0, Number.NaN])],
    ['pairs[1][2]: a finite number expected, found null', (i) => (i.pairs[1] = [1, 0, anything(null)])],
    ['pairs[2]: family 0 and shelter 0 are already pairs[0]', (i) => i.pairs.push([0, 0, 4])],
    ['tiers: a list expected, found 1', (i) => (i.tiers = anything(1))],
    ['tiers: one per family expected (2), found 1', (i) => (i.tiers = [0])],
    ['tiers[1]: 0 or more expected, found -1', (i) => (i.tiers = [0, -1])],
    ['overflow: 2 prices expected (beds, cots), found 1', (i) => (i.overflow = [3])],
    ['overflow[1]: 0 or more expected, found -3', (i) => (i.overflow = [null, -3])],
    ['communities: a list expected, found {}', (i) => (i.communities = anything({}))],
    [
      'communities[0].bonus: 0 or more expected, found -1',
      (i) => (i.communities = [{ families: [0], bonus: -1 }]),
    ],
    [
      'communities[0].families[1]: index 2 out of range, 0 to 1 exist',
      (i) => (i.communities = [{ families: [0, 2], bonus: 1 }]),
    ],
    [
      'communities[1].families[0]: family 0 is already in communities[0]',
      (i) =>
        (i.communities = [
          { families: [0, 1], bonus: 1 },
          { families: [0], bonus: 1 },
        ]),
    ],
    ['instance.wishes: unknown field', (i) => (i.wishes = [])],
  ])('%s', (message, change) => {
    expect(wrong(change)).toContain(message)
  })

  it('refuses what is no instance at all', () => {
    for (const value of [null, 3, 'x', [], undefined])
      expect(() => parseInstance(value)).toThrow('instance: an object expected')
    expect(() => parseInstance({})).toThrow('dimensions: a list expected, found nothing')
    expect(() => parseInstance({ ...good(), families: `${'x'.repeat(99)}` })).toThrow(
      /^families: a list expected, found "x{39}…$/,
    )
  })

  it('accepts what is good, and gives a copy of all of it', () => {
    const full: Instance = {
      ...good(),
      shelters: [{ id: 's', capacity: [4, 1], maxOverflow: [1, 0] }],
      tiers: [1, 0],
      overflow: [2.5, null],
      communities: [{ families: [0, 1], bonus: 2 }],
    }
    const parsed = parseInstance(full)
    expect(parsed).toEqual(full)
    expect(parsed.families).not.toBe(full.families)
  })
})

describe('edges are answered, not refused', () => {
  const solve = async (instance: Instance): Promise<number[][]> => [
    (await solveExact(parseInstance(instance))).assignment,
    solveAnytime(instance).assignment,
    solveOnline(instance, { batches: 2 }).assignment,
  ]

  it('nobody, nowhere, nothing eligible', async () => {
    expect(await solve({ ...good(), families: [], pairs: [] })).toEqual([[], [], []])
    expect(await solve({ ...good(), shelters: [], pairs: [] })).toEqual([
      [-1, -1],
      [-1, -1],
      [-1, -1],
    ])
    const none = solveAnytime({ ...good(), pairs: [] })
    expect(none).toMatchObject({
      objective: 0,
      bound: 0,
      gap: 0,
      unplacedFamilies: 2,
      placedPeople: 0,
      violations: 0,
    })
  })

  it('no capacity, a family larger than every shelter', async () => {
    const zero: Instance = { ...good(), shelters: [{ id: 's', capacity: [0, 0] }] }
    for (const a of await solve(zero)) expect(a).toEqual([-1, -1])
    const large: Instance = { ...good(), shelters: [{ id: 's', capacity: [2, 1] }] }
    for (const a of (await solve(large)).slice(0, 2)) expect(a).toEqual([-1, 0])
  })

  it('negative utilities: eligible, and never chosen', async () => {
    for (const a of await solve({
      ...good(),
      pairs: [
        [0, 0, -30],
        [1, 0, 10],
      ],
    }))
      expect(a[0]).toBe(-1)
    expect(solveAnytime({ ...good(), pairs: [[0, 0, -30]] })).toMatchObject({ objective: 0, bound: 0 })
  })

  it('a free overflow and one with a limit', async () => {
    const tight: Instance = { ...good(), shelters: [{ id: 's', capacity: [3, 1] }], overflow: [4, null] }
    expect(await solveExact(tight)).toMatchObject({ objective: 36, assignment: [0, 0] })
    expect(solveAnytime(tight)).toMatchObject({ objective: 36, violations: 0 })
    const none: Instance = { ...tight, shelters: [{ id: 's', capacity: [3, 1], maxOverflow: [0, 9] }] }
    expect(await solveExact(none)).toMatchObject({ objective: 30 })
    const dear: Instance = { ...tight, overflow: [11, null] }
    expect(await solveExact(dear)).toMatchObject({ objective: 30 })
    expect(solveAnytime({ ...tight, overflow: [0, null] })).toMatchObject({ objective: 40 })
  })

  it('more batches than families', () => {
    expect(splitBatches(good(), 5).map((b) => b.families.length)).toEqual([0, 1, 0, 1, 0])
    expect(solveOnline(good(), { batches: 5 }).violations).toBe(0)
  })

  it('communities that arrive together stay together, and others are decided apart', () => {
    const families = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id, size: 1, demand: [1, 0] }))
    const town: Instance = {
      ...good(),
      families,
      shelters: ['s', 't'].map((id) => ({ id, capacity: [3, 0] })),
      pairs: families.flatMap((_, i): [number, number, number][] => [
        [i, 0, 10 + (i % 2)],
        [i, 1, 10 + ((i + 1) % 2)],
      ]),
      communities: [
        { families: [1, 2, 5], bonus: 6 },
        { families: [0, 3], bonus: 4 },
        { families: [4], bonus: 9 },
      ],
    }
    // Of three in the first batch two share a community with another there; of those in the second none does.
    expect(splitBatches(town, 2).map((batch) => batch.communities)).toEqual([
      [{ families: [1, 2], bonus: 6 }],
      [],
    ])
    expect(splitBatches(town, 1)[0]!.communities).toEqual(town.communities!.slice(0, 2))
    expect(splitBatches(good(), 2)[0]).not.toHaveProperty('communities')
    const { assignment, objective } = solveOnline(town, { batches: 1 })
    expect([assignment[2] === assignment[1], assignment[5] === assignment[1]]).toEqual([true, true])
    expect(assignment[3]).toBe(assignment[0])
    expect(objective).toBe(check(town, assignment).objective)
  })
})

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
    expect(boundOfPrices({ ...good(), communities: [{ families: [0, 1], bonus: 8 }] }, [[0, 0]])).toBe(48)
  })
})
