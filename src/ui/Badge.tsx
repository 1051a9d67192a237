import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { type Tone, toneIcons } from './Notice.tsx'

type BadgeProps = { children: ReactNode; tone?: Tone; icon?: LucideIcon }

/** A word to know at a glance; with a tone it always brings its icon. */
export function Badge({ children, tone, icon }: BadgeProps) {
  const Icon = icon ?? (tone && toneIcons[tone])
  return (
    <span className={tone ? `badge notice-${tone}` : 'badge'}>
      {Icon && <Icon aria-hidden className="icon" />}
      {children}
    </span>
  )
}

/** Bands are warm and equal in weight: the word tells them apart, the colour only helps. */
export function Band({ level, children }: { level: 1 | 2 | 3; children: ReactNode }) {
  return <span className={`band band-${level}`}>{children}</span>
}
