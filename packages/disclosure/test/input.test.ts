import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  attack,
  DisclosureError,
  protect,
  readReleased,
  readRequest,
  readTable,
  readTables,
} from '../src/index.ts'
import { runs } from './arbitrary.ts'

const good = {
  rows: ['a', 'b'],
  cols: ['x', 'y'],
  counts: [
    [1, 20],
    [30, 40],
  ],
}

describe('a table that is wrong', () => {
  it.each<[unknown, string]>([
    [null, 'the table: is not an object'],
    [[], 'the table: is not an object'],
    ['x', 'the table: is not an object'],
    [{}, 'rows: is not a list'],
    [{ ...good, rows: [] }, 'rows: the table is empty'],
    [{ ...good, cols: [] }, 'cols: the table is empty'],
    [{ ...good, rows: ['a', 'a'] }, 'rows[1]: the label "a" appears twice'],
    [{ ...good, rows: ['a', null] }, 'rows[1]: null is not a label'],
    [{ ...good, cols: ['x', true] }, 'cols[1]: true is not a label'],
    [{ ...good, cols: ['x', 'x'] }, 'cols[1]: the label "x" appears twice'],
    [{ rows: ['a'], cols: ['x'] }, 'counts: is not a list'],
    [{ ...good, counts: [[1, 2]] }, 'counts: has 1 lines for 2 rows'],
    [{ ...good, counts: [[1, 2], [3]] }, 'counts[1]: has 1 counts for 2 columns'],
    [{ ...good, counts: [[1, 2], 3] }, 'counts[1]: is not a list'],
    [
      {
        ...good,
        counts: [
          [1, 2],
          [3, -4],
        ],
      },
      'counts[1][1]: -4 is not a count',
    ],
    [
      {
        ...good,
        counts: [
          [1, 2.5],
          [3, 4],
        ],
      },
      'counts[0][1]: 2.5 is not a count',
    ],
    [
      {
        ...good,
        counts: [
          [1, '2'],
          [3, 4],
        ],
      },
      'counts[0][1]: "2" is not a count',
    ],
    [
      {
        ...good,
        counts: [
          [1, null],
          [3, 4],
        ],
      },
      'counts[0][1]: null is not a count',
    ],
    [
      {
        ...good,
        counts: [
          [1, 1e17],
          [3, 4],
        ],
      },
      'counts[0][1]: 100000000000000000 is not a count',
    ],
    [{ ...good, primary: ['a|z'] }, 'primary[0]: "a|z" names no cell'],
    [{ ...good, primary: 'a|x' }, 'primary: is not a list'],
    [{ ...good, primary: [{}] }, 'primary[0]: {} is not a label'],
    [{ ...good, hierarchy: [] }, 'hierarchy: is not an object'],
    [{ ...good, hierarchy: { row: {} } }, 'hierarchy.row: is neither rows nor cols'],
    [{ ...good, hierarchy: { rows: { A: 'a' } } }, 'hierarchy.rows.A: is not a list'],
    [{ ...good, hierarchy: { rows: { A: ['q'] } } }, 'hierarchy.rows.A: "q" is neither a label nor a group'],
    [{ ...good, hierarchy: { rows: {}, cols: { X: 'x' } } }, 'hierarchy.cols.X: is not a list'],
    [{ ...good, hierarchy: { cols: 3 } }, 'hierarchy.cols: is not an object'],
    [{ ...good, marginsPublished: 'no' }, 'marginsPublished: "no" is none of true, false, "where-safe"'],
    [{ ...good, certain: 'both' }, 'certain: "both" is neither "rows" nor "cols"'],
    [{ ...good, variables: ['m'] }, 'variables: are not the two names of the row and the column variable'],
    [
      { ...good, variables: ['m', 'm'] },
      'variables: are not the two names of the row and the column variable',
    ],
    [{ ...good, variables: [] }, 'variables: are not the two names of the row and the column variable'],
    [
      { ...good, variables: ['m', 'n', 'o'] },
      'variables: are not the two names of the row and the column variable',
    ],
    [{ ...good, variables: 'm' }, 'variables: is not a list'],
    [{ ...good, margins: { rows: [21], cols: [31, 60] } }, 'margins.rows: has 1 totals for 2 rows'],
    [
      { ...good, margins: { rows: [21, 70], cols: [31, 61] } },
      'Total|Total: published as 91, but its parts sum to 92',
    ],
    [
      { ...good, margins: { rows: [21, 70], cols: [31, 60], total: 'x' } },
      'margins.total: "x" is not a count or null',
    ],
    [
      { ...good, rowTotals: [21, 71], colTotals: [31, 60] },
      'b|Total: published as 71, but its parts sum to 70',
    ],
    [{ ...good, rowTotals: [21, 70] }, 'colTotals: is not a list'],
    [{ ...good, colTotals: [31, 60] }, 'rowTotals: is not a list'],
    [{ ...good, rowTotals: [21, -1], colTotals: [31, 60] }, 'rowTotals[1]: -1 is not a count or null'],
    [{ ...good, rowTotals: [21, 70], colTotals: [31, 60], total: 0.5 }, 'total: 0.5 is not a count or null'],
    [{ ...good, margins: 91 }, 'margins: is not an object'],
    [{ ...good, margins: { rows: [21, 70], cols: 60 } }, 'margins.cols: is not a list'],
    [{ ...good, subtotals: 3 }, 'subtotals: is not an object'],
    [{ ...good, subtotals: { q: -1 } }, 'subtotals.q: -1 is not a count or null'],
  ])('%j: %s', (value, message) => {
    let problem: unknown
    try {
      protect(readRequest(value))
    } catch (caught) {
      problem = caught
    }
    expect(problem).toBeInstanceOf(DisclosureError)
    expect((problem as Error).message).toBe(message)
    expect((problem as Error).name).toBe('DisclosureError')
  })

  it('is never computed, whatever it is', () => {
    const wild = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.integer({ min: -3, max: 30 }),
        fc.constantFrom(null, 'a', 'b', 0.5, true),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
    })).value
    const table = fc.record(
      { rows: wild, cols: wild, counts: wild, primary: wild, hierarchy: wild, margins: wild },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(table, (value) => {
        for (const read of [readRequest, readReleased]) {
          try {
            if (read === readRequest) protect(readRequest(value), { effort: 0 })
            else attack(readReleased(value))
          } catch (problem) {
            expect(problem).toBeInstanceOf(DisclosureError)
          }
        }
      }),
      { numRuns: runs(300) },
    )
  })

  it('refuses groups that overlap, repeat, are empty, unknown or circular', () => {
    const bad = (rows: Record<string, string[]>) => () =>
      protect({ rows: ['r0', 'r1', 'r2'], cols: ['x'], counts: [[1], [2], [3]], hierarchy: { rows } })
    expect(bad({ A: ['r0', 'B'], B: ['r1', 'r2'] })).not.toThrow()
    expect(bad({ A: ['r0', 'r1'], B: ['r1'] })).toThrow('hierarchy.rows.B: "r1" is already in a group')
    expect(bad({ A: [] })).toThrow('hierarchy.rows.A: a group cannot be empty')
    expect(bad({ A: ['r9'] })).toThrow('hierarchy.rows.A: "r9" is neither a label nor a group')
    expect(bad({ A: ['B'], B: ['A'] })).toThrow('hierarchy.rows: the groups hold one another')
    expect(bad({ r0: ['r1'] })).toThrow('hierarchy.rows.r0: the label "r0" appears twice')
  })
})

describe('a table that is right', () => {
  it('may have numbers as labels, and nothing where nothing is meant', () => {
    const request = readRequest({
      ...good,
      rows: [2019, 2020],
      primary: null,
      hierarchy: null,
      margins: null,
      variables: null,
      certain: null,
      marginsPublished: null,
      subtotals: null,
    })
    expect(request).toEqual({ ...good, rows: ['2019', '2020'], marginsPolicy: 'published' })
    expect(readRequest({ ...good, marginsPublished: 'where-safe' }).marginsPolicy).toBe('where-safe')
    expect(readRequest({ ...good, marginsPublished: false }).marginsPolicy).toBe('hidden')
    for (const certain of ['rows', 'cols'])
      expect(readRequest({ ...good, certain, variables: ['m', 'n'] })).toEqual({
        ...good,
        marginsPolicy: 'published',
        certain,
        variables: ['m', 'n'],
      })
    expect(readRequest({ ...good, marginsPublished: true }).marginsPolicy).toBe('published')
  })

  it('as a release, may come in several forms', () => {
    const hidden = {
      rows: ['a', 'b'],
      cols: ['x', 'y'],
      counts: [
        [null, null],
        [null, null],
      ],
    }
    const margins = { rows: [21, 70], cols: [31, 60], total: 91 }
    const expected = attack(readReleased({ ...hidden, margins }))
    expect(expected.intervals).toEqual({ 'a|x': [0, 21], 'a|y': [0, 21], 'b|x': [10, 31], 'b|y': [39, 60] })
    const { counts, ...rest } = hidden
    for (const form of [
      { ...rest, published: counts, margins },
      { ...hidden, rowTotals: margins.rows, colTotals: margins.cols },
      { ...hidden, margins: { rows: margins.rows, cols: margins.cols } },
      { ...hidden, margins: { rows: [null, 70], cols: margins.cols } },
      { ...good, suppressed: ['a|x', 'a|y', 'b|x', 'b|y'] },
      { ...good, primary: ['a|x'], secondary: ['a|y', 'b|x', 'b|y'] },
    ]) {
      const found = attack(readReleased(form)).intervals
      for (const [key, interval] of Object.entries(expected.intervals)) expect(found[key]).toEqual(interval)
    }
    expect(attack(readReleased({ ...hidden, margins: null })).intervals['a|x']).toEqual([0, null])
    expect(attack(readReleased({ ...hidden, marginsPublished: false })).intervals['a|x']).toEqual([0, null])
    expect(() => attack(readReleased(hidden))).toThrow('margins: counts are hidden')
    expect(() => attack(readReleased({ ...good, suppressed: ['q'] }))).toThrow(
      'suppressed[0]: "q" names no cell',
    )
    expect(attack(readReleased(good))).toEqual({ intervals: {}, recoverable: [] })
    expect(readReleased({ ...good, primary: [], secondary: [] })).toEqual({
      ...good,
      primary: [],
      marginsPublished: true,
    })
    // Where counts are hidden already, the lists only say why.
    const half = { ...good, counts: [[null, 20], good.counts[1]!], margins }
    expect(readReleased({ ...half, primary: ['a|x', 'b|y'] })).toEqual({
      ...half,
      primary: ['a|x', 'b|y'],
      marginsPublished: true,
    })
    expect(readReleased({ ...half, marginsPublished: 'where-safe' }).marginsPublished).toBe(true)
    for (const [value, message] of [
      [{ ...half, marginsPublished: 'no' }, 'marginsPublished: "no" is none of true, false, "where-safe"'],
      [{ ...half, marginsPublished: 0 }, 'marginsPublished: 0 is none of'],
      [{ ...half, secondary: 'a|x' }, 'secondary: is not a list'],
      [7, 'the table: is not an object'],
    ] as const)
      expect(() => readReleased(value)).toThrow(message)
  })

  it('may have a label that is called as totals are', () => {
    const answer = attack({
      rows: ['Total', 'Total*'],
      cols: ['x', 'y'],
      counts: [
        [null, 1],
        [2, 3],
      ],
      margins: { rows: [5, null], cols: [6, 4], total: null },
    })
    expect(answer.intervals).toEqual({ 'Total|x': [4, 4], 'Total*|Total': [5, 5], 'Total**|Total': [10, 10] })
  })

  it('may lack the totals of groups, which follow from those of their lines', () => {
    const table = readTable(
      {
        ...good,
        counts: [
          [null, 20],
          [30, 40],
        ],
        hierarchy: { rows: { G: ['a', 'b'] } },
        margins: { rows: [21, 70], cols: [31, 60] },
      },
      true,
    )
    expect(attack(table).intervals).toEqual({ 'a|x': [1, 1], 'G|x': [31, 31] })
    const told = readTable(
      {
        ...good,
        counts: [
          [null, 20],
          [30, 40],
        ],
        hierarchy: { rows: { G: ['a', 'b'] } },
        margins: { rows: [21, 70], cols: [31, 60] },
        subtotals: { 'G|x': 31 },
      },
      true,
    )
    expect(Object.keys(attack(told).intervals)).toEqual(['a|x'])
  })

  it('may come alone or as one of several', () => {
    expect(readTables(good)).toEqual([good])
    expect(readTables({ tables: [good, good] })).toEqual([good, good])
    expect(() => readTables({ tables: 3 })).toThrow('tables: is not a list')
    expect(() => readTables(null)).toThrow('the table: is not an object')
  })
})
