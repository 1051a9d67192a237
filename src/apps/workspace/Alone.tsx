import type { ReactNode } from 'react'
import { nameOf, staffLanguages } from '../../shared/messages.ts'
import { useT } from '../../ui/language.tsx'
import { RadioGroup } from '../../ui/RadioGroup.tsx'
import { setLanguage, useLanguage } from './preferences.ts'

/** Around a page for who is not signed in: no places, no account, only the language. */
export function Alone({ children }: { children: ReactNode }) {
  const t = useT()
  const lang = useLanguage()
  return (
    <div className="alone-page">
      <header className="alone-top">
        <strong className="brand">Intégrate</strong>
        <RadioGroup
          label={t('workspace.language')}
          inline
          value={lang}
          onChange={setLanguage}
          // A language is named in itself: nothing to translate.
          choices={staffLanguages.map((value) => ({ value, label: nameOf(value) }))}
        />
      </header>
      <main>{children}</main>
    </div>
  )
}
