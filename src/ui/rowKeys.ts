import { type RefObject, useEffect } from 'react'

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input,select,textarea'))

/** `j` and `k` move among the rows' own links, so that Enter, screen readers and "open in a tab" just work. */
export function useRowKeys(body: RefObject<HTMLTableSectionElement | null>) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
      if (document.querySelector('[role=dialog],[role=alertdialog]')) return
      if (event.key === '/') {
        const find = document.querySelector<HTMLElement>('[data-find]')
        if (!find) return
        event.preventDefault()
        find.focus()
      }
      if (event.key !== 'j' && event.key !== 'k') return
      const links = [...(body.current?.querySelectorAll<HTMLElement>('tr > :first-child a') ?? [])]
      if (links.length === 0) return
      const row = document.activeElement?.closest('tr')
      const at = row ? links.findIndex((link) => row.contains(link)) : -1
      const next = event.key === 'j' ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0)
      event.preventDefault()
      links[next]?.focus()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [body])
}
