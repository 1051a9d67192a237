import { describe, expect, it } from 'vitest'
import { boundOfPrices } from '../src/check.ts'
import type { Instance } from '../src/instance.ts'
import {
  boundAt,
  findPrices,
  generousUtilities,
  newtonDirection,
  priceLosses,
  Smooth,
  standardTemperatures,
} from '../src/prices.ts'
import { compile, type Problem } from '../src/problem.ts'
import { bruteForce, draw, drawn } from './oracle.ts'

const shapes = [{}, { overflow: true }, { communities: true }, { overflow: true, communities: true }]
const cases: Instance[] = Array.from({ length: 16 }, (_, seed) =>
  drawn(seed + 100, { ...shapes[seed % 4], families: 4 }),
)

/** Prices by shelter and dimension of the input, in the order of the problem. */
function canonical(problem: Problem, prices: number[][]): Float64Array {
  return Float64Array.from([...problem.inputShelter].flatMap((k) => prices[k]!))
}
function somePrices(instance: Instance, seed: number, most = 8): number[][] {
  const below = draw(seed)
  return instance.shelters.map((s) => s.capacity.map(() => Math.max(0, below(most * 10) / 10 - 1)))
}

/** The instance without the pairs that are too large for their shelter, which a problem leaves out. */
function withoutUnfit(instance: Instance, problem: Problem): Instance {
  const pairs = [...problem.inputFamily].flatMap((f, i) =>
    [...problem.shelterOf.keys()]
      .slice(problem.start[i], problem.start[i + 1])
      .map((p): [number, number, number] => [
        f,
        problem.inputShelter[problem.shelterOf[p]!]!,
        problem.utility[p]!,
      ]),
  )
  return { ...instance, pairs }
}

describe('what communities can add', () => {
  it('is shared among their members, and reaches no one else', () => {
    const problem = compile(
      {
        dimensions: ['beds'],
        families: ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id, size: 1, demand: [1] })),
        shelters: [{ id: 's', capacity: [9] }],
        pairs: [0, 1, 2, 3, 4, 5].map((i) => [i, 0, 10 * i]),
        communities: [
          { families: [0, 2, 4], bonus: 6 },
          { families: [3], bonus: 5 },
          { families: [5, 1], bonus: 3 },
        ],
      },
      1,
    )
    const generous = generousUtilities(problem)
    const byFamily = new Map([...problem.inputFamily].map((f, i) => [f, generous[problem.start[i]!]]))
    expect([0, 1, 2, 3, 4, 5].map((i) => byFamily.get(i))).toEqual([4, 11.5, 24, 30, 44, 51.5])
    expect(generous).not.toBe(problem.utility)
  })
})

describe('the bound', () => {
  it('is the one that anyone recomputes from the prices', () => {
    cases.forEach((instance, seed) => {
      const problem = compile(instance, seed)
      const fitting = withoutUnfit(instance, problem)
      const best = bruteForce(instance)
      for (let s = 0; s < 4; s++) {
        const prices = somePrices(instance, 50 * seed + s)
        const bound = boundAt(problem, canonical(problem, prices))
        expect(bound).toBeCloseTo(boundOfPrices(fitting, prices), 9)
        expect(bound).toBeGreaterThanOrEqual(best - 1e-9)
      }
    })
  })

  it('counts each family as often as its weight says', () => {
    const instance = drawn(7)
    const problem = compile(instance, 1)
    const lambda = canonical(problem, somePrices(instance, 3))
    const one = boundAt(problem, lambda)
    const twice = Float64Array.from({ length: problem.families }, () => 2)
    const rooms = lambda.reduce((sum, l, j) => sum + l * problem.capacity[j]!, 0)
    expect(boundAt(problem, lambda, problem.utility, twice)).toBeCloseTo(2 * one - rooms, 9)
  })
})

describe('the smoothing', () => {
  const instance = drawn(12, { overflow: true, dimensions: 2 })
  const limited: Instance = {
    ...instance,
    overflow: [3, null],
    shelters: instance.shelters.map((s) => ({ ...s, maxOverflow: [2, 2] })),
  }
  const problem = compile(limited, 1)
  const weights = Float64Array.from({ length: problem.families }, (_, i) => [1, 0.5, 0, 3][i % 4]!)
  const lambda = canonical(problem, somePrices(limited, 9))
  const tau = 4

  /** What the class computes, straight from the formula. */
  function written(at: Float64Array, t: number, w?: Float64Array): number {
    let value = 0
    for (let i = 0; i < problem.families; i++) {
      let sum = 1
      for (let p = problem.start[i]!; p < problem.start[i + 1]!; p++) {
        let r = problem.utility[p]!
        for (let q = problem.demandStart[i]!; q < problem.demandStart[i + 1]!; q++)
          r -= problem.demand[q]! * at[problem.shelterOf[p]! * 2 + problem.demandDimension[q]!]!
        sum += Math.exp(r / t)
      }
      value += (w ? w[i]! : 1) * t * Math.log(sum)
    }
    at.forEach((l, j) => {
      value += l * problem.capacity[j]!
      const extra = problem.limit[j]! - problem.capacity[j]!
      if (extra > 0) value += extra * t * Math.log(1 + Math.exp((l - problem.price[j]!) / t))
    })
    return value
  }

  it('is the formula', () => {
    for (const t of [tau, 1, 20]) {
      expect(new Smooth(problem, problem.utility).value(lambda, t, false)).toBeCloseTo(written(lambda, t), 6)
      expect(new Smooth(problem, problem.utility, weights).value(lambda, t, true)).toBeCloseTo(
        written(lambda, t, weights),
        6,
      )
    }
  })

  it('stays finite when it is cold, and is then the bound itself', () => {
    const dear = lambda.map((l) => l + 50)
    for (const at of [lambda, dear])
      expect(new Smooth(problem, problem.utility).value(at, 1e-3, true)).toBeCloseTo(boundAt(problem, at), 1)
  })

  it('has the gradient and the curvature that differences show', () => {
    const size = lambda.length
    const smooth = new Smooth(problem, problem.utility, weights)
    smooth.value(lambda, tau, true)
    const gradient = [...smooth.gradient]
    const hessian = [...smooth.hessian]
    const h = 1e-4
    const moved = (j: number, by: number): Float64Array => lambda.map((l, at) => (at === j ? l + by : l))
    for (let j = 0; j < size; j++) {
      const slope = (written(moved(j, h), tau, weights) - written(moved(j, -h), tau, weights)) / (2 * h)
      expect(gradient[j]).toBeCloseTo(slope, 5)
      const up = new Smooth(problem, problem.utility, weights)
      up.value(moved(j, h), tau, true)
      const down = new Smooth(problem, problem.utility, weights)
      down.value(moved(j, -h), tau, true)
      for (let b = 0; b < size; b++)
        expect(hessian[b * size + j]).toBeCloseTo((up.gradient[b]! - down.gradient[b]!) / (2 * h), 4)
    }
    // Computed again it is the same: nothing is left over from before. Without derivatives they stay as they are.
    smooth.value(
      lambda.map((l) => l + 1),
      tau,
      false,
    )
    expect([...smooth.gradient]).toEqual(gradient)
    smooth.value(lambda, tau, true)
    expect([...smooth.hessian]).toEqual(hessian)
  })
})

describe('the Newton direction', () => {
  it('solves the system on the free coordinates', () => {
    // Symmetric and positive; coordinate 1 is not free.
    const hessian = Float64Array.of(4, 9, 1, 2, 9, 9, 9, 9, 1, 9, 5, -1, 2, 9, -1, 6)
    const gradient = Float64Array.of(3, 7, -2, 5)
    const free = Int32Array.of(0, 2, 3, 1)
    const x = newtonDirection(hessian, gradient, free, 3, 0.5)
    expect(x).toHaveLength(3)
    for (let r = 0; r < 3; r++) {
      let sum = 0.5 * x[r]!
      for (let c = 0; c < 3; c++) sum += hessian[free[r]! * 4 + free[c]!]! * x[c]!
      expect(sum).toBeCloseTo(-gradient[free[r]!]!, 9)
    }
  })

  it('stays finite where the curvature is nothing or, by rounding, less', () => {
    const flat = newtonDirection(new Float64Array(4), Float64Array.of(1, -1), Int32Array.of(0, 1), 2, 0.25)
    expect([...flat]).toEqual([-4, 4])
    const bent = newtonDirection(Float64Array.of(-1), Float64Array.of(1), Int32Array.of(0), 1, 0.25)
    expect(bent[0]).toBeCloseTo(-4000, 6)
  })
})

/** The least bound there is: it lies where as many of its folds meet as there are prices. */
function leastBound(instance: Instance): number {
  const D = instance.dimensions.length
  const n = instance.shelters.length * D
  const folds: number[][] = []
  const row = (i: number, k: number, u: number): number[] => {
    const r = new Array<number>(n + 1).fill(0)
    instance.families[i]!.demand.forEach((a, d) => {
      r[k * D + d] = a
    })
    r[n] = u
    return r
  }
  for (let j = 0; j < n; j++) {
    const unit = (at: number): number[] =>
      Array.from({ length: n + 1 }, (_, c) => (c === j ? 1 : c === n ? at : 0))
    folds.push(unit(0))
    const price = instance.overflow?.[j % D] ?? null
    if (price !== null) folds.push(unit(price))
  }
  instance.families.forEach((_, i) => {
    const own = instance.pairs.filter(([f]) => f === i).map(([, k, u]) => row(i, k, u))
    own.forEach((a, at) => {
      folds.push(a)
      for (const b of own.slice(at + 1)) folds.push(a.map((x, c) => x - b[c]!))
    })
  })
  let least = Number.POSITIVE_INFINITY
  const meet = (chosen: number[][], from: number): void => {
    if (chosen.length === n) {
      const x = solved(chosen)
      if (x?.every((l) => l >= -1e-9)) {
        const prices = instance.shelters.map((_, k) => x.slice(k * D, (k + 1) * D).map((l) => Math.max(0, l)))
        least = Math.min(least, boundOfPrices(instance, prices))
      }
      return
    }
    for (let f = from; f < folds.length; f++) meet([...chosen, folds[f]!], f + 1)
  }
  meet([], 0)
  return least
}
/** Gauss with pivots; nothing where the rows do not meet in one point. */
function solved(rows: number[][]): number[] | undefined {
  const a = rows.map((r) => [...r])
  const n = a.length
  for (let c = 0; c < n; c++) {
    let pivot = c
    for (let r = c; r < n; r++) if (Math.abs(a[r]![c]!) > Math.abs(a[pivot]![c]!)) pivot = r
    if (Math.abs(a[pivot]![c]!) < 1e-9) return undefined
    ;[a[c], a[pivot]] = [a[pivot]!, a[c]!]
    for (let r = 0; r < n; r++) {
      if (r === c) continue
      const factor = a[r]![c]! / a[c]![c]!
      for (let k = c; k <= n; k++) a[r]![k]! -= factor * a[c]![k]!
    }
  }
  return a.map((r, c) => r[n]! / r[c]!)
}

describe('finding prices', () => {
  /** How often it looks whether to stop: the Newton steps it takes. */
  function counted(problem: Problem, options: Parameters<typeof findPrices>[1] = {}) {
    let steps = 0
    const found = findPrices(problem, {
      ...options,
      stop: () => {
        steps++
        return false
      },
    })
    return { ...found, steps }
  }

  it.each([
    ['one dimension of two shelters', 9, 2, 1, false],
    ['two dimensions of one shelter', 6, 1, 2, true],
    ['two shelters that may be overfilled', 9, 2, 1, true],
    ['three shelters', 4, 3, 1, true],
  ])(
    'comes within a ten-thousandth of the least bound in a few steps: %s',
    (_, families, shelters, dimensions, overflow) => {
      let total = 0
      for (let seed = 300; seed < 308; seed++) {
        const instance = drawn(seed, { families, shelters, dimensions, overflow, room: families })
        const problem = compile(instance, 1)
        const { bound, lambda, steps } = counted(problem)
        expect(bound).toBe(boundAt(problem, lambda))
        const least = leastBound(withoutUnfit(instance, problem))
        expect(bound).toBeGreaterThanOrEqual(least - 1e-6)
        expect(bound).toBeLessThanOrEqual(least * 1.0001)
        total += steps
      }
      expect(total / 8).toBeLessThan(13)
    },
  )

  it('takes fewer than thirty steps on larger ones too, and colder ones would not show more', () => {
    for (const seed of [1, 2, 3, 4]) {
      const instance = drawn(seed, { families: 60, shelters: 5, room: 24, overflow: seed > 2 })
      const problem = compile(instance, 1)
      const { bound, steps } = counted(problem)
      expect(steps).toBeLessThan(30)
      const colder = [...standardTemperatures, 3e-4, 1e-4, 3e-5, 1e-5]
      const least = findPrices(problem, { temperatures: colder, steps: 40 }).bound
      expect(bound).toBeLessThanOrEqual(least * 1.0001)
      expect(least).toBeLessThanOrEqual(bound)
    }
  })

  it('begins where it is told, and needs few steps from good prices', () => {
    const problem = compile(drawn(2, { families: 60, shelters: 5, room: 24 }), 1)
    const first = counted(problem)
    const kept = first.lambda.slice()
    const again = counted(problem, { from: first.lambda, temperatures: [0.0006] })
    expect([...first.lambda]).toEqual([...kept])
    expect(again.bound).toBeLessThanOrEqual(first.bound)
    expect(first.steps).toBeGreaterThan(10)
    expect(again.steps).toBeLessThan(4)
  })

  it('answers what it has when stopped', () => {
    const problem = compile(drawn(2, { families: 60, shelters: 5, room: 24 }), 1)
    const zero = new Float64Array(problem.capacity.length)
    const atOnce = findPrices(problem, { stop: () => true })
    expect([...atOnce.lambda]).toEqual([...zero])
    expect(atOnce.bound).toBe(boundAt(problem, zero))
    let steps = 0
    const later = findPrices(problem, { stop: () => ++steps > 6 })
    expect(later.bound).toBe(boundAt(problem, later.lambda))
    expect(later.bound).toBeLessThan(atOnce.bound)
    expect(later.bound).toBeGreaterThan(findPrices(problem).bound)
  })

  it('steps as often as allowed at each temperature', () => {
    const problem = compile(drawn(2, { families: 60, shelters: 5, room: 24 }), 1)
    expect(counted(problem, { temperatures: [0.1, 0.01], steps: 1 }).steps).toBe(2)
    expect(counted(problem, { temperatures: [0.1], steps: 3 }).steps).toBe(3)
    expect(counted(problem, { temperatures: [] })).toMatchObject({
      steps: 0,
      bound: boundAt(problem, new Float64Array(problem.capacity.length)),
    })
  })

  it('has nothing to look for where nothing is worth anything', () => {
    const instance: Instance = {
      ...drawn(2),
      pairs: [
        [0, 0, 0],
        [1, 0, -3],
      ],
    }
    expect(counted(compile(instance, 1))).toEqual({ bound: 0, lambda: new Float64Array(6), steps: 0 })
  })

  it('counts families by their weights, and leaves out those of none', () => {
    const instance = drawn(33, { families: 8, shelters: 2, dimensions: 1, room: 10 })
    const weights = [2, 1, 0, 1, 0, 3, 1, 1]
    const repeated = weights.flatMap((w, i) => new Array<number>(w).fill(i))
    const copies: Instance = {
      ...instance,
      families: repeated.map((i, copy) => ({ ...instance.families[i]!, id: `f${i} ${copy}` })),
      pairs: repeated.flatMap((i, copy) =>
        instance.pairs.filter(([f]) => f === i).map(([, k, u]): [number, number, number] => [copy, k, u]),
      ),
    }
    const problem = compile(instance, 1)
    const found = findPrices(problem, { weights: Float64Array.from(problem.inputFamily, (i) => weights[i]!) })
    const least = leastBound(withoutUnfit(copies, compile(copies, 1)))
    expect(found.bound).toBeGreaterThanOrEqual(least - 1e-6)
    expect(found.bound).toBeLessThanOrEqual(least * 1.0001)
  })

  it('prices thousands of families by a sample first, which decides nothing', () => {
    const instance = drawn(5, { families: 3100, shelters: 2, dimensions: 1, room: 900 })
    const problem = compile(instance, 1)
    const nothing = new Float64Array(2)
    const weights = Float64Array.from({ length: 3100 }, (_, i) => (i % 3) / 2)
    for (const options of [
      { temperatures: [0.01, 0.004, 0.0015] },
      { temperatures: [0.01, 0.004], weights },
    ]) {
      const sampled = counted(problem, options)
      expect(sampled.bound).toBe(boundAt(problem, sampled.lambda, problem.utility, options.weights))
      expect(sampled.bound / counted(problem, { ...options, from: nothing }).bound).toBeCloseTo(1, 4)
      expect(sampled.steps).toBeLessThan(20)
    }
    // Stopped at once, it has looked at nothing but the prices it began with.
    expect(findPrices(problem, { stop: () => true }).lambda).toEqual(nothing)
  })
})

describe('what a pair loses', () => {
  it('is counted from the best of its family, or from staying out', () => {
    const problem = compile(
      {
        dimensions: ['beds', 'cots'],
        families: [
          { id: 'a', size: 1, demand: [2, 1] },
          { id: 'b', size: 1, demand: [1, 0] },
        ],
        shelters: ['s', 't', 'u'].map((id) => ({ id, capacity: [9, 9] })),
        pairs: [
          [0, 0, 20],
          [0, 1, 14],
          [0, 2, 13],
          [1, 1, 3],
        ],
      },
      1,
    )
    // a: 20 − 2 × 3 − 4 = 10; 14 − 1 = 13; 13 − 2 × 0.5 = 12. b: 3 − 0 = 3, and at 5 a bed it rather stays out.
    expect([...priceLosses(problem, Float64Array.of(3, 4, 0, 1, 0.5, 0))]).toEqual([3, 0, 1, 0])
    expect([...priceLosses(problem, Float64Array.of(0, 0, 5, 0, 0, 0))].at(-1)).toBe(2)
    const together: Problem = { ...problem, communityOf: Int32Array.of(0, 0), bonus: Float64Array.of(4) }
    expect([...priceLosses(together, Float64Array.of(0, 0, 5, 0, 0, 0))].at(-1)).toBe(0)
  })
})
