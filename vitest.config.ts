import { defineConfig } from 'vitest/config'

// One project per layer; scripts/test.js runs them in order and prints the time of each.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/test/**/*.test.ts',
            'src/**/rules/**/*.test.ts',
            'src/shared/**/*.test.ts',
            'src/server/**/*.unit.test.ts',
            'test/architecture/**/*.test.ts',
          ],
          // Some properties meet cases ten times as long as others.
          testTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['src/**/*.db.test.ts', 'db/**/*.db.test.ts', 'test/**/*.db.test.ts'],
          globalSetup: ['src/server/testing.setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          globalSetup: ['src/server/testing.setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // What a page will show is waited for as patiently as Playwright waits.
          expect: { poll: { timeout: 30_000 } },
          maxWorkers: 2,
        },
      },
    ],
  },
})
