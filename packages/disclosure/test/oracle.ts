// A second attacker, written apart from the package: rational linear programming for any system of sums, a plain
// augmenting-path flow for two-way tables, and plain enumeration for tiny ones.

type Fraction = readonly [bigint, bigint]
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))
const make = (n: bigint, d: bigint): Fraction => {
  const g = gcd(n, d) || 1n
  return d < 0n ? [-n / g, -d / g] : [n / g, d / g]
}
const add = (a: Fraction, b: Fraction) => make(a[0] * b[1] + b[0] * a[1], a[1] * b[1])
const times = (a: Fraction, b: Fraction) => make(a[0] * b[0], a[1] * b[1])
const over = (a: Fraction, b: Fraction) => make(a[0] * b[1], a[1] * b[0])
const minus = (a: Fraction): Fraction => [-a[0], a[1]]
const less = (a: Fraction, b: Fraction) => a[0] * b[1] < b[0] * a[1]
const zero: Fraction = [0n, 1n]
const toNumber = (a: Fraction) => Number(a[0]) / Number(a[1])

/** What can be asked of A x = b, x ≥ 0, exactly. */
interface Exact {
  /** The least value of Σ cost x; null when there is no end to it. */
  least(cost: readonly number[]): number | null
}

/** The programme A x = b, x ≥ 0, in rational numbers; null when nothing fits. Two-phase simplex with Bland's rule. */
export function rational(a: number[][], b: number[]): Exact | null {
  const rows = a.length
  const n = a[0]?.length ?? 0
  const t: Fraction[][] = a.map((row, i) => {
    const sign = b[i]! < 0 ? -1 : 1
    return [
      ...row.map((v): Fraction => [BigInt(sign * v), 1n]),
      ...a.map((_, k): Fraction => [k === i ? 1n : 0n, 1n]),
      [BigInt(sign * b[i]!), 1n] as Fraction,
    ]
  })
  const basis = a.map((_, i) => n + i)
  const last = n + rows
  const pivot = (r: number, c: number) => {
    const d = t[r]![c]!
    t[r] = t[r]!.map((v) => over(v, d))
    for (let i = 0; i < rows; i++) {
      if (i === r || t[i]![c]![0] === 0n) continue
      const f = t[i]![c]!
      t[i] = t[i]!.map((v, j) => add(v, minus(times(f, t[r]![j]!))))
    }
    basis[r] = c
  }
  /** Minimises; entries allowed below `limit`. Null for no end. */
  const minimise = (cost: (j: number) => Fraction, limit: number): Fraction | null => {
    for (;;) {
      let enter = -1
      for (let j = 0; j < limit && enter < 0; j++) {
        if (basis.includes(j)) continue
        let d = cost(j)
        for (let i = 0; i < rows; i++) d = add(d, minus(times(cost(basis[i]!), t[i]![j]!)))
        if (less(d, zero)) enter = j
      }
      if (enter < 0) {
        let value = zero
        for (let i = 0; i < rows; i++) value = add(value, times(cost(basis[i]!), t[i]![last]!))
        return value
      }
      let leave = -1
      let best: Fraction = zero
      for (let i = 0; i < rows; i++) {
        // An artificial variable that is left at zero must stay there.
        const stuck = basis[i]! >= n && limit <= n && t[i]![enter]![0] !== 0n
        if (!stuck && !less(zero, t[i]![enter]!)) continue
        const ratio = stuck ? zero : over(t[i]![last]!, t[i]![enter]!)
        if (leave < 0 || less(ratio, best) || (!less(best, ratio) && basis[i]! < basis[leave]!)) {
          leave = i
          best = ratio
        }
      }
      if (leave < 0) return null
      pivot(leave, enter)
    }
  }
  const misfit = minimise((j) => (j >= n ? [1n, 1n] : zero), n + rows)
  if (misfit === null || misfit[0] !== 0n) return null
  return {
    least: (cost) => {
      const value = minimise((j) => (j < n ? [BigInt(cost[j]!), 1n] : zero), n)
      return value && toNumber(value)
    },
  }
}

/** Least and greatest value of each variable under A x = b, x ≥ 0, exactly; null when nothing fits. */
export function rationalBounds(a: number[][], b: number[]): [number, number][] | null {
  const n = a[0]?.length ?? 0
  const exact = rational(a, b)
  return (
    exact &&
    Array.from({ length: n }, (_, k): [number, number] => {
      const unit = (sign: number) => Array.from({ length: n }, (_, j) => (j === k ? sign : 0))
      const high = exact.least(unit(-1))
      return [exact.least(unit(1)) ?? 0, high === null ? Number.POSITIVE_INFINITY : -high || 0]
    })
  )
}

export type Mask = boolean[][]

/** Bounds of the hidden cells of a two-way table with all margins, by rational linear programming. */
export function programmeBounds(counts: number[][], hidden: Mask): Map<string, [number, number]> | null {
  const cells = counts.flatMap((line, r) => line.flatMap((_, c) => (hidden[r]![c] ? [[r, c] as const] : [])))
  const a: number[][] = []
  const b: number[] = []
  const sumOver = (inLine: (r: number, c: number) => boolean) => {
    a.push(cells.map(([r, c]) => (inLine(r, c) ? 1 : 0)))
    b.push(cells.reduce((s, [r, c]) => s + (inLine(r, c) ? counts[r]![c]! : 0), 0))
  }
  counts.forEach((_, i) => {
    sumOver((r) => r === i)
  })
  counts[0]!.forEach((_, j) => {
    sumOver((_, c) => c === j)
  })
  const bounds = rationalBounds(a, b)
  return bounds && new Map(cells.map(([r, c], k) => [`${r},${c}`, bounds[k]!]))
}

/** How far one cell can move, by augmenting paths in a matrix of capacities. `knows`: a cell that cannot move. */
export function flowBounds(
  counts: number[][],
  hidden: Mask,
  row: number,
  col: number,
  knows?: readonly [number, number],
): [number, number] {
  const R = counts.length
  const C = counts[0]!.length
  const big = 1e9
  const movement = (source: number, sink: number): number => {
    const room = Array.from({ length: R + C }, () => new Array<number>(R + C).fill(0))
    counts.forEach((line, r) => {
      line.forEach((count, c) => {
        if (!hidden[r]![c] || (r === row && c === col) || (knows && knows[0] === r && knows[1] === c)) return
        room[r]![R + c] = big
        room[R + c]![r] = count
      })
    })
    let total = 0
    for (;;) {
      const from = new Array<number>(R + C).fill(-1)
      const queue = [source]
      from[source] = source
      for (const v of queue)
        for (let w = 0; w < R + C; w++)
          if (from[w]! < 0 && room[v]![w]! > 0) {
            from[w] = v
            queue.push(w)
          }
      if (from[sink]! < 0) return total
      let by = big
      for (let v = sink; v !== source; v = from[v]!) by = Math.min(by, room[from[v]!]![v]!)
      for (let v = sink; v !== source; v = from[v]!) {
        room[from[v]!]![v]! -= by
        room[v]![from[v]!]! += by
      }
      total += by
      if (total >= big) return Number.POSITIVE_INFINITY
    }
  }
  const value = counts[row]![col]!
  return [value - Math.min(value, movement(row, R + col)), value + movement(R + col, row)]
}

/**
 * Whether a choice protects every primary cell, by the flow above.
 * @param singletons whether those who are alone in a cell are attackers too, or in which cells somebody is
 */
export function isSafe(
  counts: number[][],
  hidden: Mask,
  primary: readonly (readonly [number, number])[],
  minCount: number,
  minWidth: number,
  singletons: boolean | ((r: number, c: number) => boolean),
): boolean {
  const isAlone =
    typeof singletons === 'function' ? singletons : (r: number, c: number) => counts[r]![c] === 1
  return primary.every(([r, c]) => {
    const [min, max] = flowBounds(counts, hidden, r, c)
    if (max < minCount || max - min < Math.max(1, minWidth)) return false
    if (!singletons) return true
    return counts.every((line, i) =>
      line.every((_, j) => {
        if (!isAlone(i, j) || !hidden[i]![j] || (i === r && j === c)) return true
        const [low, high] = flowBounds(counts, hidden, r, c, [i, j])
        return high > low
      }),
    )
  })
}

/** The least cost of a safe choice, by trying them all; null when there is none. */
export function cheapestChoice(
  counts: number[][],
  primary: readonly (readonly [number, number])[],
  minCount: number,
  minWidth: number,
  singletons: boolean,
  price: (count: number) => number = (count) => count,
): number | null {
  const isPrimary = new Set(primary.map(([r, c]) => `${r},${c}`))
  const free = counts.flatMap((line, r) =>
    line.flatMap((_, c) => (isPrimary.has(`${r},${c}`) ? [] : [[r, c] as const])),
  )
  let best: number | null = null
  for (let choice = 0; choice < 2 ** free.length; choice++) {
    const hidden = counts.map((line, r) => line.map((_, c) => isPrimary.has(`${r},${c}`)))
    let cost = 0
    free.forEach(([r, c], k) => {
      if (((choice >> k) & 1) === 0) return
      hidden[r]![c] = true
      cost += price(counts[r]![c]!)
    })
    if (best !== null && cost >= best) continue
    if (isSafe(counts, hidden, primary, minCount, minWidth, singletons)) best = cost
  }
  return best
}

/** All tables of whole numbers with the margins of `counts` that agree where not hidden. */
export function* tablesLike(counts: number[][], hidden: Mask): Generator<number[][]> {
  const R = counts.length
  const C = counts[0]!.length
  const rowLeft = counts.map((line, r) => line.reduce((s, v, c) => s + (hidden[r]![c] ? v : 0), 0))
  const colLeft = counts[0]!.map((_, c) =>
    counts.reduce((s, line, r) => s + (hidden[r]![c] ? line[c]! : 0), 0),
  )
  const table = counts.map((line) => [...line])
  function* fill(k: number): Generator<number[][]> {
    if (k === R * C) {
      if (rowLeft.every((v) => v === 0) && colLeft.every((v) => v === 0)) yield table.map((line) => [...line])
      return
    }
    const [r, c] = [Math.floor(k / C), k % C]
    if (!hidden[r]![c]) {
      yield* fill(k + 1)
      return
    }
    const most = Math.min(rowLeft[r]!, colLeft[c]!)
    for (let v = 0; v <= most; v++) {
      table[r]![c] = v
      rowLeft[r]! -= v
      colLeft[c]! -= v
      yield* fill(k + 1)
      rowLeft[r]! += v
      colLeft[c]! += v
    }
  }
  yield* fill(0)
}
