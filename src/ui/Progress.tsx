import { ProgressBar } from 'react-aria-components/ProgressBar'
import { useT } from './language.tsx'

type Props = {
  label: string
  /** Left out when nobody can know. */
  done?: number
  total?: number
  /** Over ten seconds, say that the page may be closed; only where it is true. */
  mayClose?: boolean
  /** Without the numbers, where what is left would weigh. */
  quiet?: boolean
}

export function Progress({ label, done, total, mayClose, quiet }: Props) {
  const t = useT()
  const known = done !== undefined && total !== undefined && total > 0
  const words = known && !quiet ? t('ui.progress.left', { done, total }) : undefined
  return (
    <ProgressBar
      className="progress"
      aria-label={label}
      value={known ? done : undefined}
      maxValue={known ? total : undefined}
      isIndeterminate={!known}
      valueLabel={words ?? label}
    >
      {({ percentage }) => (
        <>
          <span className="progress-words">
            <span>{label}</span>
            {words && <span className="muted">{words}</span>}
          </span>
          <span className={known ? 'progress-track' : 'progress-track progress-unknown'}>
            <span className="progress-fill" style={{ width: known ? `${percentage}%` : undefined }} />
          </span>
          {mayClose && <span className="muted">{t('ui.progress.mayClose')}</span>}
        </>
      )}
    </ProgressBar>
  )
}
