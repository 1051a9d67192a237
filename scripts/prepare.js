// Builds the method packages, so that their commands and imports work right after `npm install`.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
if (!existsSync(tsc)) {
  console.error('prepare: typescript is not installed; run `npm install` with development dependencies.')
  process.exit(1)
}
const projects = readdirSync(join(root, 'packages'), { withFileTypes: true })
  .filter((e) => e.isDirectory() && existsSync(join(root, 'packages', e.name, 'tsconfig.json')))
  .map((e) => join(root, 'packages', e.name))
const built = spawnSync(process.execPath, [tsc, '-b', ...projects], { stdio: 'inherit', cwd: root })
process.exit(built.status ?? 1)
