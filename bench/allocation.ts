import { loadavg } from 'node:os'
import {
  check,
  greedy,
  openOnline,
  placeBatch,
  Solver,
  solveAnytime,
  solveExact,
  splitBatches,
} from '../packages/allocation/src/index.ts'
import { type Generated, generate } from './allocation/generator.ts'
import type { BenchTable } from './table.ts'

type Row = BenchTable['rows'][number]

/** Seeds 1 to 6 served for tuning and are not among these. */
const reported = [101, 102, 103, 104, 105, 106, 107]

const now = (): number => performance.now()

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

function row(what: string, measured: number, unit: string, bar?: string, ok?: boolean, note?: string): Row {
  const digits = unit === 'ms' ? 0 : unit === 's' ? 2 : 4
  return {
    what,
    measured: Number(measured.toFixed(digits)),
    unit,
    ...(bar === undefined ? {} : { bar }),
    ...(ok === undefined ? {} : { ok }),
    ...(note === undefined ? {} : { note }),
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

function load(): string {
  return `load ${loadavg()[0]!.toFixed(1)}`
}

/** Serves the tiers in order, each family to its best shelter with room. */
function byPriority({ instance, traits }: Generated): number[] {
  const order = [...instance.families.keys()].sort((a, b) => traits[a]!.tier - traits[b]!.tier || a - b)
  return greedy(instance, order)
}

async function town(seeds: number[]): Promise<Row[]> {
  const solver = new Solver()
  const exact: { seconds: number; cpu: number; gap: number }[] = []
  const any: { ms: number; lost: number; lostOfCpu: number }[] = []
  const online: { share: number; slowest: number; slowestCpu: number; myopic: number }[] = []
  const better: { arrival: number; priority: number }[] = []
  let broken = 0
  let split = 0
  // The first solve pays for loading and compiling; a service pays that once.
  const warm = generate({ seed: 1 }).instance
  await solveExact(warm, { solver })
  solveAnytime(warm, { milliseconds: 1000, now })
  for (const seed of seeds) {
    const generated = generate({ seed })
    const { instance } = generated
    let t = now()
    let c = cpuSeconds()
    const e = await solveExact(instance, { solver, gap: 1e-4, milliseconds: 60_000, now })
    exact.push({ seconds: (now() - t) / 1000, cpu: cpuSeconds() - c, gap: e.gap })
    const optimum = await solveExact(instance, { solver, gap: 0, milliseconds: 120_000, now })
    t = now()
    c = cpuSeconds()
    const a = solveAnytime(instance, { milliseconds: 200, now, gap: 0 })
    const ms = now() - t
    // The same on the processor's clock: what it would be on a machine with nothing else to do.
    const undisturbed = solveAnytime(instance, { milliseconds: 200, now: () => cpuSeconds() * 1000, gap: 0 })
    any.push({
      ms,
      lost: 1 - a.objective / optimum.bound,
      lostOfCpu: 1 - undisturbed.objective / optimum.bound,
    })
    const arrival = greedy(instance)
    const priority = byPriority(generated)
    const worth = (assignment: number[]): number => check(instance, assignment).objective
    better.push({ arrival: e.objective / worth(arrival) - 1, priority: e.objective / worth(priority) - 1 })
    let state = openOnline(instance, { batches: 12 })
    let today = state
    let slowest = 0
    let slowestCpu = 0
    for (const batch of splitBatches(instance, 12)) {
      t = now()
      c = cpuSeconds()
      state = placeBatch(state, batch).state
      slowest = Math.max(slowest, now() - t)
      slowestCpu = Math.max(slowestCpu, (cpuSeconds() - c) * 1000)
      today = placeBatch({ ...today, batches: today.decided + 1 }, batch).state
    }
    online.push({
      share: worth(state.assignment) / optimum.bound,
      slowest,
      slowestCpu,
      myopic: worth(today.assignment) / optimum.bound,
    })
    for (const assignment of [
      e.assignment,
      a.assignment,
      state.assignment,
      arrival,
      priority,
      optimum.assignment,
    ]) {
      const counted = check(instance, assignment)
      broken += counted.violations.length
      split += assignment.length - instance.families.length
    }
  }
  solver.close()
  const all = <T>(items: T[], pick: (item: T) => number): { middle: number; least: number; most: number } => {
    const values = items.map(pick)
    return { middle: median(values), least: Math.min(...values), most: Math.max(...values) }
  }
  const seconds = all(exact, (x) => x.seconds)
  const gap = all(exact, (x) => x.gap)
  const lost = all(any, (x) => x.lost)
  const ms = all(any, (x) => x.ms)
  const arrival = all(better, (x) => x.arrival)
  const priority = all(better, (x) => x.priority)
  const share = all(online, (x) => x.share)
  const slowest = all(online, (x) => x.slowest)
  const slowestCpu = all(online, (x) => x.slowestCpu)
  const note = `${seeds.length} seeds, ${load()}`
  return [
    row(
      '922 × 12 exact, median time',
      seconds.middle,
      's',
      '<= 6',
      seconds.middle <= 6,
      `slowest ${seconds.most.toFixed(2)}, median CPU ${all(exact, (x) => x.cpu).middle.toFixed(2)}; ${note}`,
    ),
    row('922 × 12 exact, worst gap', gap.most, '', '<= 0.0001', gap.most <= 1e-4),
    row(
      '922 × 12 anytime in 200 ms, median loss',
      lost.middle * 100,
      '%',
      '<= 0.1',
      lost.middle <= 1e-3,
      `against the proven bound, worst ${(lost.most * 100).toFixed(4)}; median time ${ms.middle.toFixed(0)} ms, longest ${ms.most.toFixed(0)}`,
    ),
    row(
      'the same in 200 ms of processor time',
      all(any, (x) => x.lostOfCpu).middle * 100,
      '%',
      undefined,
      undefined,
      `worst ${(all(any, (x) => x.lostOfCpu).most * 100).toFixed(4)}`,
    ),
    row(
      'optimum over greedy by arrival, median',
      arrival.middle * 100,
      '%',
      '>= 8',
      arrival.middle >= 0.08,
      `least ${(arrival.least * 100).toFixed(2)}`,
    ),
    row(
      'optimum over greedy by priority, median',
      priority.middle * 100,
      '%',
      '>= 4',
      priority.middle >= 0.04,
      `least ${(priority.least * 100).toFixed(2)}`,
    ),
    row(
      'online in 12 batches, median share of hindsight',
      share.middle * 100,
      '%',
      '>= 97.5',
      share.middle >= 0.975,
      `least ${(share.least * 100).toFixed(2)}; each batch alone ${(all(online, (x) => x.myopic).middle * 100).toFixed(2)}`,
    ),
    row(
      'slowest batch, median of seeds',
      slowest.middle,
      'ms',
      '<= 300',
      slowest.middle <= 300,
      `slowest of all ${slowest.most.toFixed(0)}; processor time, median ${slowestCpu.middle.toFixed(0)}, most ${slowestCpu.most.toFixed(0)}`,
    ),
    row('violations and split families', broken + split, '', '0', broken + split === 0),
  ]
}

function city(seeds: number[]): Row[] {
  return seeds.flatMap((seed) => {
    const { instance } = generate({ seed, families: 9220, shelters: 60 })
    const t = now()
    const c = cpuSeconds()
    const a = solveAnytime(instance, { milliseconds: 28_000, now, gap: 0.004 })
    const seconds = (now() - t) / 1000
    const note = `seed ${seed}, ${instance.pairs.length} pairs, CPU ${(cpuSeconds() - c).toFixed(1)} s, violations ${a.violations}, ${load()}`
    return [
      row('9,220 × 60, distance to the proven bound', a.gap * 100, '%', '<= 0.5', a.gap <= 0.005, note),
      row('9,220 × 60, time', seconds, 's', '<= 30', seconds <= 30),
    ]
  })
}

/** @param args `town` or `city` alone; seeds to report instead of the standard ones */
export async function bench(args: string[] = []): Promise<BenchTable> {
  const seeds = args.filter((a) => /^\d+$/.test(a)).map(Number)
  const rows: Row[] = []
  if (!args.includes('city')) rows.push(...(await town(seeds.length > 0 ? seeds : reported)))
  if (!args.includes('town')) rows.push(...city(seeds.length > 0 ? seeds : reported.slice(0, 1)))
  return { name: 'allocation', rows }
}

if (import.meta.url === `file://${process.argv[1]}`) console.table((await bench(process.argv.slice(2))).rows)
