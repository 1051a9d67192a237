import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countColumns, type Mark } from '../src/index.ts'
import { columnsOf, type Drawn, expectSame, told } from './columnar/same.ts'
import { runs } from './runs.ts'

const drawn = fc
  .record({
    nested: fc.boolean(),
    n: fc.integer({ min: 1, max: 23 }),
    d: fc.integer({ min: 1, max: 14 }),
    openness: fc.constantFrom(0, 1, 3, 12),
    gaps: fc.constantFrom(0, 3),
  })
  .chain(({ nested, n, d, openness, gaps }) => {
    const mark = fc.oneof(
      { weight: 4, arbitrary: fc.constant<Mark>(0) },
      { weight: 4, arbitrary: fc.constant<Mark>(1) },
      { weight: openness, arbitrary: fc.constant<Mark>('?') },
      { weight: nested ? gaps : 0, arbitrary: fc.constant<Mark>(null) },
    )
    return fc.record({
      rows: fc.array(fc.array(mark, { minLength: d, maxLength: d }), { minLength: n, maxLength: n }),
      parts: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: d, maxLength: d }),
      homes: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: d, maxLength: d }),
      group: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: n, maxLength: n }),
      k: fc.constantFrom('1/20', '1/5', '1/4', '3/10', '1/3', '2/5', '1/2', '3/4', '1'),
      nested: fc.constant(nested),
    })
  })
  .filter(
    ({ rows, parts }) =>
      parts.some((part) => part > 0) && !rows.some((row) => row.every((each) => each === null)),
  )
  .map(({ rows, parts, homes, group, k, nested }): Drawn => {
    const total = parts.reduce((a, b) => a + b, 0)
    return nested
      ? {
          rows,
          k,
          group,
          dimensions: [0, 1, 2, 3, 4].map((home) => homes.flatMap((own, j) => (own === home ? [j] : []))),
        }
      : { rows, k, group, weights: parts.map((part) => `${part}/${total}`) }
  })

describe('the columnar path', () => {
  it('answers as the exact path does', () => {
    fc.assert(fc.property(drawn, expectSame), runs(500))
  })

  it('answers as the exact path does over several blocks, complete ones first', () => {
    let state = 12345
    const next = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return (state >>> 8) % below
    }
    const dimensions = [[0, 1, 2], [3], [4, 5]]
    const rows = Array.from({ length: 20_003 }, (_, i) =>
      Array.from({ length: 6 }, (): Mark => {
        const draw = next(20)
        if (i > 9000 && draw === 0) return '?'
        return i > 9000 && draw < 4 ? null : draw < 11 ? 1 : 0
      }),
    ).map((row) => (row.every((mark) => mark === null) ? row.map((): Mark => 0) : row))
    const group = rows.map(() => next(3))
    expectSame({ rows, group, dimensions, k: '1/3' })
    expectSame({ rows: rows.slice(0, 9000), group: group.slice(0, 9000), dimensions, k: '1/3' })
    const weights = ['3/10', '1/10', '1/10', '1/5', '1/5', '1/10']
    const answered = rows.map((row) => row.map((mark): Mark => (mark === null ? 0 : mark)))
    expectSame({ rows: answered, group, weights, k: '2/5' })
  })

  it('answers as the exact path does when the first people mislead about the rest', () => {
    // The first blocks hardly lack indicator 2, all later people little else: what the early ones promise is wrong.
    let state = 99
    const next = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return (state >>> 8) % below
    }
    const row = (...odds: number[]) => odds.map((odd): Mark => (next(10) < 2 ? '?' : next(10) < odd ? 1 : 0))
    const early = Array.from({ length: 17_000 }, () => row(8, 6, 1, 6))
    const late = Array.from({ length: 16_000 }, () => row(1, 3, 9, 2))
    const rows = [...early, ...late]
    const group = rows.map(() => next(3))
    expectSame({ rows, group, dimensions: [[0, 1], [2], [3]], k: '1/2' })
    expectSame({ rows: [...late, ...early], group, weights: ['1/10', '2/10', '3/10', '4/10'], k: '1/2' })
  })

  it('takes weights too fine for 16 bits, columns at odd addresses, and many unanswered', () => {
    const rows: Mark[][] = [
      Array<Mark>(14).fill('?'),
      [1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1],
    ]
    const parts = rows[0]!.map((_, j) => 9000 + 37 * j)
    const total = parts.reduce((a, b) => a + b)
    expectSame({ rows, group: [0, 1, 2], weights: parts.map((part) => `${part}/${total}`), k: '1/2' })
    const shifted = columnsOf(rows).map((column) => {
      const wider = new Uint8Array(column.length + 1)
      wider.set(column, 1)
      return wider.subarray(1)
    })
    const dimensions = [rows[0]!.map((_, j) => j)]
    const straight = countColumns({ columns: columnsOf(rows), dimensions, k: '1/2' })
    expect(told(countColumns({ columns: shifted, dimensions, k: '1/2' }))).toEqual(told(straight))
  })
})
