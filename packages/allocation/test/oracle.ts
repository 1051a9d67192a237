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
