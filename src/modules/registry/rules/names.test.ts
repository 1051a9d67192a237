import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  displayName,
  fold,
  fullName,
  hasName,
  likeness,
  nameKeys,
  nameWords,
  type PersonNames,
  queryKeys,
  scoreName,
  sortKey,
  sound,
} from './names.ts'

const marie = { given: 'Marie-Ange', surname: 'Jean Baptiste' }
const jose = { given: 'José Luis', surname: 'Ñáñez', secondSurname: 'Peña' }
const yusuf = { given: 'يوسف', surname: 'الحسن' }
const star = { given: '🌟🌙' }

/** What the database does with the keys: equality and ranges in code point order. */
function found(query: string, person: PersonNames): boolean {
  const keys = nameKeys(person)
  const { all, any } = queryKeys(query)
  const within = ({ from, to }: { from: string; to: string }) =>
    keys.some(
      (key) =>
        Buffer.compare(Buffer.from(key), Buffer.from(from)) >= 0 &&
        Buffer.compare(Buffer.from(key), Buffer.from(to)) < 0,
    )
  return (all.length > 0 && all.every(within)) || any.some((key) => keys.includes(key))
}

const anyName = fc.record({
  given: fc.option(fc.string({ unit: 'grapheme', maxLength: 60 })),
  surname: fc.option(fc.string({ unit: 'grapheme', maxLength: 60 })),
  secondSurname: fc.option(fc.string({ unit: 'binary', maxLength: 30 })),
})

describe('nothing is found by nothing', () => {
  test.each(['', '   ', '.', '---', "'; --"])('%j', (query) => {
    expect(queryKeys(query)).toEqual({ all: [], any: [] })
    expect(scoreName(query, marie)).toBe(0)
    expect(found(query, marie)).toBe(false)
  })

  test('someone else is not', () => {
    expect(found('Toussaint', marie)).toBe(false)
    expect(found('Marie Toussaint', jose)).toBe(false)
    expect(hasName({})).toBe(false)
    expect(hasName({ given: ' . ', surname: null })).toBe(false)
  })

  test('a pattern is a text like any other', () => {
    expect(found('%', marie)).toBe(false)
    expect(found('m_rie', marie)).toBe(false)
  })
})

describe('search does not mind', () => {
  test.each([
    ['accents', 'nanez pena', jose],
    ['capitals', 'JOSE LUIS', jose],
    ['order', 'baptiste marie', marie],
    ['a missing surname', 'Luis Ñáñez', jose],
    ['a beginning', 'bapt', marie],
    ['two beginnings', 'mar bap', marie],
    ['hyphens', 'marie ange', marie],
    ['Creole spelling', 'Mari Batis', marie],
    ['a Spanish ear', 'Jose Nanes', jose],
    ['right to left', 'يوسف', yusuf],
    ['emoji', '🌟🌙', star],
    ['the full name', 'José Luis Ñáñez Peña', jose],
  ])('%s', (_, query, person) => {
    expect(found(query, person)).toBe(true)
    expect(scoreName(query, person)).toBeGreaterThan(0.6)
  })

  test('the best fit scores best', () => {
    const query = 'jose peña'
    const better = { given: 'José', surname: 'Peña' }
    expect(scoreName(query, better)).toBeGreaterThan(scoreName(query, jose))
    expect(scoreName(query, jose)).toBeGreaterThan(scoreName(query, { given: 'Josefa', surname: 'Peña' }))
    expect(scoreName(query, { given: 'José', surname: 'Ruiz' })).toBeLessThan(0.6)
  })

  test('everyone is found by each word and by the whole of their name', () => {
    fc.assert(
      fc.property(anyName, (person) => {
        fc.pre(hasName(person) && fullName(person).split(/[\s-]+/u).length <= 8)
        if (nameWords(fullName(person)).length <= 8) expect(found(fullName(person), person)).toBe(true)
      }),
    )
  })
})

describe('names stay as they were given', () => {
  test('in the order the person says them', () => {
    expect(displayName(jose)).toBe('José Luis Ñáñez Peña')
    expect(displayName({ given: 'Van An', surname: 'Nguyen', order: 'surname_first' })).toBe('Nguyen Van An')
    expect(displayName({ given: 'Wilner' })).toBe('Wilner')
    expect(displayName({ surname: 'Pierre' })).toBe('Pierre')
    expect(displayName({ ...jose, chosen: 'Pepe' })).toBe('Pepe Ñáñez Peña')
    expect(fullName({ chosen: 'Lupita' })).toBe('Lupita')
    expect(displayName({ given: '  Ana   María ', surname: '' })).toBe('Ana María')
  })

  test('three hundred characters, emoji and right to left come back whole', () => {
    const long = 'Wolfeschlegelsteinhausenbergerdorff '.repeat(9).slice(0, 300).trim()
    expect(displayName({ given: long })).toBe(long)
    expect(found('wolfeschlegel', { given: long })).toBe(true)
    expect(displayName(yusuf)).toBe('يوسف الحسن')
    expect(displayName(star)).toBe('🌟🌙')
    const manyWords = {
      given: Array.from({ length: 150 }, (_, i) => `${String.fromCharCode(97 + (i % 26))}${i}`).join(' '),
    }
    expect(nameKeys(manyWords).length).toBeLessThanOrEqual(8 + 8 + 28)
    for (const key of nameKeys({ given: 'x'.repeat(300) })) expect(key.length).toBeLessThanOrEqual(50)
  })

  test('no name breaks anything', () => {
    fc.assert(
      fc.property(anyName, (person) => {
        expect(typeof displayName(person)).toBe('string')
        expect(sortKey(person).length).toBeLessThanOrEqual(400)
        for (const key of nameKeys(person)) expect(Buffer.byteLength(key)).toBeLessThan(1000)
      }),
    )
  })
})

test('sorting by surname, accents aside', () => {
  const names = [jose, { given: 'Ana', surname: 'Nandez' }, { given: 'Óscar' }, marie]
  expect(names.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)).map(displayName)).toEqual([
    'Marie-Ange Jean Baptiste',
    'Ana Nandez',
    'José Luis Ñáñez Peña',
    'Óscar',
  ])
})

test('sounds', () => {
  for (const [a, b] of [
    ['rodriguez', 'rodrigues'],
    ['yessenia', 'jessenia'],
    ['jan', 'jean'],
    ['philippe', 'felipe'],
    ['vanegas', 'banegas'],
    ['quiñonez', 'kiñones'],
    ['esther', 'ester'],
    ['nadege', 'nadej'],
    ['lwi', 'louis'],
  ] as const)
    expect(sound(fold(a)), `${a} ${b}`).toBe(sound(fold(b)))
  for (const [a, b] of [
    ['jean', 'jude'],
    ['marie', 'mirlande'],
    ['wilner', 'wilmer'],
    ['pierre', 'paul'],
  ] as const)
    expect(sound(fold(a)), `${a} ${b}`).not.toBe(sound(fold(b)))
})

test('likeness: published values of Jaro-Winkler', () => {
  expect(likeness('martha', 'marhta')).toBeCloseTo(0.9611, 4)
  expect(likeness('dwayne', 'duane')).toBeCloseTo(0.84, 4)
  expect(likeness('dixon', 'dicksonx')).toBeCloseTo(0.8133, 4)
  expect(likeness('', '')).toBe(0)
  expect(likeness('a', '')).toBe(0)
})
