import { describe, expect, it } from 'vitest'
import type { Instance } from '../src/instance.ts'
import { compile, type Problem, restrict, toAssignment } from '../src/problem.ts'
import { lottery } from '../src/random.ts'

/** Under seed 1 the lottery serves a, then Pérez, then b. */
const served = ['a', 'Pérez', 'b']
const instance: Instance = {
  dimensions: ['beds', 'cots'],
  families: [
    { id: 'b', size: 2, demand: [2, 1] },
    { id: 'Pérez', size: 1, demand: [0, 1] },
    { id: 'a', size: 3, demand: [3, 0] },
  ],
  shelters: [
    { id: 'South', capacity: [1, 2] },
    { id: 'North', capacity: [4, 1], maxOverflow: [1, 5] },
    { id: 'Hall', capacity: [2, 1], maxOverflow: [0, 0] },
  ],
  pairs: [
    [2, 1, 9],
    [2, 2, 8],
    [2, 0, 7],
    [1, 0, 5],
    [1, 2, -4],
    [0, 1, 6],
    [0, 2, 3],
  ],
  overflow: [4, null],
  communities: [
    { families: [2], bonus: 7 },
    { families: [1, 0], bonus: 2.5 },
  ],
}
const hard = Number.POSITIVE_INFINITY

/** The pairs in words, so that no order of the input decides what is expected. */
function said(of: Instance, problem: Problem): string[] {
  return Array.from({ length: problem.families }, (_, i) => {
    const pairs = [...problem.shelterOf.keys()].slice(problem.start[i], problem.start[i + 1])
    const names = pairs.map((p) => {
      const shelter = of.shelters[problem.inputShelter[problem.shelterOf[p]!]!]!
      return `${shelter.id} ${problem.utility[p]}`
    })
    return `${of.families[problem.inputFamily[i]!]!.id}: ${names.join(', ')}`
  })
}

describe('compile', () => {
  it('lists families by lottery number, shelters and pairs by name, and leaves out what fits in no way', () => {
    const problem = compile(instance, 1)
    expect([...served].sort((x, y) => lottery(1, x) - lottery(1, y))).toEqual(served)
    expect(problem).toMatchObject({ families: 3, shelters: 3, dimensions: 2 })
    // The three beds of a are beyond Hall; South may be overfilled without limit.
    expect(said(instance, problem)).toEqual([
      'a: North 9, South 7',
      'Pérez: Hall -4, South 5',
      'b: Hall 3, North 6',
    ])
    expect([...problem.inputFamily]).toEqual([2, 1, 0])
    expect([...problem.inputShelter]).toEqual([2, 1, 0])
    expect([...problem.start]).toEqual([0, 2, 4, 6])
    expect([...problem.demandStart]).toEqual([0, 1, 2, 4])
    expect([...problem.demandDimension]).toEqual([0, 1, 0, 1])
    expect([...problem.demand]).toEqual([3, 1, 2, 1])
  })

  it('knows what each shelter holds, what more may be used and at which price', () => {
    const problem = compile(instance, 1)
    expect([...problem.capacity]).toEqual([2, 1, 4, 1, 1, 2])
    expect([...problem.limit]).toEqual([2, 1, 5, 1, hard, 2])
    expect([...problem.price]).toEqual([hard, hard, 4, hard, 4, hard])
    const { overflow: _, ...without } = instance
    expect([...compile(without, 1).limit]).toEqual([2, 1, 4, 1, 1, 2])
    expect(compile(without, 1).price.every((p) => p === hard)).toBe(true)
  })

  it('takes off what others already use, and more than that makes it less than nothing', () => {
    const problem = compile(instance, 1, undefined, [3, 0, 1, 1, 0, 0])
    expect([...problem.capacity]).toEqual([2, 1, 3, 0, -2, 2])
    expect([...problem.limit]).toEqual([2, 1, 4, 0, hard, 2])
    // North has no cot left for b.
    expect(said(instance, problem)).toEqual(['a: North 9, South 7', 'Pérez: Hall -4, South 5', 'b: Hall 3'])
  })

  it('keeps the families asked for, with their communities', () => {
    const problem = compile(instance, 1, [0, 2])
    expect(said(instance, problem)).toEqual(['a: North 9, South 7', 'b: Hall 3, North 6'])
    expect([...problem.communityOf]).toEqual([0, 1])
    expect([...problem.bonus]).toEqual([7, 2.5])
    const whole = compile({ ...instance, communities: [{ families: [2, 0], bonus: 1 }] }, 1)
    expect([...whole.communityOf]).toEqual([0, -1, 0])
    const { communities: _, ...none } = instance
    expect([...compile(none, 1).communityOf]).toEqual([-1, -1, -1])
    expect(compile(none, 1).bonus).toHaveLength(0)
  })

  it('lets a sum that is over by rounding in, and nothing more', () => {
    const exactly = (demand: number): number =>
      compile(
        {
          dimensions: ['beds'],
          families: [{ id: 'x', size: 1, demand: [demand] }],
          shelters: [{ id: 's', capacity: [0.3] }],
          pairs: [[0, 0, 1]],
        },
        1,
      ).shelterOf.length
    expect(exactly(0.1 + 0.2)).toBe(1)
    expect(exactly(0.3001)).toBe(0)
  })

  it('orders families of one lottery number by name', () => {
    const same = ['F-d6c35c', 'F-315f8a', 'F-6dfde8', 'F-f76dff']
    expect(lottery(1, same[0]!)).toBe(lottery(1, same[1]!))
    expect(lottery(1, same[2]!)).toBe(lottery(1, same[3]!))
    const families = same.map((id) => ({ id, size: 1, demand: [1] }))
    const problem = compile({ dimensions: ['beds'], families, shelters: [], pairs: [] }, 1)
    expect([...problem.inputFamily].map((i) => same[i])).toEqual([
      'F-6dfde8',
      'F-f76dff',
      'F-315f8a',
      'F-d6c35c',
    ])
  })
})

describe('toAssignment', () => {
  it('says the shelter of each family in the order of the input', () => {
    const problem = compile(instance, 1)
    // a to South, Pérez nowhere, b to Hall.
    expect([...toAssignment(problem, Int32Array.from([1, -1, 4]))]).toEqual([2, -1, 0])
    expect([...toAssignment(problem, Int32Array.from([0, 3, -1]))]).toEqual([-1, 0, 1])
  })

  it('leaves families outside the problem where they are', () => {
    const problem = compile(instance, 1, [0])
    const into = Int32Array.from([0, 1, 2])
    expect(toAssignment(problem, Int32Array.from([-1]), into)).toBe(into)
    expect([...into]).toEqual([-1, 1, 2])
  })
})

describe('restrict', () => {
  it('keeps the pairs accepted and tells which they were', () => {
    const problem = compile(instance, 1)
    const { core, pairOf } = restrict(problem, (i, p) => i !== 1 && problem.utility[p]! > 3)
    expect(said(instance, core)).toEqual(['a: North 9, South 7', 'Pérez: ', 'b: North 6'])
    expect([...pairOf]).toEqual([0, 1, 5])
    expect(core).toMatchObject({ families: 3, shelters: 3, capacity: problem.capacity })
  })
})
