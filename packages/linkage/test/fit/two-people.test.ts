import { expect, it } from 'vitest'
import { otherName, plainlyTwo } from '../../src/fit/two-people.ts'
import { F, layout } from '../../src/levels.ts'

const fields = layout(0)
const contextsOf = { given: ['', ' (same country)'], birth: ['', ' (surnames agree)', ' (given names agree)', ' (both names agree)'] } // biome-ignore format: a table

/** Levels of a pattern after two others, by their labels; '' is missing. */
function after(given: string, birth: string): { levels: Uint8Array; base: number } {
  const base = 2 * F.other
  const levels = new Uint8Array(3 * F.other)
  for (const [f, label] of [
    [F.given, given],
    [F.birth, birth],
  ] as const) {
    const level = label === '' ? 0 : fields[f]!.labels.indexOf(label)
    if (level < 0) throw new Error(label)
    levels[base + f] = level
  }
  return { levels, base }
}
const asked = (ask: (levels: Uint8Array, base: number) => boolean, given: string, birth: string): boolean[] =>
  contextsOf.given.flatMap((g) =>
    contextsOf.birth.map((b) => {
      const { levels, base } = after(given === '' ? '' : given + g, birth === '' ? '' : birth + b)
      return ask(levels, base)
    }),
  )

it.each([
  ['exact, very common', 'same day', false],
  ['exact, very rare', 'same day', false],
  ['faint, very rare', 'one digit off or two exchanged', false],
  ['exact, rare', 'both 1 January, years near', false],
  ['conflict, very common', 'same day', true],
  ['conflict, very rare', 'same day', true],
  ['initial', 'same day', true],
  ['different', 'same day', true],
  ['exact, usual', 'same year', true],
  ['exact, usual', 'within two years', true],
  ['exact, usual', 'within twelve years', true],
  ['exact, usual', 'far apart', true],
  ['exact, usual', 'agrees as far as known', false],
  ['', 'far apart', false],
  ['different', '', false],
  ['', '', false],
])('two members of a household: %s, %s — plainly two people: %s', (given, birth, two) => {
  expect(new Set(asked(plainlyTwo, given, birth))).toEqual(new Set([two]))
})

it.each([
  ['different', true],
  ['initial', false],
  ['conflict, rare', false],
  ['exact, very common', false],
  ['', false],
])('given names: %s — nothing in common: %s', (given, other) => {
  expect(new Set(asked(otherName, given, 'same day'))).toEqual(new Set([other]))
})
