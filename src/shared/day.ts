/**
 * Days that may be known only in part. Many people do not know the day, or the month, or the year of their
 * birth; all of that is normal and must survive storing, printing and comparing without being rounded into
 * a date nobody said.
 */

export type Precision = 'day' | 'month' | 'year' | 'about' | 'unknown'

/** `about` holds a year only: "around 1980". `unknown` holds nothing. */
export type PartialDay = { year?: number; month?: number; day?: number; precision: Precision }

/** A full day as text, `YYYY-MM-DD`. Sorts as text. */
export type IsoDay = string

export type DayProblem =
  | 'not_a_date' // no shape we know
  | 'month_out_of_range' // month 13
  | 'day_out_of_range' // 31 February
  | 'year_out_of_range' // year 20015
  | 'in_future' // after the day given as the latest possible
  | 'too_long_ago' // more years before it than a person lives

export type DayResult = { ok: true; day: PartialDay } | { ok: false; reason: DayProblem }

export const unknownDay: PartialDay = { precision: 'unknown' }

/** How far "about 1980" may be from 1980, in years, to either side. */
export const aboutYears = 2

/** The longest life we believe without asking again. */
export const longestLife = 120

const pad = (n: number, width: number) => String(n).padStart(width, '0')

const leap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

export function daysInMonth(year: number, month: number): number {
  return [31, leap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
}

export const isoDay = (year: number, month: number, day: number): IsoDay =>
  `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`

/** The precision its parts allow: a day without a month says nothing, so it falls back to the year. */
export function partialDay(year?: number, month?: number, day?: number, about = false): PartialDay {
  if (year === undefined) return unknownDay
  if (about) return { year, precision: 'about' }
  if (month === undefined) return { year, precision: 'year' }
  if (day === undefined) return { year, month, precision: 'month' }
  return { year, month, day, precision: 'day' }
}

/**
 * Refuses what no calendar has. With `latest` (today, or the day of registration) it also refuses the future
 * and what lies further back than `longestLife`.
 */
export function checkDay(d: PartialDay, latest?: IsoDay): DayResult {
  if (d.precision === 'unknown') return { ok: true, day: unknownDay }
  const { year, month, day } = d
  if (year === undefined || !Number.isInteger(year)) return { ok: false, reason: 'not_a_date' }
  if (year < 1000 || year > 9999) return { ok: false, reason: 'year_out_of_range' }
  if (d.precision === 'month' || d.precision === 'day') {
    if (month === undefined || !Number.isInteger(month)) return { ok: false, reason: 'not_a_date' }
    if (month < 1 || month > 12) return { ok: false, reason: 'month_out_of_range' }
  }
  if (d.precision === 'day') {
    if (day === undefined || !Number.isInteger(day)) return { ok: false, reason: 'not_a_date' }
    if (day < 1 || day > daysInMonth(year, month!)) return { ok: false, reason: 'day_out_of_range' }
  }
  const clean = partialDay(
    year,
    d.precision === 'month' || d.precision === 'day' ? month : undefined,
    d.precision === 'day' ? day : undefined,
    d.precision === 'about',
  )
  if (latest !== undefined) {
    const exact = clean.precision === 'about' ? partialDay(year) : clean
    if (span(exact)!.first > latest) return { ok: false, reason: 'in_future' }
    if (Number(latest.slice(0, 4)) - year > longestLife) return { ok: false, reason: 'too_long_ago' }
  }
  return { ok: true, day: clean }
}

/**
 * What a person types into a form: `1990-05-04`, `04/05/1990` (the day comes first), `05/1990`, `1990-05`,
 * `1990`, `~1990`, or nothing. The many shapes of municipal files are read elsewhere.
 */
export function parseDay(text: string, latest?: IsoDay): DayResult {
  const t = text.trim()
  if (t === '' || t === 'XXXX') return { ok: true, day: unknownDay }
  const shapes: [RegExp, (g: number[]) => PartialDay][] = [
    [/^(\d{4})-(\d{1,2})-(\d{1,2})$/, ([y, m, d]) => partialDay(y, m, d)],
    [/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/, ([d, m, y]) => partialDay(y, m, d)],
    [/^(\d{4})-(\d{1,2})$/, ([y, m]) => partialDay(y, m)],
    [/^(\d{1,2})[/.-](\d{4})$/, ([m, y]) => partialDay(y, m)],
    [/^(\d{4})$/, ([y]) => partialDay(y)],
    [/^~\s*(\d{4})$/, ([y]) => partialDay(y, undefined, undefined, true)],
    [/^(\d{4})~$/, ([y]) => partialDay(y, undefined, undefined, true)],
  ]
  for (const [shape, read] of shapes) {
    const found = shape.exec(t)
    if (found) return checkDay(read(found.slice(1).map(Number)), latest)
  }
  return { ok: false, reason: 'not_a_date' }
}

/** One text per partial day, after EDTF: `1990-05-04`, `1990-05`, `1990`, `1990~`, `XXXX`. `parseDay` reads it back. */
export function dayToText(d: PartialDay): string {
  if (d.year === undefined || d.precision === 'unknown') return 'XXXX'
  const year = pad(d.year, 4)
  if (d.precision === 'about') return `${year}~`
  if (d.precision === 'year') return year
  if (d.precision === 'month') return `${year}-${pad(d.month!, 2)}`
  return isoDay(d.year, d.month!, d.day!)
}

export type StoredDay = { date: IsoDay | null; precision: Precision }

/** For a date column beside a precision column: the first day of what is known. */
export function toStored(d: PartialDay): StoredDay {
  if (d.year === undefined || d.precision === 'unknown') return { date: null, precision: 'unknown' }
  return { date: isoDay(d.year, d.month ?? 1, d.day ?? 1), precision: d.precision }
}

export function fromStored(s: StoredDay): PartialDay {
  if (s.date === null || s.precision === 'unknown') return unknownDay
  const [year, month, day] = s.date.slice(0, 10).split('-').map(Number)
  return partialDay(
    year,
    s.precision === 'day' || s.precision === 'month' ? month : undefined,
    s.precision === 'day' ? day : undefined,
    s.precision === 'about',
  )
}

/** First and last day it can have been; null when nothing is known. */
export function span(d: PartialDay): { first: IsoDay; last: IsoDay } | null {
  if (d.year === undefined || d.precision === 'unknown') return null
  const { year } = d
  if (d.precision === 'about')
    return { first: isoDay(year - aboutYears, 1, 1), last: isoDay(year + aboutYears, 12, 31) }
  if (d.precision === 'year') return { first: isoDay(year, 1, 1), last: isoDay(year, 12, 31) }
  const month = d.month!
  if (d.precision === 'month')
    return { first: isoDay(year, month, 1), last: isoDay(year, month, daysInMonth(year, month)) }
  const day = isoDay(year, month, d.day!)
  return { first: day, last: day }
}

/** Earlier first, then the more precise, the unknown last. A total order, for sorting. */
export function compareDays(a: PartialDay, b: PartialDay): number {
  const x = span(a)
  const y = span(b)
  if (!x || !y) return x ? -1 : y ? 1 : 0
  if (x.first !== y.first) return x.first < y.first ? -1 : 1
  if (x.last !== y.last) return x.last < y.last ? -1 : 1
  return dayToText(a) < dayToText(b) ? -1 : dayToText(a) > dayToText(b) ? 1 : 0
}

/** Can both be true of one and the same day? An unknown day contradicts nothing. */
export function mayBeSameDay(a: PartialDay, b: PartialDay): boolean {
  const x = span(a)
  const y = span(b)
  return !x || !y || (x.first <= y.last && y.first <= x.last)
}

/** Whole years from one day to another, as birthdays are counted: born 29 February, older on 1 March. */
export function yearsBetween(from: IsoDay, to: IsoDay): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4))
  return to.slice(5) < from.slice(5) ? years - 1 : years
}

/** The youngest and the oldest the person can be on a day; null when nothing is known. Never below zero. */
export function ageBounds(birth: PartialDay, on: IsoDay): { min: number; max: number } | null {
  const s = span(birth)
  if (!s) return null
  return { min: Math.max(0, yearsBetween(s.last, on)), max: Math.max(0, yearsBetween(s.first, on)) }
}

export const ageGroups = ['0-4', '5-11', '12-17', '18-29', '30-44', '45-59', '60+'] as const
export type AgeGroup = (typeof ageGroups)[number]

/** Adults and children are never ranked together; these are the groups inside which they are. */
export const indexAgeGroups = ['0-11', '12-17', '18+'] as const
export type IndexAgeGroup = (typeof indexAgeGroups)[number]

function groupOf<G extends string>(groups: readonly G[], birth: PartialDay, on: IsoDay): G | null {
  const age = ageBounds(birth, on)
  if (!age) return null
  const at = (years: number) => groups.findLast((group) => years >= Number.parseInt(group, 10)) ?? null
  return at(age.min) === at(age.max) ? at(age.min) : null
}

/** The group, or null when what is known of the birth date leaves more than one. */
export const ageGroup = (birth: PartialDay, on: IsoDay): AgeGroup | null => groupOf(ageGroups, birth, on)
export const indexAgeGroup = (birth: PartialDay, on: IsoDay): IndexAgeGroup | null =>
  groupOf(indexAgeGroups, birth, on)

/** A child for sure, an adult for sure, or not known: whoever may be a child is treated as one. */
export function isMinor(birth: PartialDay, on: IsoDay): boolean | null {
  const age = ageBounds(birth, on)
  if (!age) return null
  if (age.max < 18) return true
  return age.min >= 18 ? false : null
}

export const dayLanguages = ['es', 'ht', 'en', 'fr', 'pt'] as const
export type DayLanguage = (typeof dayLanguages)[number]

/** Written out rather than asked of the browser: Haitian Creole is missing from most of them. */
export const monthNames: Record<DayLanguage, readonly string[]> = {
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' '),
  ht: 'janvye fevriye mas avril me jen jiyè out septanm oktòb novanm desanm'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
  pt: 'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'.split(' '),
}

const words: Record<DayLanguage, { of: string; about: string; unknown: string; first: string }> = {
  es: { of: ' de ', about: 'hacia ', unknown: 'no se sabe', first: '1' },
  ht: { of: ' ', about: 'anviwon ', unknown: 'yo pa konnen', first: '1ye' },
  en: { of: ' ', about: 'about ', unknown: 'not known', first: '1' },
  fr: { of: ' ', about: 'vers ', unknown: 'inconnue', first: '1er' },
  pt: { of: ' de ', about: 'por volta de ', unknown: 'não se sabe', first: '1' },
}

export function formatDay(d: PartialDay, language: DayLanguage): string {
  const w = words[language]
  if (d.year === undefined || d.precision === 'unknown') return w.unknown
  if (d.precision === 'about') return `${w.about}${d.year}`
  if (d.precision === 'year') return String(d.year)
  const month = monthNames[language][d.month! - 1]
  if (d.precision === 'month') return `${month}${w.of}${d.year}`
  return `${d.day === 1 ? w.first : d.day}${w.of}${month}${w.of}${d.year}`
}

/** The calendar day of a moment, where people live: after four in the afternoon of Mexicali, UTC is a day ahead. */
export function isoToday(at: Date, timeZone = 'America/Mexico_City'): IsoDay {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(at)
  const of = (type: 'year' | 'month' | 'day') => Number(parts.find((part) => part.type === type)!.value)
  return isoDay(of('year'), of('month'), of('day'))
}
