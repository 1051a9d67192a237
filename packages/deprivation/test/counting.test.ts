import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { smallestReaching } from '../src/bounds.ts'
import {
  type CountingResult,
  cardinal,
  count,
  countForEach,
  Fraction,
  fraction,
  type Interval,
  type Mark,
  type Measures,
} from '../src/index.ts'
import { completions, extremes, plainMeasures, type Weighted } from './oracle.ts'
import {
  af4x4,
  applicability,
  hdrHousehold,
  mpindexSimple,
  unequalWeights,
  vignette5x4,
} from './published.ts'
import { runs } from './runs.ts'

const text = (range: Interval | null) => range && { low: `${range.low}`, high: `${range.high}` }
const point = (range: Interval | null) => {
  if (range) expect(range.low.equals(range.high)).toBe(true)
  return range && `${range.low}`
}

function told(result: CountingResult) {
  return {
    c: result.c.map((value) => value && `${value}`),
    poor: result.poor,
    H: point(result.H),
    A: point(result.A),
    M0: point(result.M0),
    uncensoredHeadcount: result.uncensoredHeadcount.map(point),
    censoredHeadcount: result.censoredHeadcount.map(point),
    contribution: result.contribution.map(point),
  }
}

describe('published examples', () => {
  it.each(Object.entries(af4x4.byK))(
    'Alkire and Foster 4 x 4 at k = %s',
    (k, { M1, M2, G, S, ...expected }) => {
      const { deprivations, weights, achievements, cutoffs } = af4x4
      const common = { c: af4x4.c, uncensoredHeadcount: af4x4.uncensoredHeadcount, ...expected }
      expect(told(count({ deprivations, weights, k }))).toEqual(common)
      const gaps = cardinal({ achievements, cutoffs, weights, k })
      expect(told(gaps)).toEqual(common)
      expect([gaps.M1, gaps.M2, gaps.G, gaps.S].map(String)).toEqual([M1, M2, G, S])
    },
  )

  it('mpindex, its simple 4 x 4', () => {
    expect(told(count(mpindexSimple))).toMatchObject(mpindexSimple.expected)
  })

  it('unequal weights, with a person exactly at k', () => {
    expect(told(count(unequalWeights))).toEqual(unequalWeights.expected)
  })

  it('mpitbR vignette with its subgroups', () => {
    const result = count(vignette5x4)
    expect(told(result)).toEqual(vignette5x4.expected)
    for (const [label, expected] of Object.entries(vignette5x4.subgroups)) {
      const group = result.subgroups!.get(label)!
      const own = {
        rows: group.rows,
        share: `${group.share}`,
        H: point(group.H),
        A: point(group.A),
        M0: point(group.M0),
      }
      expect(own).toEqual(expected)
    }
    expect([...result.subgroups!.values()].map((group) => point(group.contributionToM0))).toEqual([
      '2/7',
      '5/7',
    ])
  })

  it('household MPI of the Human Development Report, persons counted', () => {
    const { dimensions, expected, ...flat } = hdrHousehold
    expect(told(count(flat))).toEqual(expected)
    const { weights: _, ...nested } = { ...flat, dimensions }
    expect(told(count(nested))).toEqual(expected)
    const weightedCounts = count(flat).c.map((c) => (c!.toNumber() * 10).toFixed(2))
    expect(weightedCounts).toEqual(['2.22', '7.22', '3.89', '5.00'])
    const byDimension = dimensions.map((members) =>
      members.reduce((total, j) => total.add(fraction(expected.contribution[j]!)), Fraction.zero),
    )
    expect(byDimension.map(String)).toEqual(['1/3', '8/27', '10/27'])
  })

  it('applicability and unanswered questions', () => {
    const result = count(applicability)
    expect({
      c: result.c.map((value) => value && `${value}`),
      cLow: result.cLow.map(String),
      cHigh: result.cHigh.map(String),
      answeredWeight: result.answeredWeight.map(String),
      poor: result.poor,
      H: text(result.H),
      A: text(result.A),
      M0: text(result.M0),
    }).toEqual(applicability.expected)
  })
})

describe('definitions at their edges', () => {
  it('counts a sum of ten decimals that floating point misses', () => {
    const weights = [0.02, 0.025, 0.02, 0.02, 0.02, 0.02, 0.05, 0.025, 0.8]
    expect(weights.slice(0, 8).reduce((a, b) => a + b)).toBeLessThan(0.2)
    const result = count({ deprivations: [[1, 1, 1, 1, 1, 1, 1, 1, 0]], weights, k: 0.2 })
    expect(result.poor).toEqual([1])
    expect(`${result.c[0]}`).toBe('1/5')
  })

  it('has neither A nor contributions when nobody is poor', () => {
    const result = count({ deprivations: [[0, 0]], weights: ['1/2', '1/2'], k: 1 })
    expect(result.A).toBeNull()
    expect(result.contribution).toEqual([null, null])
    expect(point(result.H)).toBe('0')
    expect(point(result.M0)).toBe('0')
  })

  it('ranges A and contributions over the completions in which somebody is poor', () => {
    const result = count({ deprivations: [['?', 1, 0]], weights: ['1/2', '1/4', '1/4'], k: '1/2' })
    expect(text(result.H)).toEqual({ low: '0', high: '1' })
    expect(text(result.A)).toEqual({ low: '3/4', high: '3/4' })
    expect(result.contribution.map(text)).toEqual([
      { low: '2/3', high: '2/3' },
      { low: '1/3', high: '1/3' },
      { low: '0', high: '0' },
    ])
  })

  it('keeps c when only an indicator of weight 0 is unanswered', () => {
    const result = count({ deprivations: [['?', 1]], weights: [0, 1], k: 1 })
    expect(result.c.map(String)).toEqual(['1'])
    expect(result.complete).toBe(false)
  })

  it('finds for each indicator the smallest score that makes a person poor with it', () => {
    // Poor by 3/5 alone, or by both: the second indicator can only contribute 2/5 of a score of 1.
    const result = count({ deprivations: [['?', '?']], weights: ['3/5', '2/5'], k: '1/2' })
    expect(text(result.A)).toEqual({ low: '3/5', high: '1' })
    expect(result.contribution.map(text)).toEqual([
      { low: '3/5', high: '1' },
      { low: '0', high: '2/5' },
    ])
  })

  it('takes weights beside dimensions when both say the same', () => {
    const weights = ['1/4', '1/4', '1/2']
    const result = count({ deprivations: [[1, null, 0]], weights, dimensions: [[0, 1], [2]], k: '1/2' })
    expect(`${result.c[0]}`).toBe('1/2')
  })

  it('leaves people of population weight 0 out', () => {
    const result = count({ deprivations: [[1], ['?']], weights: [1], populationWeights: ['3/2', 0], k: 1 })
    expect(text(result.H)).toEqual({ low: '1', high: '1' })
  })

  it('scores once for several cut-offs', () => {
    const { deprivations, weights } = af4x4
    const ks = Object.keys(af4x4.byK)
    const results = countForEach({ deprivations, weights }, ks)
    expect(results.map((each) => point(each.M0))).toEqual(Object.values(af4x4.byK).map((each) => each.M0))
  })

  it('refuses what is not a case, and says where', () => {
    const base = { deprivations: [[0, 1]] as Mark[][], weights: ['1/2', '1/2'], k: '1/2' }
    const refusals: [object, RegExp][] = [
      [{ k: '3/2' }, /^k: 3\/2 is not a poverty cut-off/],
      [{ k: 0 }, /^k: 0 is not a poverty cut-off/],
      [{ k: 'half' }, /^k: "half" is not a number/],
      [{ k: '1/0' }, /^k: .*denominator 0/],
      [{ weights: ['1/2', '1/3'] }, /^weights: sum to 5\/6, not to 1$/],
      [{ weights: ['3/2', '-1/2'] }, /^weights\[1\]: -1\/2 is negative$/],
      [{ weights: [1] }, /^weights: has 1 entries for 2 indicators$/],
      [{ weights: undefined }, /^weights: missing/],
      [{ deprivations: [] }, /^deprivations: is empty/],
      [{ deprivations: [[]] }, /^deprivations\[0\]: is empty/],
      [{ deprivations: [[0, 1], [0]] }, /^deprivations\[1\]: has 1 entries where row 0 has 2$/],
      [{ deprivations: [[0, 2]] }, /^deprivations\[0\]\[1\]: 2 is not 0, 1, null/],
      [{ deprivations: [[0, null]] }, /^deprivations\[0\]\[1\]: null .*needs "dimensions"/],
      [{ weights: undefined, dimensions: [[0]] }, /^dimensions: indicator 1 stands in no dimension$/],
      [
        { weights: undefined, dimensions: [[0, 1], [1]] },
        /^dimensions\[1\]\[0\]: indicator 1 stands in dimension 0/,
      ],
      [
        { weights: undefined, dimensions: [[0, 2]] },
        /^dimensions\[0\]\[1\]: 2 is not an indicator number from 0 to 1$/,
      ],
      [
        { weights: ['1/3', '2/3'], dimensions: [[0, 1]] },
        /^weights\[0\]: is 1\/3 where "dimensions" give 1\/2/,
      ],
      [
        { weights: undefined, dimensions: [[0, 1]], deprivations: [[null, null]] },
        /^deprivations\[0\]: nothing applies/,
      ],
      [{ populationWeights: [1, 2] }, /^populationWeights: has 2 entries for 1 rows$/],
      [{ populationWeights: [-1] }, /^populationWeights\[0\]: -1 is negative$/],
      [{ populationWeights: [0] }, /^populationWeights: sum to 0/],
      [{ subgroup: ['a', 'b'] }, /^subgroup: has 2 labels for 1 rows$/],
      [
        {
          deprivations: [
            [0, 1],
            [1, 1],
          ],
          populationWeights: [1, 0],
          subgroup: ['a', 'b'],
        },
        /^populationWeights: sum to 0 in subgroup "b"$/,
      ],
    ]
    refusals.push(
      [{ weights: undefined, dimensions: [[0, -1]] }, /^dimensions\[0\]\[1\]: -1 is not an indicator number/],
      [
        { weights: undefined, dimensions: [[0, 0.5]] },
        /^dimensions\[0\]\[1\]: 0.5 is not an indicator number/,
      ],
    )
    for (const [wrong, sentence] of refusals) expect(() => count({ ...base, ...wrong })).toThrow(sentence)
    expect(() => countForEach(base, ['1/2', 2])).toThrow(/^ks\[1\]: 2 is not a poverty cut-off/)
  })
})

const mark = (open: boolean, nulls: boolean) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<Mark>(0) },
    { weight: 5, arbitrary: fc.constant<Mark>(1) },
    { weight: open ? 3 : 0, arbitrary: fc.constant<Mark>('?') },
    { weight: nulls ? 3 : 0, arbitrary: fc.constant<Mark>(null) },
  )

/** Weighted or nested cases with a bounded number of unanswered marks. */
const anyCase = fc
  .record({ nested: fc.boolean(), n: fc.integer({ min: 1, max: 4 }), d: fc.integer({ min: 1, max: 5 }) })
  .chain(({ nested, n, d }) =>
    fc.record({
      rows: fc.array(fc.array(mark(true, nested), { minLength: d, maxLength: d }), {
        minLength: n,
        maxLength: n,
      }),
      parts: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: d, maxLength: d }),
      homes: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: d, maxLength: d }),
      population: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: n, maxLength: n }),
      subgroup: fc.array(fc.constantFrom('a', 'b'), { minLength: n, maxLength: n }),
      k: fc.constantFrom('1/10', '1/4', '3/10', '1/3', '2/5', '1/2', '2/3', '1'),
      nested: fc.constant(nested),
    }),
  )
  .filter(({ rows, parts, nested }) => {
    const open = rows.flat().filter((each) => each === '?').length
    if (open > 8 || rows.some((row) => row.every((each) => each === null))) return false
    return nested || parts.some((part) => part > 0)
  })
  .map(({ rows, parts, homes, population, subgroup, k, nested }) => {
    const total = parts.reduce((a, b) => a + b, 0)
    const weighted: Weighted = nested
      ? {
          rows,
          population,
          dimensions: [0, 1, 2].map((home) => homes.flatMap((own, j) => (own === home ? [j] : []))),
        }
      : { rows, population, weights: parts.map((part) => fraction(`${part}/${total}`)) }
    return { weighted, subgroup, k }
  })

describe('properties', () => {
  it('bounds are those of all completions: H, A, M0, headcounts, contributions, subgroups', () => {
    fc.assert(
      fc.property(anyCase, ({ weighted, subgroup, k }) => {
        const { rows, weights, dimensions, population } = weighted
        const given = { deprivations: rows, populationWeights: population!, subgroup, k }
        const result = count({ ...given, ...(weights && { weights }), ...(dimensions && { dimensions }) })
        const filled = completions(rows)
        const cut = fraction(k)
        const check = (own: Measures, members: number[]) => {
          const all = filled.map((each) => plainMeasures({ ...weighted, rows: each }, cut, members))
          expect(text(own.H)).toEqual(extremes(all.map((each) => each.H)))
          expect(text(own.A)).toEqual(extremes(all.map((each) => each.A)))
          expect(text(own.M0)).toEqual(extremes(all.map((each) => each.M0)))
          rows[0]!.forEach((_, j) => {
            expect(text(own.uncensoredHeadcount[j]!)).toEqual(
              extremes(all.map((each) => each.uncensored[j]!)),
            )
            expect(text(own.censoredHeadcount[j]!)).toEqual(extremes(all.map((each) => each.censored[j]!)))
            expect(text(own.contribution[j]!)).toEqual(extremes(all.map((each) => each.contribution[j]!)))
          })
          return all
        }
        const all = check(result, [...rows.keys()])
        for (const [, group] of result.subgroups!) {
          const own = check(group, [...group.rows])
          const shares = own.map((each, at) =>
            all[at]!.M0.n === 0n ? null : each.M0.times(group.share).over(all[at]!.M0),
          )
          expect(text(group.contributionToM0)).toEqual(extremes(shares))
        }
      }),
      runs(400),
    )
  })

  it('decomposes: by indicator with fixed weights, by subgroup, contributions to 1', () => {
    fc.assert(
      fc.property(anyCase, ({ weighted, subgroup, k }) => {
        const rows = weighted.rows.map((row) => row.map((each): Mark => (each === '?' ? 1 : each)))
        const { weights, dimensions, population } = weighted
        const given = { deprivations: rows, populationWeights: population!, subgroup, k }
        const result = count({ ...given, ...(weights && { weights }), ...(dimensions && { dimensions }) })
        const M0 = result.M0.low
        const total = (terms: Fraction[]) => terms.reduce((a, b) => a.add(b), Fraction.zero)
        const groups = [...result.subgroups!.values()]
        expect(`${total(groups.map((group) => group.share.times(group.M0.low)))}`).toBe(`${M0}`)
        expect(`${total(groups.map((group) => group.share))}`).toBe('1')
        if (M0.n === 0n) return
        expect(`${result.H.low.times(result.A!.low)}`).toBe(`${M0}`)
        expect(`${total(result.contribution.map((each) => each!.low))}`).toBe('1')
        expect(`${total(groups.map((group) => group.contributionToM0!.low))}`).toBe('1')
        if (weights) {
          expect(`${total(weights.map((weight, j) => weight.times(result.censoredHeadcount[j]!.low)))}`).toBe(
            `${M0}`,
          )
        }
      }),
      runs(300),
    )
  })

  it('the smallest subset sum that reaches a need is the one enumeration finds', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(1n, 30n), { maxLength: 9 }), fc.bigInt(-2n, 120n), (items, need) => {
        let best: bigint | null = null
        for (let code = 0; code < 2 ** items.length; code += 1) {
          const total = items.reduce((sum, item, bit) => (code & (1 << bit) ? sum + item : sum), 0n)
          if (total >= need && (best === null || total < best)) best = total
        }
        expect(smallestReaching(need, items)).toBe(best)
      }),
    )
  })

  it.skipIf(process.env.MUTATION_TESTING)(
    'bounds 40 unanswered indicators of different weights in one row',
    () => {
      const parts = Array.from({ length: 40 }, (_, j) => 1000 + j * j)
      const total = parts.reduce((a, b) => a + b)
      const row = parts.map((): Mark => '?')
      const result = count({
        deprivations: [row],
        weights: parts.map((part) => `${part}/${total}`),
        k: '1/2',
      })
      expect(`${result.A!.high}`).toBe('1')
      expect(result.A!.low.compare(fraction('1/2'))).toBeGreaterThanOrEqual(0)
      expect(result.A!.low.compare(fraction('501/1000'))).toBeLessThan(0)
    },
  )
})
