import { CalendarCheck, Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { useAddress } from '../../../ui/address.ts'
import { Button } from '../../../ui/Button.tsx'
import { Confirm } from '../../../ui/Confirm.tsx'
import { useAsk, useDo } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { useFormat } from '../../../ui/format.ts'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { PrintButton, PrintHeader } from '../../../ui/Print.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { definePage } from '../../../ui/page.ts'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { Select } from '../../../ui/Select.tsx'
import { saveCsv } from '../../../ui/save.ts'
import { useCan, useSession } from '../../../ui/session.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import type { Figures as Counted, CutOff, listCutOffs } from '../contract.ts'
import { figuresCsv } from './parts/csv.ts'
import { Territory } from './parts/Territory.tsx'
import { View, views } from './parts/views.tsx'
import { useFiguresWords } from './parts/words.ts'
import './figures.css'

const defaults = { cutOff: '', view: 'people', group: '18+', exact: '' }

/** A municipality reads its own figures; a state council and the federal unit those of their municipalities. */
const Figures = () => (useSession().tenant.kind === 'municipality' ? <Own /> : <Territory />)

/** Figures as they stood at a cut-off: protected for publication, or exact for the tenant's own coordination. */
function Own() {
  const t = useT()
  const format = useFormat()
  const me = useSession()
  const internal = useCan('figures.internal')
  const [asked, setAsked] = useAddress(defaults)
  const [waiting, setWaiting] = useState(false)
  const list = useAsk<AnswerOf<typeof listCutOffs>>('/api/figures', {
    query: { size: 100 },
    ...(waiting ? { refetchInterval: 2000 } : {}),
  })
  const rows = list.data?.rows ?? []
  const counting = rows.some((row) => row.state === 'counting')
  useEffect(() => setWaiting(counting), [counting])
  const ready = rows.filter((row) => row.state === 'ready')
  const cutOff = ready.find((row) => row.id === asked.cutOff) ?? ready[0]
  const exact = internal && asked.exact === 'yes'
  const figures = useAsk<Counted>(exact ? '/api/figures/:cutOffId/internal' : '/api/figures/:cutOffId', {
    params: { cutOffId: cutOff?.id ?? '' },
    enabled: cutOff !== undefined,
  })
  const words = useFiguresWords(figures.data)
  const total = figures.data?.tables[0]?.total
  const day = cutOff && format.day(cutOff.day)
  const view = views.find((one) => one === asked.view) ?? 'people'
  const lead = !day
    ? t('observatory.lead')
    : typeof total === 'number'
      ? t('observatory.leadCounted', { day, count: total })
      : t('observatory.leadDay', { day })
  const group = { group: asked.group, onGroup: (chosen: string) => setAsked({ group: chosen }) }
  const save = () => {
    if (!figures.data || !words) return
    const kind = t(exact ? 'observatory.file.internal' : 'observatory.file.published')
    saveCsv(`${kind}-${figures.data.cutOff.day}.csv`, [
      figuresCsv(figures.data, words, t('observatory.total')),
    ])
  }
  return (
    <>
      <PrintHeader title={`${t('observatory.title')} · ${day ?? ''}`} from={me.tenant.name} />
      <PageHeader
        title={t('observatory.title')}
        lead={lead}
        actions={
          <>
            {figures.data && words && (
              <>
                <Button icon={Download} onPress={save}>
                  {t('observatory.download')}
                </Button>
                <PrintButton />
              </>
            )}
            <TakeCutOff counting={counting} />
          </>
        }
      />
      <Answered query={list}>
        {() => (
          <>
            <Standing rows={rows} />
            {cutOff && (
              <div className="figures-choices screen-only">
                {ready.length > 1 && (
                  <Select
                    label={t('observatory.cutOff')}
                    value={cutOff.id}
                    onChange={(chosen) => setAsked({ cutOff: chosen })}
                    choices={ready.map((row) => ({ value: row.id, label: format.day(row.day) }))}
                  />
                )}
                {internal && (
                  <RadioGroup
                    label={t('observatory.which')}
                    inline
                    value={exact ? 'yes' : 'no'}
                    onChange={(chosen) => setAsked({ exact: chosen === 'yes' ? 'yes' : '' })}
                    choices={[
                      { value: 'no', label: t('observatory.published') },
                      { value: 'yes', label: t('observatory.internal') },
                    ]}
                  />
                )}
              </div>
            )}
            {cutOff && (
              <Notice
                tone={exact ? 'warn' : 'info'}
                title={t(exact ? 'observatory.internalTitle' : 'observatory.protectedTitle')}
              >
                <p>{t(exact ? 'observatory.internalHelp' : 'observatory.protectedHelp')}</p>
              </Notice>
            )}
            {cutOff && (
              <Tabs
                label={t('observatory.views')}
                selected={view}
                onSelect={(chosen) => setAsked({ view: chosen })}
                items={views.map((id) => ({
                  id,
                  label: t(`observatory.view.${id}`),
                  content: (
                    <Answered query={figures} lines={10}>
                      {(told) => words && <View id={id} figures={told} words={words} {...group} />}
                    </Answered>
                  ),
                }))}
              />
            )}
          </>
        )}
      </Answered>
    </>
  )
}

/** What is under way or went wrong, and what to do where there is nothing yet. */
function Standing({ rows }: { rows: readonly CutOff[] }) {
  const t = useT()
  const format = useFormat()
  const may = useCan('figures.release')
  const newest = rows[0]
  if (!newest)
    return (
      <EmptyState title={t('observatory.none.cutOff')}>
        <p>{t(may ? 'observatory.none.cutOffTake' : 'observatory.none.cutOffWait')}</p>
      </EmptyState>
    )
  if (newest.state === 'counting') return <Progress label={t('observatory.counting')} mayClose />
  if (newest.state === 'failed')
    return (
      <Notice tone="danger" live title={t('observatory.failed', { day: format.day(newest.day) })}>
        <p>{t(may ? 'observatory.failedTake' : 'observatory.failedWait')}</p>
      </Notice>
    )
  return null
}

function TakeCutOff({ counting }: { counting: boolean }) {
  const t = useT()
  const may = useCan('figures.release')
  const [open, setOpen] = useState(false)
  const take = useDo<CutOff>('POST', '/api/figures', { after: ['/api/figures'] })
  if (!may) return null
  return (
    <>
      <Button
        kind="primary"
        icon={CalendarCheck}
        onPress={() => setOpen(true)}
        {...(counting ? { disabledReason: t('observatory.take.counting') } : {})}
      >
        {t('observatory.take')}
      </Button>
      <Confirm
        open={open}
        onClose={() => setOpen(false)}
        title={t('observatory.take.title')}
        action={t('observatory.take')}
        onConfirm={() => take.mutateAsync()}
      >
        <p>{t('observatory.take.what')}</p>
        <p>{t('observatory.take.stays')}</p>
      </Confirm>
    </>
  )
}

export const page = definePage({
  path: '/reports',
  title: 'observatory.title',
  verb: 'figures.read',
  Component: Figures,
})
