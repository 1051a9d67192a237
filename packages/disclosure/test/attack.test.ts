import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attack, axisOf, crossTable, intervalsOf, isExact } from '../src/index.ts'
import { countsOf, labels, runs, tableOf } from './arbitrary.ts'
import { flowBounds, programmeBounds, rationalBounds, tablesLike } from './oracle.ts'

const withMask = (counts: fc.Arbitrary<number[][]>) =>
  counts.chain((table) =>
    fc.tuple(
      fc.constant(table),
      fc.tuple(...table.map((line) => fc.tuple(...line.map(() => fc.boolean())))) as fc.Arbitrary<
        boolean[][]
      >,
    ),
  )

const releasedOf = (counts: number[][], hidden: boolean[][]) => ({
  ...tableOf(counts),
  counts: counts.map((line, r) => line.map((v, c) => (hidden[r]![c] ? null : v))),
  margins: {
    rows: counts.map((line) => line.reduce((s, v) => s + v, 0)),
    cols: counts[0]!.map((_, c) => counts.reduce((s, line) => s + line[c]!, 0)),
    total: counts.flat().reduce((s, v) => s + v, 0),
  },
})

describe('the attack on two-way tables', () => {
  it('agrees with rational linear programming and with a plain flow', () => {
    fc.assert(
      fc.property(withMask(countsOf(5, 5)), ([counts, hidden]) => {
        const found = attack(releasedOf(counts, hidden))
        const expected = programmeBounds(counts, hidden)!
        expect(Object.keys(found.intervals)).toHaveLength(expected.size)
        for (const [place, [min, max]] of expected) {
          const [r, c] = place.split(',')
          expect(found.intervals[`r${r}|c${c}`]).toEqual([min, max])
          expect(flowBounds(counts, hidden, Number(r), Number(c))).toEqual([min, max])
          expect(found.recoverable.includes(`r${r}|c${c}`)).toBe(min === max)
        }
      }),
      { numRuns: runs(150) },
    )
  })

  it('agrees with listing all tables', () => {
    const tiny = countsOf(3, 3, fc.integer({ min: 0, max: 4 }))
    fc.assert(
      fc.property(withMask(tiny), ([counts, hidden]) => {
        const found = attack(releasedOf(counts, hidden))
        const seen = new Map<string, [number, number]>()
        for (const table of tablesLike(counts, hidden))
          table.forEach((line, r) => {
            line.forEach((v, c) => {
              if (!hidden[r]![c]) return
              const [min, max] = seen.get(`r${r}|c${c}`) ?? [v, v]
              seen.set(`r${r}|c${c}`, [Math.min(min, v), Math.max(max, v)])
            })
          })
        expect(found.intervals).toEqual(Object.fromEntries(seen))
      }),
      { numRuns: runs(100) },
    )
  })

  it('finds the same whether the counts are known to us or not', () => {
    fc.assert(
      fc.property(withMask(countsOf(6, 6)), ([counts, hidden]) => {
        const suppressed = counts.flatMap((line, r) =>
          line.flatMap((_, c) => (hidden[r]![c] ? [`r${r}|c${c}`] : [])),
        )
        expect(attack({ ...tableOf(counts), suppressed })).toEqual(attack(releasedOf(counts, hidden)))
      }),
      { numRuns: runs(50) },
    )
  })

  it('leaves hidden margins out of what is known', () => {
    const table = {
      rows: ['a', 'b'],
      cols: ['x', 'y'],
      counts: [
        [null, 4],
        [null, 6],
      ],
    }
    const found = attack({ ...table, margins: { rows: [null, null], cols: [9, 10], total: 19 } })
    expect(found.intervals).toEqual({
      'a|x': [0, 9],
      'a|Total': [4, 13],
      'b|x': [0, 9],
      'b|Total': [6, 15],
    })
    const open = attack({ ...table, margins: { rows: [null, 8], cols: [null, 10], total: null } })
    expect(open.intervals['a|x']).toEqual([0, null])
    expect(open.intervals['b|x']).toEqual([2, 2])
    expect(open.recoverable).toEqual(['b|x'])
    expect(attack({ ...table, marginsPublished: false }).intervals).toEqual({
      'a|x': [0, null],
      'b|x': [0, null],
    })
  })

  it('refuses numbers that no counts fit', () => {
    const rows = ['a', 'b']
    const cols = ['x', 'y']
    expect(() =>
      attack({
        rows,
        cols,
        counts: [
          [1, 2],
          [3, 4],
        ],
        margins: { rows: [3, 8], cols: [4, 6], total: 10 },
      }),
    ).toThrow('b|Total: published as 8, but its parts sum to 7')
    expect(() =>
      attack({
        rows,
        cols,
        counts: [
          [null, 9],
          [3, 4],
        ],
        margins: { rows: [8, 7], cols: [4, 6], total: 10 },
      }),
    ).toThrow('a|Total: published as 8, but its parts sum to 9 or more')
    expect(() =>
      attack({
        rows,
        cols,
        counts: [
          [null, null],
          [null, null],
        ],
        margins: { rows: [5, 5], cols: [4, 7], total: null },
      }),
    ).toThrow('no counts fit what is published around this sum')
    // One sum would leave less than nothing; two want different numbers of one cell.
    const sums = (values: number[], equations: { total: number; parts: number[] }[]) => ({
      keys: values.map((_, i) => `k${i}`),
      values: Float64Array.from(values),
      equations,
    })
    const hidden = Number.NaN
    expect(() => intervalsOf(sums([7, hidden, 5], [{ total: 2, parts: [0, 1] }]), [1])).toThrow(
      'k2: no counts fit what is published around this sum',
    )
    expect(intervalsOf(sums([7, hidden, 9], [{ total: 2, parts: [0, 1] }]), [1])).toEqual([
      { min: 2, max: 2 },
    ])
    const two = [
      { total: 3, parts: [0, 1] },
      { total: 4, parts: [0, 2] },
    ]
    expect(() => intervalsOf(sums([hidden, 3, 1, 5, 9], two), [0])).toThrow(/^k[34]: no counts fit/)
    expect(intervalsOf(sums([hidden, 3, 1, 5, 3], two), [0])).toEqual([{ min: 2, max: 2 }])
    // The place told is where the numbers do not fit, apart from all that do: three blocks, of which the first is right.
    const blocks = (rows: number[], cols: number[]) => () =>
      attack({
        ...tableOf(
          labels('r', 6).map((_, r) =>
            labels('c', 6).map((_, c) => (Math.floor(r / 2) === Math.floor(c / 2) ? null : 1)),
          ) as number[][],
        ),
        margins: { rows: rows.map((v) => v + 4), cols: cols.map((v) => v + 4), total: 54 },
      })
    expect(blocks([5, 5, 5, 5, 5, 5], [4, 6, 3, 7, 2, 8])).not.toThrow()
    expect(blocks([5, 5, 5, 5, 5, 5], [4, 6, 3, 8, 2, 7])).toThrow(
      /^(r[2345]\|Total|Total\|c[2345]): no counts fit what is published around this sum$/,
    )
    // Groups on both axes: the same by linear programming.
    const grouped = (corner: number) => () =>
      attack({
        rows: ['a', 'b', 'c'],
        cols: ['x', 'y', 'z'],
        counts: [
          [null, null, 5],
          [null, null, 5],
          [5, 5, 5],
        ],
        hierarchy: { rows: { G: ['a', 'b'] }, cols: { H: ['x', 'y'] } },
        margins: { rows: [15, 15, 15], cols: [15, 15, 15], total: 45 },
        subtotals: {
          ...{ 'a|H': null, 'b|H': null, 'c|H': null, 'G|x': null, 'G|y': null, 'Total|H': null },
          'G|H': corner,
        },
      })
    expect(grouped(20)).not.toThrow()
    expect(grouped(21)).toThrow('no counts fit what is published around this sum')
    expect(() =>
      attack({
        rows,
        cols,
        counts: [
          [null, 2],
          [3, 4],
        ],
      }),
    ).toThrow('margins')
  })
})

/** A hierarchical table, its released part, and all its sums written down plainly. */
const grouped = (rowGroups: number, colGroups: number) =>
  fc
    .tuple(
      fc.array(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 4, maxLength: 4 }), {
        minLength: 4,
        maxLength: 4,
      }),
      fc.infiniteStream(fc.boolean()),
    )
    .map(([counts, coins]) => {
      const rows = axisOf(labels('r', 4), rowGroups > 0 ? { A: ['r0', 'r1'], B: ['r2', 'r3'] } : {}, 'rows')
      const cols = axisOf(labels('c', 4), colGroups > 0 ? { X: ['c0', 'c1', 'c2'] } : {}, 'cols')
      const under = (axis: typeof rows, i: number): number[] =>
        i < axis.leaves ? [i] : axis.labels[i]!.children.flatMap((child) => under(axis, child))
      const countAt = (r: number, c: number) =>
        under(rows, r).reduce((s, i) => s + under(cols, c).reduce((t, j) => t + counts[i]![j]!, 0), 0)
      const table = crossTable(rows, cols, countAt, true)
      const width = cols.labels.length
      const inner = [...table.keys.keys()].filter(
        (i) => Math.floor(i / width) !== rows.root && i % width !== cols.root,
      )
      const hidden = inner.filter(() => coins.next().value)
      // Every sum that holds, also those that follow from others.
      const sums: [number, number[]][] = []
      for (let r = 0; r < rows.labels.length; r++)
        for (let c = 0; c < width; c++) {
          if (r >= rows.leaves) sums.push([r * width + c, rows.labels[r]!.children.map((i) => i * width + c)])
          if (c >= cols.leaves) sums.push([r * width + c, cols.labels[c]!.children.map((j) => r * width + j)])
        }
      return { table, hidden, sums }
    })

describe('an interval', () => {
  it('is exact when one whole number lies in it, rounding errors aside', () => {
    const exact = ([min, max]: readonly [number, number]) => isExact({ min, max })
    expect(
      (
        [
          [3, 3],
          [2.5, 3.4],
          [2.9999999, 3.0000001],
          [3.0000004, 3.9],
        ] as const
      ).map(exact),
    ).toEqual([true, true, true, true])
    expect(
      (
        [
          [2, 3],
          [2.0000004, 2.9999996],
          [0, Number.POSITIVE_INFINITY],
        ] as const
      ).map(exact),
    ).toEqual([false, false, false])
  })
})

describe('the attack on grouped tables', () => {
  for (const [rowGroups, colGroups] of [
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const)
    it(`is exact with ${rowGroups} grouped rows and ${colGroups} grouped columns`, () => {
      fc.assert(
        fc.property(grouped(rowGroups, colGroups), ({ table, hidden, sums }) => {
          const unknown = Float64Array.from(table.values, (v, i) => (hidden.includes(i) ? Number.NaN : v))
          const found = intervalsOf({ ...table, values: unknown }, hidden)
          const a: number[][] = []
          const b: number[] = []
          for (const [total, parts] of sums) {
            a.push(hidden.map((i) => (parts.includes(i) ? 1 : 0) - (i === total ? 1 : 0)))
            b.push(a.at(-1)!.reduce((s, v, k) => s + v * table.values[hidden[k]!]!, 0))
          }
          const expected = hidden.length === 0 ? [] : rationalBounds(a, b)!
          found.forEach(({ min, max }, k) => {
            expect(min).toBeCloseTo(expected[k]![0], 5)
            expect(max).toBeCloseTo(expected[k]![1], 5)
          })
          // Whoever knows that a count is no less than some number knows more: as if that were taken off everywhere.
          const floors = table.values.map((v, i) => (hidden.includes(i) ? Math.floor((v * (i % 3)) / 3) : 0))
          const least = (sums_: typeof sums) =>
            sums_.map(([total, parts], e) => b[e]! - parts.reduce((s, i) => s + floors[i]!, -floors[total]!))
          const above = hidden.length === 0 ? [] : rationalBounds(a, least(sums))!
          for (const start of [undefined, table.values])
            intervalsOf(start ? table : { ...table, values: unknown }, hidden, start, floors).forEach(
              ({ min, max }, k) => {
                expect(min).toBeCloseTo(floors[hidden[k]!]! + above[k]![0], 5)
                expect(max).toBeCloseTo(floors[hidden[k]!]! + above[k]![1], 5)
              },
            )
          // Starting from the true values changes nothing.
          const known = intervalsOf(table, hidden, table.values)
          known.forEach(({ min, max }, k) => {
            expect(min).toBeCloseTo(found[k]!.min, 5)
            expect(max).toBeCloseTo(found[k]!.max, 5)
          })
        }),
        { numRuns: runs(rowGroups + colGroups === 2 ? 25 : 40) },
      )
    })
})
