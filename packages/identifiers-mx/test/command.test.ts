import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { curpMatchesRecord, validateCurp } from '../src/index.ts'

const home = fileURLToPath(new URL('..', import.meta.url))
const root = join(home, '..', '..')
const run = (...args: string[]) => {
  const done = spawnSync(process.execPath, [join(home, 'bin', 'identifiers-mx.js'), ...args], {
    cwd: tmpdir(),
    encoding: 'utf8',
  })
  return { code: done.status, out: done.stdout, err: done.stderr }
}

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', home])
})

describe('the command', () => {
  it('answers one JSON object a line and value, from any folder', () => {
    const { code, out, err } = run('nss', '12908812345', '00000000000')
    expect([code, err]).toEqual([0, ''])
    const [first, second] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(first).toMatchObject({ value: '12908812345', valid: true, generic: false, problems: [] })
    expect(second).toMatchObject({ valid: false, problems: [{ code: 'all_zeros', position: 1 }] })
    expect(JSON.parse(run('rfc', 'GODE561231GR8').out)).toMatchObject({ valid: true })
  })

  it('takes the day as an option', () => {
    expect(JSON.parse(run('curp', 'TODN160714MNESSDA6', '--as-of', '2016-01-01').out).problems[0].code).toBe(
      'future_birth_date',
    )
    expect(JSON.parse(run('curp', 'TODN160714MNESSDA6').out).valid).toBe(true)
  })

  it('judges an empty value, and refuses a wrong call with one line', () => {
    expect(JSON.parse(run('curp', '').out).problems).toEqual([
      { code: 'length', position: 1, severity: 'error' },
    ])
    for (const args of [
      [],
      ['ine', 'X'],
      ['curp'],
      ['toString', 'X'],
      ['curp', 'X', '--what'],
      ['curp', 'X', '--as-of', '2020-02-30'],
      ['curp', 'X', '--as-of'],
    ]) {
      const { code, out, err } = run(...args)
      expect([args, code, out]).toEqual([args, 2, ''])
      expect(err).toMatch(/^identifiers-mx: [^\n]+\n$/)
    }
  })

  it('shows an example in its help that is true', () => {
    const { code, out } = run('--help')
    expect(code).toBe(0)
    const [, args = '', answer] = /\$ identifiers-mx (.*)\n {2}(\{.*\})\n/.exec(out) ?? []
    expect(JSON.parse(run(...args.split(' ')).out)).toEqual(JSON.parse(answer ?? ''))
  })
})

it('the README’s example is true', () => {
  const readme = readFileSync(join(home, 'README.md'), 'utf8')
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const statements = [...example.matchAll(/^(.*\S)\s*\/\/ → (.*)$/gm)]
  expect(statements).toHaveLength(3)
  const wilner = {
    givenNames: 'Wilner',
    firstSurname: 'Pierre',
    secondSurname: 'Louis',
    birthDate: '1988-11-03',
    sex: 'male',
    birthState: 'NE',
  } as const
  for (const [, expression = '', answer = ''] of statements) {
    const value = new Function('validateCurp', 'curpMatchesRecord', 'wilner', `return ${expression}`)(
      validateCurp,
      curpMatchesRecord,
      wilner,
    )
    expect(value).toEqual(new Function(`return ${answer}`)())
  }
})
