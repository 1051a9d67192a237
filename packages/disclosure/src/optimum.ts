import { certify, type Demand, type Problem } from './complement.ts'
import { NetworkEngine } from './network.ts'
import { Tableau } from './tableau.ts'

/** Σ coefficients × hidden ≥ need: what every choice must satisfy. */
interface Cut {
  coefficients: Map<number, number>
  need: number
}

/** The cheapest choice found, a cost that none goes below, and whether they meet. */
export interface Optimum {
  chosen: number[]
  bound: number
  proven: boolean
}

const enough = 1e-6

/** The master problem over some of the candidates; the others stay published. */
class Master {
  readonly tableau: Tableau
  private readonly place: Map<number, number>

  constructor(
    readonly cells: readonly number[],
    costs: Float64Array,
  ) {
    const count = cells.length
    this.place = new Map(cells.map((cell, k) => [cell, k]))
    this.tableau = new Tableau(
      new Float64Array(count),
      new Float64Array(count).fill(1),
      Float64Array.from(cells, (cell) => costs[cell]!),
      2 * count,
    )
  }

  add({ coefficients, need }: Cut): void {
    const row: [number, number][] = []
    for (const [cell, coefficient] of coefficients) {
      const k = this.place.get(cell)
      if (k !== undefined) row.push([k, coefficient])
    }
    this.tableau.addRow(row, need, Number.NEGATIVE_INFINITY, 0)
  }

  /** How far each cell is hidden now, written into `degrees`; true when none is by halves. */
  degrees(degrees: Float64Array): boolean {
    let whole = true
    this.cells.forEach((cell, k) => {
      const degree = Math.min(1, Math.max(0, this.tableau.value(k)))
      const near = Math.round(degree)
      if (Math.abs(degree - near) > enough) whole = false
      degrees[cell] = Math.abs(degree - near) > enough ? degree : near
    })
    return whole
  }
}

/**
 * The cheapest choice of cells to hide, by branch and cut (Fischetti and Salazar). The master problem knows only the
 * cuts found so far; whatever it chooses is attacked, and every attack that succeeds gives a cut that all safe choices
 * satisfy: for networks a capacity cut, also for choices by halves; beyond, a set of cells one of which must be hidden.
 *
 * The engine must hide exactly the cells that are hidden whatever we choose; it does so again afterwards.
 *
 * @param incumbent a choice already known to be safe
 * @param effort the most numbers to change, over both the master problem and the attacks
 */
export function optimum(problem: Problem, incumbent: readonly number[], effort: number): Optimum {
  const { engine, candidates, costs } = problem
  let best = incumbent.reduce((sum, cell) => sum + costs[cell]!, 0)
  let chosen: readonly number[] = incumbent
  const slack = 1e-7 + 1e-9 * best
  const degrees = new Float64Array(engine.hidden.length)
  const isCandidate = new Uint8Array(engine.hidden.length)
  for (const cell of candidates) isCandidate[cell] = 1
  let attacks = 0
  const separate = (master: Master): Cut[] => {
    for (let i = 0; i < degrees.length; i++) degrees[i] = engine.hidden[i]!
    const whole = master.degrees(degrees)
    attacks += problem.demands.length * (whole ? 4 : 2) * engine.hidden.length
    if (engine instanceof NetworkEngine) return networkCuts(problem, engine, degrees, isCandidate, whole)
    attacks += whole ? candidates.length * 400 * engine.hidden.length : 0
    return whole ? setCuts(problem, degrees) : []
  }
  /** Solves the master with cuts until none is violated, its value reaches `best`, or the effort is spent. */
  const solve = (master: Master, spent: number, found: (cut: Cut) => void): 'done' | 'empty' | 'spent' => {
    for (;;) {
      const settled = master.tableau.dual(effort - attacks - spent)
      if (settled !== 'fits') return settled === 'empty' ? 'empty' : 'spent'
      if (master.tableau.objective() >= best - slack) return 'done'
      const cuts = separate(master)
      if (cuts.length === 0) return 'done'
      for (const cut of cuts) {
        master.add(cut)
        found(cut)
      }
    }
  }

  const pool: Cut[] = []
  const all = new Master(candidates, costs)
  solve(all, 0, (cut) => pool.push(cut))
  // The dual method comes from below: what it has reached is a bound, wherever it was stopped.
  const least = all.tableau.objective()

  // A cell that could only be hidden at a cost above the best known choice is left out from here on.
  const kept = candidates.filter(
    (_, k) => all.tableau.value(k) > enough || all.tableau.distance(k) < best - least,
  )
  const master = new Master(kept, costs)
  for (const cut of pool) master.add(cut)
  type Node = { fixed: readonly [place: number, value: number][]; bound: number }
  const open: Node[] = [{ fixed: [], bound: least }]
  let current: Node['fixed'] = []
  let proven = true
  while (open.length > 0) {
    const node = open.pop()!
    if (node.bound >= best - slack) continue
    for (const [k] of current) master.tableau.setBounds(k, 0, 1)
    for (const [k, value] of node.fixed) master.tableau.setBounds(k, value, value)
    current = node.fixed
    const outcome = solve(master, all.tableau.work, () => {})
    if (outcome === 'empty') continue
    if (outcome === 'spent') {
      open.push(node)
      proven = false
      break
    }
    const bound = Math.max(node.bound, master.tableau.objective())
    if (bound >= best - slack) continue
    let branch = -1
    let farthest = enough
    kept.forEach((_, k) => {
      const value = master.tableau.value(k)
      const distance = Math.min(value, 1 - value)
      if (distance <= farthest) return
      farthest = distance
      branch = k
    })
    if (branch < 0) {
      best = bound
      chosen = kept.filter((_, k) => master.tableau.value(k) > 0.5)
      continue
    }
    master.tableau.purge()
    open.push({ fixed: [...node.fixed, [branch, 0]], bound })
    open.push({ fixed: [...node.fixed, [branch, 1]], bound })
  }
  return { chosen: [...chosen], bound: open.reduce((low, node) => Math.min(low, node.bound), best), proven }
}

/** Cuts that the degrees of hiding violate, at most one a demand; those of lone persons only when nothing else is. */
function networkCuts(
  problem: Problem,
  engine: NetworkEngine,
  degrees: Float64Array,
  isCandidate: Uint8Array,
  whole: boolean,
): Cut[] {
  /** More of what lets too little through must be hidden. */
  const cutOff = (coefficients: Map<number, number>, need: number): Cut[] => {
    let left = need
    for (const [cell, coefficient] of coefficients) if (isCandidate[cell] === 0) left -= coefficient
    const free = new Map<number, number>()
    let sum = 0
    for (const [cell, coefficient] of coefficients) {
      if (isCandidate[cell] === 0) continue
      const strength = Math.min(left, coefficient)
      free.set(cell, strength)
      sum += strength * degrees[cell]!
    }
    return sum < left - 1e-5 * left ? [{ coefficients: free, need: left }] : []
  }
  const look = (demand: Demand, without: number, reach: number, width: number): Cut[] => {
    const room = engine.room[demand.cell]!
    const must = Math.max(reach - engine.values[demand.cell]!, width - room, 0)
    if (must > 0) {
      const up = engine.cut(demand.cell, 1, must, without, degrees)
      if (up.amount < must - enough) return cutOff(up.coefficients, must)
    }
    const up = engine.cut(demand.cell, 1, width, without, degrees)
    if (up.amount >= width - enough) return []
    const down = engine.cut(demand.cell, -1, Math.min(room, width), without, degrees)
    if (up.amount + down.amount >= width - enough) return []
    if (down.coefficients.size === 0) return cutOff(up.coefficients, width - down.amount)
    const both = new Map(up.coefficients)
    for (const [cell, c] of down.coefficients) both.set(cell, (both.get(cell) ?? 0) + c)
    return cutOff(both, width)
  }
  const cuts = problem.demands.flatMap((demand) => look(demand, -1, demand.reach, demand.width))
  if (cuts.length > 0 || !whole) return cuts
  const singles = [...engine.values.keys()].filter((i) => problem.alone[i] === 1 && degrees[i]! > 0.5)
  return problem.demands.flatMap((demand) =>
    singles.flatMap((single) => (single === demand.cell ? [] : look(demand, single, 0, 1))),
  )
}

/** For the first demand that a whole choice does not meet: the smallest set found of which one must be hidden. */
function setCuts(problem: Problem, degrees: Float64Array): Cut[] {
  const { engine, demands, candidates, costs } = problem
  for (const cell of candidates) if (degrees[cell]! > 0.5) engine.hide(cell)
  const failing = demands.find((demand) => !certify(problem, demand, null))
  const cuts: Cut[] = []
  if (failing) {
    const dearestFirst = candidates
      .filter((cell) => engine.hidden[cell] === 0)
      .sort((a, b) => costs[b]! - costs[a]!)
    const needed: number[] = []
    for (const cell of dearestFirst) {
      engine.hide(cell)
      if (!certify(problem, failing, null)) continue
      engine.publish(cell)
      needed.push(cell)
    }
    cuts.push({ coefficients: new Map(needed.map((cell) => [cell, 1])), need: 1 })
  }
  for (const cell of candidates) engine.publish(cell)
  return cuts
}
