import {
  BUCKETS,
  DATE,
  DATE_LEVELS,
  F,
  FIRST_PACKED,
  HOUSEHOLD,
  LEVEL_COUNTS,
  NAME_DIFFERENT,
  NAME_INITIAL,
  NAME_LEVELS,
  OTHER,
  OTHER_LEVELS,
  RARITY,
} from './levels.ts'
import { bits, jaroWinkler, letterSet, withinOneEdit } from './similarity.ts'
import { SLOTS, type Table } from './table.ts'

/** Rows that share a telephone before it counts as shared by many. */
const SHARED = 8

/** Kinds of name agreement by their place in NAME_KINDS. */
const EXACT = 0
const REORDERED = 1
const PART = 2
const VARIANT = 3
const SIMILAR = 4
const PART_SIMILAR = 5
const FAINT = 6
const CONFLICT = 7
/** By level of a name within its context: does the whole name agree? */
const WHOLE = Uint8Array.from({ length: NAME_LEVELS + 1 }, (_, level) =>
  level > 0 && [EXACT, REORDERED, VARIANT, SIMILAR].includes(Math.floor((level - 1) / BUCKETS)) ? 1 : 0,
)

const OTHER_CACHE_BITS = 16

/**
 * Compares rows of one table. The answer is a packed pattern, `core` and `extra`, two integers that together name the
 * level of every field; {@link unpack} spells it out. Symmetric in its arguments.
 */
export class Comparator {
  core = 0
  extra = 0
  private readonly table: Table
  private readonly others: number
  private readonly like = new Uint8Array(SLOTS * SLOTS)
  private readonly cacheA = new Int32Array(1 << OTHER_CACHE_BITS)
  private readonly cacheB = new Int32Array(1 << OTHER_CACHE_BITS)
  private readonly cached = new Uint8Array(1 << OTHER_CACHE_BITS)
  private readonly texts: (string | undefined)[] = []
  private readonly letters: number[] = []

  /** `others`: how many further columns are compared; all of the table's unless told. */
  constructor(table: Table, others = table.other.length) {
    this.table = table
    this.others = others
  }

  compare(i: number, j: number): void {
    const t = this.table
    const countryA = t.country.data[i]!
    const countryB = t.country.data[j]!
    const here = countryA > 0 && countryA === countryB
    let given = this.names(i, j, false, false, here)
    let family = this.names(i, j, true, true, here)
    let order = given === 0 || family === 0 ? 0 : 1
    if (weak(given) && weak(family)) {
      const crossed = this.names(i, j, false, true, here)
      if (crossed > 0 && crossed <= CONFLICT * BUCKETS) {
        const back = this.names(i, j, true, false, here)
        if (back > 0 && back <= CONFLICT * BUCKETS) {
          // Which of the two looks is called given must not depend on the order of i and j.
          given = Math.min(crossed, back)
          family = Math.max(crossed, back)
          order = 2
        }
      }
    }
    // Who has one surname is taken for the other way round more often.
    if (order === 1 && t.familyCount.data[i] === 1 && t.familyCount.data[j] === 1) order = 3
    else if (
      order === 2 &&
      t.familyCount.data[i]! + t.familyCount.data[j]! + t.givenCount.data[i]! + t.givenCount.data[j]! === 4
    ) {
      order = 4
    }
    const agrees = given > 0 && given <= CONFLICT * BUCKETS
    const shift = here ? NAME_LEVELS : 0
    let core = given === 0 ? 0 : given + shift
    core = core * LEVEL_COUNTS[1]! + (family === 0 ? 0 : family + shift)
    core = core * LEVEL_COUNTS[2]! + order
    const birth = this.birth(i, j)
    // Brothers and sisters share surnames and are near in age, twins on the day: one look depends on the other.
    const kin = family > 0 && family <= CONFLICT * BUCKETS
    // Children named after a parent are a generation younger: among relatives, a shared name speaks of the date.
    const context = (kin ? 1 : 0) + 2 * WHOLE[given]!
    core = core * LEVEL_COUNTS[3]! + (birth === 0 ? 0 : birth + context * DATE_LEVELS)
    const sexA = t.sex.data[i]!
    const sexB = t.sex.data[j]!
    core =
      core * LEVEL_COUNTS[4]! + (sexA === 0 || sexB === 0 ? 0 : (sexA === sexB ? 1 : 2) + (agrees ? 2 : 0))
    core = core * LEVEL_COUNTS[5]! + this.countries(countryA, countryB)
    const homeA = t.household.data[i]!
    const homeB = t.household.data[j]!
    core = core * LEVEL_COUNTS[6]! + this.homes(homeA, homeB)
    this.core = core
    let extra = this.phones(t.phone.data[i]!, t.phone.data[j]!)
    extra = extra * LEVEL_COUNTS[8]! + this.documents(t.document.data[i]!, t.document.data[j]!)
    let agreed = 0
    for (let k = 0; k < this.others; k++) {
      const level = this.further(k, i, j)
      extra = extra * OTHER_LEVELS + (level === 0 ? 0 : level + agreed)
      if (level > 0 && level <= OTHER.common) agreed = OTHER.differs
    }
    this.extra = extra
  }

  /** Level of two name lists within a context: 0 missing, else 1 + kind × BUCKETS + rarity, or initial, or different. */
  private names(i: number, j: number, familyA: boolean, familyB: boolean, here: boolean): number {
    const t = this.table
    const x = (familyA ? t.familyJoined : t.givenJoined).data[i]!
    const y = (familyB ? t.familyJoined : t.givenJoined).data[j]!
    // One order of the two, so that ties among tokens fall the same way whoever comes first.
    return x <= y ? this.lists(i, j, familyA, familyB, here) : this.lists(j, i, familyB, familyA, here)
  }

  private lists(i: number, j: number, familyA: boolean, familyB: boolean, here: boolean): number {
    const t = this.table
    const na = (familyA ? t.familyCount : t.givenCount).data[i]!
    const nb = (familyB ? t.familyCount : t.givenCount).data[j]!
    if (na === 0 || nb === 0) return 0
    const tokensA = (familyA ? t.family : t.given).data
    const tokensB = (familyB ? t.family : t.given).data
    const a0 = i * SLOTS
    const b0 = j * SLOTS
    const like = this.like
    let any = 0 // which likenesses occur, as bits
    for (let p = 0; p < na; p++) {
      const mine = tokensA[a0 + p]!
      for (let q = 0; q < nb; q++) {
        const token = tokensB[b0 + q]!
        const value = mine === token ? 5 : t.vocabulary.likeness(mine, token)
        like[p * SLOTS + q] = value
        any |= 1 << value
      }
    }
    const joinedA = (familyA ? t.familyJoined : t.givenJoined).data[i]!
    const joinedB = (familyB ? t.familyJoined : t.givenJoined).data[j]!
    if (any === 1 && (na === nb || joinedA !== joinedB)) {
      if (na === 1 && nb === 1) return NAME_DIFFERENT + 1
      return t.vocabulary.likeness(joinedA, joinedB) >= 3 ? 1 + SIMILAR * BUCKETS + 2 : NAME_DIFFERENT + 1
    }
    const infoA = familyA ? (here ? t.familyInfoHere : t.familyInfo) : here ? t.givenInfoHere : t.givenInfo
    const infoB = familyB ? (here ? t.familyInfoHere : t.familyInfo) : here ? t.givenInfoHere : t.givenInfo
    if (joinedA === joinedB) {
      if (t.vocabulary.texts[joinedA]!.length < 2) return NAME_INITIAL + 1 // a letter is no name
      let infoOfA = 0
      let infoOfB = 0
      for (let p = 0; p < na; p++) infoOfA += infoA.data[a0 + p]!
      for (let q = 0; q < nb; q++) infoOfB += infoB.data[b0 + q]!
      return 1 + EXACT * BUCKETS + bucket(Math.min(infoOfA, infoOfB))
    }
    // Match tokens greedily, most alike first, then by place; the two directions give the same kind and information.
    let matched = 0
    let least = 5
    let most = 0
    let info = 0
    let usedA = 0
    let usedB = 0
    const fewest = Math.min(na, nb)
    const longest = Math.max(na, nb)
    for (let want = 5; want >= 1 && matched < fewest; want--) {
      if ((any & (1 << want)) === 0) continue
      for (let distance = 0; distance < longest; distance++) {
        for (let p = 0; p < na; p++) {
          for (let side = 0; side < (distance === 0 ? 1 : 2); side++) {
            const q = side === 0 ? p + distance : p - distance
            if (q < 0 || q >= nb || like[p * SLOTS + q] !== want || usedA & (1 << p) || usedB & (1 << q))
              continue
            usedA |= 1 << p
            usedB |= 1 << q
            matched++
            if (want < least) least = want
            if (want > most) most = want
            if (want > 1) info += Math.min(infoA.data[a0 + p]!, infoB.data[b0 + q]!)
          }
        }
      }
    }
    if (most === 1) return NAME_INITIAL + 1
    const whole = na === nb && least > 1
    if (matched === fewest) {
      const kind =
        least === 2
          ? FAINT
          : least === 5
            ? whole
              ? REORDERED
              : PART
            : whole
              ? least === 4
                ? VARIANT
                : SIMILAR
              : PART_SIMILAR
      return 1 + kind * BUCKETS + bucket(info)
    }
    if (t.vocabulary.likeness(joinedA, joinedB) >= 3) {
      return 1 + SIMILAR * BUCKETS + bucket(info)
    }
    return 1 + CONFLICT * BUCKETS + bucket(info)
  }

  private birth(i: number, j: number): number {
    const t = this.table
    const ya = t.year.data[i]!
    const yb = t.year.data[j]!
    if (ya === 0 || yb === 0) return 0
    const a = t.monthDay.data[i]!
    const b = t.monthDay.data[j]!
    const apart = Math.abs(ya - yb)
    const dayA = a & 31
    const dayB = b & 31
    const monthA = a >> 5
    const monthB = b >> 5
    if (dayA === 0 || dayB === 0) {
      if (apart === 0 && (monthA === 0 || monthB === 0 || monthA === monthB)) return DATE.partAgrees
    } else if (apart === 0) {
      if (a === b) return a === 33 ? DATE.exactFirst : DATE.exact
      if (dayA === monthB && dayB === monthA) return DATE.swapped
      if (a === 33 || b === 33) return DATE.oneFirst
      if (monthA === monthB) return DATE.dayDiffers
      if (dayA === dayB) return DATE.monthDiffers
    } else if (a === b) {
      if (a !== 33) return DATE.yearDiffers
      if (apart <= 2) return DATE.firstNear
    }
    if (apart === 0) return DATE.sameYear
    if (
      dayA !== 0 &&
      dayB !== 0 &&
      a !== 33 &&
      b !== 33 &&
      digitsOff(ya, yb) &&
      (monthA === monthB || dayA === dayB)
    ) {
      return DATE.slip
    }
    return apart <= 2 ? DATE.near : apart <= 12 ? DATE.generation : DATE.far
  }

  private countries(a: number, b: number): number {
    if (a === 0 || b === 0) return 0
    if (a !== b) return 4
    const share = this.table.countryShare(a)
    return share < 0.02 ? 1 : share < 0.1 ? 2 : 3
  }

  private homes(a: number, b: number): number {
    if (a === b) return a === 0 ? 0 : HOUSEHOLD.same
    return a === 0 || b === 0 ? HOUSEHOLD.oneUnknown : HOUSEHOLD.differs
  }

  private phones(a: number, b: number): number {
    if (a === 0 || b === 0) return 0
    if (a === b) return this.table.phones.counts[a]! > SHARED ? 2 : 1
    return withinOneEdit(this.table.phones.texts[a]!, this.table.phones.texts[b]!) ? 3 : 4
  }

  private documents(a: number, b: number): number {
    if (a === 0 || b === 0) return 0
    if (a === b) return 1
    return withinOneEdit(this.table.documents.texts[a]!, this.table.documents.texts[b]!) ? 2 : 3
  }

  private further(k: number, i: number, j: number): number {
    const t = this.table
    const a = t.other[k]?.data[i] ?? 0
    const b = t.other[k]?.data[j] ?? 0
    if (a !== 0 && a === b) {
      const share = (t.otherCounts[k]![a] ?? 0) / Math.max(1, t.rows)
      return share < 0.002 ? OTHER.rare : share < 0.02 ? OTHER.usual : OTHER.common
    }
    const like = a === 0 || b === 0 ? 0 : this.textLikeness(a, b)
    if (like === 2) return OTHER.near
    if (this.moved(k, i, b) || this.moved(k, j, a)) return OTHER.moved
    if (a === 0 || b === 0) return 0
    return like === 1 ? OTHER.part : OTHER.differs
  }

  /** Does a neighbouring column of the row hold this text? */
  private moved(k: number, row: number, text: number): boolean {
    if (text === 0) return false
    const before = this.table.other[k - 1]?.data[row] ?? 0
    const after = this.table.other[k + 1]?.data[row] ?? 0
    return before === text || after === text
  }

  /** 2 nearly the same, 1 partly, 0 not. */
  private textLikeness(x: number, y: number): number {
    const a = Math.min(x, y)
    const b = Math.max(x, y)
    const slot = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> (32 - OTHER_CACHE_BITS)
    if (this.cacheA[slot] === a && this.cacheB[slot] === b) return this.cached[slot]!
    const value = this.judge(a, b)
    this.cacheA[slot] = a
    this.cacheB[slot] = b
    this.cached[slot] = value
    return value
  }

  private judge(x: number, y: number): number {
    const a = this.joined(x)
    const b = this.joined(y)
    const common = bits(this.letters[x]! & this.letters[y]!)
    // Two texts that share under half of their letters reach none of the bounds below.
    if (common * 2 < Math.max(bits(this.letters[x]!), bits(this.letters[y]!)) && a.length > 3) return 0
    return textLikeness(a, b)
  }

  private joined(n: number): string {
    let text = this.texts[n]
    if (text === undefined) {
      text = this.table.otherTexts.texts[n]!.replaceAll(' ', '')
      this.texts[n] = text
      this.letters[n] = letterSet(text)
    }
    return text
  }
}

const weak = (level: number): boolean => level === 0 || level > CONFLICT * BUCKETS

function bucket(quarterBits: number): number {
  const info = quarterBits / 4
  let b = 0
  while (b < RARITY.length && info >= RARITY[b]!) b++
  return b
}

/** One digit of the year wrong, two exchanged, or one year apart. */
function digitsOff(a: number, b: number): boolean {
  return Math.abs(a - b) === 1 || withinOneEdit(String(a), String(b))
}

function textLikeness(a: string, b: string): number {
  if (a === b) return 2
  if (Math.min(a.length, b.length) >= 3 && withinOneEdit(a, b)) return 2
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) return a.length === b.length && sorted(a) === sorted(b) ? 1 : 0
  const jw = jaroWinkler(a, b)
  if (jw >= 0.92) return 2
  return jw >= 0.85 ? 1 : 0
}

const sorted = (text: string): string => [...text].sort().join('')

/** Levels of a packed pattern, field by field. */
export function unpack(core: number, extra: number, others: number, into: Uint8Array): void {
  let rest = core
  for (let f = FIRST_PACKED - 1; f >= 0; f--) {
    const n = LEVEL_COUNTS[f]!
    into[f] = rest % n
    rest = Math.floor(rest / n)
  }
  rest = extra
  for (let k = others - 1; k >= 0; k--) {
    into[F.other + k] = rest % OTHER_LEVELS
    rest = Math.floor(rest / OTHER_LEVELS)
  }
  for (let f = LEVEL_COUNTS.length - 1; f >= FIRST_PACKED; f--) {
    const n = LEVEL_COUNTS[f]!
    into[f] = rest % n
    rest = Math.floor(rest / n)
  }
}

/** Patterns seen, numbered from 0, found by their two integers. */
export class Patterns {
  readonly others: number
  readonly fields: number
  count = 0
  /** Levels, `fields` a pattern. */
  levels: Uint8Array
  private cores = new Int32Array(1 << 12)
  private extras = new Uint32Array(1 << 12)
  private slots = new Int32Array(1 << 13).fill(-1)

  constructor(others: number) {
    this.others = others
    this.fields = F.other + others
    this.levels = new Uint8Array((1 << 12) * this.fields)
  }

  number(core: number, extra: number): number {
    const mask = this.slots.length - 1
    let slot = mix(core, extra) & mask
    for (;;) {
      const n = this.slots[slot]!
      if (n < 0) break
      if (this.cores[n] === core && this.extras[n] === extra) return n
      slot = (slot + 1) & mask
    }
    if (this.count === this.cores.length) {
      this.grow()
      return this.number(core, extra)
    }
    const n = this.count++
    this.cores[n] = core
    this.extras[n] = extra
    unpack(core, extra, this.others, this.levels.subarray(n * this.fields, (n + 1) * this.fields))
    this.slots[slot] = n
    return n
  }

  private grow(): void {
    const size = this.cores.length * 2
    const cores = new Int32Array(size)
    cores.set(this.cores)
    const extras = new Uint32Array(size)
    extras.set(this.extras)
    const levels = new Uint8Array(size * this.fields)
    levels.set(this.levels)
    this.cores = cores
    this.extras = extras
    this.levels = levels
    this.slots = new Int32Array(size * 2).fill(-1)
    const mask = this.slots.length - 1
    for (let n = 0; n < this.count; n++) {
      let slot = mix(cores[n]!, extras[n]!) & mask
      while (this.slots[slot]! >= 0) slot = (slot + 1) & mask
      this.slots[slot] = n
    }
  }
}

function mix(core: number, extra: number): number {
  let h = Math.imul(core, 0x9e3779b1) ^ Math.imul(extra + 0x7f4a7c15, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35)
  return h ^ (h >>> 13)
}
