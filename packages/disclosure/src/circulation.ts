import type { Engine, Swing } from './engine.ts'
import type { System } from './system.ts'
import { rowsByColumn, type SparseRow, sparseRow, Tableau } from './tableau.ts'

/**
 * The attacker of any system, by linear programming: a cell moves, others move with it, every sum stays.
 * Movements up and down are two variables of each cell (2i and 2i + 1), so that hiding a cell can have a price.
 */
export class CirculationEngine implements Engine {
  readonly weight = 8
  readonly hidden: Uint8Array
  readonly values: Float64Array
  readonly room: Float64Array
  private readonly rows: SparseRow[]
  private readonly lists: number[][]

  constructor(
    readonly cells: readonly number[],
    system: System,
    floors?: ArrayLike<number>,
  ) {
    this.hidden = new Uint8Array(cells.length)
    this.values = Float64Array.from(cells, (cell) => system.values[cell]!)
    this.room = Float64Array.from(cells, (cell) => system.values[cell]! - (floors?.[cell] ?? 0))
    const local = new Int32Array(system.keys.length).fill(-1)
    cells.forEach((cell, i) => {
      local[cell] = i
    })
    this.rows = system.equations.flatMap(({ total, parts }) => {
      const terms: [number, number][] = []
      for (const part of parts)
        if (local[part]! >= 0) terms.push([2 * local[part]!, 1], [2 * local[part]! + 1, -1])
      if (local[total]! >= 0) terms.push([2 * local[total]!, -1], [2 * local[total]! + 1, 1])
      return terms.length > 0 ? [sparseRow(terms)] : []
    })
    this.lists = rowsByColumn(this.rows, 2 * cells.length)
  }

  hide(cell: number): void {
    this.hidden[cell] = 1
  }

  publish(cell: number): void {
    this.hidden[cell] = 0
  }

  swing(cell: number, direction: 1 | -1, cap: number, without: number, costs: Float64Array | null): Swing {
    const limit = direction > 0 ? cap : Math.min(cap, this.room[cell]!)
    if (limit <= 0) return { amount: 0, cells: [], opened: [] }
    const count = this.hidden.length
    const most = Math.max(limit, 1)
    let dearest = 0
    if (costs) for (const cost of costs) dearest = Math.max(dearest, cost)
    const lower = new Float64Array(2 * count)
    const upper = new Float64Array(2 * count)
    const cost = new Float64Array(2 * count)
    // Small different costs keep the method from going round; a large gain makes the cell move as far as it can.
    for (let i = 0; i < count; i++) {
      const isHidden = this.hidden[i] === 1
      if (i === cell || i === without || (!isHidden && !costs)) continue
      const small = 1e-4 * (1 + ((i * 0.6180339887498949) % 1))
      const price = isHidden ? 0 : costs![i]! / (dearest || 1)
      upper[2 * i] = Number.POSITIVE_INFINITY
      upper[2 * i + 1] = this.room[i]!
      cost[2 * i] = small + price / most
      cost[2 * i + 1] = small + price / Math.min(most, Math.max(1, this.room[i]!))
    }
    const own = direction > 0 ? 2 * cell : 2 * cell + 1
    upper[own] = limit
    cost[own] = -1e5
    const tableau = new Tableau(lower, upper, cost, 0, this.rows, this.lists)
    if (tableau.dual() !== 'fits') return { amount: 0, cells: [], opened: [] }
    const cells: number[] = []
    const opened: number[] = []
    for (let i = 0; i < count; i++) {
      if (i === cell || (tableau.value(2 * i) <= 1e-7 && tableau.value(2 * i + 1) <= 1e-7)) continue
      cells.push(i)
      if (this.hidden[i] === 1) continue
      this.hide(i)
      opened.push(i)
    }
    return { amount: tableau.value(own), cells, opened }
  }
}
