import fc from 'fast-check'

// Where few cases are tried, as for each of thousands of mutants, that one failed is enough: no smaller one is sought.
fc.configureGlobal({ endOnFailure: Number(process.env.PROPERTY_RUNS ?? 1) < 1 })

/** How often a property is tried; PROPERTY_RUNS scales it, down for mutation runs, up for a long night. */
export const runs = (times: number, least = 8) =>
  Math.max(least, Math.round(times * Number(process.env.PROPERTY_RUNS ?? 1)))

/** Counts of a table between the given sizes, with many zeros and small numbers. */
export const countsOf = (maxRows: number, maxCols: number, count = mixed): fc.Arbitrary<number[][]> =>
  fc
    .tuple(fc.integer({ min: 2, max: maxRows }), fc.integer({ min: 2, max: maxCols }))
    .chain(([r, c]) =>
      fc.array(fc.array(count, { minLength: c, maxLength: c }), { minLength: r, maxLength: r }),
    )

export const mixed = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 3, arbitrary: fc.integer({ min: 10, max: 60 }) },
)

export const labels = (letter: string, length: number) => Array.from({ length }, (_, i) => `${letter}${i}`)

export const tableOf = (counts: number[][]) => ({
  rows: labels('r', counts.length),
  cols: labels('c', counts[0]!.length),
  counts,
})

/** The hidden cells of a protected table, as a mask. */
export const maskOf = (published: readonly (readonly (number | null)[])[]): boolean[][] =>
  published.map((line) => line.map((count) => count === null))

export const placeOf = (key: string): [number, number] => {
  const [r, c] = key.split('|')
  return [Number(r!.slice(1)), Number(c!.slice(1))]
}

export const smallCells = (counts: number[][]): [number, number][] =>
  counts.flatMap((line, r) => line.flatMap((v, c): [number, number][] => (v >= 1 && v <= 9 ? [[r, c]] : [])))
