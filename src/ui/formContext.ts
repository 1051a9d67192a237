import { createContext } from 'react'

export type FormContextValue = {
  idOf: (name: string) => string
  errorOf: (name: string) => string | undefined
  /** A field says that it is there; returns how to say that it is gone. */
  register: (name: string, label: string) => () => void
}

export const FormContext = createContext<FormContextValue | undefined>(undefined)
