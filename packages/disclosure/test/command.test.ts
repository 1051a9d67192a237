import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as door from '../src/index.ts'

const home = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'disclosure-'))

function run(...args: string[]) {
  return input('', ...args)
}

function input(text: string, ...args: string[]) {
  const done = spawnSync(process.execPath, [join(home, 'bin', 'disclosure.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    input: text,
  })
  return { code: done.status, out: done.stdout, err: done.stderr }
}

const json = (...args: string[]) => {
  const { code, out, err } = run(...args)
  expect([err, code]).toEqual(['', 0])
  return JSON.parse(out)
}

const write = (name: string, value: unknown) =>
  writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value))

const table = {
  rows: ['A', 'B', 'C', 'D'],
  cols: ['male', 'female'],
  counts: [
    [18, 2],
    [14, 19],
    [12, 10],
    [11, 14],
  ],
  primary: ['A|female'],
}

beforeAll(() => {
  execFileSync(process.execPath, [join(home, '../../node_modules/typescript/bin/tsc'), '-b', home])
  write('t.json', table)
  write('plain.json', { rows: table.rows, cols: table.cols, counts: table.counts })
  write('people.csv', 'sex,age,n,disease\nF,20,2.5,x\nF,20,1,y\nM,"20",3,x\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the command', () => {
  it('protects, attacks and audits what it protected', () => {
    const answer = json('protect', 't.json', '--min-count', '0', '--min-width=0')
    expect(answer).toMatchObject({
      protected: true,
      primary: ['A|female'],
      secondary: ['A|male', 'C|male', 'C|female'],
      cost: 40,
      optimal: true,
      intervals: { 'A|female': [0, 12] },
      published: [
        [null, null],
        [14, 19],
        [null, null],
        [11, 14],
      ],
    })
    write('r.json', answer)
    expect(json('attack', 'r.json')).toEqual({ intervals: answer.intervals, recoverable: [] })
    expect(json('audit', 'r.json', 'plain.json').recoverable).toEqual(
      answer.primary
        .concat(answer.secondary)
        .sort(
          (a: string, b: string) =>
            Object.keys(answer.intervals).indexOf(a) - Object.keys(answer.intervals).indexOf(b),
        ),
    )
    expect(json('audit', 'r.json', '--min-count', '13').releases[0].weak).toEqual(['A|female'])
    expect(json('protect', 't.json', '--previous', 'r.json')).toMatchObject({ protected: true, link: 'same' })
    expect(json('protect', 't.json', '--previous', 'plain.json', '--link', 'free')).toMatchObject({
      protected: true,
      link: 'free',
    })
    expect(json('protect', 't.json', 'plain.json').tables).toHaveLength(2)
    expect(json('protect', 't.json', '--singletons', '--effort', '0').protected).toBe(true)
    expect(json('protect', 't.json', '--no-singletons').cost).toBe(40)
    const read = input(JSON.stringify(table), 'attack', '-')
    expect(JSON.parse(read.out)).toEqual({ intervals: { 'A|female': [2, 2] }, recoverable: ['A|female'] })
    write('two.json', { tables: [table, table] })
    expect(json('attack', 'two.json').tables).toHaveLength(2)
  })

  it('rounds and adds noise, the same for the same seed', () => {
    const one = json('round', 'plain.json', '--base', '3', '--seed', 's')
    expect(one.published.flat().every((v: number) => v % 3 === 0)).toBe(true)
    expect(json('round', 'plain.json', '--base', '3', '--seed', 's')).toEqual(one)
    expect(json('round', 'plain.json', '--base', '5', '--seed', 's').base).toBe(5)
    const noisy = json('noise', 'plain.json', '--epsilon', '0.5', '--seed', 's')
    expect(noisy.personEpsilon).toBe(2)
    expect(json('noise', 'plain.json', '--epsilon', '0.5', '--seed', 's')).toEqual(noisy)
    expect(json('noise', 'plain.json', '--epsilon', '0.5', '--seed', 't')).not.toEqual(noisy)
    const cut = json(
      'noise',
      'plain.json',
      '--epsilon',
      '0.1',
      '--seed',
      's',
      '--sensitivity',
      '2',
      '--non-negative',
    )
    expect(cut.published.flat().every((v: number) => v >= 0)).toBe(true)
    expect(cut.alpha).toBeCloseTo(Math.exp(-0.05), 12)
  })

  it('measures anonymity', () => {
    expect(
      json('anonymity', 'people.csv', '--keys', 'sex,age', '--weight', 'n', '--sensitive', 'disease'),
    ).toEqual({
      fk: [2, 2, 1],
      Fk: [3.5, 3.5, 3],
      uniques: 1,
      uniqueRows: [2],
      k: 1,
      l: 1,
      lRow: [2, 2, 1],
    })
    expect(json('anonymity', 'people.csv', '--keys', 'age')).toMatchObject({
      fk: [3, 3, 3],
      Fk: [3, 3, 3],
      l: null,
    })
  })

  it.each([
    [[], 'no command: say protect'],
    [['destroy'], 'destroy: say protect'],
    [['toString'], 'toString: say protect'],
    [['protect'], 'no file given'],
    [['attack'], 'no file given'],
    [['audit'], 'no file given'],
    [['protect', 'none.json'], 'none.json: cannot be read (ENOENT)'],
    [['protect', '.'], '.: cannot be read (EISDIR)'],
    [['protect', 'people.csv'], 'people.csv: is not JSON'],
    [['protect', 'bad.json'], 'bad.json: counts[0][1]: "x" is not a count'],
    [['attack', 'nulls.json'], 'nulls.json: margins: counts are hidden'],
    [['audit', 't.json', 'nulls.json'], 'disclosure: nulls.json: margins: counts are hidden'],
    [['audit', 't.json', 'several.json'], 'disclosure: several.json: tables[1]: margins: counts are hidden'],
    [['attack', 'several.json'], 'several.json: tables[1]: margins: counts are hidden'],
    [['audit', 't.json', 'later.json', '--link', 'same'], 'later.json: A|male: is 19, but an earlier'],
    [
      ['audit', 'later.json', 't.json', '--link', 'growing'],
      'disclosure: t.json: A|male: fell from 19 to 18',
    ],
    [['protect', 'group.json'], 'group.json: hierarchy.rows.G: "Z" is neither a label nor a group'],
    [['protect', 't.json', 'group.json'], 'disclosure: group.json: hierarchy.rows.G: "Z" is neither'],
    [['protect', 'nobody.json'], 'nobody.json: primary[0]: "A|other" names no cell'],
    [['protect', 'nobody.json', '--previous', 't.json'], 'disclosure: nobody.json: primary[0]: "A|other"'],
    [['protect', 't.json', '--previous', 'nulls.json'], 'disclosure: nulls.json: margins: counts are hidden'],
    [
      ['protect', 't.json', '--previous', 'later.json', '--link', 'growing'],
      'later.json: A|male: is 19 there',
    ],
    [['round', 'group.json', '--base', '3', '--seed', 's'], 'group.json: hierarchy.rows.G: "Z"'],
    [['round', 'two.json', '--base', '3', '--seed', 's'], 'two.json: tables[1]: one table is enough'],
    [['noise', 'group.json', '--epsilon', '1', '--seed', 's'], 'group.json: hierarchy.rows.G: "Z"'],
    [['noise', 'two.json', '--epsilon', '1', '--seed', 's'], 'two.json: tables[1]: one table is enough'],
    [['attack', 'empty.json'], 'empty.json: tables: the list is empty'],
    [['protect', 't.json', '--link', 'odd'], '--link: "odd" is none of'],
    [['attack', 't.json', 'r.json'], 'r.json: one file is enough'],
    [['protect', 't.json', '--what'], '--what: protect has no such option'],
    [['attack', 't.json', '--min-count', '3'], '--min-count: attack has no such option'],
    [['protect', 't.json', '--min-count'], '--min-count: a value is missing'],
    [['protect', 't.json', '--min-count', '-1'], '--min-count: "-1" is not a number from 0'],
    [['protect', 't.json', '--min-count', '1.5'], '--min-count: "1.5" is not a whole number'],
    [['protect', 't.json', '--min-width', ''], '--min-width: "" is not a number from 0'],
    [['protect', 't.json', '--previous', 'r.json', '--link', 'odd'], '--link: "odd" is none of'],
    [['protect', 't.json', 't.json', '--previous', 'r.json'], '--previous: goes with one table'],
    [['round', 't.json', '--seed', 's'], '--base: missing'],
    [['round', 't.json', '--base', '4', '--seed', 's'], '--base: "4" is neither 3 nor 5'],
    [['round', 't.json', '--base', '3'], '--seed: missing'],
    [['noise', 't.json', '--seed', 's'], '--epsilon: missing'],
    [['noise', 't.json', '--seed', 's', '--epsilon', '0'], '--epsilon: "0" is not a number above 0'],
    [
      ['noise', 't.json', '--seed', 's', '--epsilon', '1', '--sensitivity', '0'],
      '--sensitivity: "0" is not a number',
    ],
    [['anonymity', 'people.csv'], '--keys: missing'],
    [
      ['anonymity', 'people.csv', '--keys', 'sex,none'],
      'people.csv: columns: "none" is not one of sex, age, n, disease',
    ],
    [
      ['anonymity', 'people.csv', '--keys', 'sex', '--weight', 'disease'],
      'people.csv: line 2: the disease "x" is not a number from 0',
    ],
    [
      ['anonymity', 'signs.csv', '--keys', 'a', '--weight', 'n'],
      'signs.csv: line 4: the n "-1" is not a number from 0',
    ],
    [['anonymity', 'signs.csv', '--keys', 'a,b'], 'signs.csv: columns: "b" is not one of a, n'],
    [['anonymity', 'none.csv', '--keys', 'a'], 'none.csv: cannot be read (ENOENT)'],
    [['anonymity', 'ragged.csv', '--keys', 'a'], 'ragged.csv: line 2: has 1 fields, the header 2'],
  ])('%j is refused with one line', (args, message) => {
    write('bad.json', {
      ...table,
      counts: [
        [1, 'x'],
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    })
    write('nulls.json', {
      ...table,
      counts: [
        [1, null],
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    })
    write('ragged.csv', 'a,b\n1\n')
    write('signs.csv', 'a,n\n"x\nx",1\ny,-1\n')
    write('later.json', { ...table, counts: [[19, 2], ...table.counts.slice(1)] })
    write('group.json', { ...table, hierarchy: { rows: { G: ['Z'] } } })
    write('nobody.json', { ...table, primary: ['A|other'] })
    write('two.json', { tables: [table, table] })
    write('several.json', {
      tables: [table, { ...table, counts: [[1, null], ...table.counts.slice(1)] }],
    })
    write('empty.json', { tables: [] })
    const { code, out, err } = run(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^disclosure: [^\n]+\n$/)
    expect(err).toContain(message)
  })

  it('shows an example in its help that is true', () => {
    const { code, out } = run('--help')
    expect(code).toBe(0)
    const [, file = ''] = /\n {2}(\{"rows".*\})\n/.exec(out) ?? []
    const [, args = ''] = /\$ disclosure (.*)\n/.exec(out) ?? []
    write('t.json', file)
    const answer = json(...args.split(' '))
    expect(out).toContain(`"secondary":${JSON.stringify(answer.secondary)}, "cost":${answer.cost}`)
    expect(answer.intervals['A|female']).toEqual([0, 12])
  })
})

it('the README’s example is true', () => {
  const readme = readFileSync(join(home, 'README.md'), 'utf8')
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const names =
    /import \{(.*)\} from/
      .exec(example)?.[1]
      ?.split(',')
      .map((name) => name.trim()) ?? []
  const body = example.replace(/import .*\n/, '')
  const claims = [...body.matchAll(/^(.*\S)\s*\/\/ → (.*)$/gm)]
  expect(claims.length).toBeGreaterThan(4)
  const setup = body
    .split('\n')
    .filter((line) => !line.includes('// →'))
    .join('\n')
  const library = new Map<string, unknown>(Object.entries(door))
  for (const [, expression = '', answer = ''] of claims) {
    const value = new Function(...names, `${setup}\nreturn ${expression}`)(
      ...names.map((name) => library.get(name)),
    )
    expect(value).toEqual(new Function(`return ${answer}`)())
  }
})
