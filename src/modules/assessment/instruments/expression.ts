/**
 * The small language in which an instrument says when an item applies and when it counts as a lack.
 * It is data: plain objects that survive JSON, are checked when the instrument loads and can be shown.
 *
 * Nothing here is ever guessed. A number not known is the range it was declared with, a code not known is the
 * set of codes it may be, and a condition is true or false only where every possible value says so; else it is
 * `null`, not known. There is no division: ratios are multiplied out, so that a cut-off compares whole numbers.
 */

export type Bool =
  | { op: 'and' | 'or'; of: readonly Bool[] }
  | { op: 'not' | 'certainly'; of: Bool } // certainly: what is not known counts as false
  | { op: 'is'; var: string }
  | { op: 'eq'; var: string; code: string }
  | { op: 'in'; var: string; codes: readonly string[] }
  | { op: 'lt' | 'lte' | 'gt' | 'gte'; left: Num; right: Num }

export type Num =
  | { op: 'number'; value: number }
  | { op: 'var'; var: string }
  | { op: 'add' | 'mul' | 'max' | 'min'; of: readonly Num[] }
  | { op: 'count'; of: readonly Bool[] } // how many of these hold
  | { op: 'byCode'; var: string; cases: Readonly<Record<string, Num>> }

type N = Num | number | string
const num = (n: N): Num =>
  typeof n === 'number' ? { op: 'number', value: n } : typeof n === 'string' ? { op: 'var', var: n } : n

export const and = (...of: Bool[]): Bool => ({ op: 'and', of })
export const or = (...of: Bool[]): Bool => ({ op: 'or', of })
export const not = (of: Bool): Bool => ({ op: 'not', of })
export const certainly = (of: Bool): Bool => ({ op: 'certainly', of })
export const is = (name: string): Bool => ({ op: 'is', var: name })
export const eq = (name: string, code: string): Bool => ({ op: 'eq', var: name, code })
export const oneOf = (name: string, ...codes: string[]): Bool => ({ op: 'in', var: name, codes })
export const lt = (left: N, right: N): Bool => ({ op: 'lt', left: num(left), right: num(right) })
export const lte = (left: N, right: N): Bool => ({ op: 'lte', left: num(left), right: num(right) })
export const gt = (left: N, right: N): Bool => ({ op: 'gt', left: num(left), right: num(right) })
export const gte = (left: N, right: N): Bool => ({ op: 'gte', left: num(left), right: num(right) })
export const add = (...of: N[]): Num => ({ op: 'add', of: of.map(num) })
export const mul = (...of: N[]): Num => ({ op: 'mul', of: of.map(num) })
export const max = (...of: N[]): Num => ({ op: 'max', of: of.map(num) })
export const min = (...of: N[]): Num => ({ op: 'min', of: of.map(num) })
export const count = (...of: Bool[]): Num => ({ op: 'count', of })
export const byCode = (name: string, cases: Record<string, N>): Num => ({
  op: 'byCode',
  var: name,
  cases: Object.fromEntries(Object.entries(cases).map(([code, n]) => [code, num(n)])),
})

export type CodeSystem = 'ISO-639-3' | 'ISO-3166-1-alpha-3'

export type VarType =
  | { kind: 'boolean' }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'code'; options: readonly string[] }
  | { kind: 'code'; system: CodeSystem }

/** true, false, or not known. */
export type Tri = boolean | null

export type Value =
  | { kind: 'boolean'; value: Tri }
  | { kind: 'number'; lo: number; hi: number }
  | { kind: 'code'; codes: readonly string[] | null } // null: any code of an open list

export type Env = (name: string) => Value

/** What a variable of this type may be while nothing is known of it. */
export function unknownOf(type: VarType): Value {
  if (type.kind === 'boolean') return { kind: 'boolean', value: null }
  if (type.kind === 'number') return { kind: 'number', lo: type.min, hi: type.max }
  return { kind: 'code', codes: 'options' in type ? type.options : null }
}

export class ExpressionError extends Error {
  override name = 'ExpressionError'
}

function codesOf(env: Env, name: string): readonly string[] | null {
  const value = env(name)
  if (value.kind !== 'code') throw new ExpressionError(`${name} is not a code`)
  return value.codes
}

export function evaluate(e: Bool, env: Env): Tri {
  switch (e.op) {
    case 'and': {
      const parts = e.of.map((part) => evaluate(part, env))
      return parts.includes(false) ? false : parts.includes(null) ? null : true
    }
    case 'or': {
      const parts = e.of.map((part) => evaluate(part, env))
      return parts.includes(true) ? true : parts.includes(null) ? null : false
    }
    case 'not': {
      const part = evaluate(e.of, env)
      return part === null ? null : !part
    }
    case 'certainly':
      return evaluate(e.of, env) === true
    case 'is': {
      const value = env(e.var)
      if (value.kind !== 'boolean') throw new ExpressionError(`${e.var} is not true or false`)
      return value.value
    }
    case 'eq':
      return within(codesOf(env, e.var), [e.code])
    case 'in':
      return within(codesOf(env, e.var), e.codes)
    default: {
      const a = range(e.left, env)
      const b = range(e.right, env)
      if (e.op === 'lt') return a.hi < b.lo ? true : a.lo >= b.hi ? false : null
      if (e.op === 'lte') return a.hi <= b.lo ? true : a.lo > b.hi ? false : null
      if (e.op === 'gt') return a.lo > b.hi ? true : a.hi <= b.lo ? false : null
      return a.lo >= b.hi ? true : a.hi < b.lo ? false : null
    }
  }
}

function within(possible: readonly string[] | null, wanted: readonly string[]): Tri {
  if (possible === null) return null
  const hits = possible.filter((code) => wanted.includes(code)).length
  return hits === 0 ? false : hits === possible.length ? true : null
}

type Range = { lo: number; hi: number }

/** The least and the greatest the number can be. */
export function range(e: Num, env: Env): Range {
  switch (e.op) {
    case 'number':
      return { lo: e.value, hi: e.value }
    case 'var': {
      const value = env(e.var)
      if (value.kind !== 'number') throw new ExpressionError(`${e.var} is not a number`)
      return value
    }
    case 'add':
      return fold(e.of, env, (a, b) => ({ lo: a.lo + b.lo, hi: a.hi + b.hi }))
    case 'mul':
      return fold(e.of, env, (a, b) => {
        const products = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi]
        return { lo: Math.min(...products), hi: Math.max(...products) }
      })
    case 'max':
      return fold(e.of, env, (a, b) => ({ lo: Math.max(a.lo, b.lo), hi: Math.max(a.hi, b.hi) }))
    case 'min':
      return fold(e.of, env, (a, b) => ({ lo: Math.min(a.lo, b.lo), hi: Math.min(a.hi, b.hi) }))
    case 'count': {
      const parts = e.of.map((part) => evaluate(part, env))
      const sure = parts.filter((part) => part === true).length
      return { lo: sure, hi: sure + parts.filter((part) => part === null).length }
    }
    case 'byCode': {
      const possible = codesOf(env, e.var) ?? Object.keys(e.cases)
      const ranges = possible.flatMap((code) => (e.cases[code] ? [range(e.cases[code], env)] : []))
      if (ranges.length === 0) throw new ExpressionError(`${e.var} has a code without a case`)
      return {
        lo: Math.min(...ranges.map((r) => r.lo)),
        hi: Math.max(...ranges.map((r) => r.hi)),
      }
    }
  }
}

function fold(parts: readonly Num[], env: Env, join: (a: Range, b: Range) => Range): Range {
  return parts.map((part) => range(part, env)).reduce(join)
}

/** Every variable an expression names. */
export function variablesOf(e: Bool | Num): string[] {
  const names = new Set<string>()
  const walk = (x: Bool | Num): void => {
    if ('var' in x) names.add(x.var)
    if ('of' in x) for (const part of Array.isArray(x.of) ? x.of : [x.of]) walk(part as Bool | Num)
    if ('left' in x) {
      walk(x.left)
      walk(x.right)
    }
    if ('cases' in x) for (const part of Object.values(x.cases)) walk(part)
  }
  walk(e)
  return [...names]
}

const isBool = (x: Bool | Num): x is Bool =>
  ['and', 'or', 'not', 'certainly', 'is', 'eq', 'in', 'lt', 'lte', 'gt', 'gte'].includes(x.op)

/**
 * What is wrong with an expression, one line each, empty when nothing is. Besides undeclared variables, wrong
 * types and unknown options it finds comparisons that can never come out otherwise: a mistyped cut-off that is
 * always false moves a whole figure and nobody notices.
 */
export function checkExpression(e: Bool | Num, types: ReadonlyMap<string, VarType>): string[] {
  const problems: string[] = []
  const need = (name: string, kind: VarType['kind']): VarType | null => {
    const type = types.get(name)
    if (!type) problems.push(`${name} is not declared`)
    else if (type.kind !== kind) problems.push(`${name} is a ${type.kind}, not a ${kind}`)
    else return type
    return null
  }
  const options = (name: string, codes: readonly string[]) => {
    const type = need(name, 'code')
    if (codes.length === 0) problems.push(`${name} is compared with no option`)
    if (type?.kind !== 'code') return
    for (const code of codes) {
      const known =
        'options' in type ? type.options.includes(code) : /^[A-Za-z]{3}$/.test(code) && code.length === 3
      if (!known) problems.push(`${name} has no option ${code}`)
    }
    if ('options' in type && type.options.every((code) => codes.includes(code)))
      problems.push(`${name} is compared with all its options: always true`)
  }
  const walk = (x: Bool | Num): void => {
    switch (x.op) {
      case 'and':
      case 'or':
      case 'add':
      case 'mul':
      case 'max':
      case 'min':
      case 'count':
        if (x.of.length === 0) problems.push(`${x.op} of nothing`)
        for (const part of x.of) walk(part)
        break
      case 'not':
      case 'certainly':
        walk(x.of)
        break
      case 'is':
        need(x.var, 'boolean')
        break
      case 'eq':
        options(x.var, [x.code])
        break
      case 'in':
        options(x.var, x.codes)
        break
      case 'number':
        if (!Number.isFinite(x.value)) problems.push('a number that is none')
        break
      case 'var':
        need(x.var, 'number')
        break
      case 'byCode': {
        const type = need(x.var, 'code')
        if (type?.kind === 'code' && 'options' in type) {
          for (const code of type.options) if (!x.cases[code]) problems.push(`${x.var}: no case for ${code}`)
          for (const code of Object.keys(x.cases))
            if (!type.options.includes(code)) problems.push(`${x.var} has no option ${code}`)
        } else if (type) problems.push(`${x.var} is an open list: no cases possible`)
        for (const part of Object.values(x.cases)) walk(part)
        break
      }
      default:
        walk(x.left)
        walk(x.right)
        if (problems.length === 0 && evaluate(x, (name) => unknownOf(types.get(name)!)) !== null)
          problems.push(`a comparison that is always the same: ${JSON.stringify(x)}`)
    }
  }
  walk(e)
  if (problems.length === 0 && isBool(e)) {
    const free = evaluate(e, (name) => unknownOf(types.get(name)!))
    if (free === true) problems.push('always true')
  }
  return problems
}
