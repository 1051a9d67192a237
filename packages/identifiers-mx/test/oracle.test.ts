// Against npm `stdnum` (MIT), on values made up here: random letters, dates and endings, no names.
import fc from 'fast-check'
import { stdnum } from 'stdnum'
import { describe, expect, it } from 'vitest'
import { states, validateCurp, validateNss, validateRfc } from '../src/index.ts'
import { curpWords, rfcWords } from '../src/words.ts'

const { curp: theirCurp, rfc: theirRfc } = stdnum.MX as unknown as {
  curp: { validate(v: string): { isValid: boolean } }
  rfc: { validate(v: string): { isValid: boolean } }
}

const from = (letters: string) => fc.constantFrom(...letters)
const text = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((p) => p.join(''))
const two = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'))
const az = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const consonants = 'BCDFGHJKLMNPQRSTVWXYZ'
const date = text(two(99), two(13), two(32))
const curpLike = text(
  ...[from(az), from('AEIOUX'), from(az), from(az), date, from('HMX')],
  fc.constantFrom(...states.keys(), 'XX'),
  ...[from(consonants), from(consonants), from(consonants), from('0123456789ABCDZ')],
)
const rfcLike = text(
  ...[from(`${az}Ñ&`), from(az), from(az), from(az), date],
  ...[from('123456789ABCDEFGHIJKLMNPQRSTUV'), from('123456789ABCDEFGHIJKLMNPQRSTUVWXYZ')],
)

describe('stdnum agrees', () => {
  it('on CURP, for every last digit, apart from birth dates of this century', () => {
    fc.assert(
      fc.property(curpLike, (beginning) => {
        const verdicts = [...'0123456789'].map((d) => {
          const mine = validateCurp(beginning + d)
          // stdnum checks the date without its century, so 29 February 1900 passes there.
          const leapOfTheCentury = beginning.slice(4, 10) === '000229' && /\d/.test(beginning[16] ?? '')
          if (!leapOfTheCentury && !mine.generic)
            expect(mine.valid, beginning + d).toBe(theirCurp.validate(beginning + d).isValid)
          return mine.valid
        })
        expect(verdicts.filter(Boolean).length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })

  it('on RFC: all that is valid here is valid there; what is only valid there has the old alphabet’s digit', () => {
    fc.assert(
      fc.property(rfcLike, (beginning) => {
        for (const d of '0123456789A') {
          const mine = validateRfc(beginning + d)
          const theirs = theirRfc.validate(beginning + d).isValid
          if (mine.valid) expect(theirs, beginning + d).toBe(true)
          else if (theirs) expect(mine.problems.map((p) => p.code)).toEqual(['check_digit'])
        }
      }),
      { numRuns: 500 },
    )
  })

  it('on every inconvenient word', () => {
    for (const word of curpWords) {
      expect(validateCurp(`${word}650105MBCRZL04`).problems[0]?.code).toBe(
        /^.[AEIOUX]/.test(word) ? 'inconvenient_word' : 'character',
      )
      expect(theirCurp.validate(`${word}650105MBCRZL04`).isValid).toBe(false)
    }
    for (const word of rfcWords) {
      expect(validateRfc(`${word}650105MD9`).problems[0]?.code).toBe('inconvenient_word')
      expect(theirRfc.validate(`${word}650105MD9`).isValid).toBe(false)
    }
    expect([curpWords.size, rfcWords.size]).toEqual([81, 41])
  })
})

describe('stdnum disagrees, as the README says', () => {
  it.each([
    ['curp', 'XEXX010101MNEXXXA8', true, false], // generic, wrong check digit
    ['curp', 'PRLW881130HNERSL05', false, true], // second letter neither vowel nor X
    ['curp', 'PILW881130HNEASL00', false, true], // a vowel among the inner consonants
    ['curp', 'CUOG000229MCSRBD05', false, true], // 29 February 1900
    ['rfc', 'XEXX010101000', true, false],
    ['rfc', 'XAXX010101000', true, false],
    ['rfc', 'GODE561231', false, true], // ten characters, no homoclave
    ['rfc', 'ABC850101AA0', false, null], // companies: told apart here, judged there
  ])('%s %s: here %s, there %s', (kind, value, here, there) => {
    const mine = kind === 'curp' ? validateCurp(value) : validateRfc(value)
    const fitting = kind === 'curp' ? '0123456789' : '0123456789A'
    const theirs = (v: string) => (kind === 'curp' ? theirCurp : theirRfc).validate(v).isValid
    expect(mine.valid).toBe(here)
    if (there === null) return
    // For a made-up value, some last digit satisfies stdnum and none satisfies us.
    const variants = there && value.length >= 12 ? [...fitting].map((d) => value.slice(0, -1) + d) : [value]
    expect(variants.some(theirs)).toBe(there)
    if (!here)
      expect(variants.some((v) => (kind === 'curp' ? validateCurp(v) : validateRfc(v)).valid)).toBe(false)
  })
})

describe('whatever is typed', () => {
  it('is answered, with positions inside the value or one past it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 24 }), (typed) => {
        for (const validate of [validateCurp, validateRfc, validateNss]) {
          const judged = validate(typed)
          expect(judged.valid).toBe(judged.problems.length === 0)
          for (const { position } of judged.problems) {
            expect(position).toBeGreaterThanOrEqual(1)
            expect(position).toBeLessThanOrEqual([...judged.value].length + 1)
          }
          expect(validate(judged.value)).toEqual(judged)
        }
      }),
    )
  })

  it('has one wrong digit found, wherever it is: NSS by Luhn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 9 }), (i, by) => {
        const digits = [...'12908812345']
        digits[i] = String((Number(digits[i]) + by) % 10)
        expect(validateNss(digits.join('')).valid).toBe(false)
      }),
    )
  })
})

describe('the states', () => {
  it('are thirty-two and abroad, each INEGI key once', () => {
    expect(states.size).toBe(33)
    expect(new Set([...states.values()].map((s) => s.inegi)).size).toBe(33)
    expect(states.get('DF')).toEqual({ curp: 'DF', inegi: '09', name: 'Ciudad de México' })
    expect(states.get('ZS')).toEqual({ curp: 'ZS', inegi: '32', name: 'Zacatecas' })
    expect(states.get('NE')?.inegi).toBeNull()
    for (const [code, state] of states) expect(state.curp).toBe(code)
  })
})
