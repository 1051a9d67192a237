import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Clusters, cluster } from '../src/index.ts'
import { runs } from './cast.ts'

const id: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const pair = fc
  .record({ a: id, b: id, probability: fc.double({ min: 0, max: 1, noNaN: true }) })
  .filter((p) => p.a !== p.b)

describe('clusters', () => {
  it('never hold two records that must not be one', () => {
    fc.assert(
      fc.property(
        fc.array(pair, { maxLength: 30 }),
        fc.array(
          fc.tuple(id, id).filter(([a, b]) => a !== b),
          { maxLength: 4 },
        ),
        fc.array(fc.uniqueArray(id, { maxLength: 4 }), { maxLength: 2 }),
        (pairs, notSame, rosters) => {
          const clusters = cluster(pairs, 0.5, { notSame, rosters })
          const groups = clusters.groups()
          for (const group of groups) {
            for (const [a, b] of notSame) expect(group.includes(a) && group.includes(b)).toBe(false)
            for (const roster of rosters)
              expect(group.filter((member) => roster.includes(member)).length).toBeLessThan(2)
          }
          expect(new Set(groups.flat()).size).toBe(groups.flat().length)
          for (const member of groups.flat())
            expect(pairs.some((p) => p.probability >= 0.5 && (p.a === member || p.b === member))).toBe(true)
        },
      ),
      { numRuns: runs(500) },
    )
  })

  it('joins a chain and answers who stands for it', () => {
    const clusters = cluster(
      [
        { a: 'b', b: 'c', probability: 0.8 },
        { a: 'a', b: 'b', probability: 0.95 },
        { a: 'x', b: 'y', probability: 0.4 },
        { a: 'q', b: 'p', probability: 0.5 },
      ],
      0.5,
    )
    expect(clusters.groups()).toEqual([
      ['a', 'b', 'c'],
      ['p', 'q'],
    ])
    expect(clusters.find('a')).toBe(clusters.find('c'))
    expect(clusters.find('x')).toBe('x')
    expect(clusters.join('a', 'c', 0.01)).toBe(true)
    expect(clusters.refused).toEqual([])
  })

  it('keeps the more probable of two links that a decision keeps apart', () => {
    const clusters = cluster(
      [
        { a: 'a', b: 'b', probability: 0.7 },
        { a: 'b', b: 'c', probability: 0.9 },
      ],
      0.5,
      { notSame: [['c', 'a']] },
    )
    expect(clusters.groups()).toEqual([['b', 'c']])
    expect(clusters.refused).toEqual([{ a: 'a', b: 'b', probability: 0.7, reason: 'not the same person' }])
  })

  it('keeps the members of one roster apart, through others too', () => {
    const clusters = cluster(
      [
        { a: 'twin1', b: 'copy', probability: 0.9 },
        { a: 'copy', b: 'twin2', probability: 0.8 },
      ],
      0.5,
      {
        rosters: [
          ['mother', 'twin1', 'twin2'],
          ['twin2', 'cousin'],
        ],
      },
    )
    expect(clusters.groups()).toEqual([['copy', 'twin1']])
    expect(clusters.refused[0]!.reason).toBe('members of one household')
  })

  it('does not chain what disagrees on the whole', () => {
    const judge = (a: string, b: string): number => (a + b === 'ac' || a + b === 'ca' ? 1e-6 : 0.5)
    const pairs = [
      { a: 'a', b: 'b', probability: 0.95 },
      { a: 'b', b: 'c', probability: 0.7 },
    ]
    expect(cluster(pairs, 0.5, { judge }).groups()).toEqual([['a', 'b']])
    expect(cluster(pairs, 0.5, { judge }).refused[0]!.reason).toBe('the rest disagrees')
    expect(cluster(pairs, 0.5).groups()).toEqual([['a', 'b', 'c']])
  })

  it('grows pair by pair', () => {
    const clusters = new Clusters({ notSame: [['a', 'd']] })
    expect(clusters.join('a', 'b', 0.9)).toBe(true)
    expect(clusters.join('c', 'd', 0.9)).toBe(true)
    expect(clusters.join('b', 'c', 0.9)).toBe(false)
    expect(clusters.join('b', 'e', 0.9)).toBe(true)
    expect(clusters.groups()).toEqual([
      ['a', 'b', 'e'],
      ['c', 'd'],
    ])
  })

  it('lets the larger group stand for both, and lists groups by their first member', () => {
    const clusters = new Clusters()
    clusters.join('x', 'y', 0.9)
    clusters.join('b', 'c', 0.9)
    clusters.join('d', 'b', 0.9)
    expect(clusters.find('d')).toBe('b')
    clusters.join('a', 'x', 0.9)
    clusters.join('e', 'f', 0.9)
    clusters.join('f', 'b', 0.8)
    expect(clusters.find('e')).toBe('b')
    expect(clusters.groups()).toEqual([
      ['a', 'x', 'y'],
      ['b', 'c', 'd', 'e', 'f'],
    ])
  })

  it('takes pairs of one probability in the order of their ids', () => {
    const pairs = [
      { a: 'b', b: 'c', probability: 0.7 },
      { a: 'a', b: 'b', probability: 0.7 },
    ]
    expect(cluster(pairs, 0.5, { notSame: [['a', 'c']] }).groups()).toEqual([['a', 'b']])
    expect(cluster(pairs.reverse(), 0.5, { notSame: [['a', 'c']] }).groups()).toEqual([['a', 'b']])
  })

  it('minds every decision and every roster on a record, and no other', () => {
    const notSame: [string, string][] = [
      ['a', 'b'],
      ['a', 'c'],
    ]
    const clusters = new Clusters({ notSame, rosters: [['p', 'q'], ['q', 'r'], ['s', 't'], []] })
    expect(clusters.join('a', 'b', 0.9)).toBe(false)
    expect(clusters.join('c', 'a', 0.9)).toBe(false)
    expect(clusters.join('a', 'd', 0.9)).toBe(true)
    expect(clusters.join('d', 'c', 0.9)).toBe(false)
    expect(clusters.join('p', 'r', 0.9)).toBe(true)
    expect(clusters.join('q', 'p', 0.9)).toBe(false)
    expect(clusters.join('q', 's', 0.9)).toBe(true)
    expect(clusters.join('t', 'p', 0.9)).toBe(true)
    expect(clusters.refused.map((pair) => pair.reason)).toEqual([
      'not the same person',
      'not the same person',
      'not the same person',
      'members of one household',
    ])
  })

  it('weighs the pairs across, known or judged, each within bounds', () => {
    // Known: one strong yes against one certain no; the bounds make it a draw, a second no decides.
    const build = (extra: number): boolean => {
      const clusters = new Clusters()
      clusters.join('a', 'b', 0.99999999)
      clusters.join('c', 'd', 0.99999999)
      const judged = new Clusters({ judge: (x, y) => (x + y === 'ad' ? 0 : extra) })
      judged.join('a', 'b', 0.9)
      judged.join('c', 'd', 0.9)
      return judged.join('a', 'c', 1)
    }
    expect(build(0.5)).toBe(true)
    expect(build(0.4)).toBe(false)
    expect(build(0.6)).toBe(true)
    const remembered = new Clusters()
    remembered.join('a', 'b', 0.9)
    const apart = new Clusters({ notSame: [['a', 'c']] })
    apart.join('a', 'c', 0.01)
    apart.join('a', 'b', 0.9)
    expect(apart.join('b', 'c', 0.9)).toBe(false)
    expect(remembered.join('c', 'b', 0.9)).toBe(true)
  })

  it('looks at some dozens of pairs, however large the groups', () => {
    let calls = 0
    const clusters = new Clusters({
      judge: () => {
        calls++
        return 0.9
      },
    })
    for (let k = 1; k < 40; k++) {
      clusters.join('a0', `a${k}`, 0.9)
      clusters.join('b0', `b${k}`, 0.9)
    }
    calls = 0
    expect(clusters.join('a0', 'b0', 0.9)).toBe(true)
    expect(calls).toBe(47)
    expect(clusters.groups()[0]!.length).toBe(80)
  })
})
