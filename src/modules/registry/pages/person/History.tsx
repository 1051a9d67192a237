import { useState } from 'react'
import type { AnswerOf } from '../../../../shared/contract.ts'
import { Answered } from '../../../../ui/Answered.tsx'
import { Button } from '../../../../ui/Button.tsx'
import { useAsk } from '../../../../ui/data.ts'
import { useFormat } from '../../../../ui/format.ts'
import { useT } from '../../../../ui/language.tsx'
import { Section } from '../../../../ui/Sheet.tsx'
import { type Moment, Timeline } from '../../../../ui/Timeline.tsx'
import { useWord } from '../../../../ui/words.ts'
import type { HistoryEntry, personHistory } from '../../contract.ts'
import { type CodeOf, useCode } from '../parts/codes.tsx'

const few = 6

/** What was recorded, when and by whom, newest first: names of what changed, never the values. */
export function History({ personId }: { personId: string }) {
  const t = useT()
  const history = useAsk<AnswerOf<typeof personHistory>>('/api/people/:personId/history', {
    params: { personId },
  })
  const [all, setAll] = useState(false)
  const moments = useMoments()
  return (
    <Section title={t('registry.person.history.title')}>
      <Answered query={history}>
        {({ entries }) => {
          const told = moments(entries)
          return (
            <>
              <Timeline
                label={t('registry.person.history.title')}
                moments={all ? told : told.slice(0, few)}
              />
              {told.length > few && (
                <div className="actions">
                  <Button kind="quiet" aria-expanded={all} onPress={() => setAll(!all)}>
                    {t(all ? 'registry.person.history.less' : 'registry.person.history.all', {
                      count: told.length,
                    })}
                  </Button>
                </div>
              )}
            </>
          )
        }}
      </Answered>
    </Section>
  )
}

/** Entries of one person at one moment are one line: registering writes many sheets at once. */
export function useMoments(): (entries: readonly HistoryEntry[]) => Moment[] {
  const t = useT()
  const format = useFormat()
  const say = useCode()
  const purpose = useWord('registry.consent.purpose')
  const words = (entry: HistoryEntry): string => {
    if (entry.what === 'registered')
      return t('registry.person.history.registered', { organization: entry.detail ?? '' })
    if (entry.what === 'joined' || entry.what === 'left')
      return t(`registry.person.history.${entry.what}`, {
        role: entry.detail ? say('role', entry.detail as CodeOf<'role'>) : '',
      })
    if (entry.what === 'consent_given' || entry.what === 'consent_withdrawn')
      return t(`registry.person.history.${entry.what}`, { purpose: purpose(entry.detail ?? '') })
    return t('registry.person.history.corrected', { sheet: t(`registry.person.sheet.${entry.what}`) })
  }
  return (entries) => {
    const groups: { at: string; byName: string; lines: string[] }[] = []
    for (const entry of entries) {
      const last = groups.at(-1)
      const line = words(entry)
      if (last && last.at === entry.at && last.byName === entry.byName) {
        // What was written while registering belongs to the registering.
        if (!last.lines.includes(line)) last.lines.push(line)
      } else groups.push({ at: entry.at, byName: entry.byName, lines: [line] })
    }
    return groups.map(({ at, byName, lines }) => ({
      id: at + byName,
      when: `${format.moment(at)} · ${byName}`,
      title: lines[0] ?? '',
      ...(lines.length > 1 ? { body: lines.slice(1).join(' · ') } : {}),
    }))
  }
}
