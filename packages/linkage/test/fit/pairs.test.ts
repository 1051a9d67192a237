import { describe, expect, it } from 'vitest'
import { Comparator, Patterns } from '../../src/compare.ts'
import { Counts, compareHouseholds, drawStrangers, type Source } from '../../src/fit/pairs.ts'
import { type PersonRecord, Register } from '../../src/index.ts'
import { register } from '../cast.ts'

describe('counts', () => {
  it('grow with the patterns, and answer 0 for what was never seen', () => {
    const counts = new Counts()
    for (const [pattern, by] of [[0, 2], [4095, 1], [4096, 3], [30_000, 0.5], [4096, 1]] as const)
      counts.add(pattern, by) // biome-ignore format: pairs
    counts.add(7)
    expect([0, 7, 4095, 4096, 30_000, 29_999, 1_000_000].map((p) => counts.of(p))).toEqual([
      2, 1, 1, 4, 0.5, 0, 0,
    ])
    expect(counts.total).toBe(8.5)
  })
})

function source(records: readonly PersonRecord[], split = 0, some: Partial<Source> = {}): Source {
  const filled = new Register()
  for (const [i, record] of records.entries()) {
    if (split > 0 && i === split) filled.startSecondFile()
    filled.add(record)
  }
  const table = filled.table.weigh()
  const patterns = new Patterns(table.other.length)
  return {
    table,
    split: filled.split,
    pairs: filled.pairs,
    patterns,
    seed: 1,
    randomPairs: 1_000_000,
    ...some,
  }
}

/** How often each comparison came out, by its levels. */
function seen({ patterns }: Source, counts: Counts): Record<string, number> {
  const out: Record<string, number> = {}
  for (let p = 0; p < patterns.count; p++) {
    const levels = patterns.levels.subarray(p * patterns.fields, (p + 1) * patterns.fields)
    if (counts.of(p) > 0) out[levels.join()] = counts.of(p)
  }
  return out
}

/** The same of pairs told one by one. */
function ofPairs({ table }: Source, pairs: readonly (readonly [number, number])[]): Record<string, number> {
  const comparator = new Comparator(table)
  const patterns = new Patterns(table.other.length)
  const counts = new Counts()
  for (const [i, j] of pairs) {
    comparator.compare(i, j)
    counts.add(patterns.number(comparator.core, comparator.extra))
  }
  return seen({ patterns } as Source, counts)
}

const couples = (rows: readonly number[]): [number, number][] =>
  rows.flatMap((i, k) => rows.slice(k + 1).map((j): [number, number] => [i, j]))

const { records } = register(25, 3)
const rows = records.map((_, i) => i)

/** Three people of whom each pair comes out otherwise. */
const three: PersonRecord[] = [
  { id: 'a', document: 'AAA111', phone: '5551112222' },
  { id: 'b', document: 'BBB222', phone: '5551112222' },
  { id: 'c', document: 'BBB222', phone: '5559998888' },
]

describe('strangers', () => {
  it('are all pairs where there are no more than asked for', () => {
    const all = (records.length * (records.length - 1)) / 2
    for (const randomPairs of [all, 10 * all]) {
      const from = source(records, 0, { randomPairs })
      const counts = drawStrangers(from)
      expect(counts.total).toBe(all)
      expect(seen(from, counts)).toEqual(ofPairs(from, couples(rows)))
    }
  })

  it('are all pairs of a record of one file with one of the other, where two are linked', () => {
    const from = source(records, 10)
    const counts = drawStrangers(from)
    const across = couples(rows).filter(([i, j]) => i < 10 && j >= 10)
    expect(counts.total).toBe(across.length)
    expect(seen(from, counts)).toEqual(ofPairs(from, across))
  })

  it('are drawn beyond: as many as asked, every pair as likely, nobody with themselves', () => {
    const from = source(three, 0, { pairs: 1e9, randomPairs: 6000 })
    const counts = drawStrangers(from)
    expect(counts.total).toBe(6000)
    const drawn = seen(from, counts)
    expect(Object.keys(drawn).sort()).toEqual(Object.keys(ofPairs(from, couples([0, 1, 2]))).sort())
    for (const n of Object.values(drawn)) expect(Math.abs(n - 2000)).toBeLessThan(150)
  })

  it('are drawn across two files', () => {
    // One in the first file and four in the second, each like it in another way.
    const from = source(
      [
        { id: 'a', document: 'BBB222', phone: '5551112222' },
        ...three,
        { id: 'd', document: 'ZZZ999', phone: '5551112223' },
      ],
      1,
      { pairs: 1e9, randomPairs: 6000 },
    )
    const drawn = seen(from, drawStrangers(from))
    expect(Object.keys(drawn).sort()).toEqual(
      Object.keys(ofPairs(from, [[0, 1], [0, 2], [0, 3], [0, 4]])).sort(),
    ) // biome-ignore format: pairs
    for (const n of Object.values(drawn)) expect(Math.abs(n - 1500)).toBeLessThan(150)
  })

  it('are drawn from the first file as evenly', () => {
    const from = source([...three, { id: 'd', document: 'BBB222', phone: '5551112222' }], 3, {
      pairs: 1e9,
      randomPairs: 6000,
    })
    const drawn = seen(from, drawStrangers(from))
    expect(Object.keys(drawn).sort()).toEqual(Object.keys(ofPairs(from, [[0, 3], [1, 3], [2, 3]])).sort()) // biome-ignore format: pairs
    for (const n of Object.values(drawn)) expect(Math.abs(n - 2000)).toBeLessThan(150)
  })

  it('are the same for the same seed only', () => {
    const of = (seed: number): Record<string, number> => {
      const from = source(records, 0, { randomPairs: 100, seed })
      return seen(from, drawStrangers(from))
    }
    expect(of(5)).toEqual(of(5))
    expect(of(5)).not.toEqual(of(6))
  })

  it('are none where there are not two', () => {
    expect(drawStrangers(source([])).total).toBe(0)
    // Were one drawn, it would be with itself.
    expect(drawStrangers(source(three.slice(0, 1), 0, { pairs: 1e9, randomPairs: 10 })).total).toBe(0)
    expect(drawStrangers(source(three.slice(0, 2))).total).toBe(1)
  })
})

describe('people of one household', () => {
  it('are compared with each other and with nobody else, who has none with nobody', () => {
    const from = source(records)
    const homes = new Map<string, number[]>()
    for (const [i, { household }] of records.entries()) {
      if (household) homes.set(household, [...(homes.get(household) ?? []), i])
    }
    const counts = compareHouseholds(from)
    const pairs = [...homes.values()].flatMap(couples)
    expect(pairs.length).toBeGreaterThan(20)
    expect(counts.total).toBe(pairs.length)
    expect(seen(from, counts)).toEqual(ofPairs(from, pairs))
  })

  it('are the first thirty, where somebody gave one number to a whole shelter', () => {
    const many = register(40, 4).records.map((record) => ({ ...record, household: 'shelter' }))
    const from = source([...three, ...many])
    expect(seen(from, compareHouseholds(from))).toEqual(
      ofPairs(from, couples(Array.from({ length: 30 }, (_, k) => 3 + k))),
    )
  })
})
