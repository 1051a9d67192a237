/** Words that several pages around a person share. */
import { ageBounds, formatDay, type PartialDay } from '../../../../shared/day.ts'
import type { FieldError } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'
import type { PartialBirth } from '../../contract.ts'
import type { Fault } from '../../rules/typed.ts'
import { useStaffLanguage } from '../parts/codes.tsx'

/** `8 de marzo de 1991 · 35 años`; what is not known is said so. */
export function useBirth(): (birth: PartialBirth) => string {
  const t = useT()
  const lang = useStaffLanguage()
  const format = useFormat()
  return (birth) => {
    const known = birth as PartialDay
    const age = ageBounds(known, format.today())
    const day = formatDay(known, lang)
    if (!age) return day
    const years =
      age.min === age.max
        ? t('registry.person.age', { years: age.min })
        : t('registry.person.ageBetween', { from: age.min, to: age.max })
    return `${day} · ${years}`
  }
}

/** Faults of a form's rules as errors in the reader's words. */
export function useFaults(): (faults: readonly Fault[], under?: string) => FieldError[] {
  const t = useT()
  return (faults, under = '') =>
    faults.map(({ path, code }) => ({
      path: under ? `${under}.${path}` : path,
      message: t(`registry.field.wrong.${code}`),
    }))
}
