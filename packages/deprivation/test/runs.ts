import fc from 'fast-check'

// In mutation testing it is enough that a property fails; no smaller case is sought.
fc.configureGlobal({ endOnFailure: Boolean(process.env.MUTATION_TESTING) })

/** How often a property is drawn: `most` times, a tenth of that in mutation testing (see vitest.stryker.config.ts). */
export function runs(most: number): { numRuns: number } {
  return { numRuns: process.env.MUTATION_TESTING ? Math.ceil(most / 10) : most }
}
