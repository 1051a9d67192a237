import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { register } from './cast.ts'

const command = fileURLToPath(new URL('../bin/linkage.js', import.meta.url))
let folder = ''
const path = (name: string): string => join(folder, name)
const put = (name: string, text: string): string => {
  writeFileSync(path(name), text)
  return path(name)
}
const call = (...args: string[]): { status: number | null; out: string; err: string } => {
  const run = spawnSync(process.execPath, [command, ...args], { cwd: tmpdir(), encoding: 'utf8' })
  return { status: run.status, out: run.stdout, err: run.stderr }
}

const map = {
  id: 'id',
  given: ['names'],
  family: ['first', 'second'],
  birthDate: 'born',
  sex: 'sex',
  country: 'country',
  household: 'home',
  phone: 'phone',
}
const header = 'id,names,first,second,born,sex,country,home,phone'

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'linkage-'))
  const { records } = register(300, 2)
  const rows = records.map((record) =>
    [
      record.id,
      `"${record.given![0]}"`,
      record.family![0],
      record.family![1] ?? '',
      record.birthDate!.replaceAll('-', ''),
      record.sex,
      record.country,
      record.household,
      record.phone,
    ].join(', '),
  )
  put('people.csv', `\uFEFF${header.replaceAll(',', ', ')}\r\n${rows.join('\r\n')}\r\n`)
  put('half-a.csv', [header, ...rows.slice(0, 180)].join('\n'))
  put('half-b.csv', [header, ...rows.slice(180)].join('\n'))
  put('map.json', JSON.stringify(map))
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('linkage', () => {
  it('dedupe: one JSON object a pair, highest first; parameters, completeness, counts and seconds on standard error', () => {
    const { status, out, err } = call('dedupe', path('people.csv'), '--map', path('map.json'))
    expect(err).not.toMatch(/^linkage:/)
    expect(status).toBe(0)
    const pairs = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(pairs.length).toBeGreaterThan(20)
    let last = 1
    for (const pair of pairs) {
      expect(Object.keys(pair)).toEqual(['a', 'b', 'probability', 'relative', 'band', 'weights'])
      expect(pair.probability).toBeLessThanOrEqual(last)
      expect(pair.probability).toBeGreaterThanOrEqual(0.5)
      expect(typeof pair.weights.family).toBe('number')
      last = pair.probability
    }
    expect(err).toMatch(/dedupe: \d+ rows, \d+ pairs, \d+ compared/)
    expect(err).toMatch(/estimated completeness [\d.]+/)
    expect(err).toMatch(/parameters \{"field":"given"/)
    expect(err).toMatch(/seconds: [\d.]+\n$/)
  })

  it('dedupe --threshold and --clusters', () => {
    const { out } = call(
      'dedupe',
      path('people.csv'),
      '--map',
      path('map.json'),
      '--threshold',
      '0.95',
      '--clusters',
    )
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const pairs = lines.filter((line) => line.a !== undefined)
    const clusters = lines.filter((line) => line.cluster !== undefined)
    expect(Math.min(...pairs.map((pair) => pair.probability))).toBeGreaterThanOrEqual(0.95)
    expect(clusters[0].cluster).toBe(1)
    expect(clusters[0].members.length).toBeGreaterThan(1)
    expect(new Set(clusters.flatMap((line) => line.members))).toEqual(
      new Set(pairs.flatMap((pair) => [pair.a, pair.b])),
    )
  })

  it('link, and a model kept and used again', () => {
    const args = ['link', path('half-a.csv'), path('half-b.csv'), '--map', path('map.json')]
    const first = call(...args, '--save-model', path('model.json'))
    expect(first.status).toBe(0)
    expect(JSON.parse(readFileSync(path('model.json'), 'utf8')).version).toBe(1)
    const again = call(...args, '--model', path('model.json'))
    expect(again.out).toBe(first.out)
    expect(call(...args, '--seed', '7').status).toBe(0)
  })

  it('reads semicolons, quotes with separators and line breaks, and dates it does not understand as unknown', () => {
    put('odd.csv', 'id;names;born\n1;"Ana ""la Flaca""; Paz\nLuna";14/05/1990\n2;Ana;1990\n')
    put('odd.json', JSON.stringify({ id: 'id', given: 'names', birthDate: 'born' }))
    const { status, err } = call('dedupe', path('odd.csv'), '--map', path('odd.json'))
    expect(status).toBe(0)
    expect(err).toMatch(
      /1 birth dates not understood and taken as unknown, the first "14\/05\/1990" on line 2/,
    )
    expect(err).toMatch(/dedupe: 2 rows/)
  })

  it('--help shows a worked example', () => {
    const { status, out } = call('--help')
    expect(status).toBe(0)
    expect(out).toMatch(/linkage dedupe people.csv --map map.json/)
    // What the example says is what comes of it.
    const indented = (from: string, to: string) =>
      out
        .slice(out.indexOf(from) + from.length, out.indexOf(to))
        .trim()
        .replace(/^ {2}/gm, '')
    put('example.csv', indented('people.csv:', 'map.json:'))
    put('example.json', indented('map.json:\n', '  $ linkage'))
    const told = call('dedupe', path('example.csv'), '--map', path('example.json'))
    expect(told.err).toMatch(/note: 3 rows are too few to learn from/)
    const pairs = told.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(pairs.length).toBe(1)
    expect(pairs[0]).toMatchObject({ a: '1', b: '2', band: 'link' })
    expect(pairs[0].probability).toBeGreaterThan(0.99)
  })

  it('wrong input: exit 2 and one line that names the place', () => {
    const people = path('people.csv')
    const good = path('map.json')
    const file = (name: string, text: string): string[] => ['dedupe', put(name, text), '--map', good]
    const mapped = (name: string, value: unknown): string[] => [
      'dedupe',
      people,
      '--map',
      put(name, JSON.stringify(value)),
    ]
    const cases: [string[], RegExp][] = [
      [[], /no command/],
      [['merge'], /unknown command merge/],
      [['dedupe'], /one CSV file, not 0/],
      [['link', people, '--map', good], /two CSV files, not 1/],
      [['dedupe', people], /--map FILE is needed/],
      [['dedupe', people, '--map', path('none.json')], /none\.json: no such file/],
      [['dedupe', path('none.csv'), '--map', good], /none\.csv: no such file/],
      [['dedupe', people, '--map', good, '--threshold', 'x'], /--threshold x/],
      [['dedupe', people, '--map', good, '--seed', '1.5'], /--seed 1\.5/],
      [['dedupe', people, '--map', good, '--frob'], /--frob/],
      [['link', people, people, '--map', good, '--clusters'], /--clusters goes with dedupe/],
      [['dedupe', people, '--map', people], /people\.csv: not JSON/],
      [mapped('m1.json', []), /m1\.json: an object is needed/],
      [mapped('m2.json', { ...map, nmae: 'x' }), /m2\.json: unknown key "nmae"/],
      [mapped('m3.json', { given: ['names'] }), /m3\.json: "id" is missing/],
      [mapped('m4.json', { id: 'id' }), /m4\.json: "given" or "family" is needed/],
      [mapped('m5.json', { ...map, sex: ['a', 'b'] }), /m5\.json: "sex" takes one column name/],
      [
        mapped('m6.json', { ...map, given: ['nombre'] }),
        /people\.csv, line 1: no column "nombre" \(map key given\)/,
      ],
      [
        mapped('m7.json', { ...map, other: [...'abcdefgh'] }),
        /m7\.json: "other" takes at most seven columns, not 8/,
      ],
      [file('e1.csv', ''), /e1\.csv: the file is empty/],
      [file('e2.csv', header), /e2\.csv: no records below the header/],
      [file('e3.csv', `${header}\n1,Ana\n`), /e3\.csv, line 2: 2 cells where the header has 9/],
      [file('e4.csv', `${header}\n,Ana,Paz,,1990,F,HN,,\n`), /e4\.csv, line 2: the id is empty/],
      [file('e5.csv', `${header}\n1,A,P,,,,,,\n\n1,B,P,,,,,,\n`), /e5\.csv, line 4: the id 1 is there twice/],
      [file('e6.csv', `${header}\n1,"Ana,P,,,,,,\n`), /e6\.csv, line 2: a quote is opened and never closed/],
      [['dedupe', people, '--map', good, '--model', good], /map\.json: not a model/],
    ]
    put('p.json', JSON.stringify({ ...map, birthPrecision: 'sex' }))
    cases.push([
      ['dedupe', people, '--map', path('p.json')],
      /people\.csv, line \d+: birth precision "F"; D, M, Y or U is needed/,
    ])
    for (const [args, message] of cases) {
      const { status, out, err } = call(...args)
      expect(err).toMatch(message)
      expect(err.trim().split('\n').length).toBe(1)
      expect(err).not.toMatch(/\n {2,}at |node:internal/)
      expect([status, out]).toEqual([2, ''])
    }
  })
})
