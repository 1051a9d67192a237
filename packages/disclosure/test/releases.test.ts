import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  attack,
  audit,
  protect,
  protectAfter,
  protectLinked,
  type ReleasedTable,
  smallChanges,
} from '../src/index.ts'
import { countsOf, labels, maskOf, runs, smallCells, tableOf } from './arbitrary.ts'
import { isSafe, tablesLike } from './oracle.ts'

const sum = (list: readonly number[]) => list.reduce((s, v) => s + v, 0)
const marginsOf = (counts: number[][]) => ({
  rows: counts.map(sum),
  cols: counts[0]!.map((_, c) => sum(counts.map((line) => line[c]!))),
  total: sum(counts.flat()),
})
const release = (counts: number[][], hidden: boolean[][]): ReleasedTable => ({
  ...tableOf(counts),
  counts: counts.map((line, r) => line.map((v, c) => (hidden[r]![c] ? null : v))),
  margins: marginsOf(counts),
})
const coins = (counts: number[][]) =>
  fc.tuple(...counts.map((line) => fc.tuple(...line.map(() => fc.boolean())))) as fc.Arbitrary<boolean[][]>

describe('an audit of one population shown twice', () => {
  it('finds what either release shows, and what both together show', () => {
    fc.assert(
      fc.property(
        countsOf(3, 4, fc.integer({ min: 0, max: 5 })).chain((counts) =>
          fc.tuple(fc.constant(counts), coins(counts), coins(counts)),
        ),
        ([counts, one, two]) => {
          const found = audit([release(counts, one), release(counts, two)])
          expect(found.link).toBe('same')
          const both = one.map((line, r) => line.map((h, c) => h && two[r]![c]!))
          const alone = attack(release(counts, both)).intervals
          found.releases.forEach(({ intervals }, t) => {
            for (const [key, interval] of Object.entries(intervals)) {
              const [r, c] = key.split('|').map((label) => Number(label.slice(1))) as [number, number]
              const value = counts[r]![c]!
              expect((t === 0 ? one : two)[r]![c]).toBe(true)
              expect(interval).toEqual(both[r]![c] ? alone[key] : [value, value])
            }
          })
        },
      ),
      { numRuns: runs(60) },
    )
  })

  it('ties tables that share a variable, whichever way round they are', () => {
    const one: ReleasedTable = {
      rows: ['m1', 'm2'],
      cols: ['HN', 'VE'],
      counts: [
        [null, null],
        [null, null],
      ],
      margins: { rows: [null, null], cols: [30, 20], total: 50 },
      variables: ['municipality', 'nationality'],
    }
    const two: ReleasedTable = {
      rows: ['women', 'men'],
      cols: ['m1', 'm2'],
      counts: [
        [10, 15],
        [12, 13],
      ],
      variables: ['sex', 'municipality'],
    }
    const found = audit([one, two])
    expect(found.releases[0]!.recoverable).toEqual(['m1|Total', 'm2|Total'])
    expect(found.releases[0]!.intervals['m1|HN']).toEqual([2, 22])
    // Without the names nothing ties them.
    const untied = audit([
      { ...one, variables: undefined },
      { ...two, variables: undefined },
    ])
    expect(untied.releases[0]!.recoverable).toEqual([])
  })

  it('looks behind three tables of three variables', () => {
    // Two by two by two, all pairs shown but for one cell's block; the crossing allows less than each table does.
    const zero = [
      [10, 0],
      [0, 10],
    ]
    const ab: ReleasedTable = { rows: ['a1', 'a2'], cols: ['b1', 'b2'], counts: zero, variables: ['a', 'b'] }
    const bc: ReleasedTable = { rows: ['b1', 'b2'], cols: ['c1', 'c2'], counts: zero, variables: ['b', 'c'] }
    const ac: ReleasedTable = {
      rows: ['a1', 'a2'],
      cols: ['c1', 'c2'],
      counts: [
        [null, null],
        [null, null],
      ],
      margins: { rows: [10, 10], cols: [10, 10], total: 20 },
      variables: ['a', 'c'],
    }
    expect(attack(ac).recoverable).toEqual([])
    const known = { 'a1|c1': [10, 10], 'a1|c2': [0, 0], 'a2|c1': [0, 0], 'a2|c2': [10, 10] }
    expect(audit([ab, bc, ac]).releases[2]!.intervals).toEqual(known)
    // Whichever way round the tables are.
    const ba: ReleasedTable = { ...ab, rows: ab.cols, cols: ab.rows, variables: ['b', 'a'] }
    const cb: ReleasedTable = { ...bc, rows: bc.cols, cols: bc.rows, variables: ['c', 'b'] }
    expect(audit([ba, cb, ac]).releases[2]!.intervals).toEqual(known)
    // And in whichever order they have their labels.
    const mixed: ReleasedTable = { ...bc, rows: ['b2', 'b1'], counts: [...zero].reverse() }
    expect(audit([ab, mixed, ac]).releases[2]!.intervals).toEqual(known)
    // Where the labels are not the same, nothing lies behind the tables but what they share.
    const more: ReleasedTable = {
      ...bc,
      cols: ['c1', 'c2', 'c3'],
      counts: [
        [10, 0, 0],
        [0, 10, 0],
      ],
    }
    const apart = { ...ac, margins: { rows: [10, 10], cols: [null, null], total: null } }
    const free = { 'a1|c1': [0, 10], 'a1|c2': [0, 10], 'a2|c1': [0, 10], 'a2|c2': [0, 10] }
    expect(audit([ab, more, apart]).releases[2]!.intervals).toEqual({
      ...free,
      ...{ 'Total|c1': [10, 10], 'Total|c2': [10, 10], 'Total|Total': [20, 20] },
    })
  })

  it('ties by their sums tables that share but one variable, whose labels need not be the same', () => {
    const one: ReleasedTable = {
      rows: ['m1', 'm2'],
      cols: ['HN', 'VE'],
      counts: [
        [null, null],
        [null, null],
      ],
      margins: { rows: [null, null], cols: [30, 20], total: 50 },
      variables: ['municipality', 'nationality'],
    }
    const two: ReleasedTable = {
      rows: ['women', 'men'],
      cols: ['m1', 'm2', 'm3'],
      counts: [
        [10, 15, 0],
        [12, 13, 0],
      ],
      variables: ['sex', 'municipality'],
    }
    const found = audit([one, two])
    expect([found.link, found.complete]).toEqual(['same', true])
    expect(found.releases[0]!.intervals).toEqual({
      ...{ 'm1|HN': [2, 22], 'm1|VE': [0, 20], 'm1|Total': [22, 22] },
      ...{ 'm2|HN': [8, 28], 'm2|VE': [0, 20], 'm2|Total': [28, 28] },
    })
  })
})

describe('an audit of successive releases', () => {
  it('knows that growing counts do not fall: as listing all pairs of tables does', () => {
    const small = countsOf(2, 3, fc.integer({ min: 0, max: 3 }))
    fc.assert(
      fc.property(
        small.chain((counts) =>
          fc.tuple(
            fc.constant(counts),
            fc.tuple(
              ...counts.map((line) => fc.tuple(...line.map(() => fc.integer({ min: 0, max: 2 })))),
            ) as unknown as fc.Arbitrary<number[][]>,
            coins(counts),
            coins(counts),
          ),
        ),
        ([before, growth, one, two]) => {
          const after = before.map((line, r) => line.map((v, c) => v + growth[r]![c]!))
          const found = audit([release(before, one), release(after, two)], { link: 'growing' })
          expect(found.complete).toBe(true)
          const seen: Record<string, [number, number]>[] = [{}, {}]
          const note = (t: number, table: number[][], hidden: boolean[][]) => {
            table.forEach((line, r) => {
              line.forEach((v, c) => {
                if (!hidden[r]![c]) return
                const [min, max] = seen[t]![`r${r}|c${c}`] ?? [v, v]
                seen[t]![`r${r}|c${c}`] = [Math.min(min, v), Math.max(max, v)]
              })
            })
          }
          const afters = [...tablesLike(after, two)]
          for (const x of tablesLike(before, one))
            for (const y of afters)
              if (x.every((line, r) => line.every((v, c) => v <= y[r]![c]!))) {
                note(0, x, one)
                note(1, y, two)
              }
          found.releases.forEach(({ intervals }, t) => {
            expect(Object.keys(intervals).sort()).toEqual(Object.keys(seen[t]!).sort())
            for (const [key, [min, max]] of Object.entries(intervals)) {
              // Linear programming may leave a little more room than whole numbers do, never less.
              expect(min).toBeLessThanOrEqual(seen[t]![key]![0] + 1e-6)
              expect(max).toBeGreaterThanOrEqual(seen[t]![key]![1] - 1e-6)
              expect(Math.ceil(min - 1e-6)).toBeGreaterThanOrEqual(seen[t]![key]![0] - 1)
              expect(Math.floor(max! + 1e-6)).toBeLessThanOrEqual(seen[t]![key]![1] + 1)
            }
          })
        },
      ),
      { numRuns: runs(40) },
    )
  })

  it('sees that nobody new came', () => {
    const before = [
      [5, 20],
      [15, 30],
    ]
    const after = [
      [5, 20],
      [17, 36],
    ]
    const hidden = [
      [true, true],
      [true, true],
    ]
    const shown = [
      [false, false],
      [false, false],
    ]
    const found = audit([release(before, hidden), release(after, shown)])
    expect(found.link).toBe('growing')
    // The first row's total did not change, so none of its counts did.
    expect(found.releases[0]!.recoverable).toContain('r0|c0')
    expect(found.safe).toBe(false)
    const free = audit([release(before, hidden), release(after, shown)], { link: 'free' })
    expect([free.link, free.complete, free.recoverable]).toEqual(['free', true, []])
    expect(free.releases[0]!.intervals['r0|c0']).toEqual([0, 20])
  })

  it('begins anew with lines that were not there before', () => {
    const all = (rows: number) => Array.from({ length: rows }, () => [true, true])
    const found = audit(
      [
        release([[5, 20]], all(1)),
        release(
          [
            [7, 20],
            [3, 8],
          ],
          all(2),
        ),
      ],
      { link: 'growing' },
    )
    // A single row is known by its columns. Two came to it since; the second row is what they leave.
    expect(found.releases[0]!.intervals).toEqual({ 'r0|c0': [5, 5], 'r0|c1': [20, 20] })
    const { intervals } = found.releases[1]!
    expect([intervals['r0|c0'], intervals['r1|c0']]).toEqual([
      [5, 7],
      [3, 5],
    ])
  })

  it('lists what changed by one or two', () => {
    const before = [
      [50, 20],
      [15, 30],
    ]
    const after = [
      [51, 20],
      [15, 27],
    ]
    const none = [
      [false, false],
      [false, false],
    ]
    const found = audit([release(before, none), release(after, none)])
    expect(found.link).toBe('free')
    expect(found.safe).toBe(false)
    expect(found.smallChanges.map((change) => `${change.key} ${change.before} ${change.after}`)).toEqual([
      'r0|c0 50 51',
      'r0|Total 70 71',
      'Total|c0 65 66',
      'Total|Total 115 113',
    ])
    expect(found.smallChanges[0]).toEqual({ key: 'r0|c0', from: 1, to: 2, before: 50, after: 51 })
    expect(smallChanges([])).toEqual([])
    // A count that is hidden in between is compared with when it was last shown.
    const later = audit([
      release(before, none),
      release(after, [
        [true, true],
        [true, true],
      ]),
      release(before, none),
    ])
    expect(later.smallChanges.some((change) => change.key === 'r0|c0')).toBe(false)
  })

  it('says which primary cells are too certain', () => {
    const counts = [
      [2, 5],
      [3, 40],
    ]
    const all = [
      [true, true],
      [true, true],
    ]
    const found = audit([{ ...release(counts, all), primary: ['r0|c0', 'r1|c0'] }])
    expect(found.releases[0]!.weak).toEqual(['r0|c0', 'r1|c0'])
    expect(audit([{ ...release(counts, all), primary: ['r0|c0'] }], { minCount: 5, minWidth: 5 }).safe).toBe(
      true,
    )
    expect(audit([{ ...release(counts, all), primary: ['r0|c0'] }], { minCount: 6, minWidth: 5 }).safe).toBe(
      false,
    )
    expect(audit([{ ...release(counts, all), primary: ['r0|c0'] }], { minCount: 5, minWidth: 6 }).safe).toBe(
      false,
    )
  })

  it('refuses a link that the numbers contradict', () => {
    const none = [
      [false, false],
      [false, false],
    ]
    const [one, two] = [
      release(
        [
          [5, 6],
          [7, 8],
        ],
        none,
      ),
      release(
        [
          [5, 6],
          [7, 7],
        ],
        none,
      ),
    ]
    expect(() => audit([one, two], { link: 'same' })).toThrow(
      'release 2, r1|c1: is 7, but an earlier release says 8',
    )
    expect(() => audit([one, two], { link: 'growing' })).toThrow('release 2, r1|c1: fell from 8 to 7')
  })

  it('takes hidden numbers that cannot be the same for grown', () => {
    // All that both show agrees, and yet the hidden ones must differ.
    const one: ReleasedTable = {
      rows: ['a'],
      cols: ['x', 'y'],
      counts: [[null, 4]],
      margins: { rows: [10], cols: [null, 4], total: null },
    }
    const two: ReleasedTable = {
      rows: ['a'],
      cols: ['x', 'y'],
      counts: [[null, 4]],
      margins: { rows: [null], cols: [9, 4], total: null },
    }
    expect(audit([one, two]).link).toBe('growing')
    expect(() => audit([one, two], { link: 'same' })).toThrow('no counts fit')
  })

  it('compares bounds where growing tables are too large for one programme', () => {
    const counts = Array.from({ length: 30 }, (_, r) =>
      Array.from({ length: 30 }, (_, c) => ((r * 7 + c * 3) % 20) + 1),
    )
    const later = counts.map((line) => line.map((v) => v + 5))
    const all = counts.map((line) => line.map(() => true))
    const none = counts.map((line) => line.map(() => false))
    const found = audit([release(counts, all), release(later, all), release(later, none)], {
      link: 'growing',
    })
    expect(found.complete).toBe(false)
    const at = (key: string) => key.split('|').map((label) => Number(label.slice(1))) as [number, number]
    for (const [key, [min, max]] of Object.entries(found.releases[0]!.intervals)) {
      const [r, c] = at(key)
      expect(min).toBeLessThanOrEqual(counts[r]![c]!)
      expect(max).toBeLessThanOrEqual(later[r]![c]!)
    }
    const shownFirst = audit([release(counts, none), release(later, all), release(later, all)], {
      link: 'growing',
    })
    expect(shownFirst.complete).toBe(false)
    for (const { intervals } of shownFirst.releases.slice(1))
      for (const [key, [min]] of Object.entries(intervals)) {
        const [r, c] = at(key)
        expect(min).toBeGreaterThanOrEqual(counts[r]![c]!)
      }
  })
})

describe('protecting a table after earlier releases', () => {
  const options = { effort: 0.2 }

  it('keeps every primary cell of both releases uncertain while counts grow', () => {
    fc.assert(
      fc.property(
        countsOf(4, 4).chain((counts) =>
          fc.tuple(
            fc.constant(counts),
            fc.tuple(
              ...counts.map((line) => fc.tuple(...line.map(() => fc.constantFrom(0, 0, 1, 2, 4, 30)))),
            ) as unknown as fc.Arbitrary<number[][]>,
          ),
        ),
        ([before, growth]) => {
          const after = before.map((line, r) => line.map((v, c) => v + growth[r]![c]!))
          const first = protect(tableOf(before), options)
          if (!first.protected) return
          const told: ReleasedTable = {
            ...tableOf(before),
            suppressed: [...first.primary, ...first.secondary],
            primary: first.primary,
          }
          const second = protectAfter(tableOf(after), [told], { ...options, link: 'growing' })
          if (!second.protected) return
          // Hidden stays hidden; what changed by one or two since it was shown is hidden too.
          for (const key of told.suppressed!) expect([...second.primary, ...second.secondary]).toContain(key)
          before.forEach((line, r) => {
            line.forEach((v, c) => {
              const change = after[r]![c]! - v
              if (change > 0 && change < 3 && first.published[r]![c] !== null)
                expect(second.primary).toContain(`r${r}|c${c}`)
            })
          })
          const { published, ...rest } = second
          const next: ReleasedTable = { ...rest, counts: published, margins: second.margins! }
          const found = audit([told, next], { link: 'growing' })
          expect(found.releases.map((r) => r.weak)).toEqual([[], []])
          expect(isSafe(after, maskOf(published), smallCells(after), 10, 10, true)).toBe(true)
        },
      ),
      { numRuns: runs(40) },
    )
  })

  it('shows no count that changed by one or two, where counts rise and fall', () => {
    fc.assert(
      fc.property(
        countsOf(4, 4).chain((counts) =>
          fc.tuple(
            fc.constant(counts),
            fc.tuple(
              ...counts.map((line) => fc.tuple(...line.map(() => fc.constantFrom(0, 0, 0, -2, -1, 1, 2, 9)))),
            ) as unknown as fc.Arbitrary<number[][]>,
          ),
        ),
        ([before, change]) => {
          const after = before.map((line, r) => line.map((v, c) => Math.max(0, v + change[r]![c]!)))
          const first = protect(tableOf(before), options)
          const told: ReleasedTable = { ...first, counts: first.published, margins: first.margins! }
          if (!first.protected) return
          const second = protectAfter(tableOf(after), [told], { ...options, link: 'free' })
          if (!second.protected) return
          const close: [number, number][] = []
          before.forEach((line, r) => {
            line.forEach((v, c) => {
              const step = Math.abs(after[r]![c]! - v)
              if (first.published[r]![c] === null || step === 0 || step > 2) return
              expect(second.published[r]![c]).toBeNull()
              close.push([r, c])
            })
          })
          const primary = [...smallCells(after), ...close]
          expect(isSafe(after, maskOf(second.published), primary, 10, 10, true)).toBe(true)
          // Margins that changed so little are told: they cannot be hidden here.
          const now = marginsOf(after)
          const then = marginsOf(before)
          const small = (a: number, b: number) => a !== b && Math.abs(a - b) < 3
          expect(second.smallMargins.map((change) => change.key).sort()).toEqual(
            [
              ...now.rows.flatMap((v, r) => (small(v, then.rows[r]!) ? [`r${r}|Total`] : [])),
              ...now.cols.flatMap((v, c) => (small(v, then.cols[c]!) ? [`Total|c${c}`] : [])),
              ...(small(now.total, then.total) ? ['Total|Total'] : []),
            ].sort(),
          )
        },
      ),
      { numRuns: runs(40) },
    )
  })

  it('cannot take back what was shown of the same population', () => {
    const counts = [
      [3, 40, 30],
      [50, 12, 33],
      [20, 21, 22],
    ]
    const shown: ReleasedTable = { ...tableOf(counts) }
    const lost = protectAfter(tableOf(counts), [shown], options)
    expect(lost).toMatchObject({ protected: false, link: 'same' })
    expect(lost.unprotectable).toEqual({ 'r0|c0': [3, 3] })
    expect(lost.published.flat().every((v) => v === null)).toBe(true)
    // What was hidden stays hidden, and nothing else may be.
    const first = protect(tableOf(counts), options)
    const { published, ...rest } = first
    const again = protectAfter(
      tableOf(counts),
      [{ ...rest, counts: published, margins: first.margins! }],
      options,
    )
    expect(again.published).toEqual(published)
    expect(again.protected).toBe(true)
  })

  it('refuses a link that the numbers contradict, hidden ones too, and takes none such by itself', () => {
    const now = [
      [3, 40, 30],
      [50, 12, 33],
      [20, 21, 22],
    ]
    const then = now.map((line) => [...line])
    then[0]![0] = 7
    then[1]![0] = 46
    const told: ReleasedTable = {
      ...tableOf(then),
      suppressed: ['r0|c0', 'r0|c1', 'r1|c0', 'r1|c1', 'r0|Total', 'r1|Total'],
    }
    expect(() => protectAfter(tableOf(now), [told], { link: 'growing' })).toThrow(
      'release 1, r0|c0: is 7 there and 3 now, so they are not "growing"',
    )
    expect(() => protectAfter(tableOf(now), [told], { link: 'same' })).toThrow(
      'release 1, r0|c0: is 7 there and 3 now, so they are not "same"',
    )
    expect(protectAfter(tableOf(now), [told], options)).toMatchObject({ protected: true, link: 'free' })
    expect(() => protectAfter(tableOf(now), [{ ...told, suppressed: ['q'] }], options)).toThrow(
      'release 1, suppressed[0]: "q" names no cell',
    )
  })

  it('lists margins that changed too little, and hides counts that did', () => {
    const before = [
      [13, 40, 30],
      [50, 12, 33],
      [20, 21, 22],
    ]
    const after = [
      [14, 40, 30],
      [50, 12, 33],
      [20, 21, 29],
    ]
    const found = protectAfter(tableOf(after), [{ ...tableOf(before) }], { ...options, link: 'free' })
    expect(found.primary).toEqual(['r0|c0'])
    expect(found.smallMargins.map((change) => change.key)).toEqual(['r0|Total', 'Total|c0'])
    // What changed between earlier releases is past.
    const past = protectAfter(tableOf(after), [tableOf(before), tableOf(after)], { ...options, link: 'free' })
    expect(past).toMatchObject({ primary: [], smallMargins: [] })
    expect(protectAfter(tableOf(after), [], options).primary).toEqual([])
    expect(protectAfter(tableOf(after), [{ ...tableOf(before) }], options).link).toBe('growing')
  })
})

describe('linked tables', () => {
  it('hide the cells they share in all or in none', () => {
    const one = {
      rows: labels('m', 3),
      cols: ['HN', 'VE', 'CU'],
      counts: [
        [4, 30, 25],
        [40, 22, 31],
        [33, 45, 28],
      ],
      variables: ['m', 'n'] as const,
    }
    const two = {
      rows: ['VE', 'HN', 'CU'],
      cols: labels('m', 3),
      counts: [
        [30, 22, 45],
        [4, 40, 33],
        [25, 31, 28],
      ],
      variables: ['n', 'm'] as const,
    }
    const [a, b] = protectLinked([one, two], { effort: 0.2 }) as [
      ReturnType<typeof protect>,
      ReturnType<typeof protect>,
    ]
    expect(a.protected && b.protected).toBe(true)
    const hidden = (answer: typeof a) => [...answer.primary, ...answer.secondary]
    expect(new Set(hidden(b).map((key) => key.split('|').reverse().join('|')))).toEqual(new Set(hidden(a)))
    expect(a.cost).toBe(b.cost)
    expect(a.hidden).toBe(a.secondary.length)
    const found = audit(
      [
        { ...a, variables: one.variables },
        { ...b, variables: two.variables },
      ].map(({ published, margins, ...rest }) => ({ ...rest, counts: published, margins: margins! })),
    )
    expect(found.safe).toBe(true)
  })

  it('look behind three variables', () => {
    const cube = [
      [
        [6, 14],
        [22, 9],
      ],
      [
        [17, 31],
        [12, 40],
      ],
      [
        [25, 13],
        [18, 27],
      ],
    ]
    const [A, B, C] = [labels('a', 3), labels('b', 2), labels('c', 2)]
    const ab = {
      rows: A,
      cols: B,
      counts: A.map((_, i) => B.map((_, j) => sum(cube[i]![j]!))),
      variables: ['a', 'b'] as const,
    }
    const ac = {
      rows: A,
      cols: C,
      counts: A.map((_, i) => C.map((_, k) => sum(cube[i]!.map((line) => line[k]!)))),
      variables: ['a', 'c'] as const,
    }
    const bc = {
      rows: B,
      cols: C,
      counts: B.map((_, j) => C.map((_, k) => sum(cube.map((plane) => plane[j]![k]!)))),
      variables: ['b', 'c'] as const,
    }
    const requests = [
      { ...ab, primary: ['a0|b0'] },
      { ...ac, primary: [] },
      { ...bc, primary: [] },
    ]
    const answers = protectLinked(requests, { effort: 0.05 })
    expect(answers.every((answer) => answer.protected)).toBe(true)
    const found = audit(
      answers.map(({ published, margins, ...rest }, t) => ({
        ...rest,
        counts: published,
        margins: margins!,
        variables: requests[t]!.variables,
      })),
    )
    expect(found.recoverable).toEqual([])
    expect(found.releases[0]!.weak).toEqual([])
  })
})
