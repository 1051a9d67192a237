import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as all from '../src/index.ts'

const linkage: Record<string, unknown> = { ...all }

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

it('the example of the README runs and says what it says', () => {
  const code = /```ts\n([\s\S]*?)```/.exec(readme)![1]!.replace(/^import .*$/m, '')
  const printed: unknown[][] = []
  const console = { log: (...values: unknown[]) => printed.push(values) }
  const names = ['cluster', 'dedupe', 'defaultModel'] as const
  new Function('console', ...names, code)(console, ...names.map((name) => linkage[name]))
  const [pair, groups] = printed as [[string, string, string, string, Record<string, number>], [string[][]]]
  expect(printed.length).toBe(2)
  expect(pair.slice(0, 2)).toEqual(['1', '2'])
  expect(Number(pair[2])).toBeGreaterThan(0.9)
  expect(pair[3]).toBe('link')
  expect(groups[0]).toEqual([['1', '2']])
  expect(`// ${JSON.stringify(groups[0]).replaceAll('"', "'").replace(',', ', ')}`).toBe(
    /\/\/ \[\[.*\]\]/.exec(code)![0],
  )
})

it('the functions it names are there', () => {
  for (const name of [
    'dedupe',
    'link',
    'Register',
    'run',
    'createIndex',
    'blockingKeys',
    'comparePair',
    'cluster',
    'Clusters',
  ] as const) {
    expect(readme).toContain(name)
    expect(typeof linkage[name]).toBe('function')
  }
})
