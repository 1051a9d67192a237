import { X } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Button } from './Button.tsx'
import { useT } from './language.tsx'
import { type Tone, toneIcons } from './Notice.tsx'

type Toasted = { id: number; text: string; tone: Tone; undo?: () => void }

let shown: readonly Toasted[] = []
let counter = 0
const listeners = new Set<() => void>()
const put = (next: readonly Toasted[]) => {
  shown = next
  for (const listener of listeners) listener()
}
const listen = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Says what was done, and offers to take it back: undo beats confirm. */
export function toast(text: string, options: { tone?: Tone; undo?: () => void } = {}) {
  counter += 1
  put([...shown.slice(-2), { id: counter, text, tone: options.tone ?? 'ok', undo: options.undo }])
}

const dismiss = (id: number) => put(shown.filter((one) => one.id !== id))

/** Once, at the root. */
export function Toasts() {
  const t = useT()
  const list = useSyncExternalStore(listen, () => shown)
  return (
    <section
      className="toasts"
      aria-label={t('ui.toast.region')}
      aria-live="polite"
      // An open dialog must not make what can be undone unreachable.
      data-react-aria-top-layer="true"
    >
      {list.map((one) => (
        <OneToast key={one.id} {...one} />
      ))}
    </section>
  )
}

function OneToast({ id, text, tone, undo }: Toasted) {
  const t = useT()
  const [held, setHeld] = useState(false)
  const Icon = toneIcons[tone]
  useEffect(() => {
    // Waits while someone reads or reaches for it; what can be undone stays longer.
    if (held) return
    const timer = window.setTimeout(() => dismiss(id), undo ? 20_000 : 8_000)
    return () => window.clearTimeout(timer)
  }, [held, id, undo])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only stops the clock
    <div
      className={`toast notice-${tone}`}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon aria-hidden className="icon" />
      <span className="toast-text">{text}</span>
      {undo && (
        <Button
          kind="quiet"
          onPress={() => {
            undo()
            dismiss(id)
          }}
        >
          {t('ui.undo')}
        </Button>
      )}
      <button type="button" className="icon-button" aria-label={t('ui.close')} onClick={() => dismiss(id)}>
        <X aria-hidden className="icon" />
      </button>
    </div>
  )
}
