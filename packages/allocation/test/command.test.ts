import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const bin = fileURLToPath(new URL('../bin/allocation.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'allocation-'))
afterAll(() => rmSync(folder, { recursive: true }))
beforeAll(() => {
  execFileSync(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    '-b',
    join(root, 'packages/allocation'),
  ])
}, 120_000)

function run(args: string[], input = ''): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
  })
  return { status, out: stdout, err: stderr }
}

function write(name: string, value: unknown): string {
  writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value))
  return name
}

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
/** The code block that follows a line. */
function block(after: string): string {
  const found = readme.slice(readme.indexOf(after)).match(/```\w*\n([\s\S]*?)```/)
  if (!found) throw new Error(`no block after ${after}`)
  return found[1]!
}
const town = JSON.parse(block('`town.json`'))

describe('the command', () => {
  it('solves the example of the README by every method, from any folder', () => {
    const file = write('town.json', town)
    const expected = JSON.parse(block('answers, among others'))
    for (const method of ['exact', 'anytime']) {
      const { status, out } = run(['solve', file, '--method', method])
      expect(status).toBe(0)
      const result = JSON.parse(out)
      expect(result).toMatchObject(expected)
      expect(result.seconds).toBeGreaterThanOrEqual(0)
      const checked = run(['check', file, write('result.json', out)])
      expect(JSON.parse(checked.out)).toMatchObject({
        objective: expected.objective,
        violations: 0,
        agrees: true,
        differences: [],
      })
    }
    const online = JSON.parse(run(['solve', file, '--method', 'online', '--batches', '2', '--seed', '3']).out)
    expect(online).toMatchObject({ violations: 0, method: 'online' })
    expect(online.bound).toBeGreaterThanOrEqual(online.objective)
  })

  it('explains, reads standard input, and tells tiers and overflow', () => {
    const explained = JSON.parse(run(['solve', '-', '--explain'], JSON.stringify(town)).out)
    expect(explained.families[0]).toMatchObject(JSON.parse(block('`--explain`')))
    const soft = JSON.parse(
      run(['solve', '-'], JSON.stringify({ ...town, overflow: [2, null], tiers: [0, 1, 1] })).out,
    )
    expect(soft.overflow).toEqual([{ shelter: 1, dimension: 0, units: 2, cost: 4 }])
    expect(soft.tiers.map((t: { tier: number }) => t.tier)).toEqual([0, 1])
  })

  it('answers wishes', () => {
    const file = write('town.json', town)
    const { status, out } = run(['wish', file, write('wishes.json', JSON.parse(block('`wishes.json`')))])
    expect(status).toBe(0)
    expect(JSON.parse(out)).toEqual(JSON.parse(block('cannot be met')))
  })

  it('finds a wrong result', () => {
    const file = write('town.json', town)
    const { out, status } = run([
      'check',
      file,
      write('wrong.json', { assignment: [0, 0, 1], objective: 99 }),
    ])
    expect(status).toBe(0)
    const verdict = JSON.parse(out)
    expect(verdict).toMatchObject({ agrees: false, violations: 2 })
    expect(verdict.violationList).toHaveLength(2)
    expect(verdict.differences[0].what).toBe('objective')
  })

  it('helps with a worked example', () => {
    const { status, out } = run(['--help'])
    expect(status).toBe(0)
    expect(out).toContain('"objective":60')
  })

  it.each<[string, string[], string | undefined]>([
    ['solve, check or wish expected, found nothing', [], undefined],
    ['found place', ['place'], undefined],
    ['one INSTANCE.json expected', ['solve'], undefined],
    ['missing.json: cannot be read (ENOENT)', ['solve', 'missing.json'], undefined],
    ['-: not JSON', ['solve', '-'], '{"dimensions": NaN}'],
    ['-: not JSON', ['solve', '-'], ''],
    ['--method: exact, anytime or online expected, found best', ['solve', '-', '--method', 'best'], '{}'],
    ['--gap: a number from 0 to 1 expected, found x', ['solve', '-', '--gap', 'x'], '{}'],
    ['--seconds: a number above 0 expected, found 0', ['solve', '-', '--seconds', '0'], '{}'],
    ['--batches: a whole number above 0 expected, found 1.5', ['solve', '-', '--batches', '1.5'], '{}'],
    ['--seed: a whole number expected', ['solve', '-', '--seed', 'x'], '{}'],
    ["Unknown option '--fast'", ['solve', '-', '--fast'], '{}'],
    ['found toString', ['toString'], undefined],
    ['allocation: -: dimensions: a list expected, found nothing', ['solve', '-'], '{}'],
    ['allocation: town.json: instance.kind: unknown field', ['wish', 'town.json', '-'], '[]'],
    ['allocation: -: assignment: a list expected', ['check', 'good.json', '-'], '{}'],
    [
      'allocation: -: assignment: one shelter per family expected (3), found 1',
      ['check', 'good.json', '-'],
      '{"assignment":[0]}',
    ],
    ['allocation: -: wishes[0].kind: one of', ['wish', 'good.json', '-'], '[{"kind":"near"}]'],
    [
      'allocation: -: pairs[0][2]: a finite number expected, found null',
      ['solve', '-'],
      '{"dimensions":["d"],"families":[{"id":"f","size":1,"demand":[1]}],"shelters":[{"id":"s","capacity":[1]}],"pairs":[[0,0,null]]}',
    ],
    ['INSTANCE.json and RESULT.json expected', ['check', '-'], '{}'],
    ['INSTANCE.json and WISHES.json expected', ['wish', '-'], '{}'],
  ])('says %s, in one line, with exit 2', (message, args, input) => {
    write('good.json', `\ufeff${JSON.stringify(town)}`)
    write('town.json', { ...town, kind: 'town' })
    const { status, out, err } = run(args, input)
    expect(err).toContain(message)
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(status).toBe(2)
    expect(out).toBe('')
  })
})
