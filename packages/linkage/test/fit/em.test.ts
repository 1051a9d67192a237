import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Patterns } from '../../src/compare.ts'
import { type Classes, type Learning, learnSame, posteriors, twiceInOneHousehold } from '../../src/fit/em.ts'
import { Counts } from '../../src/fit/pairs.ts'
import { F } from '../../src/levels.ts'
import { runs } from '../cast.ts'
import { counted, even, flatOf, type Levels, place } from './counted.ts'

const flat = flatOf(0)
const u = even(flat)

/** Three fields of two, three and four levels: every combination is a pattern. */
const SEX = ['same (given names agree)', 'differs (given names agree)'] as const
const DOCUMENT = ['same', 'one character off', 'differs'] as const
const PHONE = ['same', 'same, shared by many', 'one digit off', 'differs'] as const
const all: Levels[] = SEX.flatMap((_, s) =>
  DOCUMENT.flatMap((_, d) => PHONE.map((_, p) => ({ sex: s + 3, document: d + 1, phone: p + 1 }))),
)
/** A class by the probabilities of those levels; the other fields are as among strangers. */
type Shape = readonly [sex: readonly number[], document: readonly number[], phone: readonly number[]]
const PERSON: Shape = [[0.97, 0.03], [0.85, 0.1, 0.05], [0.6, 0.1, 0.1, 0.2]] // biome-ignore format: a table
const KIN: Shape = [[0.5, 0.5], [0.02, 0.03, 0.95], [0.5, 0.2, 0.1, 0.2]] // biome-ignore format: a table
const STRANGERS: Shape = [[0.5, 0.5], [0.001, 0.009, 0.99], [0.01, 0.04, 0.05, 0.9]] // biome-ignore format: a table

function laidOut([sex, document, phone]: Shape): Float64Array {
  const out = u.slice()
  for (const [name, labels, values] of [
    ['sex', SEX, sex],
    ['document', DOCUMENT, document],
    ['phone', PHONE, phone],
  ] as const)
    for (const [l, label] of labels.entries()) out[place(flat, name, label)] = values[l]!
  return out
}

const chance = ([sex, document, phone]: Shape, one: Levels): number =>
  sex[one.sex! - 3]! * document[one.document! - 1]! * phone[one.phone! - 1]!

/** Exactly what is to be expected of `pairs` with these shares of the classes. */
function expected(pairs: number, same: number, kin: number): { patterns: Patterns; counts: Counts } {
  return counted(
    all.map((one) => [
      one,
      pairs *
        (same * chance(PERSON, one) + kin * chance(KIN, one) + (1 - same - kin) * chance(STRANGERS, one)),
    ]),
  )
}

const room = (patterns: Patterns): { same: Float64Array; relative: Float64Array } => ({
  same: new Float64Array(patterns.count),
  relative: new Float64Array(patterns.count),
})

const truth = (shareSame: number, shareRelative: number): Classes => ({
  m: laidOut(PERSON),
  r: laidOut(KIN),
  u: laidOut(STRANGERS),
  shareSame,
  shareRelative,
})

describe('posteriors', () => {
  it('are shares times probabilities, of all three', () => {
    const { patterns } = expected(1, 0.1, 0.2)
    const found = room(patterns)
    posteriors(flat, patterns, truth(0.1, 0.2), found)
    for (const [p, one] of all.entries()) {
      const [a, b, c] = [0.1 * chance(PERSON, one), 0.2 * chance(KIN, one), 0.7 * chance(STRANGERS, one)]
      expect(found.same[p]).toBeCloseTo(a / (a + b + c), 12)
      expect(found.relative[p]).toBeCloseTo(b / (a + b + c), 12)
    }
  })

  it('of two classes leave none for relatives', () => {
    const { patterns } = expected(1, 0.1, 0.2)
    const found = room(patterns)
    posteriors(flat, patterns, truth(0.1, 0), found)
    for (const [p, one] of all.entries()) {
      const [a, c] = [0.1 * chance(PERSON, one), 0.9 * chance(STRANGERS, one)]
      expect(found.relative[p]).toBe(0)
      expect(found.same[p]).toBeCloseTo(a / (a + c), 12)
    }
  })

  it('take every field into account, and nothing that is missing', () => {
    const probability = fc.double({ min: 0.01, max: 1, noNaN: true })
    const size = flat.offsets[F.other]!
    const values = fc.array(probability, { minLength: size, maxLength: size })
    fc.assert(
      fc.property(values, values, values, fc.nat(2), (same, kin, strangers, level) => {
        const of = (list: number[]): Float64Array => {
          const out = Float64Array.from(list)
          for (let f = 0; f < F.other; f++) out[flat.offsets[f]!] = 1
          return out
        }
        const levels = { given: level, family: level, order: level, birth: level, sex: level }
        const more = { country: level, household: level, phone: level, document: level }
        const { patterns } = counted([[{ ...levels, ...more }, 1]])
        const classes = { m: of(same), r: of(kin), u: of(strangers), shareSame: 0.3, shareRelative: 0.2 }
        const found = room(patterns)
        posteriors(flat, patterns, classes, found)
        const product = (list: Float64Array): number =>
          Array.from({ length: F.other }, (_, f) => list[flat.offsets[f]! + level]!).reduce((x, y) => x * y)
        const [a, b, c] = [0.3 * product(classes.m), 0.2 * product(classes.r), 0.5 * product(classes.u)]
        expect(found.same[0]).toBeCloseTo(a / (a + b + c), 10)
        expect(found.relative[0]).toBeCloseTo(b / (a + b + c), 10)
      }),
      { numRuns: runs(40) },
    )
  })

  it('stay numbers where a product would be none', () => {
    const rare = [1e-200, 1 - 1e-200]
    for (const [sure, shape] of [
      [
        'same',
        {
          ...truth(0.1, 0.2),
          u: laidOut([rare, [1e-200, 0.5, 0.5], STRANGERS[2]]),
          r: laidOut([rare, [1e-200, 0.5, 0.5], KIN[2]]),
        },
      ],
      [
        'relative',
        {
          ...truth(0.1, 0.2),
          u: laidOut([rare, [1e-200, 0.5, 0.5], STRANGERS[2]]),
          m: laidOut([rare, [1e-200, 0.5, 0.5], PERSON[2]]),
        },
      ],
      [
        'other',
        {
          ...truth(0.1, 0.2),
          r: laidOut([rare, [1e-200, 0.5, 0.5], KIN[2]]),
          m: laidOut([rare, [1e-200, 0.5, 0.5], PERSON[2]]),
        },
      ],
    ] as const) {
      const { patterns } = counted([[{ sex: 3, document: 1 }, 1]])
      const found = room(patterns)
      posteriors(flat, patterns, shape, found)
      expect(found.same[0]).toBeCloseTo(sure === 'same' ? 1 : 0, 12)
      expect(found.relative[0]).toBeCloseTo(sure === 'relative' ? 1 : 0, 12)
    }
  })
})

/** Now and then a field is filled in for somebody else. */
const grossly = (own: readonly number[], strangers: readonly number[]): number[] =>
  own.map((p, l) => 0.9995 * p + 0.0005 * strangers[l]!)

/** Plain EM over the same counts, one class free: its shape and the shares of both. Pairs not counted are strangers. */
function plainEm(
  counts: Counts,
  pairs: number,
  start: Shape,
  steps: number,
): { shape: Shape; same: number; kin: number } {
  let shape = start
  let same = 0.01
  let kin = 0.01
  for (let step = 0; step < steps; step++) {
    const weights = all.map((one, p) => {
      const [a, b, c] = [
        same * chance(shape, one),
        kin * chance(KIN, one),
        (1 - same - kin) * chance(STRANGERS, one),
      ]
      return [(counts.of(p) * a) / (a + b + c), (counts.of(p) * b) / (a + b + c)] as const
    })
    const total = weights.reduce((sum, [a]) => sum + a, 0)
    same = total / pairs
    kin = weights.reduce((sum, [, b]) => sum + b, 0) / pairs
    const share = (of: (one: Levels) => boolean): number =>
      weights.reduce((sum, [a], p) => sum + (of(all[p]!) ? a : 0), 0) / total
    shape = [
      SEX.map((_, l) => share((one) => one.sex === l + 3)),
      DOCUMENT.map((_, l) => share((one) => one.document === l + 1)),
      PHONE.map((_, l) => share((one) => one.phone === l + 1)),
    ].map((values, f) => grossly(values, STRANGERS[f]!)) as [number[], number[], number[]]
  }
  return { shape, same, kin }
}

describe('the class of one person', () => {
  const far: Shape = [[0.8, 0.2], [0.6, 0.2, 0.2], [0.4, 0.2, 0.2, 0.2]] // biome-ignore format: a table

  /** Learns from these counts, starting at a wrong guess, and says in how many steps. */
  function learn(
    patterns: Patterns,
    candidates: Counts,
    some: Partial<Learning & Classes> = {},
  ): Classes & { steps: number; same: Float64Array } {
    let steps = 0
    let m = laidOut(far)
    const classes = {
      get m() {
        return m
      },
      set m(value) {
        steps++
        m = value
      },
      r: laidOut(KIN),
      u: laidOut(STRANGERS),
      shareSame: some.shareSame ?? 0.01,
      shareRelative: some.shareRelative ?? 0.01,
    }
    const found = room(patterns)
    learnSame(
      flat,
      classes,
      {
        patterns,
        candidates,
        pairs: candidates.total,
        iterations: 400,
        first: laidOut(far),
        unknown: 1 / 3,
        families: false,
        relatives: true,
        ...some,
      },
      found,
    )
    const { r, u: others, shareSame, shareRelative } = classes
    return { m, r, u: others, shareSame, shareRelative, steps, same: found.same }
  }

  const of = (m: Float64Array, name: string, labels: readonly string[]): number[] =>
    labels.map((label) => m[place(flat, name, label)]!)
  const shapeOf = (m: Float64Array): number[][] => [
    of(m, 'sex', SEX),
    of(m, 'document', DOCUMENT),
    of(m, 'phone', PHONE),
  ]
  function expectShape(m: Float64Array, shape: Shape, tolerance: number): void {
    for (const [f, values] of shapeOf(m).entries())
      for (const [l, value] of values.entries())
        expect(Math.abs(value - shape[f]![l]!)).toBeLessThan(tolerance)
  }

  it('is found again, with how many there are of each, from the counts of a known mixture', () => {
    const { patterns, counts } = expected(1e6, 0.03, 0.05)
    const learnt = learn(patterns, counts)
    expect(Math.abs(learnt.shareSame - 0.03)).toBeLessThan(0.001)
    expect(Math.abs(learnt.shareRelative - 0.05)).toBeLessThan(0.001)
    expectShape(learnt.m, PERSON, 0.03)
  })

  it('is what a plain EM finds, step by step', () => {
    // Not what any model says: every count with a twist of its own.
    const { patterns, counts: smooth } = expected(1e9, 0.03, 0.05)
    const counts = new Counts()
    for (const [p] of all.entries()) counts.add(p, smooth.of(p) * (1 + 0.2 * Math.sin(p)))
    for (const steps of [1, 2, 3, 30]) {
      const plain = plainEm(counts, counts.total, far, steps)
      const learnt = learn(patterns, counts, { iterations: steps })
      expect(learnt.steps).toBeLessThanOrEqual(steps)
      expect(Math.abs(learnt.shareSame / plain.same - 1)).toBeLessThan(1e-4)
      expect(Math.abs(learnt.shareRelative / plain.kin - 1)).toBeLessThan(1e-4)
      expectShape(learnt.m, plain.shape, 1e-4)
    }
  })

  it('counts pairs that were never compared as strangers', () => {
    const { patterns, counts } = expected(1e7, 0.3, 0.2)
    const learnt = learn(patterns, counts, { pairs: 1e9, iterations: 5 })
    const plain = plainEm(counts, 1e9, far, 5)
    expect(learnt.shareSame / plain.same).toBeCloseTo(1, 3)
    expect(learnt.shareRelative / plain.kin).toBeCloseTo(1, 3)
    expect(learnt.shareSame).toBeLessThan(0.004)
  })

  it('takes every step it is allowed and no more, and stops once nothing moves', () => {
    const { patterns, counts } = expected(1e6, 0.03, 0.05)
    expect([0, 1, 2, 3].map((iterations) => learn(patterns, counts, { iterations }).steps)).toEqual([
      0, 1, 2, 3,
    ])
    expect(learn(patterns, counts, { iterations: 0 }).shareSame).toBe(0.01)
    const { steps, m } = learn(patterns, counts, { iterations: 1000 })
    expect(steps).toBeGreaterThanOrEqual(5)
    expect(steps).toBeLessThan(500)
    // Had it gone on, hardly anything would have changed.
    const longer = learn(patterns, counts, { iterations: steps - 1 })
    expect(longer.steps).toBe(steps - 1)
    for (const [l, value] of m.entries()) expect(Math.abs(value - longer.m[l]!)).toBeLessThan(2.1e-4)
    // From where it ends it takes five looks to be sure.
    const certain = learn(patterns, new Counts(), { iterations: 1000 })
    expect(certain.steps).toBe(5)
  })

  it('two classes: nobody is anybody’s relative', () => {
    const { patterns, counts } = expected(1e6, 0.05, 0)
    const learnt = learn(patterns, counts, { relatives: false, shareRelative: 0 })
    expect(learnt.shareRelative).toBe(0)
    expect(learnt.shareSame).toBeCloseTo(0.05, 3)
  })

  it('is never more than nearly half of all pairs, nor less than next to none', () => {
    const same = counted([[{ sex: 3, document: 1, phone: 1 }, 1000]])
    const kin = counted([[{ sex: 4, document: 3, phone: 2 }, 1000]])
    expect(learn(same.patterns, same.counts).shareSame).toBe(0.45)
    expect(
      learn(kin.patterns, kin.counts, { shareSame: 1e-12, shareRelative: 0.4 }).shareRelative,
    ).toBeLessThanOrEqual(0.45)
    const none = learn(same.patterns, new Counts(), { pairs: 0 })
    expect([none.shareSame, none.shareRelative]).toEqual([1e-12, 1e-12])
    // With nothing seen it is the first guess that holds, but for errors anybody makes.
    expectShape(none.m, far, 0.001)
  })

  it('beside families it is held apart from twins, and what one household tells is tied at every step', () => {
    const { patterns, counts } = counted([
      [{ given: 3, family: 3, birth: 1, document: 1 }, 900],
      [{ given: 42, family: 3, birth: 1, document: 1 }, 100],
    ])
    const other = (families: boolean): number =>
      learn(patterns, counts, { families, iterations: 3, pairs: 1e5 }).m[place(flat, 'given', 'different')]!
    expect(other(false)).toBeGreaterThan(0.05)
    expect(other(true)).toBeLessThan(0.01)
    const { m, r, u: others } = learn(patterns, counts, { iterations: 2, unknown: 0.1 })
    const one = place(flat, 'household', 'known of one only')
    expect(others[one]).toBe(m[one])
    expect(r[one]).toBe(0.1)
    expect(r[place(flat, 'order', 'straight')]).toBe(m[place(flat, 'order', 'straight')])
  })
})

describe('the same person twice in one household', () => {
  it('their share by a plain EM of two classes', () => {
    const homes = counted(
      all.map((one) => [one, 1000 * (0.2 * chance(PERSON, one) + 0.8 * chance(KIN, one))]),
    )
    const twice = twiceInOneHousehold(homes.patterns, homes.counts, flat, laidOut(PERSON), laidOut(KIN))
    let share = 0.5
    for (let step = 0; step < 500; step++) {
      share =
        all.reduce((sum, one, p) => {
          const [a, b] = [share * chance(PERSON, one), (1 - share) * chance(KIN, one)]
          return sum + (homes.counts.of(p) * a) / (a + b)
        }, 0) / homes.counts.total
    }
    expect(share).toBeCloseTo(0.2, 3)
    for (const [p, one] of all.entries()) {
      const [a, b] = [share * chance(PERSON, one), (1 - share) * chance(KIN, one)]
      expect(twice[p]).toBeCloseTo(a / (a + b), 3)
    }
  })

  it('who was not seen in a household is not judged', () => {
    const { patterns } = expected(1, 0.1, 0.1)
    const counts = new Counts()
    counts.add(0, 10)
    counts.add(23, 10)
    const twice = twiceInOneHousehold(patterns, counts, flat, laidOut(PERSON), laidOut(KIN))
    expect(twice.length).toBe(24)
    expect([...twice].filter((p) => p > 0).length).toBe(2)
    expect(twice[0]).toBeGreaterThan(0.9)
    expect(twice[23]).toBeLessThan(0.1)
  })

  it('are never all of them, nor none, and nobody certain beyond what numbers hold', () => {
    const one = counted([[{ sex: 3, document: 1, phone: 1 }, 50]])
    const sure = [[1, 1e-300], [1, 1e-300, 1e-300], [1, 1e-300, 1e-300, 1e-300]] as const
    const never = [[1e-300, 1], [1e-300, 1, 1], [1e-300, 1, 1, 1]] as const
    const odds = (m: Shape, r: Shape): number => {
      const [p] = twiceInOneHousehold(one.patterns, one.counts, flat, laidOut(m), laidOut(r))
      return p! / (1 - p!)
    }
    // A share of nine tenths, and odds of e^60 at most.
    expect(twiceInOneHousehold(one.patterns, one.counts, flat, laidOut(sure), laidOut(never))[0]).toBe(1)
    expect(odds([[0.5, 0.5], [0.5, 0.3, 0.2], [0.5, 0.1, 0.2, 0.2]], [[0.25, 0.75], [0.5, 0.3, 0.2], [0.5, 0.1, 0.2, 0.2]])).toBeCloseTo(18, 6)
    // A millionth, at odds of a half.
    expect(odds([[0.25, 0.75], [0.5, 0.3, 0.2], [0.5, 0.1, 0.2, 0.2]], [[0.5, 0.5], [0.5, 0.3, 0.2], [0.5, 0.1, 0.2, 0.2]])).toBeLessThan(1e-3)
    const [none] = twiceInOneHousehold(one.patterns, one.counts, flat, laidOut(never), laidOut(sure))
    expect(none).toBeLessThan(1e-300)
    const empty = twiceInOneHousehold(one.patterns, new Counts(), flat, laidOut(sure), laidOut(never))
    expect([...empty]).toEqual([0])
  }) // biome-ignore format: tables
})
