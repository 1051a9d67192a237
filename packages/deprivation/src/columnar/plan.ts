import { checkDimensions, checkWeights, cutoff } from '../counting.ts'
import { commonUnit, type Fraction, inUnits, lcm, type Rational } from '../fraction.ts'
import { InputError } from '../input-error.ts'
import type { ColumnarCase } from './types.ts'

/** Counts of one segment must fit four bits of a byte. */
const SEGMENT = 15

export const TWO_24 = 2 ** 24
export const TWO_48 = 2 ** 48

/** Columns that weigh the same together: a dimension, or up to 15 columns of one fixed weight. */
export interface Segment {
  readonly members: readonly number[]
  /** Units of one member in a complete row, in the row's own scale. */
  readonly units: number
  /** By (not applicable << 8 | unanswered << 4 | deprived): active dimensions, high and low units in one double. */
  readonly packed: Float64Array
  /** By (active dimensions << 4 | not applicable): units of one member, in the common scale. */
  readonly weight: Int32Array
}

export interface Plan {
  readonly n: number
  readonly columns: readonly Uint8Array[]
  readonly group: Uint8Array
  readonly groups: number
  readonly grouped: boolean
  readonly nested: boolean
  readonly segments: readonly Segment[]
  readonly segmentOf: Int32Array
  /** The whole, in the common scale. */
  readonly unit: number
  /** By number of active dimensions (0 with fixed weights): threshold in the row's scale, and what a unit of it is worth. */
  readonly threshold: Int32Array
  readonly factor: Int32Array
  /** Active dimensions of a complete row, and its whole in its own scale. */
  readonly fullActive: number
  readonly fullUnit: number
}

export function planOf(input: ColumnarCase): Plan {
  const { columns } = input
  const n = columns[0]?.length
  if (n === undefined || n === 0) throw new InputError('columns', 'are empty: there is nobody to count')
  columns.forEach((column, j) => {
    if (column.length !== n)
      throw new InputError(`columns[${j}]`, `has ${column.length} codes where column 0 has ${n}`)
  })
  const k = cutoff(input.k)
  const groups = checkGroups(input, n)
  const scale = input.dimensions
    ? nestedScale(input.dimensions, columns.length, k)
    : fixedScale(input.weights, columns.length, k)
  if (scale.fullUnit >= TWO_24 || scale.unit >= 2 ** 31 || n * scale.unit > Number.MAX_SAFE_INTEGER) {
    throw new InputError(
      input.dimensions ? 'dimensions' : 'weights',
      'are too fine for the columnar path; use count',
    )
  }
  const segmentOf = new Int32Array(columns.length)
  scale.segments.forEach((segment, s) => {
    for (const j of segment.members) segmentOf[j] = s
  })
  const group = input.group ?? new Uint8Array(n)
  return { n, columns, group, groups, grouped: input.group !== undefined, segmentOf, ...scale }
}

function checkGroups(input: ColumnarCase, n: number): number {
  const { group, groups = 1 } = input
  if (!Number.isInteger(groups) || groups < 1 || groups > 256)
    throw new InputError('groups', `${groups} is not from 1 to 256`)
  if (!group) return 1
  if (group.length !== n) throw new InputError('group', `has ${group.length} numbers for ${n} people`)
  const wrong = group.findIndex((own) => own >= groups)
  if (wrong !== -1) throw new InputError(`group[${wrong}]`, `${group[wrong]} is not from 0 to ${groups - 1}`)
  return groups
}

type Scale = Pick<Plan, 'nested' | 'segments' | 'unit' | 'threshold' | 'factor' | 'fullActive' | 'fullUnit'>

function nestedScale(dimensions: readonly (readonly number[])[], indicators: number, k: Fraction): Scale {
  checkDimensions(dimensions, indicators)
  const lists = dimensions.filter((members) => members.length > 0)
  if (lists.length > 31) throw new InputError('dimensions', `${lists.length} are more than 31; use count`)
  const crowded = lists.findIndex((members) => members.length > SEGMENT)
  if (crowded !== -1) throw new InputError('dimensions', `one has more than ${SEGMENT} indicators; use count`)
  // A row with D active dimensions counts in 1/(inner D); the common scale divides by every D.
  const upTo = (most: number) => Array.from({ length: most }, (_, i) => BigInt(i + 1)).reduce(lcm, 1n)
  const inner = Number(upTo(Math.max(...lists.map((members) => members.length))))
  const unit = inner * Number(upTo(lists.length))
  const threshold = new Int32Array(lists.length + 1)
  const factor = new Int32Array(lists.length + 1)
  for (let active = 1; active <= lists.length; active += 1) {
    threshold[active] = ceilUnits(k, inner * active)
    factor[active] = unit / (inner * active)
  }
  const segments = lists.map((members): Segment => {
    const packed = new Float64Array(4096)
    const weight = new Int32Array((lists.length + 1) << 4)
    for (let none = 0; none < members.length; none += 1) {
      const applicable = members.length - none
      const own = inner / applicable
      forEachCount(applicable, (deprived, open) => {
        packed[(none << 8) | (open << 4) | deprived] =
          TWO_48 + (deprived + open) * own * TWO_24 + deprived * own
      })
      for (let active = 1; active <= lists.length; active += 1)
        weight[(active << 4) | none] = own * factor[active]!
    }
    return { members, units: inner / members.length, packed, weight }
  })
  const [fullActive, fullUnit] = [lists.length, inner * lists.length]
  return { nested: true, segments, unit, threshold, factor, fullActive, fullUnit }
}

function fixedScale(given: readonly Rational[] | undefined, indicators: number, k: Fraction): Scale {
  if (given === undefined) throw new InputError('weights', 'missing: give "weights" or "dimensions"')
  const weights = checkWeights(given, indicators)
  const common = commonUnit(weights)
  if (common >= BigInt(TWO_24))
    throw new InputError('weights', 'are too fine for the columnar path; use count')
  const unit = Number(common)
  const classes = new Map<number, number[]>()
  weights.forEach((value, j) => {
    const own = Number(inUnits(value, BigInt(unit)))
    classes.set(own, [...(classes.get(own) ?? []), j])
  })
  const segments: Segment[] = []
  for (const [own, columns] of classes) {
    for (let from = 0; from < columns.length; from += SEGMENT) {
      const members = columns.slice(from, from + SEGMENT)
      const packed = new Float64Array(4096)
      forEachCount(members.length, (deprived, open) => {
        packed[(open << 4) | deprived] = (deprived + open) * own * TWO_24 + deprived * own
      })
      segments.push({ members, units: own, packed, weight: new Int32Array(16).fill(own) })
    }
  }
  const threshold = new Int32Array([ceilUnits(k, unit)])
  return {
    nested: false,
    segments,
    unit,
    threshold,
    factor: new Int32Array([1]),
    fullActive: 0,
    fullUnit: unit,
  }
}

function forEachCount(size: number, visit: (deprived: number, open: number) => void): void {
  for (let deprived = 0; deprived <= size; deprived += 1) {
    for (let open = 0; open + deprived <= size; open += 1) visit(deprived, open)
  }
}

function ceilUnits(k: Fraction, unit: number): number {
  return Number((k.n * BigInt(unit) + k.d - 1n) / k.d)
}
