import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  add,
  and,
  type Bool,
  byCode,
  certainly,
  checkExpression,
  count,
  type Env,
  eq,
  evaluate,
  gt,
  gte,
  is,
  lt,
  lte,
  max,
  min,
  mul,
  type Num,
  not,
  oneOf,
  or,
  range,
  unknownOf,
  type Value,
  type VarType,
  variablesOf,
} from '../instruments/expression.ts'
import { integrateIv02 as iv } from '../instruments/integrate-iv-0.2/index.ts'

const types = new Map<string, VarType>([
  ['rooms', { kind: 'number', min: 1, max: 9 }],
  ['people', { kind: 'number', min: 1, max: 9 }],
  ['shelter', { kind: 'boolean' }],
  ['floor', { kind: 'code', options: ['earth', 'wood', 'other'] }],
  ['language', { kind: 'code', system: 'ISO-639-3' }],
])
const unknown: Env = (name) => unknownOf(types.get(name)!)
const withThese =
  (known: Record<string, Value>): Env =>
  (name) =>
    known[name] ?? unknown(name)
const n = (lo: number, hi = lo): Value => ({ kind: 'number', lo, hi })
const b = (value: boolean): Value => ({ kind: 'boolean', value })
const c = (...codes: string[]): Value => ({ kind: 'code', codes })

describe('refusals', () => {
  test.each<[string, Bool | Num, RegExp]>([
    ['an undeclared variable', is('roof'), /roof is not declared/],
    ['a number as a condition', is('rooms'), /rooms is a number, not a boolean/],
    ['a code as a number', gt('floor', 2), /floor is a code, not a number/],
    ['a number as a code', eq('rooms', 'earth'), /rooms is a number, not a code/],
    ['an unknown option', eq('floor', 'marble'), /floor has no option marble/],
    ['one unknown option of two', oneOf('floor', 'earth', 'mud'), /no option mud/],
    ['no option', oneOf('floor'), /no option/],
    ['all options', oneOf('floor', 'earth', 'wood', 'other'), /always true/],
    ['no language', eq('language', 'espanol'), /no option espanol/],
    ['a cut-off nobody can reach', gt('rooms', 9), /always the same/],
    ['a cut-off everybody reaches', gte('people', 1), /always the same/],
    ['a sum nobody can reach', gt(add('rooms', 'people'), 18), /always the same/],
    ['nothing to join', and(), /and of nothing/],
    ['nothing to count', gte(count(), 1), /count of nothing/],
    ['no number', gt('rooms', Number.NaN), /a number that is none/],
    ['a code without a case', byCode('floor', { earth: 0, wood: 1 }), /no case for other/],
    ['a case without a code', byCode('floor', { earth: 0, wood: 1, other: 2, mud: 3 }), /no option mud/],
    ['cases of an open list', byCode('language', { spa: 1 }), /open list/],
    ['deep inside', and(is('shelter'), not(or(eq('floor', 'mud'), is('shelter')))), /no option mud/],
  ])('%s', (_, e, problem) => expect(checkExpression(e, types).join('\n')).toMatch(problem))
  test('what is right passes', () => {
    const e = or(
      and(not(is('shelter')), gt(mul(2, 'people'), mul(5, 'rooms'))),
      oneOf('floor', 'earth', 'wood'),
      eq('language', 'hat'),
      gte(count(is('shelter'), eq('floor', 'earth')), 2),
      lt(max('rooms', min('people', 3)), 4),
      lte(byCode('floor', { earth: 0, wood: 'rooms', other: 2 }), 1),
      certainly(is('shelter')),
    )
    expect(checkExpression(e, types)).toEqual([])
    expect(variablesOf(e).sort()).toEqual(['floor', 'language', 'people', 'rooms', 'shelter'])
  })
})

describe('three values', () => {
  const [T, F, U] = [gt('rooms', 1), lt('rooms', 1), is('shelter')]
  const env = withThese({ rooms: n(5) })
  test.each<[string, Bool, boolean | null]>([
    ['true and unknown', and(T, U), null],
    ['false and unknown', and(F, U), false],
    ['true or unknown', or(T, U), true],
    ['false or unknown', or(F, U), null],
    ['not unknown', not(U), null],
    ['unknown is not certain', certainly(U), false],
    ['certain', certainly(T), true],
    ['not certain', not(certainly(U)), true],
  ])('%s', (_, e, expected) => expect(evaluate(e, env)).toBe(expected))
  test('a range decides as soon as it can', () => {
    const e = gt(mul(2, 'people'), mul(5, 'rooms'))
    expect(evaluate(e, withThese({ rooms: n(1), people: n(3, 9) }))).toBe(true)
    expect(evaluate(e, withThese({ rooms: n(1), people: n(2, 9) }))).toBe(null)
    expect(evaluate(e, withThese({ rooms: n(4), people: n(1, 9) }))).toBe(false)
  })
  test('a set of codes too', () => {
    expect(evaluate(oneOf('floor', 'earth', 'wood'), withThese({ floor: c('earth', 'wood') }))).toBe(true)
    expect(evaluate(eq('floor', 'earth'), withThese({ floor: c('earth', 'wood') }))).toBe(null)
    expect(evaluate(eq('floor', 'other'), withThese({ floor: c('earth', 'wood') }))).toBe(false)
    expect(
      range(byCode('floor', { earth: 1, wood: 5, other: 9 }), withThese({ floor: c('earth', 'wood') })),
    ).toEqual({ lo: 1, hi: 5 })
    expect(evaluate(eq('language', 'spa'), unknown)).toBe(null)
  })
  test('count knows its bounds', () => expect(range(count(T, F, U), env)).toEqual({ lo: 1, hi: 2 }))
  test('a wrong type stops at once', () => {
    expect(() => evaluate(is('rooms'), unknown)).toThrow(/rooms/)
    expect(() => evaluate(eq('rooms', 'x'), unknown)).toThrow(/rooms/)
    expect(() => evaluate(gt('floor', 1), unknown)).toThrow(/floor/)
  })
})

const num: fc.Arbitrary<Num> = fc.letrec<{ num: Num; leaf: Num }>((tie) => ({
  leaf: fc.oneof(
    fc.integer({ min: 0, max: 9 }).map((value): Num => ({ op: 'number', value })),
    fc.constantFrom('rooms', 'people').map((name): Num => ({ op: 'var', var: name })),
    fc.constant(count(is('shelter'), eq('floor', 'earth'))),
    fc.constant(byCode('floor', { earth: 0, wood: 'rooms', other: 2 })),
  ),
  num: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc
      .tuple(
        fc.constantFrom('add', 'mul', 'max', 'min'),
        fc.array(tie('num'), { minLength: 1, maxLength: 3 }),
      )
      .map(([op, of]): Num => ({ op: op as 'add', of })),
  ),
})).num
const bool: fc.Arbitrary<Bool> = fc.letrec<{ bool: Bool; leaf: Bool }>((tie) => ({
  leaf: fc.oneof(
    fc.constant(is('shelter')),
    fc.constantFrom('earth', 'wood', 'other').map((code) => eq('floor', code)),
    fc
      .tuple(fc.constantFrom('lt', 'lte', 'gt', 'gte'), num, num)
      .map(([op, left, right]): Bool => ({ op: op as 'lt', left, right })),
  ),
  bool: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    tie('bool').map(not),
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('bool'), { minLength: 1, maxLength: 3 }))
      .map(([op, of]): Bool => ({ op: op as 'and', of })),
  ),
})).bool

const someValue = fc.record({
  rooms: fc.integer({ min: 1, max: 9 }),
  people: fc.integer({ min: 1, max: 9 }),
  shelter: fc.boolean(),
  floor: fc.constantFrom('earth', 'wood', 'other'),
})

describe('properties', () => {
  test('what is said without knowing everything stays true whatever turns out', () => {
    fc.assert(
      fc.property(bool, someValue, fc.subarray(['rooms', 'people', 'shelter', 'floor']), (e, v, hidden) => {
        const all: Record<string, Value> = {
          rooms: n(v.rooms),
          people: n(v.people),
          shelter: b(v.shelter),
          floor: c(v.floor),
        }
        const part = Object.fromEntries(Object.entries(all).filter(([name]) => !hidden.includes(name)))
        const early = evaluate(e, withThese(part))
        const late = evaluate(e, withThese(all))
        expect(late).not.toBeNull()
        if (early !== null) expect(early).toBe(late)
      }),
      { numRuns: 2000 },
    )
  })
  test('an expression survives JSON', () => {
    fc.assert(
      fc.property(bool, someValue, (e, v) => {
        const env = withThese({
          rooms: n(v.rooms),
          people: n(v.people),
          shelter: b(v.shelter),
          floor: c(v.floor),
        })
        expect(evaluate(JSON.parse(JSON.stringify(e)) as Bool, env)).toBe(evaluate(e, env))
      }),
    )
  })
  test('every rule of the instrument can come out both ways', () => {
    const free: Env = (name) => unknownOf(iv.varTypes.get(name)!)
    for (const item of iv.indicators)
      expect([item.id, evaluate(item.deprivedIf, free)]).toEqual([item.id, null])
  })
})
