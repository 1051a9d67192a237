import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Patterns } from '../../src/compare.ts'
import { atMost, flattened, normalise, pool, tally } from '../../src/fit/flat.ts'
import { defaultModel } from '../../src/index.ts'
import { F, LEVEL_COUNTS, OTHER_LEVELS } from '../../src/levels.ts'
import { runs } from '../cast.ts'
import { counted, flatOf, laid, numbered, place } from './counted.ts'

describe('levels are summed over patterns', () => {
  it('each field by itself, with the weight of the pattern', () => {
    const flat = flatOf(0)
    const { patterns, counts } = counted([
      [{ sex: 1, phone: 4 }, 3],
      [{ sex: 2, phone: 4, document: 1 }, 0],
      [{ sex: 1, phone: 1 }, 2.5],
    ])
    const sums = tally(flat, patterns, (p) => counts.of(p))
    expect(sums[flat.offsets[F.sex]! + 1]).toBe(5.5)
    expect(sums[flat.offsets[F.sex]! + 2]).toBe(0)
    expect([1, 2, 3, 4].map((level) => sums[flat.offsets[F.phone]! + level])).toEqual([2.5, 0, 0, 3])
    expect(sums[flat.offsets[F.document]!]).toBe(5.5)
    expect(sums[flat.offsets[F.given]!]).toBe(5.5)
  })

  it('whatever the patterns', () => {
    const flat = flatOf(2)
    const fields = [
      ...(Object.keys(F) as (keyof typeof F)[]).filter((name) => name !== 'other'),
      'other1',
      'other2',
    ]
    const levels = fc.tuple(
      ...LEVEL_COUNTS.map((n) => fc.nat(n - 1)),
      fc.nat(OTHER_LEVELS - 1),
      fc.nat(OTHER_LEVELS - 1),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(levels, fc.nat(9)), { maxLength: 12 }), (rows) => {
        const patterns = new Patterns(2)
        const weights: number[] = []
        const expected = new Map<string, number>()
        for (const [all, weight] of rows) {
          const core = Object.fromEntries(fields.slice(0, F.other).map((name, f) => [name, all[f]!]))
          const p = numbered(patterns, core, all.slice(F.other))
          weights[p] = (weights[p] ?? 0) + weight
          all.forEach((level, f) => {
            const key = `${fields[f]} ${level}`
            expected.set(key, (expected.get(key) ?? 0) + weight)
          })
        }
        const sums = tally(flat, patterns, (p) => weights[p]!)
        flat.fields.forEach(({ name, labels }, f) => {
          labels.forEach((_, level) => {
            expect(sums[flat.offsets[f]! + level]).toBe(expected.get(`${name} ${level}`) ?? 0)
          })
        })
      }),
      { numRuns: runs(60) },
    )
  })
})

describe('levels of a context', () => {
  const sex = flatOf(0).fields[F.sex]!

  it('sum to one, each context by itself, and keep their proportions; missing tells nothing', () => {
    const values = Float64Array.of(7, 3, 1, 10, 30)
    normalise(sex, values)
    expect([...values]).toEqual([1, 0.75, 0.25, 0.25, 0.75])
  })

  it('never seen stay at nothing', () => {
    const values = Float64Array.of(0, 0, 0, 1, 3)
    normalise(sex, values)
    expect([...values]).toEqual([1, 0, 0, 0.25, 0.75])
  })

  it('are lowered to what they may be at most, the others in proportion', () => {
    const values = Float64Array.of(0.3, 0.5, 0.2)
    atMost(values, 1, 0.2)
    expect(values[1]).toBe(0.2)
    expect(values[0]).toBeCloseTo(0.48, 12)
    expect(values[2]).toBeCloseTo(0.32, 12)
    const low = Float64Array.of(0.3, 0.5, 0.2)
    atMost(low, 2, 0.25)
    expect([...low]).toEqual([0.3, 0.5, 0.2])
  })
})

describe('contexts that go together', () => {
  const flat = flatOf(0)

  it('all have the sum of each level', () => {
    const sums = laid(flat, {
      birth: {
        'same day': 5,
        'same day (surnames agree)': 7,
        'same day (given names agree)': 11,
        'same day (both names agree)': 13,
        'far apart (surnames agree)': 2,
        'agrees as far as known (both names agree)': 1,
      },
      sex: { 'same (given names agree)': 4, 'differs (given names differ)': 3 },
    })
    const pooled = pool(flat, sums.slice(), [[F.birth, 14, 4]])
    for (const context of ['', ' (surnames agree)', ' (given names agree)', ' (both names agree)']) {
      expect(pooled[place(flat, 'birth', `same day${context}`)]).toBe(36)
      expect(pooled[place(flat, 'birth', `far apart${context}`)]).toBe(2)
      expect(pooled[place(flat, 'birth', `agrees as far as known${context}`)]).toBe(1)
      expect(pooled[place(flat, 'birth', `day and month swapped${context}`)]).toBe(0)
    }
    expect(pooled.subarray(flat.offsets[F.sex], flat.offsets[F.country])).toEqual(
      sums.subarray(flat.offsets[F.sex], flat.offsets[F.country]),
    )
  })

  it('may be some of several: two by two here', () => {
    const sums = new Float64Array(flat.offsets[flat.fields.length]!)
    const at = flat.offsets[F.birth]!
    for (let l = 0; l < 56; l++) sums[at + 1 + l] = l + 1
    sums[at] = 99
    const pooled = [...pool(flat, sums, [[F.birth, 14, 2]]).subarray(at, at + 57)]
    const expected = Array.from({ length: 56 }, (_, l) => {
      const first = l < 28 ? l % 14 : 28 + (l % 14)
      return first + 1 + (first + 15)
    })
    expect(pooled).toEqual([99, ...expected])
  })
})

describe('what a model knows of relatives', () => {
  const flat = flatOf(1)
  const fallback = new Float64Array(flat.offsets[flat.fields.length]!).fill(0.125)

  it('is taken field by field where it has these levels, and what is at hand for the rest', () => {
    const model = {
      ...defaultModel,
      fields: defaultModel.fields
        .filter((field) => field.name !== 'document')
        .map((field) => (field.name === 'sex' ? { ...field, relative: [1, 0.5, 0.5] } : field)),
    }
    const known = flattened(model, flat.fields, fallback)
    flat.fields.forEach((field, f) => {
      const mine = [...known.subarray(flat.offsets[f], flat.offsets[f + 1])]
      const theirs = model.fields.find((one) => one.name === field.name)
      if (['sex', 'document', 'other1'].includes(field.name))
        expect(mine, field.name).toEqual(field.labels.map(() => 0.125))
      else expect(mine, field.name).toEqual(theirs!.relative)
    })
    expect(fallback.every((value) => value === 0.125)).toBe(true)
  })
})
