import { type ReactNode, useState } from 'react'
import { ApiProblem, call, type FieldError } from '../../../../ui/api.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Form } from '../../../../ui/Form.tsx'
import { useT } from '../../../../ui/language.tsx'
import { toast } from '../../../../ui/Toast.tsx'
import { type FormState, useForm } from '../../../../ui/useForm.ts'
import type { HistoryEntry, PersonFile } from '../../contract.ts'
import { chosen, differences } from '../../rules/choose.ts'
import type { Part } from '../parts/part.ts'
import { Conflict, type Line, type Sides } from './Conflict.tsx'
import { freshFile, useFiled } from './file.ts'

type Values<Sheet, Extra> = { sheet: Sheet; extra: Extra }

type Props<Sheet extends object, Extra extends object> = {
  personId: string
  label: string
  /** What the history calls this sheet. */
  what: HistoryEntry['what']
  /** What the editor has before them; what others write meanwhile does not move it. */
  file: PersonFile
  /** From the file into the boxes. */
  typed: (file: PersonFile) => Sheet
  /** Asked beside the sheet: a source, a notice and its ground. */
  extra: Extra
  /** Where the sheet stands in what is sent. */
  path: string
  fields: (part: Part<Sheet>, form: FormState<Values<Sheet, Extra>>) => ReactNode
  check: (values: Values<Sheet, Extra>) => FieldError[]
  send: (values: Values<Sheet, Extra>, madeFrom: PersonFile) => Promise<PersonFile>
  /** How each box reads in words, to compare mine with theirs. */
  lines: readonly Line<Sheet>[]
  onDone: () => void
}

/** Corrects one sheet in place. When somebody else did so meanwhile, both stand side by side and the editor chooses. */
export function EditSheet<Sheet extends object, Extra extends object>(props: Props<Sheet, Extra>) {
  const { personId, label, what, typed, send, lines, onDone } = props
  const t = useT()
  const filed = useFiled(personId)
  const [file, setFile] = useState(props.file)
  const [met, setMet] = useState<{ theirs: PersonFile; by: HistoryEntry | undefined; time: number }>()
  const keep = async (values: Values<Sheet, Extra>, madeFrom: PersonFile) => {
    try {
      const told = await send(values, madeFrom)
      filed(told)
      toast(t('registry.person.saved', { sheet: label }))
      onDone()
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.code !== 'changed_meanwhile') throw problem
      const theirs = await freshFile(personId)
      const by = await lastBy(personId, what)
      setMet((before) => ({ theirs, by, time: (before?.time ?? 0) + 1 }))
    }
  }
  const form = useForm<Values<Sheet, Extra>>({
    initial: { sheet: typed(props.file), extra: props.extra },
    check: props.check,
    submit: (values) => keep(values, file),
  })

  if (met) {
    const mine = form.values.sheet
    const theirs = typed(met.theirs)
    return (
      <Conflict
        // Met again by a third: nothing chosen before stands.
        key={met.time}
        label={label}
        by={met.by}
        lines={lines}
        mine={mine}
        theirs={theirs}
        found={differences(typed(file), mine, theirs)}
        onBack={() => {
          // Typed and not sent: leaving the page asks first.
          form.setAll(form.values)
          setMet(undefined)
        }}
        onChosen={async (sides: Sides<Sheet>) => {
          const values = { ...form.values, sheet: chosen(mine, theirs, sides) }
          // From here on this is what the editor has before them, should a third one come between.
          form.setAll(values)
          setFile(met.theirs)
          await keep(values, met.theirs)
        }}
      />
    )
  }
  return (
    <Form
      form={form}
      label={label}
      actions={
        <>
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('ui.save')}
          </Button>
          <Button kind="quiet" onPress={onDone}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      {props.fields(
        { path: props.path, value: form.values.sheet, onChange: (sheet) => form.set('sheet', sheet) },
        form,
      )}
    </Form>
  )
}

async function lastBy(personId: string, what: string): Promise<HistoryEntry | undefined> {
  const history = await call<{ entries: HistoryEntry[] }>('GET', '/api/people/:personId/history', {
    params: { personId },
  }).catch(() => undefined)
  return history?.entries.find((entry) => entry.what === what)
}
