import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hardshipOf, pickAnswers } from '../../../../db/demo/answers.ts'
import { demoCensus, demoCensusPeople, demoFamilies, demoPeople } from '../../../../db/demo/census.ts'
import { demoCompanies, demoOrganizations, demoShelters } from '../../../../db/demo/organizations.ts'
import { type Field, sensitiveFields, sure } from './census-columns.ts'
import { childrenAlone, planCensus, shapeOf } from './census-plan.ts'
import { readRecords } from './census-text.ts'

const text = demoCensus()
const records = readRecords(text)
const shape = shapeOf(records)
const plan = planCensus(records, {
  shape,
  source: 'demo',
  latest: '2026-11-15',
  answers: {},
  grounded: new Set(Object.keys(sensitiveFields) as Field[]),
  hash: (words) => createHash('sha256').update(words).digest('hex'),
})

describe('the census of the demonstration', () => {
  test('2,767 people in 922 families, every one created, nobody held, nothing asked', () => {
    expect(plan.tally).toEqual({ read: demoPeople + 4, create: demoPeople, hold: 0, refuse: 0, ignore: 4 })
    expect(plan.households).toHaveLength(demoFamilies)
    expect(plan.households.every((family) => !family.headInferred && !family.severalHeads)).toBe(true)
    expect(childrenAlone(plan, '2026-11-15')).toEqual([])
    expect(plan.questions).toEqual([])
    expect(plan.withheld).toEqual([])
    expect(plan.totals).toMatchObject([{ says: demoPeople, people: demoPeople }])
  })
  test('every column is recognised for sure and every cell is read', () => {
    for (const column of shape.columns)
      expect([column.heading, column.use !== 'none' && column.confidence >= sure]).toEqual([
        column.heading,
        true,
      ])
    const unread = Object.keys(plan.reasons).filter((code) =>
      /unreadable|corrected|split|doubtful|sex_/u.test(code),
    )
    expect(unread).toEqual([])
  })
  test('says that it is synthetic, and is the same for the same seed', () => {
    expect(text.slice(0, 80)).toContain('DATOS SINTÉTICOS')
    expect(demoCensus()).toBe(text)
    expect(demoCensus({ seed: 7 })).not.toBe(text)
  })
  test('what is normal is in it', () => {
    const people = demoCensusPeople()
    expect(people.some((person) => person.surname === '')).toBe(true)
    expect(people.filter((person) => person.birthText === '').length).toBeGreaterThan(10)
    expect(people.filter((person) => /^\d{4}$/u.test(person.birthText)).length).toBeGreaterThan(10)
    const haitians = people.filter((person) => person.nationality === 'Haití').length
    expect(haitians / people.length).toBeGreaterThan(0.4)
  })
})

test('twelve shelters, eight companies, public offices; each key once', () => {
  expect(demoShelters).toHaveLength(12)
  expect(demoCompanies).toHaveLength(8)
  expect(new Set(demoOrganizations.map((organization) => organization.key)).size).toBe(
    demoOrganizations.length,
  )
  for (const { sector, governmentLevel, name } of demoOrganizations) {
    expect((sector === 'public') === (governmentLevel !== null), name).toBe(true)
    expect(name).toContain('(ejemplo)')
  }
  const capacity = demoShelters.reduce((sum, shelter) => sum + shelter.place.capacity!, 0)
  expect(capacity).toBeGreaterThanOrEqual(demoPeople)
})

test('answers are the same for the same person, and lacks only go', () => {
  const items = Array.from({ length: 40 }, (_, i) => ({
    id: `I${i}`,
    fields: [{ id: 'a', kind: 'choice' as const, options: ['si', 'no', 'no_sabe'] }],
  }))
  const picking = {
    seed: 1,
    family: 'F-0001',
    person: '1',
    lacks: (_: string, values: Readonly<Record<string, unknown>>) => values.a === 'si',
  }
  const first = pickAnswers(items, picking)
  expect(pickAnswers(items, picking)).toEqual(first)
  const later = pickAnswers(items, { ...picking, months: 6 })
  for (const { id } of items) if (later[id]!.a === 'si') expect(first[id]!.a).toBe('si')
  expect(hardshipOf(1, 'F-0001', '1', 6)).toBeLessThan(hardshipOf(1, 'F-0001', '1'))
})
