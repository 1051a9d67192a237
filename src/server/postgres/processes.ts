import { readFileSync, readlinkSync } from 'node:fs'

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * A process by id and start time, since ids are reused (after a container restarts, at once).
 * Where /proc is missing the id alone must do.
 */
export function identityOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
    // The name in parentheses may hold spaces; field 22 (start time) is the 20th after it.
    return `${pid}-${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}-${boot}`
  } catch {
    return `${pid}`
  }
}

export const livesOn = (identity: string): boolean => {
  const pid = Number.parseInt(identity, 10)
  return pid > 0 && isAlive(pid) && identityOf(pid) === identity
}

/** A postmaster works inside its data directory, which tells it from a stranger with a reused id. */
export function isPostmasterOf(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster
  } catch (error) {
    // No /proc at all: trust the id, as PostgreSQL itself does.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform !== 'linux'
  }
}

export async function ended(pid: number, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs
  while (isAlive(pid)) {
    if (Date.now() > until) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}
