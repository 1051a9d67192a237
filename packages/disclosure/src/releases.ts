import { type Interval, intervalsOf } from './attack.ts'
import type { Axis } from './axis.ts'
import { DisclosureError, wrong } from './errors.ts'
import type { CrossTable, System } from './system.ts'

/**
 * What ties several tables together.
 * - `same`: one population at one moment; equal labels mean equal numbers.
 * - `growing`: successive releases of counts that never fall; the attacker knows that they do not.
 * - `free`: successive releases of counts that may rise and fall; only differences are looked at.
 */
export type Link = 'same' | 'growing' | 'free'

/** A released table: its system, in which hidden cells are NaN, and the names of its row and column variables. */
export interface Release {
  table: CrossTable
  variables: readonly [row: string, col: string]
}

/** A cell told by the labels that make it, whatever the order of the variables. */
export function nameOf(release: Release, cell: number): string {
  const { rows, cols } = release.table
  const width = cols.labels.length
  const part = (axis: Axis, i: number, variable: string) =>
    i === axis.root ? [] : [JSON.stringify([variable, axis.labels[i]!.name])]
  return [
    ...part(rows, Math.floor(cell / width), release.variables[0]),
    ...part(cols, cell % width, release.variables[1]),
  ]
    .sort()
    .join('&')
}

/** Several releases as one system; `places[t][cell]` is where a cell of release t went. */
export interface Joint {
  system: System
  places: number[][]
  /** Cells behind the tables that none of them shows. */
  crossing: number[]
}

/**
 * One population: cells of equal labels are one cell, known where any release shows it. Where the tables cross three or
 * more variables and the full crossing is small, its cells are added too, for they tie the tables more closely.
 * @throws DisclosureError when two releases show different numbers
 */
export function joinSame(releases: readonly Release[]): Joint {
  const keys: string[] = []
  const values: number[] = []
  const index = new Map<string, number>()
  const equations = new Map<string, System['equations'][number]>()
  const places = releases.map((release, t) => {
    const { table } = release
    const place = table.keys.map((key, cell) => {
      const name = nameOf(release, cell)
      const value = table.values[cell]!
      let i = index.get(name)
      if (i === undefined) {
        i = keys.length
        index.set(name, i)
        keys.push(key)
        values.push(value)
      } else if (Number.isNaN(values[i]!)) values[i] = value
      else if (!Number.isNaN(value) && value !== values[i])
        wrong(`release ${t + 1}, ${key}`, `is ${value}, but an earlier release says ${values[i]}`)
      return i
    })
    for (const { total, parts } of table.equations) {
      const equation = { total: place[total]!, parts: parts.map((part) => place[part]!) }
      equations.set(`${equation.total}=${[...equation.parts].sort((a, b) => a - b)}`, equation)
    }
    return place
  })
  const cube = crossingOf(releases, index, keys.length)
  const crossing = Array.from({ length: cube.cells }, (_, i) => keys.length + i)
  for (const cell of crossing) {
    keys.push(`crossing ${cell}`)
    values.push(Number.NaN)
  }
  const system = {
    keys,
    values: Float64Array.from(values),
    equations: [...equations.values(), ...cube.equations],
  }
  return { system, places, crossing }
}

/** The cells behind all tables at once, each with its sums in every two-way table. */
function crossingOf(
  releases: readonly Release[],
  index: ReadonlyMap<string, number>,
  first: number,
): { cells: number; equations: System['equations'] } {
  const labels = new Map<string, string>()
  const lists = new Map<string, string[]>()
  for (const { table, variables } of releases)
    for (const [variable, axis] of [
      [variables[0], table.rows],
      [variables[1], table.cols],
    ] as const) {
      const names = axis.labels.slice(0, axis.leaves).map((label) => label.name)
      const told = JSON.stringify([...names].sort())
      if (labels.has(variable) && labels.get(variable) !== told) return { cells: 0, equations: [] }
      labels.set(variable, told)
      if (!lists.has(variable)) lists.set(variable, names)
    }
  const variables = [...lists.keys()]
  const cells = variables.reduce((product, variable) => product * lists.get(variable)!.length, 1)
  if (variables.length < 3 || cells > 2000) return { cells: 0, equations: [] }
  const sums = new Map<number, number[]>()
  const pairs = new Set(releases.map((release) => JSON.stringify(release.variables)))
  for (let i = 0; i < cells; i++) {
    const chosen = new Map<string, string>()
    let rest = i
    for (const variable of variables) {
      const list = lists.get(variable)!
      chosen.set(variable, list[rest % list.length]!)
      rest = Math.floor(rest / list.length)
    }
    for (const pair of pairs) {
      const name = (JSON.parse(pair) as string[])
        .map((variable) => JSON.stringify([variable, chosen.get(variable)]))
        .sort()
        .join('&')
      const total = index.get(name)!
      const parts = sums.get(total)
      if (parts) parts.push(first + i)
      else sums.set(total, [first + i])
    }
  }
  return { cells, equations: [...sums].map(([total, parts]) => ({ total, parts })) }
}

/**
 * Successive releases: each later number is the earlier one and what came since, which is not negative.
 * @throws DisclosureError when a published number falls
 */
export function joinGrowing(releases: readonly Release[]): Joint {
  const keys: string[] = []
  const values: number[] = []
  const equations: System['equations'] = []
  const places: number[][] = []
  const before = new Map<string, number>()
  releases.forEach((release, t) => {
    const { table } = release
    const start = keys.length
    places.push(table.keys.map((_, cell) => start + cell))
    keys.push(...table.keys)
    values.push(...table.values)
    for (const { total, parts } of table.equations)
      equations.push({ total: start + total, parts: parts.map((part) => start + part) })
    table.keys.forEach((key, cell) => {
      const name = nameOf(release, cell)
      const now = start + cell
      const earlier = before.get(name)
      before.set(name, now)
      if (earlier === undefined) return
      const [then, value] = [values[earlier]!, values[now]!]
      if (!Number.isNaN(then) && !Number.isNaN(value)) {
        if (value < then) wrong(`release ${t + 1}, ${key}`, `fell from ${then} to ${value}`)
        return
      }
      equations.push({ total: now, parts: [earlier, keys.length] })
      keys.push(`${key} since`)
      values.push(Number.NaN)
    })
  })
  return { system: { keys, values: Float64Array.from(values), equations }, places, crossing: [] }
}

/** The closest link that no published number contradicts. */
export function likelyLink(releases: readonly Release[]): Link {
  const seen = new Map<string, number>()
  let link: Link = 'same'
  for (const release of releases)
    release.table.values.forEach((value, cell) => {
      if (Number.isNaN(value)) return
      const name = nameOf(release, cell)
      const earlier = seen.get(name)
      seen.set(name, value)
      if (earlier === undefined || earlier === value) return
      if (value < earlier) link = 'free'
      else if (link === 'same') link = 'growing'
    })
  return link
}

/** A number that two releases show and that changed so little that the difference itself is a small count. */
export interface SmallChange {
  key: string
  /** Releases, counted from 1. */
  from: number
  to: number
  before: number
  after: number
}

/** Numbers that changed by less than `minChange` from one showing to the next, but not by nothing. */
export function smallChanges(releases: readonly Release[], minChange = 3): SmallChange[] {
  const seen = new Map<string, { value: number; release: number }>()
  const found: SmallChange[] = []
  releases.forEach((release, t) => {
    release.table.values.forEach((value, cell) => {
      if (Number.isNaN(value)) return
      const name = nameOf(release, cell)
      const earlier = seen.get(name)
      seen.set(name, { value, release: t + 1 })
      if (!earlier || earlier.value === value || Math.abs(value - earlier.value) >= minChange) return
      found.push({
        key: release.table.keys[cell]!,
        from: earlier.release,
        to: t + 1,
        before: earlier.value,
        after: value,
      })
    })
  })
  return found
}

/** What several releases reveal together. */
export interface Audit {
  link: Link
  /**
   * Whether the intervals are all that follows from the releases together. False for long series of large growing
   * tables, where each release is attacked apart and the bounds are then compared.
   */
  complete: boolean
  /** For each release, the interval of each of its hidden cells, by index. */
  intervals: Map<number, Interval>[]
  smallChanges: SmallChange[]
}

/** Hidden cells up to which growing releases are attacked in one linear programme. */
const programmeSize = 1200

/**
 * Attacks several releases together.
 * @param link how they are tied; by default the closest tie that no published number contradicts
 */
export function auditReleases(releases: readonly Release[], link?: Link): Audit {
  const tie = link ?? likelyLink(releases)
  const changes = smallChanges(releases)
  const hiddenOf = (system: System) => [...system.keys.keys()].filter((i) => Number.isNaN(system.values[i]!))
  const apart = () =>
    releases.map(({ table }) => {
      const cells = hiddenOf(table)
      return new Map(intervalsOf(table, cells).map((interval, k) => [cells[k]!, interval]))
    })
  const together = ({ system, places }: Joint): Map<number, Interval>[] => {
    const cells = hiddenOf(system)
    const intervals = new Map(intervalsOf(system, cells).map((interval, k) => [cells[k]!, interval]))
    return releases.map(({ table }, t) => {
      const own = hiddenOf(table)
      return new Map(
        own.map((cell) => {
          const place = places[t]![cell]!
          const value = system.values[place]!
          return [cell, intervals.get(place) ?? { min: value, max: value }]
        }),
      )
    })
  }
  if (tie === 'free') return { link: tie, complete: true, intervals: apart(), smallChanges: changes }
  if (tie === 'same') {
    try {
      return { link: tie, complete: true, intervals: together(joinSame(releases)), smallChanges: changes }
    } catch (problem) {
      // Hidden numbers can differ even where no published one does.
      if (link !== undefined || !(problem instanceof DisclosureError)) throw problem
      return auditReleases(releases, 'growing')
    }
  }
  const joint = joinGrowing(releases)
  if (hiddenOf(joint.system).length <= programmeSize)
    return { link: tie, complete: true, intervals: together(joint), smallChanges: changes }
  const intervals = apart()
  compare(releases, intervals)
  return { link: tie, complete: false, intervals, smallChanges: changes }
}

/** Growing counts: a later one is at least an earlier one's minimum, an earlier one at most a later one's maximum. */
function compare(releases: readonly Release[], intervals: readonly Map<number, Interval>[]): void {
  const known = (t: number, cell: number): Interval => {
    const value = releases[t]!.table.values[cell]!
    return intervals[t]!.get(cell) ?? { min: value, max: value }
  }
  const cellsOf = new Map<string, [release: number, cell: number][]>()
  releases.forEach((release, t) => {
    for (const cell of release.table.keys.keys()) {
      const name = nameOf(release, cell)
      const list = cellsOf.get(name)
      if (list) list.push([t, cell])
      else cellsOf.set(name, [[t, cell]])
    }
  })
  for (const list of cellsOf.values()) {
    for (let i = 1; i < list.length; i++) {
      const [earlier, later] = [known(...list[i - 1]!), known(...list[i]!)]
      if (earlier.min > later.min) later.min = earlier.min
    }
    for (let i = list.length - 1; i > 0; i--) {
      const [earlier, later] = [known(...list[i - 1]!), known(...list[i]!)]
      if (later.max < earlier.max) earlier.max = later.max
    }
  }
}
