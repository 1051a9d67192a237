import { type Allocation, describe } from './allocate.ts'
import { search } from './anytime.ts'
import { InputError, type Instance } from './instance.ts'
import { Model, type Term } from './model.ts'
import { compile } from './problem.ts'
import { type Answer, Solver } from './solver.ts'

/** Something a coordinator asks of an allocation beyond the rules; indices count from 0. */
export type Wish =
  | { kind: 'place'; family: number }
  | { kind: 'at'; family: number; shelter: number }
  | { kind: 'not-at'; family: number; shelter: number }
  | { kind: 'together'; families: number[] }
  | { kind: 'apart'; families: number[] }

/** A rule in the way: a capacity, or that the pair is not eligible. */
export type Rule =
  | { kind: 'capacity'; shelter: number; dimension: number }
  | { kind: 'eligibility'; family: number; shelter: number }

/** What would have to change: units more, or an exception to a hard rule. */
export type Change =
  | { kind: 'capacity'; shelter: number; dimension: number; units: number }
  | { kind: 'eligibility'; family: number; shelter: number }

export type WishAnswer =
  | {
      feasible: true
      /** The best allocation that meets every wish. */
      allocation: Allocation
    }
  | {
      feasible: false
      /** Wishes (their indices) that cannot all be met, none of which can be left out of the conflict. */
      conflict: number[]
      /** Rules that, with those wishes, cannot all be met, none of which can be left out; none when the wishes contradict one another. */
      rules: Rule[]
      /** The fewest exceptions, then the fewest units of capacity, that would make every wish possible; null: none would. */
      leastChange: Change[] | null
      /** The fewest wishes to withdraw instead. */
      withdraw: number[]
    }

export interface WishOptions {
  gap?: number
  seconds?: number
  seed?: number
  signal?: AbortSignal
  solver?: Solver
}

/** An exception weighs more than any number of units. */
const exception = 1e4

/**
 * Meets wishes at the least cost or, when they cannot be met, answers which rule stands in the way and the least
 * change that would do.
 *
 * @throws InputError when a wish names what does not exist
 */
export async function answerWishes(
  instance: Instance,
  wishes: readonly Wish[],
  options: WishOptions = {},
): Promise<WishAnswer> {
  parseWishes(wishes, instance)
  const solver = options.solver ?? new Solver()
  try {
    const ask = (model: Model, gap: number): Promise<Answer> =>
      solver.solve({
        model: model.data(),
        options: { gap, seconds: options.seconds ?? 60, seed: options.seed ?? 1 },
        ...(options.signal ? { signal: options.signal } : {}),
      })
    const needed = await leastChange(instance, wishes, ask)
    if (needed?.length === 0)
      return { feasible: true, allocation: await best(instance, wishes, options, ask) }
    const conflict = await smallest([...wishes.keys()], async (kept) => {
      const changes = await leastChange(
        instance,
        kept.map((w) => wishes[w]!),
        ask,
      )
      return changes?.length !== 0
    })
    const inConflict = conflict.map((w) => wishes[w]!)
    return {
      feasible: false,
      conflict,
      rules: await smallest(rulesOf(instance, inConflict), (kept) => breaks(instance, inConflict, kept, ask)),
      leastChange: needed,
      withdraw: await leastWithdrawal(instance, wishes, ask),
    }
  } finally {
    if (!options.solver) solver.close()
  }
}

type Ask = (model: Model, gap: number) => Promise<Answer>

const kinds = ['place', 'at', 'not-at', 'together', 'apart']

/**
 * Reads wishes from anything (`JSON.parse`).
 *
 * @throws InputError naming the first place that is wrong
 */
export function parseWishes(value: unknown, instance: Instance): Wish[] {
  if (!Array.isArray(value)) throw new InputError('wishes', 'a list expected')
  return value.map((item: unknown, w): Wish => {
    const place = `wishes[${w}]`
    if (typeof item !== 'object' || item === null) throw new InputError(place, 'an object expected')
    const fields = item as Record<string, unknown>
    const index = (value: unknown, size: number, where: string): number => {
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= size)
        throw new InputError(where, `an index from 0 to ${size - 1} expected, found ${JSON.stringify(value)}`)
      return value
    }
    const { kind } = fields
    if (kind === 'together' || kind === 'apart') {
      if (!Array.isArray(fields.families) || fields.families.length < 2)
        throw new InputError(`${place}.families`, 'a list of two or more expected')
      const families = fields.families.map((f, j) =>
        index(f, instance.families.length, `${place}.families[${j}]`),
      )
      if (new Set(families).size < families.length)
        throw new InputError(`${place}.families`, 'a family is named twice')
      return { kind, families }
    }
    if (kind !== 'place' && kind !== 'at' && kind !== 'not-at')
      throw new InputError(
        `${place}.kind`,
        `one of ${kinds.join(', ')} expected, found ${JSON.stringify(kind)}`,
      )
    const family = index(fields.family, instance.families.length, `${place}.family`)
    return kind === 'place'
      ? { kind, family }
      : { kind, family, shelter: index(fields.shelter, instance.shelters.length, `${place}.shelter`) }
  })
}

function named(wishes: readonly Wish[]): number[] {
  return [...new Set(wishes.flatMap((w) => ('families' in w ? w.families : [w.family])))].sort(
    (a, b) => a - b,
  )
}

function mostUsable(instance: Instance, shelter: number, dimension: number): number {
  const { capacity, maxOverflow } = instance.shelters[shelter]!
  const soft = (instance.overflow?.[dimension] ?? null) !== null
  return capacity[dimension]! + (soft ? (maxOverflow?.[dimension] ?? Number.POSITIVE_INFINITY) : 0)
}

/**
 * Choice of the named families alone: others can always stay unplaced, so they decide nothing about feasibility.
 * `x(i, k)` is the column of a pair; an ineligible one is a column of its own, an exception, at a weight.
 */
class Wished {
  readonly model = new Model()
  readonly columns = new Map<number, number>()
  readonly exceptions: { family: number; shelter: number; column: number }[] = []
  private readonly instance: Instance

  constructor(
    instance: Instance,
    families: readonly number[],
    utility: (family: number, shelter: number, u: number) => number,
    exceptionCost: number | undefined,
  ) {
    this.instance = instance
    const K = instance.shelters.length
    const eligible = new Map<number, number>()
    for (const [i, k, u] of instance.pairs) eligible.set(i * K + k, u)
    for (const i of families) {
      const row: Term[] = []
      for (let k = 0; k < K; k++) {
        const u = eligible.get(i * K + k)
        if (u === undefined && exceptionCost === undefined) continue
        const column = this.model.column(u === undefined ? -exceptionCost! : utility(i, k, u), 0, 1, true)
        if (u === undefined) this.exceptions.push({ family: i, shelter: k, column })
        this.columns.set(i * K + k, column)
        row.push([column, 1])
      }
      this.model.row(Number.NEGATIVE_INFINITY, row, 1)
    }
  }

  x(family: number, shelter: number): number | undefined {
    return this.columns.get(family * this.instance.shelters.length + shelter)
  }

  used(families: readonly number[], shelter: number, dimension: number): Term[] {
    return families.flatMap((i): Term[] => {
      const column = this.x(i, shelter)
      return column === undefined ? [] : [[column, this.instance.families[i]!.demand[dimension]!]]
    })
  }

  /** The rows of a wish; `withdrawn` is a column that, at 1, lets it go. */
  meet(wish: Wish, withdrawn?: number): void {
    const K = this.instance.shelters.length
    const off = (coefficient: number): Term[] => (withdrawn === undefined ? [] : [[withdrawn, coefficient]])
    const at = (family: number, k: number): Term[] => {
      const column = this.x(family, k)
      return column === undefined ? [] : [[column, 1]]
    }
    const no = Number.NEGATIVE_INFINITY
    if (wish.kind === 'place') {
      const anywhere = Array.from({ length: K }, (_, k) => at(wish.family, k)).flat()
      this.model.row(1, [...anywhere, ...off(1)], Number.POSITIVE_INFINITY)
    } else if (wish.kind === 'at')
      this.model.row(1, [...at(wish.family, wish.shelter), ...off(1)], Number.POSITIVE_INFINITY)
    else if (wish.kind === 'not-at') this.model.row(no, [...at(wish.family, wish.shelter), ...off(-1)], 0)
    else
      for (let k = 0; k < K; k++) {
        if (wish.kind === 'apart')
          this.model.row(no, [...wish.families.flatMap((i) => at(i, k)), ...off(-wish.families.length)], 1)
        else
          wish.families.slice(1).forEach((other, j) => {
            const difference: Term[] = [
              ...at(wish.families[j]!, k),
              ...at(other, k).map(([c]): Term => [c, -1]),
            ]
            this.model.row(no, [...difference, ...off(-1)], 0)
            this.model.row(0, [...difference, ...off(1)], Number.POSITIVE_INFINITY)
          })
      }
  }
}

/** Exceptions and units of capacity, as few as can be, that let every wish be met; null when the wishes contradict each other. */
async function leastChange(instance: Instance, wishes: readonly Wish[], ask: Ask): Promise<Change[] | null> {
  const families = named(wishes)
  const wished = new Wished(instance, families, () => 0, exception)
  const slacks: { shelter: number; dimension: number; column: number }[] = []
  instance.shelters.forEach((_, shelter) => {
    instance.dimensions.forEach((_, dimension) => {
      const used = wished.used(families, shelter, dimension)
      const most = mostUsable(instance, shelter, dimension)
      if (used.reduce((sum, [, a]) => sum + a, 0) <= most) return
      const column = wished.model.column(-1, 0, Number.POSITIVE_INFINITY, false)
      slacks.push({ shelter, dimension, column })
      wished.model.row(Number.NEGATIVE_INFINITY, [...used, [column, -1]], most)
    })
  })
  for (const wish of wishes) wished.meet(wish)
  const answer = await ask(wished.model, 0)
  if (answer.status === 'infeasible') return null
  if (answer.value === undefined) throw new Error('stopped before the wishes were judged')
  const { columns } = answer
  return [
    ...wished.exceptions
      .filter((e) => columns[e.column]! > 0.5)
      .map(({ family, shelter }): Change => ({ kind: 'eligibility', family, shelter })),
    ...slacks
      .filter((s) => columns[s.column]! > 1e-6)
      .map(({ shelter, dimension, column }): Change => {
        const units = Math.round(columns[column]! * 1e6) / 1e6
        return { kind: 'capacity', shelter, dimension, units }
      }),
  ]
}

/** Every rule that could stand in the way of these wishes. */
function rulesOf(instance: Instance, wishes: readonly Wish[]): Rule[] {
  const families = named(wishes)
  const K = instance.shelters.length
  const eligible = new Set(instance.pairs.map(([i, k]) => i * K + k))
  const rules: Rule[] = []
  for (const family of families)
    for (let shelter = 0; shelter < K; shelter++)
      if (!eligible.has(family * K + shelter)) rules.push({ kind: 'eligibility', family, shelter })
  for (let shelter = 0; shelter < K; shelter++)
    for (let dimension = 0; dimension < instance.dimensions.length; dimension++) {
      const all = families.reduce((sum, i) => sum + instance.families[i]!.demand[dimension]!, 0)
      if (all > mostUsable(instance, shelter, dimension)) rules.push({ kind: 'capacity', shelter, dimension })
    }
  return rules
}

/** Whether the wishes cannot be met under these rules alone. */
async function breaks(
  instance: Instance,
  wishes: readonly Wish[],
  rules: readonly Rule[],
  ask: Ask,
): Promise<boolean> {
  const families = named(wishes)
  const wished = new Wished(instance, families, () => 0, 0)
  for (const e of wished.exceptions)
    if (rules.some((r) => r.kind === 'eligibility' && r.family === e.family && r.shelter === e.shelter))
      wished.model.row(0, [[e.column, 1]], 0)
  for (const r of rules)
    if (r.kind === 'capacity')
      wished.model.row(
        Number.NEGATIVE_INFINITY,
        wished.used(families, r.shelter, r.dimension),
        mostUsable(instance, r.shelter, r.dimension),
      )
  for (const wish of wishes) wished.meet(wish)
  return (await ask(wished.model, 0)).status === 'infeasible'
}

/** Deletion filter (Chinneck 1991): leaves out whatever the conflict survives without, halves first. */
async function smallest<T>(items: T[], conflicts: (kept: T[]) => Promise<boolean>): Promise<T[]> {
  let kept = items
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length; ) {
      const without = [...kept.slice(0, at), ...kept.slice(at + size)]
      if (await conflicts(without)) kept = without
      else at += size
    }
  }
  return kept
}

async function leastWithdrawal(instance: Instance, wishes: readonly Wish[], ask: Ask): Promise<number[]> {
  const families = named(wishes)
  const wished = new Wished(instance, families, () => 0, undefined)
  instance.shelters.forEach((_, k) => {
    instance.dimensions.forEach((_, d) => {
      const most = mostUsable(instance, k, d)
      if (most < Number.POSITIVE_INFINITY)
        wished.model.row(Number.NEGATIVE_INFINITY, wished.used(families, k, d), most)
    })
  })
  const n = wishes.length
  const withdrawn = wishes.map((wish, w) => {
    // Of equal ways the one that keeps the earlier wishes: all the fractions together stay below one wish.
    const column = wished.model.column(-1 - (n - w) / (n * (n + 1)), 0, 1, true)
    wished.meet(wish, column)
    return column
  })
  const answer = await ask(wished.model, 0)
  if (answer.value === undefined) return [...wishes.keys()]
  return [...wishes.keys()].filter((w) => answer.columns[withdrawn[w]!]! > 0.5)
}

/** The best allocation of everyone under the wishes. Communities and tiers weigh as utilities only. */
async function best(
  instance: Instance,
  wishes: readonly Wish[],
  options: WishOptions,
  ask: Ask,
): Promise<Allocation> {
  const everyone = [...instance.families.keys()]
  const wished = new Wished(instance, everyone, (_i, _k, u) => u, undefined)
  instance.shelters.forEach((_, k) => {
    instance.dimensions.forEach((_, d) => {
      const used = wished.used(everyone, k, d)
      const price = instance.overflow?.[d] ?? null
      const { capacity } = instance.shelters[k]!
      if (price === null) {
        wished.model.row(Number.NEGATIVE_INFINITY, used, capacity[d]!)
        return
      }
      const over = wished.model.column(-price, 0, mostUsable(instance, k, d) - capacity[d]!, false)
      wished.model.row(Number.NEGATIVE_INFINITY, [...used, [over, -1]], capacity[d]!)
    })
  })
  for (const wish of wishes) wished.meet(wish)
  const answer = await ask(wished.model, options.gap ?? 1e-4)
  if (answer.value === undefined) throw new Error('stopped before an allocation was found')
  const assignment = everyone.map((i) =>
    instance.shelters.findIndex((_, k) => {
      const column = wished.x(i, k)
      return column !== undefined && answer.columns[column]! > 0.5
    }),
  )
  const problem = compile(instance, options.seed ?? 1)
  const { lambda } = search(problem, { seed: 1, rounds: 0, gap: 0, stop: () => false })
  const prices = instance.shelters.map(() => new Array<number>(problem.dimensions).fill(0))
  problem.inputShelter.forEach((input, k) => {
    for (let d = 0; d < problem.dimensions; d++) prices[input]![d] = lambda[k * problem.dimensions + d]!
  })
  const company = (instance.communities ?? []).reduce((sum, c) => sum + c.bonus * (c.families.length - 1), 0)
  return describe(instance, 'exact', assignment, answer.bound + company, prices)
}
