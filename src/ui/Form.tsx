import { CircleAlert } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react'
import { FormContext } from './formContext.ts'
import { LeaveGuard } from './LeaveGuard.tsx'
import { useT } from './language.tsx'
import { ProblemNotice } from './ProblemNotice.tsx'
import type { FormState } from './useForm.ts'

type Props<Values extends object> = {
  form: FormState<Values>
  children: ReactNode
  /** The buttons; the submitting one is a Button of type submit. */
  actions: ReactNode
  label?: string
}

/** One column, a summary of errors that leads to the fields, and nothing typed is lost. */
export function Form<Values extends object>({ form, children, actions, label }: Props<Values>) {
  const base = useId()
  const t = useT()
  const summary = useRef<HTMLDivElement>(null)
  const [labels, setLabels] = useState<Readonly<Record<string, string>>>({})
  const { errors, problem, attempt, dirty } = form

  const register = useCallback((name: string, fieldLabel: string) => {
    setLabels((before) => ({ ...before, [name]: fieldLabel }))
    return () => setLabels(({ [name]: _, ...others }) => others)
  }, [])

  const context = useMemo(
    () => ({
      idOf: (name: string) => `${base}-${name}`,
      errorOf: (name: string) => errors.find((error) => error.path === name)?.message,
      register,
    }),
    [base, errors, register],
  )

  useEffect(() => {
    if (attempt > 0) summary.current?.focus()
  }, [attempt])

  return (
    <FormContext.Provider value={context}>
      <LeaveGuard dirty={dirty} />
      <form
        className="form"
        aria-label={label}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void form.send()
        }}
      >
        <div ref={summary} tabIndex={-1} className="form-summary">
          {problem !== undefined && <ProblemNotice problem={problem} />}
          {errors.length > 0 && (
            <div className="notice notice-danger" role="alert">
              <h2 className="notice-title">
                <CircleAlert aria-hidden className="icon" />
                {t('ui.form.errors', { count: errors.length })}
              </h2>
              <ul className="summary-list">
                {errors.map((error) => (
                  <li key={error.path + error.message}>
                    {error.path in labels ? (
                      <a
                        className="link"
                        href={`#${base}-${error.path}`}
                        onClick={(event) => {
                          event.preventDefault()
                          focusField(`${base}-${error.path}`)
                        }}
                      >
                        {labels[error.path]}: {error.message}
                      </a>
                    ) : (
                      error.message
                    )}
                  </li>
                ))}
              </ul>
              <p>{t('ui.form.kept')}</p>
            </div>
          )}
        </div>
        {children}
        <div className="actions">{actions}</div>
      </form>
    </FormContext.Provider>
  )
}

/** The control itself, or the first one of a group. */
function focusField(id: string) {
  const element = document.getElementById(id)
  const control = element?.matches('input,select,textarea,button')
    ? element
    : element?.querySelector<HTMLElement>('input:not(:disabled),select,textarea,button')
  control?.focus()
  element?.scrollIntoView({ block: 'center' })
}
