import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { answer } from '../src/index.ts'
import {
  af4x4,
  applicability,
  hdrHousehold,
  kappa,
  kendall,
  surveySmall,
  unequalWeights,
  vignette5x4,
} from './published.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))

/** The answer of the library's `answer`, which the command prints. */
function ask(input: unknown, decimals = false) {
  return JSON.parse(answer(typeof input === 'string' ? input : JSON.stringify(input), { decimals }))
}

const quarter = ['1/4', '1/4', '1/4', '1/4']

function vignette5x4Case() {
  const { deprivations, weights, k, subgroup } = vignette5x4
  return { deprivations, weights, k, subgroup }
}

describe('counting', () => {
  it('tells every measure by its name', () => {
    const result = ask(vignette5x4Case())
    const c = vignette5x4.expected.c
    expect(result).toMatchObject({
      ...vignette5x4.expected,
      cLow: c,
      cHigh: c,
      answeredWeight: ['1', '1', '1', '1', '1'],
    })
    expect(result.subgroups).toMatchObject(vignette5x4.subgroups)
    expect(Object.keys(result)).toEqual([
      ...['c', 'cLow', 'cHigh', 'answeredWeight', 'poor', 'H', 'A', 'M0'],
      ...['uncensoredHeadcount', 'censoredHeadcount', 'contribution', 'subgroups'],
    ])
    const { deprivations, weights, k } = unequalWeights
    expect(ask({ deprivations, weights, k })).toMatchObject(unequalWeights.expected)
  })

  it('answers bounds when something is unanswered', () => {
    const { deprivations, dimensions, k, expected } = applicability
    const result = ask({ deprivations, dimensions, k })
    expect(result).toMatchObject(expected)
    expect(result.censoredHeadcount[0]).toEqual({ low: '1/2', high: '3/4' })
    expect(result.contribution[5]).toEqual({ low: '15/34', high: '5/9' })
  })

  it('answers several cut-offs by the name they were given', () => {
    const { deprivations, weights } = af4x4
    const result = ask({ deprivations, weights, ks: ['1/4', '1/2', 0.75, 1] })
    expect(Object.keys(result)).toEqual(['byK'])
    expect(new Set(Object.keys(result.byK))).toEqual(new Set(['1/4', '1/2', '0.75', '1']))
    for (const [asked, k] of [
      ['1/4', '1/4'],
      ['1/2', '1/2'],
      ['0.75', '3/4'],
      ['1', '1'],
    ] as const) {
      const { H, A, M0, censoredHeadcount, contribution } = af4x4.byK[k]
      expect(result.byK[asked]).toMatchObject({ H, A, M0, censoredHeadcount, contribution })
    }
  })

  it('takes population weights, nested weights, numbers, remarks and a byte order mark', () => {
    const { deprivations, dimensions, k, populationWeights, expected } = hdrHousehold
    const text = JSON.stringify({
      id: 'hdr',
      note: 'published',
      deprivations,
      dimensions,
      k,
      populationWeights,
    })
    expect(ask(`\uFEFF${text}`)).toMatchObject(expected)
    const tenth = Array<number>(10).fill(0.1)
    expect(ask({ deprivations: [[1, 1, 1, 0, 0, 0, 0, 0, 0, 0]], weights: tenth, k: 0.3 })).toMatchObject({
      c: ['3/10'],
      poor: [1],
    })
    const third = 1 / 3
    expect(ask({ deprivations: [[1, 0, 0]], weights: [third, third, third], k: third })).toMatchObject({
      c: ['1/3'],
      poor: [1],
    })
    expect(
      ask({ deprivations: [[1], [0]], weights: [1], k: 1, subgroup: [2020, 'b'] }).subgroups['2020'].H,
    ).toBe('1')
  })

  it('says null for A and each contribution when nobody is poor', () => {
    expect(ask({ deprivations: [[0, 0]], weights: ['1/2', '1/2'], k: 1 })).toMatchObject({
      H: '0',
      A: null,
      M0: '0',
      contribution: [null, null],
    })
    expect(ask({ deprivations: [[0, '?']], weights: ['3/4', '1/4'], k: 1 })).toMatchObject({
      H: { low: '0', high: '0' },
      A: null,
      poor: [0],
      c: [null],
      contribution: [null, null],
    })
  })

  it('puts decimals beside fractions, inside bounds too', () => {
    const { deprivations, dimensions, k } = applicability
    const result = ask({ deprivations, dimensions, k }, true)
    expect(result.c_dec).toEqual([2 / 3, 1 / 3, null, 1 / 2])
    expect(result.A).toEqual({ low: '17/36', low_dec: 17 / 36, high: '1/2', high_dec: 0.5 })
    expect(result).not.toHaveProperty('poor_dec')
    expect(ask(vignette5x4Case(), true).subgroups.South).toMatchObject({
      M0: '5/12',
      M0_dec: 5 / 12,
      rows: [2, 3, 4],
    })
    expect(ask(vignette5x4Case(), true).subgroups.South).not.toHaveProperty('rows_dec')
  })

  it('keeps a subgroup of any name', () => {
    const text = '{"deprivations":[[1],[0]],"weights":[1],"k":1,"subgroup":["__proto__","constructor"]}'
    expect(Object.keys(ask(text).subgroups)).toEqual(['__proto__', 'constructor'])
  })
})

describe('cardinal', () => {
  it('answers M1, M2, G and S at every cut-off', () => {
    const { achievements, cutoffs, weights } = af4x4
    for (const [k, expected] of Object.entries(af4x4.byK))
      expect(ask({ achievements, cutoffs, weights, k })).toMatchObject(expected)
    expect(ask({ achievements, cutoffs, weights, ks: ['1/4', '1/2'] }).byK).toMatchObject({
      '1/4': af4x4.byK['1/4'],
      '1/2': af4x4.byK['1/2'],
    })
  })

  it('answers subgroups, what does not apply, and nobody poor', () => {
    const dimensions = [[0, 1], [2]]
    const achievements = [
      [5, null, 2],
      [0, '1/2', 4],
      [10, 10, 10],
    ]
    const result = ask({
      achievements,
      cutoffs: [10, 1, 4],
      dimensions,
      k: '1/2',
      subgroup: ['a', 'b', 'c'],
      populationWeights: [2, 1, 1],
    })
    // Person 0: c = 1, gaps 1/2 and 1/2; person 1: c = 1/2 with gaps 1 and 1/2 at 1/4 each; person 2: nothing.
    expect(result).toMatchObject({
      c: ['1', '1/2', '0'],
      M0: '5/8',
      M1: '11/32',
      M2: '13/64',
      G: '11/20',
      S: '13/40',
    })
    expect(result.subgroups.a).toMatchObject({ M1: '1/2', M2: '1/4', G: '1/2', S: '1/4', M0: '1' })
    expect(result.subgroups.c).toMatchObject({ M1: '0', M2: '0', G: null, S: null, A: null })
  })

  it('refuses gaps that are none', () => {
    const base = { achievements: [[1, 2]], cutoffs: [2, 2], weights: ['1/2', '1/2'], k: 1 }
    expectRefusals(base, [
      [{ cutoffs: [0, 2] }, /^cutoffs\[0\]: 0 is not positive/],
      [{ cutoffs: [2] }, /^cutoffs: has 1 entries for 2/],
      [{ cutoffs: [2, 'a'] }, /^cutoffs\[1\]: "a" is not a number/],
      [{ achievements: [[1, -2]] }, /^achievements\[0\]\[1\]: -2 is negative/],
      [{ achievements: [[1, '?']] }, /^achievements\[0\]\[1\]: an unanswered achievement/],
      [{ achievements: [[1, null]] }, /^achievements\[0\]\[1\]: null .*needs "dimensions"/],
      [{ achievements: [[1, 2], [1]] }, /^achievements\[1\]: has 1 entries/],
      [{ achievements: [] }, /^achievements: is empty/],
      [{ cutoffs: undefined }, /^cutoffs: missing/],
    ])
  })
})

function expectRefusals(base: object, cases: readonly (readonly [object, RegExp])[]) {
  for (const [over, sentence] of cases) expect(() => ask({ ...base, ...over })).toThrow(sentence)
}

describe('refusals of counting', () => {
  it('names the place', () => {
    expectRefusals({ deprivations: [[1, 0, 0, 1]], weights: quarter, k: '1/2' }, [
      [{ deprivations: 'all' }, /^deprivations: "all" is not a list$/],
      [{ deprivations: [1] }, /^deprivations\[0\]: 1 is not a list$/],
      [{ deprivations: [[1, 0, 0, true]] }, /^deprivations\[0\]\[3\]: true is not 0, 1, null/],
      [{ deprivations: [[1, 0, 0, '1']] }, /^deprivations\[0\]\[3\]: "1" is not 0, 1, null/],
      [{ deprivations: [] }, /^deprivations: is empty/],
      [{ deprivations: [[1, 0, 0, 1], [1]] }, /^deprivations\[1\]: has 1 entries where row 0 has 4$/],
      [{ deprivations: [[1, 0, 0, null]] }, /^deprivations\[0\]\[3\]: null .*needs "dimensions"/],
      [{ weights: undefined }, /^weights: missing/],
      [{ weights: ['1/4', '1/4', '1/4', '1/3'] }, /^weights: sum to 13\/12, not to 1$/],
      [{ weights: ['1/4', '1/4', '1/4', null] }, /^weights\[3\]: null is not a number/],
      [{ k: undefined }, /^k: missing/],
      [{ k: '0' }, /^k: 0 is not a poverty cut-off/],
      [{ k: 1.0001 }, /^k: 10001\/10000 is not a poverty cut-off/],
      [{ k: [1] }, /^k: \[1\] is not a number/],
      [{ ks: ['1/2'] }, /^ks: stands beside "k"/],
      [{ k: undefined, ks: [] }, /^ks: is empty$/],
      [{ k: undefined, ks: ['1/2', '2'] }, /^ks\[1\]: 2 is not a poverty cut-off/],
      [{ k: undefined, ks: ['1/2', ' 1/2'] }, /^ks\[1\]: 1\/2 stands twice$/],
      [{ weigths: [] }, /^weigths: unknown key/],
      [{ subgroup: ['a'], populationWeights: ['x'] }, /^populationWeights\[0\]: "x" is not a number/],
      [{ subgroup: [null] }, /^subgroup\[0\]: null is not a label/],
      [{ subgroup: ['a', 'b'] }, /^subgroup: has 2 labels for 1 rows$/],
      [{ weights: undefined, dimensions: [['0', 1, 2, 3]] }, /^dimensions\[0\]\[0\]: "0" is not a number/],
      [{ x: [1] }, /^the input mixes two kinds of case, counting and ranks$/],
    ])
  })

  it('names documents that are no case', () => {
    for (const [text, sentence] of [
      ['[]', /^the input is not a JSON object$/],
      ['null', /^the input is not a JSON object$/],
      ['7', /^the input is not a JSON object$/],
      ['{}', /^the input says no known case/],
      ['{"k":"1/2"}', /^the input says no known case/],
      ['{"deprivations":[[1]],"weights":[1],"k":1e999}', /^k: Infinity is not a finite number$/],
    ] as const) {
      expect(() => ask(text)).toThrow(sentence)
    }
  })
})

describe('change', () => {
  const t1 = {
    deprivations: [
      [1, 1],
      [1, 0],
      [0, 0],
      [1, 1],
    ],
    weights: ['1/2', '1/2'],
    k: 1,
  }
  const t2 = {
    deprivations: [
      [1, 1],
      [0, 0],
      [1, 1],
      [0, 1],
    ],
    weights: ['1/2', '1/2'],
    k: 1,
  }

  it('answers both dates and every split', () => {
    const result = ask({ t1, t2, panel: true, years: 2 })
    expect(result).toMatchObject({
      t1: { M0: '1/2' },
      t2: { M0: '1/2' },
      deltaM0: '0',
      ongoing: [0],
      exits: [3],
      entries: [2],
      ongoingEffect: '0',
      exitEffect: '-1/4',
      entryEffect: '1/4',
      shapleyIncidence: '0',
      shapleyIntensity: '0',
      relativeChange: '0',
      annualisedAbsolute: '0',
      annualisedRelative: 0,
      perIndicatorRemovedAdded: [
        { removed: 2, added: 1 },
        { removed: 0, added: 1 },
      ],
    })
    expect(result).not.toHaveProperty('undetermined')
  })

  it('answers without a panel, without years, and by k', () => {
    const result = ask({
      t1,
      t2: {
        ...t2,
        deprivations: [
          [1, 1],
          [0, 0],
        ],
      },
    })
    expect(result).toMatchObject({ deltaM0: '0', annualisedAbsolute: null, annualisedRelative: null })
    expect(result).not.toHaveProperty('ongoing')
    const several = (date: typeof t1) => ({
      deprivations: date.deprivations,
      weights: date.weights,
      ks: ['1/2', '1'],
    })
    const byK = ask({ t1: several(t1), t2: several(t2), panel: true }).byK
    expect(byK['1']).toMatchObject({ ongoing: [0], exits: [3] })
    expect(byK['1/2']).toMatchObject({ ongoing: [0, 3], exits: [1], entries: [2] })
  })

  it('answers bounds', () => {
    const open = {
      ...t2,
      deprivations: [
        [1, '?'],
        [0, 0],
        [1, 1],
        [0, 1],
      ],
    }
    const result = ask({ t1, t2: open, panel: true, years: 1 })
    expect(result).toMatchObject({
      deltaM0: { low: '-1/4', high: '0' },
      ongoing: [],
      undetermined: [0],
      exitEffect: { low: '-1/2', high: '-1/4' },
      annualisedRelative: { low: -0.5, high: 0 },
    })
    expect(result.perIndicatorRemovedAdded[1]).toEqual({
      removed: { low: 0, high: 1 },
      added: { low: 1, high: 1 },
    })
  })

  it('refuses dates that do not belong together', () => {
    expectRefusals({ t1, t2 }, [
      [{ t2: undefined }, /^t2: missing$/],
      [{ t2: [] }, /^t2: \[\] is not a JSON object$/],
      [{ t2: { ...t2, k: '1/2' } }, /^t2.k: differs from t1/],
      [{ t2: { ...t2, k: undefined, ks: [1] } }, /^t2.k: differs from t1/],
      [{ t2: { ...t2, weights: ['1/3', '2/3'] } }, /^t2.weights: differ from t1/],
      [{ t2: { ...t2, weights: undefined, dimensions: [[0], [1]] } }, /^t2.dimensions: differ from t1/],
      [{ t2: { ...t2, deprivations: [[1, 2]] } }, /^t2.deprivations\[0\]\[1\]: 2 is not/],
      [{ t2: { ...t2, extra: 1 } }, /^t2.extra: unknown key/],
      [{ panel: 'yes' }, /^panel: "yes" is not true or false$/],
      [{ years: 0 }, /^years: 0 is not a positive/],
      [{ years: 'two' }, /^years: "two" is not a number/],
      [{ panel: true, t2: { ...t2, deprivations: [[1, 1]] } }, /^t2.deprivations: has 1 rows where t1 has 4/],
    ])
  })
})

describe('robustness', () => {
  const base = {
    groups: {
      A: [
        [1, 1, 0],
        [1, 0, 0],
      ],
      B: [
        [0, 0, 1],
        [0, 0, 1],
      ],
      C: [
        [0, 0, 0],
        [0, 0, 1],
      ],
    },
    weightSchemes: { equal: ['1/3', '1/3', '1/3'], tilted: [0.1, 0.1, 0.8] },
    ks: ['1/3', '1/2'],
    baseline: ['equal', '1/3'],
  }

  it('answers by scheme, k and group', () => {
    const result = ask(base)
    expect(result.M0.equal['1/3']).toEqual({ A: '1/2', B: '1/3', C: '1/6' })
    expect(result.M0.tilted['1/2']).toEqual({ A: '0', B: '4/5', C: '2/5' })
    expect(result.kendallTauB.equal['1/3']).toBe(1)
    expect(result.kendallTauB.tilted['1/3']).toBeCloseTo(-1 / 3, 15)
    expect(result.pairwiseNeverReversed).toBe('1/3')
    expect(result.pairs[2]).toEqual({ groups: ['B', 'C'], neverReversed: true })
  })

  it('refuses what it cannot rank', () => {
    expectRefusals(base, [
      [{ baseline: ['equal'] }, /^baseline: must be a pair/],
      [{ baseline: [1, '1/3'] }, /^baseline\[0\]: 1 is not the name/],
      [{ baseline: ['equal', '1/4'] }, /^baseline\[1\]: 1\/4 is not among/],
      [{ groups: { A: [[1]] } }, /^groups: has fewer than two/],
      [{ groups: { A: [[1]], B: [['?']] } }, /^groups\["B"\]\[0\]\[0\]: "\?" is not 0 or 1/],
      [{ groups: [] }, /^groups: \[\] is not a JSON object/],
      [
        { weightSchemes: { equal: ['1/3', '1/3', '1/4'] }, baseline: ['equal', '1/3'] },
        /^weightSchemes\["equal"\]: sum to 11\/12/,
      ],
      [{ ks: undefined }, /^ks: missing/],
      [{ k: 1 }, /^k: unknown key/],
    ])
  })
})

describe('survey', () => {
  const { columns, rows, k } = surveySmall

  it('answers estimates with errors and intervals', () => {
    const result = ask({ columns, rows, k })
    expect(result.df).toBe(surveySmall.df)
    for (const [name, { b, se, ci }] of Object.entries(surveySmall.expected)) {
      expect(result[name].b).toBeCloseTo(b, 14)
      expect(result[name].se).toBeCloseTo(se, 14)
      expect(result[name].ci95_logit_t[0]).toBeCloseTo(ci[0]!, 13)
      expect(result[name].ci95_logit_t[1]).toBeCloseTo(ci[1]!, 13)
    }
  })

  it('takes columns in any order, labels, and subgroups', () => {
    const other = ['c', 'subgroup', 'weight', 'psu', 'stratum']
    const moved = rows.map(([stratum, psu, weight, c], i) => [
      String(c),
      i < 5 ? 'a' : 'b',
      String(weight),
      `p${psu}`,
      `s${stratum}`,
    ])
    const result = ask({ columns: other, rows: moved, k })
    expect(result.M0.se).toBeCloseTo(surveySmall.expected.M0.se, 14)
    expect(Object.keys(result.subgroups)).toEqual(['a', 'b'])
  })

  it('refuses samples that are none', () => {
    expectRefusals({ columns, rows, k }, [
      [{ columns: ['stratum', 'psu', 'weight'] }, /^columns: lack "c"$/],
      [{ columns: ['stratum', 'psu', 'weight', 'c', 'age'] }, /^columns\[4\]: "age" is unknown/],
      [{ columns: ['stratum', 'psu', 'weight', 'c', 'c'] }, /^columns\[4\]: "c" is unknown or stands twice/],
      [{ rows: [[1, 1, 1]] }, /^rows\[0\]: has 3 entries for 4 columns$/],
      [{ rows: [[1, 1, 0, 1]] }, /^rows\[0\]\[2\]: the weight 0 is not positive$/],
      [{ rows: [[1, 1, 1, 2]] }, /^rows\[0\]\[3\]: 2 is not a score/],
      [{ rows: [[1, null, 1, 1]] }, /^rows\[0\]\[1\]: null is not a label/],
      [{ rows: [[1, 1, 1, 1]] }, /^psu: stratum "?1"? has one PSU only/],
      [{ rows: [] }, /^rows: is empty/],
      [{ k: undefined }, /^k: missing/],
    ])
  })
})

describe('agreement', () => {
  it('answers tau-b and kappa', () => {
    expect(ask({ x: kendall.x, y: kendall.y }).tauB).toBeCloseTo(kendall.tauB, 15)
    expect(ask({ x: [1, 1], y: [1, 2] })).toEqual({ tauB: null })
    expect(ask({ table: kappa.table })).toEqual({ kappa: kappa.kappa, po: kappa.po, pe: kappa.pe })
    expect(
      ask({
        table: [
          [3, 0],
          [0, 0],
        ],
      }),
    ).toEqual({ kappa: null, po: 1, pe: 1 })
  })

  it('refuses lists and tables that do not fit', () => {
    expect(() => ask({ x: [1, 2] })).toThrow(/^y: missing$/)
    expect(() => ask({ x: [1, 2], y: [1, 'b'] })).toThrow(/^y\[1\]: "b" is not a number$/)
    expect(() => ask({ x: [1, 2], y: [1] })).toThrow(/^y: has 1 values/)
    expect(() =>
      ask({
        table: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      }),
    ).toThrow(/^table\[0\]: has 3 entries/)
  })
})

describe('the README', () => {
  it('shows a worked example that is true', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8')
    const [example, expected] = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map((match) =>
      JSON.parse(match[1]!),
    )
    expect(ask(example)).toMatchObject(expected)
  })
})
