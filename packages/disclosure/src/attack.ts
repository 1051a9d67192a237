import { wrong } from './errors.ts'
import { Flow, wire } from './network.ts'
import type { System } from './system.ts'
import { Tableau } from './tableau.ts'

/** What an attacker can say of a hidden count: it lies in [min, max]. Infinity where nothing bounds it. */
export interface Interval {
  min: number
  max: number
}

/** Whether only one whole number lies in the interval. */
export function isExact({ min, max }: Interval): boolean {
  return Math.floor(max + 1e-6) <= Math.ceil(min - 1e-6)
}

/**
 * The interval of every hidden cell (value NaN in the system), given all that is published and that counts are not
 * negative. Exact for networks, among them two-way tables with margins, also grouped on one axis (the bounds are flows,
 * hence whole numbers); by linear programming beyond, where the bounds may be fractions.
 *
 * @param truth the true values when we know them: only a starting point, it changes nothing in the answer
 * @param floors for each cell of the system, the least it can be as far as the attacker knows (default 0)
 * @returns one interval for each of `cells`, in order
 * @throws DisclosureError when no counts fit what is published
 */
export function intervalsOf(
  system: System,
  cells: readonly number[],
  truth?: Float64Array,
  floors: ArrayLike<number> = new Float64Array(system.keys.length),
): Interval[] {
  const wiring = wire(system, cells)
  if (wiring) return networkIntervals(system, cells, wiring, truth, floors)
  const found = new Map<number, Interval>()
  for (const component of components(system, cells)) {
    const part = { ...system, equations: component.equations.map((e) => system.equations[e]!) }
    const partWiring = wire(part, component.cells)
    const intervals = partWiring
      ? networkIntervals(part, component.cells, partWiring, truth, floors)
      : programmeIntervals(part, component.cells, floors)
    component.cells.forEach((cell, i) => {
      found.set(cell, intervals[i]!)
    })
  }
  return cells.map((cell) => found.get(cell)!)
}

/** Cells that no chain of equations connects can be attacked apart. */
function components(system: System, cells: readonly number[]): { cells: number[]; equations: number[] }[] {
  const isHidden = new Uint8Array(system.keys.length)
  for (const cell of cells) isHidden[cell] = 1
  const parent = Int32Array.from(system.keys, (_, i) => i)
  const find = (i: number): number => {
    let at = i
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!
      at = parent[at]!
    }
    return at
  }
  const hiddenOf = system.equations.map(({ total, parts }) =>
    [total, ...parts].filter((i) => isHidden[i] === 1),
  )
  for (const [first, ...rest] of hiddenOf) for (const i of rest) parent[find(i)] = find(first!)
  const groups = new Map<number, { cells: number[]; equations: number[] }>()
  const groupOf = (i: number) => {
    const root = find(i)
    if (!groups.has(root)) groups.set(root, { cells: [], equations: [] })
    return groups.get(root)!
  }
  for (const cell of cells) groupOf(cell).cells.push(cell)
  hiddenOf.forEach((hidden, e) => {
    if (hidden.length > 0) groupOf(hidden[0]!).equations.push(e)
  })
  return [...groups.values()]
}

/** Σ of the known terms of an equation, parts positive, the total negative; hidden cells count their floor. */
function knownSum(
  system: System,
  e: number,
  isHidden: (cell: number) => boolean,
  floors: ArrayLike<number>,
): number {
  const { total, parts } = system.equations[e]!
  const known = (cell: number) => (isHidden(cell) ? floors[cell]! : system.values[cell]!)
  return parts.reduce((sum, part) => sum + known(part), -known(total))
}

function networkIntervals(
  system: System,
  cells: readonly number[],
  wiring: NonNullable<ReturnType<typeof wire>>,
  truth: Float64Array | undefined,
  floors: ArrayLike<number>,
): Interval[] {
  const flow = new Flow(wiring)
  const base = truth
    ? Float64Array.from(cells, (cell) => truth[cell]! - floors[cell]!)
    : feasible(system, cells, wiring, floors)
  cells.forEach((_, a) => {
    flow.open(a, Number.POSITIVE_INFINITY, base[a]!)
  })
  return cells.map((cell, a) => {
    const [tail, head] = [wiring.tail[a]!, wiring.head[a]!]
    flow.close(a)
    const up = flow.maximum(head, tail, Number.POSITIVE_INFINITY)
    flow.putBack()
    const down = flow.maximum(tail, head, base[a]!)
    flow.putBack()
    flow.open(a, Number.POSITIVE_INFINITY, base[a]!)
    return { min: floors[cell]! + base[a]! - down, max: floors[cell]! + base[a]! + up }
  })
}

/** Some counts that fit everything published: what each node must send or receive, routed through the hidden cells. */
function feasible(
  system: System,
  cells: readonly number[],
  wiring: NonNullable<ReturnType<typeof wire>>,
  floors: ArrayLike<number>,
): Float64Array {
  const isHidden = new Uint8Array(system.keys.length)
  for (const cell of cells) isHidden[cell] = 1
  // Two more nodes: a source that feeds what nodes must send, a sink that takes what they must receive.
  const { outside, nodes } = wiring
  const [source, sink] = [nodes, nodes + 1]
  const balance = wiring.equations.map(
    (e, v) => -wiring.sign[v]! * knownSum(system, e, (i) => isHidden[i] === 1, floors),
  )
  const extra: [number, number, number][] = balance.flatMap((b, v): [number, number, number][] =>
    b > 0 ? [[source, v, b]] : b < 0 ? [[v, sink, -b]] : [],
  )
  const net = balance.reduce((sum, b) => sum + b, 0)
  if (net < 0) extra.push([source, outside, -net])
  if (net > 0) extra.push([outside, sink, net])
  const count = cells.length
  const flow = new Flow({
    ...wiring,
    nodes: nodes + 2,
    tail: Int32Array.from([...wiring.tail, ...extra.map(([t]) => t)]),
    head: Int32Array.from([...wiring.head, ...extra.map(([, h]) => h)]),
  })
  for (let a = 0; a < count; a++) flow.open(a, Number.POSITIVE_INFINITY, 0)
  extra.forEach(([, , capacity], k) => {
    flow.open(count + k, capacity, 0)
  })
  flow.maximum(source, sink, Number.POSITIVE_INFINITY)
  const short = extra.findIndex((_, k) => flow.forward[count + k]! > 1e-9)
  if (short >= 0) {
    const node = extra[short]!.find((v, side) => side < 2 && v < outside) ?? 0
    const equation = system.equations[wiring.equations[node]!]!
    wrong(system.keys[equation.total]!, 'no counts fit what is published around this sum')
  }
  return flow.backward.slice(0, count)
}

/** The programme whose variables are the hidden cells, each less its floor, at some counts that fit. */
function programme(system: System, cells: readonly number[], floors: ArrayLike<number>): Tableau {
  const local = new Int32Array(system.keys.length).fill(-1)
  cells.forEach((cell, i) => {
    local[cell] = i
  })
  const count = cells.length
  const tableau = new Tableau(
    new Float64Array(count),
    new Float64Array(count).fill(Number.POSITIVE_INFINITY),
    Float64Array.from({ length: count }, (_, i) => 1 + ((i * 0.6180339887498949) % 1)),
    system.equations.length,
  )
  system.equations.forEach(({ total, parts }, e) => {
    const row: [number, number][] = parts.flatMap((i): [number, number][] =>
      local[i]! >= 0 ? [[local[i]!, 1]] : [],
    )
    if (local[total]! >= 0) row.push([local[total]!, -1])
    const known = knownSum(system, e, (i) => local[i]! >= 0, floors)
    if (row.length > 0) tableau.addRow(row, -known, 0, 0)
  })
  const settled = tableau.dual()
  if (settled === 'empty')
    wrong(system.keys[system.equations[0]!.total]!, 'no counts fit what is published around this sum')
  if (settled === 'stuck') throw new Error('the linear programme did not settle')
  return tableau
}

/** Some numbers, not always whole, for the hidden cells that fit everything published. */
export function fittingCounts(system: System, cells: readonly number[]): Float64Array {
  if (cells.length === 0) return new Float64Array(0)
  const tableau = programme(system, cells, new Float64Array(system.keys.length))
  return Float64Array.from(cells, (_, i) => tableau.value(i))
}

function programmeIntervals(system: System, cells: readonly number[], floors: ArrayLike<number>): Interval[] {
  const count = cells.length
  const tableau = programme(system, cells, floors)
  const least = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
  const most = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
  for (let j = 0; j < count; j++) {
    for (const way of [1, -1]) {
      tableau.setCosts([[j, way]])
      const bounded = tableau.primal()
      const value = bounded ? tidy(tableau.value(j)) : Number.POSITIVE_INFINITY
      if (way > 0) least[j] = value
      else most[j] = value
    }
  }
  return cells.map((cell, j) => ({
    min: floors[cell]! + Math.max(0, least[j]!),
    max: floors[cell]! + most[j]!,
  }))
}

/** Bounds of these programmes are fractions with small denominators; rounding errors are far smaller. */
function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
