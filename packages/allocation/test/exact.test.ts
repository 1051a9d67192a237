import { afterAll, describe, expect, it, vi } from 'vitest'
import type { AllocationProgress } from '../src/allocate.ts'
import { check } from '../src/check.ts'
import { type ExactOptions, solveExact } from '../src/exact.ts'
import type { Instance } from '../src/instance.ts'
import { compile } from '../src/problem.ts'
import { type Answer, type SolveRequest, Solver } from '../src/solver.ts'
import { bestByRoom, bruteForce, bruteForceByTiers, drawn, worthOf } from './oracle.ts'

const solver = new Solver()
afterAll(() => solver.close())

/** HiGHS, with what it was asked, and if wanted another answer in its place. */
class Watched extends Solver {
  readonly asked: SolveRequest[] = []
  private readonly answer: (request: SolveRequest, nth: number) => Answer | Promise<Answer>
  constructor(
    answer: (request: SolveRequest, nth: number) => Answer | Promise<Answer> = (r) => solver.solve(r),
  ) {
    super()
    this.answer = answer
  }
  override async solve(request: SolveRequest): Promise<Answer> {
    this.asked.push(request)
    return this.answer(request, this.asked.length)
  }
}
const stopped = (bound: number): Answer => ({ status: 'stopped', bound })

/** Even families in uneven shelters: a bed of each stays empty, which prices do not know. */
function knapsack(of: Partial<Instance> = {}): Instance {
  const beds = [4, 4, 6, 2, 4, 2, 4, 6]
  return {
    dimensions: ['beds'],
    families: beds.map((b, i) => ({ id: `f${i}`, size: b, demand: [b] })),
    shelters: [
      { id: 's', capacity: [7] },
      { id: 't', capacity: [5] },
    ],
    pairs: beds.flatMap((b, i): [number, number, number][] => [
      [i, 0, 10 * b + ((i * 7) % 5)],
      [i, 1, 10 * b + ((i * 3) % 7)],
    ]),
    ...of,
  }
}
const solved = (instance: Instance, asked: Watched, options: ExactOptions = {}) =>
  solveExact(instance, { gap: 0, solver: asked, ...options })

describe('exact', () => {
  const shapes = [{}, { overflow: true }, { communities: true }, { overflow: true, communities: true }]

  it('says how far it is meanwhile, never worse than it knows', async () => {
    const told: AllocationProgress[] = []
    const chatty = new Watched((request) => {
      request.onProgress?.({ value: Number.NEGATIVE_INFINITY, bound: 1e9, nodes: 0 })
      request.onProgress?.({ value: 109.5, bound: 110, nodes: 5 })
      return solver.solve({ ...request, onProgress: () => {} })
    })
    const options = { onProgress: (p: AllocationProgress) => told.push(p) }
    const e = await solved(knapsack(), chatty, options)
    const late = told.filter((p) => p.stage === 'branch and cut')
    expect(late).toHaveLength(2)
    expect(late[0]!.value).toBeGreaterThan(100)
    expect(late[0]!.value).toBeLessThanOrEqual(e.objective)
    expect(late[0]!.bound).toBeLessThan(e.objective + 30)
    expect(late[1]).toMatchObject({ value: 109.5, bound: 110 })
    told.length = 0
    await solved(knapsack({ tiers: [0, 1, 0, 1, 0, 1, 0, 1] }), chatty, options)
    const stages = told.map((p) => p.stage).filter((s) => s.startsWith('tier'))
    expect(new Set(stages).size).toBeGreaterThan(0)
    for (const p of told) {
      expect(p.value).toBeGreaterThan(0)
      expect(p.bound).toBeLessThan(1000)
    }
    // Nor need anyone listen.
    for (const tiers of [[0, 1, 0, 1, 0, 1, 0, 1], new Array<number>(8).fill(0)])
      expect(await solved(knapsack({ tiers }), chatty)).toMatchObject({ method: 'exact' })
  })

  it('is content with half of the gap it is given, by default with half of a ten-thousandth', async () => {
    for (const instance of [knapsack(), knapsack({ tiers: [0, 1, 0, 1, 0, 1, 0, 1] })]) {
      const asked = new Watched(() => stopped(1e9))
      await solved(instance, asked, { gap: 1e-6 })
      await solveExact(instance, { solver: asked })
      expect(new Set(asked.asked.map((r) => r.options.gap))).toEqual(new Set([5e-7, 5e-5]))
    }
  })

  it('closes the solver it opened, and no other', async () => {
    const closed = vi.spyOn(Solver.prototype, 'close')
    const mine = new Watched(() => stopped(1e9))
    await solved(knapsack(), mine)
    expect(closed).not.toHaveBeenCalled()
    await solveExact(knapsack({ shelters: [], pairs: [] }))
    expect(closed).toHaveBeenCalledTimes(1)
    closed.mockRestore()
  })

  it('is the best there is, by trying everything', async () => {
    const asked = new Watched()
    for (let seed = 0; seed < 8; seed++) {
      const instance = drawn(seed + 200, { ...shapes[seed % 4], families: 5, room: 6 })
      const e = await solved(instance, asked)
      const best = bruteForce(instance)
      expect(e.objective).toBeCloseTo(best, 6)
      expect(worthOf(instance, e.assignment)).toBeCloseTo(best, 6)
      expect(e.bound).toBeGreaterThanOrEqual(e.objective)
      expect(e.bound).toBeCloseTo(best, 4)
      expect(e).toMatchObject({ method: 'exact', violations: 0 })
      expect(e).not.toHaveProperty('tiers')
    }
    expect(asked.asked.length).toBeGreaterThan(3)
  })

  it('serves the tiers in their order, by trying everything', async () => {
    const asked = new Watched()
    for (let seed = 0; seed < 8; seed++) {
      const instance = drawn(seed + 240, { ...shapes[seed % 4], families: 5, room: 6, tiers: true })
      const e = await solved(instance, asked)
      const best = bruteForceByTiers(instance)
      expect(e).toMatchObject({ method: 'exact', violations: 0 })
      expect(e.tiers!.map((t) => t.tier)).toEqual([...new Set(instance.tiers)].sort())
      check(instance, e.assignment).tiers.forEach((tier, t) => {
        expect(tier.value).toBeCloseTo(best[t]!, 4)
        expect(e.tiers![t]!.value).toBeCloseTo(best[t]!, 4)
        expect(e.tiers![t]!.bound).toBeGreaterThanOrEqual(best[t]! - 1e-6)
        expect(e.tiers![t]!.bound).toBeCloseTo(best[t]!, 3)
      })
    }
    expect(asked.asked.length).toBeGreaterThan(3)
  })

  it('asks nothing where the prices prove it already', async () => {
    const asked = new Watched(() => stopped(0))
    const roomy = knapsack({ shelters: ['s', 't'].map((id) => ({ id, capacity: [99] })) })
    expect((await solved(roomy, asked)).gap).toBe(0)
    expect(await solved({ ...roomy, tiers: [0, 1, 2, 0, 1, 2, 0, 1] }, asked)).toMatchObject({ gap: 0 })
    expect((await solved(knapsack(), asked, { gap: 0.5 })).gap).toBeLessThan(0.5)
    expect(asked.asked).toEqual([])
  })

  it('says of one tier what it says of all', async () => {
    const e = await solved(knapsack({ tiers: new Array<number>(8).fill(4) }), new Watched())
    expect(e.tiers).toEqual([{ tier: 4, value: e.objective, bound: e.bound }])
    const cut = await solved(
      knapsack({ tiers: new Array<number>(8).fill(4) }),
      new Watched(() => stopped(1e9)),
    )
    expect(cut.tiers).toEqual([{ tier: 4, value: cut.objective, bound: cut.bound }])
    expect(cut.bound).toBeGreaterThan(cut.objective)
    expect(e.objective).toBeCloseTo(bestByRoom(knapsack()), 6)
  })

  it('hands over what may still be better, where it stands, and half of the gap', async () => {
    const asked = new Watched()
    const told: AllocationProgress[] = []
    const e = await solved(knapsack(), asked, { gap: 1e-6, seed: 9, onProgress: (p) => told.push(p) })
    const [request, ...more] = asked.asked
    expect(more).toEqual([])
    expect(request!.options).toEqual({ gap: 5e-7, seconds: 1e9, seed: 9 })
    expect(request).not.toHaveProperty('signal')
    const { columns, integer, cost } = request!.model
    expect(integer.every((x) => x === 1)).toBe(true)
    expect(columns).toBeLessThanOrEqual(16)
    const searched = told.filter((p) => p.stage === 'search').at(-1)!.value
    // Where it stands: so much of each pair, worth what the search told last.
    const { start } = request!
    expect(start).toHaveLength(columns)
    expect(start!.reduce((sum, x, c) => sum + x * cost[c]!, 0)).toBeCloseTo(searched, 6)
    expect(e.objective).toBeGreaterThanOrEqual(searched)
    // A model of more than pairs has no such start.
    const soft = new Watched()
    await solved(knapsack({ overflow: [3] }), soft, {})
    for (const r of soft.asked) expect(r.start).toBeUndefined()
    await solved(knapsack(), soft)
    expect(soft.asked.at(-1)!.options.seed).toBe(1)
  })

  it('offers the solver over-occupancy at its price and as far as it is declared', async () => {
    const asked = new Watched(() => stopped(1e9))
    const shelters = [
      { id: 's', capacity: [7], maxOverflow: [1] },
      { id: 't', capacity: [5], maxOverflow: [0.5] },
    ]
    await solved(knapsack({ overflow: [13], shelters }), asked)
    const { integer, cost, lower, upper } = asked.asked[0]!.model
    const parts = [...integer.keys()].filter((c) => integer[c] === 0)
    const over = parts.map((c) => [cost[c], lower[c], upper[c]])
    expect(over).toHaveLength(2)
    expect(over).toEqual(
      expect.arrayContaining([
        [-13, 0, 1],
        [-13, 0, 0.5],
      ]),
    )
  })

  it('leaves out the pairs that can be in nothing better', async () => {
    const asked = new Watched()
    const far = knapsack({ families: [...knapsack().families, { id: 'far', size: 1, demand: [3] }] })
    const instance = { ...far, pairs: [...far.pairs, [8, 0, 1] as [number, number, number]] }
    const e = await solved(instance, asked)
    expect(e.objective).toBeCloseTo(bestByRoom(instance), 6)
    expect(asked.asked[0]!.model.cost).not.toContain(1)
  })
})

describe('exact, when the solver has no better answer', () => {
  const best = bestByRoom(knapsack())
  /** What is known before the solver is asked. */
  const known = () => solved(knapsack(), new Watched(() => stopped(1e9)))
  const tiers = [0, 1, 0, 1, 0, 1, 0, 1]

  it('keeps what it has, and the tighter of the bounds', async () => {
    const e = await known()
    expect(worthOf(knapsack(), e.assignment)).toBe(e.objective)
    expect(e.bound).toBeGreaterThan(best)
    expect(e.bound).toBeLessThan(best + 30)
    const tight = await solved(knapsack(), new Watched(() => stopped(best + 0.25)))
    expect(tight.bound).toBeCloseTo(best + 0.25, 9)
    expect(tight.assignment).toEqual(e.assignment)
    // What was left out of the model is bounded by what was known.
    expect((await solved(knapsack(), new Watched(() => stopped(-5)))).bound).toBe(e.objective)
    expect((await solved(knapsack(), new Watched(() => ({ status: 'infeasible' })))).bound).toBe(e.objective)
  })

  it('takes nothing worse, and nothing that breaks a rule', async () => {
    const e = await known()
    const nobody = new Watched((r) => ({
      status: 'stopped',
      value: 0,
      bound: 1e9,
      columns: new Float64Array(r.model.columns),
    }))
    expect((await solved(knapsack(), nobody)).objective).toBeGreaterThanOrEqual(e.objective)
    const everyone = new Watched((r) => ({
      status: 'stopped',
      value: 1e9,
      bound: 1e9,
      columns: new Float64Array(r.model.columns).fill(1),
    }))
    for (const instance of [knapsack(), knapsack({ tiers })]) {
      const full = await solved(instance, everyone)
      expect(full.violations).toBe(0)
      expect(worthOf(instance, full.assignment)).toBe(full.objective)
      expect(full.gap).toBeLessThan(0.2)
    }
  })

  it('takes nothing that a later tier would gain at the cost of an earlier one', async () => {
    const instance: Instance = {
      dimensions: ['beds'],
      families: ['first', 'later'].map((id) => ({ id, size: 2, demand: [2] })),
      shelters: [{ id: 's', capacity: [2] }],
      pairs: [
        [0, 0, 5],
        [1, 0, 50],
      ],
      tiers: [0, 1],
    }
    const unfair = new Watched(({ model }) => ({
      status: 'optimal',
      value: 50,
      bound: 50,
      columns: model.cost.map((worth) => (worth === 50 ? 1 : 0)),
    }))
    const e = await solved(instance, unfair)
    expect(unfair.asked).toHaveLength(1)
    expect(e.assignment).toEqual([0, -1])
    expect(e.tiers!.map((t) => t.value)).toEqual([5, 5])
    // HiGHS is told what the first tier keeps.
    expect((await solved(instance, new Watched())).tiers!.at(-1)).toEqual({ tier: 1, value: 5, bound: 5 })
  })

  it('keeps the tiers as they were found, and bounds them', async () => {
    const instance = knapsack({ tiers })
    const byTier = bruteForceByTiers(instance)
    for (const answer of [stopped(1e9), { status: 'infeasible' } as const, stopped(-5)]) {
      const e = await solved(instance, new Watched(() => answer))
      const counted = check(instance, e.assignment)
      expect(counted.violations).toEqual([])
      e.tiers!.forEach((t, at) => {
        expect(t.value).toBeCloseTo(counted.tiers[at]!.value, 9)
        if (at === 0) expect(t.value).toBeLessThanOrEqual(byTier[0]! + 1e-9)
        if (answer.status === 'stopped' && answer.bound > 0) {
          expect(t.bound).toBeGreaterThanOrEqual(byTier[at]! - 1e-9)
          expect(t.bound).toBeLessThan(byTier[at]! + 40)
        } else expect(t.bound).toBeCloseTo(t.value, 9)
      })
    }
  })
})

describe('exact, in time', () => {
  it('gives the solver the seconds that are left, and none when the time is up', async () => {
    let time = 1000
    const now = (): number => time
    const asked = new Watched((r) => {
      time += 2000
      return solver.solve(r)
    })
    await solved(knapsack(), asked, { milliseconds: 5000, now })
    expect(asked.asked.map((r) => r.options.seconds)).toEqual([5])
    const tiers = [0, 1, 0, 1, 2, 1, 2, 1]
    const byTiers = new Watched(() => {
      time += 2000
      return stopped(1e9)
    })
    await solved(knapsack({ tiers }), byTiers, { milliseconds: 5000, now })
    expect(byTiers.asked.map((r) => r.options.seconds)).toEqual([5, 3, 1].slice(0, byTiers.asked.length))
    expect(byTiers.asked.length).toBeGreaterThan(1)
    const late = new Watched()
    const reading = { milliseconds: 4, now: () => time++ }
    for (const instance of [knapsack(), knapsack({ tiers })]) {
      const e = await solved(instance, late, reading)
      expect(worthOf(instance, e.assignment)).toBe(e.objective)
    }
    expect(late.asked).toEqual([])
    // A clock without a time to stop at sets none.
    await solved(knapsack(), late, { now })
    await solved(knapsack({ tiers }), late, { now })
    expect(new Set(late.asked.map((r) => r.options.seconds))).toEqual(new Set([1e9]))
    await expect(solveExact(knapsack(), { milliseconds: 4 })).rejects.toThrow(/clock/)
  })

  it('asks nothing once it is cancelled, and passes the signal on before', async () => {
    const early = new AbortController()
    early.abort()
    const none = new Watched()
    const e = await solved(knapsack(), none, { signal: early.signal })
    expect([e.violations, none.asked.length]).toEqual([0, 0])
    expect(e.objective).toBeGreaterThan(0)
    const tiers = [0, 1, 0, 1, 0, 1, 0, 1]
    expect((await solved(knapsack({ tiers }), none, { signal: early.signal })).objective).toBeGreaterThan(0)
    expect(none.asked).toEqual([])
    const late = new AbortController()
    const asked = new Watched((r) => {
      late.abort()
      return solver.solve({ ...r, signal: new AbortController().signal })
    })
    const { signal } = late
    const cut = await solved(knapsack({ tiers }), asked, { signal })
    expect(asked.asked.map((r) => r.signal)).toEqual([signal])
    // The first tier is proven, and those of the second have what room is left.
    const best = bruteForceByTiers(knapsack({ tiers }))
    expect(cut.tiers![0]!.value).toBeCloseTo(best[0]!, 6)
    const full = cut.assignment.flatMap((k, i) =>
      k < 0 ? [0, 1].map((to) => cut.assignment.map((x, j) => (j === i ? to : x))) : [],
    )
    for (const a of full) expect(worthOf(knapsack({ tiers }), a)).toBeUndefined()
    await solved(knapsack(), asked, { signal: new AbortController().signal })
    expect(asked.asked.at(-1)!.signal).toBeInstanceOf(AbortSignal)
  })

  it('opens a solver of its own where it is given none', async () => {
    const e = await solveExact(knapsack(), { gap: 0 })
    expect(e.objective).toBeCloseTo(bestByRoom(knapsack()), 6)
  })
})

describe('exact, where the search alone does not find the best', () => {
  // Found by trying many: here the search alone, with all its rounds, stays below the best there is.
  const hard: [shape: object, seeds: number[]][] = [
    [{ overflow: true }, [84, 331, 443]],
    [{ communities: true }, [2, 57, 75]],
    [{ overflow: true, communities: true }, [7, 44, 86]],
  ]
  it.each(hard)('takes from the solver what the search alone does not find: %o', async (shape, seeds) => {
    for (const seed of seeds) {
      const instance = drawn(seed, { ...shape, families: 7, shelters: 2, room: 9 })
      const alone = await solved(instance, new Watched(() => stopped(1e9)))
      const asked = new Watched()
      const e = await solved(instance, asked)
      const best = bruteForce(instance)
      expect(alone.objective).toBeLessThan(best - 0.5)
      expect(e.objective).toBeCloseTo(best, 6)
      expect(worthOf(instance, e.assignment)).toBeCloseTo(best, 6)
      expect(e.bound).toBeCloseTo(best, 4)
      expect(asked.asked).toHaveLength(1)
    }
  })

  it('takes tiers from the solver too, and when it is stopped then fills the room they leave', async () => {
    for (const [seed, kind] of [
      [80, { communities: true }],
      [149, { communities: true }],
      [83, { communities: true }],
      [65, { communities: true }],
    ] as const) {
      const instance = drawn(seed, {
        ...[{}, { overflow: true }, kind][seed % 3],
        tiers: true,
        families: 7,
        shelters: 2,
        room: 9,
      })
      const best = bruteForceByTiers(instance)
      const alone = await solved(instance, new Watched(() => stopped(1e9)))
      expect(alone.tiers!.some((t, at) => t.value < best[at]! - 0.5)).toBe(true)
      const whole = await solved(instance, new Watched())
      expect(check(instance, whole.assignment).tiers.map((t) => t.value)).toEqual(
        best.map((value) => expect.closeTo(value, 6)),
      )
      const cancel = new AbortController()
      const first = new Watched(async (request) => {
        const { signal: _, ...rest } = request
        const answer = await solver.solve(rest)
        cancel.abort()
        return answer
      })
      const cut = await solved(instance, first, { signal: cancel.signal })
      expect(first.asked).toHaveLength(1)
      const now = worthOf(instance, cut.assignment)!
      expect(now).toBeCloseTo(cut.objective, 6)
      cut.assignment.forEach((k, i) => {
        if (k < 0 && instance.tiers![i]! > cut.tiers![1]!.tier)
          for (const [f, to] of instance.pairs)
            if (f === i)
              expect(
                worthOf(
                  instance,
                  cut.assignment.map((at, j) => (j === i ? to : at)),
                ) ?? 0,
              ).toBeLessThanOrEqual(now + 1e-6)
      })
    }
  })

  it('fills what room the solver leaves', async () => {
    // Beside such a town a bed of its own for one family; in the lottery e1 comes before all the others.
    for (const id of ['e', 'e1']) {
      const town = drawn(75, { communities: true, families: 7, shelters: 2, room: 9 })
      const instance: Instance = {
        ...town,
        families: [...town.families, { id, size: 1, demand: [1, 0] }],
        shelters: [...town.shelters, { id: 'u', capacity: [1, 0] }],
        pairs: [...town.pairs, [7, 2, 0.25]],
      }
      expect(compile(instance, 1).inputFamily[0] === 7).toBe(id === 'e1')
      const alone = await solved(instance, new Watched(() => stopped(1e9)))
      const best = bruteForce(town) + 0.25
      expect(alone.objective).toBeLessThan(best - 0.5)
      for (const placed of [true, false]) {
        const leaving = new Watched(async (request) => {
          const answer = await solver.solve(request)
          if (answer.status === 'infeasible' || answer.value === undefined)
            throw new Error('an answer expected')
          const column = request.model.cost.indexOf(0.25)
          expect(answer.columns[column]).toBe(1)
          return placed
            ? answer
            : { ...answer, columns: answer.columns.map((x, c) => (c === column ? 0 : x)) }
        })
        const e = await solved(instance, leaving)
        expect(e.objective).toBeCloseTo(best, 6)
        expect(e.assignment[7]).toBe(2)
        expect(e.bound).toBeCloseTo(best, 4)
      }
    }
  })

  it('gives the search half of the time, and what a proven tier leaves to the others in their order', async () => {
    // Beds for the first tier as above; a bed apart for which the last tier would give most.
    const shelters = [...knapsack().shelters, { id: 'u', capacity: [1] }]
    const later = ['most', 'first', 'other'].map((id) => ({ id, size: 1, demand: [1] }))
    const instance: Instance = {
      ...knapsack(),
      shelters,
      families: [...knapsack().families, ...later],
      pairs: [...knapsack().pairs, [8, 2, 50], [9, 2, 3], [10, 2, 2]],
      tiers: [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2],
    }
    const best = bestByRoom(knapsack())
    let short = 0
    for (const seed of [2, 4, 5, 6]) {
      // A second of time, of which six tenths go by while the search begins.
      const clock = () => {
        let looks = 0
        return { seed, milliseconds: 1000, now: () => (looks++ < 6 ? 0 : 600) }
      }
      const alone = await solved(instance, new Watched(() => stopped(1e9)), clock())
      if (alone.tiers![0]!.value < best) short++
      // Whoever falls short says that it may.
      for (const tier of alone.tiers!) expect(tier.bound).toBeGreaterThanOrEqual(best - 1e-6)
      const cancel = new AbortController()
      const once = new Watched(async ({ model, options }) => {
        expect(options.seconds).toBeCloseTo(0.4, 9)
        const answer = await solver.solve({ model, options: { ...options, seconds: 1e9 } })
        cancel.abort()
        return answer
      })
      const e = await solved(instance, once, { ...clock(), signal: cancel.signal })
      expect(once.asked).toHaveLength(1)
      expect(check(instance, e.assignment).tiers[0]!.value).toBeCloseTo(best, 6)
      expect(e.assignment.slice(8)).toEqual([-1, 2, -1])
      expect(e.objective).toBeCloseTo(best + 3, 6)
    }
    expect(short).toBeGreaterThan(1)
    // With the whole of the time it needs, the search finds that tier's best here by itself.
    const unhurried = await solved(instance, new Watched(() => stopped(1e9)), {
      seed: 2,
      milliseconds: 1e4,
      now: () => 0,
    })
    expect(unhurried.tiers![0]!.value).toBe(best)
  })
})
