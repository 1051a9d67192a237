/** A whole interview written down at once, as when it was held on paper: the same plan, checks and sealed rows. */
import type { Deed } from '../../server/guard.ts'
import { newId } from '../../shared/id.ts'
import { Problem } from '../../shared/problem.ts'
import { assessmentById, instrumentOf, openFile } from './file.ts'
import { type Item, isSpecial } from './instruments/types.ts'
import { mySituation, sitting } from './interview.ts'
import { type Answers, checkAnswer, type FieldAnswers, foldAnswers } from './rules/answers.ts'
import type { Input } from './rules/facts.ts'
import { plan, type Step } from './rules/flow.ts'

/** What was answered to these fields of an item; nothing: it was passed over. */
export type Answering = (
  item: Item,
  fields: readonly string[],
  about: { step: Step; input: Input },
) => FieldAnswers | null

/** Asks what the plan asks, as often as answers open more of it, and once what is known if `answering` answers it. */
export async function answerAll(deed: Deed, assessmentId: string, answering: Answering): Promise<void> {
  const row = await assessmentById(deed, assessmentId)
  const opened = await openFile(deed, row.person_id)
  const situation = await mySituation(deed, assessmentId)
  if (!situation) throw new Problem('answer_not_applicable')
  const instrument = instrumentOf(row)
  const sat = await sitting(deed, opened, { row, situation })
  const { personId, ring } = opened.known
  let answers: Answers = sat.input.answers
  const asked = new Set<string>()
  const said: { item: Item; fields: FieldAnswers }[] = []
  for (let more = true; more; ) {
    more = false
    const input = { ...sat.input, answers }
    for (const step of plan(instrument, input, sat.asked).steps) {
      const item = instrument.item(step.item)
      if (step.later.length > 0 || (row.finished_at && !isSpecial(item))) continue
      const fields = step.fields
        .filter((f) => f.state !== 'left_out' && !asked.has(`${item.id}.${f.id}`))
        .map((f) => f.id)
      if (fields.length === 0) continue
      for (const field of fields) asked.add(`${item.id}.${field}`)
      const given = answering(item, fields, { step, input })
      if (!given || Object.keys(given).length === 0) continue
      const [fault] = checkAnswer(instrument, { item: item.id, fields: given })
      if (fault) throw new RangeError(`${fault.item} ${fault.field ?? ''}: ${fault.problem}`)
      said.push({ item, fields: given })
      more = true
    }
    answers = foldAnswers(
      said.map(({ item, fields }) => ({ item: item.id, fields })),
      sat.input.answers,
    )
  }

  const common = {
    tenant_id: deed.actor.tenantId,
    assessment_id: assessmentId,
    person_id: personId,
    account_id: deed.actor.accountId,
    at: deed.at,
  }
  const sealed = (table: string, what: unknown) =>
    ring.seal(personId, `assessment.${table}.body_sealed`, JSON.stringify(what))
  const special = said.filter(({ item }) => isSpecial(item))
  const shareable = said.filter(({ item }) => !isSpecial(item))
  if (special.length > 0)
    await deed.db
      .insertInto('assessment.special_answer')
      .values(
        special.map(({ item, fields }) => ({
          ...common,
          id: newId(),
          body_sealed: sealed('special_answer', { item: item.id, fields }),
        })),
      )
      .execute()
  if (shareable.length > 0)
    await deed.db
      .insertInto('assessment.answer')
      .values(
        shareable.map(({ item, fields }) => ({
          ...common,
          id: newId(),
          item: item.id,
          body_sealed: sealed('answer', fields),
        })),
      )
      .execute()
}
