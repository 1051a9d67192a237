import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { useAddress } from '../../../ui/address.ts'
import { call } from '../../../ui/api.ts'
import { Button } from '../../../ui/Button.tsx'
import { Confirm } from '../../../ui/Confirm.tsx'
import { useAsk } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { useFormat } from '../../../ui/format.ts'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Paging } from '../../../ui/Paging.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { definePage } from '../../../ui/page.ts'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { Section } from '../../../ui/Sheet.tsx'
import { useCan } from '../../../ui/session.tsx'
import { Timeline } from '../../../ui/Timeline.tsx'
import { toast } from '../../../ui/Toast.tsx'
import type { DuplicatePair, listDuplicates, openDuplicate, Side, unmerge } from '../contract.ts'
import { formatCode } from '../rules/code.ts'
import { AgreementSign } from './parts/Alike.tsx'
import { useCode, useNames } from './parts/codes.tsx'
import { useMoments } from './person/History.tsx'
import { useBirth } from './person/words.ts'
import './registry.css'
import './person/person.css'

type Both = AnswerOf<typeof openDuplicate>
type Parted = AnswerOf<typeof unmerge>

const states = ['open', 'same', 'not_same'] as const
const defaults = { state: 'open', page: '1' }
const size = 20

/** Pairs that look alike, without names until both files are opened, and that is recorded. */
function Duplicates() {
  const t = useT()
  const [asked, setAsked] = useAddress(defaults)
  const state = states.find((one) => one === asked.state) ?? 'open'
  const page = Math.max(1, Number(asked.page) || 1)
  const [both, setBoth] = useState<Both>()
  const [parted, setParted] = useState<Parted>()
  const list = useAsk<AnswerOf<typeof listDuplicates>>('/api/duplicates', {
    query: { state, page, size },
  })
  return (
    <>
      <PageHeader
        title={t('registry.duplicates.title')}
        lead={t('registry.duplicates.lead')}
        back={{ href: '/admin', label: t('workspace.place.admin') }}
      />
      {parted && <PartedNotice parted={parted} onClose={() => setParted(undefined)} />}
      {both ? (
        <Compare both={both} onBack={() => setBoth(undefined)} onParted={setParted} />
      ) : (
        <>
          <RadioGroup
            label={t('registry.duplicates.which')}
            inline
            value={state}
            onChange={(chosen) => setAsked({ state: chosen, page: '1' })}
            choices={states.map((value) => ({ value, label: t(`registry.duplicates.state.${value}`) }))}
          />
          <Answered query={list}>
            {({ rows, total }) =>
              rows.length === 0 ? (
                <EmptyState title={t(`registry.duplicates.none.${state}`)}>
                  <p>{t('registry.duplicates.noneHelp')}</p>
                </EmptyState>
              ) : (
                <>
                  <ul className="sentences" aria-label={t('registry.duplicates.title')}>
                    {rows.map((pair) => (
                      <Pair key={pair.id} pair={pair} onOpened={setBoth} />
                    ))}
                  </ul>
                  {total > size && (
                    <Paging
                      page={page}
                      size={size}
                      total={total}
                      onPage={(next) => setAsked({ page: String(next) })}
                    />
                  )}
                </>
              )
            }
          </Answered>
        </>
      )}
    </>
  )
}

/** `birth:equal` said by the matcher. */
const readReason = (reason: string): { field: string; agreement: string } => {
  const [field = reason, agreement = 'equal'] = reason.split(':')
  return { field, agreement }
}

function useReason(): (reason: string) => string {
  const t = useT()
  return (reason) => {
    const { field, agreement } = readReason(reason)
    return t('registry.register.reason', {
      field: t(`registry.register.reason.${field}`),
      agreement: t(`registry.register.agreement.${agreement}`),
    })
  }
}

function Pair({ pair, onOpened }: { pair: DuplicatePair; onOpened: (both: Both) => void }) {
  const t = useT()
  const format = useFormat()
  const say = useReason()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const open = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      onOpened(await call<Both>('POST', '/api/duplicates/:pairId/open', { params: { pairId: pair.id } }))
    } catch (refused) {
      setProblem(refused)
    } finally {
      setBusy(false)
    }
  }
  const found = format.day(pair.foundAt)
  return (
    <li>
      <span>
        <strong>{t(`registry.register.band.${pair.band}`)}</strong>{' '}
        <span className="muted">
          {'· '}
          {pair.decidedAt
            ? t('registry.duplicates.decided', { when: format.moment(pair.decidedAt) })
            : t('registry.duplicates.found', { day: found })}
        </span>
        <br />
        <span>{pair.reasons.map(say).join(' · ')}</span>
        {problem !== undefined && <ProblemNotice problem={problem} />}
      </span>
      {pair.state !== 'not_same' && (
        <span className="actions">
          <Button busy={busy} onPress={() => void open()}>
            {t(pair.state === 'open' ? 'registry.duplicates.compare' : 'registry.duplicates.look')}
            <span className="hidden"> {found}</span>
          </Button>
        </span>
      )}
    </li>
  )
}

type CompareProps = { both: Both; onBack: () => void; onParted: (parted: Parted) => void }

/** Field by field, with what the matcher says of each; the decision is a person's, and can be undone. */
function Compare({ both: { pair, a, b, survivorId }, onBack, onParted }: CompareProps) {
  const t = useT()
  const client = useQueryClient()
  const [survivor, setSurvivor] = useState(older(a, b).personId)
  const [asked, setAsked] = useState<'same' | 'not_same' | 'part'>()
  const mayPart = useCan('person.unmerge')
  const settle = () =>
    client.invalidateQueries({
      predicate: ({ queryKey: [url] }) =>
        typeof url === 'string' && (url.startsWith('/api/duplicates') || url.startsWith('/api/people')),
    })
  const decide = async (same: boolean) => {
    await call('POST', '/api/duplicates/:pairId/decide', {
      params: { pairId: pair.id },
      body: same ? { same, survivorId: survivor } : { same },
    })
    await settle()
    toast(t(same ? 'registry.duplicates.joined' : 'registry.duplicates.keptApart'))
    onBack()
  }
  const part = async () => {
    const other = survivorId === a.personId ? b.personId : a.personId
    onParted(await call<Parted>('POST', '/api/people/:personId/unmerge', { params: { personId: other } }))
    await settle()
    toast(t('registry.duplicates.parted'))
    onBack()
  }
  const stays = survivorId ? (survivorId === a.personId ? a : b) : undefined
  return (
    <Section
      title={t('registry.duplicates.compareTitle')}
      actions={
        <Button kind="quiet" onPress={onBack}>
          {t('registry.duplicates.back')}
        </Button>
      }
    >
      <Notice title={t('registry.duplicates.recorded')} />
      {pair.state === 'open' && (
        <p>
          <strong>{t(`registry.register.band.${pair.band}`)}</strong>
        </p>
      )}
      <Table a={a} b={b} reasons={pair.reasons} />
      {pair.state === 'open' ? (
        <>
          <RadioGroup
            label={t('registry.duplicates.survivor')}
            help={t('registry.duplicates.survivorHelp')}
            value={survivor}
            onChange={setSurvivor}
            choices={[a, b].map((side, i) => ({
              value: side.personId,
              label: t(i === 0 ? 'registry.duplicates.left' : 'registry.duplicates.right', {
                name: side.name,
              }),
            }))}
          />
          <div className="actions">
            <Button kind="primary" onPress={() => setAsked('same')}>
              {t('registry.duplicates.same')}
            </Button>
            <Button onPress={() => setAsked('not_same')}>{t('registry.duplicates.notSame')}</Button>
          </div>
        </>
      ) : (
        stays && (
          <>
            <p>{t('registry.duplicates.stays', { name: stays.name, code: codeOf(stays) })}</p>
            <div className="actions">
              <Link look="button" href={`/people/${stays.personId}`}>
                {t('registry.duplicates.openFile')}
              </Link>
              {mayPart && <Button onPress={() => setAsked('part')}>{t('registry.duplicates.part')}</Button>}
            </div>
          </>
        )
      )}
      <Confirm
        open={asked === 'same'}
        onClose={() => setAsked(undefined)}
        title={t('registry.duplicates.sameTitle')}
        action={t('registry.duplicates.join')}
        onConfirm={() => decide(true)}
      >
        <p>
          {t('registry.duplicates.sameHelp', {
            name: (survivor === a.personId ? a : b).name,
            code: codeOf(survivor === a.personId ? a : b),
          })}
        </p>
        <p>{t('registry.duplicates.undo')}</p>
      </Confirm>
      <Confirm
        open={asked === 'not_same'}
        onClose={() => setAsked(undefined)}
        title={t('registry.duplicates.notSameTitle')}
        action={t('registry.duplicates.notSame')}
        onConfirm={() => decide(false)}
      >
        <p>{t('registry.duplicates.notSameHelp')}</p>
      </Confirm>
      <Confirm
        open={asked === 'part'}
        onClose={() => setAsked(undefined)}
        title={t('registry.duplicates.partTitle')}
        action={t('registry.duplicates.part')}
        onConfirm={part}
      >
        <p>{t('registry.duplicates.partHelp')}</p>
      </Confirm>
    </Section>
  )
}

const codeOf = (side: Side): string => (side.code ? formatCode(side.code) : '—')

/** The first registered stays unless somebody says otherwise: it is on more papers. */
const older = (a: Side, b: Side): Side => ((b.registeredOn ?? '9') < (a.registeredOn ?? '9') ? b : a)

// Spelled out because a grid takes a table's own roles away.
const as = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  rowheader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const

function Table({ a, b, reasons }: { a: Side; b: Side; reasons: readonly string[] }) {
  const t = useT()
  const say = useReason()
  const code = useCode()
  const names = useNames()
  const birth = useBirth()
  const format = useFormat()
  const told = new Map(reasons.map(readReason).map((one) => [one.field, one.agreement]))
  const rows: { name: string; fields: string[]; of: (side: Side) => string }[] = [
    { name: t('registry.duplicates.name'), fields: ['given', 'surname', 'names'], of: (s) => s.name },
    { name: t('registry.field.birth'), fields: ['birth'], of: (s) => birth(s.birth) },
    { name: t('registry.field.sex'), fields: ['sex'], of: (s) => code('sex', s.sex) },
    {
      name: t('registry.field.nationality'),
      fields: ['nationality'],
      of: (s) => s.nationalities.map(names.country).join(', '),
    },
    { name: t('registry.field.phone'), fields: ['phone'], of: (s) => s.phone ?? '' },
    {
      name: t('registry.duplicates.household'),
      fields: ['household', 'role'],
      of: (s) => s.household.join(', '),
    },
    {
      name: t('registry.duplicates.registered'),
      fields: [],
      of: (s) =>
        [s.registeredOn && format.day(s.registeredOn), s.organizationName].filter(Boolean).join(', '),
    },
    { name: t('registry.duplicates.code'), fields: [], of: codeOf },
  ]
  return (
    <table className="compare" {...as.table} aria-label={t('registry.duplicates.compareTitle')}>
      <thead {...as.rowgroup}>
        <tr className="compare-row compare-head" {...as.row}>
          {(['field', 'one', 'other', 'why'] as const).map((name) => (
            <th key={name} scope="col" {...as.columnheader}>
              {t(`registry.duplicates.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...as.rowgroup}>
        {rows.map((row) => {
          const found = row.fields.filter((field) => told.has(field))
          return (
            <tr className="compare-row" key={row.name} {...as.row}>
              <th scope="row" {...as.rowheader}>
                {row.name}
              </th>
              <td dir="auto" {...as.cell}>
                {row.of(a) || '—'}
              </td>
              <td dir="auto" {...as.cell}>
                {row.of(b) || '—'}
              </td>
              <td className="muted" {...as.cell}>
                {found.map((field) => (
                  <span className="compare-why" key={field}>
                    <AgreementSign agreement={told.get(field)!} />
                    {found.length > 1
                      ? say(`${field}:${told.get(field)}`)
                      : t(`registry.register.agreement.${told.get(field)}`)}
                  </span>
                ))}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** What was written to the one that stayed while they were one: somebody must look through it by hand. */
function PartedNotice({ parted, onClose }: { parted: Parted; onClose: () => void }) {
  const t = useT()
  const moments = useMoments()
  return (
    <Notice
      tone="warn"
      live
      title={t('registry.duplicates.parted')}
      actions={
        <>
          <Link look="button" href={`/people/${parted.survivorId}`}>
            {t('registry.duplicates.openStayed')}
          </Link>
          <Link look="button" href={`/people/${parted.personId}`}>
            {t('registry.duplicates.openParted')}
          </Link>
          <Button kind="quiet" onPress={onClose}>
            {t('ui.close')}
          </Button>
        </>
      }
    >
      {parted.writtenSince.length === 0 ? (
        <p>{t('registry.duplicates.nothingSince')}</p>
      ) : (
        <>
          <p>{t('registry.duplicates.since')}</p>
          <Timeline label={t('registry.duplicates.sinceLabel')} moments={moments(parted.writtenSince)} />
        </>
      )}
    </Notice>
  )
}

export const page = definePage({
  path: '/duplicates',
  title: 'registry.duplicates.title',
  verb: 'duplicate.list',
  Component: Duplicates,
})
