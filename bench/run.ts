/**
 * `npm run bench [-- NAME …]`: each table measured in this run, its baseline beside it; prints and writes JSON.
 * Ratios of paired medians: the machine is noisy, and its load stands beside the figures.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import type { BenchTable } from './table.ts'

const tables: Record<string, () => Promise<{ bench(args?: string[]): Promise<BenchTable> }>> = {
  platform: () => import('./platform.ts'),
  start: () => import('./start.ts'),
  web: () => import('./web.ts'),
  deprivation: () => import('./deprivation.ts'),
  linkage: () => import('./linkage.ts'),
  allocation: () => import('./allocation.ts'),
  disclosure: () => import('./disclosure.ts'),
  identifiers: () => import('./identifiers.ts'),
}

const words = process.argv.slice(2)
const wanted = Object.keys(tables).filter((name) => words.length === 0 || words.includes(name))
if (wanted.length === 0) {
  console.error(`bench: choose from ${Object.keys(tables).join(', ')}`)
  process.exit(2)
}

const load = () =>
  loadavg()
    .map((n) => n.toFixed(1))
    .join(' ')
const results: (BenchTable & { seconds: number; loadBefore: string; loadAfter: string })[] = []
for (const name of wanted) {
  const before = load()
  const started = performance.now()
  const table = await (await tables[name]!()).bench(words.filter((w) => !(w in tables)))
  const seconds = (performance.now() - started) / 1000
  results.push({ ...table, seconds: Number(seconds.toFixed(1)), loadBefore: before, loadAfter: load() })
  console.log(`\n${table.name}   (${seconds.toFixed(0)} s, load ${before} → ${load()})`)
  for (const r of table.rows) {
    const mark = r.ok === undefined ? '  ' : r.ok ? 'ok' : '!!'
    const measured = Number.isInteger(r.measured) ? String(r.measured) : r.measured.toPrecision(4)
    console.log(
      `  ${mark} ${r.what.padEnd(72)} ${measured.padStart(10)} ${r.unit.padEnd(8)} ${r.bar ?? ''}${r.note ? `   ${r.note}` : ''}`,
    )
  }
}

mkdirSync('var', { recursive: true })
const cpu = cpus()[0]
writeFileSync(
  'var/bench.json',
  `${JSON.stringify({ at: new Date().toISOString(), node: process.version, cpu: `${cpus().length} × ${cpu?.model ?? ''}`, memory: totalmem(), results }, null, 2)}\n`,
)
console.log('\nwritten to var/bench.json')
