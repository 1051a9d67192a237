import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Comparator, Patterns, unpack } from '../src/compare.ts'
import type { PersonRecord } from '../src/index.ts'
import { F, LEVEL_COUNTS, layout, OTHER_LEVELS } from '../src/levels.ts'
import { type NameFrequencies, Table } from '../src/table.ts'
import { anyRecord, runs } from './cast.ts'

/** Half of 1023 rows Honduran, a twentieth Haitian, a hundredth Afghan; some names as often as their bits say. */
const frequencies: NameFrequencies = {
  rows: 1023,
  given: { ana: 511.5, maria: 127.5, jose: 127.5, luis: 31.5, pedro: 31.5 },
  family: { paz: 15.5, luna: 7.5, sol: 3.5, rey: 31.5 },
  byCountry: {
    hn: { rows: 512, given: { ana: 482, luis: 0 }, family: { paz: 0 } },
    ht: { rows: 51, given: {}, family: {} },
    af: { rows: 10, given: {}, family: {} },
  },
}

type Part = Omit<PersonRecord, 'id'>

/** Labels of the levels two records reach, by field; fields that say nothing are left out. */
function reached(a: Part, b: Part, more: readonly Part[] = []): Record<string, string> {
  const others = Math.max(a.other?.length ?? 0, b.other?.length ?? 0)
  const table = new Table(frequencies)
  for (const [n, record] of [a, b, ...more].entries()) table.add({ id: `r${n}`, ...record })
  const comparator = new Comparator(table.weigh(), others)
  const labels = (i: number, j: number): Record<string, string> => {
    comparator.compare(i, j)
    const levels = new Uint8Array(F.other + others)
    unpack(comparator.core, comparator.extra, others, levels)
    return Object.fromEntries(
      layout(others).flatMap((field, f) => (levels[f] ? [[field.name, field.labels[levels[f]!]!]] : [])),
    )
  }
  expect(labels(1, 0)).toEqual(labels(0, 1))
  return labels(0, 1)
}

const given = (a: string, b: string): string | undefined => reached({ given: [a] }, { given: [b] }).given
const kind = (label: string | undefined): string | undefined => label?.replace(/,.*/, '')

describe('names', () => {
  it.each([
    ['Ana María', 'Ana María', 'exact'],
    ['Ana María', 'ANAMARIA', 'exact'],
    ['Ana María', 'María Ana', 'reordered'],
    ['Ana María', 'Ana', 'part'],
    ['María', 'Ana María', 'part'],
    ['Ana María Luz', 'Luz Ana', 'part'],
    ['José', 'Pepe', 'variant'],
    ['José Luis', 'Pepe Luis', 'variant'],
    ['José Luis', 'Luis Pepe', 'variant'],
    ['Bernardo', 'Bernarod', 'similar'],
    ['Luis Bernardo', 'Luis Bernarod', 'similar'],
    ['José Bernardo', 'Pepe Bernarod', 'similar'],
    ['Ana Bernardo', 'Bernarod', 'part similar'],
    ['José Luis', 'Pepe', 'part similar'],
    ['Hernández', 'Hermades', 'faint'],
    ['Luis Hernández', 'Luis Hermades', 'faint'],
    ['Ana Luis', 'Ana Pedro', 'conflict'],
    ['Ana Luis Rosa', 'Ana Pedro Sol', 'conflict'],
    ['A', 'Ana', 'initial'],
    ['A.', 'A', 'initial'],
    ['A. B.', 'Ana Berta', 'initial'],
    ['B', 'Ana', 'different'],
    ['Luis', 'Pedro', 'different'],
    ['Luis Ana', 'Pedro Rosa', 'different'],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(kind(given(a, b))).toBe(expected)
  })

  it('written together otherwise than in parts are similar as a whole', () => {
    expect(kind(given('Rosa Linda', 'Rosalnida'))).toBe('similar')
    expect(kind(given('Rosa Linda', 'Wilfredo'))).toBe('different')
    expect(kind(given('Guada Lupe', 'Guadalupe Ana'))).not.toBe('exact')
    // One token alike, one not, yet the whole within a slip.
    expect(kind(given('Luis Wilfredo', 'Luis Wil Fredho'))).toBe('similar')
    expect(kind(given('Luis Wilfredo', 'Luis Rosa Linda'))).toBe('conflict')
    expect(kind(given('Jo Sefina', 'Jos Efina'))).toBe('exact')
  })

  it('that are absent say nothing', () => {
    expect(reached({ given: ['Ana'] }, { given: [''] }).given).toBeUndefined()
    expect(reached({}, { given: ['Ana'], family: ['Paz'] })).toEqual({})
  })

  // -log2 of the share: ana 1 bit, maria 3, luis 5, paz 6, luna 7, sol 8; unknown in 1023 rows 11.
  it.each<[Part, string]>([
    [{ given: ['Ana'] }, 'exact, very common'],
    [{ given: ['María José'] }, 'exact, common'],
    [{ given: ['Luis Ana'] }, 'exact, common'],
    [{ given: ['Luis María'] }, 'exact, common'],
    [{ given: ['Luis Pedro'] }, 'exact, usual'],
    [{ given: ['Zulema'] }, 'exact, usual'],
    [{ given: ['Zulema Ana'] }, 'exact, rare'],
    [{ given: ['Zulema Luis'] }, 'exact, very rare'],
  ])('%j: %s', (record, label) => {
    expect(reached(record, record).given).toBe(label)
  })

  it('count what is shared, each name by the more frequent of its spellings', () => {
    expect(given('Ana Luis', 'Ana')).toBe('part, very common')
    expect(given('Zulema Luis', 'Zulema')).toBe('part, usual')
    expect(given('José Luis', 'Luis Pepe')).toBe('variant, common')
    expect(given('Ana Luis Pedro', 'Pedro Luis Sofía')).toBe('conflict, usual')
    expect(reached({ family: ['Paz'] }, { family: ['Paz'] }).family).toBe('exact, common')
    expect(reached({ family: ['Rey'] }, { family: ['Rey'] }).family).toBe('exact, very common')
  })

  it('written together tell as much as the way of writing that tells less', () => {
    // Luis and María are 5 and 3 bits, together in one word 11.
    expect(given('Luis María', 'Luismaría')).toBe('exact, common')
    expect(given('Luismaría', 'Luismaría')).toBe('exact, usual')
  })

  it('of one country are weighed within it, drawn to all by thirty rows', () => {
    const hn = (name: string): string => {
      const record = { given: [name], country: 'HN' }
      return reached(record, record).given!
    }
    expect(hn('Ana')).toBe('exact, very common (same country)')
    // Nowhere in Honduras: 30 × 2^-5 of 542 rows are 9.2 bits.
    expect(hn('Luis')).toBe('exact, usual (same country)')
    expect(reached({ given: ['Luis'], country: 'HN' }, { given: ['Luis'], country: 'HT' }).given).toBe(
      'exact, very common',
    )
    expect(reached({ given: ['Luis'] }, { given: ['Luis'], country: 'HN' }).given).toBe('exact, very common')
  })
})

describe('given and family exchanged', () => {
  const straight = { given: ['Zulema'], family: ['Quispe Paz'] }

  it('are looked at crosswise where straight agrees in nothing', () => {
    const found = reached(straight, { given: ['Quispe Paz'], family: ['Zulema'] })
    expect(found.order).toBe('given and family swapped')
    expect([kind(found.given), kind(found.family)]).toEqual(['exact', 'exact'])
  })

  it('are apart where each has one surname', () => {
    const one = { given: ['Zulema'], family: ['Quispe'] }
    expect(reached(one, one).order).toBe('straight (one surname)')
    expect(reached(one, { given: ['Quispe'], family: ['Zulema'] }).order).toBe(
      'given and family swapped (one surname)',
    )
    expect(reached(one, straight).order).toBe('straight')
    expect(reached(straight, straight).order).toBe('straight')
  })

  it('are not thought of while one of the two agrees straight, or when crosswise one does not', () => {
    expect(reached({ given: ['Paz'], family: ['Luna'] }, { given: ['Paz'], family: ['Paz'] }).order).toMatch(
      /^straight/,
    )
    const half = reached({ given: ['Zulema'], family: ['Luna'] }, { given: ['Luna'], family: ['Wilfredo'] })
    expect([half.order, half.given, half.family]).toEqual([
      'straight (one surname)',
      'different',
      'different',
    ])
  })

  it('need a given name and a surname on both sides', () => {
    expect(reached({ given: ['Ana'] }, { given: ['Ana'] }).order).toBeUndefined()
    expect(reached({ given: ['Ana'] }, { family: ['Ana'] }).order).toBeUndefined()
  })
})

describe('birth dates', () => {
  const birth = (a: string, b: string): string | undefined =>
    reached({ birthDate: a }, { birthDate: b }).birth

  it.each([
    ['1990-05-14', '1990-05-14', 'same day'],
    ['1990-01-01', '1990-01-01', 'same year, both 1 January'],
    ['1990-05-03', '1990-03-05', 'day and month swapped'],
    ['1990-05-14', '1990-01-01', 'same year, one on 1 January'],
    ['1990-01-14', '1990-01-01', 'same year, one on 1 January'],
    ['1990-05-14', '1990-05-28', 'same month, day differs'],
    ['1990-05-14', '1990-07-14', 'same year and day, month differs'],
    ['1990-05-14', '1973-05-14', 'same day and month, year differs'],
    ['1990-01-01', '1992-01-01', 'both 1 January, years near'],
    ['1990-01-01', '1993-01-01', 'within twelve years'],
    ['1990-05-14', '1991-05-28', 'one digit off or two exchanged'],
    ['1990-05-14', '1960-05-28', 'one digit off or two exchanged'],
    ['1990-05-14', '1909-07-14', 'one digit off or two exchanged'],
    ['1999-12-31', '2000-12-05', 'one digit off or two exchanged'],
    ['1985-05-14', '1997-05-28', 'within twelve years'],
    ['1990-05-14', '1991-07-28', 'within two years'],
    ['1990-05-14', '1992-07-28', 'within two years'],
    ['1990-05-14', '1993-07-28', 'within twelve years'],
    ['1990-05-14', '2002-07-28', 'within twelve years'],
    ['1990-05-14', '2003-07-28', 'far apart'],
    ['1990-05-14', '1960-01-01', 'far apart'],
    ['1990-01-14', '1960-01-01', 'far apart'],
    ['1990-05-14', '1990-07-28', 'same year'],
    ['1990', '1990-07-28', 'agrees as far as known'],
    ['1990', '1990', 'agrees as far as known'],
    ['1990-07', '1990-07-28', 'agrees as far as known'],
    ['1990-07', '1990-08-28', 'same year'],
    ['1990-07', '1990-08', 'same year'],
    ['1990', '1991-07-28', 'within two years'],
    ['1990-07', '1960-07-28', 'far apart'],
    ['1990-07', '1990', 'agrees as far as known'],
    ['1990', '2010', 'far apart'],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(birth(a, b)).toBe(expected)
    expect(birth(b, a)).toBe(expected)
  })

  it('say nothing where one is missing', () => {
    expect(birth('', '1990-05-14')).toBeUndefined()
  })

  it('belong to what the names have in common', () => {
    const born = { birthDate: '1990-05-14' }
    const at = (a: Part, b: Part): string | undefined => reached({ ...a, ...born }, { ...b, ...born }).birth
    const ana = { given: ['Ana'], family: ['Paz'] }
    expect(at(ana, { given: ['Pedro'], family: ['Luna'] })).toBe('same day')
    expect(at(ana, { given: ['Pedro'], family: ['Paz'] })).toBe('same day (surnames agree)')
    expect(at({ given: ['Pedro'], family: ['Paz Sol'] }, { given: ['Luis'], family: ['Luna Sol'] })).toBe(
      'same day',
    )
    expect(at(ana, { given: ['Ana'], family: ['Luna'] })).toBe('same day (given names agree)')
    expect(at(ana, ana)).toBe('same day (both names agree)')
    // A part of the given name is not the whole of it.
    expect(at(ana, { given: ['Ana Luisa'], family: ['Paz'] })).toBe('same day (surnames agree)')
    for (const whole of ['Luisa Ana', 'Pepe Luis', 'Bernarod']) {
      const like = { 'Luisa Ana': 'Ana Luisa', 'Pepe Luis': 'José Luis', Bernarod: 'Bernardo' }[whole]!
      expect(at({ given: [like], family: ['Paz'] }, { given: [whole], family: ['Paz'] })).toBe(
        'same day (both names agree)',
      )
    }
  })
})

describe('the other fields', () => {
  it('sex, by whether a given name is shared', () => {
    const sex = (a: Part, b: Part): string | undefined => reached(a, b).sex
    expect(sex({ sex: 'F' }, { sex: 'mujer' })).toBe('same (given names differ)')
    expect(sex({ sex: 'F' }, { sex: 'M' })).toBe('differs (given names differ)')
    expect(sex({ sex: 'F', given: ['Ana'] }, { sex: 'F', given: ['Ana'] })).toBe('same (given names agree)')
    expect(sex({ sex: 'F', given: ['Ana'] }, { sex: 'M', given: ['Ana'] })).toBe(
      'differs (given names agree)',
    )
    expect(sex({ sex: 'F', given: ['Ana'] }, { sex: 'M', given: ['Luis'] })).toBe(
      'differs (given names differ)',
    )
    expect(sex({ sex: 'F' }, {})).toBeUndefined()
    expect(sex({}, { sex: 'F' })).toBeUndefined()
  })

  it('country, by how many come from it', () => {
    const country = (a: string, b: string): string | undefined =>
      reached({ country: a }, { country: b }).country
    expect(country('HN', 'hn')).toBe('same, common')
    expect(country('HT', 'HT')).toBe('same')
    expect(country('AF', 'AF')).toBe('same, rare')
    expect(country('HN', 'HT')).toBe('differs')
    expect(country('HN', '')).toBeUndefined()
    expect(country('', 'HN')).toBeUndefined()
  })

  it('household', () => {
    const home = (a: string, b: string): string | undefined =>
      reached({ household: a }, { household: b }).household
    expect(home('h1', ' h1 ')).toBe('same')
    expect(home('h1', 'h2')).toBe('differs')
    expect(home('h1', '')).toBe('known of one only')
    expect(home('', 'h1')).toBe('known of one only')
    expect(home('', '')).toBeUndefined()
  })

  it('telephone, shared by more than eight as one of many', () => {
    const phone = (a: string, b: string, more = 0): string | undefined =>
      reached(
        { phone: a },
        { phone: b },
        Array.from({ length: more }, () => ({ phone: a })),
      ).phone
    expect(phone('+52 555 123 4567', '5551234567')).toBe('same')
    expect(phone('5551234567', '5551234567', 6)).toBe('same')
    expect(phone('5551234567', '5551234567', 7)).toBe('same, shared by many')
    expect(phone('5551234567', '5551234576')).toBe('one digit off')
    expect(phone('5551234567', '5559876543')).toBe('differs')
    expect(phone('5551234567', '')).toBeUndefined()
    expect(phone('', '5551234567')).toBeUndefined()
  })

  it('document', () => {
    const document = (a: string, b: string): string | undefined =>
      reached({ document: a }, { document: b }).document
    expect(document('A-123 456', 'a123456')).toBe('same')
    expect(document('A123456', 'A123465')).toBe('one character off')
    expect(document('A123456', 'A999999')).toBe('differs')
    expect(document('A123456', '')).toBeUndefined()
    expect(document('', 'A123456')).toBeUndefined()
  })
})

describe('further columns', () => {
  const other = (
    a: readonly (string | null)[],
    b: readonly (string | null)[],
    more: readonly Part[] = [],
  ): (string | undefined)[] => {
    const found = reached({ other: a }, { other: b }, more)
    return a.map((_, k) => found[`other${k + 1}`])
  }
  const crowd = (n: number, value: string): Part[] =>
    Array.from({ length: 1000 }, (_, k) => ({ other: [k < n ? value : `x${k}`] }))

  it('by how many rows hold the value', () => {
    expect(other(['dapto'], ['Dapto'], crowd(0, ''))).toEqual(['same, rare'])
    expect(other(['dapto'], ['dapto'], crowd(1, 'dapto'))).toEqual(['same'])
    expect(other(['dapto'], ['dapto'], crowd(18, 'dapto'))).toEqual(['same'])
    expect(other(['dapto'], ['dapto'], crowd(19, 'dapto'))).toEqual(['same, common'])
  })

  it.each([
    ['north ryde', 'north rdye', 'nearly same'],
    ['north ryde', 'northryde', 'nearly same'],
    ['dapto', 'dapt', 'nearly same'],
    ['ab', 'ac', 'differs'],
    ['abc', 'abd', 'nearly same'],
    ['2500', '2500 ', 'same, common'],
    ['2536', '2563', 'nearly same'],
    ['25361', '13652', 'partly same'],
    ['25361', '25392', 'differs'],
    ['2536', '25361', 'nearly same'],
    ['25361', '253', 'differs'],
    ['cleveland', 'clevelnads', 'nearly same'],
    ['granville street', 'granville road', 'partly same'],
    ['granville', 'penrith', 'differs'],
    ['corio', 'oirocc', 'differs'],
  ])('%s and %s: %s', (a, b, label) => {
    expect(other([a], [b])).toEqual([label])
  })

  it('that stand in the next column, before or after', () => {
    expect(other(['dapto', 'penrith'], ['penrith', 'dapto'])).toEqual([
      'in the next column',
      'in the next column',
    ])
    expect(other(['dapto', '', ''], ['', 'dapto', ''])).toEqual([
      'in the next column',
      'in the next column',
      undefined,
    ])
    expect(other(['dapto', '', 'x'], ['', '', 'dapto'])).toEqual([undefined, undefined, 'differs'])
    expect(other(['dapto'], [null])).toEqual([undefined])
    expect(other([null], ['dapto'])).toEqual([undefined])
  })

  it('after one that agrees belong to another context, each in its turn', () => {
    expect(other(['dapto', 'penrith', 'corio'], ['dapto', 'penrith', 'ryde'])).toEqual([
      'same, common',
      'same, common (another column agrees)',
      'differs (another column agrees)',
    ])
    expect(other(['dapto', 'penrith'], ['ryde', 'penrith'])).toEqual(['differs', 'same, common'])
    expect(other(['north ryde', 'penrith'], ['north rdye', 'penrith'])).toEqual([
      'nearly same',
      'same, common',
    ])
    expect(other(['dapto', ''], ['dapto', ''])).toEqual(['same, common', undefined])
  })

  it('beyond those the comparator looks at do not count', () => {
    const table = new Table()
    table.add({ id: 'a', other: ['dapto', 'ryde'] })
    table.add({ id: 'b', other: ['dapto', 'ryde'] })
    const comparator = new Comparator(table.weigh(), 1)
    comparator.compare(0, 1)
    expect(comparator.extra).toBeLessThan(OTHER_LEVELS)
  })
})

describe('patterns', () => {
  it('name the level of every field and can be spelt out again, seven further columns too', () => {
    const counts = layout(7).map((field) => field.labels.length)
    fc.assert(
      fc.property(fc.tuple(...counts.map((n) => fc.nat({ max: n - 1 }))), (levels) => {
        let core = 0
        for (let f = 0; f < F.phone; f++) core = core * counts[f]! + levels[f]!
        let extra = 0
        for (let f = F.phone; f < counts.length; f++) extra = extra * counts[f]! + levels[f]!
        // Each of the two fits an unsigned 32-bit integer.
        expect(core < 2 ** 31 && extra < 2 ** 32).toBe(true)
        const back = new Uint8Array(counts.length)
        unpack(core, extra, 7, back)
        expect([...back]).toEqual(levels)
      }),
      { numRuns: runs(200) },
    )
    expect(LEVEL_COUNTS.slice(0, 2)).toEqual([counts[0], counts[1]])
  })

  it('are numbered in the order they come, however many', () => {
    const patterns = new Patterns(0)
    const pairs = Array.from({ length: 20_000 }, (_, k) => [(k * 7919) % 400_000, k % 7] as const)
    const distinct = [...new Set(pairs.map(String))]
    const numbers = pairs.map(([core, extra]) => patterns.number(core, extra))
    expect(numbers).toEqual(pairs.map((pair) => distinct.indexOf(String(pair))))
    expect(patterns.count).toBe(distinct.length)
    const levels = new Uint8Array(F.other)
    for (const [n, pair] of distinct.entries()) {
      const [core, extra] = pair.split(',').map(Number)
      unpack(core!, extra!, 0, levels)
      expect([...patterns.levels.subarray(n * F.other, (n + 1) * F.other)]).toEqual([...levels])
    }
    expect(patterns.number(...pairs[0]!)).toBe(0)
  })

  it('are the same in either order of the two records', () => {
    fc.assert(
      fc.property(fc.array(anyRecord('x'), { minLength: 2, maxLength: 2 }), ([a, b]) => {
        reached(a!, b!)
      }),
      { numRuns: runs(300) },
    )
  })
})
