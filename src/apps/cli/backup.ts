import { resolve } from 'node:path'
import { backup } from '../../server/backup/write.ts'
import { ensureLedger, readLedger, stateOf } from '../../server/erasures.ts'
import { openGround } from '../../server/ground.ts'
import { createVault } from '../../server/vault.ts'
import { type Command, cli, needed } from './command.ts'

export const command: Command = {
  help: 'write everything into one encrypted file; it needs the master key to be read',
  example: `${cli} backup /backups/integrate-2026-12-01.backup`,
  words: { FILE: 'the file to write; one that is there is never overwritten' },
  failed: 'there is no backup, and why; no half of one is left',
  async run({ config, words, say }) {
    const file = needed(words[0], 'FILE')
    const ground = await openGround(config, say, 'as_it_is')
    const vault = createVault(config.secrets.masterKey)
    try {
      const done = await backup({
        ownerUrl: ground.ownerUrl,
        workerUrl: ground.workerUrl,
        masterKey: config.secrets.masterKey,
        file: resolve(file),
        ledger: (erased) => stateOf(ledgerOf(config.dataDir, vault, erased)),
        say,
      })
      say(`${file}: ${done.tables} tables, ${done.rows} rows, ${(done.bytes / 1e6).toFixed(1)} MB, encrypted`)
      say(
        'Keep apart from it: the master key, the seal key, and the current erasures.log of the data folder.',
      )
      return 0
    } finally {
      await ground.stop()
    }
  },
}

/** A ledger begins with the first backup; where people were already erased, a missing one is a loss. */
export function ledgerOf(dataDir: string, vault: ReturnType<typeof createVault>, erased: number) {
  const ledger = readLedger(dataDir, vault)
  if (!ledger && erased > 0) {
    throw new Error(
      `${erased} people were erased but ${dataDir} has no erasures.log: put it back from its copy before backing up`,
    )
  }
  return ledger ?? ensureLedger(dataDir, vault)
}
