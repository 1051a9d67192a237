import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Who the database runs as: PostgreSQL refuses to run as root, so root lends it `nobody`. */
export interface Runner {
  uid: number
  gid: number
  asRoot: boolean
}

export interface Place {
  /** Folder that the runner can reach; holds the cluster, its log and, if need be, its binaries. */
  home: string
  cluster: string
  socketDir: string
  runner: Runner
}

const SOCKET_NAME = '/.s.PGSQL.5432'
const LONGEST_SOCKET = 100

export function currentRunner(passwd = readPasswd(), uid = process.getuid?.() ?? -1): Runner {
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? -1, asRoot: false }
  const nobody = passwd
    .split('\n')
    .find((line) => line.startsWith('nobody:'))
    ?.split(':')
  return { uid: Number(nobody?.[2] ?? 65534), gid: Number(nobody?.[3] ?? 65534), asRoot: true }
}

const readPasswd = (): string => (existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '')

/** Whether a user without rights of its own can walk down to this folder. */
export function reachableByOthers(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false
    if (dirname(folder) === folder) return true
  }
}

/** Decides where the cluster lives and prepares its folders. `say` hears of a move out of the data folder. */
export function preparePlace(dataDir: string, say: (line: string) => void): Place {
  if (process.platform === 'win32') {
    throw new Error('the embedded PostgreSQL is not offered on Windows: set DATABASE_URL, or use WSL')
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o755 })
  const data = realpathSync(dataDir)
  const runner = currentRunner()
  const home = homeFor(data, runner, say)
  const socketDir = chooseSocketDir(shortHash(home), runner)
  makePrivate(socketDir, runner)
  return { home, cluster: join(home, 'postgres'), socketDir, runner }
}

function homeFor(data: string, runner: Runner, say: (line: string) => void): string {
  const note = join(data, 'WHERE')
  const moved = existsSync(note) ? readFileSync(note, 'utf8').trim() : ''
  // A cluster that was moved once stays where it is, whoever starts it next.
  if (moved !== '') return moved
  if (!runner.asRoot || reachableByOthers(data)) return data
  const home = `/var/lib/integrate-${shortHash(data)}`
  mkdirSync(home, { recursive: true, mode: 0o755 })
  chmodSync(home, 0o755)
  writeFileSync(note, `${home}\n`)
  say(`${data} is closed to the user "nobody", which runs PostgreSQL for root: the database lives in ${home}`)
  return home
}

export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12)

function chooseSocketDir(hash: string, runner: Runner): string {
  const name = `integrate-${runner.asRoot ? 'r' : runner.uid}-${hash}`
  const runtime = process.env.XDG_RUNTIME_DIR
  const candidates = runner.asRoot
    ? ['/run', tmpdir(), '/tmp']
    : [...(runtime && existsSync(runtime) ? [runtime] : []), tmpdir(), '/tmp']
  const fits = candidates.find(
    (folder) =>
      existsSync(folder) &&
      Buffer.byteLength(join(folder, name) + SOCKET_NAME) <= LONGEST_SOCKET &&
      (!runner.asRoot || reachableByOthers(realpathSync(folder))),
  )
  if (!fits) throw new Error(`no folder short enough for the database socket among ${candidates.join(', ')}`)
  return join(fits, name)
}

// In a shared temporary folder someone else may have put the name there first.
function makePrivate(folder: string, runner: Runner): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  const mine = process.getuid?.() ?? -1
  if (!found.isDirectory() || (found.uid !== mine && found.uid !== runner.uid)) {
    throw new Error(`${folder} belongs to someone else; remove it and start again`)
  }
  lend(folder, runner)
  chmodSync(folder, 0o700)
}

export function lend(path: string, runner: Runner): void {
  if (runner.asRoot) chownSync(path, runner.uid, runner.gid)
}
