import { Monitor } from 'lucide-react'
import { useState } from 'react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { nameOf, staffLanguages } from '../../../shared/messages.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { call } from '../../../ui/api.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Confirm } from '../../../ui/Confirm.tsx'
import { useAsk, useDo } from '../../../ui/data.ts'
import { useFormat } from '../../../ui/format.ts'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { definePage } from '../../../ui/page.ts'
import { useLanguageChoice } from '../../../ui/preference.tsx'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { Facts, Section } from '../../../ui/Sheet.tsx'
import { useSession } from '../../../ui/session.tsx'
import { toast } from '../../../ui/Toast.tsx'
import type { myPlaces, mySessions } from '../contract.ts'
import { browserOf } from '../rules/browser.ts'

/** Who I am here, in which language, where I work, and where I am signed in. */
function Me() {
  const t = useT()
  const me = useSession()
  const [language, setLanguage] = useLanguageChoice()
  const roles = me.roles ?? [me.role]
  return (
    <>
      <PageHeader title={t('access.me.title')} lead={t('access.me.lead')} />
      <Section title={t('access.me.who')}>
        <Facts
          facts={[
            { name: t('access.me.name'), value: me.account.name },
            { name: t('access.me.tenant'), value: me.tenant.name },
            { name: t('access.me.organization'), value: me.organization.name },
            {
              name: t('access.me.roles'),
              value: roles.map((role) => t(`workspace.role.${role}`)).join(', '),
            },
          ]}
        />
        <RadioGroup
          label={t('access.me.language')}
          help={t('access.me.languageHelp')}
          inline
          value={language}
          onChange={(chosen) => {
            setLanguage(chosen)
            // For letters and for the next device; this one already speaks it.
            void call('PUT', '/api/me', { body: { language: chosen } }).catch(() => undefined)
          }}
          // A language is named in itself: nothing to translate.
          choices={staffLanguages.map((value) => ({ value, label: nameOf(value) }))}
        />
      </Section>
      <Places />
      <Sessions />
    </>
  )
}

/** Only for those who work in several places. */
function Places() {
  const t = useT()
  const me = useSession()
  const places = useAsk<AnswerOf<typeof myPlaces>>('/api/me/places')
  const move = useDo<unknown, { organizationId: string }>('PUT', '/api/me')
  const all = places.data?.places ?? []
  if (all.length < 2) return null
  return (
    <Section title={t('access.me.places')}>
      {move.isError && <ProblemNotice problem={move.error} />}
      <RadioGroup
        label={t('access.me.actHere')}
        help={t('access.me.actHereHelp')}
        value={me.organization.id}
        onChange={(organizationId) => move.mutate({ organizationId })}
        choices={all.map((place) => ({
          value: place.organizationId,
          label: `${place.organizationName} · ${place.tenantName}`,
          help: place.roles.map((role) => t(`workspace.role.${role}`)).join(', '),
        }))}
      />
    </Section>
  )
}

type Session = AnswerOf<typeof mySessions>['sessions'][number]

function Sessions() {
  const t = useT()
  const sessions = useAsk<AnswerOf<typeof mySessions>>('/api/me/sessions')
  return (
    <Section title={t('access.me.sessions')}>
      <p>{t('access.me.sessionsHelp')}</p>
      <Answered query={sessions}>
        {({ sessions: all }) => (
          <ul className="sentences" aria-label={t('access.me.sessions')}>
            {all.map((session) => (
              <One key={session.id} session={session} />
            ))}
          </ul>
        )}
      </Answered>
    </Section>
  )
}

function One({ session }: { session: Session }) {
  const t = useT()
  const format = useFormat()
  const [asked, setAsked] = useState(false)
  const end = useDo('DELETE', '/api/me/sessions/:sessionId', {
    params: { sessionId: session.id },
    after: ['/api/me/sessions'],
  })
  const known = browserOf(session.browser)
  const name = known
    ? known.system
      ? t('access.me.browserOn', { browser: known.browser, system: known.system })
      : known.browser
    : t('access.me.browserUnknown')
  return (
    <li>
      <span>
        <span className="sentence">
          <strong>
            <Monitor aria-hidden className="icon inline-icon" /> {name}
          </strong>
          {session.current && <Badge tone="ok">{t('access.me.thisOne')}</Badge>}
        </span>
        <span className="muted">
          {[
            t('access.me.started', { when: format.moment(session.startedAt) }),
            session.seenAt && t('access.me.seen', { when: format.moment(session.seenAt) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      {!session.current && (
        <span className="actions">
          <Button onPress={() => setAsked(true)}>
            {t('access.me.end')}
            <span className="hidden">
              {' '}
              {name}, {format.moment(session.startedAt)}
            </span>
          </Button>
        </span>
      )}
      <Confirm
        open={asked}
        onClose={() => setAsked(false)}
        title={t('access.me.endTitle', { name })}
        action={t('access.me.end')}
        onConfirm={async () => {
          await end.mutateAsync()
          toast(t('access.me.ended'))
        }}
      >
        <p>{t('access.me.endHelp')}</p>
      </Confirm>
    </li>
  )
}

export const page = definePage({ path: '/me', title: 'access.me.title', verb: 'me.read', Component: Me })
