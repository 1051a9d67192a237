import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Outlet, useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { RouterProvider as AriaRouterProvider } from 'react-aria-components'
import { ApiProblem } from '../../ui/api.ts'
import { StaffLanguageProvider } from '../../ui/language.tsx'
import { LanguageChoiceProvider } from '../../ui/preference.tsx'
import { Toasts } from '../../ui/Toast.tsx'
import { setLanguage, useLanguage } from './preferences.ts'

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The API client has already tried again what is worth trying.
      retry: false,
      staleTime: 15_000,
      // Personal data of pages left behind does not linger in memory.
      gcTime: 120_000,
      refetchOnWindowFocus: (query) => !(query.state.error instanceof ApiProblem),
    },
  },
})

export function Root() {
  const lang = useLanguage()
  const router = useRouter()
  const go = useCallback((href: string) => router.history.push(href), [router])
  return (
    <QueryClientProvider client={queries}>
      <AriaRouterProvider navigate={go}>
        <StaffLanguageProvider lang={lang}>
          <LanguageChoiceProvider choice={[lang, setLanguage]}>
            <Outlet />
          </LanguageChoiceProvider>
          <Toasts />
        </StaffLanguageProvider>
      </AriaRouterProvider>
    </QueryClientProvider>
  )
}
