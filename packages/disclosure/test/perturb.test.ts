import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addNoise,
  budgetSpent,
  geometric,
  geometricNoise,
  randomRounding,
  round,
  roundingOutcomes,
} from '../src/index.ts'
import { keyed, sha256 } from '../src/prf.ts'
import { runs, tableOf } from './arbitrary.ts'

describe('the keyed numbers', () => {
  it('are HMAC-SHA-256', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        (key, text) => {
          const bytes = new TextEncoder().encode(text)
          expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(
            createHash('sha256').update(bytes).digest('hex'),
          )
          const mac = createHmac('sha256', key).update(text).digest()
          expect(keyed(key)(text)).toBe(
            (mac.readUInt32BE(0) * 2 ** 21 + (mac.readUInt32BE(4) >>> 11)) / 2 ** 53,
          )
        },
      ),
      { numRuns: runs(60) },
    )
    for (const length of [0, 55, 56, 63, 64, 65, 119, 120, 1000]) {
      const bytes = new Uint8Array(length).fill(97)
      const mac = createHmac('sha256', bytes).update('cell').digest()
      expect(keyed('a'.repeat(length))('cell')).toBe(
        (mac.readUInt32BE(0) * 2 ** 21 + (mac.readUInt32BE(4) >>> 11)) / 2 ** 53,
      )
      expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(
        createHash('sha256').update(bytes).digest('hex'),
      )
    }
  })
})

describe('random rounding', () => {
  it('has the published chances', () => {
    const chances = (count: number, base: number) =>
      Object.fromEntries(
        roundingOutcomes(count, base).map((o) => [o.value, `${o.numerator}/${o.denominator}`]),
      )
    expect(chances(1, 3)).toEqual({ 0: '2/3', 3: '1/3' })
    expect(chances(2, 3)).toEqual({ 0: '1/3', 3: '2/3' })
    expect(chances(3, 3)).toEqual({ 3: '1/1' })
    expect(chances(4, 3)).toEqual({ 3: '2/3', 6: '1/3' })
    expect(chances(7, 5)).toEqual({ 5: '3/5', 10: '2/5' })
  })

  it('is unbiased with variance r (b - r), exactly', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 2, max: 50 }), (count, base) => {
        const outcomes = roundingOutcomes(count, base)
        const r = count % base
        const denominator = outcomes[0]!.denominator
        expect(outcomes.reduce((s, o) => s + o.value * o.numerator, 0)).toBe(count * denominator)
        const square = outcomes.reduce((s, o) => s + (o.value - count) ** 2 * o.numerator, 0)
        expect(square).toBe(r * (base - r) * denominator)
      }),
    )
  })

  it('draws by those chances, and the same for the same cell', () => {
    for (const [count, base] of [
      [4, 3],
      [5, 3],
      [7, 5],
      [9, 5],
      [6, 3],
    ] as const) {
      const rounded = randomRounding(base, 'secret')
      const times = runs(2000)
      let up = 0
      for (let i = 0; i < times; i++) {
        const value = rounded(`cell ${i}`, count)
        expect(roundingOutcomes(count, base).map((o) => o.value)).toContain(value)
        expect(rounded(`cell ${i}`, count)).toBe(value)
        if (value > count) up++
      }
      expect(Math.abs(up / times - (count % base) / base)).toBeLessThan(2.5 / Math.sqrt(times))
    }
    const draws = (seed: string) =>
      Array.from({ length: 64 }, (_, i) => randomRounding(3, seed)(`k${i}`, 1)).join()
    expect(draws('a')).toBe(draws('a'))
    expect(draws('a')).not.toBe(draws('b'))
  })

  it('rounds the margins of a table on their own', () => {
    const table = tableOf([
      [4, 7, 0],
      [3, 2, 9],
    ])
    const rounded = round(table, 3, 's')
    expect(rounded.base).toBe(3)
    const all = [
      ...rounded.published.flat(),
      ...rounded.margins.rows,
      ...rounded.margins.cols,
      rounded.margins.total,
    ]
    expect(all.every((v) => v % 3 === 0)).toBe(true)
    expect(rounded.published[0]![2]).toBe(0)
    expect(rounded.published[1]![0]).toBe(3)
    expect(Math.abs(rounded.margins.total - 25)).toBeLessThan(3)
    expect(rounded.subtotals).toBeUndefined()
    const grouped = round({ ...table, hierarchy: { cols: { G: ['c0', 'c1'] } } }, 5, 's')
    expect(Object.keys(grouped.subtotals!)).toEqual(['r0|G', 'r1|G', 'Total|G'])
    expect(Math.abs(grouped.subtotals!['Total|G']! - 16)).toBeLessThan(5)
    // The same cell of another table is rounded the same way.
    expect(
      round(
        tableOf([
          [4, 7, 0],
          [1, 1, 1],
        ]),
        3,
        's',
      ).published[0],
    ).toEqual(rounded.published[0])
  })

  it('refuses what is no base or count', () => {
    expect(() => randomRounding(1, 's')).toThrow('base: 1 is not a whole number from 2')
    expect(() => randomRounding(2.5, 's')).toThrow('base')
    expect([4, 6]).toContain(randomRounding(2, 's')('k', 5))
    expect(() => randomRounding(3, 's')('k', -1)).toThrow('k: -1 is not a count')
    expect(() => randomRounding(3, 's')('k', 1.5)).toThrow('k')
  })
})

describe('geometric noise', () => {
  it('has the chances of epsilon = ln 2', () => {
    const g = geometric(Math.log(2))
    expect(g.alpha).toBeCloseTo(0.5, 15)
    expect(g.variance).toBeCloseTo(4, 12)
    for (const [z, p] of [
      [0, 1 / 3],
      [1, 1 / 6],
      [-1, 1 / 6],
      [2, 1 / 12],
      [3, 1 / 24],
    ] as const)
      expect(g.probability(z)).toBeCloseTo(p, 15)
    expect(g.probability(4) / g.probability(5)).toBeCloseTo(2, 12)
    expect(geometric(Math.log(4), 2).alpha).toBeCloseTo(0.5, 15)
  })

  it('sums to one, and one person changes no chance by more than e^epsilon', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 3, noNaN: true }),
        fc.integer({ min: 1, max: 4 }),
        (epsilon, sensitivity) => {
          const g = geometric(epsilon, sensitivity)
          let total = g.probability(0)
          let square = 0
          for (let z = 1; z < 6000; z++) {
            total += 2 * g.probability(z)
            square += 2 * z * z * g.probability(z)
          }
          expect(total).toBeCloseTo(1, 9)
          expect(square / g.variance).toBeCloseTo(1, 6)
          expect(g.probability(7) / g.probability(7 + sensitivity)).toBeCloseTo(Math.exp(epsilon), 6)
        },
      ),
      { numRuns: runs(30) },
    )
  })

  it('spreads more where one person can change a count by more', () => {
    const times = runs(3000)
    const noise = geometricNoise(1, 'secret', 3)
    const values = Array.from({ length: times }, (_, i) => noise(`cell ${i}`, 0))
    for (const z of [-4, -1, 0, 1, 4]) {
      const share = values.filter((v) => v === z).length / times
      expect(Math.abs(share - geometric(1, 3).probability(z))).toBeLessThan(2.2 / Math.sqrt(times))
    }
    const variance = values.reduce((s, v) => s + v * v, 0) / times
    expect(variance / geometric(1, 3).variance).toBeGreaterThan(1 - 8 / Math.sqrt(times))
    expect(variance / geometric(1, 3).variance).toBeLessThan(1 + 8 / Math.sqrt(times))
  })

  it('draws by those chances, and the same for the same cell', () => {
    const noise = geometricNoise(Math.log(2), 'secret')
    const times = runs(3000)
    const values = Array.from({ length: times }, (_, i) => noise(`cell ${i}`, 100) - 100)
    expect(values.every(Number.isInteger)).toBe(true)
    const mean = values.reduce((s, v) => s + v, 0) / times
    const variance = values.reduce((s, v) => s + v * v, 0) / times
    expect(Math.abs(mean)).toBeLessThan(10 / Math.sqrt(times))
    expect(Math.abs(variance - 4)).toBeLessThan(40 / Math.sqrt(times))
    for (const [z, p] of [
      [0, 1 / 3],
      [1, 1 / 6],
      [-1, 1 / 6],
      [2, 1 / 12],
      [-2, 1 / 12],
    ] as const)
      expect(Math.abs(values.filter((v) => v === z).length / times - p)).toBeLessThan(2.2 / Math.sqrt(times))
    expect(noise('cell 1', 100) - 100).toBe(values[1])
    expect(noise('cell 1', 3) - 3).toBe(values[1])
    expect(geometricNoise(800, 's')('k', 5)).toBe(5)
  })

  it('says what a table costs a person, and may cut at nought', () => {
    const table = tableOf([
      [0, 1, 0],
      [2, 0, 1],
    ])
    const noisy = addNoise(table, 0.2, 's')
    expect(noisy.personEpsilon).toBeCloseTo(0.8, 12)
    expect(noisy).toMatchObject({ epsilon: 0.2 })
    expect([...noisy.published.flat()].some((v) => v < 0)).toBe(true)
    const cut = addNoise(table, 0.2, 's', { nonNegative: true })
    expect(cut.published.flat()).toEqual(noisy.published.flat().map((v) => Math.max(0, v)))
    const grouped = addNoise({ ...table, hierarchy: { cols: { G: ['c0', 'c1'] } } }, 0.2, 's')
    expect(grouped.personEpsilon).toBeCloseTo(1.2, 12)
    expect(budgetSpent([0.1, 0.2])).toBeCloseTo(0.3, 12)
    expect(addNoise(table, 0.4, 's', { sensitivity: 2 }).alpha).toBeCloseTo(noisy.alpha, 12)
  })

  it('refuses what is no privacy loss', () => {
    for (const epsilon of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => geometric(epsilon)).toThrow(`epsilon: ${epsilon} is not a number above 0`)
    for (const sensitivity of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => geometric(1, sensitivity)).toThrow(`sensitivity: ${sensitivity} is not a number above 0`)
    expect(() => geometricNoise(1, 's')('k', 1.5)).toThrow('k: 1.5 is not a whole number')
    expect(() => geometricNoise(0, 's')).toThrow('epsilon')
  })
})
