import { useState } from 'react'
import { Badge } from '../../../../ui/Badge.tsx'
import { Button } from '../../../../ui/Button.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { useDo } from '../../../../ui/data.ts'
import { Form } from '../../../../ui/Form.tsx'
import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'
import { useCan } from '../../../../ui/session.tsx'
import { Textarea } from '../../../../ui/Textarea.tsx'
import { toast } from '../../../../ui/Toast.tsx'
import { useForm } from '../../../../ui/useForm.ts'
import { useStaffLanguage } from '../../../registry/panels.tsx'
import type { Flag } from '../../contract.ts'
import { useWords } from './words.tsx'

/** How its clock stands, in a word with its icon. */
export function Clock({ flag }: { flag: Flag }) {
  const t = useT()
  const format = useFormat()
  // What must be attended at once is never merely late.
  const atOnce = flag.dueAt === flag.raisedAt
  if (atOnce && flag.acknowledged) return <Badge tone="ok">{t('assessment.flag.attended')}</Badge>
  if (atOnce)
    return <Badge tone="danger">{t('assessment.flag.atOnce', { when: format.moment(flag.raisedAt) })}</Badge>
  if (flag.state === 'overdue')
    return <Badge tone="danger">{t('assessment.flag.overdue', { when: format.moment(flag.dueAt) })}</Badge>
  if (flag.state === 'open')
    return <Badge tone="warn">{t('assessment.flag.dueBy', { when: format.moment(flag.dueAt) })}</Badge>
  return <Badge tone="ok">{t(`assessment.flag.${flag.state}`)}</Badge>
}

/** What a flag says, how it was raised and, once somebody has it, what is being done. */
export function FlagText({ flag }: { flag: Flag }) {
  const t = useT()
  const format = useFormat()
  const words = useWords(useStaffLanguage())
  return (
    <>
      <strong>{words?.(`redFlag.${flag.flag}.label`).text}</strong>
      <span className="said">
        {t(`assessment.flag.raisedBy.${flag.raisedBy}`, {
          who: flag.raisedByName,
          when: format.moment(flag.raisedAt),
        })}{' '}
        {words && t('assessment.flag.resolves', { what: words(`action.${flag.action}`).text })}
      </span>
      {flag.note && (
        <span className="said" dir="auto">
          «{flag.note}»
        </span>
      )}
      {flag.acknowledged && (
        <span className="said" dir="auto">
          {t('assessment.flag.takenBy', {
            who: flag.acknowledged.by,
            when: format.moment(flag.acknowledged.at),
          })}
          {flag.acknowledged.taken && ` «${flag.acknowledged.taken}»`}
        </span>
      )}
    </>
  )
}

/** Somebody takes it on: its clock stops. */
export function Acknowledge({ flag }: { flag: Flag }) {
  const t = useT()
  const may = useCan('flag.acknowledge')
  const [open, setOpen] = useState(false)
  if (!may || flag.acknowledged) return null
  return (
    <>
      <Button kind="secondary" onPress={() => setOpen(true)}>
        {t('assessment.flag.acknowledge')}
      </Button>
      {open && <AcknowledgeDialog flag={flag} onClose={() => setOpen(false)} />}
    </>
  )
}

function AcknowledgeDialog({ flag, onClose }: { flag: Flag; onClose: () => void }) {
  const t = useT()
  const send = useDo<Flag, { taken?: string }>('POST', '/api/flags/:flagId/acknowledge', {
    params: { flagId: flag.id },
  })
  const form = useForm({
    initial: { taken: '' },
    submit: async ({ taken }) => {
      await send.mutateAsync(taken.trim() ? { taken: taken.trim() } : {})
      toast(t('assessment.flag.acknowledgedNow'))
      onClose()
    },
  })
  return (
    <Dialog open onClose={onClose} title={t('assessment.flag.acknowledge')}>
      <p>{t('assessment.flag.acknowledgeHelp')}</p>
      <Form
        form={form}
        label={t('assessment.flag.acknowledge')}
        actions={
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('assessment.flag.takeOn')}
          </Button>
        }
      >
        <Textarea
          label={t('assessment.flag.taken')}
          optional
          maxLength={1000}
          rows={3}
          {...form.field('taken')}
        />
      </Form>
    </Dialog>
  )
}
