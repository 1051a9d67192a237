// Installs what package.json names and node_modules lacks.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { retry, root, run, tool } from './run.js'

/**
 * @param {{ dev: boolean }} options whether the tools to build and test are needed too
 * @returns {string[]} the packages that are missing or of another version
 */
export function missingPackages({ dev }) {
  const manifest = read(join(root, 'package.json'))
  const wanted = { ...manifest.dependencies, ...(dev ? manifest.devDependencies : {}) }
  return Object.keys(wanted).filter((name) => read(tool(name, 'package.json'))?.version !== wanted[name])
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Installs when something is missing. False when it still is afterwards. */
export async function installMissing({ dev }) {
  const missing = missingPackages({ dev })
  if (missing.length === 0) return true
  console.log(`installing ${missing.length} missing packages (npm install)…`)
  // Not `npm ci`: it refuses a lock file written where other platforms' binaries were absent.
  const npm = () => run('npm', ['install', '--no-audit', '--no-fund'], { timeout: 600_000 })
  if (!(await retry('npm install', npm))) return false
  const still = missingPackages({ dev })
  if (still.length > 0) console.error(`still missing after npm install: ${still.join(', ')}`)
  return still.length === 0
}

/** The oldest Node that package.json allows; a plain sentence is better than a syntax error. */
export function nodeTooOld(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return undefined
  return `Node ${version} is too old: 20.19 or later is needed (https://nodejs.org)`
}
