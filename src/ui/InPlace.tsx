import { type ReactNode, useEffect, useRef } from 'react'

const controls = 'form :is(input, select, textarea):not(:disabled)'

/**
 * Around a form that takes the place of the button that opened it: the focus goes into the form, also when its fields
 * come later, and back to the button when the form closes. Without it the keyboard would start again at the top.
 */
export function InPlace({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const here = box.current
    if (!here) return
    const section = here.closest('.section')
    const enter = () => {
      const first = here.querySelector<HTMLElement>(controls)
      first?.focus()
      return first !== null
    }
    const coming = new MutationObserver(() => {
      if (enter()) coming.disconnect()
    })
    if (!enter()) coming.observe(here, { childList: true, subtree: true })
    return () => {
      coming.disconnect()
      // Somewhere else already: with the one who pressed there.
      if (document.activeElement && document.activeElement !== document.body) return
      const back = section?.isConnected
        ? section.querySelector<HTMLElement>('.section-top button')
        : document.querySelector<HTMLElement>('.page-header .actions button')
      back?.focus()
    }
  }, [])
  return (
    <div className="in-place" ref={box}>
      {children}
    </div>
  )
}
