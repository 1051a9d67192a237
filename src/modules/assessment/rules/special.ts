import { type Instrument, type Item, isSpecial } from '../instruments/types.ts'
import type { Answers } from './answers.ts'

// Special items are kept, read and counted apart. Whoever is not named protection staff gets answers computed
// from an input in which they never were (`withoutSpecial`); nothing here subtracts them afterwards.

export { withoutSpecial } from './facts.ts'
export { isSpecial }

export const specialItems = (instrument: Instrument): string[] =>
  instrument.items.filter(isSpecial).map((item) => item.id)

export const shareableItems = (instrument: Instrument): Item[] =>
  instrument.items.filter((item) => !isSpecial(item))

/** Two piles, to be stored on two sheets: one for the case team, one for protection staff. */
export function splitAnswers(
  instrument: Instrument,
  answers: Answers,
): { shareable: Answers; special: Answers } {
  const special = new Set(specialItems(instrument))
  const entries = Object.entries(answers)
  return {
    shareable: Object.fromEntries(entries.filter(([item]) => !special.has(item))),
    special: Object.fromEntries(entries.filter(([item]) => special.has(item))),
  }
}

export const joinAnswers = (shareable: Answers, special: Answers): Answers => ({ ...shareable, ...special })

/** The piles again, for one answer on its way in: who may give it decides the route it takes. */
export const isSpecialItem = (instrument: Instrument, item: string): boolean =>
  isSpecial(instrument.item(item))
