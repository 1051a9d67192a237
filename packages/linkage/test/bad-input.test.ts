import { describe, expect, it } from 'vitest'
import { createIndex, dedupe, type PersonRecord } from '../src/index.ts'
import { register } from './cast.ts'

const quick = { randomPairs: 20_000 }
const { records } = register(600, 3)
const finite = (result: ReturnType<typeof dedupe>): void => {
  for (const field of result.model.fields) {
    for (const p of [...field.same, ...field.relative, ...field.other])
      expect(Number.isFinite(p) && p >= 0 && p <= 1).toBe(true)
  }
  expect(Number.isFinite(result.completeness)).toBe(true)
  for (const pair of result.pairs()) expect(pair.probability >= 0 && pair.probability <= 1).toBe(true)
}

describe('input as it comes', () => {
  it('nothing at all, one record, two records', () => {
    finite(dedupe([]))
    expect(dedupe([]).found).toBe(0)
    finite(dedupe([{ id: 'a' }]))
    finite(dedupe([{ id: 'a' }, { id: 'b' }]))
    const one: PersonRecord = { id: 'a', given: ['Ana'], family: ['Paz'], birthDate: '1990-05-05' }
    finite(dedupe([one, { ...one, id: 'b' }]))
  })

  it('empty and one-letter names', () => {
    const odd = ['', ' ', 'A', 'b', '.', '-'].flatMap((given, g) =>
      ['', 'X', 'y'].map((family, f) => ({
        id: `odd${g}.${f}`,
        given: [given],
        family: [family],
        birthDate: '1990-05-05',
      })),
    )
    const result = dedupe([...records, ...odd], quick)
    finite(result)
    for (const pair of result.pairs()) {
      if (!pair.a.startsWith('odd')) continue
      for (const name of ['given', 'family']) {
        expect(pair.reasons[name] ?? 'initial').toMatch(/^(initial|different)/)
        expect(pair.weights[name] ?? 0).toBeLessThan(2)
      }
    }
  })

  it('200 people born on a first of January with one surname', () => {
    const crowd = Array.from({ length: 200 }, (_, k) => ({
      id: `jan${k}`,
      given: [
        `${'bcdfgklmnprstvz'[k % 15]}${'aeiou'[k % 5]}${'lmnrst'[k % 6]}${'aeiou'[(k >> 3) % 5]}${'bdgktrv'[(k * 5) % 7]}o`,
      ],
      family: ['Ahmadi'],
      birthDate: '1990-01-01',
      country: 'AF',
      sex: k % 2 ? 'F' : 'M',
    }))
    const result = dedupe([...records, ...crowd], quick)
    finite(result)
    const merged = [...result.pairs()].filter(
      (pair) => pair.probability >= 0.9 && pair.a.startsWith('jan') && pair.b.startsWith('jan'),
    )
    const different = merged.filter(
      (pair) => crowd[Number(pair.a.slice(3))]!.given[0] !== crowd[Number(pair.b.slice(3))]!.given[0],
    )
    expect(different.length).toBeLessThan(5)
  })

  it('a household of 60 and a telephone shared by a shelter', () => {
    const family = Array.from({ length: 60 }, (_, k) => ({
      ...records[k * 3]!,
      id: `big${k}`,
      household: 'big',
      phone: '5559999999',
    }))
    const shelter = records.map((record, k) => (k % 2 ? { ...record, phone: '5550001111' } : record))
    const result = dedupe([...shelter, ...family], quick)
    finite(result)
    expect([...result.pairs()].some((pair) => pair.reasons.phone === 'same, shared by many')).toBe(true)
    const wrong = [...result.pairs()].filter(
      (pair) => pair.probability > 0.9 && pair.a.startsWith('big') && pair.b.startsWith('big'),
    )
    expect(wrong.length).toBeLessThan(6)
  })

  it('emoji, right-to-left text and control characters', () => {
    const odd: PersonRecord[] = [
      { id: '1', given: ['محمد'], family: ['الحسن'], birthDate: '1990-05-05' },
      { id: '2', given: ['\u202eمحمد\u202c'], family: ['الحسن'], birthDate: '1990-05-05' },
      { id: '3', given: ['👩‍👧 Ana'], family: ['Paz 🌎'], birthDate: '1990-05-05' },
      { id: '4', given: ['Ana\u0000'], family: ['Paz\u200d'], birthDate: '1990-05-05' },
      { id: '5', given: ['👩‍👧'], family: ['🌎'] },
    ]
    const found = [...dedupe([...records, ...odd], quick).pairs()].filter((pair) => Number(pair.a) > 0)
    expect(found.map((pair) => `${pair.a}${pair.b}`).sort()).toEqual(['12', '34'])
    expect(
      createIndex(odd).candidates({ id: 'x', given: ['محمد'], family: ['الحسن'], birthDate: '1990-05-05' })
        .length,
    ).toBeGreaterThan(0)
  })

  it('columns that are constant or empty are named and weigh nothing', () => {
    const flat = records.map((record) => ({
      ...record,
      sex: 'F',
      country: 'HN',
      phone: '5551112222',
      document: 'NONE000',
      other: ['x', ''],
    }))
    const result = dedupe(flat, quick)
    finite(result)
    for (const name of ['sex', 'country', 'phone', 'document', 'other1']) {
      expect(result.model.notes).toContain(
        `${name} holds one value only: it tells nothing and weighs nothing`,
      )
    }
    for (const pair of result.pairs())
      for (const name of ['sex', 'country', 'phone', 'document', 'other1'])
        expect(pair.weights[name]).toBeCloseTo(0, 12)
  })

  it('one name, one date and one household for all', () => {
    const same = records.map(({ id }) => ({
      id,
      given: ['Ana'],
      family: ['Paz'],
      birthDate: '1990-01-01',
      household: 'h',
    }))
    const result = dedupe(same.slice(0, 150), quick)
    finite(result)
    expect(
      result.model.notes.filter((note) => note.includes('one value only')).map((note) => note.split(' ')[0]),
    ).toEqual(['given', 'family', 'birth', 'household'])
  })

  it('identical rows by the thousand: bounded and reported', () => {
    const row = {
      given: ['Ana'],
      family: ['Paz', 'Luna'],
      birthDate: '1990-05-05',
      sex: 'F',
      country: 'HN',
      phone: '5551112222',
    }
    const many = Array.from({ length: 20_000 }, (_, k) => ({ ...row, id: `same${k}` }))
    const result = dedupe([...records, ...many], quick)
    expect(result.counts.compared).toBeLessThan(1_500_000)
    expect(result.counts.skippedPairs).toBeGreaterThan(1e8)
    expect(result.counts.oversizeBlocks).toBeGreaterThan(0)
    finite({ ...result, *pairs() {} })
  })
})
