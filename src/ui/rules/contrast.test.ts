import { describe, expect, test } from 'vitest'
import { type Colour, dark, light, tokensCss } from '../tokens.ts'
import { contrast } from './contrast.ts'

test('known pairs', () => {
  expect(contrast('#000000', '#FFFFFF')).toBe(21)
  expect(contrast('#767676', '#FFFFFF')).toBeCloseTo(4.54, 2)
})

// [text, ground, at least]
const pairs: [Colour, Colour, number][] = [
  ...(['text', 'muted', 'accent', 'danger', 'warn', 'info', 'ok'] as const).flatMap((text) =>
    (['ground', 'surface'] as const).map((ground): [Colour, Colour, number] => [text, ground, 6]),
  ),
  ['text', 'accent-soft', 6],
  ['accent', 'accent-soft', 4.5],
  ['on-accent', 'accent', 6],
  ['on-tone', 'danger', 6],
  ['band-1-text', 'band-1', 6],
  ['band-2-text', 'band-2', 6],
  ['band-3-text', 'band-3', 6],
]

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_, colours) => {
  test.each(pairs)('%s on %s is at least %d : 1', (text, ground, least) => {
    expect(contrast(colours[text], colours[ground])).toBeGreaterThanOrEqual(least)
  })
})

test('every colour is declared for light, dark, chosen dark and paper', () => {
  for (const name of Object.keys(light)) expect(tokensCss().split(`--${name}:`)).toHaveLength(5)
})
