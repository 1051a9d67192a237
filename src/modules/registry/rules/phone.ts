/**
 * Telephones as people say them: with spaces, with the old 044 and 045, with 1 after 52, with a country or without.
 * A number without a country is a Mexican one.
 */

/** `+526865550101`, or nothing when no telephone can be made of it. */
export function normalisePhone(text: string): string {
  const stated = /^\s*(\+|00)/u.test(text)
  let digits = text.normalize('NFKC').replace(/\D/gu, '')
  if (stated) digits = digits.replace(/^00/u, '')
  else {
    // What had to be dialled in Mexico before a number, once.
    if (digits.length === 13 && /^(044|045)/u.test(digits)) digits = digits.slice(3)
    if (digits.length === 12 && digits.startsWith('01')) digits = digits.slice(2)
    if (digits.length === 10) digits = `52${digits}`
    else if (digits.length === 8 && /^[2-5]/u.test(digits)) return ''
    // Other lengths say their country themselves: 52…, 1…, 509….
    else if (!/^(52\d{10}|521\d{10}|1\d{10}|509\d{8}|50[2-8]\d{8}|5[5678]\d{8,11}|59\d{9,10})$/u.test(digits))
      return ''
  }
  if (/^521\d{10}$/u.test(digits)) digits = `52${digits.slice(3)}`
  // All the same digit, or a run, is what is typed to get past a form.
  if (digits.length < 8 || digits.length > 15 || /^(\d{1,3}?)?(\d)\2{7,}$/u.test(digits)) return ''
  return `+${digits}`
}

/** The numbers of a cell, which may hold several and words beside them, and whether something could not be read. */
export function readPhones(text: string): { phones: string[]; unread: boolean } {
  const phones = new Set<string>()
  let unread = false
  for (const part of text.split(/[/;,|]|\s+(?:y|o|e|and|or|et|ou)\s+|\n/u)) {
    const bare = part.replace(/\([^)]*\p{L}[^)]*\)/gu, ' ').trim()
    if (!/\d/u.test(bare)) {
      if (/\p{L}{3,}/u.test(bare) && !/^(no|sin|ningun|n\/?[da]|s\/?n|na|nd|none)/iu.test(bare)) unread = true
      continue
    }
    // 6.86184E+09: the spreadsheet kept only a few of the digits.
    const phone = /\d[.,]\d+e\+?\d+/iu.test(bare)
      ? ''
      : normalisePhone(bare.replace(/[.,]0+$/u, '').replace(/^[^+\d(]+/u, ''))
    if (phone) phones.add(phone)
    else unread = true
  }
  return { phones: [...phones], unread }
}
