import { Equal, EqualApproximately, EqualNot } from 'lucide-react'
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
          found={candidate}
          actions={actions(candidate)}
        />
      ))}
    </div>
  )
}

const signs: Partial<Record<string, typeof Equal>> = { equal: Equal, different: EqualNot }

/** The same, nearly, or not: beside the word that says it. */
export function AgreementSign({ agreement }: { agreement: string }) {
  const Sign = signs[agreement] ?? EqualApproximately
  return <Sign aria-hidden className="icon" />
}

type SideProps = {
  title: string
  person: Brief
  found?: Pick<AlikePerson, 'band' | 'reasons'>
  actions?: ReactNode
}

function Side({ title, person, found, actions }: SideProps) {
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
      {found && (
        <>
          <p>
            <strong>{t(`registry.register.band.${found.band}`)}</strong>
          </p>
          <h3 className="small">{t('registry.register.alike.why')}</h3>
          <ul className="reasons">
            {found.reasons.map(({ field, agreement }) => (
              <li key={field}>
                <AgreementSign agreement={agreement} />
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
