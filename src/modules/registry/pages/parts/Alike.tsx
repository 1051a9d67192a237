import { Equal } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import type { AnswerOf } from '../../../../shared/contract.ts'
import { formatDay } from '../../../../shared/day.ts'
import { useT } from '../../../../ui/language.tsx'
import { Facts } from '../../../../ui/Sheet.tsx'
import type { likelyDuplicates } from '../../contract.ts'
import { useCode, useNames, useStaffLanguage } from './codes.tsx'

export type AlikePerson = AnswerOf<typeof likelyDuplicates>['candidates'][number]
type Brief = Pick<AlikePerson, 'name' | 'sex' | 'birth' | 'nationalities'>

type Props = {
  own: Brief
  candidates: readonly AlikePerson[]
  actions: (candidate: AlikePerson) => ReactNode
}

/** Who was written beside who is there already, and why they are thought alike. */
export function Alike({ own, candidates, actions }: Props) {
  const t = useT()
  return (
    <div className="alike">
      <Side title={t('registry.register.alike.own')} person={own} />
      {candidates.map((candidate) => (
        <Side
          key={candidate.personId}
          title={t('registry.register.alike.there')}
          person={candidate}
          reasons={candidate.reasons}
          actions={actions(candidate)}
        />
      ))}
    </div>
  )
}

type SideProps = {
  title: string
  person: Brief
  reasons?: AlikePerson['reasons']
  actions?: ReactNode
}

function Side({ title, person, reasons, actions }: SideProps) {
  const t = useT()
  const say = useCode()
  const names = useNames()
  const lang = useStaffLanguage()
  const id = useId()
  return (
    <section className="alike-side" aria-labelledby={id}>
      <h2 id={id}>
        <span className="muted small">{title}</span>
        <span dir="auto">{person.name}</span>
      </h2>
      <Facts
        facts={[
          { name: t('registry.field.birth'), value: formatDay(person.birth, lang) },
          { name: t('registry.field.sex'), value: say('sex', person.sex) },
          {
            name: t('registry.field.nationality'),
            value: person.nationalities.map(names.country).join(', ') || t('registry.field.notKnown'),
          },
        ]}
      />
      {reasons && reasons.length > 0 && (
        <>
          <h3 className="small">{t('registry.register.alike.why')}</h3>
          <ul className="reasons">
            {reasons.map(({ field, agreement }) => (
              <li key={field}>
                <Equal aria-hidden className="icon" />
                {t('registry.register.reason', {
                  field: t(`registry.register.reason.${field}`),
                  agreement: t(`registry.register.agreement.${agreement}`),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      {actions && <div className="actions">{actions}</div>}
    </section>
  )
}
