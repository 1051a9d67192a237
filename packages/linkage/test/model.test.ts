import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultModel, LinkageInputError, type Model, readModel } from '../src/index.ts'
import { F, layout } from '../src/levels.ts'
import { offsetsOf, Weights } from '../src/model.ts'
import { seeded } from '../src/random.ts'
import { scoreOf } from '../src/score.ts'
import { runs } from './cast.ts'

const copy = (): { [key: string]: unknown; fields: { [key: string]: unknown }[] } =>
  JSON.parse(JSON.stringify(defaultModel))

describe('a model read from data', () => {
  it('is the model that was written', () => {
    expect(readModel(copy(), 0)).toEqual(defaultModel)
    expect(readModel({ ...copy(), notes: undefined }, 0).notes).toEqual([])
    expect(readModel({ ...copy(), notes: ['x'] }, 0).notes).toEqual(['x'])
  })

  it.each<[string, (model: ReturnType<typeof copy>) => unknown, string]>([
    ['nothing', () => null, 'not a model of this package'],
    ['a text', () => 'x', 'not a model of this package'],
    ['another version', (m) => ({ ...m, version: 2 }), 'not a model of this package'],
    ['no fields', (m) => ({ ...m, fields: {} }), 'not a model of this package'],
    [
      'a field less',
      (m) => ({ ...m, fields: m.fields.slice(1) }),
      'a model of 8 fields, the records have 9 with their further columns',
    ],
    [
      'fields in another order',
      (m) => ({ ...m, fields: [m.fields[1], m.fields[0], ...m.fields.slice(2)] }),
      'field 1: "given" is needed there',
    ],
    ['no field', (m) => ({ ...m, fields: [null, ...m.fields.slice(1)] }), 'field 1: "given" is needed there'],
    [
      'no samePerRecord',
      (m) => ({ ...m, samePerRecord: undefined }),
      '"samePerRecord": a number from 0 is needed',
    ],
    [
      'relatives below 0',
      (m) => ({ ...m, relativesPerRecord: -1 }),
      '"relativesPerRecord": a number from 0 is needed',
    ],
    ['population in words', (m) => ({ ...m, population: 'many' }), '"population": a number from 0 is needed'],
  ])('%s: says what is wrong', (_, change, message) => {
    expect(() => readModel(change(copy()), 0)).toThrow(new LinkageInputError(message))
  })

  it.each(['same', 'relative', 'other'])('%s: as many probabilities as there are levels', (part) => {
    const labels = layout(0)[F.sex]!.labels.length
    for (const wrong of [
      undefined,
      'x',
      [1],
      Array(labels).fill(2),
      Array(labels).fill(-0.1),
      Array(labels).fill('1'),
    ]) {
      const model = copy()
      model.fields[F.sex]![part] = wrong
      expect(() => readModel(model, 0)).toThrow(
        `field "sex", "${part}": 5 probabilities are needed; was the model fitted by another version?`,
      )
    }
    for (const right of [Array(labels).fill(0), Array(labels).fill(1)]) {
      const model = copy()
      model.fields[F.sex]![part] = right
      expect(readModel(model, 0).fields[F.sex]![part as 'same']).toEqual(right)
    }
  })

  it('throws errors of its own name', () => {
    expect(() => readModel(null, 0)).toThrow(expect.objectContaining({ name: 'LinkageInputError' }))
  })

  it('allows 0 for numbers of people', () => {
    expect(
      readModel({ ...copy(), samePerRecord: 0, relativesPerRecord: 0, population: 0 }, 0).population,
    ).toBe(0)
  })
})

/** A model that says something of the sex alone: the same person in all pairs, relatives in half, others in half. */
function ofSex(same: number, relative: number, more: Partial<Model> = {}): Model {
  const flat = layout(0).map(({ name, labels }) => {
    const ones = labels.map(() => 1)
    return name === 'sex'
      ? {
          name,
          labels,
          same: [1, 0.9, 0.1, 0.9, 0.1],
          relative: [1, 0.6, 0.4, 0.6, 0.4],
          other: [1, 0.5, 0.5, 0.5, 0.5],
        }
      : { name, labels, same: ones, relative: ones, other: ones }
  })
  return {
    version: 1,
    fields: flat,
    samePerRecord: same * 100,
    relativesPerRecord: relative * 100,
    population: 100,
    notes: [],
    ...more,
  }
}

const levels = (sex: number): Uint8Array => {
  const all = new Uint8Array(F.other)
  all[F.sex] = sex
  return all
}

describe('weights', () => {
  it('are Bayes’ rule over three classes', () => {
    const weights = new Weights(ofSex(0.2, 0.3))
    // Missing: the shares themselves. Same sex: .2 × .9, .3 × .6 and .5 × .5 of .61.
    const nothing = weights.posterior(levels(0))
    expect([nothing.same, nothing.relative, nothing.other].map((p) => Number(p.toFixed(9)))).toEqual([
      0.2, 0.3, 0.5,
    ])
    const agrees = weights.posterior(levels(1))
    expect(agrees.same).toBeCloseTo(0.18 / 0.61, 9)
    expect(agrees.relative).toBeCloseTo(0.18 / 0.61, 9)
    expect(agrees.other).toBeCloseTo(0.25 / 0.61, 9)
    const differs = weights.posterior(levels(2))
    expect(differs.same).toBeCloseTo(0.02 / 0.39, 9)
  })

  it('count relatives as many times over as the model is cautious, and the pair among as many records as told', () => {
    const cautious = new Weights(ofSex(0.2, 0.3, { caution: 2 })).posterior(levels(0))
    expect(cautious.relative / cautious.other).toBeCloseTo((2 * 0.3) / 0.5, 9)
    const among = new Weights(ofSex(0.2, 0.3), 1000).posterior(levels(0))
    expect(among.same).toBeCloseTo(0.02, 9)
    expect(among.relative).toBeCloseTo(0.03, 9)
    // Never more than half the pairs, nor less than two records.
    const alone = new Weights(ofSex(0.2, 0.3), 0).posterior(levels(0))
    expect(alone.same).toBeCloseTo(0.5, 9)
    expect(alone.relative).toBeCloseTo(0.4, 9)
  })

  it('are told in bits: the prior, each field that says something, relatives; they add up', () => {
    const weights = new Weights(ofSex(0.2, 0.3))
    const { weights: bits, labels } = weights.explain(levels(2))
    expect(labels).toEqual({ sex: 'differs (given names differ)' })
    expect(Object.keys(bits)).toEqual(['prior', 'sex', 'relatives'])
    expect(bits.prior).toBeCloseTo(Math.log2(0.2 / 0.5), 9)
    expect(bits.sex).toBeCloseTo(Math.log2(0.1 / 0.5), 9)
    expect(bits.relatives).toBeCloseTo(-Math.log2(1 + (0.3 * 0.4) / (0.5 * 0.5)), 9)
    const p = weights.posterior(levels(2)).same
    expect(bits.prior! + bits.sex! + bits.relatives!).toBeCloseTo(Math.log2(p / (1 - p)), 9)
  })

  it('stay finite where a probability is 0 and where relatives are all but certain', () => {
    const model = ofSex(0.2, 0.3)
    const certain = {
      ...model,
      fields: model.fields.map((one) =>
        one.name === 'sex' ? { ...one, same: [1, 0, 1, 0, 1], other: [1, 0, 1, 0, 1] } : one,
      ),
    }
    const { weights } = new Weights(certain).explain(levels(1))
    expect(weights.sex).toBeCloseTo(0, 9)
    // Against strangers at 10^-12 each, relatives at .6 are e^27 times likelier, and nearly all of it is taken off.
    expect(weights.relatives).toBeCloseTo(-Math.log2((0.3 * 0.6) / (0.5 * 1e-12)), 6)
    const far = { ...certain, caution: 1e9 }
    expect(new Weights(far).explain(levels(1)).weights.relatives).toBeCloseTo(
      -Math.log2((1e9 * 0.3 * 0.6) / (0.5 * 1e-12)),
      6,
    )
  })

  it('a score says all of it', () => {
    const score = scoreOf(new Weights(ofSex(0.2, 0.3)), levels(1), { link: 0.29, possible: 0.1 })
    expect(score.probability).toBe(score.same)
    expect(score.band).toBe('link')
    expect(score.same + score.relative + score.other).toBeCloseTo(1, 12)
    expect(score.reasons).toEqual({ sex: 'same (given names differ)' })
    expect(scoreOf(new Weights(ofSex(0.2, 0.3)), levels(1)).band).toBe('possible link')
  })
})

it('levels are laid flat, one field after another', () => {
  const labels = (n: number): { labels: string[] } => ({ labels: Array(n).fill('x') })
  expect([...offsetsOf([labels(2), labels(5), labels(1)])]).toEqual([0, 2, 7, 8])
  expect([...offsetsOf([])]).toEqual([0])
})

describe('the seeded generator', () => {
  it('is mulberry32', () => {
    // As its author’s C code answers for seed 42, divided by 2^32.
    const random = seeded(42)
    expect([random(), random(), random()].map((x) => Math.round(x * 2 ** 32))).toEqual([
      2581720956, 1925393290, 3661312704,
    ])
  })

  it('fills [0, 1) evenly and repeats itself by seed', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const [a, b] = [seeded(seed), seeded(seed)]
        let sum = 0
        for (let k = 0; k < 400; k++) {
          const x = a()
          expect(x >= 0 && x < 1 && x === b()).toBe(true)
          sum += x
        }
        expect(Math.abs(sum / 400 - 0.5)).toBeLessThan(0.1)
      }),
      { numRuns: runs(50) },
    )
  })
})
