import { List, LogOut, SkipForward } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { PersonLanguage } from '../../../../shared/messages.ts'
import { Button } from '../../../../ui/Button.tsx'
import { CheckboxGroup } from '../../../../ui/CheckboxGroup.tsx'
import { Combobox } from '../../../../ui/Combobox.tsx'
import { Link } from '../../../../ui/Link.tsx'
import { useT } from '../../../../ui/language.tsx'
import { Notice } from '../../../../ui/Notice.tsx'
import { NumberField, readNumber } from '../../../../ui/NumberField.tsx'
import { Unreviewed } from '../../../../ui/PersonText.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import { Steps } from '../../../../ui/Steps.tsx'
import { Textarea } from '../../../../ui/Textarea.tsx'
import { useCountryChoices, useLanguageChoices, useStaffLanguage } from '../../../registry/panels.tsx'
import { optionKeys } from '../../instruments/texts.ts'
import type { Field, Item } from '../../instruments/types.ts'
import { FlagButton } from '../parts/Flag.tsx'
import { type Answer, questionOf, Spoken, useWords, type Words, worded } from '../parts/words.tsx'

const silences = ['no_sabe', 'prefiere_no_decir'] as const
type Silence = (typeof silences)[number]
const isSilence = (value: unknown): value is Silence => silences.includes(value as Silence)

/** What is typed or chosen, before it is an answer. */
type Draft = { silence: Silence | ''; text: string; many: string[] }

function draftOf(field: Field, value: Answer | undefined): Draft {
  if (isSilence(value)) return { silence: value, text: '', many: [] }
  if (Array.isArray(value))
    return { silence: '', text: value.join('\n'), many: field.kind === 'choices' ? [...value] : [] }
  return { silence: '', text: value === undefined ? '' : String(value), many: [] }
}

/** The answer, or the key of what is wrong with it. */
function readDraft(field: Field, draft: Draft): { answer: Answer } | { wrong: string } {
  if (draft.silence) return { answer: draft.silence }
  if (field.kind === 'choices')
    return draft.many.length > 0 ? { answer: draft.many } : { wrong: 'assessment.wrong.choose' }
  if (field.kind === 'list') {
    const lines = draft.text
      .split(/[\n,;]/)
      .map((line) => line.trim())
      .filter(Boolean)
    return lines.length > 0 ? { answer: lines } : { wrong: 'assessment.wrong.write' }
  }
  if (draft.text.trim() === '')
    return { wrong: field.kind === 'text' ? 'assessment.wrong.write' : 'assessment.wrong.choose' }
  if (field.kind === 'number' || field.kind === 'scale') {
    const number = readNumber(draft.text)
    if (number === undefined || !Number.isInteger(number)) return { wrong: 'assessment.wrong.number' }
    if (number < field.min || number > field.max) return { wrong: 'assessment.wrong.range' }
    return { answer: number }
  }
  return { answer: field.kind === 'text' ? draft.text.trim() : draft.text }
}

type Props = {
  personId: string
  item: Item
  field: Field
  value?: Answer
  lang: PersonLanguage
  lawNote: boolean
  /** Put away for protection staff: nothing of it is shown again. */
  unseen: boolean
  busy: boolean
  problem?: ReactNode
  progress: { done: number; total: number }
  onAnswer: (answer: Answer) => void
  onSkip: () => void
  onBack?: () => void
  onOverview: () => void
}

/** One question, large, in the person's language with the worker's beneath. */
export function Question(props: Props) {
  const { item, field, lang } = props
  const t = useT()
  const staff = useStaffLanguage()
  const words = useWords(lang)
  const own = useWords(staff)
  const [draft, setDraft] = useState(() => draftOf(field, props.value))
  const [wrong, setWrong] = useState<string>()
  if (!words || !own) return null
  const theirs = questionOf(words, item, field)
  const mine = questionOf(own, item, field)
  const both = lang !== staff

  const next = () => {
    const read = readDraft(field, draft)
    if ('wrong' in read)
      return setWrong(
        field.kind === 'number' || field.kind === 'scale'
          ? t(read.wrong, { min: field.min, max: field.max })
          : t(read.wrong),
      )
    props.onAnswer(read.answer)
  }
  const change = (draftNow: Partial<Draft>) => {
    setWrong(undefined)
    setDraft((before) => ({ ...before, silence: '', ...draftNow }))
  }

  return (
    <Steps
      step={`${item.id}.${field.id}`}
      title={
        <>
          {theirs.stem && (
            <span className="stem">
              <Spoken said={theirs.stem} />{' '}
            </span>
          )}
          <Spoken said={theirs.asked} />
        </>
      }
      also={
        both ? (
          <>
            <span lang={staff}>
              {mine.stem ? `${mine.stem.text} ` : ''}
              {mine.asked.text}
            </span>{' '}
            {!theirs.asked.reviewed && <Unreviewed />}
          </>
        ) : undefined
      }
      help={<Notes {...props} words={words} />}
      progress={{
        label: t('assessment.interview.progress'),
        done: props.progress.done,
        total: props.progress.total,
      }}
      onBack={props.onBack}
      onNext={next}
      nextLabel={t('assessment.interview.save')}
      busy={props.busy}
      aside={
        <>
          <Button kind="quiet" icon={SkipForward} onPress={props.onSkip}>
            {t('assessment.interview.skip')}
          </Button>
          <Button kind="quiet" icon={List} onPress={props.onOverview}>
            {t('assessment.interview.overview')}
          </Button>
          <FlagButton personId={props.personId} quiet />
          <Link look="quiet" icon={LogOut} href={`/people/${props.personId}`}>
            {t('assessment.interview.stop')}
          </Link>
        </>
      }
    >
      {props.problem}
      <Control
        {...{ item, field, draft, change, words, both, wrong }}
        own={own}
        label={theirs.asked.text}
        silence={(silence) => {
          setWrong(undefined)
          setDraft({ silence, text: '', many: [] })
        }}
      />
    </Steps>
  )
}

function Notes({ item, unseen, lawNote, words }: Props & { words: Words }) {
  const t = useT()
  const isPrivate = item.setting === 'private' || item.optional
  return (
    <>
      {unseen && <Notice title={t('assessment.interview.unseen')} />}
      {lawNote && <Notice tone="warn" title={t('assessment.interview.lawNote')} />}
      {isPrivate && <Spoken said={words('frame.not_answering')} />}
    </>
  )
}

type ControlProps = {
  item: Item
  field: Field
  label: string
  draft: Draft
  change: (draft: Partial<Draft>) => void
  silence: (silence: Silence) => void
  words: Words
  own: Words
  both: boolean
  wrong: string | undefined
}

function Control(props: ControlProps) {
  const { field, draft, change, silence, label, wrong } = props
  const options = optionsOf(props)
  const quiet = silencesOf(props)
  const t = useT()
  switch (field.kind) {
    case 'choice':
    case 'scale':
      return (
        <RadioGroup
          label={t('assessment.interview.answer')}
          value={draft.silence || draft.text}
          onChange={(value) => (isSilence(value) ? silence(value) : change({ text: value }))}
          choices={options}
          alsoChoices={quiet}
          error={wrong}
        />
      )
    case 'choices':
      return (
        <>
          <CheckboxGroup
            label={t('assessment.interview.several')}
            value={draft.many}
            onChange={(many) => change({ many })}
            choices={options}
            error={wrong}
          />
          <Silent {...props} />
        </>
      )
    case 'number':
      return (
        <>
          <NumberField label={label} value={draft.text} onChange={(text) => change({ text })} error={wrong} />
          <Silent {...props} />
        </>
      )
    case 'code':
      return (
        <>
          <Code system={field.system} {...props} />
          <Silent {...props} />
        </>
      )
    case 'list':
    case 'text':
      return (
        <>
          <Textarea
            label={label}
            help={field.kind === 'list' ? t('assessment.interview.list') : undefined}
            value={draft.text}
            onChange={(text) => change({ text })}
            rows={field.kind === 'list' ? 4 : 3}
            maxLength={1000}
            error={wrong}
          />
          <Silent {...props} />
        </>
      )
  }
}

/** The options in the person's words, with the worker's beneath where they differ. */
function optionsOf({ item, field, words, own, both }: ControlProps) {
  const codes: (string | number)[] =
    'options' in field
      ? [...field.options]
      : field.kind === 'scale'
        ? Array.from({ length: field.max - field.min + 1 }, (_, i) => field.min + i)
        : []
  return codes.map((code) => {
    if (field.kind === 'scale' && !worded(field)) return { value: String(code), label: String(code) }
    const keys = optionKeys(item.id, code)
    const [label, help] = [words(keys).text, own(keys).text]
    return { value: String(code), label, ...(both && help !== label ? { help } : {}) }
  })
}

function silencesOf({ words, own, both }: ControlProps) {
  return silences.map((value) => {
    const [label, help] = [words(`answers.${value}`).text, own(`answers.${value}`).text]
    return { value, label, ...(both ? { help } : {}) }
  })
}

/** As easy as any answer, beside what is typed. */
function Silent(props: ControlProps) {
  const t = useT()
  return (
    <RadioGroup<Silence>
      label={t('assessment.interview.orElse')}
      value={props.draft.silence}
      onChange={props.silence}
      choices={silencesOf(props)}
    />
  )
}

function Code({
  system,
  label,
  draft,
  change,
  wrong,
}: ControlProps & { system: 'ISO-639-3' | 'ISO-3166-1-alpha-3' }) {
  const countries = useCountryChoices()
  const languages = useLanguageChoices()
  return (
    <Combobox
      label={label}
      value={draft.text}
      onChange={(text) => change({ text })}
      choices={system === 'ISO-639-3' ? languages : countries}
      error={wrong}
    />
  )
}
