import { ChevronRight } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'

type Props = {
  title: string
  /** What is in it already, in a few words. */
  holds?: string
  /** Something in it must be corrected: it opens by itself. */
  wrong?: boolean
  onOpen?: () => void
  children: ReactNode
}

/** What most do not need to see, one key away. */
export function Fold({ title, holds, wrong = false, onOpen, children }: Props) {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    if (wrong) setOpen(true)
  }, [wrong])
  return (
    <details
      className="fold"
      open={open}
      onToggle={(event) => {
        setOpen(event.currentTarget.open)
        if (event.currentTarget.open) onOpen?.()
      }}
    >
      <summary>
        <ChevronRight aria-hidden className="icon" />
        <span>
          <span className="fold-title">{title}</span>
          {holds && <span className="muted"> {holds}</span>}
        </span>
      </summary>
      <div className="fold-body">{children}</div>
    </details>
  )
}
