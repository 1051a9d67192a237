/**
 * The seal over events: each event's salted hash covers the one before, so that an edit, a deletion, an insertion or a
 * change of order shows. Pure; hashing and signing are given.
 */
import { createHash } from 'node:crypto'

/** What is sealed of an event. Ids and verbs only, so that erasing a person leaves the chain valid. */
export interface SealedEvent {
  tenantId: string
  id: string
  at: Date
  accountId: string | null
  organizationId: string | null
  verb: string
  outcome: string
  subjectId: string | null
  personIds: readonly string[]
  shown: string | null
}

export const genesis = (tenantId: string): Buffer =>
  createHash('sha256').update(`integrate seal ${tenantId}`).digest()

const line = (e: SealedEvent): string =>
  JSON.stringify([
    e.tenantId,
    e.id,
    e.at.toISOString(),
    e.accountId,
    e.organizationId,
    e.verb,
    e.outcome,
    e.subjectId,
    e.personIds,
    e.shown,
  ])

/** The next link: sha-256 over the former head, the position, the salt and the event. */
export function link(head: Buffer, position: number, salt: Buffer, event: SealedEvent): Buffer {
  const place = Buffer.alloc(8)
  place.writeBigUInt64BE(BigInt(position))
  return createHash('sha256').update(head).update(place).update(salt).update(line(event)).digest()
}

export interface Link {
  position: number
  eventId: string
  salt: Buffer
  hash: Buffer
}

export type ChainFault =
  | { kind: 'gap'; position: number }
  | { kind: 'missing_event'; position: number; eventId: string }
  | { kind: 'changed'; position: number; eventId: string }

/** Walk a chain from `head` at `from`; the first fault, or the head reached. */
export function walk(
  tenantId: string,
  links: Iterable<Link>,
  eventOf: (id: string) => SealedEvent | undefined,
  from: { position: number; head: Buffer } = { position: 0, head: genesis(tenantId) },
): { ok: true; position: number; head: Buffer } | { ok: false; fault: ChainFault } {
  let { position, head } = from
  for (const l of links) {
    if (l.position !== position + 1) return { ok: false, fault: { kind: 'gap', position: position + 1 } }
    const event = eventOf(l.eventId)
    if (!event)
      return { ok: false, fault: { kind: 'missing_event', position: l.position, eventId: l.eventId } }
    const hash = link(head, l.position, l.salt, event)
    if (!hash.equals(l.hash))
      return { ok: false, fault: { kind: 'changed', position: l.position, eventId: l.eventId } }
    position = l.position
    head = hash
  }
  return { ok: true, position, head }
}
