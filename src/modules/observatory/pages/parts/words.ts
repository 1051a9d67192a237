/** The words of what is counted: values of variables, needs, changes. */
import type { StaffLanguage } from '../../../../shared/messages.ts'
import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'
import { useInstrumentWords } from '../../../assessment/panels.tsx'
import { useNames, useStaffLanguage } from '../../../registry/panels.tsx'
import type { Figures, FiguresTable } from '../../contract.ts'
import type { Share } from '../../rules/shares.ts'

const codes: Readonly<Record<string, string>> = {
  channel: 'registry.code.channel',
  population_group: 'registry.code.group',
  stay_type: 'registry.code.stay',
  origin_class: 'registry.code.origin',
}

/** What a table is about, whoever counted. */
export type About = Pick<FiguresTable, 'kind' | 'of' | 'by'>

export interface Words {
  language: StaffLanguage
  /** The table as a heading, and what exactly it counts. */
  title: (table: About) => string
  help: (table: About) => string
  row: (table: About, code: string) => string
  col: (table: About, code: string) => string
  ageGroup: (group: string) => string
  origin: (code: string) => string
  dimension: (id: string) => string
  indicator: (id: string) => string
  share: (share: Share) => string
}

/** Undefined until the instrument's words are there. */
export function useFiguresWords(figures?: Pick<Figures, 'organizations'>): Words | undefined {
  const t = useT()
  const format = useFormat()
  const names = useNames()
  const language = useStaffLanguage()
  const instrument = useInstrumentWords(language)
  if (!instrument) return undefined
  const organizations = new Map(figures?.organizations.map((o) => [o.organizationId, o.name]))
  const dimension = (id: string) => instrument(`dimension.${id}`).text
  const indicator = (id: string) => instrument(`${id}.name`).text
  const origin = (code: string) => t(`registry.code.origin.${code}`)
  const ageGroup = (group: string) => {
    if (group === 'not_known' || group === 'not_recorded') return t('observatory.value.not_recorded')
    const [from, to] = group.split('-')
    return to === undefined
      ? t('observatory.value.yearsUp', { from: Number.parseInt(group, 10) })
      : t('observatory.value.years', { from: Number(from), to: Number(to) })
  }
  const value = (by: string, code: string): string => {
    if (code === 'other' || code === 'not_recorded') return t(`observatory.value.${code}`)
    if (by === 'age') return ageGroup(code)
    if (by === 'nationality' || by === 'country_of_birth') return names.country(code)
    if (by === 'organization') return organizations.get(code) ?? t('observatory.value.organization')
    return t(`${codes[by]}.${code}`)
  }
  return {
    language,
    ageGroup,
    origin,
    dimension,
    indicator,
    title: ({ kind, of, by }) =>
      kind === 'people'
        ? t(`observatory.by.${by}`)
        : t(`observatory.table.${kind}`, {
            group: ageGroup(of ?? ''),
            what: kind === 'origin' ? dimension(by) : '',
          }),
    help: ({ kind, by }) => t(`observatory.help.${kind === 'people' ? by : kind}`),
    row: ({ kind, by }, code) =>
      kind === 'people'
        ? value(by, code)
        : kind === 'origin'
          ? origin(code)
          : kind === 'indicators'
            ? indicator(code)
            : dimension(code),
    col: ({ kind }, code) =>
      kind === 'people'
        ? t(`registry.code.sex.${code}`)
        : t(`observatory.${kind === 'change' ? 'change' : 'standing'}.${code}`),
    share: (share) =>
      share === 'protected'
        ? t('observatory.protected')
        : share === 'none'
          ? t('observatory.nobody')
          : share.high === null
            ? t('observatory.percentAtLeast', { low: format.number(share.low) })
            : share.low === share.high
              ? t('observatory.percent', { value: format.number(share.low) })
              : t('observatory.percentRange', {
                  low: format.number(share.low),
                  high: format.number(share.high),
                }),
  }
}
