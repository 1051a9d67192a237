import { ArrowLeft, Trash2, UserPlus } from 'lucide-react'
import { useRef } from 'react'
import type { Sheet } from '../../../shared/sheets.ts'
import { Button } from '../../../ui/Button.tsx'
import { Form } from '../../../ui/Form.tsx'
import { LeaveGuard } from '../../../ui/LeaveGuard.tsx'
import { useT } from '../../../ui/language.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { useForm } from '../../../ui/useForm.ts'
import type { NewMember } from '../contract.ts'
import { type Explained, readMember, type TypedMember } from '../rules/typed.ts'
import { MemberForm } from './parts/MemberForm.tsx'

export type Then = 'review' | 'another'

type Props = {
  number: number
  member: TypedMember
  like?: { name: string; member: TypedMember } | undefined
  hasHead: boolean
  notice: Explained
  today: string
  sheets: readonly Sheet[]
  /** Correcting one already written. */
  again: boolean
  /** Looks for who is alike, then goes on. */
  onDone: (typed: TypedMember, read: NewMember, then: Then) => Promise<void>
  /** Back, with what is typed so far kept. */
  onBack: (typed: TypedMember) => void
  onRemove?: (() => void) | undefined
}

export function RegisterMember(props: Props) {
  const { number, member, like, hasHead, notice, today, sheets, again } = props
  const t = useT()
  const then = useRef<Then>('review')
  const form = useForm<TypedMember>({
    initial: member,
    check: (typed) =>
      readMember(typed, notice, today).faults.map(({ path, code }) => ({
        path,
        message: t(`registry.field.wrong.${code}`),
      })),
    submit: (typed) => props.onDone(typed, readMember(typed, notice, today).value, then.current),
  })
  const send = (where: Then) => {
    then.current = where
    void form.send()
  }
  return (
    <>
      {/* The form guards what is typed in it; here also what was typed before. */}
      <LeaveGuard dirty={!form.dirty} />
      <PageHeader
        title={t(number === 1 ? 'registry.register.member.first' : 'registry.register.member.next', {
          number,
        })}
        lead={t('registry.register.member.lead')}
      />
      <Form
        form={{
          ...form,
          send: async () => {
            then.current = 'review'
            await form.send()
          },
        }}
        label={t('registry.register.member.form')}
        actions={
          <>
            <Button type="submit" kind="primary" busy={form.busy}>
              {t('registry.register.member.review')}
            </Button>
            {!again && (
              <Button icon={UserPlus} onPress={() => send('another')}>
                {t('registry.register.member.another')}
              </Button>
            )}
            <Button kind="quiet" icon={ArrowLeft} onPress={() => props.onBack(form.values)}>
              {t('ui.back')}
            </Button>
            {props.onRemove && (
              <Button kind="quiet" icon={Trash2} onPress={props.onRemove}>
                {t('registry.register.member.remove')}
              </Button>
            )}
          </>
        }
      >
        <MemberForm form={form} notice={notice} today={today} sheets={sheets} like={like} hasHead={hasHead} />
      </Form>
    </>
  )
}
