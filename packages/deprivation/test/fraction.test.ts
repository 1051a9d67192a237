import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commonUnit, gcd, inUnits, lcm, show, sum } from '../src/fraction.ts'
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

  it.each(['x1', '1x', '1 2', '1.5/2', '1/2.5', '.5', '1.', '1e', '1e+', '1e1.5', '1/3/', '- 1', '1e12345'])(
    'refuses %s, which only begins or ends like a number',
    (given) => {
      expect(() => fraction(given)).toThrow(`"${given}" is not a number or a fraction such as "1/3"`)
    },
  )

  it('reads numbers up to their limits', () => {
    expect(`${fraction('1e+2')} ${fraction(' 1.50e1 ')} ${fraction('12 / 30')}`).toBe('100 15 2/5')
    expect(fraction('1e400').n).toBe(10n ** 400n)
    expect(fraction('1e-400').d).toBe(10n ** 400n)
    expect(() => fraction('1e401')).toThrow('"1e401" is out of range')
    expect(() => fraction('1e-401')).toThrow('out of range')
    expect(fraction('9'.repeat(1000)).n).toBe(10n ** 1000n - 1n)
  })

  it('takes a number of fifteen digits or more for a simple fraction, where one has this double', () => {
    expect(`${fraction(1 / 999_983)}`).toBe('1/999983')
    expect(`${fraction(-1 / 3)} ${fraction(355 / 113)} ${fraction(-22 / 7)}`).toBe('-1/3 355/113 -22/7')
    // With a denominator above a million, or fewer digits, it is what is written.
    expect(fraction(1 / 1_000_003).equals(fraction(String(1 / 1_000_003)))).toBe(true)
    expect(fraction(0.333333333333333).equals(Fraction.of(333333333333333n, 10n ** 15n))).toBe(true)
    expect(fraction(0.33333333333333).equals(Fraction.of(33333333333333n, 10n ** 14n))).toBe(true)
    expect(fraction(123456789012345680).n).toBe(123456789012345680n)
  })

  it('is in lowest terms, below zero too', () => {
    expect(`${Fraction.of(0n, -5n)} ${Fraction.of(-4n, -6n)} ${Fraction.of(10n, 5n)}`).toBe('0 2/3 2')
    expect([Fraction.of(1n, 2n), Fraction.of(3n, 1n)].map((one) => one.equals(Fraction.of(1n, 3n)))).toEqual([
      false,
      false,
    ])
    expect(Fraction.of(2n, 4n).compare(Fraction.of(1n, 2n))).toBe(0)
    expect([gcd(-12n, 18n), gcd(0n, 0n), gcd(0n, -7n), lcm(4n, 6n)]).toEqual([6n, 1n, 7n, 12n])
    expect(commonUnit([Fraction.of(1n, 4n), Fraction.of(1n, 2n), Fraction.of(1n, 6n)])).toBe(12n)
    expect(inUnits(Fraction.of(-2n, 3n), 12n)).toBe(-8n)
  })

  it('is rounded once where it is larger than doubles count', () => {
    const large = (1n << 54n) + 2n // halfway between two doubles, of which the lower is even
    expect(Fraction.of(large, 1n).toNumber()).toBe(2 ** 54)
    expect(Fraction.of(-(large + 1n), 1n).toNumber()).toBe(-(2 ** 54 + 4))
    expect(Fraction.of(1n, 1n << 1070n).toNumber()).toBe(2 ** -1070)
    expect(Fraction.of(3n, 1n << 80n).toNumber()).toBe(3 * 2 ** -80)
    expect(Fraction.of(-1n, 3n ** 40n).toNumber()).toBe(-1 / 3 ** 40)
    expect(Fraction.of(3n ** 700n, 3n ** 699n + 1n).toNumber()).toBe(3)
  })

  it('quotes values up to forty characters whole', () => {
    expect(show('x'.repeat(38))).toBe(`"${'x'.repeat(38)}"`)
    expect(show('x'.repeat(39))).toBe(`"${'x'.repeat(36)}...`)
    expect(() => fraction(null as never)).toThrow('null is not a number or a fraction such as "1/3"')
    expect(() => fraction(Number.NEGATIVE_INFINITY)).toThrow('-Infinity is not a finite number')
  })

  it('quotes values on one short line', () => {
    expect(show('a\nb')).toBe('"a\\nb"')
    expect(show('x'.repeat(99))).toHaveLength(40)
    expect(show(undefined)).toBe('undefined')
  })
})
