import { defineConfig } from 'vitest/config'

// For mutation testing alone: properties draw less, and what runs the built command, or compares the columnar path
// with the exact one at length, is left out.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bin.test.ts', 'test/columnar.test.ts'],
    env: { MUTATION_TESTING: '1' },
    testTimeout: 20_000,
  },
})
