import { useEffect, useMemo, useState } from 'react'
import type { Catalogue, PersonLanguage } from '../../../../shared/messages.ts'
import { Unreviewed } from '../../../../ui/PersonText.tsx'
import { useNames } from '../../../registry/panels.tsx'
import { integrateIv02 } from '../../instruments/integrate-iv-0.2/index.ts'
import { loadTexts } from '../../instruments/integrate-iv-0.2/load-texts.ts'
import reviewed from '../../instruments/integrate-iv-0.2/texts/reviewed.json' with { type: 'json' }
import { optionKeys, type Said, say, type Texts } from '../../instruments/texts.ts'
import type { Field, Item } from '../../instruments/types.ts'

export const instrument = integrateIv02

const loaded = new Map<PersonLanguage, Catalogue>()

/** The instrument's words: `words('ID1.question')`, in the language wanted, else in Spanish. */
export type Words = (keys: string | readonly string[]) => Said

/** Undefined until the texts of this language are there; two languages at most are ever fetched. */
export function useWords(lang: PersonLanguage): Words | undefined {
  const [, arrived] = useState(0)
  useEffect(() => {
    for (const one of new Set<PersonLanguage>([lang, 'es'])) {
      if (loaded.has(one)) continue
      loadTexts(one).then(
        (texts) => {
          loaded.set(one, texts)
          arrived((n) => n + 1)
        },
        (error: unknown) => console.error(error),
      )
    }
  }, [lang])
  const own = loaded.get(lang)
  const spanish = loaded.get('es')
  return useMemo(() => {
    if (!own || !spanish) return undefined
    const none: Catalogue = {}
    const texts: Texts = { ht: none, en: none, fr: none, pt: none, es: spanish, [lang]: own }
    return (keys) =>
      say(texts, reviewed, keys, lang) ?? {
        text: typeof keys === 'string' ? keys : (keys[0] ?? ''),
        language: 'es',
        reviewed: false,
      }
  }, [lang, own, spanish])
}

/** Where one is has changed without a new page: the heading takes the focus, as after every navigation. */
export function useHeadingFocus(ready: boolean): void {
  useEffect(() => {
    if (ready) document.querySelector<HTMLElement>('main h1')?.focus()
  }, [ready])
}

/** A text of the instrument, marked with its language for screen readers. */
export function Spoken({ said, mark = false }: { said: Said; mark?: boolean }) {
  return (
    <>
      <span lang={said.language}>{said.text}</span>
      {mark && !said.reviewed && (
        <>
          {' '}
          <Unreviewed />
        </>
      )}
    </>
  )
}

/** What can be asked of one field on one screen: the stem, and what is asked of it where there are several. */
export function questionOf(words: Words, item: Item, field: Field): { stem?: Said; asked: Said } {
  const stem = words(`${item.id}.question`)
  if (item.fields.length < 2 || field.id === item.id) return { asked: stem }
  return { stem, asked: words(`${item.id}.field.${field.id}`) }
}

/** A scale whose steps have words; days and amounts are plain numbers. */
export const worded = (field: Field): boolean => field.kind === 'scale' && field.max - field.min < 7

/** The need as it is read to the person: the sentence goes on from the heading above it. */
export function supportOf(words: Words, indicator: string): Said {
  const said = words(`${indicator}.support`)
  const lead = words('frame.support').text
  // French sets a space before its colon.
  const text = said.text.startsWith(lead) ? said.text.slice(lead.length).replace(/^\s*:\s*/, '') : said.text
  return {
    ...said,
    text: text.charAt(0).toLocaleUpperCase(said.language === 'ht' ? 'fr' : said.language) + text.slice(1),
  }
}

export type Answer = string | number | readonly string[]

/** An answer in words: its option, the number, the name of the country. */
export function useSaid(words: Words | undefined): (item: Item, field: Field, value: Answer) => string {
  const names = useNames()
  return (item, field, value) => {
    const word = (code: string | number) => words?.(optionKeys(item.id, code)).text ?? String(code)
    if (value === 'no_sabe' || value === 'prefiere_no_decir') return words?.(`answers.${value}`).text ?? value
    if (Array.isArray(value)) return value.map((v) => (field.kind === 'choices' ? word(v) : v)).join(', ')
    if (field.kind === 'choice' || worded(field)) return word(value as string)
    if (field.kind === 'code')
      return field.system === 'ISO-639-3' ? names.language(String(value)) : names.country(String(value))
    return String(value)
  }
}
