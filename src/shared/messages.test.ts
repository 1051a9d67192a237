import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadMessages, messageFolders, sha256 } from '../server/messages.ts'
import { argumentsOf, chooseLanguage, faultsOf, format, isReviewed, mergeCatalogues } from './messages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe('the texts of the tree', () => {
  const folders = messageFolders(root)

  test('exist', () => {
    expect(folders.map((folder) => folder.name)).toContain('ui')
    expect(Object.keys(loadMessages(root).staff.es.messages).length).toBeGreaterThan(20)
  })

  for (const folder of messageFolders(root)) {
    for (const audience of ['staff', 'person'] as const) {
      test(`${folder.name}, ${audience}: same keys, same arguments, readable in every language`, () => {
        expect(faultsOf(folder.texts[audience])).toEqual([])
      })
    }
    test(`${folder.name}: keys begin with its name, so that none collide`, () => {
      const keys = Object.values(folder.texts).flatMap((byLang) =>
        Object.values(byLang).flatMap((catalogue) => Object.keys(catalogue)),
      )
      expect(keys.filter((key) => !/^[a-z]+(\.[A-Za-z0-9_]+)+$/.test(key))).toEqual([])
      expect(keys.filter((key) => !key.startsWith(`${folder.name}.`))).toEqual([])
    })
  }
})

test('every key a page names in full has its text', () => {
  const { staff, person } = loadMessages(root)
  const known = new Set([...Object.keys(staff.es.messages), ...Object.keys(person.es.messages)])
  const named = readdirSync(`${root}/src`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.ts$/.test(path))
    .flatMap((path) =>
      [...readFileSync(`${root}/src/${path}`, 'utf8').matchAll(/\bt\(\s*'([a-z]+(?:\.\w+)+)'/g)].map(
        (m) => m[1]!,
      ),
    )
  expect(named.length).toBeGreaterThan(300)
  expect([...new Set(named)].filter((key) => !known.has(key))).toEqual([])
})

describe('format', () => {
  const catalogue = {
    'x.people': '{count, plural, one {# persona} other {# personas}}',
    'x.hi': 'Buenas tardes, {name}',
    'x.day': '{day, date, ::dMMMy}',
  }

  test('counts, with thin spaces between thousands', () => {
    expect(format(catalogue, 'es', 'x.people', { count: 1 })).toBe('1 persona')
    expect(format(catalogue, 'es', 'x.people', { count: 12345 })).toBe('12\u202f345 personas')
    expect(format(catalogue, 'en', 'x.people', { count: 2 })).toBe('2 personas')
  })

  test('leaves what people typed as it is', () => {
    expect(format(catalogue, 'es', 'x.hi', { name: '<b>Ana</b> {name}' })).toBe(
      'Buenas tardes, <b>Ana</b> {name}',
    )
  })

  test('speaks Creole with French numbers and dates, never the machine’s own', () => {
    expect(format({ 'x.n': '{n, number}' }, 'ht', 'x.n', { n: 1234.5 })).toBe('1\u202f234,5')
    expect(format(catalogue, 'ht', 'x.day', { day: new Date(2026, 10, 20) })).toBe('20 nov. 2026')
  })

  test('a missing text shows its key', () => {
    expect(format(catalogue, 'es', 'x.none')).toBe('x.none')
  })
})

test('a key said twice is refused', () => {
  expect(() => mergeCatalogues({ 'a.b': 'x' }, { 'a.b': 'y' })).toThrow(/a\.b/)
})

test('a review holds for the text that was read, and no other', () => {
  const reviewed = { 'a.b': { ht: { reviewer: 'Marie', date: '2026-11-20', hash: sha256('Bonjou') } } }
  expect(isReviewed(reviewed, 'a.b', 'ht', 'Bonjou', sha256)).toBe(true)
  expect(isReviewed(reviewed, 'a.b', 'ht', 'Bonjou!', sha256)).toBe(false)
  expect(isReviewed(reviewed, 'a.b', 'fr', 'Bonjou', sha256)).toBe(false)
  expect(isReviewed(reviewed, 'a.c', 'ht', 'Bonjou', sha256)).toBe(false)
})

test('faults are found: a missing key, other arguments, broken ICU', () => {
  expect(
    faultsOf({
      es: { 'a.a': 'uno', 'a.b': 'Hola {name}', 'a.c': '{n, plural, other {#}}', 'a.d': ' ' },
      en: { 'a.b': 'Hello {nombre}', 'a.c': '{n, plural, one {#}', 'a.d': 'x' },
    }).map((fault) => fault.slice(0, 8)),
  ).toEqual(['a.a: mis', 'a.b: en ', 'a.c: en ', 'a.d: emp'])
  expect(argumentsOf('{a, select, x {{b}} other {}} <c>{d, number}</c>', 'es')).toEqual([
    'a:select',
    'b:value',
    'c:tag',
    'd:number',
  ])
})

test('the language wanted, when we have it; Spanish otherwise', () => {
  expect(chooseLanguage('person', ['ht-HT'])).toBe('ht')
  expect(chooseLanguage('staff', ['ht', 'en-US'])).toBe('en')
  expect(chooseLanguage('staff', [undefined, 'de'])).toBe('es')
})
