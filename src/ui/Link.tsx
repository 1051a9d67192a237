import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link as AriaLink } from 'react-aria-components/Link'

type Props = {
  href: string
  children: ReactNode
  /** `button` for a step forward that is a place, not a deed. */
  look?: 'link' | 'button' | 'primary' | 'quiet'
  icon?: LucideIcon
  current?: boolean
  download?: boolean
  onPress?: () => void
}

export function Link({ href, children, look = 'link', icon: Icon, current, download, onPress }: Props) {
  const kind = {
    link: 'link',
    button: 'button button-secondary',
    primary: 'button button-primary',
    quiet: 'button button-quiet',
  }
  return (
    <AriaLink
      href={href}
      className={kind[look]}
      aria-current={current ? 'page' : undefined}
      download={download}
      onPress={onPress}
    >
      {Icon && <Icon aria-hidden className="icon" />}
      <span>{children}</span>
    </AriaLink>
  )
}
