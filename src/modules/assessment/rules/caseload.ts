import { type IndexAgeGroup, indexAgeGroups } from '../../../shared/day.ts'
import { type Band, bands, type Instrument } from '../instruments/types.ts'
import { compareFlags, type Instant, type RaisedFlag } from './red-flags.ts'
import type { Units } from './score.ts'

// Who is called first. Nobody is refused anything by an order, and nobody falls behind by declining to answer.

/** The whole instrument is asked again after half a year, counted from the day the last interview ended. */
export const reassessAfterDays = 180

export type ProtectionEntry = {
  person: string
  /** Null: not known yet; these have a list of their own. */
  ageGroup: IndexAgeGroup | null
  flags: readonly RaisedFlag[]
  /** The band of the upper bound; null before the first assessment. */
  band: Band | null
  waitingSince: Instant
}

/** What everybody else works with: no score, no band, no flag. */
export type Entry = {
  person: string
  /** When the most urgent support is due; null: none is. */
  supportDue: Instant | null
  waitingSince: Instant
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const byWaiting = (
  a: { waitingSince: Instant; person: string },
  b: { waitingSince: Instant; person: string },
) => Date.parse(a.waitingSince) - Date.parse(b.waitingSince) || byText(a.person, b.person)

export type AgeList<E> = { ageGroup: IndexAgeGroup | null; entries: readonly E[] }

function byAgeGroup<E extends { ageGroup: IndexAgeGroup | null }>(
  entries: readonly E[],
  compare: (a: E, b: E) => number,
): AgeList<E>[] {
  return [...indexAgeGroups, null]
    .map((ageGroup) => ({
      ageGroup,
      entries: entries.filter((entry) => entry.ageGroup === ageGroup).sort(compare),
    }))
    .filter((list) => list.entries.length > 0)
}

/**
 * One list for each age group: red flags still to be acknowledged, then the band, then who waits longest. Adults
 * and children are never ranked together, so there is no list of all.
 */
export function protectionCaseload(
  instrument: Instrument,
  entries: readonly ProtectionEntry[],
): AgeList<ProtectionEntry>[] {
  const first = (entry: ProtectionEntry) =>
    entry.flags
      .filter((flag) => flag.acknowledgedAt === null)
      .sort((a, b) => compareFlags(instrument, a, b))[0]
  const rank = (entry: ProtectionEntry) => (entry.band === null ? -1 : bands.indexOf(entry.band))
  return byAgeGroup(entries, (a, b) => {
    const [x, y] = [first(a), first(b)]
    if (x && !y) return -1
    if (y && !x) return 1
    return (x && y ? compareFlags(instrument, x, y) : 0) || rank(b) - rank(a) || byWaiting(a, b)
  })
}

/** For everybody else: what support is due first, then who waits longest. */
export function caseload(entries: readonly Entry[]): Entry[] {
  const due = (entry: Entry) =>
    entry.supportDue === null ? Number.POSITIVE_INFINITY : Date.parse(entry.supportDue)
  return [...entries].sort((a, b) => (due(a) === due(b) ? byWaiting(a, b) : due(a) - due(b)))
}

export type ServiceEntry = {
  person: string
  ageGroup: IndexAgeGroup | null
  score: Units & { kind: 'full' | 'shareable' }
  waitingSince: Instant
}

/**
 * An order for a service inside one age group and one kind of score: by the upper bound, so that nobody loses a
 * place by declining or by not having been asked.
 */
export function serviceOrder(entries: readonly ServiceEntry[]): AgeList<ServiceEntry>[] {
  if (new Set(entries.map((entry) => entry.score.kind)).size > 1)
    throw new RangeError('full and shareable scores are never ordered together')
  const high = (u: Units) => u.unitsDeprived + u.unitsUnanswered
  return byAgeGroup(
    entries,
    (a, b) => high(b.score) * a.score.unitsTotal - high(a.score) * b.score.unitsTotal || byWaiting(a, b),
  )
}
