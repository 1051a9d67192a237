import { DoorOpen } from 'lucide-react'
import { useT } from './language.tsx'

// A page nobody has to explain; leaves no trace of ours behind "back".
const elsewhere = 'https://smn.conagua.gob.mx/es/'

/** Hides the screen at once and goes to a weather page. */
export function QuickExit({ onLeave }: { onLeave?: () => void }) {
  const t = useT()
  return (
    <button
      type="button"
      className="button quick-exit"
      aria-description={t('ui.quickExitHelp')}
      onClick={() => {
        document.documentElement.hidden = true
        onLeave?.()
        window.location.replace(elsewhere)
      }}
    >
      <DoorOpen aria-hidden className="icon" />
      <span>{t('ui.quickExit')}</span>
    </button>
  )
}
