import { fittingCounts, type Interval, intervalsOf, isExact } from './attack.ts'
import type { Axis } from './axis.ts'
import { within, wrong } from './errors.ts'
import { budgetSpent, geometric, geometricNoise } from './noise.ts'
import { type Protection, type ProtectOptions, protectSystem } from './protect.ts'
import {
  auditReleases,
  joinSame,
  type Link,
  likelyLink,
  nameOf,
  type Release,
  type SmallChange,
  smallChanges,
} from './releases.ts'
import { randomRounding } from './rounding.ts'
import { certainCells, defaultRule, isSmall } from './rules.ts'
import { type CrossTable, checkSums, indexOfKeys } from './system.ts'
import { type Margins, systemOf, type Table } from './table.ts'

/** `[min, max]`; a max of null means that nothing bounds it. */
export type Bounds = [min: number, max: number | null]

/** What happens to the margins: all shown, none shown, or shown where that is safe (then they are cells like others). */
export type MarginPolicy = 'published' | 'hidden' | 'where-safe'

/** A table and how to protect it. */
export interface Request extends Table {
  /** Keys `row|col` of the cells to protect; by default those that the rule names. */
  primary?: readonly string[]
  /** Lines along which a rate of 0 % or 100 % on fewer than 30 people counts as primary (default: none). */
  certain?: 'rows' | 'cols'
  marginsPolicy?: MarginPolicy
  /** Names of the row and the column variable, by which several tables are tied (default `rows`, `cols`). */
  variables?: readonly [string, string]
}

/** A table that may be released, and what protects it. Keys are `row|col`, with `Total` for margins. */
export interface ProtectedTable {
  protected: boolean
  rows: readonly string[]
  cols: readonly string[]
  hierarchy?: Table['hierarchy']
  /** As in the request, so that what is released later is tied to it. */
  variables?: readonly [string, string]
  /** The counts, null where hidden. */
  published: (number | null)[][]
  margins: Margins | null
  /** Subtotals of groups, null where hidden. */
  subtotals?: Record<string, number | null>
  primary: string[]
  secondary: string[]
  /** The sum of the secondary cells' counts, and what no choice can go below. */
  cost: number
  lowerBound: number
  optimal: boolean
  /** How many cells are hidden besides the primary ones, and what no choice can go below. */
  hidden: number
  hiddenLowerBound: number
  /** What the attacker can say of each hidden cell. */
  intervals: Record<string, Bounds>
  /** Primary cells that cannot be protected, with what would be known of them if every cell but no margin were hidden. */
  unprotectable: Record<string, Bounds>
}

const bounds = ({ min, max }: Interval): Bounds => [min, Number.isFinite(max) ? max : null]

/** Which cells of a table are margins, and which stand in a group's row or column. */
function kinds(table: CrossTable): { margin: (i: number) => boolean; subtotal: (i: number) => boolean } {
  const width = table.cols.labels.length
  const isGroup = (axis: Axis, label: number) => label >= axis.leaves && label < axis.root
  return {
    margin: (i) => Math.floor(i / width) === table.rows.root || i % width === table.cols.root,
    subtotal: (i) => isGroup(table.rows, Math.floor(i / width)) || isGroup(table.cols, i % width),
  }
}

/** The indices of keys, refusing those that name no cell. */
function cellsOf(table: CrossTable, keys: readonly string[], place: string): number[] {
  const index = indexOfKeys(table.keys)
  return [
    ...new Set(
      keys.map((key, i) => {
        const cell = index.get(key)
        if (cell === undefined) wrong(`${place}[${i}]`, `${JSON.stringify(key)} names no cell`)
        return cell
      }),
    ),
  ]
}

interface Prepared {
  request: Request
  table: CrossTable
  primary: number[]
  mayHide: number[]
}

function prepare(request: Request, minCount: number): Prepared {
  const policy = request.marginsPolicy ?? 'published'
  if (request.margins || request.subtotals) checkSums(systemOf(request, true))
  const table = systemOf({ ...request, margins: undefined, subtotals: undefined }, policy !== 'hidden')
  const { margin } = kinds(table)
  const cells = [...table.keys.keys()].filter((i) => policy === 'where-safe' || !margin(i))
  if (request.primary) {
    const primary = cellsOf(table, request.primary, 'primary')
    primary.forEach((cell, i) => {
      if (margin(cell) && policy !== 'where-safe')
        wrong(`primary[${i}]`, `${JSON.stringify(table.keys[cell])} is a margin, and those are ${policy}`)
    })
    return { request, table, primary, mayHide: cells }
  }
  const rule = { ...defaultRule, minCount }
  const small = new Set(cells.filter((i) => isSmall(table.values[i]!, rule)))
  if (request.certain) {
    const width = table.cols.labels.length
    const [lines, others] = request.certain === 'rows' ? [table.rows, table.cols] : [table.cols, table.rows]
    const at = (line: number, other: number) =>
      request.certain === 'rows' ? line * width + other : other * width + line
    for (let line = 0; line < lines.leaves; line++) {
      const own = [...Array(others.leaves).keys()].map((other) => at(line, other))
      for (const k of certainCells(own.map((i) => table.values[i]!))) small.add(own[k]!)
    }
  }
  return { request, table, primary: [...small].sort((a, b) => a - b), mayHide: cells }
}

function present({ request, table }: Prepared, protection: Protection): ProtectedTable {
  const { rows, cols, keys, values } = table
  const width = cols.labels.length
  const hidden = new Set([...protection.primary, ...protection.secondary])
  const withheld = !protection.protected
  const shown = (i: number) => (hidden.has(i) || withheld ? null : values[i]!)
  const { margin, subtotal } = kinds(table)
  const leaves = (axis: Axis) => [...Array(axis.leaves).keys()]
  const untold = request.marginsPolicy === 'hidden'
  const margins: Margins | null = untold
    ? null
    : {
        rows: leaves(rows).map((r) => shown(r * width + cols.root)),
        cols: leaves(cols).map((c) => shown(rows.root * width + c)),
        total: shown(rows.root * width + cols.root),
      }
  const subtotals = Object.fromEntries(
    keys.flatMap((key, i) => (subtotal(i) && !(untold && margin(i)) ? [[key, shown(i)]] : [])),
  )
  const list = (cells: readonly number[]) => cells.map((i) => keys[i]!)
  const told = (cells: Iterable<number>) =>
    Object.fromEntries([...cells].map((i) => [keys[i]!, bounds(protection.intervals.get(i)!)]))
  return {
    protected: protection.protected,
    rows: request.rows,
    cols: request.cols,
    ...(request.hierarchy ? { hierarchy: request.hierarchy } : {}),
    ...(request.variables ? { variables: request.variables } : {}),
    published: leaves(rows).map((r) => leaves(cols).map((c) => shown(r * width + c))),
    margins,
    ...(Object.keys(subtotals).length > 0 ? { subtotals } : {}),
    primary: list(protection.primary),
    secondary: list(protection.secondary),
    cost: protection.cost,
    lowerBound: protection.lowerBound,
    optimal: protection.optimal,
    hidden: protection.secondary.length,
    hiddenLowerBound: protection.fewest,
    intervals: withheld
      ? Object.fromEntries(
          [...hidden].sort((a, b) => a - b).map((i): [string, Bounds] => [keys[i]!, [0, null]]),
        )
      : told([...hidden].sort((a, b) => a - b)),
    unprotectable: told(protection.unprotectable),
  }
}

/**
 * Makes a table safe to publish: small counts are hidden, and as few others as keep each of them uncertain enough.
 * A table that cannot be protected is withheld: everything is null, margins too, and `unprotectable` says why.
 *
 * @throws DisclosureError when the request is wrong, naming the place
 */
export function protect(request: Request, options: ProtectOptions = {}): ProtectedTable {
  const prepared = prepare(request, options.minCount ?? defaultRule.minCount)
  const { table, primary, mayHide } = prepared
  return present(prepared, protectSystem({ system: table, primary, mayHide }, options))
}

/**
 * Protects several tables of one population together: cells of equal labels are one cell, hidden in all or in none.
 * `cost`, `lowerBound` and the other figures are those of all tables together. One that cannot be protected withholds all.
 */
export function protectLinked(requests: readonly Request[], options: ProtectOptions = {}): ProtectedTable[] {
  const prepared = requests.map((request, t) =>
    within(`release ${t + 1}`, () => prepare(request, options.minCount ?? defaultRule.minCount)),
  )
  const { system, places, crossing } = joinSame(
    prepared.map(({ request, table }) => releaseOf(request, table)),
  )
  const set = (pick: (p: Prepared) => readonly number[]) => [
    ...new Set(prepared.flatMap((p, t) => pick(p).map((cell) => places[t]![cell]!))),
  ]
  // A cell may be hidden only where every table that shows it may hide it.
  const fixed = new Set(
    prepared.flatMap((p, t) => {
      const free = new Set(p.mayHide)
      return [...p.table.keys.keys()].filter((cell) => !free.has(cell)).map((cell) => places[t]![cell]!)
    }),
  )
  // The cells behind the tables are nobody's to show: any counts that fit do as well as the true ones.
  const inside = fittingCounts(system, crossing)
  crossing.forEach((cell, i) => {
    system.values[cell] = inside[i]!
  })
  const costs = Float64Array.from(system.values)
  for (const cell of crossing) costs[cell] = 0
  const protection = protectSystem(
    {
      system,
      primary: set((p) => p.primary),
      mayHide: set((p) => p.mayHide).filter((cell) => !fixed.has(cell)),
      mustHide: crossing,
      unseen: crossing,
    },
    { costs, ...options },
  )
  return prepared.map((p, t) => {
    const back = new Map(places[t]!.map((place, cell) => [place, cell]))
    const own = (cells: readonly number[]) =>
      cells.flatMap((place) => (back.has(place) ? [back.get(place)!] : [])).sort((a, b) => a - b)
    const intervals = [...protection.intervals].flatMap(([place, interval]): [number, Interval][] =>
      back.has(place) ? [[back.get(place)!, interval]] : [],
    )
    return {
      ...present(p, {
        ...protection,
        primary: own(protection.primary),
        secondary: own(protection.secondary),
        unprotectable: own(protection.unprotectable),
        intervals: new Map(intervals),
      }),
      hidden: protection.secondary.length - crossing.length,
      hiddenLowerBound: protection.fewest - crossing.length,
    }
  })
}

function releaseOf(request: Pick<Request, 'variables'>, table: CrossTable): Release {
  return { table, variables: request.variables ?? ['rows', 'cols'] }
}

/** A released table as the attacker has it: null where hidden, or full counts and the keys that are hidden. */
export interface ReleasedTable extends Table {
  suppressed?: readonly string[]
  /** The cells that were hidden for their own sake, when known; an audit then says which of them are too certain. */
  primary?: readonly string[]
  variables?: readonly [string, string]
  marginsPublished?: boolean
}

function released(table: ReleasedTable): CrossTable {
  const system = systemOf(table, table.marginsPublished ?? true)
  if (table.suppressed)
    for (const cell of cellsOf(system, table.suppressed, 'suppressed')) system.values[cell] = Number.NaN
  const untold = table.counts.some((line) => line.includes(null))
  if (untold && !table.margins && (table.marginsPublished ?? true))
    wrong('margins', 'counts are hidden, so the margins must be given (or marginsPublished be false)')
  checkSums(system)
  return system
}

/** What an attacker makes of a released table. */
export interface AttackedTable {
  intervals: Record<string, Bounds>
  /** Hidden cells that are in fact known exactly. */
  recoverable: string[]
}

/**
 * Attacks a released table: the interval of every hidden cell.
 * @throws DisclosureError when the table is wrong or contradicts itself
 */
export function attack(table: ReleasedTable): AttackedTable {
  const system = released(table)
  const hidden = hiddenCells(system, table.marginsPublished ?? true)
  const intervals = intervalsOf(system, hidden)
  return {
    intervals: Object.fromEntries(hidden.map((i, k) => [system.keys[i]!, bounds(intervals[k]!)])),
    recoverable: hidden.flatMap((i, k) => (isExact(intervals[k]!) ? [system.keys[i]!] : [])),
  }
}

function hiddenCells(table: CrossTable, totals: boolean): number[] {
  const { margin } = kinds(table)
  return [...table.keys.keys()].filter((i) => Number.isNaN(table.values[i]!) && (totals || !margin(i)))
}

/** What several releases reveal together. */
export interface AuditedReleases {
  /** How the releases were taken to be tied. */
  link: Link
  complete: boolean
  /** Nothing is recoverable, no primary cell is too certain, no number changed by a little. */
  safe: boolean
  releases: {
    intervals: Record<string, Bounds>
    recoverable: string[]
    /** Cells named primary whose maximum or width is too small. */
    weak: string[]
  }[]
  /** Keys recoverable in some release. */
  recoverable: string[]
  smallChanges: SmallChange[]
}

/**
 * Attacks several linked or successive releases together.
 * @param options what primary cells need; how the releases are tied (by default as the published numbers suggest)
 */
export function audit(
  tables: readonly ReleasedTable[],
  options: { link?: Link; minCount?: number; minWidth?: number } = {},
): AuditedReleases {
  const { minCount = defaultRule.minCount, minWidth = 10 } = options
  const systems = tables.map((table, t) => within(`release ${t + 1}`, () => released(table)))
  const found = auditReleases(
    systems.map((system, t) => releaseOf(tables[t]!, system)),
    options.link,
  )
  const releases = systems.map((system, t) => {
    const hidden = hiddenCells(system, tables[t]!.marginsPublished ?? true)
    const intervalOf = (i: number) => found.intervals[t]!.get(i)!
    const primary = new Set(
      within(`release ${t + 1}`, () => cellsOf(system, tables[t]!.primary ?? [], 'primary')),
    )
    const name = (cells: readonly number[]) => cells.map((i) => system.keys[i]!)
    return {
      intervals: Object.fromEntries(hidden.map((i) => [system.keys[i]!, bounds(intervalOf(i))])),
      recoverable: name(hidden.filter((i) => isExact(intervalOf(i)))),
      weak: name(
        hidden.filter((i) => {
          const { min, max } = intervalOf(i)
          return primary.has(i) && (max < minCount || max - min < Math.max(1, minWidth))
        }),
      ),
    }
  })
  const recoverable = [...new Set(releases.flatMap((release) => release.recoverable))]
  return {
    link: found.link,
    complete: found.complete,
    safe:
      recoverable.length === 0 &&
      found.smallChanges.length === 0 &&
      releases.every((release) => release.weak.length === 0),
    releases,
    recoverable,
    smallChanges: found.smallChanges,
  }
}

/** A table that may be released after earlier ones, and the numbers among its margins that changed too little. */
export interface SuccessorTable extends ProtectedTable {
  link: Link
  /**
   * Margins that changed by 1 or 2 since they were last shown and cannot be hidden: show the earlier number again, or
   * wait. (Counts that did so are hidden.)
   */
  smallMargins: SmallChange[]
}

/**
 * Protects a table after earlier releases of it; the attacker is taken to know those too.
 * What changed by 1 or 2 since it was last shown is hidden. What was hidden stays hidden, unless the link is `free`.
 * Where the link is `same`, what was shown counts as known; where it is `growing`, as the least that a number can be.
 * Earlier releases may have rows and columns the other way round; one that does not name its variables has the table's.
 *
 * @throws DisclosureError when a table is wrong, or the numbers contradict the link that is given
 * @param earlier releases in their order; with full counts and `suppressed` the protection of growing counts is exact,
 * with nulls the attacker's knowledge of what was hidden then is left out of account: audit the releases together
 */
export function protectAfter(
  request: Request,
  earlier: readonly ReleasedTable[],
  options: ProtectOptions & { link?: Link } = {},
): SuccessorTable {
  const prepared = prepare(request, options.minCount ?? defaultRule.minCount)
  const { table } = prepared
  const variables = request.variables ?? earlier.find((release) => release.variables)?.variables
  const own = releaseOf({ variables }, table)
  const named = (release: ReleasedTable, system: CrossTable) =>
    releaseOf({ variables: release.variables ?? variables }, system)
  const before = earlier.map((release, t) =>
    named(
      release,
      within(`release ${t + 1}`, () => released(release)),
    ),
  )
  const told = earlier.map((release) => named(release, systemOf(release, release.marginsPublished ?? true)))
  const link = options.link ?? likelyLink([...told, own])
  const free = new Set(prepared.mayHide)
  const index = indexOfKeys(table.keys)
  // None where the link is `same`: there all changes are refused below.
  const changes = smallChanges([...before, own]).filter((change) => change.to === before.length + 1)
  const primary = new Set(prepared.primary)
  for (const change of changes) if (free.has(index.get(change.key)!)) primary.add(index.get(change.key)!)
  const floors = new Float64Array(table.keys.length)
  const places = new Map(table.keys.map((_, cell) => [nameOf(own, cell), cell]))
  const known = new Set<number>()
  const mustHide = new Set<number>()
  earlier.forEach((release, t) => {
    const then = before[t]!.table
    const primaryThen = new Set(release.primary)
    const counts = told[t]!.table.values
    then.keys.forEach((key, i) => {
      const cell = places.get(nameOf(before[t]!, i))
      if (cell === undefined || link === 'free') return
      const shown = !Number.isNaN(then.values[i]!)
      const [was, is] = [counts[i]!, table.values[cell]!]
      if (link === 'growing' ? was > is : Math.abs(was - is) > 0)
        wrong(`release ${t + 1}, ${key}`, `is ${was} there and ${is} now, so they are not "${link}"`)
      if (link === 'growing') floors[cell] = Math.max(floors[cell]!, was || 0)
      else if (shown) known.add(cell)
      if (shown || !free.has(cell)) return
      mustHide.add(cell)
      if (primaryThen.has(key)) primary.add(cell)
    })
  })
  const unknown = (cells: Iterable<number>) =>
    [...cells].filter((cell) => !known.has(cell)).sort((a, b) => a - b)
  const protection = protectSystem(
    { system: table, primary: unknown(primary), mayHide: unknown(free), mustHide: unknown(mustHide), floors },
    options,
  )
  const lost = [...primary].filter((cell) => known.has(cell))
  for (const cell of lost) {
    // Shown before and the same now: hiding it protects nobody.
    protection.protected = false
    protection.intervals.set(cell, { min: table.values[cell]!, max: table.values[cell]! })
    protection.primary.push(cell)
    protection.unprotectable.push(cell)
  }
  return {
    ...present(prepared, protection),
    link,
    smallMargins: changes.filter((change) => !free.has(index.get(change.key)!)),
  }
}

/** Every number of a table, its margins and subtotals included, passed through a perturbation by key. */
function perturb(table: Table, change: (key: string, count: number) => number): Released {
  const system = systemOf({ ...table, margins: undefined, subtotals: undefined }, true)
  const { rows, cols, keys, values } = system
  const width = cols.labels.length
  const { subtotal } = kinds(system)
  const at = (r: number, c: number) => change(keys[r * width + c]!, values[r * width + c]!)
  const subtotals = Object.fromEntries(
    keys.flatMap((key, i) => (subtotal(i) ? [[key, change(key, values[i]!)]] : [])),
  )
  return {
    rows: table.rows,
    cols: table.cols,
    published: table.rows.map((_, r) => table.cols.map((_, c) => at(r, c))),
    margins: {
      rows: table.rows.map((_, r) => at(r, cols.root)),
      cols: table.cols.map((_, c) => at(rows.root, c)),
      total: at(rows.root, cols.root),
    },
    ...(Object.keys(subtotals).length > 0 ? { subtotals } : {}),
  }
}

/** A table with every number perturbed on its own, so that it no longer adds up exactly. */
export interface Released {
  rows: readonly string[]
  cols: readonly string[]
  published: number[][]
  margins: { rows: number[]; cols: number[]; total: number }
  subtotals?: Record<string, number>
}

/** Random rounding of every number, margins too, each on its own. See `randomRounding`. */
export function round(table: Table, base: number, seed: string): Released & { base: number } {
  return { base, ...perturb(table, randomRounding(base, seed)) }
}

/** In how many labels of an axis a person is counted at most: the leaf, its groups, the total. */
function depth(axis: Axis): number {
  const above = (i: number): number => (i < 0 ? 0 : 1 + above(axis.labels[i]!.parent))
  return Math.max(...axis.labels.map((_, i) => above(i)))
}

/**
 * Geometric noise on every number, margins too, each on its own. See `geometricNoise`. `personEpsilon` is what the
 * table costs one person, who is counted in a cell and in every sum over it.
 */
export function addNoise(
  table: Table,
  epsilon: number,
  seed: string,
  options: { sensitivity?: number; nonNegative?: boolean } = {},
): Released & { epsilon: number; alpha: number; variance: number; personEpsilon: number } {
  const { sensitivity = 1, nonNegative = false } = options
  const { alpha, variance } = geometric(epsilon, sensitivity)
  const noise = geometricNoise(epsilon, seed, sensitivity)
  const { rows, cols } = systemOf({ ...table, margins: undefined, subtotals: undefined }, true)
  return {
    epsilon,
    alpha,
    variance,
    personEpsilon: budgetSpent(new Array<number>(depth(rows) * depth(cols)).fill(epsilon)),
    ...perturb(table, (key, count) => (nonNegative ? Math.max(0, noise(key, count)) : noise(key, count))),
  }
}
