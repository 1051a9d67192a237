import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explain, type Instance, solveAnytime } from '../src/index.ts'
import { instances, runs } from './instances.ts'
import { worthOf } from './oracle.ts'
import { placed, town } from './town.ts'

describe('explain', () => {
  // Not computed at once: mutation runs must see which test needs it.
  const answers = () =>
    explain(town, placed, [
      [0, 0],
      [6, 0],
    ])

  it('says why here, what else was possible and what binds', () => {
    const said = answers()
    expect(said.map((e) => e.reason)).toEqual([
      'better-full',
      'better-full',
      'best',
      'too-large',
      'no-eligible-shelter',
      'no-gain',
    ])
    expect(said[0]).toMatchObject({ id: 'Pérez', shelter: 1, utility: 30, notEligible: [] })
    expect(said[0]!.binds).toEqual([
      { shelter: 0, dimension: 0, missing: 2, price: 0 },
      { shelter: 0, dimension: 1, missing: 1, price: 0 },
    ])
    expect(said[1]!.alternatives).toEqual([
      {
        shelter: 1,
        utility: 26,
        status: 'full',
        priceOfPlace: 12,
        binds: [{ shelter: 1, dimension: 0, missing: 2, price: 6 }],
      },
      { shelter: 0, utility: 18, status: 'chosen', priceOfPlace: 0, binds: [] },
    ])
    expect(said[2]!.binds).toEqual([])
    expect(said[2]!.notEligible).toEqual([0])
    expect(said[4]!.utility).toBe(0)
  })

  it('tells room kept for others from no room', () => {
    expect(explain(town, [-1, -1, -1, -1, -1, -1])[2]!.reason).toBe('worth-more-to-others')
    expect(explain(town, [1, 0, -1, -1, -1, -1])[2]).toMatchObject({
      reason: 'worth-more-to-others',
      alternatives: [{ status: 'free', binds: [] }],
    })
    expect(
      explain(
        { ...town, shelters: [town.shelters[0]!, { id: 'South', capacity: [3, 1] }] },
        [1, 0, -1, -1, -1, -1],
      )[2]!.reason,
    ).toBe('no-room')
  })

  it('knows over-occupancy, with and without limit', () => {
    const soft: Instance = { ...town, overflow: [5, null] }
    const status = (i: Instance): string => explain(i, placed)[1]!.alternatives[0]!.status
    expect(status(soft)).toBe('overflow')
    expect(status({ ...soft, shelters: soft.shelters.map((s) => ({ ...s, maxOverflow: [2, 0] })) })).toBe(
      'overflow',
    )
    expect(status({ ...soft, shelters: soft.shelters.map((s) => ({ ...s, maxOverflow: [1, 0] })) })).toBe(
      'full',
    )
    expect(explain(soft, placed)[1]!.reason).toBe('worth-more-to-others')
    expect(explain(soft, placed)[3]!.reason).toBe('worth-more-to-others')
    expect(
      explain({ ...soft, shelters: soft.shelters.map((s) => ({ ...s, maxOverflow: [1, 0] })) }, placed)[3]!
        .reason,
    ).toBe('too-large')
  })

  it('weighs every better shelter, lists equal ones in order, and shows what is scarce though there is room', () => {
    const three: Instance = {
      dimensions: ['beds', 'cots'],
      families: [
        { id: 'a', size: 1, demand: [1, 1] },
        { id: 'b', size: 1, demand: [1, 0] },
      ],
      shelters: ['x', 'y', 'z'].map((id) => ({ id, capacity: [1, 1] })),
      pairs: [
        [0, 2, 5],
        [0, 1, 9],
        [0, 0, 9],
        [1, 0, 3],
      ],
    }
    const scarce = [
      [0, 0],
      [4, 0],
      [0, 0],
    ]
    const [a] = explain(three, [2, 0], scarce)
    expect(a!.reason).toBe('worth-more-to-others')
    expect(a!.alternatives.map((x) => [x.shelter, x.status])).toEqual([
      [0, 'full'],
      [1, 'free'],
      [2, 'chosen'],
    ])
    expect(a!.binds).toEqual([
      { shelter: 0, dimension: 0, missing: 1, price: 0 },
      { shelter: 1, dimension: 0, missing: 0, price: 4 },
    ])
    expect(explain(three, [-1, 0], scarce)[0]!.reason).toBe('worth-more-to-others')
    const [small] = explain(
      {
        ...three,
        shelters: [three.shelters[0]!, { id: 'y', capacity: [0, 0] }, { id: 'z', capacity: [0, 0] }],
      },
      [-1, 0],
    )
    expect(small!.reason).toBe('no-room')
    expect(explain({ ...three, pairs: [[0, 0, 0]] }, [0, -1])[0]!.reason).toBe('best')
  })

  it('calls a better shelter full only when the family does not fit there', () => {
    fc.assert(
      fc.property(fc.constantFrom({}, { overflow: true }).chain(instances), (instance) => {
        const { assignment, prices } = solveAnytime(instance, { rounds: 3 })
        for (const e of explain(instance, assignment, prices))
          for (const a of e.alternatives) {
            const moved = assignment.map((k, i) => (i === e.family ? a.shelter : k))
            expect(a.status === 'full').toBe(a.status !== 'chosen' && worthOf(instance, moved) === undefined)
          }
      }),
      { numRuns: runs(100) },
    )
  })
})
