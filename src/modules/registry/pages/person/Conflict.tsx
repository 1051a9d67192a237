import { useEffect, useRef, useState } from 'react'
import { Button } from '../../../../ui/Button.tsx'
import { useFormat } from '../../../../ui/format.ts'
import { LeaveGuard } from '../../../../ui/LeaveGuard.tsx'
import { useT } from '../../../../ui/language.tsx'
import { Notice } from '../../../../ui/Notice.tsx'
import { ProblemNotice } from '../../../../ui/ProblemNotice.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import type { HistoryEntry } from '../../contract.ts'
import type { Difference, Side } from '../../rules/choose.ts'

export type Line<Sheet> = { key: keyof Sheet & string; label: string; show: (sheet: Sheet) => string }
export type Sides<Sheet> = Partial<Record<keyof Sheet & string, Side>>

type Props<Sheet> = {
  label: string
  by: HistoryEntry | undefined
  lines: readonly Line<Sheet>[]
  mine: Sheet
  theirs: Sheet
  found: readonly Difference<keyof Sheet & string>[]
  onChosen: (sides: Sides<Sheet>) => Promise<void>
  onBack: () => void
}

/** What I typed beside what now stands; where both of us changed something, nothing is chosen for me. */
export function Conflict<Sheet>({ label, by, lines, mine, theirs, found, onChosen, onBack }: Props<Sheet>) {
  const t = useT()
  const format = useFormat()
  const [sides, setSides] = useState<Sides<Sheet>>(
    () => Object.fromEntries(found.flatMap((d) => (d.preset ? [[d.key, d.preset]] : []))) as Sides<Sheet>,
  )
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const save = async () => {
    setAsked(true)
    if (found.some(({ key }) => !sides[key])) return
    setBusy(true)
    setProblem(undefined)
    try {
      await onChosen(sides)
    } catch (refused) {
      setProblem(refused)
    } finally {
      setBusy(false)
    }
  }
  const words = (sheet: Sheet, line: Line<Sheet> | undefined) =>
    line?.show(sheet).trim() || t('registry.person.blank')
  return (
    <div className="stack conflict">
      <LeaveGuard dirty />
      <h3 ref={heading} tabIndex={-1}>
        {t('registry.person.conflict.title', { sheet: label })}
      </h3>
      <Notice
        tone="warn"
        live
        title={
          by
            ? t('registry.person.conflict.by', { name: by.byName, when: format.moment(by.at) })
            : t('registry.person.conflict.someone')
        }
      >
        <p>
          {t(found.length > 0 ? 'registry.person.conflict.choose' : 'registry.person.conflict.sameWords')}
        </p>
      </Notice>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {found.map(({ key }) => {
        const line = lines.find((one) => one.key === key)
        return (
          <div key={key} className="versus">
            <RadioGroup
              label={line?.label ?? key}
              value={sides[key] ?? ''}
              onChange={(side) => setSides({ ...sides, [key]: side })}
              error={asked && !sides[key] ? t('registry.person.conflict.missing') : undefined}
              choices={[
                {
                  value: 'mine' as const,
                  label: words(mine, line),
                  help: t('registry.person.conflict.mine'),
                },
                {
                  value: 'theirs' as const,
                  label: words(theirs, line),
                  help: t('registry.person.conflict.theirs'),
                },
              ]}
            />
          </div>
        )
      })}
      <div className="actions">
        <Button kind="primary" busy={busy} onPress={() => void save()}>
          {t('registry.person.conflict.save')}
        </Button>
        <Button kind="quiet" onPress={onBack}>
          {t('registry.person.conflict.back')}
        </Button>
      </div>
    </div>
  )
}
