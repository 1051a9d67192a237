import type { IndexAgeGroup, IsoDay } from '../../../shared/day.ts'
import { canonical } from '../instruments/sha256.ts'
import { type Indicator, type Instrument, isSpecial } from '../instruments/types.ts'
import type { Status } from './applicability.ts'
import { asFraction, type FullScore, pointsOf, type ShareableScore, unitsOf } from './score.ts'

/** One scored assessment, as it was kept: what was found, under which version, on which day. */
export type Scored = {
  /** Of two full scores the change is for protection staff; of two shareable ones, for everybody. */
  kind: 'full' | 'shareable'
  instrument: string
  version: string
  on: IsoDay
  ageGroup: IndexAgeGroup | null
  status: Readonly<Record<string, Status>>
}

/** What to keep of a score to compare it later. */
export const scoredOf = (score: FullScore | ShareableScore, on: IsoDay): Scored => ({
  kind: score.kind,
  instrument: score.instrument,
  version: score.version,
  on,
  ageGroup: score.ageGroup,
  status: score.status,
})

export type ItemChange = {
  indicator: string
  dimension: string
  change:
    | 'resolved' // a lack before, none now
    | 'new'
    | 'kept'
    | 'still_fine'
    | 'not_known' // unanswered before or now: nobody assumes that it got better
    | 'no_longer_applies'
    | 'applies_now'
  before: Status | null
  after: Status | null
}

export type Side = { unitsDeprived: number; unitsTotal: number; value: string; points: number }

export type Change = {
  kind: Scored['kind']
  from: IsoDay
  to: IsoDay
  sameVersion: boolean
  /** A child has become an adolescent, or an adolescent an adult: read the items, not the score. */
  ageGroupChanged: boolean
  items: readonly ItemChange[]
  resolved: readonly string[]
  new: readonly string[]
  kept: readonly string[]
  /** Both dates over the items asked and answered in both; null when there are none. */
  common: { items: readonly string[]; before: Side; after: Side } | null
}

/** The same question, the same cut-off, the same people: only then may two dates be compared. */
const sameMeasure = (a: Indicator | undefined, b: Indicator): boolean =>
  a !== undefined &&
  canonical([a.fields, a.deprivedIf, a.applies, a.dimension]) ===
    canonical([b.fields, b.deprivedIf, b.applies, b.dimension])

function changeOf(before: Status | null, after: Status | null): ItemChange['change'] {
  if (after === null) return 'no_longer_applies'
  if (before === null) return 'applies_now'
  if (before === '?' || after === '?') return 'not_known'
  if (before === 1) return after === 1 ? 'kept' : 'resolved'
  return after === 1 ? 'new' : 'still_fine'
}

/**
 * What changed since last time. Two shareable scores never held a special item, so neither a count nor a
 * difference can show one; a full score is never compared with a shareable one.
 */
export function changeBetween(
  current: Instrument,
  before: Scored,
  after: Scored,
  previous: Instrument = current,
): Change {
  if (previous.id !== before.instrument || previous.version !== before.version)
    throw new RangeError('the earlier assessment was made with another version than the one given')
  if (current.id !== after.instrument || current.version !== after.version)
    throw new RangeError('the later assessment was made with another version than the one given')
  if (before.kind !== after.kind) throw new RangeError('a full score is never compared with a shareable one')
  if (before.on > after.on) throw new RangeError('the earlier assessment is the later one')
  const sameVersion = before.instrument === after.instrument && before.version === after.version
  const earlier = new Map(previous.indicators.map((item) => [item.id, item]))
  const items = current.indicators
    .filter((item) => after.kind === 'full' || !isSpecial(item))
    .filter((item) => sameVersion || sameMeasure(earlier.get(item.id), item))
    .flatMap((item): ItemChange[] => {
      const [a, b] = [before.status[item.id] ?? null, after.status[item.id] ?? null]
      if (a === null && b === null) return []
      return [{ indicator: item.id, dimension: item.dimension, change: changeOf(a, b), before: a, after: b }]
    })
  const those = (change: ItemChange['change']) =>
    items.filter((item) => item.change === change).map((item) => item.indicator)
  const both = items.filter((item) => ['resolved', 'new', 'kept', 'still_fine'].includes(item.change))
  const pooled = [before, after].some((scored) => scored.ageGroup !== '18+')
  const side = (which: 'before' | 'after'): Side => {
    const status = Object.fromEntries(both.map((item) => [item.indicator, item[which] as Status]))
    const { unitsDeprived, unitsTotal } = unitsOf(current, status, pooled)
    return {
      unitsDeprived,
      unitsTotal,
      value: asFraction(unitsDeprived, unitsTotal),
      points: pointsOf(unitsDeprived, unitsTotal),
    }
  }
  return {
    kind: after.kind,
    from: before.on,
    to: after.on,
    sameVersion,
    ageGroupChanged: before.ageGroup !== after.ageGroup,
    items,
    resolved: those('resolved'),
    new: those('new'),
    kept: those('kept'),
    common:
      both.length === 0
        ? null
        : { items: both.map((item) => item.indicator), before: side('before'), after: side('after') },
  }
}
