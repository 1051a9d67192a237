import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daysInMonth, dayToText, formatDay, isoDay, partialDay } from '../../../shared/day.ts'
import { columnOrder, orderEvidence, readDate, serialDay } from './census-dates.ts'

const rules = { order: 'day_first', latest: '2022-03-31' } as const

describe('impossible dates are refused with the reason', () => {
  test.each([
    ['31/02/1990', 'day_out_of_range'],
    ['12/13/2090', 'month_out_of_range'],
    ['2023-01-01', 'in_future'],
    ['1 de abril de 2022', 'in_future'],
    ['31 de junio de 1990', 'day_out_of_range'],
    ['1880', 'too_long_ago'],
    ['60', 'not_a_date'],
    ['ayer', 'not_a_date'],
    ['a', 'not_a_date'],
    ['06/07', 'not_a_date'],
    ['99999', 'in_future'],
    ['123456', 'not_a_date'],
    ['13 de brumario de 1979', 'not_a_date'],
    ["1990'; drop table person; --", 'not_a_date'],
    ['=HOY()', 'not_a_date'],
    ['200 años', 'too_long_ago'],
  ])('%s', (text, reason) => {
    expect(readDate(text, rules)).toMatchObject({ ok: false, reason })
  })
  test('a day that only the other order knows is suggested, never taken', () => {
    expect(readDate('12/25/1990', rules)).toEqual({
      ok: false,
      reason: 'month_out_of_range',
      suggestion: '1990-12-25',
    })
    expect(readDate('12/13/2090', rules)).toEqual({ ok: false, reason: 'month_out_of_range' })
  })
})

describe('the shapes municipalities write', () => {
  test.each([
    ['22/08/1996', '1996-08-22'],
    ['2/8/1996', '1996-08-02'],
    ['04-11-02', '2002-11-04'],
    ['04-05-84', '1984-05-04'],
    ['01-04-22', '1922-04-01'],
    ['31-03-22', '2022-03-31'],
    ['2005-05-12', '2005-05-12'],
    ['2005/05/12', '2005-05-12'],
    ['13 de enero de 1979', '1979-01-13'],
    ['13 de Enero del 1979', '1979-01-13'],
    ['13-ene-79', '1979-01-13'],
    ['13ene1979', '1979-01-13'],
    ['1ro de mayo de 1990', '1990-05-01'],
    ['1o de mayo de 1990', '1990-05-01'],
    ['sábado 13 de enero de 1979', '1979-01-13'],
    ['January 13, 1979', '1979-01-13'],
    ['13 janvier 1979', '1979-01-13'],
    ['1er août 1979', '1979-08-01'],
    ['13 janvye 1979', '1979-01-13'],
    ['septiembre de 1990', '1990-09'],
    ['sep-90', '1990-09'],
    ['05/1990', '1990-05'],
    ['1973', '1973'],
    ['38517', '2005-06-14'],
    ['38517.0', '2005-06-14'],
    ['24033', '1965-10-18'],
    ['9500', '1926-01-03'],
    ['19900504', '1990-05-04'],
    ['04051990', '1990-05-04'],
    ['22/08/1996 00:00:00', '1996-08-22'],
    ['1996-08-22T00:00:00.000Z', '1996-08-22'],
    ['22/08/1996 12:00 a. m.', '1996-08-22'],
    ['aprox. 1980', '1980~'],
    ['1980 aprox', '1980~'],
    ['~1980', '1980~'],
    ['1980?', '1980~'],
    ['hacia 1980', '1980~'],
    ['c. 1980', '1980~'],
    ['35 años', '1987~'],
    ['edad: 35 años', '1987~'],
    ['8 meses', '2022~'],
    ['00/00/1990', '1990'],
    ['00/05/1990', '1990-05'],
    ['xx/05/1990', '1990-05'],
    ['??/??/1990', '1990'],
    ['1990-00-00', '1990'],
  ])('%s', (text, expected) => {
    const read = readDate(text, rules)
    expect(read.ok ? dayToText(read.day) : null).toBe(expected)
  })

  test.each([
    '',
    '  ',
    'desconocida',
    'N/D',
    'no sabe',
    'S/D',
    '?',
    '-',
    '00/00/0000',
    'sin dato',
    'inconnu',
    'No recuerda',
  ])('not known: %j', (text) => {
    expect(readDate(text, rules)).toEqual({ ok: true, day: { precision: 'unknown' }, notes: [] })
  })

  test('says what it inferred', () => {
    expect(readDate('04-11-02', rules)).toMatchObject({ notes: ['century_inferred'] })
    expect(readDate('38517', rules)).toMatchObject({ notes: ['serial'] })
    expect(readDate('aprox. 1980', rules)).toMatchObject({ notes: ['approximate'] })
    expect(readDate('35 años', rules)).toMatchObject({ notes: ['from_age'] })
    expect(readDate('00/05/1990', rules)).toMatchObject({ notes: ['partial'] })
  })

  test('the month first where the column is written so', () => {
    const read = readDate('12/25/1990', { ...rules, order: 'month_first' })
    expect(read.ok && dayToText(read.day)).toBe('1990-12-25')
  })
})

test('spreadsheet days around the leap day that never was', () => {
  expect(serialDay(1)).toEqual(partialDay(1900, 1, 1))
  expect(serialDay(59)).toEqual(partialDay(1900, 2, 28))
  expect(serialDay(60)).toBeNull()
  expect(serialDay(61)).toEqual(partialDay(1900, 3, 1))
  expect(serialDay(36526)).toEqual(partialDay(2000, 1, 1))
  expect(serialDay(0)).toBeNull()
})

test('every day of the calendar comes back from every shape', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1930, max: 2021 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat(30),
      (y, m, n) => {
        const d = 1 + (n % daysInMonth(y, m))
        const p = (v: number) => String(v).padStart(2, '0')
        const days = Date.UTC(y, m - 1, d) / 86_400_000 + 25_569
        const shapes = [
          `${p(d)}/${p(m)}/${y}`,
          `${d}.${m}.${y}`,
          isoDay(y, m, d),
          formatDay(partialDay(y, m, d), 'es'),
          formatDay(partialDay(y, m, d), 'fr'),
          formatDay(partialDay(y, m, d), 'ht'),
          formatDay(partialDay(y, m, d), 'en'),
          formatDay(partialDay(y, m, d), 'pt'),
          String(days),
        ]
        for (const shape of shapes)
          expect(readDate(shape, rules), shape).toMatchObject({ ok: true, day: partialDay(y, m, d) })
      },
    ),
  )
})

test('no text breaks it', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789/-. deañoene~?') })),
      (text) => {
        const read = readDate(text, rules)
        if (read.ok && read.day.year !== undefined) expect(read.day.year).toBeLessThanOrEqual(2022 + 2)
      },
    ),
  )
})

describe('the order of a column', () => {
  const of = (...cells: string[]) => {
    const evidence = { dayFirst: 0, monthFirst: 0, either: 0 }
    for (const cell of cells) {
      const says = orderEvidence(cell, '2022-03-31')
      if (says) evidence[says]++
    }
    return columnOrder(evidence)
  }
  test('is what it says itself', () => {
    expect(of('22/08/1996', '04/05/1990')).toEqual({ order: 'day_first', mixed: false })
    expect(of('08/22/1996', '04/05/1990')).toEqual({ order: 'month_first', mixed: false })
    expect(of('04/05/1990', '1990-05-04', '')).toEqual({ order: 'day_first', mixed: false })
  })
  test('a few odd ones among many are faults; an even mixture is a question', () => {
    expect(of(...Array(200).fill('22/08/1996'), '12/13/1990')).toEqual({ order: 'day_first', mixed: false })
    expect(of('22/08/1996', '23/08/1996', '24/08/1996', '12/13/2090').mixed).toBe(false)
    expect(of('22/08/1996', '23/08/1996', '08/22/1996', '08/25/1996').mixed).toBe(true)
  })
})
