import type { Engine, Swing } from './engine.ts'

/**
 * What one cell needs: the attacker's maximum at least `reach`, and the interval at least `width` wide (1 or more).
 */
export interface Demand {
  cell: number
  reach: number
  width: number
}

/** Everything the choice of cells depends on; cells are numbered as in the engine. */
export interface Problem {
  engine: Engine
  demands: readonly Demand[]
  /** Cells that may be hidden besides those that must be, which the engine already hides. */
  candidates: readonly number[]
  /** The cost of hiding each cell of the engine. */
  costs: Float64Array
  /** 1 for each cell in which somebody is counted alone, who so knows its value and is an attacker too. */
  alone: Uint8Array
}

const enough = 1e-6

/** Why a demand is met: the cells that have to stay hidden for it. */
interface Certificate {
  cells: number[]
  opened: number[]
}

/**
 * Looks whether a demand is met, and by which cells; with `costs`, hides what is missing for it.
 * Null when it is not met (or cannot be).
 */
export function certify(problem: Problem, demand: Demand, costs: Float64Array | null): Certificate | null {
  const { engine } = problem
  const { cell, reach, width } = demand
  const value = engine.values[cell]!
  const room = engine.room[cell]!
  const opened: number[] = []
  const swing = (direction: 1 | -1, cap: number, without: number, price: Float64Array | null): Swing => {
    const found = engine.swing(cell, direction, cap, without, price)
    opened.push(...found.opened)
    return found
  }
  /** The cheaper of two ways to hide more cells; only its cells stay hidden. */
  const cheaper = (first: () => boolean, second: () => boolean): boolean => {
    const price = (cells: readonly number[]) => cells.reduce((sum, i) => sum + costs![i]!, 0)
    const start = opened.length
    const one = first() ? price(opened) : Number.POSITIVE_INFINITY
    const mine = opened.splice(start)
    for (const i of mine) engine.publish(i)
    const two = second() ? price(opened) : Number.POSITIVE_INFINITY
    if (two < one) return true
    for (const i of opened.splice(start)) engine.publish(i)
    for (const i of mine) engine.hide(i)
    opened.push(...mine)
    return one < Number.POSITIVE_INFINITY
  }

  const cells = new Set<number>()
  const most = Math.max(width, reach - value)
  const must = Math.max(width - room, reach - value, 0)
  let up = swing(1, most, -1, null)
  if (up.amount < must - enough) {
    if (!costs) return null
    swing(1, must, -1, costs)
    up = swing(1, most, -1, null)
    if (up.amount < must - enough) return null
  }
  let down: Swing = { amount: 0, cells: [], opened: [] }
  if (up.amount < width - enough) {
    down = swing(-1, width - up.amount, -1, null)
    if (up.amount + down.amount < width - enough) {
      if (!costs) return null
      const done = cheaper(
        () => swing(-1, width - up.amount, -1, costs).amount >= width - up.amount - enough,
        () => swing(1, width - down.amount, -1, costs).amount >= width - down.amount - enough,
      )
      if (!done) {
        // Neither way is enough alone: as far down as it goes, the rest up.
        const fall = swing(-1, width, -1, costs).amount
        if (swing(1, width - fall, -1, costs).amount < width - fall - enough) return null
      }
      up = swing(1, most, -1, null)
      down = swing(-1, Math.max(0, width - up.amount), -1, null)
    }
  }
  for (const i of up.cells) cells.add(i)
  for (const i of down.cells) cells.add(i)

  if (problem.alone.includes(1)) {
    // A person who is alone in a hidden cell knows it: without its movement, something must still move.
    const critical = [...cells].filter((i) => problem.alone[i] === 1)
    for (const single of critical) {
      let way = swing(1, 1, single, null)
      if (way.amount < 1 - enough) way = swing(-1, 1, single, null)
      if (way.amount < 1 - enough) {
        if (!costs) return null
        const done = cheaper(
          () => swing(1, 1, single, costs).amount >= 1 - enough,
          () => swing(-1, 1, single, costs).amount >= 1 - enough,
        )
        if (!done) return null
        way = swing(1, 1, single, null)
        if (way.amount < 1 - enough) way = swing(-1, 1, single, null)
      }
      for (const i of way.cells) cells.add(i)
    }
  }
  return { cells: [...cells], opened }
}

/** Numbers from 0 to 1 that look random and are the same on every run. */
export function sequence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** The hidden candidates, and for each demand the cells it rests on, kept in step. */
export class Pattern {
  readonly chosen = new Set<number>()
  cost = 0
  /** How often a demand was looked at, a measure of work that does not depend on a clock. */
  looks = 0
  private readonly rests: number[][]
  private readonly users = new Map<number, Set<number>>()
  private readonly isCandidate: Uint8Array

  constructor(readonly problem: Problem) {
    this.rests = problem.demands.map(() => [])
    this.isCandidate = new Uint8Array(problem.engine.hidden.length)
    for (const i of problem.candidates) this.isCandidate[i] = 1
  }

  hide(cell: number): void {
    this.problem.engine.hide(cell)
    this.note(cell)
  }

  private note(cell: number): void {
    if (this.chosen.has(cell)) return
    this.chosen.add(cell)
    this.cost += this.problem.costs[cell]!
  }

  publish(cell: number): void {
    this.problem.engine.publish(cell)
    if (this.chosen.delete(cell)) this.cost -= this.problem.costs[cell]!
  }

  rest(demand: number): number[] {
    return this.rests[demand]!
  }

  restOn(demand: number, cells: readonly number[]): void {
    for (const cell of this.rests[demand]!) this.users.get(cell)!.delete(demand)
    this.rests[demand] = cells.filter((cell) => this.isCandidate[cell] === 1)
    for (const cell of this.rests[demand]!) {
      let users = this.users.get(cell)
      if (!users) {
        users = new Set()
        this.users.set(cell, users)
      }
      users.add(demand)
    }
  }

  usersOf(cell: number): number[] {
    return [...(this.users.get(cell) ?? [])]
  }

  /** Meets a demand, hiding more where `costs` allow it. False when it is not met; then nothing has changed. */
  meet(demand: number, costs: Float64Array | null): boolean {
    this.looks++
    const before = costs ? this.problem.engine.hidden.slice() : null
    const found = certify(this.problem, this.problem.demands[demand]!, costs)
    if (!found) {
      before?.forEach((hidden, i) => {
        if (hidden === 0) this.problem.engine.publish(i)
      })
      return false
    }
    for (const cell of found.opened) this.note(cell)
    this.restOn(demand, found.cells)
    return true
  }

  /** Publishes again what is not needed, dearest first. Afterwards every chosen cell is needed. */
  trim(cells: Iterable<number>): void {
    const { costs } = this.problem
    for (const cell of [...cells].sort((a, b) => costs[b]! - costs[a]!)) {
      if (!this.chosen.has(cell)) continue
      this.publish(cell)
      if (!this.usersOf(cell).every((demand) => this.meet(demand, null))) this.hide(cell)
    }
  }
}

/**
 * A good choice of cells: each demand in turn is met by the cheapest cells to hide, then what is not needed is
 * published again, then parts of the choice are undone and made anew as long as the effort lasts.
 *
 * @param looks the effort, in looks at demands
 * @param order the demands in the order in which they are first met
 * @returns null when some demand cannot be met
 */
export function complement(problem: Problem, looks: number, order: readonly number[]): Pattern | null {
  const pattern = new Pattern(problem)
  for (const demand of order) {
    if (pattern.meet(demand, problem.costs)) continue
    for (const cell of pattern.chosen) problem.engine.publish(cell)
    return null
  }
  pattern.trim(pattern.chosen)
  improve(pattern, pattern.looks + looks)
  // What was remade may have left cells behind that nothing rests on any more.
  pattern.trim(pattern.chosen)
  return pattern
}

/** All candidates hidden, less what is not needed: the choice of last resort. */
export function everything(problem: Problem): Pattern {
  const pattern = new Pattern(problem)
  for (const cell of problem.candidates) pattern.hide(cell)
  problem.demands.forEach((_, demand) => {
    pattern.meet(demand, null)
  })
  pattern.trim(pattern.chosen)
  return pattern
}

/** Undoes and remakes parts of a choice, keeping what is cheaper. */
function improve(pattern: Pattern, looks: number): void {
  const { engine, costs, demands } = pattern.problem
  const random = sequence(demands.length * 7919 + engine.cells.length)
  const noisy = new Float64Array(costs.length)
  while (pattern.looks < looks && pattern.chosen.size > 0) {
    const chosen = [...pattern.chosen]
    // One cell, and what the demands resting on it rest on besides: together they may be replaced by something cheaper.
    const first = chosen[Math.floor(random() * chosen.length)]!
    const ruined = new Set([first])
    for (const demand of pattern.usersOf(first))
      for (const cell of pattern.rest(demand))
        if (ruined.size < 12 && pattern.chosen.has(cell) && random() < 0.7) ruined.add(cell)
    const affected = new Set<number>()
    for (const cell of ruined) for (const demand of pattern.usersOf(cell)) affected.add(demand)
    const before = { cost: pattern.cost, chosen: new Set(chosen), rests: new Map<number, number[]>() }
    for (const demand of affected) before.rests.set(demand, pattern.rest(demand))

    for (const cell of ruined) pattern.publish(cell)
    for (let i = 0; i < costs.length; i++) noisy[i] = costs[i]! * (0.7 + 0.6 * random())
    const order = [...affected].sort(() => random() - 0.5)
    const met = order.every((demand) => pattern.meet(demand, noisy))
    if (met) pattern.trim([...pattern.chosen].filter((cell) => !before.chosen.has(cell) || ruined.has(cell)))
    if (met && pattern.cost <= before.cost + 1e-9) continue
    for (const cell of [...pattern.chosen]) if (!before.chosen.has(cell)) pattern.publish(cell)
    for (const cell of before.chosen) if (!pattern.chosen.has(cell)) pattern.hide(cell)
    for (const demand of affected) pattern.restOn(demand, before.rests.get(demand)!)
  }
}
