// What a layer's outcome means, and the lines at the end of `npm test`.
import { stripVTControlCharacters } from 'node:util'

/** A layer slower than this is a defect of the suite. */
const SLOW_SECONDS = 6 * 60

/** Of what a failed test said; the whole of it stands above, where its layer ran. */
const LINES_OF_A_FAILURE = 40

export const layerResult = {
  done: () => ({ passed: 0, failed: 0 }),
  failed: (note) => ({ passed: 0, failed: 1, note }),
  notRun: (note) => ({ passed: 0, failed: 0, note: `DID NOT RUN: ${note}` }),
  /** @param report what vitest's JSON reporter wrote */
  ofVitest(report, exitCode) {
    const passed = report.numPassedTests
    const skipped = report.numPendingTests + report.numTodoTests
    // A file that cannot be loaded has no tests to fail.
    const broken = report.testResults.filter(
      (f) => f.status === 'failed' && f.assertionResults.length === 0,
    ).length
    const failed = report.numFailedTests + broken
    const notes = []
    if (broken > 0) notes.push(`${broken} files could not be loaded`)
    if (skipped > 0) notes.push(`${skipped} skipped, which counts as failed`)
    if (report.numTotalTests === 0) notes.push('no tests found')
    const total = failed + skipped
    const unexplained = total === 0 && (exitCode !== 0 || report.numTotalTests === 0)
    if (unexplained && exitCode !== 0) notes.push(`ended with ${exitCode}`)
    return {
      passed,
      failed: unexplained ? 1 : total,
      note: notes.join('; ') || undefined,
      failures: report.testResults.flatMap(failuresOf),
    }
  },
}

/** Each failed test of a file, with the first lines of what it said; a file that did not load, with its own. */
function failuresOf(file) {
  const failed = file.assertionResults
    .filter((one) => one.status === 'failed')
    .map((one) => told(one.fullName, one.failureMessages.join('\n')))
  return file.status === 'failed' && failed.length === 0 ? [told(file.name, file.message)] : failed
}

const told = (name, message) =>
  [name, ...stripVTControlCharacters(message).split('\n').slice(0, LINES_OF_A_FAILURE)].join('\n    ')

/** @param {{ name: string, seconds: number, passed: number, failed: number, note?: string, failures?: string[] }[]} results */
export function summary(results) {
  const width = Math.max(...results.map((r) => r.name.length))
  const lines = results.map((r) => {
    const slow = r.seconds > SLOW_SECONDS ? 'over six minutes: a defect' : undefined
    const count = r.passed + r.failed > 0 ? `${r.passed} passed, ${r.failed} failed` : 'ok'
    const said = r.note?.startsWith('DID NOT RUN')
      ? r.note
      : [count, r.note, slow].filter(Boolean).join(' · ')
    return `${r.name.padEnd(width)}  ${r.seconds.toFixed(1).padStart(6)} s  ${said}`
  })
  const passed = results.reduce((sum, r) => sum + r.passed, 0)
  const failed = results.reduce((sum, r) => sum + r.failed, 0)
  // At the very end, for whoever only has the end of what was printed.
  const failures = results.flatMap((r) => (r.failures ?? []).map((failure) => `${r.name}: ${failure}\n`))
  return {
    text: [...lines, '', ...failures, `${passed} passed, ${failed} failed`].join('\n'),
    ok: failed === 0 && passed > 0,
  }
}
