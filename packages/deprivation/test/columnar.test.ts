import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CODE,
  type ColumnarMeasures,
  count,
  countColumns,
  type Interval,
  type Mark,
  type Measures,
} from '../src/index.ts'
import { runs } from './runs.ts'

const text = (range: Interval | null) => range && `${range.low} ${range.high}`
const codeOf = (mark: Mark) =>
  mark === 0
    ? CODE.notDeprived
    : mark === 1
      ? CODE.deprived
      : mark === null
        ? CODE.notApplicable
        : CODE.unanswered

function columnsOf(rows: Mark[][]): Uint8Array[] {
  return rows[0]!.map((_, j) => Uint8Array.from(rows, (row) => codeOf(row[j]!)))
}

function told(measures: Omit<ColumnarMeasures, 'people'> | Measures) {
  return {
    H: text(measures.H),
    A: text(measures.A),
    M0: text(measures.M0),
    censoredHeadcount: measures.censoredHeadcount.map(text),
    contribution: measures.contribution.map(text),
  }
}

interface Drawn {
  rows: Mark[][]
  k: string
  group: number[]
  weights?: string[]
  dimensions?: number[][]
}

function expectSame({ rows, k, group, weights, dimensions }: Drawn) {
  const weighting = { ...(weights && { weights }), ...(dimensions && { dimensions }) }
  const exact = count({ deprivations: rows, subgroup: group.map(String), k, ...weighting })
  const groups = { group: Uint8Array.from(group), groups: 3 }
  const fast = countColumns({ columns: columnsOf(rows), k, ...weighting, ...groups })
  expect(told(fast)).toEqual(told(exact))
  expect(fast.complete).toBe(exact.complete)
  expect(fast.people).toBe(rows.length)
  const ungrouped = countColumns({ columns: columnsOf(rows), k, ...weighting })
  expect(told(ungrouped)).toEqual(told(exact))
  fast.groups.forEach((own, g) => {
    const expected = exact.subgroups!.get(String(g))
    expect(own === null).toBe(expected === undefined)
    if (!own || !expected) return
    expect(own.people).toBe(expected.rows.length)
    expect(told(own)).toEqual(told(expected))
    expect(text(own.contributionToM0)).toBe(text(expected.contributionToM0))
  })
}

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

  it('refuses wrong input and says where', () => {
    const columns = [Uint8Array.from([0, 1, 0, 1, 1]), Uint8Array.from([1, 1, 0, 0, 1])]
    const base = { columns, weights: ['1/2', '1/2'], k: '1/2' }
    const withCode = (code: number) => [columns[0]!, Uint8Array.from([1, 1, 0, 0, code])]
    const refusals: [object, RegExp][] = [
      [{ columns: [] }, /^columns: are empty/],
      [{ columns: [new Uint8Array(0)] }, /^columns: are empty/],
      [{ columns: [columns[0]!, new Uint8Array(4)] }, /^columns\[1\]: has 4 codes where column 0 has 5$/],
      [{ columns: withCode(4) }, /^columns\[1\]\[4\]: 4 is not a code from 0 to 3$/],
      [{ columns: withCode(2) }, /^columns\[1\]\[4\]: not applicable needs "dimensions"/],
      [
        { columns: [Uint8Array.of(2)], weights: undefined, dimensions: [[0]] },
        /^columns\[\*\]\[0\]: nothing applies/,
      ],
      [{ weights: undefined }, /^weights: missing/],
      [{ weights: ['1/33554432', '33554431/33554432'] }, /^weights: are too fine/],
      [{ group: new Uint8Array(4) }, /^group: has 4 numbers for 5 people$/],
      [{ group: Uint8Array.of(0, 0, 0, 2, 0), groups: 2 }, /^group\[3\]: 2 is not from 0 to 1$/],
      [{ groups: 0 }, /^groups: 0 is not from 1 to 256$/],
      [{ weights: undefined, dimensions: [[0]] }, /^dimensions: indicator 1 stands in no dimension$/],
      [{ k: 2 }, /^k: 2 is not a poverty cut-off/],
    ]
    for (const [wrong, sentence] of refusals)
      expect(() => countColumns({ ...base, ...wrong })).toThrow(sentence)
    const wide = Array.from({ length: 32 }, () => Uint8Array.of(1))
    expect(() => countColumns({ columns: wide, dimensions: wide.map((_, j) => [j]), k: 1 })).toThrow(
      /more than 31/,
    )
    expect(() => countColumns({ columns: wide, dimensions: [wide.map((_, j) => j)], k: 1 })).toThrow(
      /more than 15/,
    )
  })
})
