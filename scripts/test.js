// `npm test`: every layer in order, the time of each, and one line at the end. Nothing passes by being skipped.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBrowser, ensurePostgres } from './browser.js'
import { installMissing, nodeTooOld } from './install.js'
import { has, run, tool } from './run.js'
import { layerResult, summary } from './test-summary.js'

const LAYER_TIMEOUT = 15 * 60_000
const reports = mkdtempSync(join(tmpdir(), 'integrate-report-'))
const results = []

/** @param {() => Promise<object>} act gives what `layerResult` makes */
async function layer(name, act) {
  console.log(`\n── ${name}`)
  const start = performance.now()
  let result
  try {
    result = await act()
  } catch (error) {
    result = layerResult.failed(error.message)
  }
  results.push({ name, seconds: (performance.now() - start) / 1000, ...result })
}

const command = async (program, args) => {
  const code = await run(program, args, { timeout: LAYER_TIMEOUT })
  return code === 0 ? layerResult.done() : layerResult.failed(`ended with ${code}`)
}
const node = (...args) => command(process.execPath, args)

async function vitest(project, env = {}) {
  const report = join(reports, `${results.length}.json`)
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  const code = await run(process.execPath, [tool('vitest', 'vitest.mjs'), ...args], {
    env,
    timeout: LAYER_TIMEOUT,
  })
  let text
  try {
    text = readFileSync(report, 'utf8')
  } catch {
    return layerResult.failed(`no report (ended with ${code})`)
  }
  return layerResult.ofVitest(JSON.parse(text), code)
}

async function integrationOn15() {
  const found = await ensurePostgres(15)
  return 'problem' in found
    ? layerResult.notRun(found.problem)
    : vitest('integration', { INTEGRATE_TEST_PG: '15' })
}

async function endToEnd() {
  if (!has('e2e')) return layerResult.notRun('there is no folder e2e')
  const browser = await ensureBrowser()
  return 'problem' in browser
    ? layerResult.failed(browser.problem)
    : vitest('e2e', { CHROME_BIN: browser.path })
}

const tooOld = nodeTooOld()
if (tooOld || !(await installMissing({ dev: true }))) {
  console.error(tooOld ?? 'npm install did not succeed; see above')
  process.exit(1)
}

const importRules = ['cjs', 'mjs', 'js'].map((ext) => `.dependency-cruiser.${ext}`).find(has)
await layer('packages', () => node('scripts/prepare.js'))
await layer('types', () => node(tool('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'tsconfig.json'))
await layer('lint', () => node(tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '.'))
if (importRules) {
  const depcruise = tool('dependency-cruiser', 'bin', 'dependency-cruise.mjs')
  await layer('import rules', () => node(depcruise, '--config', importRules, 'src'))
}
await layer('unit', () => vitest('unit'))
await layer('integration, PostgreSQL 18', () => vitest('integration', { INTEGRATE_TEST_PG: '18' }))
await layer('integration, PostgreSQL 15', integrationOn15)
await layer('build', () => node('scripts/build.js', '--if-stale'))
await layer('end to end', endToEnd)

rmSync(reports, { recursive: true, force: true })
const { text, ok } = summary(results)
console.log(`\n${text}`)
process.exit(ok ? 0 : 1)
