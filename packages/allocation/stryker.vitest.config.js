// For mutation runs only (`npx stryker run` in this folder). The command tests judge the built files, not the mutants,
// every mutant meets fewer random cases, and whole towns take too long to be solved once per mutant. TESTS narrows the
// files, as in TESTS=input,explain. The generator lies outside the folder that is copied.
// The thread of HiGHS is made JavaScript once; learning TypeScript anew for each mutant would take most of the time. It
// never holds a mutant: those of worker.ts are judged where the test calls them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'

let root = process.cwd()
while (!existsSync(join(root, 'bench/allocation/generator.ts'))) root = dirname(root)

const worker = join(root, 'packages/allocation/node_modules/.stryker-worker.mjs')
const source = readFileSync(join(root, 'packages/allocation/src/worker.ts'), 'utf8')
const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }
writeFileSync(worker, ts.transpileModule(source, { compilerOptions }).outputText)
// Whoever asks for a thread that learns TypeScript to run worker.ts is given one that knows it; nothing else changes.
const builtWorker = {
  name: 'built-worker',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('/src/solver.ts')
      ? code.replace(
          "import { Worker } from 'node:worker_threads'",
          `import { Worker as Thread } from 'node:worker_threads'
          class Worker extends Thread {
            constructor(from, options) {
              const learns = options?.eval && from.includes('tsx') && options.workerData?.endsWith('/src/worker.ts')
              learns ? super(new URL('${pathToFileURL(worker).href}')) : super(from, options)
            }
          }`,
        )
      : undefined,
}

const names = process.env.TESTS?.split(',') ?? ['*']

export default {
  plugins: [builtWorker],
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
