/** Problems as sentences, where there is no page to show them. */
import { loadMessages } from '../server/messages.ts'
import { projectRoot } from '../server/root.ts'
import type { Language } from '../shared/actor.ts'
import { format } from '../shared/messages.ts'
import type { Problem } from '../shared/problem.ts'

export function sayProblem(problem: Problem, language: Language = 'en'): string {
  const { messages } = loadMessages(projectRoot()).person[language]
  const say = (key: string) => format(messages, language, key)
  return [
    `${say(`problem.${problem.code}.title`)}. ${say(`problem.${problem.code}.action`)}`,
    ...problem.errors.map((e) => `  ${e.path}: ${e.message ?? say(`problem.field.${e.code}`)}`),
  ].join('\n')
}
