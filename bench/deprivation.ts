import { pathToFileURL } from 'node:url'
import { CODE, countColumns } from '../packages/deprivation/src/index.ts'
import type { BenchTable } from './table.ts'

/** The index over a million assessments of 38 indicators, in 10 groups, beside a plain loop over the same arrays. */

const PEOPLE = 1_000_000
const GROUPS = 10
const REPEATS = 11
/** Lists of answers are measured on fewer people, by the time per person: 38 million of them fill the memory. */
const OBJECTS = 100_000
const sizes = [3, 3, 5, 2, 6, 4, 5, 2, 4, 4]
const K = '1/3'

let next = 0
const dimensions = sizes.map((size) => Array.from({ length: size }, () => next++))
const weights = dimensions.flatMap((members) => members.map(() => `1/${sizes.length * members.length}`))

interface Data {
  columns: Uint8Array[]
  group: Uint8Array
}

/** Invented people of different hardship; the same at every run. */
function invent(people: number, notApplicable: number, unanswered: number): Data {
  let state = 20_240_101
  const draw = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const columns = Array.from({ length: next }, () => new Uint8Array(people))
  const group = new Uint8Array(people)
  for (let i = 0; i < people; i += 1) {
    group[i] = Math.floor(draw() * GROUPS)
    const hardship = 0.1 + 0.4 * draw()
    for (const column of columns) {
      const which = draw()
      const deprived = draw() < hardship ? CODE.deprived : CODE.notDeprived
      column[i] =
        which < notApplicable
          ? CODE.notApplicable
          : which < notApplicable + unanswered
            ? CODE.unanswered
            : deprived
    }
  }
  return { columns, group }
}

/** The bar's measure: every byte read once and added. */
function plainLoop({ columns }: Data): number {
  let total = 0
  for (const column of columns) total += sumOf(column)
  return total
}

function sumOf(column: Uint8Array): number {
  let total = 0
  for (let i = 0; i < column.length; i += 1) total += column[i]!
  return total
}

/** An assessment as it comes from a form or an API. */
interface Assessment {
  group: number
  answers: { indicator: string; dimension: string; deprived: boolean }[]
}

function asObjects({ columns, group }: Data): Assessment[] {
  return Array.from({ length: group.length }, (_, i) => ({
    group: group[i]!,
    answers: dimensions.flatMap((members, d) =>
      members.map((j) => ({
        indicator: `I${j}`,
        dimension: `D${d}`,
        deprived: columns[j]![i] === CODE.deprived,
      })),
    ),
  }))
}

/** The same measures as one would first write them over {@link Assessment} objects, in floating point. */
function overObjects(assessments: Assessment[]): number {
  const weightOf = new Map(
    dimensions.flatMap((members) => members.map((j) => [`I${j}`, 1 / (10 * members.length)])),
  )
  let sum = 0
  for (let g = 0; g < GROUPS; g += 1) {
    const members = assessments.filter((each) => each.group === g)
    const scored = members.map((each) => {
      const deprived = each.answers.filter((answer) => answer.deprived)
      return { deprived, c: deprived.reduce((c, answer) => c + weightOf.get(answer.indicator)!, 0) }
    })
    const poor = scored.filter((each) => each.c >= 1 / 3 - 1e-9)
    const M0 = poor.reduce((total, each) => total + each.c, 0) / members.length
    const heads = new Map<string, number>()
    for (const { deprived } of poor) {
      for (const { indicator } of deprived) heads.set(indicator, (heads.get(indicator) ?? 0) + 1)
    }
    for (const [indicator, count] of heads) sum += (weightOf.get(indicator)! * count) / members.length / M0
  }
  return sum
}

/** The same, with one property per indicator instead of a list of answers. */
function asRecords({ columns, group }: Data): Record<string, number>[] {
  return Array.from({ length: group.length }, (_, i) => {
    const record: Record<string, number> = { group: group[i]! }
    columns.forEach((column, j) => {
      record[`I${j}`] = column[i]!
    })
    return record
  })
}

function overRecords(people: Record<string, number>[]): number {
  const indicators = dimensions.flatMap((members) =>
    members.map((j) => ({ name: `I${j}`, weight: 1 / (10 * members.length) })),
  )
  const groups = Array.from({ length: GROUPS }, () => ({
    people: 0,
    poor: 0,
    units: 0,
    heads: {} as Record<string, number>,
  }))
  for (const person of people) {
    const group = groups[person.group!]!
    group.people += 1
    let c = 0
    for (const { name, weight } of indicators) c += weight * person[name]!
    if (c < 1 / 3 - 1e-9) continue
    group.poor += 1
    group.units += c
    for (const { name } of indicators) group.heads[name] = (group.heads[name] ?? 0) + person[name]!
  }
  return groups.reduce((sum, { units, heads }) => {
    return sum + indicators.reduce((own, { name, weight }) => own + (weight * heads[name]!) / units, 0)
  }, 0)
}

/** Both ways one after the other, several times; the medians of both and of their ratio. */
function paired(baseline: () => unknown, ours: () => unknown, repeats = REPEATS) {
  const time = (work: () => unknown) => {
    const start = performance.now()
    work()
    return performance.now() - start
  }
  for (let warm = 0; warm < 2; warm += 1) [baseline, ours].forEach(time)
  const times = Array.from({ length: repeats }, () => ({ baseline: time(baseline), ours: time(ours) }))
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!
  return {
    baseline: median(times.map((each) => each.baseline)),
    ours: median(times.map((each) => each.ours)),
    ratio: median(times.map((each) => each.ours / each.baseline)),
  }
}

/** Times of the columnar path against its bars; baselines are measured in the same run. */
export async function bench(): Promise<BenchTable> {
  const rows: BenchTable['rows'] = []
  const against = (what: string, data: Data, weighting: object, most: number) => {
    const run = () => countColumns({ ...data, ...weighting, groups: GROUPS, k: K })
    const { baseline, ours, ratio } = paired(() => plainLoop(data), run)
    const bar = `<= ${most}`
    rows.push({ what: `${what}: plain loop over the arrays`, measured: round(baseline), unit: 'ms' })
    rows.push({
      what: `${what}: H, A, M0, censored headcounts, contributions`,
      measured: round(ours),
      unit: 'ms',
    })
    rows.push({ what: `${what}: ratio`, measured: round(ratio), unit: 'x', bar, ok: ratio <= most })
  }
  const complete = invent(PEOPLE, 0, 0)
  against('complete, fixed weights', complete, { weights }, 4)
  against('20 % not applicable, 5 % unanswered, bounds', invent(PEOPLE, 0.2, 0.05), { dimensions }, 12)

  const versus = (what: string, data: Data, baseline: () => number, repeats: number) => {
    const people = data.group.length
    const fast = () => countColumns({ ...data, weights, groups: GROUPS, k: K })
    const { baseline: slow, ratio } = paired(baseline, fast, repeats)
    const note = people === PEOPLE ? {} : { note: `measured on ${people}, scaled` }
    rows.push({ what, measured: round((slow * PEOPLE) / people), unit: 'ms', ...note })
    const times = 1 / ratio
    rows.push({
      what: `${what}: columns faster by`,
      measured: round(times),
      unit: 'x',
      bar: '>= 20',
      ok: times >= 20,
    })
  }
  const few = invent(OBJECTS, 0, 0)
  const objects = asObjects(few)
  versus('array of objects, each with its list of answers', few, () => overObjects(objects), 7)
  const records = asRecords(complete)
  versus('array of objects, one property per indicator', complete, () => overRecords(records), 3)
  return { name: 'deprivation: 1,000,000 assessments x 38 indicators, 10 groups', rows }
}

function round(value: number): number {
  return Number(value.toPrecision(3))
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { name, rows } = await bench()
  console.log(name)
  console.table(rows)
}
