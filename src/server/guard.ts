/**
 * Every deed passes here: refuse by verb, open a transaction, enter as the actor so that row-level security answers
 * for them, do it, check what would leave, write the event, commit, and only then let the answer go.
 * Routes, jobs, forms and the command line all use `act`.
 */
import { sql } from 'kysely'
import type * as z from 'zod'
import { type Actor, may, type Verb } from '../shared/actor.ts'
import { newId } from '../shared/id.ts'
import { Problem } from '../shared/problem.ts'
import { asProblem, type Db, type Tx } from './db.ts'
import { carriesPerson, peopleIn } from './shapes.ts'
import { type Key, keyIdOf, newKey, seal, type TenantKeys, unseal, type Vault } from './vault.ts'

/** What the guard stands on; built once in `apps/`. */
export interface Ground {
  db: Db
  vault: Vault
  /** Verb → tasks of later modules that listen; enqueued in the deed's own transaction. */
  listeners?: ReadonlyMap<Verb, readonly string[]>
  now?: () => Date
}

export type Shown = 'listed' | 'opened'

/** What a handler is given. */
export interface Deed {
  db: Tx
  actor: Actor
  at: Date
  verb: Verb
  /** The id the client gave this command, or a new one. */
  commandId: string
  /** Say whose file this answer shows; a person-level answer without it is refused. */
  saw(ids: Iterable<string>, how?: Shown): void
  /** People a deed is about without showing them (their file was changed). */
  touched(ids: Iterable<string>): void
  tenantKeys(): Promise<TenantKeys>
  /** The keys of people whose files are open to the actor. */
  keyring(personIds: Iterable<string>): Promise<Keyring>
  /** Put a task in the queue, in this transaction. */
  enqueue(task: string, subjectId?: string): void
}

export interface Keyring {
  seal(personId: string, of: string, plain: string): Buffer
  /** Opens by the key that sealed it: after a merge one file holds values of several keys. */
  open(of: string, sealed: Uint8Array): string
  add(key: Key): void
}

const tenantKeyCache = new WeakMap<Vault, Map<string, { at: number; keys: TenantKeys }>>()

/** A tenant's keys, for whoever has entered it; known again for a minute. */
export async function tenantKeys(vault: Vault, tx: Tx, tenantId: string): Promise<TenantKeys> {
  const cache = tenantKeyCache.get(vault) ?? new Map<string, { at: number; keys: TenantKeys }>()
  tenantKeyCache.set(vault, cache)
  const known = cache.get(tenantId)
  if (known && Date.now() - known.at < 60_000) return known.keys
  const rows = await tx
    .selectFrom('access.tenant_key')
    .select(['id', 'wrapped_key'])
    .where('tenant_id', '=', tenantId)
    .orderBy('retired_at', (o) => o.desc().nullsFirst())
    .orderBy('created_at', 'desc')
    .execute()
  const keys = vault.tenant(rows)
  cache.set(tenantId, { at: Date.now(), keys })
  return keys
}

export async function enter(tx: Tx, actor: Actor, verb: Verb): Promise<void> {
  await sql`select access.enter(${actor.tenantId}::uuid, ${actor.organizationId}::uuid, ${actor.accountId}::uuid, ${verb}, ${[...actor.sheets]}::text[])`.execute(
    tx,
  )
}

interface Written {
  outcome: string
  subjectId?: string | undefined
  people: Iterable<string>
  shown: Shown | null
  tasks: Iterable<string>
}

async function writeEvent(tx: Tx, actor: Actor, verb: Verb, id: string, w: Written): Promise<void> {
  const people = [...new Set(w.people)]
  await sql`insert into access.event (tenant_id, id, account_id, organization_id, verb, outcome, subject_id, person_ids, shown)
    values (${actor.tenantId}::uuid, ${id}::uuid, ${actor.accountId}::uuid, ${actor.organizationId}::uuid, ${verb}, ${w.outcome},
      ${w.subjectId ?? null}::uuid, ${people}::uuid[], ${w.shown})`.execute(tx)
  for (const task of w.tasks) {
    await sql`select jobs.enqueue(${task}, ${actor.tenantId}::uuid, ${id}::uuid)`.execute(tx)
  }
}

export interface ActOptions<T> {
  /** The shape that may leave; what does not fit it is an error inside, not an answer. */
  answer?: z.ZodType<T>
  commandId?: string
  /** Where a command's replay is looked up and kept. */
  once?: { hash: Buffer }
}

/** What a command does (answering an id), and how that is then told; a replay only tells. */
export interface Command<T> {
  does(deed: Deed): Promise<string>
  answers(deed: Deed, id: string): Promise<T>
}

/** @throws Problem always a problem, whatever went wrong; its event is committed. */
export async function act<T>(
  ground: Ground,
  actor: Actor,
  verb: Verb,
  work: ((deed: Deed) => Promise<T>) | Command<T>,
  options: ActOptions<T> = {},
): Promise<T> {
  const at = ground.now?.() ?? new Date()
  const eventId = newId()
  const commandId = options.commandId ?? newId()
  let tx: Awaited<ReturnType<ReturnType<Db['startTransaction']>['execute']>>
  try {
    tx = await ground.db.startTransaction().execute()
  } catch (e) {
    throw asProblem(e)
  }
  try {
    await enter(tx, actor, verb)
    if (!may(actor, verb)) {
      await writeEvent(tx, actor, verb, eventId, { outcome: 'refused', people: [], shown: null, tasks: [] })
      await tx.commit().execute()
      throw new Problem('not_allowed')
    }

    const shownTo = new Set<string>()
    const touched = new Set<string>()
    const tasks = new Set<string>(ground.listeners?.get(verb) ?? [])
    let shown: Shown | null = null
    let said = false
    let subjectId: string | undefined
    const deed: Deed = {
      db: tx,
      actor,
      at,
      verb,
      commandId,
      saw(ids, how = 'opened') {
        said = true
        for (const id of ids) shownTo.add(id)
        if (shownTo.size > 0 && shown !== 'opened') shown = how
      },
      touched(ids) {
        for (const id of ids) touched.add(id)
      },
      tenantKeys: () => tenantKeys(ground.vault, tx, actor.tenantId),
      keyring: (ids) => keyring(ground, tx, actor, ids),
      enqueue(task) {
        tasks.add(task)
      },
    }

    await sql`savepoint deed`.execute(tx)
    let answer: T | undefined
    let problem: Problem | undefined
    try {
      answer = typeof work === 'function' ? await work(deed) : await command(deed, work, options)
      if (options.answer) answer = closed(options.answer, answer as T, { said, shownTo })
      subjectId = options.once ? commandResult.get(deed) : undefined
    } catch (e) {
      problem = asProblem(e)
      await sql`rollback to savepoint deed`.execute(tx)
    }
    await writeEvent(tx, actor, verb, eventId, {
      outcome: problem ? problem.code : 'done',
      subjectId,
      people: [...shownTo, ...touched],
      shown,
      tasks: problem ? [] : tasks,
    })
    await tx.commit().execute()
    if (problem) throw problem
    return answer as T
  } catch (e) {
    if (!tx.isCommitted && !tx.isRolledBack)
      await tx
        .rollback()
        .execute()
        .catch(() => {})
    throw asProblem(e)
  }
}

const commandResult = new WeakMap<Deed, string>()

/** Once per command id: the hash of the request and the id of the result are kept; a replay is told again. */
async function command<T>(deed: Deed, work: Command<T>, options: ActOptions<T>): Promise<T> {
  const { actor, commandId, db } = deed
  const t = actor.tenantId
  if (options.once) {
    // The row first: the same command at the same moment waits here, and then tells what the other one did.
    const { hash } = options.once
    const first = await db
      .insertInto('access.command')
      .values({
        tenant_id: t,
        id: commandId,
        account_id: actor.accountId,
        verb: deed.verb,
        body_hash: hash,
        result_id: commandId,
      })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst()
    if (first.numInsertedOrUpdatedRows === 0n) {
      const before = await db
        .selectFrom('access.command')
        .select(['verb', 'body_hash', 'result_id'])
        .where('tenant_id', '=', t)
        .where('id', '=', commandId)
        .executeTakeFirst()
      if (before?.verb !== deed.verb || !Buffer.from(before.body_hash).equals(hash))
        throw new Problem('command_reused')
      return work.answers(deed, before.result_id)
    }
  }
  const id = await work.does(deed)
  commandResult.set(deed, id)
  if (options.once && id !== commandId) {
    await db
      .updateTable('access.command')
      .set({ result_id: id })
      .where('tenant_id', '=', t)
      .where('id', '=', commandId)
      .execute()
  }
  return work.answers(deed, id)
}

/** The answer in its shape, and nobody in it that `saw` did not name. */
function closed<T>(shape: z.ZodType<T>, answer: T, seen: { said: boolean; shownTo: ReadonlySet<string> }): T {
  const checked = shape.safeParse(answer)
  if (!checked.success) {
    const where = checked.error.issues.map((i) => `${i.path.join('.')}: ${i.code}`).join('; ')
    throw new Problem('broken_inside', { cause: new Error(`the answer does not fit its shape: ${where}`) })
  }
  if (carriesPerson(shape)) {
    const unsaid = [...peopleIn(shape, checked.data)].filter((id) => !seen.shownTo.has(id))
    if (!seen.said || unsaid.length > 0) {
      throw new Problem('broken_inside', { cause: new Error('a person-level answer without saw()') })
    }
  }
  return checked.data
}

async function keyring(ground: Ground, tx: Tx, actor: Actor, ids: Iterable<string>): Promise<Keyring> {
  const wanted = [...new Set(ids)]
  const tenant = await tenantKeys(ground.vault, tx, actor.tenantId)
  const rows =
    wanted.length === 0
      ? []
      : await tx
          .selectFrom('access.person')
          .select(['id', 'wrapped_key'])
          .where('tenant_id', '=', actor.tenantId)
          .where('id', 'in', wanted)
          .execute()
  const keys = new Map<string, Key>()
  for (const r of rows) if (r.wrapped_key) keys.set(r.id, tenant.unwrap(r.id, r.wrapped_key))
  const of = (id: string): Key => {
    const key = keys.get(id)
    if (!key) throw new Problem('not_found')
    return key
  }
  return {
    seal: (personId, place, plain) => seal(of(personId), place, plain),
    open: (place, sealed) => unseal(of(keyIdOf(sealed)), place, sealed).toString('utf8'),
    add: (key) => keys.set(key.id, key),
  }
}

/** A new person's key, and its wrapping for the database. */
export async function newPersonKey(deed: Deed, personId: string): Promise<{ key: Key; wrapped: Buffer }> {
  const key = newKey(personId)
  return { key, wrapped: (await deed.tenantKeys()).wrap(key) }
}
