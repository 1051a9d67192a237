import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'
import type { SharedResult } from '../../contract.ts'
import type { Words } from '../parts/words.tsx'

/** The arithmetic, line by line: what each thing weighs and what was counted. */
export function Arithmetic({
  arithmetic,
  complete,
  words,
}: {
  arithmetic: SharedResult['arithmetic']
  complete: boolean
  words: Words
}) {
  const t = useT()
  const format = useFormat()
  const { lines, lowPoints, highPoints } = arithmetic
  return (
    <>
      <p>
        {lowPoints === highPoints
          ? t('assessment.arithmetic.exact', { points: format.number(lowPoints) })
          : t('assessment.arithmetic.bounds', {
              low: format.number(lowPoints),
              high: format.number(highPoints),
            })}{' '}
        {!complete && t('assessment.arithmetic.provisional')}
      </p>
      <p className="muted">{t('assessment.arithmetic.how')}</p>
      <section className="sums-box" aria-label={t('assessment.arithmetic.table')}>
        <table className="sums">
          <thead>
            <tr>
              <th scope="col">{t('assessment.arithmetic.what')}</th>
              <th scope="col">{t('assessment.arithmetic.found')}</th>
              <th scope="col" className="number">
                {t('assessment.arithmetic.points')}
              </th>
            </tr>
          </thead>
          {arithmetic.dimensions.map((dimension) => {
            const mine = lines.filter((line) => homeOf(arithmetic, line.dimension) === dimension)
            const pooled = new Set(mine.map((line) => line.dimension)).size > 1
            return (
              <tbody key={dimension}>
                <tr className="sums-head">
                  <th scope="rowgroup" colSpan={3}>
                    {words(pooled ? 'dimension.pooled' : `dimension.${dimension}`).text}
                  </th>
                </tr>
                {mine.map((line) => (
                  <tr key={line.indicator}>
                    <th scope="row">{words(line.name).text}</th>
                    <td>{t(`assessment.status.${line.status === '?' ? 'unknown' : line.status}`)}</td>
                    <td className="number">
                      {line.status === 1
                        ? format.number(line.points)
                        : line.status === 0
                          ? '0'
                          : t('assessment.arithmetic.upTo', { points: format.number(line.points) })}
                    </td>
                  </tr>
                ))}
              </tbody>
            )
          })}
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {t('assessment.arithmetic.total')}
              </th>
              <td className="number">
                {lowPoints === highPoints
                  ? format.number(lowPoints)
                  : t('assessment.arithmetic.range', {
                      low: format.number(lowPoints),
                      high: format.number(highPoints),
                    })}
              </td>
            </tr>
          </tfoot>
        </table>
      </section>
      <p className="muted small">
        {t('assessment.arithmetic.exactly', { low: arithmetic.low, high: arithmetic.high })}
      </p>
    </>
  )
}

/** Under 18 two small dimensions weigh one together: what is not active itself counts in the last that is. */
function homeOf(arithmetic: SharedResult['arithmetic'], dimension: string): string {
  return arithmetic.dimensions.includes(dimension) ? dimension : 'WO'
}
