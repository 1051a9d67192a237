import { List, LogOut, SkipForward } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import type { PersonLanguage, StaffLanguage } from '../../../../shared/messages.ts'
import { Button } from '../../../../ui/Button.tsx'
import { CheckboxGroup } from '../../../../ui/CheckboxGroup.tsx'
import { Combobox } from '../../../../ui/Combobox.tsx'
import { Link } from '../../../../ui/Link.tsx'
import { useT } from '../../../../ui/language.tsx'
import { Notice } from '../../../../ui/Notice.tsx'
import { NumberField, readNumber } from '../../../../ui/NumberField.tsx'
import { Unreviewed } from '../../../../ui/PersonText.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import type { Choice } from '../../../../ui/Select.tsx'
import { Steps } from '../../../../ui/Steps.tsx'
import { Textarea } from '../../../../ui/Textarea.tsx'
import { useCountryChoices, useLanguageChoices, useStaffLanguage } from '../../../registry/panels.tsx'
import { optionKeys } from '../../instruments/texts.ts'
import type { Field, Item } from '../../instruments/types.ts'
import { FlagButton } from '../parts/Flag.tsx'
import {
  type Answer,
  questionOf,
  Spoken,
  useHeadingFocus,
  useWords,
  type Words,
  worded,
} from '../parts/words.tsx'

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
  name: string
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
  const page = useRef<HTMLDivElement>(null)
  useHeadingFocus(Boolean(words && own))
  if (!words || !own) return null
  const theirs = questionOf(words, item, field)
  const mine = questionOf(own, item, field)
  const both = lang !== staff
  const options = optionsOf(item, field, words, own, staff)
  const quiet = silences.map((value) => choiceOf(value, `answers.${value}`, words, own, staff))
  const read = [...(theirs.stem ? [theirs.stem] : []), theirs.asked, ...options, ...quiet]

  const next = () => {
    const drawn = readDraft(field, draft)
    if ('answer' in drawn) return props.onAnswer(drawn.answer)
    setWrong(
      field.kind === 'number' || field.kind === 'scale'
        ? t(drawn.wrong, { min: field.min, max: field.max })
        : t(drawn.wrong),
    )
    // What is wrong is read out with the answer it belongs to.
    page.current?.querySelector<HTMLElement>('form input, form textarea')?.focus()
  }
  const change = (draftNow: Partial<Draft>) => {
    setWrong(undefined)
    setDraft((before) => ({ ...before, silence: '', ...draftNow }))
  }

  return (
    <div className="asking" ref={page}>
      <div className="asking-flag">
        <FlagButton personId={props.personId} />
      </div>
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
          <>
            {both && (
              <span lang={staff}>
                {mine.stem ? `${mine.stem.text} ` : ''}
                {mine.asked.text}{' '}
              </span>
            )}
            {!read.every((text) => text.reviewed) && <Unreviewed />}
          </>
        }
        progress={{
          label: t('assessment.interview.with', { name: props.name }),
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
            <Link look="quiet" icon={LogOut} href={`/people/${props.personId}`}>
              {t('assessment.interview.stop')}
            </Link>
          </>
        }
      >
        <Notes {...props} words={words} />
        {props.problem}
        <Control
          {...{ field, draft, change, wrong, options, quiet }}
          silence={(silence) => {
            setWrong(undefined)
            setDraft({ silence, text: '', many: [] })
          }}
        />
      </Steps>
    </div>
  )
}

function Notes({ item, unseen, lawNote, words }: Props & { words: Words }) {
  const t = useT()
  const isPrivate = item.setting === 'private' || item.optional
  if (!unseen && !lawNote && !isPrivate) return null
  return (
    <div className="asking-notes">
      {unseen && <Notice title={t('assessment.interview.unseen')} />}
      {lawNote && <Notice tone="warn" title={t('assessment.interview.lawNote')} />}
      {isPrivate && (
        <p className="help">
          <Spoken said={words('frame.not_answering')} />
        </p>
      )}
    </div>
  )
}

type Option<Value extends string = string> = Choice<Value> & { reviewed: boolean }

type ControlProps = {
  field: Field
  draft: Draft
  change: (draft: Partial<Draft>) => void
  silence: (silence: Silence) => void
  options: readonly Option[]
  quiet: readonly Option<Silence>[]
  wrong: string | undefined
}

/** What is asked stands above, in both languages; the control only says that here is its answer. */
function Control(props: ControlProps) {
  const { field, draft, change, silence, options, quiet, wrong } = props
  const t = useT()
  const label = t('assessment.interview.answer')
  switch (field.kind) {
    case 'choice':
    case 'scale':
      return (
        <RadioGroup
          label={label}
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

/** In the person's words, with the worker's beneath where they differ. */
function choiceOf<Value extends string>(
  value: Value,
  keys: string | readonly string[],
  words: Words,
  own: Words,
  staff: StaffLanguage,
): Option<Value> {
  const [theirs, mine] = [words(keys), own(keys)]
  return {
    value,
    label: theirs.text,
    lang: theirs.language,
    reviewed: theirs.reviewed,
    ...(mine.text === theirs.text ? {} : { help: mine.text, helpLang: staff }),
  }
}

function optionsOf(item: Item, field: Field, words: Words, own: Words, staff: StaffLanguage): Option[] {
  const codes: (string | number)[] =
    'options' in field
      ? [...field.options]
      : field.kind === 'scale'
        ? Array.from({ length: field.max - field.min + 1 }, (_, i) => field.min + i)
        : []
  return codes.map((code) =>
    field.kind === 'scale' && !worded(field)
      ? { value: String(code), label: String(code), reviewed: true }
      : choiceOf(String(code), optionKeys(item.id, code), words, own, staff),
  )
}

/** As easy as any answer, beside what is typed. */
function Silent({ draft, silence, quiet }: ControlProps) {
  const t = useT()
  return (
    <RadioGroup<Silence>
      label={t('assessment.interview.orElse')}
      value={draft.silence}
      onChange={silence}
      choices={quiet}
    />
  )
}

function Code({
  system,
  draft,
  change,
  wrong,
}: ControlProps & { system: 'ISO-639-3' | 'ISO-3166-1-alpha-3' }) {
  const t = useT()
  const countries = useCountryChoices()
  const languages = useLanguageChoices()
  return (
    <Combobox
      label={t('assessment.interview.answer')}
      value={draft.text}
      onChange={(text) => change({ text })}
      choices={system === 'ISO-639-3' ? languages : countries}
      error={wrong}
    />
  )
}
