import { expect, test } from 'vitest'
import { readPhone, typePhone } from './phone.ts'

test('a number as people say it', () => {
  expect(readPhone({ country: 'MX', number: '686 123 45 67' })).toBe('+526861234567')
  expect(readPhone({ country: 'HT', number: '(34) 12-34-56' })).toBe('+50934123456')
  expect(readPhone({ country: 'MX', number: '+509 3412 3456' })).toBe('+50934123456')
  expect(readPhone({ country: 'other', number: '0049 30 1234567' })).toBe('+49301234567')
})

test('what cannot be a telephone', () => {
  expect(readPhone({ country: 'MX', number: '' })).toBeUndefined()
  expect(readPhone({ country: 'MX', number: 'no tiene' })).toBeUndefined()
  expect(readPhone({ country: 'other', number: '686 123 45 67' })).toBeUndefined()
  expect(readPhone({ country: 'MX', number: '1234567890123456' })).toBeUndefined()
})

test('stored numbers come back as typed', () => {
  expect(typePhone('+526861234567')).toEqual({ country: 'MX', number: '6861234567' })
  expect(typePhone('+50934123456')).toEqual({ country: 'HT', number: '34123456' })
  expect(typePhone('686 555 0142')).toEqual({ country: 'MX', number: '686 555 0142' })
  expect(typePhone('+49301234567')).toEqual({ country: 'other', number: '+49301234567' })
})
