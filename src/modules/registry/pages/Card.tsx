import type { AnswerOf } from '../../../shared/contract.ts'
import type { PersonLanguage } from '../../../shared/messages.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { useAsk } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { definePage } from '../../../ui/page.ts'
import type { readPerson } from '../contract.ts'
import { CardSheet } from './CardSheet.tsx'

// Whose language we print, by the first one spoken.
const printed: Readonly<Record<string, PersonLanguage>> = {
  spa: 'es',
  hat: 'ht',
  eng: 'en',
  fra: 'fr',
  por: 'pt',
}

/** A lost card is printed again, with the same code. */
function Card({ params }: { params: { personId: string } }) {
  const t = useT()
  const person = useAsk<AnswerOf<typeof readPerson>>('/api/people/:personId', { params })
  return (
    <Answered query={person}>
      {(file) => (
        <>
          <PageHeader
            title={t('registry.card.title')}
            lead={t('registry.card.lead')}
            back={{ href: `/people/${file.personId}`, label: file.name }}
          />
          {file.code ? (
            <CardSheet
              people={[{ personId: file.personId, name: file.name, code: file.code }]}
              initial={file.core.languages.map((l) => printed[l.code]).find(Boolean) ?? 'es'}
            />
          ) : (
            <EmptyState title={t('registry.card.none')}>
              <p>{t('registry.card.noneHelp')}</p>
            </EmptyState>
          )}
        </>
      )}
    </Answered>
  )
}

export const page = definePage({
  path: '/people/$personId/card',
  title: 'registry.card.title',
  verb: 'person.read',
  Component: Card,
})
