/** A family and what it takes of each dimension; it is placed whole or not at all. */
export interface Family {
  id: string
  /** People in it, 1 or more. */
  size: number
  /** Units of each dimension, in the order of `dimensions`. */
  demand: number[]
}

export interface Shelter {
  id: string
  /** Units of each dimension, in the order of `dimensions`. */
  capacity: number[]
  /** How far over-occupancy may go, in units of each dimension; without it, as far as its price makes it worth. */
  maxOverflow?: number[]
}

/** Families that wish to stay together: each member that shares a shelter with another adds the bonus, but the first. */
export interface Community {
  families: number[]
  bonus: number
}

/**
 * Who may go where, and how well. Indices count from 0 in the order of the lists.
 * Only listed pairs are eligible: hard rules are said by leaving a pair out.
 */
export interface Instance {
  dimensions: string[]
  families: Family[]
  shelters: Shelter[]
  /** `[family, shelter, utility]`; a family left unplaced counts 0. */
  pairs: [family: number, shelter: number, utility: number][]
  /** Protection tier of each family; 0 is served first, whatever it costs the others. */
  tiers?: number[]
  /** Price of a unit above capacity, by dimension; null keeps that dimension hard. Without it all are. */
  overflow?: (number | null)[]
  communities?: Community[]
}

/** Wrong input: `place` says where (`families[3].demand`), the message says what, in one line. */
export class InputError extends Error {
  readonly place: string
  constructor(place: string, problem: string) {
    super(`${place}: ${problem}`)
    this.name = 'InputError'
    this.place = place
  }
}

type Fields = Record<string, unknown>

function show(value: unknown): string {
  if (typeof value === 'number') return String(value)
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value) ?? typeof value
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

function object(value: unknown, place: string, known: string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError(place, `an object expected, found ${show(value)}`)
  for (const key of Object.keys(value))
    if (!known.includes(key))
      throw new InputError(`${place}.${key}`, `unknown field (known: ${known.join(', ')})`)
  return value as Fields
}

function list(value: unknown, place: string): unknown[] {
  if (!Array.isArray(value)) throw new InputError(place, `a list expected, found ${show(value)}`)
  return value
}

function number(value: unknown, place: string, least = Number.NEGATIVE_INFINITY): number {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new InputError(place, `a finite number expected, found ${show(value)}`)
  if (value < least) throw new InputError(place, `${least} or more expected, found ${value}`)
  if (Math.abs(value) > 1e12) throw new InputError(place, `too large (${value})`)
  return value
}

function whole(value: unknown, place: string, least: number, below = Number.POSITIVE_INFINITY): number {
  const n = number(value, place)
  if (!Number.isInteger(n)) throw new InputError(place, `a whole number expected, found ${n}`)
  if (n < least || n >= below)
    throw new InputError(
      place,
      below === Number.POSITIVE_INFINITY
        ? `${least} or more expected, found ${n}`
        : `index ${n} out of range, 0 to ${below - 1} exist`,
    )
  return n
}

function amounts(value: unknown, place: string, dimensions: string[]): number[] {
  const items = list(value, place)
  if (items.length !== dimensions.length)
    throw new InputError(
      place,
      `${dimensions.length} numbers expected (${dimensions.join(', ')}), found ${items.length}`,
    )
  return items.map((item, d) => number(item, `${place}[${d}]`, 0))
}

function identifier(value: unknown, place: string, seen: Map<string, string>): string {
  if (typeof value !== 'string' || value === '')
    throw new InputError(place, `a name expected, found ${show(value)}`)
  const before = seen.get(value)
  if (before !== undefined) throw new InputError(place, `${show(value)} is already the name of ${before}`)
  seen.set(value, place.replace(/\.id$/, ''))
  return value
}

/**
 * Reads an instance from anything (`JSON.parse`) and answers a copy that holds all it promises.
 *
 * @throws InputError naming the first place that is wrong
 */
export function parseInstance(value: unknown): Instance {
  const root = object(value, 'instance', [
    'dimensions',
    'families',
    'shelters',
    'pairs',
    'tiers',
    'overflow',
    'communities',
  ])
  const names = new Map<string, string>()
  const dimensions = list(root.dimensions, 'dimensions').map((d, i) =>
    identifier(d, `dimensions[${i}]`, names),
  )
  if (dimensions.length === 0) throw new InputError('dimensions', 'at least one expected')
  const familyIds = new Map<string, string>()
  const families = list(root.families, 'families').map((item, i): Family => {
    const place = `families[${i}]`
    const f = object(item, place, ['id', 'size', 'demand'])
    return {
      id: identifier(f.id, `${place}.id`, familyIds),
      size: whole(f.size, `${place}.size`, 1),
      demand: amounts(f.demand, `${place}.demand`, dimensions),
    }
  })
  const shelterIds = new Map<string, string>()
  const shelters = list(root.shelters, 'shelters').map((item, k): Shelter => {
    const place = `shelters[${k}]`
    const s = object(item, place, ['id', 'capacity', 'maxOverflow'])
    return {
      id: identifier(s.id, `${place}.id`, shelterIds),
      capacity: amounts(s.capacity, `${place}.capacity`, dimensions),
      ...(s.maxOverflow === undefined
        ? {}
        : { maxOverflow: amounts(s.maxOverflow, `${place}.maxOverflow`, dimensions) }),
    }
  })
  const instance: Instance = { dimensions, families, shelters, pairs: pairs(root.pairs, families, shelters) }
  if (root.tiers !== undefined) {
    const tiers = list(root.tiers, 'tiers')
    if (tiers.length !== families.length)
      throw new InputError('tiers', `one per family expected (${families.length}), found ${tiers.length}`)
    instance.tiers = tiers.map((t, i) => whole(t, `tiers[${i}]`, 0))
  }
  if (root.overflow !== undefined) {
    const prices = list(root.overflow, 'overflow')
    if (prices.length !== dimensions.length)
      throw new InputError(
        'overflow',
        `${dimensions.length} prices expected (${dimensions.join(', ')}), found ${prices.length}`,
      )
    instance.overflow = prices.map((p, d) => (p === null ? null : number(p, `overflow[${d}]`, 0)))
  }
  if (root.communities !== undefined) instance.communities = communities(root.communities, families.length)
  return instance
}

function pairs(value: unknown, families: Family[], shelters: Shelter[]): Instance['pairs'] {
  const seen = new Map<number, number>()
  return list(value, 'pairs').map((item, p) => {
    const place = `pairs[${p}]`
    const pair = list(item, place)
    if (pair.length !== 3)
      throw new InputError(place, `[family, shelter, utility] expected, found ${show(pair)}`)
    const family = whole(pair[0], `${place}[0]`, 0, families.length)
    const shelter = whole(pair[1], `${place}[1]`, 0, shelters.length)
    const utility = number(pair[2], `${place}[2]`)
    const key = family * shelters.length + shelter
    const before = seen.get(key)
    if (before !== undefined)
      throw new InputError(place, `family ${family} and shelter ${shelter} are already pairs[${before}]`)
    seen.set(key, p)
    return [family, shelter, utility]
  })
}

function communities(value: unknown, families: number): Community[] {
  const of = new Map<number, number>()
  return list(value, 'communities').map((item, c) => {
    const place = `communities[${c}]`
    const community = object(item, place, ['families', 'bonus'])
    const members = list(community.families, `${place}.families`).map((f, j) => {
      const member = whole(f, `${place}.families[${j}]`, 0, families)
      const before = of.get(member)
      if (before !== undefined)
        throw new InputError(
          `${place}.families[${j}]`,
          `family ${member} is already in communities[${before}]`,
        )
      of.set(member, c)
      return member
    })
    return { families: members, bonus: number(community.bonus, `${place}.bonus`, 0) }
  })
}
