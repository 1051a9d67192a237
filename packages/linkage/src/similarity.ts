/** How alike two strings are. All functions are symmetric and take folded text. */

const flagsA = new Uint8Array(64)
const flagsB = new Uint8Array(64)

/**
 * Jaro-Winkler similarity in [0, 1] (Winkler 1990): shared characters within half the length, less half the
 * transpositions, raised by up to four common first letters. Strings beyond 64 characters are compared by their start.
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1
  const la = Math.min(a.length, 64)
  const lb = Math.min(b.length, 64)
  if (la === 0 || lb === 0) return 0
  const reach = Math.max(0, (Math.max(la, lb) >> 1) - 1)
  for (let i = 0; i < la; i++) flagsA[i] = 0
  for (let j = 0; j < lb; j++) flagsB[j] = 0
  let common = 0
  for (let i = 0; i < la; i++) {
    const c = a.charCodeAt(i)
    const end = Math.min(lb, i + reach + 1)
    for (let j = Math.max(0, i - reach); j < end; j++) {
      if (flagsB[j] === 0 && b.charCodeAt(j) === c) {
        flagsA[i] = 1
        flagsB[j] = 1
        common++
        break
      }
    }
  }
  if (common === 0) return 0
  let half = 0
  let j = 0
  for (let i = 0; i < la; i++) {
    if (flagsA[i] === 0) continue
    while (flagsB[j] === 0) j++
    if (a.charCodeAt(i) !== b.charCodeAt(j)) half++
    j++
  }
  const jaro = (common / la + common / lb + (common - half / 2) / common) / 3
  let prefix = 0
  const most = Math.min(4, la, lb)
  while (prefix < most && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

/** True when one insertion, deletion, substitution or swap of neighbours turns `a` into `b` (or they are equal). */
export function withinOneEdit(a: string, b: string): boolean {
  if (a === b) return true
  const la = a.length
  const lb = b.length
  if (Math.abs(la - lb) > 1) return false
  const n = Math.min(la, lb)
  let i = 0
  while (i < n && a.charCodeAt(i) === b.charCodeAt(i)) i++
  let ea = la - 1
  let eb = lb - 1
  while (ea >= i && eb >= i && a.charCodeAt(ea) === b.charCodeAt(eb)) {
    ea--
    eb--
  }
  if (la !== lb) return ea < i || eb < i
  if (ea === i) return true
  return ea === i + 1 && a.charCodeAt(i) === b.charCodeAt(ea) && a.charCodeAt(ea) === b.charCodeAt(i)
}

/** A 26-bit set of the letters in a token, with digits and other characters hashed in. */
export function letterSet(token: string): number {
  let set = 0
  for (let i = 0; i < token.length; i++) {
    const c = token.charCodeAt(i)
    set |= 1 << (c >= 97 && c <= 122 ? c - 97 : c % 26)
  }
  return set
}

/** Number of bits set in a 32-bit integer. */
export function bits(n: number): number {
  let v = n - ((n >> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >> 2) & 0x33333333)
  return (((v + (v >> 4)) & 0x0f0f0f0f) * 0x01010101) >> 24
}
