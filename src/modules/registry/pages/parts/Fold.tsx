import { ChevronRight } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'

type Props = {
  title: string
  /** What is in it already, in a few words. */
  holds?: string
  /** Something in it must be corrected: it opens by itself. */
  wrong?: boolean
  children: ReactNode
}

/** A part of a form that most families do not need, one key away. */
export function Fold({ title, holds, wrong = false, children }: Props) {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    if (wrong) setOpen(true)
  }, [wrong])
  return (
    <details className="fold" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <ChevronRight aria-hidden className="icon" />
        <span className="fold-title">{title}</span>
        {holds && <span className="muted">{holds}</span>}
      </summary>
      <div className="fold-body">{children}</div>
    </details>
  )
}
