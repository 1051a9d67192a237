import { createPrivateKey, type KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { type AuditAnswer, type AuditFault, sealsOutside, verifyAudit } from '../../modules/access/jobs.ts'
import { type Connection, connect } from '../../server/db.ts'
import { openGround } from '../../server/ground.ts'
import { CalledWrongly, type Command, cli } from './command.ts'
import { called, type TenantName, tenantsNamed } from './tenants.ts'

export const command: Command = {
  help: 'verify the chain of events, its signatures and the file of seals; prints the head to write down',
  example: `${cli} audit verify --tenant 02002 --known 1200:5f0c…`,
  options: {
    tenant: {
      type: 'string',
      value: 'TENANT',
      help: 'one municipality only: its id or INEGI code; all of them when not said',
    },
    known: {
      type: 'string',
      value: 'POSITION:HEAD',
      help: 'a head written down earlier, which the chain must still hold; of one tenant',
    },
  },
  failed: 'something was changed, removed or cut short: the line says which event',
  async run({ config, options, say }) {
    const known = readKnown(options.known)
    const ground = await openGround(config, say, 'as_it_is')
    const worker = connect(ground.workerUrl, { max: 1, name: 'integrate-audit' })
    try {
      const tenants = await tenantsNamed(worker, options.tenant)
      if (known && tenants.length !== 1)
        throw new CalledWrongly('--known is of one tenant: name it with --tenant')
      const whole = await verifyTenants(worker, tenants, {
        key: createPrivateKey(config.secrets.sealKey),
        folder: join(config.dataDir, 'seals'),
        ...(known ? { known } : {}),
        say,
      })
      return whole ? 0 : 1
    } finally {
      await worker.close()
      await ground.stop()
    }
  },
}

export interface Verify {
  key: KeyObject
  folder: string
  known?: { position: number; head: string }
  say(line: string): void
}

/** One line a tenant; false when one has a fault. */
export async function verifyTenants(
  worker: Connection,
  tenants: readonly TenantName[],
  { key, folder, known, say }: Verify,
): Promise<boolean> {
  // Read first: what is sealed meanwhile is then in the tables and not yet in these lines, never the other way round.
  const outside = sealsOutside(folder)
  if (!outside.ok) {
    say(`seals.log, line ${outside.line}: this is no line of ours; the file was changed or cut in its middle`)
    return false
  }
  let whole = true
  if (tenants.length === 0) say('no tenant yet, and so nothing to verify')
  for (const t of tenants) {
    const answer = await verifyAudit(worker, t.id, key, {
      file: outside.lines.filter((l) => l.tenantId === t.id),
      ...(known ? { known } : {}),
    })
    for (const line of told(t, answer)) say(line)
    whole &&= answer.ok
  }
  return whole
}

/** What the operator reads. */
export function told(t: TenantName, answer: AuditAnswer): string[] {
  if (!answer.ok) return [`${called(t)}: FAULT: ${sentence(answer.fault)}`]
  const { position, head, unsealed, notInFile } = answer
  const waiting = unsealed > 0 ? `, ${unsealed} of the last minutes not sealed yet` : ''
  return [
    `${called(t)}: ${position} events sealed, chain whole, signatures good${waiting}`,
    ...(notInFile > 0
      ? [`  ${notInFile} of its seals are not in seals.log (written while it was away)`]
      : []),
    `  head to write down: ${position}:${head}`,
  ]
}

export function sentence(fault: AuditFault): string {
  switch (fault.kind) {
    case 'gap':
      return `the chain has no link ${fault.position}: sealed events were taken out, or the chain was cut short`
    case 'missing_event':
      return `event ${fault.eventId}, sealed as number ${fault.position}, is no longer there`
    case 'changed':
      return `event ${fault.eventId}, sealed as number ${fault.position}, was changed or moved after it was sealed`
    case 'bad_signature':
      return `the seal at ${fault.position} is not signed with this installation's key: the chain was sealed again by someone else`
    case 'known_head_differs':
      return `the head at ${fault.position} is not the one that was written down: the chain was rewritten`
    case 'unsealed':
      return `${fault.count} events older than ten minutes are not sealed: the worker is not running, or events were put in by hand`
    case 'file_missing':
      return 'seals.log has no line of this tenant although its chain has seals: put the file back from a copy, or verify with --known'
    case 'file_not_ours':
      return `seals.log has a seal at ${fault.position} that is not signed with this installation's key`
    case 'file_differs':
      return `the head at ${fault.position} is not the one in seals.log: the chain was rewritten`
    case 'file_knows_more':
      return `seals.log knows event ${fault.position} but the chain ends at ${fault.reached}: its end was cut off, or an older backup was restored`
  }
}

function readKnown(text: string | boolean | undefined): { position: number; head: string } | undefined {
  if (typeof text !== 'string') return undefined
  const m = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim().toLowerCase())
  if (!m)
    throw new CalledWrongly('--known is POSITION:HEAD, as this command printed it: 1200:5f0c… with 64 digits')
  return { position: Number(m[1]), head: m[2]! }
}
