import { writeCsv } from '../../../shared/csv.ts'
import type { Decision, FileShape } from './census-plan.ts'
import { kindOf, reasonText } from './census-reasons.ts'
import type { Delimiter } from './census-text.ts'

/**
 * Rows that were held or refused, as a file to correct and load again: the columns as they came, and beside them why,
 * what to do, and a place to decide.
 */

const headings = {
  es: ['Decisión', 'Código motivo', 'Motivo', 'Qué hacer', 'Línea original', 'Repetición'],
  en: ['Decision', 'Reason code', 'Reason', 'What to do', 'Original line', 'Repeat'],
} as const

type Shape = Pick<FileShape, 'header' | 'columns'>

/** Columns of an earlier return are written anew. */
const ownColumns = (shape: Shape): number[] =>
  shape.columns.filter(({ use }) => use !== 'returned' && use !== 'decision').map(({ index }) => index)

export const returnHeadings = (shape: Shape, language: 'es' | 'en'): string[] => [
  ...ownColumns(shape).map((index) => shape.header[index] ?? ''),
  ...headings[language],
]

/** The rows to correct, each with why and what to do. */
export function returnRows(
  decisions: readonly Pick<Decision, 'line' | 'outcome' | 'reasons' | 'like' | 'cells' | 'repeat'>[],
  shape: Shape,
  language: 'es' | 'en',
): string[][] {
  const own = ownColumns(shape)
  return decisions
    .filter(({ outcome }) => outcome === 'hold' || outcome === 'refuse')
    .map((decision) => {
      const told = decision.reasons.filter(({ code }) => kindOf(code) !== 'notice')
      const texts = told.map(({ code, suggestion }) => ({ ...reasonText(code, language), suggestion }))
      const lines = decision.like.flatMap(({ line }) => (line === undefined ? [] : [line]))
      const pointer =
        lines.length === 0
          ? ''
          : language === 'es'
            ? ` Véase la línea ${lines.join(', ')}.`
            : ` See line ${lines.join(', ')}.`
      const hint = texts.flatMap(({ suggestion }) => (suggestion ? [suggestion] : []))
      const perhaps =
        hint.length === 0
          ? ''
          : language === 'es'
            ? ` ¿Será ${hint.join(', ')}?`
            : ` Perhaps ${hint.join(', ')}?`
      return [
        ...own.map((index) => decision.cells[index] ?? ''),
        '',
        told.map(({ code }) => code).join(' '),
        texts.map(({ why }) => why).join(' ') + pointer,
        texts.map(({ todo }) => todo).join(' ') + perhaps,
        String(decision.line),
        decision.repeat ? String(decision.repeat) : '',
      ]
    })
}

/** The file to correct; only headings when nothing was held or refused. */
export const returnFile = (
  decisions: readonly Decision[],
  shape: Shape,
  language: 'es' | 'en',
  delimiter: Delimiter = ';',
): string => writeCsv([returnHeadings(shape, language), ...returnRows(decisions, shape, language)], delimiter)
