/** What the worker does for access: seals events, and tells each person's file who looked. */
import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Connection } from '../../server/db.ts'
import { asWorker } from '../../server/worker.ts'
import { type ChainFault, genesis, link, type SealedEvent, walk } from './rules/chain.ts'
import { readSealLines, type SealLine, sealLine } from './rules/seal-file.ts'

export const batch = 2000

interface EventRow {
  tenant_id: string
  id: string
  at: Date
  account_id: string | null
  organization_id: string | null
  verb: string
  outcome: string
  subject_id: string | null
  person_ids: string[]
  shown: string | null
}

const sealed = (r: EventRow): SealedEvent => ({
  tenantId: r.tenant_id,
  id: r.id,
  at: r.at,
  accountId: r.account_id,
  organizationId: r.organization_id,
  verb: r.verb,
  outcome: r.outcome,
  subjectId: r.subject_id,
  personIds: r.person_ids,
  shown: r.shown,
})

const signed = (tenantId: string, position: number, head: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`integrate seal|${tenantId}|${position}|`), head])

export interface SealOptions {
  /** Ed25519, kept outside the database. */
  key: KeyObject
  /** Folder of the file each head is appended to, outside the database. */
  folder: string
}

/** Chain all committed, unsealed events of one tenant and sign the head. At most a sweep behind. */
export async function sealEvents(connection: Connection, tenantId: string, o: SealOptions): Promise<number> {
  const head = await asWorker(connection, tenantId, async (tx) => {
    // Two workers must not grow one chain.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`seal ${tenantId}`}, 0))`.execute(tx)
    const last = await tx
      .selectFrom('access.event_seal')
      .select(['position', 'hash', 'event_id'])
      .where('tenant_id', '=', tenantId)
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirst()
    // No transaction lives a day, so an event older than a day before the last one sealed is sealed or never was.
    // Not before the last seal's own moment: after days without a worker the backlog is older than its first seal.
    const { rows } = await sql<EventRow>`
      select e.* from access.event e
      where e.tenant_id = ${tenantId}::uuid
        and e.at >= coalesce((select least(last.at, now()) from access.event last
          where last.tenant_id = ${tenantId}::uuid and last.id = ${last?.event_id ?? null}::uuid), '-infinity') - interval '1 day'
        and not exists (select 1 from access.event_seal s where s.tenant_id = ${tenantId}::uuid and s.event_id = e.id)
      order by e.at, e.id limit ${batch}`.execute(tx)
    if (rows.length === 0) return null
    let position = last ? last.position : 0
    let hash: Buffer = last ? Buffer.from(last.hash) : genesis(tenantId)
    const links = rows.map((r) => {
      const salt = randomBytes(16)
      position += 1
      hash = link(hash, position, salt, sealed(r))
      return { tenant_id: tenantId, position, event_id: r.id, salt, hash }
    })
    await tx.insertInto('access.event_seal').values(links).execute()
    const signature = sign(null, signed(tenantId, position, hash), o.key)
    await tx
      .insertInto('access.seal')
      .values({ tenant_id: tenantId, position, head: hash, signature })
      .execute()
    return { position, hash, signature, count: rows.length }
  })
  if (!head) return 0
  await appendSeal(o.folder, {
    at: new Date().toISOString(),
    tenantId,
    position: head.position,
    head: head.hash.toString('hex'),
    signature: head.signature,
  })
  return head.count
}

const sealFile = (folder: string): string => join(folder, 'seals.log')

async function appendSeal(folder: string, line: SealLine): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = await open(sealFile(folder), 'a+', 0o600)
  try {
    // A line that a crash cut short is no line: it goes, so that the next one does not grow onto it.
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, 1000))
    await file.read(tail, 0, tail.length, size - tail.length)
    if (size > 0 && tail.at(-1) !== 10) await file.truncate(size - tail.length + tail.lastIndexOf(10) + 1)
    await file.appendFile(sealLine(line))
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** The seals written outside the database; none when there is no file yet. */
export function sealsOutside(folder: string): { ok: true; lines: SealLine[] } | { ok: false; line: number } {
  const path = sealFile(folder)
  return existsSync(path) ? readSealLines(readFileSync(path, 'utf8')) : { ok: true, lines: [] }
}

/** The seals a tenant's chain has, as lines of the file: after a restore it begins anew from them. */
export async function sealsInDatabase(connection: Connection, tenantId: string): Promise<SealLine[]> {
  const seals = await asWorker(connection, tenantId, (tx) =>
    tx.selectFrom('access.seal').selectAll().where('tenant_id', '=', tenantId).orderBy('position').execute(),
  )
  return seals.map((s) => ({
    at: s.at.toISOString(),
    tenantId,
    position: s.position,
    head: s.head.toString('hex'),
    signature: s.signature,
  }))
}

export type AuditFault =
  | ChainFault
  | { kind: 'bad_signature'; position: number }
  | { kind: 'known_head_differs'; position: number }
  | { kind: 'unsealed'; count: number }
  | { kind: 'file_missing' }
  | { kind: 'file_not_ours'; position: number }
  | { kind: 'file_differs'; position: number }
  | { kind: 'file_knows_more'; position: number; reached: number }

export type AuditAnswer =
  | { ok: true; position: number; head: string; unsealed: number; notInFile: number }
  | { ok: false; fault: AuditFault }

export interface VerifyOptions {
  /** A head written down earlier, outside the database. */
  known?: { position: number; head: string }
  /** The tenant's lines of the file of seals; without it the file is not asked. */
  file?: readonly SealLine[]
}

/** Walk a tenant's whole chain, and hold it against what is kept outside the database. */
export async function verifyAudit(
  connection: Connection,
  tenantId: string,
  key: KeyObject,
  { known, file }: VerifyOptions = {},
): Promise<AuditAnswer> {
  const pub = key.type === 'public' ? key : createPublicKey(key)
  const outside = new Map((file ?? []).map((l) => [l.position, l]))
  for (const l of outside.values()) {
    if (!verify(null, signed(tenantId, l.position, Buffer.from(l.head, 'hex')), pub, l.signature))
      return { ok: false, fault: { kind: 'file_not_ours', position: l.position } }
  }
  return asWorker(
    connection,
    tenantId,
    async (tx) => {
      let from = { position: 0, head: genesis(tenantId) }
      const seals = await tx
        .selectFrom('access.seal')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .orderBy('position')
        .execute()
      const byPosition = new Map(seals.map((s) => [s.position, s]))
      for (;;) {
        const links = await tx
          .selectFrom('access.event_seal')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('position', '>', from.position)
          .orderBy('position')
          .limit(batch)
          .execute()
        if (links.length === 0) break
        const events = await tx
          .selectFrom('access.event')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where(
            'id',
            'in',
            links.map((l) => l.event_id),
          )
          .execute()
        const byId = new Map(events.map((e) => [e.id, sealed(e as EventRow)]))
        for (const l of links) {
          const step = walk(
            tenantId,
            [
              {
                position: l.position,
                eventId: l.event_id,
                salt: Buffer.from(l.salt),
                hash: Buffer.from(l.hash),
              },
            ],
            (id) => byId.get(id),
            from,
          )
          if (!step.ok) return step
          from = { position: step.position, head: step.head }
          const s = byPosition.get(from.position)
          if (
            s &&
            !(
              Buffer.from(s.head).equals(from.head) &&
              verify(null, signed(tenantId, from.position, from.head), pub, s.signature)
            )
          ) {
            return { ok: false as const, fault: { kind: 'bad_signature' as const, position: from.position } }
          }
          if (known && known.position === from.position && known.head !== from.head.toString('hex')) {
            return {
              ok: false as const,
              fault: { kind: 'known_head_differs' as const, position: from.position },
            }
          }
          const written = outside.get(from.position)
          if (written && written.head !== from.head.toString('hex')) {
            return { ok: false as const, fault: { kind: 'file_differs' as const, position: from.position } }
          }
          byPosition.delete(from.position)
        }
      }
      // A signed head past the end of the chain: its links were cut off.
      const beyond = [...byPosition.keys()][0]
      if (beyond !== undefined)
        return { ok: false as const, fault: { kind: 'gap' as const, position: beyond } }
      const lastSeal = seals.at(-1)
      if (from.position > 0 && (!lastSeal || lastSeal.position !== from.position)) {
        return { ok: false as const, fault: { kind: 'bad_signature' as const, position: from.position } }
      }
      if (known && known.position > from.position)
        return { ok: false as const, fault: { kind: 'gap' as const, position: from.position + 1 } }
      const furthest = Math.max(0, ...outside.keys())
      if (furthest > from.position) {
        const fault = { kind: 'file_knows_more' as const, position: furthest, reached: from.position }
        return { ok: false as const, fault }
      }
      if (file && file.length === 0 && seals.length > 0)
        return { ok: false as const, fault: { kind: 'file_missing' as const } }
      const { rows } = await sql<{ all: number; old: number }>`
      select count(*)::int as all, (count(*) filter (where e.at < now() - interval '10 minutes'))::int as old
      from access.event e where e.tenant_id = ${tenantId}::uuid
        and not exists (select 1 from access.event_seal s where s.tenant_id = ${tenantId}::uuid and s.event_id = e.id)`.execute(
        tx,
      )
      const unsealed = rows[0]!
      if (unsealed.old > 0)
        return { ok: false as const, fault: { kind: 'unsealed' as const, count: unsealed.old } }
      return {
        ok: true as const,
        position: from.position,
        head: from.head.toString('hex'),
        unsealed: unsealed.all,
        notInFile: file ? seals.filter((s) => !outside.has(s.position)).length : 0,
      }
    },
    // One moment for all it reads: the sealer goes on meanwhile.
    'repeatable read',
  )
}

/** One row a person shown, so that the file can say who looked. */
export async function fanOutSightings(connection: Connection, tenantId: string): Promise<void> {
  await asWorker(connection, tenantId, async (tx) => {
    await sql`
      insert into access.sighting (tenant_id, person_id, event_id, at, account_id, organization_id, verb, shown)
      select e.tenant_id, p.id, e.id, e.at, e.account_id, e.organization_id, e.verb, e.shown
      from access.event e cross join lateral unnest(e.person_ids) as p (id)
      where e.tenant_id = ${tenantId}::uuid and e.shown is not null
        and e.at >= coalesce((select max(s.at) from access.sighting s where s.tenant_id = ${tenantId}::uuid), '-infinity') - interval '1 hour'
        and not exists (select 1 from access.sighting s
          where s.tenant_id = ${tenantId}::uuid and s.person_id = p.id and s.event_id = e.id)
      on conflict do nothing`.execute(tx)
  })
}

export const newSealKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey
