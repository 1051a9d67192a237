import { type ReactNode, useEffect, useState } from 'react'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import { useT } from './language.tsx'
import { ProblemNotice } from './ProblemNotice.tsx'
import { TextField } from './TextField.tsx'

type Props = {
  open: boolean
  onClose: () => void
  title: string
  /** What will happen, and to whom. */
  children: ReactNode
  /** The verb on the button. */
  action: string
  onConfirm: () => Promise<unknown> | undefined
  danger?: boolean
  /** What cannot be undone asks for this word. */
  word?: string
}

export function Confirm({ open, onClose, title, children, action, onConfirm, danger, word }: Props) {
  const t = useT()
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string>()
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    if (!open) return
    setTyped('')
    setError(undefined)
    setProblem(undefined)
  }, [open])
  const confirm = async () => {
    if (word && typed.trim().toLocaleLowerCase() !== word.toLocaleLowerCase())
      return setError(t('ui.confirm.wrong', { word }))
    setBusy(true)
    setProblem(undefined)
    try {
      await onConfirm()
      onClose()
    } catch (refused) {
      setProblem(refused)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      kind="alert"
      actions={
        <>
          <Button kind={danger ? 'danger' : 'primary'} busy={busy} onPress={() => void confirm()}>
            {action}
          </Button>
          <Button kind="quiet" onPress={onClose}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {children}
      {word && (
        <TextField
          label={t('ui.confirm.type', { word })}
          value={typed}
          onChange={setTyped}
          error={error}
          width="medium"
          spellCheck={false}
        />
      )}
    </Dialog>
  )
}
