import { useState } from 'react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Confirm } from '../../../ui/Confirm.tsx'
import { useAsk, useDo } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { useFormat } from '../../../ui/format.ts'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Paging } from '../../../ui/Paging.tsx'
import { definePage } from '../../../ui/page.ts'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { toast } from '../../../ui/Toast.tsx'
import type { Glass, listGlass } from '../contract.ts'

const size = 20

/** Every emergency opening, with its reason, to be looked through by the data officer. */
function Emergencies() {
  const t = useT()
  const [page, setPage] = useState(1)
  const list = useAsk<AnswerOf<typeof listGlass>>('/api/emergencies', { query: { page, size } })
  return (
    <>
      <PageHeader
        title={t('access.glass.title')}
        lead={t('access.glass.lead')}
        back={{ href: '/admin', label: t('workspace.place.admin') }}
      />
      <Answered query={list}>
        {({ rows, total }) =>
          rows.length === 0 ? (
            <EmptyState title={t('access.glass.none')}>
              <p>{t('access.glass.noneHelp')}</p>
            </EmptyState>
          ) : (
            <>
              <ul className="sentences" aria-label={t('access.glass.title')}>
                {rows.map((row) => (
                  <One key={row.id} glass={row} />
                ))}
              </ul>
              {total > size && <Paging page={page} size={size} total={total} onPage={setPage} />}
            </>
          )
        }
      </Answered>
    </>
  )
}

const reasons = ['no_ground', 'asked_by_person', 'incident'] as const

function One({ glass }: { glass: Glass }) {
  const t = useT()
  const format = useFormat()
  const [revoking, setRevoking] = useState(false)
  const [reason, setReason] = useState<(typeof reasons)[number]>('no_ground')
  const review = useDo('POST', '/api/emergencies/:glassId/review', {
    params: { glassId: glass.id },
    after: ['/api/emergencies'],
  })
  const revoke = useDo<unknown, { reason: string }>('POST', '/api/grants/:grantId/revoke', {
    params: { grantId: glass.grantId },
    after: ['/api/emergencies'],
  })
  const when = format.moment(glass.at)
  return (
    <li>
      <span>
        <span className="sentence">
          <strong>
            {t('access.glass.who', { name: glass.accountName, organization: glass.organizationName })}
          </strong>
          {glass.live && (
            <Badge tone="warn">{t('access.glass.live', { until: format.moment(glass.until) })}</Badge>
          )}
          {glass.reviewedAt ? (
            <Badge tone="ok">{t('access.glass.reviewed', { when: format.moment(glass.reviewedAt) })}</Badge>
          ) : (
            <Badge tone="info">{t('access.glass.notReviewed')}</Badge>
          )}
        </span>
        <span className="muted">{when}</span>
        <br />
        <q className="reason-said" dir="auto">
          {glass.reason}
        </q>
      </span>
      <span className="actions">
        {!glass.reviewedAt && (
          <Button
            kind="primary"
            busy={review.isPending}
            onPress={() => review.mutate(undefined, { onSuccess: () => toast(t('access.glass.reviewDone')) })}
          >
            {t('access.glass.review')}
            <span className="hidden"> {when}</span>
          </Button>
        )}
        {glass.live && (
          <Button onPress={() => setRevoking(true)}>
            {t('access.glass.revoke')}
            <span className="hidden"> {when}</span>
          </Button>
        )}
      </span>
      <Confirm
        open={revoking}
        onClose={() => setRevoking(false)}
        title={t('access.glass.revokeTitle', { name: glass.accountName })}
        action={t('access.glass.revoke')}
        danger
        onConfirm={async () => {
          await revoke.mutateAsync({ reason })
          toast(t('access.glass.revoked'))
        }}
      >
        <p>{t('access.glass.revokeHelp')}</p>
        <RadioGroup
          label={t('access.glass.why')}
          value={reason}
          onChange={setReason}
          choices={reasons.map((value) => ({ value, label: t(`access.ended.${value}`) }))}
        />
      </Confirm>
    </li>
  )
}

export const page = definePage({
  path: '/admin/emergencies',
  title: 'access.glass.title',
  verb: 'glass.list',
  Component: Emergencies,
})
