import { describe, expect, it } from 'vitest'
import { attack, protect, readRequest } from '../src/index.ts'
import published from './published.json'

type Case = {
  table: unknown
  before?: Record<string, [number, number]>
  extra: string[]
  cost?: number
  after: Record<string, [number, number]>
}
const cases = Object.entries(published) as unknown as [string, Case][]

describe('published cases', () => {
  it.each(cases)('%s', (_, { table, before, extra, cost, after }) => {
    const request = readRequest(table)
    const attacked = attack({ ...request, suppressed: request.primary! })
    for (const [key, interval] of Object.entries(before ?? {})) {
      expect(attacked.intervals[key]).toEqual(interval)
      expect(attacked.recoverable).toContain(key)
    }
    const answer = protect(request, { minCount: 0, minWidth: 0 })
    expect(answer).toMatchObject({ protected: true, secondary: extra, optimal: true })
    if (cost !== undefined) expect([answer.cost, answer.lowerBound]).toEqual([cost, cost])
    for (const [key, interval] of Object.entries(after)) expect(answer.intervals[key]).toEqual(interval)
  })

  it('the 4 x 2 table keeps eleven numbers, and another fourth row costs 43', () => {
    const request = readRequest(published['sdctable-protectTable-opt'].table)
    const answer = protect(request, { minCount: 0, minWidth: 0 })
    const shown = [
      ...answer.published.flat(),
      ...answer.margins!.rows,
      ...answer.margins!.cols,
      answer.margins!.total,
    ]
    expect(shown.filter((v) => v !== null)).toHaveLength(11)
    const gauss = ['A|female', 'A|male', 'D|male', 'D|female']
    expect(attack({ ...request, suppressed: gauss }).intervals['A|female']).toEqual([0, 16])
    expect(18 + 11 + 14).toBe(43)
  })

  it('two hidden in every line are not enough, and any of seven further cells would be', () => {
    const request = readRequest(published['sdctable-exact-disclosure'].table)
    const others = request.rows
      .flatMap((r) => request.cols.map((c) => `${r}|${c}`))
      .filter((key) => !request.primary!.includes(key))
    const helps = others.filter(
      (key) => !attack({ ...request, suppressed: [...request.primary!, key] }).recoverable.includes('w|b'),
    )
    expect(helps).toEqual(['w|d', 'x|b', 'x|d', 'y|a', 'y|c', 'z|a', 'z|c'])
  })

  it('a pattern that is formally not exact fails the rule on width', () => {
    const request = readRequest(published['ssb-gauss-2x3'].table)
    expect(protect(request)).toMatchObject({ protected: false, unprotectable: { 'young|Portugal': [0, 4] } })
  })
})
