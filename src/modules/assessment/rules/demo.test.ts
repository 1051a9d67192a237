import { describe, expect, it } from 'vitest'
import { type DemoPerson, demoFlags, demoInterviews } from '../../../../db/demo/interviews.ts'

// Who of the demonstration is interviewed: the same people everywhere, and never before they came or after today.

const now = new Date('2026-11-21T18:00:00Z')
const people: DemoPerson[] = Array.from({ length: 900 }, (_, i) => ({
  personId: `person ${i}`,
  key: `Persona de prueba ${i}`,
  familyId: `family ${Math.floor(i / 3)}`,
  familyKey: `Familia de prueba ${Math.floor(i / 3)}`,
  registeredOn: new Date(Date.UTC(2026, 2, 1 + Math.floor(i / 3.5))).toISOString().slice(0, 10),
  years: (i * 7) % 70,
  language: i % 2 ? 'hat' : 'spa',
  nationality: i % 2 ? 'HTI' : 'HND',
  inShelter: true,
}))
const told = demoInterviews(people, now)

describe('the demonstration’s interviews', () => {
  it('are the same for the same people, in whatever order they come and whatever their ids are', () => {
    const others = people.map((p) => ({ ...p, personId: `other ${p.personId}` })).reverse()
    const keys = (of: typeof told) =>
      [...of.first, ...of.again].flat().map((i) => [i.person.key, i.at.toISOString(), i.ending, i.setting])
    expect(keys(demoInterviews(others, now))).toEqual(keys(told))
  })

  it('are held after registration and in the past, the second months after the first', () => {
    const first = new Map(told.first.flat().map((i) => [i.person.key, i]))
    for (const one of [...told.first, ...told.again].flat()) {
      expect(one.at.getTime()).toBeGreaterThan(Date.parse(one.person.registeredOn))
      expect(one.at.getTime()).toBeLessThan(now.getTime())
    }
    expect(told.again.flat().length).toBeGreaterThan(20)
    for (const one of told.again.flat()) {
      const before = first.get(one.person.key)!
      expect(before.ending).not.toBe('under_way')
      expect(one.at.getTime() - before.at.getTime()).toBeGreaterThan(55 * 86_400_000)
    }
  })

  it('end in every way there is, and ask children through who looks after them', () => {
    const all = told.first.flat()
    expect(new Set(all.map((i) => i.ending))).toEqual(
      new Set(['under_way', 'to_confirm', 'confirmed', 'overridden', 'contested', 'answered']),
    )
    expect(all.every((i) => (i.respondent === 'representative') === i.person.years! < 12)).toBe(true)
  })

  it('have few flags: open, overdue, taken on in time and late', () => {
    expect(demoFlags.length).toBeLessThan(all().length / 20)
    expect(demoFlags.filter((f) => !f.taken).length).toBeGreaterThan(1)
    expect(demoFlags.filter((f) => f.taken).length).toBeGreaterThan(2)
    for (const { note, taken } of demoFlags)
      expect(`${note} ${taken?.words ?? '(ejemplo)'}`).toMatch(/ejemplo.*ejemplo/)
  })
})

const all = () => told.first.flat()
