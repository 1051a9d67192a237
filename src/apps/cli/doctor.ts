import { createPrivateKey } from 'node:crypto'
import { statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { sealsOutside } from '../../modules/access/jobs.ts'
import { appliedMigrations } from '../../server/backup/catalog.ts'
import type { Config } from '../../server/config.ts'
import { type Connection, connect } from '../../server/db.ts'
import { readLedger } from '../../server/erasures.ts'
import { openGround } from '../../server/ground.ts'
import { loadMessages } from '../../server/messages.ts'
import { plan, readMigrations } from '../../server/migrate.ts'
import { policiesDiffering } from '../../server/policies.ts'
import { asClient, roleProblems } from '../../server/roles.ts'
import { projectRoot } from '../../server/root.ts'
import { createVault } from '../../server/vault.ts'
import { asWorker } from '../../server/worker.ts'
import { personLanguages } from '../../shared/messages.ts'
import { type Command, cli } from './command.ts'
import { called, tenantsNamed } from './tenants.ts'

export const command: Command = {
  help: 'look whether everything is as it must be, one line each; it changes nothing',
  example: `${cli} doctor`,
  failed: 'something is not as it must be: its line begins with WRONG',
  async run({ config, say }) {
    const ground = await openGround(config, say, 'as_it_is')
    try {
      const findings = await examine(config, ground)
      for (const f of findings) say(`${f.wrong ? 'WRONG' : 'ok   '} ${f.what}: ${f.told}`)
      return findings.some((f) => f.wrong) ? 1 : 0
    } finally {
      await ground.stop()
    }
  },
}

export interface Finding {
  what: string
  told: string
  wrong: boolean
}

export interface Patient {
  appUrl: string
  ownerUrl: string
  workerUrl: string
}

/** A check tells what it found, or throws a sentence. */
type Check = () => Promise<string>

class Wrong extends Error {}
const wrongIf = (faults: readonly string[], otherwise: string): string => {
  if (faults.length > 0) throw new Wrong(faults.join('; '))
  return otherwise
}

export async function examine(config: Config, urls: Patient): Promise<Finding[]> {
  const worker = connect(urls.workerUrl, { max: 1, name: 'integrate-doctor' })
  const owner = connect(urls.ownerUrl, { max: 1, name: 'integrate-doctor' })
  const checks: Record<string, Check> = {
    configuration: () => configuration(config),
    database: () => database(owner),
    roles: async () => wrongIf(await roleProblems(urls), 'three roles, each what it must be'),
    migrations: () => migrations(urls),
    policies: () =>
      asClient(urls.ownerUrl, async (c) =>
        wrongIf(
          few(await policiesDiffering(c)),
          'in force as db/policies.sql says; every table of a tenant forced',
        ),
      ),
    clock: () => clock(owner),
    disk: () => disk(config.dataDir),
    keys: () => keys(config, worker),
    seals: () => seals(config, worker),
    queue: () => queue(worker),
    erasures: () => erasures(config, owner),
    texts: async () => texts(),
  }
  const findings: Finding[] = []
  try {
    for (const [what, check] of Object.entries(checks)) {
      try {
        findings.push({ what, told: await check(), wrong: false })
      } catch (e) {
        const { message, code } = e as { message: string; code?: string }
        findings.push({ what, told: message || code || 'could not be looked at', wrong: true })
      }
    }
  } finally {
    await Promise.all([worker.close(), owner.close()])
  }
  return findings
}

const few = (lines: string[]): string[] =>
  lines.length <= 5
    ? lines
    : [...lines.slice(0, 5), `and ${lines.length - 5} more; "migrate" sets them again`]

async function configuration(config: Config): Promise<string> {
  const faults: string[] = []
  const local = /^https?:\/\/(localhost|127\.|\[::1\])/.test(config.publicUrl)
  if (!local && !config.publicUrl.startsWith('https:'))
    faults.push(`PUBLIC_URL is ${config.publicUrl}: people on other machines need https`)
  for (const name of ['secrets.json', 'postgres.password', 'erasures.log']) {
    const file = statSync(join(config.dataDir, name), { throwIfNoEntry: false })
    if (file && (file.mode & 0o077) !== 0)
      faults.push(`${join(config.dataDir, name)} can be read by others: chmod 600`)
  }
  try {
    createPrivateKey(config.secrets.sealKey)
  } catch {
    faults.push('the seal key cannot be read')
  }
  return wrongIf(faults, `${config.database.kind} database, ${config.publicUrl}, data in ${config.dataDir}`)
}

async function database(owner: Connection): Promise<string> {
  const { rows } = await sql<{ version: string; number: number; encoding: string; size: string }>`
    select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
      current_setting('server_encoding') as encoding, pg_size_pretty(pg_database_size(current_database())) as size`.execute(
    owner.db,
  )
  const { version, number, encoding, size } = rows[0]!
  return wrongIf(
    [
      ...(number < 150_000 ? [`PostgreSQL ${version}: 15 or later is needed`] : []),
      ...(encoding !== 'UTF8' ? [`the encoding is ${encoding}: it must be UTF8`] : []),
    ],
    `PostgreSQL ${version.split(' ')[0]}, Node ${process.versions.node}, ${size}`,
  )
}

async function migrations(urls: Patient): Promise<string> {
  const applied = await asClient(urls.ownerUrl, appliedMigrations)
  const answer = plan(readMigrations(join(projectRoot(), 'db/migrations')), applied)
  if ('problem' in answer) throw new Wrong(answer.problem)
  return wrongIf(
    answer.due.length > 0 ? [`${answer.due.length} wait to be applied: run "migrate"`] : [],
    `${applied.length} applied, none waiting`,
  )
}

async function clock(owner: Connection): Promise<string> {
  const before = Date.now()
  const { rows } = await sql<{ at: Date; latest: Date | null }>`
    select clock_timestamp() as at, (select max(at) from access.event) as latest`.execute(owner.db)
  const here = (before + Date.now()) / 2
  const off = Math.round((rows[0]!.at.getTime() - here) / 1000)
  const ahead = Math.round(((rows[0]!.latest?.getTime() ?? 0) - here) / 1000)
  return wrongIf(
    [
      ...(Math.abs(off) > 5 ? [`the database's clock is ${off} seconds from this machine's`] : []),
      ...(ahead > 60 ? [`the latest event is ${ahead} seconds in the future: the clock was set back`] : []),
    ],
    'database and machine agree',
  )
}

async function disk(dataDir: string): Promise<string> {
  const { bavail, blocks, bsize } = await statfs(dataDir)
  const gb = (bavail * bsize) / 1e9
  const part = Math.round((bavail / blocks) * 100)
  const line = `${gb.toFixed(1)} GB free where the data are (${part} %)`
  return wrongIf(gb < 1 ? [line] : [], line)
}

async function keys(config: Config, worker: Connection): Promise<string> {
  const vault = createVault(config.secrets.masterKey)
  const tenants = await tenantsNamed(worker, undefined)
  const faults: string[] = []
  for (const t of tenants) {
    const rows = await asWorker(worker, t.id, (tx) =>
      tx
        .selectFrom('access.tenant_key')
        .select(['id', 'wrapped_key'])
        .where('tenant_id', '=', t.id)
        .execute(),
    )
    try {
      vault.tenant(rows)
    } catch {
      faults.push(
        rows.length === 0
          ? `${called(t)} has no key`
          : `the master key does not open the key of ${called(t)}`,
      )
    }
  }
  return wrongIf(faults, `the master key opens the keys of ${tenants.length} tenants`)
}

async function seals(config: Config, worker: Connection): Promise<string> {
  const outside = sealsOutside(join(config.dataDir, 'seals'))
  const faults: string[] = outside.ok ? [] : [`seals.log, line ${outside.line}, is no line of ours`]
  let unsealed = 0
  for (const t of await tenantsNamed(worker, undefined)) {
    const { rows } = await asWorker(worker, t.id, (tx) =>
      sql<{ n: number; minutes: number; seals: number }>`
        select count(*)::int as n, coalesce(extract(epoch from now() - min(e.at)) / 60, 0)::int as minutes,
          (select count(*) from access.seal s where s.tenant_id = ${t.id}::uuid)::int as seals
        from access.event e where e.tenant_id = ${t.id}::uuid and not exists
          (select from access.event_seal s where s.tenant_id = ${t.id}::uuid and s.event_id = e.id)`.execute(
        tx,
      ),
    )
    const { n, minutes, seals: made } = rows[0]!
    unsealed += n
    if (minutes >= 10)
      faults.push(
        `${called(t)}: ${n} events not sealed, the oldest ${minutes} minutes old; is the worker running?`,
      )
    if (made > 0 && outside.ok && !outside.lines.some((l) => l.tenantId === t.id))
      faults.push(`${called(t)} has seals but none in seals.log: put the file back from its copy`)
  }
  return wrongIf(faults, `${unsealed} events wait for their seal, none longer than ten minutes`)
}

async function queue(worker: Connection): Promise<string> {
  const { rows } = await sql<{ waiting: number; failed: number; minutes: number }>`
    select (count(*) filter (where attempts < max_attempts))::int as waiting,
      (count(*) filter (where attempts >= max_attempts))::int as failed,
      coalesce(extract(epoch from now() - min(run_at) filter (where attempts < max_attempts and locked_at is null and run_at < now())) / 60, 0)::int as minutes
    from graphile_worker._private_jobs`.execute(worker.db)
  const { waiting, failed, minutes } = rows[0]!
  return wrongIf(
    [
      ...(failed > 0 ? [`${failed} tasks failed for good`] : []),
      ...(minutes >= 10
        ? [`${waiting} tasks wait, the first for ${minutes} minutes; is the worker running?`]
        : []),
    ],
    `${waiting} tasks waiting`,
  )
}

async function erasures(config: Config, owner: Connection): Promise<string> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from access.person where state = 'erased'`.execute(owner.db)
  const ledger = readLedger(config.dataDir, createVault(config.secrets.masterKey))
  const erased = rows[0]!.n
  if (!ledger && erased > 0)
    throw new Wrong(`${erased} people were erased but erasures.log is missing: put it back`)
  return ledger
    ? `${ledger.erasures.length} in the ledger`
    : 'none yet; the ledger begins with the first backup'
}

/** Counted, not judged: an unreviewed text says so itself wherever it is shown. */
function texts(): string {
  const { person } = loadMessages(projectRoot())
  const said = personLanguages.map((l) => {
    const all = Object.keys(person[l].messages).length
    return `${l} ${all - person[l].unreviewed.length}/${all}`
  })
  return `read by a native speaker: ${said.join(', ')}`
}
