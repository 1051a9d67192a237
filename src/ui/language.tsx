import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { createIntl, createIntlCache, type IntlShape, RawIntlProvider, useIntl } from 'react-intl'
import {
  type Catalogue,
  type Language,
  localesOf,
  numberFormat,
  type PersonLanguage,
  type StaffLanguage,
  type Values,
} from '../shared/messages.ts'

type Spoken = { messages: Catalogue; unreviewed: readonly string[] }

// One file per audience and language, fetched when first spoken.
const sources = {
  staff: {
    es: () => import('virtual:messages/staff/es'),
    en: () => import('virtual:messages/staff/en'),
  },
  person: {
    es: () => import('virtual:messages/person/es'),
    ht: () => import('virtual:messages/person/ht'),
    en: () => import('virtual:messages/person/en'),
    fr: () => import('virtual:messages/person/fr'),
    pt: () => import('virtual:messages/person/pt'),
  },
}

function intlOf(lang: Language, messages: Catalogue): IntlShape {
  const [locale = 'es', ...others] = localesOf(lang)
  const intl = createIntl(
    {
      // Intl does not know `ht` and would speak the machine's language.
      locale: lang === 'ht' ? (others[0] ?? 'fr') : locale,
      messages: { ...messages },
      onError: (error) => {
        if (error.code !== 'MISSING_DATA') console.error(error.message)
      },
    },
    createIntlCache(),
  )
  intl.formatters.getNumberFormat = numberFormat as typeof intl.formatters.getNumberFormat
  return intl
}

// React Aria has no Creole strings; French is the nearest its readers know.
const ariaLocale: Record<Language, string> = {
  es: 'es-ES',
  en: 'en-US',
  ht: 'fr-FR',
  fr: 'fr-FR',
  pt: 'pt-BR',
}

type Loaded<Lang extends Language> = { lang: Lang; value: Spoken }

/** The texts last loaded: while another language is on its way, the one before stays, and so does the page. */
function useSpoken<Lang extends Language>(
  audience: 'staff' | 'person',
  lang: Lang,
): Loaded<Lang> | undefined {
  const [spoken, setSpoken] = useState<Loaded<Lang>>()
  useEffect(() => {
    let wanted = true
    const source = (sources[audience] as Partial<Record<Language, () => Promise<Spoken>>>)[lang]
    source?.().then(
      (value) => {
        if (wanted) setSpoken({ lang, value })
      },
      // Not fetched: what is on the screen goes on in the language it has.
      (error: unknown) => console.error(error),
    )
    return () => {
      wanted = false
    }
  }, [audience, lang])
  return spoken
}

/** Everything beneath speaks the worker's language; nothing is drawn until its first texts are there. */
export function StaffLanguageProvider({ lang, children }: { lang: StaffLanguage; children: ReactNode }) {
  const spoken = useSpoken('staff', lang)
  const intl = useMemo(() => spoken && intlOf(spoken.lang, spoken.value.messages), [spoken])
  useEffect(() => {
    if (spoken) document.documentElement.lang = spoken.lang
  }, [spoken])
  if (!intl || !spoken) return null
  return (
    <I18nProvider locale={ariaLocale[spoken.lang]}>
      <RawIntlProvider value={intl}>{children}</RawIntlProvider>
    </I18nProvider>
  )
}

/** Everything beneath speaks the person's language, marked so for screen readers. */
export function PersonLanguageProvider({ lang, children }: { lang: PersonLanguage; children: ReactNode }) {
  const spoken = useSpoken('person', lang)
  const outer = useIntl()
  const intl = useMemo(
    // What the person's catalogue does not have stays in the worker's language rather than as a key.
    () => spoken && intlOf(spoken.lang, { ...(outer.messages as Catalogue), ...spoken.value.messages }),
    [spoken, outer.messages],
  )
  if (!intl || !spoken) return null
  return (
    <I18nProvider locale={ariaLocale[spoken.lang]}>
      <RawIntlProvider value={intl}>
        <div lang={spoken.lang}>{children}</div>
      </RawIntlProvider>
    </I18nProvider>
  )
}

export type Translate = (key: string, values?: Values) => string

/** `const t = useT(); t('registry.people.title', { count })` */
export function useT(): Translate {
  const intl = useIntl()
  return useCallback((id, values) => String(intl.formatMessage({ id }, { ...values })), [intl])
}

/** A text of the person's audience, and whether a native speaker has read it; undefined while it loads. */
export function usePersonText(
  lang: PersonLanguage,
): ((key: string, values?: Values) => { text: string; reviewed: boolean }) | undefined {
  const spoken = useSpoken('person', lang)
  return useMemo(() => {
    if (spoken?.lang !== lang) return undefined
    const intl = intlOf(lang, spoken.value.messages)
    const unreviewed = new Set(spoken.value.unreviewed)
    return (id, values) => ({
      text: String(intl.formatMessage({ id }, { ...values })),
      reviewed: !unreviewed.has(id),
    })
  }, [lang, spoken])
}
