import { Lock } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { call } from '../../ui/api.ts'
import { Button } from '../../ui/Button.tsx'
import { Form } from '../../ui/Form.tsx'
import { useT } from '../../ui/language.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useForm } from '../../ui/useForm.ts'
import { signOut } from './leave.ts'

const minutes = 15
const seen = 'integrate.seen'

type Props = {
  locked: boolean
  onLocked: (locked: boolean) => void
  onUnlocked?: () => void
  children?: ReactNode
}

/**
 * Hides everything after a while without a key or a touch in any tab. The page stays as it was beneath, so
 * that what was half typed is there after signing in again; the server locks on its own clock as well.
 */
export function IdleLock({ locked, onLocked, onUnlocked, children }: Props) {
  const lock = useRef(onLocked)
  lock.current = onLocked
  useEffect(() => {
    if (locked) return
    const active = () => localStorage.setItem(seen, String(Date.now()))
    active()
    const look = window.setInterval(() => {
      if (Date.now() - Number(localStorage.getItem(seen) ?? 0) < minutes * 60_000) return
      void call('POST', '/api/lock').catch(() => undefined)
      lock.current(true)
    }, 10_000)
    const signs = ['pointerdown', 'keydown', 'scroll'] as const
    for (const sign of signs) window.addEventListener(sign, active, { passive: true, capture: true })
    return () => {
      window.clearInterval(look)
      for (const sign of signs) window.removeEventListener(sign, active, { capture: true })
    }
  }, [locked])
  return (
    <>
      <div hidden={locked} inert={locked}>
        {children}
      </div>
      {locked && (
        <LockLayer>
          <LockPage
            onOpen={() => {
              localStorage.setItem(seen, String(Date.now()))
              onLocked(false)
              onUnlocked?.()
            }}
          />
        </LockLayer>
      )}
    </>
  )
}

/** Above everything, open dialogs included, and all else out of reach. */
function LockLayer({ children }: { children: ReactNode }) {
  const layer = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const others = [...document.body.children].filter(
      (element): element is HTMLElement =>
        element instanceof HTMLElement && element !== layer.current && !element.inert,
    )
    for (const element of others) element.inert = true
    layer.current?.querySelector('input')?.focus()
    return () => {
      for (const element of others) element.inert = false
    }
  }, [])
  return createPortal(
    // React Aria's word for what an open dialog may not hide or take the focus from.
    <div ref={layer} className="lock-layer" data-react-aria-top-layer="true">
      {children}
    </div>,
    document.body,
  )
}

export function LockPage({ onOpen }: { onOpen: () => void }) {
  const t = useT()
  const form = useForm({
    initial: { password: '' },
    check: ({ password }) =>
      password === '' ? [{ path: 'password', message: t('workspace.lock.missing') }] : [],
    submit: async ({ password }) => {
      await call('POST', '/api/unlock', { body: { password } })
      onOpen()
    },
  })
  return (
    <main className="alone">
      <PageHeader title={t('workspace.lock.title')} lead={t('workspace.lock.body')} />
      <Form
        form={form}
        label={t('workspace.lock.title')}
        actions={
          <>
            <Button type="submit" kind="primary" icon={Lock} busy={form.busy}>
              {t('workspace.lock.open')}
            </Button>
            <Button kind="quiet" onPress={() => void signOut()}>
              {t('workspace.lock.other')}
            </Button>
          </>
        }
      >
        <TextField
          label={t('workspace.lock.password')}
          type="password"
          width="medium"
          autoComplete="current-password"
          {...form.field('password')}
        />
      </Form>
    </main>
  )
}
