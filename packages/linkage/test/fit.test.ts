import { describe, expect, it } from 'vitest'
import { Comparator, unpack } from '../src/compare.ts'
import {
  Batch,
  type BatchOptions,
  defaultModel,
  type Model,
  type PersonRecord,
  Register,
} from '../src/index.ts'
import { F, layout } from '../src/levels.ts'
import { register } from './cast.ts'

function fitted(records: readonly PersonRecord[], options: BatchOptions = {}, split = 0): Batch {
  const filled = new Register()
  for (const [n, record] of records.entries()) {
    if (split > 0 && n === split) filled.startSecondFile()
    filled.add(record)
  }
  return new Batch(filled, { randomPairs: 1_000_000, ...options })
}

const { records, person } = register(700, 11)
const batch = fitted(records)
const { model } = batch
const fields = layout(0)
const column = (of: Model, name: string): Model['fields'][number] =>
  of.fields.find((one) => one.name === name)!
const at = (name: string, label: string): number =>
  fields.find((one) => one.name === name)!.labels.indexOf(label)

type Part = 'same' | 'relative' | 'other'

/** What is counted when it is known who is who: pairs by class, field and level. */
const counted: Record<Part, Float64Array[]> = { same: [], relative: [], other: [] }
const pairsOf: Record<Part, number> = { same: 0, relative: 0, other: 0 }
for (const part of ['same', 'relative', 'other'] as const)
  counted[part] = fields.map((one) => new Float64Array(one.labels.length))
const homeOf = new Map<number, string>()
for (const [i, record] of records.entries()) if (record.household) homeOf.set(person[i]!, record.household)
const comparator = new Comparator(batch.register.table)
const levels = new Uint8Array(F.other)
for (let i = 0; i < records.length; i++) {
  for (let j = i + 1; j < records.length; j++) {
    const part: Part =
      person[i] === person[j]
        ? 'same'
        : homeOf.get(person[i]!) === homeOf.get(person[j]!)
          ? 'relative'
          : 'other'
    comparator.compare(i, j)
    unpack(comparator.core, comparator.extra, 0, levels)
    pairsOf[part]++
    for (let f = 0; f < F.other; f++) counted[part][f]![levels[f]!]!++
  }
}

/** Shares of the levels with that start, within their context, and as estimated. */
function shares(name: string, part: Part, start: string, context = ''): [number, number] {
  const f = fields.findIndex((one) => one.name === name)
  const { labels, contexts } = fields[f]!
  const inContext = labels.findIndex((label) => label.startsWith(start) && label.endsWith(context))
  let all = 0
  let right = 0
  let estimated = 0
  labels.forEach((label, l) => {
    if (contexts[l] !== contexts[inContext] || l === 0) return
    const n = counted[part][f]![l]!
    all += n
    if (!label.startsWith(start)) return
    right += n
    estimated += model.fields[f]![part][l]!
  })
  return [right / all, estimated]
}

describe('estimates without labels are what labels would have counted', () => {
  it('how many are registered twice, and how many have relatives compared', () => {
    expect(model.samePerRecord).toBeCloseTo((2 * pairsOf.same) / records.length, 1)
    expect(model.relativesPerRecord).toBeCloseTo((2 * pairsOf.relative) / records.length, 0)
    expect(model.population).toBe(records.length)
  })

  const here = '(same country)'
  it.each<[string, string, string]>([
    ['given', 'exact', here],
    ['given', 'variant', here],
    ['given', 'similar', here],
    ['given', 'different', here],
    ['family', 'exact', here],
    ['family', 'part', here],
    ['family', 'different', here],
    ['birth', 'same day', '(both names agree)'],
    ['birth', 'same year, one on 1 January', '(both names agree)'],
    ['birth', 'far apart', '(both names agree)'],
    ['household', 'same', ''],
    ['household', 'known of one only', ''],
    ['phone', 'same', ''],
    ['phone', 'differs', ''],
    ['sex', 'same', '(given names agree)'],
  ])('of one person: %s, %s %s', (name, start, context) => {
    const [right, estimated] = shares(name, 'same', start, context)
    expect(Math.abs(estimated - right)).toBeLessThan(0.05)
  })

  it.each<[string, string, string]>([
    ['given', 'exact', here],
    ['given', 'faint', here],
    ['given', 'different', here],
    ['family', 'exact', here],
    ['family', 'different', here],
    ['birth', 'same day', '(surnames agree)'],
    ['birth', 'within two years', '(surnames agree)'],
    ['birth', 'within twelve years', '(surnames agree)'],
    ['birth', 'far apart', '(surnames agree)'],
    ['phone', 'same', ''],
    ['sex', 'same', '(given names differ)'],
  ])('of relatives: %s, %s %s', (name, start, context) => {
    const [right, estimated] = shares(name, 'relative', start, context)
    expect(Math.abs(estimated - right)).toBeLessThan(0.05)
  })

  it.each<[string, string, string]>([
    ['given', 'exact', here],
    ['given', 'variant', here],
    ['given', 'faint', here],
    ['given', 'different', here],
    ['family', 'part', here],
    ['family', 'conflict', here],
    ['family', 'different', here],
    ['birth', 'same year', ''],
    ['birth', 'within two years', ''],
    ['birth', 'within twelve years', ''],
    ['birth', 'far apart', ''],
    ['household', 'differs', ''],
    ['phone', 'differs', ''],
    ['sex', 'same', '(given names differ)'],
  ])('of strangers: %s, %s %s', (name, start, context) => {
    const [right, estimated] = shares(name, 'other', start, context)
    expect(right).toBeGreaterThan(0)
    if (name === 'household') expect(estimated).toBeGreaterThan(0.4)
    else expect(estimated / right).toBeGreaterThan(0.8)
    expect(estimated / right).toBeLessThan(name === 'household' ? 1.5 : 1.25)
  })

  it('the probabilities come true', () => {
    let sum = 0
    let right = 0
    batch.forEach((i, j, _pattern, probability) => {
      sum += probability
      if (person[i] === person[j]) right++
    })
    expect(sum / right).toBeGreaterThan(0.93)
    expect(sum / right).toBeLessThan(1.07)
  })
})

describe('what is held whatever is estimated', () => {
  it('a second look is no evidence, and no sign of relatives either', () => {
    const order = column(model, 'order')
    expect(new Set(order.other)).toEqual(new Set([1]))
    expect(order.relative).toEqual(order.same)
  })

  it('one household tells relatives from strangers, not from one person', () => {
    const { same, relative, other } = column(model, 'household')
    const [one, two, unknown] = ['same', 'differs', 'known of one only'].map((label) =>
      at('household', label),
    )
    expect(other[unknown!]).toBeCloseTo(same[unknown!]!, 12)
    expect(relative[unknown!]).toBeLessThan(same[unknown!]!)
    expect(relative[one!]! / relative[two!]!).toBeCloseTo(same[one!]! / same[two!]!, 6)
    for (const part of [same, relative, other])
      expect(part[one!]! + part[two!]! + part[unknown!]!).toBeCloseTo(1, 9)
  })

  it('no field decides against all others, and a letter is next to nothing', () => {
    for (const [f, one] of model.fields.entries()) {
      one.labels.forEach((label, l) => {
        if (l === 0 || one.name === 'country') return
        // A two-thousandth of the share among strangers, less what is capped.
        const least = /apart|twelve/.test(label) ? 0 : 0.0004 * one.other[l]!
        expect(one.same[l]! + 1e-12, `${one.name} ${label}`).toBeGreaterThan(least)
        if (label.startsWith('initial')) expect(one.same[l]!).toBeLessThanOrEqual(2.1 * one.other[l]!)
        expect(fields[f]!.labels[l]).toBe(label)
      })
    }
  })

  it('one person’s dates are seldom years apart, nor the given names others, whoever else is in the family', () => {
    const birth = column(model, 'birth')
    birth.labels.forEach((label, l) => {
      if (/^(within twelve|far)/.test(label)) expect(birth.same[l]!).toBeLessThanOrEqual(0.0010001)
    })
    const [given, family] = [column(model, 'given'), column(model, 'family')]
    given.labels.forEach((label, l) => {
      if (label.startsWith('different')) expect(given.same[l]!).toBeLessThanOrEqual(2.0001 * family.same[l]!)
    })
  })

  it('dates and sex of one person do not hang on the names, those of strangers’ dates neither', () => {
    for (const part of ['same', 'other'] as const) {
      const birth = column(model, 'birth')
      const plain = birth.labels.indexOf('same day')
      for (const label of ['same day (surnames agree)', 'same day (both names agree)'])
        expect(birth[part][birth.labels.indexOf(label)]).toBeCloseTo(birth[part][plain]!, 9)
    }
    const { same } = column(model, 'sex')
    expect(same[1]).toBeCloseTo(same[3]!, 2)
  })

  it('children named after a parent are a generation younger; nearer dates are as among other relatives', () => {
    const birth = column(model, 'birth')
    const of = (label: string): number => birth.relative[birth.labels.indexOf(label)]!
    for (const context of [
      [' (given names agree)', ''],
      [' (both names agree)', ' (surnames agree)'],
    ] as const) {
      const ratio = (label: string): number => of(`${label}${context[0]}`) / of(`${label}${context[1]}`)
      for (const label of ['same year', 'within two years', 'same day', 'day and month swapped'])
        expect(ratio(label)).toBeCloseTo(ratio('within twelve years'), 6)
      expect(of(`far apart${context[0]}`)).toBeGreaterThanOrEqual(of(`far apart${context[1]}`) - 1e-9)
    }
  })

  it('a field of one value tells nothing', () => {
    const { same, relative, other } = column(model, 'country')
    expect([...same, ...relative, ...other].every((p) => p === 1)).toBe(true)
    expect(model.notes).toEqual(['country holds one value only: it tells nothing and weighs nothing'])
  })

  it('the caution asked for is kept with the model', () => {
    expect(model.caution).toBe(6)
    expect(fitted(records.slice(0, 100), { caution: 2 }).model.caution).toBe(2)
  })
})

describe('relatives', () => {
  const alone = records.map(({ household: _, ...record }) => record)

  it('are taken from the model given where there are no households', () => {
    const without = fitted(alone).model
    expect(without.notes).toContain(
      'few or no households: the class of relatives is taken from the default model',
    )
    const far = at('birth', 'far apart (surnames agree)')
    // The first surname of a context is as in the default model but for the drawing together of cells.
    expect(column(without, 'birth').relative[far]).toBeCloseTo(
      column(defaultModel, 'birth').relative[far]!,
      2,
    )
    const other = {
      ...defaultModel,
      fields: defaultModel.fields.map((one) =>
        one.name === 'sex' ? { ...one, relative: [1, 0.9, 0.1, 0.8, 0.2] } : one,
      ),
    }
    const { relative } = column(fitted(alone, { relativesFrom: other }).model, 'sex')
    expect(relative[1]).toBeCloseTo(0.9, 2)
    expect(relative[3]).toBeCloseTo(0.8, 2)
  })

  it('may be left out: two classes', () => {
    const two = fitted(records, { relatives: false })
    expect(two.model.relativesPerRecord).toBe(0)
    let most = 0
    batch.forEach((_i, _j, pattern) => {
      most = Math.max(most, two.weights.posterior(batch.levels(pattern)).relative)
    })
    expect(most).toBeLessThan(0.01)
    expect(two.model.notes.join()).not.toMatch(/households/)
  })

  it('twins are learnt: born on one day, of other names', () => {
    const born = records
      .filter((_, i) => person.indexOf(person[i]!) === i)
      .slice(0, 400)
      .filter((_, k) => k % 8 === 0)
      .map((record, k) => ({ ...record, id: `twin${k}`, given: [k % 2 ? 'Zulema' : 'Wilfredo'] }))
    const day = (of: Model): number => column(of, 'birth').relative[at('birth', 'same day (surnames agree)')]!
    const withTwins = fitted([...records, ...born])
    expect(day(withTwins.model)).toBeGreaterThan(5 * day(model))
    let merged = 0
    withTwins.forEach((i, j, _pattern, probability) => {
      if (probability >= 0.5 && Math.max(i, j) >= records.length && person[i] !== person[j]) merged++
    })
    expect(merged).toBeLessThan(4)
  })
})

describe('strangers', () => {
  it('are all pairs when they are few, whatever the seed; otherwise as many as asked, by the seed', () => {
    const some = records.slice(0, 250)
    const of = (randomPairs: number, seed: number): Model => fitted(some, { randomPairs, seed }).model
    const all = of(1_000_000, 1)
    expect(of(1_000_000, 2)).toEqual(all)
    expect(of((250 * 249) / 2, 3)).toEqual(all)
    const drawn = of(20_000, 1)
    expect(of(20_000, 1)).toEqual(drawn)
    expect(of(20_000, 2)).not.toEqual(drawn)
    const far = at('birth', 'far apart')
    const share = (m: Model): number => column(m, 'birth').other[far]!
    expect(Math.abs(share(drawn) - share(all))).toBeLessThan(0.02)
  })

  it('are of two files where two are linked', () => {
    // Within each file everybody has one of two days far apart; across, the same day never.
    const rows = records.slice(0, 200).map((record, i) => ({
      ...record,
      household: '',
      birthDate: i < 100 ? '1950-05-14' : '1990-11-30',
    }))
    for (const randomPairs of [5000, 1_000_000]) {
      const { other } = column(fitted(rows, { randomPairs }, 100).model, 'birth')
      expect(other[at('birth', 'far apart')]).toBeGreaterThan(0.99)
    }
  })

  it('a rare name agrees by chance as seldom as its frequency says', () => {
    const { other } = column(model, 'family')
    const of = (label: string): number => other[at('family', label)]!
    expect(of('exact, very rare (same country)')).toBeLessThan(1e-5)
    expect(of('exact, usual (same country)')).toBeGreaterThan(of('exact, very rare (same country)'))
    for (const one of model.fields)
      for (const p of one.other.slice(1)) expect(p > 0 && p <= 1, one.name).toBe(true)
  })
})

describe('next to nothing to learn from', () => {
  it('keeps to the first guess', () => {
    const two: PersonRecord[] = [
      { id: 'a', given: ['Ana'], family: ['Paz'], birthDate: '1990-05-14' },
      { id: 'b', given: ['Luis'], family: ['Luna'], birthDate: '1951-11-30' },
    ]
    const { same } = column(fitted(two).model, 'birth')
    expect(same[at('birth', 'same day')]).toBeGreaterThan(0.6)
    expect(same[at('birth', 'same day')]).toBeGreaterThan(
      10 * same[at('birth', 'same year, one on 1 January')]!,
    )
    const given = column(fitted(two).model, 'given').same
    const kinds = (start: string): number =>
      fields[0]!.labels.reduce(
        (sum, label, l) => (label.startsWith(start) && !label.includes('country') ? sum + given[l]! : sum),
        0,
      )
    expect(kinds('exact')).toBeGreaterThan(0.5)
    expect(kinds('exact')).toBeLessThan(0.8)
    expect(kinds('part,')).toBeGreaterThan(kinds('reordered'))
    expect(kinds('variant')).toBeGreaterThan(kinds('conflict'))
    for (const [name, label, p] of [
      ['sex', 'same (given names agree)', 0.98],
      ['phone', 'same', 0.5],
      ['document', 'same', 0.9],
      ['country', 'differs', 0.07],
    ] as const)
      expect(column(fitted(two).model, name).same[at(name, label)]).toBeCloseTo(p, 1)
  })
})

describe('who is plainly two people in a household', () => {
  const few = 'few or no households: the class of relatives is taken from the default model'
  /** Sixty households of two; are their pairs enough to learn relatives from? */
  const learns = (one: Partial<PersonRecord>, two: Partial<PersonRecord>): boolean => {
    const pairs = Array.from({ length: 60 }, (_, k) => [
      { id: `a${k}`, family: [`Q${k}x`], household: `h${k}`, ...one },
      { id: `b${k}`, family: [`Q${k}x`], household: `h${k}`, ...two },
    ]).flat()
    return !fitted(pairs, { iterations: 2 }).model.notes.includes(few)
  }

  it.each<[string, Partial<PersonRecord>, Partial<PersonRecord>, boolean]>([
    [
      'other names',
      { given: ['Ana'], birthDate: '1990-05-14' },
      { given: ['Luis'], birthDate: '1990-05-14' },
      true,
    ],
    [
      'half a name in common',
      { given: ['Ana Luz'], birthDate: '1990-05-14' },
      { given: ['Ana Eva'], birthDate: '1990-05-14' },
      true,
    ],
    [
      'a letter',
      { given: ['A'], birthDate: '1990-05-14' },
      { given: ['Ana'], birthDate: '1990-05-14' },
      true,
    ],
    [
      'another day of the year',
      { given: ['Ana'], birthDate: '1990-05-14' },
      { given: ['Ana'], birthDate: '1990-09-30' },
      true,
    ],
    [
      'years apart',
      { given: ['Ana'], birthDate: '1990-05-14' },
      { given: ['Ana'], birthDate: '1950-09-30' },
      true,
    ],
    [
      'one digit off',
      { given: ['Ana'], birthDate: '1990-05-14' },
      { given: ['Ana'], birthDate: '1991-05-30' },
      false,
    ],
    [
      'a slip in the name',
      { given: ['Bernardo'], birthDate: '1990-05-14' },
      { given: ['Bernarod'], birthDate: '1990-05-14' },
      false,
    ],
    [
      'a name alike',
      { given: ['Hernandina'], birthDate: '1990-05-14' },
      { given: ['Hermadina'], birthDate: '1990-05-14' },
      false,
    ],
    [
      'all the same',
      { given: ['Ana'], birthDate: '1990-05-14' },
      { given: ['Ana'], birthDate: '1990-05-14' },
      false,
    ],
    ['no given name', { birthDate: '1990-05-14' }, { given: ['Ana'], birthDate: '1950-09-30' }, false],
    ['no date', { given: ['Ana'] }, { given: ['Luis'], birthDate: '1950-09-30' }, false],
  ])('%s: %j and %j', (_, one, two, expected) => {
    expect(learns(one, two)).toBe(expected)
  })
})

it('further columns of one value are named in their turn', () => {
  const flat = records.slice(0, 60).map((record, k) => ({ ...record, other: ['x', `y${k % 3}`, 'z'] }))
  expect(
    fitted(flat, { iterations: 2 })
      .model.notes.filter((note) => note.startsWith('other'))
      .map((note) => note.split(' ')[0]),
  ).toEqual(['other1', 'other3'])
})

it('one record alone, or none, has no strangers', () => {
  for (const some of [[], [{ id: 'a', given: ['Ana'] }]]) {
    const { other } = column(fitted(some).model, 'birth')
    expect(other.every((p) => Number.isFinite(p) && p > 0)).toBe(true)
  }
})
