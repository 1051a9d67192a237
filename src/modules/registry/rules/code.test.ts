import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCode, makeCode, parseCode } from './code.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const bytes = fc.uint8Array({ minLength: 5, maxLength: 5 })

describe('what is not a code is refused', () => {
  test.each(['', ' ', '0', '123456789012', 'K7M2-9QPX', '🌟🌟🌟🌟🌟🌟🌟🌟🌟', "' or 1=1;"])('%j', (text) => {
    expect(parseCode(text)).toEqual({ ok: false, reason: 'not_a_code' })
  })

  test('every single wrong character', () => {
    fc.assert(
      fc.property(bytes, fc.nat(8), fc.constantFrom(...alphabet), (random, at, sign) => {
        const code = makeCode(random)
        fc.pre(code[at] !== sign)
        expect(parseCode(code.slice(0, at) + sign + code.slice(at + 1))).toEqual({
          ok: false,
          reason: 'check_failed',
        })
      }),
    )
  })

  test('every two characters exchanged', () => {
    fc.assert(
      fc.property(bytes, fc.nat(8), fc.nat(8), (random, i, j) => {
        const signs = [...makeCode(random)]
        fc.pre(signs[i] !== signs[j])
        ;[signs[i], signs[j]] = [signs[j]!, signs[i]!]
        expect(parseCode(signs.join(''))).toEqual({ ok: false, reason: 'check_failed' })
      }),
    )
  })

  test('too little chance', () => {
    expect(() => makeCode(new Uint8Array(4))).toThrow(RangeError)
  })
})

test('a code reads back, however it is typed', () => {
  fc.assert(
    fc.property(bytes, (random) => {
      const code = makeCode(random)
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{9}$/)
      const typed = ` ${formatCode(code).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' ')} `
      expect(parseCode(typed)).toEqual({ ok: true, code })
    }),
  )
})

test('the eight characters carry all forty bits', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(makeCode(a) === makeCode(b)).toBe(Buffer.from(a).equals(Buffer.from(b)))
    }),
  )
})
