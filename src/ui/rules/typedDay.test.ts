import { expect, test } from 'vitest'
import { emptyDay, readDay, typeDay } from './typedDay.ts'

const typed = (day: string, month: string, year: string, more = {}) => ({
  ...emptyDay,
  day,
  month,
  year,
  ...more,
})

test('three boxes, or fewer, are a day, a month or a year', () => {
  expect(readDay(typed('4', '05', '1990'))).toEqual({
    ok: true,
    day: { year: 1990, month: 5, day: 4, precision: 'day' },
  })
  expect(readDay(typed('', '5', '1990'))).toMatchObject({ day: { precision: 'month' } })
  expect(readDay(typed('', '', ' 1990 '))).toMatchObject({ day: { precision: 'year' } })
  expect(readDay(typed('', '', '1990', { about: true }))).toEqual({
    ok: true,
    day: { year: 1990, precision: 'about' },
  })
})

test('not known is an answer, nothing typed is not', () => {
  expect(readDay(typed('', '', '', { unknown: true }))).toEqual({ ok: true, day: { precision: 'unknown' } })
  expect(readDay(emptyDay)).toEqual({ ok: false, reason: 'missing' })
})

test('slips are told, not guessed', () => {
  expect(readDay(typed('31', '2', '1990'))).toEqual({ ok: false, reason: 'day_out_of_range' })
  expect(readDay(typed('4', '', '1990'))).toEqual({ ok: false, reason: 'not_a_date' })
  expect(readDay(typed('4', '5', ''))).toEqual({ ok: false, reason: 'not_a_date' })
  expect(readDay(typed('a', '5', '1990'))).toEqual({ ok: false, reason: 'not_a_date' })
  expect(readDay(typed('', '', '2030'), '2026-11-20')).toEqual({ ok: false, reason: 'in_future' })
})

test('what was read comes back as it can be typed', () => {
  for (const day of [
    typed('4', '5', '1990'),
    typed('', '', '1990', { about: true }),
    typed('', '5', '1990'),
  ]) {
    const read = readDay(day)
    expect(read.ok && typeDay(read.day)).toEqual(day)
  }
})
