import { useBlocker } from '@tanstack/react-router'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import { useT } from './language.tsx'

/** Asks before a half-typed form is left for another page or a closed window. */
export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const t = useT()
  const blocker = useBlocker({
    // A filter changing in the address is not leaving.
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: dirty,
    withResolver: true,
  })
  return (
    <Dialog
      open={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t('ui.leave.title')}
      kind="alert"
      actions={
        <>
          <Button kind="primary" onPress={() => blocker.reset?.()}>
            {t('ui.leave.stay')}
          </Button>
          <Button kind="danger" onPress={() => blocker.proceed?.()}>
            {t('ui.leave.go')}
          </Button>
        </>
      }
    >
      <p>{t('ui.leave.body')}</p>
    </Dialog>
  )
}
