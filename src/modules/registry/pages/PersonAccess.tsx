import { Share2 } from 'lucide-react'
import { useState } from 'react'
import type { AnswerOf } from '../../../shared/contract.ts'
import type { Sheet } from '../../../shared/sheets.ts'
import { Answered } from '../../../ui/Answered.tsx'

import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Combobox } from '../../../ui/Combobox.tsx'
import { Confirm } from '../../../ui/Confirm.tsx'
import { useAsk, useDo } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Form } from '../../../ui/Form.tsx'
import { useFormat } from '../../../ui/format.ts'
import { InPlace } from '../../../ui/InPlace.tsx'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Paging } from '../../../ui/Paging.tsx'
import { definePage } from '../../../ui/page.ts'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { Section } from '../../../ui/Sheet.tsx'
import { useCan, useSession } from '../../../ui/session.tsx'
import { Timeline } from '../../../ui/Timeline.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { useForm } from '../../../ui/useForm.ts'
import { useWord } from '../../../ui/words.ts'
import type { Grant, giveGrant, Look, listColleagues, listGrants, listLooks } from '../../access/contract.ts'
import type { PersonFile } from '../contract.ts'
import { partOf } from './parts/part.ts'
import { useFile } from './person/file.ts'
import { daysOf, emptyShare, ShareFields, type TypedShare, useShareFaults } from './person/ShareFields.tsx'
import './registry.css'
import './person/person.css'

const url = '/api/people/:personId/grants'
type Grants = AnswerOf<typeof listGrants>

/** Who can see this file, why and until when; who looked; and the doors to share or to close. */
function PersonAccess({ params: { personId } }: { params: { personId: string } }) {
  const t = useT()
  const file = useFile(personId)
  const grants = useAsk<Grants>(url, { params: { personId } })
  const may = useCan('grant.give')
  const [sharing, setSharing] = useState(false)
  return (
    <Answered query={file}>
      {(person) => (
        <>
          <PageHeader
            title={t('registry.person.whoSees')}
            lead={t('registry.person.whoSeesLead')}
            back={{ href: `/people/${personId}`, label: person.name }}
            actions={
              may &&
              !sharing && (
                <Button kind="primary" icon={Share2} onPress={() => setSharing(true)}>
                  {t('registry.person.share.title')}
                </Button>
              )
            }
          />
          {sharing && (
            <InPlace>
              <Share file={person} onDone={() => setSharing(false)} />
            </InPlace>
          )}
          <Answered query={grants}>{(told) => <Standing told={told} />}</Answered>
          <Looks personId={person.personId} />
        </>
      )}
    </Answered>
  )
}

function Standing({ told: { personId, grants } }: { told: Grants }) {
  const t = useT()
  const [former, setFormer] = useState(false)
  const live = grants.filter((grant) => grant.live)
  const over = grants.filter((grant) => !grant.live)
  return (
    <>
      <Section title={t('registry.person.grants.live', { count: live.length })}>
        <ul className="sentences" aria-label={t('registry.person.whoSees')}>
          {live.map((grant) => (
            <One key={grant.id} grant={grant} personId={personId} />
          ))}
        </ul>
      </Section>
      {over.length > 0 && (
        <Section
          title={t('registry.person.grants.over')}
          actions={
            <Button kind="quiet" aria-expanded={former} onPress={() => setFormer(!former)}>
              {t(former ? 'registry.person.grants.hide' : 'registry.person.grants.show', {
                count: over.length,
              })}
            </Button>
          }
        >
          {former && (
            <ul className="sentences" aria-label={t('registry.person.grants.over')}>
              {over.map((grant) => (
                <One key={grant.id} grant={grant} personId={personId} />
              ))}
            </ul>
          )}
        </Section>
      )}
    </>
  )
}

const reasons = ['no_longer_needed', 'asked_by_person', 'mistake'] as const

function One({ grant, personId }: { grant: Grant; personId: string }) {
  const t = useT()
  const format = useFormat()
  const word = {
    purpose: useWord('access.purpose'),
    source: useWord('access.source'),
    ended: useWord('access.ended'),
  }
  const may = useCan('grant.end')
  const [asked, setAsked] = useState(false)
  const [reason, setReason] = useState<(typeof reasons)[number]>('no_longer_needed')
  const end = useDo<unknown, { reason: string }>('POST', `${url}/:grantId/end`, {
    params: { personId, grantId: grant.id },
    after: ['/api/people'],
  })
  const who = grant.accountName
    ? t('registry.person.grants.account', { name: grant.accountName, organization: grant.organizationName })
    : grant.organizationName
  return (
    <li>
      <span>
        <span className="sentence">
          <strong>{who}</strong>
          {grant.mine && <Badge>{t('registry.person.grants.mine')}</Badge>}
          {grant.source === 'break_glass' && (
            <Badge tone="warn">{t('registry.person.grants.emergency')}</Badge>
          )}
        </span>
        <span className="muted">
          {[
            word.purpose(grant.purpose),
            t(`registry.code.ground.${grant.ground}`),
            word.source(grant.source),
            grant.endedAt
              ? t('registry.person.grants.endedOn', {
                  when: format.moment(grant.endedAt),
                  reason: grant.endedReason ? word.ended(grant.endedReason) : '—',
                })
              : t(grant.live ? 'registry.person.grants.until' : 'registry.person.grants.notLive', {
                  when: format.day(grant.until),
                }),
          ].join(' · ')}
        </span>
        <br />
        <span className="small">{grant.sheets.map((sheet) => t(`access.sheet.${sheet}`)).join(', ')}</span>
      </span>
      {may && grant.live && (
        <span className="actions">
          <Button onPress={() => setAsked(true)}>
            {t('registry.person.grants.end')}
            <span className="hidden"> {who}</span>
          </Button>
        </span>
      )}
      <Confirm
        open={asked}
        onClose={() => setAsked(false)}
        title={t('registry.person.grants.endTitle', { who })}
        action={t('registry.person.grants.end')}
        danger
        onConfirm={async () => {
          await end.mutateAsync({ reason })
          toast(t('registry.person.grants.ended', { who }))
        }}
      >
        <p>{t(grant.mine ? 'registry.person.grants.endMine' : 'registry.person.grants.endHelp', { who })}</p>
        <RadioGroup
          label={t('registry.person.grants.why')}
          value={reason}
          onChange={setReason}
          choices={reasons.map((value) => ({ value, label: t(`access.ended.${value}`) }))}
        />
      </Confirm>
    </li>
  )
}

const purposes = ['accompaniment', 'protection', 'shelter'] as const
const grounds = ['legal_duty', 'health_care', 'rights_defence', 'best_interest'] as const

type TypedGrant = {
  to: 'organization' | 'account'
  accountId: string
  share: TypedShare
  purpose: (typeof purposes)[number] | ''
  ground: (typeof grounds)[number] | ''
}

/** By a ground of the law; sharing by the person's own will is a consent, and is given there. */
function Share({ file, onDone }: { file: PersonFile; onDone: () => void }) {
  const t = useT()
  const shareFaults = useShareFaults()
  const colleagues = useAsk<AnswerOf<typeof listColleagues>>('/api/colleagues')
  const give = useDo<AnswerOf<typeof giveGrant>, unknown>('POST', url, {
    params: { personId: file.personId },
    after: ['/api/people'],
  })
  const me = useSession().organization.id
  const form = useForm<TypedGrant>({
    initial: { to: 'organization', accountId: '', share: emptyShare, purpose: '', ground: '' },
    check: (typed) => [
      ...(typed.to === 'account' && typed.accountId === ''
        ? [{ path: 'accountId', message: t('registry.person.share.wrongAccount') }]
        : []),
      ...shareFaults(typed.share, 'share', typed.to === 'organization'),
      ...(typed.purpose === ''
        ? [{ path: 'purpose', message: t('registry.person.share.wrongPurpose') }]
        : []),
      ...(typed.ground === '' ? [{ path: 'ground', message: t('registry.field.wrong.ground_missing') }] : []),
    ],
    submit: async (typed) => {
      await give.mutateAsync({
        organizationId: typed.to === 'account' ? me : typed.share.organizationId,
        ...(typed.to === 'account' ? { accountId: typed.accountId } : {}),
        sheets: typed.share.sheets,
        purpose: typed.purpose,
        ground: typed.ground,
        days: daysOf(typed.share),
      })
      toast(t('registry.person.share.done'))
      onDone()
    },
  })
  const account = form.values.to === 'account'
  const whole = { path: '', value: form.values, onChange: form.setAll }
  return (
    <Section title={t('registry.person.share.title')}>
      <p>
        {t('registry.person.share.byConsent')}{' '}
        <Link href={`/people/${file.personId}/consents`}>{t('registry.consent.give')}</Link>
      </p>
      <Form
        form={form}
        label={t('registry.person.share.title')}
        actions={
          <>
            <Button type="submit" kind="primary" busy={form.busy}>
              {t('registry.person.share.action')}
            </Button>
            <Button kind="quiet" onPress={onDone}>
              {t('ui.cancel')}
            </Button>
          </>
        }
      >
        <RadioGroup
          label={t('registry.person.share.to')}
          inline
          choices={(['organization', 'account'] as const).map((value) => ({
            value,
            label: t(`registry.person.share.to.${value}`),
          }))}
          {...form.field('to')}
        />
        {account && (
          <Combobox
            label={t('registry.person.share.account')}
            choices={(colleagues.data?.colleagues ?? []).map((one) => ({
              value: one.accountId,
              label: `${one.name} · ${one.roles.map((role) => t(`workspace.role.${role}`)).join(', ')}`,
            }))}
            {...form.field('accountId')}
          />
        )}
        <ShareFields
          {...partOf(whole, 'share')}
          opens={file.opens as readonly Sheet[]}
          organization={!account}
        />
        <RadioGroup
          label={t('registry.person.share.purpose')}
          choices={purposes.map((value) => ({ value, label: t(`access.purpose.${value}`) }))}
          {...form.field('purpose')}
        />
        <RadioGroup
          label={t('registry.person.share.ground')}
          help={t('registry.person.share.groundHelp')}
          choices={grounds.map((value) => ({ value, label: t(`registry.code.ground.${value}`) }))}
          {...form.field('ground')}
        />
      </Form>
    </Section>
  )
}

/** Opened and listed kept apart: a name that passed in a list is not a file that was read. */
function Looks({ personId }: { personId: string }) {
  const t = useT()
  const format = useFormat()
  const verb = useWord('access.verb')
  const may = useCan('grant.looks')
  const [shown, setShown] = useState<Look['shown']>('opened')
  const [page, setPage] = useState(1)
  const size = 20
  const looks = useAsk<AnswerOf<typeof listLooks>>('/api/people/:personId/looks', {
    params: { personId },
    query: { shown, page, size },
    enabled: may,
  })
  if (!may) return null
  return (
    <Section title={t('registry.person.looks.title')}>
      <RadioGroup
        label={t('registry.person.looks.which')}
        inline
        value={shown}
        onChange={(which) => {
          setShown(which)
          setPage(1)
        }}
        choices={(['opened', 'listed'] as const).map((value) => ({
          value,
          label: t(`registry.person.looks.${value}`),
        }))}
      />
      <Answered query={looks}>
        {({ looks: told }) =>
          told.total === 0 ? (
            <EmptyState title={t('registry.person.looks.none')}>
              <p>{t('registry.person.looks.noneHelp')}</p>
            </EmptyState>
          ) : (
            <>
              <Timeline
                label={t('registry.person.looks.title')}
                moments={told.rows.map((look) => ({
                  id: look.at + look.verb + look.accountName,
                  when: format.moment(look.at),
                  title: t('registry.person.looks.who', {
                    name: look.accountName,
                    organization: look.organizationName,
                  }),
                  body: verb(look.verb),
                }))}
              />
              {told.total > size && <Paging page={page} size={size} total={told.total} onPage={setPage} />}
            </>
          )
        }
      </Answered>
    </Section>
  )
}

export const page = definePage({
  path: '/people/$personId/access',
  title: 'registry.person.whoSees',
  verb: 'grant.list',
  Component: PersonAccess,
})
