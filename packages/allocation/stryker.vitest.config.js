// For mutation runs only (`npx stryker run` in this folder). The command tests judge the built files, not the mutants,
// and whole towns take too long to be solved once per mutant. The generator lies outside the folder that is copied.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

let root = process.cwd()
while (!existsSync(join(root, 'bench/allocation/generator.ts'))) root = dirname(root)

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
    include: ['test/**/*.test.ts'],
    exclude: ['test/command.test.ts'],
    testNamePattern: /^(?!.*town of 922)/,
    testTimeout: 60_000,
  },
}
