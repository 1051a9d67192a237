import { describe, expect, it } from 'vitest'
import { greedy } from '../src/greedy.ts'
import { town } from './town.ts'

describe('greedy', () => {
  it('serves in the order given', () => {
    expect(greedy(town)).toEqual([1, 0, 1, -1, -1, -1])
    expect(greedy(town, [1, 0, 2, 3, 4, 5])).toEqual([-1, 1, 1, -1, -1, -1])
    expect(greedy(town, [1])).toEqual([-1, 1, -1, -1, -1, -1])
  })
})
