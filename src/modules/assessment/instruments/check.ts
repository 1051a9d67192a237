import { type Bool, checkExpression, type VarType, variablesOf } from './expression.ts'
import {
  type Definition,
  type Field,
  type Instrument,
  type Item,
  isSpecial,
  unansweredStates,
} from './types.ts'

/** The type a field gives to the variable of its name; lists and texts enter no rule. */
export function fieldType(field: Field): VarType | null {
  switch (field.kind) {
    case 'choice':
      return { kind: 'code', options: field.options }
    case 'scale':
    case 'number':
      return { kind: 'number', min: field.min, max: field.max }
    case 'code':
      return { kind: 'code', system: field.system }
    default:
      return null
  }
}

/** Everything wrong with a definition, one line each, each with its place. Empty: it may be used. */
export function checkDefinition(d: Definition): string[] {
  const problems: string[] = []
  const types = new Map<string, VarType>()
  const from = new Map<string, Item>()
  const once = (what: string, names: readonly string[]) => {
    for (const name of names)
      if (names.indexOf(name) !== names.lastIndexOf(name)) problems.push(`${what} ${name} stands twice`)
  }
  once(
    'item',
    d.items.map((item) => item.id),
  )
  once(
    'action',
    d.actions.map((action) => action.id),
  )
  once(
    'red flag',
    d.redFlags.map((flag) => flag.id),
  )
  once(
    'dimension',
    d.dimensions.map((dimension) => dimension.id),
  )

  for (const [name, variable] of Object.entries(d.variables)) types.set(name, variable.type)
  for (const item of d.items)
    for (const field of item.fields) {
      if (types.has(field.id)) problems.push(`${item.id}: ${field.id} is declared twice`)
      from.set(field.id, item)
      const type = fieldType(field)
      if (type) types.set(field.id, type)
      if ('options' in field) {
        once(`${item.id}.${field.id} option`, field.options)
        if (field.options.length < 2) problems.push(`${item.id}: ${field.id} offers no choice`)
        for (const state of unansweredStates)
          if (field.options.includes(state)) problems.push(`${item.id}: ${state} is a state, not an option`)
      }
      if ('min' in field && !(field.min < field.max)) problems.push(`${item.id}: ${field.id} has no range`)
    }

  const derived = new Map<string, string[]>()
  for (const [name, variable] of Object.entries(d.variables)) {
    if (!variable.is) continue
    const e = 'bool' in variable.is ? variable.is.bool : variable.is.num
    for (const problem of checkExpression(e, types)) problems.push(`${name}: ${problem}`)
    if ('bool' in variable.is !== (variable.type.kind === 'boolean')) problems.push(`${name}: wrong type`)
    derived.set(name, variablesOf(e))
  }
  const closes = (name: string, above: readonly string[]): boolean =>
    above.includes(name) || (derived.get(name) ?? []).some((next) => closes(next, [...above, name]))
  const loops = [...derived.keys()].filter((name) => closes(name, []))
  // Nothing further can be followed through a loop.
  if (loops.length > 0) return [...problems, ...loops.map((name) => `${name} is computed from itself`)]

  const actions = new Set(d.actions.map((action) => action.id))
  const dimensions = new Set(d.dimensions.map((dimension) => dimension.id))
  const reaches = (name: string): string[] => [name, ...(derived.get(name) ?? []).flatMap(reaches)]
  const leansOn = (e: Bool) => variablesOf(e).flatMap(reaches)

  for (const item of d.items) {
    const at = (problem: string) => problems.push(`${item.id}: ${problem}`)
    const expressions = [item.applies.when, ...item.fields.map((field) => field.askIf)]
    for (const e of expressions) if (e) for (const problem of checkExpression(e, types)) at(problem)
    const { ageMin, ageMax } = item.applies
    if (ageMin < 0 || (ageMax !== undefined && ageMax < ageMin)) at('no age it applies to')
    if (item.applies.when && !item.applies.whenUnknown) at('does not say what follows when it is not known')
    if (isSpecial(item) && (item.sensitivity !== 'special' || item.visibility !== 'protection'))
      at('special and protected go together')
    if (isSpecial(item) && !item.optional) at('special and not optional')
    if ((item.setting === 'none') !== (item.askedBy === 'nobody')) at('a setting without an asker')
    if (item.phases.includes('intake')) at('nothing is asked at intake')
    if (item.setting !== 'none' && item.fields.length === 0) at('asks nothing')
    if (item.proxyUnder18 === false && !item.lawNoteUnder18)
      at('no note on what the law obliges us to report')
    if (item.reassessDays !== null && !(item.reassessDays >= 7 && item.reassessDays <= 365))
      at('an answer stands for 7 to 365 days')
    if (item.kind === 'strength') {
      if (!item.optional) at('a strength is never required')
      continue
    }
    if (!dimensions.has(item.dimension)) at(`no dimension ${item.dimension}`)
    if (!isSpecial(item))
      for (const e of [...expressions, item.kind === 'indicator' ? item.deprivedIf : undefined])
        for (const name of e ? leansOn(e) : []) {
          const other = from.get(name)
          if (other && isSpecial(other)) at(`leans on ${other.id}, which is special`)
        }
    if (item.kind === 'filter') {
      for (const name of item.variables) if (!types.has(name)) at(`${name} is not declared`)
      continue
    }
    for (const problem of checkExpression(item.deprivedIf, types)) at(problem)
    if (item.actsWithoutScore)
      for (const problem of checkExpression(item.actsWithoutScore.when, types)) at(problem)
    for (const action of [...item.actions, ...(item.actsWithoutScore?.actions ?? [])])
      if (!actions.has(action)) at(`no action ${action}`)
    if (item.actions.length === 0) at('nothing would resolve it')
    for (const source of item.sources) if (!d.sources[source]) at(`no source ${source}`)
    if (isSpecial(item) && item.householdRule !== 'none') at('special and in the household')
    if ((item.unit === 'household') !== (item.householdRule === 'household'))
      at('household rule and unit differ')
  }

  for (const dimension of d.dimensions) {
    const m = d.items.filter((item) => item.kind === 'indicator' && item.dimension === dimension.id).length
    if (m !== dimension.indicators) problems.push(`${dimension.id} has ${m} indicators`)
    if (m < 1 || m > 6) problems.push(`${dimension.id}: units are whole for 1 to 6 indicators`)
  }
  for (const flag of d.redFlags) {
    if (!actions.has(flag.action)) problems.push(`${flag.id}: no action ${flag.action}`)
    if (flag.hours < 0) problems.push(`${flag.id}: a clock that runs back`)
  }
  for (const name of [...d.method.pooled.dimensions, d.method.pooled.into])
    if (!dimensions.has(name)) problems.push(`pooled: no dimension ${name}`)
  return problems
}

export class InstrumentError extends Error {
  override name = 'InstrumentError'
}

function freeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) freeze(part)
  }
  return value
}

/** Checks a definition and refuses to load one that is wrong anywhere. What is loaded cannot be changed. */
export function loadInstrument(definition: Definition): Instrument {
  const problems = checkDefinition(definition)
  if (problems.length > 0)
    throw new InstrumentError(`${definition.id} ${definition.version}:\n${problems.join('\n')}`)
  const d = freeze(definition)
  const byId = new Map(d.items.map((item) => [item.id, item]))
  const varTypes = new Map<string, VarType>(Object.entries(d.variables).map(([name, v]) => [name, v.type]))
  const fieldItem = new Map<string, Item>()
  for (const item of d.items)
    for (const field of item.fields) {
      fieldItem.set(field.id, item)
      const type = fieldType(field)
      if (type) varTypes.set(field.id, type)
    }
  const item = (id: string): Item => {
    const found = byId.get(id)
    if (!found) throw new InstrumentError(`no item ${id}`)
    return found
  }
  return {
    ...d,
    item,
    indicator: (id) => {
      const found = item(id)
      if (found.kind !== 'indicator') throw new InstrumentError(`${id} is not an indicator`)
      return found
    },
    indicators: d.items.filter((x) => x.kind === 'indicator'),
    varTypes,
    fieldItem,
  }
}
