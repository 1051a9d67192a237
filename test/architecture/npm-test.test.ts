import { describe, expect, it } from 'vitest'
import { layerResult, summary, type VitestReport } from '../../scripts/test-summary.js'

const report = (more: Partial<VitestReport> = {}): VitestReport => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numTotalTests: 3,
  testResults: [],
  ...more,
})
const brokenFile = { name: 'a.test.ts', status: 'failed', message: 'no such module', assertionResults: [] }
const layer = (result: ReturnType<typeof layerResult.done>) => ({ name: 'unit', seconds: 1, ...result })
const all = layer(layerResult.ofVitest(report(), 0))

describe('npm test', () => {
  it('passes when every layer does, and its last line counts', () => {
    expect(summary([all, layer(layerResult.done())])).toMatchObject({ ok: true })
    expect(summary([all, all]).text.split('\n').at(-1)).toBe('6 passed, 0 failed')
  })

  it.each([
    ['a failed test', layerResult.ofVitest(report({ numFailedTests: 1 }), 1)],
    ['a skipped test', layerResult.ofVitest(report({ numPendingTests: 1 }), 0)],
    ['a test still to be written', layerResult.ofVitest(report({ numTodoTests: 1 }), 0)],
    ['a file that does not load', layerResult.ofVitest(report({ testResults: [brokenFile] }), 1)],
    ['a layer without tests', layerResult.ofVitest(report({ numPassedTests: 0, numTotalTests: 0 }), 0)],
    ['an error outside the tests', layerResult.ofVitest(report(), 1)],
    ['types, lint or a browser that is missing', layerResult.failed('no Chromium found')],
  ])('fails on %s', (_, result) => {
    expect(summary([all, layer(result)])).toMatchObject({ ok: false })
  })

  it('says what did not run', () => {
    expect(summary([all, layer(layerResult.notRun('no apt'))]).text).toContain('DID NOT RUN: no apt')
  })

  it('names what failed at the end, with the first lines of what it said', () => {
    const one = (fullName: string, status: string, failureMessages: string[] = []) => ({
      fullName,
      status,
      failureMessages,
    })
    const long = Array.from({ length: 80 }, (_, i) => `line ${i}`).join('\n')
    const failed = layerResult.ofVitest(
      report({
        numFailedTests: 1,
        testResults: [
          {
            name: 'b.test.ts',
            status: 'failed',
            message: '',
            assertionResults: [one('adds up', 'passed'), one('takes away', 'failed', [`\u001b[31m${long}`])],
          },
          brokenFile,
        ],
      }),
      1,
    )
    const { text } = summary([all, layer(failed)])
    expect(text).toContain('unit: takes away\n    line 0\n    line 1\n')
    expect(text).not.toContain('line 60')
    expect(text).toContain('unit: a.test.ts\n    no such module\n')
    expect(text).not.toContain('adds up')
    expect(text.split('\n').at(-1)).toBe('6 passed, 2 failed')
  })

  it('does not pass on nothing', () => {
    expect(summary([layer(layerResult.done())]).ok).toBe(false)
  })
})
