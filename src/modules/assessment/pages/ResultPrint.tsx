import { useState } from 'react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { localesOf, nameOf, type PersonLanguage, personLanguages } from '../../../shared/messages.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { Checkbox } from '../../../ui/CheckboxGroup.tsx'
import { useAsk } from '../../../ui/data.ts'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Unreviewed } from '../../../ui/PersonText.tsx'
import { PrintButton, ScreenOnly } from '../../../ui/Print.tsx'
import { definePage } from '../../../ui/page.ts'
import { Select } from '../../../ui/Select.tsx'
import { formatCode, useStaffLanguage } from '../../registry/panels.tsx'
import type { printResult } from '../contract.ts'
import { useWords } from './parts/words.tsx'
import { Arithmetic } from './result/Arithmetic.tsx'
import { Needs } from './result/Needs.tsx'
import { Strengths } from './result/Strengths.tsx'
import './assessment.css'

type Printed = AnswerOf<typeof printResult>

/** The sheet the person takes along: supports and strengths in their language; no band, no flag, nothing special. */
function ResultPrint({ params: { personId } }: { params: { personId: string } }) {
  const query = useAsk<Printed>('/api/people/:personId/result/print', { params: { personId } })
  return <Answered query={query}>{(printed) => <Paper printed={printed} />}</Answered>
}

function Paper({ printed }: { printed: Printed }) {
  const t = useT()
  const [lang, setLang] = useState<PersonLanguage>(printed.language)
  const [sums, setSums] = useState(false)
  const words = useWords(lang)
  const own = useWords(useStaffLanguage())
  if (!words || !own) return null
  return (
    <>
      <ScreenOnly>
        <PageHeader
          title={t('assessment.print.title')}
          lead={t('assessment.print.lead')}
          back={{ href: `/people/${printed.personId}/result`, label: t('assessment.result.title') }}
          actions={<PrintButton />}
        />
        <div className="print-bar">
          <Select
            label={t('assessment.result.language')}
            value={lang}
            onChange={(chosen) => chosen && setLang(chosen)}
            choices={personLanguages.map((value) => ({ value, label: nameOf(value) }))}
          />
          <Checkbox label={t('assessment.print.withSums')} value={sums} onChange={setSums} />
        </div>
        {!words('frame.support').reviewed && <Unreviewed />}
      </ScreenOnly>
      <article className="paper for-person" lang={words('frame.support').language}>
        <header className="paper-head">
          <span dir="auto">{printed.organizationName}</span>
          <span>{dayIn(lang, printed.finishedAt)}</span>
        </header>
        <p className="paper-name" dir="auto">
          {printed.name}
          {printed.code && <span className="code">{formatCode(printed.code)}</span>}
        </p>
        <h2>{words('frame.support').text}</h2>
        <Needs needs={printed.needs} words={words} />
        {printed.strengths.length > 0 && (
          <>
            <h2>{words('dimension.strengths').text}</h2>
            <Strengths strengths={printed.strengths} words={words} />
          </>
        )}
        <p>
          {words('frame.decides').text} {words('frame.contest').text}
        </p>
      </article>
      {sums && (
        <article className="paper">
          <h2>{t('assessment.arithmetic.title')}</h2>
          <Arithmetic arithmetic={printed.arithmetic} complete={printed.complete} words={own} />
        </article>
      )}
    </>
  )
}

/** On the person's sheet the day is said in their language too. */
const dayIn = (lang: PersonLanguage, at: string) =>
  new Intl.DateTimeFormat(localesOf(lang), { day: 'numeric', month: 'long', year: 'numeric' }).format(
    new Date(at),
  )

export const page = definePage({
  path: '/people/$personId/result/print',
  title: 'assessment.print.title',
  verb: 'result.read',
  Component: ResultPrint,
})
