import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { argumentsOf, faultsOf, personLanguages } from '../../../shared/messages.ts'
import { checkDefinition, InstrumentError, loadInstrument } from '../instruments/check.ts'
import { eq, gt, is } from '../instruments/expression.ts'
import { definition } from '../instruments/integrate-iv-0.2/definition.ts'
import {
  definitionHash,
  hashOfDefinition,
  integrateIv02 as iv,
  wordingHash,
} from '../instruments/integrate-iv-0.2/index.ts'
import { loadTexts } from '../instruments/integrate-iv-0.2/load-texts.ts'
import { reviewed, texts } from '../instruments/integrate-iv-0.2/texts.ts'
import { canonical, contentHash, sha256 } from '../instruments/sha256.ts'
import {
  circleOf,
  keysNeeded,
  languagesDue,
  optionKeys,
  reviewCount,
  say,
  textFaults,
  wordingOf,
} from '../instruments/texts.ts'
import { type Definition, type Indicator, type Item, isSpecial } from '../instruments/types.ts'
import { checkAnswer } from './answers.ts'
import { factNames } from './facts.ts'

describe('a version is never edited, only succeeded', () => {
  test('its rules', () => expect(hashOfDefinition()).toBe(definitionHash))
  test('its Spanish wording', () => expect(contentHash(wordingOf(texts))).toBe(wordingHash))
  test('nothing loaded can be changed', () => {
    const first = iv.items[0] as { optional: boolean }
    expect(() => {
      first.optional = true
    }).toThrow(TypeError)
  })
  test('one changed cut-off is another hash', () => {
    const other = {
      ...definition,
      method: { ...definition.method, cutoffs: { ...definition.method.cutoffs, severe: [2, 5] } },
    }
    expect(contentHash(other)).not.toBe(definitionHash)
  })
})

describe('what the draft holds is here', () => {
  test('in numbers', () => {
    expect(iv.indicators).toHaveLength(38)
    expect(iv.dimensions.map((d) => `${d.id}${d.indicators}`).join(' ')).toBe(
      'ID3 ST3 HO5 FO2 HE6 ED4 WO5 CA2 PR4 NE4',
    )
    const of = (kind: Item['kind']) => iv.items.filter((item) => item.kind === kind).map((item) => item.id)
    expect(of('filter')).toEqual(['F-LEGAL', 'F-EMB', 'F-ASISTE', 'F-OFICIO', 'F-LENGUA', 'F-TRAB'])
    expect(of('strength')).toHaveLength(10)
    expect(iv.actions).toHaveLength(35)
    expect(iv.redFlags.map((flag) => [flag.id, flag.hours])).toEqual([
      ['RF1', 0],
      ['RF2', 0],
      ['RF3', 0],
      ['RF4', 0],
      ['RF5', 12],
      ['RF6', 12],
      ['RF7', 24],
    ])
    expect(Object.keys(iv.sources)).toHaveLength(24)
    expect(iv.doNotCollect).toHaveLength(9)
    expect(iv.prohibitedUses).toHaveLength(12)
  })
  test('the reassessment days and household rules', () => {
    const of = (pick: (item: Indicator) => unknown) =>
      iv.indicators.map((item) => `${item.id}:${pick(item)}`).join(' ')
    expect(of((item) => item.reassessDays)).toBe(
      'ID1:90 ID2:90 ID3:90 ST1:30 ST2:30 ST3:60 HO1:7 HO2:180 HO3:180 HO4:180 HO5:90 FO1:90 FO2:90 HE1:180 HE2:60 HE3:180 HE4:90 HE5:120 HE6:30 ED1:90 ED2:365 ED3:180 ED4:180 WO1:90 WO2:180 WO3:90 WO4:180 WO5:30 CA1:180 CA2:120 PR1:30 PR2:30 PR3:60 PR4:90 NE1:120 NE2:120 NE3:180 NE4:180',
    )
    const rule = (which: string) =>
      iv.indicators
        .filter((item) => item.householdRule === which)
        .map((item) => item.id)
        .join(' ')
    expect(rule('all')).toBe('ED2 ED4 WO1 WO2 WO4 NE1 NE2')
    expect(rule('household')).toBe('HO1 HO2 HO3 HO4 HO5 FO1 FO2 WO3 CA1 NE3')
    expect(rule('none')).toBe(
      iv.indicators
        .filter(isSpecial)
        .map((item) => item.id)
        .join(' '),
    )
  })
  test('every declared fact is brought in', () => {
    const plain = Object.entries(iv.variables).filter(([, variable]) => !variable.is)
    expect(plain.map(([name]) => name).sort()).toEqual([...factNames].sort())
  })
})

describe('what is wrong does not load', () => {
  const change = (id: string, patch: Partial<Indicator>): Definition => ({
    ...definition,
    items: definition.items.map((item) => (item.id === id ? ({ ...item, ...patch } as Item) : item)),
  })
  test.each<[string, Definition, RegExp]>([
    ['an undeclared variable', change('WO1', { deprivedIf: is('hasWork') }), /WO1: hasWork is not declared/],
    [
      'an unknown option',
      change('ID1', { deprivedIf: eq('ID1', 'vencido') }),
      /ID1: ID1 has no option vencido/,
    ],
    ['a wrong type', change('ID1', { deprivedIf: gt('ID1', 1) }), /ID1: ID1 is a code, not a number/],
    ['an unknown action', change('ID1', { actions: ['A-XX'] }), /ID1: no action A-XX/],
    ['no action', change('ID1', { actions: [] }), /ID1: nothing would resolve it/],
    ['an unknown source', change('ID1', { sources: ['XX'] }), /ID1: no source XX/],
    ['an unknown dimension', change('ID1', { dimension: 'XX' }), /ID1: no dimension XX/],
    ['special and required', change('PR1', { optional: false }), /PR1: special and not optional/],
    ['special and shown', change('PR1', { visibility: 'case' }), /PR1: special and protected go together/],
    [
      'special and in the household',
      change('PR1', { householdRule: 'any' }),
      /PR1: special and in the household/,
    ],
    ['asked at intake', change('ID1', { phases: ['intake'] }), /ID1: nothing is asked at intake/],
    [
      'a household fact of one person',
      change('HO2', { unit: 'person' }),
      /HO2: household rule and unit differ/,
    ],
    ['no note on the law', change('PR4', { lawNoteUnder18: undefined }), /PR4: no note/],
    [
      'a condition that does not say what silence means',
      change('ST3', { applies: { ageMin: 12, when: is('hasLegalNeed') } }),
      /ST3: does not say/,
    ],
    ['an answer that stands for ever', change('ID1', { reassessDays: 1000 }), /ID1: an answer stands/],
    [
      'a shareable item behind a special one',
      change('HE1', { applies: { ageMin: 0, when: is('pregnant'), whenUnknown: 'applies' } }),
      /HE1: leans on F-EMB/,
    ],
    [
      'a shareable cut-off on a special answer',
      change('CA2', { deprivedIf: gt('wgss_max', 2) }),
      /CA2: leans on HE3/,
    ],
    ['no age it applies to', change('ED1', { applies: { ageMin: 9, ageMax: 3 } }), /ED1: no age/],
    [
      'an item twice',
      { ...definition, items: [...definition.items, definition.items[0]!] },
      /item ID1 stands twice/,
    ],
    ['a lost indicator', { ...definition, items: definition.items.slice(1) }, /ID has 2 indicators/],
    [
      'a flag without an action',
      { ...definition, redFlags: [{ ...definition.redFlags[0]!, action: 'A-XX' }] },
      /RF1: no action/,
    ],
    [
      'a variable computed from itself',
      {
        ...definition,
        variables: {
          ...definition.variables,
          works: { ...definition.variables.works!, is: { bool: is('works') } },
        },
      },
      /works is computed from itself/,
    ],
    [
      'silence offered as an option',
      change('ID2', { fields: [{ id: 'ID2', kind: 'choice', options: ['si', 'no', 'no_preguntado'] }] }),
      /ID2: no_preguntado is a state/,
    ],
  ])('%s', (_, wrong, problem) => {
    expect(checkDefinition(wrong).join('\n')).toMatch(problem)
    expect(() => loadInstrument(wrong)).toThrow(InstrumentError)
  })
  test('the draft carried over has no fault', () => expect(checkDefinition(definition)).toEqual([]))
})

describe('answers are checked before they are saved', () => {
  test.each([
    ['XX', { XX: 'si' }, 'unknown_item'],
    ['WO1', { WO1: 'trabaja' }, 'computed'],
    ['ID1', { ID2: 'si' }, 'unknown_field'],
    ['ID1', { ID1: 'caduco' }, 'unknown_option'],
    ['ID1', { ID1: 3 }, 'wrong_type'],
    ['ID1', { ID1: 'no_preguntado' }, 'not_for_choosing'],
    ['HO2', { personas: 2.5 }, 'not_a_number'],
    ['HO2', { personas: 'dos' }, 'wrong_type'],
    ['HO2', { cuartos: 0 }, 'out_of_range'],
    ['FO2', { dias_carne: 8 }, 'out_of_range'],
    ['WO3', { ingreso_mensual: -1 }, 'out_of_range'],
    ['WO3', { ingreso_mensual: Number.NaN }, 'not_a_number'],
    ['F-LENGUA', { firstLanguage: 'criollo' }, 'unknown_option'],
    ['ED2', { paisEstudios: 'Haiti' }, 'unknown_option'],
    ['S5', { S5: ['familia_cerca', 'familia_cerca'] }, 'unknown_option'],
    ['S5', { S5: [] }, 'wrong_type'],
    ['S1', { S1: ['  '] }, 'wrong_type'],
    ['S3', { S3: ' ' }, 'wrong_type'],
    ['S3', { S3: 'x'.repeat(1001) }, 'out_of_range'],
  ] as const)('%s %j: %s', (item, fields, problem) =>
    expect(checkAnswer(iv, { item, fields }).map((fault) => fault.problem)).toEqual([problem]),
  )
  test('every way of declining, and taking back', () => {
    for (const item of iv.items)
      for (const field of item.fields)
        for (const value of ['no_sabe', 'prefiere_no_decir', null])
          expect(checkAnswer(iv, { item: item.id, fields: { [field.id]: value } })).toEqual([])
  })
})

describe('words', () => {
  test('none is missing, empty or left over', () => expect(textFaults(iv, texts)).toEqual([]))
  test('all can be read, with the same arguments in every language', () => {
    for (const [key, text] of Object.entries(texts.es)) {
      expect([key, argumentsOf(text, 'es')]).toEqual([key, []])
      const due = languagesDue[circleOf(key)]
      expect(
        faultsOf(Object.fromEntries(due.map((lang) => [lang, { [key]: texts[lang][key] ?? '' }]))),
      ).toEqual([])
    }
  })
  test('the person never reads the name of a lack, in any language', () => {
    for (const item of iv.indicators)
      for (const lang of ['ht', 'fr', 'pt'] as const) expect(texts[lang][`${item.id}.name`]).toBeUndefined()
  })
  test('what was translated is not a copy', () => {
    for (const lang of ['en', 'ht', 'fr', 'pt'] as const) {
      const same = Object.entries(texts[lang]).filter(
        ([key, text]) => key !== 'option.no' && !key.endsWith('.option.no') && text === texts.es[key],
      )
      expect([lang, same.map(([key]) => key)]).toEqual([lang, lang === 'pt' ? expect.anything() : []])
    }
  })
  test('Creole is written in the official spelling: no apostrophes, no c, q, x or double letters of French', () => {
    const names =
      /IMSS-Bienestar|CONAPRED|CONOCER|PROFEDET|COMAR|CURP|CEAV|ISSSTE|INEA|SNE|DIF|Procuraduría de Protección/g
    for (const [key, text] of Object.entries(texts.ht)) {
      const own = text.replace(names, '')
      expect([key, own.match(/['’]|[qxç]|c(?!h)|C(?!h)|ph|(?:ll|ss|tt|rr|mm)/g)]).toEqual([key, null])
    }
  })
  test('nobody has reviewed any yet, and that is said', () => {
    expect(reviewCount(texts, reviewed)).toEqual({
      es: { texts: 379, reviewed: 0 },
      ht: { texts: 301, reviewed: 0 },
      en: { texts: 379, reviewed: 0 },
      fr: { texts: 116, reviewed: 0 },
      pt: { texts: 116, reviewed: 0 },
    })
    expect(say(texts, reviewed, 'ID2.question', 'ht')).toMatchObject({ language: 'ht', reviewed: false })
  })
  test('a mark holds for the words it was made for', () => {
    const text = texts.ht['ID2.question']!
    const mark = (of: string) => ({
      'ID2.question': { ht: { reviewer: 'M. Joseph', date: '2026-11-20', hash: sha256(of) } },
    })
    expect(say(texts, mark(text), 'ID2.question', 'ht')?.reviewed).toBe(true)
    expect(say(texts, mark(`${text} `), 'ID2.question', 'ht')?.reviewed).toBe(false)
  })
  test('a language that lacks a text falls back to Spanish and says so', () => {
    expect(say(texts, reviewed, 'ID1.question', 'fr')).toMatchObject({ language: 'es' })
    expect(say(texts, reviewed, 'nothing', 'fr')).toBeNull()
  })
  test('options borrow the words they share', () => {
    expect(say(texts, reviewed, optionKeys('HE1', 'si'), 'ht')?.text).toBe('Wi')
    expect(say(texts, reviewed, optionKeys('WO5', 'no'), 'es')?.text).toBe('No trabaja')
  })
  test('each language can be loaded alone', async () => {
    for (const lang of personLanguages) expect(await loadTexts(lang)).toEqual(texts[lang])
  })
  test('keys are those the rules name', () => expect(keysNeeded(iv)).toContain('FO1.field.emsa_12'))
})

describe('hash', () => {
  test('is SHA-256', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'))
      }),
    )
    for (const size of [55, 56, 63, 64, 65, 119, 120])
      expect(sha256('a'.repeat(size))).toBe(createHash('sha256').update('a'.repeat(size)).digest('hex'))
  })
  test('does not depend on the order of keys', () =>
    expect(canonical({ b: [1, { d: 2, c: undefined }], a: null })).toBe('{"a":null,"b":[1,{"d":2}]}'))
})
