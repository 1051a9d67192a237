import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { Mark } from '../../src/index.ts'
import { runs } from '../runs.ts'
import { expectSame } from './same.ts'

describe('somebody whose poverty hangs on what is unanswered', () => {
  it.each<[string, Mark[][]]>([
    ['alone', [['?', '?', 1, 0]]],
    [
      'beside one who is poor',
      [
        ['?', '?', 1, 0],
        [1, 1, 0, 1],
      ],
    ],
    [
      'beside one who is not',
      [
        ['?', '?', 1, 0],
        [0, 0, 0, 1],
      ],
    ],
    [
      'beside one like it',
      [
        ['?', 1, '?', 0],
        ['?', 1, '?', 0],
      ],
    ],
    [
      'who answered nothing',
      [
        ['?', '?', '?', '?'],
        [1, 1, 1, 1],
      ],
    ],
    [
      'poor by one answer more',
      [
        [1, 1, '?', 0],
        ['?', 0, 0, 1],
      ],
    ],
  ])('%s', (_, rows) => {
    const group = rows.map((_, i) => i % 2)
    for (const k of ['1/4', '1/2', '7/10', '1']) {
      expectSame({ rows, group, k, weights: ['1/10', '2/10', '3/10', '4/10'] })
      expectSame({ rows, group, k, weights: ['0', '1/2', '1/2', '0'] })
      expectSame({ rows, group, k, dimensions: [[0, 1, 2], [3]] })
    }
  })

  it('where some of it does not apply', () => {
    const rows: Mark[][] = [
      ['?', null, 1, 0],
      [null, '?', '?', 1],
      [1, '?', null, null],
      [null, null, '?', null],
    ]
    for (const k of ['1/4', '1/2', '2/3', '1'])
      expectSame({ rows, group: [0, 1, 1, 2], k, dimensions: [[0, 1], [2], [3]] })
  })

  it('with more unanswered than are tried one by one', () => {
    for (const open of [9, 10, 11, 13]) {
      const row = Array.from({ length: 14 }, (_, j): Mark => (j < open ? '?' : j % 2 ? 1 : 0))
      const parts = row.map((_, j) => 5 + ((j * j) % 11))
      const total = parts.reduce((a, b) => a + b)
      for (const k of ['1/3', '1/2', '1'])
        expectSame({
          rows: [row, row.toReversed(), row.map((): Mark => 1)],
          group: [0, 1, 0],
          k,
          weights: parts.map((part) => `${part}/${total}`),
        })
    }
  })

  it('each of them counted once', () => {
    // Poor from 14 units: with the seven of the second, seven and four times two are 15; twice seven would be 14.
    const parts = [2, 7, ...Array<number>(10).fill(2)]
    const row = parts.map((): Mark => '?')
    for (const k of ['14/29', '28/29', '1'])
      expectSame({ rows: [row], group: [0], k, weights: parts.map((part) => `${part}/29`) })
    const answered = row.map((_, j): Mark => (j === 5 ? 1 : '?'))
    expectSame({ rows: [answered], group: [0], k: '14/29', weights: parts.map((part) => `${part}/29`) })
  })

  it('whatever the rows', () => {
    const mark = fc.constantFrom<Mark>(0, 1, '?', '?')
    const row = fc.array(mark, { minLength: 5, maxLength: 5 })
    const parts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), parts, (rows, given) => {
        const total = given.reduce((a, b) => a + b)
        const weights = given.map((part) => `${part}/${total}`)
        expectSame({ rows, group: rows.map((_, i) => i % 3), k: '1/2', weights })
      }),
      runs(200),
    )
  })
})
