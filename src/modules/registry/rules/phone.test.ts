import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalisePhone, readPhones } from './phone.ts'

describe('what is no telephone is refused', () => {
  test.each([
    '',
    'no tiene',
    '0000000000',
    '1111111111',
    '123',
    '6.86184E+09',
    "'; --",
    '9'.repeat(30),
    '555-1234',
    '99999999',
  ])('%j', (text) => {
    expect(normalisePhone(text)).toBe('')
  })
})

describe('one number, however it is said', () => {
  test.each([
    '6865550101',
    '686 555 0101',
    '(686) 555-01-01',
    '044 686 555 0101',
    '045-686-555-0101',
    '01 686 555 0101',
    '+52 686 555 0101',
    '52 1 686 555 0101',
    '+5216865550101',
    '0052 686 5550101',
    '526865550101',
  ])('%s', (text) => {
    expect(normalisePhone(text)).toBe('+526865550101')
  })
  test.each([
    ['+509 3701 0203', '+50937010203'],
    ['50937010203', '+50937010203'],
    ['+1 (619) 555-0101', '+16195550101'],
    ['16195550101', '+16195550101'],
    ['50498765432', '+50498765432'],
    ['+56 9 8765 4321', '+56987654321'],
  ])('%s', (text, phone) => {
    expect(normalisePhone(text)).toBe(phone)
  })
  test('saying it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+ -()'), maxLength: 20 }), (text) => {
        const phone = normalisePhone(text)
        if (phone) expect(normalisePhone(phone)).toBe(phone)
      }),
    )
  })
})

test('several in one cell, words beside them', () => {
  expect(readPhones('686 555 0101 (mamá) / 686-555-0102')).toEqual({
    phones: ['+526865550101', '+526865550102'],
    unread: false,
  })
  expect(readPhones('6865550101.0')).toEqual({ phones: ['+526865550101'], unread: false })
  expect(readPhones('Cel. 6865550101')).toEqual({ phones: ['+526865550101'], unread: false })
  expect(readPhones('no tiene')).toEqual({ phones: [], unread: false })
  expect(readPhones('preguntar a Ana')).toEqual({ phones: [], unread: true })
  expect(readPhones('6.86184E+09')).toEqual({ phones: [], unread: true })
  expect(readPhones('555 01')).toEqual({ phones: [], unread: true })
})
