/** How each box of a sheet reads in words: for comparing what two people typed, and for reading the file. */
import { formatDay } from '../../../../shared/day.ts'
import { useT } from '../../../../ui/language.tsx'
import { callingCodes } from '../../../../ui/rules/phone.ts'
import { readDay, type TypedDay } from '../../../../ui/rules/typedDay.ts'
import {
  functions,
  type TypedContact,
  type TypedCore,
  type TypedDocument,
  type TypedHealth,
  type TypedIdentity,
  type TypedSituation,
  type TypedWork,
} from '../../rules/typed.ts'
import { type CodeOf, type Group, useCode, useNames, useStaffLanguage } from '../parts/codes.tsx'
import type { Line } from './Conflict.tsx'

const text = <Sheet>(key: keyof Sheet & string, label: string): Line<Sheet> => ({
  key,
  label,
  show: (sheet) => String(sheet[key] ?? ''),
})

export function useLines() {
  const t = useT()
  const say = useCode()
  const names = useNames()
  const lang = useStaffLanguage()
  const coded = <Sheet, G extends Group>(
    key: keyof Sheet & string,
    group: G,
    label = t(`registry.field.${key}`),
  ): Line<Sheet> => ({
    key,
    label,
    show: (sheet) => (sheet[key] ? say(group, sheet[key] as CodeOf<G>) : ''),
  })
  const country = <Sheet>(key: keyof Sheet & string, label = t(`registry.field.${key}`)): Line<Sheet> => ({
    key,
    label,
    show: (sheet) => (sheet[key] ? names.country(String(sheet[key])) : ''),
  })
  const day = (typed: TypedDay): string => {
    const read = readDay(typed)
    if (read.ok) return formatDay(read.day, lang)
    return read.reason === 'missing'
      ? ''
      : [typed.day, typed.month, typed.year].map((part) => part.trim() || '–').join('/')
  }
  const field = <Sheet>(key: keyof Sheet & string) => text<Sheet>(key, t(`registry.field.${key}`))

  const core: Line<TypedCore>[] = [
    field('givenNames'),
    field('surname1'),
    field('surname2'),
    field('chosenName'),
    { key: 'birth', label: t('registry.field.birth'), show: (c) => day(c.birth) },
    coded('sex', 'sex'),
    {
      key: 'nationalities',
      label: t('registry.field.nationality'),
      show: (c) => c.nationalities.filter(Boolean).map(names.country).join(', '),
    },
    country('countryOfBirth'),
    coded('civilStatus', 'civil'),
    {
      key: 'languages',
      label: t('registry.field.languages'),
      show: (c) =>
        c.languages
          .filter((l) => l.code)
          .map((l) => `${names.language(l.code)} (${say('level', l.level)})`)
          .join(', '),
    },
  ]
  const contact: Line<TypedContact>[] = [
    {
      key: 'phone',
      label: t('registry.field.phone'),
      show: ({ phone }) => {
        const number = phone.number.trim()
        const code = callingCodes.find(([country]) => country === phone.country)?.[1]
        return number === '' || number.startsWith('+') || !code ? number : `+${code} ${number}`
      },
    },
    {
      key: 'phoneShared',
      label: t('registry.field.phoneShared'),
      show: (c) => t(c.phoneShared ? 'registry.person.yes' : 'registry.person.no'),
    },
    coded('safeToCall', 'call'),
    field('email'),
    field('whereToFind'),
  ]
  const work: Line<TypedWork>[] = [
    coded('schooling', 'schooling'),
    country('schoolingCountry'),
    field('occupation'),
    field('experience'),
  ]
  const situation: Line<TypedSituation>[] = [
    coded('populationGroup', 'group'),
    coded('stayType', 'stay'),
    coded('originClass', 'origin'),
  ]
  const health: Line<TypedHealth>[] = [
    {
      key: 'washingtonGroup',
      label: t('registry.field.washingtonGroup'),
      show: (h) =>
        functions
          .filter((f) => h.washingtonGroup[f])
          .map(
            (f) =>
              `${t(`registry.field.${f}`)}: ${say('difficulty', h.washingtonGroup[f] as CodeOf<'difficulty'>)}`,
          )
          .join('\n'),
    },
    coded('pregnant', 'known'),
    field('chronic'),
    coded('respiratorySymptoms', 'known'),
    field('vaccination'),
  ]
  const identity: Line<TypedIdentity>[] = [
    field('genderIdentity'),
    field('indigenousPeople'),
    {
      key: 'indigenousLanguage',
      label: t('registry.field.indigenousLanguage'),
      show: (i) => (i.indigenousLanguage ? names.language(i.indigenousLanguage) : ''),
    },
  ]
  const document: Line<TypedDocument>[] = [
    coded('type', 'document', t('registry.field.documentType')),
    text('number', t('registry.field.documentNumber')),
    country('country', t('registry.field.documentCountry')),
    { key: 'issuedOn', label: t('registry.field.issuedOn'), show: (d) => day(d.issuedOn) },
    { key: 'expiresOn', label: t('registry.field.expiresOn'), show: (d) => day(d.expiresOn) },
    { key: 'dueOn', label: t('registry.field.dueOn'), show: (d) => day(d.dueOn) },
    coded('evidence', 'evidence'),
  ]
  return { core, contact, work, situation, health, identity, document }
}

/** The lines that say something, as facts of a form. */
export const factsOf = <Sheet>(lines: readonly Line<Sheet>[], sheet: Sheet) =>
  lines.flatMap((line) => {
    const value = line.show(sheet)
    return value ? [{ name: line.label, value }] : []
  })
