import type { AnswerOf } from '../../shared/contract.ts'
import { Answered } from '../../ui/Answered.tsx'
import { useAsk } from '../../ui/data.ts'
import { useFormat } from '../../ui/format.ts'
import { Link } from '../../ui/Link.tsx'
import { useT } from '../../ui/language.tsx'
import { Section, Sentences } from '../../ui/Sheet.tsx'
import { useCan, useSession } from '../../ui/session.tsx'
import type { listCutOffs } from './contract.ts'

/** Today, for those who read figures: how fresh they are, or that others' can be read. */
export const FiguresToday = () =>
  useSession().tenant.kind === 'municipality' ? <OwnToday /> : <TerritoryToday />

function OwnToday() {
  const t = useT()
  const format = useFormat()
  const may = useCan('figures.release')
  const query = useAsk<AnswerOf<typeof listCutOffs>>('/api/figures', { query: { size: 20 } })
  return (
    <Section title={t('observatory.title')}>
      <Answered query={query} lines={1}>
        {({ rows }) => {
          const last = rows.find((row) => row.state === 'ready')
          return (
            <Sentences
              label={t('observatory.title')}
              sentences={[
                {
                  id: 'last',
                  text: last
                    ? t('observatory.today.last', { day: format.day(last.day) })
                    : t(may ? 'observatory.none.cutOffTake' : 'observatory.none.cutOffWait'),
                  actions: (
                    <Link look="button" href="/reports">
                      {t(last ? 'observatory.today.read' : 'observatory.today.open')}
                    </Link>
                  ),
                },
              ]}
            />
          )
        }}
      </Answered>
    </Section>
  )
}

function TerritoryToday() {
  const t = useT()
  return (
    <Section title={t('observatory.title')}>
      <Sentences
        label={t('observatory.title')}
        sentences={[
          {
            id: 'territory',
            text: t('observatory.today.territory'),
            actions: (
              <Link look="button" href="/reports">
                {t('observatory.today.read')}
              </Link>
            ),
          },
        ]}
      />
    </Section>
  )
}
