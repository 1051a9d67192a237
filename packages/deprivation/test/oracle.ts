import { Fraction, fraction, type Mark } from '../src/index.ts'

/** A second, naive reading of the definitions: enumerates completions, works with fractions throughout. */

export interface Weighted {
  rows: Mark[][]
  weights?: Fraction[]
  dimensions?: number[][]
  population?: number[]
}

export interface Plain {
  H: Fraction
  A: Fraction | null
  M0: Fraction
  uncensored: Fraction[]
  censored: Fraction[]
  contribution: (Fraction | null)[]
}

const add = (terms: Fraction[]) => terms.reduce((a, b) => a.add(b), Fraction.zero)
const whole = (n: number) => fraction(n)

export function weightsOf(input: Weighted, row: Mark[]): Fraction[] {
  if (input.weights) return input.weights
  const alive = input
    .dimensions!.map((members) => members.filter((j) => row[j] !== null))
    .filter((m) => m.length > 0)
  return row.map((_, j) => {
    const own = alive.find((members) => members.includes(j))
    return own ? fraction(`1/${alive.length * own.length}`) : Fraction.zero
  })
}

/** Measures of fully answered rows; `members` selects a subgroup. */
export function plainMeasures(input: Weighted, k: Fraction, members: number[]): Plain {
  const p = members.map((i) => whole(input.population?.[i] ?? 1))
  const total = add(p)
  const w = members.map((i) => weightsOf(input, input.rows[i]!))
  const g = members.map((i) => input.rows[i]!.map((mark) => (mark === 1 ? Fraction.one : Fraction.zero)))
  const c = members.map((_, i) => add(w[i]!.map((weight, j) => weight.times(g[i]![j]!))))
  const rho = c.map((value) => (value.compare(k) >= 0 ? Fraction.one : Fraction.zero))
  const poor = add(p.map((each, i) => each.times(rho[i]!)))
  const units = add(p.map((each, i) => each.times(rho[i]!).times(c[i]!)))
  const indicators = input.rows[0]!.map((_, j) => j)
  const perIndicator = (value: (i: number, j: number) => Fraction) =>
    indicators.map((j) => add(members.map((_, i) => p[i]!.times(value(i, j)))))
  return {
    H: poor.over(total),
    A: poor.n === 0n ? null : units.over(poor),
    M0: units.over(total),
    uncensored: perIndicator((i, j) => g[i]![j]!).map((each) => each.over(total)),
    censored: perIndicator((i, j) => g[i]![j]!.times(rho[i]!)).map((each) => each.over(total)),
    contribution: perIndicator((i, j) => g[i]![j]!.times(rho[i]!).times(w[i]![j]!)).map((each) =>
      units.n === 0n ? null : each.over(units),
    ),
  }
}

/** Every way to answer what is unanswered. */
export function completions(rows: Mark[][]): Mark[][][] {
  const open: [number, number][] = []
  rows.forEach((row, i) => {
    row.forEach((mark, j) => {
      if (mark === '?') open.push([i, j])
    })
  })
  return Array.from({ length: 2 ** open.length }, (_, code) => {
    const filled = rows.map((row) => [...row])
    open.forEach(([i, j], bit) => {
      filled[i]![j] = ((code >> bit) & 1) as 0 | 1
    })
    return filled
  })
}

/** Least and greatest of the values that exist, as text; null when none does. */
export function extremes(values: (Fraction | null)[]): { low: string; high: string } | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a.compare(b))
  return known.length === 0 ? null : { low: `${known[0]}`, high: `${known.at(-1)}` }
}
