import { loadavg } from 'node:os'
import {
  attack,
  audit,
  type ProtectedTable,
  protect,
  type Request,
} from '../packages/disclosure/src/index.ts'
import { groupsOf, mixedTable, registerTable } from './disclosure/tables.ts'
import type { BenchTable } from './table.ts'

type Row = BenchTable['rows'][number]

const seconds = (start: number) => Math.round(performance.now() - start) / 1000

/** Primary cells that the package's own attacker, told nothing, finds too certain. */
function violations(answer: ProtectedTable): number {
  const { published, margins, ...rest } = answer
  if (!margins) return 0
  const { intervals } = attack({ ...rest, counts: published, margins })
  return answer.primary.filter((key) => {
    const [min, max] = intervals[key]!
    return max !== null && (max < 10 || max - min < 10)
  }).length
}

function measure(what: string, request: Request, bar?: number): Row[] {
  const start = performance.now()
  const before = process.cpuUsage()
  const answer = protect(request)
  const took = seconds(start)
  const { user, system } = process.cpuUsage(before)
  if (!answer.protected)
    return [{ what, measured: took, unit: 's', note: 'cannot be protected: withheld', ok: false }]
  const attacked = performance.now()
  const wrong = violations(answer)
  const time: Row = { what: `${what}: protect`, measured: took, unit: 's' }
  if (bar !== undefined) Object.assign(time, { bar: `≤ ${bar}`, ok: took <= bar })
  return [
    {
      ...time,
      note: `${answer.primary.length} primary; processor time ${((user + system) / 1e6).toFixed(2)} s, load ${loadavg()[0]!.toFixed(1)}; attacked in ${seconds(attacked)} s`,
    },
    { what: `${what}: primary cells too certain`, measured: wrong, unit: 'cells', bar: '0', ok: wrong === 0 },
    {
      what: `${what}: hidden besides`,
      measured: answer.hidden,
      unit: 'cells',
      note: `no choice hides fewer than ${answer.hiddenLowerBound}`,
    },
    {
      what: `${what}: cost`,
      measured: answer.cost,
      unit: 'people',
      note: `no choice costs less than ${answer.lowerBound}${answer.optimal ? ': optimal' : ''}`,
    },
  ]
}

/** Protection of the published example and of large tables, attacked. `--quick` leaves the largest out. */
export async function bench(args: string[] = []): Promise<BenchTable> {
  const published: Request = {
    rows: ['A', 'B', 'C', 'D'],
    cols: ['male', 'female'],
    counts: [
      [18, 2],
      [14, 19],
      [12, 10],
      [11, 14],
    ],
    primary: ['A|female'],
  }
  const answer = protect(published, { minCount: 0, minWidth: 0 })
  const rows: Row[] = [
    {
      what: 'published 4 × 2: cost',
      measured: answer.cost,
      unit: 'people',
      bar: '40',
      ok: answer.cost === 40,
    },
    ...measure('12 × 10', mixedTable({ rows: 12, cols: 10, seed: 3, zeros: 0.1, small: 0.1, most: 100 })),
    ...measure('20 × 20', mixedTable({ rows: 20, cols: 20, seed: 3, zeros: 0.1, small: 0.05, most: 100 })),
  ]
  const grouped = mixedTable({ rows: 24, cols: 12, seed: 5, zeros: 0.1, small: 0.1, most: 100 })
  rows.push(
    ...measure('24 × 12, rows grouped', {
      ...grouped,
      hierarchy: { rows: groupsOf(grouped.rows, 6, 'state') },
    }),
    ...measure('24 × 12, both grouped', {
      ...grouped,
      hierarchy: { rows: groupsOf(grouped.rows, 6, 'state'), cols: groupsOf(grouped.cols, 4, 'region') },
    }),
  )
  if (args.includes('--quick')) return { name: 'disclosure', rows }
  const large = { rows: 500, cols: 40 }
  const sets: [string, Request][] = [
    ['500 × 40, 1 % small', mixedTable({ ...large, seed: 1, zeros: 0, small: 0.01, most: 200 })],
    ['500 × 40, 3 % small', mixedTable({ ...large, seed: 2, zeros: 0.1, small: 0.03, most: 200 })],
    ['500 × 40, 30 % small', mixedTable({ ...large, seed: 3, zeros: 0.4, small: 0.3, most: 200 })],
    ['500 × 40, a register', registerTable(500, 40, 4, 1_500_000)],
    [
      '500 × 40, a register, margins where safe',
      { ...registerTable(500, 40, 4, 150_000), marginsPolicy: 'where-safe' },
    ],
  ]
  for (const [what, request] of sets) rows.push(...measure(what, request, 5))
  const before = mixedTable({ ...large, seed: 6, zeros: 0.2, small: 0.2, most: 200 })
  const after = {
    ...before,
    counts: before.counts.map((line, r) => line.map((v, c) => (v ?? 0) + ((r * c) % 5 ? 0 : 3))),
  }
  const releases = [before, after].map((table) => {
    const { published: counts, margins, ...rest } = protect(table)
    return { ...rest, counts, margins: margins! }
  })
  const start = performance.now()
  const found = audit(releases)
  rows.push({
    what: '500 × 40, two releases: audit',
    measured: seconds(start),
    unit: 's',
    note: `taken as ${found.link}; ${found.recoverable.length} recoverable`,
  })
  return { name: 'disclosure', rows }
}

if (import.meta.url === `file://${process.argv[1]}`) console.table((await bench(process.argv.slice(2))).rows)
