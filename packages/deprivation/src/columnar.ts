import type { Interval } from './bounds.ts'
import { BLOCK } from './columnar/blocks.ts'
import { type Plan, planOf } from './columnar/plan.ts'
import { Ratios } from './columnar/ratios.ts'
import { Totals } from './columnar/totals.ts'
import type { ColumnarCase, ColumnarMeasures, ColumnarResult } from './columnar/types.ts'
import { Workspace } from './columnar/workspace.ts'
import { shareOfTotal } from './counting.ts'
import { Fraction } from './fraction.ts'

/**
 * {@link count} for a million people: the same exact results from typed arrays, without an object per person.
 *
 * Four people are scored at once in the bytes of a 32-bit word; scores are whole units and compared as such.
 * Memory grows with the people whose identification is open (about 24 bytes for each of their deprivations).
 *
 * @throws InputError for wrong codes, weights, k or groups, and for weights too fine for whole units of 24 bits
 * (use `count` for those).
 */
export function countColumns(input: ColumnarCase): ColumnarResult {
  const plan = planOf(input)
  return gather(plan, true) ?? gather(plan, false)!
}

/** One run over everybody; null when `foresight` decided an option that the result shows was undecided. */
function gather(plan: Plan, foresight: boolean): ColumnarResult | null {
  const totals = new Totals(plan.groups, plan.columns.length)
  const work = new Workspace(plan)
  const aligned = plan.columns.map((column) => (column.byteOffset % 4 === 0 ? column : column.slice()))
  const whole = plan.n - (plan.n % 4)
  const words = aligned.map((column) => new Uint32Array(column.buffer, column.byteOffset, whole / 4))
  let nextLook = 0
  for (let start = 0; start < whole; start += BLOCK) {
    const length = Math.min(BLOCK, whole - start)
    work.run({ bytes: aligned, words, group: plan.group, start, length, origin: 0 }, totals)
    if (foresight && !totals.complete && start >= nextLook) {
      totals.foresee()
      nextLook = 2 * start + BLOCK
    }
  }
  if (whole < plan.n) {
    const padded = (source: Uint8Array) => {
      const four = new Uint8Array(4)
      four.set(source.subarray(whole))
      return four
    }
    const bytes = aligned.map(padded)
    const lastWords = bytes.map((column) => new Uint32Array(column.buffer))
    work.run(
      { bytes, words: lastWords, group: padded(plan.group), start: 0, length: plan.n - whole, origin: whole },
      totals,
    )
  }
  work.finish(totals)
  return summarise(plan, totals)
}

/** The measures, or null when an option was decided too early. */
function summarise(plan: Plan, totals: Totals): ColumnarResult | null {
  const everybody = tell(plan, totals, [...totals.people.keys()])
  if (!everybody) return null
  const complete = totals.complete
  if (!plan.grouped) return { ...everybody[0]!, complete, groups: [] }
  const own = tell(plan, totals, null)
  if (!own) return null
  const unitsOf = (g: number) => ({
    low: BigInt(totals.certainLow[g]!),
    high: BigInt(totals.certainHigh[g]! + totals.possibleHigh[g]!),
  })
  const all = [...own.keys()].map(unitsOf)
  const low = all.reduce((total, each) => total + each.low, 0n)
  const high = all.reduce((total, each) => total + each.high, 0n)
  const groups = own.map((measures, g) => {
    const others = { low: low - all[g]!.low, high: high - all[g]!.high }
    return measures && { ...measures, contributionToM0: shareOfTotal(all[g]!, others) }
  })
  return { ...everybody[0]!, complete, groups }
}

/** Measures of each group, or, with `joined`, of the groups taken together (one entry). */
function tell(
  plan: Plan,
  totals: Totals,
  joined: readonly number[] | null,
): (ColumnarMeasures | null)[] | null {
  const d = plan.columns.length
  const parts = joined ? [joined] : [...totals.people.keys()].map((g) => [g])
  const ratios = d + 1
  const most = new Ratios(parts.length * ratios)
  const least = new Ratios(parts.length * ratios)
  const over = (source: Float64Array, part: readonly number[], at = (g: number) => g) =>
    part.reduce((total, g) => total + source[at(g)]!, 0)
  parts.forEach((part, r) => {
    totals.ratios(part, most, least, r * ratios)
  })
  const columnOf = joined
    ? Int32Array.from({ length: totals.people.length * ratios }, (_, key) => key % ratios)
    : null
  if (!most.optimise(totals.most, columnOf) || !least.optimise(totals.least, columnOf)) return null

  return parts.map((part, r) => {
    const people = over(totals.people, part)
    if (people === 0) return null
    const share = (low: number, high: number, unit = 1): Interval => {
      const whole = BigInt(people) * BigInt(unit)
      return { low: Fraction.of(BigInt(low), whole), high: Fraction.of(BigInt(high), whole) }
    }
    const [certain, possible] = [over(totals.certain, part), over(totals.possible, part)]
    const anybody = certain + possible > 0
    const ratio = (at: number, unit: number): Interval | null => {
      if (!anybody) return null
      return { low: least.value(at, unit), high: most.value(at, unit) }
    }
    return {
      people,
      H: share(certain, certain + possible),
      A: ratio(r * ratios + d, plan.unit),
      M0: share(
        over(totals.certainLow, part),
        over(totals.certainHigh, part) + over(totals.possibleHigh, part),
        plan.unit,
      ),
      censoredHeadcount: Array.from({ length: d }, (_, j) => {
        const column = (source: Float64Array) => over(source, part, (g) => g * d + j)
        const deprived = column(totals.deprived)
        return share(deprived, deprived + column(totals.open) + column(totals.maybe))
      }),
      contribution: Array.from({ length: d }, (_, j) => ratio(r * ratios + j, 1)),
    }
  })
}
