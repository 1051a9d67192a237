import { checkDay, type DayResult, type PartialDay, unknownDay } from '../../shared/day.ts'

/** A date as it stands in three boxes, kept as typed. */
export type TypedDay = { day: string; month: string; year: string; about: boolean; unknown: boolean }

export const emptyDay: TypedDay = { day: '', month: '', year: '', about: false, unknown: false }

const number = (typed: string): number | undefined => {
  const clean = typed.trim()
  if (clean === '') return undefined
  return /^\d{1,4}$/.test(clean) ? Number(clean) : Number.NaN
}

/** Reads the boxes; `missing` when nothing was typed and "not known" was not said. */
export function readDay(typed: TypedDay, latest?: string): DayResult | { ok: false; reason: 'missing' } {
  if (typed.unknown) return { ok: true, day: unknownDay }
  const [day, month, year] = [number(typed.day), number(typed.month), number(typed.year)]
  if (day === undefined && month === undefined && year === undefined) return { ok: false, reason: 'missing' }
  // A day without its month, or either without the year, is a slip of the finger rather than a precision.
  if (year === undefined || (day !== undefined && month === undefined))
    return { ok: false, reason: 'not_a_date' }
  if (typed.about) return checkDay({ year, precision: 'about' }, latest)
  const precision = day !== undefined ? 'day' : month !== undefined ? 'month' : 'year'
  return checkDay({ year, month, day, precision }, latest)
}

export const typeDay = (known: PartialDay): TypedDay => ({
  day: known.day === undefined ? '' : String(known.day),
  month: known.month === undefined ? '' : String(known.month),
  year: known.year === undefined ? '' : String(known.year),
  about: known.precision === 'about',
  unknown: known.precision === 'unknown',
})
