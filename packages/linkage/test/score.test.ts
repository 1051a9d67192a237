import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bandOf, comparePair, defaultModel, type PersonRecord } from '../src/index.ts'
import { layout } from '../src/levels.ts'
import { anyRecord, runs } from './cast.ts'

const ana: PersonRecord = {
  id: 'ana',
  given: ['María José'],
  family: ['Hernández', 'Orellana'],
  birthDate: '1990-05-14',
  sex: 'F',
  country: 'HN',
  household: 'h1',
  phone: '5551234567',
}

describe('comparePair', () => {
  it('is symmetric, its classes sum to 1, its weights to the log odds', () => {
    fc.assert(
      fc.property(anyRecord('a'), anyRecord('b'), (a, b) => {
        const ab = comparePair(a, b)
        const ba = comparePair(b, a)
        expect(ba).toEqual(ab)
        for (const p of [ab.same, ab.relative, ab.other]) {
          expect(p).toBeGreaterThanOrEqual(0)
          expect(p).toBeLessThanOrEqual(1)
        }
        expect(ab.same + ab.relative + ab.other).toBeCloseTo(1, 9)
        const sum = Object.values(ab.weights).reduce((x, y) => x + y, 0)
        const odds = Math.log2(ab.same) - Math.log2(ab.relative + ab.other)
        if (ab.same > 1e-12 && ab.same < 1 - 1e-12) expect(sum).toBeCloseTo(odds, 3)
        expect(bandOf(ab.probability)).toBe(ab.band)
      }),
      { numRuns: runs(600) },
    )
  })

  it('sees nothing in a record that says nothing', () => {
    const empty = comparePair({ id: 'a' }, { id: 'b' })
    expect(Object.keys(empty.weights).sort()).toEqual(['prior', 'relatives'])
    expect(empty.same).toBeLessThan(0.001)
    const nobody = comparePair(ana, { id: 'b', given: [''], family: ['😀'] })
    expect(nobody.reasons).toEqual({ household: 'known of one only' })
    expect(nobody.weights.household).toBeCloseTo(0, 2)
  })

  it('takes a second registration without the household for one person sooner than one within it', () => {
    const relativesBy = (household: string): number =>
      comparePair(ana, { ...ana, id: 'b', given: ['María'], household }).weights.relatives!
    expect(relativesBy('')).toBeGreaterThan(relativesBy('h1') + 0.5)
  })

  it('counts the odds of relatives as many times over as the model is cautious', () => {
    const brother = { ...ana, id: 'b', given: ['María Luisa'], document: '' }
    const odds = (caution?: number): number => {
      const { caution: _, ...model } = defaultModel
      const { same, relative } = comparePair(
        ana,
        brother,
        caution === undefined ? model : { ...model, caution },
      )
      return relative / same
    }
    expect(odds(3) / odds(1)).toBeCloseTo(3, 6)
    expect(odds(1)).toBeCloseTo(odds(), 9)
  })

  it('against strangers, never falls when a field goes from differing to equal', () => {
    // The country is left out: with it equal, names are weighed within it, and a common one there may count for less.
    const fields = ['given', 'family', 'birthDate', 'phone'] as const
    const strange: PersonRecord = {
      id: 'x',
      given: ['Kevin'],
      family: ['Zelaya'],
      birthDate: '1962-11-30',
      country: 'HN',
      sex: 'F',
      phone: '8111111111',
    }
    fc.assert(
      fc.property(fc.subarray([...fields]), fc.constantFrom(...fields), (equal, one) => {
        const pickFrom = (names: readonly string[]): PersonRecord => ({
          ...strange,
          ...Object.fromEntries(names.map((name) => [name, ana[name as keyof PersonRecord]])),
        })
        const without = equal.filter((name) => name !== one)
        const low = comparePair(ana, pickFrom(without))
        const high = comparePair(ana, pickFrom([...without, one]))
        // Against relatives it may: a shared telephone and surname with all else different is a family.
        expect(high.same * low.other).toBeGreaterThanOrEqual(low.same * high.other)
      }),
    )
  })

  it.each<[string, Partial<PersonRecord>, boolean]>([
    [
      'accents, capitals and a family link lost',
      { given: ['MARIA JOSE'], family: ['HERNANDEZ', 'ORELLANA'], household: '' },
      true,
    ],
    ['second surname dropped, b for v', { family: ['Ernandes'], household: '', phone: '' }, true],
    ['surnames the other way round', { family: ['Orellana', 'Hernández'] }, true],
    ['given and family swapped', { given: ['Hernández Orellana'], family: ['María José'] }, true],
    ['day on the first of January', { birthDate: '1990-01-01' }, true],
    ['her brother', { given: ['José Luis'], birthDate: '1993-02-02', sex: 'M' }, false],
    ['her twin', { given: ['Rosa Elena'] }, false],
    ['her daughter of the same name', { birthDate: '2015-07-30', family: ['López', 'Hernández'] }, false],
  ])('%s', (_, change, same) => {
    const p = comparePair(ana, { ...ana, id: 'b', ...change }).probability
    if (same) expect(p).toBeGreaterThan(0.9)
    else expect(p).toBeLessThan(0.5)
  })

  it('takes a twin for a relative', () => {
    const twin = comparePair(ana, { ...ana, id: 'twin', given: ['Rosa Elena'] })
    expect(twin.relative).toBeGreaterThan(0.5)
    expect(twin.weights.relatives).toBeLessThan(-10)
  })

  it('weighs a rare surname more than a common one', () => {
    const with_ = (family: string): number =>
      comparePair({ ...ana, family: [family] }, { ...ana, id: 'b', family: [family] }).weights.family!
    expect(with_('Urrutigoity')).toBeGreaterThan(with_('Hernández') + 3)
    expect(with_('Xicoténcatl')).toBeGreaterThan(with_('Hernández'))
  })

  it('says the level of each field in words', () => {
    const { reasons } = comparePair(ana, {
      ...ana,
      id: 'b',
      birthDate: '1990-14-05',
      sex: 'M',
      phone: '5551234568',
      document: 'x',
    })
    expect(reasons.sex).toBe('differs (given names agree)')
    expect(reasons.phone).toBe('one digit off')
    expect(reasons.birth).toBe('agrees as far as known (both names agree)')
    expect(reasons.document).toBeUndefined()
  })

  it('reads the other spellings', () => {
    const jean: PersonRecord = {
      id: 'j',
      given: ['Jean-Robert'],
      family: ['Pierre'],
      birthDate: '1988-09-09',
      country: 'HT',
    }
    expect(
      comparePair(jean, { ...jean, id: 'k', given: ['Jan Wobè'], family: ['Pyè'] }).probability,
    ).toBeGreaterThan(0.9)
    expect(comparePair(jean, { ...jean, id: 'k', given: ['JeanRobert'] }).reasons.given).toMatch(/^exact/)
    const yusuf: PersonRecord = {
      id: 'y',
      given: ['Yusuf'],
      family: ['Al-Masri'],
      birthDate: '1988-09-09',
      country: 'SY',
    }
    expect(
      comparePair(yusuf, { ...yusuf, id: 'z', given: ['Youssef'], family: ['Elmasri'] }).reasons.given,
    ).toMatch(/^variant/)
  })
})

describe('the default model', () => {
  it('has a probability for every level, summing to 1 in each context', () => {
    const fields = layout(0)
    expect(defaultModel.fields.map((field) => field.name)).toEqual(fields.map((field) => field.name))
    fields.forEach((field, f) => {
      const parameters = defaultModel.fields[f]!
      expect(parameters.labels).toEqual(field.labels)
      for (const part of ['same', 'relative', 'other'] as const) {
        if (field.name === 'order' && part === 'other') continue
        for (const context of new Set(field.contexts)) {
          const sum = parameters[part]
            .filter((_, l) => field.contexts[l] === context)
            .reduce((x, y) => x + y, 0)
          expect(sum).toBeCloseTo(1, 2)
        }
      }
    })
  })
})

describe('bands', () => {
  it('are three, with their lower bounds inside', () => {
    expect([0.95, 0.9, 0.5, 0.1, 0.05].map((p) => bandOf(p))).toEqual([
      'link',
      'link',
      'possible link',
      'possible link',
      'non-link',
    ])
    expect(bandOf(0.6, { link: 0.6, possible: 0.2 })).toBe('link')
    expect(bandOf(0.2, { link: 0.6, possible: 0.2 })).toBe('possible link')
  })
})
