import { Download } from 'lucide-react'
import { useState } from 'react'
import type { AnswerOf } from '../../../../shared/contract.ts'
import { call } from '../../../../ui/api.ts'
import { Button } from '../../../../ui/Button.tsx'
import { useFormat } from '../../../../ui/format.ts'
import { Link } from '../../../../ui/Link.tsx'
import { useT } from '../../../../ui/language.tsx'
import { Notice } from '../../../../ui/Notice.tsx'
import { ProblemNotice } from '../../../../ui/ProblemNotice.tsx'
import { Section } from '../../../../ui/Sheet.tsx'
import { saveCsv } from '../../../../ui/save.ts'
import type { CensusBatch, censusReturn } from '../../census/contract.ts'
import { reasonText } from '../../rules/census-reasons.ts'
import { useStaffLanguage } from '../parts/codes.tsx'

/** The account of the file: every row in one of four places, and why. */
export function Result({ batch }: { batch: CensusBatch }) {
  const t = useT()
  const format = useFormat()
  const lang = useStaffLanguage()
  const dry = batch.state === 'planned'
  const { create, hold, refuse, ignore, read } = batch.tally
  const made = dry ? create : batch.created
  const unanswered = batch.questions.filter((question) => !question.answered)
  const kinds = (['hold', 'refuse', 'ignore', 'notice'] as const).filter((kind) =>
    batch.reasons.some((reason) => reason.kind === kind),
  )
  return (
    <Section
      title={t(dry ? 'registry.import.result.dry' : 'registry.import.result.title')}
      actions={hold + refuse > 0 && <ReturnButton batch={batch} />}
    >
      <table className="import-account">
        <caption className="hidden">{t('registry.import.result.account')}</caption>
        <tbody>
          {(
            [
              [dry ? 'toCreate' : 'created', made],
              ['held', hold],
              ['refused', refuse],
              ['ignored', ignore],
            ] as const
          ).map(([word, rows]) => (
            <tr key={word}>
              <th scope="row">{t(`registry.import.result.${word}`)}</th>
              <td>{format.number(rows)}</td>
            </tr>
          ))}
          <tr className="import-sum">
            <th scope="row">{t('registry.import.result.read')}</th>
            <td>{format.number(made + hold + refuse + ignore)}</td>
          </tr>
        </tbody>
      </table>
      {made + hold + refuse + ignore !== (batch.rowsTotal ?? read) && (
        <p className="muted">
          {t('registry.import.result.left', {
            rows: (batch.rowsTotal ?? read) - made - hold - refuse - ignore,
          })}
        </p>
      )}
      {batch.families.total !== undefined && (
        <p>{t('registry.import.result.families', { total: batch.families.total })}</p>
      )}
      {batch.childrenAlone > 0 && (
        <Notice
          tone="warn"
          title={t('registry.import.result.childrenAlone', { count: batch.childrenAlone })}
        />
      )}
      {batch.totals.map(({ line, says, people }) => (
        <p key={line} className="muted">
          {t('registry.import.result.total', { line, says, people })}
        </p>
      ))}
      {unanswered.length > 0 && (
        <Notice tone="warn" title={t('registry.import.result.unanswered', { count: unanswered.length })}>
          <ul>
            {unanswered.map((question) => (
              <li key={question.id === 'date_order' ? question.field : question.id}>
                {question.id === 'date_order'
                  ? t(`registry.import.order.${question.field}`)
                  : t(`registry.import.result.${question.id}`, { rows: question.rows })}
              </li>
            ))}
          </ul>
          {dry && <p>{t('registry.import.result.unansweredHelp')}</p>}
        </Notice>
      )}
      {batch.withheld.length > 0 && (
        <Notice title={t('registry.import.result.withheld', { count: batch.withheld.length })}>
          <ul>
            {batch.withheld.map(({ heading, use, why }) => (
              <li key={heading + use}>
                <span dir="auto">{heading || t(`registry.import.use.${use}`)}</span>:{' '}
                {t(`registry.import.why.${why}`)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {!dry && hold + refuse > 0 && (
        <p>
          {t('registry.import.result.returnHelp')}{' '}
          <Link href={`/import?${new URLSearchParams({ source: batch.source })}`}>
            {t('registry.import.result.again')}
          </Link>
        </p>
      )}
      {kinds.map((kind) => (
        <div key={kind} className="import-reasons">
          <h3>{t(`registry.import.kind.${kind}`)}</h3>
          <ul>
            {batch.reasons
              .filter((reason) => reason.kind === kind)
              .map(({ code, rows }) => (
                <li key={code}>
                  <span className="number">{format.number(rows)}</span>
                  <span>{reasonText(code, lang).why}</span>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </Section>
  )
}

/** Held and refused rows, to correct in the spreadsheet and send again. */
function ReturnButton({ batch }: { batch: CensusBatch }) {
  const t = useT()
  const lang = useStaffLanguage()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const save = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      const pieces: string[] = []
      let name = 'censo.csv'
      for (let after: number | undefined = 0; after !== undefined; ) {
        const piece: AnswerOf<typeof censusReturn> = await call('GET', '/api/census/:batchId/return', {
          params: { batchId: batch.id },
          query: { language: lang, after },
        })
        pieces.push(piece.csv)
        name = piece.fileName
        after = piece.next
      }
      saveCsv(name, pieces)
    } catch (refused) {
      setProblem(refused)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button icon={Download} busy={busy} onPress={() => void save()}>
        {t('registry.import.result.return', { rows: batch.tally.hold + batch.tally.refuse })}
      </Button>
      {problem !== undefined && <ProblemNotice problem={problem} />}
    </>
  )
}
