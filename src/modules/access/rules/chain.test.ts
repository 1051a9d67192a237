/** Whatever is done to a chain behind its back, the walk says so, and says where. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { genesis, type Link, link, type SealedEvent, walk } from './chain.ts'
import { readSealLines, type SealLine, sealLine } from './seal-file.ts'

const tenantId = '01930000-0000-7000-8000-000000000001'
const outcomes = ['done', 'refused', 'not_found', 'changed_meanwhile']

const event: fc.Arbitrary<SealedEvent> = fc.record({
  tenantId: fc.constant(tenantId),
  id: fc.uuid(),
  at: fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
  accountId: fc.option(fc.uuid()),
  organizationId: fc.option(fc.uuid()),
  verb: fc.constantFrom('person.read', 'person.register', 'grant.give'),
  outcome: fc.constantFrom(...outcomes),
  subjectId: fc.option(fc.uuid()),
  personIds: fc.array(fc.uuid(), { maxLength: 3 }),
  shown: fc.option(fc.constantFrom('listed', 'opened')),
})
const salts = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((b) => Buffer.from(b))
const story = fc
  .uniqueArray(fc.tuple(event, salts), { minLength: 2, maxLength: 12, selector: ([e]) => e.id })
  .map((told) => ({ events: told.map(([e]) => e), salts: told.map(([, s]) => s) }))
type Story = { events: SealedEvent[]; salts: Buffer[] }

function sealed({ events, salts: grains }: Story): Link[] {
  let head = genesis(tenantId)
  return events.map((e, i) => {
    head = link(head, i + 1, grains[i]!, e)
    return { position: i + 1, eventId: e.id, salt: grains[i]!, hash: head }
  })
}

const walked = (links: Iterable<Link>, events: readonly SealedEvent[]) => {
  const byId = new Map(events.map((e) => [e.id, e]))
  return walk(tenantId, links, (id) => byId.get(id))
}

const other = (e: SealedEvent): SealedEvent[] => [
  { ...e, at: new Date(e.at.getTime() + 1) },
  { ...e, accountId: e.accountId === null ? tenantId : null },
  { ...e, organizationId: e.organizationId === null ? tenantId : null },
  { ...e, verb: `${e.verb}.not` },
  { ...e, outcome: e.outcome === 'done' ? 'refused' : 'done' },
  { ...e, subjectId: e.subjectId === null ? tenantId : null },
  { ...e, personIds: [...e.personIds, tenantId] },
  { ...e, shown: e.shown === 'opened' ? null : 'opened' },
  { ...e, tenantId: '01930000-0000-7000-8000-000000000002' },
]

describe('the chain', () => {
  it('is whole when nobody touched it, in one walk or in parts', () => {
    fc.assert(
      fc.property(story, fc.nat(), (s, at) => {
        const links = sealed(s)
        const cut = at % links.length
        const byId = new Map(s.events.map((e) => [e.id, e]))
        const first = walk(tenantId, links.slice(0, cut), (id) => byId.get(id))
        if (!first.ok) throw new Error('a fault where there is none')
        expect(walk(tenantId, links.slice(cut), (id) => byId.get(id), first)).toEqual(walked(links, s.events))
        expect(walked(links, s.events)).toEqual({
          ok: true,
          position: links.length,
          head: links.at(-1)!.hash,
        })
      }),
    )
  })

  it('shows an edit of any field of any event, at its place', () => {
    fc.assert(
      fc.property(story, fc.nat(), (s, n) => {
        const links = sealed(s)
        const i = n % s.events.length
        for (const edited of other(s.events[i]!)) {
          const told = walked(
            links,
            s.events.map((e, j) => (j === i ? edited : e)),
          )
          expect(told).toEqual({
            ok: false,
            fault: { kind: 'changed', position: i + 1, eventId: s.events[i]!.id },
          })
        }
      }),
    )
  })

  it('shows an event deleted, with or without its link', () => {
    fc.assert(
      fc.property(story, fc.nat(), (s, n) => {
        const links = sealed(s)
        const i = n % (links.length - 1)
        const events = s.events.filter((_, j) => j !== i)
        expect(walked(links, events)).toMatchObject({
          ok: false,
          fault: { kind: 'missing_event', position: i + 1 },
        })
        const without = links.filter((_, j) => j !== i)
        expect(walked(without, events)).toEqual({ ok: false, fault: { kind: 'gap', position: i + 1 } })
        // Numbered anew, so that no number is missing: the next link no longer fits.
        const renumbered = without.map((l, j) => ({ ...l, position: j + 1 }))
        expect(walked(renumbered, events)).toMatchObject({
          ok: false,
          fault: { kind: 'changed', position: i + 1 },
        })
      }),
    )
  })

  it('shows an event put in, and two changed about', () => {
    fc.assert(
      fc.property(story, event, salts, fc.nat(), (s, extra, salt, n) => {
        fc.pre(!s.events.some((e) => e.id === extra.id))
        const links = sealed(s)
        const i = n % links.length
        const before = i === 0 ? genesis(tenantId) : links[i - 1]!.hash
        const forged: Link = {
          position: i + 1,
          eventId: extra.id,
          salt,
          hash: link(before, i + 1, salt, extra),
        }
        const put = [
          ...links.slice(0, i),
          forged,
          ...links.slice(i).map((l) => ({ ...l, position: l.position + 1 })),
        ]
        expect(walked(put, [...s.events, extra]).ok).toBe(false)

        const j = (i + 1) % links.length
        const about = links.map((l, k) => ({
          ...l,
          eventId: k === i ? links[j]!.eventId : k === j ? links[i]!.eventId : l.eventId,
        }))
        expect(walked(about, s.events)).toMatchObject({ ok: false, fault: { kind: 'changed' } })
      }),
    )
  })

  it('gives another head when it is made again, so that a written head tells', () => {
    fc.assert(
      fc.property(story, salts, (s, salt) => {
        fc.pre(!s.salts[0]!.equals(salt))
        const again = sealed({ events: s.events, salts: [salt, ...s.salts.slice(1)] })
        expect(walked(again, s.events).ok).toBe(true)
        expect(again.at(-1)!.hash.equals(sealed(s).at(-1)!.hash)).toBe(false)
      }),
    )
  })
})

describe('the file of seals', () => {
  const line: fc.Arbitrary<SealLine> = fc.record({
    at: fc
      .date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((d) => d.toISOString()),
    tenantId: fc.uuid(),
    position: fc.integer({ min: 1, max: 1_000_000_000 }),
    head: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((b) => Buffer.from(b).toString('hex')),
    signature: fc.uint8Array({ minLength: 64, maxLength: 64 }).map((b) => Buffer.from(b)),
  })

  it('reads back what was written, and forgives only a last line cut short', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.nat(), (lines, n) => {
        const text = lines.map(sealLine).join('')
        expect(readSealLines(text)).toEqual({ ok: true, lines })
        const cut = text.length - 1 - (n % (sealLine(lines.at(-1)!).length - 1))
        const whole = cut === text.length - 1 ? lines : lines.slice(0, -1)
        expect(readSealLines(text.slice(0, cut))).toEqual({ ok: true, lines: whole })
        expect(readSealLines(`what is this\n${text}`)).toEqual({ ok: false, line: 1 })
      }),
    )
  })
})
