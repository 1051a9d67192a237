import { useMemo } from 'react'
import { useIntl } from 'react-intl'
import { type IsoDay, isoToday } from '../shared/day.ts'
import { numberFormat } from '../shared/messages.ts'
import { useMaybeSession } from './session.tsx'

/** Dates as `20 nov 2026`, a 24-hour clock of the municipality, numbers with thin spaces, in the language around it. */
export function useFormat() {
  const intl = useIntl()
  const timeZone = useMaybeSession()?.timeZone
  return useMemo(() => {
    // English months in British order, so that 20 Nov reads the same way round in every language.
    const day = (value: Date, zone: string | undefined) =>
      new Intl.DateTimeFormat(intl.locale, {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        timeZone: zone,
      })
        .format(value)
        .replace(/\.(?=\s)/g, '')
    const clock = (value: Date) =>
      new Intl.DateTimeFormat(intl.locale, {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone,
      }).format(value)
    return {
      /** A calendar day (`2026-11-20`), which no time zone moves, or the day of an instant. */
      day: (value: string | Date) =>
        typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
          ? day(new Date(`${value}T00:00:00Z`), 'UTC')
          : day(new Date(value), timeZone),
      time: (value: string | Date) => clock(new Date(value)),
      moment: (value: string | Date) => {
        const at = new Date(value)
        return `${day(at, timeZone)}, ${clock(at)}`
      },
      /** The day it is now, for what expires and how old somebody is. */
      today: (): IsoDay => isoToday(new Date(), timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone),
      number: (value: number) => numberFormat(intl.locale).format(value),
    }
  }, [intl, timeZone])
}
