/** The seal on the real tables: whatever the owner of the database does to them behind our back is found. */
import { createPublicKey } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type House, house, member, type Town, town } from '../../../test/factories.ts'
import { sentence, verifyTenants } from '../../apps/cli/audit-verify.ts'
import { act } from '../../server/guard.ts'
import { asWorker } from '../../server/worker.ts'
import type { Actor } from '../../shared/actor.ts'
import { newId } from '../../shared/id.ts'
import { type AuditFault, newSealKey, sealEvents, sealsOutside, verifyAudit } from './jobs.ts'

const root = mkdtempSync(join(tmpdir(), 'integrate-seal-test-'))
const key = newSealKey()
let h: House
let clerk: Actor
let place: Town
let folder: string

beforeAll(async () => {
  h = await house()
})
afterAll(() => rmSync(root, { recursive: true }))

const owner = (text: string, values: unknown[] = []) => h.owner.pool.query(text, values)
const deeds = async (n: number) => {
  for (let i = 0; i < n; i++) await act(h.ground, clerk, 'person.read', async () => 'looked')
}
const seal = (by = key, at = h.worker) => sealEvents(at, place.tenantId, { key: by, folder })
const lines = () => {
  const outside = sealsOutside(folder)
  if (!outside.ok) throw new Error(`line ${outside.line}`)
  return outside.lines.filter((l) => l.tenantId === place.tenantId)
}
const verified = (known?: { position: number; head: string }) =>
  verifyAudit(h.worker, place.tenantId, key, { file: lines(), ...(known ? { known } : {}) })
const fault = async (known?: { position: number; head: string }): Promise<AuditFault> => {
  const told = await verified(known)
  if (told.ok) throw new Error('no fault found')
  // Every fault has a sentence of its own.
  expect(sentence(told.fault)).toMatch(/^[\w .,:;()'/-]{30,200}$/)
  return told.fault
}
const head = async () => {
  const told = await verified()
  if (!told.ok) throw new Error(sentence(told.fault))
  return { position: told.position, head: told.head }
}

// Six events in three seals, each time in a town and a folder of their own.
beforeEach(async () => {
  place = await town(h)
  clerk = await member(h, place.tenantId, place.officeId, 'case_worker')
  folder = join(root, newId())
  for (let i = 0; i < 3; i++) {
    await deeds(2)
    expect(await seal()).toBe(2)
  }
})

const eventAt = async (position: number): Promise<string> =>
  (
    await owner('select event_id from access.event_seal where tenant_id = $1 and position = $2', [
      place.tenantId,
      position,
    ])
  ).rows[0].event_id

describe('a chain nobody touched', () => {
  it('is whole, and goes on from where it was', async () => {
    const before = await head()
    expect(before.position).toBe(6)
    expect(await seal()).toBe(0)
    await deeds(3)
    expect(await verified()).toMatchObject({ ok: true, position: 6, unsealed: 3, notInFile: 0 })
    expect(await seal()).toBe(3)
    expect(await verified(before)).toMatchObject({ ok: true, position: 9, unsealed: 0 })
  })

  it('is verified with the public key alone', async () => {
    const told = await verifyAudit(h.worker, place.tenantId, createPublicKey(key), { file: lines() })
    expect(told.ok).toBe(true)
  })

  it('says the head to write down, and takes it', async () => {
    const told: string[] = []
    const one = [{ id: place.tenantId, name: 'Villa Prueba', cvegeo: '02002' }]
    expect(await verifyTenants(h.worker, one, { key, folder, say: (l) => told.push(l) })).toBe(true)
    const { position, head: hash } = await head()
    expect(told).toEqual([
      'Villa Prueba (02002): 6 events sealed, chain whole, signatures good',
      `  head to write down: ${position}:${hash}`,
    ])
  })
})

describe('the chain tells when the database was changed behind it', () => {
  it('an event edited', async () => {
    await owner("update access.event set outcome = 'refused' where tenant_id = $1 and id = $2", [
      place.tenantId,
      await eventAt(3),
    ])
    expect(await fault()).toMatchObject({ kind: 'changed', position: 3 })
  })

  it('an event deleted, with its link or without', async () => {
    const gone = await eventAt(3)
    await owner('delete from access.event where tenant_id = $1 and id = $2', [place.tenantId, gone])
    expect(await fault()).toEqual({ kind: 'missing_event', position: 3, eventId: gone })
    await owner('delete from access.event_seal where tenant_id = $1 and position = 3', [place.tenantId])
    expect(await fault()).toEqual({ kind: 'gap', position: 3 })
    for (const p of [4, 5, 6])
      await owner(
        'update access.event_seal set position = position - 1 where tenant_id = $1 and position = $2',
        [place.tenantId, p],
      )
    expect(await fault()).toMatchObject({ kind: 'changed', position: 3 })
  })

  it('an event put in among them, and one put in as if it were old', async () => {
    await owner(
      `insert into access.event (tenant_id, id, at, verb) values ($1, $2, now() - interval '3 days', 'person.read')`,
      [place.tenantId, newId()],
    )
    // Too old to be sealed now, and so it stands out.
    expect(await seal()).toBe(0)
    expect(await fault()).toEqual({ kind: 'unsealed', count: 1 })
  })

  it('two events changed about', async () => {
    const [a, b] = [await eventAt(2), await eventAt(5)]
    const put = (id: string, position: number) =>
      owner('update access.event_seal set event_id = $3 where tenant_id = $1 and position = $2', [
        place.tenantId,
        position,
        id,
      ])
    await put(newId(), 2)
    await put(a, 5)
    await put(b, 2)
    expect(await fault()).toMatchObject({ kind: 'changed', position: 2 })
  })

  it('everything sealed again with another key', async () => {
    const before = await head()
    await owner('delete from access.event_seal where tenant_id = $1', [place.tenantId])
    await owner('delete from access.seal where tenant_id = $1', [place.tenantId])
    await owner(
      "update access.event set outcome = 'refused' where tenant_id = $1 and outcome = 'done' and verb = 'person.read'",
      [place.tenantId],
    )
    const theirs = join(root, newId())
    await sealEvents(h.worker, place.tenantId, { key: newSealKey(), folder: theirs })
    const alone = await verifyAudit(h.worker, place.tenantId, key)
    expect(alone).toMatchObject({ ok: false, fault: { kind: 'bad_signature' } })
    expect(await fault(before)).toEqual({ kind: 'file_differs', position: 2 })
    // Their file beside their chain: not signed by us either.
    writeFileSync(join(folder, 'seals.log'), readFileSync(join(theirs, 'seals.log')))
    expect(await fault()).toMatchObject({ kind: 'file_not_ours' })
  })

  it('everything sealed again with our own key: the head written down and the file know better', async () => {
    const before = await head()
    await owner('delete from access.event_seal where tenant_id = $1', [place.tenantId])
    await owner('delete from access.seal where tenant_id = $1', [place.tenantId])
    await sealEvents(h.worker, place.tenantId, { key, folder: join(root, newId()) })
    expect(await fault()).toEqual({ kind: 'file_differs', position: 2 })
    const told = await verifyAudit(h.worker, place.tenantId, key, { known: before })
    expect(told).toEqual({ ok: false, fault: { kind: 'known_head_differs', position: 6 } })
  })

  it('its end cut off, together with the events', async () => {
    const before = await head()
    await owner(
      'delete from access.event where tenant_id = $1 and id in (select event_id from access.event_seal where tenant_id = $1 and position > 4)',
      [place.tenantId],
    )
    await owner('delete from access.event_seal where tenant_id = $1 and position > 4', [place.tenantId])
    // The seal of the end is still there, and is past it.
    expect(await fault()).toEqual({ kind: 'gap', position: 6 })
    await owner('delete from access.seal where tenant_id = $1 and position > 4', [place.tenantId])
    expect(await fault()).toEqual({ kind: 'file_knows_more', position: 6, reached: 4 })
    const told = await verifyAudit(h.worker, place.tenantId, key, { known: before })
    expect(told).toEqual({ ok: false, fault: { kind: 'gap', position: 5 } })
  })

  it('a signature taken away, or moved to another place', async () => {
    await owner('delete from access.seal where tenant_id = $1 and position = 6', [place.tenantId])
    expect(await fault()).toEqual({ kind: 'bad_signature', position: 6 })
    await owner(
      `update access.seal set signature = (select signature from access.seal where tenant_id = $1 and position = 2)
      where tenant_id = $1 and position = 4`,
      [place.tenantId],
    )
    expect(await fault()).toEqual({ kind: 'bad_signature', position: 4 })
  })
})

describe('the file of seals', () => {
  it('missing, changed, or with a line of nobody, is said', async () => {
    const path = join(folder, 'seals.log')
    const whole = readFileSync(path, 'utf8')
    rmSync(path)
    expect(await fault()).toEqual({ kind: 'file_missing' })
    writeFileSync(path, whole.replace(/ 4 ([0-9a-f]{64}) /, ` 4 ${'0'.repeat(64)} `))
    expect(await fault()).toEqual({ kind: 'file_not_ours', position: 4 })
    writeFileSync(path, whole.replace('\n', '\nsomething else\n'))
    const told: string[] = []
    const one = [{ id: place.tenantId, name: 'Villa Prueba', cvegeo: '02002' }]
    expect(await verifyTenants(h.worker, one, { key, folder, say: (l) => told.push(l) })).toBe(false)
    expect(told[0]).toContain('line 2')
  })

  it('heals after a crash in the middle of a line', async () => {
    const path = join(folder, 'seals.log')
    truncateSync(path, readFileSync(path).length - 40)
    expect(await verified()).toMatchObject({ ok: true, notInFile: 1 })
    await deeds(1)
    await seal()
    expect(lines().map((l) => l.position)).toEqual([2, 4, 7])
    expect(await verified()).toMatchObject({ ok: true, notInFile: 1 })
    appendFileSync(path, 'x')
    expect((await verified()).ok).toBe(true)
  })
})

describe('sealing', () => {
  it('by two workers at once makes one chain, each event once', async () => {
    await deeds(12)
    const counts = await Promise.all([seal(), seal(), seal(), seal()])
    expect(counts.reduce((a, b) => a + b)).toBe(12)
    expect(await verified()).toMatchObject({ ok: true, position: 18, unsealed: 0, notInFile: 0 })
  })

  it('goes on while it is verified', async () => {
    let going = true
    const sealing = (async () => {
      for (let i = 0; going && i < 40; i++) {
        await deeds(1)
        await seal()
      }
    })()
    for (let i = 0; i < 20; i++) expect((await verified()).ok).toBe(true)
    going = false
    await sealing
  })

  it('takes what is old when the worker was away for days, batch after batch', async () => {
    // The one sealed last is four days old, the backlog three.
    await owner('delete from access.event where tenant_id = $1', [place.tenantId])
    await owner('delete from access.event_seal where tenant_id = $1', [place.tenantId])
    await owner('delete from access.seal where tenant_id = $1', [place.tenantId])
    rmSync(join(folder, 'seals.log'))
    const put = (n: number, age: string) =>
      owner(
        `insert into access.event (tenant_id, id, at, verb)
         select $1, gen_random_uuid(), date_trunc('milliseconds', now()) - $3::interval, 'person.read' from generate_series(1, $2)`,
        [place.tenantId, n, age],
      )
    await put(1, '4 days')
    expect(await seal()).toBe(1)
    await put(2500, '3 days')
    expect(await seal()).toBe(2000)
    expect(await seal()).toBe(500)
    expect(await verified()).toMatchObject({ ok: true, position: 2501, unsealed: 0 })
  })

  it('is not for the application: it can neither read the chain in passing nor write it', async () => {
    await expect(
      act(h.ground, clerk, 'person.read', ({ db }) =>
        db
          .insertInto('access.seal')
          .values({
            tenant_id: place.tenantId,
            position: 99,
            head: Buffer.alloc(32),
            signature: Buffer.alloc(64),
          })
          .execute(),
      ),
    ).rejects.toMatchObject({ code: 'not_allowed' })
    const seen = await act(h.ground, clerk, 'person.read', ({ db }) =>
      db.selectFrom('access.event_seal').select('position').execute(),
    )
    expect(seen).toEqual([])
    // Nor may the worker change what is sealed.
    await expect(
      asWorker(h.worker, place.tenantId, (tx) => tx.deleteFrom('access.event_seal').execute()),
    ).rejects.toMatchObject({ code: '42501' })
  })
})
