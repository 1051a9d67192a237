/**
 * The ledger of erasures: who was erased, kept outside the database, so that an older backup cannot bring them back.
 * One line an erasure, ids only; each line's keyed hash covers the one before, so that a line changed, left out or
 * written by someone else shows. A restore demands it and does again what it says.
 *
 *   integrate erasures 1 <id of this ledger>
 *   <number> <time> <tenant> <person> <keyed hash>
 */
import { existsSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { newId } from '../shared/id.ts'
import { createPrivate } from './postgres/files.ts'
import type { Vault } from './vault.ts'

export interface Erasure {
  tenantId: string
  personId: string
  at: string
}

export interface Ledger {
  id: string
  erasures: Erasure[]
  /** The keyed hash after each line; `heads[n]` after the nth, `heads[0]` of none. */
  heads: string[]
}

export interface LedgerState {
  id: string
  count: number
  head: string
}

export const ledgerFile = (folder: string): string => join(folder, 'erasures.log')

const first = /^integrate erasures 1 ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
const entry = /^(\d+) (\S+) ([0-9a-f-]{36}) ([0-9a-f-]{36}) ([0-9a-f]{64})$/

const hashed = (vault: Vault, before: string, number: number, e: Erasure): string =>
  vault.blind('erasures', `${before}|${number}|${e.at}|${e.tenantId}|${e.personId}`).toString('hex')

const begun = (vault: Vault, id: string): string => vault.blind('erasures', id).toString('hex')

/** The ledger of a data folder; undefined when there is none. @throws Error when it is not what was written. */
export function readLedger(folder: string, vault: Vault): Ledger | undefined {
  const path = ledgerFile(folder)
  if (!existsSync(path)) return undefined
  const lines = readFileSync(path, 'utf8').split('\n')
  const id = first.exec(lines[0] ?? '')?.[1]
  if (!id) throw new Error(`${path} is not a ledger of erasures: put it back from its copy`)
  const ledger: Ledger = { id, erasures: [], heads: [begun(vault, id)] }
  // A last line without its end was cut short by a crash; its erasure was not done yet.
  for (const [i, line] of lines.slice(1, -1).entries()) {
    const m = entry.exec(line)
    const e = m && { at: m[2]!, tenantId: m[3]!, personId: m[4]! }
    const head = e && hashed(vault, ledger.heads.at(-1)!, i + 1, e)
    if (!e || Number(m[1]) !== i + 1 || m[5] !== head) {
      throw new Error(
        `${path}, line ${i + 2}, is not what was written (or the master key is another): put the file back from its copy`,
      )
    }
    ledger.erasures.push(e)
    ledger.heads.push(head)
  }
  return ledger
}

/** Makes an empty ledger where there is none; the one that is there otherwise. */
export function ensureLedger(folder: string, vault: Vault): Ledger {
  createPrivate(ledgerFile(folder), `integrate erasures 1 ${newId()}\n`)
  return readLedger(folder, vault)!
}

/** Written before the erasure is done: an erasure said and not done is done again, one done and not said would be lost. */
export async function appendErasure(
  folder: string,
  vault: Vault,
  e: Omit<Erasure, 'at'>,
  at = new Date(),
): Promise<void> {
  const ledger = ensureLedger(folder, vault)
  const path = ledgerFile(folder)
  const number = ledger.erasures.length + 1
  const whole = { ...e, at: at.toISOString() }
  const head = hashed(vault, ledger.heads.at(-1)!, number, whole)
  const file = await open(path, 'r+')
  try {
    const text = readFileSync(path, 'utf8')
    const length = Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1))
    await file.truncate(length)
    await file.write(`${number} ${whole.at} ${e.tenantId} ${e.personId} ${head}\n`, length)
    await file.datasync()
  } finally {
    await file.close()
  }
}

export const stateOf = (l: Ledger): LedgerState => ({
  id: l.id,
  count: l.erasures.length,
  head: l.heads.at(-1)!,
})

/** Why this ledger does not do for a backup that names that state; undefined when it does. */
export function ledgerProblem(ledger: Ledger | undefined, named: LedgerState): string | undefined {
  const put = 'put the current erasures.log of the installation into the data folder'
  if (!ledger)
    return `the ledger of erasures is missing; without it people who were erased would return: ${put}`
  if (ledger.id !== named.id) return `erasures.log is of another installation: ${put}`
  if (ledger.erasures.length < named.count) {
    return `erasures.log is older than the backup (${ledger.erasures.length} erasures, the backup knows ${named.count}): ${put}`
  }
  if (ledger.heads[named.count] !== named.head)
    return `erasures.log does not continue the one the backup knows: ${put}`
  return undefined
}
