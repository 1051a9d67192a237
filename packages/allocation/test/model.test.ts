import { describe, expect, it } from 'vitest'
import { Model } from '../src/model.ts'

const infinity = Number.POSITIVE_INFINITY

describe('a model', () => {
  it('is handed over as compressed columns, rows in their order, without zeros', () => {
    const model = new Model()
    expect(model.columns).toBe(0)
    const x = model.column(5, 0, 1, true)
    const y = model.column(-2, 0, infinity, false)
    const z = model.column(3, -1, 4, true)
    expect([x, y, z, model.columns]).toEqual([0, 1, 2, 3])
    const first = model.row(
      -infinity,
      [
        [x, 2],
        [z, 0],
        [y, -1],
      ],
      7,
    )
    const second = model.row(1, [[z, 1.5]], infinity)
    const third = model.row(
      0,
      [
        [z, 4],
        [x, -3],
      ],
      0,
    )
    expect([first, second, third]).toEqual([0, 1, 2])
    expect(model.data()).toEqual({
      columns: 3,
      rows: 3,
      cost: Float64Array.of(5, -2, 3),
      lower: Float64Array.of(0, 0, -1),
      upper: Float64Array.of(1, infinity, 4),
      integer: Int32Array.of(1, 0, 1),
      rowLower: Float64Array.of(-infinity, 1, 0),
      rowUpper: Float64Array.of(7, infinity, 0),
      starts: Int32Array.of(0, 2, 3, 5),
      indices: Int32Array.of(0, 2, 0, 1, 2),
      values: Float64Array.of(2, -3, -1, 1.5, 4),
    })
  })
})
