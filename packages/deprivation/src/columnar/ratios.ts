import { Fraction } from '../fraction.ts'

/** Poor people behind a ratio from which on it is guessed, and how far off the guess may be. */
const FORESIGHT = 50
const marginOf = (heads: number) => 1.1 + 6 / Math.sqrt(heads)

/**
 * What possibly poor people may add to the ratios: (ratio it belongs to, numerator, denominator).
 *
 * At the optimum an option is taken if its own ratio is beyond the optimum. The optimum is known at the end
 * only, but roughly long before: options far beyond the guess are taken at once, those far short of it left,
 * and only the rest is kept. `holds` tells at the end whether every such decision was right.
 */
export class Options {
  /** 1 for greatest ratios, -1 for smallest. */
  readonly sense: 1 | -1
  key = new Int32Array(1024)
  top = new Int32Array(1024)
  bottom = new Int32Array(1024)
  length = 0
  /** By ratio: taken at once beyond `sure`, left short of `never`; and the strictest values ever used. */
  readonly sure: Float64Array
  readonly never: Float64Array
  readonly #strictestSure: Float64Array
  readonly #strictestNever: Float64Array
  readonly sureTop: Float64Array
  readonly sureBottom: Float64Array

  constructor(sense: 1 | -1, ratios: number) {
    this.sense = sense
    const [far, near] = sense === 1 ? [Number.POSITIVE_INFINITY, 0] : [0, Number.POSITIVE_INFINITY]
    this.sure = new Float64Array(ratios).fill(far)
    this.never = new Float64Array(ratios).fill(near)
    this.#strictestSure = this.sure.slice()
    this.#strictestNever = this.never.slice()
    this.sureTop = new Float64Array(ratios)
    this.sureBottom = new Float64Array(ratios)
  }

  /** Makes room for `more` entries. */
  reserve(more: number): void {
    if (this.length + more <= this.key.length) return
    const grow = (old: Int32Array) => {
      const larger = new Int32Array(Math.max(2 * old.length, this.length + more))
      larger.set(old)
      return larger
    }
    this.key = grow(this.key)
    this.top = grow(this.top)
    this.bottom = grow(this.bottom)
  }

  keep(key: number, top: number, bottom: number): void {
    const at = this.length
    this.key[at] = key
    this.top[at] = top
    this.bottom[at] = bottom
    this.length = at + 1
  }

  addSure(key: number, ratios: Ratios, at: number): void {
    ratios.add(at, this.sureTop[key]!, this.sureBottom[key]!)
  }

  /** Takes the optima so far for guesses: each group's own and that of all must agree before an option is decided. */
  foresee(own: Ratios, all: Ratios, heads: Float64Array): void {
    const ratios = all.length
    for (let key = 0; key < this.sure.length; key += 1) {
      if (heads[key]! < FORESIGHT) continue
      const margin = marginOf(heads[key]!)
      const [one, two] = [own.toNumber(key), all.toNumber(key % ratios)]
      const [low, high] = [Math.min(one, two) / margin, Math.max(one, two) * margin]
      this.sure[key] = this.sense === 1 ? high : low
      this.never[key] = this.sense === 1 ? low : high
      const [strictSure, strictNever] = this.sense === 1 ? [Math.min, Math.max] : [Math.max, Math.min]
      this.#strictestSure[key] = strictSure(this.#strictestSure[key]!, this.sure[key]!)
      this.#strictestNever[key] = strictNever(this.#strictestNever[key]!, this.never[key]!)
    }
  }

  /** Whether the optimum lies between everything taken and everything left for this key. */
  holds(key: number, optimum: number): boolean {
    const slack = 1e-9 * optimum
    return this.sense === 1
      ? optimum + slack <= this.#strictestSure[key]! && optimum - slack >= this.#strictestNever[key]!
      : optimum - slack >= this.#strictestSure[key]! && optimum + slack <= this.#strictestNever[key]!
  }
}

export function offerMost(options: Options, key: number, top: number, bottom: number): void {
  if (top > options.sure[key]! * bottom) {
    options.sureTop[key]! += top
    options.sureBottom[key]! += bottom
  } else if (top >= options.never[key]! * bottom) {
    options.keep(key, top, bottom)
  }
}

export function offerLeast(options: Options, key: number, top: number, bottom: number): void {
  if (top < options.sure[key]! * bottom) {
    options.sureTop[key]! += top
    options.sureBottom[key]! += bottom
  } else if (top <= options.never[key]! * bottom) {
    options.keep(key, top, bottom)
  }
}

/** Many ratios at once, each with options: Dinkelbach's iteration of `extremeRatio`, in passes over all options. */
export class Ratios {
  readonly #top: Float64Array
  readonly #bottom: Float64Array
  readonly #baseTop: Float64Array
  readonly #baseBottom: Float64Array

  constructor(length: number) {
    this.#top = new Float64Array(length)
    this.#bottom = new Float64Array(length)
    this.#baseTop = new Float64Array(length)
    this.#baseBottom = new Float64Array(length)
  }

  get length(): number {
    return this.#top.length
  }

  toNumber(at: number): number {
    return this.#top[at]! / this.#bottom[at]!
  }

  add(at: number, top: number, bottom: number): void {
    this.#baseTop[at]! += top
    this.#baseBottom[at]! += bottom
  }

  set(at: number, top: number, bottom: number): void {
    this.#baseTop[at] = top
    this.#baseBottom[at] = bottom
  }

  /** Finds every optimum; `alias` leads an option's key to its ratio. False when an option was decided wrongly. */
  optimise(options: Options, alias: Int32Array | null): boolean {
    const { sense } = options
    const [top, bottom] = [this.#top, this.#bottom]
    top.set(this.#baseTop)
    bottom.set(this.#baseBottom)
    const settled = new Uint8Array(top.length)
    const bare = this.#baseBottom.some((value) => value === 0)
    if (bare) {
      // Without a certain denominator the best single option is the answer.
      for (let at = 0; at < options.length; at += 1) {
        const key = alias ? alias[options.key[at]!]! : options.key[at]!
        if (this.#baseBottom[key] !== 0) continue
        settled[key] = 1
        const [t, b] = [options.top[at]!, options.bottom[at]!]
        if (bottom[key] === 0 || beyond(t, b, top[key]!, bottom[key]!, sense)) {
          top[key] = t
          bottom[key] = b
        }
      }
    }
    const nextTop = new Float64Array(top.length)
    const nextBottom = new Float64Array(top.length)
    for (let moved = true; moved; ) {
      nextTop.set(this.#baseTop)
      nextBottom.set(this.#baseBottom)
      choose(options, alias, sense, top, bottom, nextTop, nextBottom)
      moved = false
      for (let key = 0; key < top.length; key += 1) {
        if (settled[key] === 1) continue
        if (beyond(nextTop[key]!, nextBottom[key]!, top[key]!, bottom[key]!, sense)) {
          top[key] = nextTop[key]!
          bottom[key] = nextBottom[key]!
          moved = true
        } else {
          settled[key] = 1
        }
      }
    }
    for (let key = 0; key < options.sure.length; key += 1) {
      const at = alias ? alias[key]! : key
      if (bottom[at] !== 0 && !options.holds(key, this.toNumber(at))) return false
    }
    return true
  }

  /** The ratio, divided by `unit`; 0 when nobody who can be poor can be deprived here. */
  value(at: number, unit: number): Fraction {
    if (this.#bottom[at] === 0) return Fraction.zero
    return Fraction.of(BigInt(this.#top[at]!), BigInt(this.#bottom[at]!) * BigInt(unit))
  }
}

function choose(
  options: Options,
  alias: Int32Array | null,
  sense: 1 | -1,
  top: Float64Array,
  bottom: Float64Array,
  nextTop: Float64Array,
  nextBottom: Float64Array,
): void {
  const { key: keys, top: tops, bottom: bottoms, length } = options
  for (let at = 0; at < length; at += 1) {
    const key = alias === null ? keys[at]! : alias[keys[at]!]!
    const t = tops[at]!
    const b = bottoms[at]!
    if (beyond(t, b, top[key]!, bottom[key]!, sense)) {
      nextTop[key]! += t
      nextBottom[key]! += b
    }
  }
}

/** Whether a/b lies beyond c/d in the given sense, exactly. */
function beyond(a: number, b: number, c: number, d: number, sense: 1 | -1): boolean {
  const left = a * d
  const right = c * b
  const difference = (left - right) * sense
  // Products above 2^53 are rounded; only when they are as good as equal does that matter.
  if (left <= Number.MAX_SAFE_INTEGER && right <= Number.MAX_SAFE_INTEGER) return difference > 0
  if (Math.abs(difference) > left * 1e-15) return difference > 0
  return (BigInt(a) * BigInt(d) - BigInt(c) * BigInt(b)) * BigInt(sense) > 0n
}
