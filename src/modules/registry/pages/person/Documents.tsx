import { Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import { newId } from '../../../../shared/id.ts'
import { call } from '../../../../ui/api.ts'
import { Badge } from '../../../../ui/Badge.tsx'
import { Button } from '../../../../ui/Button.tsx'
import { useFormat } from '../../../../ui/format.ts'
import { InPlace } from '../../../../ui/InPlace.tsx'
import { useT } from '../../../../ui/language.tsx'
import { Section } from '../../../../ui/Sheet.tsx'
import { useCan } from '../../../../ui/session.tsx'
import { Timeline } from '../../../../ui/Timeline.tsx'
import type { PersonFile } from '../../contract.ts'
import { emptyDocument, readDocument, type TypedDocument } from '../../rules/typed.ts'
import { typeDocument } from '../../rules/typing.ts'
import { useCode, useNames } from '../parts/codes.tsx'
import { DocumentFields } from '../parts/DocumentFields.tsx'
import { EditSheet } from './EditSheet.tsx'
import { useLines } from './lines.ts'
import { useFaults } from './words.ts'

type Recorded = NonNullable<PersonFile['documents']>[number]

/** Documents and procedures as a history: what is held now, and what stood there before. Having none is normal. */
export function Documents({ file }: { file: PersonFile }) {
  const t = useT()
  const say = useCode()
  const may = useCan('person.edit')
  const [editing, setEditing] = useState<string>()
  const [before, setBefore] = useState(false)
  const all = file.documents ?? []
  const now = all.filter((one) => !one.supersededAt)
  const former = all.filter((one) => one.supersededAt)
  return (
    <Section
      title={t('registry.person.sheet.documents')}
      actions={
        may &&
        editing === undefined && (
          <Button kind="quiet" icon={Plus} onPress={() => setEditing(newId())}>
            {t('registry.person.document.add')}
          </Button>
        )
      }
    >
      {now.length === 0 && editing === undefined && (
        <p className="muted">{t('registry.person.document.none')}</p>
      )}
      <ul className="plain-list papers">
        {now.map((one) =>
          editing === one.body.id ? (
            <li key={one.body.id}>
              <EditDocument file={file} id={one.body.id} onDone={() => setEditing(undefined)} />
            </li>
          ) : (
            <li key={one.body.id}>
              <Paper held={one} />
              {may && editing === undefined && (
                <Button kind="quiet" icon={Pencil} onPress={() => setEditing(one.body.id)}>
                  {t('registry.person.edit')}
                  <span className="hidden"> {say('document', one.body.type)}</span>
                </Button>
              )}
            </li>
          ),
        )}
      </ul>
      {editing !== undefined && !now.some((one) => one.body.id === editing) && (
        <EditDocument file={file} id={editing} onDone={() => setEditing(undefined)} />
      )}
      {former.length > 0 && (
        <div className="stack">
          <Button kind="quiet" aria-expanded={before} onPress={() => setBefore(!before)}>
            {t(before ? 'registry.person.document.hideFormer' : 'registry.person.document.former', {
              count: former.length,
            })}
          </Button>
          {before && <Former held={former} />}
        </div>
      )}
    </Section>
  )
}

function Paper({ held: { body } }: { held: Recorded }) {
  const t = useT()
  const say = useCode()
  const names = useNames()
  const format = useFormat()
  const today = format.today()
  const over = body.expiresOn && body.expiresOn < today
  return (
    <div className="held">
      <p>
        <strong>{say('document', body.type)}</strong>{' '}
        {body.number && <span className="code">{body.number}</span>}{' '}
        {over && <Badge tone="warn">{t('registry.person.document.over')}</Badge>}
      </p>
      <p className="muted">
        {[
          body.country && names.country(body.country),
          body.issuedOn && t('registry.person.document.issued', { day: format.day(body.issuedOn) }),
          body.expiresOn && t('registry.person.document.expires', { day: format.day(body.expiresOn) }),
          body.dueOn && t('registry.person.document.due', { day: format.day(body.dueOn) }),
          say('evidence', body.evidence),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
  )
}

function Former({ held }: { held: readonly Recorded[] }) {
  const t = useT()
  const format = useFormat()
  return (
    <Timeline
      label={t('registry.person.document.formerLabel')}
      moments={held.map((one) => ({
        id: one.recordedAt + one.body.id,
        when: t('registry.person.document.fromTo', {
          from: format.day(one.recordedAt),
          to: format.day(one.supersededAt ?? one.recordedAt),
        }),
        title: <Paper held={one} />,
      }))}
    />
  )
}

function EditDocument({ file, id, onDone }: { file: PersonFile; id: string; onDone: () => void }) {
  const t = useT()
  const faults = useFaults()
  const lines = useLines().document
  const current = (one: PersonFile) => one.documents?.find((d) => d.body.id === id && !d.supersededAt)
  const known = current(file)
  return (
    <InPlace>
      <EditSheet<TypedDocument, object>
        personId={file.personId}
        label={t(known ? 'registry.person.document.one' : 'registry.person.document.add')}
        what="documents"
        file={file}
        typed={(one) => {
          const held = current(one)
          return held ? typeDocument(held.body) : emptyDocument(id)
        }}
        extra={{}}
        path=""
        fields={(part) => <DocumentFields {...part} />}
        check={({ sheet }) => {
          const read = readDocument(sheet)
          const found = faults(read.faults)
          return found.length > 0 || read.value
            ? found
            : faults([{ path: 'type', code: 'document_type_missing' }])
        }}
        send={({ sheet }, madeFrom) =>
          call<PersonFile>('POST', '/api/people/:personId/documents', {
            params: { personId: file.personId },
            query: { seen: current(madeFrom)?.recordedAt ?? 'none' },
            body: readDocument(sheet).value,
          })
        }
        lines={lines}
        onDone={onDone}
      />
    </InPlace>
  )
}
