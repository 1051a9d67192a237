import { describe, expect, it } from 'vitest'
import { planOf, TWO_24, TWO_48 } from '../../src/columnar/plan.ts'
import { countColumns } from '../../src/index.ts'

const ones = (n: number) => Array.from({ length: n }, () => Uint8Array.of(1))
/** Columns 0 to n - 1, in parts of these sizes. */
function parts(...sizes: number[]): number[][] {
  let from = 0
  return sizes.map((size) => {
    from += size
    return Array.from({ length: size }, (_, at) => from - size + at)
  })
}
/** What a packed score says. */
function unpacked(value: number) {
  const active = Math.floor(value / TWO_48)
  const rest = value - active * TWO_48
  const high = Math.floor(rest / TWO_24)
  return { active, high, low: rest - high * TWO_24 }
}

describe('the plan of a columnar case', () => {
  it('in dimensions: thirds and sixths of what applies, and of how many dimensions there are', () => {
    const plan = planOf({ columns: ones(4), dimensions: [[3], [], [0, 1, 2]], k: '1/2' })
    // A row of one active dimension counts in sixths, of two in twelfths; all are worth twelfths.
    expect([plan.nested, plan.unit, plan.fullActive, plan.fullUnit]).toEqual([true, 12, 2, 12])
    expect([...plan.threshold].slice(1)).toEqual([3, 6])
    expect([...plan.factor].slice(1)).toEqual([2, 1])
    const [one, three] = plan.segments
    expect([one!.members, three!.members]).toEqual([[3], [0, 1, 2]])
    expect([one!.units, three!.units]).toEqual([6, 2])
    expect([...plan.segmentOf]).toEqual([1, 1, 1, 0])
    const weight = (none: number, active: number) => three!.weight[(active << 4) | none]
    expect([0, 1, 2].map((none) => weight(none, 2))).toEqual([2, 3, 6])
    expect([0, 1, 2].map((none) => weight(none, 1))).toEqual([4, 6, 12])
    const packed = (none: number, open: number, deprived: number) =>
      unpacked(three!.packed[(none << 8) | (open << 4) | deprived]!)
    expect(packed(0, 0, 0)).toEqual({ active: 1, high: 0, low: 0 })
    expect(packed(0, 1, 2)).toEqual({ active: 1, high: 6, low: 4 })
    expect(packed(1, 1, 0)).toEqual({ active: 1, high: 3, low: 0 })
    expect(packed(2, 0, 1)).toEqual({ active: 1, high: 6, low: 6 })
    // Where nothing of a dimension applies, it is not active.
    expect(packed(3, 0, 0)).toEqual({ active: 0, high: 0, low: 0 })
  })

  it('with weights: columns of one weight together, by fifteen', () => {
    const weights = Array.from({ length: 18 }, (_, j) => (j < 16 ? '1/20' : '1/10'))
    const plan = planOf({ columns: ones(18), weights, k: '1/3' })
    expect([plan.nested, plan.unit, plan.fullActive, plan.fullUnit]).toEqual([false, 20, 0, 20])
    expect([[...plan.threshold], [...plan.factor]]).toEqual([[7], [1]])
    expect(plan.segments.map(({ members, units }) => [members, units])).toEqual([
      [parts(15)[0], 1],
      [[15], 1],
      [[16, 17], 2],
    ])
    expect([...plan.segmentOf].slice(14)).toEqual([0, 1, 2, 2])
    const [, , tenths] = plan.segments
    expect(unpacked(tenths!.packed[(1 << 4) | 1]!)).toEqual({ active: 0, high: 4, low: 2 })
    expect(unpacked(tenths!.packed[2]!)).toEqual({ active: 0, high: 4, low: 4 })
    expect([...new Set(tenths!.weight)]).toEqual([2])
  })

  it('one group unless told', () => {
    const plan = planOf({ columns: [new Uint8Array(3)], weights: [1], k: 1 })
    expect([plan.n, plan.groups, plan.grouped, plan.group]).toEqual([3, 1, false, new Uint8Array(3)])
    // Groups without saying who is in which are not asked for.
    expect(planOf({ columns: [new Uint8Array(3)], weights: [1], k: 1, groups: 4 }).groups).toBe(1)
    const group = Uint8Array.of(0, 3, 255)
    const all = planOf({ columns: [new Uint8Array(3)], weights: [1], k: 1, group, groups: 256 })
    expect([all.groups, all.grouped, all.group]).toEqual([256, true, group])
  })

  it('takes as much as fits, and refuses more', () => {
    const plan = (columns: number, dimensions: number[][]) =>
      planOf({ columns: ones(columns), dimensions, k: 1 })
    expect(plan(15, parts(15)).unit).toBe(360_360)
    expect(() => plan(16, parts(16))).toThrow(/^dimensions: one has more than 15 indicators; use count$/)
    expect(() => plan(17, parts(1, 16))).toThrow(/more than 15/)
    expect(plan(22, parts(...Array<number>(22).fill(1))).unit).toBe(232_792_560)
    expect(plan(150, parts(...Array<number>(10).fill(15))).unit).toBe(360_360 * 2520)
    const tooFine = /^dimensions: are too fine for the columnar path; use count$/
    expect(() => plan(23, parts(...Array<number>(23).fill(1)))).toThrow(tooFine)
    expect(() => plan(165, parts(...Array<number>(11).fill(15)))).toThrow(tooFine)
    expect(() => plan(31, parts(...Array<number>(31).fill(1)))).toThrow(tooFine)
    expect(() => plan(32, parts(...Array<number>(32).fill(1)))).toThrow(
      /^dimensions: 32 are more than 31; use count$/,
    )
    const weights = (unit: number) =>
      planOf({ columns: ones(2), weights: [`1/${unit}`, `${unit - 1}/${unit}`], k: 1 }).unit
    expect(weights(TWO_24 - 1)).toBe(TWO_24 - 1)
    for (const unit of [TWO_24, 2 ** 40])
      expect(() => weights(unit)).toThrow(/^weights: are too fine for the columnar path; use count$/)
  })

  it('refuses wrong input and says where', () => {
    const columns = [Uint8Array.from([0, 1, 0, 1, 1]), Uint8Array.from([1, 1, 0, 0, 1])]
    const base = { columns, weights: ['1/2', '1/2'], k: '1/2' }
    const withCode = (code: number) => [columns[0]!, Uint8Array.from([1, 1, 0, 0, code])]
    const refusals: [object, RegExp][] = [
      [{ columns: [] }, /^columns: are empty/],
      [{ columns: [new Uint8Array(0)] }, /^columns: are empty/],
      [{ columns: [columns[0]!, new Uint8Array(4)] }, /^columns\[1\]: has 4 codes where column 0 has 5$/],
      [{ columns: withCode(4) }, /^columns\[1\]\[4\]: 4 is not a code from 0 to 3$/],
      [{ columns: withCode(2) }, /^columns\[1\]\[4\]: not applicable needs "dimensions"/],
      [
        { columns: [Uint8Array.of(2)], weights: undefined, dimensions: [[0]] },
        /^columns\[\*\]\[0\]: nothing applies/,
      ],
      [{ weights: undefined }, /^weights: missing/],
      [{ weights: ['1/33554432', '33554431/33554432'] }, /^weights: are too fine/],
      [{ group: new Uint8Array(4) }, /^group: has 4 numbers for 5 people$/],
      [{ group: Uint8Array.of(0, 0, 0, 2, 0), groups: 2 }, /^group\[3\]: 2 is not from 0 to 1$/],
      [{ groups: 0 }, /^groups: 0 is not from 1 to 256$/],
      [{ groups: 257 }, /^groups: 257 is not/],
      [{ groups: 1.5 }, /^groups: 1.5 is not/],
      [{ weights: undefined, dimensions: [[0]] }, /^dimensions: indicator 1 stands in no dimension$/],
      [{ k: 2 }, /^k: 2 is not a poverty cut-off/],
    ]
    for (const [wrong, sentence] of refusals)
      expect(() => countColumns({ ...base, ...wrong })).toThrow(sentence)
  })
})
