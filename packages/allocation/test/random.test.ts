import { describe, expect, it } from 'vitest'
import { lottery, seeded } from '../src/random.ts'

describe('lottery', () => {
  it('is FNV-1a with an avalanche, and mulberry32: anyone can recompute who came first', () => {
    expect([lottery(1, 'a'), lottery(1, 'b'), lottery(2, 'a'), lottery(1, ''), lottery(1, 'Pérez')]).toEqual([
      2010873418, 4051712306, 46087015, 2418884329, 3308763208,
    ])
    const random = seeded(7)
    expect([random(), random(), random()]).toEqual([
      0.011704753153026104, 0.06195825757458806, 0.97690763277933,
    ])
  })
})
