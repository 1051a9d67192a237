import { Phone, Plus } from 'lucide-react'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Section, Sentences } from '../../../ui/Sheet.tsx'
import { type Me, SessionProvider } from '../../../ui/session.tsx'
import { Frame } from '../Frame.tsx'
import { everyPlace } from '../places.ts'
import { TableExample } from './TableExample.tsx'

const viewer: Me = {
  account: { id: '1', name: 'Ana Ejemplo Dorsainvil' },
  tenant: { id: '1', name: 'Mexicali', kind: 'municipality' },
  organization: { id: '1', name: 'Dirección de Atención a Personas en Movilidad' },
  role: 'case_worker',
  verbs: [],
  language: 'es',
  demo: true,
}

/** The frame around a page, with every place open and nobody signed in. */
export function FrameExample() {
  const t = useT()
  return (
    <SessionProvider me={viewer}>
      <Frame me={viewer} places={everyPlace}>
        <PageHeader
          title={t('workspace.today.title')}
          lead={t('workspace.today.lead', { name: viewer.account.name, day: '20 nov 2026' })}
          actions={
            <Button kind="primary" icon={Plus}>
              {t('workspace.gallery.add')}
            </Button>
          }
        />
        <Section title={t('workspace.gallery.due')}>
          <Sentences
            label={t('workspace.gallery.due')}
            sentences={[
              {
                id: '1',
                text: t('workspace.gallery.sentence'),
                mark: <Badge tone="warn">{t('workspace.gallery.due')}</Badge>,
                actions: <Button icon={Phone}>{t('workspace.gallery.call')}</Button>,
              },
              { id: '2', text: t('workspace.gallery.sentenceTwo') },
            ]}
          />
        </Section>
        <Section title={t('workspace.gallery.rivers')}>
          <TableExample />
        </Section>
      </Frame>
    </SessionProvider>
  )
}
