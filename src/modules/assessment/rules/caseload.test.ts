import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { indexAgeGroups } from '../../../shared/day.ts'
import { integrateIv02 as iv } from '../instruments/integrate-iv-0.2/index.ts'
import { texts } from '../instruments/integrate-iv-0.2/texts.ts'
import { bands } from '../instruments/types.ts'
import { caseload, type ProtectionEntry, protectionCaseload, serviceOrder } from './caseload.ts'
import { ana, luis } from './cast.ts'
import { alertOf, clockOf, flagOf, orderFlags, type RaisedFlag, raiseFlag, supportsDue } from './red-flags.ts'
import { fullScore, shareableScore } from './score.ts'

const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 10, 20, hour, minute)).toISOString()
const raised = (flag: string, hour: number, acknowledgedAt: string | null = null): RaisedFlag => ({
  flag,
  raisedBy: 'observation',
  raisedAt: at(hour),
  acknowledgedAt,
})

describe('red flags', () => {
  test('seven, each seen or said, each acknowledged by protection staff', () => {
    expect(iv.redFlags).toHaveLength(7)
    for (const flag of iv.redFlags) {
      expect(flag).toMatchObject({
        raisedBy: ['observation', 'spontaneous_word'],
        acknowledgedBy: 'protection_staff',
      })
      const alert = alertOf(iv, flag.id)
      for (const lang of ['es', 'en'] as const)
        for (const key of [alert.label, alert.alert, alert.actionText]) expect(texts[lang][key]).toBeTruthy()
      for (const lang of ['ht', 'fr', 'pt'] as const) expect(texts[lang][alert.label]).toBeUndefined()
    }
  })
  test.each([
    [{ flag: 'RF9', raisedBy: 'observation', at: at(9) }, 'unknown_flag'],
    [{ flag: 'RF3', raisedBy: 'asked', at: at(9) }, 'never_asked'],
    [{ flag: 'RF3', raisedBy: 'observation', at: 'now' }, 'not_an_instant'],
  ])('refuses %j', (given, problem) => expect(raiseFlag(iv, given)).toEqual({ ok: false, problem }))
  test('one tap raises one', () =>
    expect(raiseFlag(iv, { flag: 'RF3', raisedBy: 'spontaneous_word', at: at(9) })).toMatchObject({
      ok: true,
      raised: { flag: 'RF3', acknowledgedAt: null },
    }))
  test.each([
    ['RF5', at(20, 59), 1, 'open'],
    ['RF5', at(21), 0, 'open'],
    ['RF5', at(21, 1), -1, 'overdue'],
    ['RF7', at(23), 600, 'open'],
    ['RF1', at(9), 0, 'open'],
    ['RF1', at(9, 1), -1, 'overdue'],
  ] as const)('%s raised at nine, seen at %s: %d minutes, %s', (flag, now, minutesLeft, state) =>
    expect(clockOf(iv, raised(flag, 9), now)).toMatchObject({ minutesLeft, state }),
  )
  test('the clock stops at the acknowledgement', () => {
    expect(clockOf(iv, raised('RF6', 9, at(10)), at(23))).toMatchObject({
      minutesLeft: 660,
      state: 'acknowledged',
    })
    expect(clockOf(iv, raised('RF6', 1, at(14)), at(23))).toMatchObject({
      minutesLeft: -60,
      state: 'acknowledged_late',
    })
    expect(clockOf(iv, raised('RF6', 9), at(9)).dueAt).toBe(at(21))
  })
  test('what is due first stands first, the acknowledged last', () => {
    const list = [
      raised('RF7', 0),
      raised('RF5', 1),
      raised('RF2', 12),
      raised('RF1', 3, at(4)),
      raised('RF6', 0),
    ]
    expect(orderFlags(iv, list).map((r) => r.flag)).toEqual(['RF2', 'RF6', 'RF5', 'RF7', 'RF1'])
  })
  test('outside the protection team: the support and its hour, of what the case team may act on', () => {
    const list = iv.redFlags.map((flag) => raised(flag.id, 9))
    expect(supportsDue(iv, [...list, raised('RF5', 1, at(2))])).toEqual([
      { action: 'A-ALB', text: 'action.A-ALB', dueAt: at(21) },
      { action: 'A-ALIM', text: 'action.A-ALIM', dueAt: at(21) },
    ])
  })
  test('an unknown flag stops at once', () => expect(() => flagOf(iv, 'RF8')).toThrow(RangeError))
})

const instant = fc.integer({ min: 0, max: 23 }).map((hour) => at(hour))
const anyEntry: fc.Arbitrary<ProtectionEntry> = fc.record({
  person: fc.uuid(),
  ageGroup: fc.constantFrom(...indexAgeGroups, null),
  flags: fc.array(
    fc.record({
      flag: fc.constantFrom(...iv.redFlags.map((flag) => flag.id)),
      raisedBy: fc.constant('observation' as const),
      raisedAt: instant,
      acknowledgedAt: fc.option(instant, { nil: null }),
    }),
    { maxLength: 2 },
  ),
  band: fc.option(fc.constantFrom(...bands), { nil: null }),
  waitingSince: instant,
})
const entry = (person: string, given: Partial<ProtectionEntry> = {}): ProtectionEntry => ({
  person,
  ageGroup: '18+',
  flags: [],
  band: 'below',
  waitingSince: at(9),
  ...given,
})
const names = (list: readonly { person: string }[] | undefined) => list?.map((e) => e.person)

describe('the list of protection workers', () => {
  test('flag, then band, then waiting', () => {
    const [list] = protectionCaseload(iv, [
      entry('waits since nine'),
      entry('waits since six', { waitingSince: at(6) }),
      entry('severe', { band: 'severe' }),
      entry('not assessed', { band: null, waitingSince: at(0) }),
      entry('acknowledged', { flags: [raised('RF2', 1, at(2))], waitingSince: at(7) }),
      entry('flag', { flags: [raised('RF7', 8)] }),
      entry('flag at once', { flags: [raised('RF7', 1), raised('RF2', 8)] }),
    ])
    expect(names(list?.entries)).toEqual([
      'flag at once',
      'flag',
      'severe',
      'waits since six',
      'acknowledged',
      'waits since nine',
      'not assessed',
    ])
  })
  test('adults and children are never ranked together', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 12 }), (entries) => {
        const lists = protectionCaseload(iv, entries)
        expect(new Set(lists.map((list) => list.ageGroup)).size).toBe(lists.length)
        for (const list of lists) expect(list.entries.every((e) => e.ageGroup === list.ageGroup)).toBe(true)
        expect(lists.flatMap((list) => names(list.entries)!).sort()).toEqual(names(entries)!.sort())
      }),
    )
  })
  test('one person’s place does not depend on the order they came in, nor on another age group', () => {
    fc.assert(
      fc.property(
        fc.array(anyEntry, { maxLength: 10 }),
        fc.constantFrom(...indexAgeGroups),
        (entries, group) => {
          const of = (list: readonly ProtectionEntry[]) =>
            names(protectionCaseload(iv, list).find((l) => l.ageGroup === group)?.entries)
          expect(of([...entries].reverse())).toEqual(of(entries))
          expect(of(entries.filter((e) => e.ageGroup === group))).toEqual(of(entries))
        },
      ),
    )
  })
})

describe('the list of everybody else', () => {
  test('support due, then waiting; no score in it', () => {
    expect(
      names(
        caseload([
          { person: 'waits since nine', supportDue: null, waitingSince: at(9) },
          { person: 'due at noon', supportDue: at(12), waitingSince: at(11) },
          { person: 'waits since six', supportDue: null, waitingSince: at(6) },
          { person: 'due at ten', supportDue: at(10), waitingSince: at(9) },
        ]),
      ),
    ).toEqual(['due at ten', 'due at noon', 'waits since six', 'waits since nine'])
  })
})

describe('the order for a service', () => {
  const of = (person: string, score = shareableScore(iv, ana)) => ({
    person,
    ageGroup: score.ageGroup,
    score,
    waitingSince: at(9),
  })
  test('declining loses nobody a place', () => {
    const declined = {
      ...ana,
      answers: { ...ana.answers, HE1: { HE1: 'prefiere_no_decir' as const } },
    }
    const fine = { ...ana, answers: { ...ana.answers, HE1: { HE1: 'si' as const } } }
    const [list] = serviceOrder([
      of('fine', shareableScore(iv, fine)),
      of('declined', shareableScore(iv, declined)),
    ])
    expect(names(list?.entries)).toEqual(['declined', 'fine'])
  })
  test('one list for each age group, one kind of score', () => {
    expect(serviceOrder([of('Ana'), of('Luis', shareableScore(iv, luis))])).toHaveLength(2)
    const mixed = [of('Ana'), { ...of('Ana'), score: fullScore(iv, ana) }]
    expect(() => serviceOrder(mixed)).toThrow(RangeError)
  })
})
