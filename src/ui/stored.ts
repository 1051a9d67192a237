import { useCallback, useState } from 'react'

/** A choice kept on this device: looks only, never anything about a person. */
export function useStored<Value>(key: string, initial: Value): [Value, (value: Value) => void] {
  const name = `integrate.${key}`
  const [value, setValue] = useState<Value>(() => {
    try {
      const kept = localStorage.getItem(name)
      return kept === null ? initial : (JSON.parse(kept) as Value)
    } catch {
      return initial
    }
  })
  const keep = useCallback(
    (next: Value) => {
      setValue(next)
      try {
        localStorage.setItem(name, JSON.stringify(next))
      } catch {
        // A browser that keeps nothing still shows the choice until it closes.
      }
    },
    [name],
  )
  return [value, keep]
}
