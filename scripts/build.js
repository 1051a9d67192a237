// Builds what runs: the method packages, the server's bundles and the web. Skips all of it when nothing changed.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { has, root, run, tool } from './run.js'

const ENTRIES = ['server', 'worker', 'cli'].filter((name) => has(`src/apps/${name}.ts`))
const STAMP = 'dist/build.json'
/** What a build depends on; tests and documents are left out. */
const INPUTS = [
  'src',
  'packages',
  'db',
  'scripts/build.js',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
]

const ignored = (name) =>
  /\.(test|e2e)\.tsx?$/.test(name) || ['node_modules', 'dist', 'test', 'bench', 'migrations'].includes(name)

function* filesIn(path) {
  const full = join(root, path)
  if (!has(path)) return
  let entries
  try {
    entries = readdirSync(full, { withFileTypes: true })
  } catch {
    yield path
    return
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (ignored(entry.name)) continue
    const inner = join(path, entry.name)
    if (entry.isDirectory()) yield* filesIn(inner)
    else if (!/\.(md|sql|tsbuildinfo)$/.test(entry.name)) yield inner
  }
}

/** One hash over the content of every input: times mean nothing after a checkout. */
export function inputsHash() {
  const hash = createHash('sha256').update(`node ${process.versions.node.split('.')[0]}`)
  for (const input of [...INPUTS, ...viteConfigs()]) {
    for (const path of filesIn(input)) {
      hash.update(`\0${path}\0`)
      hash.update(readFileSync(join(root, path)))
    }
  }
  return hash.digest('hex')
}

export function isStale() {
  try {
    const stamp = JSON.parse(readFileSync(join(root, STAMP), 'utf8'))
    return stamp.inputs !== inputsHash() || stamp.outputs.some((path) => !has(path))
  } catch {
    return true
  }
}

function viteConfigs() {
  const apps = has('src/apps') ? readdirSync(join(root, 'src/apps')).map((name) => `src/apps/${name}`) : []
  return ['.', ...apps]
    .flatMap((folder) => ['ts', 'mts', 'js'].map((ext) => join(folder, `vite.config.${ext}`)))
    .filter(has)
}

async function step(what, act) {
  const start = performance.now()
  process.stdout.write(`building ${what}…\n`)
  if ((await act()) !== 0) throw new Error(`building ${what} failed`)
  console.log(`  ${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
}

async function bundleServer() {
  const { build } = await import('esbuild')
  rmSync(join(root, 'dist/chunks'), { recursive: true, force: true })
  await build({
    absWorkingDir: root,
    entryPoints: ENTRIES.map((name) => `src/apps/${name}.ts`),
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    jsx: 'automatic',
    logLevel: 'warning',
  })
  return 0
}

export async function build() {
  const inputs = inputsHash()
  rmSync(join(root, STAMP), { force: true })
  mkdirSync(join(root, 'dist'), { recursive: true })
  await step('the method packages', () => run(process.execPath, ['scripts/prepare.js']))
  if (ENTRIES.length > 0) await step(`the server (${ENTRIES.join(', ')})`, bundleServer)
  for (const config of viteConfigs()) {
    await step(`the web (${config})`, () =>
      run(process.execPath, [
        tool('vite', 'bin', 'vite.js'),
        'build',
        '--config',
        config,
        '--logLevel',
        'warn',
      ]),
    )
  }
  const outputs = ENTRIES.map((name) => `dist/${name}.js`)
  // Last, so that a build cut short is made again.
  writeFileSync(join(root, STAMP), `${JSON.stringify({ inputs, outputs }, null, 2)}\n`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes('--if-stale') && !isStale()) process.exit(0)
  try {
    await build()
  } catch (error) {
    console.error(`${relative(process.cwd(), process.argv[1])}: ${error.message}`)
    process.exit(1)
  }
}
