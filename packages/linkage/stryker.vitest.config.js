import { defineConfig } from 'vitest/config'

// The command's tests run what was built, which mutation does not touch. A part of the tests can be chosen:
// LINKAGE_TESTS=text,similarity npx stryker run --mutate src/text.ts,src/similarity.ts,src/dates.ts
const chosen = process.env.LINKAGE_TESTS?.split(',').map((name) => `test/${name}.test.ts`)

export default defineConfig({
  test: { include: chosen ?? ['test/**/*.test.ts'], exclude: ['test/command.test.ts'], testTimeout: 60_000 },
})
