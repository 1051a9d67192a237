import type { Instrument, RedFlag } from '../instruments/types.ts'

// Red flags act at once and outside the score: they never wait for it, weigh into it or are offset by it.

/** Seen or heard, never asked. */
export type RaisedBy = 'observation' | 'spontaneous_word'

/** Instants are ISO texts in UTC, given by the caller: there is no clock in here. */
export type Instant = string

export type RaisedFlag = {
  flag: string
  raisedBy: RaisedBy
  raisedAt: Instant
  acknowledgedAt: Instant | null
}

export type RaiseProblem = 'unknown_flag' | 'never_asked' | 'not_an_instant'

export const flagOf = (instrument: Instrument, id: string): RedFlag => {
  const found = instrument.redFlags.find((flag) => flag.id === id)
  if (!found) throw new RangeError(`no red flag ${id}`)
  return found
}

/** One tap: the flag, and whether it was seen or said. An answer to a question raises none. */
export function raiseFlag(
  instrument: Instrument,
  given: { flag: string; raisedBy: string; at: Instant },
): { ok: true; raised: RaisedFlag } | { ok: false; problem: RaiseProblem } {
  const flag = instrument.redFlags.find((f) => f.id === given.flag)
  if (!flag) return { ok: false, problem: 'unknown_flag' }
  const raisedBy = flag.raisedBy.find((way) => way === given.raisedBy)
  if (!raisedBy) return { ok: false, problem: 'never_asked' }
  if (Number.isNaN(Date.parse(given.at))) return { ok: false, problem: 'not_an_instant' }
  return { ok: true, raised: { flag: flag.id, raisedBy, raisedAt: given.at, acknowledgedAt: null } }
}

/** What the alert says, by key; its clock; who may acknowledge it. */
export const alertOf = (instrument: Instrument, id: string) => {
  const flag = flagOf(instrument, id)
  return {
    flag: flag.id,
    label: `redFlag.${flag.id}.label`,
    alert: `redFlag.${flag.id}.alert`,
    action: flag.action,
    actionText: `action.${flag.action}`,
    hours: flag.hours,
    acknowledgedBy: flag.acknowledgedBy,
    visibility: flag.visibility,
  }
}

export type Clock = {
  dueAt: Instant
  /** Whole minutes until it is due; below zero, since it was. Counted up to the acknowledgement. */
  minutesLeft: number
  state: 'open' | 'overdue' | 'acknowledged' | 'acknowledged_late'
}

export function clockOf(instrument: Instrument, raised: RaisedFlag, now: Instant): Clock {
  const due = Date.parse(raised.raisedAt) + flagOf(instrument, raised.flag).hours * 3_600_000
  const at = Date.parse(raised.acknowledgedAt ?? now)
  const minutesLeft = Math.floor((due - at) / 60_000)
  const late = at > due
  return {
    dueAt: new Date(due).toISOString(),
    minutesLeft,
    state: raised.acknowledgedAt ? (late ? 'acknowledged_late' : 'acknowledged') : late ? 'overdue' : 'open',
  }
}

/** Not yet acknowledged first; then what is due first, the shorter clock, the longer wait. */
export function compareFlags(instrument: Instrument, a: RaisedFlag, b: RaisedFlag): number {
  const key = (raised: RaisedFlag) => {
    const { hours } = flagOf(instrument, raised.flag)
    const since = Date.parse(raised.raisedAt)
    return [raised.acknowledgedAt ? 1 : 0, since + hours * 3_600_000, hours, since] as const
  }
  const [x, y] = [key(a), key(b)]
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return x[i]! - y[i]!
  return a.flag < b.flag ? -1 : a.flag > b.flag ? 1 : 0
}

export const orderFlags = (instrument: Instrument, raised: readonly RaisedFlag[]): RaisedFlag[] =>
  [...raised].sort((a, b) => compareFlags(instrument, a, b))

/**
 * What those outside the protection team see of flags: the support to give and by when, of the flags the case
 * team may act on. Never the flag itself; of the others, nothing.
 */
export function supportsDue(
  instrument: Instrument,
  raised: readonly RaisedFlag[],
): { action: string; text: string; dueAt: Instant }[] {
  return orderFlags(instrument, raised)
    .filter((r) => r.acknowledgedAt === null && flagOf(instrument, r.flag).visibility === 'case')
    .map((r) => {
      const { action } = flagOf(instrument, r.flag)
      return { action, text: `action.${action}`, dueAt: clockOf(instrument, r, r.raisedAt).dueAt }
    })
}
