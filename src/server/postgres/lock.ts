import { linkSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pause, readIfPresent } from './files.ts'
import { identityOf, livesOn } from './processes.ts'

const me = (): string => identityOf(process.pid)

/** One starter or stopper of a data folder at a time, also between processes; a dead holder's lock is void. */
export async function alone<T>(home: string, act: () => Promise<T>): Promise<T> {
  const lock = join(home, 'postgres.lock')
  const mine = `${lock}.${process.pid}.${counter++}`
  writeFileSync(mine, me())
  try {
    await take(lock, mine)
    try {
      return await act()
    } finally {
      rmSync(lock, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

let counter = 0

// A hard link appears at once and with its content, so nobody ever reads an empty lock.
async function take(lock: string, mine: string): Promise<void> {
  const until = Date.now() + 180_000
  for (;;) {
    try {
      linkSync(mine, lock)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = readIfPresent(lock)
    if (holder !== undefined && !livesOn(holder)) rmSync(lock, { force: true })
    else if (Date.now() > until) throw new Error(`another process holds ${lock} (${holder})`)
    else await pause(25)
  }
}

/**
 * Who uses the server now: the last to leave stops it, so that a command never stops a running site's.
 * Whoever used an earlier server of the folder, which was killed, does not count.
 */
export function enter(home: string, postmaster: number): { leave(): boolean } {
  const folder = join(home, 'postgres.users')
  mkdirSync(folder, { recursive: true })
  const name = `${me()}.${postmaster}.${counter++}`
  writeFileSync(join(folder, name), '')
  return {
    leave() {
      rmSync(join(folder, name), { force: true })
      const others = readdirSync(folder).filter((other) => stillUses(folder, other))
      return others.every((other) => other.split('.')[1] !== String(postmaster))
    },
  }
}

function stillUses(folder: string, name: string): boolean {
  if (livesOn(name.split('.')[0]!)) return true
  rmSync(join(folder, name), { force: true })
  return false
}
