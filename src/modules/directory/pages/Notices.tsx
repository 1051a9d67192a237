import { FileText } from 'lucide-react'
import { useState } from 'react'
import { nameOf, type PersonLanguage, personLanguages } from '../../../shared/messages.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { useDo } from '../../../ui/data.ts'
import { Form } from '../../../ui/Form.tsx'
import { useFormat } from '../../../ui/format.ts'
import { InPlace } from '../../../ui/InPlace.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Unreviewed } from '../../../ui/PersonText.tsx'
import { Section } from '../../../ui/Sheet.tsx'
import { useCan } from '../../../ui/session.tsx'
import { Textarea } from '../../../ui/Textarea.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { useForm } from '../../../ui/useForm.ts'
import type { NoticeVersion, Organization } from '../contract.ts'

/** What people are told before anything about them is written, in every language it has. */
export function Notices({ told }: { told: Organization }) {
  const t = useT()
  const may = useCan('notice.publish')
  const [writing, setWriting] = useState(false)
  return (
    <Section
      title={t('directory.notice.title')}
      actions={
        may &&
        !writing && (
          <Button icon={FileText} onPress={() => setWriting(true)}>
            {t('directory.notice.publish')}
          </Button>
        )
      }
    >
      {writing && (
        <InPlace>
          <Publish told={told} onDone={() => setWriting(false)} />
        </InPlace>
      )}
      {told.notices.length === 0 && !writing && <p className="muted">{t('directory.notice.none')}</p>}
      {!writing && told.notices.map((one) => <One key={one.id} notice={one} />)}
    </Section>
  )
}

function One({ notice }: { notice: NoticeVersion }) {
  const t = useT()
  const format = useFormat()
  const [shown, setShown] = useState<PersonLanguage>()
  const text = notice.texts.find((one) => one.language === shown)
  return (
    <div className="stack">
      <p className="sentence">
        <strong>{t('directory.notice.version', { version: notice.version })}</strong>
        {notice.retiredAt ? (
          <Badge>{t('directory.notice.retired', { day: format.day(notice.retiredAt) })}</Badge>
        ) : (
          <Badge tone="ok">{t('directory.notice.inForce', { day: format.day(notice.publishedAt) })}</Badge>
        )}
      </p>
      <div className="actions">
        {notice.texts.map((one) => (
          <Button
            key={one.language}
            kind="quiet"
            aria-expanded={shown === one.language}
            onPress={() => setShown(shown === one.language ? undefined : one.language)}
          >
            {nameOf(one.language)}
          </Button>
        ))}
      </div>
      {text && (
        <div className="notice-text">
          <p lang={text.language}>
            <strong>{text.shortText}</strong>
          </p>
          <p lang={text.language}>{text.fullText}</p>
          {text.reviewedBy ? (
            <p className="muted">{t('directory.notice.reviewedBy', { name: text.reviewedBy })}</p>
          ) : (
            <Unreviewed />
          )}
        </div>
      )}
    </div>
  )
}

type TypedText = { shortText: string; fullText: string; reviewedBy: string }
type Typed = { version: string; texts: Record<PersonLanguage, TypedText> }

function Publish({ told, onDone }: { told: Organization; onDone: () => void }) {
  const t = useT()
  const now = told.notices.find((one) => !one.retiredAt)
  const publish = useDo<Organization, unknown>('POST', '/api/organizations/:organizationId/notices', {
    params: { organizationId: told.organizationId },
    after: ['/api/organizations', '/api/notice'],
  })
  const form = useForm<Typed>({
    initial: {
      version: '',
      texts: Object.fromEntries(
        personLanguages.map((language) => {
          const text = now?.texts.find((one) => one.language === language)
          return [
            language,
            // A review is of the words as they stood: new words are unreviewed until somebody has read them.
            { shortText: text?.shortText ?? '', fullText: text?.fullText ?? '', reviewedBy: '' },
          ]
        }),
      ) as Typed['texts'],
    },
    check: ({ version, texts }) => [
      ...(version.trim() === '' ? [{ path: 'version', message: t('directory.notice.wrongVersion') }] : []),
      ...personLanguages.flatMap((language) => {
        const text = texts[language]
        const empty = text.shortText.trim() === '' && text.fullText.trim() === ''
        if (empty && language !== 'es') return []
        return (['shortText', 'fullText'] as const)
          .filter((name) => text[name].trim() === '')
          .map((name) => ({ path: `texts.${language}.${name}`, message: t('directory.notice.wrongText') }))
      }),
    ],
    submit: async ({ version, texts }) => {
      await publish.mutateAsync({
        version: version.trim(),
        texts: personLanguages
          .filter((language) => texts[language].shortText.trim() !== '')
          .map((language) => {
            const { shortText, fullText, reviewedBy } = texts[language]
            return {
              language,
              shortText,
              fullText,
              ...(reviewedBy.trim() ? { reviewedBy: reviewedBy.trim() } : {}),
            }
          }),
      })
      toast(t('directory.notice.published'))
      onDone()
    },
  })
  const text = (language: PersonLanguage, name: keyof TypedText) => ({
    name: `texts.${language}.${name}`,
    value: form.values.texts[language][name],
    onChange: (value: string) =>
      form.set('texts', {
        ...form.values.texts,
        [language]: { ...form.values.texts[language], [name]: value },
      }),
  })
  return (
    <Form
      form={form}
      label={t('directory.notice.publish')}
      actions={
        <>
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('directory.notice.publish')}
          </Button>
          <Button kind="quiet" onPress={onDone}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      <Notice tone="warn" title={t('directory.notice.replaces')}>
        <p>{t('directory.notice.replacesHelp')}</p>
      </Notice>
      <TextField
        label={t('directory.notice.versionName')}
        help={t('directory.notice.versionHelp')}
        width="short"
        maxLength={40}
        {...form.field('version')}
      />
      {personLanguages.map((language) => (
        <fieldset key={language} className="notice-language">
          <legend className="label">{nameOf(language)}</legend>
          <Textarea
            label={t('directory.notice.short')}
            optional={language !== 'es'}
            rows={3}
            maxLength={4000}
            {...text(language, 'shortText')}
          />
          <Textarea
            label={t('directory.notice.full')}
            optional={language !== 'es'}
            rows={6}
            maxLength={40_000}
            {...text(language, 'fullText')}
          />
          <TextField
            label={t('directory.notice.reviewer')}
            help={t('directory.notice.reviewerHelp')}
            optional
            width="medium"
            maxLength={200}
            {...text(language, 'reviewedBy')}
          />
        </fieldset>
      ))}
    </Form>
  )
}
