import fc from 'fast-check'
import { integrateIv02 as iv } from '../instruments/integrate-iv-0.2/index.ts'
import { type Field, type Item, isSpecial } from '../instruments/types.ts'
import type { Answers, FieldAnswers, FieldValue } from './answers.ts'
import type { Situation } from './applicability.ts'
import { today } from './cast.ts'
import type { Facts, Input, Known } from './facts.ts'

// Anyone at all, for the property tests: any answers, any of them missing, any facts.

const value = (field: Field): fc.Arbitrary<FieldValue> => {
  switch (field.kind) {
    case 'choice':
      return fc.constantFrom(...field.options)
    case 'choices':
      return fc.subarray([...field.options], { minLength: 1 })
    case 'scale':
    case 'number':
      return fc.integer({ min: field.min, max: field.max })
    case 'code':
      return fc.constantFrom(
        ...(field.system === 'ISO-639-3' ? ['spa', 'hat', 'ara'] : ['MEX', 'HTI', 'HND']),
      )
    case 'list':
      return fc.constant(['uno', 'dos'])
    case 'text':
      return fc.constantFrom('Coser', 'Cocinar para muchas personas')
  }
}

export const anyValue = (field: Field): fc.Arbitrary<FieldValue> =>
  fc.oneof({ weight: 4, arbitrary: value(field) }, fc.constantFrom('no_sabe', 'prefiere_no_decir'))

const anyFields = (item: Item): fc.Arbitrary<FieldAnswers> =>
  fc
    .tuple(...item.fields.map((field) => fc.option(anyValue(field), { nil: undefined, freq: 8 })))
    .map((values) =>
      Object.fromEntries(
        item.fields.flatMap((field, i) => (values[i] === undefined ? [] : [[field.id, values[i]]])),
      ),
    )

export function anyAnswers(items: readonly Item[]): fc.Arbitrary<Answers> {
  const asked = items.filter((item) => item.fields.length > 0)
  return fc
    .tuple(...asked.map((item) => fc.option(anyFields(item), { nil: undefined, freq: 5 })))
    .map((all) => Object.fromEntries(asked.flatMap((item, i) => (all[i] ? [[item.id, all[i]]] : []))))
}

export const shareable = iv.items.filter((item) => !isSpecial(item))
export const special = iv.items.filter(isSpecial)

const anyBirth: fc.Arbitrary<Facts['birth']> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      year: fc.integer({ min: 1930, max: 2026 }),
      month: fc.integer({ min: 1, max: 11 }),
      day: fc.integer({ min: 1, max: 20 }),
      precision: fc.constant('day' as const),
    }),
  },
  fc.record({
    year: fc.integer({ min: 1930, max: 2025 }),
    precision: fc.constantFrom('year' as const, 'about' as const),
  }),
  fc.constant({ precision: 'unknown' as const }),
)

const anyKnown = (items: readonly Item[]): fc.Arbitrary<Known[]> =>
  fc.array(
    fc.constantFrom(...items.filter((item) => item.fields.length > 0)).chain((item) =>
      fc.record({
        item: fc.constant(item.id),
        fields: anyFields(item),
        from: fc.constantFrom('registry' as const, 'earlier_answer' as const, 'household_answer' as const),
        on: fc.constantFrom(null, '2026-11-01', '2026-06-01', '2025-01-01'),
      }),
    ),
    { maxLength: 4 },
  )

const anyStay = fc.option(
  fc.record({
    plannedEnd: fc.constantFrom('open' as const, null, '2026-11-22', '2027-01-01'),
    m2PerPerson: fc.option(fc.integer({ min: 1, max: 8 }), { nil: null }),
    litresPerPerson: fc.option(fc.integer({ min: 5, max: 30 }), { nil: null }),
    peoplePerToilet: fc.option(fc.integer({ min: 5, max: 40 }), { nil: null }),
  }),
  { nil: null, freq: 2 },
)

/** Facts without anything special. */
export const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    birth: anyBirth,
    sex: fc.constantFrom('female' as const, 'male' as const, 'other' as const, null),
    nationalities: fc.constantFrom(['MEX'], ['HTI'], ['HND', 'MEX'], ['XXA'], []),
    firstLanguage: fc.constantFrom('spa', 'hat', null),
    stay: anyStay,
    others: fc.option(fc.array(anyBirth, { maxLength: 5 }), { nil: null }),
    area: fc.constantFrom('urban' as const, 'rural' as const, null),
    lines: fc.boolean(),
    known: anyKnown(shareable),
  })
  .map(({ others, lines, ...rest }) => ({
    ...rest,
    on: today,
    household: others && { births: [rest.birth, ...others], self: 0 },
    povertyLines: lines
      ? [
          { month: '2026-11', area: 'urban' as const, centavos: 250_000 },
          { month: '2026-11', area: 'rural' as const, centavos: 190_000 },
        ]
      : [],
  }))

export type Hidden = { answers: Answers; known: readonly Known[]; special: Facts['special'] }

/** Everything special at once: answers, facts the registry holds, what is recorded of others. */
export const anyHidden: fc.Arbitrary<Hidden> = fc.record({
  answers: anyAnswers(special),
  known: anyKnown(special),
  special: fc.option(
    fc.record({
      known: anyKnown(special),
      difficulty: fc.array(fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }), { maxLength: 6 }),
    }),
    { nil: undefined },
  ),
})

const anyPhase = fc.constantFrom('assessment' as const, 'follow_up' as const)

export const anyOpen: fc.Arbitrary<Input> = fc.record({
  facts: anyFacts,
  answers: anyAnswers(shareable),
  phase: anyPhase,
})

export const withHidden = (open: Input, hidden: Hidden): Input => ({
  phase: open.phase,
  answers: { ...open.answers, ...hidden.answers },
  facts: {
    ...open.facts,
    known: [...hidden.known, ...open.facts.known],
    ...(hidden.special ? { special: hidden.special } : {}),
  },
})

export const anyInput: fc.Arbitrary<Input> = fc.tuple(anyOpen, anyHidden).map(([a, b]) => withHidden(a, b))

export const anySituation: fc.Arbitrary<Situation> = fc.record({
  asker: fc.constantFrom('worker' as const, 'trained_worker' as const, 'protection_staff' as const),
  setting: fc.constantFrom('desk' as const, 'seated' as const, 'private' as const),
  respondent: fc.constantFrom('self' as const, 'representative' as const),
  interpreter: fc.constantFrom('none' as const, 'professional' as const, 'family' as const),
  serviceNow: fc.boolean(),
})
