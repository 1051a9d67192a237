/** A source of numbers in [0, 1), always the same for the same seed. */
export type Random = () => number

/** mulberry32 (T. Ettinger, 2017, public domain): small, fast, one 32-bit word of state. */
export function seeded(seed: number): Random {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = a
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** The finaliser of MurmurHash3 (A. Appleby, public domain): every bit of x moves half of the bits of the answer. */
function avalanche(x: number): number {
  let h = x >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0
  return (h ^ (h >>> 16)) >>> 0
}

/**
 * The lottery number of a name under a seed: FNV-1a over its UTF-16 units, begun from the mixed seed, then mixed again.
 * Ties fall by it, never by place in a list, and another seed is another lottery.
 */
export function lottery(seed: number, name: string): number {
  let h = (2166136261 ^ avalanche(seed + 0x9e3779b9)) >>> 0
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 16777619) >>> 0
  return avalanche(h)
}
