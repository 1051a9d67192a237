import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { show, sum } from '../src/fraction.ts'
import { Fraction, fraction, InputError } from '../src/index.ts'

describe('fractions', () => {
  it.each([
    ['1/3', '1/3'],
    [' 2/6 ', '1/3'],
    ['-4 / 8', '-1/2'],
    ['+3', '3'],
    ['0.25', '1/4'],
    ['1e-2', '1/100'],
    ['2.5E3', '2500'],
    [0.2, '1/5'],
    [13.1, '131/10'],
    [1e21, '1000000000000000000000'],
    [1.5e-7, '3/20000000'],
    [-0.5, '-1/2'],
    [7, '7'],
    [7n, '7'],
    [5 / 6, '5/6'],
    [-2 / 3, '-2/3'],
    [1 / 3, '1/3'],
    [0.1 + 0.2, '30000000000000004/100000000000000000'],
  ])('reads %s as %s', (given, expected) => {
    const [n, d = '1'] = expected.split('/')
    expect(fraction(given).equals(Fraction.of(BigInt(n!), BigInt(d)))).toBe(true)
  })

  it.each([
    '',
    '1/',
    'one',
    '1/2/3',
    '0x10',
    '1e5000',
    '--1',
    '1/-2',
    '9'.repeat(1001),
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('refuses %s', (given) => {
    expect(() => fraction(given)).toThrow(InputError)
  })

  it('refuses a denominator of 0 and exponents without measure', () => {
    expect(() => fraction('1/0')).toThrow('a fraction cannot have the denominator 0')
    expect(() => fraction('1e999')).toThrow('out of range')
    expect(() => Fraction.one.over(Fraction.zero)).toThrow(InputError)
  })

  it('returns to the nearest double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (x) => {
        if (Math.abs(x) < 1e-300 && x !== 0) return
        // A double is an exact dyadic fraction: rebuild it from its bits.
        const view = new DataView(new ArrayBuffer(8))
        view.setFloat64(0, x)
        const bits = view.getBigUint64(0)
        const exponent = Number((bits >> 52n) & 0x7ffn)
        const mantissa = (bits & 0xfffffffffffffn) | (exponent === 0 ? 0n : 1n << 52n)
        const power = (exponent === 0 ? 1 : exponent) - 1075
        const signed = x < 0 ? -mantissa : mantissa
        const exact =
          power >= 0 ? Fraction.of(signed << BigInt(power)) : Fraction.of(signed, 1n << BigInt(-power))
        expect(exact.toNumber()).toBe(x === 0 ? 0 : x)
      }),
    )
    // Halfway between two doubles and a hair above: round once, to even and up.
    const half = (1n << 60n) + (1n << 7n)
    expect(Fraction.of(half, 1n << 60n).toNumber()).toBe(1)
    expect(Fraction.of((half << 80n) + 1n, 1n << 140n).toNumber()).toBe(1 + 2 ** -52)
  })

  it('calculates', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1 }),
        fc.integer(),
        fc.integer({ min: 1 }),
        (a, b, c, d) => {
          const [x, y] = [fraction(`${a}/${b}`), fraction(`${c}/${d}`)]
          const [A, B, C, D] = [a, b, c, d].map(BigInt) as [bigint, bigint, bigint, bigint]
          expect(x.add(y).equals(Fraction.of(A * D + C * B, B * D))).toBe(true)
          expect(x.minus(y).add(y).equals(x)).toBe(true)
          expect(x.times(y).equals(Fraction.of(A * C, B * D))).toBe(true)
          if (c !== 0) expect(x.over(y).times(y).equals(x)).toBe(true)
          expect(Math.sign(x.compare(y))).toBe(A * D < C * B ? -1 : A * D > C * B ? 1 : 0)
          expect(sum([x, y, x]).equals(x.add(y).add(x))).toBe(true)
        },
      ),
    )
    expect(JSON.stringify(fraction('2/4'))).toBe('"1/2"')
    expect(Fraction.of(3n, -6n).toString()).toBe('-1/2')
  })

  it('quotes values on one short line', () => {
    expect(show('a\nb')).toBe('"a\\nb"')
    expect(show('x'.repeat(99))).toHaveLength(40)
    expect(show(undefined)).toBe('undefined')
  })
})
