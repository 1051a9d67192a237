import {
  ageBounds,
  type IndexAgeGroup,
  type IsoDay,
  indexAgeGroups,
  type PartialDay,
} from '../../../shared/day.ts'
import { type Env, evaluate, range, unknownOf, type Value } from '../instruments/expression.ts'
import { type Instrument, type Item, isSpecial, type Phase } from '../instruments/types.ts'
import { type Answers, type FieldValue, isUnanswered, type Possible, readField } from './answers.ts'

/** An answer nobody has to give again. `on` null: a standing fact, such as a CURP on file. */
export type Known = {
  item: string
  fields: Readonly<Record<string, FieldValue | Possible>>
  from: 'registry' | 'shelter_record' | 'earlier_answer' | 'household_answer'
  on: IsoDay | null
}

export type Stay = {
  /** `open`: the shelter sets no end; null: nobody wrote it down. */
  plannedEnd: IsoDay | 'open' | null
  m2PerPerson: number | null
  litresPerPerson: number | null
  peoplePerToilet: number | null
}

/** The published monthly line, in centavos a person. */
export type PovertyLine = { month: string; area: 'urban' | 'rural'; centavos: number }

/** What registry, directory and shelter already know on the day of the interview. Dates are given, never read. */
export type Facts = {
  on: IsoDay
  birth: PartialDay
  sex: 'female' | 'male' | 'other' | null
  /** ISO 3166-1 alpha-3, and XXA for a stateless person; empty: not known. */
  nationalities: readonly string[]
  /** ISO 639-3. */
  firstLanguage: string | null
  /** The open stay, null without one. */
  stay: Stay | null
  /** The birth dates of everyone in the household and the place of this person among them; null: not known. */
  household: { births: readonly PartialDay[]; self: number } | null
  area: 'urban' | 'rural' | null
  povertyLines: readonly PovertyLine[]
  known: readonly Known[]
  /** What only named protection staff bring: it is dropped before anything shareable is computed. */
  special?: {
    known?: readonly Known[]
    /** The highest Washington Group code of each member, in the order of `births`; null: not recorded. */
    difficulty?: readonly (number | null)[]
  }
}

export type Input = { facts: Facts; answers: Answers; phase: Phase }

/** `full` sees special items, and exists for named protection staff only. */
export type Scope = 'full' | 'shareable'

/**
 * Everything special taken out, before the first computation: nothing shareable can depend on what it never
 * received.
 */
export function withoutSpecial(instrument: Instrument, input: Input): Input {
  const special = new Set(instrument.items.filter(isSpecial).map((item) => item.id))
  const { special: _, ...facts } = input.facts
  return {
    phase: input.phase,
    facts: { ...facts, known: facts.known.filter((known) => !special.has(known.item)) },
    answers: Object.fromEntries(Object.entries(input.answers).filter(([item]) => !special.has(item))),
  }
}

export type Age = {
  /** Completed years; the lowest the date allows, and the estimate itself where it is one. Null: not known. */
  years: number | null
  estimated: boolean
  /** Whoever may be a child is asked as one. */
  mayBeUnder18: boolean
  group: IndexAgeGroup | null
}

export function ageOn(birth: PartialDay, on: IsoDay): Age {
  const bounds = ageBounds(birth, on)
  if (!bounds) return { years: null, estimated: false, mayBeUnder18: true, group: null }
  const estimated = birth.precision === 'about'
  const years = estimated ? ageBounds({ year: birth.year!, precision: 'year' }, on)!.min : bounds.min
  const group = indexAgeGroups.findLast((g) => years >= Number.parseInt(g, 10)) ?? null
  return { years, estimated, mayBeUnder18: bounds.min < 18, group }
}

const daysBetween = (from: IsoDay, to: IsoDay): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)

/** Where the stay says what HO1 would: the place, and how long one may remain. */
export function stayAnswer(stay: Stay, on: IsoDay): FieldValue | Possible {
  const [stays, leaves] = ['albergue_mas_de_7_dias', 'albergue_debe_salir_en_7_dias']
  if (stay.plannedEnd === null) return { oneOf: [stays!, leaves!] }
  if (stay.plannedEnd === 'open') return stays!
  return daysBetween(on, stay.plannedEnd) <= 7 ? leaves! : stays!
}

export type Origin = 'answer' | Known['from']
export type Settled = { value: FieldValue | Possible; origin: Origin }

const precedence: readonly Known['from'][] = [
  'shelter_record',
  'registry',
  'earlier_answer',
  'household_answer',
]

/** The facts that stand for an item on this day, the strongest first. Outdated ones have to be asked again. */
function standing(item: Item, facts: Facts): Known[] {
  const known = [...facts.known, ...(facts.special?.known ?? [])]
  if (facts.stay && item.fields.some((field) => field.id === 'HO1'))
    known.push({
      item: item.id,
      fields: { HO1: stayAnswer(facts.stay, facts.on) },
      from: 'shelter_record',
      on: null,
    })
  if (facts.firstLanguage && item.fields.some((field) => field.id === 'firstLanguage'))
    known.push({
      item: item.id,
      fields: { firstLanguage: facts.firstLanguage },
      from: 'registry',
      on: null,
    })
  return known
    .filter((k) => k.item === item.id)
    .filter((k) => k.from !== 'household_answer' || item.unit === 'household')
    .filter((k) => {
      if (k.on === null || item.reassessDays === null) return true
      const days = daysBetween(k.on, facts.on)
      return days >= 0 && days < item.reassessDays
    })
    .sort(
      (a, b) =>
        precedence.indexOf(a.from) - precedence.indexOf(b.from) || ((b.on ?? '') > (a.on ?? '') ? 1 : -1),
    )
}

/**
 * What is settled about an item, field by field. The person corrects the registry; the record of an open stay
 * is not asked again and stands.
 */
export function settled(item: Item, input: Input): Readonly<Record<string, Settled>> {
  const known = standing(item, input.facts)
  const out: Record<string, Settled> = {}
  for (const field of item.fields) {
    const said = input.answers[item.id]?.[field.id]
    const fact = known.find((k) => k.fields[field.id] !== undefined && !isUnanswered(k.fields[field.id]))
    const record = fact?.from === 'shelter_record' && item.source === 'shelter_record_then_item'
    if (said !== undefined && !record) out[field.id] = { value: said, origin: 'answer' }
    else if (fact) out[field.id] = { value: fact.fields[field.id]!, origin: fact.from }
  }
  return out
}

const code = (...codes: string[]): Value => ({ kind: 'code', codes })
const exactly = (n: number | null): Value | null => (n === null ? null : { kind: 'number', lo: n, hi: n })

/** Who is cared for and who can provide, by age, and in the full score by a difficulty that is on record. */
function carers(input: Input, scope: Scope, ownDifficulty: number | null): { dep: Value; sos: Value } | null {
  const { household, on, special } = input.facts
  if (!household) return null
  let [dep, sos, either] = [0, 0, 0]
  household.births.forEach((born, i) => {
    const { years } = ageOn(born, on)
    const recorded = special?.difficulty?.[i] ?? null
    const difficulty = Math.max(recorded ?? 1, i === household.self ? (ownDifficulty ?? 1) : 1)
    if (scope === 'full' && difficulty >= 3) dep++
    else if (years === null) either++
    else if (years < 15 || years >= 65) dep++
    else sos++
  })
  return {
    dep: { kind: 'number', lo: dep, hi: dep + either },
    sos: { kind: 'number', lo: sos, hi: sos + either },
  }
}

function householdHasUnder18(facts: Facts): Value | null {
  if (!facts.household) return null
  const ages = facts.household.births.map((born) => ageOn(born, facts.on).years)
  if (ages.some((years) => years !== null && years < 18)) return { kind: 'boolean', value: true }
  return { kind: 'boolean', value: ages.includes(null) ? null : false }
}

function povertyLine(facts: Facts): Value | null {
  const lines = facts.povertyLines
    .filter((line) => line.month === facts.on.slice(0, 7) && (facts.area ?? line.area) === line.area)
    .map((line) => line.centavos)
  // Half of what is needed is not enough: the other line may be the one that applies.
  if (lines.length === 0 || (facts.area === null && lines.length < 2)) return null
  return { kind: 'number', lo: Math.min(...lines), hi: Math.max(...lines) }
}

/** The facts every rule may use, by the names the instrument declares. */
export const factNames = [
  'birthYear',
  'age',
  'sex',
  'nationality',
  'householdHasUnder18',
  'integrantes',
  'dependientes',
  'sostenes',
  'enAlbergue',
  'm2_por_persona',
  'litros',
  'personas_por_sanitario',
  'LPI',
] as const

/** Gives each variable its value, or what it may be. */
export function environment(instrument: Instrument, given: Input, scope: Scope): Env {
  const input = scope === 'full' ? given : withoutSpecial(instrument, given)
  const { facts } = input
  const memo = new Map<string, Value>()

  const fact = (name: (typeof factNames)[number]): Value | null => {
    const { birth } = facts
    switch (name) {
      case 'birthYear': {
        if (birth.year === undefined) return null
        const about = birth.precision === 'about' ? 2 : 0
        return { kind: 'number', lo: birth.year - about, hi: birth.year + about }
      }
      case 'age':
        return exactly(ageOn(birth, facts.on).years)
      case 'sex':
        return facts.sex === null ? null : code(facts.sex)
      case 'nationality':
        if (facts.nationalities.length === 0) return null
        return facts.nationalities.includes('MEX') ? code('MEX') : code(facts.nationalities[0]!)
      case 'householdHasUnder18':
        return householdHasUnder18(facts)
      case 'integrantes':
        return exactly(facts.household?.births.length ?? null)
      case 'dependientes':
      case 'sostenes': {
        const found = carers(input, scope, ownDifficulty())
        return found && (name === 'dependientes' ? found.dep : found.sos)
      }
      case 'enAlbergue':
        return { kind: 'boolean', value: facts.stay !== null }
      case 'm2_por_persona':
        return exactly(facts.stay?.m2PerPerson ?? null)
      case 'litros':
        return exactly(facts.stay?.litresPerPerson ?? null)
      case 'personas_por_sanitario':
        return exactly(facts.stay?.peoplePerToilet ?? null)
      case 'LPI':
        return povertyLine(facts)
    }
  }
  const ownDifficulty = (): number | null => {
    if (scope !== 'full' || !instrument.variables.wgss_max) return null
    const { lo } = env('wgss_max') as { lo: number }
    return lo
  }
  const find = (name: string): Value | null => {
    const variable = instrument.variables[name]
    if (variable?.is)
      return 'bool' in variable.is
        ? { kind: 'boolean', value: evaluate(variable.is.bool, env) }
        : { kind: 'number', ...range(variable.is.num, env) }
    if (variable) return fact(name as (typeof factNames)[number])
    const item = instrument.fieldItem.get(name)
    const field = item?.fields.find((f) => f.id === name)
    if (!item || !field) return null
    return readField(field, settled(item, input)[name]?.value)
  }
  const env: Env = (name) => {
    const held = memo.get(name)
    if (held) return held
    const type = instrument.varTypes.get(name)
    if (!type) throw new RangeError(`${name} is not declared`)
    const value = find(name) ?? unknownOf(type)
    memo.set(name, value)
    return value
  }
  return env
}
