import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadInstrument } from '../instruments/check.ts'
import { eq } from '../instruments/expression.ts'
import { definition } from '../instruments/integrate-iv-0.2/definition.ts'
import { integrateIv02 as iv } from '../instruments/integrate-iv-0.2/index.ts'
import { texts } from '../instruments/integrate-iv-0.2/texts.ts'
import type { Item } from '../instruments/types.ts'
import { evaluateIndicators, type Status } from './applicability.ts'
import { anyInput } from './arbitrary.ts'
import { aged, ana, input, luis } from './cast.ts'
import { changeBetween, type Scored, scoredOf } from './change.ts'
import type { Input } from './facts.ts'
import { householdResult, isShareableNeed, protectionResult, shareableResult } from './needs.ts'
import { asFraction, fullScore, pointsOf, shareableScore, unitsOf } from './score.ts'

const answer = (of: Input, item: string, value: string, on = of.facts.on): Input => ({
  ...of,
  facts: { ...of.facts, on },
  answers: { ...of.answers, [item]: { [item]: value } },
})

describe('scores of anyone', () => {
  test('units are whole, add up, and the bounds are in order', () => {
    fc.assert(
      fc.property(anyInput, (of) => {
        for (const score of [fullScore(iv, of), shareableScore(iv, of)]) {
          const units = Object.values(score.units)
          expect(units.every((u) => Number.isInteger(u) && u > 0)).toBe(true)
          expect(units.reduce((a, b) => a + b, 0)).toBe(score.unitsTotal)
          expect(score.unitsTotal).toBe(score.active.length === 7 ? 151_200 : 21_600)
          const sum = (mark: Status) =>
            Object.entries(score.status).reduce((t, [id, s]) => t + (s === mark ? score.units[id]! : 0), 0)
          expect([score.unitsDeprived, score.unitsUnanswered]).toEqual([sum(1), sum('?')])
          expect(Object.keys(score.missing).sort()).toEqual(
            Object.keys(score.status)
              .filter((id) => score.status[id] === '?')
              .sort(),
          )
        }
      }),
      { numRuns: 400 },
    )
  })
  test('the shareable set is the full one without special items', () => {
    fc.assert(
      fc.property(anyInput, (of) => {
        const full = Object.keys(fullScore(iv, of).status)
        const open = Object.keys(shareableScore(iv, of).status)
        expect(open).toEqual(full.filter((id) => iv.indicator(id).visibility === 'case'))
      }),
    )
  })
  test('not answering never lowers the upper bound nor raises the lower one', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(), (of, pick) => {
        const { status } = evaluateIndicators(iv, of, 'full')
        const ids = Object.keys(status)
        const silent = { ...status, [ids[pick % ids.length]!]: '?' as const }
        const [a, b] = [unitsOf(iv, status, false), unitsOf(iv, silent, false)]
        expect(b.unitsDeprived).toBeLessThanOrEqual(a.unitsDeprived)
        expect(b.unitsDeprived + b.unitsUnanswered).toBeGreaterThanOrEqual(
          a.unitsDeprived + a.unitsUnanswered,
        )
      }),
    )
  })
  test('declining never makes a complete assessment incomplete', () => {
    // Filters and places open other questions; every other item may be declined.
    const opens = ['HO1', 'ST1', 'ED2', 'HE3']
    const items = iv.indicators.filter((item) => item.fields.length > 0 && !opens.includes(item.id))
    fc.assert(
      fc.property(anyInput, fc.constantFrom(...items), (of, item) => {
        const declined: Input = {
          ...of,
          answers: {
            ...of.answers,
            [item.id]: Object.fromEntries(item.fields.map((f) => [f.id, 'prefiere_no_decir'])),
          },
        }
        for (const scoreOf of [fullScore, shareableScore])
          if (scoreOf(iv, of).complete) expect(scoreOf(iv, declined).complete).toBe(true)
      }),
      { numRuns: 400 },
    )
  })
})

describe('needs', () => {
  const result = shareableResult(iv, ana)
  test('each lack with what would resolve it, in words that exist', () => {
    expect(result.needs.map((need) => need.indicator)).toEqual(
      'HO2 HO5 FO1 HE1 WO2 WO3 WO4 CA2 NE1'.split(' '),
    )
    const rent = result.needs.find((need) => need.indicator === 'HO5')!
    expect(rent.actions.map((a) => a.action)).toEqual(['A-RENTA', 'A-LEGAL'])
    for (const need of result.needs)
      for (const key of [need.support, ...need.actions.map((a) => a.text)])
        for (const lang of ['es', 'ht', 'en', 'fr', 'pt'] as const) expect(texts[lang][key]).toBeTruthy()
  })
  test('what binds whoever takes it up comes with it', () => {
    const full = protectionResult(iv, answer(ana, 'ST1', 'desea_orientacion'))
    const stay = full.needs.find((need) => need.indicator === 'ST1')!
    expect(stay.actions[0]).toMatchObject({ action: 'A-INM', note: expect.stringContaining('request') })
  })
  test('the arithmetic, line by line, adds up to the score', () => {
    const { lines, unitsTotal, low, high } = result.arithmetic
    const deprived = lines.filter((line) => line.status === 1).reduce((sum, line) => sum + line.units, 0)
    expect(asFraction(deprived, unitsTotal)).toBe(low)
    expect([low, high]).toEqual(['17/45', '17/45'])
    expect(lines.find((line) => line.indicator === 'HE1')).toMatchObject({
      units: 2400,
      weight: '1/9',
      points: 11.1,
    })
    expect(result.arithmetic.lowPoints).toBe(37.8)
    expect(pointsOf(10_800, 21_600)).toBe(50)
  })
  test('no band, no flag, nothing special, and no label', () => {
    expect(JSON.stringify(result)).not.toMatch(/band|flag|severe|vulnerable|RF\d/)
    expect(result.needs.every((need) => isShareableNeed(iv, need))).toBe(true)
    expect(protectionResult(iv, ana).needs.every((need) => isShareableNeed(iv, need))).toBe(false)
  })
  test('wanting to talk opens a door and scores nothing', () => {
    const talk: Input = {
      ...ana,
      answers: { ...ana.answers, PR1: { lugar_seguro: 'si', quiere_hablar: 'si' } },
    }
    const full = protectionResult(iv, talk)
    expect(full.wanted.map((w) => [w.indicator, w.actions.map((a) => a.action)])).toEqual([
      ['PR1', ['A-VICT', 'A-MHPSS']],
    ])
    expect(full.score.unitsDeprived).toBe(fullScore(iv, ana).unitsDeprived)
    expect(protectionResult(iv, ana).wanted).toEqual([])
    expect(protectionResult(iv, { ...talk, facts: { ...talk.facts, birth: aged(9) } }).wanted).toEqual([])
  })
  test('strengths beside them, in the person’s words', () => {
    const told = input({
      S1: { S1: ['español', 'garífuna'] },
      S3: { S3: 'Cocinar para muchas personas' },
      S4: { S4: 'no' },
      S5: { S5: ['familia_lejos', 'por_ahora_no'] },
      S9: { S9: 'prefiere_no_decir' },
    })
    expect(shareableResult(iv, told).strengths).toEqual([
      { strength: 'S1', name: 'S1.name', values: ['español', 'garífuna'] },
      { strength: 'S3', name: 'S3.name', values: ['Cocinar para muchas personas'] },
      { strength: 'S5', name: 'S5.name', values: ['familia_lejos'] },
    ])
  })
  test('the household has its own', () => {
    const home = householdResult(iv, [ana, luis])
    expect(home.arithmetic.low).toBe('13/30')
    expect(home.needs.map((need) => need.indicator)).toEqual(
      'HO2 HO5 FO1 HE1 HE5 ED1 WO2 WO3 WO4 CA2 NE1'.split(' '),
    )
  })
})

describe('what changed since last time', () => {
  const first = scoredOf(
    shareableScore(iv, { ...answer(ana, 'HE1', 'no', '2026-05-20'), phase: 'assessment' }),
    '2026-05-20',
  )
  const now = (of: Input) => scoredOf(shareableScore(iv, of), of.facts.on)
  test('resolved, new, kept', () => {
    const change = changeBetween(iv, first, now(answer(answer(ana, 'HE1', 'si'), 'NE4', 'si')))
    expect(change).toMatchObject({
      resolved: ['HE1'],
      new: ['NE4'],
      sameVersion: true,
      ageGroupChanged: false,
    })
    expect(change.kept).toEqual('HO2 HO5 FO1 WO2 WO4 CA2 NE1'.split(' '))
    const { before, after } = change.common!
    expect([before.unitsTotal, before.points, after.points]).toEqual([21_600, 36.9, 28.5])
  })
  test('silence is never taken for a change for the better', () => {
    const change = changeBetween(iv, first, now(answer(ana, 'HE1', 'prefiere_no_decir')))
    expect(change.items.find((item) => item.indicator === 'HE1')).toMatchObject({ change: 'not_known' })
    expect(change.resolved).toEqual([])
    expect(change.common!.items).not.toContain('HE1')
  })
  test('what applies no more, or only now, is neither', () => {
    const change = changeBetween(
      iv,
      first,
      now(answer(answer(ana, 'F-TRAB', 'quiere_trabajar'), 'F-OFICIO', 'si')),
    )
    const of = (id: string) => change.items.find((item) => item.indicator === id)?.change
    expect([of('WO2'), of('WO1'), of('ED3')]).toEqual(['no_longer_applies', 'new', 'applies_now'])
  })
  test('against itself nothing has changed', () => {
    fc.assert(
      fc.property(anyInput, (of) => {
        const score = scoredOf(fullScore(iv, of), of.facts.on)
        const change = changeBetween(iv, score, score)
        expect([...change.resolved, ...change.new]).toEqual([])
        expect(change.common?.before).toEqual(change.common?.after)
      }),
    )
  })
  test('back and forth are mirror images', () => {
    fc.assert(
      fc.property(anyInput, anyInput, (a, b) => {
        const [x, y] = [
          scoredOf(shareableScore(iv, a), '2026-11-20'),
          scoredOf(shareableScore(iv, b), '2026-11-20'),
        ]
        const [there, back] = [changeBetween(iv, x, y), changeBetween(iv, y, x)]
        expect(there.resolved).toEqual(back.new)
        expect(there.common?.before).toEqual(back.common?.after)
      }),
    )
  })
  test('growing up is said, and the score left to the items', () => {
    const child = scoredOf(shareableScore(iv, input({}, { birth: aged(17) })), '2026-11-20')
    const adult = scoredOf(shareableScore(iv, input({}, { birth: aged(18) })), '2026-11-20')
    expect(changeBetween(iv, child, adult).ageGroupChanged).toBe(true)
  })
  test('between versions only what is measured alike', () => {
    const next = loadInstrument({
      ...definition,
      version: '0.3-test',
      items: definition.items.map(
        (item): Item =>
          item.id === 'ID2' && item.kind === 'indicator'
            ? { ...item, deprivedIf: eq('ID2', 'en_tramite') }
            : item,
      ),
    })
    const later = scoredOf(shareableScore(next, answer(ana, 'HE1', 'si')), '2026-11-20')
    const change = changeBetween(next, first, later, iv)
    expect(change.sameVersion).toBe(false)
    expect(change.resolved).toEqual(['HE1'])
    expect(change.items.map((item) => item.indicator)).not.toContain('ID2')
    expect(change.items.map((item) => item.indicator)).toContain('ID1')
  })
  test.each<[string, () => unknown]>([
    [
      'a full with a shareable score',
      () => changeBetween(iv, first, scoredOf(fullScore(iv, ana), '2026-11-20')),
    ],
    ['another version than the one given', () => changeBetween(iv, { ...first, version: '0.1' }, now(ana))],
    ['a later version than the one given', () => changeBetween(iv, first, { ...now(ana), version: '0.3' })],
    ['the order of time', () => changeBetween(iv, now(ana), first)],
  ])('refuses %s', (_, deed) => expect(deed).toThrow(RangeError))
  test('nothing in common, no score', () => {
    const empty: Scored = { ...first, status: { ID1: '?' } }
    expect(changeBetween(iv, empty, { ...empty, on: '2026-11-20' }).common).toBeNull()
  })
})
