// Larger cases of the other files, which take seconds: mutation runs leave this one out.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { protect, protectLinked } from '../src/index.ts'
import { labels, maskOf, mixed, runs, smallCells, tableOf } from './arbitrary.ts'
import grouped from './grouped.json'
import { isSafe, rationalBounds } from './oracle.ts'

const sum = (list: readonly number[]) => list.reduce((s, v) => s + v, 0)

describe('grouped tables', () => {
  it('never hides a cell whose value follows, in a large grouped table either', () => {
    const rows = grouped.counts.map((_, i) => `r${i}`)
    const states = Array.from({ length: 6 }, (_, g) => [`state ${g}`, rows.slice(5 * g, 5 * g + 5)])
    const table = {
      rows,
      cols: grouped.counts[0]!.map((_, j) => `c${j}`),
      counts: grouped.counts,
      hierarchy: { rows: Object.fromEntries(states) as Record<string, string[]> },
    }
    const answer = protect(table)
    expect(answer.protected).toBe(true)
    expect(answer.secondary.length).toBeGreaterThan(30)
    for (const key of answer.secondary) {
      const [min, max] = answer.intervals[key]!
      expect(max! - min, key).toBeGreaterThanOrEqual(1)
    }
  })

  it('leave every small count and subtotal uncertain, by rational linear programming', () => {
    const square = fc.array(fc.array(mixed, { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 })
    const groups = (letter: string) =>
      fc.constantFrom<Record<string, string[]>>(
        {},
        { [`${letter}A`]: [`${letter}0`, `${letter}1`] },
        { [`${letter}A`]: [`${letter}0`, `${letter}1`], [`${letter}B`]: [`${letter}2`, `${letter}3`] },
        {
          [`${letter}A`]: [`${letter}0`, `${letter}1`],
          [`${letter}C`]: [`${letter}A`, `${letter}2`],
        },
      )
    fc.assert(
      fc.property(square, groups('r'), groups('c'), (counts, rows, cols) => {
        const answer = protect({ ...tableOf(counts), hierarchy: { rows, cols } }, { effort: 0.1 })
        if (!answer.protected) return
        // What a reader sees: every number by its key, and which leaves lie under it.
        const under = (name: string, groups: Record<string, string[]>, leaves: string[]): string[] =>
          name === 'Total'
            ? leaves
            : (groups[name]?.flatMap((child) => under(child, groups, leaves)) ?? [name])
        const [rowLeaves, colLeaves] = [labels('r', 4), labels('c', 4)]
        const seen = (row: string, col: string): number | null => {
          const [r, c] = [rowLeaves.indexOf(row), colLeaves.indexOf(col)]
          if (r >= 0 && c >= 0) return answer.published[r]![c]!
          if (row === 'Total' && col === 'Total') return answer.margins!.total
          if (row === 'Total' && c >= 0) return answer.margins!.cols[c]!
          if (col === 'Total' && r >= 0) return answer.margins!.rows[r]!
          return answer.subtotals![`${row}|${col}`]!
        }
        const a: number[][] = []
        const b: number[] = []
        const hidden = [...answer.primary, ...answer.secondary]
        const truth = new Map<string, number>()
        for (const row of [...rowLeaves, ...Object.keys(rows), 'Total'])
          for (const col of [...colLeaves, ...Object.keys(cols), 'Total']) {
            const [inRows, inCols] = [under(row, rows, rowLeaves), under(col, cols, colLeaves)]
            const leaves = counts.flatMap((line, r) =>
              line.map((_, c) => (inRows.includes(`r${r}`) && inCols.includes(`c${c}`) ? 1 : 0)),
            )
            const count = leaves.reduce<number>((s, is, i) => s + is * counts[Math.floor(i / 4)]![i % 4]!, 0)
            const key = `${row}|${col}`
            truth.set(key, count)
            const shown = seen(row, col)
            expect(shown).toBe(hidden.includes(key) ? null : count)
            // Small counts and small subtotals are hidden, margins never.
            if (count >= 1 && count < 10 && row !== 'Total' && col !== 'Total')
              expect(answer.primary).toContain(key)
            a.push([...leaves, ...hidden.map((other) => (shown === null && other === key ? -1 : 0))])
            b.push(shown ?? 0)
          }
        const bounds = rationalBounds(a, b)!.slice(16)
        hidden.forEach((key, k) => {
          const [min, max] = bounds[k]!
          expect(answer.intervals[key]![0], key).toBeCloseTo(min, 5)
          expect(answer.intervals[key]![1], key).toBeCloseTo(max, 5)
          expect(min).toBeLessThanOrEqual(truth.get(key)!)
          expect(max).toBeGreaterThanOrEqual(truth.get(key)!)
          expect(max - min).toBeGreaterThan(answer.primary.includes(key) ? 10 - 1e-9 : 0)
          if (answer.primary.includes(key)) expect(max).toBeGreaterThan(10 - 1e-9)
        })
      }),
      { numRuns: runs(25) },
    )
  })
})

describe('linked tables', () => {
  it('leave every small count uncertain to whoever reads all of them, by rational linear programming', () => {
    const line = fc.tuple(mixed, mixed)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(line, line), { minLength: 2, maxLength: 3 }),
        fc.constantFrom('published', 'where-safe'),
        fc.boolean(),
        (cube, marginsPolicy, three) => {
          const sizes = { a: cube.length, b: 2, c: 2 }
          const at = (places: Partial<Record<'a' | 'b' | 'c', number>>) =>
            cube.flatMap((plane, i) =>
              plane.flatMap((row, j) =>
                row.map((_, k) =>
                  (places.a ?? i) === i && (places.b ?? j) === j && (places.c ?? k) === k ? 1 : 0,
                ),
              ),
            )
          const people = cube.flat(2)
          const count = (cells: readonly number[]) => sum(cells.map((is, i) => is * people[i]!))
          const pairs = [
            ['a', 'b'],
            ['c', 'a'],
            ['b', 'c'],
          ].slice(0, three ? 3 : 2) as ['a', 'b'][]
          const requests = pairs.map(([x, y]) => ({
            rows: labels(x, sizes[x]),
            cols: labels(y, sizes[y]),
            counts: labels(x, sizes[x]).map((_, r) =>
              labels(y, sizes[y]).map((_, c) => count(at({ [x]: r, [y]: c }))),
            ),
            variables: [x, y] as const,
            marginsPolicy: marginsPolicy as 'published' | 'where-safe',
          }))
          const answers = protectLinked(requests, { effort: 0.05 })
          if (answers.some((answer) => !answer.protected)) {
            // One that cannot be protected withholds all.
            expect(answers.flatMap((answer) => answer.published.flat()).every((v) => v === null)).toBe(true)
            return
          }
          // Whoever reads them knows the sums that are shown, of the cells behind all the tables.
          const a: number[][] = []
          const b: number[] = []
          const hidden: { t: number; key: string; cells: number[] }[] = []
          answers.forEach(({ rows, cols, published, margins }, t) => {
            const [x, y] = pairs[t]!
            const read = (r: number, c: number, shown: number | null, key: string) => {
              const cells = at({ ...(r >= 0 ? { [x]: r } : {}), ...(c >= 0 ? { [y]: c } : {}) })
              if (shown === null) hidden.push({ t, key, cells })
              else {
                expect(shown).toBe(count(cells))
                a.push(cells)
                b.push(shown)
              }
            }
            rows.forEach((row, r) => {
              cols.forEach((col, c) => {
                read(r, c, published[r]![c]!, `${row}|${col}`)
              })
              read(r, -1, margins!.rows[r]!, `${row}|Total`)
            })
            cols.forEach((col, c) => {
              read(-1, c, margins!.cols[c]!, `Total|${col}`)
            })
            read(-1, -1, margins!.total, 'Total|Total')
          })
          const known = a.length
          for (const { cells } of hidden) {
            a.push(cells)
            b.push(0)
          }
          const width = people.length
          const bounds = rationalBounds(
            a.map((row, e) => [...row, ...hidden.map((_, h) => (e === known + h ? -1 : 0))]),
            b,
          )!.slice(width)
          hidden.forEach(({ t, key }, h) => {
            const [min, max] = bounds[h]!
            const [low, high] = answers[t]!.intervals[key]!
            expect(low, key).toBeCloseTo(min, 5)
            if (high === null) expect(max).toBe(Number.POSITIVE_INFINITY)
            else expect(high, key).toBeCloseTo(max, 5)
            if (!answers[t]!.primary.includes(key)) return
            expect(max).toBeGreaterThan(10 - 1e-9)
            expect(max - min).toBeGreaterThan(10 - 1e-9)
          })
        },
      ),
      { numRuns: runs(25) },
    )
  })
})

describe('large tables', () => {
  it('are protected in one go, by another attacker', () => {
    let state = 7
    const random = () => {
      state = (state * 1103515245 + 12345) % 2147483648
      return state / 2147483648
    }
    const counts = Array.from({ length: 60 }, () =>
      Array.from({ length: 12 }, () =>
        random() < 0.04 ? 1 + Math.floor(9 * random()) : 10 + Math.floor(150 * random() ** 2),
      ),
    )
    const answer = protect(tableOf(counts), { effort: 0.3 })
    expect(answer.protected).toBe(true)
    expect(isSafe(counts, maskOf(answer.published), smallCells(counts), 10, 10, true)).toBe(true)
    expect(answer.cost).toBeLessThan(1.25 * answer.lowerBound)
  })
})
