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
  // Normalising would make a space and an accent of ´, which keyboards offer beside the apostrophe.
  for (const c of text.replaceAll('´', "'").normalize('NFKD').toLowerCase().normalize('NFKD')) {
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
    } else if (c === "'" || c === '’' || c === 'ʼ' || c === '`' || c === 'ʻ' || /\p{M}|\p{Cf}/u.test(c)) {
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

/**
 * How a token sounds in Haitian Creole when it is written as in French (`Pierre`, `Jude`, `Guy`): the rules by which
 * Creole spells what French writes. Compare it with {@link creoleReading} of a token written as in Creole.
 *
 * @param accentsLost `Jeanne` as if it ended like `Jean`, since `Jàn` without its accent does
 */
export function creoleKey(token: string, accentsLost = false): string {
  if (token.length < 3) return token
  const s = token
    .replace(/ph/g, 'f')
    .replace(/th/g, 't')
    .replace(/pt/g, 't')
    .replace(/ch(?=[rl])/g, 'k')
    .replace(/ch|sh/g, 'X')
    .replace(/qu|q/g, 'k')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/ck|c/g, 'k')
    .replace(/gn/g, 'ny')
    .replace(/gu(?=[eiy])/g, 'G')
    .replace(/ge(?=[aou])|g(?=[eiy])|j/g, 'J')
    .replace(/G/g, 'g')
    .replace(/h/g, '')
    .replace(/ill(?=[aou])/g, 'iy')
    .replace(/nt(?=[^aeiouyr])/g, 'n')
    .replace(/(.)\1+/g, '$1')
    .replace(/(?<=[aeo]u|oi)x$/, '')
    .replace(/x/g, 'ks')
    .replace(/[nm]d(?:re?s?|es?)?$/, 'ne')
    // Mute ends: an e guards the consonant before it, -us is spoken.
    .replace(/(?<=s)t(?:es?)?$/, 'e')
    .replace(/eus$/, 'eius')
    .replace(/(?<![uk])s$|[tdpz]$/, '')
  return settled(
    (accentsLost ? s.replace(/(?<=(?:[ae][iu]?|o)[nm])e$/, '') : s)
      .replace(/ean(?![aeiouy])/g, 'an').replace(/eau|au/g, 'o').replace(/oi/g, 'Ua').replace(/ou/g, 'U').replace(/eu/g, 'e')
      .replace(/(?:ai|ei|a|e|i|u|y)[nm](?![aeiouyU])/g, 'N').replace(/o[nm](?![aeiouyU])/g, 'O').replace(/w/g, 'U')
      .replace(/(?<=[aeiouyNO][^aeiouyNO])e(?=l(?:[aeiy]|N$))/g, '')
      .replace(/[ae][iy](?![aeiouU])/g, 'e').replace(/u(?=[aiy])/g, 'U').replace(/u/g, 'i').replace(/r(?=[oOU])/g, 'U'),
  ) // biome-ignore format: one rule after another
}

/** How a token sounds when it is written as in Haitian Creole (`Pyè`, `Jid`, `Gi`). */
export function creoleReading(token: string): string {
  if (token.length < 3) return token
  return settled(
    token
      .replace(/ch|sh/g, 'X').replace(/qu|q/g, 'k').replace(/c(?=[eiy])/g, 's').replace(/c/g, 'k').replace(/j/g, 'J')
      .replace(/h/g, '').replace(/x/g, 'ks').replace(/(.)\1+/g, '$1').replace(/ou/g, 'U')
      .replace(/[ae][nm](?![aeiouyU])/g, 'N').replace(/o[nm](?![aeiouyU])/g, 'O').replace(/w/g, 'U').replace(/u/g, 'i'),
  ) // biome-ignore format: one rule after another
}

const settled = (sounds: string): string =>
  sounds
    .replace(/y/g, 'i').replace(/z/g, 's').replace(/gs/g, 'ks').replace(/v/g, 'b').replace(/e+$/, '')
    .replace(/r(?![aeioNOU])/g, '').replace(/e+$/, '').replace(/(.)\1+/g, '$1') // biome-ignore format: one rule after another

/** The consonants of {@link soundKey} behind the first letter's class: coarse, for blocking. */
export function skeleton(token: string): string {
  const s = soundKey(token)
  const head = /^[aiu]/.test(s) ? 'a' : ''
  const bones = head + s.replace(/[aiu]/g, '')
  return bones === '' ? s : bones
}

/** The consonants of a token as Creole speaks them, read as French and as Creole writes: one text, or two. For blocking. */
export function creoleBones(token: string): string[] {
  const bones = [creoleKey(token), creoleReading(token)].map((key) => key.replace(/(?<=.)[aeiouyNOU]/g, ''))
  return bones[0] === bones[1] ? bones.slice(0, 1) : bones
}

/** Groups by the sound of their words, where one group only has it. */
const groupsBySound = new Map<string, string | undefined>()
for (const [word, group] of variantGroups) {
  const sound = soundKey(word)
  groupsBySound.set(sound, groupsBySound.has(sound) && groupsBySound.get(sound) !== group ? undefined : group)
}
/** Sounds below which too many names would fall into a group. */
const SOUNDS = 4

/**
 * The group of spellings and nicknames a token belongs to (`pepe` and `jose`), one that sounds like a word of the
 * group too (`guiyermo`), or the token itself.
 */
export function variantOf(token: string): string {
  const group = variantGroups.get(token)
  if (group !== undefined) return group
  const sound = soundKey(token)
  return (sound.length < SOUNDS ? undefined : groupsBySound.get(sound)) ?? token
}
