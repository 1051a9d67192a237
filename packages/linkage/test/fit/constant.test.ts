import { expect, it } from 'vitest'
import { constantFields } from '../../src/fit/constant.ts'
import { type PersonRecord, Register } from '../../src/index.ts'

const all: PersonRecord = {
  id: 'x',
  given: ['Ana', 'Luz'],
  family: ['Paz'],
  birthDate: '1990-05-14',
  sex: 'F',
  country: 'HN',
  household: 'h1',
  phone: '5551112222',
  document: 'AAA111',
  other: ['x', 'y'],
}
const other: PersonRecord = {
  id: 'y',
  given: ['Ana'],
  family: ['Luna'],
  birthDate: '1990-05-15',
  sex: 'M',
  country: 'HT',
  household: 'h2',
  phone: '5551112223',
  document: 'AAA112',
  other: ['z', 'w'],
}
const FIELDS = ['given', 'family', 'birth', 'sex', 'country', 'household', 'phone', 'document']

function constant(...records: PersonRecord[]): string[] {
  const filled = new Register()
  for (const record of records) filled.add(record)
  return constantFields(filled.table)
}

it('are those of one value only, in their order', () => {
  expect(constant(all, all)).toEqual([...FIELDS, 'other1', 'other2'])
  expect(constant(all, other)).toEqual([])
  expect(constant(all, all, all, other)).toEqual([])
  expect(constant(other, all, all)).toEqual([])
})

it.each(FIELDS)('each by itself: %s', (name) => {
  const part = name === 'birth' ? 'birthDate' : name
  expect(constant(all, { ...other, [part]: all[part as keyof PersonRecord] })).toEqual([name])
})

it('a blank says nothing', () => {
  const blank: PersonRecord = { id: 'z' }
  expect(constant(blank, all, blank, all, blank)).toEqual([...FIELDS, 'other1', 'other2'])
  expect(constant(blank, blank)).toEqual([])
  expect(constant()).toEqual([])
})

it('a value seen once is not known to be the only one', () => {
  expect(constant(all)).toEqual([])
  expect(constant(all, { id: 'z', sex: 'F' })).toEqual(['sex'])
})

it('dates are one where year, month and day are; a date unknown but for its day is none', () => {
  const of = (...dates: string[]): string[] =>
    constant(...dates.map((birthDate, k) => ({ id: `${k}`, birthDate })))
  expect(of('1990-05-14', '1990-05-14')).toEqual(['birth'])
  expect(of('1990-05-14', '1991-05-14')).toEqual([])
  expect(of('1990-05-14', '1990-06-14')).toEqual([])
  expect(of('1990', '', '1990')).toEqual(['birth'])
})

it('further columns one by one', () => {
  const of = (...rows: string[][]): string[] =>
    constant(...rows.map((one, k) => ({ id: `${k}`, other: one })))
  expect(of(['x', 'y'], ['x', 'z'], ['x', 'y'])).toEqual(['other1'])
  expect(of(['x', 'y', 'q'], ['w', 'y'], ['x', 'y', 'q'])).toEqual(['other2', 'other3'])
})
