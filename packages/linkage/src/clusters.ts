/** Why two groups were not joined. */
export type Refusal = 'not the same person' | 'members of one household' | 'the rest disagrees'

export interface ClusterConstraints {
  /** Pairs a person has decided are not the same. */
  readonly notSame?: Iterable<readonly [string, string]>
  /** Records of one household taken down together as different people: no two of them are ever one person. */
  readonly rosters?: Iterable<readonly string[]>
  /** Probability of a pair that was not listed; without it such pairs say nothing. */
  readonly judge?: (a: string, b: string) => number
}

export interface RefusedPair {
  readonly a: string
  readonly b: string
  readonly probability: number
  readonly reason: Refusal
}

/** Cross pairs looked at before two groups are joined, at most. */
const LOOKED_AT = 48
/** A single pair's log odds count within these bounds. */
const BOUND = 7

/**
 * Groups of records that are one person, built pair by pair from the most probable down. Two groups are joined only
 * when no constraint stands between any of their members and the pairs across speak for it on the whole.
 */
export class Clusters {
  readonly refused: RefusedPair[] = []
  private readonly parent = new Map<string, string>()
  private readonly members = new Map<string, string[]>()
  private readonly forbidden = new Map<string, Set<string>>()
  private readonly rosters = new Map<string, Set<number>>()
  private readonly known = new Map<string, Map<string, number>>()
  private readonly judge: ((a: string, b: string) => number) | undefined

  constructor(constraints: ClusterConstraints = {}) {
    this.judge = constraints.judge
    for (const [a, b] of constraints.notSame ?? []) {
      this.forbid(a, b)
      this.forbid(b, a)
    }
    let number = 0
    for (const roster of constraints.rosters ?? []) {
      for (const id of roster) {
        const set = this.rosters.get(id)
        if (set) set.add(number)
        else this.rosters.set(id, new Set([number]))
      }
      number++
    }
  }

  /** The record that stands for the group of `id`. */
  find(id: string): string {
    let root = id
    // The smaller group always joins the larger, so the way up is short.
    for (let up = this.parent.get(root); up !== undefined; up = this.parent.get(root)) root = up
    return root
  }

  /** Joins the groups of two records unless something stands against it; true when they are one group afterwards. */
  join(a: string, b: string, probability: number): boolean {
    this.know(a, b, probability)
    this.know(b, a, probability)
    const x = this.find(a)
    const y = this.find(b)
    if (x === y) return true
    const reason = this.against(x, y)
    if (reason !== undefined) {
      this.refused.push({ a, b, probability, reason })
      return false
    }
    const [keep, give] = this.of(x).length >= this.of(y).length ? [x, y] : [y, x]
    this.parent.set(give, keep)
    this.members.set(keep, [...this.of(keep), ...this.of(give)])
    this.members.delete(give)
    return true
  }

  /** Groups of two and more, members in the order of their ids. */
  groups(): string[][] {
    return [...this.members.values()]
      .map((group) => [...group].sort())
      .sort((a, b) => (a[0]! < b[0]! ? -1 : 1))
  }

  private of(root: string): readonly string[] {
    return this.members.get(root) ?? [root]
  }

  private against(x: string, y: string): Refusal | undefined {
    const left = this.of(x)
    const right = this.of(y)
    const taken = new Set<number>()
    for (const a of left) for (const roster of this.rosters.get(a) ?? []) taken.add(roster)
    for (const b of right) {
      for (const roster of this.rosters.get(b) ?? []) if (taken.has(roster)) return 'members of one household'
    }
    const there = new Set(right)
    for (const a of left) {
      for (const b of this.forbidden.get(a) ?? []) if (there.has(b)) return 'not the same person'
    }
    let sum = 0
    let looked = 0
    for (const a of left) {
      for (const b of right) {
        if (looked >= LOOKED_AT) break
        const p = this.known.get(a)?.get(b) ?? this.judge?.(a, b)
        if (p === undefined) continue
        looked++
        sum += Math.max(-BOUND, Math.min(BOUND, Math.log((p + 1e-9) / (1 - p + 1e-9))))
      }
    }
    return sum < 0 ? 'the rest disagrees' : undefined
  }

  private forbid(a: string, b: string): void {
    const set = this.forbidden.get(a)
    if (set) set.add(b)
    else this.forbidden.set(a, new Set([b]))
  }

  private know(a: string, b: string, probability: number): void {
    const map = this.known.get(a)
    if (map) map.set(b, probability)
    else this.known.set(a, new Map([[b, probability]]))
  }
}

/** Clusters from scored pairs, taken from the most probable down to `threshold`. */
export function cluster(
  pairs: Iterable<{ readonly a: string; readonly b: string; readonly probability: number }>,
  threshold: number,
  constraints: ClusterConstraints = {},
): Clusters {
  const clusters = new Clusters(constraints)
  const strong = [...pairs].filter((pair) => pair.probability >= threshold)
  strong.sort((p, q) => q.probability - p.probability || (p.a + p.b < q.a + q.b ? -1 : 1))
  for (const pair of strong) clusters.join(pair.a, pair.b, pair.probability)
  return clusters
}
