/** From what people write to what can be compared: folding, tokens and keys by sound. */

import { variantGroups } from './variants.ts'

const ARABIC: Readonly<Record<string, string>> = {
  ا: 'a', أ: 'a', إ: 'i', آ: 'a', ب: 'b', ت: 't', ث: 'th', ج: 'j', ح: 'h', خ: 'kh', د: 'd', ذ: 'dh', ر: 'r', ز: 'z',
  س: 's', ش: 'sh', ص: 's', ض: 'd', ط: 't', ظ: 'z', ع: 'a', غ: 'gh', ف: 'f', ق: 'q', ك: 'k', ل: 'l', م: 'm', ن: 'n',
  ه: 'h', و: 'u', ي: 'i', ى: 'a', ة: 'a', ئ: 'i', ؤ: 'u', ء: '', پ: 'p', چ: 'ch', گ: 'g', ک: 'k', ی: 'i',
} // biome-ignore format: a table

const LIGATURES: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  þ: 'th',
  ð: 'd',
  ı: 'i',
}

/**
 * Lower case, no accents, Arabic script in Latin letters, anything that is neither letter nor digit (hyphens,
 * emoji, direction marks) to one space; apostrophes vanish (`D'Haïti` is `dhaiti`). Idempotent.
 */
export function fold(text: string): string {
  let out = ''
  let gap = false
  for (const c of text.normalize('NFKD').toLowerCase().normalize('NFKD')) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += gap && out !== '' ? ` ${c}` : c
      gap = false
      continue
    }
    const mapped = ARABIC[c] ?? LIGATURES[c]
    if (mapped !== undefined) {
      if (mapped === '') continue
      out += gap && out !== '' ? ` ${mapped}` : mapped
      gap = false
    } else if (
      c === "'" ||
      c === '’' ||
      c === 'ʼ' ||
      c === '`' ||
      c === '´' ||
      c === 'ʻ' ||
      /\p{M}|\p{Cf}/u.test(c)
    ) {
      // accents, vowel points, joiners and apostrophes leave nothing behind
    } else if (/\p{L}/u.test(c)) {
      out += gap && out !== '' ? ` ${c}` : c
      gap = false
    } else gap = true
  }
  return out
}

const PARTICLES = new Set(
  'de del la las los lo y e da do dos das du des di van von der den el al as ul bin ibn ben bint abu oum umm'.split(
    ' ',
  ),
)
/** Written together or apart, these belong to the word that follows. */
const PREFIXES = new Set('san santa sainte saint st ste mac mc abd abdul abdel abdal abdur abdou'.split(' '))

/** Name tokens of a text: folded, particles dropped (unless nothing else is left), `san`, `saint`, `abd` … joined on. */
export function nameTokens(text: string): string[] {
  const words = fold(text)
    .split(' ')
    .filter((w) => w !== '')
  const kept: string[] = []
  let prefix = ''
  for (const word of words) {
    if (PARTICLES.has(word)) continue
    if (PREFIXES.has(word) && !word.startsWith('abdou')) {
      prefix += word.startsWith('abd') ? 'abd' : word === 'st' ? 'saint' : word === 'ste' ? 'sainte' : word
      continue
    }
    kept.push(prefix + unglue(word))
    prefix = ''
  }
  if (prefix !== '') kept.push(prefix)
  return kept.length > 0 ? kept : words
}

function unglue(word: string): string {
  const glued = /^(?:dela|delos|delas|abdu[lr]|abde[lr]|abda[lr])(?=[a-z]{4})/.exec(word)
  if (!glued) return word
  const rest = word.slice(glued[0].length)
  return glued[0].startsWith('abd') ? `abd${rest}` : rest
}

/**
 * How a token sounds, across Spanish, French and Haitian Creole, and Latin spellings of Arabic: b/v, s/z/c, ll/y,
 * silent h, g/j/x before e and i, qu/k, ph/f, ou/u, double letters, final mute letters. Vowels are kept, in three
 * classes (a, e-i, o-u).
 */
export function soundKey(token: string): string {
  let s = token
  if (s.length < 2) return s
  s = s
    .replace(/ph/g, 'f').replace(/th/g, 't').replace(/dh/g, 'd').replace(/kh/g, 'j').replace(/gh/g, 'g')
    .replace(/sch|sh|ch|tch/g, 'X').replace(/dj/g, 'j').replace(/gn/g, 'n')
    .replace(/gu(?=[eiy])/g, 'G').replace(/g(?=[eiy])/g, 'j').replace(/G/g, 'g')
    .replace(/q(?:u(?=[eiy]))?/g, 'k').replace(/ck/g, 'k').replace(/c(?=[eiy])/g, 's').replace(/c/g, 'k')
    .replace(/eaux?|aux?$|au/g, 'o').replace(/ou|oo|w/g, 'u').replace(/ee/g, 'i')
    .replace(/ll/g, 'y').replace(/^x|x(?=[aeiou])/g, 'j').replace(/x/g, 's')
    .replace(/z/g, 's').replace(/v/g, 'b').replace(/h/g, '')
    .replace(/[iey]+/g, 'i').replace(/[ou]+/g, 'u').replace(/m(?=[pb])/g, 'n')
    .replace(/(.)\1+/g, '$1') // biome-ignore format: one rule after another
  return s.length > 3 ? s.replace(/[is]$/, '') : s
}

/** As {@link soundKey}, in the orthography of Haitian Creole: `Pierre` and `Pyè`, `Robert` and `Wobè`, `Charles` and `Chal`. */
export function creoleKey(token: string): string {
  if (token.length < 3) return token
  return token
    .replace(/(.)\1+/g, '$1').replace(/ph/g, 'f').replace(/th/g, 't').replace(/ch(?=[rl])/g, 'k').replace(/ch|sh/g, 'X')
    .replace(/qu|q/g, 'k').replace(/c(?=[eiy])/g, 's').replace(/ck|c/g, 'k')
    .replace(/gu(?=[eiy])/g, 'G').replace(/g(?=[eiy])|j/g, 'J').replace(/G/g, 'g')
    .replace(/ean/g, 'an').replace(/eaux?|aux?/g, 'o').replace(/oi/g, 'wa').replace(/ou(?=[aei])/g, 'w').replace(/ou/g, 'U')
    .replace(/gn/g, 'ny').replace(/ti(?=on)/g, 'sy').replace(/h/g, '')
    .replace(/(?:es?|[tdsxzp])$/g, '').replace(/(?:es?|[tdsxzp])$/g, '')
    .replace(/(?:eur|er|ez|e)$/g, '').replace(/r(?=[oU])/g, 'w').replace(/r(?![aeiyu])/g, '')
    .replace(/(?:ai|ei|a|e|i)[nm](?![aeiouUy])/g, 'N').replace(/o[nm](?![aeiouUy])/g, 'O')
    .replace(/z/g, 's').replace(/eu|u/g, 'e').replace(/w/g, 'U').replace(/[eiy]+/g, 'e')
    .replace(/(.)\1+/g, '$1') // biome-ignore format: one rule after another
}

/** The consonants of {@link soundKey} behind the first letter's class: coarse, for blocking. */
export function skeleton(token: string): string {
  const s = soundKey(token)
  const head = /^[aiu]/.test(s) ? 'a' : ''
  const bones = head + s.replace(/[aiu]/g, '')
  return bones === '' ? s : bones
}

/** The group of spellings and nicknames a token belongs to (`pepe` and `jose`), or the token itself. */
export function variantOf(token: string): string {
  return variantGroups.get(token) ?? token
}
