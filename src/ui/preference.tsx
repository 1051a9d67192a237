import { createContext, type ReactNode, useContext } from 'react'
import type { StaffLanguage } from '../shared/messages.ts'

type LanguageChoice = [StaffLanguage, (lang: StaffLanguage) => void]

const Choice = createContext<LanguageChoice>(['es', () => undefined])

/** The app knows where a choice of language is kept; pages only offer it. */
export const LanguageChoiceProvider = ({
  choice,
  children,
}: {
  choice: LanguageChoice
  children: ReactNode
}) => <Choice.Provider value={choice}>{children}</Choice.Provider>

export const useLanguageChoice = (): LanguageChoice => useContext(Choice)
