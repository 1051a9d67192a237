// A test runner for Stryker: the tests are bundled once and run in this process, mutant after mutant. Starting Vitest
// anew for each of thousands of mutants takes most of the time, and these tests need nothing of it but `expect`, which
// here too is Vitest's own. Every mutant meets the same random cases, fewer than otherwise (PROPERTY_RUNS).
// TESTS narrows the files, as in TESTS=input,anonymity.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner'
import {
  chai,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect'
import { build } from 'esbuild'
import fc from 'fast-check'

for (const matchers of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(matchers)
globalThis[GLOBAL_EXPECT] = chai.expect
setState({ assertionCalls: 0, isExpectingAssertions: false }, chai.expect)

/** What the tests find as `vitest`; they enter themselves in a list. */
function collector() {
  const tests = []
  const around = []
  const describe = (name, define) => {
    around.push(name)
    define()
    around.pop()
  }
  const it = (name, run) => tests.push({ name: [...around, name].join(' '), run })
  const format = (name, values) => {
    let next = 0
    return name.replace(/%[sdji]/g, () => String(values[next++]))
  }
  const each = (one) => (cases) => (name, run) => {
    for (const values of cases) {
      const list = Array.isArray(values) ? values : [values]
      one(`${format(name, list)} (${cases.indexOf(values)})`, () => run(...list))
    }
  }
  describe.each = each(describe)
  it.each = each(it)
  return { tests, describe, it, expect: chai.expect }
}

class InProcessRunner {
  static inject = []
  tests = []
  imports = 0

  constructor() {
    this.state = globalThis.__stryker__ ??= {}
  }

  capabilities() {
    return { reloadEnvironment: true }
  }

  async init() {
    process.env.PROPERTY_RUNS ??= '0.1'
    const wanted = process.env.TESTS?.split(',')
    const names = readdirSync('test').flatMap((file) => file.match(/^(.+)\.test\.ts$/)?.[1] ?? [])
    // The tests of the command judge the built files, not the mutants; large tables take too long once per mutant.
    const files = names.filter((name) => wanted?.includes(name) ?? !['command', 'large'].includes(name))
    this.folder = mkdtempSync(join(process.cwd(), 'tests-'))
    const vitest = join(this.folder, 'vitest.js')
    writeFileSync(vitest, 'export const { describe, it, expect } = globalThis.collector')
    await build({
      stdin: {
        contents: files.map((name) => `import './test/${name}.test.ts'`).join('\n'),
        resolveDir: process.cwd(),
      },
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['fast-check'],
      ignoreAnnotations: true, // the package says that its modules have no effects; its tests have
      alias: { vitest },
      outfile: join(this.folder, 'tests.mjs'),
    })
    await this.load()
  }

  /** The tests and the modules they import, evaluated anew. */
  async load() {
    globalThis.collector = collector()
    await import(`${pathToFileURL(join(this.folder, 'tests.mjs'))}?${this.imports++}`)
    fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1 })
    this.tests = globalThis.collector.tests
  }

  async dryRun() {
    this.state.mutantCoverage = undefined
    this.state.activeMutant = undefined
    await this.load() // what runs while modules are loaded is covered by no single test
    const tests = await this.run(this.tests, false)
    return { status: DryRunStatus.Complete, tests, mutantCoverage: this.state.mutantCoverage }
  }

  async mutantRun({ testFilter, activeMutant, hitLimit, disableBail, mutantActivation }) {
    this.state.hitCount = hitLimit === undefined ? undefined : 0
    this.state.hitLimit = hitLimit
    if (mutantActivation === 'static') {
      this.state.activeMutant = activeMutant.id
      try {
        await this.load()
      } catch (error) {
        const tests = [
          {
            id: 'load',
            name: 'load',
            status: TestStatus.Failed,
            timeSpentMs: 0,
            failureMessage: String(error),
          },
        ]
        return toMutantRunResult({ status: DryRunStatus.Complete, tests })
      }
    }
    this.state.activeMutant = activeMutant.id
    const chosen = this.tests.filter(({ name }) => testFilter?.includes(name) ?? true)
    const tests = await this.run(chosen, !disableBail)
    this.state.activeMutant = undefined
    if (mutantActivation === 'static') await this.load()
    const late = determineHitLimitReached(this.state.hitCount, hitLimit)
    return toMutantRunResult(late ?? { status: DryRunStatus.Complete, tests })
  }

  async run(chosen, bail) {
    const results = []
    for (const { name, run } of chosen) {
      const start = performance.now()
      const result = { id: name, name, status: TestStatus.Success, timeSpentMs: 0 }
      this.state.currentTestId = name
      try {
        await run()
      } catch (error) {
        result.status = TestStatus.Failed
        result.failureMessage = error instanceof Error ? error.message : String(error)
      }
      this.state.currentTestId = undefined
      result.timeSpentMs = performance.now() - start
      results.push(result)
      if (bail && result.status === TestStatus.Failed) break
    }
    return results
  }

  async dispose() {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)]
