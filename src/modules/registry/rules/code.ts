/**
 * A person's code: nine characters, `K7M2-9QPX-4`, made of chance and nothing else. Eight carry forty random bits,
 * the ninth is a check character over GF(32): it finds every single wrong character and every two characters
 * exchanged, whichever they are. Read aloud, in lower case, with spaces, or with O for 0, it still parses.
 */

// Crockford's alphabet: no I, L, O, U, so nothing is read as something else.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const confusable: Record<string, string> = { O: '0', I: '1', L: '1', U: 'V', Ø: '0', Ñ: 'N' }
const length = 8

/** Multiplication by x in GF(32), polynomial x^5 + x^2 + 1, which is primitive: the powers of x are all different. */
const timesX = (a: number) => ((a << 1) ^ (a & 16 ? 0b100101 : 0)) & 31

function checkOf(values: number[]): number {
  let sum = 0
  for (const value of values) sum = timesX(sum ^ value)
  return sum
}

/** The code of five random bytes. */
export function makeCode(random: Uint8Array): string {
  if (random.length < 5) throw new RangeError('A code takes five random bytes')
  let bits = 0n
  for (const byte of random.subarray(0, 5)) bits = (bits << 8n) | BigInt(byte)
  const values = Array.from({ length }, (_, i) => Number((bits >> BigInt(5 * (length - 1 - i))) & 31n))
  return [...values, checkOf(values)].map((value) => alphabet[value]).join('')
}

export type CodeResult = { ok: true; code: string } | { ok: false; reason: 'not_a_code' | 'check_failed' }

/** What someone typed, as it is stored; or why it cannot be a code. */
export function parseCode(text: string): CodeResult {
  const signs = [
    ...text
      .normalize('NFC')
      .toUpperCase()
      .replace(/[\s\-–—_.·]+/gu, ''),
  ].map((s) => confusable[s] ?? s)
  const values = signs.map((sign) => alphabet.indexOf(sign))
  if (signs.length !== length + 1 || values.includes(-1)) return { ok: false, reason: 'not_a_code' }
  if (checkOf(values.slice(0, length)) !== values[length]) return { ok: false, reason: 'check_failed' }
  return { ok: true, code: signs.join('') }
}

/** For cards and screens: `K7M2-9QPX-4`. */
export const formatCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`
