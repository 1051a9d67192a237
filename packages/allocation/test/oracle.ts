import type { Instance } from '../src/index.ts'

/** Every assignment of families to eligible shelters or to none. */
export function assignments(instance: Instance): Generator<number[]> {
  return choose(
    instance.families.map((_, i) => [-1, ...instance.pairs.filter(([f]) => f === i).map(([, k]) => k)]),
  )
}

/** Every assignment of families to any shelters or to none, whatever the rules say. */
export function placements(instance: Instance): Generator<number[]> {
  return choose(instance.families.map(() => [-1, ...instance.shelters.keys()]))
}

function* choose(choices: readonly number[][]): Generator<number[]> {
  const current = choices.map(() => -1)
  function* from(i: number): Generator<number[]> {
    if (i === choices.length) {
      yield [...current]
      return
    }
    for (const k of choices[i]!) {
      current[i] = k
      yield* from(i + 1)
    }
  }
  yield* from(0)
}

/** Value counted anew, by other code than the package's; undefined when a capacity is broken. */
export function worthOf(instance: Instance, assignment: readonly number[]): number | undefined {
  let value = 0
  for (const [i, k, u] of instance.pairs) if (assignment[i] === k) value += u
  for (let k = 0; k < instance.shelters.length; k++)
    for (let d = 0; d < instance.dimensions.length; d++) {
      let used = 0
      for (let i = 0; i < assignment.length; i++)
        if (assignment[i] === k) used += instance.families[i]!.demand[d]!
      const over = Math.max(0, used - instance.shelters[k]!.capacity[d]!)
      if (over === 0) continue
      const price = instance.overflow ? instance.overflow[d]! : null
      if (price === null) return undefined
      const most = instance.shelters[k]!.maxOverflow
      if (most && over > most[d]!) return undefined
      value -= over * price
    }
  for (const { families, bonus } of instance.communities ?? [])
    for (let k = 0; k < instance.shelters.length; k++) {
      const here = families.filter((i) => assignment[i] === k).length
      value += bonus * Math.max(0, here - 1)
    }
  return value
}

/** The best value there is, by trying everything. */
export function bruteForce(instance: Instance): number {
  let best = Number.NEGATIVE_INFINITY
  for (const a of assignments(instance))
    best = Math.max(best, worthOf(instance, a) ?? Number.NEGATIVE_INFINITY)
  return best
}

/** The lexicographically best values of tiers 0, 0-1, 0-1-2 …, by trying everything. */
export function bruteForceByTiers(instance: Instance): number[] {
  const tiers = [...new Set(instance.tiers)].sort((a, b) => a - b)
  let best: number[] | undefined
  for (const a of assignments(instance)) {
    const values = tiers.map((t) =>
      worthOf(
        instance,
        a.map((k, i) => (instance.tiers![i]! <= t ? k : -1)),
      ),
    )
    if (values.some((v) => v === undefined)) continue
    const first = values.findIndex((v, t) => v !== best?.[t])
    if (!best || (first >= 0 && values[first]! > best[first]!)) best = values as number[]
  }
  return best!
}

/** A draw of whole numbers by a linear congruence: the same on every machine, and none of the package's own. */
export function draw(seed: number): (below: number) => number {
  let state = (seed * 2654435761 + 12345) % 4294967296
  return (below) => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return Math.floor((state / 4294967296) * below)
  }
}

/** Small instances of all kinds, quickly drawn, for tests that run once per mutant. */
export function drawn(
  seed: number,
  shape: {
    families?: number
    shelters?: number
    dimensions?: number
    /** Capacities are drawn from 0 to this, less one. */
    room?: number
    tiers?: boolean
    overflow?: boolean
    communities?: boolean
  } = {},
): Instance {
  const { families: n = 6, shelters: houses = 3, dimensions = 2, room = 8 } = shape
  const below = draw(seed)
  const row = (length: number, most: number, least = 0): number[] =>
    Array.from({ length }, () => least + below(most - least))
  const families = Array.from({ length: n }, (_, i) => ({
    id: `f${i}`,
    size: 1 + below(5),
    demand: row(dimensions, 4),
  }))
  const shelters = Array.from({ length: houses }, (_, k) => ({
    id: `s${k}`,
    capacity: row(dimensions, room),
    ...(shape.overflow && k > 0 ? { maxOverflow: row(dimensions, 3) } : {}),
  }))
  const pairs = families.flatMap((_, i) =>
    shelters.flatMap((_, k): [number, number, number][] => (below(5) === 0 ? [] : [[i, k, below(33) - 2]])),
  )
  const order = families.map((_, i) => i).filter(() => below(4) > 0)
  return {
    dimensions: Array.from({ length: dimensions }, (_, d) => `d${d}`),
    families,
    shelters,
    pairs,
    ...(shape.tiers ? { tiers: row(n, 3) } : {}),
    ...(shape.overflow
      ? { overflow: Array.from({ length: dimensions }, () => (below(3) ? 1 + below(9) : null)) }
      : {}),
    ...(shape.communities
      ? {
          communities: [
            { families: order.slice(0, 3), bonus: 1 + below(9) },
            { families: order.slice(3), bonus: below(9) },
          ],
        }
      : {}),
  }
}

/** The best value where only beds count and nothing overflows: family after family, by the room each shelter has left. */
export function bestByRoom(instance: Instance): number {
  const sizes = instance.shelters.map((s) => s.capacity[0]! + 1)
  const states = sizes.reduce((a, b) => a * b, 1)
  let best = new Float64Array(states)
  instance.families.forEach((family, i) => {
    const after = best.slice()
    for (const [f, k, u] of instance.pairs) {
      if (f !== i) continue
      const step = sizes.slice(0, k).reduce((a, b) => a * b, 1)
      const need = family.demand[0]!
      for (let state = 0; state < states; state++)
        if (Math.floor(state / step) % sizes[k]! >= need)
          after[state] = Math.max(after[state]!, best[state - need * step]! + u)
    }
    best = after
  })
  return best[states - 1]!
}
