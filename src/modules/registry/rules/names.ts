import { spellings } from './spellings.ts'

/**
 * Names as people say them, and the keys by which they are found. Names are kept exactly as given, whatever
 * their length or script; folding happens in keys alone.
 */

export type PersonNames = {
  given?: string | null
  surname?: string | null
  secondSurname?: string | null
  /** What the person wants to be called, when that differs. */
  chosen?: string | null
  order?: NameOrder | null
}

/** How the person says the name: `Ana Ruiz Peña`, or `Nguyen Van An`. */
export type NameOrder = 'given_first' | 'surname_first'

const tidy = (text: string | null | undefined) => (text ?? '').replace(/\s+/gu, ' ').trim()

export const hasName = (n: PersonNames) =>
  [n.given, n.surname, n.secondSurname, n.chosen].some((part) => wordsOf(tidy(part)).length > 0)

/** The whole name, in the person's order. */
export function fullName(n: PersonNames): string {
  const surnames = [tidy(n.surname), tidy(n.secondSurname)]
  const parts = n.order === 'surname_first' ? [...surnames, tidy(n.given)] : [tidy(n.given), ...surnames]
  return parts.filter(Boolean).join(' ') || tidy(n.chosen)
}

/** What to call the person on a screen: the chosen name with the surnames, else the whole name. */
export function displayName(n: PersonNames): string {
  const chosen = tidy(n.chosen)
  return chosen ? fullName({ ...n, given: chosen, chosen: null }) : fullName(n)
}

/** Lower case without accents, of any script; what is not a letter or digit becomes a space. */
export function fold(text: string): string {
  if (plain.test(text))
    return text
      .toLowerCase()
      .replace(/['`]/g, '')
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()
  // Files repeat the same words thousands of times; the slow way is walked once for each.
  const known = folded.get(text)
  if (known !== undefined) return known
  const result = foldAny(text)
  if (folded.size >= mostFolded) folded.clear()
  if (text.length <= 100) folded.set(text, result)
  return result
}

const plain = /^[ -~]*$/
const folded = new Map<string, string>()
const mostFolded = 5000

const foldAny = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[’'`´ʼ]/gu, '')
    .replace(/ß/gu, 'ss')
    .replace(/æ/gu, 'ae')
    .replace(/œ/gu, 'oe')
    .replace(/ø/gu, 'o')
    .replace(/ł/gu, 'l')
    .replace(/đ/gu, 'd')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const particles = new Set(
  'de del la las los el y e da das do dos di du des van von der den ter ibn bin al'.split(' '),
)

/** Folded words. A name of emoji alone keeps its signs, so that it too is found. */
function wordsOf(text: string): string[] {
  const folded = fold(text)
  return folded ? folded.split(' ') : text.split(/[\s\p{P}\p{Cc}\p{Cs}]+/gu).filter(Boolean)
}

/** Folded words that tell people apart: without `de`, `la`, `y`, unless nothing else is there. */
export function nameWords(text: string | null | undefined): string[] {
  const all = wordsOf(tidy(text))
  const telling = all.filter((word) => !particles.has(word))
  return telling.length > 0 ? telling : all
}

/** The same word however it was spelt: `Jan`, `Jn.` and `Jean` are one. */
export const canonical = (word: string): string => spellings.get(word) ?? word

/**
 * How a word sounds to a Spanish, French or Creole ear, roughly: its consonants in classes, silent endings gone.
 * `Rodríguez` = `Rodrigues`, `Philippe` = `Felipe`, `Yessenia` = `Jessenia`. Words that are not in Latin letters
 * are their own sound.
 */
export function sound(word: string): string {
  let s = canonical(word)
  if (!/^[a-zñ]+$/u.test(s)) return s
  const first = /^h?[aeiou]/u.test(s) ? 'a' : ''
  s = s
    .replace(/^h/u, '')
    .replace(/ph/gu, 'f')
    .replace(/th/gu, 't')
    .replace(/(ch|sh|sch)/gu, '8')
    .replace(/(qu|ck|q|k)/gu, 'k')
    .replace(/gu(?=[ei])/gu, 'g')
    .replace(/g(?=[ei])/gu, 'j')
    .replace(/c(?=[eiy])/gu, 's')
    .replace(/c/gu, 'k')
    .replace(/x/gu, 's')
    .replace(/[zç]/gu, 's')
    .replace(/v/gu, 'b')
    .replace(/ll(?=[aeiou])/gu, 'j')
    .replace(/^y/gu, 'j')
    .replace(/[mn](?=[bcdfgklpqrst8])/gu, 'n')
    .replace(/[aeiouyhw]+/gu, '')
    .replace(/(.)\1+/gu, '$1')
  // French leaves the last of these silent, Spanish clerks drop or add it.
  if (s.length > 2) s = s.replace(/[std]+$/u, '')
  return (first + s).toUpperCase() || word
}

/** A sort key: surnames first, accents aside. Those without a surname sort by their given name. */
export function sortKey(n: PersonNames): string {
  const words = [n.surname, n.secondSurname, n.given, n.chosen].flatMap((part) => wordsOf(tidy(part)))
  return [...words.join(' ')].slice(0, 200).join('')
}

const longestWord = 40
const longestName = 8
const cut = (word: string) => [...word].slice(0, longestWord).join('')

function tellingWords(n: PersonNames): string[] {
  const words = [n.given, n.surname, n.secondSurname, n.chosen].flatMap(nameWords)
  return [...new Set(words.map(cut))].slice(0, longestName)
}

const pairKey = (a: string, b: string) => `p:${[a, b].sort().join(' ')}`

/**
 * Keys to store beside a person: `w:<word>` for each word (found by range, so a beginning is enough), `s:<sound>`
 * for each, and `p:<sound> <sound>` for each pair of sounds in either order.
 * At most eight words count, so a name of three hundred characters stays findable and cheap.
 */
export function nameKeys(n: PersonNames): string[] {
  const words = tellingWords(n)
  const sounds = [...new Set(words.map(sound))]
  const keys = [...words.map((word) => `w:${word}`), ...sounds.map((s) => `s:${s}`)]
  sounds.forEach((a, i) => {
    for (const b of sounds.slice(i + 1)) keys.push(pairKey(a, b))
  })
  return [...new Set(keys)]
}

/** Half-open: from ≤ key < to, in code point order (collate "C"). */
export type KeyRange = { from: string; to: string }

export type QueryKeys = {
  /** One range per word typed, the most telling first: who has a word beginning so in every one fits as typed. */
  all: KeyRange[]
  /** Keys one of which the person has, however the name is spelt: pairs of sounds, or the sound of a single word. */
  any: string[]
}

/** The first text after every text that begins so. */
const rangeOf = (prefix: string): KeyRange => ({ from: prefix, to: `${prefix}\u{10FFFF}` })

/** What to look for. Empty when the text holds no word: then nothing is found. */
export function queryKeys(text: string): QueryKeys {
  const words = [...new Set(nameWords(text).map(cut))].slice(0, longestName)
  const sounds = [...new Set(words.map(sound))]
  const all = [...words]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((word) => rangeOf(`w:${word}`))
  if (sounds.length < 2) {
    // One or two letters sound like half the registry; as a beginning they are still found.
    const [only] = sounds
    return { all, any: only !== undefined && words[0]!.length > 2 ? [`s:${only}`] : [] }
  }
  const any = sounds.flatMap((a, i) => sounds.slice(i + 1).map((b) => pairKey(a, b)))
  return { all, any }
}

/** Likeness of two words, 0 to 1 (Jaro-Winkler). */
export function likeness(a: string, b: string): number {
  if (a === b) return a === '' ? 0 : 1
  const x = [...a]
  const y = [...b]
  if (x.length === 0 || y.length === 0) return 0
  const reach = Math.max(0, Math.floor(Math.max(x.length, y.length) / 2) - 1)
  const taken = new Array<boolean>(y.length).fill(false)
  const matched: string[] = []
  x.forEach((sign, i) => {
    for (let j = Math.max(0, i - reach); j <= Math.min(y.length - 1, i + reach); j++) {
      if (taken[j] || y[j] !== sign) continue
      taken[j] = true
      matched.push(sign)
      return
    }
  })
  if (matched.length === 0) return 0
  const other = y.filter((_, j) => taken[j])
  const swaps = matched.filter((sign, i) => sign !== other[i]).length / 2
  const m = matched.length
  const jaro = (m / x.length + m / y.length + (m - swaps) / m) / 3
  let start = 0
  while (start < 4 && start < x.length && x[start] === y[start]) start++
  return jaro + start * 0.1 * (1 - jaro)
}

/** A word with what it is compared by. */
interface Heard {
  word: string
  canonical: string
  sound: string
}

const heard = (word: string): Heard => ({ word, canonical: canonical(word), sound: sound(word) })

function scoreWord(typed: Heard, other: Heard): number {
  if (typed.word === other.word) return 1
  const [a, b] = [typed.word.length, other.word.length]
  if (other.word.startsWith(typed.word)) return 0.8 + (0.15 * a) / b
  if (typed.canonical === other.canonical) return 0.95
  const like = likeness(typed.word, other.word)
  if (like >= 0.9) return like * 0.9
  return typed.sound === other.sound && Math.max(a, b) > 2 ? 0.75 : 0
}

/**
 * How well a person answers what was typed, 0 to 1: the mean over the words typed, each matched to another word
 * of the name. A word typed that the name does not have counts against it; a word of the name that was not
 * typed hardly does, since surnames are often left out.
 */
export const scoreName = (query: string, n: PersonNames): number => nameScorer(query)(n)

/** `scoreName` for many people: names repeat, so each word is folded, heard and compared once. */
export function nameScorer(query: string): (n: PersonNames) => number {
  const typed = [...new Set(nameWords(query))].slice(0, longestName)
  const longestFirst = [...typed].sort((a, b) => b.length - a.length).map(heard)
  const wordsOfText = new Map<string, string[]>()
  const words = (text: string | null | undefined): string[] => {
    if (!text) return []
    const known = wordsOfText.get(text) ?? nameWords(text)
    wordsOfText.set(text, known)
    return known
  }
  const scoresOf = new Map<string, number[]>()
  const scores = (word: string): number[] => {
    const known = scoresOf.get(word)
    if (known) return known
    const other = heard(word)
    const told = longestFirst.map((one) => scoreWord(one, other))
    scoresOf.set(word, told)
    return told
  }
  return (n) => {
    if (typed.length === 0) return 0
    const left = [...new Set([n.given, n.surname, n.secondSurname, n.chosen].flatMap(words))].map(scores)
    const count = left.length
    let sum = 0
    for (let which = 0; which < longestFirst.length; which++) {
      let best = -1
      let score = 0
      left.forEach((told, i) => {
        if (told[which]! > score) {
          score = told[which]!
          best = i
        }
      })
      if (best >= 0) left.splice(best, 1)
      sum += score
    }
    const unsaid = count === 0 ? 0 : left.length / count
    return (sum / typed.length) * (1 - 0.05 * unsaid)
  }
}
