import fc from 'fast-check'
import type { Instance } from '../src/index.ts'

// Where few cases are tried, as for each of thousands of mutants, that one failed is enough: no smaller one is sought.
fc.configureGlobal({ endOnFailure: Number(process.env.PROPERTY_RUNS ?? 1) < 1 })

/** How often a property is tried; PROPERTY_RUNS scales it, down for mutation runs, up for a long night. */
export const runs = (times: number) => Math.max(8, Math.round(times * Number(process.env.PROPERTY_RUNS ?? 1)))

export interface Shape {
  families?: number
  shelters?: number
  tiers?: boolean
  overflow?: boolean
  communities?: boolean
}

/** Small instances with every feature asked for; whole numbers, so that sums are exact. */
export function instances(shape: Shape = {}): fc.Arbitrary<Instance> {
  const { families: most = 6, shelters: houses = 3 } = shape
  return fc
    .record({
      families: fc.integer({ min: 1, max: most }),
      shelters: fc.integer({ min: 1, max: houses }),
      dimensions: fc.integer({ min: 1, max: 3 }),
    })
    .chain(({ families, shelters, dimensions }) => {
      const units = fc.integer({ min: 0, max: 3 })
      const row = <T>(item: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> =>
        fc.array(item, { minLength: length, maxLength: length })
      return fc
        .record({
          sizes: row(fc.integer({ min: 1, max: 4 }), families),
          demands: row(row(units, dimensions), families),
          capacities: row(row(fc.integer({ min: 0, max: 6 }), dimensions), shelters),
          most: row(row(fc.integer({ min: 0, max: 3 }), dimensions), shelters),
          pairs: row(row(fc.option(fc.integer({ min: -3, max: 30 })), shelters), families),
          tiers: row(fc.integer({ min: 0, max: 2 }), families),
          prices: row(fc.option(fc.integer({ min: 0, max: 9 })), dimensions),
          limited: fc.boolean(),
          bonus: fc.integer({ min: 0, max: 8 }),
          members: row(fc.boolean(), families),
        })
        .map((drawn): Instance => {
          const community = drawn.members.flatMap((is, i) => (is ? [i] : []))
          return {
            dimensions: Array.from({ length: dimensions }, (_, d) => `d${d}`),
            families: drawn.sizes.map((size, i) => ({ id: `f${i}`, size, demand: drawn.demands[i]! })),
            shelters: drawn.capacities.map((capacity, k) => ({
              id: `s${k}`,
              capacity,
              ...(shape.overflow && drawn.limited ? { maxOverflow: drawn.most[k]! } : {}),
            })),
            pairs: drawn.pairs.flatMap((cells, i) =>
              cells.flatMap((u, k): [number, number, number][] => (u === null ? [] : [[i, k, u]])),
            ),
            ...(shape.tiers ? { tiers: drawn.tiers } : {}),
            ...(shape.overflow ? { overflow: drawn.prices } : {}),
            ...(shape.communities ? { communities: [{ families: community, bonus: drawn.bonus }] } : {}),
          }
        })
    })
}
