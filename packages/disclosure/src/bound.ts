import type { Demand } from './complement.ts'
import type { System } from './system.ts'

/** The part of the problem that lies in one equation: which cells there could help its demands, and how much is lacking. */
interface Line {
  cells: number[]
  /** What hiding each of them adds to the room of the demands, at most `need`. */
  room: number[]
  need: number
}

/**
 * A cost that no choice can go below, from each line alone: in the line of a demand, what else is hidden must leave
 * room enough for it to move. A cell counts in every line it lies in, so its cost is divided among them; the best
 * division is sought by subgradient steps (Lagrangian decomposition). Each line is a small covering problem, solved
 * exactly while its need is small, else by its linear relaxation.
 *
 * @param cells the engine's cells, as indices into the system
 * @param hidden 1 for cells that are hidden whatever we choose
 * @param costs the cost of hiding each of `cells`
 * @param room how far each of `cells` can fall
 */
export function lowerBound(
  system: System,
  cells: readonly number[],
  hidden: Uint8Array,
  costs: Float64Array,
  demands: readonly Demand[],
  room: Float64Array,
  steps = 150,
): number {
  const lines = linesOf(system, cells, hidden, demands, room)
  const shares = lines.map((line) => new Float64Array(line.cells.length))
  const owners = new Map<number, [line: number, place: number][]>()
  lines.forEach((line, l) => {
    line.cells.forEach((cell, k) => {
      const list = owners.get(cell)
      if (list) list.push([l, k])
      else owners.set(cell, [[l, k]])
    })
  })
  for (const [cell, places] of owners)
    for (const [l, k] of places) shares[l]![k] = costs[cell]! / places.length

  let best = 0
  let size = 0.5
  for (let step = 0; step < steps; step++) {
    let value = 0
    const picked = lines.map((line, l) => {
      const solution = cover(line, shares[l]!)
      value += solution.cost
      return solution.degree
    })
    best = Math.max(best, value)
    // Where one line hides a cell and another does not, the one that hides it should pay more.
    let norm = 0
    for (const places of owners.values()) {
      if (places.length < 2) continue
      const mean = places.reduce((sum, [l, k]) => sum + picked[l]![k]!, 0) / places.length
      for (const [l, k] of places) norm += (picked[l]![k]! - mean) ** 2
    }
    if (norm === 0) break
    const length = (size * Math.max(value, 1)) / norm
    size *= 0.97
    for (const [cell, places] of owners) {
      if (places.length < 2) continue
      const mean = places.reduce((sum, [l, k]) => sum + picked[l]![k]!, 0) / places.length
      let total = 0
      for (const [l, k] of places) {
        shares[l]![k] = Math.max(0, shares[l]![k]! + length * (picked[l]![k]! - mean))
        total += shares[l]![k]!
      }
      for (const [l, k] of places)
        shares[l]![k] = total > 0 ? (shares[l]![k]! * costs[cell]!) / total : costs[cell]! / places.length
    }
  }
  return best
}

function linesOf(
  system: System,
  cells: readonly number[],
  hidden: Uint8Array,
  demands: readonly Demand[],
  room: Float64Array,
): Line[] {
  const local = new Int32Array(system.keys.length).fill(-1)
  cells.forEach((cell, i) => {
    local[cell] = i
  })
  const demandOf = new Map(demands.map((demand) => [demand.cell, demand]))
  return system.equations.flatMap(({ total, parts }) => {
    const here = parts.map((part) => local[part]!).filter((i) => i >= 0)
    const top = local[total]!
    const lines: Line[] = []
    const countAt = (i: number) => system.values[cells[i]!]!
    for (const i of [...here, top]) {
      const demand = demandOf.get(i)
      if (!demand) continue
      // It rises by at most what its fellow parts can fall; without end when the total (or, for the total, a part) is
      // hidden too. Where it need not rise, something else must still be hidden for it to move at all.
      const must = Math.max(demand.reach - countAt(i), demand.width - room[i]!)
      const need = Math.max(must, 1)
      const roomOf = (other: number) =>
        must < 1 || i === top || other === top ? need : Math.min(need, room[other]!)
      const others = [...here, top].filter((other) => other >= 0 && other !== i)
      const already = others.filter((other) => hidden[other] === 1)
      const left = need - already.reduce((sum, other) => sum + roomOf(other), 0)
      if (left <= 0) continue
      const free = others.filter((other) => hidden[other] === 0 && roomOf(other) > 0)
      lines.push({ cells: free, room: free.map((other) => Math.min(left, roomOf(other))), need: left })
    }
    // One demand a line is enough: the one that lacks most.
    return lines.sort((a, b) => b.need - a.need).slice(0, 1)
  })
}

/** The cheapest cells of a line whose room sums to its need, with the price of each cell. */
function cover(line: Line, price: Float64Array): { cost: number; degree: Float64Array } {
  const degree = new Float64Array(line.cells.length)
  const { need, room } = line
  if (room.every((r) => r >= need)) {
    let cheapest = -1
    let cost = Number.POSITIVE_INFINITY
    for (let k = 0; k < price.length; k++)
      if (price[k]! < cost) {
        cost = price[k]!
        cheapest = k
      }
    if (cheapest < 0) return { cost: 0, degree }
    degree[cheapest] = 1
    return { cost, degree }
  }
  if (need > 64 || !Number.isInteger(need)) {
    const order = [...room.keys()].sort((a, b) => price[a]! / room[a]! - price[b]! / room[b]!)
    let left = need
    let cost = 0
    for (const k of order) {
      if (left <= 0) break
      degree[k] = Math.min(1, left / room[k]!)
      cost += degree[k]! * price[k]!
      left -= room[k]!
    }
    return { cost, degree }
  }
  // For each need and room, only the cheapest few can matter: at most need / room of them.
  const byRoom = new Map<number, number[]>()
  room.forEach((r, k) => {
    const list = byRoom.get(r)
    if (list) list.push(k)
    else byRoom.set(r, [k])
  })
  const useful: number[] = []
  for (const [r, list] of byRoom) {
    const most = Math.ceil(need / r)
    if (list.length > most) list.sort((a, b) => price[a]! - price[b]!)
    useful.push(...list.slice(0, most))
  }
  const best = new Float64Array(need + 1).fill(Number.POSITIVE_INFINITY)
  best[0] = 0
  const took: Int32Array[] = []
  for (const k of useful) {
    const from = new Int32Array(need + 1).fill(-1)
    for (let left = need; left >= 1; left--) {
      const before = Math.max(0, left - room[k]!)
      const cost = best[before]! + price[k]!
      if (cost < best[left]!) {
        best[left] = cost
        from[left] = before
      }
    }
    took.push(from)
  }
  if (best[need] === Number.POSITIVE_INFINITY) return { cost: 0, degree }
  let left = need
  for (let u = useful.length - 1; u >= 0 && left > 0; u--) {
    const before = took[u]![left]!
    if (before < 0) continue
    degree[useful[u]!] = 1
    left = before
  }
  return { cost: best[need]!, degree }
}
