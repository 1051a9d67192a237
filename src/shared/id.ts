/** Ids are UUID v7, made where the record is born: on the server, in a job, on a phone. */
let last = 0
let sequence = 0

/** A new UUID v7; ids made in one millisecond by one process sort in the order they were made. */
export function newId(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  if (now > last) {
    last = now
    sequence = ((bytes[6]! & 0x07) << 8) | bytes[7]!
  } else if (++sequence > 0xfff) {
    last += 1
    sequence = 0
  }
  const time = last
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(time / 2 ** (8 * (5 - i))) & 0xff
  bytes[6] = 0x70 | (sequence >> 8)
  bytes[7] = sequence & 0xff
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const isId = (text: string): boolean => shape.test(text)
