import { attack, audit, protectSystem } from '@integrate/disclosure'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Assessed, Standing } from '../../assessment/measures.ts'
import { dimensionsCounted, indicatorsCounted, profileOf, standings } from '../../assessment/measures.ts'
import { type Counted, type Variable, variables } from '../../registry/measures.ts'
import { nameOf } from './name.ts'
import { type Published, populations, type Shown, shownBefore, toPublish } from './protect.ts'
import { changeOf, type Table, Tally } from './tables.ts'

const nothing: Shown = new Map()

/** What the job does, in one thread and with the least effort. */
function publish(tables: readonly Table[], shown = nothing): Published[] {
  const asked = populations(tables, shown)
  return toPublish(
    tables,
    asked,
    asked.map(({ task }) => protectSystem(task, { effort: 0 })),
  )
}

const shares = [0.5, 0.25, 0.12, 0.06, 0.03, 0.02, 0.015, 0.005]
/** Unequal shares, as towns have them: the last values are rare. */
const pick = <T>(of: readonly T[], at: number): T => {
  let left = at
  for (const [i, share] of shares.entries()) {
    left -= share
    if (left < 0) return of[i % of.length]!
  }
  return of.at(-1)!
}

/** A town drawn by a seed: everybody registered, some assessed, some twice. */
function townOf(seed: number, size: number): { people: Counted[]; assessed: Assessed[] } {
  let state = seed * 2 + 1
  const draw = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  const people = Array.from(
    { length: size },
    (_, i): Counted => ({
      personId: String(i),
      sex: pick(['female', 'male', 'male', 'x', 'not_known'], draw()) as Counted['sex'],
      organizationId: pick(['a', 'b', 'c', 'd'], draw()),
      by: Object.fromEntries(
        Object.entries(variables).map(([by, values]) => [by, pick<string>(values, draw())]),
      ) as Record<Variable, string>,
    }),
  )
  const profile = () =>
    profileOf({
      status: Object.fromEntries(
        indicatorsCounted.flatMap(({ id }) => {
          const at = draw()
          return at < 0.1 ? [] : [[id, at < 0.2 ? '?' : at < 0.45 ? 1 : 0]]
        }),
      ),
    })
  const assessed = people
    .filter(() => draw() < 0.7)
    .map(
      ({ personId }): Assessed => ({
        personId,
        ageGroup: pick(['18+', '0-11', '12-17', 'not_known'], draw()) as Assessed['ageGroup'],
        last: profile(),
        ...(draw() < 0.3 ? { first: profile() } : {}),
      }),
    )
  return { people, assessed }
}

function tablesOf({ people, assessed }: ReturnType<typeof townOf>): Table[] {
  const tally = new Tally()
  for (let i = 0; i < people.length; i += 100) tally.add(people.slice(i, i + 100), assessed)
  return tally.tables()
}

const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0)

describe('counting', () => {
  it('counts everybody once in each table, and everybody assessed once in each dimension', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 150 }), (seed, size) => {
        const town = townOf(seed, size)
        for (const table of tablesOf(town)) {
          expect(table.counts.map(sum)).toEqual(table.rowTotals)
          if (table.kind === 'people') expect(table.total).toBe(size)
          if (table.kind === 'needs' || table.kind === 'origin' || table.kind === 'indicators')
            expect(table.total).toBe(town.assessed.filter((a) => a.ageGroup === table.of).length)
          if (table.kind === 'change')
            expect(table.total).toBe(town.assessed.filter((a) => a.ageGroup === table.of && a.first).length)
          if (table.colTotals) {
            expect(sum(table.rowTotals)).toBe(table.total)
            expect(sum(table.colTotals)).toBe(table.total)
          } else expect(new Set([...table.rowTotals, table.total]).size).toBe(1)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('finds a need of a dimension in any of its indicators, and leaves it open where one is not known', () => {
    const [{ id: one, dimension }] = indicatorsCounted as [{ id: string; dimension: string }]
    const two = indicatorsCounted.filter((i) => i.dimension === dimension)[1]!.id
    const at = (status: Record<string, 0 | 1 | '?'>) => profileOf({ status }).dimensions[dimension]
    expect([
      at({}),
      at({ [one]: 0 }),
      at({ [one]: 0, [two]: '?' }),
      at({ [one]: 1, [two]: '?' }),
      at({ [one]: 1, [two]: 0 }),
    ]).toEqual(['not_applicable', 'not_in_need', 'not_known', 'in_need', 'in_need'])
  })

  it('tells what became of a need', () => {
    const all = (first: Standing) => standings.map((last) => changeOf(first, last))
    const rest = 'none_or_not_known'
    // In need, not in need, not known, not applicable afterwards.
    expect(all('in_need')).toEqual(['remains', 'overcome', rest, 'overcome'])
    expect(all('not_in_need')).toEqual(['arose', rest, rest, rest])
    expect(all('not_applicable')).toEqual(['arose', rest, rest, rest])
    expect(all('not_known')).toEqual([rest, rest, rest, rest])
  })

  it('counts nothing special', () => {
    expect(dimensionsCounted).not.toContain('PR')
    expect(indicatorsCounted.map(({ id }) => id)).not.toContain('WO5')
    expect(indicatorsCounted.length).toBeGreaterThan(20)
  })
})

describe('publishing', () => {
  const small = (n: number | null) => n !== null && n > 0 && n < 10

  it('shows no count of fewer than ten, and nothing from which one follows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom(0, 8, 60, 250), (seed, size) => {
        const tables = tablesOf(townOf(seed, size))
        for (const table of publish(tables)) {
          const shown = [table.counts.flat(), table.rowTotals, table.colTotals ?? [], [table.total]].flat()
          expect(shown.filter(small)).toEqual([])
          if (shown.every((n) => n === null)) continue
          const exact = tables.find((t) => nameOf(t) === nameOf(table))!
          const attacks = table.colTotals
            ? [attack({ ...released(table) })]
            : table.rows.map((_, r) => attack(released(rowOf(table, r))))
          for (const { recoverable, intervals } of attacks) {
            expect(recoverable).toEqual([])
            for (const [key, [min, max]] of Object.entries(intervals)) {
              if (!small(valueAt(exact, key))) continue
              expect(max ?? Number.POSITIVE_INFINITY, `${nameOf(table)} ${key}`).toBeGreaterThanOrEqual(10)
              expect((max ?? Number.POSITIVE_INFINITY) - min).toBeGreaterThanOrEqual(10)
            }
          }
        }
      }),
      { numRuns: 6 },
    )
  })

  it('stands against somebody who reads all tables of one population together', () => {
    const tables = tablesOf(townOf(11, 200))
    const published = publish(tables)
    for (const kind of ['people', 'origin'] as const) {
      const own = tables.filter((t) => t.kind === kind && (t.of ?? '18+') === '18+')
      const found = audit(
        own.map((exact) => {
          const table = published.find((p) => nameOf(p) === nameOf(exact))!
          return {
            ...released(table),
            variables: kind === 'people' ? ([table.by, 'sex'] as const) : (['origin', table.by] as const),
            primary: [...exact.rows, 'Total'].flatMap((row) =>
              [...exact.cols, 'Total']
                .map((col) => `${row}|${col}`)
                .filter((key) => small(valueAt(exact, key))),
            ),
          }
        }),
        { link: 'same' },
      )
      expect(own.length).toBeGreaterThan(5)
      expect(found.recoverable).toEqual([])
      expect(found.releases.flatMap(({ weak }) => weak)).toEqual([])
    }
  })

  const released = (table: Published) => ({
    rows: table.rows,
    cols: table.cols,
    counts: table.counts,
    margins: {
      rows: table.rowTotals,
      cols: table.colTotals ?? table.counts[0]!,
      total: table.total,
    },
  })
  const rowOf = (table: Published, r: number): Published => ({
    ...table,
    rows: [table.rows[r]!],
    counts: [table.counts[r]!],
    rowTotals: [table.rowTotals[r]!],
  })
  const valueAt = (table: Table, key: string): number | null => {
    const [row, col] = key.split('|') as [string, string]
    const [r, c] = [table.rows.indexOf(row), table.cols.indexOf(col)]
    if (r >= 0) return c >= 0 ? table.counts[r]![c]! : table.rowTotals[r]!
    return c >= 0 ? (table.colTotals?.[c] ?? null) : table.total
  }

  it('hides a number that changed by one or two since it was last shown', () => {
    const town = townOf(7, 400)
    const before = publish(tablesOf(town))
    const grown = publish(
      tablesOf({ ...town, people: [...town.people, { ...town.people[0]!, personId: 'one more' }] }),
      shownBefore(before),
    )
    const last = shownBefore(before)
    const now = shownBefore(grown)
    const changed = [...now].filter(([key, count]) => last.has(key) && last.get(key) !== count)
    expect(before.find((t) => t.by === 'age')!.total).toBe(400)
    const twice = (tables: readonly Published[]) => tables.find((t) => t.kind === 'change' && t.of === '18+')!
    // Nobody more was assessed twice: what was said of them still is, small counts apart.
    expect(twice(before).total).toBe(tablesOf(town).find((t) => t.kind === 'change' && t.of === '18+')!.total)
    expect(twice(grown)).toEqual(twice(before))
    // The total was 400 and is 401: it is not said.
    expect(grown.find((t) => t.by === 'age')!.total).toBeNull()
    expect(changed.filter(([key, count]) => Math.abs(count - last.get(key)!) < 3)).toEqual([])
  })

  it('remembers the last showing of a number, over cut-offs that hid it', () => {
    const told = (total: number | null): Published[] => [
      {
        kind: 'people',
        by: 'age',
        rows: ['a'],
        cols: ['female'],
        counts: [[total]],
        rowTotals: [total],
        colTotals: [total],
        total,
      },
    ]
    expect(shownBefore([...told(50), ...told(null)]).get('people age=a sex=female')).toBe(50)
    expect(shownBefore([...told(50), ...told(60), ...told(null)]).get('people')).toBe(60)
  })

  it('shows nothing of a group of whom fewer than thirty were assessed', () => {
    const town = townOf(3, 300)
    const few = town.assessed.filter((a) => a.ageGroup === '12-17').slice(0, 29)
    const tables = tablesOf({
      ...town,
      assessed: [...town.assessed.filter((a) => a.ageGroup !== '12-17'), ...few],
    })
    const published = publish(tables).filter((t) => t.of === '12-17')
    expect(published.map(nameOf)).toContain('indicators:12-17:indicator')
    const shown = published.flatMap((t) => [
      t.total,
      ...t.counts.flat(),
      ...t.rowTotals,
      ...(t.colTotals ?? []),
    ])
    expect(shown.filter((n) => n !== null && n > 0)).toEqual([])
  })
})
