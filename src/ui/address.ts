import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/**
 * Filters, sorting and page live in the address, so that a list can be sent to a colleague and survives
 * "back". Never put names or other personal data there: those are asked by POST.
 * `const [address, setAddress] = useAddress({ q: '', page: '1' })`
 */
export function useAddress<Values extends Record<string, string>>(
  defaults: Values,
): [Values, (change: Partial<Values>) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false })
  const navigate = useNavigate()
  const values = { ...defaults }
  for (const name of Object.keys(defaults) as (keyof Values & string)[]) {
    const said = search[name]
    if (typeof said === 'string') values[name] = said as Values[typeof name]
  }
  const change = useCallback(
    (wanted: Partial<Values>) => {
      void navigate({
        to: '.',
        replace: true,
        search: ((before: Record<string, unknown>) => {
          const after: Record<string, unknown> = { ...before, ...wanted }
          for (const name of Object.keys(after)) {
            if (after[name] === undefined || after[name] === defaults[name]) delete after[name]
          }
          return after
        }) as never,
      })
    },
    [navigate, defaults],
  )
  return [values, change]
}

/** Goes to another page of the app. */
export function useGo(): (href: string) => void {
  const navigate = useNavigate()
  return useCallback((href) => void navigate({ href } as never), [navigate])
}
