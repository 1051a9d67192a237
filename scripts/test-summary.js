// What a layer's outcome means, and the lines at the end of `npm test`.

/** A layer slower than this is a defect of the suite. */
const SLOW_SECONDS = 6 * 60

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
    return { passed, failed: unexplained ? 1 : total, note: notes.join('; ') || undefined }
  },
}

/** @param {{ name: string, seconds: number, passed: number, failed: number, note?: string }[]} results */
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
  return {
    text: [...lines, '', `${passed} passed, ${failed} failed`].join('\n'),
    ok: failed === 0 && passed > 0,
  }
}
