import { Siren } from 'lucide-react'
import { useState } from 'react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { call } from '../../../ui/api.ts'
import { Button } from '../../../ui/Button.tsx'
import { Form } from '../../../ui/Form.tsx'
import { useFormat } from '../../../ui/format.ts'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { NumberField, readNumber } from '../../../ui/NumberField.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { PartialDate } from '../../../ui/PartialDate.tsx'
import { definePage } from '../../../ui/page.ts'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { emptyDay, readDay, type TypedDay } from '../../../ui/rules/typedDay.ts'
import { Textarea } from '../../../ui/Textarea.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { useForm } from '../../../ui/useForm.ts'
import type { breakGlass } from '../contract.ts'
import { parseCode } from '../rules/code.ts'
import './registry.css'
import './person/person.css'

type Opened = AnswerOf<typeof breakGlass>

/** Reason first, then whom: one file, for hours, with the data officer and the person told. */
function Emergency() {
  const t = useT()
  const [reason, setReason] = useState('')
  const [opened, setOpened] = useState<Opened>()
  return (
    <>
      <PageHeader
        title={t('registry.emergency.title')}
        lead={t('registry.emergency.lead')}
        back={{ href: '/people', label: t('registry.person.back') }}
      />
      <Notice tone="warn" title={t('registry.emergency.told')}>
        <p>{t('registry.emergency.toldHelp')}</p>
      </Notice>
      {opened ? (
        <Done opened={opened} />
      ) : reason === '' ? (
        <Why onSaid={setReason} />
      ) : (
        <Whom reason={reason} onBack={() => setReason('')} onOpened={setOpened} />
      )}
    </>
  )
}

function Why({ onSaid }: { onSaid: (reason: string) => void }) {
  const t = useT()
  const form = useForm({
    initial: { reason: '' },
    check: ({ reason }) =>
      reason.trim().length < 10 ? [{ path: 'reason', message: t('registry.emergency.wrongReason') }] : [],
    submit: async ({ reason }) => onSaid(reason.trim()),
  })
  return (
    <Form
      form={form}
      label={t('registry.emergency.reason')}
      actions={
        <Button type="submit" kind="primary">
          {t('ui.continue')}
        </Button>
      }
    >
      <Textarea
        label={t('registry.emergency.reason')}
        help={t('registry.emergency.reasonHelp')}
        rows={3}
        maxLength={500}
        {...form.field('reason')}
      />
    </Form>
  )
}

type Typed = {
  by: 'code' | 'name'
  code: string
  givenNames: string
  surname1: string
  surname2: string
  birth: TypedDay
  hours: string
}

const hoursOf = (typed: string): number | undefined => {
  const hours = readNumber(typed)
  return hours !== undefined && Number.isInteger(hours) && hours >= 1 && hours <= 24 ? hours : undefined
}

type WhomProps = { reason: string; onBack: () => void; onOpened: (opened: Opened) => void }

function Whom({ reason, onBack, onOpened }: WhomProps) {
  const t = useT()
  const form = useForm<Typed>({
    initial: {
      by: 'code',
      code: '',
      givenNames: '',
      surname1: '',
      surname2: '',
      birth: emptyDay,
      hours: '8',
    },
    check: (typed) => {
      const birth = readDay(typed.birth)
      return [
        ...(typed.by === 'code' && !parseCode(typed.code).ok
          ? [{ path: 'code', message: t('registry.emergency.wrongCode') }]
          : []),
        ...(typed.by === 'name' && !typed.givenNames.trim() && !typed.surname1.trim()
          ? [{ path: 'givenNames', message: t('registry.field.wrong.name_missing') }]
          : []),
        ...(typed.by === 'name' && !(birth.ok && birth.day.precision === 'day')
          ? [{ path: 'birth', message: t('registry.field.wrong.whole_day') }]
          : []),
        ...(hoursOf(typed.hours) === undefined
          ? [{ path: 'hours', message: t('registry.emergency.wrongHours') }]
          : []),
      ]
    },
    submit: async (typed) => {
      const birth = readDay(typed.birth)
      const said = (value: string) => (value.trim() ? value.trim() : undefined)
      onOpened(
        await call<Opened>('POST', '/api/emergencies', {
          body: {
            reason,
            hours: hoursOf(typed.hours),
            ...(typed.by === 'code'
              ? { code: typed.code.trim() }
              : {
                  name: {
                    givenNames: said(typed.givenNames),
                    surname1: said(typed.surname1),
                    surname2: said(typed.surname2),
                  },
                  birth: birth.ok ? birth.day : undefined,
                }),
          },
        }),
      )
    },
  })
  return (
    <>
      <blockquote className="reason-kept">
        <p className="muted small">{t('registry.emergency.reason')}</p>
        <p dir="auto">{reason}</p>
        <Button kind="quiet" onPress={onBack}>
          {t('registry.emergency.change')}
        </Button>
      </blockquote>
      <Form
        form={form}
        label={t('registry.emergency.whom')}
        actions={
          <Button type="submit" kind="danger" icon={Siren} busy={form.busy}>
            {t('registry.emergency.open')}
          </Button>
        }
      >
        <RadioGroup
          label={t('registry.emergency.by')}
          inline
          choices={(['code', 'name'] as const).map((value) => ({
            value,
            label: t(`registry.emergency.by.${value}`),
          }))}
          {...form.field('by')}
        />
        {form.values.by === 'code' ? (
          <TextField
            label={t('registry.emergency.code')}
            help={t('registry.emergency.codeHelp')}
            width="medium"
            maxLength={40}
            spellCheck={false}
            {...form.field('code')}
          />
        ) : (
          <>
            <p className="help">{t('registry.emergency.nameHelp')}</p>
            <TextField
              label={t('registry.field.givenNames')}
              maxLength={300}
              spellCheck={false}
              {...form.field('givenNames')}
            />
            <div className="pair">
              <TextField
                label={t('registry.field.surname1')}
                optional
                maxLength={300}
                spellCheck={false}
                {...form.field('surname1')}
              />
              <TextField
                label={t('registry.field.surname2')}
                optional
                maxLength={300}
                spellCheck={false}
                {...form.field('surname2')}
              />
            </div>
            <PartialDate
              label={t('registry.field.birth')}
              help={t('registry.emergency.birthHelp')}
              uncertain={false}
              {...form.field('birth')}
            />
          </>
        )}
        <NumberField
          label={t('registry.emergency.hours')}
          help={t('registry.emergency.hoursHelp')}
          unit={t('registry.emergency.hoursUnit')}
          {...form.field('hours')}
        />
      </Form>
    </>
  )
}

function Done({ opened }: { opened: Opened }) {
  const t = useT()
  const format = useFormat()
  return (
    <Notice
      tone="ok"
      live
      title={t('registry.emergency.opened', { until: format.moment(opened.until) })}
      actions={
        <Link look="primary" href={`/people/${opened.personId}`}>
          {t('registry.emergency.go')}
        </Link>
      }
    >
      <p>{t('registry.emergency.openedHelp')}</p>
    </Notice>
  )
}

export const page = definePage({
  path: '/emergency',
  title: 'registry.emergency.title',
  verb: 'glass.break',
  Component: Emergency,
})
