import { defineConfig } from 'vitest/config'

// For mutation testing alone: properties draw less, and what runs the built command is left out. The tests that compare
// the columnar path with the exact one at length watch src/columnar only; TESTS narrows the files, as in TESTS=columnar.
const names = process.env.TESTS?.split(',') ?? ['command', 'counting', 'fraction', 'methods']

export default defineConfig({
  test: {
    include: names.map((name) => `test/${name}.test.ts`),
    env: { MUTATION_TESTING: '1' },
    testTimeout: 20_000,
  },
})
