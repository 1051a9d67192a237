/** Counting people into tables. A table is one population, told apart by its rows and its columns. */
import type { Assessed, Profile, Standing } from '../../assessment/measures.ts'
import { dimensionsCounted, indicatorsCounted, standings } from '../../assessment/measures.ts'
import { originClasses, sexes } from '../../registry/contract.ts'
import { type Counted, type Variable, variables } from '../../registry/measures.ts'
import type { FiguresTable } from '../contract.ts'

/** A count, or null where it is protected. */
export interface Table<Count = number> {
  kind: FiguresTable['kind']
  /** The age group, of what is assessed. */
  of?: string
  /** The variable, or the dimension, that the table is about. */
  by: string
  rows: readonly string[]
  cols: readonly string[]
  counts: readonly (readonly Count[])[]
  rowTotals: readonly Count[]
  /** Where rows are parts of one whole. In `needs`, `indicators` and `change` each row is the whole. */
  colTotals?: readonly Count[]
  total: Count
}

const groupsAssessed = ['0-11', '12-17', '18+', 'not_known'] as const

/** From the first assessment to the newest. */
const changes = ['overcome', 'remains', 'arose', 'none_or_not_known'] as const
export type Change = (typeof changes)[number]

export function changeOf(first: Standing, last: Standing): Change {
  if (first === 'not_known' || last === 'not_known') return 'none_or_not_known'
  // What does not apply is no need.
  const [before, after] = [first === 'in_need', last === 'in_need']
  if (before) return after ? 'remains' : 'overcome'
  return after ? 'arose' : 'none_or_not_known'
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)

class Grid {
  private readonly at = new Map<string, number>()
  constructor(
    public rows: readonly string[],
    readonly cols: readonly string[],
  ) {}
  add(row: string, col: string): void {
    const key = `${row}|${col}`
    this.at.set(key, (this.at.get(key) ?? 0) + 1)
  }
  table(kind: FiguresTable['kind'], by: string, of?: string): Table {
    const counts = this.rows.map((row) => this.cols.map((col) => this.at.get(`${row}|${col}`) ?? 0))
    const rowTotals = counts.map(sum)
    const colTotals = this.cols.map((_, c) => sum(counts.map((line) => line[c]!)))
    const parts = kind === 'people' || kind === 'origin'
    return {
      kind,
      ...(of === undefined ? {} : { of }),
      by,
      rows: this.rows,
      cols: this.cols,
      counts,
      rowTotals,
      ...(parts ? { colTotals } : {}),
      total: parts ? sum(rowTotals) : (rowTotals[0] ?? 0),
    }
  }
}

const each = <T, V>(of: readonly T[], make: (one: T) => V): Map<T, V> => new Map(of.map((o) => [o, make(o)]))

/** Counts people as they come, a thousand at a time, and forgets them. */
export class Tally {
  private readonly people = each(Object.keys(variables) as Variable[], (by) => new Grid(variables[by], sexes))
  private readonly organizations = new Set<string>()
  private readonly byOrganization = new Grid([], sexes)
  private readonly needs = each(groupsAssessed, () => new Grid(dimensionsCounted, standings))
  private readonly origin = each(groupsAssessed, () =>
    each(dimensionsCounted, () => new Grid(originClasses, ['in_need', 'others'])),
  )
  private readonly indicators = each(
    groupsAssessed,
    () =>
      new Grid(
        indicatorsCounted.map(({ id }) => id),
        standings,
      ),
  )
  private readonly change = each(groupsAssessed, () => new Grid(dimensionsCounted, changes))

  add(people: readonly Counted[], assessed: readonly Assessed[]): void {
    const profiles = new Map(assessed.map((a) => [a.personId, a]))
    for (const person of people) {
      for (const [by, grid] of this.people) grid.add(person.by[by], person.sex)
      this.organizations.add(person.organizationId)
      this.byOrganization.add(person.organizationId, person.sex)
      const profile = profiles.get(person.personId)
      if (profile) this.addProfile(profile, person.by.origin_class)
    }
  }

  private addProfile({ ageGroup, first, last }: Assessed, origin: string): void {
    for (const [dimension, grid] of this.origin.get(ageGroup)!) {
      const standing = last.dimensions[dimension]!
      this.needs.get(ageGroup)!.add(dimension, standing)
      grid.add(origin, standing === 'in_need' ? 'in_need' : 'others')
    }
    const indicators = this.indicators.get(ageGroup)!
    for (const { id } of indicatorsCounted) indicators.add(id, last.indicators[id]!)
    if (first) this.addChange(this.change.get(ageGroup)!, first, last)
  }

  private addChange(grid: Grid, first: Profile, last: Profile): void {
    for (const dimension of dimensionsCounted)
      grid.add(dimension, changeOf(first.dimensions[dimension]!, last.dimensions[dimension]!))
  }

  /** In the order they are read. Groups of which nobody was assessed are left out. */
  tables(): Table[] {
    const people = [...this.people].map(([by, grid]) => grid.table('people', by))
    const assessed = groupsAssessed.flatMap((of) => [
      this.needs.get(of)!.table('needs', 'dimension', of),
      ...[...this.origin.get(of)!].map(([dimension, grid]) => grid.table('origin', dimension, of)),
      this.indicators.get(of)!.table('indicators', 'indicator', of),
      this.change.get(of)!.table('change', 'dimension', of),
    ])
    this.byOrganization.rows = [...this.organizations].sort()
    return [
      ...people,
      this.byOrganization.table('people', 'organization'),
      ...assessed.filter((table) => table.total > 0),
    ]
  }
}
