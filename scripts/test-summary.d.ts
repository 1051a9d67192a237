export interface LayerResult {
  passed: number
  failed: number
  note?: string
  /** Each test that failed: its name, and what it said first. */
  failures?: string[]
}
/** What of vitest's JSON report is read. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  numTotalTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
  }[]
}
export declare const layerResult: {
  done(): LayerResult
  failed(note: string): LayerResult
  notRun(note: string): LayerResult
  ofVitest(report: VitestReport, exitCode: number): LayerResult
}
export declare function summary(results: (LayerResult & { name: string; seconds: number })[]): {
  text: string
  ok: boolean
}
