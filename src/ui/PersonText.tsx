import { MessageCircleWarning } from 'lucide-react'
import type { ReactNode } from 'react'
import type { PersonLanguage, Values } from '../shared/messages.ts'
import { usePersonText, useT } from './language.tsx'

/** Says that no native speaker has read a text as it stands: not valid for consent without an interpreter. */
export function Unreviewed() {
  const t = useT()
  return (
    <span className="unreviewed">
      <MessageCircleWarning aria-hidden className="icon" />
      {t('ui.unreviewed')}
    </span>
  )
}

type Props = {
  lang: PersonLanguage
  id: string
  values?: Values
  /** The mark is for the worker, not for the person: hide it on what is printed for them. */
  mark?: boolean
  children?: (text: string) => ReactNode
}

/** A text in the person's language, marked with it for screen readers, and with its review. */
export function PersonText({ lang, id, values, mark = true, children }: Props) {
  const say = usePersonText(lang)
  if (!say) return null
  const { text, reviewed } = say(id, values)
  return (
    <>
      <span lang={lang}>{children ? children(text) : text}</span>
      {mark && !reviewed && (
        <>
          {' '}
          <Unreviewed />
        </>
      )}
    </>
  )
}
