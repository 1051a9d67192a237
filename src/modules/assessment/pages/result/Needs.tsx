import { useT } from '../../../../ui/language.tsx'
import type { SharedResult } from '../../contract.ts'
import { Spoken, supportOf, type Words } from '../parts/words.tsx'

type Need = SharedResult['needs'][number]

/** Each need as it is read to the person, with what may resolve it beside it. Never a label. */
export function Needs({ needs, words }: { needs: readonly Need[]; words: Words }) {
  if (needs.length === 0)
    return (
      <p>
        <Spoken said={words('frame.no_needs')} />
      </p>
    )
  return (
    <ol className="needs">
      {needs.map((need) => (
        <li key={need.indicator} className="keep">
          <p className="need">
            <Spoken said={supportOf(words, need.indicator)} />
          </p>
          <p className="need-actions">
            <span className="muted">
              <Spoken said={words('frame.actions')} />:{' '}
            </span>
            {need.actions.map((action, i) => (
              <span key={action.action}>
                {i > 0 && ' · '}
                <Spoken said={words(action.text)} />
              </span>
            ))}
          </p>
        </li>
      ))}
    </ol>
  )
}

/** What a need's action binds whoever takes it up to; for the worker, in the worker's words. */
export function ActionNotes({ needs }: { needs: readonly Need[] }) {
  const t = useT()
  const noted = [...new Set(needs.flatMap((n) => n.actions.filter((a) => a.note).map((a) => a.action)))]
  if (noted.length === 0) return null
  return (
    <ul className="muted">
      {noted.map((action) => (
        <li key={action}>{t(`assessment.actionNote.${action.replace('-', '_')}`)}</li>
      ))}
    </ul>
  )
}
