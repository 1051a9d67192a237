import { useSyncExternalStore } from 'react'
import { chooseLanguage, type StaffLanguage } from '../../shared/messages.ts'

// Language and looks of this device. The language is a cookie, so that the pages the server writes speak it too.

export type Theme = 'system' | 'light' | 'dark'

const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}
const listen = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const cookie = (name: string) =>
  document.cookie
    .split('; ')
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

export const chosenLanguage = (): StaffLanguage | undefined => {
  const said = cookie('integrate_lang')
  return said ? chooseLanguage('staff', [said]) : undefined
}

let languageNow: StaffLanguage | undefined

const language = (): StaffLanguage => {
  languageNow ??= chosenLanguage() ?? chooseLanguage('staff', navigator.languages)
  return languageNow
}

export function setLanguage(lang: StaffLanguage) {
  languageNow = lang
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser
  document.cookie = `integrate_lang=${lang}; Path=/; Max-Age=31536000; SameSite=Lax`
  tell()
}

export const useLanguage = (): StaffLanguage => useSyncExternalStore(listen, language)

const themeName = 'integrate.theme'

const theme = (): Theme => {
  try {
    const kept = localStorage.getItem(themeName)
    return kept === 'light' || kept === 'dark' ? kept : 'system'
  } catch {
    return 'system'
  }
}

export function applyTheme() {
  const wanted = theme()
  if (wanted === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = wanted
}

export function setTheme(wanted: Theme) {
  try {
    if (wanted === 'system') localStorage.removeItem(themeName)
    else localStorage.setItem(themeName, wanted)
  } catch {
    // Not kept, still shown.
  }
  applyTheme()
  tell()
}

export const useTheme = (): Theme => useSyncExternalStore(listen, theme)
