import { Chance } from './random.ts'

/**
 * Plausible answers to an interview, the same for the same seed and person. Knows no instrument: it is given what is
 * asked, and, if the caller can tell, when an answer counts as a lack.
 */

export type AskedField =
  | { id: string; kind: 'choice'; options: readonly string[] }
  | { id: string; kind: 'choices'; options: readonly string[] }
  | { id: string; kind: 'scale' | 'number'; min: number; max: number }
  | { id: string; kind: 'code' | 'list' | 'text' }

export type AskedItem = { id: string; fields: readonly AskedField[] }
export type AnswerValue = string | number | readonly string[]
export type PickedAnswers = Record<string, Record<string, AnswerValue>>

const silent = ['no_sabe', 'prefiere_no_decir', 'no_preguntado']

/** Between 0 (lacks little) and 1 (lacks much). Families share most of it; it eases with every month of accompaniment. */
export function hardshipOf(seed: number | string, family: string, person: string, months = 0): number {
  const shared = new Chance(`${seed}/${family}`).next()
  const own = new Chance(`${seed}/${family}/${person}`).next()
  const start = 0.15 + 0.7 * (0.7 * shared + 0.3 * own)
  return Math.max(0.03, start * 0.9 ** months)
}

export type Picking = {
  seed: number | string
  family: string
  person: string
  /** Months since the first interview; nought for the first. */
  months?: number
  /** Whether these values of an item are a lack; null where that cannot be told. */
  lacks?: (item: string, values: Readonly<Record<string, AnswerValue>>) => boolean | null
  /** How often there is no answer. */
  silence?: number
}

/** Answers to the items asked. A lack once gone stays gone in later interviews of the same person. */
export function pickAnswers(
  items: readonly AskedItem[],
  { seed, family, person, months = 0, lacks, silence = 0.04 }: Picking,
): PickedAnswers {
  const hardship = hardshipOf(seed, family, person, months)
  const answers: PickedAnswers = {}
  for (const item of items) {
    const chance = new Chance(`${seed}/${family}/${person}/${item.id}`)
    // One throw per person and item, compared with a hardship that only falls.
    const lacking = chance.next() < hardship * 0.75
    const quiet = chance.next() < silence
    let values: Record<string, AnswerValue> = {}
    for (let tries = 0; tries < 24; tries++) {
      values = Object.fromEntries(
        item.fields.flatMap((field): [string, AnswerValue][] => {
          const value = answerTo(field, chance, quiet, lacking)
          return value === null ? [] : [[field.id, value]]
        }),
      )
      const lack = lacks?.(item.id, values) ?? null
      if (quiet || lack === null || lack === lacking) break
    }
    if (Object.keys(values).length > 0) answers[item.id] = values
  }
  return answers
}

function answerTo(field: AskedField, chance: Chance, quiet: boolean, lacking: boolean): AnswerValue | null {
  switch (field.kind) {
    case 'choice': {
      const open = field.options.filter((option) => !silent.includes(option))
      const shut = field.options.filter((option) => silent.includes(option))
      if (quiet && shut.length > 0) return chance.pick(shut)
      return open.length > 0 ? chance.pick(open) : null
    }
    case 'choices': {
      const open = field.options.filter((option) => !silent.includes(option))
      const some = open.filter(() => chance.happens(lacking ? 0.35 : 0.15))
      return some.length > 0 || open.length === 0 ? some : [chance.pick(open)]
    }
    case 'scale':
    case 'number':
      return chance.between(field.min, field.max)
    default:
      return null
  }
}
