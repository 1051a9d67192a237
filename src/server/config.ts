/** The configuration: by environment, judged whole before anything starts, one line for each mistake. */
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { createPrivate, newPassword, readIfPresent, writePrivate } from './postgres/files.ts'
import type { RolePasswords } from './roles.ts'
import { projectRoot } from './root.ts'

export interface Config {
  port: number
  host: string
  /** Absolute. */
  dataDir: string
  /** Origin without a slash at the end, as people see it. */
  publicUrl: string
  /** Fill an empty database with the demo municipality. */
  demo: boolean
  database:
    | { kind: 'embedded'; passwords: RolePasswords }
    | { kind: 'external'; appUrl: string; ownerUrl: string; workerUrl: string }
  secrets: {
    /** 32 bytes that wrap every tenant's key. */
    masterKey: Buffer
    authSecret: string
    /** Ed25519 private key, PEM. */
    sealKey: string
    pepper: string
  }
}

export type Environment = Readonly<Record<string, string | undefined>>

const SECRETS = [
  'INTEGRATE_MASTER_KEY',
  'INTEGRATE_AUTH_SECRET',
  'INTEGRATE_SEAL_KEY',
  'INTEGRATE_PEPPER',
] as const
type SecretName = (typeof SECRETS)[number]

/** What `secrets.json` in the data folder holds: what the environment does not give. */
export type StoredSecrets = Partial<Record<SecretName, string>> & { databasePasswords?: RolePasswords }

export type ConfigAnswer = { ok: true; config: Config } | { ok: false; problems: string[] }

/** Judges the environment. Pure: what lies on disk is an argument. */
export function readConfig(env: Environment, onDisk: StoredSecrets = {}, root = '/'): ConfigAnswer {
  const problems: string[] = []
  const problem = (line: string): void => void problems.push(line)
  const external = given(env, 'DATABASE_URL') !== undefined
  const port = readPort(env, problem)
  const host = readHost(env, problem)
  const config: Config = {
    port,
    host,
    dataDir: dataDirOf(env, root),
    publicUrl: readPublicUrl(env, host, port, problem),
    demo: readDemo(env, external, problem),
    database: external ? readAddresses(env, problem) : readEmbedded(env, onDisk, problem),
    secrets: readSecrets(env, external ? {} : onDisk, external, problem),
  }
  return problems.length === 0 ? { ok: true, config } : { ok: false, problems }
}

export function dataDirOf(env: Environment, root: string): string {
  const path = given(env, 'INTEGRATE_DATA') ?? 'var'
  return isAbsolute(path) ? path : join(root, path)
}

// An empty variable is how many tools say "not set".
const given = (env: Environment, name: string): string | undefined => env[name]?.trim() || undefined

type Say = (line: string) => void

function readPort(env: Environment, problem: Say): number {
  const text = given(env, 'PORT') ?? '3000'
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  problem(`PORT is "${text}"; it must be a whole number from 0 to 65535, for example 3000`)
  return 3000
}

function readHost(env: Environment, problem: Say): string {
  const host = given(env, 'HOST') ?? '127.0.0.1'
  if (/^[A-Za-z0-9._:%-]+$/.test(host)) return host
  problem(`HOST is "${host}"; it must be an address or a name to listen on, for example 127.0.0.1`)
  return '127.0.0.1'
}

function readPublicUrl(env: Environment, host: string, port: number, problem: Say): string {
  const text = given(env, 'PUBLIC_URL')
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  if (text === undefined) return `http://${name}:${port}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  const wellMade =
    url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username
  if (!wellMade)
    problem(`PUBLIC_URL is "${text}"; it must be like https://integrate.example.gob.mx, without a path`)
  return url?.origin ?? text
}

function readDemo(env: Environment, external: boolean, problem: Say): boolean {
  const text = given(env, 'INTEGRATE_DEMO') ?? (external ? '0' : '1')
  if (text !== '0' && text !== '1') problem(`INTEGRATE_DEMO is "${text}"; it must be 0 (start empty) or 1`)
  if (text === '1' && external) {
    problem(
      'INTEGRATE_DEMO is 1 with DATABASE_URL: demo accounts are only for the embedded database; remove it',
    )
  }
  return text === '1'
}

const ADDRESSES = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_WORKER_URL'] as const

function readAddresses(env: Environment, problem: Say): Config['database'] {
  const users = new Map<string, string>()
  for (const name of ADDRESSES) {
    const address = given(env, name)
    const user = address === undefined ? undefined : userOf(address)
    // The address itself holds a password and is never repeated.
    if (address === undefined)
      problem(`${name} is missing; DATABASE_URL needs all three addresses (see db/roles.sql)`)
    else if (user === undefined) problem(`${name} must be like postgres://user:password@host:5432/database`)
    else if (users.has(user))
      problem(`${name} has the same user as ${users.get(user)}; each has a role of its own`)
    else users.set(user, name)
  }
  const [appUrl, ownerUrl, workerUrl] = ADDRESSES.map((name) => given(env, name) ?? '')
  return { kind: 'external', appUrl: appUrl!, ownerUrl: ownerUrl!, workerUrl: workerUrl! }
}

const userOf = (address: string): string | undefined =>
  /^postgres(?:ql)?:\/\/([^:@/?]+)(?::[^@/]*)?@[^/?]*\/[^/?]+(?:\?.*)?$/.exec(address)?.[1]

function readEmbedded(env: Environment, onDisk: StoredSecrets, problem: Say): Config['database'] {
  for (const name of ADDRESSES.slice(1)) {
    if (given(env, name)) problem(`${name} is set but DATABASE_URL is not; set all three addresses or none`)
  }
  const { databasePasswords } = onDisk
  if (!databasePasswords) problem('the passwords of the embedded database are missing from secrets.json')
  return { kind: 'embedded', passwords: databasePasswords ?? { owner: '', app: '', worker: '', public: '' } }
}

function readSecrets(
  env: Environment,
  onDisk: StoredSecrets,
  external: boolean,
  problem: Say,
): Config['secrets'] {
  const read = (name: SecretName, judge: (text: string) => boolean, must: string): string => {
    const text = given(env, name) ?? onDisk[name]
    // A secret is never repeated, not even a wrong one.
    if (text === undefined) {
      problem(
        external ? `${name} is missing; with DATABASE_URL it must be given: ${must}` : `${name} is missing`,
      )
    } else if (!judge(text)) problem(`${name} is not valid; it must be ${must}`)
    return text ?? ''
  }
  const long = (text: string): boolean => text.length >= 32
  return {
    masterKey: Buffer.from(
      read('INTEGRATE_MASTER_KEY', is32Bytes, '32 random bytes in base64 (openssl rand -base64 32)'),
      'base64',
    ),
    authSecret: read(
      'INTEGRATE_AUTH_SECRET',
      long,
      'at least 32 random characters (openssl rand -base64 32)',
    ),
    sealKey: plainPem(
      read(
        'INTEGRATE_SEAL_KEY',
        isEd25519,
        'an Ed25519 private key in PEM, or the path of its file (openssl genpkey -algorithm ed25519)',
      ),
    ),
    pepper: read('INTEGRATE_PEPPER', long, 'at least 32 random characters (openssl rand -base64 32)'),
  }
}

const is32Bytes = (text: string): boolean =>
  /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) && Buffer.from(text, 'base64').length === 32

// Files of environment variables often write a line break as \n.
const plainPem = (text: string): string => text.replaceAll('\\n', '\n')

function isEd25519(text: string): boolean {
  try {
    return createPrivateKey(plainPem(text)).asymmetricKeyType === 'ed25519'
  } catch {
    return false
  }
}

/** Reads the configuration, the data folder with it; the embedded mode's missing secrets are made and kept. */
export function loadConfig(env: Environment = process.env, root = projectRoot()): ConfigAnswer {
  const dataDir = dataDirOf(env, root)
  const file = join(dataDir, 'secrets.json')
  const stored = readStored(file)
  if (typeof stored === 'string') return { ok: false, problems: [stored] }
  const resolved = withSealKeyFile(env)
  const external = given(env, 'DATABASE_URL') !== undefined
  const missing = external ? [] : missingIn(resolved, stored)
  if (missing.length > 0 && hasDatabase(dataDir)) {
    const what = `${file} lacks ${missing.join(', ')} but the database is there, sealed with it`
    return { ok: false, problems: [`${what}: put the file back from your backup`] }
  }
  const complete = external ? stored : { ...freshSecrets(missing, stored), ...stored }
  const answer = readConfig(resolved, complete, root)
  // Nothing is written before everything is right.
  if (answer.ok && !external && JSON.stringify(complete) !== JSON.stringify(stored)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o755 })
    const text = `${JSON.stringify(complete, null, 2)}\n`
    // Of two first starts at once, the second must take the first one's secrets.
    if (existsSync(file)) writePrivate(file, text)
    else if (!createPrivate(file, text)) return loadConfig(env, root)
  }
  return answer
}

function readStored(file: string): StoredSecrets | string {
  const text = readIfPresent(file)
  if (text === undefined) return {}
  try {
    return JSON.parse(text) as StoredSecrets
  } catch {
    return `${file} is not readable as JSON: put it back from your backup`
  }
}

const missingIn = (env: Environment, stored: StoredSecrets): SecretName[] =>
  SECRETS.filter((name) => given(env, name) === undefined && stored[name] === undefined)

const hasDatabase = (dataDir: string): boolean =>
  ['postgres', 'WHERE'].some((name) => existsSync(join(dataDir, name)))

const secretText = (): string => randomBytes(32).toString('base64')

const sealKeyPem = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

function freshSecrets(missing: SecretName[], stored: StoredSecrets): StoredSecrets {
  const make = (name: SecretName): string => (name === 'INTEGRATE_SEAL_KEY' ? sealKeyPem() : secretText())
  const fresh: StoredSecrets = Object.fromEntries(missing.map((name) => [name, make(name)]))
  // These may change: the roles get them anew at each start.
  if (!stored.databasePasswords) {
    fresh.databasePasswords = {
      owner: newPassword(),
      app: newPassword(),
      worker: newPassword(),
      public: newPassword(),
    }
  }
  return fresh
}

function withSealKeyFile(env: Environment): Environment {
  const text = given(env, 'INTEGRATE_SEAL_KEY')
  if (text === undefined || text.startsWith('-----BEGIN')) return env
  try {
    return { ...env, INTEGRATE_SEAL_KEY: readFileSync(text, 'utf8') }
  } catch {
    // Left as it is, it is judged as a key and told as a mistake.
    return env
  }
}
