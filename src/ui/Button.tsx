import type { LucideIcon } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button'
import { useT } from './language.tsx'

type Props = Pick<ButtonProps, 'onPress' | 'autoFocus' | 'aria-label' | 'aria-expanded' | 'slot' | 'form'> & {
  children: ReactNode
  /** One primary action per view. */
  kind?: 'primary' | 'secondary' | 'danger' | 'quiet'
  type?: 'button' | 'submit'
  icon?: LucideIcon
  /** Why it cannot be pressed. The button stays reachable and the reason is read with it. */
  disabledReason?: string
  busy?: boolean
}

export function Button(props: Props) {
  const { children, kind = 'secondary', type = 'button', icon: Icon, disabledReason, busy, ...rest } = props
  const reason = useId()
  const t = useT()
  const className = `button button-${kind}`
  const inside = (
    <>
      {Icon && <Icon aria-hidden className="icon" />}
      <span>{busy ? t('ui.working') : children}</span>
    </>
  )
  if (disabledReason) {
    // aria-disabled, not disabled: someone who tabs must be able to reach it and hear why.
    return (
      <span className="button-refused">
        <button
          type="button"
          className={className}
          aria-disabled
          aria-describedby={reason}
          aria-label={rest['aria-label']}
        >
          {inside}
        </button>
        <span id={reason} className="reason">
          {disabledReason}
        </span>
      </span>
    )
  }
  return (
    <AriaButton {...rest} type={type} className={className} isPending={busy}>
      {inside}
    </AriaButton>
  )
}
