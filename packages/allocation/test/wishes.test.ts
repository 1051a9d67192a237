import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { answerWishes, check, type Instance, parseWishes, type Wish } from '../src/index.ts'
import { type Answer, type SolveRequest, Solver } from '../src/solver.ts'
import { instances, runs } from './instances.ts'
import { assignments, placements, worthOf } from './oracle.ts'
import { town } from './town.ts'

const solver = new Solver()
afterAll(() => solver.close())

describe('wishes', () => {
  const small: Instance = { ...town, families: town.families.slice(0, 3), pairs: town.pairs.slice(0, 5) }

  it('are read with care', () => {
    const bad =
      (value: unknown): (() => unknown) =>
      () =>
        parseWishes(value, small)
    expect(bad({})).toThrow('wishes: a list expected')
    expect(bad([3])).toThrow('wishes[0]: an object expected')
    expect(bad([null])).toThrow('wishes[0]: an object expected')
    expect(bad([{ kind: 'near', family: 0 }])).toThrow(
      'wishes[0].kind: one of place, at, not-at, together, apart expected, found "near"',
    )
    expect(bad([{ kind: 'place', family: 3 }])).toThrow(
      'wishes[0].family: an index from 0 to 2 expected, found 3',
    )
    expect(bad([{ kind: 'place', family: -1 }])).toThrow('wishes[0].family')
    expect(bad([{ kind: 'place', family: 0.5 }])).toThrow('wishes[0].family')
    expect(bad([{ kind: 'at', family: 0, shelter: 2 }])).toThrow(
      'wishes[0].shelter: an index from 0 to 1 expected, found 2',
    )
    expect(bad([{ kind: 'at', family: 0 }])).toThrow('wishes[0].shelter')
    expect(bad([{ kind: 'together', families: [1] }])).toThrow(
      'wishes[0].families: a list of two or more expected',
    )
    expect(bad([{ kind: 'together' }])).toThrow('wishes[0].families: a list of two or more expected')
    expect(bad([{ kind: 'apart', families: [1, 1] }])).toThrow('wishes[0].families: a family is named twice')
    expect(bad([{ kind: 'apart', families: [1, '0'] }])).toThrow('wishes[0].families[1]')
    expect(
      parseWishes(
        [
          { kind: 'together', families: [0, 1] },
          { kind: 'at', family: 2, shelter: 0, because: 'of the stairs' },
          { kind: 'place', family: 1, shelter: 1 },
        ],
        small,
      ),
    ).toEqual([
      { kind: 'together', families: [0, 1] },
      { kind: 'at', family: 2, shelter: 0 },
      { kind: 'place', family: 1 },
    ])
  })

  it('are met at the least cost when they can be', async () => {
    const a = await answerWishes(small, [{ kind: 'at', family: 1, shelter: 1 }], { solver, gap: 0 })
    expect(a).toMatchObject({
      feasible: true,
      allocation: { assignment: [-1, 1, 1], objective: 38, violations: 0 },
    })
    const b = await answerWishes(small, [{ kind: 'not-at', family: 2, shelter: 1 }], { solver, gap: 0 })
    expect(b).toMatchObject({ feasible: true, allocation: { assignment: [1, 0, -1], objective: 48 } })
    const c = await answerWishes(small, [{ kind: 'apart', families: [0, 2] }], { solver, gap: 0 })
    expect(c).toMatchObject({ feasible: true, allocation: { objective: 48 } })
    const d = await answerWishes(small, [], { gap: 0 })
    expect(d).toMatchObject({ feasible: true, allocation: { objective: 60 } })
  })

  it('name the capacity in the way and the least change', async () => {
    const wishes: Wish[] = [
      { kind: 'place', family: 2 },
      { kind: 'at', family: 0, shelter: 1 },
      { kind: 'at', family: 1, shelter: 1 },
    ]
    expect(await answerWishes(small, wishes, { solver })).toEqual({
      feasible: false,
      conflict: [1, 2],
      rules: [{ kind: 'capacity', shelter: 1, dimension: 0 }],
      leastChange: [{ kind: 'capacity', shelter: 1, dimension: 0, units: 2 }],
      withdraw: [expect.any(Number)],
    })
  })

  it('name the hard rule in the way', async () => {
    expect(await answerWishes(small, [{ kind: 'at', family: 2, shelter: 0 }], { solver })).toEqual({
      feasible: false,
      conflict: [0],
      rules: [{ kind: 'eligibility', family: 2, shelter: 0 }],
      leastChange: [{ kind: 'eligibility', family: 2, shelter: 0 }],
      withdraw: [0],
    })
  })

  it('say so when they contradict one another', async () => {
    const wishes: Wish[] = [
      { kind: 'place', family: 1 },
      { kind: 'together', families: [0, 2] },
      { kind: 'place', family: 2 },
      { kind: 'apart', families: [0, 2] },
    ]
    const a = await answerWishes(small, wishes, { solver })
    expect(a).toMatchObject({ feasible: false, conflict: [1, 2, 3], rules: [], leastChange: null })
    expect(a.feasible || a.withdraw).toHaveLength(1)
  })

  it('use declared over-occupancy before calling anything impossible', async () => {
    const wishes: Wish[] = [
      { kind: 'at', family: 0, shelter: 1 },
      { kind: 'at', family: 1, shelter: 1 },
    ]
    const soft: Instance = { ...small, overflow: [5, null] }
    expect(await answerWishes(soft, wishes, { solver, gap: 0 })).toMatchObject({
      feasible: true,
      allocation: { objective: 30 + 26 - 5 + 12 - 5 },
    })
    const limited = { ...soft, shelters: soft.shelters.map((s) => ({ ...s, maxOverflow: [0, 0] })) }
    expect(await answerWishes(limited, wishes, { solver })).toMatchObject({
      leastChange: [{ shelter: 1, dimension: 0, units: 1 }],
    })
  })

  it('of three or more hold for all of them', async () => {
    const families = ['a', 'b', 'c'].map((id) => ({ id, size: 1, demand: [1] }))
    const houses: Instance = {
      dimensions: ['beds'],
      families,
      shelters: ['s', 't'].map((id) => ({ id, capacity: [3] })),
      pairs: [0, 1, 2].flatMap((i): [number, number, number][] => [
        [i, 0, 5 + i],
        [i, 1, 5],
      ]),
    }
    const all: Wish[] = [
      { kind: 'apart', families: [0, 1, 2] },
      { kind: 'place', family: 2 },
      { kind: 'place', family: 0 },
      { kind: 'place', family: 1 },
    ]
    // Three cannot be apart in two shelters. Of equal ways the last wish is the one to withdraw.
    expect(await answerWishes(houses, all, { solver })).toEqual({
      feasible: false,
      conflict: [0, 1, 2, 3],
      rules: [],
      leastChange: null,
      withdraw: [3],
    })
    const together: Wish[] = [
      { kind: 'together', families: [1, 2, 0] },
      { kind: 'at', family: 0, shelter: 1 },
      { kind: 'not-at', family: 2, shelter: 1 },
    ]
    expect(await answerWishes(houses, together, { solver })).toMatchObject({
      conflict: [0, 1, 2],
      withdraw: [2],
    })
    expect(await answerWishes(houses, together.slice(0, 2), { solver, gap: 0 })).toMatchObject({
      allocation: { assignment: [1, 1, 1], objective: 15 },
    })
    expect(await answerWishes(houses, all.slice(0, 3), { solver, gap: 0 })).toMatchObject({
      allocation: { assignment: [1, -1, 0], objective: 12 },
    })
  })

  it('know which room is without limit, which is declared and which is hard', async () => {
    const families = [
      { id: 'a', size: 1, demand: [2, 1] },
      { id: 'b', size: 1, demand: [3, 1] },
    ]
    const soft: Instance = {
      dimensions: ['beds', 'cots'],
      families,
      shelters: [{ id: 's', capacity: [1, 1] }],
      pairs: [
        [0, 0, 30],
        [1, 0, 20],
      ],
      overflow: [2, null],
    }
    const both: Wish[] = [
      { kind: 'place', family: 0 },
      { kind: 'place', family: 1 },
    ]
    expect(await answerWishes(soft, both, { solver })).toEqual({
      feasible: false,
      conflict: [0, 1],
      rules: [{ kind: 'capacity', shelter: 0, dimension: 1 }],
      leastChange: [{ kind: 'capacity', shelter: 0, dimension: 1, units: 1 }],
      withdraw: [1],
    })
    // Cots for both; the beds may be overfilled by three, which lets only one of them in.
    const limited: Instance = { ...soft, shelters: [{ id: 's', capacity: [1, 2], maxOverflow: [3, 9] }] }
    expect(await answerWishes(limited, [], { solver, gap: 0 })).toMatchObject({
      allocation: { assignment: [0, -1], objective: 28, bound: 28 },
    })
    expect(await answerWishes(limited, both, { solver })).toMatchObject({
      rules: [{ kind: 'capacity', shelter: 0, dimension: 0 }],
      leastChange: [{ kind: 'capacity', shelter: 0, dimension: 0, units: 1 }],
    })
    const open: Instance = { ...soft, shelters: [{ id: 's', capacity: [1, 2] }] }
    expect(await answerWishes(open, both, { solver, gap: 0 })).toMatchObject({
      allocation: { assignment: [0, 0], objective: 50 - 8 },
    })
  })

  describe('where places are hard to find', () => {
    // Three shelters; the first is all that a and b may have, and c may have the second.
    const houses: Instance = {
      dimensions: ['beds'],
      families: ['a', 'b', 'c'].map((id) => ({ id, size: 1, demand: [1] })),
      shelters: ['s', 't', 'u'].map((id) => ({ id, capacity: [2] })),
      pairs: [
        [0, 0, 5],
        [1, 0, 5],
        [2, 1, 5],
      ],
    }
    const [a, b, c] = [0, 1, 2]
    const rule = (family: number, shelter: number) => ({ kind: 'eligibility', family, shelter })

    it('name only the exceptions that stand in the way', async () => {
      expect(await answerWishes(houses, [{ kind: 'at', family: a, shelter: 1 }], { solver })).toEqual({
        feasible: false,
        conflict: [0],
        rules: [rule(a, 1)],
        leastChange: [rule(a, 1)],
        withdraw: [0],
      })
      // Somewhere, but not where it may be: either of the others would be an exception.
      const elsewhere: Wish[] = [
        { kind: 'not-at', family: a, shelter: 0 },
        { kind: 'place', family: a },
      ]
      const one = await answerWishes(houses, elsewhere, { solver })
      expect(one).toMatchObject({ conflict: [0, 1], rules: [rule(a, 1), rule(a, 2)], withdraw: [1] })
      expect(!one.feasible && [[rule(a, 1)], [rule(a, 2)]]).toContainEqual(!one.feasible && one.leastChange)
      // Apart: it takes all four to keep both from anywhere but the first.
      const apart: Wish[] = [
        { kind: 'apart', families: [b, a] },
        { kind: 'place', family: a },
        { kind: 'place', family: b },
      ]
      expect(await answerWishes(houses, apart, { solver })).toMatchObject({
        conflict: [0, 1, 2],
        rules: [rule(a, 1), rule(a, 2), rule(b, 1), rule(b, 2)],
        leastChange: [{ kind: 'eligibility' }],
        withdraw: [2],
      })
      // Together: not in the first, which c may not have, nor in the second, which a may not, nor in the third.
      const together: Wish[] = [
        { kind: 'together', families: [c, a] },
        { kind: 'place', family: c },
      ]
      const both = await answerWishes(houses, together, { solver })
      if (both.feasible) throw new Error('not feasible')
      expect(both.rules).toHaveLength(3)
      expect(both.rules).toEqual(expect.arrayContaining([rule(c, 0), rule(a, 1)]))
      expect([rule(a, 2), rule(c, 2)]).toContainEqual(both.rules.find((r) => r.shelter === 2))
    })

    it('prefer units to exceptions, and name both kinds of rules', async () => {
      const full: Instance = {
        ...houses,
        families: [...houses.families, { id: 'd', size: 4, demand: [4] }],
        pairs: [...houses.pairs, [3, 1, 9]],
        shelters: houses.shelters.map((s) => ({ ...s, capacity: [s.id === 't' ? 2 : 9] })),
      }
      expect(await answerWishes(full, [{ kind: 'place', family: 3 }], { solver })).toEqual({
        feasible: false,
        conflict: [0],
        rules: [rule(3, 0), rule(3, 2), { kind: 'capacity', shelter: 1, dimension: 0 }],
        leastChange: [{ kind: 'capacity', shelter: 1, dimension: 0, units: 2 }],
        withdraw: [0],
      })
    })

    it('hold for the one and the other of two who shall be together', async () => {
      const crowded: Instance = { ...houses, shelters: houses.shelters.map((s) => ({ ...s, capacity: [1] })) }
      for (const families of [
        [a, b],
        [b, a],
      ])
        for (const family of families) {
          const wishes: Wish[] = [
            { kind: 'together', families },
            { kind: 'place', family },
          ]
          expect(await answerWishes(crowded, wishes, { solver })).toMatchObject({
            feasible: false,
            conflict: [0, 1],
            leastChange: [{ kind: 'capacity', shelter: 0, dimension: 0, units: 1 }],
          })
        }
    })

    it('withdraw the one that stands against all the others, whichever it is', async () => {
      const open: Instance = {
        ...houses,
        pairs: [a, b, c].flatMap((i) => [0, 1, 2].map((k): [number, number, number] => [i, k, 5])),
      }
      const at = (family: number, shelter: number): Wish => ({ kind: 'at', family, shelter })
      const families = [a, b]
      const alone: Wish[][] = [
        [{ kind: 'apart', families }, at(a, 0), at(b, 0), { kind: 'together', families }],
        [{ kind: 'together', families }, at(a, 0), at(b, 1), { kind: 'apart', families }],
        [at(a, 0), { kind: 'place', family: b }, at(a, 1), { kind: 'not-at', family: a, shelter: 0 }],
        [{ kind: 'not-at', family: a, shelter: 0 }, at(a, 0), at(b, 0), { kind: 'together', families }],
      ]
      for (const wishes of alone)
        for (const turn of [0, 2]) {
          const turned = [...wishes.slice(turn), ...wishes.slice(0, turn)]
          expect(await answerWishes(open, turned, { solver })).toMatchObject({ withdraw: [(4 - turn) % 4] })
        }
    })
  })

  it('close the solver they opened, and no other', async () => {
    const closed = vi.spyOn(Solver.prototype, 'close')
    await answerWishes(small, [], { solver })
    expect(closed).not.toHaveBeenCalled()
    await answerWishes(small, [])
    expect(closed).toHaveBeenCalledTimes(1)
    await expect(
      answerWishes({ ...small, shelters: [], pairs: [] }, [{ kind: 'place', family: 9 }]),
    ).rejects.toThrow('wishes[0].family')
    closed.mockRestore()
  })

  it('count units without the dust of sums', async () => {
    const tenths: Instance = {
      dimensions: ['beds'],
      families: [0.1, 0.2].map((d, i) => ({ id: `f${i}`, size: 1, demand: [d] })),
      shelters: [{ id: 's', capacity: [0.2] }],
      pairs: [
        [0, 0, 1],
        [1, 0, 1],
      ],
    }
    const wishes: Wish[] = [
      { kind: 'place', family: 0 },
      { kind: 'place', family: 1 },
    ]
    expect(await answerWishes(tenths, wishes, { solver })).toMatchObject({
      leastChange: [{ kind: 'capacity', shelter: 0, dimension: 0, units: 0.1 }],
    })
  })

  it('leave the bonus of communities in the bound, and give prices in the order of the input', async () => {
    const instance: Instance = {
      dimensions: ['beds', 'cots'],
      families: ['a', 'b', 'c'].map((id) => ({ id, size: 1, demand: [1, 0] })),
      shelters: [
        { id: 'z', capacity: [2, 5] },
        { id: 'a', capacity: [9, 9] },
      ],
      pairs: [0, 1, 2].map((i) => [i, 0, 10]),
      communities: [{ families: [0, 1, 2], bonus: 4 }],
    }
    const answer = await answerWishes(instance, [{ kind: 'place', family: 2 }], { solver, gap: 0 })
    expect(answer).toMatchObject({
      allocation: { method: 'exact', objective: 24, bound: 20 + 8, violations: 0 },
    })
    if (!answer.feasible) throw new Error('feasible')
    const [z, a] = answer.allocation.prices
    expect(z![0]).toBeGreaterThan(0)
    expect([z![1], a]).toEqual([0, [0, 0]])
  })

  /** HiGHS, with what it was asked, or something else in its place from one question on. */
  class Watched extends Solver {
    readonly asked: SolveRequest[] = []
    private readonly from: number
    private readonly instead: Answer
    constructor(from = Number.POSITIVE_INFINITY, instead: Answer = { status: 'stopped', bound: 9 }) {
      super()
      this.from = from
      this.instead = instead
    }
    override async solve(request: SolveRequest): Promise<Answer> {
      this.asked.push(request)
      return this.asked.length >= this.from ? this.instead : solver.solve(request)
    }
  }

  it('ask the solver within their limits', async () => {
    const plain = new Watched()
    await answerWishes(small, [], { solver: plain })
    expect(plain.asked.map((r) => r.options)).toEqual([
      { gap: 0, seconds: 60, seed: 1 },
      { gap: 1e-4, seconds: 60, seed: 1 },
    ])
    for (const r of plain.asked) expect(r).not.toHaveProperty('signal')
    const given = new Watched()
    const { signal } = new AbortController()
    await answerWishes(small, [{ kind: 'at', family: 2, shelter: 0 }], {
      solver: given,
      gap: 0.2,
      seconds: 3,
      seed: 4,
      signal,
    })
    for (const r of given.asked) expect(r).toMatchObject({ options: { gap: 0, seconds: 3, seed: 4 }, signal })
    await answerWishes(small, [], { solver: given, gap: 0.2 })
    expect(given.asked.at(-1)!.options.gap).toBe(0.2)
  })

  it('say so when they were stopped', async () => {
    const none = answerWishes(small, [], { solver: new Watched(1) })
    await expect(none).rejects.toThrow('stopped before the wishes were judged')
    for (const instead of [{ status: 'stopped', bound: 9 }, { status: 'infeasible' }] as const)
      await expect(answerWishes(small, [], { solver: new Watched(2, instead) })).rejects.toThrow(
        'stopped before an allocation was found',
      )
    // Which to withdraw is asked last: without an answer it is all of them.
    const wishes: Wish[] = [
      { kind: 'at', family: 1, shelter: 0 },
      { kind: 'at', family: 1, shelter: 1 },
    ]
    const whole = new Watched()
    expect(await answerWishes(small, wishes, { solver: whole })).toMatchObject({ withdraw: [1] })
    for (const instead of [{ status: 'stopped', bound: 9 }, { status: 'infeasible' }] as const)
      expect(
        await answerWishes(small, wishes, { solver: new Watched(whole.asked.length, instead) }),
      ).toMatchObject({ withdraw: [0, 1] })
  })

  it('agree with trying everything', async () => {
    const wish = (n: number): fc.Arbitrary<Wish> =>
      fc
        .tuple(
          fc.constantFrom('place', 'at', 'not-at', 'together', 'apart'),
          fc.nat(n - 1),
          fc.nat(n - 2),
          fc.nat(1),
        )
        .map(([kind, a, b, k]): Wish => {
          const other = b >= a ? b + 1 : b
          if (kind === 'together' || kind === 'apart')
            return { kind: kind as 'together' | 'apart', families: [a, other] }
          return kind === 'place'
            ? { kind, family: a }
            : { kind: kind as 'at' | 'not-at', family: a, shelter: k }
        })
    const meets = (w: Wish, a: number[]): boolean => {
      if (w.kind === 'place') return a[w.family]! >= 0
      if (w.kind === 'at') return a[w.family] === w.shelter
      if (w.kind === 'not-at') return a[w.family] !== w.shelter
      const [i, j] = w.families as [number, number]
      return w.kind === 'together' ? a[i] === a[j] : a[i]! < 0 || a[i] !== a[j]
    }
    const cases = instances({ families: 5, shelters: 3 })
      .filter((i) => i.families.length >= 2 && i.shelters.length >= 2)
      .chain((i) =>
        fc.tuple(fc.constant(i), fc.array(wish(i.families.length), { minLength: 1, maxLength: 4 })),
      )
    await fc.assert(
      fc.asyncProperty(cases, async ([instance, wishes]) => {
        let best: number | undefined
        let fewest = wishes.length
        for (const a of assignments(instance)) {
          const value = worthOf(instance, a)
          if (value === undefined) continue
          const unmet = wishes.filter((w) => !meets(w, a)).length
          fewest = Math.min(fewest, unmet)
          if (unmet === 0) best = Math.max(best ?? value, value)
        }
        const answer = await answerWishes(instance, wishes, { solver, gap: 0 })
        expect(answer.feasible).toBe(best !== undefined)
        if (answer.feasible) {
          expect(answer.allocation.objective).toBeCloseTo(best!, 5)
          expect(wishes.every((w) => meets(w, answer.allocation.assignment))).toBe(true)
          expect(check(instance, answer.allocation.assignment).violations).toEqual([])
          return
        }
        expect(answer.withdraw).toHaveLength(fewest)
        // Every way to place them at all, also where a rule forbids it: how many exceptions and units it would take.
        const ways: { a: number[]; exceptions: Set<string>; over: Map<string, number> }[] = []
        for (const a of placements(instance)) {
          const exceptions = a.flatMap((k, i) =>
            k < 0 || instance.pairs.some(([f, s]) => f === i && s === k) ? [] : [`${i} ${k}`],
          )
          const over = instance.shelters.flatMap((s, k) =>
            s.capacity.map((c, d): [string, number] => {
              const used = a.reduce(
                (sum, at, i) => sum + (at === k ? instance.families[i]!.demand[d]! : 0),
                0,
              )
              return [`${k} ${d}`, Math.max(0, used - c)]
            }),
          )
          ways.push({ a, exceptions: new Set(exceptions), over: new Map(over) })
        }
        const all = (kept: readonly Wish[], a: number[]) => kept.every((w) => meets(w, a))
        const lawful = (w: (typeof ways)[number]) => w.exceptions.size === 0 && units(w) === 0
        const units = (w: (typeof ways)[number]) => [...w.over.values()].reduce((sum, u) => sum + u, 0)
        const possible = (kept: readonly Wish[]) => ways.some((w) => lawful(w) && all(kept, w.a))
        expect(possible(wishes.filter((_, w) => !answer.withdraw.includes(w)))).toBe(true)
        // The conflict is one, and without any of its wishes it is none.
        const conflict = answer.conflict.map((w) => wishes[w]!)
        expect(possible(conflict)).toBe(false)
        for (const one of conflict) expect(possible(conflict.filter((w) => w !== one))).toBe(true)
        // Its rules alone forbid it, and no fewer of them do.
        const forbidden = (rules: typeof answer.rules) =>
          !ways.some(
            (w) =>
              all(conflict, w.a) &&
              rules.every((r) =>
                r.kind === 'eligibility'
                  ? !w.exceptions.has(`${r.family} ${r.shelter}`)
                  : w.over.get(`${r.shelter} ${r.dimension}`) === 0,
              ),
          )
        expect(forbidden(answer.rules)).toBe(true)
        for (const one of answer.rules) expect(forbidden(answer.rules.filter((r) => r !== one))).toBe(false)
        // No change is smaller: first the exceptions count, then the units.
        const enough = ways.filter((w) => all(wishes, w.a))
        if (answer.leastChange === null) {
          expect(enough).toEqual([])
          return
        }
        const changes = answer.leastChange
        const fewestExceptions = Math.min(...enough.map((w) => w.exceptions.size))
        expect(changes.filter((x) => x.kind === 'eligibility')).toHaveLength(fewestExceptions)
        expect(changes.reduce((sum, x) => sum + (x.kind === 'capacity' ? x.units : 0), 0)).toBe(
          Math.min(...enough.filter((w) => w.exceptions.size === fewestExceptions).map(units)),
        )
        const widened: Instance = {
          ...instance,
          shelters: instance.shelters.map((s, k) => ({
            ...s,
            capacity: s.capacity.map((c, d) => {
              const change = answer.leastChange!.find(
                (x) => x.kind === 'capacity' && x.shelter === k && x.dimension === d,
              )
              return c + (change?.kind === 'capacity' ? change.units : 0)
            }),
          })),
          pairs: [
            ...instance.pairs,
            ...answer.leastChange.flatMap((x): [number, number, number][] =>
              x.kind === 'eligibility' ? [[x.family, x.shelter, 1]] : [],
            ),
          ],
        }
        expect((await answerWishes(widened, wishes, { solver, gap: 0 })).feasible).toBe(true)
      }),
      { numRuns: runs(60) },
    )
  })
})
