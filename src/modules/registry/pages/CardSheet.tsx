import { useState } from 'react'
import { nameOf, type PersonLanguage, personLanguages } from '../../../shared/messages.ts'
import { useT } from '../../../ui/language.tsx'
import { PrintButton } from '../../../ui/Print.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useSession } from '../../../ui/session.tsx'
import { PersonCard } from './parts/PersonCard.tsx'
import './registry.css'

type Props = {
  people: readonly { personId: string; name: string; code: string }[]
  initial: PersonLanguage
}

/** Cards to print and cut, in the language of who will carry them. */
export function CardSheet({ people, initial }: Props) {
  const t = useT()
  const me = useSession()
  const [lang, setLang] = useState(initial)
  return (
    <>
      <div className="screen-only card-bar">
        <Select
          label={t('registry.card.language')}
          value={lang}
          onChange={(chosen) => chosen && setLang(chosen)}
          choices={personLanguages.map((value) => ({ value, label: nameOf(value) }))}
        />
        <PrintButton>{t('registry.card.print', { count: people.length })}</PrintButton>
      </div>
      <div className="cards">
        {people.map((person) => (
          <PersonCard
            key={person.personId}
            name={person.name}
            code={person.code}
            from={me.organization.name}
            lang={lang}
          />
        ))}
      </div>
    </>
  )
}
