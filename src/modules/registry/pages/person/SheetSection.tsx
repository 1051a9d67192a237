import { Pencil, Plus } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { Button } from '../../../../ui/Button.tsx'
import { useFormat } from '../../../../ui/format.ts'
import { InPlace } from '../../../../ui/InPlace.tsx'
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
  return (
    <section className="section" aria-labelledby={id}>
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
        <InPlace>{edit(() => setEditing(false))}</InPlace>
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
