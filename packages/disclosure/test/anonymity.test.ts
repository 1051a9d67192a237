import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anonymity, certainCells, isSmall, mayShowRate, readColumns, readCsv } from '../src/index.ts'

describe('k-anonymity and l-diversity', () => {
  it('reproduces the frequencies of sdcMicro', () => {
    // The printed fk and Fk of its test; the records that have them are ours.
    const keys = ['1 1 1', '2 1 1', '1 1 1', '1 3 1', '4 3 4', '4 3 4', '6 2 1', '1 1 1'].map((line) =>
      line.split(' '),
    )
    const weights = [18, 45.5, 39, 17, 92, 8, 123.5, 51]
    const found = anonymity(keys, weights)
    expect(found.fk).toEqual([3, 1, 3, 1, 2, 2, 1, 3])
    expect(found.Fk).toEqual([108, 45.5, 108, 17, 100, 100, 123.5, 108])
    expect(found).toMatchObject({ uniques: 3, uniqueRows: [1, 3, 6], k: 1, l: null, lRow: null })
  })

  it('counts distinct sensitive values, also where a key is missing', () => {
    // The groups of sdcMicro's own test of l-diversity.
    const keys = [
      ...Array(3).fill(['female', '', 'other']),
      ...Array(2).fill(['male', 'teacher', 'other']),
      ...Array(2).fill(['female', 'nurse', 'majority']),
    ]
    const found = anonymity(keys, undefined, ['1', '0', '2', '1', '0', '0', '1'])
    expect(found.lRow).toEqual([3, 3, 3, 2, 2, 2, 2])
    expect(found).toMatchObject({ k: 2, l: 2, uniques: 0, Fk: [3, 3, 3, 2, 2, 2, 2] })
  })

  it('agrees with comparing every pair', () => {
    const record = fc.tuple(fc.constantFrom('a', 'b', ''), fc.constantFrom('x', 'y'))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(record, fc.nat(9), fc.constantFrom('p', 'q', 'r')), {
          minLength: 1,
          maxLength: 30,
        }),
        (rows) => {
          const found = anonymity(
            rows.map(([keys]) => keys),
            rows.map(([, weight]) => weight),
            rows.map(([, , value]) => value),
          )
          rows.forEach(([keys], i) => {
            const same = rows.filter(([other]) => other[0] === keys[0] && other[1] === keys[1])
            expect(found.fk[i]).toBe(same.length)
            expect(found.Fk[i]).toBe(same.reduce((s, [, weight]) => s + weight, 0))
            expect(found.lRow![i]).toBe(new Set(same.map(([, , value]) => value)).size)
          })
          expect(found.k).toBe(Math.min(...found.fk))
          expect(found.l).toBe(Math.min(...found.lRow!))
        },
      ),
    )
  })

  it('does not confuse records whose keys join to the same text', () => {
    expect(
      anonymity([
        ['a,b', 'c'],
        ['a', 'b,c'],
      ]).fk,
    ).toEqual([1, 1])
  })

  it('refuses what does not fit', () => {
    expect(() => anonymity([])).toThrow('records: there are none')
    expect(() => anonymity([['a'], ['a', 'b']])).toThrow('records[1]: has 2 keys, not 1')
    expect(() => anonymity([['a']], [1, 2])).toThrow('weights: 2 weights for 1 records')
    expect(() => anonymity([['a']], [-1])).toThrow('weights[0]: -1 is not a weight')
    expect(() => anonymity([['a']], [Number.NaN])).toThrow('weights[0]')
    expect(() => anonymity([['a']], undefined, [])).toThrow('sensitive: 0 values for 1 records')
  })
})

describe('comma-separated values', () => {
  it('come back as they were written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', '"', '\n', ';'), maxLength: 6 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        (rows, end) => {
          const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
          const text = `a,b,c${end}${rows.map((row) => row.map(quote).join(',')).join(end)}${end}`
          const { header, records, lines } = readCsv(text)
          expect({ header, records }).toEqual({
            header: ['a', 'b', 'c'],
            records: rows.map((row) => [...row]),
          })
          // A record begins on the line after all those that the ones before it take.
          rows.forEach((_, i) => {
            const before = rows.slice(0, i).map((row) => row.map(quote).join(','))
            expect(lines[i]).toBe(2 + before.join('\n').split('\n').length - (i === 0 ? 1 : 0))
          })
        },
      ),
    )
  })

  it('may start with a byte order mark, hold blank lines and lack a last line end', () => {
    expect(readCsv('\ufeffa,b\n1,2\n\n3,"4"')).toEqual({
      header: ['a', 'b'],
      records: [
        ['1', '2'],
        ['3', '4'],
      ],
      lines: [2, 4],
    })
    expect(readCsv('a\n""\n')).toEqual({ header: ['a'], records: [['']], lines: [2] })
    expect(readCsv('a,b\n\ufeffx,1').records).toEqual([['\ufeffx', '1']])
    expect(readCsv('a,b\nx"y,"z"\n').records).toEqual([['x"y', 'z']])
  })

  it('are refused with the line', () => {
    expect(() => readCsv('a,b\n1,"2\n3\n')).toThrow('line 2: a quote is never closed')
    expect(() => readCsv('a,b\n"1\n2",3\n4\n')).toThrow('line 4: has 1 fields, the header 2')
    expect(() => readCsv('')).toThrow('line 1: the file is empty')
    expect(() => readColumns(['a', 'b'], [['1', '2']], ['c'])).toThrow('columns: "c" is not one of a, b')
    expect(() => readColumns(['a', 'b', 'a'], [['1', '2', '3']], ['b', 'a'])).toThrow(
      'columns: "a" appears twice',
    )
    expect(readColumns(['a', 'b', 'b'], [['1', '2', '3']], ['a'])).toEqual([['1']])
    expect(readColumns(['a', 'b'], [['1', '2']], ['b', 'a'])).toEqual([['2', '1']])
  })
})

describe('the rule', () => {
  it('hides one to nine, not zero nor ten', () => {
    expect([0, 1, 9, 10].map((count) => isSmall(count))).toEqual([false, true, true, false])
    expect(isSmall(2, { minCount: 3, minDenominator: 30 })).toBe(true)
    expect(isSmall(3, { minCount: 3, minDenominator: 30 })).toBe(false)
  })

  it('shows rates on thirty or more, where neither part is small', () => {
    expect(mayShowRate(15, 30)).toBe(true)
    expect(mayShowRate(14, 29)).toBe(false)
    expect(mayShowRate(0, 30)).toBe(true)
    expect(mayShowRate(30, 30)).toBe(true)
    expect(mayShowRate(0, 29)).toBe(false)
    expect(mayShowRate(9, 100)).toBe(false)
    expect(mayShowRate(91, 100)).toBe(false)
    expect(mayShowRate(90, 100)).toBe(true)
  })

  it('finds what is certain about few', () => {
    expect(certainCells([0, 29, 0])).toEqual([0, 1, 2])
    expect(certainCells([0, 30])).toEqual([])
    expect(certainCells([0, 0])).toEqual([])
    expect(certainCells([3, 4, 0])).toEqual([2])
    expect(certainCells([10, 15])).toEqual([])
  })
})
