import { describe, expect, it } from 'vitest'
import { Batch, cluster, dedupe, LinkageInputError, link, type PersonRecord, Register } from '../src/index.ts'
import { layout } from '../src/levels.ts'
import { register } from './cast.ts'

const quick = { randomPairs: 40_000 }
const { records, person } = register(1500)
const whoIs = new Map(records.map((record, i) => [record.id, person[i]!]))
const truePairs = (): number => {
  const counts = new Map<number, number>()
  for (const who of person) counts.set(who, (counts.get(who) ?? 0) + 1)
  return [...counts.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0)
}

describe('dedupe', () => {
  const result = dedupe(records, quick)
  const pairs = [...result.pairs()]

  it('finds the people registered twice, and no relatives', () => {
    const right = pairs.filter((pair) => whoIs.get(pair.a) === whoIs.get(pair.b)).length
    expect(right / pairs.length).toBeGreaterThan(0.95)
    expect(right / truePairs()).toBeGreaterThan(0.95)
  })

  it('answers highest first, every pair once, at or above the threshold', () => {
    expect(pairs.length).toBe(result.found)
    for (let k = 1; k < pairs.length; k++)
      expect(pairs[k]!.probability).toBeLessThanOrEqual(pairs[k - 1]!.probability)
    expect(Math.min(...pairs.map((pair) => pair.probability))).toBeGreaterThanOrEqual(0.5)
    expect(new Set(pairs.map((pair) => [pair.a, pair.b].sort().join())).size).toBe(pairs.length)
    for (const pair of pairs) expect(pair.a).not.toBe(pair.b)
  })

  it('is the same every time, and with another seed nearly so', () => {
    expect([...dedupe(records, quick).pairs()]).toEqual(pairs)
    const other = [...dedupe(records, { ...quick, seed: 2 }).pairs()].length
    expect(Math.abs(other - pairs.length)).toBeLessThan(0.05 * pairs.length)
  })

  it('tells what it did', () => {
    const { counts, completeness, model } = result
    expect(counts.rows).toBe(records.length)
    expect(counts.pairs).toBe((records.length * (records.length - 1)) / 2)
    expect(counts.compared).toBeGreaterThan(pairs.length)
    expect(counts.compared).toBeLessThan(counts.pairs / 5)
    expect(counts.skippedPairs).toBe(0)
    expect(completeness).toBeGreaterThan(0.97)
    expect(completeness).toBeLessThanOrEqual(1)
    expect(model.samePerRecord).toBeGreaterThan(0.2)
    expect(model.samePerRecord).toBeLessThan(0.5)
    expect(model.relativesPerRecord).toBeGreaterThan(1)
    expect(model.notes.join()).toMatch(/country holds one value only/)
  })

  it('learns probabilities that sum to 1 in every context', () => {
    const fields = layout(0)
    result.model.fields.forEach((parameters, f) => {
      if (parameters.name === 'order' || parameters.name === 'country') return
      for (const part of ['same', 'relative', 'other'] as const) {
        for (const context of new Set(fields[f]!.contexts)) {
          const sum = parameters[part]
            .filter((_, l) => fields[f]!.contexts[l] === context)
            .reduce((x, y) => x + y, 0)
          expect(sum).toBeCloseTo(1, 9)
        }
      }
    })
  })

  it('scores with a model it is given, and fits nothing', () => {
    const again = dedupe(records, { ...quick, model: result.model })
    expect(again.model).toBe(result.model)
    expect([...again.pairs()].map((pair) => pair.probability)).toEqual(pairs.map((pair) => pair.probability))
  })

  it('makes twins certain duplicates without the third class, and not with it', () => {
    const twins: PersonRecord[] = records.filter((_, i) => person.indexOf(person[i]!) === i)
    const born: PersonRecord[] = Array.from({ length: 40 }, (_, k) => {
      const like = twins[k * 7]!
      return { ...like, id: `twin${k}`, given: [k % 2 ? 'Zulema' : 'Wilfredo'] }
    })
    const merged = (pairs: Iterable<{ a: string; b: string; probability: number }>): number =>
      [...pairs].filter(
        (pair) => pair.probability >= 0.9 && (pair.a.startsWith('twin') || pair.b.startsWith('twin')),
      ).length
    const three = merged(dedupe([...records, ...born], quick).pairs())
    const two = merged(dedupe([...records, ...born], { ...quick, relatives: false }).pairs())
    expect(three).toBeLessThanOrEqual(2)
    expect(two).toBeGreaterThan(30)
  })

  it('clusters what it found', () => {
    const groups = cluster(pairs, 0.5).groups()
    const pure = groups.filter((group) => new Set(group.map((id) => whoIs.get(id))).size === 1)
    expect(pure.length / groups.length).toBeGreaterThan(0.95)
  })

  it('refuses the same id twice and a threshold that is none', () => {
    expect(() => dedupe([{ id: 'x' }, { id: 'x' }])).toThrow(
      new LinkageInputError('records: two records have the id x'),
    )
    expect(() => dedupe(records, { threshold: 0 })).toThrow(/threshold 0/)
    expect(() => dedupe(records, { threshold: 1.5 })).toThrow(LinkageInputError)
    expect(() => dedupe([{ id: 'x', other: Array(8).fill('a') }])).toThrow(/record x: 8 further columns/)
  })
})

describe('link', () => {
  it('finds the first file in the second, and pairs only across', () => {
    const first = records.filter((_, i) => person.indexOf(person[i]!) === i)
    const second = records.filter((_, i) => person.indexOf(person[i]!) !== i)
    const result = link(first, second, quick)
    const pairs = [...result.pairs()]
    const ids = new Set(first.map((record) => record.id))
    for (const pair of pairs) expect([ids.has(pair.a), ids.has(pair.b)]).toEqual([true, false])
    const right = pairs.filter((pair) => whoIs.get(pair.a) === whoIs.get(pair.b)).length
    expect(right / second.length).toBeGreaterThan(0.93)
    expect(right / pairs.length).toBeGreaterThan(0.93)
    expect(result.counts.pairs).toBe(first.length * second.length)
  })

  it('lets the two files use the same ids, and refuses an empty first', () => {
    const [a] = records
    expect([...link([a!], [a!], { threshold: 1e-9 }).pairs()].map((pair) => [pair.a, pair.b])).toEqual([
      [a!.id, a!.id],
    ])
    expect(() => link([], [a!])).toThrow('first: no records')
    expect([...link([a!], []).pairs()]).toEqual([])
  })
})

describe('further columns', () => {
  it('are compared, with typing slips and values in the next column', () => {
    const suburbs = ['north ryde', 'granville', 'cleveland', 'dapto', 'penrith', 'corio', 'avenel']
    const withPlaces = records.map((record, i) => {
      const who = person[i]!
      const place: (string | null)[] = [
        `${who % 97} ${suburbs[who % 7]} street`,
        suburbs[who % 5]!,
        String(2000 + (who % 41)),
      ]
      if (i % 9 === 0) place[1] = place[1]!.replace('r', 't')
      if (i % 13 === 0) [place[0], place[1]] = [place[1]!, place[0]!]
      if (i % 17 === 0) place[2] = null
      return { ...record, other: place }
    })
    const result = dedupe(withPlaces, quick)
    const labels = new Set([...result.pairs()].flatMap((pair) => Object.values(pair.reasons)))
    for (const label of ['nearly same', 'in the next column', 'same']) {
      expect([...labels].some((text) => text.startsWith(label))).toBe(true)
    }
    expect(result.model.fields.map((field) => field.name).slice(-3)).toEqual(['other1', 'other2', 'other3'])
    const right = [...result.pairs()].filter((pair) => whoIs.get(pair.a) === whoIs.get(pair.b)).length
    expect(right / truePairs()).toBeGreaterThan(0.97)
  })
})

it('a batch can be walked twice', () => {
  const filled = new Register()
  for (const record of records.slice(0, 400)) filled.add(record)
  const batch = new Batch(filled, quick)
  const walk = (): string[] => {
    const out: string[] = []
    batch.forEach((i, j, pattern, probability) => {
      out.push(`${i} ${j} ${pattern} ${probability}`)
    })
    return out
  }
  expect(walk()).toEqual(walk())
  expect(walk().length).toBe(batch.counts.compared)
})
