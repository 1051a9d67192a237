import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'
import type { SharedResult } from '../../contract.ts'
import type { Words } from '../parts/words.tsx'

type Told = NonNullable<SharedResult['change']>
const told = ['resolved', 'new', 'kept', 'not_known'] as const

/** What changed since last time, thing by thing; the score only over what was asked and answered both times. */
export function Change({ change, words }: { change: Told; words: Words }) {
  const t = useT()
  const format = useFormat()
  return (
    <>
      {change.ageGroupChanged && <p>{t('assessment.change.ageGroup')}</p>}
      <dl className="facts">
        {told.map((how) => {
          const items = change.items.filter((i) => i.change === how)
          if (items.length === 0) return null
          return (
            <div key={how}>
              <dt>{t(`assessment.change.${how}`)}</dt>
              <dd>{items.map((i) => words(`${i.indicator}.name`).text).join('; ')}</dd>
            </div>
          )
        })}
      </dl>
      {change.common && (
        <p className="muted">
          {t('assessment.change.common', {
            count: change.common.items,
            before: format.number(change.common.before.points),
            after: format.number(change.common.after.points),
          })}
        </p>
      )}
    </>
  )
}
