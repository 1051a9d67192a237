import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ChangeResult,
  change,
  cohenKappa,
  count,
  Fraction,
  fraction,
  type Interval,
  identify,
  kendallTauB,
  type Mark,
  reaches,
  robustness,
  scoreUnits,
  studentTQuantile,
  surveyEstimates,
  unitsAsFraction,
} from '../src/index.ts'
import { completions, extremes, plainMeasures, type Weighted, weightsOf } from './oracle.ts'
import { kappa, kendall, surveySmall } from './published.ts'
import { runs } from './runs.ts'

const text = (range: Interval | null) => range && { low: `${range.low}`, high: `${range.high}` }
const point = (range: Interval | null) => range && `${range.low}`

/** DERIVED: six people at two dates, weights 1/4, k 1/2. Row 0 and 1 stay poor, 2 leaves, 3 enters, 4 and 5 never. */
const panel = {
  t1: {
    deprivations: [
      [1, 1, 1, 1],
      [1, 1, 0, 0],
      [1, 0, 1, 0],
      [0, 0, 0, 1],
      [0, 0, 0, 0],
      [1, 0, 0, 0],
    ] as Mark[][],
    weights: ['1/4', '1/4', '1/4', '1/4'],
  },
  t2: {
    deprivations: [
      [1, 1, 0, 0],
      [1, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 1, 0, 1],
      [0, 0, 0, 0],
      [1, 0, 0, 0],
    ] as Mark[][],
    weights: ['1/4', '1/4', '1/4', '1/4'],
  },
}

describe('change', () => {
  it('splits a panel by who stays, leaves and enters, and by incidence and intensity', () => {
    const result = change({ ...panel, panel: true, years: fraction(2) }, fraction('1/2'))
    expect(result.complete).toBe(true)
    expect([point(result.t1.M0), point(result.t2.M0)]).toEqual(['1/3', '1/4'])
    expect(point(result.deltaM0)).toBe('-1/12')
    const split = result.panel!
    expect([split.ongoing, split.exits, split.entries, split.undetermined]).toEqual([[0, 1], [2], [3], []])
    expect([split.ongoingEffect, split.exitEffect, split.entryEffect].map(point)).toEqual([
      '-1/12',
      '-1/12',
      '1/12',
    ])
    expect([point(result.shapleyIncidence), point(result.shapleyIntensity)]).toEqual(['0', '-1/12'])
    expect(point(result.relativeChange)).toBe('-1/4')
    expect(point(result.annualisedAbsolute)).toBe('-1/24')
    expect(result.annualisedRelative!.low).toBeCloseTo(Math.sqrt(3 / 4) - 1, 15)
    expect(split.perIndicatorRemovedAdded.map(({ removed, added }) => [removed.low, added.low])).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
      [1, 0],
    ])
  })

  it('weighs people, and changes incidence', () => {
    const weights = [1]
    const before = { deprivations: [[1], [0], [0]] as Mark[][], weights, populationWeights: [2, 1, 1] }
    const after = { deprivations: [[0], [1], [0]] as Mark[][], weights, populationWeights: [4, 2, 2] }
    const result = change({ t1: before, t2: after, panel: true }, Fraction.one)
    expect(point(result.panel!.exitEffect)).toBe('-1/2')
    expect(point(result.panel!.entryEffect)).toBe('1/4')
    expect([point(result.shapleyIncidence), point(result.shapleyIntensity)]).toEqual(['-1/4', '0'])
    expect(result.annualisedAbsolute).toBeNull()
    expect(result.annualisedRelative).toBeNull()
  })

  it('has no relative change from nothing', () => {
    const none = { deprivations: [[0], [0]] as Mark[][], weights: [1] }
    const one = { deprivations: [[0], [1]] as Mark[][], weights: [1] }
    const result = change({ t1: none, t2: one, years: fraction(1) }, Fraction.one)
    expect(result.relativeChange).toBeNull()
    expect(result.annualisedRelative).toBeNull()
    expect(result.shapleyIncidence).toBeNull()
    expect(point(result.annualisedAbsolute)).toBe('1/2')
    expect(result.panel).toBeUndefined()
  })

  it('refuses dates that do not fit together', () => {
    const k = fraction('1/2')
    const { t1, t2 } = panel
    const wrong = (over: object) => () => change({ t1, t2, panel: true, ...over }, k)
    expect(wrong({ t2: { ...t2, deprivations: t2.deprivations.slice(1) } })).toThrow(
      /^t2.deprivations: has 5 rows/,
    )
    expect(wrong({ t2: { deprivations: [[1]], weights: [1] } })).toThrow(/^t2.deprivations: has 1 indicators/)
    expect(wrong({ t2: { ...t2, populationWeights: [1, 1, 1, 1, 1, 2] } })).toThrow(
      /^t2.populationWeights\[0\]: differs/,
    )
    expect(wrong({ t2: { ...t2, weights: ['1/4'] } })).toThrow(/^t2.weights: has 1 entries/)
    expect(wrong({ t1: { ...t1, deprivations: [] } })).toThrow(/^t1.deprivations: is empty/)
    expect(wrong({ years: Fraction.zero })).toThrow(/^years: 0 is not a positive/)
  })

  const marks = fc.constantFrom<Mark>(0, 1, 1, 0, '?')
  const date = fc.array(fc.array(marks, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 })
  const twoDates = fc.record({
    first: date.filter((rows) => rows.flat().filter((mark) => mark === '?').length <= 4),
    second: date.filter((rows) => rows.flat().filter((mark) => mark === '?').length <= 4),
    population: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 }),
    k: fc.constantFrom('1/6', '1/3', '1/2', '2/3', '1'),
  })

  it('bounds every part over all completions of both dates', () => {
    const weights = ['1/2', '1/3', '1/6']
    fc.assert(
      fc.property(twoDates, ({ first, second, population, k }) => {
        const common = { weights, populationWeights: population }
        const run = (rows1: Mark[][], rows2: Mark[][]): ChangeResult => {
          const dates = { t1: { ...common, deprivations: rows1 }, t2: { ...common, deprivations: rows2 } }
          return change({ ...dates, panel: true, years: fraction(2) }, fraction(k))
        }
        const result = run(first, second)
        const all = completions(first).flatMap((one) => completions(second).map((two) => run(one, two)))
        const over = (pick: (each: ChangeResult) => Interval | null) =>
          extremes(all.map((each) => pick(each)?.low ?? null))
        for (const pick of [
          (each: ChangeResult) => each.deltaM0,
          (each: ChangeResult) => each.relativeChange,
          (each: ChangeResult) => each.shapleyIncidence,
          (each: ChangeResult) => each.shapleyIntensity,
          (each: ChangeResult) => each.panel!.ongoingEffect,
          (each: ChangeResult) => each.panel!.exitEffect,
          (each: ChangeResult) => each.panel!.entryEffect,
        ]) {
          expect(text(pick(result))).toEqual(over(pick))
        }
        for (const each of all) {
          const { ongoingEffect, exitEffect, entryEffect } = each.panel!
          expect(point(each.deltaM0)).toBe(`${ongoingEffect.low.add(exitEffect.low).add(entryEffect.low)}`)
          if (each.shapleyIncidence) {
            expect(point(each.deltaM0)).toBe(`${each.shapleyIncidence.low.add(each.shapleyIntensity!.low)}`)
          }
        }
        const kind = (each: ChangeResult, row: number) =>
          (['ongoing', 'exits', 'entries'] as const).find((name) => each.panel![name].includes(row)) ??
          'never'
        for (const row of first.keys()) {
          const kinds = new Set(all.map((each) => kind(each, row)))
          const told = result.panel!.undetermined.includes(row) ? 'undetermined' : kind(result, row)
          expect(told).toBe(kinds.size > 1 ? 'undetermined' : [...kinds][0])
        }
        result.panel!.perIndicatorRemovedAdded.forEach(({ removed, added }, j) => {
          const own = all.map((each) => each.panel!.perIndicatorRemovedAdded[j]!)
          expect(removed.low).toBe(Math.min(...own.map((each) => each.removed.low)))
          expect(removed.high).toBe(Math.max(...own.map((each) => each.removed.high)))
          expect(added.low).toBe(Math.min(...own.map((each) => each.added.low)))
          expect(added.high).toBe(Math.max(...own.map((each) => each.added.high)))
        })
      }),
      runs(60),
    )
  })
})

describe('robustness', () => {
  /** DERIVED: by the equal scheme A > B > C; the tilted one puts B above A. */
  const groups = new Map<string, (0 | 1)[][]>([
    [
      'A',
      [
        [1, 1, 0],
        [1, 0, 0],
      ],
    ],
    [
      'B',
      [
        [0, 0, 1],
        [0, 0, 1],
      ],
    ],
    [
      'C',
      [
        [0, 0, 0],
        [0, 0, 1],
      ],
    ],
  ])
  const weightSchemes = new Map([
    ['equal', ['1/3', '1/3', '1/3']],
    ['tilted', ['1/10', '1/10', '8/10']],
  ])

  it('ranks groups under every scheme and cut-off', () => {
    const result = robustness({ groups, weightSchemes, ks: ['1/3', '1/2'], baseline: ['equal', '1/3'] })
    const told = [...result.M0].map(([scheme, byK]) => [
      scheme,
      byK.map((own) => [...own.values()].map(String)),
    ])
    expect(told).toEqual([
      [
        'equal',
        [
          ['1/2', '1/3', '1/6'],
          ['1/3', '0', '0'],
        ],
      ],
      [
        'tilted',
        [
          ['0', '4/5', '2/5'],
          ['0', '4/5', '2/5'],
        ],
      ],
    ])
    const tau = result.kendallTauB
    expect(tau.get('equal')![0]).toBe(1)
    expect(tau.get('equal')![1]).toBeCloseTo(2 / Math.sqrt(6), 15)
    expect(tau.get('tilted')![0]).toBeCloseTo(-1 / 3, 15)
    expect(`${result.pairwiseNeverReversed}`).toBe('1/3')
    expect(result.pairs).toEqual([
      { groups: ['A', 'B'], neverReversed: false },
      { groups: ['A', 'C'], neverReversed: false },
      { groups: ['B', 'C'], neverReversed: true },
    ])
  })

  it('refuses what cannot be ranked', () => {
    const base = { groups, weightSchemes, ks: ['1/3'], baseline: ['equal', '1/3'] as [string, string] }
    const wrong = (over: object) => () => robustness({ ...base, ...over })
    expect(wrong({ groups: new Map([['A', [[1]]]]) })).toThrow(/^groups: has fewer than two/)
    expect(
      wrong({
        groups: new Map([
          ['A', [[1]]],
          ['B', [[1, 0]]],
        ]),
      }),
    ).toThrow(/^groups\["B"\]: has 2 indicators/)
    expect(
      wrong({
        groups: new Map([
          ['A', [[1]]],
          ['B', [['?']]],
        ]),
      }),
    ).toThrow(/^groups\["B"\]\[0\]\[0\]: "\?" is not 0 or 1/)
    expect(wrong({ weightSchemes: new Map() })).toThrow(/^weightSchemes: is empty/)
    expect(wrong({ weightSchemes: new Map([['equal', ['1/2', '1/4', '1/8']]]) })).toThrow(
      /^weightSchemes\["equal"\]: sum to 7\/8/,
    )
    expect(wrong({ ks: [] })).toThrow(/^ks: is empty/)
    expect(wrong({ ks: ['4/3'] })).toThrow(/^ks\[0\]: 4\/3 is not/)
    expect(wrong({ baseline: ['other', '1/3'] })).toThrow(/^baseline\[0\]: "other" is not a weight scheme/)
    expect(wrong({ baseline: ['equal', '1/2'] })).toThrow(/^baseline\[1\]: 1\/2 is not among "ks"/)
  })
})

describe('survey errors', () => {
  const columns = surveySmall.rows
  const sample = {
    stratum: columns.map((row) => row[0]!),
    psu: columns.map((row) => row[1]!),
    weight: columns.map((row) => row[2]!),
    c: columns.map((row) => row[3]!),
  }

  it('reproduces the derived sample', () => {
    const result = surveyEstimates(sample, surveySmall.k)
    expect(result.df).toBe(surveySmall.df)
    for (const name of ['M0', 'H', 'A'] as const) {
      const expected = surveySmall.expected[name]
      expect(result[name]!.b).toBeCloseTo(expected.b, 14)
      expect(result[name]!.se).toBeCloseTo(expected.se, 14)
      expect(result[name]!.ci95_logit_t![0]).toBeCloseTo(expected.ci[0]!, 13)
      expect(result[name]!.ci95_logit_t![1]).toBeCloseTo(expected.ci[1]!, 13)
    }
  })

  it('keeps the whole design for a subgroup', () => {
    const subgroup = columns.map((_, i) => (i % 2 === 0 ? 'even' : 'odd'))
    const result = surveyEstimates({ ...sample, subgroup }, surveySmall.k)
    const even = result.subgroups!.get('even')!
    // Rows 0, 2, 4, 6, 8 with weights 1, 1, 2, 1.5, 1 and scores .5, .75, .5, 1, .5, all poor.
    expect(even.H.b).toBe(1)
    expect(even.H.ci95_logit_t).toBeNull()
    expect(even.M0.b).toBeCloseTo(4.25 / 6.5, 14)
    // By hand: e_i = w_i (c_i - b) / 6.5; PSU totals; two strata of 2 and 3 PSUs.
    const b = 4.25 / 6.5
    const e = [
      [1 * (0.5 - b) + 1 * (0.75 - b), 2 * (0.5 - b)],
      [1.5 * (1 - b), 1 * (0.5 - b), 0],
    ].map((psus) => psus.map((total) => total / 6.5))
    const variance = e.reduce((sum, psus) => {
      const mean = psus.reduce((a, x) => a + x, 0) / psus.length
      return sum + (psus.length / (psus.length - 1)) * psus.reduce((a, x) => a + (x - mean) ** 2, 0)
    }, 0)
    expect(even.M0.se).toBeCloseTo(Math.sqrt(variance), 14)
  })

  it('counts a rounded score at k as poor, an exact one below k as not', () => {
    const c = [0.19999999999999998, '1999999999999/10000000000000']
    const two = { stratum: [1, 1], psu: [1, 2], weight: [1, 1], c }
    expect(surveyEstimates(two, '1/5').H.b).toBe(0.5)
  })

  it('names PSUs within their stratum, and has no A when nobody is poor', () => {
    const four = { stratum: ['a', 'a', 'b', 'b'], psu: [1, 2, 1, 2], weight: [1, 1, 1, 1], c: [0, 0, 0.1, 0] }
    const result = surveyEstimates(four, 1)
    expect(result.df).toBe(2)
    expect(result.A).toBeNull()
    expect(result.M0).toEqual({ b: 0, se: 0, ci95_logit_t: null })
  })

  it('refuses what has no error to estimate', () => {
    const two = { stratum: [1, 1], psu: [1, 2], weight: [1, 1], c: [0, 1] }
    const wrong = (over: object) => () => surveyEstimates({ ...two, ...over }, 0.5)
    expect(wrong({ psu: [1, 1] })).toThrow(/^psu: stratum 1 has one PSU only/)
    expect(wrong({ c: [] })).toThrow(/^rows: is empty/)
    expect(wrong({ c: [0, 1.5] })).toThrow(/^c\[1\]: 1.5 is not a score/)
    expect(wrong({ c: [0, -0.5] })).toThrow(/^c\[1\]: -0.5 is not a score/)
    expect(wrong({ weight: [1, 0] })).toThrow(/^weight\[1\]: 0 is not a positive/)
    expect(wrong({ psu: [1] })).toThrow(/^psu: has 1 entries for 2 scores/)
  })
})

describe("Student's t", () => {
  // Computed apart, by integrating the density with 40 digits.
  it.each([
    [0.975, 1, 12.706204736174698],
    [0.975, 2, 4.302652729749462],
    [0.975, 3, 3.1824463052837095],
    [0.975, 4, 2.776445105197793],
    [0.975, 5, 2.5705818356363155],
    [0.975, 10, 2.228138851986275],
    [0.975, 30, 2.042272456301238],
    [0.975, 100, 1.9839715185235522],
    [0.975, 727, 1.9632324280912383],
    [0.95, 7, 1.8945786050900073],
  ])('quantile %s with %s degrees of freedom', (p, df, expected) => {
    expect(Math.abs(studentTQuantile(p, df) / expected - 1)).toBeLessThan(1e-13)
    expect(studentTQuantile(1 - p, df)).toBeCloseTo(-expected, 11)
  })

  it('agrees with the closed forms of one, two and four degrees of freedom', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.51, max: 0.999, noNaN: true }), (p) => {
        expect(studentTQuantile(p, 1) / Math.tan(Math.PI * (p - 0.5))).toBeCloseTo(1, 12)
        expect(studentTQuantile(p, 2) / ((2 * p - 1) / Math.sqrt(2 * p * (1 - p)))).toBeCloseTo(1, 12)
        const alpha = 4 * p * (1 - p)
        const q = Math.cos(Math.acos(Math.sqrt(alpha)) / 3) / Math.sqrt(alpha)
        expect(studentTQuantile(p, 4) / (2 * Math.sqrt(q - 1))).toBeCloseTo(1, 11)
      }),
    )
  })

  it('nears the normal quantile, and knows its middle and limits', () => {
    expect(studentTQuantile(0.975, 1_000_000)).toBeCloseTo(1.95996635681, 9)
    expect(studentTQuantile(0.5, 3)).toBe(0)
    for (const p of [1, 0, -0.1, Number.NaN])
      expect(() => studentTQuantile(p, 3)).toThrow(
        new RangeError(`a probability between 0 and 1 is needed, not ${p}`),
      )
    for (const df of [0, 2.5, 1_000_001])
      expect(() => studentTQuantile(0.9, df)).toThrow(
        new RangeError(`degrees of freedom from 1 to 1000000 are needed, not ${df}`),
      )
  })
})

describe('agreement', () => {
  it('reproduces the published tau-b and kappa', () => {
    expect(kendallTauB(kendall.x, kendall.y)).toBeCloseTo(kendall.tauB, 15)
    const result = cohenKappa(kappa.table)
    expect([result.po, result.pe, result.kappa!].map((each) => each.toNumber())).toEqual([
      kappa.po,
      kappa.pe,
      kappa.kappa,
    ])
  })

  it('tau-b equals its definition over all pairs', () => {
    const value = fc.integer({ min: 0, max: 5 })
    const lists = fc.integer({ min: 2, max: 12 }).chain((n) => {
      const list = fc.array(value, { minLength: n, maxLength: n })
      return fc.tuple(list, list)
    })
    fc.assert(
      fc.property(lists, ([x, y]) => {
        let [excess, orderedX, orderedY] = [0, 0, 0]
        for (let i = 0; i < x.length; i += 1) {
          for (let j = 0; j < i; j += 1) {
            const [dx, dy] = [Math.sign(x[i]! - x[j]!), Math.sign(y[i]! - y[j]!)]
            excess += dx * dy
            orderedX += dx * dx
            orderedY += dy * dy
          }
        }
        const tau = kendallTauB(x, y)
        if (orderedX * orderedY === 0) expect(tau).toBeNull()
        else expect(tau).toBeCloseTo(excess / Math.sqrt(orderedX * orderedY), 14)
      }),
    )
  })

  it('is exactly 1 and -1 for equal and opposite orders', () => {
    const x = [3, 1, 4, 15, 9, 2, 6]
    expect(kendallTauB(x, x)).toBe(1)
    expect(
      kendallTauB(
        x,
        x.map((value) => -value),
      ),
    ).toBe(-1)
  })

  it('has no kappa when chance explains everything, and refuses what is no table', () => {
    expect(
      cohenKappa([
        [5, 0],
        [0, 0],
      ]).kappa,
    ).toBeNull()
    expect(
      `${
        cohenKappa([
          [1, 1, 0],
          [0, 2, 1],
          [1, 0, 4],
        ]).kappa
      }`,
    ).toBe('16/31')
    expect(() => cohenKappa([])).toThrow(/^table: is empty/)
    expect(() => cohenKappa([[1, 2]])).toThrow(/^table\[0\]: has 2 entries/)
    expect(() =>
      cohenKappa([
        [1, 2],
        [1.5, 0],
      ]),
    ).toThrow(/^table\[1\]\[0\]: 1.5 is not a count/)
    expect(() =>
      cohenKappa([
        [1, -2],
        [1, 0],
      ]),
    ).toThrow(/^table\[0\]\[1\]: -2 is not a count/)
    expect(() => cohenKappa([[0]])).toThrow(/^table: sums to 0/)
    expect(() => kendallTauB([1, 2], [1])).toThrow(/^y: has 1 values/)
    expect(() => kendallTauB([1], [1])).toThrow(/^x: has fewer than two/)
  })
})

describe('whole units', () => {
  /** A worked case of an instrument of ten dimensions: an asylum applicant of 29 and her son of 4 (invented). */
  const mother: Mark[][] = [
    [0, 0, null],
    [0, 1, 0],
    [0, 1, 0, 0, 1],
    [1, 0],
    [1, 0, 0, '?', null, null],
    [null, 0, null, null],
    [0, 1, 1, 1, null],
    [0, 1],
    [0, 0, 0, null],
    [1, 0, 0, 0],
  ]
  const son: Mark[][] = [
    [0, 0, 0],
    [0, 1, null],
    [0, 1, 0, 0, 1],
    [1, 0],
    [1, 0, null, null, 1, null],
    [1, null, null, null],
    [null, null, 1, null, null, 0],
    [null, null, 0, null],
    [null, null, null, null],
  ]

  it('scores the worked household', () => {
    const first = scoreUnits(mother)
    expect([first.unitsTotal, first.activeDimensions.length, first.low, first.high]).toEqual([
      21_600, 10, 6444, 6984,
    ])
    expect(
      `${unitsAsFraction(first.low, first.unitsTotal)} ${unitsAsFraction(first.high, first.unitsTotal)}`,
    ).toBe('179/600 97/300')
    expect(first.units[4]).toEqual([540, 540, 540, 540, 0, 0])
    expect(first.units[5]).toEqual([0, 2160, 0, 0])
    expect(first.answered).toBe(21_060)
    expect(first.everyDimensionAnswered).toBe(true)
    expect([identify(first, '1/5'), identify(first, '1/3'), identify(first, '3/10')]).toEqual([1, 0, '?'])
    const second = scoreUnits(son)
    expect([second.unitsTotal, second.activeDimensions, second.low, second.high]).toEqual([
      21_600,
      [0, 1, 2, 3, 4, 5, 6, 7],
      9630,
      9630,
    ])
    expect(`${unitsAsFraction(second.low, second.unitsTotal)}`).toBe('107/240')
  })

  it('stays whole for every number of dimensions and indicators', () => {
    for (let D = 1; D <= 10; D += 1) {
      for (let m = 1; m <= 6; m += 1) {
        const { unitsTotal, units, high, low } = scoreUnits(
          Array.from({ length: D }, () => Array<Mark>(m).fill('?')),
        )
        expect(unitsTotal).toBe(D === 7 ? 151_200 : 21_600)
        expect(units.flat().every(Number.isInteger)).toBe(true)
        expect(units.flat().reduce((a, b) => a + b)).toBe(unitsTotal)
        expect([low, high]).toEqual([0, unitsTotal])
      }
    }
  })

  it('says which dimension has no answer, and compares at the edge', () => {
    expect(
      scoreUnits([
        [1, '?'],
        ['?', null],
      ]).everyDimensionAnswered,
    ).toBe(false)
    expect(
      scoreUnits([
        [1, '?'],
        [null, null],
      ]).everyDimensionAnswered,
    ).toBe(true)
    expect([
      reaches(7200, 21_600, '1/3'),
      reaches(7199, 21_600, '1/3'),
      reaches(50_400, 151_200, '1/3'),
    ]).toEqual([true, false, true])
    expect(identify({ low: 4320, high: 4320, unitsTotal: 21_600 }, 0.2)).toBe(1)
  })

  it('refuses what its units cannot hold', () => {
    expect(() => scoreUnits([[null]])).toThrow(/^answers: nothing applies/)
    expect(() => scoreUnits(Array.from({ length: 11 }, () => [1 as Mark]))).toThrow(/^answers: 11 active/)
    expect(() => scoreUnits([[1], Array<Mark>(7).fill(0)])).toThrow(/^answers\[1\]: 7 applicable/)
    expect(() => reaches(1, 2, 2)).toThrow(/^k: 2 is not/)
  })

  it('equals counting with nested dimensions', () => {
    const marks = fc.constantFrom<Mark>(0, 1, null, '?')
    const answers = fc.array(fc.array(marks, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(
        answers.filter((each) => each.flat().some((mark) => mark !== null)),
        (each) => {
          let next = 0
          const dimensions = each.map((own) => own.map(() => next++))
          const exact = count({ deprivations: [each.flat()], dimensions, k: '1/3' })
          const score = scoreUnits(each)
          expect(`${unitsAsFraction(score.low, score.unitsTotal)}`).toBe(`${exact.cLow[0]}`)
          expect(`${unitsAsFraction(score.high, score.unitsTotal)}`).toBe(`${exact.cHigh[0]}`)
          expect(`${unitsAsFraction(score.answered, score.unitsTotal)}`).toBe(`${exact.answeredWeight[0]}`)
          expect(identify(score, '1/3')).toBe(exact.poor[0])
        },
      ),
    )
  })
})

describe('the oracle itself', () => {
  it('knows the definitions on a case computed by hand', () => {
    const weighted: Weighted = {
      rows: [
        [1, 1],
        [1, 0],
        [0, 0],
      ],
      weights: [fraction('1/4'), fraction('3/4')],
      population: [1, 2, 1],
    }
    const own = plainMeasures(weighted, fraction('1/4'), [0, 1, 2])
    expect([own.H, own.A!, own.M0, ...own.contribution.map((each) => each!)].map(String)).toEqual([
      '3/4',
      '1/2',
      '3/8',
      '1/2',
      '1/2',
    ])
    expect(weightsOf({ rows: [], dimensions: [[0, 1], [2]] }, [null, 1, 0]).map(String)).toEqual([
      '0',
      '1/2',
      '1/2',
    ])
    expect(
      completions([
        ['?', 1],
        ['?', null],
      ]),
    ).toHaveLength(4)
  })
})
