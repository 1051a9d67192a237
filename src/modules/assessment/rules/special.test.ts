import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { integrateIv02 as iv } from '../instruments/integrate-iv-0.2/index.ts'
import type { Situation } from './applicability.ts'
import { anyHidden, anyInput, anyOpen, anySituation, type Hidden, special, withHidden } from './arbitrary.ts'
import { ana, desk, protection } from './cast.ts'
import { changeBetween, scoredOf } from './change.ts'
import type { Input } from './facts.ts'
import { mayRecord, nextItem, nextQuestion, plan, progress } from './flow.ts'
import { householdResult, protectionResult, shareableResult, strengthsOf } from './needs.ts'
import { fullScore, shareableScore } from './score.ts'
import { joinAnswers, shareableItems, specialItems, splitAnswers, withoutSpecial } from './special.ts'

/** Everything anyone but protection staff can be shown, at once. */
function everythingShown(before: Input, now: Input, other: Input, situation: Situation) {
  const score = shareableScore(iv, now)
  const last = shareableScore(iv, before)
  const steps = plan(iv, now, situation)
  return {
    result: shareableResult(iv, now),
    score,
    household: householdResult(iv, [now, other]),
    otherMember: shareableResult(iv, other),
    change: changeBetween(iv, scoredOf(last, before.facts.on), scoredOf(score, now.facts.on)),
    steps,
    progress: progress(steps),
    next: nextQuestion(steps),
    after: iv.items.map((item) => nextItem(steps, item.id)),
    mayRecord: iv.items.map((item) => mayRecord(steps, item.id)),
    strengths: strengthsOf(iv, now),
    count: Object.keys(score.status).length,
  }
}

const outside = anySituation.filter((situation) => situation.asker !== 'protection_staff')

describe('special items cannot be recovered', () => {
  test('whatever differs in them alone, everything shown is identical', () => {
    fc.assert(
      fc.property(
        fc.tuple(anyOpen, anyOpen, anyOpen),
        fc.tuple(anyHidden, anyHidden, anyHidden),
        fc.tuple(anyHidden, anyHidden, anyHidden),
        outside,
        ([before, now, other], one, two, situation) => {
          const shown = (h: readonly [Hidden, Hidden, Hidden]) =>
            everythingShown(
              withHidden(before, h[0]),
              withHidden(now, h[1]),
              withHidden(other, h[2]),
              situation,
            )
          // As text, so that not even an order or an empty key tells.
          expect(JSON.stringify(shown(one))).toBe(JSON.stringify(shown(two)))
        },
      ),
      { numRuns: 200 },
    )
  })
  test('and the same as for somebody of whom nothing special was ever recorded', () => {
    fc.assert(
      fc.property(anyOpen, anyHidden, outside, (open, hidden, situation) => {
        const there = withHidden(open, hidden)
        expect(everythingShown(there, there, there, situation)).toEqual(
          everythingShown(open, open, open, situation),
        )
      }),
      { numRuns: 100 },
    )
  })
  test('the test would see it: the full score does differ', () => {
    const differ = fc.sample(fc.tuple(anyOpen, anyHidden, anyHidden), { numRuns: 50, seed: 7 })
    const moved = differ.filter(
      ([open, a, b]) =>
        JSON.stringify(fullScore(iv, withHidden(open, a))) !==
        JSON.stringify(fullScore(iv, withHidden(open, b))),
    )
    expect(moved.length).toBeGreaterThan(40)
  })
  test('no output names one', () => {
    const names = new Set(specialItems(iv))
    fc.assert(
      fc.property(anyInput, outside, (of, situation) => {
        const walk = (x: unknown): string[] =>
          typeof x === 'string'
            ? [x]
            : x !== null && typeof x === 'object'
              ? Object.entries(x).flatMap(([key, v]) => [key, ...walk(v)])
              : []
        const { mayRecord: _, ...shown } = everythingShown(of, of, of, situation)
        expect(walk(shown).filter((word) => names.has(word.split('.')[0]!))).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})

test('which they are', () => {
  expect(specialItems(iv)).toEqual('ST1 ST2 HE2 HE3 HE4 F-EMB HE6 WO5 PR1 PR2 PR3 PR4'.split(' '))
  expect(shareableItems(iv).length + special.length).toBe(iv.items.length)
})

describe('they are taken out at the door, not hidden later', () => {
  test('answers, facts on file and what is recorded of others', () => {
    fc.assert(
      fc.property(anyOpen, anyHidden, (open, hidden) => {
        expect(withoutSpecial(iv, withHidden(open, hidden))).toEqual(open)
      }),
    )
  })
})

test('answers are stored in two piles that lose nothing', () => {
  const piles = splitAnswers(iv, ana.answers)
  expect(Object.keys(piles.special).every((item) => specialItems(iv).includes(item))).toBe(true)
  expect(Object.keys(piles.shareable).some((item) => specialItems(iv).includes(item))).toBe(false)
  expect(joinAnswers(piles.shareable, piles.special)).toEqual(ana.answers)
})

describe('only protection staff', () => {
  test('a worker cannot record one, nor learn whether it applies', () => {
    for (const item of specialItems(iv)) expect(mayRecord(plan(iv, ana, desk), item)).toBe(false)
    const trained: Situation = { ...protection, asker: 'trained_worker' }
    for (const item of specialItems(iv)) expect(mayRecord(plan(iv, ana, trained), item)).toBe(false)
  })
  test('protection staff are asked for them', () => {
    expect(mayRecord(plan(iv, ana, protection), 'PR1')).toBe(true)
    expect(mayRecord(plan(iv, ana, { ...protection, setting: 'desk' }), 'PR1')).toBe(true) // a correction
  })
  test('see them in the full result, which stands alone', () => {
    const result = protectionResult(iv, ana)
    expect(result.needs.map((need) => need.indicator)).toContain('ST2')
    expect(JSON.stringify(result)).not.toContain('"shareable"')
    expect(shareableResult(iv, ana).needs.map((need) => need.indicator)).not.toContain('ST2')
  })
})
