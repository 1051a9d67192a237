import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from './Link.tsx'

type Props = {
  title: ReactNode
  /** One sentence: what this page is for. */
  lead?: ReactNode
  back?: { href: string; label: string }
  /** What to know now, beside the title: badges. */
  marks?: ReactNode
  actions?: ReactNode
}

/** The h1 takes the focus after every navigation, so that screen readers hear where they are. */
export function PageHeader({ title, lead, back, marks, actions }: Props) {
  return (
    <header className="page-header">
      {back && (
        <Link href={back.href} icon={ArrowLeft}>
          {back.label}
        </Link>
      )}
      <div className="page-title">
        <h1 tabIndex={-1}>{title}</h1>
        {marks}
      </div>
      {lead && <p className="lead">{lead}</p>}
      {actions && <div className="actions">{actions}</div>}
    </header>
  )
}
