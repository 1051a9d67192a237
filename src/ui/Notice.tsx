import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from './language.tsx'

export type Tone = 'info' | 'warn' | 'danger' | 'ok'

export const toneIcons = { info: Info, warn: TriangleAlert, danger: CircleAlert, ok: CircleCheck }

type Props = {
  tone?: Tone
  /** What happened, in a sentence; the word of the tone when left out. */
  title?: ReactNode
  children?: ReactNode
  actions?: ReactNode
  /** Read out when it appears; leave off for what was there from the start. */
  live?: boolean
}

export function Notice({ tone = 'info', title, children, actions, live }: Props) {
  const t = useT()
  const Icon = toneIcons[tone]
  return (
    <div
      className={`notice notice-${tone}`}
      role={live ? (tone === 'danger' ? 'alert' : 'status') : undefined}
    >
      <p className="notice-title">
        <Icon aria-hidden className="icon" />
        {title ? (
          <>
            <span className="hidden">{t(`ui.tone.${tone}`)}: </span>
            <strong>{title}</strong>
          </>
        ) : (
          <strong>{t(`ui.tone.${tone}`)}</strong>
        )}
      </p>
      {children && <div className="notice-body">{children}</div>}
      {actions && <div className="actions">{actions}</div>}
    </div>
  )
}
