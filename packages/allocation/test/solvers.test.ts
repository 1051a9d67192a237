import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { generate } from '../../../bench/allocation/generator.ts'
import {
  boundOfPrices,
  check,
  greedy,
  type Instance,
  Solver,
  solveAnytime,
  solveExact,
  solveOnline,
} from '../src/index.ts'
import { instances, runs } from './instances.ts'
import { bruteForce, bruteForceByTiers, worthOf } from './oracle.ts'

const solver = new Solver()
afterAll(() => solver.close())

const every = { tiers: true, overflow: true, communities: true }
const shapes = fc.constantFrom({}, { tiers: true }, { overflow: true }, { communities: true }, every)
const any = shapes.chain((shape) => instances({ ...shape, families: 8 }))

describe('anytime', () => {
  it('never violates a rule, never splits, counts what it says and bounds it', () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 99 }), (instance, seed) => {
        const a = solveAnytime(instance, { seed, rounds: 5 })
        expect(a.assignment).toHaveLength(instance.families.length)
        expect(a.violations).toBe(0)
        expect(worthOf(instance, a.assignment)).toBeCloseTo(a.objective, 6)
        expect(a.bound).toBeGreaterThanOrEqual(a.objective - 1e-9)
        expect(boundOfPrices(instance, a.prices)).toBeGreaterThanOrEqual(a.objective - 1e-6)
        expect(a.gap).toBeCloseTo(
          a.bound - a.objective < 1e-9 ? 0 : (a.bound - a.objective) / Math.max(Math.abs(a.objective), 1e-9),
          6,
        )
      }),
      { numRuns: runs(200) },
    )
  })

  it('proves bounds that no allocation exceeds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom({}, { overflow: true }, { communities: true }).chain((s) => instances(s)),
        (instance) => {
          expect(solveAnytime(instance, { rounds: 0 }).bound).toBeGreaterThanOrEqual(
            bruteForce(instance) - 1e-6,
          )
        },
      ),
      { numRuns: runs(150) },
    )
  })

  it('is the same for the same seed, whatever the order of the lists', () => {
    fc.assert(
      fc.property(any, (instance) => {
        const n = instance.families.length
        const turned: Instance = {
          ...instance,
          families: [...instance.families].reverse(),
          pairs: instance.pairs.map(([i, k, u]): [number, number, number] => [n - 1 - i, k, u]).reverse(),
          ...(instance.tiers ? { tiers: [...instance.tiers].reverse() } : {}),
          ...(instance.communities
            ? {
                communities: instance.communities.map((c) => ({
                  ...c,
                  families: c.families.map((i) => n - 1 - i),
                })),
              }
            : {}),
        }
        const a = solveAnytime(instance, { seed: 7, rounds: 5 })
        expect(solveAnytime(instance, { seed: 7, rounds: 5 }).assignment).toEqual(a.assignment)
        expect(solveAnytime(turned, { seed: 7, rounds: 5 }).assignment.reverse()).toEqual(a.assignment)
      }),
      { numRuns: runs(60) },
    )
  })

  it('gives equal families that cannot both be placed an equal lottery', () => {
    const instance: Instance = {
      dimensions: ['beds'],
      families: [
        { id: 'a', size: 1, demand: [1] },
        { id: 'b', size: 1, demand: [1] },
      ],
      shelters: [{ id: 's', capacity: [1] }],
      pairs: [
        [0, 0, 10],
        [1, 0, 10],
      ],
    }
    const wins = Array.from(
      { length: 200 },
      (_, seed) => solveAnytime(instance, { seed }).assignment[0]!,
    ).filter((k) => k === 0)
    expect(wins.length).toBeGreaterThan(60)
    expect(wins.length).toBeLessThan(140)
  })

  it('stops when the clock says so and asks for one', () => {
    const { instance } = generate({ seed: 31, families: 300, shelters: 8 })
    let time = 0
    const stopped = solveAnytime(instance, { milliseconds: 3, now: () => time++ })
    expect(stopped.violations).toBe(0)
    expect(() => solveAnytime(instance, { milliseconds: 3 })).toThrow(/clock/)
  })

  it('comes within a tenth of a percent on a town of 922 families', () => {
    for (const seed of [41, 42]) {
      const { instance } = generate({ seed })
      const a = solveAnytime(instance, { rounds: 25, gap: 0 })
      expect(a.violations).toBe(0)
      expect(a.gap).toBeLessThan(0.001)
      const byArrival = check(instance, greedy(instance)).objective
      expect(a.objective / byArrival).toBeGreaterThan(1.05)
    }
  })

  it('prices thousands of families from a sample first, and proves the bound on all of them', () => {
    const { instance } = generate({ seed: 48, families: 3200, shelters: 6 })
    const a = solveAnytime(instance, { rounds: 1 })
    expect(a.violations).toBe(0)
    expect(boundOfPrices(instance, a.prices)).toBeCloseTo(a.bound, 3)
    expect(a.gap).toBeLessThan(0.005)
  })

  it('reports progress that only rises', () => {
    const { instance } = generate({ seed: 43, families: 200, shelters: 6 })
    const values: number[] = []
    solveAnytime(instance, { rounds: 30, gap: 0, onProgress: (p) => values.push(p.value) })
    expect(values.length).toBeGreaterThan(0)
    expect([...values].sort((a, b) => a - b)).toEqual(values)
  })
})

describe('exact', () => {
  it('equals trying everything', async () => {
    const shaped = fc
      .constantFrom({}, { overflow: true }, { communities: true }, { overflow: true, communities: true })
      .chain((shape) => instances(shape))
    await fc.assert(
      fc.asyncProperty(shaped, async (instance) => {
        const e = await solveExact(instance, { gap: 0, solver })
        expect(e.violations).toBe(0)
        expect(e.objective).toBeCloseTo(bruteForce(instance), 5)
        expect(e.bound).toBeGreaterThanOrEqual(e.objective - 1e-9)
        expect(e.gap).toBeLessThan(1e-5)
      }),
      { numRuns: runs(120) },
    )
  })

  it('serves the tiers in their order', async () => {
    const shaped = fc
      .constantFrom({ tiers: true }, { tiers: true, overflow: true }, every)
      .chain((shape) => instances({ ...shape, families: 5 }))
    await fc.assert(
      fc.asyncProperty(shaped, async (instance) => {
        const e = await solveExact(instance, { gap: 0, solver })
        const best = bruteForceByTiers(instance)
        expect(e.violations).toBe(0)
        check(instance, e.assignment).tiers.forEach((tier, t) => {
          expect(tier.value).toBeCloseTo(best[t]!, 4)
          expect(e.tiers![t]!.bound).toBeGreaterThanOrEqual(best[t]! - 1e-4)
        })
      }),
      { numRuns: runs(80) },
    )
  })

  it('never loses by more capacity', async () => {
    await fc.assert(
      fc.asyncProperty(instances(), fc.nat(), fc.integer({ min: 1, max: 3 }), async (instance, at, more) => {
        const wider: Instance = {
          ...instance,
          shelters: instance.shelters.map((s, k) =>
            k === at % instance.shelters.length ? { ...s, capacity: s.capacity.map((c) => c + more) } : s,
          ),
        }
        const before = await solveExact(instance, { gap: 0, solver })
        const after = await solveExact(wider, { gap: 0, solver })
        expect(after.objective).toBeGreaterThanOrEqual(before.objective - 1e-6)
      }),
      { numRuns: runs(40) },
    )
  })

  it('proves a town of 922 families and hears progress', async () => {
    const { instance } = generate({ seed: 44 })
    const stages = new Set<string>()
    const e = await solveExact(instance, { gap: 0, solver, onProgress: (p) => stages.add(p.stage) })
    expect(e.violations).toBe(0)
    expect(e.gap).toBeLessThan(1e-6)
    expect(stages).toContain('search')
    expect(stages).toContain('branch and cut')
    const again = await solveExact(instance, { gap: 0, solver })
    expect(again.assignment).toEqual(e.assignment)
  })

  it('answers the best so far when stopped before or while it solves', async () => {
    const { instance } = generate({ seed: 45, families: 2000, shelters: 30 })
    const early = new AbortController()
    early.abort()
    const first = await solveExact(instance, { gap: 0, signal: early.signal })
    expect(first.violations).toBe(0)
    expect(first.objective).toBeGreaterThan(0)
    let time = 0
    const late = await solveExact(generate({ seed: 46 }).instance, {
      gap: 0,
      milliseconds: 2,
      now: () => time++,
    })
    expect(late.violations).toBe(0)
    expect(late.bound).toBeGreaterThanOrEqual(late.objective)
  })
})

describe('online', () => {
  it('never violates, and decides a batch without knowing the later ones', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom({}, { overflow: true }, { communities: true })
          .chain((s) => instances({ ...s, families: 9 })),
        (instance) => {
          const whole = solveOnline(instance, { batches: 3 })
          expect(whole.violations).toBe(0)
          expect(whole.bound).toBeGreaterThanOrEqual(whole.objective - 1e-9)
          // Later families made worthless: the first batch is decided alike.
          const first = Math.round(instance.families.length / 3)
          const other: Instance = {
            ...instance,
            pairs: instance.pairs.map(([i, k, u]) => [i, k, i < first ? u : 1]),
          }
          expect(solveOnline(other, { batches: 3 }).assignment.slice(0, first)).toEqual(
            whole.assignment.slice(0, first),
          )
        },
      ),
      { numRuns: runs(60) },
    )
  })

  it('keeps 97.5 % of hindsight on a town that arrives in twelve batches, and beats deciding for today alone', () => {
    const { instance } = generate({ seed: 47 })
    const batches: number[] = []
    const o = solveOnline(instance, { batches: 12, onBatch: (b) => batches.push(b) })
    expect(batches).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(o.violations).toBe(0)
    expect(o.objective / o.bound).toBeGreaterThan(0.97)
    expect(o.objective).toBeGreaterThan(check(instance, greedy(instance)).objective)
  })
})
