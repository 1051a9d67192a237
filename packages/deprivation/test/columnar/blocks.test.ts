import { describe, expect, it } from 'vitest'
import { BLOCK } from '../../src/columnar/blocks.ts'
import { countColumns, type Mark } from '../../src/index.ts'
import { expectSameOfMany, told } from './same.ts'

/** Numbers without dice, from 0 to `below` - 1. */
function drawing(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % below
  }
}

/** As many kinds of row of `width` marks. */
function kindsOf(many: number, width: number, marks: readonly Mark[], seed: number): Mark[][] {
  const next = drawing(seed)
  return Array.from({ length: many }, () => Array.from({ length: width }, () => marks[next(marks.length)]!))
}

const people = (n: number, of: (i: number) => number) => Array.from({ length: n }, (_, i) => of(i))

describe('people in blocks', () => {
  const wide = [
    [0, 1, 2, 3, 4],
    [5, 6, 7, 8],
    [9, 10],
  ]
  const weights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 45].map((part) => `${part}/100`)

  it('who all answered everything, in several blocks and a rest of three', () => {
    const kinds = kindsOf(9, 11, [0, 1], 7)
    const n = 2 * BLOCK + 3
    const next = drawing(3)
    const kind = people(n, () => next(9))
    const group = people(n, (i) => (i * i) % 3)
    expectSameOfMany({ rows: kinds, dimensions: wide, k: '2/5' }, kind, group)
    expectSameOfMany({ rows: kinds, weights, k: '1/2' }, kind, group)
  })

  it.each([
    ['in the first block', 5],
    ['after a whole block', BLOCK + 1],
    ['in the rest', BLOCK + 4],
  ])('of whom somebody %s lacks something', (_, from) => {
    const kinds = [...kindsOf(6, 11, [0, 1], 5), ...kindsOf(6, 11, [0, 1, '?', null], 6)]
    const n = BLOCK + 6
    const next = drawing(4)
    const kind = people(n, (i) => (i < from ? next(6) : 6 + next(6)))
    const group = people(n, () => next(2))
    expectSameOfMany({ rows: kinds, dimensions: wide, k: '1/3' }, kind, group)
    const given = kinds.map((row) => row.map((mark): Mark => (mark === null ? 1 : mark)))
    expectSameOfMany({ rows: given, weights, k: '1/3' }, kind, group)
  })

  it('with nothing that does not apply or nothing unanswered, once the short way is left', () => {
    for (const marks of [
      [0, 1, null],
      [0, 1, '?'],
    ] as const) {
      const kinds = [...kindsOf(5, 4, [0, 1], 11), ...kindsOf(5, 4, marks, 12)].map((row) =>
        row.every((mark) => mark === null) ? row.map((): Mark => 1) : row,
      )
      const n = 3 * BLOCK + 1
      const next = drawing(8)
      const kind = people(n, (i) => (i < BLOCK || i > 2 * BLOCK ? next(5) : 5 + next(5)))
      expectSameOfMany(
        { rows: kinds, dimensions: [[0, 2], [3], [1]], k: '1/2' },
        kind,
        people(n, (i) => i % 3),
      )
    }
  })

  it('of whom the first mislead about the rest', () => {
    // What the first blocks promise of a ratio is wrong of all: what was decided early is decided again.
    const early: Mark[][] = [[1, 1, 0, 1], [1, '?', 0, 1], [1, 1, '?', 0], ['?', 1, 0, 1]] // biome-ignore format: rows
    const late: Mark[][] = [[0, 0, 1, 0], [0, '?', 1, 0], [0, 1, 1, '?'], ['?', 0, 1, 0], ['?', '?', 1, '?']] // biome-ignore format: rows
    const n = 4 * BLOCK
    const next = drawing(21)
    const kind = people(n, (i) => (i < 2 * BLOCK + 9 ? next(4) : 4 + next(5)))
    const group = people(n, () => next(3))
    const rows = [...early, ...late]
    expectSameOfMany({ rows, dimensions: [[0, 1], [2], [3]], k: '1/2' }, kind, group)
    expectSameOfMany({ rows, weights: ['1/10', '2/10', '3/10', '4/10'], k: '1/2' }, kind.toReversed(), group)
    expectSameOfMany({ rows, weights: ['4/10', '3/10', '2/10', '1/10'], k: '3/10' }, kind, group)
  })

  it('in columns that begin at odd addresses', () => {
    const columns = [1, 2, 3].map((seed) => {
      const next = drawing(seed)
      return Uint8Array.from({ length: 23 }, () => [0, 1, 1, 3][next(4)]!)
    })
    const shifted = columns.map((column, by) => {
      const wider = new Uint8Array(column.length + 8).fill(9)
      wider.set(column, 1 + by)
      return wider.subarray(1 + by, 24 + by)
    })
    const rest = { dimensions: [[0], [1, 2]], k: '1/2' } as const
    expect(told(countColumns({ columns: shifted, ...rest }))).toEqual(
      told(countColumns({ columns, ...rest })),
    )
  })

  it('say where a code is wrong, counted over all blocks', () => {
    for (const place of [0, 3, BLOCK - 1, BLOCK, BLOCK + 5]) {
      const column = new Uint8Array(BLOCK + 6)
      const good = column.slice()
      column[place] = 7
      const columns = [good, column]
      expect(() => countColumns({ columns, dimensions: [[0], [1]], k: 1 })).toThrow(
        `columns[1][${place}]: 7 is not a code from 0 to 3`,
      )
      column[place] = 2
      expect(() => countColumns({ columns, weights: ['1/2', '1/2'], k: 1 })).toThrow(
        `columns[1][${place}]: not applicable needs "dimensions", whose weights adapt to the person`,
      )
      good[place] = 2
      expect(() => countColumns({ columns, dimensions: [[0], [1]], k: 1 })).toThrow(
        `columns[*][${place}]: nothing applies, so there is no score`,
      )
    }
  })
})
