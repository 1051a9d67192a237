import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockingKeys, hashKey, type PersonRecord, Register } from '../src/index.ts'
import { anyRecord, register, runs } from './cast.ts'

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

  it('are these, for a person with everything', () => {
    const ana = {
      id: 'ana',
      given: ['María de los Ángeles', 'Luz'],
      family: ['Hernández', 'Paz Luna Sol'],
      birthDate: '1990-05-14',
      phone: '0052 (555) 123-4567',
      household: 'h7',
      document: 'A-123',
      other: ['North Ryde', null, '2113', 'NSW'],
    }
    expect(blockingKeys(ana).sort()).toEqual(
      [
        ...['anjl', 'mr'].flatMap((g) => ['arnnd', 'ln', 'ps'].map((f) => `n:${[g, f].sort().join('|')}`)),
        'n:~end|mr',
        'n:~ends|mr', 'n:anjl|mr', 'n:arnnd|ps', 'd:1990.5.14',
        ...['mr', 'anjl', 'arnnd', 'ps'].flatMap((name) => [`m:${name}|5.14`, `y:${name}|1990`]),
        'p:5551234567', 'h:h7', 'c:a123',
        'o0:northryde|mr', 'o0:northryde|arnnd', 'o0:northryde|1990',
        'o2:2113|mr', 'o2:2113|arnnd', 'o2:2113|1990', 'o2:2113|nsw',
        'o3:nsw|mr', 'o3:nsw|arnnd', 'o3:nsw|1990',
      ].sort(),
    ) // biome-ignore format: keys
  })

  it('bring Creole and French spellings together, in either order', () => {
    const keys = (given: string, family: string): string[] =>
      blockingKeys({ id: 'x', given: [given], family: [family] })
    const shared = (a: string[], b: string[]): string[] => a.filter((key) => b.includes(key))
    expect(shared(keys('Clément', 'Chérenfant'), keys('Kleman', 'Cherenfan'))).toEqual(['n:~Xrf|klm'])
    expect(shared(keys('Garry', 'Elvire'), keys('Elvi', 'Garry'))).not.toEqual([])
    expect(keys('A', 'Paz')).toEqual([])
    expect(keys('A Luz', 'Paz').sort()).toEqual(
      ['n:ls|ps', 'n:~ls|p', 'n:~ls|ps', 'n:~l|p', 'n:~l|ps'].sort(),
    )
    expect(blockingKeys({ id: 'x', given: ['', 'Luz'], family: ['Paz'] }).sort()).toEqual([
      'n:ls|ps',
      'n:~ls|p',
      'n:~ls|ps',
      'n:~l|p',
      'n:~l|ps',
    ])
  })

  it('dates known in part say as much as they know', () => {
    const keys = (birthDate: string): string[] => blockingKeys({ id: 'x', given: ['Luz'], birthDate }).sort()
    expect(keys('1990-05-14')).toEqual(['d:1990.5.14', 'm:ls|5.14', 'y:ls|1990'])
    expect(keys('1990-01-02')).toEqual(['d:1990.1.2', 'm:ls|1.2', 'y:ls|1990'])
    expect(keys('1990-02-01')).toEqual(['d:1990.1.2', 'm:ls|1.2', 'y:ls|1990'])
    expect(keys('1990-01-01')).toEqual(['y:ls|1990'])
    expect(keys('1990-05')).toEqual(['y:ls|1990'])
    expect(keys('')).toEqual([])
  })

  it('telephones and documents too short to tell are none', () => {
    expect(blockingKeys({ id: 'x', phone: '1234' })).toEqual([])
    expect(blockingKeys({ id: 'x', phone: '12345' })).toEqual(['p:12345'])
    expect(blockingKeys({ id: 'x', phone: '000012345' })).toEqual(['p:12345'])
    expect(blockingKeys({ id: 'x', document: 'a1' })).toEqual([])
    expect(blockingKeys({ id: 'x', document: 'a 12' })).toEqual(['c:a12'])
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

  /** What a block over the cap is divided into, by sets: pairs of rows, with the attributes used up so far. */
  function divided(list: readonly PersonRecord[], cap: number, window: number): Set<string> {
    const attributes = [
      (r: PersonRecord): string => r.birthDate!.slice(0, 4),
      (r: PersonRecord): string => [...r.birthDate!.slice(5).split('-')].sort().join('-'),
      (r: PersonRecord): string => `${r.given}|${r.family}`,
    ]
    // Days and months that are exchanged divide, and then fall into one part.
    const differs = [attributes[0]!, (r: PersonRecord): string => r.birthDate!.slice(5), attributes[2]!]
    const out = new Set<string>()
    const take = (rows: readonly number[], used: readonly number[]): void => {
      if (rows.length <= cap) {
        for (const [k, i] of rows.entries()) for (const j of rows.slice(k + 1)) out.add(`${i},${j}`)
        return
      }
      const left = [0, 1, 2].filter(
        (a) => !used.includes(a) && new Set(rows.map((row) => differs[a]!(list[row]!))).size > 1,
      )
      if (left.length === 0) {
        for (const [k, i] of rows.entries())
          for (const j of rows.slice(k + 1, k + 1 + window)) out.add(`${i},${j}`)
        return
      }
      for (const a of left) {
        const parts = new Map<string, number[]>()
        for (const row of rows) {
          const key = attributes[a]!(list[row]!)
          if (key === '' && left.length > 1) continue
          parts.set(key, [...(parts.get(key) ?? []), row])
        }
        for (const part of parts.values()) take(part, [...used, a])
      }
    }
    const roots = new Map<string, number[]>()
    for (const [row, record] of list.entries())
      for (const key of blockingKeys(record)) roots.set(key, [...(roots.get(key) ?? []), row])
    for (const rows of roots.values()) if (rows.length > 1) take(rows, [])
    return out
  }

  it('over the cap are divided by year, day and month, and whole name; the rest is compared with its neighbours', () => {
    const person = fc.record({
      id: fc.constant('x'),
      given: fc.constantFrom(['Ana'], ['Anna'], ['Luz']),
      family: fc.constantFrom(['Paz'], ['Luna']),
      birthDate: fc.constantFrom(
        '',
        '1990',
        '1990-05-03',
        '1990-03-05',
        '1991-05-03',
        '1991-07-09',
        '1990-07-09',
      ),
    })
    fc.assert(
      fc.property(
        fc.array(person, { minLength: 2, maxLength: 90 }),
        fc.integer({ min: 2, max: 60 }),
        (people, cap) => {
          const pairs = visited(people, cap)
          expect(pairs.length).toBe(new Set(pairs).size)
          expect(new Set(pairs)).toEqual(divided(people, cap, Math.max(4, cap >> 3)))
        },
      ),
      { numRuns: runs(200) },
    )
  })

  describe('over the cap', () => {
    /** Pairs of rows brought together where all share a telephone, and the kinds of key of each block. */
    const ofDates = (dates: readonly string[], cap: number): { pairs: string[]; kinds: number[] } => {
      const filled = new Register()
      dates.forEach((birthDate, k) => {
        filled.add({ id: `${k}`, phone: '5551234567', birthDate })
      })
      const blocks = filled.blocks(cap)
      const pairs: string[] = []
      blocks.forEachPair((i, j) => pairs.push(`${i},${j}`))
      return { pairs: pairs.sort(), kinds: [...blocks.kinds] }
    }
    const within = (dates: readonly string[], group: (date: string) => string): string[] =>
      dates
        .flatMap((date, i) =>
          dates.map((other, j) => (i < j && group(date) === group(other) ? `${i},${j}` : '')),
        )
        .filter((pair) => pair !== '')
        .sort()
    const times = (n: number, dates: readonly string[]): string[] =>
      Array.from({ length: n * dates.length }, (_, k) => dates[k % dates.length]!)

    it('people of one year meet by day and month, in either order', () => {
      const dates = times(6, [
        '1990-05-14',
        '1990-03-07',
        '1990-07-03',
        '1990-04-15',
        '1990-06-13',
        '1990-05-15',
      ])
      expect(ofDates(dates, 12).pairs).toEqual(
        within(dates, (date) => date.slice(5).split('-').sort().join()),
      )
    })

    it('who has no day is no day of their own, but where the year does not tell them apart', () => {
      const one = times(8, ['1990', '1990-05-14', '1990-06-15'])
      expect(ofDates(one, 10).pairs).toEqual(within(one, (date) => date))
      // Both divide: by year there are two, by day those who have one.
      const two = times(5, ['1990', '1991', '1990-05-14', '1991-05-14'])
      expect(ofDates(two, 10).pairs).toEqual(
        [
          ...new Set([
            ...within(two, (date) => date.slice(0, 4)),
            ...within(
              two.map((date, k) => (date.length > 4 ? date.slice(5) : `${k}`)),
              (day) => day,
            ),
          ]),
        ].sort(),
      )
    })

    it('they keep the kind of key that made them', () => {
      const dates = times(8, ['1990-05-14', '1991-06-15', '1992-07-16'])
      // Divided by year and by day: six blocks by telephone, three by the date itself.
      expect(ofDates(dates, 10).kinds.sort()).toEqual([1, 1, 1, 4, 4, 4, 4, 4, 4])
    })
  })

  it('keep together those whose year is unknown, once nothing else divides', () => {
    const filled = new Register()
    for (let k = 0; k < 30; k++)
      filled.add({ id: `${k}`, phone: '5551234567', birthDate: ['', '1990', '1991'][k % 3]! })
    const pairs: [number, number][] = []
    filled.blocks(10).forEachPair((i, j) => {
      pairs.push([i, j])
    })
    expect(pairs.every(([i, j]) => i % 3 === j % 3)).toBe(true)
    expect([0, 1, 2].map((rest) => pairs.filter(([i]) => i % 3 === rest).length)).toEqual([45, 45, 45])
  })

  it('are divided by whole names, and by the year where it is known', () => {
    const pairs = (birthDate: (k: number) => string): string[] => {
      const filled = new Register()
      for (let k = 0; k < 40; k++)
        filled.add({
          id: `${k}`,
          phone: '5551234567',
          given: [k % 2 ? 'Ana' : 'Luz'],
          birthDate: birthDate(k),
        })
      const out: string[] = []
      filled.blocks(25).forEachPair((i, j) => {
        out.push(i % 2 === j % 2 ? 'of one name' : i < 20 && j < 20 ? 'of one year' : 'of neither')
      })
      return out.sort()
    }
    const names = Array(380).fill('of one name')
    expect(pairs(() => '')).toEqual(names)
    // Those without a year are no year of their own while the names divide them.
    expect(pairs((k) => (k < 20 ? '1990' : ''))).toEqual([...names, ...Array(100).fill('of one year')])
  })

  it('of thousands are divided all the same', () => {
    const filled = new Register()
    for (let k = 0; k < 3000; k++)
      filled.add({ id: `${k}`, phone: '5551234567', birthDate: `${1900 + (k % 100)}` })
    let visits = 0
    filled.blocks(30).forEachPair((i, j) => {
      visits++
      expect((j - i) % 100).toBe(0)
    })
    expect(visits).toBe(100 * 435)
  })

  it('are made of as many keys as come, in one file or two', () => {
    const one = new Register()
    const two = new Register()
    for (let k = 0; k < 4000; k++) {
      if (k === 1000) two.startSecondFile()
      for (const filled of [one, two])
        filled.add({
          id: `${k}`,
          given: [`Q${k % 2000}x`],
          family: [`R${k % 2000}s`],
          birthDate: '1990-05-14',
          phone: `5550${String(k % 2000).padStart(6, '0')}`,
        })
    }
    expect([one.split, one.pairs]).toEqual([0, (4000 * 3999) / 2])
    expect([two.split, two.pairs]).toEqual([1000, 1000 * 3000])
    const found = new Set<string>()
    one.blocks(10).forEachPair((i, j) => {
      if (j - i === 2000) found.add(`${i}`)
    })
    expect(found.size).toBe(2000)
  })

  it('that nothing divides are counted, with the pairs left out', () => {
    const filled = new Register()
    for (let k = 0; k < 50; k++) filled.add({ id: `${k}`, phone: '5551234567' })
    const blocks = filled.blocks(20)
    expect([blocks.oversize, blocks.skipped, blocks.firstTerminal]).toEqual([1, 1225 - 190, 0])
    let visits = 0
    blocks.forEachPair((i, j) => {
      visits++
      expect(j - i > 0 && j - i <= 4).toBe(true)
    })
    expect(visits).toBe(190)
    expect(filled.blocks(50).skipped).toBe(0)
    // A window of an eighth of the cap, where that is more than four.
    const wide = new Register()
    for (let k = 0; k < 100; k++) wide.add({ id: `${k}`, phone: '5551234567' })
    expect(wide.blocks(80).skipped).toBe(4950 - (10 * 100 - 55))
  })

  it('of a million rows are not more than the keys there are: dividing what is alike makes no copies', () => {
    const filled = new Register()
    for (let k = 0; k < 300; k++)
      filled.add({ id: `${k}`, given: ['Ana'], family: ['Paz'], birthDate: '1990-05-14' })
    const keys = blockingKeys({ id: 'x', given: ['Ana'], family: ['Paz'], birthDate: '1990-05-14' }).length
    const blocks = filled.blocks(100)
    expect(blocks.rows.length).toBe(300 * keys)
    expect(blocks.oversize).toBe(keys)
    expect(blocks.kinds.length).toBe(keys)
  })

  it('across two files only', () => {
    const pairs = visited(some, 1000, 100)
    const across = [...pairsByHand(some)].filter((pair) => {
      const [i, j] = pair.split(',').map(Number)
      return i! < 100 && j! >= 100
    })
    expect(new Set(pairs)).toEqual(new Set(across))
  })

  it('of one file only, or of one row, are not kept', () => {
    const filled = new Register()
    const add = (id: string, phone: string): void => filled.add({ id, phone })
    add('a', '5550000001')
    add('b', '5550000001')
    add('c', '5550000002')
    filled.startSecondFile()
    add('d', '5550000002')
    add('e', '5550000003')
    add('f', '5550000003')
    add('g', '5550000004')
    const blocks = filled.blocks(100)
    expect([[...blocks.starts], [...blocks.rows]]).toEqual([[0, 2], [2, 3]]) // biome-ignore format: pairs
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
    expect(blocks.sharedKinds(2, 1)).toBe(0b10000)
  })

  it('know it of every pair, whatever other keys each has', () => {
    const filled = new Register()
    for (const record of some.slice(0, 60)) filled.add(record)
    const blocks = filled.blocks(1000)
    for (let i = 0; i < 60; i++) {
      const mine = blockingKeys(some[i]!)
      for (let j = i + 1; j < 60; j++) {
        const theirs = new Set(blockingKeys(some[j]!))
        const kinds = mine.reduce(
          (bits, key) => (theirs.has(key) ? bits | (1 << 'ndymphco'.indexOf(key[0]!)) : bits),
          0,
        )
        expect(blocks.sharedKinds(i, j)).toBe(kinds)
      }
    }
  })
})
