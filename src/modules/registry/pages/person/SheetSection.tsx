import { Pencil, Plus } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Button } from '../../../../ui/Button.tsx'
import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'
import { useCan } from '../../../../ui/session.tsx'

type Props = {
  title: string
  recordedAt?: string | undefined
  /** Nothing recorded yet: the button says so. */
  empty?: boolean
  children?: ReactNode
  /** The form that corrects it in place; without it the sheet is only read. */
  edit?: (done: () => void) => ReactNode
  actions?: ReactNode
}

/** One sheet of the file: read as on paper, corrected where it stands. */
export function SheetSection({ title, recordedAt, empty = false, children, edit, actions }: Props) {
  const t = useT()
  const format = useFormat()
  const id = useId()
  const may = useCan('person.edit')
  const [editing, setEditing] = useState(false)
  const box = useRef<HTMLElement>(null)
  const before = useRef(editing)
  useEffect(() => {
    if (before.current === editing) return
    before.current = editing
    // Into the form, and back to the button it came from.
    const next = editing
      ? box.current?.querySelector<HTMLElement>('form :is(input, select, textarea)')
      : box.current?.querySelector<HTMLElement>('.section-top button')
    next?.focus()
  }, [editing])
  return (
    <section className="section" aria-labelledby={id} ref={box}>
      <div className="section-top">
        <h2 id={id}>{title}</h2>
        <div className="actions">
          {actions}
          {edit && may && !editing && (
            <Button
              kind="quiet"
              icon={empty ? Plus : Pencil}
              aria-label={t(empty ? 'registry.person.addTo' : 'registry.person.editOf', { sheet: title })}
              onPress={() => setEditing(true)}
            >
              {t(empty ? 'registry.person.add' : 'registry.person.edit')}
            </Button>
          )}
        </div>
      </div>
      {editing && edit ? (
        edit(() => setEditing(false))
      ) : (
        <>
          {empty ? <p className="muted">{t('registry.person.nothing')}</p> : children}
          {recordedAt && !empty && (
            <p className="muted small">
              {t('registry.person.recordedOn', { when: format.moment(recordedAt) })}
            </p>
          )}
        </>
      )}
    </section>
  )
}
