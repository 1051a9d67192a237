// For mutation runs only (`npx stryker run` in this folder). The command tests judge the built files, not the mutants,
// every mutant meets fewer random cases, and whole towns take too long to be solved once per mutant. TESTS narrows the
// files, as in TESTS=input,explain. The generator lies outside the folder that is copied.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

let root = process.cwd()
while (!existsSync(join(root, 'bench/allocation/generator.ts'))) root = dirname(root)

const names = process.env.TESTS?.split(',') ?? ['*']

export default {
  resolve: {
    alias: [
      {
        find: /^.*\/bench\/allocation\/generator\.ts$/,
        replacement: join(root, 'bench/allocation/generator.ts'),
      },
    ],
  },
  test: {
    include: names.map((name) => `test/${name}.test.ts`),
    exclude: ['test/command.test.ts'],
    env: { PROPERTY_RUNS: '0.1' },
    testNamePattern: /^(?!.*town )/,
    testTimeout: 60_000,
  },
}
