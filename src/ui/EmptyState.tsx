import type { ReactNode } from 'react'

/** Why it is empty, and what to do. */
export function EmptyState({
  title,
  children,
  actions,
}: {
  title: string
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children && <div>{children}</div>}
      {actions && <div className="actions">{actions}</div>}
    </div>
  )
}
