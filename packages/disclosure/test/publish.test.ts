import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addNoise,
  attack,
  audit,
  protect,
  protectAfter,
  protectLinked,
  type ReleasedTable,
  randomRounding,
  round,
  systemOf,
} from '../src/index.ts'
import { countsOf, labels, runs, smallCells, tableOf } from './arbitrary.ts'

describe('requests', () => {
  const counts = [
    [3, 40, 30],
    [50, 12, 33],
    [20, 21, 22],
  ]

  it('publish all when nothing is small', () => {
    const answer = protect({
      ...tableOf([
        [10, 0],
        [12, 30],
      ]),
    })
    expect(answer).toMatchObject({
      protected: true,
      primary: [],
      secondary: [],
      cost: 0,
      lowerBound: 0,
      optimal: true,
      intervals: {},
    })
    expect(answer.published).toEqual([
      [10, 0],
      [12, 30],
    ])
    expect(answer.margins).toEqual({ rows: [10, 42], cols: [22, 30], total: 52 })
  })

  it('need nothing more where margins are not published', () => {
    const answer = protect({ ...tableOf(counts), marginsPolicy: 'hidden' })
    expect(answer).toMatchObject({ protected: true, primary: ['r0|c0'], secondary: [], margins: null })
    expect(answer.intervals).toEqual({ 'r0|c0': [0, null] })
  })

  it('may hide margins where that is safer or cheaper', () => {
    const sparse = [
      [2, 0, 3],
      [50, 12, 33],
      [20, 21, 22],
    ]
    expect(protect(tableOf(sparse)).protected).toBe(false)
    const answer = protect({ ...tableOf(sparse), marginsPolicy: 'where-safe' })
    expect(answer.protected).toBe(true)
    expect(answer.primary).toEqual(['r0|c0', 'r0|c2', 'r0|Total'])
    expect(answer.margins!.rows[0]).toBeNull()
    for (const key of answer.primary) {
      const [min, max] = answer.intervals[key]!
      expect(max === null || (max >= 10 && max - min >= 10)).toBe(true)
    }
    const { published, ...rest } = answer
    const attacked = attack({ ...rest, counts: published, margins: answer.margins! })
    expect(attacked).toEqual({ intervals: answer.intervals, recoverable: [] })
  })

  it('count certainty about small groups as primary when asked', () => {
    const certain = [
      [0, 20],
      [30, 31],
      [12, 40],
    ]
    expect(protect(tableOf(certain)).primary).toEqual([])
    expect(protect({ ...tableOf(certain), certain: 'rows' }).primary).toEqual(['r0|c0', 'r0|c1'])
    const turned = [
      [0, 30, 12],
      [20, 31, 40],
    ]
    expect(protect({ ...tableOf(turned), certain: 'cols' }).primary).toEqual(['r0|c0', 'r1|c0'])
    expect(protect(tableOf(turned)).primary).toEqual([])
    // Not only in the first line.
    const later = [
      [30, 31, 12, 14],
      [15, 16, 0, 13],
    ]
    expect(protect(tableOf(later)).primary).toEqual([])
    expect(protect({ ...tableOf(later), certain: 'cols' }).primary).toEqual(['r0|c2', 'r1|c2'])
    expect(protect({ ...tableOf([...later, [0, 20, 0, 0]]), certain: 'rows' }).primary).toEqual([
      'r2|c0',
      'r2|c1',
      'r2|c2',
      'r2|c3',
    ])
  })

  it('give the subtotals of groups as they give the margins', () => {
    const table = {
      ...tableOf([
        [10, 20, 30, 40],
        [11, 21, 31, 41],
        [12, 22, 32, 42],
      ]),
      hierarchy: { rows: { A: ['r0', 'r1'] }, cols: { B: ['c1', 'c2'] } },
    }
    const inner = {
      ...{ 'A|c0': 21, 'A|c1': 41, 'A|c2': 61, 'A|c3': 81 },
      ...{ 'r0|B': 50, 'r1|B': 52, 'r2|B': 54, 'A|B': 102 },
    }
    const shown = protect(table)
    expect(shown.subtotals).toEqual({ ...inner, 'A|Total': 204, 'Total|B': 156 })
    expect(shown.margins).toEqual({ rows: [100, 104, 108], cols: [33, 63, 93, 123], total: 312 })
    expect(shown.hierarchy).toEqual(table.hierarchy)
    const untold = protect({ ...table, marginsPolicy: 'hidden' })
    expect([untold.subtotals, untold.margins]).toEqual([inner, null])
    // Groups on one axis only; none at all.
    const lines = protect({ ...table, hierarchy: { rows: table.hierarchy.rows } })
    expect(Object.keys(lines.subtotals!)).toEqual(['A|c0', 'A|c1', 'A|c2', 'A|c3', 'A|Total'])
    const plain = protect({ ...table, hierarchy: undefined })
    expect([plain.subtotals, plain.hierarchy]).toEqual([undefined, undefined])
    expect(plain).not.toHaveProperty('subtotals')
  })

  it('may ask for any cell to be protected that may be hidden', () => {
    const where = { ...tableOf(counts), marginsPolicy: 'where-safe' as const, primary: ['r1|Total'] }
    const answer = protect(where)
    expect([answer.protected, answer.primary, answer.margins!.rows[1]]).toEqual([true, ['r1|Total'], null])
    expect(() => protect({ ...where, marginsPolicy: 'hidden' })).toThrow(
      'primary[0]: "r1|Total" is a margin, and those are hidden',
    )
  })

  it('say which primary cell is no cell, or a margin', () => {
    expect(() => protect({ ...tableOf(counts), primary: ['r0|c0', 'r9|c0'] })).toThrow(
      'primary[1]: "r9|c0" names no cell',
    )
    expect(() => protect({ ...tableOf(counts), primary: ['r0|c0', 'Total|c1'] })).toThrow(
      'primary[1]: "Total|c1" is a margin, and those are published',
    )
    expect(() =>
      protect({ ...tableOf(counts), margins: { rows: [1, 95, 63], cols: [73, 73, 85], total: 231 } }),
    ).toThrow('r0|Total: published as 1, but its parts sum to 73')
    expect(() =>
      protect({
        rows: ['a|b', 'a'],
        cols: ['c', 'b|c'],
        counts: [
          [1, 2],
          [3, 4],
        ],
        primary: ['a|c'],
      }),
    ).toThrow('stand for two cells')
  })
})

describe('what is told', () => {
  const counts = [
    [30, 41, 3],
    [50, 12, 33],
    [20, 21, 22],
  ]

  it('names cells in the order of the table', () => {
    const order = labels('r', 3).flatMap((r) => labels('c', 3).map((c) => `${r}|${c}`))
    const sorted = (keys: string[]) => [...keys].sort((a, b) => order.indexOf(a) - order.indexOf(b))
    const answer = protect({ ...tableOf(counts), primary: ['r2|c1', 'r0|c2'] })
    expect(answer.protected).toBe(true)
    expect(Object.keys(answer.intervals)).toEqual(sorted([...answer.primary, ...answer.secondary]))
    expect(answer.secondary).toEqual(sorted(answer.secondary))
    const certain = protect({
      ...tableOf([
        [0, 20],
        [3, 50],
        [44, 70],
      ]),
      certain: 'rows',
    })
    expect(certain.primary).toEqual(['r0|c0', 'r0|c1', 'r1|c0'])
  })

  it('is nothing of a table that is withheld, but what would be known otherwise', () => {
    const answer = protect(
      tableOf([
        [2, 0],
        [30, 31],
      ]),
    )
    expect(answer).toMatchObject({
      protected: false,
      optimal: false,
      published: [
        [null, null],
        [null, null],
      ],
      margins: { rows: [null, null], cols: [null, null], total: null },
      unprotectable: { 'r0|c0': [0, 2] },
    })
    expect(answer.intervals).toEqual({
      'r0|c0': [0, null],
      'r0|c1': [0, null],
      'r1|c0': [0, null],
      'r1|c1': [0, null],
    })
    const last = protect(
      tableOf([
        [30, 31],
        [0, 2],
      ]),
    )
    expect([last.protected, last.primary]).toEqual([false, ['r1|c1']])
    expect(Object.keys(last.intervals)).toEqual(['r0|c0', 'r0|c1', 'r1|c0', 'r1|c1'])
  })

  it('is nothing of margins that are not published', () => {
    const table = { ...tableOf(counts), suppressed: ['r0|c2', 'r1|c0'] }
    expect(attack(table)).toEqual({
      intervals: { 'r0|c2': [3, 3], 'r1|c0': [50, 50] },
      recoverable: ['r0|c2', 'r1|c0'],
    })
    const untold: ReleasedTable = { ...table, marginsPublished: false }
    expect(attack(untold)).toEqual({ intervals: { 'r0|c2': [0, null], 'r1|c0': [0, null] }, recoverable: [] })
    expect(Object.keys(audit([untold]).releases[0]!.intervals)).toEqual(['r0|c2', 'r1|c0'])
    // Subtotals of groups are published nevertheless, so two hidden counts of a group give each other away or not.
    const grouped = { ...untold, hierarchy: { rows: { A: ['r0', 'r1'] } } }
    expect(attack(grouped)).toEqual({
      intervals: { 'r0|c2': [3, 3], 'r1|c0': [50, 50] },
      recoverable: ['r0|c2', 'r1|c0'],
    })
    expect(attack({ ...grouped, suppressed: ['r0|c2', 'r1|c2'] })).toEqual({
      intervals: { 'r0|c2': [0, 36], 'r1|c2': [0, 36] },
      recoverable: [],
    })
  })

  it('is the total of a group only where every line of it tells its own', () => {
    const rows = { A: ['r0', 'r1'] }
    const cols = { B: ['c0', 'c1'] }
    const line: ReleasedTable = {
      ...tableOf(counts),
      counts: [[null, null, null], ...counts.slice(1)],
      margins: { rows: [null, 95, 63], cols: [100, 74, 58], total: 232 },
    }
    const known = { 'r0|c0': [30, 30], 'r0|c1': [41, 41], 'r0|c2': [3, 3], 'r0|Total': [74, 74] }
    const [group, inA] = [{ 'A|Total': [169, 169] }, { 'A|c0': [80, 80], 'A|c1': [53, 53], 'A|c2': [36, 36] }]
    expect(attack(line).intervals).toEqual(known)
    expect(attack({ ...line, hierarchy: { rows } }).intervals).toEqual({ ...known, ...inA, ...group })
    const told = { ...line, margins: { ...line.margins!, rows: [74, 95, 63] } }
    const { 'r0|Total': _, ...rest } = known
    expect(attack({ ...told, hierarchy: { rows } }).intervals).toEqual({ ...rest, ...inA })
    // The same of columns, of which the middle one does not tell its own.
    const turned: ReleasedTable = {
      ...tableOf(counts),
      counts: counts.map(([a, , c]) => [a!, null, c!]),
      margins: { rows: [74, 95, 63], cols: [100, null, 58], total: 232 },
    }
    const inB = { 'r0|B': [71, 71], 'r1|B': [62, 62], 'r2|B': [41, 41] }
    const column = { 'r0|c1': [41, 41], 'r1|c1': [12, 12], 'r2|c1': [21, 21] }
    const without = { ...turned, hierarchy: { cols } }
    expect(attack(without).intervals).toEqual({
      ...{ ...column, ...inB },
      ...{ 'Total|c1': [74, 74], 'Total|B': [174, 174] },
    })
    const all = { ...without, margins: { ...turned.margins!, cols: [100, 74, 58] } }
    expect(attack(all).intervals).toEqual({ ...column, ...inB })
  })

  it('is not safe when anything of any release is known, or too certain', () => {
    const ring: ReleasedTable = { ...tableOf(counts), suppressed: ['r0|c0', 'r0|c1', 'r1|c0', 'r1|c1'] }
    // By hand: r0|c0 is 18 to 71 while nothing else changes, hence 53 wide.
    expect(audit([ring]).releases[0]!.intervals['r0|c1']).toEqual([0, 53])
    expect(audit([{ ...ring, primary: ['r0|c0'] }])).toMatchObject({ safe: true })
    const narrow = audit([{ ...ring, primary: ['r0|c0'] }], { minWidth: 54 })
    expect([narrow.safe, narrow.recoverable, narrow.releases[0]!.weak]).toEqual([false, [], ['r0|c0']])
    expect(audit([{ ...ring, primary: ['r0|c0'] }], { minWidth: 53 }).safe).toBe(true)
    const one = audit([{ ...ring, suppressed: ['r2|c2'] }])
    expect([one.safe, one.recoverable, one.releases[0]!.weak]).toEqual([false, ['r2|c2'], []])
    // One release is safe, the other not.
    const two = audit([ring, { ...ring, primary: ['r0|c0'] }], { minWidth: 54 })
    expect([two.safe, two.releases.map(({ weak }) => weak)]).toEqual([false, [[], ['r0|c0']]])
  })

  it('says which of several releases is wrong', () => {
    const good: ReleasedTable = tableOf(counts)
    const bare: ReleasedTable = { ...tableOf(counts), counts: [[null, 41, 3], ...counts.slice(1)] }
    expect(() => audit([good, bare])).toThrow('release 2, margins: counts are hidden')
    expect(() => audit([good, good, { ...good, primary: ['r0|c0', 'q'] }])).toThrow(
      'release 3, primary[1]: "q" names no cell',
    )
    expect(() =>
      protectLinked([
        { ...tableOf(counts), variables: ['a', 'b'] },
        { ...tableOf(counts), variables: ['a', 'c'], primary: ['q'] },
      ]),
    ).toThrow('release 2, primary[0]: "q" names no cell')
    // A fault of the caller's programme is not a fault of the table.
    expect(() => audit([undefined as unknown as ReleasedTable])).toThrow(TypeError)
  })

  it('ties tables without names as those of rows and columns', () => {
    const hidden: ReleasedTable = {
      ...tableOf(counts),
      suppressed: ['r0|c0', 'r0|c1', 'r1|c0', 'r1|c1'],
    }
    expect(attack(hidden).recoverable).toEqual([])
    const found = audit([hidden, { ...tableOf(counts), variables: ['rows', 'cols'] }])
    expect(found.recoverable).toEqual(['r0|c0', 'r0|c1', 'r1|c0', 'r1|c1'])
    expect(audit([hidden, { ...tableOf(counts), variables: ['rows', 'years'] }]).recoverable).toEqual([])
  })

  it('is rounded and made noisy by key, margins and subtotals too, and costs by how often one is counted', () => {
    const table = {
      ...tableOf(counts),
      hierarchy: { rows: { A: ['r0', 'r1'] }, cols: { B: ['c1', 'c2'], C: ['c0', 'B'] } },
    }
    const sum = (rows: number[], cols: number[]) =>
      rows.reduce((s, r) => s + cols.reduce((t, c) => t + counts[r]![c]!, 0), 0)
    const lines: Record<string, number[]> = { r0: [0], r1: [1], r2: [2], A: [0, 1], Total: [0, 1, 2] }
    const fields: Record<string, number[]> = {
      ...{ c0: [0], c1: [1], c2: [2], B: [1, 2] },
      ...{ C: [0, 1, 2], Total: [0, 1, 2] },
    }
    const told = round(table, 5, 'secret')
    const rounded = randomRounding(5, 'secret')
    const read = (r: string, c: string) => {
      const [i, j] = [table.rows.indexOf(r), table.cols.indexOf(c)]
      if (i >= 0 && j >= 0) return told.published[i]![j]
      if (r === 'Total' && c === 'Total') return told.margins.total
      if (i >= 0 && c === 'Total') return told.margins.rows[i]
      if (r === 'Total' && j >= 0) return told.margins.cols[j]
      return told.subtotals![`${r}|${c}`]
    }
    for (const [r, under] of Object.entries(lines))
      for (const [c, over] of Object.entries(fields))
        expect(read(r, c), `${r}|${c}`).toBe(rounded(`${r}|${c}`, sum(under, over)))
    expect(Object.keys(told.subtotals!)).toHaveLength(5 * 6 - 4 * 4 + 0)
    // Leaf, group and total of the rows; leaf, two groups and total of the columns.
    expect(addNoise(table, 0.1, 's').personEpsilon).toBeCloseTo(3 * 4 * 0.1, 12)
    expect(addNoise(tableOf([[7]]), 0.1, 's').personEpsilon).toBeCloseTo(0.4, 12)
  })
})

describe('linked tables', () => {
  // Two pairs of a variable each: the second table has the first's columns as its lines, in another order.
  const one = {
    rows: ['m1', 'm2', 'm3'],
    cols: ['x', 'y', 'z'],
    counts: [
      [4, 30, 25],
      [40, 22, 31],
      [33, 45, 28],
    ],
    variables: ['m', 'n'] as const,
  }
  const turned = {
    rows: ['z', 'x', 'y'],
    cols: ['m2', 'm1', 'm3'],
    counts: [
      [31, 25, 28],
      [40, 4, 33],
      [22, 30, 45],
    ],
    variables: ['n', 'm'] as const,
  }

  it('protect what is small in any of them, each told in its own order', () => {
    const [a, b] = protectLinked([one, turned], { effort: 0.2 })
    expect([a!.primary, b!.primary]).toEqual([['m1|x'], ['x|m1']])
    const alone = protect(one, { effort: 0.2 })
    expect(a!.secondary).toEqual(alone.secondary)
    expect([a!.cost, a!.hidden]).toEqual([alone.cost, alone.secondary.length])
    expect(a!.intervals).toEqual(alone.intervals)
    const inOrder = turned.rows.flatMap((r) => turned.cols.map((c) => `${r}|${c}`))
    const hiddenThere = inOrder.filter((key) => alone.secondary.includes(key.split('|').reverse().join('|')))
    expect(b!.secondary).toEqual(hiddenThere)
  })

  it('take the rule and the costs they are given', () => {
    const none = protectLinked([one, turned], { minCount: 4 })
    expect(none.map(({ primary, secondary }) => [primary, secondary])).toEqual([
      [[], []],
      [[], []],
    ])
    // Whoever pays nothing for the z hides around them.
    const system = systemOf(one, true)
    const costs = system.keys.map((key) => (key.endsWith('|z') || key.startsWith('m3|') ? 0 : 100))
    costs[system.keys.indexOf('m1|x')] = 0
    const [a] = protectLinked([one, turned], { effort: 0.2, costs })
    expect([a!.secondary, a!.cost]).toEqual([['m1|z', 'm3|x', 'm3|z'], 0])
  })

  it('hide no margin that another of them publishes', () => {
    fc.assert(
      fc.property(countsOf(3, 3), (counts) => {
        const one = {
          ...tableOf(counts),
          primary: smallCells(counts).map(([r, c]) => `r${r}|c${c}`),
          variables: ['a', 'b'] as const,
          marginsPolicy: 'where-safe' as const,
        }
        const totals = counts.map((line) => line.reduce((s, v) => s + v, 0))
        const two = {
          rows: one.rows,
          cols: ['x', 'y'],
          counts: totals.map((total, r) => [r, total - r]),
          primary: [],
          variables: ['a', 'c'] as const,
        }
        fc.pre(totals.every((total, r) => total >= r))
        const [first, second] = protectLinked([one, two], { effort: 0.05 }) as [
          ReturnType<typeof protect>,
          ReturnType<typeof protect>,
        ]
        if (!first.protected) return
        expect(first.margins!.rows).toEqual(totals)
        expect(second.margins!.rows).toEqual(totals)
        expect(second.secondary).toEqual([])
        expect(first.hidden).toBe(first.secondary.length)
        expect(first.hiddenLowerBound).toBeLessThanOrEqual(first.hidden)
        expect(first.hiddenLowerBound).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: runs(60) },
    )
  })
})

describe('a table after earlier ones', () => {
  it('takes what was shown as the least that a growing number can be', () => {
    const before = tableOf([
      [13, 40],
      [50, 12],
    ])
    const after = tableOf([
      [14, 45],
      [55, 20],
    ])
    // By hand: r0|c0 is x, r0|c1 59 - x at least 40, r1|c0 69 - x at least 50, r1|c1 6 + x.
    const found = protectAfter(after, [before])
    expect(found).toMatchObject({ link: 'growing', protected: false, unprotectable: { 'r0|c0': [13, 19] } })
    const free = protectAfter(after, [before], { link: 'free' })
    expect(free).toMatchObject({ protected: true, intervals: { 'r0|c0': [0, 59] } })
  })

  const three = [
    [3, 40, 30],
    [50, 12, 33],
    [20, 21, 22],
  ]
  const ring = ['r0|c0', 'r0|c1', 'r1|c0', 'r1|c1']

  it('hides nothing that is known already, and takes what was hidden for unknown', () => {
    const earlier: ReleasedTable = { ...tableOf(three), suppressed: ring }
    const again = protectAfter(tableOf(three), [earlier], { link: 'same' })
    expect([again.protected, again.primary, again.secondary]).toEqual([
      true,
      ['r0|c0'],
      ['r0|c1', 'r1|c0', 'r1|c1'],
    ])
    // At most 40 of the second column can be in the first; what was hidden is no floor, and nothing known.
    expect(again.intervals['r0|c0']).toEqual([0, 43])
    // A wider interval would need cells that are known.
    const wider = protectAfter(tableOf(three), [earlier], { link: 'same', minWidth: 44 })
    expect([wider.protected, wider.unprotectable]).toEqual([false, { 'r0|c0': [0, 43] }])
    expect(Object.keys(wider.intervals)).toEqual(ring)
  })

  it('protects again what was protected for its own sake, although it is no longer small', () => {
    const grown = three.map((line) => line.map((v) => v + 20))
    const earlier: ReleasedTable = { ...tableOf(three), suppressed: ring }
    const aside = protectAfter(tableOf(grown), [earlier])
    expect([aside.link, aside.primary, aside.secondary]).toEqual(['growing', [], ring])
    const primary = protectAfter(tableOf(grown), [{ ...earlier, primary: ['r0|c0'] }])
    expect([primary.primary, primary.secondary]).toEqual([['r0|c0'], ring.slice(1)])
  })

  it('names what changed by little in the order of the table, among what is small', () => {
    const after = three.map((line, r) => line.map((v, c) => (r === 0 ? v + 20 : r + c === 4 ? 4 : v + 9)))
    after[0]![1] = 41
    const answer = protectAfter(tableOf(after), [tableOf(three)], { link: 'free' })
    expect(answer.primary).toEqual(['r0|c1', 'r2|c2'])
  })

  it('refuses what the link does not allow', () => {
    const risen = three.map((line, r) => line.map((v, c) => (r + c === 0 ? v + 30 : v)))
    expect(() => protectAfter(tableOf(risen), [tableOf(three)], { link: 'same' })).toThrow(
      'release 1, r0|c0: is 3 there and 33 now, so they are not "same"',
    )
    expect(() => protectAfter(tableOf(three), [tableOf(risen)], { link: 'growing' })).toThrow(
      'release 1, r0|c0: is 33 there and 3 now, so they are not "growing"',
    )
    expect(protectAfter(tableOf(risen), [tableOf(three)]).link).toBe('growing')
  })

  it('knows earlier tables by the names of their variables, whichever way round they are', () => {
    const names = ['municipality', 'nationality'] as const
    const now = { ...tableOf(three), variables: names }
    // One of r0|c1 came since.
    const before = three.map((line, r) => line.map((v, c) => (r === 0 && c === 1 ? v - 1 : v)))
    const turned: ReleasedTable = {
      rows: labels('c', 3),
      cols: labels('r', 3),
      counts: before.map((_, c) => before.map((line) => line[c]!)),
      variables: ['nationality', 'municipality'],
      suppressed: ['c0|r0', 'c0|r1', 'c1|r0', 'c1|r1'],
      primary: ['c0|r0'],
    }
    const told = { ...turned, suppressed: [] }
    for (const link of ['growing', 'free'] as const) {
      expect(protectAfter(now, [turned], { link }).primary).toEqual(['r0|c0'])
      const later = protectAfter(now, [told], { link })
      expect(later.primary).toEqual(['r0|c0', 'r0|c1'])
      expect(later.smallMargins.map(({ key }) => key)).toEqual(['r0|Total', 'Total|c1', 'Total|Total'])
    }
    expect(protectAfter(now, [told]).link).toBe('growing')
    expect(() => protectAfter(now, [told], { link: 'same' })).toThrow(
      'release 1, c1|r0: is 39 there and 40 now',
    )
    // What was hidden stays hidden; what was shown is known.
    const grown = { ...now, counts: three.map((line) => line.map((v) => v + 20)) }
    expect(protectAfter(grown, [turned])).toMatchObject({ primary: ['r0|c0'], secondary: ring.slice(1) })
    const same = { ...told, counts: three.map((_, c) => three.map((line) => line[c]!)) }
    expect(protectAfter(now, [same])).toMatchObject({ protected: false, unprotectable: { 'r0|c0': [3, 3] } })
    // Other variables with the same labels are another matter.
    const other = protectAfter(now, [{ ...told, variables: ['sex', 'municipality'] }], { link: 'free' })
    expect(other.primary).toEqual(['r0|c0'])
  })

  it('takes tables that name no variables for those of the same, and passes the names on', () => {
    const names = ['municipality', 'nationality'] as const
    const first = protect({ ...tableOf(three.map((line) => line.map((v) => v + 10))), variables: names })
    expect(first.variables).toEqual(names)
    expect(protect(tableOf(three))).not.toHaveProperty('variables')
    const after = three.map((line, r) => line.map((v, c) => (r + c === 0 ? v + 11 : v + 10)))
    const told: ReleasedTable = { ...first, counts: first.published, margins: first.margins! }
    for (const [request, earlier] of [
      [{ ...tableOf(after), variables: names }, told],
      [
        { ...tableOf(after), variables: names },
        { ...told, variables: undefined },
      ],
      [tableOf(after), told],
      [tableOf(after), { ...told, variables: undefined }],
    ] as const)
      expect(protectAfter(request, [earlier], { link: 'free' }).primary).toEqual(['r0|c0'])
  })

  it('sees by the margins alone that numbers fell', () => {
    const untold: ReleasedTable = {
      ...tableOf(three),
      counts: three.map((line) => line.map(() => null)),
      margins: { rows: [73, 95, 63], cols: [73, 73, 85], total: 231 },
    }
    expect(protectAfter(tableOf(three), [untold]).link).toBe('same')
    const fewer = three.map((line, r) => line.map((v, c) => (r + c === 4 ? v - 11 : v)))
    expect(protectAfter(tableOf(fewer), [untold]).link).toBe('free')
    const { margins, ...bare } = untold
    expect(protectAfter(tableOf(fewer), [{ ...bare, marginsPublished: false }]).link).toBe('same')
  })

  it('shows again what did not change, and hides again what was hidden', () => {
    const table = tableOf([
      [3, 40, 30],
      [50, 12, 33],
      [20, 21, 22],
    ])
    const first = protect(table)
    const told: ReleasedTable = { ...first, counts: first.published, margins: first.margins! }
    for (const link of ['same', 'growing', 'free'] as const)
      expect(protectAfter(table, [told], { link }).published, link).toEqual(first.published)
    // A line that is gone says nothing of those that remain.
    const shorter = { ...table, rows: ['r0', 'r1'], counts: table.counts.slice(0, 2) }
    const later = protectAfter({ ...shorter, marginsPolicy: 'hidden' }, [told], { link: 'growing' })
    expect(later).toMatchObject({ protected: true, published: first.published.slice(0, 2) })
  })
})
