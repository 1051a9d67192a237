import { useState } from 'react'
import { nameOf, staffLanguages } from '../../../shared/messages.ts'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { Section } from '../../../ui/Sheet.tsx'
import { type Me, SessionProvider } from '../../../ui/session.tsx'
import { setLanguage, setTheme, type Theme, useLanguage, useTheme } from '../preferences.ts'
import { ButtonsExample } from './ButtonsExample.tsx'
import { FieldsExample } from './FieldsExample.tsx'
import { NoticesExample } from './NoticesExample.tsx'
import { OverlaysExample } from './OverlaysExample.tsx'
import { StepsExample } from './StepsExample.tsx'
import { TableExample } from './TableExample.tsx'

const themes: readonly Theme[] = ['system', 'light', 'dark']

/** Someone with few verbs, so that refusals show. */
const viewer: Me = {
  account: { id: '1', name: 'Ana Ejemplo' },
  tenant: { id: '1', name: 'Mexicali', kind: 'municipality' },
  organization: { id: '1', name: 'Oficina municipal' },
  role: 'intake_worker',
  verbs: ['example.read'],
  language: 'es',
  demo: true,
}

/** Every component in every state: the kit's own documentation, and what the accessibility tests read. */
export function Gallery() {
  const t = useT()
  const lang = useLanguage()
  const theme = useTheme()
  const [parts] = useState([
    ['buttons', ButtonsExample],
    ['fields', FieldsExample],
    ['table', TableExample],
    ['notices', NoticesExample],
    ['overlays', OverlaysExample],
    ['steps', StepsExample],
  ] as const)
  return (
    <SessionProvider me={viewer}>
      <main className="gallery">
        <PageHeader title={t('workspace.gallery.title')} lead={t('workspace.gallery.lead')} />
        <div className="stack">
          <RadioGroup
            label={t('workspace.language')}
            value={lang}
            onChange={setLanguage}
            choices={staffLanguages.map((value) => ({ value, label: nameOf(value) }))}
            inline
          />
          <RadioGroup
            label={t('workspace.theme')}
            value={theme}
            onChange={setTheme}
            choices={themes.map((value) => ({ value, label: t(`workspace.theme.${value}`) }))}
            inline
          />
          <Link href="/ui/frame">{t('workspace.gallery.frame')}</Link>
        </div>
        {parts.map(([name, Part]) => (
          <Section key={name} title={t(`workspace.gallery.${name}`)}>
            <Part />
          </Section>
        ))}
      </main>
    </SessionProvider>
  )
}
