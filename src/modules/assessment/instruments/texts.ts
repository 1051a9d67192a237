import {
  type Catalogue,
  isReviewed,
  type PersonLanguage,
  personLanguages,
  type Reviewed,
} from '../../../shared/messages.ts'
import { sha256 } from './sha256.ts'
import type { Instrument } from './types.ts'

/** The words of an instrument: flat keys, `ID1.question`, `HO3.option.tierra`, `action.A-ID`. */
export type Texts = Readonly<Record<PersonLanguage, Catalogue>>

/**
 * Who meets a text: staff alone; the person when asked (it is read out); the person in the result (it is taken
 * home). The wider the circle, the more languages are due.
 */
export type Circle = 'staff' | 'asked' | 'result'
export const languagesDue: Readonly<Record<Circle, readonly PersonLanguage[]>> = {
  staff: ['es', 'en'],
  asked: ['es', 'en', 'ht'],
  result: personLanguages,
}

const inResult = new Set([
  'frame.support',
  'frame.no_needs',
  'frame.actions',
  'frame.contest',
  'frame.decides',
])

export function circleOf(key: string): Circle {
  if (inResult.has(key) || /\.support$|^action\.|^dimension\.|^answers\.|^S\d+\.(name|option\.)/.test(key))
    return 'result'
  if (/\.(question|field\.\w+|option\.\w+)$|^option\.|^frame\./.test(key)) return 'asked'
  return 'staff'
}

/** Every key the rules of an instrument can name. */
export function keysNeeded(instrument: Instrument): string[] {
  const keys = new Set<string>(['frame.support', 'dimension.strengths', 'dimension.pooled'])
  for (const item of instrument.items) {
    if (item.kind !== 'filter') keys.add(`${item.id}.name`)
    if (item.kind === 'indicator') keys.add(`${item.id}.support`)
    keys.add(item.askedBy === 'nobody' ? `${item.id}.computed` : `${item.id}.question`)
    for (const field of item.fields) {
      if (field.id !== item.id && item.fields.length > 1) keys.add(`${item.id}.field.${field.id}`)
      if ('options' in field) for (const code of field.options) keys.add(optionKeys(item.id, code)[0])
      // Days and amounts are numbers; other scales have a word for each step.
      if (field.kind === 'scale' && field.max - field.min < 7)
        for (let step = field.min; step <= field.max; step++) keys.add(`${item.id}.option.${step}`)
    }
  }
  for (const action of instrument.actions) keys.add(`action.${action.id}`)
  for (const dimension of instrument.dimensions) keys.add(`dimension.${dimension.id}`)
  for (const flag of instrument.redFlags)
    for (const x of ['label', 'alert']) keys.add(`redFlag.${flag.id}.${x}`)
  return [...keys]
}

/** An option's own words first, then the words all items share: yes, no. */
export const optionKeys = (item: string, code: string | number): [string, string] => [
  `${item}.option.${code}`,
  `option.${code}`,
]

export type Said = { text: string; language: PersonLanguage; reviewed: boolean }

/**
 * The text in the language wanted, else in Spanish, and whether a native speaker has read it. What nobody has
 * reviewed is shown as such, and is not valid for consent without an interpreter.
 */
export function say(
  texts: Texts,
  reviewed: Reviewed,
  keys: string | readonly string[],
  language: PersonLanguage,
): Said | null {
  for (const lang of [language, 'es'] as const)
    for (const key of typeof keys === 'string' ? [keys] : keys) {
      const text = texts[lang][key]
      if (text !== undefined)
        return { text, language: lang, reviewed: isReviewed(reviewed, key, lang, text, sha256) }
    }
  return null
}

/** What is missing, empty or left over, one line each. */
export function textFaults(instrument: Instrument, texts: Texts): string[] {
  const faults: string[] = []
  for (const key of keysNeeded(instrument)) {
    const options = key.match(/^(.+)\.option\.(\w+)$/)
    const ways = options ? optionKeys(options[1]!, options[2]!) : [key]
    for (const lang of languagesDue[circleOf(key)])
      if (!ways.some((way) => texts[lang][way]?.trim())) faults.push(`${key}: no words in ${lang}`)
  }
  for (const lang of personLanguages)
    for (const [key, text] of Object.entries(texts[lang])) {
      if (text.trim() !== text || text === '') faults.push(`${key}: blank or ragged in ${lang}`)
      if (!texts.es[key]) faults.push(`${key}: in ${lang} but not in Spanish`)
      if (!languagesDue[circleOf(key)].includes(lang)) faults.push(`${key}: nobody reads it in ${lang}`)
    }
  return faults
}

/** How many texts each language has, and how many of them a native speaker has read. */
export function reviewCount(
  texts: Texts,
  reviewed: Reviewed,
): Record<PersonLanguage, { texts: number; reviewed: number }> {
  const count = (lang: PersonLanguage) => {
    const entries = Object.entries(texts[lang])
    return {
      texts: entries.length,
      reviewed: entries.filter(([key, text]) => isReviewed(reviewed, key, lang, text, sha256)).length,
    }
  }
  return { es: count('es'), ht: count('ht'), en: count('en'), fr: count('fr'), pt: count('pt') }
}

/** The wording of what is measured: questions, fields and options in Spanish. Frozen with the version. */
export const wordingOf = (texts: Texts): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts.es).filter(([key]) => /\.(question|field\.\w+|option\.\w+)$|^option\./.test(key)),
  )
