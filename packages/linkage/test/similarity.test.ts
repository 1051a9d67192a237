import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jaroWinkler, parseDate, withinOneEdit } from '../src/index.ts'
import { bits, letterSet } from '../src/similarity.ts'
import { runs } from './cast.ts'

const word = fc.stringMatching(/^[a-e]{0,8}$/)

describe('jaroWinkler', () => {
  // Published pairs: Winkler 1990; Christen 2012.
  it.each([
    ['martha', 'marhta', 0.9611],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.8133],
    ['abc', '', 0],
    ['', '', 1],
    ['abc', 'xyz', 0],
  ])('%s and %s: %d', (a, b, expected) => {
    expect(jaroWinkler(a, b)).toBeCloseTo(expected, 4)
  })

  it('lies in [0, 1], and 1 for equal texts', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const s = jaroWinkler(a, b)
        expect(s).toBeGreaterThanOrEqual(0)
        expect(s).toBeLessThanOrEqual(1)
        expect(jaroWinkler(a, a)).toBe(1)
      }),
    )
  })

  it('compares the start of very long texts', () => {
    expect(jaroWinkler('a'.repeat(100), `${'a'.repeat(99)}b`)).toBe(1)
  })
})

/** Restricted Damerau-Levenshtein distance, the plain way. */
function distance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      d[i]![j] = Math.min(
        d[i - 1]![j]! + 1,
        d[i]![j - 1]! + 1,
        d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1)
    }
  }
  return d[a.length]![b.length]!
}

describe('withinOneEdit', () => {
  it('agrees with the full distance', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(withinOneEdit(a, b)).toBe(distance(a, b) <= 1)
      }),
      { numRuns: runs(3000) },
    )
  })

  it('knows each kind of slip', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{2,8}$/), fc.nat(), (text, n) => {
        const at = n % (text.length - 1)
        expect(withinOneEdit(text, text.slice(0, at) + text.slice(at + 1))).toBe(true)
        expect(withinOneEdit(text, `${text.slice(0, at)}#${text.slice(at)}`)).toBe(true)
        expect(withinOneEdit(text, `${text.slice(0, at)}#${text.slice(at + 1)}`)).toBe(true)
        expect(withinOneEdit(text, text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2))).toBe(
          true,
        )
        expect(withinOneEdit(text, `${text}##`)).toBe(false)
        expect(withinOneEdit(`#${text}`, `${text}#`)).toBe(/^(.)\1*$/.test(`#${text}`))
      }),
    )
  })
})

it('letters as bits', () => {
  expect(bits(letterSet('anna'))).toBe(2)
  expect(letterSet('ab')).toBe(3)
  expect(bits(letterSet('0'))).toBe(1)
  expect(bits(-1)).toBe(32)
  expect(bits(0)).toBe(0)
})

describe('parseDate', () => {
  it.each([
    ['1990-05-14', undefined, [1990, 5, 14]],
    ['19900514', undefined, [1990, 5, 14]],
    ['1990/05/14', undefined, [1990, 5, 14]],
    ['1990.05.14', undefined, [1990, 5, 14]],
    ['1990-05', undefined, [1990, 5, 0]],
    ['1990', undefined, [1990, 0, 0]],
    [' 1990 ', undefined, [1990, 0, 0]],
    ['1990-05-14T10:00:00Z', undefined, [1990, 5, 14]],
    ['1990-05-14', 'Y', [1990, 0, 0]],
    ['1990-05-14', 'M', [1990, 5, 0]],
    ['1990-05-14', 'D', [1990, 5, 14]],
    ['1990-05-14', 'U', [0, 0, 0]],
    ['1990-13-14', undefined, [1990, 0, 0]],
    ['1990-00-14', undefined, [1990, 0, 0]],
    ['1990-12-31', undefined, [1990, 12, 31]],
    ['1990-12-32', undefined, [1990, 12, 0]],
    ['1990-12-00', undefined, [1990, 12, 0]],
    ['0000-01-01', undefined, [0, 0, 0]],
    ['0001-01-01', undefined, [1, 1, 1]],
    ['14/05/1990', undefined, [0, 0, 0]],
    ['x1990', undefined, [0, 0, 0]],
    ['', undefined, [0, 0, 0]],
    [null, undefined, [0, 0, 0]],
    [undefined, undefined, [0, 0, 0]],
  ] as const)('%j with %j', (text, precision, [year, month, day]) => {
    expect(parseDate(text, precision)).toEqual({ year, month, day })
  })
})
