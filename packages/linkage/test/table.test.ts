import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LinkageInputError, type PersonRecord } from '../src/index.ts'
import { Dictionary, SLOTS, Table, Vocabulary } from '../src/table.ts'
import { anyRecord, runs } from './cast.ts'

describe('dictionary', () => {
  it('numbers texts from 1, counts the rows of each, keeps 0 for none', () => {
    const words = new Dictionary()
    expect([words.add('a'), words.add('b'), words.add('a'), words.add(''), words.add('c', 0)]).toEqual([
      1, 2, 1, 0, 3,
    ])
    expect(words.counts).toEqual([0, 2, 1, 0])
    expect(words.texts).toEqual(['', 'a', 'b', 'c'])
  })

  it('forgets from a number on, and gives the number again', () => {
    const words = new Dictionary()
    for (const text of ['a', 'b', 'c']) words.add(text)
    words.shrink(2)
    expect(words.texts).toEqual(['', 'a'])
    expect(words.counts).toEqual([0, 1])
    expect(words.add('c')).toBe(2)
    expect(words.add('b')).toBe(3)
    expect(words.counts).toEqual([0, 1, 1, 1])
  })
})

describe('likeness of two name tokens', () => {
  // 0 different, 1 initial, 2 alike, 3 one slip, 4 same name otherwise spelt, 5 equal.
  const pairs: [string, string, number][] = [
    ['ana', 'ana', 5],
    ['jose', 'pepe', 4],
    ['mohammed', 'mamadou', 4],
    ['hernandez', 'ernandes', 4],
    ['vasquez', 'bazkez', 4],
    ['memo', 'guiyermo', 4],
    ['dessalines', 'desalin', 4],
    ['jude', 'jid', 4],
    ['hilaire', 'ile', 4],
    ['jeanne', 'jan', 4],
    ['thelusma', 'telisma', 4],
    ['hilma', 'imah', 0],
    ['lis', 'luz', 0],
    ['leo', 'lis', 0],
    ['guy', 'gi', 0],
    ['wilfredo', 'wilfreod', 3],
    ['wilfredo', 'wilfrdo', 3],
    ['wilfredo', 'wilgredo', 3],
    ['abc', 'abd', 3],
    ['ab', 'ad', 0],
    ['wilfredo', 'wilfredino', 3],
    ['hernandez', 'hermades', 2],
    ['dixon', 'dicksonx', 0],
    ['dwayne', 'duane', 2],
    ['quispe', 'zelaya', 0],
    ['maria', 'mario', 3],
    ['a', 'ana', 1],
    ['a', 'a', 5],
    ['a', 'b', 0],
    ['a', 'bana', 0],
    ['ana', 'n', 0],
  ]

  it.each(pairs)('%s and %s: %d', (a, b, likeness) => {
    const words = new Vocabulary()
    const [x, y] = [words.number(a), words.number(b)]
    expect(words.likeness(x, y)).toBe(likeness)
    expect(words.likeness(y, x)).toBe(likeness)
    expect(words.texts[x]).toBe(a)
  })

  it('is the same asked first or again, among few tokens or many', () => {
    const many = new Vocabulary()
    for (let k = 0; k < 3000; k++) many.number(`filler${k}`)
    for (let round = 0; round < 2; round++) {
      for (const [a, b, likeness] of pairs)
        expect(many.likeness(many.number(a), many.number(b))).toBe(likeness)
    }
    const word = fc.stringMatching(/^[aeilmrs]{1,7}$/)
    fc.assert(
      fc.property(word, word, (a, b) => {
        const few = new Vocabulary()
        const asked = few.likeness(few.number(a), few.number(b))
        expect(many.likeness(many.number(a), many.number(b))).toBe(asked)
        expect(many.likeness(many.number(b), many.number(a))).toBe(asked)
      }),
      { numRuns: runs(400) },
    )
  })

  it('a slip on top of another spelling is alike', () => {
    const like = (a: string, b: string): number => {
      const words = new Vocabulary()
      return words.likeness(words.number(a), words.number(b))
    }
    // By sound: isikil, isinkil; in Creole: polinis, polinit; bobrN, bobrNd.
    expect(like('ezequiel', 'hezenquil')).toBe(2)
    expect(like('polynice', 'polinit')).toBe(2)
    expect(like('beaubrun', 'bobrend')).toBe(2)
  })
})

const ana: PersonRecord = {
  id: 'ana',
  given: ['Ana María', 'Luz'],
  family: ['Paz', 'de la Cruz'],
  birthDate: '1990-05-14',
  sex: 'F',
  country: 'HN',
  household: ' h1 ',
  phone: '+52 555 123 4567',
  document: 'A-123',
  other: ['Dapto', null, ''],
}

describe('table', () => {
  it('keeps people as numbers', () => {
    const table = new Table()
    expect(table.add(ana)).toBe(0)
    expect(table.add({ id: 'b' })).toBe(1)
    expect(table.rows).toBe(2)
    expect([...table.givenCount.data.subarray(0, 2)]).toEqual([3, 0])
    expect([...table.familyCount.data.subarray(0, 2)]).toEqual([2, 0])
    const texts = (slots: Int32Array, n: number): string[] =>
      [...slots.subarray(0, n)].map((token) => table.vocabulary.texts[token]!)
    expect(texts(table.given.data, 3)).toEqual(['ana', 'maria', 'luz'])
    expect(texts(table.family.data, 2)).toEqual(['paz', 'cruz'])
    expect(texts(table.givenJoined.data, 1)).toEqual(['anamarialuz'])
    expect(table.givenJoined.data[1]).toBe(0)
    expect([table.year.data[0], table.monthDay.data[0]]).toEqual([1990, 5 * 32 + 14])
    expect([table.year.data[1], table.monthDay.data[1]]).toEqual([0, 0])
    expect(table.phones.texts).toEqual(['', '5551234567'])
    expect(table.documents.texts).toEqual(['', 'a123'])
    expect(table.households.texts).toEqual(['', 'h1'])
    expect(table.countries.texts).toEqual(['', 'hn'])
    expect(table.otherTexts.texts).toEqual(['', 'dapto'])
    expect(table.other.map((one) => [...one.data.subarray(0, 2)])).toEqual([
      [1, 0],
      [0, 0],
      [0, 0],
    ])
  })

  it('keeps each name once, four at most', () => {
    const table = new Table()
    table.add({ id: 'x', given: ['Ana Ana Luz Rosa Ana Inés Eva'] })
    expect(table.givenCount.data[0]).toBe(SLOTS)
    expect([...table.given.data.subarray(0, SLOTS)].map((t) => table.vocabulary.texts[t])).toEqual([
      'ana',
      'luz',
      'rosa',
      'ines',
    ])
  })

  it.each([
    ['F', 'mujer'],
    ['femenino', 'Female'],
    ['M', 'hombre'],
    ['gason', 'masculino'],
    ['X', 'x'],
  ])('sex %s is %s', (a, b) => {
    const table = new Table()
    table.add({ id: 'a', sex: a })
    table.add({ id: 'b', sex: b })
    expect(table.sex.data[0]).toBe(table.sex.data[1])
    expect(table.sex.data[0]).toBeGreaterThan(0)
  })

  it('sexes in another coding are kept apart, and absent is absent', () => {
    const table = new Table()
    for (const [k, sex] of ['F', 'M', 'H', 'X', '', undefined].entries())
      table.add({ id: `${k}`, ...(sex === undefined ? {} : { sex }) })
    const codes = [...table.sex.data.subarray(0, 6)]
    expect(new Set(codes.slice(0, 4)).size).toBe(4)
    expect(codes.slice(4)).toEqual([0, 0])
  })

  it('a further column that comes late is empty before, and one that stays away after', () => {
    const table = new Table()
    table.add({ id: 'a' })
    table.add({ id: 'b', other: ['x', 'y'] })
    table.add({ id: 'c', other: ['x'] })
    expect(table.other.map((one) => [...one.data.subarray(0, 3)])).toEqual([
      [0, 1, 1],
      [0, 2, 0],
    ])
    expect(table.otherCounts[0]![1]).toBe(2)
    expect(() => table.add({ id: 'd', other: Array(8).fill('x') })).toThrow(
      new LinkageInputError('record d: 8 further columns, at most 7 are compared'),
    )
    table.add({ id: 'e', other: Array(7).fill('x') })
  })

  it('grows as it must', () => {
    const table = new Table()
    for (let k = 0; k < 3000; k++)
      table.add({ ...ana, id: `${k}`, birthDate: `${1900 + (k % 100)}`, sex: k % 2 ? 'F' : 'M' })
    table.weigh()
    for (const k of [0, 1023, 1024, 2999]) {
      expect(table.year.data[k]).toBe(1900 + (k % 100))
      expect(table.sex.data[k]).toBe(k % 2 ? 1 : 2)
      expect(table.vocabulary.texts[table.given.data[k * SLOTS + 2]!]).toBe('luz')
    }
  })
})

describe('how much a name tells', () => {
  const info = (table: Table, row: number, slot = 0): number => table.givenInfo.data[row * SLOTS + slot]! / 4

  it('is −log2 of its share, in quarter bits', () => {
    const table = new Table()
    for (let k = 0; k < 63; k++)
      table.add({ id: `${k}`, given: [k < 31 ? 'Ana' : k < 47 ? 'Luz' : `Q${k}`], family: ['Paz'] })
    table.weigh()
    // 31.5 of 64, 16.5 of 64, 1.5 of 64, 63.5 of 64.
    expect([info(table, 0), info(table, 31), info(table, 62)]).toEqual([1, 2, 5.5])
    expect(table.familyInfo.data[0]).toBe(0)
    expect(table.givenInfoHere.data[0]).toBe(table.givenInfo.data[0])
    expect(table.givenInfo.data[1]).toBe(0)
  })

  it('is that within the country, drawn to all by thirty rows', () => {
    const table = new Table()
    for (let k = 0; k < 127; k++)
      table.add({
        id: `${k}`,
        given: [k < 64 ? 'Ana' : 'Luz'],
        family: [k < 64 ? 'Paz' : 'Sol'],
        country: k < 64 ? 'HN' : 'HT',
      })
    table.weigh()
    // Ana: 64.5 of 128 everywhere; in Honduras 64 and 30 × .504 of 94.
    const here = Math.round(-Math.log2((64 + (30 * 64.5) / 128) / 94) * 4)
    expect(table.givenInfoHere.data[0]).toBe(here)
    expect(table.familyInfoHere.data[0]).toBe(here)
    expect(table.givenInfo.data[0]).toBe(4)
    expect(table.countryShare(table.country.data[0]!)).toBeCloseTo(64 / 127, 12)
    expect(table.countryShare(99)).toBe(0)
    expect(new Table().countryShare(1)).toBe(0)
  })

  it('does not change when more come, for those already weighed', () => {
    const table = new Table()
    table.add({ id: 'a', given: ['Ana'] })
    table.weigh()
    const before = info(table, 0)
    for (let k = 0; k < 30; k++) table.add({ id: `${k}`, given: ['Luz'] })
    table.weigh()
    expect(info(table, 0)).toBe(before)
    expect(info(table, 5)).toBe(0)
  })

  it('can be kept and given back', () => {
    const table = new Table()
    for (let k = 0; k < 60; k++)
      table.add({ id: `${k}`, given: [k % 3 ? 'Ana' : 'Luz'], family: ['Paz'], country: k % 2 ? 'HN' : 'HT' })
    const all = table.frequencies()
    expect(all).toEqual({
      rows: 60,
      given: { ana: 40, luz: 20 },
      family: { paz: 60 },
      byCountry: {
        hn: { rows: 30, given: { ana: 20, luz: 10 }, family: { paz: 30 } },
        ht: { rows: 30, given: { ana: 20, luz: 10 }, family: { paz: 30 } },
      },
    })
    expect(table.frequencies(25)).toEqual({
      rows: 60,
      given: { ana: 40 },
      family: { paz: 60 },
      byCountry: {
        hn: { rows: 30, given: {}, family: { paz: 30 } },
        ht: { rows: 30, given: {}, family: { paz: 30 } },
      },
    })
    expect(Object.keys(table.frequencies(30).byCountry).sort()).toEqual(['hn', 'ht'])
    expect(table.frequencies(20).given).toEqual({ ana: 40, luz: 20 })
    expect(table.frequencies(31).byCountry).toEqual({})
    // Rows added to a table of given frequencies change none of them.
    const fixed = new Table(all)
    for (let k = 0; k < 5; k++) fixed.add({ id: `${k}`, given: ['Luz'], family: ['Paz'], country: 'HN' })
    expect(fixed.frequencies()).toEqual(all)
    table.weigh()
    fixed.weigh()
    expect(fixed.givenInfo.data[0]).toBe(table.givenInfo.data[0])
    expect(fixed.givenInfoHere.data[0]).toBe(table.givenInfoHere.data[3 * SLOTS])
    expect(fixed.countryShare(fixed.country.data[0]!)).toBe(0.5)
  })
})

describe('a record looked at for a moment', () => {
  it('is weighed, and leaves nothing behind', () => {
    fc.assert(
      fc.property(anyRecord('x'), (record) => {
        const table = new Table()
        table.add(ana)
        table.add({ id: 'b', given: ['Ana'], country: 'HN', phone: '5559876543', other: ['x', 'y', 'z'] })
        table.weigh()
        const before = JSON.stringify([
          table.frequencies(),
          table.phones,
          table.documents,
          table.households,
          table.countries,
        ])
        const seen = table.with({ ...record, other: ['new', 'dapto'] }, (row) => {
          expect(row).toBe(2)
          expect(table.rows).toBe(3)
          return [table.givenCount.data[row], table.givenInfo.data[row * SLOTS]! > 0]
        })
        if (seen[0]) expect(seen[1]).toBe(true)
        expect(table.rows).toBe(2)
        expect(
          JSON.stringify([
            table.frequencies(),
            table.phones,
            table.documents,
            table.households,
            table.countries,
          ]),
        ).toBe(before)
        expect(table.add({ id: 'c', given: ['Eva'], phone: '5550000000' })).toBe(2)
        expect(table.vocabulary.texts[table.given.data[2 * SLOTS]!]).toBe('eva')
        expect(table.phones.texts[table.phone.data[2]!]).toBe('5550000000')
        expect(table.sex.data[2]).toBe(0)
        expect(table.other[0]!.data[2]).toBe(0)
        table.weigh()
        expect(table.givenInfo.data[2 * SLOTS]).toBeGreaterThan(0)
      }),
      { numRuns: runs(200) },
    )
  })

  it('is taken away even when the look fails', () => {
    const table = new Table()
    table.add(ana)
    expect(() =>
      table.with({ id: 'x', given: ['Eva'] }, () => {
        throw new Error('seen')
      }),
    ).toThrow('seen')
    expect(table.rows).toBe(1)
    expect(table.add({ id: 'y' })).toBe(1)
    expect(table.givenCount.data[1]).toBe(0)
  })
})
