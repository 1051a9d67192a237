import { describe, expect, it } from 'vitest'
import {
  Batch,
  type BatchOptions,
  defaultModel,
  type Model,
  type PersonRecord,
  Register,
} from '../../src/index.ts'
import { F, layout } from '../../src/levels.ts'
import { contextSums, flatOf } from './counted.ts'

const FEW = 'few or no households: the class of relatives is taken from the default model'

function fitted(records: readonly PersonRecord[], options: BatchOptions = {}): Model {
  const filled = new Register()
  for (const record of records) filled.add(record)
  return new Batch(filled, options).model
}

const name = (k: number): string =>
  `${'bdfglmnprst'[k % 11]}${'aeiou'[k % 5]}${'bdfglmnprst'[(k * 7) % 11]}${'aeiou'[(k * 3) % 5]}${'lnrs'[k % 4]}`

/** Somebody unlike all others. */
const person = (k: number, some: Partial<PersonRecord> = {}): PersonRecord => ({
  id: `${k}`,
  given: [name(k * 13 + 1)],
  family: [`${name(k * 17 + 2)}ez`],
  birthDate: `${1950 + ((k * 7) % 60)}-${String(1 + (k % 12)).padStart(2, '0')}-${String(1 + ((k * 5) % 28)).padStart(2, '0')}`,
  sex: k % 2 ? 'F' : 'M',
  country: k % 3 ? 'HN' : 'GT',
  phone: String(5_550_000_000 + k * 7919),
  document: `D${100_000 + k * 7919}`,
  ...some,
})
const people = (n: number, of: (k: number) => Partial<PersonRecord> = () => ({})): PersonRecord[] =>
  Array.from({ length: n }, (_, k) => person(k, of(k)))

const share = (model: Model, part: 'same' | 'relative' | 'other', field: string, label: string): number => {
  const one = model.fields.find((each) => each.name === field)!
  return one[part][one.labels.indexOf(label)]!
}

describe('a fitted model', () => {
  // Forty people registered twice, the second time without a household or with another telephone.
  const twice = [
    ...people(40, (k) => ({ household: k % 4 ? `h${k}` : '' })),
    ...people(40, (k) => ({ phone: k % 4 ? undefined : '5559876543' })),
  ].map((record, i) => ({ ...record, id: `${i}` }))

  it('has every level of every field, as probabilities', () => {
    const model = fitted(twice, { caution: 3 })
    const flat = flatOf(0)
    expect(model.fields.map(({ name: own, labels }) => ({ name: own, labels }))).toEqual(
      layout(0).map(({ name: own, labels }) => ({ name: own, labels })),
    )
    for (const part of ['same', 'relative', 'other'] as const) {
      const values = Float64Array.from(model.fields.flatMap((field) => field[part]))
      for (const { field, sum } of contextSums(flat, values))
        if (!(part === 'other' && field.startsWith('order')))
          expect(sum, `${part} ${field}`).toBeCloseTo(1, 9)
    }
    expect([model.version, model.population, model.caution]).toEqual([1, 80, 3])
  })

  it('knows how many are registered twice', () => {
    const model = fitted(twice)
    expect(model.samePerRecord).toBeCloseTo(1, 1)
    expect(share(model, 'same', 'document', 'same')).toBeGreaterThan(0.9)
    expect(share(model, 'same', 'given', 'different')).toBeLessThan(0.05)
    expect(model.notes).toEqual([FEW])
  })

  it('takes those out again from the strangers among whom they were drawn', () => {
    // Of 3,160 pairs drawn 40 are one person: a document would be shared by one in 79.
    const model = fitted(twice)
    expect(share(model, 'other', 'document', 'same')).toBeLessThan(0.0005)
    expect(share(model, 'other', 'birth', 'same day')).toBeLessThan(0.002)
    expect(share(model, 'other', 'document', 'differs')).toBeGreaterThan(0.9)
  })

  it('ties what is tied to the end: household and order', () => {
    const model = fitted(twice)
    const unknown = 'known of one only'
    expect(share(model, 'other', 'household', unknown)).toBe(share(model, 'same', 'household', unknown))
    // Thirty of eighty have one: of 1,935 pairs of whom it is known of any, it is of one only in 1,500.
    expect(share(model, 'relative', 'household', unknown)).toBeCloseTo(1500.5 / 1936.5, 9)
    expect(share(model, 'same', 'household', unknown)).toBeGreaterThan(0.8)
    for (const label of ['straight', 'straight (one surname)'])
      expect(share(model, 'relative', 'order', label)).toBe(share(model, 'same', 'order', label))
  })
})

describe('where learning begins, seen when no step is allowed', () => {
  const start = (records: readonly PersonRecord[], options: BatchOptions = {}): [number, number] => {
    const { samePerRecord, relativesPerRecord } = fitted(records, { iterations: 0, ...options })
    return [samePerRecord, relativesPerRecord]
  }

  it('a tenth of the records twice, and as many relatives', () => {
    for (const n of [5, 40]) {
      const [same, relatives] = start(people(n))
      expect(same).toBeCloseTo(0.1, 12)
      expect(relatives).toBeCloseTo(0.1, 12)
    }
  })

  it('or as many as there are in households', () => {
    // Ten couples: ten of 190 pairs, for each of twenty.
    const [, relatives] = start(people(20, (k) => ({ household: `h${k >> 1}` })))
    expect(relatives).toBeCloseTo((10 / 190) * 20, 12)
    // Of whom some are not plainly two people.
    const [, fewer] = start(
      people(20, (k) => ({
        household: `h${k >> 1}`,
        ...(k >> 1 < 4 && { given: ['Ana'], birthDate: '1990' }),
      })),
    )
    expect(fewer).toBeCloseTo((6 / 190) * 20, 12)
    expect(
      start(
        people(20, (k) => ({ household: `h${k >> 1}` })),
        { relatives: false },
      )[1],
    ).toBe(0)
  })

  it('though never more than four tenths of all pairs', () => {
    expect(start(people(5, () => ({ household: 'h' })))[1]).toBeCloseTo(0.4 * 5, 12)
    expect(start(people(2))).toEqual([0.1 * 0.4 * 2, 0.1 * 0.4 * 2])
    expect(start([])).toEqual([0.1 * 0.4 * 2, 0.1 * 0.4 * 2])
    expect(fitted([]).population).toBe(2)
  })
})

describe('relatives', () => {
  const couples = (n: number): PersonRecord[] =>
    people(2 * n, (k) => ({
      household: `h${k >> 1}`,
      family: [`${name((k >> 1) * 17 + 2)}ez`],
      birthDate: `${1950 + ((k >> 1) % 40) + (k % 2)}-0${1 + (k % 9)}-${10 + (k % 18)}`,
    }))

  it('are measured from fifty pairs on', () => {
    expect(fitted(couples(49), { iterations: 3 }).notes).toEqual([FEW])
    const model = fitted(couples(50), { iterations: 3 })
    expect(model.notes).toEqual([])
    // They are a year apart, and hold one person to dates that are not.
    expect(share(model, 'relative', 'birth', 'within two years (surnames agree)')).toBeGreaterThan(0.5)
    expect(share(model, 'same', 'birth', 'far apart')).toBeLessThanOrEqual(0.0010001)
    expect(share(fitted(couples(49), { iterations: 3 }), 'same', 'birth', 'far apart')).toBeGreaterThan(0.002)
  })

  it('are not those registered twice in one household', () => {
    const first = couples(60)
    const records = [
      ...first,
      ...first.filter((_, k) => k % 2).map((record) => ({ ...record, id: `${record.id}b` })),
    ]
    const model = fitted(records)
    // A third of the pairs within households, at first.
    expect(share(model, 'relative', 'document', 'same')).toBeLessThan(0.03)
    expect(share(model, 'relative', 'phone', 'same')).toBeLessThan(0.2)
    expect(share(model, 'same', 'document', 'same')).toBeGreaterThan(0.9)
    expect(model.samePerRecord).toBeCloseTo(120 / 180, 1)
    expect(model.relativesPerRecord).toBeGreaterThan(1)
  })

  it('are those too of whom a date lacks, once it is known how one person agrees with itself', () => {
    // They alone share a telephone; at first it is not plain that they are two people.
    const dateless = people(120, (k) => ({
      id: `t${k}`,
      household: `t${k >> 1}`,
      family: [`${name((k >> 1) * 19 + 5)}ari`],
      birthDate: '',
      phone: `55512${100 + (k >> 1)}34`,
    }))
    const model = fitted([...couples(60), ...dateless])
    expect(share(model, 'relative', 'phone', 'same')).toBeGreaterThan(0.4)
    expect(share(model, 'relative', 'phone', 'same')).toBeLessThan(0.6)
    expect(model.samePerRecord).toBeLessThan(0.05)
  })

  it('are taken out again from the strangers among whom they were drawn', () => {
    // Sixty couples with one telephone: of 7,140 pairs drawn, one in 119.
    const model = fitted(couples(60).map((record, k) => ({ ...record, phone: `55512${100 + (k >> 1)}34` })))
    expect(share(model, 'relative', 'phone', 'same')).toBeGreaterThan(0.7)
    expect(share(model, 'other', 'phone', 'same')).toBeLessThan(0.002)
  })

  it('are twins even where all but the given names agrees', () => {
    const twins = people(120, (k) => {
      const { family, birthDate, sex, phone, country } = person(k >> 1)
      return {
        household: `h${k >> 1}`,
        family,
        birthDate,
        sex,
        phone,
        country,
        document: '',
      } as Partial<PersonRecord>
    })
    const model = fitted(twins)
    expect(share(model, 'relative', 'birth', 'same day (surnames agree)')).toBeGreaterThan(0.7)
    expect(share(model, 'same', 'given', 'different')).toBeLessThan(0.01)
    expect(model.samePerRecord).toBeLessThan(0.1)
  })

  it('are as the model given knows them where there are none, and none where not asked for', () => {
    const other: Model = {
      ...defaultModel,
      fields: defaultModel.fields.map((field) =>
        field.name === 'sex' ? { ...field, relative: [1, 0.9, 0.1, 0.8, 0.2] } : field,
      ),
    }
    const model = fitted(people(40), { relativesFrom: other, iterations: 3 })
    expect(share(model, 'relative', 'sex', 'same (given names differ)')).toBeCloseTo(0.9, 2)
    const two = fitted(couples(50), { relatives: false, relativesFrom: other, iterations: 3 })
    expect(two.relativesPerRecord).toBe(0)
    expect(two.notes).toEqual([])
    // Households were not even looked at.
    expect(share(two, 'relative', 'sex', 'same (given names differ)')).toBeCloseTo(0.9, 2)
    expect(share(two, 'same', 'birth', 'far apart')).toBeGreaterThan(0.002)
  })
})

describe('a field of one value', () => {
  it('tells nothing, and nothing is taken from its neighbours', () => {
    const model = fitted(
      people(30, () => ({ sex: 'F', country: 'HN', other: ['x', 'y'] })),
      { iterations: 3 },
    )
    expect(model.notes.slice(0, 4)).toEqual(
      ['sex', 'country', 'other1', 'other2'].map(
        (field) => `${field} holds one value only: it tells nothing and weighs nothing`,
      ),
    )
    for (const field of model.fields) {
      const all = [...field.same, ...field.relative, ...field.other]
      expect(
        all.every((p) => p === 1),
        field.name,
      ).toBe(/sex|country|other/.test(field.name))
    }
    expect(model.fields.length).toBe(F.other + 2)
  })
})
