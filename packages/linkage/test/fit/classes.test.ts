import { describe, expect, it } from 'vitest'
import {
  relativesParameters,
  sameParameters,
  strangersParameters,
  tieHousehold,
} from '../../src/fit/classes.ts'
import { BUCKETS, F } from '../../src/levels.ts'
import { contextSums, even, flatOf, laid, place } from './counted.ts'

const flat = flatOf(1)
const nothing = laid(flat, {})
const u = even(flat)
const at = (values: Float64Array, name: string, label: string): number => values[place(flat, name, label)]!

/** Contexts sum to one, and all is above nothing: no field can be decided by a zero. */
function expectProbabilities(values: Float64Array): void {
  expect(values.every((p) => p > 0 && p <= 1)).toBe(true)
  for (const { field, sum } of contextSums(flat, values))
    if (!field.startsWith('order')) expect(sum, field).toBeCloseTo(1, 12)
}

/** Share of fields filled in for somebody else: what is left of a probability, and what is added of strangers'. */
const GROSS = 0.0005
const mixed = (p: number, strangers: number): number => (1 - GROSS) * p + GROSS * strangers

describe('of strangers', () => {
  const even5 = { chance: new Float64Array(2 * BUCKETS).fill(0.01) }

  it('what was seen, and half a pair more of each level', () => {
    const sums = laid(flat, {
      sex: { 'same (given names differ)': 60, 'differs (given names differ)': 39 },
      document: { differs: 98.5 },
      other1: { 'same, rare (another column agrees)': 3 },
    })
    const values = strangersParameters(flat, sums, [even5, even5])
    expect(at(values, 'sex', 'same (given names differ)')).toBeCloseTo(0.605, 12)
    expect(at(values, 'sex', 'differs (given names differ)')).toBeCloseTo(0.395, 12)
    expect(at(values, 'sex', 'same (given names agree)')).toBeCloseTo(0.5, 12)
    expect(at(values, 'document', 'differs')).toBeCloseTo(0.99, 12)
    expect(at(values, 'document', 'same')).toBeCloseTo(0.005, 12)
    expect(at(values, 'other1', 'same, rare (another column agrees)')).toBeCloseTo(3.5 / 6.5, 12)
    expect(at(values, 'document', 'missing')).toBe(1)
    expectProbabilities(values)
  })

  it('a date tells the same whether the names agree or not', () => {
    const sums = laid(flat, { birth: { 'far apart': 50, 'same day (both names agree)': 43 } })
    const values = strangersParameters(flat, sums, [even5, even5])
    for (const context of ['', ' (surnames agree)', ' (given names agree)', ' (both names agree)']) {
      expect(at(values, 'birth', `far apart${context}`)).toBeCloseTo(0.505, 12)
      expect(at(values, 'birth', `same day${context}`)).toBeCloseTo(0.435, 12)
    }
  })

  it('a second look, crosswise, is no evidence', () => {
    const sums = laid(flat, { order: { 'given and family swapped': 5, straight: 900 } })
    const values = strangersParameters(flat, sums, [even5, even5])
    expect([...values.subarray(flat.offsets[F.order], flat.offsets[F.birth])]).toEqual([1, 1, 1, 1, 1])
  })

  // Chances by rarity, from very common to very rare: given names then surnames, each over all and in a country.
  const shapes = [
    { chance: Float64Array.of(0.01, 0.004, 0.001, 0.0002, 0, 0.02, 0.008, 0.002, 0.0004, 0) },
    { chance: Float64Array.of(0.03, 0.002, 0.0005, 0.00001, 0, 0.05, 0.003, 0.001, 0.0001, 0) },
  ]
  const rarities = ['very common', 'common', 'usual', 'rare', 'very rare']

  it('two names are the same as often as their frequency says, until more is seen', () => {
    const values = strangersParameters(flat, laid(flat, {}), shapes)
    for (const [f, name] of ['given', 'family'].entries()) {
      for (const [c, context] of ['', ' (same country)'].entries()) {
        const chance = shapes[f]!.chance.subarray(c * BUCKETS, (c + 1) * BUCKETS)
        const one = at(values, name, `exact, very common${context}`) / chance[0]!
        for (const [b, rarity] of rarities.entries())
          expect(at(values, name, `exact, ${rarity}${context}`) / one).toBeCloseTo(
            Math.max(chance[b]!, 1e-9),
            12,
          )
      }
    }
    expectProbabilities(values)
  })

  it('ten thousand pairs of given names, by hand', () => {
    const sums = laid(flat, {
      given: {
        'exact, very common': 130,
        'exact, usual': 4,
        'variant, common': 16,
        'variant, very common': 22,
        'similar, usual': 7,
        initial: 3,
        different: 9818,
      },
    })
    const values = strangersParameters(flat, sums, shapes)
    const n = 10_000
    const chance = [0.01, 0.004, 0.001, 0.0002, 0]
    const all = 0.0152
    const rate = (seen: number, prior: number, events: number): number =>
      (seen + events) / (n + events / prior)
    const expected: Record<string, number> = {
      'exact, very common': rate(130, 0.01, 8),
      'exact, common': rate(0, 0.004, 8),
      'exact, usual': rate(4, 0.001, 8),
      'exact, very rare': rate(0, 1e-9, 8),
      // Of a kind as seen, half a pair more, divided by rarity as names that are the same.
      'variant, common': rate(16, (0.004 / all) * (38.5 / 10_001), 3),
      'variant, rare': rate(0, (0.0002 / all) * (38.5 / 10_001), 3),
      'similar, usual': rate(7, (0.001 / all) * (7.5 / 10_001), 3),
      'conflict, very rare': rate(0, 1e-9, 3),
      initial: rate(3, 0.01, 0.5),
      different: rate(9818, 0.01, 0.5),
    }
    const scale = at(values, 'given', 'different') / expected.different!
    for (const [label, one] of Object.entries(expected))
      expect(at(values, 'given', label) / scale / one, label).toBeCloseTo(1, 10)
    expect(chance.reduce((sum, one) => sum + one, 0)).toBeCloseTo(all, 12)
    // Surnames were not seen, and nothing of given names is said of them.
    expect(at(values, 'family', 'exact, very common')).toBeGreaterThan(
      2 * at(values, 'family', 'exact, common'),
    )
  })

  it('where no name was ever told how rare it is, every one may be', () => {
    const none = { chance: new Float64Array(2 * BUCKETS) }
    expectProbabilities(strangersParameters(flat, laid(flat, {}), [none, none]))
  })
})

describe('of one person and of relatives', () => {
  it('are as among strangers where nothing was seen and nothing known', () => {
    const values = sameParameters(flat, nothing.slice(), nothing, u, false)
    expectProbabilities(values)
    expect(at(values, 'birth', 'same day')).toBeCloseTo(1 / 14, 12)
    expect(at(values, 'document', 'same')).toBeCloseTo(1 / 3, 12)
    expect(at(values, 'given', 'exact, rare')).toBeCloseTo(1 / 42, 12)
  })

  it('keep to the first guess with the strength of ten pairs; a wrong field happens now and then', () => {
    const first = laid(flat, { document: { same: 0.9, differs: 0.1 } })
    const seen = laid(flat, { document: { same: 30, 'one character off': 60 } })
    const values = sameParameters(flat, seen, first, u, false)
    expect(at(values, 'document', 'same')).toBeCloseTo(mixed(0.39, 1 / 3), 12)
    expect(at(values, 'document', 'one character off')).toBeCloseTo(mixed(0.6, 1 / 3), 12)
    expect(at(values, 'document', 'differs')).toBeCloseTo(mixed(0.01, 1 / 3), 12)
    expectProbabilities(values)
  })

  it('a letter is at most twice as likely as among strangers', () => {
    const seen = laid(flat, {
      given: { initial: 500, different: 500 },
      family: { 'initial (same country)': 9 },
    })
    const values = sameParameters(flat, seen, nothing, u, false)
    const most = 2 / 42
    const different = mixed(0.5, 1 / 42)
    const rest = 40 * GROSS * (1 / 42)
    expect(at(values, 'given', 'initial')).toBeCloseTo(most / (most + different + rest), 12)
    expect(at(values, 'family', 'initial (same country)')).toBeCloseTo(most / (most + (41 * GROSS) / 42), 12)
    expectProbabilities(values)
  })
})

describe('kinds of name agreement and rarities', () => {
  it('that are independent stay as they were counted', () => {
    const seen = laid(flat, {
      given: {
        'exact, very common': 36,
        'exact, rare': 24,
        'similar, very common': 24,
        'similar, rare': 16,
        different: 100,
      },
    })
    const values = sameParameters(flat, seen, nothing, u, false)
    const of = (label: string): number => (at(values, 'given', label) - GROSS / 42) / (1 - GROSS)
    expect(of('exact, very common')).toBeCloseTo(0.18, 12)
    expect(of('exact, rare')).toBeCloseTo(0.12, 12)
    expect(of('similar, very common')).toBeCloseTo(0.12, 12)
    expect(of('similar, rare')).toBeCloseTo(0.08, 12)
    expect(of('different')).toBeCloseTo(0.5, 12)
    expect(of('part, rare')).toBeCloseTo(0, 12)
  })

  it('borrow from their row and column, with the strength of twenty pairs', () => {
    const seen = laid(flat, {
      family: {
        'exact, very common (same country)': 50,
        'similar, very rare (same country)': 50,
        'different (same country)': 100,
      },
    })
    const values = sameParameters(flat, seen, nothing, u, false)
    const of = (label: string): number =>
      (at(values, 'family', `${label} (same country)`) - GROSS / 42) / (1 - GROSS)
    // Independent, a quarter each: (50 + 20 / 4) × 100 / 120 of 200, and (0 + 20 / 4) × 100 / 120.
    expect(of('exact, very common')).toBeCloseTo((55 * (100 / 120)) / 200, 12)
    expect(of('similar, very rare')).toBeCloseTo((55 * (100 / 120)) / 200, 12)
    expect(of('exact, very rare')).toBeCloseTo((5 * (100 / 120)) / 200, 12)
    expect(of('similar, very common')).toBeCloseTo((5 * (100 / 120)) / 200, 12)
    expect(of('different')).toBeCloseTo(0.5, 12)
    expect(of('exact, usual')).toBeCloseTo(0, 12)
  })

  it('or of as many as there are', () => {
    const seen = laid(flat, { given: { 'exact, common': 5, 'part, usual': 5, different: 10 } })
    const values = sameParameters(flat, seen, nothing, u, false)
    const of = (label: string): number => (at(values, 'given', label) - GROSS / 42) / (1 - GROSS)
    expect(of('exact, common')).toBeCloseTo(3.75 / 20, 12)
    expect(of('exact, usual')).toBeCloseTo(1.25 / 20, 12)
    expect(of('different')).toBeCloseTo(0.5, 12)
  })
})

describe('of one person', () => {
  it('dates do not hang on the names, nor an error in the sex on one in the name', () => {
    const seen = laid(flat, {
      birth: { 'same day': 10, 'same day (both names agree)': 20, 'far apart (surnames agree)': 10 },
      sex: { 'same (given names agree)': 90, 'differs (given names differ)': 10 },
    })
    const values = sameParameters(flat, seen, nothing, u, false)
    for (const context of ['', ' (surnames agree)', ' (given names agree)', ' (both names agree)'])
      expect(at(values, 'birth', `same day${context}`)).toBeCloseTo(mixed(0.75, 1 / 14), 12)
    for (const context of ['given names differ', 'given names agree'])
      expect(at(values, 'sex', `same (${context})`)).toBeCloseTo(mixed(0.9, 0.5), 12)
  })

  const seen = (): Float64Array =>
    laid(flat, {
      birth: { 'same day': 60, 'within twelve years': 20, 'far apart': 20 },
      given: { 'exact, usual': 60, different: 40, 'exact, usual (same country)': 70, 'different (same country)': 30 },
      family: { 'exact, usual': 90, different: 10, 'exact, usual (same country)': 99, 'different (same country)': 1 },
    }) // biome-ignore format: a table

  it('beside families: dates hardly ever lie far apart, nor are given names others much more than surnames', () => {
    const free = sameParameters(flat, seen(), nothing, u, false)
    const held = sameParameters(flat, seen(), nothing, u, true)
    expectProbabilities(held)
    for (const context of ['', ' (surnames agree)', ' (given names agree)', ' (both names agree)']) {
      expect(at(free, 'birth', `far apart${context}`)).toBeGreaterThan(0.19)
      expect(at(held, 'birth', `far apart${context}`)).toBeCloseTo(0.001, 12)
      // Lowered first, then a little higher again with all others as the other is lowered.
      expect(at(held, 'birth', `within twelve years${context}`)).toBeCloseTo(0.001, 3)
      expect(at(held, 'birth', `same day${context}`)).toBeGreaterThan(0.99)
    }
    for (const context of ['', ' (same country)']) {
      const surnames = at(held, 'family', `different${context}`)
      expect(surnames).toBe(at(free, 'family', `different${context}`))
      expect(at(held, 'given', `different${context}`)).toBe(2 * surnames)
      expect(at(free, 'given', `different${context}`)).toBeGreaterThan(2 * surnames)
      // What is taken off goes to the others as they were.
      expect(
        at(held, 'given', `exact, usual${context}`) / at(free, 'given', `exact, usual${context}`),
      ).toBeCloseTo((1 - 2 * surnames) / (1 - at(free, 'given', `different${context}`)), 12)
    }
  })

  it('alone in a register without families, they may', () => {
    const free = sameParameters(flat, seen(), nothing, u, false)
    expect(at(free, 'birth', 'far apart')).toBeCloseTo(mixed(0.2, 1 / 14), 12)
    expect(at(free, 'given', 'different')).toBeCloseTo(mixed(0.4, 1 / 42), 12)
  })
})

describe('of relatives', () => {
  const labels = flat.fields[F.birth]!.labels.slice(1, 15)
  const contexts = ['', ' (surnames agree)', ' (given names agree)', ' (both names agree)'] as const

  it('what was known before holds with the strength of twenty pairs', () => {
    const known = laid(flat, {
      phone: { same: 1 },
      birth: Object.fromEntries(contexts.flatMap((c) => labels.map((label) => [label + c, 1 / 14]))),
    })
    const values = relativesParameters(flat, laid(flat, { phone: { differs: 60 } }), known, u)
    expect(at(values, 'phone', 'same')).toBeCloseTo(mixed(0.25, 0.25), 12)
    expect(at(values, 'phone', 'differs')).toBeCloseTo(mixed(0.75, 0.25), 12)
    expectProbabilities(values)
  })

  it('those of one name are a generation apart, or else as far as other relatives', () => {
    const known = laid(flat, {
      birth: Object.fromEntries(contexts.flatMap((c) => labels.map((label) => [label + c, 1 / 14]))),
    })
    const sums = laid(flat, {
      birth: {
        'same day (surnames agree)': 5,
        'within two years (surnames agree)': 200,
        'within twelve years (surnames agree)': 300,
        'far apart (surnames agree)': 495,
        // Some of them the same person twice.
        'same day (both names agree)': 400,
        'within two years (both names agree)': 6,
        'within twelve years (both names agree)': 14,
        'far apart (both names agree)': 80,
        // Of other surnames most are far apart, so of one name too.
        'far apart': 900,
        'within twelve years': 100,
        'within twelve years (given names agree)': 30,
      },
    })
    const values = relativesParameters(flat, sums, known, u)
    expectProbabilities(values)
    const of = (label: string): number => at(values, 'birth', label)
    // Dates that slips do not explain: how many there are of one name, for each of other names.
    const plain = ['one digit off or two exchanged', 'same year', 'within two years', 'within twelve years']
    const pairs = (label: string): number => at(sums, 'birth', label) + 20 / 14
    for (const [from, to] of [
      [' (surnames agree)', ' (both names agree)'],
      ['', ' (given names agree)'],
    ] as const) {
      const near =
        plain.reduce((sum, label) => sum + pairs(label + to), 0) /
        plain.reduce((sum, label) => sum + of(label + from), 0)
      const far = Math.max(near * of(`far apart${from}`), pairs(`far apart${to}`))
      const all = near * (1 - of(`far apart${from}`)) + far
      for (const label of labels)
        expect(of(label + to), label + to).toBeCloseTo(
          (label === 'far apart' ? far : near * of(label + from)) / all,
          12,
        )
    }
    // So the many of one day teach nothing, and the eighty far apart do.
    expect(of('same day (both names agree)')).toBeLessThan(0.01)
    expect(of('far apart (both names agree)')).toBeGreaterThan(0.6)
  })

  it('dates hang on the surnames and the sex on the names', () => {
    const sums = laid(flat, {
      birth: { 'same day': 100, 'far apart (surnames agree)': 100 },
      sex: { 'same (given names agree)': 100, 'differs (given names differ)': 100 },
    })
    const values = relativesParameters(flat, sums, u, u)
    expect(at(values, 'birth', 'same day')).toBeGreaterThan(0.8)
    expect(at(values, 'birth', 'same day (surnames agree)')).toBeLessThan(0.05)
    expect(at(values, 'sex', 'same (given names agree)')).toBeGreaterThan(0.9)
    expect(at(values, 'sex', 'same (given names differ)')).toBeLessThan(0.1)
  })
})

describe('one household and a swap tell nothing of one person against relatives', () => {
  const of = (same: number, differs: number, one: number): Record<string, Record<string, number>> => ({
    household: { missing: 1, same, differs, 'known of one only': one },
  })
  const strangers = laid(flat, {
    ...of(0.001, 0.699, 0.3),
    order: { straight: 1, 'given and family swapped': 1 },
  })
  const person = laid(flat, {
    ...of(0.5, 0.1, 0.4),
    order: { straight: 0.9, 'given and family swapped': 0.1 },
  })
  const tied = (unknown: number): { m: Float64Array; r: Float64Array; u: Float64Array } => {
    const all = { m: person.slice(), r: u.slice(), u: strangers.slice() }
    tieHousehold(flat, all, unknown)
    expect(all.m).toEqual(person)
    return all
  }
  const home = (values: Float64Array): number[] =>
    ['same', 'differs', 'known of one only'].map((label) => at(values, 'household', label))

  it('but whether it is known of both does: relatives lack one as often as strangers', () => {
    const { r, u: other } = tied(0.25)
    const [same, differs, one] = home(r)
    expect(one).toBe(0.25)
    expect(same).toBeCloseTo(0.5 * (0.75 / 0.6), 12)
    expect(differs).toBeCloseTo(0.1 * (0.75 / 0.6), 12)
    // Against strangers a household known of one only is held to tell nothing.
    const [otherSame, otherDiffers, otherOne] = home(other)
    expect(otherOne).toBe(0.4)
    expect(otherSame).toBeCloseTo(0.001 * (0.6 / 0.7), 12)
    expect(otherDiffers).toBeCloseTo(0.699 * (0.6 / 0.7), 12)
  })

  it('though never more often than one person', () => {
    expect(home(tied(0.9).r)).toEqual([0.5, 0.1, 0.4])
  })

  it('a swap is as likely for relatives', () => {
    const { r, u: other } = tied(0.25)
    expect(at(r, 'order', 'straight')).toBe(0.9)
    expect(at(r, 'order', 'given and family swapped')).toBe(0.1)
    expect(at(other, 'order', 'given and family swapped')).toBe(1)
    expect(at(r, 'birth', 'same day')).toBe(at(u, 'birth', 'same day'))
  })
})
