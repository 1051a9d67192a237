import { iso6393 } from 'iso-639-3'
import { describe, expect, test } from 'vitest'
import { countries, findCountry, isCountryCode, readCountries } from './countries.ts'
import { languages, readLanguages } from './languages.ts'

describe('countries', () => {
  test.each(['', ' ', 'Narnia', 'no', 'ND', '12', "'; drop", 'Atlántida'])('%j names none', (text) => {
    expect(readCountries(text).codes).toEqual([])
  })
  test('what cannot be read comes back', () => {
    expect(readCountries('Haití / Narnia')).toEqual({ codes: ['HTI'], unread: ['Narnia'], corrected: [] })
  })
  test.each([
    ['Haití', 'HTI'],
    ['HAITI', 'HTI'],
    ['haitiana', 'HTI'],
    ['Haitienne', 'HTI'],
    ['Ayiti', 'HTI'],
    ['República Dominicana', 'DOM'],
    ['Rep. Dominicana', 'DOM'],
    ['dominicano', 'DOM'],
    ['Estados Unidos', 'USA'],
    ['EE. UU.', 'USA'],
    ['EE.UU.', 'USA'],
    ['E.U.A.', 'USA'],
    ['US', 'USA'],
    ['Venezuela', 'VEN'],
    ['hondureña', 'HND'],
    ['El Salvador', 'SLV'],
    ['México', 'MEX'],
    ['mexicana', 'MEX'],
    ['Trinidad y Tobago', 'TTO'],
    ['Brasil', 'BRA'],
    ['Brésil', 'BRA'],
    ['Camerún', 'CMR'],
    ['Apátrida', 'XXA'],
    ['Haitiana (nació en Chile)', 'HTI'],
  ])('%s', (text, code) => {
    expect(readCountries(text)).toEqual({ codes: [code], unread: [], corrected: [] })
  })
  test('two nationalities', () => {
    expect(readCountries('México/EE.UU.').codes).toEqual(['MEX', 'USA'])
    expect(readCountries('haitiana y chilena').codes).toEqual(['HTI', 'CHL'])
  })
  test('a slip is corrected and said; near neighbours are not', () => {
    expect(readCountries('Hondurras')).toEqual({
      codes: ['HND'],
      unread: [],
      corrected: [{ from: 'Hondurras', to: 'HND' }],
    })
    expect(readCountries('Niger').codes).toEqual(['NER'])
    expect(readCountries('Nigeria').codes).toEqual(['NGA'])
    expect(readCountries('Dominica').codes).toEqual(['DMA'])
  })
  test('all 249, each once, and three for papers without a country', () => {
    expect(countries).toHaveLength(252)
    expect(new Set(countries.map((country) => country.code)).size).toBe(252)
    expect(new Set(countries.map((country) => country.alpha2).filter(Boolean)).size).toBe(249)
    for (const { code, es, en } of countries) expect([code, es !== '', en !== '']).toEqual([code, true, true])
    expect(findCountry('MEX')?.es).toBe('México')
    expect(isCountryCode('XXA')).toBe(true)
    expect(isCountryCode('ZZZ')).toBe(false)
  })
  test('every country is read from its own names', () => {
    for (const { code, es, en } of countries)
      for (const name of [code, es, en]) expect(readCountries(name).codes, name).toEqual([code])
  })
})

describe('languages', () => {
  test('every code is of the standard', () => {
    const standard = new Set(iso6393.map((language) => language.iso6393))
    for (const { code } of languages) expect(standard.has(code), code).toBe(true)
    expect(new Set(languages.map((language) => language.code)).size).toBe(languages.length)
  })
  test.each([
    ['Español', ['spa']],
    ['criollo haitiano, francés', ['hat', 'fra']],
    ['Kreyòl', ['hat']],
    ['creole y español', ['hat', 'spa']],
    ["K'iche'", ['quc']],
    ['Garífuna', ['cab']],
    ['lengua de señas mexicana', ['mfs']],
    ['eng', ['eng']],
  ])('%s', (text, codes) => {
    expect(readLanguages(text)).toEqual({ codes, unread: [] })
  })
  test('a group of languages is asked about', () => {
    expect(readLanguages('náhuatl')).toEqual({ codes: [], unread: ['náhuatl'] })
  })
})
