import { expect } from 'vitest'
import {
  CODE,
  type ColumnarMeasures,
  count,
  countColumns,
  type Interval,
  type Mark,
  type Measures,
} from '../../src/index.ts'

const text = (range: Interval | null) => range && `${range.low} ${range.high}`
const codeOf = (mark: Mark) =>
  mark === 0
    ? CODE.notDeprived
    : mark === 1
      ? CODE.deprived
      : mark === null
        ? CODE.notApplicable
        : CODE.unanswered

export function columnsOf(rows: Mark[][]): Uint8Array[] {
  return rows[0]!.map((_, j) => Uint8Array.from(rows, (row) => codeOf(row[j]!)))
}

export function told(measures: Omit<ColumnarMeasures, 'people'> | Measures) {
  return {
    H: text(measures.H),
    A: text(measures.A),
    M0: text(measures.M0),
    censoredHeadcount: measures.censoredHeadcount.map(text),
    contribution: measures.contribution.map(text),
  }
}

export interface Drawn {
  rows: Mark[][]
  k: string
  group: number[]
  weights?: string[]
  dimensions?: number[][]
}

/** The columnar path answers as the exact one: for everybody, with and without groups, and for each group. */
export function expectSame({ rows, k, group, weights, dimensions }: Drawn) {
  const weighting = { ...(weights && { weights }), ...(dimensions && { dimensions }) }
  const exact = count({ deprivations: rows, subgroup: group.map(String), k, ...weighting })
  const groups = { group: Uint8Array.from(group), groups: 3 }
  const fast = countColumns({ columns: columnsOf(rows), k, ...weighting, ...groups })
  expect(told(fast)).toEqual(told(exact))
  expect(fast.complete).toBe(exact.complete)
  expect(fast.people).toBe(rows.length)
  const ungrouped = countColumns({ columns: columnsOf(rows), k, ...weighting })
  expect(told(ungrouped)).toEqual(told(exact))
  expect([fast.groups.length, ungrouped.groups]).toEqual([3, []])
  fast.groups.forEach((own, g) => {
    const expected = exact.subgroups!.get(String(g))
    expect(own === null).toBe(expected === undefined)
    if (!own || !expected) return
    expect(own.people).toBe(expected.rows.length)
    expect(told(own)).toEqual(told(expected))
    expect(text(own.contributionToM0)).toBe(text(expected.contributionToM0))
  })
}

/**
 * The same for very many people of a few kinds: `kinds` of rows, and for each person the kind and the group. The exact
 * path counts a kind once, with the number of its people as their weight.
 */
export function expectSameOfMany(
  { rows: kinds, k, weights, dimensions }: Omit<Drawn, 'group'>,
  kind: readonly number[],
  group: readonly number[],
): void {
  const weighting = { ...(weights && { weights }), ...(dimensions && { dimensions }) }
  const people = new Map<string, number>()
  for (const [i, own] of kind.entries()) {
    const key = `${own} ${group[i]}`
    people.set(key, (people.get(key) ?? 0) + 1)
  }
  const keys = [...people.keys()].map((key) => key.split(' '))
  const exact = count({
    deprivations: keys.map(([own]) => kinds[Number(own)]!),
    populationWeights: [...people.values()],
    subgroup: keys.map(([, own]) => own!),
    k,
    ...weighting,
  })
  const columns = kinds[0]!.map((_, j) => Uint8Array.from(kind, (own) => codeOf(kinds[own]![j]!)))
  const groups = { group: Uint8Array.from(group), groups: 3 }
  const fast = countColumns({ columns, k, ...weighting, ...groups })
  expect(told(fast)).toEqual(told(exact))
  expect(fast.complete).toBe(exact.complete)
  expect(fast.people).toBe(kind.length)
  const ungrouped = countColumns({ columns, k, ...weighting })
  expect(told(ungrouped)).toEqual(told(exact))
  expect([fast.groups.length, ungrouped.groups]).toEqual([3, []])
  for (const [g, own] of fast.groups.entries()) {
    const expected = exact.subgroups!.get(String(g))
    expect(own === null).toBe(expected === undefined)
    if (!own || !expected) continue
    expect(own.people).toBe(group.filter((one) => one === g).length)
    expect(told(own)).toEqual(told(expected))
    expect(text(own.contributionToM0)).toBe(text(expected.contributionToM0))
  }
}
