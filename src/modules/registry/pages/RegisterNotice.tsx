import { useState } from 'react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { nameOf, type PersonLanguage } from '../../../shared/messages.ts'
import { Button } from '../../../ui/Button.tsx'
import { Form } from '../../../ui/Form.tsx'
import { LeaveGuard } from '../../../ui/LeaveGuard.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { PersonText, Unreviewed } from '../../../ui/PersonText.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { Select } from '../../../ui/Select.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { useForm } from '../../../ui/useForm.ts'
import type { noticeInForce } from '../contract.ts'
import { type CodeOf, useChoices, useStaffLanguage } from './parts/codes.tsx'

export type Shown = {
  language: PersonLanguage
  how: CodeOf<'way'> | ''
  interpreter: string
  channel: CodeOf<'channel'>
}

type Props = {
  notice: AnswerOf<typeof noticeInForce>
  initial: Shown
  /** Someone is written already: leaving would lose them. */
  begun: boolean
  /** Why it is shown again. */
  problem: unknown
  onShown: (shown: Shown) => void
}

/** Before anything is written: what will be done with it, in the person's language, and how they were told. */
export function RegisterNotice({ notice, initial, begun, problem, onShown }: Props) {
  const t = useT()
  const staff = useStaffLanguage()
  const ways = useChoices('way', ['given_at_the_census'])
  const channels = useChoices('channel', ['census', 'self'])
  const [whole, setWhole] = useState(false)
  const form = useForm<Shown>({
    initial,
    check: ({ how }) => (how === '' ? [{ path: 'how', message: t('registry.register.wrong.how') }] : []),
    submit: async (shown) => onShown(shown),
  })
  const { language } = form.values
  const text = notice.texts.find((one) => one.language === language) ?? notice.texts[0]
  const mine = notice.texts.find((one) => one.language === staff)
  if (!text) return null
  return (
    <>
      <LeaveGuard dirty={begun && !form.dirty} />
      <PageHeader
        title={t('registry.register.notice.title')}
        lead={t('registry.register.notice.lead')}
        back={{ href: '/people', label: t('registry.people.title') }}
      />
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <Form
        form={form}
        label={t('registry.register.notice.title')}
        actions={
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('ui.continue')}
          </Button>
        }
      >
        <RadioGroup
          label={t('registry.register.notice.language')}
          inline
          choices={notice.texts.map((one) => ({ value: one.language, label: nameOf(one.language) }))}
          {...form.field('language')}
        />
        <section className="read-aloud" aria-label={t('registry.register.notice.text')}>
          <p className="read-aloud-large">
            <PersonText lang={text.language} id="registry.register.greeting" mark={false} />
          </p>
          <p lang={text.language} className="read-aloud-large typed-text">
            {text.shortText}
          </p>
          {!text.reviewed && (
            <p>
              <Unreviewed />
            </p>
          )}
          {text.language !== staff && mine && (
            <p lang={staff} className="muted typed-text">
              {mine.shortText}
            </p>
          )}
          <div className="actions">
            <Button kind="quiet" aria-expanded={whole} onPress={() => setWhole(!whole)}>
              {t(whole ? 'registry.register.notice.less' : 'registry.register.notice.more')}
            </Button>
          </div>
          {whole && (
            <div lang={text.language} className="typed-text">
              {text.fullText}
            </div>
          )}
        </section>
        <RadioGroup label={t('registry.register.notice.how')} choices={ways} {...form.field('how')} />
        {!text.reviewed && (
          <>
            <Notice tone="warn" title={t('registry.register.notice.unreviewed')}>
              <p>{t('registry.register.notice.unreviewedHelp')}</p>
            </Notice>
            <TextField
              label={t('registry.field.interpreter')}
              help={t('registry.register.notice.interpreterHelp')}
              optional
              width="medium"
              maxLength={200}
              {...form.field('interpreter')}
            />
          </>
        )}
        <Select
          label={t('registry.register.notice.channel')}
          name="channel"
          value={form.values.channel}
          onChange={(channel) => channel && form.set('channel', channel)}
          choices={channels}
        />
      </Form>
    </>
  )
}
