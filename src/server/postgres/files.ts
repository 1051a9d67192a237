import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** Writes a file that only its owner reads; a crash leaves the old content or the new, never half. */
export function writePrivate(path: string, content: string): void {
  renameSync(writeBeside(path, content), path)
  syncFolder(dirname(path))
}

/** The same for a file that must not be there yet; false when it is. */
export function createPrivate(path: string, content: string): boolean {
  const written = writeBeside(path, content)
  try {
    linkSync(written, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(written)
  }
  syncFolder(dirname(path))
  return true
}

function writeBeside(path: string, content: string): string {
  const next = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  const file = openSync(next, 'wx', 0o600)
  try {
    writeSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return next
}

// A rename is durable only once its folder is.
function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } catch {
    // Some file systems cannot sync a folder.
  } finally {
    closeSync(folder)
  }
}

export const readIfPresent = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, 'utf8') : undefined

export const newPassword = (): string => randomBytes(24).toString('base64url')

export const removeQuietly = (path: string): void => rmSync(path, { recursive: true, force: true })

export function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Gone, or in use.
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
