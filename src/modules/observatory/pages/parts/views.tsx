/** The four readings of a cut-off. */
import { useId, useState } from 'react'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import { Section } from '../../../../ui/Sheet.tsx'
import type { Figures, FiguresTable } from '../../contract.ts'
import { shareOf } from '../../rules/shares.ts'
import { Count, CountTable, type Line } from './CountTable.tsx'
import type { About, Words } from './words.ts'

type Props = { figures: Pick<Figures, 'internal' | 'tables'>; words: Words }

const at = (values: readonly (number | null)[] | undefined, cols: readonly string[], col: string) =>
  values?.[cols.indexOf(col)] ?? null

export const views = ['people', 'needs', 'change', 'quality'] as const

export function View({ id, group, onGroup, ...told }: ByGroup & { id: (typeof views)[number] }) {
  if (id === 'people') return <People {...told} />
  if (id === 'quality') return <Quality {...told} />
  const Of = id === 'needs' ? Needs : Change
  return <Of {...told} group={group} onGroup={onGroup} />
}

function People({ figures, words }: Props) {
  const t = useT()
  return (
    <Section title={t('observatory.view.people')}>
      {figures.tables
        .filter((table) => table.kind === 'people')
        .map((table) => (
          <BySex key={table.by} table={table} words={words} />
        ))}
    </Section>
  )
}

function BySex({ table, words }: { table: FiguresTable; words: Words }) {
  const t = useT()
  const { rows, cols, counts, rowTotals, colTotals, total } = table
  // A column of noughts says nothing and takes the room of the others.
  const shown = cols.filter((_, c) => colTotals?.[c] !== 0)
  const line = (values: readonly (number | null)[], all: number | null) => [
    ...shown.map((col) => <Count key={col} count={at(values, cols, col)} />),
    <Count key="total" count={all} />,
  ]
  return (
    <CountTable
      title={words.title(table)}
      help={words.help(table)}
      first={words.title(table)}
      columns={[...shown.map((col) => words.col(table, col)), t('observatory.total')]}
      lines={rows.flatMap((row, r) =>
        rowTotals[r] === 0
          ? []
          : [
              {
                id: row,
                label: words.row(table, row),
                cells: line(counts[r]!, rowTotals[r]!),
                part: total && rowTotals[r] !== null ? rowTotals[r]! / total : undefined,
              },
            ],
      )}
      total={line(colTotals ?? [], total)}
      without={
        rowTotals.includes(0)
          ? t('observatory.nobodyIn', {
              what: rows
                .filter((_, r) => rowTotals[r] === 0)
                .map((row) => words.row(table, row))
                .join(', '),
            })
          : undefined
      }
    />
  )
}

interface GroupProps {
  tables: readonly About[]
  words: Words
  group: string
  onGroup: (group: string) => void
  kind: 'needs' | 'change'
  children: (group: string) => React.ReactNode
}

/** One age group at a time: adults and children are never counted together. */
export function OfGroup({ tables, words, group, onGroup, kind, children }: GroupProps) {
  const t = useT()
  const groups = [...new Set(tables.flatMap((table) => (table.kind === kind ? [table.of!] : [])))]
  const chosen = groups.includes(group) ? group : (groups.find((g) => g === '18+') ?? groups[0])
  if (chosen === undefined)
    return (
      <EmptyState title={t(`observatory.none.${kind}`)}>
        <p>{t(`observatory.none.${kind}Help`)}</p>
      </EmptyState>
    )
  return (
    <>
      <RadioGroup
        label={t('observatory.group')}
        inline
        value={chosen}
        onChange={onGroup}
        choices={groups.map((value) => ({ value, label: words.ageGroup(value) }))}
      />
      {children(chosen)}
    </>
  )
}

type ByGroup = Props & { group: string; onGroup: (group: string) => void }

const standings = ['in_need', 'not_in_need', 'not_known', 'not_applicable'] as const

function Needs(props: ByGroup) {
  const { figures, words } = props
  const t = useT()
  const detail = useId()
  const [each, setEach] = useState(false)
  return (
    <Section title={t('observatory.view.needs')}>
      <OfGroup {...props} tables={figures.tables} kind="needs">
        {(group) => {
          const of = (kind: FiguresTable['kind']) =>
            figures.tables.filter((table) => table.kind === kind && table.of === group)
          const needs = of('needs')[0]!
          const indicators = of('indicators')[0]
          const shown = each && indicators ? indicators.rows : []
          const concerns = (id: string) =>
            at(indicators?.counts[shown.indexOf(id)], indicators?.cols ?? [], 'not_applicable') !==
            indicators?.total
          const line = (table: FiguresTable, r: number, label: string, inner = false): Line => {
            const count = (standing: string) => at(table.counts[r], table.cols, standing)
            const share = shareOf(count('in_need'), table.total, count('not_known'), figures.internal)
            return {
              id: table.rows[r]!,
              label,
              inner,
              cells: [
                ...standings.map((standing) => <Count key={standing} count={count(standing)} />),
                words.share(share),
              ],
              part: typeof share === 'string' ? undefined : share.low / 100,
            }
          }
          const origins = of('origin')
          if (needs.total === null) return <Withheld group={words.ageGroup(group)} />
          return (
            <>
              <p className="choice screen-only">
                <input
                  type="checkbox"
                  id={detail}
                  checked={each}
                  onChange={(event) => setEach(event.target.checked)}
                />
                <label htmlFor={detail}>{t('observatory.eachIndicator')}</label>
              </p>
              <CountTable
                title={t('observatory.table.profile', {
                  group: words.ageGroup(group),
                  count: needs.total,
                })}
                help={t('observatory.help.profile')}
                first={t('observatory.dimension')}
                columns={[...standings.map((s) => t(`observatory.standing.${s}`)), t('observatory.share')]}
                lines={needs.rows.flatMap((dimension, d) => [
                  line(needs, d, words.dimension(dimension)),
                  ...shown.flatMap((id, r) =>
                    dimensionOf(id) === dimension && concerns(id)
                      ? [line(indicators!, r, words.indicator(id), true)]
                      : [],
                  ),
                ])}
                without={
                  shown.every(concerns)
                    ? undefined
                    : t('observatory.concernsNobody', {
                        what: shown
                          .filter((id) => !concerns(id))
                          .map(words.indicator)
                          .join(', '),
                      })
                }
              />
              <CountTable
                title={t('observatory.table.byOrigin', { group: words.ageGroup(group) })}
                help={t('observatory.help.byOrigin')}
                first={t('observatory.dimension')}
                columns={origins[0]!.rows.map((origin) => words.origin(origin))}
                lines={origins.map((table) => ({
                  id: table.by,
                  label: words.dimension(table.by),
                  cells: table.rows.map((origin, r) => (
                    <InNeed key={origin} table={table} row={r} figures={figures} words={words} />
                  )),
                }))}
              />
            </>
          )
        }}
      </OfGroup>
    </Section>
  )
}

/** A table of nothing but protected numbers says less than one sentence. */
function Withheld({ group }: { group: string }) {
  const t = useT()
  return (
    <EmptyState title={t('observatory.withheld', { group })}>
      <p>{t('observatory.withheldHelp')}</p>
    </EmptyState>
  )
}

/** `53 de 120 (44 %)`, as far as it may be said. */
function InNeed({ table, row, figures, words }: Props & { table: FiguresTable; row: number }) {
  const t = useT()
  const format = useFormat()
  const count = at(table.counts[row], table.cols, 'in_need')
  const of = table.rowTotals[row]!
  if (of === 0) return t('observatory.nobody')
  if (count === null || of === null) return <Count count={null} />
  const share = shareOf(count, of, 0, figures.internal)
  const people = t('observatory.ofPeople', { count: format.number(count), of: format.number(of) })
  return typeof share === 'string' ? people : `${people} (${words.share(share)})`
}

/** Indicators are named by their dimension and a number. */
const dimensionOf = (indicator: string): string => indicator.replace(/\d+$/, '')

const changes = ['overcome', 'remains', 'arose', 'none_or_not_known'] as const

function Change(props: ByGroup) {
  const { figures, words } = props
  const t = useT()
  return (
    <Section title={t('observatory.view.change')}>
      <OfGroup {...props} tables={figures.tables} kind="change">
        {(group) => {
          const table = figures.tables.find((one) => one.kind === 'change' && one.of === group)!
          if (table.total === null) return <Withheld group={words.ageGroup(group)} />
          return (
            <CountTable
              title={t('observatory.table.changes', {
                group: words.ageGroup(group),
                count: table.total,
              })}
              help={t('observatory.help.change')}
              first={t('observatory.dimension')}
              columns={[...changes.map((c) => t(`observatory.change.${c}`)), t('observatory.overcomeShare')]}
              lines={table.rows.map((dimension, r) => {
                const of = (col: string) => at(table.counts[r], table.cols, col)
                const [overcome, remains] = [of('overcome'), of('remains')]
                const before = overcome === null || remains === null ? null : overcome + remains
                const share = shareOf(overcome, before, 0, figures.internal)
                return {
                  id: dimension,
                  label: words.dimension(dimension),
                  cells: [
                    ...changes.map((col) => <Count key={col} count={of(col)} />),
                    share === 'none' ? t('observatory.noNeed') : words.share(share),
                  ],
                  part: typeof share === 'string' ? undefined : share.low / 100,
                }
              })}
            />
          )
        }}
      </OfGroup>
    </Section>
  )
}

/** What every register should say of everybody, and of how many it does. */
function Quality({ figures, words }: Props) {
  const t = useT()
  const people = figures.tables.filter((table) => table.kind === 'people')
  const table = (by: string) => people.find((one) => one.by === by)
  const missing = (by: string): number | null => {
    const of = table(by)
    const row = by === 'population_group' ? 'not_known' : 'not_recorded'
    return of?.rowTotals[of.rows.indexOf(row)] ?? null
  }
  const total = people[0]?.total ?? null
  const bySex = people[0]
  const counted = [
    {
      id: 'sex',
      label: t('observatory.by.sex'),
      without: at(bySex?.colTotals, bySex?.cols ?? [], 'not_known'),
    },
    ...['age', 'nationality', 'country_of_birth', 'population_group'].map((by) => ({
      id: by,
      label: t(`observatory.by.${by}`),
      without: missing(by),
    })),
  ]
  return (
    <Section title={t('observatory.view.quality')}>
      <CountTable
        title={t('observatory.table.quality')}
        help={t('observatory.help.quality')}
        first={t('observatory.datum')}
        columns={[t('observatory.recorded'), t('observatory.missing'), t('observatory.recordedShare')]}
        lines={counted.map(({ id, label, without }) => {
          const has = total === null || without === null ? null : total - without
          const share = shareOf(has, total, 0, figures.internal)
          return {
            id,
            label,
            cells: [
              <Count key="has" count={has} />,
              <Count key="without" count={without} />,
              words.share(share),
            ],
            part: typeof share === 'string' ? undefined : share.low / 100,
          }
        })}
      />
    </Section>
  )
}
