import { describe, expect, it } from 'vitest'
import { firstGuess, nameShapes } from '../../src/fit/start.ts'
import { type PersonRecord, Register } from '../../src/index.ts'
import { BUCKETS, RARITY } from '../../src/levels.ts'
import { contextSums, flatOf, place } from './counted.ts'

function tableOf(records: readonly PersonRecord[]): Register['table'] {
  const filled = new Register()
  for (const record of records) filled.add(record)
  return filled.table.weigh()
}

/** Rarity by rarity, from the names alone: how many rows bear a name of it, and how often two agree there. */
function byHand(
  records: readonly PersonRecord[],
  part: 'given' | 'family',
): { mass: number[]; chance: number[] } {
  const rows = records.length
  const count = (name: string, country?: string): number =>
    records.filter((r) => (country === undefined || r.country === country) && r[part]?.includes(name)).length
  const lived = (country: string): number => records.filter((r) => r.country === country).length
  const mass = new Array<number>(2 * BUCKETS).fill(0)
  const chance = new Array<number>(2 * BUCKETS).fill(0)
  for (const c of [0, 1]) {
    const rowsHere = records
      .filter((r) => (r[part] ?? []).length > 0 && (c === 0 || r.country))
      .map((r) => {
        const information = r[part]!.map((name) => {
          const overall = (count(name) + 0.5) / (rows + 1)
          const f = c === 0 ? overall : (count(name, r.country!) + 30 * overall) / (lived(r.country!) + 30)
          return Math.round(-4 * Math.log2(f)) / 4
        }).reduce((sum, bits) => sum + bits, 0)
        return { information, weight: c === 0 ? 1 : lived(r.country!) / rows }
      })
    const total = rowsHere.reduce((sum, { weight }) => sum + weight, 0)
    for (const { information, weight } of rowsHere) {
      const bucket = RARITY.filter((from) => information >= from).length
      mass[c * BUCKETS + bucket]! += weight / total
      chance[c * BUCKETS + bucket]! += (weight * 2 ** -information) / total
    }
  }
  return { mass, chance }
}

describe('names by rarity', () => {
  // A few names of many, many of few; two given names together are rarer than one.
  const records: PersonRecord[] = Array.from({ length: 400 }, (_, k) => ({
    id: `${k}`,
    given: k % 7 === 0 ? [] : k % 3 === 0 ? ['Ana', `Q${'abcdefghij'[k % 10]}x`] : [k % 5 ? 'Ana' : 'Luis'],
    family:
      k % 4 === 0 ? [`S${'abcdefghij'[k % 10]}${'aeiou'[k % 5]}rt`, `T${'klmnp'[k % 5]}o`] : [`W${k % 2}z`],
    country: ['HN', 'HN', 'HN', 'HT', ''][k % 5]!,
  }))
  records.push({ id: 'rare', given: ['Xochiquetzal', 'Wenceslao'], family: ['Zzyzx', 'Quux'], country: 'HT' })
  // Six of four hundred: six bits, where "very common" ends.
  for (let k = 0; k < 6; k++)
    records.push({ id: `six${k}`, given: ['Sixta'], family: ['Sixt'], country: 'HN' })
  const table = tableOf(records)

  it.each(['given', 'family'] as const)(
    '%s: how many bear them, and how often two agree by chance',
    (part) => {
      const { mass, chance } = nameShapes(table, part === 'family')
      const expected = byHand(records, part)
      expect(expected.mass.filter((share) => share > 0).length).toBeGreaterThan(3)
      for (let k = 0; k < 2 * BUCKETS; k++) {
        expect(mass[k]).toBeCloseTo(expected.mass[k]!, 12)
        expect(chance[k]).toBeCloseTo(expected.chance[k]!, 12)
      }
    },
  )

  it('without names there is nothing to share', () => {
    const { mass, chance } = nameShapes(tableOf([{ id: 'a', country: 'HN' }]), false)
    expect([...mass, ...chance]).toEqual(new Array(20).fill(0))
  })
})

describe('the first guess of how one person agrees with itself', () => {
  const flat = flatOf(1)
  const given = Float64Array.of(0.5, 0.3, 0.1, 0.1, 0, 0.2, 0.2, 0.2, 0.2, 0.2)
  const family = Float64Array.of(0, 0.1, 0.2, 0.3, 0.4, 0, 0, 0, 0.5, 0.5)
  const guess = firstGuess(flat, [{ mass: given }, { mass: family }])
  const of = (name: string, label: string): number => guess[place(flat, name, label)]!

  it('is one of probabilities', () => {
    expect(guess.length).toBe(flat.offsets[flat.fields.length])
    expect(guess.every((p) => p > 0 && p <= 1)).toBe(true)
    for (const { field, sum } of contextSums(flat, guess)) expect(sum, field).toBeCloseTo(1, 12)
  })

  it('names agree as rarely as they are rare, and never less than a little', () => {
    for (const [name, mass] of [
      ['given', given],
      ['family', family],
    ] as const) {
      for (const [c, context] of ['', ' (same country)'].entries()) {
        for (const kind of ['exact', 'part similar', 'conflict']) {
          const one = of(name, `${kind}, rare${context}`) / mass[c * BUCKETS + 3]!
          for (const [b, rarity] of ['very common', 'common', 'usual', 'rare', 'very rare'].entries())
            expect(of(name, `${kind}, ${rarity}${context}`) / one).toBeCloseTo(
              Math.max(0.02, mass[c * BUCKETS + b]!),
              12,
            )
        }
        const share = (start: string): number =>
          ['very common', 'common', 'usual', 'rare', 'very rare'].reduce(
            (sum, rarity) => sum + of(name, `${start}, ${rarity}${context}`),
            0,
          )
        expect(share('exact')).toBeGreaterThan(0.65)
        expect(share('exact') / share('part')).toBeCloseTo(7, 12)
        expect(of(name, `different${context}`)).toBeGreaterThan(0.005)
        expect(of(name, `different${context}`)).toBeLessThan(0.01)
        expect(of(name, `initial${context}`)).toBe(of(name, `different${context}`))
      }
    }
  })

  it('dates mostly are the same, whatever the names', () => {
    for (const context of ['', ' (surnames agree)', ' (given names agree)', ' (both names agree)']) {
      expect(of('birth', `same day${context}`)).toBeGreaterThan(0.7)
      expect(of('birth', `same year, one on 1 January${context}`)).toBeGreaterThan(
        of('birth', `far apart${context}`),
      )
      expect(of('birth', `agrees as far as known${context}`)).toBeCloseTo(0.05 / 1.05, 2)
    }
  })

  it.each([
    ['order', 'straight', 'given and family swapped'],
    ['order', 'straight (one surname)', 'given and family swapped (one surname)'],
    ['sex', 'same (given names agree)', 'differs (given names agree)'],
    ['country', 'same, rare', 'differs'],
    ['household', 'same', 'differs'],
    ['phone', 'same', 'differs'],
    ['document', 'same', 'one character off'],
    ['other1', 'same', 'differs'],
    ['other1', 'same, rare (another column agrees)', 'differs (another column agrees)'],
  ])('%s: rather %s than %s', (name, more, less) => {
    expect(of(name, more)).toBeGreaterThan(1.5 * of(name, less))
  })
})
