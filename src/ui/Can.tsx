import type { ReactNode } from 'react'
import { useT } from './language.tsx'
import { useCan } from './session.tsx'

/**
 * Shows the deed with its reason when the viewer's role lacks the verb:
 * `<Can verb="person.register">{(reason) => <Button disabledReason={reason}>…</Button>}</Can>`.
 * `otherwise="absent"` for what its very existence would reveal.
 */
export function Can({
  verb,
  otherwise = 'reason',
  children,
}: {
  verb: string
  otherwise?: 'reason' | 'absent'
  children: (reason: string | undefined) => ReactNode
}) {
  const can = useCan(verb)
  const t = useT()
  if (!can && otherwise === 'absent') return null
  return <>{children(can ? undefined : t('ui.can.not'))}</>
}
