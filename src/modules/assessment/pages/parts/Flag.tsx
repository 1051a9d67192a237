import { useQueryClient } from '@tanstack/react-query'
import { Siren } from 'lucide-react'
import { useState } from 'react'
import type { AnswerOf } from '../../../../shared/contract.ts'
import { newId } from '../../../../shared/id.ts'
import { call } from '../../../../ui/api.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'
import { Notice } from '../../../../ui/Notice.tsx'
import { ProblemNotice } from '../../../../ui/ProblemNotice.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import { useCan } from '../../../../ui/session.tsx'
import { Textarea } from '../../../../ui/Textarea.tsx'
import { useStaffLanguage } from '../../../registry/panels.tsx'
import type { raiseFlag } from '../../contract.ts'
import { instrument, useWords } from './words.tsx'
import '../assessment.css'

type Raised = AnswerOf<typeof raiseFlag>
type How = 'observation' | 'spontaneous_word'

/** One tap from any screen: seen or heard, never asked. It acts at once and waits for no interview. */
export function FlagButton({ personId, quiet = false }: { personId: string; quiet?: boolean }) {
  const t = useT()
  const may = useCan('flag.raise')
  const [open, setOpen] = useState(false)
  if (!may) return null
  return (
    <>
      <Button kind={quiet ? 'quiet' : 'secondary'} icon={Siren} onPress={() => setOpen(true)}>
        {t('assessment.flag.raise')}
      </Button>
      {open && <FlagDialog personId={personId} onClose={() => setOpen(false)} />}
    </>
  )
}

function FlagDialog({ personId, onClose }: { personId: string; onClose: () => void }) {
  const t = useT()
  const words = useWords(useStaffLanguage())
  const client = useQueryClient()
  const [how, setHow] = useState<How>('observation')
  const [note, setNote] = useState('')
  const [raised, setRaised] = useState<Raised>()
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState<string>()
  // The same flag again after a lost answer is the same deed.
  const [ids] = useState(() => new Map(instrument.redFlags.map((f) => [f.id, [newId(), newId()] as const])))

  const raise = async (flag: string) => {
    const [flagId, commandId] = ids.get(flag)!
    setBusy(flag)
    setProblem(undefined)
    try {
      setRaised(
        await call<Raised>('POST', '/api/people/:personId/flags', {
          params: { personId },
          body: { flagId, flag, raisedBy: how, ...(note.trim() ? { note: note.trim() } : {}) },
          commandId,
        }),
      )
      void client.invalidateQueries({
        predicate: ({ queryKey: [key] }) =>
          typeof key === 'string' && /^\/api\/(flags|caseload|.*protection)/.test(key),
      })
    } catch (refused) {
      setProblem(refused)
    } finally {
      setBusy(undefined)
    }
  }

  if (raised)
    return (
      <Dialog
        open
        onClose={onClose}
        title={t('assessment.flag.raised')}
        actions={
          <Button kind="primary" onPress={onClose}>
            {t('assessment.flag.understood')}
          </Button>
        }
      >
        <Alert raised={raised} />
      </Dialog>
    )
  return (
    <Dialog open onClose={onClose} title={t('assessment.flag.title')}>
      <p>{t('assessment.flag.lead')}</p>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <RadioGroup
        label={t('assessment.flag.how')}
        value={how}
        onChange={setHow}
        choices={(['observation', 'spontaneous_word'] as const).map((value) => ({
          value,
          label: words?.(`redFlag.raisedBy.${value}`).text ?? '',
        }))}
        inline
      />
      <Textarea
        label={t('assessment.flag.note')}
        help={t('assessment.flag.noteHelp')}
        value={note}
        onChange={setNote}
        rows={2}
        maxLength={1000}
        optional
      />
      <ul className="flag-choices" aria-label={t('assessment.flag.which')}>
        {instrument.redFlags.map((flag) => (
          <li key={flag.id}>
            <Button busy={busy === flag.id} onPress={() => void raise(flag.id)}>
              {words?.(`redFlag.${flag.id}.label`).text ?? flag.id}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

function Alert({ raised }: { raised: Raised }) {
  const t = useT()
  const format = useFormat()
  const words = useWords(useStaffLanguage())
  return (
    <>
      <Notice tone="danger" live title={words?.(raised.alert).text} />
      {raised.alerted > 0 ? (
        <p>
          {t('assessment.flag.alerted', { count: raised.alerted })}{' '}
          {raised.hours > 0
            ? t('assessment.flag.due', { when: format.moment(raised.dueAt) })
            : t('assessment.flag.dueNow')}
        </p>
      ) : (
        <Notice tone="warn" title={t('assessment.flag.nobody')}>
          <p>{t('assessment.flag.nobodyHelp')}</p>
        </Notice>
      )}
    </>
  )
}
