import { IntlMessageFormat } from 'intl-messageformat'

// Texts: one flat catalogue per audience and language, ICU messages, the same for server and web.

export const staffLanguages = ['es', 'en'] as const
export const personLanguages = ['es', 'ht', 'en', 'fr', 'pt'] as const
export const languagesOf = { staff: staffLanguages, person: personLanguages } as const

export type StaffLanguage = (typeof staffLanguages)[number]
export type PersonLanguage = (typeof personLanguages)[number]
export type Language = StaffLanguage | PersonLanguage
export type Audience = keyof typeof languagesOf

export type Catalogue = Readonly<Record<string, string>>
export type Values = Readonly<Record<string, string | number | boolean | Date | null | undefined>>

/** Who read a text as a native speaker, and the hash of what they read. */
export type Review = { reviewer: string; date: string; hash: string }
export type Reviewed = Readonly<Record<string, Readonly<Record<string, Review>>>>

// `ht` is unknown to Intl: alone it would fall back to the machine's own language.
const locales: Record<Language, string[]> = {
  es: ['es-MX', 'es'],
  en: ['en-GB', 'en'],
  ht: ['ht', 'fr-HT', 'fr'],
  fr: ['fr'],
  pt: ['pt-BR', 'pt'],
}

export const localesOf = (lang: Language): string[] => locales[lang]

const names: Record<Language, string> = {
  es: 'Español',
  en: 'English',
  ht: 'Kreyòl ayisyen',
  fr: 'Français',
  pt: 'Português',
}

/** A language is always named in itself, so that its speakers find it. */
export const nameOf = (lang: Language): string => names[lang]

/** The first language wanted that the audience has; Spanish otherwise. */
export function chooseLanguage<A extends Audience>(
  audience: A,
  wanted: readonly (string | undefined)[],
): (typeof languagesOf)[A][number] {
  const known: readonly Language[] = languagesOf[audience]
  for (const one of wanted) {
    const lang = known.find((l) => l === one?.toLowerCase().split(/[-_]/)[0])
    if (lang) return lang as (typeof languagesOf)[A][number]
  }
  return 'es'
}

/** Joins catalogues; a key said twice is a mistake, not an override. */
export function mergeCatalogues(...catalogues: readonly Catalogue[]): Catalogue {
  const merged: Record<string, string> = {}
  for (const catalogue of catalogues) {
    for (const [key, text] of Object.entries(catalogue)) {
      if (key in merged) throw new Error(`Message ${key} is defined twice`)
      merged[key] = text
    }
  }
  return merged
}

const narrow = '\u202f'
const grouped = new Map<string, Intl.NumberFormat>()

/** Thousands are set apart with thin spaces in every language: a comma is a decimal to some readers. */
export function numberFormat(tags: string | string[], options?: Intl.NumberFormatOptions): Intl.NumberFormat {
  const id = JSON.stringify([tags, options])
  const found = grouped.get(id)
  if (found) return found
  const plain = new Intl.NumberFormat(tags, options)
  const thin = Object.create(plain, {
    format: {
      value: (n: number | bigint) =>
        plain
          .formatToParts(n)
          .map((part) => (part.type === 'group' ? narrow : part.value))
          .join(''),
    },
    formatToParts: {
      value: (n: number | bigint) =>
        plain.formatToParts(n).map((part) => (part.type === 'group' ? { ...part, value: narrow } : part)),
    },
    resolvedOptions: { value: () => plain.resolvedOptions() },
  }) as Intl.NumberFormat
  grouped.set(id, thin)
  return thin
}

const formatters = {
  getNumberFormat: (tags: string | string[], options?: Intl.NumberFormatOptions) =>
    numberFormat(tags, options),
  getDateTimeFormat: (tags: string | string[], options?: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tags, options),
  getPluralRules: (tags: string | string[], options?: Intl.PluralRulesOptions) =>
    new Intl.PluralRules(tags, options),
}

const parsed = new Map<string, IntlMessageFormat>()

export function format(catalogue: Catalogue, lang: Language, key: string, values?: Values): string {
  const text = catalogue[key]
  // A missing text shows its key: visible in review, harmless in the field; a test keeps it from happening.
  if (text === undefined) return key
  const id = `${lang}\n${text}`
  let message = parsed.get(id)
  if (!message) {
    message = new IntlMessageFormat(text, localesOf(lang), undefined, { formatters, ignoreTag: true })
    parsed.set(id, message)
  }
  return String(message.format({ ...values }))
}

/** `hash` is given, so that a browser need not compute it: the server sends the list of unreviewed keys. */
export function isReviewed(
  reviewed: Reviewed,
  key: string,
  lang: Language,
  text: string,
  hash: (text: string) => string,
): boolean {
  const review = reviewed[key]?.[lang]
  return review !== undefined && review.hash === hash(text)
}

type Ast = ReturnType<IntlMessageFormat['getAst']>
const kinds = ['text', 'value', 'number', 'date', 'time', 'select', 'plural', 'pound', 'tag']

/** The arguments of a message as `name:kind`, sorted; throws when the text is not ICU. */
export function argumentsOf(text: string, lang: Language): string[] {
  const found = new Set<string>()
  const walk = (ast: Ast) => {
    for (const part of ast) {
      if (part.type === 0 || part.type === 7) continue
      // One language may need the plural where another only writes the number.
      const kind = part.type === 6 || part.type === 2 ? 'number' : (kinds[part.type] ?? '?')
      found.add(`${part.value}:${kind}`)
      if ('options' in part) for (const option of Object.values(part.options)) walk(option.value)
      if ('children' in part) walk(part.children)
    }
  }
  walk(new IntlMessageFormat(text, localesOf(lang)).getAst())
  return [...found].sort()
}

/** What is wrong with the catalogues of one audience: other keys, other arguments, empty or unreadable texts. */
export function faultsOf(byLanguage: Readonly<Partial<Record<Language, Catalogue>>>): string[] {
  const faults: string[] = []
  const languages = Object.keys(byLanguage) as Language[]
  const keys = new Set(languages.flatMap((lang) => Object.keys(byLanguage[lang] ?? {})))
  for (const key of [...keys].sort()) {
    let first: string | undefined
    for (const lang of languages) {
      const text = byLanguage[lang]?.[key]
      if (text === undefined) faults.push(`${key}: missing in ${lang}`)
      else if (text.trim() === '') faults.push(`${key}: empty in ${lang}`)
      else {
        try {
          const used = argumentsOf(text, lang).join(' ')
          first ??= used
          if (used !== first) faults.push(`${key}: ${lang} uses [${used}], ${languages[0]} uses [${first}]`)
        } catch (error) {
          faults.push(`${key}: ${lang} does not parse (${error instanceof Error ? error.message : error})`)
        }
      }
    }
  }
  return faults
}
