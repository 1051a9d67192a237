import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FiguresTable } from '../contract.ts'
import { pool } from './pool.ts'

const table = (more: Partial<FiguresTable> = {}): FiguresTable => ({
  kind: 'people',
  by: 'age',
  rows: ['0-17', '18+'],
  cols: ['female', 'male'],
  counts: [
    [20, 11],
    [40, 31],
  ],
  rowTotals: [31, 71],
  colTotals: [60, 42],
  total: 102,
  ...more,
})
const exactly = (count: number) => ({ count, atLeast: false })
const atLeast = (count: number) => ({ count, atLeast: true })

describe('figures of several municipalities in one', () => {
  it('are what one of them published, where there is one', () => {
    expect(pool([[table()]])).toEqual([
      {
        kind: 'people',
        by: 'age',
        rows: ['0-17', '18+'],
        cols: ['female', 'male'],
        counts: [
          [exactly(20), exactly(11)],
          [exactly(40), exactly(31)],
        ],
        rowTotals: [exactly(31), exactly(71)],
        colTotals: [exactly(60), exactly(42)],
        total: exactly(102),
      },
    ])
    expect(pool([])).toEqual([])
  })

  it('say at least where one protects a count, and exactly where all show it', () => {
    const hidden = table({
      counts: [
        [null, null],
        [40, 31],
      ],
    })
    const [sum] = pool([[table()], [hidden]])
    expect(sum!.counts).toEqual([
      [atLeast(20), atLeast(11)],
      [exactly(80), exactly(62)],
    ])
    expect([sum!.rowTotals[0], sum!.total]).toEqual([exactly(62), exactly(204)])
  })

  it('count nobody where a municipality has no such table, and keep age groups apart', () => {
    const needs = (of: string) =>
      table({ kind: 'needs', by: 'dimension', of, colTotals: undefined, total: 102 })
    const sums = pool([[table(), needs('18+')], [table(), needs('12-17')], [table()]])
    expect(sums.map(({ kind, of, total }) => [kind, of, total])).toEqual([
      ['people', undefined, exactly(306)],
      ['needs', '18+', exactly(102)],
      ['needs', '12-17', exactly(102)],
    ])
    expect(sums[1]).not.toHaveProperty('colTotals')
  })

  it('say at least of a value that one counted among the others', () => {
    const other = table({ rows: ['18+'], counts: [[40, 31]], rowTotals: [71] })
    const [sum] = pool([[other], [table()]])
    expect(sum!.rows).toEqual(['18+', '0-17'])
    expect(sum!.counts).toEqual([
      [exactly(80), exactly(62)],
      [atLeast(20), atLeast(11)],
    ])
  })

  it('never say more than there are, and exactly only what is', () => {
    const count = fc.nat({ max: 60 })
    const line = fc.tuple(count, count)
    const town = fc.record({ counts: fc.tuple(line, line), hidden: fc.array(fc.nat({ max: 8 })) })
    fc.assert(
      fc.property(fc.array(town, { minLength: 1, maxLength: 6 }), (towns) => {
        const numbers = ({ counts: [[a, b], [c, d]] }: (typeof towns)[number]) => [
          ...[a, b, c, d],
          ...[a + b, c + d],
          ...[a + c, b + d],
          a + b + c + d,
        ]
        const published = towns.map((one) => {
          const n = numbers(one).map((value, i) => (one.hidden.includes(i) ? null : value))
          return [
            table({
              counts: [n.slice(0, 2), n.slice(2, 4)],
              rowTotals: n.slice(4, 6),
              colTotals: n.slice(6, 8),
              total: n[8]!,
            }),
          ]
        })
        const [sum] = pool(published)
        const told = [...sum!.counts.flat(), ...sum!.rowTotals, ...sum!.colTotals!, sum!.total]
        for (const [i, { count: said, atLeast: more }] of told.entries()) {
          const there = towns.reduce((all, one) => all + numbers(one)[i]!, 0)
          expect(said).toBeLessThanOrEqual(there)
          expect(more).toBe(towns.some((one) => one.hidden.includes(i)))
          if (!more) expect(said).toBe(there)
        }
      }),
    )
  })
})
