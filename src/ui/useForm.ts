import { useCallback, useRef, useState } from 'react'
import { ApiProblem, type FieldError } from './api.ts'

type Options<Values> = {
  initial: Values
  /** What can be seen to be wrong without asking the server; messages already in the reader's words. */
  check?: (values: Values) => FieldError[]
  /** Sends. A thrown ApiProblem becomes errors at its fields, anything else a notice above the form. */
  submit: (values: Values) => Promise<unknown> | undefined
}

export type FormState<Values extends object> = {
  values: Values
  set: <Name extends keyof Values & string>(name: Name, value: Values[Name]) => void
  setAll: (values: Values) => void
  /** `<TextField label=… {...form.field('surname')} />` */
  field: <Name extends keyof Values & string>(
    name: Name,
  ) => { name: Name; value: Values[Name]; onChange: (value: Values[Name]) => void }
  errors: readonly FieldError[]
  problem: unknown
  /** Grows with every refused attempt, so that the summary is read again. */
  attempt: number
  busy: boolean
  /** Something was typed and not yet sent. */
  dirty: boolean
  send: () => Promise<void>
}

/** `/body/names/0/first` of a JSON pointer and `names.0.first` are the same place. */
export const pathOf = (path: string): string =>
  path
    .replace(/^\//, '')
    .replace(/\//g, '.')
    .replace(/^body(\.|$)/, '')

/** Nothing typed is ever lost: values stay in the form until its page is left, whatever the server says. */
export function useForm<Values extends object>({
  initial,
  check,
  submit,
}: Options<Values>): FormState<Values> {
  const [values, setValues] = useState(initial)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [problem, setProblem] = useState<unknown>()
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const [dirty, setDirty] = useState(false)
  const sending = useRef(false)

  const set: FormState<Values>['set'] = useCallback((name, value) => {
    setDirty(true)
    setValues((before) => ({ ...before, [name]: value }))
  }, [])

  const refuse = (found: readonly FieldError[], why?: unknown) => {
    setErrors(found.map((error) => ({ ...error, path: pathOf(error.path) })))
    setProblem(why)
    setAttempt((n) => n + 1)
  }

  const send = async () => {
    // A double click is one deed.
    if (sending.current) return
    const found = check?.(values) ?? []
    if (found.length > 0) return refuse(found)
    sending.current = true
    setBusy(true)
    setErrors([])
    setProblem(undefined)
    setDirty(false)
    try {
      await submit(values)
    } catch (error) {
      setDirty(true)
      if (error instanceof ApiProblem && error.errors.length > 0) refuse(error.errors)
      else refuse([], error)
    } finally {
      sending.current = false
      setBusy(false)
    }
  }

  return {
    values,
    set,
    setAll: (all) => {
      setDirty(true)
      setValues(all)
    },
    field: (name) => ({ name, value: values[name], onChange: (value) => set(name, value) }),
    errors,
    problem,
    attempt,
    busy,
    dirty,
    send,
  }
}
