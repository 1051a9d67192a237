import { CircleAlert } from 'lucide-react'
import { type ReactNode, useContext, useEffect, useId } from 'react'
import { FormContext } from './formContext.ts'
import { useT } from './language.tsx'

/** What every field takes. Fields are required unless marked: forms ask little, so optional is the exception. */
export type FieldProps = {
  label: string
  help?: ReactNode
  /** The field's path in what is sent (`names.first`): errors of the server find it by this. */
  name?: string
  optional?: boolean
  /** It narrows a list: empty means any, and nobody must fill it. */
  filter?: boolean
  error?: string
}

export type FieldIds = {
  id: string
  describedBy: string | undefined
  error: string | undefined
  required: boolean
  /** Said beside the label. */
  optional: boolean
}

/** Ids and error of one field, from the form around it. */
export function useField({
  label,
  help,
  name,
  optional = false,
  filter = false,
  error,
}: FieldProps): FieldIds {
  const form = useContext(FormContext)
  const own = useId()
  const id = form && name ? form.idOf(name) : own
  const shown = error ?? (name ? form?.errorOf(name) : undefined)
  const register = form?.register
  useEffect(() => (name ? register?.(name, label) : undefined), [register, name, label])
  const describedBy = [help ? `${id}-help` : '', shown ? `${id}-error` : ''].filter(Boolean).join(' ')
  return { id, describedBy: describedBy || undefined, error: shown, required: !optional && !filter, optional }
}

function Extras({ field, help }: { field: FieldIds; help?: ReactNode }) {
  return (
    <>
      {help && (
        <div id={`${field.id}-help`} className="help">
          {help}
        </div>
      )}
      {field.error && (
        <p id={`${field.id}-error`} className="field-error">
          <CircleAlert aria-hidden className="icon" />
          <span>{field.error}</span>
        </p>
      )}
    </>
  )
}

function Label({ label, optional }: { label: string; optional: boolean }) {
  const t = useT()
  return (
    <>
      {label}
      {optional && <span className="optional"> {t('ui.optional')}</span>}
    </>
  )
}

/** Label above, help and error below the label, then the control. */
export function FieldBox({
  field,
  label,
  help,
  children,
}: {
  field: FieldIds
  label: string
  help?: ReactNode
  children: ReactNode
}) {
  return (
    <div className={field.error ? 'field field-wrong' : 'field'}>
      <label htmlFor={field.id} className="label">
        <Label label={label} optional={field.optional} />
      </label>
      <Extras field={field} help={help} />
      {children}
    </div>
  )
}

/** The same for several controls under one question. */
export function FieldGroup({
  field,
  label,
  help,
  children,
  role = 'group',
}: {
  field: FieldIds
  label: string
  help?: ReactNode
  children: ReactNode
  role?: 'group' | 'radiogroup'
}) {
  // Only a group of radio buttons may be said to be required or wrong as a whole.
  const asked =
    role === 'radiogroup'
      ? { role, 'aria-invalid': field.error !== undefined, 'aria-required': field.required }
      : {}
  return (
    <fieldset
      id={field.id}
      className={field.error ? 'field field-wrong' : 'field'}
      aria-describedby={field.describedBy}
      {...asked}
    >
      <legend className="label">
        <Label label={label} optional={field.optional} />
      </legend>
      <Extras field={field} help={help} />
      {children}
    </fieldset>
  )
}
