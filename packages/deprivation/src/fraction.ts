import { InputError } from './input-error.ts'

/** Anything that says a rational number: a fraction, `"1/3"`, `"0.25"`, `0.25`, `3`, `3n`. */
export type Rational = Fraction | string | number | bigint

const LONGEST = 1000
const LARGEST_EXPONENT = 400

/** An exact rational number in lowest terms; the denominator is positive. Immutable. */
export class Fraction {
  readonly n: bigint
  readonly d: bigint

  private constructor(n: bigint, d: bigint) {
    this.n = n
    this.d = d
  }

  static readonly zero = new Fraction(0n, 1n)
  static readonly one = new Fraction(1n, 1n)

  /** `n / d` in lowest terms. Throws {@link InputError} when `d` is zero. */
  static of(n: bigint, d = 1n): Fraction {
    if (d === 0n) throw new InputError('', 'a fraction cannot have the denominator 0')
    const sign = d < 0n ? -1n : 1n
    const common = gcd(n, d)
    return new Fraction((sign * n) / common, (sign * d) / common)
  }

  add(other: Fraction): Fraction {
    return Fraction.of(this.n * other.d + other.n * this.d, this.d * other.d)
  }

  minus(other: Fraction): Fraction {
    return Fraction.of(this.n * other.d - other.n * this.d, this.d * other.d)
  }

  times(other: Fraction): Fraction {
    return Fraction.of(this.n * other.n, this.d * other.d)
  }

  /** Throws {@link InputError} when `other` is zero. */
  over(other: Fraction): Fraction {
    return Fraction.of(this.n * other.d, this.d * other.n)
  }

  /** Negative, zero or positive as this is below, equal to or above `other`. */
  compare(other: Fraction): number {
    const left = this.n * other.d
    const right = other.n * this.d
    return left < right ? -1 : left > right ? 1 : 0
  }

  equals(other: Fraction): boolean {
    return this.n === other.n && this.d === other.d
  }

  /** `"p/q"`, or `"p"` when it is an integer. */
  toString(): string {
    return this.d === 1n ? `${this.n}` : `${this.n}/${this.d}`
  }

  /** The nearest double (ties to even), also when numerator and denominator exceed 2^53. */
  toNumber(): number {
    const negative = this.n < 0n
    let n = negative ? -this.n : this.n
    let d = this.d
    const safe = BigInt(Number.MAX_SAFE_INTEGER)
    if (n <= safe && d <= safe) return Number(this.n) / Number(this.d)
    // Scale to a quotient of 66 bits or more whose last bit remembers the remainder; Number() then rounds once.
    const shift = 66n - BigInt(bits(n) - bits(d))
    if (shift > 0n) n <<= shift
    else d <<= -shift
    const quotient = ((n / d) << 1n) | (n % d === 0n ? 0n : 1n)
    const value = scaleByPowerOfTwo(Number(quotient), -Number(shift) - 1)
    return negative ? -value : value
  }

  toJSON(): string {
    return this.toString()
  }
}

/**
 * Reads a rational number exactly. Decimals mean what is written: `0.2` is 1/5, never the double nearest to it.
 * A number with 15 digits or more is taken for the double of a simple fraction if there is one
 * (denominator up to a million), so that `5/6` computed elsewhere as 0.8333333333333334 is 5/6 again.
 *
 * @throws InputError when it is not a finite rational number.
 */
export function fraction(value: Rational): Fraction {
  if (value instanceof Fraction) return value
  if (typeof value === 'bigint') return Fraction.of(value)
  if (typeof value === 'number') return fromNumber(value)
  if (typeof value === 'string') return fromText(value)
  throw new InputError('', `${show(value)} is not a number or a fraction such as "1/3"`)
}

function fromText(text: string): Fraction {
  const match = /^\s*([+-]?)(\d+)(?:\s*\/\s*(\d+)|(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?)\s*$/.exec(text)
  if (match === null || text.length > LONGEST) {
    throw new InputError('', `${show(text)} is not a number or a fraction such as "1/3"`)
  }
  const [, sign, whole, denominator, decimals = '', exponent = '0'] = match
  const signed = BigInt(sign === '-' ? -1 : 1)
  if (denominator !== undefined) return Fraction.of(signed * BigInt(whole!), BigInt(denominator))
  const power = Number(exponent) - decimals.length
  if (Math.abs(Number(exponent)) > LARGEST_EXPONENT) throw new InputError('', `${show(text)} is out of range`)
  const digits = signed * BigInt(whole! + decimals)
  return power >= 0 ? Fraction.of(digits * 10n ** BigInt(power)) : Fraction.of(digits, 10n ** BigInt(-power))
}

function fromNumber(value: number): Fraction {
  if (!Number.isFinite(value)) throw new InputError('', `${value} is not a finite number`)
  const text = String(value)
  const written = fromText(text)
  const digits = text.replace(/e.*$/, '').replace(/[-.]/g, '').replace(/^0+/, '').length
  return digits < 15 || Number.isInteger(value) ? written : (simpleFractionOf(value, written) ?? written)
}

/** The first convergent of `written`, with a denominator up to a million, whose double is `value`. */
function simpleFractionOf(value: number, written: Fraction): Fraction | null {
  let [n, d] = [written.n, written.d]
  let [p0, q0, p1, q1] = [0n, 1n, 1n, 0n]
  while (d !== 0n) {
    const floor = n >= 0n ? n / d : -((-n + d - 1n) / d)
    ;[p0, q0, p1, q1] = [p1, q1, floor * p1 + p0, floor * q1 + q0]
    if (q1 > 1_000_000n) return null
    if (Number(p1) / Number(q1) === value) return Fraction.of(p1, q1)
    ;[n, d] = [d, n - floor * d]
  }
  return null
}

/** Greatest common divisor, positive; `gcd(0, 0)` is 1 so that it can always divide. */
export function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a
  let y = b < 0n ? -b : b
  while (y !== 0n) [x, y] = [y, x % y]
  return x === 0n ? 1n : x
}

/** Least common multiple of positive integers. */
export function lcm(a: bigint, b: bigint): bigint {
  return (a / gcd(a, b)) * b
}

/** The sum of fractions, added over one common denominator. */
export function sum(terms: readonly Fraction[]): Fraction {
  const unit = commonUnit(terms)
  return Fraction.of(
    terms.reduce((total, term) => total + inUnits(term, unit), 0n),
    unit,
  )
}

/** The smallest `unit` in which every term is a whole number of `1/unit`. */
export function commonUnit(terms: readonly Fraction[]): bigint {
  return terms.reduce((unit, term) => (unit % term.d === 0n ? unit : lcm(unit, term.d)), 1n)
}

/** `term` counted in `1/unit`; `unit` must be a multiple of its denominator. */
export function inUnits(term: Fraction, unit: bigint): bigint {
  return term.n * (unit / term.d)
}

/** A value as a message can quote it: short, on one line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 40 ? `${text.slice(0, 37)}...` : text
}

function bits(value: bigint): number {
  return value.toString(2).length
}

function scaleByPowerOfTwo(value: number, power: number): number {
  // In two steps, so that neither factor under- or overflows before the product does.
  const half = Math.trunc(power / 2)
  return value * 2 ** half * 2 ** (power - half)
}
