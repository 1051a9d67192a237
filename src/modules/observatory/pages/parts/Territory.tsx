import { Download } from 'lucide-react'
import type { AnswerOf } from '../../../../shared/contract.ts'
import { Answered } from '../../../../ui/Answered.tsx'
import { useAddress } from '../../../../ui/address.ts'
import { Button } from '../../../../ui/Button.tsx'
import { useAsk } from '../../../../ui/data.ts'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'
import { Notice } from '../../../../ui/Notice.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { PrintButton, PrintHeader } from '../../../../ui/Print.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { Section } from '../../../../ui/Sheet.tsx'
import { saveCsv } from '../../../../ui/save.ts'
import { useSession } from '../../../../ui/session.tsx'
import { Tabs } from '../../../../ui/Tabs.tsx'
import type {
  MunicipalityFigures,
  PooledCount,
  PooledTable,
  readTerritory,
  Territory as Told,
} from '../../contract.ts'
import { Count, CountTable } from './CountTable.tsx'
import { figuresCsv, pooledCsv } from './csv.ts'
import { OfGroup, View, views } from './views.tsx'
import { useFiguresWords, type Words } from './words.ts'

const defaults = { municipality: '', view: '', group: '18+' }

/** What the municipalities of one's territory publish: all in one, or one of them. */
export function Territory() {
  const t = useT()
  const me = useSession()
  const words = useFiguresWords()
  const [asked, setAsked] = useAddress(defaults)
  const query = useAsk<AnswerOf<typeof readTerritory>>('/api/figures/municipalities')
  const chosen = query.data?.municipalities.find(
    (one) => one.municipalityId === asked.municipality && one.day,
  )
  const one = useAsk<MunicipalityFigures>('/api/figures/municipalities/:municipalityId', {
    params: { municipalityId: asked.municipality },
    enabled: chosen !== undefined,
  })
  const title = chosen?.name ?? t('observatory.territory.title')
  const group = { group: asked.group, onGroup: (to: string) => setAsked({ group: to }) }
  const save = () => {
    if (!words || !query.data) return
    const total = t('observatory.total')
    if (!chosen)
      return saveCsv(`${t('observatory.file.pooled')}.csv`, [pooledCsv(query.data.tables, words, total)])
    if (one.data?.day)
      saveCsv(`${t('observatory.file.published')}-${one.data.day}.csv`, [
        figuresCsv({ cutOff: { day: one.data.day }, internal: false, tables: one.data.tables }, words, total),
      ])
  }
  const shown: readonly PooledProps['id'][] = chosen ? views : pooledViews
  const counted = query.data?.municipalities.some((municipality) => municipality.day)
  return (
    <>
      <PrintHeader title={title} from={me.tenant.name} />
      <PageHeader
        title={t('observatory.territory.title')}
        lead={query.data && counted ? <Lead told={query.data} /> : t('observatory.lead')}
        actions={
          counted && (
            <>
              <Button icon={Download} onPress={save}>
                {t('observatory.download')}
              </Button>
              <PrintButton />
            </>
          )
        }
      />
      <Answered query={query}>
        {(told) => (
          <>
            {!counted && (
              <EmptyState
                title={t(
                  told.municipalities.length > 0
                    ? 'observatory.territory.uncounted'
                    : 'observatory.territory.none',
                )}
              >
                <p>
                  {t(
                    told.municipalities.length > 0
                      ? 'observatory.territory.uncountedHelp'
                      : 'observatory.territory.noneHelp',
                  )}
                </p>
              </EmptyState>
            )}
            {told.municipalities.length > 0 && !counted && <Municipalities told={told} />}
            {counted && words && (
              <>
                <div className="figures-choices screen-only">
                  <Select
                    label={t('observatory.territory.which')}
                    value={chosen?.municipalityId ?? 'all'}
                    onChange={(to) => setAsked({ municipality: to === 'all' ? '' : to })}
                    choices={[
                      { value: 'all', label: t('observatory.territory.all') },
                      ...told.municipalities
                        .filter((municipality) => municipality.day)
                        .map(({ municipalityId, name }) => ({ value: municipalityId, label: name })),
                    ]}
                  />
                </div>
                <Notice
                  tone="info"
                  title={t(chosen ? 'observatory.protectedTitle' : 'observatory.territory.pooledTitle')}
                >
                  <p>{t(chosen ? 'observatory.protectedHelp' : 'observatory.territory.pooledHelp')}</p>
                </Notice>
                <Tabs
                  label={t('observatory.views')}
                  selected={shown.find((view) => view === asked.view) ?? shown[0]!}
                  onSelect={(view) => setAsked({ view })}
                  items={shown.map((id) => ({
                    id,
                    label: t(`observatory.view.${id}`),
                    content: chosen ? (
                      <Answered query={one} lines={10}>
                        {({ tables }) => (
                          <View
                            id={id === 'municipalities' ? 'people' : id}
                            figures={{ tables, internal: false }}
                            words={words}
                            {...group}
                          />
                        )}
                      </Answered>
                    ) : (
                      <Pooled id={id} told={told} words={words} {...group} />
                    ),
                  }))}
                />
              </>
            )}
          </>
        )}
      </Answered>
    </>
  )
}

function Lead({ told: { municipalities, tables } }: { told: Told }) {
  const t = useT()
  const counted = municipalities.filter((one) => one.day).length
  const total = tables[0]?.total
  return t(total?.atLeast ? 'observatory.territory.leadAtLeast' : 'observatory.territory.lead', {
    all: municipalities.length,
    counted,
    people: total?.count ?? 0,
  })
}

function Municipalities({ told }: { told: Told }) {
  const t = useT()
  const format = useFormat()
  return (
    <Section title={t('observatory.view.municipalities')}>
      <CountTable
        title={t('observatory.territory.list')}
        help={t('observatory.territory.listHelp')}
        first={t('observatory.territory.which')}
        columns={[t('observatory.territory.newest'), t('observatory.view.people')]}
        lines={told.municipalities.map(({ municipalityId, name, day, people }) => ({
          id: municipalityId,
          label: name,
          cells: day
            ? [format.day(day), <Count key="people" count={people ?? null} />]
            : [t('observatory.territory.noCutOff'), '—'],
        }))}
        total={told.tables[0] && ['—', <Sum key="total" of={told.tables[0].total} />]}
      />
    </Section>
  )
}

const pooledViews = ['municipalities', 'people', 'needs', 'change'] as const

interface PooledProps {
  id: (typeof views | typeof pooledViews)[number]
  told: Told
  words: Words
  group: string
  onGroup: (group: string) => void
}

function Pooled({ id, told, words, group, onGroup }: PooledProps) {
  const t = useT()
  const { tables } = told
  if (id === 'municipalities') return <Municipalities told={told} />
  if (id === 'needs' || id === 'change')
    return (
      <Section title={t(`observatory.view.${id}`)}>
        <OfGroup tables={tables} words={words} group={group} onGroup={onGroup} kind={id}>
          {(chosen) =>
            tables
              .filter(
                ({ kind, of }) => of === chosen && (kind === id || (id === 'needs' && kind === 'indicators')),
              )
              .map((table) => <PooledCounts key={table.kind} table={table} words={words} />)
          }
        </OfGroup>
      </Section>
    )
  return (
    <Section title={t('observatory.view.people')}>
      {tables
        .filter(({ kind }) => kind === 'people')
        .map((table) => (
          <PooledCounts key={table.by} table={table} words={words} />
        ))}
    </Section>
  )
}

function PooledCounts({ table, words }: { table: PooledTable; words: Words }) {
  const t = useT()
  const { rows, cols, counts, rowTotals, colTotals, total } = table
  const shown = cols.flatMap((_, c) => (colTotals && isNobody(colTotals[c]!) ? [] : [c]))
  const line = (values: readonly PooledCount[], all: PooledCount) => [
    ...shown.map((c) => <Sum key={cols[c]} of={values[c]!} />),
    <Sum key="total" of={all} />,
  ]
  return (
    <CountTable
      title={words.title(table)}
      help={words.help(table)}
      first={table.kind === 'people' ? words.title(table) : t(firstOf[table.kind])}
      columns={[...shown.map((c) => words.col(table, cols[c]!)), t('observatory.total')]}
      lines={rows.flatMap((row, r) =>
        isNobody(rowTotals[r]!) || concernsNobody(counts[r]![cols.indexOf('not_applicable')], total)
          ? []
          : [{ id: row, label: words.row(table, row), cells: line(counts[r]!, rowTotals[r]!) }],
      )}
      total={colTotals && line(colTotals, total)}
    />
  )
}

const firstOf = {
  needs: 'observatory.dimension',
  change: 'observatory.dimension',
  origin: 'observatory.by.origin_class',
  indicators: 'observatory.indicator',
} as const

const isNobody = ({ count, atLeast }: PooledCount) => count === 0 && !atLeast

/** What applies to nobody of an age group, such as vaccination of adults. */
const concernsNobody = (spared: PooledCount | undefined, total: PooledCount) =>
  spared !== undefined && !spared.atLeast && !total.atLeast && spared.count === total.count

/** Of nothing but protected counts nothing can be said. */
function Sum({ of: { count, atLeast } }: { of: PooledCount }) {
  const t = useT()
  if (!atLeast) return <Count count={count} />
  return count === 0 ? <Count count={null} /> : t('observatory.orMore', { count })
}
