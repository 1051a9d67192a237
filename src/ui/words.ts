import { useIntl } from 'react-intl'
import { useT } from './language.tsx'

/** Words of codes that other modules may add to; what has none yet is shown as its code. */
export function useWord(prefix: string): (code: string) => string {
  const t = useT()
  const { messages } = useIntl()
  return (code) => (`${prefix}.${code}` in messages ? t(`${prefix}.${code}`) : code)
}

/** Every code of a group that has a word, as choices in the order of the words. */
export function useWorded(prefix: string): { value: string; label: string }[] {
  const t = useT()
  const { messages } = useIntl()
  return Object.keys(messages)
    .filter((key) => key.startsWith(`${prefix}.`))
    .map((key) => ({ value: key.slice(prefix.length + 1), label: t(key) }))
    .sort((a, b) => a.label.localeCompare(b.label))
}
