/** Birth dates as people know them: a day, a month, a year, or the first of January because a form asked. */

export type Precision = 'D' | 'M' | 'Y' | 'U'

/** Year, month, day; zero where not known. */
export interface PartialDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

const UNKNOWN: PartialDate = { year: 0, month: 0, day: 0 }

/**
 * Reads `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-MM`, `YYYY/MM/DD`, ISO date-times and bare years. What cannot be a date is
 * unknown; a month over 12 or a day over 31 leaves the year. `precision` (D, M, Y, U) may say less is known than is written.
 */
export function parseDate(text: string | null | undefined, precision?: Precision | null): PartialDate {
  if (!text || precision === 'U') return UNKNOWN
  const found = /^\s*(\d{4})(?:[-/.]?(\d{2})(?:[-/.]?(\d{2}))?)?(?:[T ].*)?\s*$/.exec(text)
  if (!found) return UNKNOWN
  const year = Number(found[1])
  if (year < 1) return UNKNOWN
  const month = Number(found[2] ?? 0)
  const day = Number(found[3] ?? 0)
  if (precision === 'Y' || month < 1 || month > 12) return { year, month: 0, day: 0 }
  if (precision === 'M' || day < 1 || day > 31) return { year, month, day: 0 }
  return { year, month, day }
}
