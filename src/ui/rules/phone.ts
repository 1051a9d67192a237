// Calling codes of the countries people on the move through Mexico most often keep in touch with; any other
// is typed with its own "+".
export const callingCodes = [
  ['MX', '52'],
  ['HT', '509'],
  ['US', '1'],
  ['HN', '504'],
  ['GT', '502'],
  ['SV', '503'],
  ['NI', '505'],
  ['VE', '58'],
  ['CU', '53'],
  ['CO', '57'],
  ['EC', '593'],
  ['PE', '51'],
  ['BR', '55'],
  ['CL', '56'],
  ['DO', '1'],
  ['CA', '1'],
] as const

export type Country = (typeof callingCodes)[number][0] | 'other'

/** What is typed: a country and the number as the person says it. */
export type TypedPhone = { country: Country; number: string }

export const emptyPhone: TypedPhone = { country: 'MX', number: '' }

/** `+526861234567`, or undefined when it cannot be a telephone (E.164: 8 to 15 digits). */
export function readPhone({ country, number }: TypedPhone): string | undefined {
  const typed = number.trim()
  const digits = typed.replace(/\D/g, '')
  const code = callingCodes.find(([c]) => c === country)?.[1] ?? ''
  // A number typed with its own code is believed, whatever the country beside it says.
  const whole = typed.startsWith('+') ? digits : typed.startsWith('00') ? digits.slice(2) : code + digits
  if (!typed.startsWith('+') && !typed.startsWith('00') && code === '') return undefined
  return /^[1-9]\d{7,14}$/.test(whole) ? `+${whole}` : undefined
}

/** The boxes for a stored number. */
export function typePhone(stored: string): TypedPhone {
  const digits = stored.replace(/\D/g, '')
  // Written without a country, as at a counter or in a census: ten digits are a number of Mexico.
  if (!stored.trim().startsWith('+') && digits.length === 10) return { country: 'MX', number: stored.trim() }
  const found = [...callingCodes]
    .sort((a, b) => b[1].length - a[1].length)
    .find(([, code]) => digits.startsWith(code))
  return found
    ? { country: found[0], number: digits.slice(found[1].length) }
    : { country: 'other', number: stored }
}
