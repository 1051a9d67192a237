import { describe, expect, it } from 'vitest'
import {
  check,
  type Instance,
  parseInstance,
  solveAnytime,
  solveExact,
  solveOnline,
  splitBatches,
} from '../src/index.ts'
import { good } from './good.ts'

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
