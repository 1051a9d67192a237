import type { Engine, Swing } from './engine.ts'
import type { System } from './system.ts'

/**
 * A system as a network: each cell lies in at most two equations, with opposite signs once equations are signed.
 * Equations are nodes; a cell is an arc that leaves one and enters the other; more of the cell is more flow.
 * The last node is the outside, the other end of cells that lie in one equation only.
 */
export interface Wiring {
  nodes: number
  outside: number
  tail: Int32Array
  head: Int32Array
  /** For each node, its sign, so that its balance can be told: outflow - inflow = sign × (−Σ known coefficients). */
  sign: Int8Array
  /** The equation of each node (the outside has none). */
  equations: number[]
}

/** The wiring of the given cells, or null when they do not form a network. */
export function wire(system: System, cells: readonly number[]): Wiring | null {
  const local = new Int32Array(system.keys.length).fill(-1)
  cells.forEach((cell, i) => {
    local[cell] = i
  })
  const ends: [node: number, coefficient: number][][] = cells.map(() => [])
  const equations: number[] = []
  const seen = new Set<string>()
  system.equations.forEach(({ total, parts }, e) => {
    const here = parts.filter((i) => local[i]! >= 0)
    if (here.length === 0 && local[total]! < 0) return
    const name = `${total}=${parts.join()}`
    if (seen.has(name)) return
    seen.add(name)
    const node = equations.length
    equations.push(e)
    for (const i of here) ends[local[i]!]!.push([node, 1])
    if (local[total]! >= 0) ends[local[total]!]!.push([node, -1])
  })

  const outside = equations.length
  const sign = new Int8Array(outside + 1)
  const around: [other: number, same: boolean][][] = equations.map(() => [])
  for (const list of ends) {
    if (list.length > 2) return null
    if (list.length < 2) continue
    const [[a, ca], [b, cb]] = list as [[number, number], [number, number]]
    around[a]!.push([b, ca !== cb])
    around[b]!.push([a, ca !== cb])
  }
  for (let start = 0; start < outside; start++) {
    if (sign[start] !== 0) continue
    sign[start] = 1
    const queue = [start]
    for (const node of queue)
      for (const [other, same] of around[node]!) {
        const wanted = same ? sign[node]! : -sign[node]!
        if (sign[other] === 0) {
          sign[other] = wanted
          queue.push(other)
        } else if (sign[other] !== wanted) return null
      }
  }
  const tail = new Int32Array(cells.length).fill(outside)
  const head = new Int32Array(cells.length).fill(outside)
  ends.forEach((list, i) => {
    for (const [node, coefficient] of list) (coefficient * sign[node]! > 0 ? tail : head)[i] = node
  })
  return { nodes: outside + 1, outside, tail, head, sign, equations }
}

const rounding = 1e-9

/** Maximum flow by Dinic's method on residual capacities that are kept, changed and put back in place. */
export class Flow {
  /** Residual capacity along (`forward`) and against (`backward`) each arc. */
  readonly forward: Float64Array
  readonly backward: Float64Array
  private readonly start: Int32Array
  private readonly end: Int32Array // of the open ones, which come first
  private readonly arcs: Int32Array // arc a leaves the node: a; enters it: ~a
  private readonly placeOut: Int32Array // where a stands in `arcs`
  private readonly placeIn: Int32Array // where ~a stands
  private readonly level: Int32Array
  private readonly queue: Int32Array
  private readonly next: Int32Array
  /** Where nodes are few: the arc between two of them, as a + 1 from tail to head and ~a from head to tail. */
  private readonly between: Int32Array | null
  private readonly cost: Float64Array
  private readonly from: Int32Array
  private readonly heap = new Heap()
  private readonly log: number[] = []
  private readonly amounts: number[] = []

  constructor(private readonly wiring: Wiring) {
    const { nodes, tail, head } = wiring
    const count = tail.length
    this.forward = new Float64Array(count)
    this.backward = new Float64Array(count)
    this.start = new Int32Array(nodes + 1)
    for (let a = 0; a < count; a++) {
      this.start[tail[a]! + 1]!++
      this.start[head[a]! + 1]!++
    }
    for (let v = 0; v < nodes; v++) this.start[v + 1]! += this.start[v]!
    this.end = this.start.slice(0, nodes)
    const fill = this.start.slice()
    this.arcs = new Int32Array(2 * count)
    this.placeOut = new Int32Array(count)
    this.placeIn = new Int32Array(count)
    for (let a = 0; a < count; a++) {
      this.placeOut[a] = fill[tail[a]!]!++
      this.placeIn[a] = fill[head[a]!]!++
      this.arcs[this.placeOut[a]!] = a
      this.arcs[this.placeIn[a]!] = ~a
    }
    this.between = nodes <= 4000 ? new Int32Array(nodes * nodes) : null
    if (this.between)
      for (let a = 0; a < count; a++) {
        this.between[tail[a]! * nodes + head[a]!] = a + 1
        this.between[head[a]! * nodes + tail[a]!] = ~a
      }
    this.cost = new Float64Array(nodes)
    this.from = new Int32Array(nodes)
    this.level = new Int32Array(nodes)
    this.queue = new Int32Array(nodes)
    this.next = new Int32Array(nodes)
  }

  /** Opens an arc to flow along and against it; an arc is closed at first. */
  open(a: number, forward: number, backward: number): void {
    this.forward[a] = forward
    this.backward[a] = backward
    const { tail, head } = this.wiring
    if (this.placeOut[a]! >= this.end[tail[a]!]!) this.swap(this.placeOut[a]!, this.end[tail[a]!]!++)
    if (this.placeIn[a]! >= this.end[head[a]!]!) this.swap(this.placeIn[a]!, this.end[head[a]!]!++)
  }

  close(a: number): void {
    this.forward[a] = 0
    this.backward[a] = 0
    const { tail, head } = this.wiring
    if (this.placeOut[a]! < this.end[tail[a]!]!) this.swap(this.placeOut[a]!, --this.end[tail[a]!]!)
    if (this.placeIn[a]! < this.end[head[a]!]!) this.swap(this.placeIn[a]!, --this.end[head[a]!]!)
  }

  private swap(i: number, j: number): void {
    const [one, two] = [this.arcs[i]!, this.arcs[j]!]
    this.arcs[i] = two
    this.arcs[j] = one
    if (one >= 0) this.placeOut[one] = j
    else this.placeIn[~one] = j
    if (two >= 0) this.placeOut[two] = i
    else this.placeIn[~two] = i
  }

  /** Residual capacity of leaving a node by one of its entries. */
  private room(entry: number): number {
    return entry >= 0 ? this.forward[entry]! : this.backward[~entry]!
  }

  private other(entry: number): number {
    return entry >= 0 ? this.wiring.head[entry]! : this.wiring.tail[~entry]!
  }

  /** Pushes flow through one entry and writes it down, so that `putBack` undoes it. */
  push(entry: number, amount: number): void {
    this.move(entry, amount)
    this.log.push(entry)
    this.amounts.push(amount)
  }

  private move(entry: number, amount: number): void {
    const a = entry >= 0 ? entry : ~entry
    const by = entry >= 0 ? amount : -amount
    this.forward[a]! -= by
    this.backward[a]! += by
  }

  /** Arcs that carry flow since the last `putBack`. */
  touched(): number[] {
    return [...new Set(this.log.map((entry) => (entry >= 0 ? entry : ~entry)))]
  }

  putBack(): void {
    for (let i = this.log.length - 1; i >= 0; i--) this.move(this.log[i]!, -this.amounts[i]!)
    this.log.length = 0
    this.amounts.length = 0
  }

  /** How much could at most leave `source` and enter `sink`, by what touches them. */
  private starBound(source: number, sink: number): number {
    let out = 0
    for (let k = this.start[source]!; k < this.end[source]!; k++) out += this.room(this.arcs[k]!)
    let into = 0
    for (let k = this.start[sink]!; k < this.end[sink]!; k++) into += this.room(~this.arcs[k]!)
    return Math.min(out, into)
  }

  /** Levels from the source; true when the sink is reached. Afterwards `reached` tells the source's side of a cut. */
  private search(source: number, sink: number): boolean {
    const { level, queue, start, end, arcs } = this
    level.fill(-1)
    level[source] = 0
    queue[0] = source
    let tail = 1
    for (let at = 0; at < tail; at++) {
      const v = queue[at]!
      for (let k = start[v]!; k < end[v]!; k++) {
        const entry = arcs[k]!
        if (this.room(entry) <= rounding) continue
        const w = this.other(entry)
        if (level[w]! >= 0) continue
        level[w] = level[v]! + 1
        if (w === sink) return true
        queue[tail++] = w
      }
    }
    return false
  }

  /** Marks what can still be reached from the source. */
  reachFrom(source: number): void {
    this.search(source, -1)
  }

  reached(node: number): boolean {
    return this.level[node]! >= 0
  }

  /** One augmenting path within the levels, as entries; empty when there is none left. */
  private path(source: number, sink: number): number[] {
    const { level, next, end, arcs } = this
    const entries: number[] = []
    let v = source
    while (v !== sink) {
      let found = false
      for (; next[v]! < end[v]!; next[v]!++) {
        const entry = arcs[next[v]!]!
        const w = this.other(entry)
        if (level[w] === level[v]! + 1 && this.room(entry) > rounding) {
          entries.push(entry)
          v = w
          found = true
          break
        }
      }
      if (found) continue
      const back = entries.pop()
      if (back === undefined) return []
      v = this.other(~back)
      next[v]!++
    }
    return entries
  }

  /** Pushes along paths of three arcs, which in a two-way table are nearly all that is needed. */
  private short(source: number, sink: number, goal: number): number {
    const { between, start, arcs } = this
    if (!between) return 0
    const { nodes } = this.wiring
    const [first, end] = [start[source]!, this.end[source]!]
    let flow = 0
    let from = first
    for (let k = start[sink]!; k < this.end[sink]!; k++) {
      const last = ~arcs[k]!
      const w = this.other(arcs[k]!)
      if (w === source) continue
      for (let tried = first; tried < end && this.room(last) > rounding; tried++) {
        const entry = arcs[from]!
        const v = this.other(entry)
        const link = v === sink ? 0 : between[v * nodes + w]!
        const middle = link > 0 ? link - 1 : link
        if (link !== 0 && this.room(entry) > rounding && this.room(middle) > rounding) {
          const amount = Math.min(goal - flow, this.room(entry), this.room(middle), this.room(last))
          if (amount === Number.POSITIVE_INFINITY) return amount
          this.push(entry, amount)
          this.push(middle, amount)
          this.push(last, amount)
          flow += amount
          if (goal - flow <= rounding) return flow
        }
        from = from + 1 === end ? first : from + 1
      }
    }
    return flow
  }

  /** Pushes up to `limit` from source to sink; Infinity when there is no end to it. */
  maximum(source: number, sink: number, limit: number): number {
    if (source === sink) return limit
    const goal = Math.min(limit, this.starBound(source, sink))
    let flow = goal > rounding ? this.short(source, sink, goal) : 0
    while (goal - flow > rounding && this.search(source, sink)) {
      this.next.set(this.start.subarray(0, this.next.length))
      for (;;) {
        const entries = this.path(source, sink)
        if (entries.length === 0) break
        let amount = goal - flow
        for (const entry of entries) amount = Math.min(amount, this.room(entry))
        if (amount === Number.POSITIVE_INFINITY) return amount
        for (const entry of entries) this.push(entry, amount)
        flow += amount
        if (goal - flow <= rounding) return flow
      }
    }
    return flow
  }

  /**
   * The cheapest path from source to sink for `need` units, as entries: open arcs with room are free, closed ones cost
   * what opening them costs (more where they could carry only a part). Empty when there is none.
   */
  cheapest(
    source: number,
    sink: number,
    need: number,
    hidden: Uint8Array,
    costs: Float64Array,
    room: Float64Array,
    without: number,
    cell: number,
  ): number[] {
    const { cost, from, start, arcs, heap } = this
    cost.fill(Number.POSITIVE_INFINITY)
    cost[source] = 0
    heap.clear()
    heap.push(0, source)
    for (;;) {
      const v = heap.pop()
      if (v < 0) return []
      if (v === sink) break
      const here = cost[v]!
      if (heap.popped > here) continue // an older entry of a node that got cheaper
      for (let k = start[v]!; k < start[v + 1]!; k++) {
        const entry = arcs[k]!
        const a = entry >= 0 ? entry : ~entry
        let price = 0
        if (hidden[a] === 1) {
          if (this.room(entry) <= rounding) continue
        } else {
          if (a === without || a === cell) continue
          price = costs[a]!
          if (entry < 0 && room[a]! < need) {
            if (room[a] === 0) continue
            price *= need / room[a]!
          }
        }
        const w = this.other(entry)
        const through = here + price
        if (through >= cost[w]! || through >= cost[sink]!) continue
        cost[w] = through
        from[w] = entry
        heap.push(through, w)
      }
    }
    const entries: number[] = []
    for (let v = sink; v !== source; v = this.other(~from[v]!)) entries.push(from[v]!)
    return entries.reverse()
  }
}

/** Nodes by price, the lowest first. */
class Heap {
  private readonly prices: number[] = []
  private readonly nodes: number[] = []
  private size = 0
  /** The price of the node popped last. */
  popped = 0

  clear(): void {
    this.size = 0
  }

  push(price: number, node: number): void {
    let i = this.size++
    while (i > 0) {
      const up = (i - 1) >> 1
      if (this.prices[up]! <= price) break
      this.prices[i] = this.prices[up]!
      this.nodes[i] = this.nodes[up]!
      i = up
    }
    this.prices[i] = price
    this.nodes[i] = node
  }

  /** The node of the lowest price, or -1. */
  pop(): number {
    if (this.size === 0) return -1
    this.popped = this.prices[0]!
    const top = this.nodes[0]!
    const price = this.prices[--this.size]!
    const node = this.nodes[this.size]!
    let i = 0
    for (;;) {
      let down = 2 * i + 1
      if (down >= this.size) break
      if (down + 1 < this.size && this.prices[down + 1]! < this.prices[down]!) down++
      if (this.prices[down]! >= price) break
      this.prices[i] = this.prices[down]!
      this.nodes[i] = this.nodes[down]!
      i = down
    }
    this.prices[i] = price
    this.nodes[i] = node
    return top
  }
}

/** The attacker of a network: movements are flows, so they are whole numbers and exact. */
export class NetworkEngine implements Engine {
  readonly weight = 1
  readonly hidden: Uint8Array
  readonly values: Float64Array
  readonly room: Float64Array
  readonly flow: Flow

  constructor(
    readonly cells: readonly number[],
    system: System,
    readonly wiring: Wiring,
    floors?: ArrayLike<number>,
  ) {
    this.hidden = new Uint8Array(cells.length)
    this.values = Float64Array.from(cells, (cell) => system.values[cell]!)
    this.room = Float64Array.from(cells, (cell) => system.values[cell]! - (floors?.[cell] ?? 0))
    this.flow = new Flow(wiring)
  }

  static of(system: System, cells: readonly number[], floors?: ArrayLike<number>): NetworkEngine | null {
    const wiring = wire(system, cells)
    return wiring && new NetworkEngine(cells, system, wiring, floors)
  }

  hide(cell: number): void {
    this.hidden[cell] = 1
    this.flow.open(cell, Number.POSITIVE_INFINITY, this.room[cell]!)
  }

  publish(cell: number): void {
    this.hidden[cell] = 0
    this.flow.close(cell)
  }

  swing(cell: number, direction: 1 | -1, cap: number, without: number, costs: Float64Array | null): Swing {
    const { flow, wiring, room } = this
    const [source, sink] =
      direction > 0 ? [wiring.head[cell]!, wiring.tail[cell]!] : [wiring.tail[cell]!, wiring.head[cell]!]
    const limit = direction > 0 ? cap : Math.min(cap, room[cell]!)
    const frozen = [cell, without].filter((c) => c >= 0 && this.hidden[c] === 1)
    for (const c of frozen) this.publish(c)
    const opened: number[] = []
    let amount = flow.maximum(source, sink, limit)
    while (costs && limit - amount > rounding) {
      const need = limit - amount
      const entries = flow.cheapest(source, sink, need, this.hidden, costs, room, without, cell)
      if (entries.length === 0) break
      for (const entry of entries) {
        const a = entry >= 0 ? entry : ~entry
        if (this.hidden[a] === 1) continue
        this.hide(a)
        opened.push(a)
      }
      amount += flow.maximum(source, sink, need)
    }
    const cells = flow.touched()
    flow.putBack()
    for (const c of frozen) this.hide(c)
    return { amount, cells, opened }
  }

  /**
   * How far a cell can move when every cell is hidden by a degree from 0 to 1, and the cheapest reason why not further:
   * a cut, as coefficients of the degrees. `amount = Σ coefficient × degree`, and no degrees can move it further than
   * their own sum.
   */
  cut(
    cell: number,
    direction: 1 | -1,
    cap: number,
    without: number,
    degrees: Float64Array,
  ): { amount: number; coefficients: Map<number, number> } {
    const { flow, wiring, room } = this
    const count = degrees.length
    for (let a = 0; a < count; a++) {
      const off = a === cell || a === without
      if (off || degrees[a] === 0) flow.close(a)
      else flow.open(a, cap * degrees[a]!, Math.min(cap, room[a]!) * degrees[a]!)
    }
    const [source, sink] =
      direction > 0 ? [wiring.head[cell]!, wiring.tail[cell]!] : [wiring.tail[cell]!, wiring.head[cell]!]
    const coefficients = new Map<number, number>()
    let amount = cap
    if (source !== sink) {
      amount = flow.maximum(source, sink, cap)
      if (amount < cap - rounding) {
        flow.reachFrom(source)
        for (let a = 0; a < count; a++) {
          if (a === cell || a === without) continue
          const [t, h] = [flow.reached(wiring.tail[a]!), flow.reached(wiring.head[a]!)]
          if (t && !h) coefficients.set(a, cap)
          else if (h && !t && room[a]! > 0) coefficients.set(a, Math.min(cap, room[a]!))
        }
      }
    }
    flow.putBack()
    for (let a = 0; a < count; a++) {
      if (this.hidden[a] === 1) this.hide(a)
      else this.publish(a)
    }
    return { amount, coefficients }
  }
}
