import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareOf } from './shares.ts'

describe('a share', () => {
  it('is a range where some did not answer', () => {
    expect(shareOf(30, 0, 70, false)).toEqual({ low: 30, high: 30 })
    expect(shareOf(30, 10, 60, false)).toEqual({ low: 30, high: 40 })
  })

  it('is not said of fewer than thirty, nor where it stands on fewer than ten, but exact it is', () => {
    expect(shareOf(15, 0, 14, false)).toBe('protected')
    expect(shareOf(15, 0, 15, false)).toEqual({ low: 50, high: 50 })
    expect(shareOf(9, 0, 91, false)).toBe('protected')
    expect(shareOf(91, 0, 9, false)).toBe('protected')
    // The upper end would leave nine.
    expect(shareOf(50, 41, 9, false)).toBe('protected')
    expect(shareOf(9, 0, 91, true)).toEqual({ low: 9, high: 9 })
    expect(shareOf(0, 0, 0, true)).toBe('none')
  })

  it('stands on no protected number, and never leaves 0 to 100', () => {
    const count = fc.option(fc.integer({ min: 0, max: 500 }), { nil: null })
    fc.assert(
      fc.property(count, count, count, fc.boolean(), (has, open, without, exact) => {
        const share = shareOf(has, open, without, exact)
        if (has === null || open === null || without === null) return share === 'protected'
        if (typeof share === 'string') return true
        return 0 <= share.low && share.low <= share.high && share.high <= 100
      }),
    )
  })
})
