import { FilePen } from 'lucide-react'
import { useState } from 'react'
import { dayToText } from '../../../shared/day.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { useDo } from '../../../ui/data.ts'
import { Form } from '../../../ui/Form.tsx'
import { useFormat } from '../../../ui/format.ts'
import { InPlace } from '../../../ui/InPlace.tsx'
import { useT } from '../../../ui/language.tsx'
import { PartialDate } from '../../../ui/PartialDate.tsx'
import { emptyDay, readDay, type TypedDay } from '../../../ui/rules/typedDay.ts'
import { Select } from '../../../ui/Select.tsx'
import { Section } from '../../../ui/Sheet.tsx'
import { useCan } from '../../../ui/session.tsx'
import { Textarea } from '../../../ui/Textarea.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { useForm } from '../../../ui/useForm.ts'
import type { Agreement, Organization } from '../contract.ts'
import type { CodeOf } from './codes.ts'
import { useChoices, useCode } from './words.ts'

/** No live agreement, no live grant: signing opens what is shared with them, ending closes it at once. */
export function Agreements({ told }: { told: Organization }) {
  const t = useT()
  const may = useCan('agreement.sign')
  const [signing, setSigning] = useState(false)
  return (
    <Section
      title={t('directory.agreement.title')}
      actions={
        may &&
        !signing && (
          <Button icon={FilePen} onPress={() => setSigning(true)}>
            {t('directory.agreement.sign')}
          </Button>
        )
      }
    >
      {signing && (
        <InPlace>
          <Sign told={told} onDone={() => setSigning(false)} />
        </InPlace>
      )}
      {told.agreements.length === 0 ? (
        <p className="muted">
          {t(told.receivesPeople ? 'directory.agreement.none' : 'directory.agreement.noneNoPeople')}
        </p>
      ) : (
        <ul className="sentences" aria-label={t('directory.agreement.title')}>
          {told.agreements.map((one) => (
            <One key={one.id} agreement={one} told={told} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function One({ agreement, told }: { agreement: Agreement; told: Organization }) {
  const t = useT()
  const say = useCode()
  const format = useFormat()
  const may = useCan('agreement.end')
  const [ending, setEnding] = useState(false)
  const name = say('agreementKind', agreement.kind)
  return (
    <li>
      <span>
        <span className="sentence">
          <strong>{name}</strong>
          {agreement.live ? (
            <Badge tone="ok">{t('directory.agreement.live')}</Badge>
          ) : (
            <Badge>{t('directory.agreement.over')}</Badge>
          )}
        </span>
        <span className="muted">
          {[
            agreement.reference,
            t('directory.agreement.fromTo', {
              from: format.day(agreement.signedOn),
              to: format.day(agreement.validUntil),
            }),
            agreement.endedAt &&
              t('directory.agreement.endedOn', {
                day: format.day(agreement.endedAt),
                reason: agreement.endedReason ?? '—',
              }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      {may && agreement.live && (
        <span className="actions">
          <Button onPress={() => setEnding(true)}>
            {t('directory.agreement.end')}
            <span className="hidden"> {name}</span>
          </Button>
        </span>
      )}
      {ending && <End agreement={agreement} told={told} onClose={() => setEnding(false)} />}
    </li>
  )
}

/** Says what will close before it does; the reason stays with the agreement. */
function End({
  agreement,
  told,
  onClose,
}: {
  agreement: Agreement
  told: Organization
  onClose: () => void
}) {
  const t = useT()
  const end = useDo<Organization, { reason: string }>(
    'POST',
    '/api/organizations/:organizationId/agreements/:agreementId/end',
    {
      params: { organizationId: told.organizationId, agreementId: agreement.id },
      after: ['/api/organizations', '/api/people'],
    },
  )
  const form = useForm({
    initial: { reason: '' },
    check: ({ reason }) =>
      reason.trim() === '' ? [{ path: 'reason', message: t('directory.agreement.wrongReason') }] : [],
    submit: async ({ reason }) => {
      await end.mutateAsync({ reason: reason.trim() })
      toast(t('directory.agreement.ended'))
      onClose()
    },
  })
  const last = told.receivesPeople && told.agreements.filter((one) => one.live).length < 2
  const title = t('directory.agreement.endTitle', { name: told.name })
  return (
    <Dialog open onClose={onClose} kind="alert" title={title}>
      <Form
        form={form}
        label={title}
        actions={
          <>
            <Button type="submit" kind="danger" busy={form.busy}>
              {t('directory.agreement.end')}
            </Button>
            <Button kind="quiet" onPress={onClose}>
              {t('ui.cancel')}
            </Button>
          </>
        }
      >
        <p>
          {t(last ? 'directory.agreement.endCloses' : 'directory.agreement.endKeeps', { name: told.name })}
        </p>
        <Textarea
          label={t('directory.agreement.reason')}
          rows={2}
          maxLength={300}
          {...form.field('reason')}
        />
      </Form>
    </Dialog>
  )
}

type TypedAgreement = {
  kind: CodeOf<'agreementKind'> | ''
  reference: string
  signedOn: TypedDay
  validUntil: TypedDay
}

const wholeDay = (typed: TypedDay): string | undefined => {
  const read = readDay(typed)
  return read.ok && read.day.precision === 'day' ? dayToText(read.day) : undefined
}

function Sign({ told, onDone }: { told: Organization; onDone: () => void }) {
  const t = useT()
  const kinds = useChoices('agreementKind')
  const sign = useDo<Organization, unknown>('POST', '/api/organizations/:organizationId/agreements', {
    params: { organizationId: told.organizationId },
    after: ['/api/organizations', '/api/people'],
  })
  const form = useForm<TypedAgreement>({
    initial: { kind: '', reference: '', signedOn: emptyDay, validUntil: emptyDay },
    check: ({ kind, signedOn, validUntil }) => {
      const from = wholeDay(signedOn)
      const to = wholeDay(validUntil)
      return [
        ...(kind === '' ? [{ path: 'kind', message: t('directory.wrong.choose') }] : []),
        ...(from ? [] : [{ path: 'signedOn', message: t('directory.wrong.day') }]),
        ...(to ? [] : [{ path: 'validUntil', message: t('directory.wrong.day') }]),
        ...(from && to && to <= from
          ? [{ path: 'validUntil', message: t('directory.agreement.wrongOrder') }]
          : []),
      ]
    },
    submit: async (typed) => {
      await sign.mutateAsync({
        kind: typed.kind,
        ...(typed.reference.trim() ? { reference: typed.reference.trim() } : {}),
        signedOn: wholeDay(typed.signedOn),
        validUntil: wholeDay(typed.validUntil),
      })
      toast(t('directory.agreement.signed'))
      onDone()
    },
  })
  return (
    <Form
      form={form}
      label={t('directory.agreement.sign')}
      actions={
        <>
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('directory.agreement.record')}
          </Button>
          <Button kind="quiet" onPress={onDone}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      <Select label={t('directory.agreement.kind')} choices={kinds} width="full" {...form.field('kind')} />
      <TextField
        label={t('directory.agreement.reference')}
        optional
        maxLength={200}
        {...form.field('reference')}
      />
      <PartialDate
        label={t('directory.agreement.signedOn')}
        help={t('directory.agreement.dayHelp')}
        uncertain={false}
        {...form.field('signedOn')}
      />
      <PartialDate
        label={t('directory.agreement.validUntil')}
        help={t('directory.agreement.untilHelp')}
        uncertain={false}
        {...form.field('validUntil')}
      />
    </Form>
  )
}
