import type { CardinalCase } from './cardinal.ts'
import type { ChangeCase } from './change.ts'
import { cutoff, type DeprivationCase, type Mark } from './counting.ts'
import { type Fraction, fraction, type Rational, show } from './fraction.ts'
import { InputError, within } from './input-error.ts'
import type { RobustnessCase } from './robustness.ts'
import type { SurveySample } from './survey.ts'

/** Cut-offs as they were asked for: one `k`, or `ks` with the text of each, which names its answer. */
export interface Cutoffs {
  readonly values: readonly Fraction[]
  /** Undefined when a single `k` was given. */
  readonly names: readonly string[] | undefined
}

/** A JSON document as the kind of case its keys say it is, checked in shape; the methods check the rest. */
export type Case =
  | { readonly kind: 'counting'; readonly input: DeprivationCase; readonly at: Cutoffs }
  | { readonly kind: 'cardinal'; readonly input: CardinalCase; readonly at: Cutoffs }
  | { readonly kind: 'change'; readonly input: ChangeCase; readonly at: Cutoffs }
  | { readonly kind: 'robustness'; readonly input: RobustnessCase; readonly names: readonly string[] }
  | { readonly kind: 'survey'; readonly sample: SurveySample; readonly at: Cutoffs }
  | { readonly kind: 'ranks'; readonly x: readonly number[]; readonly y: readonly number[] }
  | { readonly kind: 'table'; readonly table: readonly (readonly number[])[] }

/** Keys that describe a case and change nothing; every other unknown key is refused, since it may be a typing error. */
const REMARKS = ['id', 'name', 'title', 'description', 'note', 'source', 'status', 'comment', '$schema']

const NESTED = ['weights', 'dimensions', 'k', 'ks', 'populationWeights', 'subgroup']

/** Which kind of case the presence of a key tells. */
const TELLING = {
  deprivations: 'counting',
  achievements: 'cardinal',
  t1: 'change',
  t2: 'change',
  groups: 'robustness',
  columns: 'survey',
  rows: 'survey',
  x: 'ranks',
  y: 'ranks',
  table: 'table',
} as const

/** Reads a parsed JSON document. Throws {@link InputError} with the place of the first thing that is wrong. */
export function readCase(document: unknown): Case {
  const object = asObject(document, '')
  const kinds = [...new Set(Object.entries(TELLING).flatMap(([key, kind]) => (key in object ? [kind] : [])))]
  if (kinds.length === 0) {
    const known =
      '"deprivations", "achievements", "t1" and "t2", "groups", "columns" and "rows", "x" and "y", or "table"'
    throw new InputError('', `the input says no known case: expected ${known}`)
  }
  if (kinds.length > 1)
    throw new InputError('', `the input mixes two kinds of case, ${kinds[0]} and ${kinds[1]}`)
  switch (kinds[0]!) {
    case 'counting':
      onlyKeys(object, ['deprivations', ...NESTED])
      return { kind: 'counting', input: readCounting(object), at: readCutoffs(object) }
    case 'cardinal':
      onlyKeys(object, ['achievements', 'cutoffs', ...NESTED])
      return { kind: 'cardinal', input: readCardinal(object), at: readCutoffs(object) }
    case 'change':
      return readChange(object)
    case 'robustness':
      return readRobustness(object)
    case 'survey':
      return readSurvey(object)
    case 'ranks':
      onlyKeys(object, ['x', 'y'])
      return { kind: 'ranks', x: listOf(object, 'x', asNumber), y: listOf(object, 'y', asNumber) }
    case 'table':
      onlyKeys(object, ['table'])
      return { kind: 'table', table: listOf(object, 'table', (row, place) => asList(row, place, asNumber)) }
  }
}

type Json = Readonly<Record<string, unknown>>
type Reader<T> = (value: unknown, place: string) => T

function readCounting(object: Json): DeprivationCase {
  return {
    deprivations: listOf(object, 'deprivations', (row, place) => asList(row, place, asMark)),
    ...readNested(object),
  }
}

function readCardinal(object: Json): CardinalCase {
  const cell: Reader<Rational | null> = (value, place) => {
    if (value === '?')
      throw new InputError(place, 'an unanswered achievement leaves its gap open: M1 and M2 need answers')
    return value === null ? null : asRational(value, place)
  }
  return {
    achievements: listOf(object, 'achievements', (row, place) => asList(row, place, cell)),
    cutoffs: listOf(object, 'cutoffs', asRational),
    ...readNested(object),
  }
}

function readNested(object: Json): Omit<DeprivationCase, 'deprivations'> {
  return {
    ...optional(object, 'weights', (value, place) => asList(value, place, asRational)),
    ...optional(object, 'dimensions', (value, place) =>
      asList(value, place, (members, inner) => asList(members, inner, asNumber)),
    ),
    ...optional(object, 'populationWeights', (value, place) => asList(value, place, asRational)),
    ...optional(object, 'subgroup', (value, place) => asList(value, place, asLabel)),
  }
}

function readCutoffs(object: Json): Cutoffs {
  const { k, ks } = object
  if (k !== undefined && ks !== undefined)
    throw new InputError('ks', 'stands beside "k": give one or the other')
  if (ks === undefined) {
    if (k === undefined) throw new InputError('k', 'missing: give "k" or "ks"')
    return { values: [cutoff(asRational(k, 'k'))], names: undefined }
  }
  return readCutoffList(object)
}

function readCutoffList(object: Json): Cutoffs & { readonly names: readonly string[] } {
  const given = listOf(object, 'ks', asRational)
  if (given.length === 0) throw new InputError('ks', 'is empty')
  const names = given.map((k) => String(k).trim())
  const twice = names.findIndex((name, i) => names.indexOf(name) !== i)
  if (twice !== -1) throw new InputError(`ks[${twice}]`, `${names[twice]} stands twice`)
  return { values: given.map((k, i) => cutoff(k, `ks[${i}]`)), names }
}

function readChange(object: Json): Case {
  onlyKeys(object, ['t1', 't2', 'panel', 'years'])
  const date = (name: 't1' | 't2') => {
    const inner = asObject(required(object, name), name)
    return within(name, () => {
      onlyKeys(inner, ['deprivations', ...NESTED])
      return { input: readCounting(inner), at: readCutoffs(inner) }
    })
  }
  const [t1, t2] = [date('t1'), date('t2')]
  const same =
    t1.at.values.length === t2.at.values.length && t1.at.values.every((k, i) => k.equals(t2.at.values[i]!))
  if (!same || (t1.at.names === undefined) !== (t2.at.names === undefined)) {
    throw new InputError('t2.k', 'differs from t1: a change is measured with one poverty cut-off')
  }
  checkSameWeights(t1.input, t2.input)
  const { panel, years } = object
  if (panel !== undefined && typeof panel !== 'boolean')
    throw new InputError('panel', `${show(panel)} is not true or false`)
  const input: ChangeCase = {
    t1: t1.input,
    t2: t2.input,
    panel: panel === true,
    ...(years !== undefined &&
      years !== null && { years: within('years', () => fraction(asRational(years, ''))) }),
  }
  return { kind: 'change', input, at: t1.at }
}

function checkSameWeights(t1: DeprivationCase, t2: DeprivationCase): void {
  const told = (input: DeprivationCase) =>
    input.dimensions
      ? JSON.stringify(input.dimensions.map((members) => [...members].sort((a, b) => a - b)))
      : JSON.stringify(input.weights?.map((value, j) => within(`weights[${j}]`, () => fraction(value))))
  const [first, second] = [within('t1', () => told(t1)), within('t2', () => told(t2))]
  if (first !== second) {
    throw new InputError(
      t2.dimensions ? 't2.dimensions' : 't2.weights',
      'differ from t1: a change is measured with one set of weights',
    )
  }
}

function readRobustness(object: Json): Case {
  onlyKeys(object, ['groups', 'weightSchemes', 'ks', 'baseline'])
  const entries = <T>(key: string, read: Reader<T>): ReadonlyMap<string, T> =>
    new Map(
      Object.entries(asObject(required(object, key), key)).map(([name, value]) => [
        name,
        read(value, `${key}[${show(name)}]`),
      ]),
    )
  const bit: Reader<0 | 1> = (value, place) => {
    if (value === 0 || value === 1) return value
    throw new InputError(place, `${show(value)} is not 0 or 1`)
  }
  const groups = entries('groups', (rows, place) =>
    asList(rows, place, (row, inner) => asList(row, inner, bit)),
  )
  const weightSchemes = entries('weightSchemes', (weights, place) => asList(weights, place, asRational))
  required(object, 'ks')
  const { names } = readCutoffList(object)
  const baseline = asList(required(object, 'baseline'), 'baseline', (value) => value)
  if (baseline.length !== 2) throw new InputError('baseline', 'must be a pair: the name of a scheme and a k')
  const scheme = baseline[0]
  if (typeof scheme !== 'string')
    throw new InputError('baseline[0]', `${show(scheme)} is not the name of a scheme`)
  const input: RobustnessCase = {
    groups,
    weightSchemes,
    ks: listOf(object, 'ks', asRational),
    baseline: [scheme, asRational(baseline[1], 'baseline[1]')],
  }
  return { kind: 'robustness', input, names }
}

function readSurvey(object: Json): Case {
  onlyKeys(object, ['columns', 'rows', 'k', 'ks', 'df'])
  const columns = listOf(object, 'columns', asLabel)
  for (const name of ['stratum', 'psu', 'weight', 'c']) {
    if (!columns.includes(name)) throw new InputError('columns', `lack "${name}"`)
  }
  const strange = columns.findIndex(
    (name, i) => !['stratum', 'psu', 'weight', 'c', 'subgroup'].includes(name) || columns.indexOf(name) !== i,
  )
  if (strange !== -1)
    throw new InputError(`columns[${strange}]`, `${show(columns[strange])} is unknown or stands twice`)
  const rows = listOf(object, 'rows', (row, place) => {
    const cells = asList(row, place, (value) => value)
    if (cells.length !== columns.length)
      throw new InputError(place, `has ${cells.length} entries for ${columns.length} columns`)
    return cells
  })
  const column = <T>(name: string, read: Reader<T>): T[] => {
    const at = columns.indexOf(name)
    return rows.map((row, i) => read(row[at], `rows[${i}][${at}]`))
  }
  const sample: SurveySample = {
    stratum: column('stratum', asLabel),
    psu: column('psu', asLabel),
    weight: column('weight', (value, place) => {
      const weight = within(place, () => fraction(asRational(value, '')))
      if (weight.n <= 0n) throw new InputError(place, `the weight ${weight} is not positive`)
      return weight.toNumber()
    }),
    c: column('c', (value, place) => {
      const c = within(place, () => fraction(asRational(value, '')))
      if (c.n < 0n || c.n > c.d) throw new InputError(place, `${show(value)} is not a score from 0 to 1`)
      return asRational(value, place)
    }),
    ...(columns.includes('subgroup') && { subgroup: column('subgroup', asLabel) }),
  }
  return { kind: 'survey', sample, at: readCutoffs(object) }
}

function onlyKeys(object: Json, known: readonly string[]): void {
  const strange = Object.keys(object).find((key) => !known.includes(key) && !REMARKS.includes(key))
  if (strange !== undefined) throw new InputError(strange, `unknown key; this case knows ${known.join(', ')}`)
}

function required(object: Json, key: string): unknown {
  if (object[key] === undefined) throw new InputError(key, 'missing')
  return object[key]
}

function optional<K extends string, T>(object: Json, key: K, read: Reader<T>): { [P in K]?: T } {
  const answer: { [P in K]?: T } = {}
  if (object[key] !== undefined) answer[key] = read(object[key], key)
  return answer
}

function listOf<T>(object: Json, key: string, read: Reader<T>): T[] {
  return asList(required(object, key), key, read)
}

function asList<T>(value: unknown, place: string, read: Reader<T>): T[] {
  if (!Array.isArray(value)) throw new InputError(place, `${show(value)} is not a list`)
  return value.map((each: unknown, i) => read(each, `${place}[${i}]`))
}

function asObject(value: unknown, place: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(place, `${place === '' ? 'the input' : show(value)} is not a JSON object`)
  }
  return value as Json
}

function asMark(value: unknown, place: string): Mark {
  if (value === 0 || value === 1 || value === null || value === '?') return value
  throw new InputError(place, `${show(value)} is not 0, 1, null (not applicable) or "?" (unanswered)`)
}

function asRational(value: unknown, place: string): Rational {
  if (typeof value !== 'number' && typeof value !== 'string') {
    throw new InputError(place, `${show(value)} is not a number or a fraction such as "1/3"`)
  }
  within(place, () => fraction(value))
  return value
}

function asNumber(value: unknown, place: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new InputError(place, `${show(value)} is not a number`)
  return value
}

function asLabel(value: unknown, place: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  throw new InputError(place, `${show(value)} is not a label (text or number)`)
}
