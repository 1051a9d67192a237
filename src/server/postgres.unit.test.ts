import { chmodSync, existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hydrate } from './postgres/binaries.ts'
import { currentRunner, reachableByOthers } from './postgres/place.ts'
import { identityOf, livesOn } from './postgres/processes.ts'
import { socketUrl } from './postgres.ts'
import { judgeRoles, type RoleFacts, urlsOf, withDatabase } from './roles.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'integrate-unit-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the binaries', () => {
  it('get the links that the package could not carry, once', () => {
    mkdirSync(join(folder, 'native/lib'), { recursive: true })
    writeFileSync(join(folder, 'native/lib/libpq.so.5.18'), '')
    const link = { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }
    writeFileSync(join(folder, 'native/pg-symlinks.json'), JSON.stringify([link]))
    expect(hydrate(join(folder, 'native'))).toBe(true)
    expect(hydrate(join(folder, 'native'))).toBe(true)
    expect(readlinkSync(join(folder, 'native/lib/libpq.so.5'))).toBe('libpq.so.5.18')
  })

  it('need none where there is no list', () => {
    expect(hydrate(folder)).toBe(true)
    expect(existsSync(join(folder, 'lib'))).toBe(false)
  })
})

describe('who runs it', () => {
  const passwd = 'root:x:0:0::/root:/bin/sh\nnobody:x:99:98:nobody:/:/bin/false\n'

  it('is nobody for root, by the numbers of this system', () => {
    expect(currentRunner(passwd, 0)).toEqual({ uid: 99, gid: 98, asRoot: true })
    expect(currentRunner('', 0)).toEqual({ uid: 65534, gid: 65534, asRoot: true })
  })

  it('is the user itself otherwise', () => {
    expect(currentRunner(passwd, 1000)).toMatchObject({ uid: 1000, asRoot: false })
  })

  it('reaches a folder only when each one above is open', () => {
    const inner = join(folder, 'a/b')
    mkdirSync(inner, { recursive: true, mode: 0o755 })
    chmodSync(folder, 0o711)
    expect(reachableByOthers(inner)).toBe(true)
    chmodSync(folder, 0o700)
    expect(reachableByOthers(inner)).toBe(false)
  })
})

describe('a process', () => {
  it('is known by more than its id', () => {
    expect(livesOn(identityOf(process.pid))).toBe(true)
    expect(livesOn(`${process.pid}-1-abc`)).toBe(false)
    expect(livesOn('')).toBe(false)
  })
})

describe('addresses', () => {
  const superUrl = socketUrl('/run/my integrate', 'postgres', 'p@ss/w', 'postgres')

  it('go through the socket', () => {
    expect(superUrl).toBe('postgres://postgres:p%40ss%2Fw@/postgres?host=/run/my%20integrate&port=5432')
  })

  it('change database and role, and nothing else', () => {
    expect(withDatabase(superUrl, 'other')).toBe(superUrl.replace('@/postgres?', '@/other?'))
    const passwords = { owner: 'o', app: 'a:b', worker: 'w', public: 'p' }
    expect(urlsOf(superUrl, passwords, 'x').appUrl).toBe(
      'postgres://integrate_app:a%3Ab@/x?host=/run/my%20integrate&port=5432',
    )
    expect(urlsOf('postgresql://boss@db:6000/y?sslmode=require', passwords, 'x').ownerUrl).toBe(
      'postgresql://integrate_owner:o@db:6000/x?sslmode=require',
    )
  })
})

describe('the three roles', () => {
  const role = (name: string, more: Partial<RoleFacts> = {}): RoleFacts => ({
    name: `integrate_${name}`,
    superuser: false,
    bypassrls: false,
    owns: 0,
    major: 18,
    database: 'integrate',
    ...more,
  })
  const owner = role('owner', { owns: 90 })
  const worker = role('worker', { owns: 2 })

  it('pass when each is what it must be', () => {
    expect(judgeRoles(role('app'), owner, worker)).toEqual([])
  })

  it.each([
    [{ name: 'postgres' }, 'signs in as postgres'],
    [{ superuser: true }, 'is a superuser'],
    [{ bypassrls: true }, 'has BYPASSRLS'],
    [{ owns: 1 }, 'owns 1 objects'],
    [{ major: 14 }, 'this is 14'],
  ])('the application may not be %j', (wrong, line) => {
    const problems = judgeRoles(role('app', wrong), owner, worker)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(line)
  })

  it('must be of one database, and neither other a superuser', () => {
    expect(judgeRoles(role('app'), owner, role('worker', { database: 'other' }))).toHaveLength(1)
    expect(judgeRoles(role('app'), role('owner', { superuser: true }), worker)).toHaveLength(1)
  })
})
