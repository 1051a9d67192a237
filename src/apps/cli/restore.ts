import { createPrivateKey } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { sealsInDatabase } from '../../modules/access/jobs.ts'
import { sealLine } from '../../modules/access/rules/seal-file.ts'
import { restore } from '../../server/backup/read.ts'
import { type Connection, connect } from '../../server/db.ts'
import { ledgerProblem, readLedger } from '../../server/erasures.ts'
import { openGround } from '../../server/ground.ts'
import { createVault } from '../../server/vault.ts'
import { verifyTenants } from './audit-verify.ts'
import { type Command, cli, needed } from './command.ts'
import { eraseAgain } from './erase.ts'
import { type TenantName, tenantsNamed } from './tenants.ts'

export const command: Command = {
  help: 'load a backup into an empty database; the data folder must hold the current erasures.log',
  example: `${cli} restore /backups/integrate-2026-12-01.backup`,
  words: { FILE: 'the backup; its master key must be the one of this installation' },
  failed: 'nothing was restored, and why; or it was, and the chain of events is not whole',
  async run({ config, words, say }) {
    const file = needed(words[0], 'FILE')
    const ground = await openGround(config, say, 'as_it_is')
    try {
      const vault = createVault(config.secrets.masterKey)
      const done = await restore({
        ownerUrl: ground.ownerUrl,
        workerUrl: ground.workerUrl,
        masterKey: config.secrets.masterKey,
        file: resolve(file),
        ledger(named) {
          const ledger = readLedger(config.dataDir, vault)
          const problem = ledgerProblem(ledger, named)
          if (problem) throw new Error(problem)
          return ledger?.erasures ?? []
        },
        eraser: eraseAgain,
        say,
      })
      const worker = connect(ground.workerUrl, { max: 1, name: 'integrate-audit' })
      let whole: boolean
      try {
        const tenants = await tenantsNamed(worker, undefined)
        await beginSealsAnew(worker, tenants, join(config.dataDir, 'seals'), say)
        whole = await verifyTenants(worker, tenants, {
          key: createPrivateKey(config.secrets.sealKey),
          folder: join(config.dataDir, 'seals'),
          say,
        })
      } finally {
        await worker.close()
      }
      say(
        `restored: ${done.header.tables.length} tables, ${done.rows} rows as counted in the backup, ${done.erased} erasures done again, all sign-ins ended`,
      )
      return whole ? 0 : 1
    } finally {
      await ground.stop()
    }
  },
}

/**
 * The file of seals of another time would rightly say that the chain of a restored database is cut short. It is kept
 * beside, and what happened between the backup and now can be read off it; the file begins anew from the backup's seals.
 */
async function beginSealsAnew(
  worker: Connection,
  tenants: readonly TenantName[],
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'seals.log')
  if (existsSync(path)) {
    const kept = join(folder, `seals-until-restore-${new Date().toISOString().replace(/[:.]/g, '-')}.log`)
    renameSync(path, kept)
    say(`the file of seals until now is kept as ${kept}`)
  }
  const lines: string[] = []
  for (const t of tenants) lines.push(...(await sealsInDatabase(worker, t.id)).map(sealLine))
  writeFileSync(path, lines.join(''), { mode: 0o600, flush: true })
}
