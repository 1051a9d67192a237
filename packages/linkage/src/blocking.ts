import { parseDate } from './dates.ts'
import type { PersonRecord } from './record.ts'
import { creoleBones, fold, nameTokens, skeleton, variantOf } from './text.ts'

/** Digits of a telephone number without country code or leading zeros: the last ten at most. */
export function phoneDigits(text: string | null | undefined): string {
  const digits = (text ?? '').replace(/\D/g, '').replace(/^0+/, '')
  return digits.length < 5 ? '' : digits.slice(-10)
}

/** A document number as letters and digits. */
export function documentText(text: string | null | undefined): string {
  const folded = fold(text ?? '').replace(/ /g, '')
  return folded.length < 3 ? '' : folded
}

interface Heard {
  readonly sound: string
  readonly bones: readonly string[]
}

/** Tokens already heard: names repeat, and their rules take time. Emptied when there are too many. */
const heard = new Map<string, Heard>()
const HEARD_MOST = 50_000

function hear(token: string): Heard {
  const known = heard.get(token)
  if (known) return known
  const name = variantOf(token)
  const fresh = { sound: skeleton(name), bones: creoleBones(name) }
  if (heard.size >= HEARD_MOST) heard.clear()
  heard.set(token, fresh)
  return fresh
}

/**
 * The blocking keys of a record: two records are compared when they share one. A pure function, so that a database can
 * keep the keys in a table and look them up by equality. Kinds: `n` two names by sound, in either order; `d` birth
 * date, day and month in either order; `y` a name and the year; `m` a name, day and month; `p` telephone;
 * `h` household; `c` document; `o` a further column with a name or the year. The first of January never stands alone.
 */
export function blockingKeys(record: PersonRecord): string[] {
  const given = soundsOf(record.given, 3)
  const family = soundsOf(record.family, 3)
  const birth = parseDate(record.birthDate, record.birthPrecision)
  const keys = new Set<string>()
  for (const g of given.slice(0, 2))
    for (const f of family) keys.add(`n:${g < f ? `${g}|${f}` : `${f}|${g}`}`)
  for (const g of bonesOf(record.given)) {
    for (const f of bonesOf(record.family)) keys.add(`n:~${g < f ? `${g}|${f}` : `${f}|${g}`}`)
  }
  if (given.length > 1) keys.add(`n:${[...given.slice(0, 2)].sort().join('|')}`)
  if (family.length > 1) keys.add(`n:${[...family.slice(0, 2)].sort().join('|')}`)
  const names = new Set([...given.slice(0, 2), ...family.slice(0, 2)])
  const dayMonth =
    birth.day > 0 && !(birth.day === 1 && birth.month === 1)
      ? `${Math.min(birth.day, birth.month)}.${Math.max(birth.day, birth.month)}`
      : ''
  if (dayMonth !== '') {
    keys.add(`d:${birth.year}.${dayMonth}`)
    for (const name of names) keys.add(`m:${name}|${dayMonth}`)
  }
  if (birth.year > 0) for (const name of names) keys.add(`y:${name}|${birth.year}`)
  const phone = phoneDigits(record.phone)
  if (phone !== '') keys.add(`p:${phone}`)
  if (record.household) keys.add(`h:${record.household}`)
  const document = documentText(record.document)
  if (document !== '') keys.add(`c:${document}`)
  const others = (record.other ?? []).map((value) => fold(value ?? '').replace(/ /g, ''))
  others.forEach((value, k) => {
    if (value === '') return
    if (given[0]) keys.add(`o${k}:${value}|${given[0]}`)
    if (family[0]) keys.add(`o${k}:${value}|${family[0]}`)
    if (birth.year > 0) keys.add(`o${k}:${value}|${birth.year}`)
    const next = others[k + 1]
    if (next) keys.add(`o${k}:${value}|${next}`)
  })
  return [...keys]
}

function soundsOf(texts: readonly string[] | undefined, most: number): string[] {
  const out: string[] = []
  for (const text of texts ?? []) {
    for (const token of nameTokens(text))
      if (token.length > 1 && out.length < most) out.push(hear(token).sound)
  }
  return out
}

/** The first name's consonants in Creole. */
function bonesOf(texts: readonly string[] | undefined): readonly string[] {
  for (const text of texts ?? []) {
    for (const token of nameTokens(text)) if (token.length > 1) return hear(token).bones
  }
  return []
}

/** Kinds of blocking keys, by the first letter of the key. */
export const KEY_KINDS = ['n', 'd', 'y', 'm', 'p', 'h', 'c', 'o'] as const

/**
 * 32-bit FNV-1a with a final mix, the kind of the key in its last three bits: keys are compared by this in a batch; a
 * collision only adds a comparison.
 */
export function hashKey(key: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  const kind = Math.max(0, KEY_KINDS.indexOf(key.charAt(0) as (typeof KEY_KINDS)[number]))
  return (((h ^ (h >>> 13)) & ~7) | kind) >>> 0
}
