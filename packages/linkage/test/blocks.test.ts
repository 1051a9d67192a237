import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockingKeys, hashKey, type PersonRecord, Register } from '../src/index.ts'
import { anyRecord, register } from './cast.ts'

const { records } = register(300)

describe('blocking keys', () => {
  it('are the same whatever the case, accents, order of names or day and month', () => {
    const keys = (record: Partial<PersonRecord>): string[] => blockingKeys({ id: 'x', ...record }).sort()
    expect(keys({ given: ['José'], family: ['Núñez', 'Peña'], birthDate: '1990-03-05' })).toEqual(
      keys({ given: ['JOSE'], family: ['Nunez Pena'], birthDate: '19900305' }),
    )
    const shared = (a: string[], b: string[]): string[] => a.filter((key) => b.includes(key))
    expect(shared(keys({ birthDate: '1990-03-05' }), keys({ birthDate: '1990-05-03' }))).toEqual([
      'd:1990.3.5',
    ])
    expect(
      shared(keys({ given: ['Jean'], family: ['Pierre'] }), keys({ given: ['Pyè'], family: ['Jan'] })).length,
    ).toBeGreaterThan(0)
    expect(shared(keys({ phone: '+52 (555) 123-4567' }), keys({ phone: '5551234567' }))).toEqual([
      'p:5551234567',
    ])
    expect(keys({ document: 'A-123 456' })).toEqual(['c:a123456'])
    expect(keys({ household: 'h7' })).toEqual(['h:h7'])
    expect(keys({ given: ['Ana'], birthDate: '1990-01-01' })).toEqual(['y:an|1990'])
    expect(keys({ given: ['A'], family: [''], phone: '12', document: 'x' })).toEqual([])
    expect(keys({ other: ['Dapto', '', 'NSW'], family: ['Green'] })).toEqual(
      ['o0:dapto|grin', 'o2:nsw|grin'].map((k) =>
        k.replace(
          'grin',
          keys({ family: ['Green'], birthDate: '2000' })[0]!
            .split(':')[1]!
            .split('|')[0]!,
        ),
      ),
    )
  })

  it('are few, and hash to 32 bits with their kind', () => {
    fc.assert(
      fc.property(anyRecord('x'), (record) => {
        const keys = blockingKeys(record)
        expect(keys.length).toBeLessThanOrEqual(30)
        expect(new Set(keys).size).toBe(keys.length)
        for (const key of keys) {
          const hash = hashKey(key)
          expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true)
          expect('ndymphco'[hash & 7]).toBe(key[0])
        }
      }),
    )
  })
})

/** Pairs by brute force: records that share a key. */
function pairsByHand(list: readonly PersonRecord[]): Set<string> {
  const keys = list.map((record) => new Set(blockingKeys(record).map(hashKey)))
  const out = new Set<string>()
  for (let i = 0; i < list.length; i++) {
    for (let j = i + 1; j < list.length; j++)
      if ([...keys[i]!].some((key) => keys[j]!.has(key))) out.add(`${i},${j}`)
  }
  return out
}

describe('blocks', () => {
  const some = records.slice(0, 300)
  const visited = (list: readonly PersonRecord[], cap: number, split = 0): string[] => {
    const filled = new Register()
    list.forEach((record, i) => {
      if (split > 0 && i === split) filled.startSecondFile()
      filled.add(record)
    })
    const out: string[] = []
    filled.blocks(cap).forEachPair((i, j) => out.push(`${i},${j}`))
    return out
  }

  it('bring together every pair that shares a key, once', () => {
    const pairs = visited(some, 1000)
    expect(new Set(pairs)).toEqual(pairsByHand(some))
    expect(pairs.length).toBe(new Set(pairs).size)
  })

  it('divided, bring together fewer pairs, each once, and none that shares no key', () => {
    const all = pairsByHand(some)
    const pairs = visited(some, 8)
    expect(pairs.length).toBeLessThan(all.size)
    expect(pairs.length).toBe(new Set(pairs).size)
    for (const pair of pairs) expect(all.has(pair)).toBe(true)
  })

  it('across two files only', () => {
    const pairs = visited(some, 1000, 100)
    const across = [...pairsByHand(some)].filter((pair) => {
      const [i, j] = pair.split(',').map(Number)
      return i! < 100 && j! >= 100
    })
    expect(new Set(pairs)).toEqual(new Set(across))
  })

  it('know which kinds of key a pair shares', () => {
    const filled = new Register()
    const base = { given: ['Ana'], family: ['Zelaya'], birthDate: '1990-05-14' }
    filled.add({ id: 'a', ...base, phone: '5551234567' })
    filled.add({ id: 'b', ...base, phone: '5551234567' })
    filled.add({ id: 'c', given: ['Luz'], family: ['Paz'], phone: '5551234567' })
    const blocks = filled.blocks(100)
    expect(blocks.sharedKinds(0, 1)).toBe(0b11111)
    expect(blocks.sharedKinds(0, 2)).toBe(0b10000)
  })
})
