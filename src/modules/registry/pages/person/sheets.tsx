import type { PartialDay } from '../../../../shared/day.ts'
import { call } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import { Facts } from '../../../../ui/Sheet.tsx'
import type { PersonFile } from '../../contract.ts'
import {
  emptyGround,
  readContact,
  readCore,
  readGround,
  readHealth,
  readIdentity,
  readSituation,
  readWork,
  type TypedCore,
  type TypedGround,
  type TypedHealth,
  type TypedIdentity,
  typeContact,
  typeCore,
} from '../../rules/typed.ts'
import { typeHealth, typeIdentity, typeSituation, typeWork } from '../../rules/typing.ts'
import { ContactFields } from '../parts/ContactFields.tsx'
import { CoreFields } from '../parts/CoreFields.tsx'
import { type CodeOf, useChoices, useCode } from '../parts/codes.tsx'
import { SituationFields, WorkFields } from '../parts/MoreFields.tsx'
import { NeedsField } from '../parts/NeedsField.tsx'
import { type Part, partOf } from '../parts/part.ts'
import { GroundFields, HealthFields, IdentityFields } from '../parts/SensitiveFields.tsx'
import type { Line } from './Conflict.tsx'
import { EditSheet } from './EditSheet.tsx'
import { factsOf, useLines } from './lines.ts'
import {
  emptyNotice,
  isReviewed,
  NoticeFields,
  type TypedNotice,
  toShown,
  useNoticeFaults,
  WithNotice,
} from './NoticeFields.tsx'
import { SheetSection } from './SheetSection.tsx'
import { useBirth, useFaults } from './words.ts'

type Props = { file: PersonFile }

/** The time of the sheet the editor has before them. */
const seen = (sheet: { recordedAt: string } | undefined): string => sheet?.recordedAt ?? 'none'

const put = (file: PersonFile, sheet: string, body: unknown, query?: { seen: string }): Promise<PersonFile> =>
  call<PersonFile>('PUT', `/api/people/:personId/${sheet}`, {
    params: { personId: file.personId },
    query,
    body,
  })

export function CoreSheet({ file }: Props) {
  const t = useT()
  const lines = useLines().core
  const birth = useBirth()
  const faults = useFaults()
  const format = useFormat()
  const sources = useChoices('source', ['census'])
  const title = t('registry.person.sheet.core')
  const facts = factsOf<TypedCore>(lines, typeCore(file.core)).filter(
    (fact) => fact.name !== t('registry.field.birth'),
  )
  const names = facts.findIndex((fact) => fact.name === t('registry.field.sex'))
  facts.splice(names < 0 ? facts.length : names, 0, {
    name: t('registry.field.birth'),
    value: birth(file.core.birth),
  })
  return (
    <SheetSection
      title={title}
      edit={(done) => (
        <EditSheet
          personId={file.personId}
          label={title}
          what="core"
          file={file}
          typed={(one) => typeCore(one.core)}
          extra={{ source: 'person' as CodeOf<'source'> }}
          path="core"
          fields={(part, form) => (
            <>
              <CoreFields {...part} />
              <RadioGroup
                label={t('registry.person.source')}
                value={form.values.extra.source}
                onChange={(source) => form.set('extra', { source })}
                choices={sources}
              />
            </>
          )}
          check={({ sheet }) => faults(readCore(sheet, format.today()).faults, 'core')}
          send={({ sheet, extra }, madeFrom) =>
            put(file, 'core', {
              version: madeFrom.version,
              core: readCore(sheet, format.today()).value,
              source: extra.source,
            })
          }
          lines={lines}
          onDone={done}
        />
      )}
    >
      <Facts facts={facts} />
    </SheetSection>
  )
}

export function ContactSheet({ file }: Props) {
  const t = useT()
  const lines = useLines().contact
  const faults = useFaults()
  const title = t('registry.person.sheet.contact')
  const typed = typeContact(file.contact?.body)
  const facts = factsOf(lines, typed).filter(
    (fact) => fact.name !== t('registry.field.phoneShared') || typed.phoneShared,
  )
  return (
    <SheetSection
      title={title}
      recordedAt={file.contact?.recordedAt}
      empty={facts.length === 0}
      edit={(done) => (
        <EditSheet
          personId={file.personId}
          label={title}
          what="contact"
          file={file}
          typed={(one) => typeContact(one.contact?.body)}
          extra={{}}
          path=""
          fields={(part) => <ContactFields {...part} />}
          check={({ sheet }) => faults(readContact(sheet).faults)}
          send={({ sheet }, madeFrom) =>
            put(file, 'contact', readContact(sheet).value ?? {}, { seen: seen(madeFrom.contact) })
          }
          lines={lines}
          onDone={done}
        />
      )}
    >
      <Facts facts={facts} />
    </SheetSection>
  )
}

type TypedNeeds = { needs: CodeOf<'need'>[] }

export function NeedsSheet({ file }: Props) {
  const t = useT()
  const say = useCode()
  const title = t('registry.person.sheet.needs')
  const lines: Line<TypedNeeds>[] = [
    {
      key: 'needs',
      label: title,
      show: ({ needs }) => needs.map((need) => say('need', need)).join('\n'),
    },
  ]
  const needs = file.needs ?? []
  return (
    <SheetSection
      title={title}
      empty={needs.length === 0}
      edit={(done) => (
        <EditSheet
          personId={file.personId}
          label={title}
          what="needs"
          file={file}
          typed={(one): TypedNeeds => ({ needs: one.needs ?? [] })}
          extra={{}}
          path=""
          fields={(part) => <NeedsField {...partOf(part, 'needs')} />}
          check={() => []}
          send={({ sheet }, madeFrom) =>
            put(file, 'needs', { needs: sheet.needs, was: madeFrom.needs ?? [] })
          }
          lines={lines}
          onDone={done}
        />
      )}
    >
      <ul className="plain-list">
        {needs.map((need) => (
          <li key={need}>{say('need', need)}</li>
        ))}
      </ul>
    </SheetSection>
  )
}

export function SituationSheet({ file }: Props) {
  const t = useT()
  const lines = useLines().situation
  const title = t('registry.person.sheet.situation')
  return (
    <SheetSection
      title={title}
      recordedAt={file.situation?.recordedAt}
      empty={!file.situation}
      edit={(done) => (
        <EditSheet
          personId={file.personId}
          label={title}
          what="situation"
          file={file}
          typed={(one) => typeSituation(one.situation?.body)}
          extra={{}}
          path=""
          fields={(part) => <SituationFields {...part} />}
          check={() => []}
          send={({ sheet }, madeFrom) =>
            put(
              file,
              'situation',
              readSituation(sheet).value ?? {
                populationGroup: 'not_known',
                stayType: 'not_known',
                originClass: 'not_known',
              },
              { seen: seen(madeFrom.situation) },
            )
          }
          lines={lines}
          onDone={done}
        />
      )}
    >
      <Facts facts={factsOf(lines, typeSituation(file.situation?.body))} />
    </SheetSection>
  )
}

export function WorkSheet({ file }: Props) {
  const t = useT()
  const lines = useLines().work
  const title = t('registry.person.sheet.work')
  const facts = factsOf(lines, typeWork(file.work?.body))
  return (
    <SheetSection
      title={title}
      recordedAt={file.work?.recordedAt}
      empty={facts.length === 0}
      edit={(done) => (
        <EditSheet
          personId={file.personId}
          label={title}
          what="work"
          file={file}
          typed={(one) => typeWork(one.work?.body)}
          extra={{}}
          path=""
          fields={(part) => <WorkFields {...part} />}
          check={() => []}
          send={({ sheet }, madeFrom) =>
            put(file, 'work', readWork(sheet).value ?? {}, { seen: seen(madeFrom.work) })
          }
          lines={lines}
          onDone={done}
        />
      )}
    >
      <Facts facts={facts} />
    </SheetSection>
  )
}

type Sensitive = { notice: TypedNotice; ground: TypedGround }

type SensitiveProps<Sheet extends object> = Props & {
  name: 'health' | 'identity'
  lines: readonly Line<Sheet>[]
  typed: (file: PersonFile) => Sheet
  read: (sheet: Sheet) => { value: unknown }
  fields: (part: Part<Sheet>) => React.ReactNode
  done: () => void
}

/** What is sensitive is written with the notice shown now, and a ground somebody signs for. */
function EditSensitive<Sheet extends object>(props: SensitiveProps<Sheet>) {
  const { file, name, lines, typed, read, fields, done } = props
  const t = useT()
  const faults = useFaults()
  const noticeFaults = useNoticeFaults()
  const today = useFormat().today()
  const birth = file.core.birth as PartialDay
  const extra: Sensitive = { notice: emptyNotice(file.core.languages), ground: emptyGround }
  return (
    <WithNotice>
      {(notice) => {
        const explained = (shown: TypedNotice) => ({
          reviewed: isReviewed(notice, shown.language),
          interpreter: shown.interpreter,
        })
        return (
          <EditSheet<Sheet, Sensitive>
            personId={file.personId}
            label={t(`registry.person.sheet.${name}`)}
            what={name}
            file={file}
            typed={typed}
            extra={extra}
            path="body"
            fields={(part, form) => {
              const whole = {
                path: '',
                value: form.values.extra,
                onChange: (changed: Sensitive) => form.set('extra', changed),
              }
              return (
                <>
                  <NoticeFields
                    notice={notice}
                    consent={form.values.extra.ground.ground === 'consent'}
                    {...partOf(whole, 'notice')}
                  />
                  {fields(part)}
                  <GroundFields
                    {...partOf(whole, 'ground')}
                    notice={explained(form.values.extra.notice)}
                    birth={birth}
                    today={today}
                  />
                </>
              )
            }}
            check={({ extra: said }) => [
              ...noticeFaults(said.notice, notice, said.ground.ground === 'consent'),
              // Who explained the notice explained the consent: one name is asked once.
              ...faults(
                readGround(said.ground, explained(said.notice), birth, today).faults,
                'ground',
              ).filter((fault) => fault.path !== 'ground.interpreter'),
            ]}
            send={({ sheet, extra: said }, madeFrom) =>
              put(
                file,
                name,
                {
                  body: read(sheet).value ?? {},
                  notice: toShown(notice, said.notice),
                  ground: readGround(said.ground, explained(said.notice), birth, today).value,
                },
                { seen: seen(madeFrom[name]) },
              )
            }
            lines={lines}
            onDone={done}
          />
        )
      }}
    </WithNotice>
  )
}

export function HealthSheet({ file }: Props) {
  const t = useT()
  const lines = useLines().health
  const facts = factsOf<TypedHealth>(lines, typeHealth(file.health?.body))
  return (
    <SheetSection
      title={t('registry.person.sheet.health')}
      recordedAt={file.health?.recordedAt}
      empty={facts.length === 0}
      edit={(done) => (
        <EditSensitive
          file={file}
          name="health"
          lines={lines}
          typed={(one) => typeHealth(one.health?.body)}
          read={readHealth}
          fields={(part) => <HealthFields {...part} />}
          done={done}
        />
      )}
    >
      <Facts
        facts={facts.map((fact) => ({ ...fact, value: <span className="typed-text">{fact.value}</span> }))}
      />
    </SheetSection>
  )
}

export function IdentitySheet({ file }: Props) {
  const t = useT()
  const lines = useLines().identity
  const facts = factsOf<TypedIdentity>(lines, typeIdentity(file.identity?.body))
  return (
    <SheetSection
      title={t('registry.person.sheet.identity')}
      recordedAt={file.identity?.recordedAt}
      empty={facts.length === 0}
      edit={(done) => (
        <EditSensitive
          file={file}
          name="identity"
          lines={lines}
          typed={(one) => typeIdentity(one.identity?.body)}
          read={readIdentity}
          fields={(part) => <IdentityFields {...part} />}
          done={done}
        />
      )}
    >
      <Facts facts={facts} />
    </SheetSection>
  )
}
