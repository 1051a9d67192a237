import { describe, expect, it } from 'vitest'
import { offerLeast, offerMost } from '../../src/columnar/ratios.ts'
import { Totals } from '../../src/columnar/totals.ts'

/** Two groups of people, two columns; a ratio for each column and, last, A. */
function gathered(): Totals {
  const totals = new Totals(2, 2)
  totals.people.set([300, 700])
  totals.certain.set([100, 400])
  totals.certainLow.set([300, 800])
  totals.certainHigh.set([350, 1000])
  totals.possibleHigh.set([40, 60])
  totals.deprived.set([60, 49, 200, 300])
  totals.deprivedUnits.set([120, 180, 400, 400])
  totals.openUnits.set([50, 0, 100, 100])
  totals.undiluting.set([10, 20, 30, 40])
  return totals
}

describe('what is foreseen of the ratios', () => {
  const totals = gathered()
  totals.foresee()
  const margin = (heads: number) => 1.1 + 6 / Math.sqrt(heads)
  // By hand, of each group and of both: (deprived + open) / (low + open), and at least
  // deprived / (high - open + possible - undiluting); A is high, and low, by people.
  const most = [[170 / 350, 180 / 300, 3.5], [500 / 900, 500 / 900, 2.5]] as const // biome-ignore format: groups
  const least = [[120 / 330, 180 / 370, 3], [400 / 930, 400 / 920, 2]] as const // biome-ignore format: groups
  const mostOfAll = [670 / 1250, 680 / 1200, 1350 / 500]
  const leastOfAll = [520 / 1260, 580 / 1290, 1100 / 500]
  const heads = [[60, 49, 100], [200, 300, 400]] as const // biome-ignore format: groups

  it.each([
    [0, 0],
    [0, 2],
    [1, 0],
    [1, 1],
    [1, 2],
  ])('group %s, ratio %s: a margin around its own and that of all, by how many are poor there', (g, j) => {
    const key = g * 3 + j
    const wide = margin(heads[g]![j]!)
    const [own, all] = [most[g]![j]!, mostOfAll[j]!]
    expect(totals.most.sure[key]).toBeCloseTo(Math.max(own, all) * wide, 12)
    expect(totals.most.never[key]).toBeCloseTo(Math.min(own, all) / wide, 12)
    const [ownLeast, allLeast] = [least[g]![j]!, leastOfAll[j]!]
    expect(totals.least.sure[key]).toBeCloseTo(Math.min(ownLeast, allLeast) / wide, 12)
    expect(totals.least.never[key]).toBeCloseTo(Math.max(ownLeast, allLeast) * wide, 12)
  })

  it('nothing where fewer than fifty are', () => {
    expect([totals.most.sure[1], totals.most.never[1]]).toEqual([Number.POSITIVE_INFINITY, 0])
    expect([totals.least.sure[1], totals.least.never[1]]).toEqual([0, Number.POSITIVE_INFINITY])
  })

  it('takes into account what people offered', () => {
    const offered = gathered()
    // Forty people of the first group who would raise A to (350 + 40 × 9) / 140, or lower it to (300 + 40) / 140.
    for (let each = 0; each < 40; each += 1) {
      offerMost(offered.most, 2, 9, 1)
      offerLeast(offered.least, 2, 1, 1)
    }
    offered.foresee()
    expect(offered.most.sure[2]).toBeCloseTo((710 / 140) * margin(100), 12)
    expect(offered.most.never[2]).toBeCloseTo(1710 / 540 / margin(100), 12)
    expect(offered.least.sure[2]).toBeCloseTo(Math.min(340 / 140, 1140 / 540) / margin(100), 12)
    expect(offered.least.never[2]).toBeCloseTo((340 / 140) * margin(100), 12)
    // Of the second group too, by what all are.
    expect(offered.most.sure[5]).toBeCloseTo((1710 / 540) * margin(400), 12)
    expect(offered.most.sure[0]).toBe(totals.most.sure[0])
  })
})
