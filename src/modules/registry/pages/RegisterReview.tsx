import { Pencil, Save, Star, UserPlus } from 'lucide-react'
import { formatDay } from '../../../shared/day.ts'
import { nameOf } from '../../../shared/messages.ts'
import { Button } from '../../../ui/Button.tsx'
import { LeaveGuard } from '../../../ui/LeaveGuard.tsx'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { type Fact, Facts, Section } from '../../../ui/Sheet.tsx'
import type { NewMember } from '../contract.ts'
import { displayName } from '../rules/names.ts'
import { useCode, useNames, useStaffLanguage } from './parts/codes.tsx'
import type { Shown } from './RegisterNotice.tsx'

type Props = {
  shown: Shown
  members: readonly NewMember[]
  problem: unknown
  busy: boolean
  onEdit: (index: number) => void
  onHead: (index: number) => void
  onNotice: () => void
  onAnother: () => void
  onSave: () => void
}

export const nameOfMember = ({ core }: NewMember): string =>
  displayName({
    given: core.givenNames,
    surname: core.surname1,
    secondSurname: core.surname2,
    chosen: core.chosenName,
  })

/** All that will be saved, to be read back to the family; every line leads to where it is corrected. */
export function RegisterReview(props: Props) {
  const { shown, members, problem, busy } = props
  const t = useT()
  const say = useCode()
  return (
    <>
      <LeaveGuard dirty />
      <PageHeader
        title={t('registry.register.review.title', { count: members.length })}
        lead={t('registry.register.review.lead')}
      />
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {members.map((member, index) => (
        <Section
          key={member.personId}
          title={nameOfMember(member)}
          actions={
            <>
              {member.role !== 'head' && (
                <Button kind="quiet" icon={Star} onPress={() => props.onHead(index)}>
                  {t('registry.register.review.makeHead')}
                  <span className="hidden"> {nameOfMember(member)}</span>
                </Button>
              )}
              <Button icon={Pencil} onPress={() => props.onEdit(index)}>
                {t('registry.register.review.edit')}
                <span className="hidden"> {nameOfMember(member)}</span>
              </Button>
            </>
          }
        >
          <MemberFacts member={member} />
        </Section>
      ))}
      <Section
        title={t('registry.register.review.notice')}
        actions={
          <Button icon={Pencil} onPress={props.onNotice}>
            {t('registry.register.review.edit')}
            <span className="hidden"> {t('registry.register.review.notice')}</span>
          </Button>
        }
      >
        <Facts
          facts={[
            { name: t('registry.register.notice.language'), value: nameOf(shown.language) },
            ...(shown.how ? [{ name: t('registry.register.notice.how'), value: say('way', shown.how) }] : []),
            ...(shown.interpreter.trim()
              ? [{ name: t('registry.field.interpreter'), value: shown.interpreter }]
              : []),
            { name: t('registry.register.notice.channel'), value: say('channel', shown.channel) },
          ]}
        />
      </Section>
      <div className="actions">
        <Button kind="primary" icon={Save} busy={busy} onPress={props.onSave}>
          {t('registry.register.review.save')}
        </Button>
        <Button icon={UserPlus} onPress={props.onAnother}>
          {t('registry.register.member.another')}
        </Button>
      </div>
    </>
  )
}

/** What was said of someone; what was not is not listed as missing. */
function MemberFacts({ member }: { member: NewMember }) {
  const t = useT()
  const say = useCode()
  const names = useNames()
  const lang = useStaffLanguage()
  const { core, contact, needs, documents, work, situation, health, identity } = member
  const facts: (Fact | false | '' | undefined)[] = [
    { name: t('registry.register.review.inFamily'), value: say('role', member.role) },
    { name: t('registry.field.birth'), value: formatDay(core.birth, lang) },
    { name: t('registry.field.sex'), value: say('sex', core.sex) },
    core.nationalities.length > 0 && {
      name: t('registry.field.nationality'),
      value: core.nationalities.map(names.country).join(', '),
    },
    core.countryOfBirth && {
      name: t('registry.field.countryOfBirth'),
      value: names.country(core.countryOfBirth),
    },
    core.civilStatus && { name: t('registry.field.civilStatus'), value: say('civil', core.civilStatus) },
    core.languages.length > 0 && {
      name: t('registry.field.languages'),
      value: core.languages
        .map((l) => `${names.language(l.code)} (${say('level', l.level).toLowerCase()})`)
        .join(', '),
    },
    contact?.phone && {
      name: t('registry.field.phone'),
      value: contact.phoneShared ? `${contact.phone} · ${t('registry.field.shared')}` : contact.phone,
    },
    contact?.safeToCall && {
      name: t('registry.field.safeToCall'),
      value: say('call', contact.safeToCall),
    },
    contact?.email && { name: t('registry.field.email'), value: contact.email },
    contact?.whereToFind && { name: t('registry.field.whereToFind'), value: contact.whereToFind },
    needs && {
      name: t('registry.field.needs'),
      value: needs.map((need) => say('need', need)).join(', '),
    },
    documents && {
      name: t('registry.field.documents'),
      value: documents.map((d) => [say('document', d.type), d.number].filter(Boolean).join(' ')).join(', '),
    },
    situation && {
      name: t('registry.field.populationGroup'),
      value: say('group', situation.populationGroup),
    },
    work && {
      name: t('registry.field.fold.work'),
      value: [work.schooling && say('schooling', work.schooling), work.occupation].filter(Boolean).join(', '),
    },
    // Sensitive answers are not read back where the whole family listens: only that they are there, and why.
    health && {
      name: t('registry.field.fold.health'),
      value: t('registry.register.review.sensitive', { ground: say('ground', health.ground.ground) }),
    },
    identity && {
      name: t('registry.field.fold.identity'),
      value: t('registry.register.review.sensitive', { ground: say('ground', identity.ground.ground) }),
    },
  ]
  return <Facts facts={facts.filter((fact): fact is Fact => Boolean(fact))} />
}
