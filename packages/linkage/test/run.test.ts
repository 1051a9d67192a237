import { describe, expect, it } from 'vitest'
import { Batch, bandOf, dedupe, defaultModel, LinkageInputError, link, Register, run } from '../src/index.ts'
import { register } from './cast.ts'

const { records, person } = register(150, 4)
const options = { randomPairs: 3000, iterations: 6 }
const filled = (): Register => {
  const all = new Register()
  for (const record of records) all.add(record)
  return all
}

describe('a batch, in small', () => {
  it('gives every compared pair its pattern’s probability, and remembers the patterns or compares again', () => {
    const batch = new Batch(filled(), options)
    const seen = new Set<string>()
    let visits = 0
    batch.forEach((i, j, pattern, probability) => {
      visits++
      seen.add(`${i},${j}`)
      expect(i).toBeLessThan(j)
      expect(probability).toBeCloseTo(batch.weights.posterior(batch.levels(pattern)).same, 12)
    })
    expect(visits).toBe(batch.counts.compared)
    expect(seen.size).toBe(visits)
    expect(batch.counts).toMatchObject({
      rows: records.length,
      pairs: (records.length * (records.length - 1)) / 2,
      patterns: batch.patterns.count,
      oversizeBlocks: 0,
      skippedPairs: 0,
    })
    expect(batch.counts.patterns).toBeGreaterThan(20)
    expect(batch.counts.blocks).toBeGreaterThan(100)
    expect(batch.candidates.total).toBe(visits)
  })

  it('compares a second time what it may not keep', () => {
    const walk = (batch: Batch): string[] => {
      const out: string[] = []
      batch.forEach((i, j, pattern, p) => {
        out.push(`${i} ${j} ${pattern} ${p}`)
      })
      return out
    }
    const kept = new Batch(filled(), { ...options })
    const all = walk(kept)
    for (const keptPairs of [0, 10, all.length - 1, all.length])
      expect(walk(new Batch(filled(), { ...options, keptPairs }))).toEqual(all)
  })

  it('takes each of its options', () => {
    const base = new Batch(filled(), options)
    expect(new Batch(filled(), { ...options, blockCap: 4 }).counts.oversizeBlocks).toBeGreaterThan(0)
    expect(new Batch(filled(), { ...options, seed: 1 }).model).toEqual(base.model)
    expect(new Batch(filled(), { ...options, seed: 2 }).model).not.toEqual(base.model)
    expect(new Batch(filled(), { ...options, iterations: 1 }).model).not.toEqual(base.model)
    expect(new Batch(filled(), { ...options, relatives: false }).model.relativesPerRecord).toBe(0)
    expect(base.model.relativesPerRecord).toBeGreaterThan(0.5)
    expect(new Batch(filled(), { ...options, caution: 1 }).model.caution).toBe(1)
    expect(base.model.caution).toBe(6)
    expect(new Batch(filled(), { model: defaultModel }).model).toBe(defaultModel)
    const other = {
      ...defaultModel,
      fields: defaultModel.fields.map((one) =>
        one.name === 'document' ? { ...one, relative: [1, 0.5, 0.3, 0.2] } : one,
      ),
    }
    const document = (of: Batch): number =>
      of.model.fields.find((one) => one.name === 'document')!.relative[1]!
    expect(document(new Batch(filled(), { ...options, relativesFrom: other }))).toBeGreaterThan(
      document(base) + 0.3,
    )
  })

  it('estimates what blocking left out by what one kind of key found alone', () => {
    // By hand: Chao’s f1 (f1 − 1) / 2 (f2 + 1) over the pairs that are probably one person. Every fourth has the day
    // unknown, every fifth no surname, so that some pairs share one kind of key or two.
    const poor = new Register()
    for (const [k, record] of register(500, 8).records.entries())
      poor.add({
        id: record.id,
        given: record.given!,
        family: k % 5 ? record.family! : [],
        birthDate: k % 4 ? record.birthDate! : record.birthDate!.slice(0, 4),
        country: 'HT',
      })
    const batch = new Batch(poor, { model: { ...defaultModel, samePerRecord: 30 } })
    const blocks = poor.blocks(100)
    const by = [0, 0, 0]
    let found = 0
    batch.forEach((i, j, _pattern, p) => {
      if (p < 0.5) return
      const kinds = blocks.sharedKinds(i, j).toString(2).replaceAll('0', '').length
      found += p
      if (kinds <= 2) by[kinds]! += p
    })
    const [, one, two] = by as [number, number, number]
    expect(one).toBeGreaterThan(2)
    expect(two).toBeGreaterThan(2)
    expect(batch.completeness()).toBeCloseTo(found / (found + (one * (one - 1)) / (2 * (two + 1))), 12)
    expect(batch.counts.blocks).toBe(blocks.starts.length - 1)
    const few = new Register()
    for (const record of records)
      few.add({ id: record.id, given: record.given!, birthDate: record.birthDate! })
    expect(new Batch(few, options).completeness()).toBeLessThan(1)
    const none = new Register()
    none.add({ id: 'a' })
    expect(new Batch(none).completeness()).toBe(1)
  })
})

describe('run, dedupe and link, in small', () => {
  it('answer pairs at or above the threshold, most probable first, then as they were compared', () => {
    const batch = new Batch(filled(), options)
    const expected: [string, string, number][] = []
    batch.forEach((i, j, _pattern, p) => {
      if (p >= 0.2) expected.push([records[i]!.id, records[j]!.id, p])
    })
    expected.sort((a, b) => b[2] - a[2])
    const result = run(filled(), { ...options, threshold: 0.2 })
    const pairs = [...result.pairs()]
    expect(pairs.map(({ a, b, probability }) => [a, b, probability])).toEqual(expected)
    expect(result.found).toBe(expected.length)
    expect([result.counts, result.completeness]).toEqual([batch.counts, batch.completeness()])
    for (const pair of pairs) {
      expect(pair.band).toBe(bandOf(pair.probability))
      expect(Object.values(pair.weights).reduce((x, y) => x + y, 0)).toBeCloseTo(
        Math.log2(pair.same) - Math.log2(pair.relative + pair.other),
        3,
      )
    }
    const strict = [...run(filled(), { ...options, bands: { link: 1.1, possible: 0.95 } }).pairs()]
    expect(
      strict.every((pair) => pair.band === (pair.probability >= 0.95 ? 'possible link' : 'non-link')),
    ).toBe(true)
    expect(strict.length).toBe(expected.filter(([, , p]) => p >= 0.5).length)
  })

  it('hold as many pairs as there are', () => {
    const same = Array.from({ length: 60 }, (_, k) => ({
      id: `s${k}`,
      given: ['Zulema'],
      family: ['Quispe'],
      birthDate: '1990-05-14',
    }))
    const result = dedupe(same, { model: defaultModel, threshold: 1e-9 })
    expect(result.found).toBe(1770)
    const pairs = [...result.pairs()]
    expect(pairs[0]).toMatchObject({ a: 's0', b: 's1' })
    expect(new Set(pairs.map(({ a, b }) => `${a}${b}`)).size).toBe(1770)
  })

  it('take thresholds above 0 up to 1', () => {
    const all = filled()
    for (const threshold of [0, -1, 1.01, Number.NaN])
      expect(() => run(all, { ...options, threshold })).toThrow(
        new LinkageInputError(`threshold ${threshold}: a probability above 0 and up to 1 is needed`),
      )
    expect(run(filled(), { ...options, threshold: 1 }).found).toBeLessThanOrEqual(
      run(filled(), options).found,
    )
  })

  it('two files: pairs across, ids unique within each, the first not empty', () => {
    const first = records.filter((_, i) => person.indexOf(person[i]!) === i)
    const second = records.filter((_, i) => person.indexOf(person[i]!) !== i)
    const result = link(first, second, { model: defaultModel })
    const ids = new Set(first.map((record) => record.id))
    const pairs = [...result.pairs()]
    expect(pairs.length).toBeGreaterThan(0.8 * second.length)
    for (const pair of pairs) expect([ids.has(pair.a), ids.has(pair.b)]).toEqual([true, false])
    expect(result.counts.pairs).toBe(first.length * second.length)
    expect(() => link([{ id: 'x' }, { id: 'x' }], [])).toThrow('first: two records have the id x')
    expect(() => link([{ id: 'x' }], [{ id: 'y' }, { id: 'y' }])).toThrow('second: two records have the id y')
    expect(() => dedupe([{ id: 'x' }, { id: 'x' }])).toThrow('records: two records have the id x')
    expect(() => link([], [{ id: 'y' }])).toThrow(new LinkageInputError('first: no records'))
  })
})
