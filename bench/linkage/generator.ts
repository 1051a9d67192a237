import type { PersonRecord } from '../../packages/linkage/src/index.ts'
import { LISTS, type NameList, type Spellings } from './names.ts'

/** A synthetic register of families, deterministic by seed, with the truth beside it. */
export interface Synthetic {
  readonly records: (PersonRecord & {
    readonly given: readonly string[]
    readonly family: readonly string[]
  })[]
  /** Person behind each record. */
  readonly person: Int32Array
  /** Family each record's person belongs to, whatever the record says. */
  readonly familyOf: Int32Array
  /** Family whose child the person is; negative, and nobody else's, for the others. */
  readonly childOf: Int32Array
  /** es, ht or ar. */
  readonly culture: readonly ('es' | 'ht' | 'ar')[]
}

export interface GeneratorOptions {
  readonly rows: number
  /** 1 easy, 2 medium, 3 hard. */
  readonly level: 1 | 2 | 3
  readonly seed: number
  readonly list: 'A' | 'B' | 'C' | 'D'
}

type Culture = 'es' | 'ht' | 'ar'

interface Person {
  given: string[]
  family: string[]
  birth: [number, number, number]
  sex: 'F' | 'M'
  country: string
  culture: Culture
  household: string
  phone: string
  document: string
}

const COUNTRIES: readonly (readonly [string, number, Culture])[] = [
  ['HN', 0.24, 'es'], ['VE', 0.17, 'es'], ['HT', 0.16, 'ht'], ['CU', 0.09, 'es'], ['MX', 0.08, 'es'], ['GT', 0.07, 'es'],
  ['CO', 0.05, 'es'], ['SV', 0.05, 'es'], ['EC', 0.04, 'es'], ['NI', 0.02, 'es'],
  ['AF', 0.01, 'ar'], ['SY', 0.008, 'ar'], ['MR', 0.006, 'ar'], ['GN', 0.006, 'ar'],
] // biome-ignore format: a table

function mulberry(seed: number): () => number {
  let s = seed >>> 0
  return () => {
    s = (s + 0x6d2b79f5) >>> 0
    let t = Math.imul(s ^ (s >>> 15), s | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Zipf by rank, slightly flattened at the head. */
function zipf(list: readonly string[]): (random: () => number) => string {
  const cumulative: number[] = []
  let sum = 0
  list.forEach((_, rank) => {
    sum += 1 / (rank + 2.5)
    cumulative.push(sum)
  })
  return (random) => {
    const x = random() * sum
    let low = 0
    let high = list.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (cumulative[middle]! < x) low = middle + 1
      else high = middle
    }
    return list[low]!
  }
}

/** One record with what only the generator knows. */
export interface Drawn {
  readonly record: Synthetic['records'][number]
  readonly person: number
  readonly family: number
  readonly child: boolean
  readonly culture: Culture
}

export function generate(options: GeneratorOptions): Synthetic {
  const records: Synthetic['records'][number][] = []
  const person: number[] = []
  const familyOf: number[] = []
  const childOf: number[] = []
  const culture: Culture[] = []
  for (const drawn of draw(options)) {
    records.push(drawn.record)
    person.push(drawn.person)
    familyOf.push(drawn.family)
    childOf.push(drawn.child ? drawn.family : -1 - drawn.person)
    culture.push(drawn.culture)
  }
  return {
    records,
    person: Int32Array.from(person),
    familyOf: Int32Array.from(familyOf),
    childOf: Int32Array.from(childOf),
    culture,
  }
}

/** The same records one at a time, for registers too large to keep as objects. */
export function* draw(options: GeneratorOptions): Generator<Drawn> {
  const random = mulberry(options.seed)
  const names = LISTS[options.list]
  const chance = (p: number): boolean => random() < p
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1))
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const { nicknames, creole: inCreole, arabic: inLatin, ...lists } = names
  const pickers = Object.fromEntries(
    Object.entries(lists).map(([key, value]) => [key, zipf(value)]),
  ) as Record<Exclude<keyof NameList, keyof Spellings>, (random: () => number) => string>
  const digits = (n: number): string => Array.from({ length: n }, () => between(0, 9)).join('')

  const surname = (culture: Culture): string => pickers[`${culture}Surnames` as const](random)
  const givenOf = (culture: Culture, sex: 'F' | 'M'): string[] => {
    const one = pickers[sex === 'F' ? (`${culture}Women` as const) : (`${culture}Men` as const)]
    const first = one(random)
    const compound = culture === 'es' ? 0.55 : culture === 'ht' ? 0.3 : 0.15
    if (!chance(compound)) return [first]
    const second = one(random)
    return second === first ? [first] : [first, second]
  }
  const birthIn = (year: number, culture: Culture): [number, number, number] =>
    chance(culture === 'es' ? 0.04 : 0.18) ? [year, 1, 1] : [year, between(1, 12), between(1, 28)]
  const document = (): string => (chance(0.65) ? '' : `${pick(['A', 'C', 'D', 'G'])}${digits(8)}`)

  let people = 0
  let families = 0

  const rate = [0, 0.1, 0.18, 0.25][options.level]!
  let count = 0
  const drawn = (p: Person, person: number, child: boolean): Drawn => ({
    person,
    family: families,
    child,
    culture: p.culture,
    record: {
      id: `r${count++}`,
      given: [p.given.join(' ')],
      family: p.family,
      birthDate:
        p.birth[0] === 0 ? '' : p.birth.map((n, i) => String(n).padStart(i === 0 ? 4 : 2, '0')).join('-'),
      sex: p.sex,
      country: p.country,
      household: p.household,
      phone: p.phone,
      document: p.document,
    },
  })

  while (count < options.rows) {
    families++
    let x = random()
    let k = 0
    while (k < COUNTRIES.length - 1 && x > COUNTRIES[k]![1]) x -= COUNTRIES[k++]![1]
    const [country, , group] = COUNTRIES[k]!
    const size = chance(0.45) ? 1 : between(2, 6)
    const household = `h${families}`
    const phone = digits(10)
    const make = (sex: 'F' | 'M', year: number, family: string[]): Person => ({
      given: givenOf(group, sex), family, birth: birthIn(year, group), sex, country, culture: group, household, phone,
      document: document(),
    }) // biome-ignore format: one line a line
    const two = (): string[] => (group === 'es' ? [surname(group), surname(group)] : [surname(group)])
    const members: Person[] = []
    const head = make(chance(0.5) ? 'F' : 'M', between(1960, 2004), two())
    members.push(head)
    let spouse: Person | undefined
    if (size > 1 && chance(0.7)) {
      spouse = make(head.sex === 'F' ? 'M' : 'F', Math.min(2004, head.birth[0] + between(-5, 5)), two())
      members.push(spouse)
    }
    const father = head.sex === 'M' ? head : spouse
    const mother = head.sex === 'F' ? head : spouse
    const fatherName = father?.family[0] ?? surname(group)
    const motherName = mother?.family[0] ?? surname(group)
    const childFamily = group === 'es' ? [fatherName, motherName] : [father ? fatherName : motherName]
    let last: Person | undefined
    while (members.length < size) {
      const sex = chance(0.5) ? 'F' : 'M'
      const child = make(sex, Math.min(2024, head.birth[0] + between(17, 38)), [...childFamily])
      if (last && chance(0.03)) child.birth = [...last.birth]
      if (chance(0.03)) {
        child.sex = head.sex
        child.given = [...head.given]
      }
      members.push(child)
      last = child
    }
    for (const member of members) {
      const number = people++
      const child = member !== head && member !== spouse
      yield drawn(member, number, child)
      if (!chance(rate)) continue
      const copies = chance(0.7) ? 1 : chance(0.67) ? 2 : 3
      for (let c = 0; c < copies; c++) yield drawn(spoil(member, options.level), number, child)
    }
  }

  function spoil(original: Person, L: number): Person {
    const p: Person = {
      ...original,
      given: [...original.given],
      family: [...original.family],
      birth: [...original.birth],
    }
    if (p.given.length > 1 && chance(0.1 * L)) p.given.pop()
    if (p.family.length > 1 && chance(0.07 * L)) p.family.pop()
    if (p.family.length > 1 && chance(0.015 * L)) p.family.reverse()
    const change = (f: (name: string) => string): void => {
      p.given = p.given.map(f)
      p.family = p.family.map(f)
    }
    if (p.culture === 'ht') change((name) => (chance(0.12 * L) ? creole(name) : name))
    if (p.culture === 'ar') change((name) => (chance(0.45) ? arabic(name) : name))
    if (chance(0.02 * L)) p.given[0] = nicknames[p.given[0]!] ?? p.given[0]!
    change((name) => (chance(0.06 * L) ? phonetic(name) : name))
    change((name) => (chance(0.035 * L) ? slip(name) : name))
    if (chance(0.4)) change((name) => name.replaceAll('-', chance(0.5) ? ' ' : ''))
    if (chance(0.35)) change((name) => name.normalize('NFD').replace(/\p{M}/gu, ''))
    if (chance(0.15)) change((name) => name.toUpperCase())
    if (chance((p.culture === 'es' ? 0.01 : 0.06) * L)) [p.given, p.family] = [p.family, p.given]
    if (chance(0.05 * L)) p.birth = [p.birth[0], 1, 1]
    else if (chance(0.03 * L) && p.birth[2] <= 12) p.birth = [p.birth[0], p.birth[2], p.birth[1]]
    else if (chance(0.03 * L)) {
      const part = between(0, 2)
      if (part === 0) p.birth[0] += pick([-10, -2, -1, 1, 2, 10])
      else if (part === 1) p.birth[1] = between(1, 12)
      else p.birth[2] = between(1, 28)
    }
    if (chance(0.01 * L)) p.birth = [0, 0, 0]
    if (chance(0.01 * L)) p.sex = p.sex === 'F' ? 'M' : 'F'
    if (chance(0.015 * L)) p.country = ''
    if (chance(0.5)) p.household = ''
    if (chance(0.4)) p.phone = ''
    else if (chance(0.18)) p.phone = digits(10)
    if (p.document !== '') {
      if (chance(0.6)) p.document = ''
      else if (chance(0.05)) p.document = slip(p.document)
    }
    return p
  }

  function phonetic(name: string): string {
    const rules: readonly (readonly [RegExp, string])[] = [
      [/v/i, 'b'], [/b/i, 'v'], [/z/i, 's'], [/s(?=[aeiou])/i, 'z'], [/c(?=[ei])/i, 's'], [/s(?=[ei])/i, 'c'], [/ll/i, 'y'],
      [/y(?=[aeo])/i, 'll'], [/^h/i, ''], [/^(?=[aeiou])/i, 'H'], [/g(?=[ei])/i, 'j'], [/j(?=[ei])/i, 'g'], [/x/i, 'j'],
      [/ñ/i, 'n'], [/qu(?=[ei])/i, 'k'], [/c(?=[aou])/i, 'k'], [/ph/i, 'f'], [/ou/i, 'u'], [/th/i, 't'], [/(?<=[aeiou])h/i, ''],
    ] // biome-ignore format: a table
    const apt = rules.filter(([from]) => from.test(name))
    if (apt.length === 0) return name
    const [from, to] = pick(apt)
    return name.replace(from, to)
  }

  function slip(name: string): string {
    if (name.length < 2) return name
    const at = between(0, name.length - 2)
    const letter = /\d/.test(name) ? digits(1) : pick([...'abcdefghijklmnopqrstuvwxyz'])
    switch (between(0, 3)) {
      case 0:
        return name.slice(0, at) + name.slice(at + 1)
      case 1:
        return name.slice(0, at) + letter + name.slice(at)
      case 2:
        return name.slice(0, at) + letter + name.slice(at + 1)
      default:
        return name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2)
    }
  }

  function creole(name: string): string {
    return name
      .split('-')
      .map((part) => inCreole[part] ?? part)
      .join('-')
  }

  function arabic(name: string): string {
    const group = inLatin.find((spellings) => spellings.includes(name))
    if (group) return pick(group)
    return name.replace(/ee|i/, chance(0.5) ? 'ee' : 'i').replace(/oo|ou|u/, pick(['oo', 'ou', 'u']))
  }
}
