import type { ReactNode } from 'react'

export type Moment = { id: string; when: string; title: ReactNode; body?: ReactNode }

/** What happened, newest first; `when` already in words. */
export function Timeline({ label, moments }: { label: string; moments: readonly Moment[] }) {
  return (
    <ol className="timeline" aria-label={label}>
      {moments.map(({ id, when, title, body }) => (
        <li key={id}>
          <span className="muted small">{when}</span>
          <strong>{title}</strong>
          {body && <div>{body}</div>}
        </li>
      ))}
    </ol>
  )
}
