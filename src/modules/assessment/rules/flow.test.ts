import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { integrateIv02 as iv } from '../instruments/integrate-iv-0.2/index.ts'
import { type Answered, foldAnswers } from './answers.ts'
import { askerOf, type Situation, whyLater } from './applicability.ts'
import { anyAnswers, anyFacts, anySituation, anyValue, shareable } from './arbitrary.ts'
import { aged, ana, desk, fill, goodShelter, input, protection, today } from './cast.ts'
import { ageOn, environment, type Facts, type Input, type Known } from './facts.ts'
import { mayRecord, nextItem, nextQuestion, type Plan, plan, progress } from './flow.ts'
import { knownFromRegistry, type OnRecord } from './known.ts'
import { shareableScore } from './score.ts'

const stepOf = (of: Plan, item: string) => of.steps.find((step) => step.item === item)
const states = (of: Plan, item: string) => stepOf(of, item)?.fields.map((field) => field.state)

describe('what applies is asked, and no more', () => {
  test('an adult is not asked about school as a child, nor a Mexican about a stay', () => {
    const steps = plan(iv, input({}, { nationalities: ['MEX'] }), protection)
    for (const item of ['ID3', 'ED1', 'ST1', 'ST2', 'HE5', 'PR4', 'WO5', 'ED4', 'ST3'])
      expect([item, stepOf(steps, item)]).toEqual([item, undefined])
  })
  test('a filter opens what stands behind it', () => {
    expect(stepOf(plan(iv, input(), desk), 'ST3')).toBeUndefined()
    const opened = plan(iv, input({ 'F-LEGAL': { 'F-LEGAL': 'si' } }), desk)
    expect(stepOf(opened, 'ST3')?.state).toBe('to_ask')
    expect(nextQuestion(opened, 'F-LEGAL')).toEqual({ item: 'ST3', field: 'ST3' })
  })
  test('questions about children only where there are any', () => {
    expect(states(plan(iv, input(), desk), 'FO1')?.slice(5)).toEqual(['to_ask', ...Array(6).fill('left_out')])
    const family = { household: { births: [aged(29), aged(4)], self: 0 } }
    expect(states(plan(iv, input({}, family), desk), 'FO1')).toEqual(Array(12).fill('to_ask'))
  })
  test('the support is asked from much difficulty on', () => {
    const of = (code: number) => states(plan(iv, input({ HE3: fill.wg(code) }), protection), 'HE3')?.at(-1)
    expect([of(2), of(3)]).toEqual(['left_out', 'to_ask'])
  })
  test('nothing at intake', () => expect(plan(iv, { ...input(), phase: 'intake' }, desk).steps).toEqual([]))
  test('diet waits for a later visit', () => {
    expect(stepOf(plan(iv, { ...input(), phase: 'assessment' }, desk), 'FO2')?.later).toEqual(['other_phase'])
    expect(stepOf(plan(iv, input(), desk), 'FO2')?.state).toBe('to_ask')
  })
  test('what has to be known first is named', () => {
    const nobody = { birth: { precision: 'unknown' as const }, nationalities: [], household: null }
    expect(plan(iv, input({}, nobody), desk).missingFacts).toEqual(['age', 'nationality', 'household'])
    expect(plan(iv, input(), desk).missingFacts).toEqual([])
  })
})

describe('never asked again', () => {
  const known = (item: string, value: string, from: Known['from'], on: string | null): Known => ({
    item,
    fields: { [item]: value },
    from,
    on,
  })
  const asked = (item: string, ...of: Known[]) => stepOf(plan(iv, input({}, { known: of }), desk), item)
  test('a CURP on file', () => {
    const step = asked('ID2', known('ID2', 'si', 'registry', null))
    expect(step).toMatchObject({ state: 'done', fields: [{ state: 'known', origin: 'registry' }] })
  })
  test('an earlier answer stands for its days, and not a day longer', () => {
    expect(asked('HE1', known('HE1', 'si', 'earlier_answer', '2026-05-25'))?.state).toBe('done') // 179 days
    expect(asked('HE1', known('HE1', 'si', 'earlier_answer', '2026-05-24'))?.state).toBe('to_ask') // 180
    expect(asked('HE1', known('HE1', 'si', 'earlier_answer', '2026-11-21'))?.state).toBe('to_ask') // tomorrow
  })
  test('an earlier silence is no answer', () =>
    expect(asked('HE1', known('HE1', 'prefiere_no_decir', 'earlier_answer', '2026-11-01'))?.state).toBe(
      'to_ask',
    ))
  test('the newest of two', () => {
    const of = input(
      {},
      {
        known: [
          known('HE1', 'no', 'earlier_answer', '2026-08-01'),
          known('HE1', 'si', 'earlier_answer', '2026-11-01'),
        ],
      },
    )
    expect(shareableScore(iv, of).status.HE1).toBe(0)
  })
  test('a fact of the household told by another member; never one of a person', () => {
    expect(asked('NE3', known('NE3', 'si', 'household_answer', '2026-11-01'))?.state).toBe('done')
    expect(asked('HE1', known('HE1', 'si', 'household_answer', '2026-11-01'))?.state).toBe('to_ask')
  })
  test('the person corrects the registry', () => {
    const of = input({ ID2: { ID2: 'no' } }, { known: [known('ID2', 'si', 'registry', null)] })
    expect(shareableScore(iv, of).status.ID2).toBe(1)
  })
  test('an open stay answers for the place, whatever was said', () => {
    const of = input({ HO1: { HO1: 'calle_campamento_vehiculo' } }, { stay: goodShelter })
    expect(shareableScore(iv, of).status.HO1).toBe(0)
    expect(states(plan(iv, of, desk), 'HO1')).toEqual(['known'])
    expect(states(plan(iv, input({}, { stay: { ...goodShelter, plannedEnd: null } }), desk), 'HO1')).toEqual([
      'known',
    ])
    for (const item of ['HO2', 'HO4'])
      expect(stepOf(plan(iv, of, desk), item)).toMatchObject({ state: 'later', later: ['shelter_record'] })
    for (const item of ['HO3', 'HO5', 'FO1', 'FO2']) expect(stepOf(plan(iv, of, desk), item)).toBeUndefined()
  })
  test('the first language on file', () =>
    expect(stepOf(plan(iv, input(), desk), 'F-LENGUA')?.state).toBe('done'))
})

describe('what the registry holds', () => {
  const empty: OnRecord = { documents: [], curp: null, procedures: [], difficulties: null }
  const of = (record: Partial<OnRecord>) => {
    const found = knownFromRegistry({ ...empty, ...record }, today)
    const flat = (pile: Known[]) =>
      Object.fromEntries(pile.map((k) => [k.item, k.fields[k.item] ?? k.fields]))
    return { known: flat(found.known), special: flat(found.special) }
  }
  test('nothing on file says nothing', () => expect(of({})).toEqual({ known: {}, special: {} }))
  test.each([
    ['no_expiry', { ID1: 'vigente' }],
    [today, { ID1: 'vigente' }],
    ['2026-11-19', {}],
    [null, {}],
  ] as const)('an identity document until %s', (validUntil, known) =>
    expect(of({ documents: [{ kind: 'identity', validUntil }] }).known).toEqual(known),
  )
  test('CURP and birth certificate', () => {
    expect(of({ curp: { state: 'on_file', on: today } }).known).toEqual({ ID2: 'si' })
    expect(of({ curp: { state: 'applied', on: today } }).known).toEqual({ ID2: 'en_tramite' })
    expect(of({ documents: [{ kind: 'birth_certificate', validUntil: null }] }).known).toEqual({ ID3: 'si' })
  })
  test.each([
    ['2026-12-20', 'vence_30_dias'],
    ['2026-12-21', 'no'],
    ['no_expiry', 'no'],
  ] as const)('a card until %s', (validUntil, ST2) =>
    expect(of({ documents: [{ kind: 'stay', validUntil }] }).special).toEqual({
      ST1: 'documento_de_estancia_vigente',
      ST2,
    }),
  )
  test.each([
    ['2026-11-19', { ST1: 'solicitante_condicion_refugiado', ST2: 'plazo_rebasado' }],
    [today, { ST1: 'solicitante_condicion_refugiado', ST2: 'no' }],
    [null, { ST1: 'solicitante_condicion_refugiado' }],
  ] as const)('a request for recognition due %s', (dueOn, special) =>
    expect(of({ procedures: [{ kind: 'refugee_recognition', open: true, dueOn }] }).special).toEqual(special),
  )
  test('a closed procedure is none', () =>
    expect(of({ procedures: [{ kind: 'other', open: false, dueOn: null }] }).special).toEqual({}))
  test('difficulties go to the protected pile, and only the support is asked', () => {
    const { special } = knownFromRegistry(
      { ...empty, difficulties: { on: '2026-10-01', codes: { ...fill.wg(1), wg_ver: 3 } } },
      today,
    )
    const steps = plan(iv, input({}, { special: { known: special } }), protection)
    expect(states(steps, 'HE3')).toEqual([...Array(6).fill('known'), 'to_ask'])
  })
})

describe('who asks, where, of whom', () => {
  const why = (item: string, years: number, situation: Partial<Situation>, more: Partial<Input> = {}) => {
    const of = { ...input({ 'F-EMB': { 'F-EMB': 'si' } }, { birth: aged(years) }), ...more }
    return whyLater(iv, iv.item(item), of, { ...protection, ...situation }, environment(iv, of, 'full'))
  }
  test('violence and freedom: alone, in private, when somebody can receive the person', () => {
    expect(why('PR1', 30, {})).toEqual([])
    expect(why('PR1', 30, { interpreter: 'professional' })).toEqual([])
    expect(why('PR1', 30, { interpreter: 'family' })).toEqual(['family_interpreter'])
    expect(why('PR1', 30, { setting: 'seated' })).toEqual(['more_private_setting'])
    expect(why('PR1', 30, { serviceNow: false })).toEqual(['no_service_now'])
    expect(why('PR1', 30, { respondent: 'representative' })).toEqual(['person_answers'])
    expect(why('PR1', 30, { asker: 'worker' })).toEqual(['protection_staff'])
  })
  test.each(['PR1', 'PR2', 'PR4', 'WO5', 'HE6', 'F-EMB'])(
    '%s under 18: protection staff, never by proxy',
    (item) => {
      expect(why(item, 16, {})).toEqual([])
      expect(why(item, 16, { asker: 'trained_worker' })).toEqual(['protection_staff'])
      expect(why(item, 10, { respondent: 'representative' })).toEqual(['person_answers'])
      const of = input({ 'F-EMB': { 'F-EMB': 'si' } }, { birth: aged(16) })
      expect(stepOf(plan(iv, of, protection), item)?.lawNote).toBe(true)
    },
  )
  test('whoever may be a child is asked as one, also about what is not special', () => {
    const item = { ...iv.item('HE1'), askedByUnder18: 'protection_staff' as const }
    const asker = (of: Partial<Facts['birth']>) => askerOf(item, ageOn({ precision: 'day', ...of }, today))
    expect(asker(aged(17))).toBe('protection_staff')
    expect(asker(aged(18))).toBe('worker')
    expect(asker({ precision: 'unknown' })).toBe('protection_staff')
    expect(asker({ year: 2006, precision: 'about' })).toBe('protection_staff')
  })
  test('no note on the law for adults', () => {
    expect(stepOf(plan(iv, input(), protection), 'PR1')?.lawNote).toBe(false)
    const maybe = input({}, { birth: { year: 2006, precision: 'about' } })
    expect(stepOf(plan(iv, maybe, protection), 'PR1')?.lawNote).toBe(true)
  })
  test('from 12 people answer for themselves; below, the adult who looks after them', () => {
    expect(why('HE1', 12, {})).toEqual([])
    expect(why('HE1', 12, { respondent: 'representative' })).toEqual(['person_answers'])
    expect(why('HE1', 11, { respondent: 'representative' })).toEqual([])
    expect(why('HE1', 11, {})).toEqual(['adult_answers'])
    expect(why('NE3', 30, { respondent: 'representative' })).toEqual([])
  })
  test('computed items are asked of nobody', () => {
    for (const item of ['WO1', 'CA1']) expect(why(item, 30, {})).toEqual(['computed'])
  })
  test('income without a line to compare it with is not asked', () => {
    const of = input({}, { povertyLines: [] })
    expect(stepOf(plan(iv, of, desk), 'WO3')?.later).toEqual(['parameter_not_loaded'])
  })
  test('no answer is recorded where it may not be asked', () => {
    const maybe = plan(iv, input(), { ...desk, respondent: 'representative' })
    expect([mayRecord(maybe, 'HE1'), mayRecord(maybe, 'NE3'), mayRecord(maybe, 'XX')]).toEqual([
      false,
      true,
      false,
    ])
  })
})

describe('in any order, resumable', () => {
  test('Ana’s interview is done, but for what she may still tell', () => {
    const steps = plan(iv, ana, desk)
    const { dimensions, ...all } = progress(steps)
    expect(all.total - all.done).toBe(10)
    expect(dimensions.find((d) => d.dimension === null)).toEqual({ dimension: null, done: 0, total: 10 })
    expect(nextQuestion(steps)).toEqual({ item: 'S1', field: 'S1' })
  })
  test('what is begun is finished first; what is left comes round again', () => {
    const steps = plan(iv, input({ HO4: { agua: 'si' } }), desk)
    expect(nextQuestion(steps, 'HO4')).toEqual({ item: 'HO4', field: 'drenaje' })
    expect(nextItem(steps, 'HO4')?.item).not.toBe('HO4')
    expect(nextItem(plan(iv, ana, desk), 'S10')).toEqual({ item: 'S1', field: 'S1' })
  })
  test('the order of saving different items does not matter', () => {
    fc.assert(
      fc.property(anyAnswers(shareable), fc.infiniteStream(fc.nat()), (answers, dice) => {
        const saved: Answered[] = Object.entries(answers).flatMap(([item, fields]) =>
          Object.entries(fields).map(([field, value]) => ({ item, fields: { [field]: value } })),
        )
        const shuffled = saved
          .map((one) => ({ one, at: dice.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one)
        expect(foldAnswers(shuffled)).toEqual(foldAnswers(saved))
      }),
    )
  })
  test('stopped anywhere and taken up again it is the same', () => {
    fc.assert(
      fc.property(anyAnswers(shareable), fc.nat(40), (answers, at) => {
        const saved = Object.entries(answers).map(([item, fields]) => ({ item, fields }))
        expect(foldAnswers(saved.slice(at), foldAnswers(saved.slice(0, at)))).toEqual(foldAnswers(saved))
      }),
    )
  })
  test('always ends, asks nothing twice and nothing already known', () => {
    fc.assert(
      fc.property(anyFacts, anySituation, fc.infiniteStream(fc.nat()), (facts, situation, dice) => {
        const asked = new Set<string>()
        let answers = {}
        let at: string | undefined
        for (let i = 0; i < 250; i++) {
          const steps = plan(iv, { facts, answers, phase: 'follow_up' }, situation)
          const next = nextQuestion(steps, at)
          if (!next) {
            expect(progress(steps).done).toBe(progress(steps).total)
            return
          }
          expect(asked.has(next.field)).toBe(false)
          asked.add(next.field)
          const field = iv.item(next.item).fields.find((f) => f.id === next.field)!
          const [value] = fc.sample(anyValue(field), { numRuns: 1, seed: dice.next().value as number })
          answers = foldAnswers([{ item: next.item, fields: { [next.field]: value! } }], answers)
          at = next.item
        }
        throw new Error('no end')
      }),
      { numRuns: 60 },
    )
  })
})
