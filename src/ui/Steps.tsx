import { ArrowLeft, ArrowRight } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from './Button.tsx'
import { useT } from './language.tsx'
import { Progress } from './Progress.tsx'

type Props = {
  /** Changes with the question, so that the heading takes the focus. */
  step: string
  /** The question, in the person's language. */
  title: ReactNode
  /** The same beneath, in the worker's. */
  also?: ReactNode
  help?: ReactNode
  /** The control for the answer; its label repeats the question for screen readers. */
  children: ReactNode
  onBack?: () => void
  onNext: () => void
  nextLabel?: string
  nextDisabledReason?: string
  busy?: boolean
  /** Shown as a line without numbers. */
  progress?: { label: string; done: number; total: number }
  /** One tap from any question: a red flag, stopping for today. */
  aside?: ReactNode
}

/** One question per page, large; stop and go back anywhere. */
export function Steps(props: Props) {
  const t = useT()
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef(props.step)
  useEffect(() => {
    if (before.current === props.step) return
    before.current = props.step
    heading.current?.focus()
  }, [props.step])
  return (
    <form
      className="steps"
      onSubmit={(event) => {
        event.preventDefault()
        if (!props.nextDisabledReason) props.onNext()
      }}
    >
      {props.progress && <Progress {...props.progress} quiet />}
      <div className="steps-question">
        <h1 ref={heading} tabIndex={-1}>
          {props.title}
        </h1>
        {props.also && <p className="steps-also">{props.also}</p>}
        {props.help && <p className="help">{props.help}</p>}
      </div>
      {props.children}
      <div className="actions">
        {props.onBack && (
          <Button icon={ArrowLeft} onPress={props.onBack}>
            {t('ui.back')}
          </Button>
        )}
        <Button
          type="submit"
          kind="primary"
          icon={ArrowRight}
          busy={props.busy}
          disabledReason={props.nextDisabledReason}
        >
          {props.nextLabel ?? t('ui.continue')}
        </Button>
      </div>
      {props.aside && <div className="steps-aside actions">{props.aside}</div>}
    </form>
  )
}
