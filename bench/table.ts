/** One table of `npm run bench`: what was measured, in which unit, against which bar. */
export type BenchTable = {
  name: string
  rows: { what: string; measured: number; unit: string; bar?: string; ok?: boolean; note?: string }[]
}
