import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type Config, type Environment, loadConfig, readConfig, type StoredSecrets } from './config.ts'

const sealKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const stored: StoredSecrets = {
  INTEGRATE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  INTEGRATE_AUTH_SECRET: 'a'.repeat(44),
  INTEGRATE_SEAL_KEY: sealKey,
  INTEGRATE_PEPPER: 'p'.repeat(44),
  databasePasswords: { owner: 'o', app: 'a', worker: 'w', public: 'p' },
}
const external: Environment = {
  DATABASE_URL: 'postgres://integrate_app:one@db.example:5432/integrate',
  DATABASE_OWNER_URL: 'postgres://integrate_owner:two@db.example:5432/integrate',
  DATABASE_WORKER_URL: 'postgres://integrate_worker:three@db.example:5432/integrate',
  INTEGRATE_MASTER_KEY: stored.INTEGRATE_MASTER_KEY,
  INTEGRATE_AUTH_SECRET: stored.INTEGRATE_AUTH_SECRET,
  INTEGRATE_SEAL_KEY: sealKey,
  INTEGRATE_PEPPER: stored.INTEGRATE_PEPPER,
}

function config(env: Environment, onDisk: StoredSecrets = stored): Config {
  const answer = readConfig(env, onDisk, '/project')
  if (!answer.ok) throw new Error(answer.problems.join('\n'))
  return answer.config
}

function problems(env: Environment, onDisk: StoredSecrets = stored): string[] {
  const answer = readConfig(env, onDisk, '/project')
  return answer.ok ? [] : answer.problems
}

describe('an empty environment', () => {
  it('means the embedded database, the demo and this machine alone', () => {
    expect(config({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      dataDir: '/project/var',
      publicUrl: 'http://127.0.0.1:3000',
      demo: true,
      database: { kind: 'embedded' },
    })
    expect(config({}).secrets.masterKey).toEqual(Buffer.alloc(32, 7))
  })

  it('is not enough without secrets on disk', () => {
    expect(problems({}, {})).toHaveLength(5)
  })
})

describe('each mistake has its line', () => {
  it.each([
    [{ PORT: 'http' }, 'PORT is "http"'],
    [{ PORT: '70000' }, 'PORT is "70000"'],
    [{ PORT: '30.5' }, 'PORT is "30.5"'],
    [{ HOST: 'a b' }, 'HOST is "a b"'],
    [{ PUBLIC_URL: 'integrate.example' }, 'PUBLIC_URL is'],
    [{ PUBLIC_URL: 'https://integrate.example/app' }, 'without a path'],
    [{ PUBLIC_URL: 'ftp://integrate.example' }, 'PUBLIC_URL is'],
    [{ INTEGRATE_DEMO: 'yes' }, 'INTEGRATE_DEMO is "yes"'],
    [{ INTEGRATE_MASTER_KEY: 'c2hvcnQ=' }, 'INTEGRATE_MASTER_KEY is not valid'],
    [{ INTEGRATE_MASTER_KEY: '!'.repeat(44) }, 'INTEGRATE_MASTER_KEY is not valid'],
    [{ INTEGRATE_AUTH_SECRET: 'short' }, 'INTEGRATE_AUTH_SECRET is not valid'],
    [{ INTEGRATE_PEPPER: 'short' }, 'INTEGRATE_PEPPER is not valid'],
    [{ INTEGRATE_SEAL_KEY: 'nothing' }, 'INTEGRATE_SEAL_KEY is not valid'],
    [
      { DATABASE_OWNER_URL: external.DATABASE_OWNER_URL },
      'DATABASE_OWNER_URL is set but DATABASE_URL is not',
    ],
  ] satisfies [Environment, string][])('%j', (env, line) => {
    const found = problems(env)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(line)
  })

  it('and all are told at once', () => {
    expect(problems({ PORT: 'x', INTEGRATE_DEMO: 'x', PUBLIC_URL: 'x', INTEGRATE_PEPPER: 'x' })).toHaveLength(
      4,
    )
  })

  it('an RSA key cannot seal', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(problems({ INTEGRATE_SEAL_KEY: pem })).toHaveLength(1)
  })

  it('repeats no secret and no address', () => {
    const env = {
      DATABASE_URL: 'mysql://x:hidden1@db/integrate',
      INTEGRATE_MASTER_KEY: 'hidden2',
      INTEGRATE_PEPPER: 'hidden3',
    }
    expect(problems(env).join('\n')).not.toMatch(/hidden/)
  })
})

describe('a database of one’s own', () => {
  it('takes three addresses and all secrets, and starts empty', () => {
    expect(config(external, {})).toMatchObject({ demo: false, database: { kind: 'external' } })
  })

  it.each(Object.keys(external).filter((name) => name !== 'DATABASE_URL'))('needs %s', (name) => {
    const found = problems({ ...external, [name]: '' })
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(`${name} is missing`)
  })

  it('takes no secret from the data folder', () => {
    expect(problems({ ...external, INTEGRATE_PEPPER: undefined }, stored)).toHaveLength(1)
  })

  it('refuses the demo', () => {
    expect(problems({ ...external, INTEGRATE_DEMO: '1' })[0]).toContain('demo accounts are only for')
    expect(problems({ ...external, INTEGRATE_DEMO: '0' })).toEqual([])
  })

  it('refuses one role for two addresses', () => {
    expect(problems({ ...external, DATABASE_WORKER_URL: external.DATABASE_OWNER_URL })).toEqual([
      'DATABASE_WORKER_URL has the same user as DATABASE_OWNER_URL; each has a role of its own',
    ])
  })

  it('may be reached through a socket', () => {
    const socket = 'postgres://integrate_app:one@/integrate?host=/run/postgresql&port=5432'
    expect(problems({ ...external, DATABASE_URL: socket })).toEqual([])
  })
})

describe('what is kept in the data folder', () => {
  const folders: string[] = []
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'integrate-config-'))
    folders.push(made)
    return made
  }
  afterEach(() => {
    for (const made of folders.splice(0)) rmSync(made, { recursive: true })
  })

  it('is made once, private, and the same at the next start', () => {
    const data = join(folder(), 'var')
    const first = loadConfig({ INTEGRATE_DATA: data })
    expect(first.ok).toBe(true)
    expect(statSync(join(data, 'secrets.json')).mode & 0o777).toBe(0o600)
    expect(loadConfig({ INTEGRATE_DATA: data })).toEqual(first)
  })

  it('is not touched while the environment has a mistake', () => {
    const data = folder()
    expect(loadConfig({ INTEGRATE_DATA: data, PORT: 'x' }).ok).toBe(false)
    expect(() => statSync(join(data, 'secrets.json'))).toThrow()
  })

  it('is not replaced when it is lost, since the database is sealed with it', () => {
    const data = folder()
    mkdirSync(join(data, 'postgres'))
    const answer = loadConfig({ INTEGRATE_DATA: data })
    expect(answer).toMatchObject({ ok: false, problems: [expect.stringContaining('from your backup')] })
  })

  it('says when it is damaged', () => {
    const data = folder()
    writeFileSync(join(data, 'secrets.json'), '{"INTEGR')
    expect(loadConfig({ INTEGRATE_DATA: data })).toMatchObject({
      ok: false,
      problems: [expect.stringContaining('not readable')],
    })
  })

  it('may be completed by a key in a file', () => {
    const data = folder()
    const path = join(data, 'seal.pem')
    writeFileSync(path, sealKey)
    const answer = loadConfig({ INTEGRATE_DATA: data, INTEGRATE_SEAL_KEY: path })
    expect(answer.ok && answer.config.secrets.sealKey).toBe(sealKey.trim())
    expect(readFileSync(join(data, 'secrets.json'), 'utf8')).not.toContain('INTEGRATE_SEAL_KEY')
  })
})
