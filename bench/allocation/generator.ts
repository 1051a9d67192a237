// Instances of families and shelters, deterministic by seed: sizes averaging 3, six capacity dimensions, hard
// eligibility, 6 % slack of beds, utility = size × (10 + fit) + priority.
import type { Instance } from '../../packages/allocation/src/index.ts'

export interface GeneratorOptions {
  seed: number
  families?: number
  shelters?: number
  /** Beds beyond the people there are, as a share: .06. */
  slack?: number
  /** Adds the protection tier of each family (0 first); the priority in the utility is there either way. */
  tiers?: boolean
}

/** What the solver never sees, for tables by group. */
export interface Traits {
  kind: 'man' | 'woman' | 'women-led' | 'family'
  creole: boolean
  tier: number
}

export interface Generated {
  instance: Instance
  traits: Traits[]
}

export const dimensions = ['beds', 'pregnancy', 'ventilated', 'chronic care', 'cots', 'single men']
export const priorityOfTier = [14, 9, 4, 0]

/** mulberry32: a published 32-bit generator, enough for synthetic data. */
function dice(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = a
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

interface Family {
  size: number
  kind: Traits['kind']
  pregnant: number
  ventilated: number
  chronic: number
  infants: number
  accessible: boolean
  isolated: boolean
  creole: boolean
  district: number
  tier: number
}

interface Shelter {
  kind: 'mixed' | 'women' | 'men'
  accessible: boolean
  isolation: boolean
  ventilation: boolean
  maternity: boolean
  clinic: boolean
  creole: boolean
  district: number
  beds: number
}

const sizeShares = [0.26, 0.19, 0.19, 0.16, 0.11, 0.06, 0.03]

function drawSize(random: () => number): number {
  let left = random()
  for (let i = 0; i < sizeShares.length; i++) {
    left -= sizeShares[i]!
    if (left < 0) return i + 1
  }
  return 1
}

function drawFamilies(random: () => number, count: number, districts: number): Family[] {
  const sizes = Array.from({ length: count }, () => drawSize(random))
  // The mean is fixed (2,767 people in 922 families), so that the slack means the same in every draw.
  let excess = sizes.reduce((a, b) => a + b, 0) - Math.round((count * 2767) / 922)
  while (excess !== 0) {
    const i = Math.floor(random() * count)
    const next = sizes[i]! - Math.sign(excess)
    if (sizes[i]! < 2 || next < 2 || next > 8) continue
    sizes[i] = next
    excess -= Math.sign(excess)
  }
  return sizes.map((size) => {
    const kind =
      size === 1 ? (random() < 0.65 ? 'man' : 'woman') : random() < 0.4 ? 'women-led' : ('family' as const)
    const pregnant = kind !== 'man' && random() < 0.12 ? 1 : 0
    const ventilated = random() < 0.05 ? 1 : 0
    const chronic = random() < 0.22 ? (size > 2 && random() < 0.25 ? 2 : 1) : 0
    const infants = size > 1 && random() < 0.3 ? 1 : 0
    const accessible = random() < 0.05
    const isolated = random() < 0.03
    const creole = random() < 0.25
    const district = Math.floor(random() * districts)
    const needs = pregnant + ventilated + (chronic > 0 ? 1 : 0) + (accessible ? 1 : 0) + (isolated ? 1 : 0)
    const tier = needs >= 2 ? 0 : needs === 1 ? 1 : kind === 'women-led' || infants > 0 ? 2 : 3
    return {
      size,
      kind,
      pregnant,
      ventilated,
      chronic,
      infants,
      accessible,
      isolated,
      creole,
      district,
      tier,
    }
  })
}

function drawShelters(random: () => number, count: number, districts: number, beds: number): Shelter[] {
  const women = Math.max(1, Math.round(count / 8))
  const men = Math.max(1, Math.round(count / 14))
  const every = (i: number, of: number): boolean => i % of === 0
  const shelters = Array.from({ length: count }, (_, i): Shelter => {
    const kind = i < women ? 'women' : i < women + men ? 'men' : 'mixed'
    return {
      kind,
      accessible: random() < 0.8,
      isolation: random() < 0.5,
      ventilation: random() < 0.7,
      maternity: kind !== 'men' && (every(i, 3) || random() < 0.2),
      clinic: every(i, 2) || random() < 0.2,
      creole: every(i + 1, 3) || random() < 0.2,
      district: Math.floor(random() * districts),
      beds: (kind === 'mixed' ? 1 : 0.5) * (0.7 + 0.6 * random()),
    }
  })
  const last = shelters[count - 1]! // whatever is drawn, every need has at least one house
  last.accessible = last.isolation = last.ventilation = true
  const total = shelters.reduce((sum, s) => sum + s.beds, 0)
  for (const s of shelters) s.beds = Math.max(1, Math.round((s.beds * beds) / total))
  return shelters
}

function eligible(f: Family, s: Shelter): boolean {
  if (s.kind === 'women' && f.kind !== 'woman' && f.kind !== 'women-led') return false
  if (s.kind === 'men' && f.kind !== 'man') return false
  if (f.accessible && !s.accessible) return false
  if (f.isolated && !s.isolation) return false
  return f.ventilated === 0 || s.ventilation
}

function utility(f: Family, s: Shelter): number {
  let fit = 0
  if (f.pregnant > 0) fit += s.maternity ? 8 : -6
  if (f.chronic > 0) fit += s.clinic ? 6 : -4
  if (f.creole) fit += s.creole ? 5 : -3
  if (f.kind === 'women-led' && s.kind === 'women') fit += 4
  fit += f.district === s.district ? 3 : -0.4 * Math.abs(f.district - s.district)
  return Math.round((f.size * (10 + fit) + priorityOfTier[f.tier]!) * 10) / 10
}

/** Splits a total over shelters by weight; shelters of weight 0 get none. */
function share(total: number, weights: number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map((w) => (sum === 0 ? 0 : Math.ceil((total * w) / sum - 1e-9)))
}

export function generate(options: GeneratorOptions): Generated {
  const { seed, families: count = 922, shelters: houses = 12, slack = 0.06 } = options
  const random = dice(seed * 7919 + 17)
  const districts = Math.max(2, Math.round(Math.sqrt(houses) * 1.75))
  const families = drawFamilies(random, count, districts)
  const people = families.reduce((sum, f) => sum + f.size, 0)
  const shelters = drawShelters(random, houses, districts, people * (1 + slack))
  const needed = (pick: (f: Family) => number): number => families.reduce((sum, f) => sum + pick(f), 0)
  const men = (f: Family): number => (f.kind === 'man' ? 1 : 0)
  const room = 1 + slack * 5 // scarce services: room for all, but not all of it where it is most wanted
  const pregnancy = share(
    needed((f) => f.pregnant) * room,
    shelters.map((s) => (s.kind === 'men' ? 0 : s.beds * (s.maternity ? 1.6 : 1))),
  )
  const ventilated = share(
    needed((f) => f.ventilated) * room,
    shelters.map((s) => (s.ventilation ? s.beds : 0)),
  )
  const chronic = share(
    needed((f) => f.chronic) * room,
    shelters.map((s) => s.beds * (s.clinic ? 1.6 : 1)),
  )
  const cots = share(
    needed((f) => f.infants) * room,
    shelters.map((s) => (s.kind === 'men' ? 0 : s.beds)),
  )
  const single = share(
    needed(men) * room,
    shelters.map((s) => (s.kind === 'women' ? 0 : s.beds * (s.kind === 'men' ? 2 : 1))),
  )
  const pairs: [number, number, number][] = []
  families.forEach((f, i) => {
    shelters.forEach((s, k) => {
      if (eligible(f, s)) pairs.push([i, k, utility(f, s)])
    })
  })
  const instance: Instance = {
    dimensions,
    families: families.map((f, i) => ({
      id: `F${String(i + 1).padStart(4, '0')}`,
      size: f.size,
      demand: [f.size, f.pregnant, f.ventilated, f.chronic, f.infants, men(f)],
    })),
    shelters: shelters.map((s, k) => ({
      id: `S${String(k + 1).padStart(2, '0')}`,
      capacity: [s.beds, pregnancy[k]!, ventilated[k]!, chronic[k]!, cots[k]!, Math.min(single[k]!, s.beds)],
    })),
    pairs,
    ...(options.tiers ? { tiers: families.map((f) => f.tier) } : {}),
  }
  return { instance, traits: families.map(({ kind, creole, tier }) => ({ kind, creole, tier })) }
}
