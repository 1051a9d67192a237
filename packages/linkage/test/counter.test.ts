import { describe, expect, it } from 'vitest'
import { comparePair, createIndex, defaultModel, LinkageInputError, type PersonRecord } from '../src/index.ts'
import { register } from './cast.ts'

const ana: PersonRecord = {
  id: 'ana',
  given: ['Zulema'],
  family: ['Quispe', 'Orellana'],
  birthDate: '1990-05-14',
  sex: 'F',
  country: 'HN',
}
const again = { ...ana, id: 'again' }

describe('the index, in small', () => {
  it('answers as comparePair does, but for how many people there are to be told apart', () => {
    const { records } = register(60, 3)
    const index = createIndex([...records, ana])
    const [first] = index.candidates(again)
    const pair = comparePair(again, ana)
    expect(first!.id).toBe('ana')
    const { prior, relatives: _, ...weights } = first!.weights
    const { prior: lower, relatives: __, ...same } = pair.weights
    expect(weights).toEqual(same)
    expect(first!.reasons).toEqual(pair.reasons)
    // The default model was fitted for 10,000; here are some seventy.
    expect(prior! - lower!).toBeCloseTo(Math.log2(defaultModel.population / index.size), 0)
    expect(first!.band).toBe('link')
    expect(index.candidates(again, { bands: { link: 1, possible: 0.1 } })[0]!.band).toBe('possible link')
  })

  it('ten at most, from one in a hundred, most probable first and by id where they are equal', () => {
    const many = Array.from({ length: 30 }, (_, k) => ({
      ...ana,
      id: `n${String((k * 7) % 30).padStart(2, '0')}`,
    }))
    const index = createIndex(many)
    const ids = index.candidates(again).map((one) => one.id)
    expect(ids).toEqual(Array.from({ length: 10 }, (_, k) => `n0${k}`))
    expect(index.candidates(again, { limit: 30 }).length).toBe(30)
    const stranger = { ...again, given: ['Wilfredo'], family: ['Paz'], sex: 'M' }
    expect(index.candidates(stranger)).toEqual([])
    const all = index.candidates(stranger, { minimum: 0 })
    expect(all.length).toBe(10)
    expect(index.candidates(stranger, { minimum: all[0]!.probability }).length).toBe(10)
    const mixed = createIndex([
      { ...ana, id: 'z', birthDate: '1990-05-15' },
      { ...ana, id: 'a', birthDate: '1991-09-30' },
      ana,
    ])
    expect(mixed.candidates(again, { minimum: 0 }).map((one) => one.id)).toEqual(['ana', 'z', 'a'])
  })

  it('refuses limits and minima that are none', () => {
    const index = createIndex([ana])
    for (const options of [{ limit: -1 }, { limit: Number.NaN }, { minimum: -0.1 }, { minimum: 1.1 }])
      expect(() => index.candidates(again, options)).toThrow(LinkageInputError)
    expect(() => index.candidates(again, { limit: -1 })).toThrow(
      'limit -1 or minimum 0.01: a limit from 0 and a minimum between 0 and 1 are needed',
    )
    expect(index.candidates(again, { minimum: 1 })).toEqual([])
    expect(index.candidates(again, { limit: 0 })).toEqual([])
  })

  it('neither oneself nor who is known to be another, whether or not the keys find them', () => {
    const index = createIndex([ana, { ...ana, id: 'twin' }, { id: 'far', given: ['Wilfredo'] }])
    expect(index.candidates(ana).map((one) => one.id)).toEqual(['twin'])
    expect(index.candidates(ana, { notSame: ['twin'] })).toEqual([])
    expect(
      index
        .candidates(again, { minimum: 0 })
        .map((one) => one.id)
        .sort(),
    ).toEqual(['ana', 'twin'])
  })

  it('an id that comes again takes the place of the old, one that goes is gone', () => {
    const index = createIndex([ana])
    expect(index.size).toBe(1)
    index.add({ ...ana, birthDate: '1950-11-30', given: ['Wilfredo'], family: ['Paz'] })
    expect(index.size).toBe(1)
    expect(index.candidates(again, { minimum: 0 })).toEqual([])
    index.add({ ...ana, id: 'b' })
    expect(index.candidates(again).map((one) => one.id)).toEqual(['b'])
    expect([index.remove('b'), index.remove('b'), index.size]).toEqual([true, false, 1])
    expect(index.candidates(again, { minimum: 0 })).toEqual([])
  })

  it('of more than sixty with one key, those alone who agree in a thing more', () => {
    const phone = '5550000000'
    const crowd = (n: number): PersonRecord[] =>
      Array.from({ length: n }, (_, k) => ({
        id: `c${k}`,
        phone,
        given: [`Q${k}x`],
        family: [`R${k}s`],
        birthDate: '1950-11-30',
      }))
    const asked = { id: 'x', phone, given: ['Zulema'], family: ['Paz'], birthDate: '1990-05-14' }
    const found = (records: PersonRecord[]): string[] =>
      createIndex(records)
        .candidates(asked, { minimum: 0, limit: 1000 })
        .map((one) => one.id)
        .sort()
    expect(found(crowd(60)).length).toBe(60)
    expect(found(crowd(61))).toEqual([])
    const others = [
      { id: 'year', phone, given: ['Ana'], family: ['Sol'], birthDate: '1990-11-30' },
      { id: 'day', phone, given: ['Ana'], family: ['Sol'], birthDate: '1951-05-14' },
      { id: 'given', phone, given: ['Zulema'], family: ['Sol'], birthDate: '1951-11-30' },
      { id: 'family', phone, given: ['Ana'], family: ['Paz'], birthDate: '1951-11-30' },
      { id: 'none', phone, given: ['Ana'], family: ['Sol'], birthDate: '1951-11-30' },
    ]
    expect(found([...crowd(61), ...others])).toEqual(['day', 'family', 'given', 'year'])
  })

  it('no more than a thousand are compared, each once, those with rare keys first', () => {
    const document = 'A1234567'
    const crowd = Array.from({ length: 1500 }, (_, k) => ({
      id: `c${k}`,
      family: ['Paz'],
      birthDate: '1990',
      phone: '5550000000',
    }))
    // Found by the document alone, which comes last among the keys.
    const index = createIndex([{ id: 'first', document }, ...crowd])
    const asked = { id: 'x', family: ['Paz'], birthDate: '1990', phone: '5550000000', document }
    for (let round = 0; round < 2; round++) {
      const ids = index.candidates(asked, { minimum: 0, limit: 5000 }).map((one) => one.id)
      expect(ids.length).toBe(1000)
      expect(new Set(ids).size).toBe(1000)
      expect(ids).toContain('first')
    }
  })

  it('weighs names by its own people from two thousand on', () => {
    const people = (n: number): PersonRecord[] =>
      Array.from({ length: n }, (_, k) => ({
        id: `p${k}`,
        given: ['Zulema'],
        family: [`Q${k}x`],
        birthDate: `${1930 + (k % 70)}-05-14`,
      }))
    const bits = (n: number): number => {
      const index = createIndex([...people(n - 1), ana])
      return index
        .candidates({ ...again, family: [] }, { limit: 2000, minimum: 0 })
        .find((one) => one.id === 'ana')!.weights.given!
    }
    // Zulema is nobody among those the model knows, and everybody here.
    expect(bits(1999)).toBeGreaterThan(bits(2000) + 1)
  })

  it('may be empty, takes any iterable and any model', () => {
    expect(createIndex([]).size).toBe(0)
    expect(createIndex([]).candidates(ana)).toEqual([])
    const index = createIndex(new Set([ana]).values(), { ...defaultModel, samePerRecord: 0.001 })
    expect(index.candidates(again)[0]!.weights.prior).toBeLessThan(
      createIndex([ana]).candidates(again)[0]!.weights.prior! - 5,
    )
  })
})
