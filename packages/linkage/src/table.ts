import { documentText, hashKey, phoneDigits } from './blocking.ts'
import { parseDate } from './dates.ts'
import { LinkageInputError, type PersonRecord } from './record.ts'
import { bits, jaroWinkler, letterSet, withinOneEdit } from './similarity.ts'
import { creoleKey, creoleReading, fold, nameTokens, soundKey, variantOf } from './text.ts'

/** Name tokens kept of each record, given and family alike. */
export const SLOTS = 4
/** Further columns at most. */
export const MOST_OTHERS = 7

type IntArray = Int32Array | Uint8Array | Uint16Array

/** A column that grows. */
class Column<A extends IntArray> {
  data: A
  length = 0
  private readonly make: (size: number) => A

  constructor(make: (size: number) => A) {
    this.make = make
    this.data = make(1024)
  }
  push(value: number): void {
    if (this.length === this.data.length) {
      const bigger = this.make(this.data.length * 2)
      bigger.set(this.data)
      this.data = bigger
    }
    this.data[this.length++] = value
  }
}

const ints = (): Column<Int32Array> => new Column((n) => new Int32Array(n))
const bytes = (): Column<Uint8Array> => new Column((n) => new Uint8Array(n))

/** Strings by number, with how many rows hold each; 0 is "absent". */
export class Dictionary {
  readonly texts: string[] = ['']
  readonly counts: number[] = [0]
  private readonly numbers = new Map<string, number>()

  /** Number of the text, counting one more row that holds it. */
  add(text: string, by = 1): number {
    if (text === '') return 0
    let n = this.numbers.get(text)
    if (n === undefined) {
      n = this.texts.length
      this.numbers.set(text, n)
      this.texts.push(text)
      this.counts.push(0)
    }
    this.counts[n]! += by
    return n
  }
  /** Forgets the texts from number `size` on. */
  shrink(size: number): void {
    while (this.texts.length > size) {
      this.numbers.delete(this.texts.pop()!)
      this.counts.pop()
    }
  }
}

/** How alike two name tokens are: 0 different, 1 initial, 2 alike, 3 one slip, 4 same name otherwise spelt, 5 equal. */
export type TokenLikeness = 0 | 1 | 2 | 3 | 4 | 5

const CACHE_BITS = 18
/** Tokens below this number have their likeness in a square table. */
const DENSE = 2048
const UNKNOWN = 255
const LETTERS = (1 << 26) - 1

/** Every name token of a table once, with its keys by sound, and a cache of the likeness of pairs. */
export class Vocabulary {
  readonly texts: string[] = ['']
  private readonly numbers = new Map<string, number>()
  private readonly sounds = new Dictionary()
  private readonly sound = ints()
  /** As spelt in French, strictly and with a nasal end, and as spelt in Creole, where accents tell the two ends apart. */
  private readonly french = ints()
  private readonly nasal = ints()
  private readonly creole = ints()
  private readonly variant = ints()
  private readonly letters = ints()
  private readonly dense = new Uint8Array(DENSE * DENSE).fill(UNKNOWN)
  private readonly cacheA = new Int32Array(1 << CACHE_BITS)
  private readonly cacheB = new Int32Array(1 << CACHE_BITS)
  private readonly cached = new Uint8Array(1 << CACHE_BITS)

  constructor() {
    for (const column of [this.sound, this.french, this.nasal, this.creole, this.variant, this.letters])
      column.push(0)
  }

  number(token: string): number {
    const known = this.numbers.get(token)
    if (known !== undefined) return known
    const n = this.texts.length
    this.numbers.set(token, n)
    this.texts.push(token)
    this.sound.push(this.sounds.add(`s${soundKey(token)}`))
    this.french.push(this.sounds.add(`c${creoleKey(token)}`))
    this.nasal.push(this.sounds.add(`c${creoleKey(token, true)}`))
    this.creole.push(this.sounds.add(`c${creoleReading(token)}`))
    this.variant.push(this.sounds.add(`v${variantOf(token)}`))
    this.letters.push(letterSet(token) | ((token.charCodeAt(0) & 31) << 26))
    return n
  }

  /** Likeness of two tokens by number; symmetric. */
  likeness(x: number, y: number): TokenLikeness {
    if (x === y) return 5
    const a = Math.min(x, y)
    const b = Math.max(x, y)
    if (b < DENSE) {
      // Frequent tokens come early: most pairs are found here.
      const at = a * DENSE + b
      const known = this.dense[at]!
      if (known !== UNKNOWN) return known as TokenLikeness
      const value = this.judge(a, b)
      this.dense[at] = value
      return value
    }
    if (this.unlike(a, b)) return 0
    const slot = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> (32 - CACHE_BITS)
    if (this.cacheA[slot] === a && this.cacheB[slot] === b) return this.cached[slot] as TokenLikeness
    const value = this.judge(a, b)
    this.cacheA[slot] = a
    this.cacheB[slot] = b
    this.cached[slot] = value
    return value
  }

  /** Tokens with too few letters in common to be alike, and with different keys. */
  private unlike(a: number, b: number): boolean {
    const la = this.letters.data[a]!
    const lb = this.letters.data[b]!
    const common = bits(la & lb & LETTERS)
    const most = Math.max(bits(la & LETTERS), bits(lb & LETTERS))
    return (
      common * 20 < most * (la >>> 26 === lb >>> 26 ? 11 : 13) &&
      this.sound.data[a] !== this.sound.data[b] &&
      this.variant.data[a] !== this.variant.data[b] &&
      !this.oneInCreole(a, b) &&
      Math.min(this.texts[a]!.length, this.texts[b]!.length) > 1
    )
  }

  private judge(a: number, b: number): TokenLikeness {
    if (this.unlike(a, b)) return 0
    const s = this.texts[a]!
    const t = this.texts[b]!
    if (this.variant.data[a] === this.variant.data[b]) return 4
    const short = Math.min(s.length, t.length)
    if (short === 1) return s.charCodeAt(0) === t.charCodeAt(0) ? 1 : 0
    if (short >= 3) {
      if (this.sound.data[a] === this.sound.data[b]) return 4
      if (this.oneInCreole(a, b)) return 4
      if (withinOneEdit(s, t)) return 3
    }
    const jw = jaroWinkler(s, t)
    if (jw >= 0.93) return 3
    if (jw >= 0.86) return 2
    // A slip on top of another spelling: the keys are one slip apart.
    const soundA = this.sounds.texts[this.sound.data[a]!]!
    const soundB = this.sounds.texts[this.sound.data[b]!]!
    if (Math.min(soundA.length, soundB.length) > 4 && withinOneEdit(soundA, soundB)) return 2
    return this.slipInCreole(a, b) || this.slipInCreole(b, a) ? 2 : 0
  }

  /** One token as French spells it and the other as Creole does, or both as French does. */
  private oneInCreole(a: number, b: number): boolean {
    const french = this.french.data[a]!
    const crossed =
      this.nasal.data[a] === this.creole.data[b]
        ? this.creole.data[b]!
        : this.nasal.data[b] === this.creole.data[a]
          ? this.creole.data[a]!
          : 0
    const key = french === this.french.data[b] ? french : crossed
    if (key === 0) return false
    // The letter c before the key counts; two sounds alone are shared by too many short names.
    const sounds = this.sounds.texts[key]!.length - 1
    const most = Math.max(this.texts[a]!.length, this.texts[b]!.length)
    return sounds > 2 || (sounds === 2 && most > 4)
  }

  private slipInCreole(a: number, b: number): boolean {
    const french = this.sounds.texts[this.nasal.data[a]!]!
    const creole = this.sounds.texts[this.creole.data[b]!]!
    return Math.min(french.length, creole.length) > 4 && withinOneEdit(french, creole)
  }
}

/** How often each name token occurs, over all and by country: what makes a rare surname weigh more. */
export interface NameFrequencies {
  /** Rows counted. */
  readonly rows: number
  readonly given: Readonly<Record<string, number>>
  readonly family: Readonly<Record<string, number>>
  readonly byCountry: Readonly<
    Record<
      string,
      {
        readonly rows: number
        readonly given: Readonly<Record<string, number>>
        readonly family: Readonly<Record<string, number>>
      }
    >
  >
}

/** Pseudo-rows with which a country's own frequencies are drawn to the overall ones. */
const SHRINK = 30
/** Information is kept in quarter bits. */
const GRAIN = 4

class TokenCounts {
  readonly all = new Map<number, number>()
  readonly inCountry = new Map<number, number>()
  add(token: number, country: number, by: number): void {
    this.all.set(token, (this.all.get(token) ?? 0) + by)
    if (country > 0) {
      const key = token * 4096 + country
      this.inCountry.set(key, (this.inCountry.get(key) ?? 0) + by)
    }
  }
}

/**
 * People as columns of numbers. Add rows, then call {@link Table.weigh} once; rows added later are weighed with the
 * frequencies known by then. About 150 bytes a row besides the distinct texts.
 */
export class Table {
  readonly ids: string[] = []
  readonly vocabulary: Vocabulary
  readonly given = ints()
  readonly family = ints()
  readonly givenCount = bytes()
  readonly familyCount = bytes()
  readonly givenJoined = ints()
  readonly familyJoined = ints()
  readonly givenInfo = bytes()
  readonly familyInfo = bytes()
  readonly givenInfoHere = bytes()
  readonly familyInfoHere = bytes()
  readonly year = ints()
  readonly monthDay = ints()
  readonly sex = bytes()
  readonly country = ints()
  readonly household = ints()
  readonly phone = ints()
  readonly document = ints()
  readonly other: Column<Int32Array>[] = []
  readonly countries = new Dictionary()
  readonly households = new Dictionary()
  readonly phones = new Dictionary()
  readonly documents = new Dictionary()
  readonly otherTexts = new Dictionary()
  readonly otherCounts: number[][] = []
  private readonly givenCounts = new TokenCounts()
  private readonly familyCounts = new TokenCounts()
  private readonly rowsOfCountry: number[] = [0]
  private countedRows = 0
  private weighed = 0
  private readonly fixed: boolean

  /** `frequencies` given: names weigh by them, and not by the rows of this table. */
  constructor(frequencies?: NameFrequencies, vocabulary = new Vocabulary()) {
    this.vocabulary = vocabulary
    this.fixed = frequencies !== undefined
    if (frequencies) this.take(frequencies)
  }

  get rows(): number {
    return this.ids.length
  }

  /** Share of the counted rows that have this country. */
  countryShare(country: number): number {
    return (this.rowsOfCountry[country] ?? 0) / Math.max(1, this.countedRows)
  }

  /**
   * Adds a record for the time of `use`, without counting it anywhere, and takes it away again.
   * The record is compared as if the table did not contain it.
   */
  with<T>(record: PersonRecord, use: (row: number) => T): T {
    const kept = [this.countries, this.households, this.phones, this.documents].map((d) => d.texts.length)
    const row = this.add(record, false)
    const weighed = this.weighed
    this.weighed = row
    this.weigh()
    this.weighed = weighed
    try {
      return use(row)
    } finally {
      this.ids.pop()
      for (const column of this.columns()) column.length--
      for (let s = 0; s < SLOTS; s++) for (const column of this.slotted()) column.length--
      ;[this.countries, this.households, this.phones, this.documents].forEach((d, k) => {
        d.shrink(kept[k]!)
      })
    }
  }

  private columns(): Column<IntArray>[] {
    const one: Column<IntArray>[] = [this.givenCount, this.familyCount, this.givenJoined, this.familyJoined]
    one.push(
      this.year,
      this.monthDay,
      this.sex,
      this.country,
      this.household,
      this.phone,
      this.document,
      ...this.other,
    )
    return one
  }

  private slotted(): Column<IntArray>[] {
    return [this.given, this.family, this.givenInfo, this.familyInfo, this.givenInfoHere, this.familyInfoHere]
  }

  /** Appends a record and answers its row number; `count` false leaves all frequencies as they are. */
  add(record: PersonRecord, count = true): number {
    const by = count ? 1 : 0
    const counted = count && !this.fixed
    const row = this.ids.length
    const others = record.other ?? []
    if (others.length > MOST_OTHERS) {
      throw new LinkageInputError(
        `record ${record.id}: ${others.length} further columns, at most ${MOST_OTHERS} are compared`,
      )
    }
    this.ids.push(record.id)
    const country = this.countries.add(fold(record.country ?? ''), by)
    this.country.push(country)
    this.names(
      record.given,
      this.given,
      this.givenCount,
      this.givenJoined,
      this.givenCounts,
      country,
      counted,
    )
    this.names(
      record.family,
      this.family,
      this.familyCount,
      this.familyJoined,
      this.familyCounts,
      country,
      counted,
    )
    if (counted) {
      this.countedRows++
      if (country > 0) this.rowsOfCountry[country] = (this.rowsOfCountry[country] ?? 0) + 1
    }
    const birth = parseDate(record.birthDate, record.birthPrecision)
    this.year.push(birth.year)
    this.monthDay.push(birth.month * 32 + birth.day)
    this.sex.push(sexCode(record.sex))
    this.household.push(this.households.add((record.household ?? '').trim(), by))
    this.phone.push(this.phones.add(phoneDigits(record.phone), by))
    this.document.push(this.documents.add(documentText(record.document), by))
    for (let k = 0; k < others.length; k++) {
      let column = this.other[k]
      if (!column) {
        column = ints()
        for (let i = 0; i < row; i++) column.push(0)
        this.other.push(column)
        this.otherCounts.push([])
      }
      const n = this.otherTexts.add(fold(others[k] ?? ''), by)
      column.push(n)
      const counts = this.otherCounts[k]!
      if (n > 0 && count) counts[n] = (counts[n] ?? 0) + 1
    }
    for (let k = others.length; k < this.other.length; k++) this.other[k]!.push(0)
    for (let s = 0; s < SLOTS; s++) {
      this.givenInfo.push(0)
      this.familyInfo.push(0)
      this.givenInfoHere.push(0)
      this.familyInfoHere.push(0)
    }
    return row
  }

  /** Computes how much each name tells, for the rows not yet weighed. */
  weigh(): this {
    for (let row = this.weighed; row < this.rows; row++) {
      const country = this.country.data[row]!
      for (let s = 0; s < SLOTS; s++) {
        const at = row * SLOTS + s
        if (s < this.givenCount.data[row]!) {
          const token = this.given.data[at]!
          this.givenInfo.data[at] = this.information(this.givenCounts, token, 0)
          this.givenInfoHere.data[at] = this.information(this.givenCounts, token, country)
        }
        if (s < this.familyCount.data[row]!) {
          const token = this.family.data[at]!
          this.familyInfo.data[at] = this.information(this.familyCounts, token, 0)
          this.familyInfoHere.data[at] = this.information(this.familyCounts, token, country)
        }
      }
    }
    this.weighed = this.rows
    return this
  }

  /** Frequencies of the names in this table that occur at least `least` times. */
  frequencies(least = 1): NameFrequencies {
    const out = {
      rows: this.countedRows,
      given: this.listed(this.givenCounts, least),
      family: this.listed(this.familyCounts, least),
    }
    const byCountry: Record<
      string,
      { rows: number; given: Record<string, number>; family: Record<string, number> }
    > = {}
    this.rowsOfCountry.forEach((rows, country) => {
      if (country > 0 && rows >= least)
        byCountry[this.countries.texts[country]!] = { rows, given: {}, family: {} }
    })
    for (const [counts, part] of [
      [this.givenCounts, 'given'],
      [this.familyCounts, 'family'],
    ] as const) {
      for (const [key, n] of counts.inCountry) {
        if (n < least) continue
        const place = byCountry[this.countries.texts[key % 4096]!]
        if (place) place[part][this.vocabulary.texts[Math.floor(key / 4096)]!] = n
      }
    }
    return { ...out, byCountry }
  }

  private listed(counts: TokenCounts, least: number): Record<string, number> {
    const out: Record<string, number> = {}
    for (const [token, n] of counts.all) if (n >= least) out[this.vocabulary.texts[token]!] = n
    return out
  }

  private take(frequencies: NameFrequencies): void {
    this.countedRows = frequencies.rows
    const parts = [
      [this.givenCounts, 'given'],
      [this.familyCounts, 'family'],
    ] as const
    for (const [counts, part] of parts) {
      for (const [token, n] of Object.entries(frequencies[part]))
        counts.add(this.vocabulary.number(token), 0, n)
    }
    for (const [name, place] of Object.entries(frequencies.byCountry)) {
      const country = this.countries.add(name, 0)
      this.rowsOfCountry[country] = place.rows
      for (const [counts, part] of parts) {
        for (const [token, n] of Object.entries(place[part])) {
          counts.inCountry.set(this.vocabulary.number(token) * 4096 + country, n)
        }
      }
    }
  }

  private information(counts: TokenCounts, token: number, country: number): number {
    let f = ((counts.all.get(token) ?? 0) + 0.5) / (this.countedRows + 1)
    const rows = this.rowsOfCountry[country] ?? 0
    if (country > 0 && rows > 0)
      f = ((counts.inCountry.get(token * 4096 + country) ?? 0) + SHRINK * f) / (rows + SHRINK)
    return Math.max(0, Math.min(255, Math.round(-Math.log2(Math.min(1, f)) * GRAIN)))
  }

  private names(
    texts: readonly string[] | undefined,
    slots: Column<Int32Array>,
    count: Column<Uint8Array>,
    joined: Column<Int32Array>,
    counts: TokenCounts,
    country: number,
    counted: boolean,
  ): void {
    const seen: number[] = []
    for (const text of texts ?? []) {
      for (const token of nameTokens(text)) {
        const n = this.vocabulary.number(token)
        if (seen.length < SLOTS && !seen.includes(n)) seen.push(n)
      }
    }
    if (counted) for (const n of seen) counts.add(n, country % 4096, 1)
    for (let s = 0; s < SLOTS; s++) slots.push(seen[s] ?? 0)
    count.push(seen.length)
    joined.push(
      seen.length === 0 ? 0 : this.vocabulary.number(seen.map((n) => this.vocabulary.texts[n]!).join('')),
    )
  }
}

const SEX: Readonly<Record<string, number>> = {
  f: 1, mujer: 1, femenino: 1, femenina: 1, female: 1, femme: 1, feminin: 1, fi: 1, fanm: 1, woman: 1,
  m: 2, hombre: 2, masculino: 2, male: 2, homme: 2, masculin: 2, gason: 2, man: 2,
  h: 3, // beside H, an M means mujer: kept apart, both agree only with themselves
} // biome-ignore format: a table

function sexCode(text: string | null | undefined): number {
  const word = fold(text ?? '')
  if (word === '') return 0
  return SEX[word] ?? 4 + (hashKey(word) % 200)
}
