import { Users } from 'lucide-react'
import { Link } from '../../../../ui/Link.tsx'
import { useT } from '../../../../ui/language.tsx'
import { Section } from '../../../../ui/Sheet.tsx'
import { useCan } from '../../../../ui/session.tsx'
import type { HouseholdMember, PersonFile } from '../../contract.ts'
import { useCode } from '../parts/codes.tsx'
import { useBirth } from './words.ts'

/** The family as my grants open it, and who each one is in it. */
export function Family({ file }: { file: PersonFile }) {
  const t = useT()
  const may = useCan('household.edit')
  const members = file.household?.members ?? []
  return (
    <Section
      title={t('registry.person.sheet.household')}
      actions={
        may && (
          <Link look="quiet" icon={Users} href={`/people/${file.personId}/household`}>
            {t('registry.household.change')}
          </Link>
        )
      }
    >
      {members.length > 1 ? (
        <Members members={members} self={file.personId} />
      ) : (
        <p className="muted">{t('registry.household.alone')}</p>
      )}
    </Section>
  )
}

export function Members({ members, self }: { members: readonly HouseholdMember[]; self?: string }) {
  const t = useT()
  const say = useCode()
  const birth = useBirth()
  return (
    <ul className="plain-list members">
      {members.map((member) => (
        <li key={member.personId}>
          <span dir="auto">
            {member.personId === self ? (
              <strong>{member.name}</strong>
            ) : (
              <Link href={`/people/${member.personId}`}>{member.name}</Link>
            )}
          </span>
          <span className="muted">
            {[
              say('role', member.role),
              birth(member.birth),
              member.personId === self ? t('registry.household.thisPerson') : '',
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  )
}
