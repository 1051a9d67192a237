import {
  checkDay,
  type DayProblem,
  type IsoDay,
  isoDay,
  monthNames,
  type PartialDay,
  partialDay,
  unknownDay,
} from '../../../shared/day.ts'
import { fold } from './names.ts'

/**
 * Dates as municipalities write them. What is not known stays not known; what no calendar has is refused with the
 * reason; nothing is guessed without a note that says so.
 */

export type DateOrder = 'day_first' | 'month_first'

export type DateNote =
  | 'century_inferred' // 04-11-02: the century follows from the day of registration
  | 'serial' // a number of days, as spreadsheets store dates
  | 'approximate' // "aprox."
  | 'from_age' // "35 años"
  | 'partial' // 00/05/1990: what is there is kept

export type DateRead =
  | { ok: true; day: PartialDay; notes: DateNote[] }
  | { ok: false; reason: DayProblem; suggestion?: IsoDay }

export type DateRules = {
  /** How day and month stand in this column. */
  order: DateOrder
  /** No date lies after it: the day of registration, or today. */
  latest: IsoDay
}

const unknownPhrases = new Set(
  `nd, n d, na, n a, sd, s d, sn, s n, s f, n k, no sabe, no se sabe, se desconoce, lo desconoce, la desconoce, desconoce,
desconocida, desconocido, no recuerda, no la sabe, sin dato, sin datos, sin fecha, sin informacion, pendiente, falta, ninguna,
ninguno, no tiene, no proporciono, no proporcionada, no disponible, no aplica, no especificado, no especificada, no hay dato,
no hay datos, no contesto, no dijo, ignora, se ignora, unknown, not known, inconnu, inconnue, ne sait pas, pa konnen,
yo pa konnen, null, nan, none, x, xx, xxx`
    .split(',')
    .map((phrase) => phrase.trim()),
)

/** Cells that say "we do not know", in whatever words; also blank ones and those of dashes and question marks. */
export function saysUnknown(text: string): boolean {
  const words = fold(text)
  return words === '' || unknownPhrases.has(words)
}

const months = new Map<string, number>()
for (const names of Object.values(monthNames))
  names.forEach((name, i) => {
    months.set(fold(name), i + 1)
  })
// Abbreviations of Spanish, English and French; `mar` and `jun` mean the same in all of them.
const short: Record<string, number> = {
  ene: 1,
  jan: 1,
  feb: 2,
  fev: 2,
  mar: 3,
  abr: 4,
  apr: 4,
  avr: 4,
  may: 5,
  mai: 5,
  jun: 6,
  juin: 6,
  jul: 7,
  juil: 7,
  ago: 8,
  agto: 8,
  aug: 8,
  aou: 8,
  sep: 9,
  sept: 9,
  set: 9,
  setiembre: 9,
  oct: 10,
  okt: 10,
  nov: 11,
  dic: 12,
  dec: 12,
}
for (const [name, month] of Object.entries(short)) months.set(name, month)

const about =
  /(aprox\w*|alrededor( de)?|hacia|circa|mas o menos|about|around|environ|anviwon|estimad[ao]|cerca de|\bca?\b\.?(?=\s*\d))/u
const dayNames =
  /\b(lunes|martes|miercoles|jueves|viernes|sabado|domingo|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/gu

export function readDate(text: string, rules: DateRules): DateRead {
  const raw = text.trim()
  if (saysUnknown(raw) || /^[0/.\-\s]+$/u.test(raw)) return known(unknownDay)
  const plain = raw
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
  const isAbout = about.test(plain) || /^\s*[~±]|\?\s*$/u.test(plain)
  const body = plain
    .replace(about, ' ')
    .replace(dayNames, ' ')
    .replace(/[~±?¿]/gu, (sign, at: number, all: string) =>
      /[\d/.-]/u.test(all[at + 1] ?? '') || /[\d/.-]/u.test(all[at - 1] ?? '') ? sign : ' ',
    )
    .replace(/^[\s~±,.:]+|[\s?,.:]+$/gu, '')
  const age = /^(?:edad\s*:?\s*)?(\d{1,3})\s*(?:anos|ano|a|years?|ans|yo|meses|mes|months?|mois)$/u.exec(body)
  if (age && !/^\d+\s*a$/u.test(body)) {
    const inMonths = /(mes|month|mois)/u.test(body)
    return fromAge(inMonths ? Math.floor(Number(age[1]) / 12) : Number(age[1]), rules)
  }
  const read = readShape(body, rules)
  if (!read) return { ok: false, reason: 'not_a_date' }
  if (!read.ok || !isAbout || read.day.year === undefined) return read
  return {
    ok: true,
    day: partialDay(read.day.year, undefined, undefined, true),
    notes: [...read.notes, 'approximate'],
  }
}

/** Only an age is known: about so many years before the registration. */
export function fromAge(years: number, rules: Pick<DateRules, 'latest'>): DateRead {
  const day = partialDay(Number(rules.latest.slice(0, 4)) - years, undefined, undefined, true)
  const checked = checkDay(day, rules.latest)
  return checked.ok ? { ok: true, day: checked.day, notes: ['from_age'] } : checked
}

const known = (day: PartialDay, ...notes: DateNote[]): DateRead => ({ ok: true, day, notes })

function readShape(text: string, rules: DateRules): DateRead | null {
  // A time of day after the date says nothing about the day.
  const t = text
    .replace(/[t\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(z|[ap]\.?\s?m\.?|[+-]\d{2}:?\d{2})?$/u, '')
    .trim()

  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/u.exec(t)
  if (iso) return parts(Number(iso[1]), Number(iso[2]), Number(iso[3]), rules)

  const cut = /^(\d{1,2}|[x?]{1,2})\s*[-/.\s]\s*(\d{1,2}|[x?]{1,2})\s*[-/.\s]\s*(\d{4}|\d{2})$/u.exec(t)
  if (cut) {
    const [a, b] = [cut[1]!, cut[2]!].map((part) => (/[x?]/u.test(part) ? 0 : Number(part))) as [
      number,
      number,
    ]
    const year = fullYear(cut[3]!, rules)
    const notes: DateNote[] = year.inferred ? ['century_inferred'] : []
    // Without the day, or the month, the other one still stands.
    if (a === 0 || b === 0) {
      const [day, month] = rules.order === 'day_first' ? [a, b] : [b, a]
      if (day !== 0) return known(partialDay(year.of(1, 1)), ...notes, 'partial')
      return settle(partialDay(year.of(month || 1, 1), month || undefined), rules, [...notes, 'partial'])
    }
    const [day, month] = rules.order === 'day_first' ? [a, b] : [b, a]
    const read = parts(year.of(month, day), month, day, rules, notes)
    if (!read.ok && read.reason === 'month_out_of_range' && b <= 31 && a <= 31) {
      // 12/25/1990 where the day comes first: perhaps it was typed the other way round; a person decides.
      const other = checkDay(partialDay(year.of(day, month), day, month), rules.latest)
      if (other.ok) return { ...read, suggestion: isoDay(other.day.year!, other.day.month!, other.day.day!) }
    }
    return read
  }

  const worded = readWords(t, rules)
  if (worded) return worded

  const month = /^(\d{1,2})[-/.](\d{4})$/u.exec(t)
  if (month) return settle(partialDay(Number(month[2]), Number(month[1])), rules, [])
  const isoMonth = /^(\d{4})[-/.](\d{1,2})$/u.exec(t)
  if (isoMonth) return settle(partialDay(Number(isoMonth[1]), Number(isoMonth[2])), rules, [])

  const digits = /^(\d{4,8})(?:[.,]\d+)?$/u.exec(t)
  if (!digits) return null
  return readNumber(digits[1]!, rules)
}

function readNumber(digits: string, rules: DateRules): DateRead | null {
  const n = Number(digits)
  if (digits.length === 8) {
    const y = checkDay(
      partialDay(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6))),
      rules.latest,
    )
    if (y.ok) return known(y.day)
    const [a, b] = [Number(digits.slice(0, 2)), Number(digits.slice(2, 4))]
    const [day, month] = rules.order === 'day_first' ? [a, b] : [b, a]
    return parts(Number(digits.slice(4)), month, day, rules)
  }
  if (digits.length === 4 && n >= 1800 && n <= 2199) return settle(partialDay(n), rules, [])
  if (digits.length > 5 || n < 1) return null
  const serial = serialDay(n)
  return serial ? settle(serial, rules, ['serial']) : { ok: false, reason: 'day_out_of_range' }
}

/**
 * Day 1 is 1 January 1900. The spreadsheet believes that 1900 had a 29 February (day 60): that day never was, and
 * all later numbers are one too high.
 */
export function serialDay(serial: number): PartialDay | null {
  if (!Number.isInteger(serial) || serial < 1 || serial === 60) return null
  const at = new Date(Date.UTC(1899, 11, serial < 60 ? 31 : 30) + serial * 86_400_000)
  return partialDay(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate())
}

function readWords(text: string, rules: DateRules): DateRead | null {
  const found = text
    .replace(/[.,/-]/gu, ' ')
    .replace(/\b(de|del|d|of|the|ano|dia|mes)\b/gu, ' ')
    .replace(/(\d)(st|nd|rd|th|er|ero|ro|ye|o)\b/gu, '$1')
    .replace(/(\d)([a-z])/gu, '$1 $2')
    .replace(/([a-z])(\d)/gu, '$1 $2')
    .replace(/\bprimero\b/gu, '1')
    .trim()
    .split(/\s+/u)
  const at = found.findIndex((word) => months.has(word))
  if (at < 0 || found.length > 3) return null
  const month = months.get(found[at]!)!
  const numbers = found.filter((_, i) => i !== at)
  if (numbers.some((word) => !/^\d{1,4}$/u.test(word))) return null
  const yearText = numbers.findLast((word) => word.length === 4) ?? numbers.at(-1)
  if (yearText === undefined) return null
  const year = fullYear(yearText, rules)
  const notes: DateNote[] = year.inferred ? ['century_inferred'] : []
  if (numbers.length === 1)
    return yearText.length >= 2 ? settle(partialDay(year.of(month, 1), month), rules, notes) : null
  const day = Number(numbers[0] === yearText && numbers.at(-1) !== yearText ? numbers[1] : numbers[0])
  return parts(year.of(month, day), month, day, rules, notes)
}

/** Two digits take the century that puts the day before the registration, and as late as possible. */
function fullYear(
  text: string,
  rules: DateRules,
): { of: (month: number, day: number) => number; inferred: boolean } {
  const n = Number(text)
  if (text.length > 2) return { of: () => n, inferred: false }
  const century = Math.floor(Number(rules.latest.slice(0, 4)) / 100) * 100
  const of = (month: number, day: number) => {
    const near = century + n
    return isoDay(near, Math.min(month, 12), Math.min(day, 31)) <= rules.latest ? near : near - 100
  }
  return { of, inferred: true }
}

function parts(year: number, month: number, day: number, rules: DateRules, notes: DateNote[] = []): DateRead {
  if (month === 0) return settle(partialDay(year), rules, [...notes, 'partial'])
  if (day === 0) return settle(partialDay(year, month), rules, [...notes, 'partial'])
  return settle(partialDay(year, month, day), rules, notes)
}

function settle(day: PartialDay, rules: DateRules, notes: DateNote[]): DateRead {
  const checked = checkDay(day, rules.latest)
  return checked.ok ? { ok: true, day: checked.day, notes } : checked
}

/** What a column tells about its order: how often the first, and the second, number can only be the day. */
export type OrderEvidence = { dayFirst: number; monthFirst: number; either: number }

export const noEvidence: OrderEvidence = { dayFirst: 0, monthFirst: 0, either: 0 }

/** A date after the latest there may be is a slip, and tells nothing of the order. */
export function orderEvidence(text: string, latest: IsoDay): keyof OrderEvidence | null {
  const cut = /^\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})\b/u.exec(text)
  if (!cut || (cut[3]!.length === 4 && cut[3]! > latest.slice(0, 4))) return null
  const [a, b] = [Number(cut[1]), Number(cut[2])]
  if (a > 12 && a <= 31 && b >= 1 && b <= 12) return 'dayFirst'
  if (b > 12 && b <= 31 && a >= 1 && a <= 12) return 'monthFirst'
  return a >= 1 && a <= 12 && b >= 1 && b <= 12 && a !== b ? 'either' : null
}

/**
 * The order a column is written in. In Mexico the day comes first; a column is read otherwise only when it says so
 * itself. `mixed` means that it says both, and a person is asked.
 */
export function columnOrder(evidence: OrderEvidence): { order: DateOrder; mixed: boolean } {
  const { dayFirst, monthFirst } = evidence
  const few = Math.min(dayFirst, monthFirst)
  const many = Math.max(dayFirst, monthFirst)
  return {
    order: monthFirst > dayFirst ? 'month_first' : 'day_first',
    mixed: few > 0 && few * 20 >= many && few + many > 3,
  }
}
