import { describe, expect, it } from 'vitest'
import { InputError, type Instance, parseInstance } from '../src/instance.ts'
import { good } from './good.ts'

/** The message for the good instance with one thing changed. */
function wrong(change: (instance: Record<string, unknown> & ReturnType<typeof good>) => void): string {
  const instance = good() as Record<string, unknown> & ReturnType<typeof good>
  change(instance)
  try {
    parseInstance(instance)
  } catch (error) {
    if (error instanceof InputError) {
      expect(error.name).toBe('InputError')
      expect(error.message.startsWith(`${error.place}: `)).toBe(true)
      expect(error.message).not.toContain('\n')
      return error.message
    }
    throw error
  }
  return 'accepted'
}

const anything = (value: unknown): never => value as never

describe('wrong input names its place', () => {
  it.each<[string, Parameters<typeof wrong>[0]]>([
    ['dimensions: a list expected, found nothing', (i) => Reflect.deleteProperty(i, 'dimensions')],
    ['dimensions: at least one expected', (i) => (i.dimensions = [])],
    ['dimensions[1]: "beds" is already the name of dimensions[0]', (i) => (i.dimensions[1] = 'beds')],
    ['dimensions[0]: a name expected, found ""', (i) => (i.dimensions[0] = '')],
    ['dimensions[0]: a name expected, found 7', (i) => (i.dimensions[0] = anything(7))],
    ['families: a list expected, found {}', (i) => (i.families = anything({}))],
    ['families[1]: an object expected, found null', (i) => (i.families[1] = anything(null))],
    ['families[1]: an object expected, found []', (i) => (i.families[1] = anything([]))],
    ['families[0].id: a name expected, found nothing', (i) => Reflect.deleteProperty(i.families[0]!, 'id')],
    ['families[1].id: "a" is already the name of families[0]', (i) => (i.families[1]!.id = 'a')],
    ['families[1].size: 1 or more expected, found 0', (i) => (i.families[1]!.size = 0)],
    ['families[1].size: a whole number expected, found 1.5', (i) => (i.families[1]!.size = 1.5)],
    ['families[1].size: a finite number expected, found "2"', (i) => (i.families[1]!.size = anything('2'))],
    ['families[0].demand: 2 numbers expected (beds, cots), found 1', (i) => i.families[0]!.demand.pop()],
    ['families[0].demand: 2 numbers expected (beds, cots), found 3', (i) => i.families[0]!.demand.push(1)],
    ['families[0].demand[1]: 0 or more expected, found -1', (i) => (i.families[0]!.demand[1] = -1)],
    [
      'families[0].demand[1]: a finite number expected, found NaN',
      (i) => (i.families[0]!.demand[1] = Number.NaN),
    ],
    [
      'families[0].beds: unknown field (known: id, size, demand)',
      (i) => Object.assign(i.families[0]!, { beds: 1 }),
    ],
    ['shelters: a list expected, found 3', (i) => (i.shelters = anything(3))],
    [
      'shelters[0].capacity: a list expected, found nothing',
      (i) => Reflect.deleteProperty(i.shelters[0]!, 'capacity'),
    ],
    ['shelters[0].capacity[0]: 0 or more expected, found -4', (i) => (i.shelters[0]!.capacity[0] = -4)],
    [
      'shelters[0].capacity[0]: a finite number expected, found Infinity',
      (i) => (i.shelters[0]!.capacity[0] = Number.POSITIVE_INFINITY),
    ],
    ['shelters[0].capacity[0]: too large (2000000000000)', (i) => (i.shelters[0]!.capacity[0] = 2e12)],
    [
      'shelters[0].maxOverflow: 2 numbers expected (beds, cots), found 0',
      (i) => (i.shelters[0]!.maxOverflow = []),
    ],
    ['pairs: a list expected, found nothing', (i) => Reflect.deleteProperty(i, 'pairs')],
    ['pairs[1]: a list expected, found {}', (i) => (i.pairs[1] = anything({}))],
    ['pairs[1]: [family, shelter, utility] expected, found [1,0]', (i) => (i.pairs[1] = anything([1, 0]))],
    ['pairs[1][0]: index 2 out of range, 0 to 1 exist', (i) => (i.pairs[1] = [2, 0, 1])],
    ['pairs[1][0]: index -1 out of range, 0 to 1 exist', (i) => (i.pairs[1] = [-1, 0, 1])],
    ['pairs[1][0]: a whole number expected, found 0.5', (i) => (i.pairs[1] = [0.5, 0, 1])],
    ['pairs[1][1]: index 1 out of range, 0 to 0 exist', (i) => (i.pairs[1] = [1, 1, 1])],
    ['pairs[1][2]: a finite number expected, found NaN', (i) => (i.pairs[1] = [1, 0, Number.NaN])],
    ['pairs[1][2]: a finite number expected, found null', (i) => (i.pairs[1] = [1, 0, anything(null)])],
    ['pairs[2]: family 0 and shelter 0 are already pairs[0]', (i) => i.pairs.push([0, 0, 4])],
    ['tiers: a list expected, found 1', (i) => (i.tiers = anything(1))],
    ['tiers: one per family expected (2), found 1', (i) => (i.tiers = [0])],
    ['tiers[1]: 0 or more expected, found -1', (i) => (i.tiers = [0, -1])],
    ['overflow: 2 prices expected (beds, cots), found 1', (i) => (i.overflow = [3])],
    ['overflow[1]: 0 or more expected, found -3', (i) => (i.overflow = [null, -3])],
    ['communities: a list expected, found {}', (i) => (i.communities = anything({}))],
    [
      'communities[0].bonus: 0 or more expected, found -1',
      (i) => (i.communities = [{ families: [0], bonus: -1 }]),
    ],
    [
      'communities[0].families[1]: index 2 out of range, 0 to 1 exist',
      (i) => (i.communities = [{ families: [0, 2], bonus: 1 }]),
    ],
    [
      'communities[1].families[0]: family 0 is already in communities[0]',
      (i) =>
        (i.communities = [
          { families: [0, 1], bonus: 1 },
          { families: [0], bonus: 1 },
        ]),
    ],
    ['instance.wishes: unknown field', (i) => (i.wishes = [])],
  ])('%s', (message, change) => {
    expect(wrong(change)).toContain(message)
  })

  it('refuses what is no instance at all', () => {
    for (const value of [null, 3, 'x', [], undefined])
      expect(() => parseInstance(value)).toThrow('instance: an object expected')
    expect(() => parseInstance({})).toThrow('dimensions: a list expected, found nothing')
    expect(() => parseInstance({ ...good(), families: `${'x'.repeat(99)}` })).toThrow(
      /^families: a list expected, found "x{39}…$/,
    )
  })

  it('accepts what is good, and gives a copy of all of it', () => {
    const full: Instance = {
      ...good(),
      shelters: [{ id: 's', capacity: [4, 1], maxOverflow: [1, 0] }],
      tiers: [1, 0],
      overflow: [2.5, null],
      communities: [{ families: [0, 1], bonus: 2 }],
    }
    const parsed = parseInstance(full)
    expect(parsed).toEqual(full)
    expect(parsed.families).not.toBe(full.families)
  })
})
