import { describe, expect, test } from 'vitest'
import rows from '../instruments/integrate-iv-0.2/applicability-check.json' with { type: 'json' }
import { integrateIv02 as iv } from '../instruments/integrate-iv-0.2/index.ts'
import worked from '../instruments/integrate-iv-0.2/worked-case.json' with { type: 'json' }
import type { Answers } from './answers.ts'
import { aged, ana, goodShelter, input, luis } from './cast.ts'
import type { Input } from './facts.ts'
import {
  bandOf,
  fullScore,
  highOf,
  householdScore,
  lowOf,
  type ShareableScore,
  shareableScore,
  type Units,
  unitsOf,
} from './score.ts'

const { expected } = worked
const told = (score: Units) => ({
  activeDimensions: score.active.length,
  active: score.active.join(' '),
  unitsTotal: score.unitsTotal,
  units: score.units,
  unitsDeprived: score.unitsDeprived,
  unitsUnanswered: score.unitsUnanswered,
  cLow: lowOf(score),
  cHigh: highOf(score),
})
const without = (of: Record<string, unknown>, ...keys: string[]) =>
  Object.fromEntries(Object.entries(of).filter(([key]) => !keys.includes(key)))
const figures = (of: Record<string, unknown>) => without(of, 'cLow_dec', 'cHigh_dec', 'scope', 'vector')

describe('the worked case, from answers to the last unit', () => {
  test('what the answers mean, indicator by indicator', () => {
    const of = (members: 'M1' | 'M2') => {
      const household = without(worked.household, ...(members === 'M2' ? ['NE3'] : []))
      return { ...household, ...worked.members[members] }
    }
    expect(fullScore(iv, ana).status).toEqual(of('M1'))
    expect(fullScore(iv, luis).status).toEqual(of('M2'))
  })
  test('Ana, full', () => {
    const score = fullScore(iv, ana)
    expect(told(score)).toEqual(figures(expected.M1))
    expect(score.missing).toEqual({ HE4: 'prefiere_no_decir' })
    expect((score.unitsDeprived / score.unitsTotal).toFixed(6)).toBe(expected.M1.cLow_dec.toFixed(6))
    expect(score).toMatchObject({ ageGroup: '18+', band: 'atRisk', complete: true, pointFigure: true })
  })
  test('Luis, full', () => {
    expect(told(fullScore(iv, luis))).toEqual(figures(expected.M2))
    expect(fullScore(iv, luis)).toMatchObject({ ageGroup: '0-11', band: 'vulnerable', complete: true })
  })
  test('Ana, shareable', () => expect(told(shareableScore(iv, ana))).toEqual(figures(expected.M1Shareable)))
  test('Luis, shareable', () => expect(told(shareableScore(iv, luis))).toEqual(figures(expected.M2Shareable)))
  test('their household', () => {
    const score = householdScore(iv, [shareableScore(iv, ana), shareableScore(iv, luis)])
    expect(told(score)).toEqual(figures(expected.householdAnyAll))
    expect(score.status).toEqual(expected.householdAnyAll.vector)
  })
  test('the same from the marks alone', () => {
    const household = without(worked.household) as Record<string, 0 | 1>
    const status = { ...household, ...worked.members.M1 } as Record<string, 0 | 1 | '?'>
    expect(told(unitsOf(iv, status, false))).toEqual(figures(expected.M1))
  })
})

/** The people of the applicability check, each with the answers its assumptions name. */
function person(age: number, nationality: string, place: 'dwelling' | 'shelter'): Input {
  const answers: Answers = {
    HO1: { HO1: 'vivienda_30_dias_o_mas' },
    ST1: { ST1: 'documento_de_estancia_vigente' },
    'F-LEGAL': { 'F-LEGAL': 'no' },
    'F-TRAB': { 'F-TRAB': 'trabaja' },
    'F-OFICIO': { 'F-OFICIO': 'no' },
    'F-EMB': { 'F-EMB': 'no' },
    ED2: { nivel: 'primaria', grado: 6, paisEstudios: 'MEX' },
  }
  return input(answers, {
    birth: aged(age),
    household: { births: [aged(age), aged(35)], self: 0 },
    nationalities: [nationality === 'MEX' ? 'MEX' : 'HTI'],
    stay: place === 'shelter' ? goodShelter : null,
  })
}

describe('who is asked what: every row of the applicability check', () => {
  const cells = rows.flatMap((row) =>
    (['dwelling', 'shelter', 'shareableDwelling', 'shareableShelter'] as const).map((column) => ({
      age: row.age,
      nationality: row.nationality,
      column,
      cell: row[column],
    })),
  )
  test('fourteen rows, four columns', () => expect(cells).toHaveLength(rows.length * 4))
  test.each(cells)('$age, $nationality, $column', ({ age, nationality, column, cell }) => {
    const who = person(age, nationality, column.endsWith('helter') ? 'shelter' : 'dwelling')
    const score = column.startsWith('shareable') ? shareableScore(iv, who) : fullScore(iv, who)
    const active = score.active.map((id) => (age < 18 && id === 'WO' ? 'WO+CA' : id))
    const heaviest = (ids: string[]) => {
      const most = Math.max(...ids.map((id) => score.units[id]!))
      return { most, items: ids.filter((id) => score.units[id] === most).join(' ') }
    }
    const all = heaviest(Object.keys(score.units))
    const household = heaviest(Object.keys(score.units).filter((id) => iv.indicator(id).unit === 'household'))
    const weight = (units: number) => lowOf({ ...score, unitsDeprived: units })
    expect({
      D: score.active.length,
      unitsTotal: score.unitsTotal,
      active: active.join(' '),
      maxWeight: weight(all.most),
      maxWeightDec: Number((all.most / score.unitsTotal).toFixed(3)),
      maxItems: all.items,
      maxHouseholdWeight: weight(household.most),
      maxHouseholdItems: household.items,
    }).toEqual(cell)
  })
  test.each([2, 10, 15, 30, 70])('in the street HO1 carries the dimension at %d', (age) => {
    const who = person(age, 'HTI', 'dwelling')
    const street = { ...who, answers: { ...who.answers, HO1: { HO1: 'calle_campamento_vehiculo' } } }
    const score = fullScore(iv, street)
    expect(score.units.HO1).toBe(score.unitsTotal / score.active.length)
    expect(score.status.HO1).toBe(1)
  })
})

describe('completeness', () => {
  const silent = (of: Input, item: string, state: 'no_sabe' | 'prefiere_no_decir'): Input => ({
    ...of,
    answers: {
      ...of.answers,
      [item]: Object.fromEntries(iv.item(item).fields.map((field) => [field.id, state])),
    },
  })
  test('declining leaves it complete, on any item', () => {
    for (const { id } of shareableScore(iv, ana).required.map((x) => iv.item(x)))
      expect([id, shareableScore(iv, silent(ana, id, 'prefiere_no_decir')).complete]).toEqual([id, true])
  })
  test('not knowing what fills a dimension leaves it provisional', () => {
    expect(shareableScore(iv, silent(ana, 'HE1', 'no_sabe')).complete).toBe(false)
    expect(shareableScore(iv, silent(ana, 'NE1', 'no_sabe')).complete).toBe(true)
  })
  test('at four fifths it is complete, a unit below it is not', () => {
    // Luis, shareable: six dimensions of 3600; FO1 and FO2 are 1800 each, WO3 1800, CA1 computed.
    const { required, units } = shareableScore(iv, luis)
    const total = required.reduce((sum, id) => sum + units[id]!, 0)
    expect([total, required.includes('CA1')]).toEqual([19_800, false])
    const lost = (...items: string[]) =>
      shareableScore(
        iv,
        items.reduce((of, item) => silent(of, item, 'no_sabe'), luis),
      )
    expect(lost('FO2', 'HE5').complete).toBe(true) // 3600 of 19800 missing
    expect(lost('FO2', 'HE5', 'HO2').complete).toBe(false) // 4320 of 19800
  })
  test('what is not of this phase, or the shelter answers, is not required', () => {
    const first = shareableScore(iv, { ...ana, phase: 'assessment' })
    expect(first.required).not.toContain('FO2')
    expect(first.units).toEqual(shareableScore(iv, ana).units)
    const there = shareableScore(iv, input({}, { stay: goodShelter }))
    for (const id of ['HO2', 'HO4', 'CA1', 'WO1']) expect(there.required).not.toContain(id)
    expect(shareableScore(iv, input({}, { povertyLines: [] })).required).not.toContain('WO3')
  })
  test('an empty interview is provisional and everything is open', () => {
    const score = fullScore(iv, input())
    expect(score.complete).toBe(false)
    expect(score.pointFigure).toBe(false)
    // CA1 is computed: one adult alone carries nobody.
    expect(score.unitsDeprived + score.unitsUnanswered + score.units.CA1!).toBe(score.unitsTotal)
    expect(score).toMatchObject({ band: null, bandLow: 'below', bandHigh: 'severe' })
  })
})

describe('bands', () => {
  test.each([
    [4_319, 21_600, 'below'],
    [4_320, 21_600, 'atRisk'],
    [7_199, 21_600, 'atRisk'],
    [7_200, 21_600, 'vulnerable'],
    [10_799, 21_600, 'vulnerable'],
    [10_800, 21_600, 'severe'],
    [30_239, 151_200, 'below'],
    [30_240, 151_200, 'atRisk'],
    [50_400, 151_200, 'vulnerable'],
    [75_599, 151_200, 'vulnerable'],
    [75_600, 151_200, 'severe'],
  ] as const)('%d of %d is %s', (units, total, band) => expect(bandOf(iv, units, total)).toBe(band))
  test('shareable and household scores have none', () => {
    const score = shareableScore(iv, ana)
    expect(Object.keys(score).filter((key) => /band/i.test(key))).toEqual([])
    expect(Object.keys(householdScore(iv, [score])).filter((key) => /band/i.test(key))).toEqual([])
  })
})

describe('the household', () => {
  const member = (status: Record<string, 0 | 1 | '?'>): ShareableScore => ({
    ...shareableScore(iv, ana),
    status,
  })
  const of = (...marks: (0 | 1 | '?')[]) => ({
    any: householdScore(
      iv,
      marks.map((mark) => member({ ID1: mark })),
    ).status.ID1,
    all: householdScore(
      iv,
      marks.map((mark) => member({ NE1: mark })),
    ).status.NE1,
    fact: householdScore(
      iv,
      marks.map((mark) => member({ HO2: mark })),
    ).status.HO2,
  })
  test('any: one is enough; all: one without is enough; a fact told twice must agree', () => {
    expect(of(1, 0, '?')).toEqual({ any: 1, all: 0, fact: '?' })
    expect(of(0, '?')).toEqual({ any: '?', all: 0, fact: 0 })
    expect(of(1, '?')).toEqual({ any: 1, all: '?', fact: 1 })
    expect(of(1, 1)).toEqual({ any: 1, all: 1, fact: 1 })
    expect(of('?')).toEqual({ any: '?', all: '?', fact: '?' })
  })
  test('a full score never enters it', () => {
    const full = fullScore(iv, ana) as unknown as ShareableScore
    expect(() => householdScore(iv, [full])).toThrow(RangeError)
  })
  test('nobody, no score', () => expect(() => householdScore(iv, [])).toThrow())
})
