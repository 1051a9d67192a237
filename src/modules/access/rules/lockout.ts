/** Wrong passwords in a row: five are free, then each doubles the wait, from one minute to one hour. */
export interface Lockout {
  failures: number
  lastAt: Date
}

const free = 5
const longest = 60

/** Until when this address waits; null when it may try now. */
export function lockedUntil(lockout: Lockout | undefined): Date | null {
  if (!lockout || lockout.failures < free) return null
  const minutes = Math.min(longest, 2 ** Math.min(10, lockout.failures - free))
  return new Date(lockout.lastAt.getTime() + minutes * 60_000)
}
