import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ageBounds,
  ageGroup,
  checkDay,
  compareDays,
  dayLanguages,
  daysInMonth,
  dayToText,
  formatDay,
  fromStored,
  indexAgeGroup,
  isMinor,
  isoDay,
  isoToday,
  mayBeSameDay,
  monthNames,
  type PartialDay,
  parseDay,
  partialDay,
  span,
  toStored,
  unknownDay,
  yearsBetween,
} from './day.ts'

const anyDay: fc.Arbitrary<PartialDay> = fc
  .record({
    year: fc.integer({ min: 1900, max: 2030 }),
    month: fc.integer({ min: 1, max: 12 }),
    n: fc.nat(400),
  })
  .chain(({ year, month, n }) => {
    const day = 1 + (n % daysInMonth(year, month))
    return fc.constantFrom(
      partialDay(year, month, day),
      partialDay(year, month),
      partialDay(year),
      partialDay(year, undefined, undefined, true),
      unknownDay,
    )
  })

describe('what no calendar has is refused, with the reason', () => {
  test.each([
    ['31/02/1990', 'day_out_of_range'],
    ['29/02/1900', 'day_out_of_range'],
    ['12/13/2090', 'month_out_of_range'],
    ['00/05/1990', 'day_out_of_range'],
    ['1990-00', 'month_out_of_range'],
    ['0099-01-01', 'year_out_of_range'],
    ['nunca', 'not_a_date'],
    ['1990-05-04T00:00', 'not_a_date'],
    ["1990'; drop table person; --", 'not_a_date'],
    ['04/05/2022', 'in_future'],
    ['2023', 'in_future'],
    ['~2023', 'in_future'],
    ['1899', 'too_long_ago'],
  ])('%s', (text, reason) => {
    expect(parseDay(text, '2022-03-31')).toEqual({ ok: false, reason })
  })

  test('parts that contradict the stated precision', () => {
    expect(checkDay({ year: 1990, precision: 'day' }).ok).toBe(false)
    expect(checkDay({ precision: 'year' }).ok).toBe(false)
    expect(checkDay({ year: 1990.5, precision: 'year' }).ok).toBe(false)
    expect(checkDay({ year: 1990, month: 2, day: Number.NaN, precision: 'day' }).ok).toBe(false)
  })
})

describe('what is known in part stays so', () => {
  test.each([
    ['04/05/1990', '1990-05-04'],
    ['1990-05-04', '1990-05-04'],
    ['29/02/2004', '2004-02-29'],
    ['05/1990', '1990-05'],
    ['1990', '1990'],
    ['~1990', '1990~'],
    ['', 'XXXX'],
  ])('%s', (text, stored) => {
    const read = parseDay(text, '2022-03-31')
    expect(read.ok && dayToText(read.day)).toBe(stored)
  })

  test('a year that has begun may be the year of birth', () => {
    expect(parseDay('2022', '2022-03-31').ok).toBe(true)
  })

  test('text and columns give back what was put in', () => {
    fc.assert(
      fc.property(anyDay, (d) => {
        expect(fromStored(toStored(d))).toEqual(d)
        expect(parseDay(dayToText(d))).toEqual({ ok: true, day: d })
      }),
    )
  })

  test('surplus parts are dropped', () => {
    expect(checkDay({ year: 1990, month: 7, day: 3, precision: 'year' })).toEqual({
      ok: true,
      day: { year: 1990, precision: 'year' },
    })
  })
})

describe('order', () => {
  test('is total, and sorts the unknown last', () => {
    fc.assert(
      fc.property(anyDay, anyDay, anyDay, (a, b, c) => {
        expect(Math.sign(compareDays(a, b)) + Math.sign(compareDays(b, a))).toBe(0)
        if (compareDays(a, b) === 0) expect(a).toEqual(b)
        if (compareDays(a, b) <= 0 && compareDays(b, c) <= 0) expect(compareDays(a, c)).toBeLessThanOrEqual(0)
        expect(compareDays(a, unknownDay)).toBeLessThanOrEqual(0)
      }),
    )
  })

  test('a year and a day inside it may be the same; two days may not', () => {
    expect(mayBeSameDay(partialDay(1990), partialDay(1990, 5, 4))).toBe(true)
    expect(mayBeSameDay(partialDay(1990, 5, 4), partialDay(1990, 4, 5))).toBe(false)
    expect(mayBeSameDay(partialDay(1990, undefined, undefined, true), partialDay(1992))).toBe(true)
    expect(mayBeSameDay(unknownDay, partialDay(1992))).toBe(true)
  })
})

describe('age', () => {
  test('birthdays, the leap day among them', () => {
    expect(yearsBetween('2004-02-29', '2022-02-28')).toBe(17)
    expect(yearsBetween('2004-02-29', '2022-03-01')).toBe(18)
    expect(ageBounds(partialDay(2004), '2022-03-31')).toEqual({ min: 17, max: 18 })
    expect(ageBounds(unknownDay, '2022-03-31')).toBeNull()
  })

  test('the bounds hold every day the date can be', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 2000, max: 2060 }), (d, year) => {
        const on = isoDay(year, 6, 15)
        const s = span(d)
        const bounds = ageBounds(d, on)
        if (!s || !bounds) return
        for (const born of [s.first, s.last]) {
          const age = Math.max(0, yearsBetween(born, on))
          expect(age).toBeGreaterThanOrEqual(bounds.min)
          expect(age).toBeLessThanOrEqual(bounds.max)
        }
      }),
    )
  })

  test('a group only where one is certain', () => {
    expect(ageGroup(partialDay(2022, 1, 1), '2022-03-31')).toBe('0-4')
    expect(ageGroup(partialDay(1962, 3, 31), '2022-03-31')).toBe('60+')
    expect(ageGroup(partialDay(1962, 4, 1), '2022-03-31')).toBe('45-59')
    expect(ageGroup(partialDay(1980), '2022-03-31')).toBe('30-44')
    expect(ageGroup(partialDay(2004), '2022-03-31')).toBeNull()
    expect(indexAgeGroup(partialDay(2004), '2022-03-31')).toBeNull()
    expect(indexAgeGroup(partialDay(2010, 3, 31), '2022-03-31')).toBe('12-17')
    expect(indexAgeGroup(partialDay(2010, 4, 1), '2022-03-31')).toBe('0-11')
    expect(indexAgeGroup(unknownDay, '2022-03-31')).toBeNull()
    expect(isMinor(partialDay(2004), '2022-03-31')).toBeNull()
    expect(isMinor(partialDay(2005), '2022-03-31')).toBe(true)
    expect(isMinor(partialDay(2003), '2022-03-31')).toBe(false)
  })
})

describe('words', () => {
  test('a sentence of a day', () => {
    expect(formatDay(partialDay(1979, 1, 13), 'es')).toBe('13 de enero de 1979')
    expect(formatDay(partialDay(1979, 1, 1), 'ht')).toBe('1ye janvye 1979')
    expect(formatDay(partialDay(1979, 8), 'en')).toBe('August 1979')
    expect(formatDay(partialDay(1979, undefined, undefined, true), 'fr')).toBe('vers 1979')
    expect(formatDay(unknownDay, 'pt')).toBe('não se sabe')
  })
  test('twelve months in every language', () => {
    for (const language of dayLanguages) expect(new Set(monthNames[language]).size).toBe(12)
  })
})

test('today is the day where people live', () => {
  expect(isoToday(new Date('2022-04-01T05:30:00Z'))).toBe('2022-03-31')
  expect(isoToday(new Date('2022-04-01T05:30:00Z'), 'UTC')).toBe('2022-04-01')
  expect(isoToday(new Date('2022-04-01T06:30:00Z'), 'America/Tijuana')).toBe('2022-03-31')
})
