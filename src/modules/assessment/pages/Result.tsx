import { Printer } from 'lucide-react'
import { useState } from 'react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { nameOf, type PersonLanguage, personLanguages } from '../../../shared/messages.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { useAddress } from '../../../ui/address.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { useAsk } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Fold } from '../../../ui/Fold.tsx'
import { useFormat } from '../../../ui/format.ts'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Unreviewed } from '../../../ui/PersonText.tsx'
import { definePage } from '../../../ui/page.ts'
import { Select } from '../../../ui/Select.tsx'
import { Section } from '../../../ui/Sheet.tsx'
import { useCan } from '../../../ui/session.tsx'
import { useStaffLanguage } from '../../registry/panels.tsx'
import type { householdResult, readResult, SharedResult } from '../contract.ts'
import { FlagButton } from './parts/Flag.tsx'
import { Spoken, supportOf, useWords, type Words } from './parts/words.tsx'
import { Arithmetic } from './result/Arithmetic.tsx'
import { Change } from './result/Change.tsx'
import { Contests, Decide } from './result/Decide.tsx'
import { ActionNotes, Needs } from './result/Needs.tsx'
import { Strengths } from './result/Strengths.tsx'
import './assessment.css'

const addressed = { of: '' }

function Result({ params: { personId } }: { params: { personId: string } }) {
  const [{ of }] = useAddress(addressed)
  const query = useAsk<AnswerOf<typeof readResult>>('/api/people/:personId/result', {
    params: { personId },
    query: { assessmentId: of },
  })
  return (
    <Answered query={query}>
      {(result) =>
        result ? <Told key={result.assessment.id} result={result} /> : <NotYet personId={personId} />
      }
    </Answered>
  )
}

function NotYet({ personId }: { personId: string }) {
  const t = useT()
  return (
    <>
      <PageHeader
        title={t('assessment.result.title')}
        back={{ href: `/people/${personId}`, label: t('assessment.result.back') }}
      />
      <EmptyState
        title={t('assessment.result.none')}
        actions={
          <Link look="primary" href={`/people/${personId}/interview`}>
            {t('assessment.panel.start')}
          </Link>
        }
      >
        <p>{t('assessment.result.noneHelp')}</p>
      </EmptyState>
    </>
  )
}

function Told({ result }: { result: SharedResult }) {
  const t = useT()
  const format = useFormat()
  const [lang, setLang] = useState<PersonLanguage>(result.assessment.language)
  const theirs = useWords(lang)
  const own = useWords(useStaffLanguage())
  const protection = useCan('protection.read')
  if (!theirs || !own) return null
  const { personId, assessment } = result
  return (
    <article className="stack result">
      <PageHeader
        title={<span dir="auto">{result.name}</span>}
        lead={t('assessment.result.lead', {
          when: format.day(assessment.finishedAt),
          by: assessment.finishedBy,
        })}
        back={{ href: `/people/${personId}`, label: t('assessment.result.back') }}
        actions={
          <>
            <Link look="button" icon={Printer} href={`/people/${personId}/result/print`}>
              {t('assessment.print.open')}
            </Link>
            {protection && (
              <Link look="button" href={`/people/${personId}/protection`}>
                {t('assessment.protection.open')}
              </Link>
            )}
            <FlagButton personId={personId} />
          </>
        }
      />
      {result.underWay && (
        <Notice
          title={t('assessment.result.underWay')}
          actions={
            <Link look="button" href={`/people/${personId}/interview`}>
              {t('assessment.panel.goOn')}
            </Link>
          }
        />
      )}
      <ForThePerson result={result} words={theirs} lang={lang} setLang={setLang} />
      <Decide result={result} words={own} />
      {result.change && (
        <Section title={t('assessment.change.title', { when: format.day(result.change.from) })}>
          <Change change={result.change} words={own} />
        </Section>
      )}
      <Contests result={result} />
      <Section title={t('assessment.arithmetic.title')}>
        <Fold title={t('assessment.arithmetic.show')}>
          <Arithmetic arithmetic={result.arithmetic} complete={result.complete} words={own} />
          <ActionNotes needs={result.needs} />
        </Fold>
      </Section>
      {result.householdId && <Together householdId={result.householdId} self={personId} words={own} />}
      {result.earlier.length > 0 && (
        <Section title={t('assessment.result.earlier')}>
          <ul className="plain-list">
            {result.earlier.map((one) => (
              <li key={one.assessmentId}>
                <Link href={`/people/${personId}/result?of=${one.assessmentId}`}>
                  {format.day(one.finishedAt)}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </article>
  )
}

/** What is read to the person, first and large: what we can support, what may resolve it, what they bring. */
function ForThePerson({
  result,
  words,
  lang,
  setLang,
}: {
  result: SharedResult
  words: Words
  lang: PersonLanguage
  setLang: (lang: PersonLanguage) => void
}) {
  const t = useT()
  const aside = result.decision?.setAside ?? []
  const needs = result.needs.filter((n) => !aside.includes(n.indicator))
  const heading = words('frame.support')
  return (
    <section className="section for-person" aria-labelledby="for-person">
      <div className="section-top">
        <h2 id="for-person" lang={heading.language}>
          {heading.text}
        </h2>
        <Select
          label={t('assessment.result.language')}
          value={lang}
          onChange={(chosen) => chosen && setLang(chosen)}
          choices={personLanguages.map((value) => ({ value, label: nameOf(value) }))}
        />
      </div>
      {!heading.reviewed && <Unreviewed />}
      <Needs needs={needs} words={words} />
      {result.decision && result.decision.added.length > 0 && (
        <ol className="needs" start={needs.length + 1}>
          {result.decision.added.map((id) => (
            <li key={id}>
              <p className="need">
                <Spoken said={supportOf(words, id)} /> <Badge>{t('assessment.decide.addedMark')}</Badge>
              </p>
            </li>
          ))}
        </ol>
      )}
      {result.strengths.length > 0 && (
        <>
          <h3 lang={words('dimension.strengths').language}>{words('dimension.strengths').text}</h3>
          <Strengths strengths={result.strengths} words={words} />
        </>
      )}
      <p>
        <Spoken said={words('frame.decides')} /> <Spoken said={words('frame.contest')} />
      </p>
    </section>
  )
}

/** The household side by side, in no order of need, and what they lack together. */
function Together({ householdId, self, words }: { householdId: string; self: string; words: Words }) {
  const t = useT()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const query = useAsk<AnswerOf<typeof householdResult>>('/api/households/:householdId/result', {
    params: { householdId },
    enabled: open,
  })
  return (
    <Section title={t('assessment.household.title')}>
      <Fold title={t('assessment.household.show')} onOpen={() => setOpen(true)}>
        {open && (
          <Answered query={query} lines={3}>
            {(house) => (
              <>
                <ul className="asked">
                  {house.members.map((member) => (
                    <li key={member.personId}>
                      <span dir="auto">
                        {member.name}
                        <span className="said">
                          {member.result
                            ? member.result.needs.map((n) => supportOf(words, n.indicator).text).join(' ') ||
                              words('frame.no_needs').text
                            : t('assessment.household.notYet')}
                        </span>
                      </span>
                      {member.personId !== self && (
                        <Link href={`/people/${member.personId}/${member.result ? 'result' : 'interview'}`}>
                          {t(member.result ? 'assessment.panel.see' : 'assessment.panel.start')}
                        </Link>
                      )}
                    </li>
                  ))}
                </ul>
                {house.together && (
                  <>
                    <h3>{t('assessment.household.together', { count: house.together.members })}</h3>
                    <Needs needs={house.together.needs} words={words} />
                    <p className="muted">
                      {t('assessment.arithmetic.bounds', {
                        low: format.number(house.together.arithmetic.lowPoints),
                        high: format.number(house.together.arithmetic.highPoints),
                      })}
                    </p>
                  </>
                )}
              </>
            )}
          </Answered>
        )}
      </Fold>
    </Section>
  )
}

export const page = definePage({
  path: '/people/$personId/result',
  title: 'assessment.result.title',
  verb: 'result.read',
  Component: Result,
})
