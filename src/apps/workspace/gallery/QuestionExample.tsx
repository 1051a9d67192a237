import { useState } from 'react'
import { nameOf, type PersonLanguage, personLanguages } from '../../../shared/messages.ts'
import { Button } from '../../../ui/Button.tsx'
import { PersonLanguageProvider, useT } from '../../../ui/language.tsx'
import { PersonText } from '../../../ui/PersonText.tsx'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { Steps } from '../../../ui/Steps.tsx'

/** One question per page, in the person's language with the worker's beneath. */
export function QuestionExample() {
  const t = useT()
  const [lang, setLang] = useState<PersonLanguage>('ht')
  const [step, setStep] = useState(0)
  const [answer, setAnswer] = useState<'yes' | 'no' | 'unknown' | 'prefers_not' | ''>('')
  const go = (to: number) => {
    setStep(to)
    setAnswer('')
  }
  const ask = (key: string) => <PersonText lang={lang} id={key} mark={false} />
  return (
    <main className="alone">
      <RadioGroup
        label={t('workspace.language')}
        value={lang}
        onChange={setLang}
        choices={personLanguages.map((value) => ({ value, label: nameOf(value) }))}
        inline
      />
      <PersonLanguageProvider lang={lang}>
        <Question
          step={step}
          go={go}
          answer={answer}
          setAnswer={setAnswer}
          title={ask('workspace.gallery.ask')}
          lang={lang}
        />
      </PersonLanguageProvider>
    </main>
  )
}

type Answer = 'yes' | 'no' | 'unknown' | 'prefers_not' | ''
type QuestionProps = {
  step: number
  go: (step: number) => void
  answer: Answer
  setAnswer: (answer: Answer) => void
  title: React.ReactNode
  lang: PersonLanguage
}

function Question({ step, go, answer, setAnswer, title, lang }: QuestionProps) {
  // Inside the person's language: the answers are theirs.
  const t = useT()
  const choice = (value: Exclude<Answer, ''>) => ({ value, label: t(`workspace.gallery.ask.${value}`) })
  return (
    <Steps
      step={String(step)}
      title={title}
      also={lang === 'es' ? undefined : <PersonText lang="es" id="workspace.gallery.ask" mark={false} />}
      onBack={step > 0 ? () => go(step - 1) : undefined}
      onNext={() => go(step + 1)}
      progress={{ label: t('workspace.gallery.ask.progress'), done: Math.min(step + 1, 5), total: 5 }}
      aside={<Button kind="quiet">{t('workspace.gallery.ask.stop')}</Button>}
    >
      <RadioGroup
        label={t('workspace.gallery.ask.answer')}
        value={answer}
        onChange={setAnswer}
        choices={[choice('yes'), choice('no')]}
        alsoChoices={[choice('unknown'), choice('prefers_not')]}
      />
    </Steps>
  )
}
