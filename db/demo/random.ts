/** Chance that is the same for the same seed, on every machine. */
export class Chance {
  #state: number

  constructor(seed: number | string) {
    let h = 2166136261
    for (const sign of String(seed)) h = Math.imul(h ^ sign.codePointAt(0)!, 16777619)
    this.#state = h | 0
  }

  /** 0 ≤ x < 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  below = (n: number): number => Math.floor(this.next() * n)
  between = (from: number, to: number): number => from + this.below(to - from + 1)
  happens = (probability: number): boolean => this.next() < probability
  pick = <T>(from: readonly T[]): T => from[this.below(from.length)]!

  /** One of the keys, as likely as its weight. */
  weighed<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][]
    let at = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [key, weight] of entries) {
      at -= weight
      if (at < 0) return key
    }
    return entries.at(-1)![0]
  }
}
