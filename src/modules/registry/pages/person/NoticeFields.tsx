import { type ReactNode, useState } from 'react'
import { nameOf, type PersonLanguage } from '../../../../shared/messages.ts'
import { Answered } from '../../../../ui/Answered.tsx'
import type { FieldError } from '../../../../ui/api.ts'
import { Button } from '../../../../ui/Button.tsx'
import { useAsk } from '../../../../ui/data.ts'
import { useT } from '../../../../ui/language.tsx'
import { Unreviewed } from '../../../../ui/PersonText.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import { TextField } from '../../../../ui/TextField.tsx'
import type { NoticeInForce, NoticeShown } from '../../contract.ts'
import { type CodeOf, useChoices } from '../parts/codes.tsx'
import { inside, type Part } from '../parts/part.ts'

export type TypedNotice = { language: PersonLanguage; how: CodeOf<'way'> | ''; interpreter: string }

// Whose language we print, by the first one spoken.
const printed: Readonly<Record<string, PersonLanguage>> = {
  spa: 'es',
  hat: 'ht',
  eng: 'en',
  fra: 'fr',
  por: 'pt',
}

export const emptyNotice = (spoken: readonly { code: string }[]): TypedNotice => ({
  language: spoken.map((l) => printed[l.code]).find(Boolean) ?? 'es',
  how: '',
  interpreter: '',
})

/** The notice of my organization, before what depends on it is asked. */
export function WithNotice({ children }: { children: (notice: NoticeInForce) => ReactNode }) {
  const notice = useAsk<NoticeInForce>('/api/notice')
  return <Answered query={notice}>{children}</Answered>
}

export const isReviewed = (notice: NoticeInForce, language: PersonLanguage): boolean =>
  notice.texts.find((text) => text.language === language)?.reviewed ?? false

export const toShown = (notice: NoticeInForce, typed: TypedNotice): NoticeShown => ({
  noticeId: notice.noticeId,
  language: typed.language,
  how: typed.how || 'read_aloud',
  ...(typed.interpreter.trim() ? { interpreter: typed.interpreter.trim() } : {}),
})

/** What the person was told must be said; who explained it, where no native speaker has read the text. */
export function useNoticeFaults(): (
  typed: TypedNotice,
  notice: NoticeInForce,
  consent: boolean,
) => FieldError[] {
  const t = useT()
  return (typed, notice, consent) => [
    ...(typed.how === '' ? [{ path: 'notice.how', message: t('registry.register.wrong.how') }] : []),
    ...(consent && !isReviewed(notice, typed.language) && typed.interpreter.trim() === ''
      ? [{ path: 'notice.interpreter', message: t('registry.field.wrong.interpreter_missing') }]
      : []),
  ]
}

/** The notice as it is read to the person now, in their language, and how. */
export function NoticeFields({
  notice,
  consent = false,
  ...part
}: Part<TypedNotice> & {
  notice: NoticeInForce
  /** What follows is a consent: an unreviewed text counts only with whoever explained it. */
  consent?: boolean
}) {
  const t = useT()
  const ways = useChoices('way', ['given_at_the_census'])
  const [whole, setWhole] = useState(false)
  const field = inside(part)
  const text = notice.texts.find((one) => one.language === part.value.language) ?? notice.texts[0]
  if (!text) return null
  return (
    <fieldset className="group">
      <legend className="label">{t('registry.person.notice.title')}</legend>
      <RadioGroup
        label={t('registry.register.notice.language')}
        inline
        choices={notice.texts.map((one) => ({ value: one.language, label: nameOf(one.language) }))}
        {...field('language')}
      />
      <section className="read-aloud" aria-label={t('registry.register.notice.text')}>
        <p lang={text.language} className="typed-text">
          {whole ? text.fullText : text.shortText}
        </p>
        {!text.reviewed && (
          <p>
            <Unreviewed />
          </p>
        )}
        <div className="actions">
          <Button kind="quiet" aria-expanded={whole} onPress={() => setWhole(!whole)}>
            {t(whole ? 'registry.register.notice.less' : 'registry.register.notice.more')}
          </Button>
        </div>
      </section>
      <RadioGroup label={t('registry.register.notice.how')} choices={ways} {...field('how')} />
      {!text.reviewed && (
        <TextField
          label={t('registry.field.interpreter')}
          help={t(consent ? 'registry.consent.methodHelp' : 'registry.register.notice.interpreterHelp')}
          optional={!consent}
          width="medium"
          maxLength={200}
          {...field('interpreter')}
        />
      )}
    </fieldset>
  )
}
