import { useState } from 'react'
import { dayToText } from '../../../shared/day.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { Button } from '../../../ui/Button.tsx'
import { useAsk, useDo } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Form } from '../../../ui/Form.tsx'
import { useFormat } from '../../../ui/format.ts'
import { InPlace } from '../../../ui/InPlace.tsx'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { PartialDate } from '../../../ui/PartialDate.tsx'
import { definePage } from '../../../ui/page.ts'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { emptyDay, readDay, type TypedDay } from '../../../ui/rules/typedDay.ts'
import { Facts, Section } from '../../../ui/Sheet.tsx'
import { useCan } from '../../../ui/session.tsx'
import { Timeline } from '../../../ui/Timeline.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { useForm } from '../../../ui/useForm.ts'
import type { Tenant as Told } from '../contract.ts'
import type { CodeOf } from './codes.ts'
import { useChoices, useCode } from './words.ts'

/** Where the strategy runs, and the stages it has gone through. */
function Tenant() {
  const t = useT()
  const may = useCan('stage.set')
  const query = useAsk<Told>('/api/tenant')
  const [setting, setSetting] = useState(false)
  return (
    <>
      <PageHeader
        title={t('directory.tenant.title')}
        back={{ href: '/admin', label: t('workspace.place.admin') }}
      />
      <Answered query={query}>
        {(told) => (
          <>
            <Facts
              facts={[
                { name: t('directory.field.name'), value: told.name },
                { name: t('directory.tenant.kind'), value: t(`directory.tenant.kind.${told.kind}`) },
                { name: t('directory.field.municipality'), value: told.municipality },
                { name: t('directory.field.state'), value: told.state },
                { name: t('directory.tenant.cvegeo'), value: told.cvegeo },
                { name: t('directory.tenant.timeZone'), value: told.timeZone },
              ].filter((fact) => fact.value)}
            />
            <Section
              title={t('directory.tenant.stages')}
              actions={
                may &&
                !setting && <Button onPress={() => setSetting(true)}>{t('directory.tenant.setStage')}</Button>
              }
            >
              {setting && (
                <InPlace>
                  <SetStage onDone={() => setSetting(false)} />
                </InPlace>
              )}
              <Stages told={told} />
            </Section>
          </>
        )}
      </Answered>
    </>
  )
}

function Stages({ told }: { told: Told }) {
  const t = useT()
  const say = useCode()
  const format = useFormat()
  if (told.stages.length === 0)
    return (
      <EmptyState title={t('directory.tenant.noStage')}>
        <p>{t('directory.tenant.noStageHelp')}</p>
      </EmptyState>
    )
  return (
    <Timeline
      label={t('directory.tenant.stages')}
      moments={[...told.stages].reverse().map((one) => ({
        id: one.id,
        when: one.untilDay
          ? t('directory.agreement.fromTo', { from: format.day(one.fromDay), to: format.day(one.untilDay) })
          : t('directory.tenant.since', { day: format.day(one.fromDay) }),
        title: say('stage', one.stage),
        body: t(`directory.tenant.stageHelp.${one.stage}`),
      }))}
    />
  )
}

function SetStage({ onDone }: { onDone: () => void }) {
  const t = useT()
  const stages = useChoices('stage')
  const set = useDo<Told, unknown>('POST', '/api/tenant/stages', { after: ['/api/tenant'] })
  const form = useForm<{ stage: CodeOf<'stage'> | ''; fromDay: TypedDay }>({
    initial: { stage: '', fromDay: emptyDay },
    check: ({ stage, fromDay }) => {
      const read = readDay(fromDay)
      return [
        ...(stage === '' ? [{ path: 'stage', message: t('directory.wrong.choose') }] : []),
        ...(read.ok && read.day.precision === 'day'
          ? []
          : [{ path: 'fromDay', message: t('directory.wrong.day') }]),
      ]
    },
    submit: async ({ stage, fromDay }) => {
      const read = readDay(fromDay)
      await set.mutateAsync({ stage, fromDay: read.ok ? dayToText(read.day) : '' })
      toast(t('directory.tenant.stageSet'))
      onDone()
    },
  })
  return (
    <Form
      form={form}
      label={t('directory.tenant.setStage')}
      actions={
        <>
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('ui.save')}
          </Button>
          <Button kind="quiet" onPress={onDone}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      <RadioGroup
        label={t('directory.tenant.stage')}
        choices={stages.map((one) => ({ ...one, help: t(`directory.tenant.stageHelp.${one.value}`) }))}
        {...form.field('stage')}
      />
      <PartialDate
        label={t('directory.tenant.fromDay')}
        help={t('directory.tenant.fromDayHelp')}
        uncertain={false}
        {...form.field('fromDay')}
      />
    </Form>
  )
}

export const page = definePage({
  path: '/admin/tenant',
  title: 'directory.tenant.title',
  verb: 'organization.list',
  Component: Tenant,
})
