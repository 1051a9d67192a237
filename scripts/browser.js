// Finds what tests need of the system, or brings it with apt on a Debian where we are root.
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { retry, run } from './run.js'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

function executable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @returns {string | undefined} the path of a Chromium */
export function findBrowser(env = process.env) {
  if (env.CHROME_BIN) return executable(env.CHROME_BIN) ? env.CHROME_BIN : undefined
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...paths, ...ELSEWHERE].find(executable)
}

/** @returns {Promise<{ path: string } | { problem: string }>} */
export async function ensureBrowser() {
  const found = findBrowser()
  if (found) return { path: found }
  if (process.env.CHROME_BIN)
    return { problem: `CHROME_BIN is ${process.env.CHROME_BIN}, which cannot be run` }
  if (canApt()) {
    console.log('no browser found: installing chromium with apt…')
    await aptInstall(['chromium'])
    const installed = findBrowser()
    if (installed) return { path: installed }
  }
  return { problem: `no Chromium found; get one with: ${browserAdvice()}` }
}

function browserAdvice(system = systemId()) {
  if (system === 'debian') return 'apt-get update && apt-get install -y chromium (as root)'
  if (system === 'fedora') return 'dnf install -y chromium (as root)'
  if (system === 'alpine') return 'apk add chromium (as root)'
  if (process.platform === 'darwin') return 'brew install --cask chromium'
  return 'your system’s packages, or set CHROME_BIN to the path of Chromium or Chrome'
}

/**
 * Another PostgreSQL to run the suite on: Debian's, beside the embedded one.
 * @param {number} major
 * @returns {Promise<{ binDir: string } | { problem: string }>}
 */
export async function ensurePostgres(major) {
  const binDir = `/usr/lib/postgresql/${major}/bin`
  if (existsSync(join(binDir, 'postgres'))) return { binDir }
  if (!canApt()) return { problem: `no ${binDir}, and no apt to bring it` }
  console.log(`installing PostgreSQL ${major} with apt…`)
  leaveNoCluster()
  await aptInstall([`postgresql-${major}`])
  return existsSync(join(binDir, 'postgres'))
    ? { binDir }
    : { problem: `apt could not bring postgresql-${major}` }
}

// The package would otherwise make and start a server of its own; we want the programs alone.
function leaveNoCluster() {
  const file = '/etc/postgresql-common/createcluster.conf'
  if (existsSync(file)) return
  mkdirSync('/etc/postgresql-common', { recursive: true })
  writeFileSync(file, 'create_main_cluster = false\n')
}

const canApt = () => process.getuid?.() === 0 && systemId() === 'debian' && executable('/usr/bin/apt-get')

function systemId() {
  if (!existsSync('/etc/os-release')) return ''
  return /^ID="?([a-z]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? ''
}

async function aptInstall(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (args) => run('apt-get', ['-q', ...args], { env, timeout: 300_000 })
  const options = ['-y', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold']
  return retry(
    `apt-get install ${packages.join(' ')}`,
    async () => (await apt(['update'])) || apt(['install', ...options, ...packages]),
  )
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const answer = await ensureBrowser()
  if ('problem' in answer) {
    console.error(answer.problem)
    process.exit(1)
  }
  console.log(answer.path)
}
