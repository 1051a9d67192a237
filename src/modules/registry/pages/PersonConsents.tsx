import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { isMinor, type PartialDay } from '../../../shared/day.ts'
import { nameOf } from '../../../shared/messages.ts'
import type { Sheet } from '../../../shared/sheets.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { call } from '../../../ui/api.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Confirm } from '../../../ui/Confirm.tsx'
import { useAsk } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Form } from '../../../ui/Form.tsx'
import { useFormat } from '../../../ui/format.ts'
import { InPlace } from '../../../ui/InPlace.tsx'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { definePage } from '../../../ui/page.ts'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { Section } from '../../../ui/Sheet.tsx'
import { useCan } from '../../../ui/session.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { useForm } from '../../../ui/useForm.ts'
import { useWord } from '../../../ui/words.ts'
import type { ConsentGiven, listConsents, NoticeInForce, PersonFile } from '../contract.ts'
import { type CodeOf, useChoices, useCode } from './parts/codes.tsx'
import { partOf } from './parts/part.ts'
import { useFile } from './person/file.ts'
import {
  emptyNotice,
  NoticeFields,
  type TypedNotice,
  toShown,
  useNoticeFaults,
  WithNotice,
} from './person/NoticeFields.tsx'
import { daysOf, emptyShare, ShareFields, type TypedShare, useShareFaults } from './person/ShareFields.tsx'
import './registry.css'
import './person/person.css'

const url = '/api/people/:personId/consents'
type Consents = AnswerOf<typeof listConsents>

/** What the person agreed to, in which words and how; and taking it back, which closes what stood on it. */
function PersonConsents({ params: { personId } }: { params: { personId: string } }) {
  const t = useT()
  const file = useFile(personId)
  const consents = useAsk<Consents>(url, { params: { personId } })
  const may = useCan('consent.give')
  const [giving, setGiving] = useState(false)
  return (
    <Answered query={file}>
      {(person) => (
        <>
          <PageHeader
            title={t('registry.consent.title')}
            lead={t('registry.consent.lead')}
            back={{ href: `/people/${personId}`, label: person.name }}
            actions={
              may &&
              !giving && (
                <Button kind="primary" onPress={() => setGiving(true)}>
                  {t('registry.consent.give')}
                </Button>
              )
            }
          />
          {giving && (
            <Section title={t('registry.consent.give')}>
              <InPlace>
                <WithNotice>
                  {(notice) => <Give file={person} notice={notice} onDone={() => setGiving(false)} />}
                </WithNotice>
              </InPlace>
            </Section>
          )}
          <Answered query={consents}>
            {({ consents: all }) =>
              all.length > 0 ? (
                <ul className="sentences" aria-label={t('registry.consent.title')}>
                  {all.map((one) => (
                    <Given key={one.id} consent={one} personId={personId} />
                  ))}
                </ul>
              ) : (
                !giving && (
                  <EmptyState title={t('registry.consent.none')}>
                    <p>{t('registry.consent.noneHelp')}</p>
                  </EmptyState>
                )
              )
            }
          </Answered>
        </>
      )}
    </Answered>
  )
}

function Given({ consent, personId }: { consent: ConsentGiven; personId: string }) {
  const t = useT()
  const say = useCode()
  const format = useFormat()
  const purpose = useWord('registry.consent.purpose')
  const may = useCan('consent.withdraw')
  const settle = useSettle()
  const [asked, setAsked] = useState(false)
  const sharing = consent.purpose === 'share_with_organization'
  const name = sharing
    ? t('registry.consent.sharedWith', { organization: consent.organizationName ?? '' })
    : purpose(consent.purpose)
  return (
    <li>
      <span>
        <span className="sentence">
          <strong>{name}</strong>
          {consent.withdrawnAt ? (
            <Badge>{t('registry.consent.withdrawnOn', { when: format.moment(consent.withdrawnAt) })}</Badge>
          ) : (
            <Badge tone="ok">{t('registry.consent.standing')}</Badge>
          )}
        </span>
        <span className="muted">
          {[
            t('registry.consent.givenOn', { when: format.moment(consent.givenAt) }),
            nameOf(consent.language),
            say('method', consent.method),
            consent.interpreter && t('registry.consent.interpreter', { name: consent.interpreter }),
            consent.representative && t('registry.consent.representative', { name: consent.representative }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      {may && !consent.withdrawnAt && (
        <span className="actions">
          <Button onPress={() => setAsked(true)}>
            {t('registry.consent.withdraw')}
            <span className="hidden"> {name}</span>
          </Button>
        </span>
      )}
      <Confirm
        open={asked}
        onClose={() => setAsked(false)}
        title={t('registry.consent.withdrawTitle', { purpose: name })}
        action={t('registry.consent.withdraw')}
        danger
        onConfirm={async () => {
          await call('POST', `${url}/:consentId/withdraw`, { params: { personId, consentId: consent.id } })
          settle(personId)
          toast(t('registry.consent.withdrawn'))
        }}
      >
        <p>
          {t(
            sharing
              ? 'registry.consent.withdrawShare'
              : consent.purpose.startsWith('sensitive_')
                ? 'registry.consent.withdrawSensitive'
                : 'registry.consent.withdrawOther',
            { organization: consent.organizationName ?? '' },
          )}
        </p>
        <p>{t('registry.consent.withdrawCosts')}</p>
      </Confirm>
    </li>
  )
}

/** A consent changes who sees the file and what is in it: both are asked again. */
function useSettle(): (personId: string) => void {
  const client = useQueryClient()
  return () =>
    void client.invalidateQueries({
      predicate: ({ queryKey: [asked] }) => typeof asked === 'string' && asked.startsWith('/api/people/'),
    })
}

const purposes = ['share_with_organization', 'contact_by_message', 'job_matching'] as const

type TypedConsent = {
  purpose: (typeof purposes)[number] | ''
  share: TypedShare
  notice: TypedNotice
  method: CodeOf<'method'> | ''
  representativeName: string
  childAssent: CodeOf<'assent'> | ''
}

function Give({ file, notice, onDone }: { file: PersonFile; notice: NoticeInForce; onDone: () => void }) {
  const t = useT()
  const methods = useChoices('method')
  const assent = useChoices('assent')
  const noticeFaults = useNoticeFaults()
  const shareFaults = useShareFaults()
  const settle = useSettle()
  const format = useFormat()
  const minor = isMinor(file.core.birth as PartialDay, format.today())
  const form = useForm<TypedConsent>({
    initial: {
      purpose: '',
      share: emptyShare,
      notice: emptyNotice(file.core.languages),
      method: '',
      representativeName: '',
      childAssent: '',
    },
    check: (typed) => [
      ...(typed.purpose === '' ? [{ path: 'purpose', message: t('registry.consent.wrongPurpose') }] : []),
      ...(typed.purpose === 'share_with_organization' ? shareFaults(typed.share, 'share') : []),
      ...noticeFaults(typed.notice, notice, true),
      ...(typed.method === ''
        ? [{ path: 'method', message: t('registry.field.wrong.consent_method_missing') }]
        : []),
      ...(minor === true && typed.representativeName.trim() === ''
        ? [{ path: 'representativeName', message: t('registry.field.wrong.representative_missing') }]
        : []),
    ],
    submit: async (typed) => {
      await call<Consents>('POST', url, {
        params: { personId: file.personId },
        body: {
          purpose: typed.purpose,
          notice: toShown(notice, typed.notice),
          method: typed.method,
          ...(typed.representativeName.trim() ? { representativeName: typed.representativeName.trim() } : {}),
          ...(typed.childAssent && minor !== false ? { childAssent: typed.childAssent } : {}),
          ...(typed.purpose === 'share_with_organization'
            ? {
                share: {
                  organizationId: typed.share.organizationId,
                  sheets: typed.share.sheets,
                  days: daysOf(typed.share),
                },
              }
            : {}),
        },
      })
      settle(file.personId)
      toast(t('registry.consent.given'))
      onDone()
    },
  })
  const whole = { path: '', value: form.values, onChange: form.setAll }
  return (
    <Form
      form={form}
      label={t('registry.consent.give')}
      actions={
        <>
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('registry.consent.record')}
          </Button>
          <Button kind="quiet" onPress={onDone}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      <RadioGroup
        label={t('registry.consent.purpose')}
        help={t('registry.consent.purposeHelp')}
        choices={purposes.map((value) => ({ value, label: t(`registry.consent.purpose.${value}`) }))}
        {...form.field('purpose')}
      />
      {form.values.purpose === 'share_with_organization' && (
        <ShareFields {...partOf(whole, 'share')} opens={file.opens as Sheet[]} />
      )}
      <NoticeFields notice={notice} consent {...partOf(whole, 'notice')} />
      <RadioGroup label={t('registry.field.method')} choices={methods} {...form.field('method')} />
      {minor !== false && (
        <>
          <TextField
            label={t('registry.field.representativeName')}
            help={t('registry.field.representativeHelp')}
            optional={minor !== true}
            width="medium"
            maxLength={200}
            {...form.field('representativeName')}
          />
          <RadioGroup
            label={t('registry.field.childAssent')}
            optional
            choices={assent}
            {...form.field('childAssent')}
          />
        </>
      )}
    </Form>
  )
}

export const page = definePage({
  path: '/people/$personId/consents',
  title: 'registry.consent.title',
  verb: 'person.read',
  Component: PersonConsents,
})
