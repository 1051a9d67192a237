import { FileHeart, IdCard, ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { Answered } from '../../../ui/Answered.tsx'
import { Badge } from '../../../ui/Badge.tsx'
import { useFormat } from '../../../ui/format.ts'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { PrintButton, PrintHeader, PrintOnly, ScreenOnly } from '../../../ui/Print.tsx'
import { definePage } from '../../../ui/page.ts'
import { PersonPanels } from '../../../ui/panels.tsx'
import { Facts, Section } from '../../../ui/Sheet.tsx'
import { useCan, useSession } from '../../../ui/session.tsx'
import type { PersonFile } from '../contract.ts'
import { formatCode } from '../rules/code.ts'
import { useCode, useNames } from './parts/codes.tsx'
import { EmergencyLink } from './parts/EmergencyLink.tsx'
import { Documents } from './person/Documents.tsx'
import { Family } from './person/Family.tsx'
import { useFile } from './person/file.ts'
import { History } from './person/History.tsx'
import {
  ContactSheet,
  CoreSheet,
  HealthSheet,
  IdentitySheet,
  NeedsSheet,
  SituationSheet,
  WorkSheet,
} from './person/sheets.tsx'
import { useBirth } from './person/words.ts'
import './registry.css'
import './person/person.css'

/** A file reads like a sheet of paper. What no grant opens, or the role may not see, is absent. */
function Person({ params: { personId } }: { params: { personId: string } }) {
  const query = useFile(personId)
  return (
    <>
      <Answered query={query}>{(file) => <Paper file={file} />}</Answered>
      {query.error?.code === 'not_found' && (
        <p>
          <EmergencyLink />
        </p>
      )}
    </>
  )
}

function Paper({ file }: { file: PersonFile }) {
  const t = useT()
  const me = useSession()
  const { personId } = file
  const open = (sheet: PersonFile['opens'][number]) => file.opens.includes(sheet)
  return (
    <article className="person">
      <PrintHeader title={t('registry.person.title')} from={me.organization.name} />
      <PageHeader
        title={<span dir="auto">{file.name}</span>}
        back={{ href: '/people', label: t('registry.person.back') }}
        marks={file.code && <span className="code">{formatCode(file.code)}</span>}
        actions={<Doors personId={personId} />}
      />
      {file.mergedFrom.length > 0 && (
        <ScreenOnly>
          <Notice title={t('registry.person.merged', { count: file.mergedFrom.length })}>
            <p>{t('registry.person.mergedHelp')}</p>
          </Notice>
        </ScreenOnly>
      )}
      <KnowNow file={file} />
      <PersonPanels place="sheet" personId={personId} />
      <CoreSheet file={file} />
      {open('contact') && <ContactSheet file={file} />}
      {open('household') && <Family file={file} />}
      {open('needs') && <NeedsSheet file={file} />}
      {open('documents') && <Documents file={file} />}
      {open('documents') && <SituationSheet file={file} />}
      {open('work') && <WorkSheet file={file} />}
      {/* Never on paper that others may read. */}
      <ScreenOnly>
        {open('health') && <HealthSheet file={file} />}
        {open('identity') && <IdentitySheet file={file} />}
      </ScreenOnly>
      <Registrations file={file} />
      <History personId={personId} />
      <PrintOnly>
        <p>{t('registry.person.printed')}</p>
      </PrintOnly>
    </article>
  )
}

/** One click away, always: who can see this file, and who looked. */
function Doors({ personId }: { personId: string }) {
  const t = useT()
  const code = useCan('person.code')
  const grants = useCan('grant.list')
  return (
    <>
      {grants && (
        <Link look="button" icon={ShieldCheck} href={`/people/${personId}/access`}>
          {t('registry.person.whoSees')}
        </Link>
      )}
      <Link look="button" icon={FileHeart} href={`/people/${personId}/consents`}>
        {t('registry.consent.title')}
      </Link>
      {code && (
        <Link look="button" icon={IdCard} href={`/people/${personId}/card`}>
          {t('registry.person.card')}
        </Link>
      )}
      <PrintButton>{t('registry.person.print')}</PrintButton>
    </>
  )
}

function KnowNow({ file }: { file: PersonFile }) {
  const t = useT()
  const say = useCode()
  const names = useNames()
  const birth = useBirth()
  const { core, contact, needs, household } = file
  const facts: { name: string; value: ReactNode }[] = [
    {
      name: t('registry.field.languages'),
      value:
        core.languages.length > 0
          ? core.languages.map((l) => `${names.language(l.code)} (${say('level', l.level)})`).join(', ')
          : t('registry.person.languageNotKnown'),
    },
    { name: t('registry.field.birth'), value: birth(core.birth) },
    ...(contact?.body.phone && contact.body.safeToCall
      ? [{ name: t('registry.field.safeToCall'), value: say('call', contact.body.safeToCall) }]
      : []),
    ...(needs
      ? [
          {
            name: t('registry.person.sheet.needs'),
            value: (
              <span className="badges">
                {needs.map((need) => (
                  <Badge key={need}>{say('need', need)}</Badge>
                ))}
              </span>
            ),
          },
        ]
      : []),
    ...(household
      ? [
          {
            name: t('registry.person.sheet.household'),
            value:
              household.members.length > 1
                ? t('registry.household.size', { count: household.members.length })
                : t('registry.household.alone'),
          },
        ]
      : []),
  ]
  return (
    <Section title={t('registry.person.now')}>
      <PersonPanels place="now" personId={file.personId} />
      <Facts facts={facts} />
    </Section>
  )
}

function Registrations({ file }: { file: PersonFile }) {
  const t = useT()
  const say = useCode()
  const format = useFormat()
  return (
    <Section title={t('registry.person.registrations')}>
      <ul className="plain-list">
        {file.registrations.map((one) => (
          <li key={one.id}>
            {t('registry.person.registeredAt', {
              day: format.day(one.registeredOn),
              organization: one.organizationName,
            })}{' '}
            <span className="muted">{say('channel', one.channel)}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

export const page = definePage({
  path: '/people/$personId',
  title: 'registry.person.title',
  verb: 'person.read',
  Component: Person,
})
