import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareOf } from './shares.ts'

describe('a share', () => {
  it('is a range where some did not answer, and has no upper end where that may not be said', () => {
    expect(shareOf(30, 100, 0, false)).toEqual({ low: 30, high: 30 })
    expect(shareOf(30, 100, 10, false)).toEqual({ low: 30, high: 40 })
    expect(shareOf(30, 100, null, false)).toEqual({ low: 30, high: null })
    // The upper end would leave nine.
    expect(shareOf(50, 100, 41, false)).toEqual({ low: 50, high: null })
    expect(shareOf(50, 100, 41, true)).toEqual({ low: 50, high: 91 })
    expect(shareOf(0, 100, 0, false)).toEqual({ low: 0, high: 0 })
    expect(shareOf(0, 100, 5, false)).toBe('protected')
    expect(shareOf(0, 100, null, false)).toBe('protected')
  })

  it('is not said of fewer than thirty, nor where it stands on fewer than ten, but exact it is', () => {
    expect(shareOf(15, 29, 0, false)).toBe('protected')
    expect(shareOf(15, 30, 0, false)).toEqual({ low: 50, high: 50 })
    expect(shareOf(9, 100, 0, false)).toBe('protected')
    expect(shareOf(91, 100, 0, false)).toBe('protected')
    expect(shareOf(9, 100, 0, true)).toEqual({ low: 9, high: 9 })
    expect(shareOf(0, 0, 0, true)).toBe('none')
  })

  it('stands on no protected number, and never leaves 0 to 100', () => {
    const count = fc.option(fc.integer({ min: 0, max: 500 }), { nil: null })
    fc.assert(
      fc.property(count, count, count, fc.boolean(), (has, others, perhaps, exact) => {
        const of = has === null || others === null ? others : has + others + (perhaps ?? 0)
        const share = shareOf(has, of, perhaps, exact)
        if (has === null || of === null) return share === 'protected'
        if (typeof share === 'string') return true
        const high = share.high ?? 100
        return 0 <= share.low && share.low <= high && high <= 100
      }),
    )
  })
})
