import { describe, expect, it } from 'vitest'
import { fairness } from '../src/fairness.ts'
import { placed, town } from './town.ts'

describe('fairness', () => {
  it('compares groups with everyone', () => {
    const rows = fairness(town, placed, ['x', 'y', 'x', 'y', 'y', 'y'])
    expect(rows).toEqual([
      {
        ...{ group: 'x', families: 2, people: 4, placedFamilies: 2, placedPeople: 4, placedShare: 1 },
        firstChoiceShare: 0.5,
        reached: (30 / 36 + 1) / 2,
        difference: expect.closeTo((30 / 36 + 1) / 2 - (30 / 36 + 18 / 26 + 1 + 0) / 4, 12),
      },
      {
        ...{ group: 'y', families: 4, people: 13, placedFamilies: 1, placedPeople: 2, placedShare: 2 / 13 },
        firstChoiceShare: 0,
        reached: 18 / 26 / 2,
        difference: expect.closeTo(18 / 26 / 2 - (30 / 36 + 18 / 26 + 1 + 0) / 4, 12),
      },
    ])
    const groups = ['c', 'a', 'b', 'a', 'c', 'd']
    expect(fairness(town, placed, groups).map((row) => row.group)).toEqual(['a', 'b', 'c', 'd'])
    expect(() => fairness(town, placed, ['x'])).toThrow('groups: one per family expected (6), found 1')
    expect(
      fairness(
        { ...town, pairs: [] },
        town.families.map(() => -1),
        town.families.map(() => 'x'),
      )[0],
    ).toMatchObject({
      reached: 0,
      firstChoiceShare: 0,
      placedShare: 0,
    })
  })
})
