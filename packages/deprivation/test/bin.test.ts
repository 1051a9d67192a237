import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { answer } from '../src/index.ts'
import { vignette5x4 } from './published.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))
const bin = join(folder, 'bin', 'deprivation.js')

/** What the library's `answer` says, which the command prints. */
function ask(input: unknown, decimals = false) {
  return JSON.parse(answer(typeof input === 'string' ? input : JSON.stringify(input), { decimals }))
}

/** The command itself, run from a folder of its own. */
function run(input: unknown, ...args: string[]) {
  const text = typeof input === 'string' || input instanceof Uint8Array ? input : JSON.stringify(input)
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    input: text,
    cwd: mkdtempSync(join(tmpdir(), 'deprivation-')),
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

beforeAll(() => {
  // The command runs what the build made; a stale build would test yesterday's code.
  const root = join(folder, '..', '..')
  const built = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', folder], {
    encoding: 'utf8',
  })
  expect(built.stdout).toBe('')
}, 120_000)

describe('the command', () => {
  it('answers a case on standard output and nothing on standard error', () => {
    const { status, stdout, stderr } = run(vignette5x4Case())
    expect([status, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toEqual(ask(vignette5x4Case()))
    expect(JSON.parse(run(vignette5x4Case(), '--decimals').stdout)).toEqual(ask(vignette5x4Case(), true))
  })

  it('helps, with an example that it answers as it says', () => {
    const { status, stdout } = run('', '--help')
    expect(status).toBe(0)
    const example = /echo '([^']*)'/.exec(stdout)![1]!
    expect(ask(example)).toMatchObject({ H: '3/5', A: '7/12', M0: '7/20' })
    expect(run('', '-h').stdout).toBe(stdout)
  })

  it('refuses with status 2 and one line, without a stack', () => {
    const cases: [unknown, string[], RegExp][] = [
      [{ ...vignette5x4Case(), k: '3/2' }, [], /^deprivation: k: 3\/2 is not a poverty cut-off/],
      [
        '{"deprivations": [[1,0]',
        [],
        /^deprivation: the input is not JSON: it cannot be read from line 1, column 24 on/,
      ],
      ['{"a": 1,\n "b" 2}', [], /from line 2, column 6 on/],
      ['', [], /the input is empty/],
      [new Uint8Array([0x7b, 0xff, 0x7d]), [], /the input is not UTF-8/],
      [vignette5x4Case(), ['--verbose'], /^deprivation: --verbose: unknown argument/],
      [vignette5x4Case(), ['case.json'], /^deprivation: case.json: unknown argument/],
    ]
    for (const [input, args, line] of cases) {
      const { status, stdout, stderr } = run(input, ...args)
      expect(stderr).toMatch(line)
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
      expect(stderr).not.toContain('    at ')
      expect([status, stdout]).toEqual([2, ''])
    }
  })
})

function vignette5x4Case() {
  const { deprivations, weights, k, subgroup } = vignette5x4
  return { deprivations, weights, k, subgroup }
}
