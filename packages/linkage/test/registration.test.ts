import { describe, expect, it } from 'vitest'
import { createIndex, dedupe, LinkageInputError, type PersonRecord } from '../src/index.ts'
import { register } from './cast.ts'

const { records } = register(1200, 5)
const ana: PersonRecord = {
  id: 'ana',
  given: ['María José'],
  family: ['Hernández', 'Orellana'],
  birthDate: '1990-05-14',
  sex: 'F',
  country: 'HN',
  household: 'home',
  phone: '5551234567',
}
const brother: PersonRecord = {
  ...ana,
  id: 'brother',
  given: ['José Luis'],
  birthDate: '1993-02-02',
  sex: 'M',
}

describe('the index at the counter', () => {
  const index = createIndex([...records, ana, brother])

  it('names who it may be, most probable first, with reasons', () => {
    const found = index.candidates({
      id: 'new',
      given: ['MARIA JOSE'],
      family: ['Hernandes'],
      birthDate: '1990-05-14',
      sex: 'F',
      country: 'HN',
    })
    expect(found[0]!.id).toBe('ana')
    expect(found[0]!.band).toBe('link')
    expect(found[0]!.reasons.birth).toMatch(/^same day/)
    expect(found[0]!.weights.birth).toBeGreaterThan(10)
    for (let k = 1; k < found.length; k++)
      expect(found[k]!.probability).toBeLessThanOrEqual(found[k - 1]!.probability)
    expect(found.filter((candidate) => candidate.id === 'brother' && candidate.probability > 0.5)).toEqual([])
  })

  it('finds the others of the register it is filled with', () => {
    let first = 0
    for (const record of records.slice(0, 200)) {
      const found = index.candidates({ ...record, id: 'again', household: '', phone: '' })
      if (found[0]?.id === record.id || (found[0]?.probability ?? 0) > 0.9) first++
    }
    expect(first).toBeGreaterThan(190)
  })

  it('leaves out the record itself, and those known to be somebody else', () => {
    expect(index.candidates(ana).map((candidate) => candidate.id)).not.toContain('ana')
    expect(
      index.candidates({ ...ana, id: 'new' }, { notSame: ['ana'] }).map((candidate) => candidate.id),
    ).not.toContain('ana')
  })

  it('keeps to limit and minimum', () => {
    expect(index.candidates({ ...ana, id: 'new' }, { limit: 1 }).length).toBe(1)
    expect(index.candidates({ ...ana, id: 'new' }, { limit: 0 })).toEqual([])
    const all = index.candidates({ ...ana, id: 'new' }, { minimum: 0, limit: 1000 })
    expect(all.map((candidate) => candidate.id)).toContain('brother')
    expect(
      index
        .candidates({ ...ana, id: 'new' }, { minimum: 0.5 })
        .every((candidate) => candidate.probability >= 0.5),
    ).toBe(true)
    expect(() => index.candidates(ana, { limit: -1 })).toThrow(LinkageInputError)
    expect(() => index.candidates(ana, { minimum: 2 })).toThrow(LinkageInputError)
    expect(() => index.candidates(ana, { minimum: Number.NaN })).toThrow(LinkageInputError)
  })

  it('asks without remembering', () => {
    const before = JSON.stringify(index.candidates({ ...ana, id: 'new' }))
    for (let k = 0; k < 50; k++)
      index.candidates({ ...ana, id: `q${k}`, phone: `55500000${k}`, given: [`Name${k}`] })
    expect(JSON.stringify(index.candidates({ ...ana, id: 'new' }))).toBe(before)
    expect(index.size).toBe(records.length + 2)
  })
})

describe('an index that changes', () => {
  it('takes records in, replaces them and lets them go', () => {
    const index = createIndex(records.slice(0, 50))
    expect(index.candidates({ ...ana, id: 'new' })).toEqual([])
    index.add(ana)
    expect(index.candidates({ ...ana, id: 'new' })[0]!.id).toBe('ana')
    index.add({
      ...ana,
      given: ['Wilfredo'],
      family: ['Quispe'],
      birthDate: '1950-11-30',
      phone: '',
      household: '',
    })
    expect(index.size).toBe(51)
    expect(
      index.candidates({ ...ana, id: 'new' }).filter((candidate) => candidate.probability > 0.5),
    ).toEqual([])
    expect(index.remove('ana')).toBe(true)
    expect(index.remove('ana')).toBe(false)
    expect(index.size).toBe(50)
    expect(
      index.candidates({ id: 'n', given: ['Wilfredo'], family: ['Quispe'], birthDate: '1950-11-30' }),
    ).toEqual([])
  })

  it('may be empty, and takes any iterable', () => {
    expect(createIndex([]).candidates(ana)).toEqual([])
    expect(createIndex(new Set([ana])).size).toBe(1)
  })

  it('weighs by its own names and a fitted model when it is large', () => {
    const big = register(2500, 9).records
    const { model } = dedupe(big, { randomPairs: 40_000 })
    const index = createIndex(big, model)
    const found = index.candidates({ ...big[10]!, id: 'new' })
    expect(found.some((candidate) => candidate.id === big[10]!.id && candidate.probability > 0.9)).toBe(true)
  })

  it('looks through long lists of one key without comparing everybody', () => {
    const crowd = Array.from({ length: 3000 }, (_, k) => ({
      id: `c${k}`,
      phone: '5550000000',
      given: [`Q${k}x`],
      birthDate: `${1930 + (k % 90)}`,
    }))
    const index = createIndex([...crowd, { ...ana, phone: '5550000000' }])
    expect(index.candidates({ ...ana, id: 'new', phone: '5550000000' })[0]!.id).toBe('ana')
  })
})
