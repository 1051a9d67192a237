import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Options, offerLeast, offerMost, Ratios } from '../../src/columnar/ratios.ts'
import { Fraction } from '../../src/index.ts'
import { runs } from '../runs.ts'

type Share = readonly [top: number, bottom: number]
const fractionOf = ([top, bottom]: Share) => Fraction.of(BigInt(top), BigInt(bottom))

/** Every choice of options, one after the other; 0 where none has a denominator. */
function byTrying(base: Share, options: readonly Share[], sense: 1 | -1): Fraction {
  let best: Fraction | null = null
  for (let choice = 0; choice < 1 << options.length; choice += 1) {
    const chosen = options.filter((_, at) => (choice >> at) & 1)
    const whole: Share = [
      chosen.reduce((sum, [top]) => sum + top, base[0]),
      chosen.reduce((sum, [, bottom]) => sum + bottom, base[1]),
    ]
    if (whole[1] === 0) continue
    const own = fractionOf(whole)
    if (best === null || own.compare(best) * sense > 0) best = own
  }
  return best ?? Fraction.zero
}

const whole = fc.integer({ min: 0, max: 12 })
const share = fc.tuple(whole, fc.integer({ min: 1, max: 12 }))
const base = fc.oneof(share, fc.constant<[number, number]>([0, 0]))
const problem = fc.record({
  bases: fc.array(base, { minLength: 2, maxLength: 2 }),
  options: fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), share), { maxLength: 7 }),
})

describe.each([
  ['greatest', 1, offerMost],
  ['smallest', -1, offerLeast],
] as const)('the %s ratios over all choices of options', (_, sense, offer) => {
  it('are those found by trying every choice', () => {
    fc.assert(
      fc.property(problem, ({ bases, options }) => {
        const offered = new Options(sense, 2)
        const ratios = new Ratios(2)
        for (const [key, [top, bottom]] of bases.entries()) ratios.set(key, top, bottom)
        for (const [key, [top, bottom]] of options) offer(offered, key, top, bottom)
        expect(ratios.optimise(offered, null)).toBe(true)
        for (const [key, own] of bases.entries()) {
          const mine = options.filter(([to]) => to === key).map(([, each]) => each)
          expect(`${ratios.value(key, 1)}`).toBe(`${byTrying(own, mine, sense)}`)
        }
      }),
      runs(300),
    )
  })

  it('may be one ratio for the options of several', () => {
    fc.assert(
      fc.property(problem, ({ bases, options }) => {
        const offered = new Options(sense, 4)
        const ratios = new Ratios(2)
        for (const [key, [top, bottom]] of bases.entries()) ratios.set(key, top, bottom)
        for (const [at, [key, [top, bottom]]] of options.entries())
          offer(offered, key + 2 * (at % 2), top, bottom)
        expect(ratios.optimise(offered, Int32Array.of(0, 1, 0, 1))).toBe(true)
        for (const [key, own] of bases.entries()) {
          const mine = options.filter(([to]) => to === key).map(([, each]) => each)
          expect(`${ratios.value(key, 1)}`).toBe(`${byTrying(own, mine, sense)}`)
        }
      }),
      runs(100),
    )
  })

  it('are exact where products are beyond what a double holds', () => {
    // (x + 1) / x is a little more than (x + 2) / (x + 1): their products differ by one in 9 × 10^15.
    const x = 94_906_267
    const more: Share = [x + 1, x]
    const less: Share = [x + 2, x + 1]
    for (const [own, other] of [
      [more, less],
      [less, more],
      [more, more],
    ] as const) {
      const offered = new Options(sense, 1)
      const ratios = new Ratios(1)
      ratios.set(0, ...own)
      offer(offered, 0, ...other)
      expect(ratios.optimise(offered, null)).toBe(true)
      expect(`${ratios.value(0, 1)}`).toBe(`${byTrying(own, [other], sense)}`)
    }
    const far = new Options(sense, 1)
    const ratios = new Ratios(1)
    ratios.set(0, x, 2 * x)
    offer(far, 0, 2 * x, x)
    offer(far, 0, x, 3 * x)
    expect(ratios.optimise(far, null)).toBe(true)
    expect(`${ratios.value(0, 1)}`).toBe(sense === 1 ? '1' : '2/5')
  })
})

describe('options', () => {
  it('have room for as many as come', () => {
    const options = new Options(1, 3)
    for (let t = 0; t < 5000; t += 1) {
      options.reserve(3)
      for (let key = 0; key < 3; key += 1) options.keep(key, t + key, 2 * t + 1)
    }
    expect(options.length).toBe(15_000)
    for (const at of [0, 1023, 1024, 3071, 14_999])
      expect([options.key[at], options.top[at], options.bottom[at]]).toEqual([
        at % 3,
        Math.floor(at / 3) + (at % 3),
        2 * Math.floor(at / 3) + 1,
      ])
    options.reserve(200_000)
    expect(options.key.length).toBeGreaterThanOrEqual(215_000)
    expect(options.top[14_999]).toBe(5001)
  })

  const ratiosOf = (...values: Share[]) => {
    const ratios = new Ratios(values.length)
    for (const [key, [top, bottom]] of values.entries()) ratios.set(key, top, bottom)
    ratios.optimise(new Options(1, values.length), null)
    return ratios
  }

  describe.each([
    ['greatest', 1, offerMost],
    ['smallest', -1, offerLeast],
  ] as const)('of the %s ratios', (_, sense, offer) => {
    it('that are far beyond the guess are taken at once, those far short of it left, the rest kept', () => {
      const options = new Options(sense, 2)
      // Ten thousand poor: a guess of 1/2 for the group's own ratio and 1/4 for that of all, within a sixth of each.
      options.foresee(
        ratiosOf([5000, 10_000], [5000, 10_000]),
        ratiosOf([2500, 10_000]),
        Float64Array.of(10_000, 49),
      )
      const margin = 1.1 + 6 / 100
      for (const [top, bottom] of [
        [581, 1000],
        [579, 1000],
        [1, 3],
        [217, 1000],
        [214, 1000],
      ] as const) {
        offer(options, 0, top, bottom)
      }
      const beyond: Share = sense === 1 ? [581, 1000] : [214, 1000]
      expect(margin * 0.5).toBeCloseTo(0.58, 12)
      expect(0.25 / margin).toBeGreaterThan(0.2155)
      expect([options.sureTop[0], options.sureBottom[0]]).toEqual(beyond)
      expect(options.length).toBe(3)
      expect([...options.top.subarray(0, 3)]).toEqual([579, 1, 217])
      // Fifty poor at least are needed for a guess.
      offer(options, 1, 1000, 1)
      offer(options, 1, 0, 1000)
      expect([options.length, options.sureTop[1], options.sureBottom[1]]).toEqual([5, 0, 0])
    })

    it('taken at once are added to their ratio', () => {
      const options = new Options(sense, 2)
      options.foresee(ratiosOf([10, 20], [10, 20]), ratiosOf([10, 20]), Float64Array.of(50, 50))
      const [top, bottom] = sense === 1 ? [30, 10] : [1, 100]
      offer(options, 1, top, bottom)
      offer(options, 1, top, bottom)
      expect(options.length).toBe(0)
      const ratios = new Ratios(1)
      ratios.set(0, 10, 20)
      options.addSure(1, ratios, 0)
      options.addSure(0, ratios, 0)
      ratios.optimise(new Options(sense, 1), null)
      expect(`${ratios.value(0, 1)}`).toBe(`${fractionOf([10 + 2 * top, 20 + 2 * bottom])}`)
      expect(`${ratios.value(0, 7)}`).toBe(`${fractionOf([10 + 2 * top, 7 * (20 + 2 * bottom)])}`)
    })

    it('are held to have been decided rightly only while the optimum is between all that was taken and left', () => {
      const options = new Options(sense, 1)
      expect([options.holds(0, 0), options.holds(0, 1e9)]).toEqual([true, true])
      const guess = (top: number) =>
        options.foresee(ratiosOf([top, 1000]), ratiosOf([top, 1000]), Float64Array.of(3600))
      guess(500)
      const margin = 1.2
      expect([0.41, 0.43, 0.5, 0.59, 0.61].map((optimum) => options.holds(0, optimum))).toEqual([
        false,
        true,
        true,
        true,
        false,
      ])
      // Another guess later: what the first decided still counts.
      guess(450)
      expect(0.45 * margin).toBeCloseTo(0.54, 12)
      expect([0.41, 0.43, 0.53, 0.55].map((optimum) => options.holds(0, optimum))).toEqual([
        false,
        true,
        true,
        false,
      ])
      guess(600)
      expect([0.49, 0.51, 0.53, 0.55].map((optimum) => options.holds(0, optimum))).toEqual([
        false,
        true,
        true,
        false,
      ])
    })

    it('decided too early are found out', () => {
      const options = new Options(sense, 1)
      options.foresee(ratiosOf([500, 1000]), ratiosOf([500, 1000]), Float64Array.of(3600))
      const [top, bottom] = sense === 1 ? [9000, 10_000] : [1000, 10_000]
      const ratios = new Ratios(1)
      ratios.set(0, 500, 1000)
      expect(ratios.optimise(options, null)).toBe(true)
      ratios.set(0, 500 + top, 1000 + bottom)
      expect(ratios.optimise(options, null)).toBe(false)
      expect(ratios.optimise(options, Int32Array.of(0))).toBe(false)
    })
  })

  it('of a ratio that nobody has say nothing, and what was decided for it does not matter', () => {
    const options = new Options(1, 1)
    options.foresee(ratiosOf([500, 1000]), ratiosOf([500, 1000]), Float64Array.of(3600))
    const ratios = new Ratios(1)
    expect(ratios.optimise(options, null)).toBe(true)
    expect(`${ratios.value(0, 5)}`).toBe('0')
    expect(ratios.length).toBe(1)
  })
})
