import type { IndexAgeGroup } from '../../../shared/day.ts'
import type { Bool, CodeSystem, Num, VarType } from './expression.ts'

/** An instrument is data: what is asked of whom, when it counts as a lack, what would resolve it. */

/** Three ways of having no answer. They are stored apart, widen the interval and are never held against anyone. */
export const unansweredStates = ['no_sabe', 'prefiere_no_decir', 'no_preguntado'] as const
export type Unanswered = (typeof unansweredStates)[number]

export const phases = ['intake', 'assessment', 'follow_up'] as const
export type Phase = (typeof phases)[number]

/** From the least to the most protected; `none` is never asked. */
export const settings = ['none', 'desk', 'seated', 'private'] as const
export type Setting = (typeof settings)[number]

export const askers = ['nobody', 'worker', 'trained_worker', 'protection_staff'] as const
export type Asker = (typeof askers)[number]

export type Requirement =
  | 'no_family_interpreter'
  | 'trained_worker'
  | 'service_able_to_receive_now'
  | 'never_at_intake'

export type Source =
  | 'registry'
  | 'shelter_record'
  | 'item'
  | 'registry_then_item'
  | 'shelter_record_then_item'
  | 'derived'
  | 'parameter'

export type Sensitivity = 'public' | 'internal' | 'restricted' | 'special'
export type Visibility = 'protection' | 'case'
export type HouseholdRule = 'any' | 'all' | 'household' | 'none'

/** One thing to fill in; most items have one, named like the item. `askIf` false: left out. */
export type Field = { id: string; askIf?: Bool } & (
  | { kind: 'choice'; options: readonly string[] }
  | { kind: 'choices'; options: readonly string[] }
  | { kind: 'scale'; min: number; max: number }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'code'; system: CodeSystem }
  | { kind: 'list'; of: 'languages' | 'trades' | 'activities' }
  | { kind: 'text' }
)

export type Applies = {
  ageMin: number
  ageMax?: number
  when?: Bool
  /** What follows when `when` cannot be decided. Silence on a filter is never read as a need. */
  whenUnknown?: 'applies' | 'not_applicable'
}

type ItemBase = {
  id: string
  unit: 'person' | 'household'
  applies: Applies
  fields: readonly Field[]
  source: Source
  sourceNote?: string
  phases: readonly Phase[]
  setting: Setting
  requires?: readonly Requirement[]
  askedBy: Asker
  askedByUnder18?: Asker
  /** false: never answered by another person for someone under 18. */
  proxyUnder18?: false
  /** Before asking someone under 18, what the law obliges us to report is explained. */
  lawNoteUnder18?: true
  inShelter?: { asked: false; source: 'shelter_record' | null; fields?: readonly string[] }
  sensitivity: Sensitivity
  visibility: Visibility
  optional: boolean
  /** How long an answer stands before it is asked again; null: it stands. */
  reassessDays: number | null
  notes?: string
}

export type Indicator = ItemBase & {
  kind: 'indicator'
  dimension: string
  deprivedIf: Bool
  householdRule: HouseholdRule
  actions: readonly string[]
  sources: readonly string[]
  actsWithoutScore?: { when: Bool; actions: readonly string[] }
}
/** Decides what is asked next; scores nothing. Asked within a dimension. */
export type Filter = ItemBase & { kind: 'filter'; dimension: string; variables: readonly string[] }
export type Strength = ItemBase & { kind: 'strength'; startsFrom?: string }
export type Item = Indicator | Filter | Strength

export type Variable = {
  type: VarType
  source: Source
  from: string
  /** Computed from others; else it is a fact or the field of an item. */
  is?: { bool: Bool } | { num: Num }
  note?: string
}

export type Action = { id: string; note?: string }

export type RedFlag = {
  id: string
  when: string
  raisedBy: readonly ['observation', 'spontaneous_word']
  action: string
  /** 0: at once. */
  hours: number
  visibility: Visibility
  acknowledgedBy: Asker
}

export type Fraction = readonly [number, number]
export const bands = ['below', 'atRisk', 'vulnerable', 'severe'] as const
export type Band = (typeof bands)[number]

export type Method = {
  family: string
  unitsTotal: number
  unitsTotalSeven: number
  cutoffs: Readonly<Record<Exclude<Band, 'below'>, Fraction>>
  ageGroups: readonly IndexAgeGroup[]
  pooled: { ageMax: number; dimensions: readonly string[]; into: string }
  completeFrom: Fraction
  kGrid: readonly Fraction[]
  notes: Readonly<Record<string, string>>
}

export type Definition = {
  id: string
  version: string
  status: string
  carriedFrom: { id: string; version: string }
  changes: readonly string[]
  method: Method
  dimensions: readonly { id: string; indicators: number }[]
  variables: Readonly<Record<string, Variable>>
  /** In the order of asking; filters stand before what they open. */
  items: readonly Item[]
  actions: readonly Action[]
  redFlags: readonly RedFlag[]
  redFlagRule: string
  sources: Readonly<Record<string, string>>
  prohibitedUses: readonly string[]
  doNotCollect: readonly string[]
  disaggregation: readonly string[]
}

/** A definition that has passed its checks, with the look-ups the rules need. */
export type Instrument = Definition & {
  item: (id: string) => Item
  indicator: (id: string) => Indicator
  indicators: readonly Indicator[]
  varTypes: ReadonlyMap<string, VarType>
  fieldItem: ReadonlyMap<string, Item>
}

/** What nobody but the person and named protection staff may see, not even as a count. */
export const isSpecial = (item: Item): boolean =>
  item.sensitivity === 'special' || item.visibility === 'protection'
